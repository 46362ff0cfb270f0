//! Files for chargers and from them, over HTTP and FTP: each transfer has a path of its own that nobody can guess, for a
//! time, and a port is open only while a transfer is. Nothing is listed, opened or executed.

mod coming;
mod door;
mod fetch;
mod ftp;
mod keep;
mod pace;
mod pass;
mod range;
#[cfg(test)]
mod tests;
mod ticket;

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::centre::Clock;

use coming::Room;
pub use pass::{FixedPorts, Pass, Ports, Scheme, shown_name};
use ticket::Tickets;
pub use ticket::{Good, Incoming, Outgoing, Ticket};

/// Something that happened to a transfer, by the key of its ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moved {
    /// So many bytes from so far on were sent to the charger.
    Served {
        /// The ticket.
        key: String,
        /// Where they begin in the file.
        from: u64,
        /// How many.
        bytes: u64,
    },
    /// So many bytes of a file have come.
    Coming {
        /// The ticket.
        key: String,
        /// How many, all in all.
        bytes: u64,
    },
    /// A file is here, whole.
    Kept {
        /// The ticket.
        key: String,
        /// Where.
        file: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// Something was refused, with the sentence that the charger was told.
    Refused {
        /// The ticket; `None` when there was none for it.
        key: Option<String>,
        /// Why.
        why: &'static str,
    },
}

/// Serves and keeps files while somebody may fetch or send any.
pub struct FileHost {
    shared: Arc<Shared>,
    ports: Mutex<Ports>,
    doors: Mutex<Doors>,
    opening: tokio::sync::Mutex<()>,
}

/// The ports.
#[derive(Default)]
struct Doors {
    open: HashMap<Scheme, (SocketAddr, JoinHandle<()>)>,
    /// Their ports are free when these have ended.
    closing: Vec<JoinHandle<()>>,
}

/// What every connection holds.
struct Shared {
    tickets: Tickets,
    clock: Clock,
    moved: mpsc::UnboundedSender<Moved>,
}

impl Shared {
    fn tell(&self, moved: Moved) {
        // Nobody listens any more while the program ends.
        drop(self.moved.send(moved));
    }

    /// Whether a transfer that has begun may go on.
    fn still(&self, key: &str, scheme: Scheme) -> bool {
        self.tickets.look(key, scheme, (self.clock)()).is_some()
    }
}

impl FileHost {
    /// A host that will listen at these ports. What happens is told to `moved`.
    pub fn new(ports: Ports, clock: Clock, moved: mpsc::UnboundedSender<Moved>) -> Self {
        let shared = Shared { tickets: Tickets::default(), clock, moved };
        Self {
            shared: Arc::new(shared),
            ports: Mutex::new(ports),
            doors: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
        }
    }

    /// Where it listens.
    pub fn ports(&self) -> Ports {
        locked(&self.ports).clone()
    }

    /// From the next opening on it listens at these ports.
    pub fn set_ports(&self, ports: Ports) {
        *locked(&self.ports) = ports;
    }

    /// A new pass for a transfer, which nobody can guess.
    pub fn pass() -> Pass {
        Pass::new()
    }

    /// Gives out a ticket by this pass and opens the port of this scheme if it is not open. A pass that is out already,
    /// or was before the program started again, gets the new ticket.
    ///
    /// # Errors
    /// When the port cannot be opened; then no ticket is out.
    pub async fn admit(&self, pass: &Pass, scheme: Scheme, ticket: Ticket) -> io::Result<()> {
        let room = match (self.shared.tickets.room(&pass.key), &ticket.good) {
            (Some(room), _) => room,
            (None, Good::Send(place)) => Arc::new(Room::of(&place.folder).await),
            (None, Good::Fetch(_)) => Arc::default(),
        };
        // Before the port is opened, so that nobody closes it in between.
        self.shared.tickets.give(pass, scheme, ticket, room);
        self.open(scheme).await.inspect_err(|_| self.shared.tickets.take_back(&pass.key))
    }

    /// The address of a file, or of the place for files when the name is empty, on the host as the charger sees it.
    /// Ask after [`FileHost::admit`]: a port that the system chose is known only then.
    pub fn url(&self, pass: &Pass, scheme: Scheme, host: IpAddr, name: &str) -> String {
        let open = self.doors().open.get(&scheme).map(|(address, _)| *address);
        pass.url(scheme, SocketAddr::new(host, open.unwrap_or(locked(&self.ports).of(scheme)).port()), name)
    }

    /// Takes a ticket back; its port closes with the last one of its scheme.
    pub fn take_back(&self, key: &str) {
        self.shared.tickets.take_back(key);
        self.sweep((self.shared.clock)());
    }

    /// Closes what is over; gives when to look again, `None` when all ports are closed.
    pub fn sweep(&self, now: Timestamp) -> Option<Timestamp> {
        let next = self.shared.tickets.sweep(now);
        let mut doors = self.doors();
        let over: Vec<_> = doors.open.extract_if(|scheme, _| !self.shared.tickets.any(*scheme)).collect();
        for (_, (_, accepting)) in over {
            // Connections that are in the middle of something end by themselves.
            accepting.abort();
            doors.closing.push(accepting);
        }
        next
    }

    async fn open(&self, scheme: Scheme) -> io::Result<()> {
        let _one = self.opening.lock().await;
        if self.doors().open.contains_key(&scheme) {
            return Ok(());
        }
        let closing = std::mem::take(&mut self.doors().closing);
        for door in closing {
            drop(door.await);
        }
        let (shared, ports) = (Arc::clone(&self.shared), self.ports());
        let door = match scheme {
            Scheme::Http => {
                let listener = TcpListener::bind(ports.http).await?;
                (listener.local_addr()?, tokio::spawn(door::accept(listener, shared)))
            }
            Scheme::Ftp => {
                let listener = ftp::listen(ports.ftp)?;
                let passive = ports.passive;
                (listener.local_addr()?, tokio::spawn(ftp::accept(listener, shared, passive)))
            }
        };
        self.doors().open.insert(scheme, door);
        Ok(())
    }

    fn doors(&self) -> MutexGuard<'_, Doors> {
        self.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
