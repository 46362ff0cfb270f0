//! Orders that take several calls: long lists in parts, and what to do when a part is refused.

use std::collections::VecDeque;

use crate::order::TokenList;
use crate::order::{Command, Reply};
use crate::place::{ConnectorRef, Place};

/// What a station takes at once, as far as it told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Settings that may be asked for at once (1.6 `GetConfigurationMaxKeys`).
    pub read_keys: Option<usize>,
    /// Tokens that may be sent at once (1.6 `SendLocalListMaxLength`).
    pub list_entries: Option<usize>,
}

/// The calls that carry an order, in order; always at least one.
pub fn steps(command: &Command, limits: Limits) -> VecDeque<Command> {
    match command {
        Command::ReadSettings { keys } if keys.len() > limits.read_keys.unwrap_or(usize::MAX).max(1) => {
            let most = limits.read_keys.unwrap_or(usize::MAX).max(1);
            keys.chunks(most).map(|keys| Command::ReadSettings { keys: keys.to_vec() }).collect()
        }
        Command::SendList(list) => list
            .clone()
            .parts(limits.list_entries.unwrap_or(usize::MAX))
            .into_iter()
            .map(Command::SendList)
            .collect(),
        other => VecDeque::from([other.clone()]),
    }
}

/// What to try instead after a refusal; `None` = the refusal stands.
///
/// A station that cannot place changes wants the whole list (1.6 section 5.15 `VersionMismatch`, `Failed`).
/// A station whose only connector is meant by the whole of it may know that connector only. `connectors` is how many it
/// has, where that is known.
pub fn instead(sent: &Command, reply: &Reply, connectors: Option<usize>) -> Option<Command> {
    match (sent, reply) {
        (Command::SendList(list), Reply::Refused(word))
            if !list.full && ["VersionMismatch", "Failed"].iter().any(|no| word.starts_with(no)) =>
        {
            Some(Command::SendList(TokenList::full(list.version + 1, list.whole.clone())))
        }
        (Command::Service { at: Place::Station, operative }, Reply::Refused(_)) if connectors == Some(1) => {
            let only = ConnectorRef { evse: 1, connector: 1 };
            Some(Command::Service { at: Place::Connector(only), operative: *operative })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_keys_are_read_in_three_calls_when_three_fit() {
        let keys: Vec<String> = (1..=7).map(|n| format!("Key{n}")).collect();
        let limits = Limits { read_keys: Some(3), ..Limits::default() };
        let parts: Vec<usize> = steps(&Command::ReadSettings { keys }, limits)
            .iter()
            .map(|step| match step {
                Command::ReadSettings { keys } => keys.len(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(parts, [3, 3, 1]);
        assert_eq!(steps(&Command::ClearCache, limits), [Command::ClearCache]);
    }

    #[test]
    fn changes_that_the_station_cannot_place_are_followed_by_the_whole_list() {
        let sent = Command::SendList(TokenList::changes(4, &[], Vec::new()));
        let refused = |word: &str| Reply::Refused(word.into());
        let whole = TokenList::full(5, Vec::new());
        assert_eq!(instead(&sent, &refused("VersionMismatch"), None), Some(Command::SendList(whole.clone())));
        assert_eq!(instead(&Command::SendList(whole), &refused("Failed"), None), None);
        assert_eq!(instead(&sent, &Reply::Done("Accepted".into()), None), None);
    }

    #[test]
    fn a_station_that_knows_only_its_one_connector_is_asked_for_that() {
        let whole = Command::Service { at: Place::Station, operative: false };
        let refused = Reply::Refused("Rejected".into());
        let at = Place::Connector(ConnectorRef { evse: 1, connector: 1 });
        let only = Command::Service { at, operative: false };
        assert_eq!(instead(&whole, &refused, Some(1)), Some(only.clone()));
        assert_eq!((instead(&whole, &refused, Some(2)), instead(&only, &refused, Some(1))), (None, None));
    }
}
