//! A charger's own list of cards (1.6 section 3.5.3).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::message::Word;

/// What the list says of a card.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    accepted: bool,
    until: Option<Timestamp>,
    parent: Option<String>,
}

/// The list with its version.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cards {
    version: i64,
    entries: BTreeMap<String, Entry>,
}

impl Cards {
    /// Its version; 0 = empty.
    pub fn version(&self) -> i64 {
        if self.entries.is_empty() { 0 } else { self.version }
    }

    /// Replaces or amends it; at most so many cards at once and in all.
    pub fn send(&mut self, payload: &Value, at_once: usize, in_all: usize) -> Word {
        let none = Vec::new();
        let sent = payload["localAuthorizationList"].as_array().unwrap_or(&none);
        let version = payload["listVersion"].as_i64().unwrap_or(-1);
        if sent.len() > at_once || version < 1 {
            return "Failed";
        }
        let full = payload["updateType"] == "Full";
        if !full && version <= self.version {
            return "VersionMismatch";
        }
        let mut entries = if full { BTreeMap::new() } else { self.entries.clone() };
        for card in sent {
            let Some(tag) = card["idTag"].as_str().map(str::to_uppercase) else { return "Failed" };
            match &card["idTagInfo"] {
                Value::Null => drop(entries.remove(&tag)),
                info => drop(entries.insert(tag, entry(info))),
            }
        }
        if entries.len() > in_all {
            return "Failed";
        }
        (self.version, self.entries) = (version, entries);
        "Accepted"
    }

    /// Whether a card may charge; `None` when it is not in the list.
    pub fn verdict(&self, card: &str, now: Timestamp) -> Option<bool> {
        let entry = self.entries.get(&card.to_uppercase())?;
        Some(entry.accepted && entry.until.is_none_or(|until| until > now))
    }

    /// The group of a card.
    pub fn parent(&self, card: &str) -> Option<&str> {
        self.entries.get(&card.to_uppercase())?.parent.as_deref()
    }
}

fn entry(info: &Value) -> Entry {
    Entry {
        accepted: info["status"] == "Accepted",
        until: info["expiryDate"].as_str().and_then(|text| text.parse().ok()),
        parent: info["parentIdTag"].as_str().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn list(version: i64, kind: &str, cards: &[(&str, Option<&str>)]) -> Value {
        let card = |(tag, status): &(&str, Option<&str>)| match status {
            Some(status) => {
                json!({ "idTag": tag, "idTagInfo": { "status": status, "parentIdTag": "FLEET" } })
            }
            None => json!({ "idTag": tag }),
        };
        let cards: Vec<Value> = cards.iter().map(card).collect();
        json!({ "listVersion": version, "updateType": kind, "localAuthorizationList": cards })
    }

    #[test]
    fn a_list_is_replaced_and_amended_by_rising_versions() {
        let (mut cards, now) = (Cards::default(), Timestamp::UNIX_EPOCH);
        assert_eq!(cards.version(), 0);
        let both = list(3, "Full", &[("a1", Some("Accepted")), ("B2", Some("Blocked"))]);
        assert_eq!(cards.send(&both, 20, 100), "Accepted");
        assert_eq!((cards.verdict("A1", now), cards.verdict("B2", now)), (Some(true), Some(false)));
        assert_eq!(cards.parent("A1"), Some("FLEET"));
        assert_eq!(cards.send(&list(3, "Differential", &[("a1", None)]), 20, 100), "VersionMismatch");
        assert_eq!(cards.send(&list(4, "Differential", &[("a1", None)]), 20, 100), "Accepted");
        assert_eq!((cards.version(), cards.verdict("A1", now)), (4, None));
    }

    #[test]
    fn too_many_cards_leave_the_list_as_it_was() {
        let mut cards = Cards::default();
        let two = [("a", Some("Accepted")), ("b", Some("Accepted"))];
        assert_eq!(cards.send(&list(1, "Full", &two), 1, 100), "Failed");
        assert_eq!(cards.send(&list(1, "Full", &two), 5, 1), "Failed");
        assert_eq!(cards.version(), 0);
    }
}
