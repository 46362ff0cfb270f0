//! GetConfiguration: read settings (1.6 section 5.8, 6.23).

use serde::Serialize;

use super::fits;
use crate::message::OutgoingCall;

/// What a name may hold.
const KEY_LENGTH: usize = 50;

#[derive(Serialize)]
struct Wire<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    key: &'a [String],
}

/// Without keys the station tells all. `None` for a key that does not fit.
pub(super) fn call(keys: &[String]) -> Option<OutgoingCall> {
    let all_fit = keys.iter().all(|key| fits(key, KEY_LENGTH));
    all_fit.then(|| OutgoingCall::new("GetConfiguration", &Wire { key: keys }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    fn read(keys: &[&str]) -> Option<String> {
        order(&Command::ReadSettings { keys: keys.iter().map(|key| (*key).to_owned()).collect() })
    }

    #[test]
    fn golden_get_configuration() {
        assert_eq!(read(&[]).as_deref(), Some("GetConfiguration {}"));
        assert_eq!(read(&["A", "B"]).as_deref(), Some(r#"GetConfiguration {"key":["A","B"]}"#));
        assert_eq!(read(&["A", &"k".repeat(51)]), None);
    }
}
