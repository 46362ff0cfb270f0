//! Files for chargers and from them, over HTTP: each transfer has a path of its own that nobody can guess, for a time,
//! and the port is open only while a transfer is. Nothing is listed, opened or executed.

mod door;
mod fetch;
mod keep;
mod range;
#[cfg(test)]
mod tests;
mod ticket;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Timestamp;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use crate::centre::Clock;

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
    listen: SocketAddr,
    open: Mutex<Option<(SocketAddr, AbortHandle)>>,
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
}

impl FileHost {
    /// A host that will listen at this address. What happens is told to `moved`.
    pub fn new(listen: SocketAddr, clock: Clock, moved: mpsc::UnboundedSender<Moved>) -> Self {
        let shared = Shared { tickets: Tickets::default(), clock, moved };
        Self { shared: Arc::new(shared), listen, open: Mutex::default() }
    }

    /// Gives out a ticket and opens the port; gives the ticket's key and the port's address.
    ///
    /// # Errors
    /// When the port cannot be opened; then no ticket is out.
    pub async fn admit(&self, ticket: Ticket) -> io::Result<(String, SocketAddr)> {
        let address = self.listen().await?;
        Ok((self.shared.tickets.give(ticket), address))
    }

    /// Takes a ticket back; the port closes with the last one.
    pub fn take_back(&self, key: &str) {
        self.shared.tickets.take_back(key);
        self.sweep((self.shared.clock)());
    }

    /// Closes what is over; gives when to look again, `None` when the port is closed.
    pub fn sweep(&self, now: Timestamp) -> Option<Timestamp> {
        let (_, next) = self.shared.tickets.sweep(now);
        if next.is_none()
            && let Some((_, accepting)) = self.open.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            // Connections that are in the middle of something finish.
            accepting.abort();
        }
        next
    }

    async fn listen(&self) -> io::Result<SocketAddr> {
        if let Some((address, _)) = *self.open.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(address);
        }
        let listener = tokio::net::TcpListener::bind(self.listen).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(door::accept(listener, Arc::clone(&self.shared))).abort_handle();
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some((address, accepting));
        Ok(address)
    }
}
