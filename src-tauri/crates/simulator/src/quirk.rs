//! Peculiarities that a simulated charger can be given by name: what it says, answers and does differently from what the
//! specification of OCPP 1.6 wants. The numbers are the rows of the acceptance tests' table.

mod answered;
mod lived;
mod said;
mod sign;
mod works;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::blueprint::Blueprint;
use crate::message::Message;

pub(crate) use lived::Life;
use sign::{Honesty, Signer};
pub(crate) use works::Way;

/// One line of the table.
pub struct Quirk {
    /// Its name on the command line.
    pub name: &'static str,
    /// The rows that it plays; none when it is a mishap that any charger can have.
    pub rows: &'static [u8],
    pub(crate) changes: &'static [Change],
}

impl fmt::Debug for Quirk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Quirk {
    /// Whether only a charger of the first generation can have it.
    pub fn is_of_first(&self) -> bool {
        self.changes.iter().any(|change| !matches!(change, Change::Work(_) | Change::Signs(_)))
    }
}

/// What a quirk changes.
pub(crate) enum Change {
    /// Who it says it is: maker, model, firmware.
    Make(&'static str, &'static str, &'static str),
    /// The payload of what it says.
    Said(fn(&mut Memory, &str, &mut Value)),
    /// The answer to an order; `None` = the ordinary one.
    Answered(fn(&mut Memory, &str, &Value) -> Option<Reply>),
    /// A habit.
    Life(Life),
    /// Something about updates and logs.
    Work(Way),
    /// Its meters sign what they show.
    Signs(Honesty),
}

/// An answer that is not the ordinary one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reply {
    /// A result with this payload.
    Result(Value),
    /// An error: code, description, details.
    Error(&'static str, &'static str, Value),
    /// None at all.
    Silence,
    /// None, and it starts up anew.
    Restart,
}

/// What a charger remembers for its quirks.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// Keys that were set.
    pub keys: BTreeMap<String, String>,
    /// Seconds since it was called last; none before the first call.
    pub since_call: Option<f64>,
    /// Registers at the beginning of the running sessions, by connector.
    pub begun: BTreeMap<i64, i64>,
    /// It was asked to boot.
    pub asked_to_boot: bool,
    /// It told the state of a connector.
    pub told_state: bool,
    /// The last state of a connector.
    pub state: String,
}

/// All quirks, by row.
pub fn quirks() -> impl Iterator<Item = &'static Quirk> {
    lived::QUIRKS.iter().chain(said::QUIRKS).chain(answered::QUIRKS).chain(works::QUIRKS).chain(sign::QUIRKS)
}

/// The quirk of a name.
pub fn quirk(name: &str) -> Option<&'static Quirk> {
    quirks().find(|quirk| quirk.name == name)
}

/// The quirks of one charger.
#[derive(Debug, Default)]
pub(crate) struct Quirks {
    list: Vec<&'static Quirk>,
    pub memory: Memory,
    signer: Option<Signer>,
}

impl Quirks {
    pub fn new(list: Vec<&'static Quirk>) -> Self {
        let honesty = list.iter().flat_map(|quirk| quirk.changes).find_map(|change| match change {
            Change::Signs(honesty) => Some(*honesty),
            _ => None,
        });
        Self { list, memory: Memory::default(), signer: honesty.map(Signer::new) }
    }

    fn changes(&self) -> impl Iterator<Item = &'static Change> + use<> {
        self.list.clone().into_iter().flat_map(|quirk| quirk.changes)
    }

    /// Whether it has a habit.
    pub fn has(&self, life: Life) -> bool {
        self.changes().any(|change| matches!(change, Change::Life(other) if *other == life))
    }

    /// Whether its updates or logs go this way.
    pub fn does(&self, way: Way) -> bool {
        self.changes().any(|change| matches!(change, Change::Work(other) if *other == way))
    }

    /// Who it says it is, where a quirk belongs to a make.
    pub fn make(&self) -> Option<(&'static str, &'static str, &'static str)> {
        self.changes().find_map(|change| match change {
            Change::Make(vendor, model, firmware) => Some((*vendor, *model, *firmware)),
            _ => None,
        })
    }

    /// Changes what it is about to say.
    pub fn say(&mut self, action: &str, payload: &mut Value) {
        if action == "StatusNotification" {
            self.memory.told_state = true;
            self.memory.state = payload["status"].as_str().unwrap_or_default().to_owned();
        }
        for change in self.changes() {
            if let Change::Said(said) = change {
                said(&mut self.memory, action, payload);
            }
        }
    }

    /// Puts signed values into what it is about to say, if its meters sign.
    pub fn sign(&mut self, message: &Message, charger: &Blueprint, payload: &mut Value) {
        if let Some(signer) = &mut self.signer {
            signer.sign(message, charger, payload);
        }
    }

    /// The answer to an order where it is not the ordinary one.
    pub fn answer(&mut self, action: &str, payload: &Value) -> Option<Reply> {
        let reply = self.changes().find_map(|change| match change {
            Change::Answered(answered) => answered(&mut self.memory, action, payload),
            _ => None,
        });
        self.memory.since_call = Some(0.0);
        reply
    }

    /// Lets seconds go by.
    pub fn tick(&mut self, seconds: f64) {
        if let Some(since) = &mut self.memory.since_call {
            *since += seconds;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_alike_and_differ_and_every_quirk_plays_a_row() {
        let mut names: Vec<&str> = quirks().map(|quirk| quirk.name).collect();
        for quirk in quirks() {
            assert!(quirk.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert_eq!(quirk.rows.is_empty(), !quirk.is_of_first());
            assert!(quirk.rows.iter().all(|row| (1..=96).contains(row)));
            assert!(!quirk.changes.is_empty(), "{}", quirk.name);
        }
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(quirk("empty-vendor").is_some() && quirk("perfect").is_none());
    }
}
