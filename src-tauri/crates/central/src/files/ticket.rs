//! Who may fetch or send which file, until when: one path that nobody can guess for each transfer.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;
use uuid::Uuid;

/// A file to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Where it lies here.
    pub file: PathBuf,
    /// How it is called outside.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What tells it from any other file of that name: its hash, in quotes.
    pub etag: String,
}

/// A place for files to be sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The folder for this transfer alone; made when the first byte comes.
    pub folder: PathBuf,
    /// More bytes than this are refused, all files together.
    pub most: u64,
}

/// What a ticket is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Good {
    /// The charger fetches.
    Fetch(Outgoing),
    /// The charger sends.
    Send(Incoming),
}

/// The right to one transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// What for.
    pub good: Good,
    /// Not after.
    pub until: Timestamp,
}

/// All tickets that are out.
#[derive(Debug, Default)]
pub struct Tickets {
    out: Mutex<HashMap<String, Arc<Ticket>>>,
}

impl Tickets {
    /// Gives out a ticket; its key is the first part of its path: 122 random bits.
    pub fn give(&self, ticket: Ticket) -> String {
        let key = Uuid::new_v4().simple().to_string();
        self.lock().insert(key.clone(), Arc::new(ticket));
        key
    }

    /// The ticket of a key, while it is good.
    pub fn look(&self, key: &str, now: Timestamp) -> Option<Arc<Ticket>> {
        self.lock().get(key).filter(|ticket| now < ticket.until).cloned()
    }

    /// Takes a ticket back.
    pub fn take_back(&self, key: &str) {
        self.lock().remove(key);
    }

    /// Takes back what is over; gives how many are still out, and when the next one is over.
    pub fn sweep(&self, now: Timestamp) -> (usize, Option<Timestamp>) {
        let mut out = self.lock();
        out.retain(|_, ticket| now < ticket.until);
        (out.len(), out.values().map(|ticket| ticket.until).min())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Ticket>>> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file name from outside, made harmless: letters, digits, points, dashes and underscores, none at the beginning that
/// hides it, at most 100 characters. Never empty.
pub fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' });
    let name: String = kept.skip_while(|c| *c == '.').take(100).collect();
    if name.chars().any(|c| c.is_ascii_alphanumeric()) { name } else { "upload.bin".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(until: i64) -> Ticket {
        let good = Good::Send(Incoming { folder: PathBuf::from("x"), most: 1 });
        Ticket { good, until: Timestamp(until) }
    }

    #[test]
    fn a_ticket_is_good_for_a_time_and_until_it_is_taken_back() {
        let tickets = Tickets::default();
        let (first, second) = (tickets.give(ticket(10)), tickets.give(ticket(20)));
        assert_ne!(first, second);
        assert!(tickets.look(&first, Timestamp(9)).is_some());
        assert!(tickets.look(&first, Timestamp(10)).is_none());
        assert!(tickets.look("guessed", Timestamp(0)).is_none());
        assert_eq!(tickets.sweep(Timestamp(5)), (2, Some(Timestamp(10))));
        assert_eq!(tickets.sweep(Timestamp(10)), (1, Some(Timestamp(20))));
        tickets.take_back(&second);
        assert_eq!(tickets.sweep(Timestamp(10)), (0, None));
    }

    #[test]
    fn a_name_from_outside_is_data() {
        for (from, to) in [
            ("diag.zip", "diag.zip"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\a b.log", "a_b.log"),
            ("...hidden", "hidden"),
            ("", "upload.bin"),
            ("..", "upload.bin"),
            ("Säule\n1.log", "S_ule_1.log"),
            ("///", "upload.bin"),
        ] {
            assert_eq!(harmless(from), to, "{from}");
        }
        assert_eq!(harmless(&"x".repeat(500)).len(), 100);
    }
}
