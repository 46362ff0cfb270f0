//! Who may fetch or send which file, until when: one path that nobody can guess for each transfer.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;
use subtle::ConstantTimeEq;

use super::coming::Room;
use super::pass::{Pass, Scheme};

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
    /// More bytes than this are refused, all files together; and more than four files.
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

/// A ticket that is out.
#[derive(Clone)]
struct Held {
    ticket: Arc<Ticket>,
    scheme: Scheme,
    password: String,
    room: Arc<Room>,
}

/// All tickets that are out.
#[derive(Default)]
pub(super) struct Tickets {
    out: Mutex<HashMap<String, Held>>,
}

impl Tickets {
    /// Gives out a ticket by a pass.
    pub fn give(&self, pass: &Pass, scheme: Scheme, ticket: Ticket, room: Arc<Room>) {
        let held = Held { ticket: Arc::new(ticket), scheme, password: pass.password.clone(), room };
        self.lock().insert(pass.key.clone(), held);
    }

    /// The ticket of a key, when the password fits.
    pub fn opened(&self, key: &str, password: &str, scheme: Scheme, now: Timestamp) -> Option<Arc<Ticket>> {
        let ticket = self.look(key, scheme, now)?;
        let fits = self.lock().get(key)?.password.as_bytes().ct_eq(password.as_bytes());
        bool::from(fits).then_some(ticket)
    }

    /// What the transfer of this key holds so far.
    pub fn room(&self, key: &str) -> Option<Arc<Room>> {
        self.lock().get(key).map(|held| Arc::clone(&held.room))
    }

    /// The ticket of a key, while it is good.
    pub fn look(&self, key: &str, scheme: Scheme, now: Timestamp) -> Option<Arc<Ticket>> {
        let out = self.lock();
        let held = out.get(key).filter(|held| held.scheme == scheme && now < held.ticket.until)?;
        Some(Arc::clone(&held.ticket))
    }

    /// Takes a ticket back.
    pub fn take_back(&self, key: &str) {
        self.lock().remove(key);
    }

    /// Takes back what is over; gives when the next one is over.
    pub fn sweep(&self, now: Timestamp) -> Option<Timestamp> {
        let mut out = self.lock();
        out.retain(|_, held| now < held.ticket.until);
        out.values().map(|held| held.ticket.until).min()
    }

    /// Whether any ticket of this scheme is out.
    pub fn any(&self, scheme: Scheme) -> bool {
        self.lock().values().any(|held| held.scheme == scheme)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Held>> {
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
    fn a_ticket_is_good_for_a_time_by_its_scheme_and_until_it_is_taken_back() {
        let tickets = Tickets::default();
        let (first, second) = (Pass::new(), Pass::new());
        tickets.give(&first, Scheme::Http, ticket(10), Arc::default());
        tickets.give(&second, Scheme::Ftp, ticket(20), Arc::default());
        let good = |pass: &Pass, scheme, at| tickets.look(&pass.key, scheme, Timestamp(at)).is_some();
        assert!(good(&first, Scheme::Http, 9) && !good(&first, Scheme::Http, 10));
        assert!(!good(&first, Scheme::Ftp, 9) && good(&second, Scheme::Ftp, 19));
        assert!(tickets.look("guessed", Scheme::Http, Timestamp(0)).is_none());
        assert_eq!(tickets.sweep(Timestamp(5)), Some(Timestamp(10)));
        assert_eq!(tickets.sweep(Timestamp(10)), Some(Timestamp(20)));
        assert!(!tickets.any(Scheme::Http) && tickets.any(Scheme::Ftp));
        // Given again, it is good for longer.
        tickets.give(&second, Scheme::Ftp, ticket(30), Arc::default());
        assert!(good(&second, Scheme::Ftp, 25));
        tickets.take_back(&second.key);
        assert_eq!(tickets.sweep(Timestamp(10)), None);
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
