//! The answer to GetConfiguration (1.6 section 6.24).

use domain::order::{Finding, Outcome, Reply, Setting};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::tolerant::{Many, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    configuration_key: Many<Entry<'a>>,
    #[serde(borrow, default)]
    unknown_key: Scalar<'a>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow, default)]
    key: Scalar<'a>,
    #[serde(borrow, default)]
    readonly: Scalar<'a>,
    #[serde(borrow, default)]
    value: Scalar<'a>,
}

/// Either list may be missing. What has no name cannot be asked for again and is left out. A station that tells its
/// password is not listened to.
pub(super) fn read(payload: &RawValue) -> Result<Outcome, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let setting = |entry: &Entry<'_>| {
        Setting { key: entry.key.clean(), value: entry.value.told(), read_only: entry.readonly.truth() }
            .without_secret()
    };
    let named = |setting: &Setting| !setting.key.is_empty();
    let known: Vec<Setting> = wire.configuration_key.0.iter().map(setting).filter(named).collect();
    let unknown = wire.unknown_key.items().into_iter().filter_map(Scalar::cleaned).collect();
    let word = if known.len() == 1 { "1 setting".to_owned() } else { format!("{} settings", known.len()) };
    Ok(Outcome { reply: Reply::Done(word), finding: Some(Finding::Settings { known, unknown }) })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answered, refuses_what_cannot_be_read};
    use super::*;
    use domain::order::Command;

    fn told(json: &str) -> (Reply, Vec<Setting>, Vec<String>) {
        let outcome = answered(&Command::ReadSettings { keys: Vec::new() }, json);
        let Some(Finding::Settings { known, unknown }) = outcome.finding else {
            panic!("{json}: {:?}", outcome.reply)
        };
        (outcome.reply, known, unknown)
    }

    fn setting(key: &str, value: Option<&str>, read_only: bool) -> Setting {
        Setting { key: key.into(), value: value.map(str::to_owned), read_only }
    }

    #[test]
    fn settings_are_read_with_what_is_unknown() {
        let (reply, known, unknown) = told(
            r#"{"configurationKey":[{"key":"HeartbeatInterval","readonly":false,"value":"300"},
                {"key":"AuthorizationKey","readonly":false,"value":"told all the same"}],"unknownKey":["Colour"]}"#,
        );
        assert_eq!(reply, Reply::Done("2 settings".into()));
        assert_eq!(
            known,
            [setting("HeartbeatInterval", Some("300"), false), setting("AuthorizationKey", None, false)]
        );
        assert_eq!(unknown, ["Colour"]);
    }

    #[test]
    fn sloppy_lists_are_read_all_the_same() {
        let (_, known, unknown) =
            told(r#"{"configurationKey":{"key":"A","readonly":"true","value":null},"unknownKey":"B"}"#);
        assert_eq!((known, unknown), (vec![setting("A", None, true)], vec!["B".to_owned()]));
        let (_, known, unknown) = told(
            r#"{"configurationKey":[{"key":"A","value":5},{"value":"x"},null,{"key":"B","value":["x",1]},
                {"key":"C","value":"","value":"y"}],"unknownKey":[null,"",7]}"#,
        );
        assert_eq!(
            known,
            [
                setting("A", Some("5"), false),
                setting("B", Some(r#"["x",1]"#), false),
                setting("C", Some("y"), false)
            ]
        );
        assert_eq!(unknown, ["7"]);
        for empty in ["{}", "null", "[]", r#"{"configurationKey":null,"unknownKey":null}"#] {
            let (reply, known, unknown) = told(empty);
            assert_eq!((reply, known, unknown), (Reply::Done("0 settings".into()), vec![], vec![]));
        }
    }

    #[test]
    fn what_is_no_object_is_a_refusal() {
        refuses_what_cannot_be_read(&Command::ReadSettings { keys: Vec::new() });
    }
}
