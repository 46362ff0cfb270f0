//! The connected stations: who is here, and the way to each one's task.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::order::{Command, OrderKey};
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use tokio::sync::{mpsc, watch};

/// Something for a station's task.
#[derive(Debug)]
pub enum Errand {
    /// Carry out an order.
    Order(OrderKey, Command),
    /// The operator let it in: make it boot again.
    LetIn,
    /// The operator turned it away: close.
    TurnedAway,
    /// The operator changed its peculiarities.
    QuirksChanged,
}

/// A connected station, as screens see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkInfo {
    /// Since when.
    pub since: Timestamp,
    /// When it last said anything.
    pub heard: Timestamp,
    /// From where.
    pub address: String,
    /// Which address of ours it reached.
    pub local: Option<IpAddr>,
    /// What it speaks.
    pub protocol: Protocol,
}

/// One connection's entry.
pub struct Entry {
    id: u64,
    errands: mpsc::Sender<Errand>,
    close: watch::Sender<bool>,
    info: LinkInfo,
    heard: Arc<AtomicI64>,
}

/// What a connection's task holds of its entry.
pub struct Ticket {
    /// Tells this connection from an older one of the same station.
    pub id: u64,
    /// Errands to do.
    pub errands: mpsc::Receiver<Errand>,
    /// Turns true when the connection shall close.
    pub close: watch::Receiver<bool>,
    /// When the station was last heard, in milliseconds since the Unix epoch.
    pub heard: Arc<AtomicI64>,
}

/// All connected stations.
#[derive(Default)]
pub struct Registry {
    next: AtomicU64,
    entries: Mutex<HashMap<StationKey, Entry>>,
}

/// More errands than this wait for one station: the next is refused.
const ERRANDS: usize = 32;

impl Registry {
    /// Enters a new connection. The newest one of a station wins: an older one is told to close.
    pub fn enter(&self, station: StationKey, info: LinkInfo) -> Ticket {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (errands_in, errands) = mpsc::channel(ERRANDS);
        let (close_in, close) = watch::channel(false);
        let heard = Arc::new(AtomicI64::new(info.heard.0));
        let entry = Entry { id, errands: errands_in, close: close_in, info, heard: Arc::clone(&heard) };
        if let Some(old) = self.lock().insert(station, entry) {
            old.close.send_replace(true);
        }
        Ticket { id, errands, close, heard }
    }

    /// Takes a connection out, unless a newer one has taken its place; true when the station is now gone.
    pub fn leave(&self, station: StationKey, id: u64) -> bool {
        let mut entries = self.lock();
        match entries.get(&station) {
            Some(entry) if entry.id == id => {
                entries.remove(&station);
                true
            }
            _ => false,
        }
    }

    /// Hands an errand to a station's task; false when the station is not connected or has too much to do.
    pub fn send(&self, station: StationKey, errand: Errand) -> bool {
        self.lock().get(&station).is_some_and(|entry| entry.errands.try_send(errand).is_ok())
    }

    /// Makes every connection close.
    pub fn close_all(&self) {
        for entry in self.lock().values() {
            entry.close.send_replace(true);
        }
    }

    /// The connection of a station.
    pub fn info(&self, station: StationKey) -> Option<LinkInfo> {
        self.lock().get(&station).map(Entry::look)
    }

    /// How many stations are connected.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<StationKey, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn look(&self) -> LinkInfo {
        LinkInfo { heard: Timestamp(self.heard.load(Ordering::Relaxed)), ..self.info.clone() }
    }
}
