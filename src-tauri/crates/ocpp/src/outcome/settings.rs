//! The answers to GetConfiguration (1.6 section 6.24) and GetVariables (2.0.1 part 2, 1.26).

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
    #[serde(borrow, default)]
    get_variable_result: Many<Variable<'a>>,
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Variable<'a> {
    #[serde(borrow, default)]
    attribute_status: Scalar<'a>,
    #[serde(borrow, default)]
    attribute_value: Scalar<'a>,
    #[serde(borrow, default)]
    component: Scalar<'a>,
    #[serde(borrow, default)]
    variable: Scalar<'a>,
}

#[derive(Default, Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    instance: Scalar<'a>,
}

impl Named<'_> {
    /// As orders spell it: `Name` or `Name[instance]`.
    fn spelled(&self) -> String {
        match self.instance.cleaned() {
            Some(instance) => format!("{}[{instance}]", self.name.clean()),
            None => self.name.clean(),
        }
    }
}

impl Variable<'_> {
    /// As orders spell it; empty when either name is missing.
    fn key(&self) -> String {
        let [component, variable] = [self.component, self.variable]
            .map(|named| named.object::<Named<'_>>().unwrap_or_default().spelled());
        if component.is_empty() || variable.is_empty() {
            String::new()
        } else {
            format!("{component}.{variable}")
        }
    }

    /// Whether it has no such variable; one that it keeps to itself it has.
    fn is_unknown(&self) -> bool {
        let status = self.attribute_status.clean();
        ["UnknownComponent", "UnknownVariable", "NotSupportedAttributeType"]
            .iter()
            .any(|word| status.eq_ignore_ascii_case(word))
    }
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
    // Whether a variable may be changed is not told here.
    let variable = |variable: &Variable<'_>| {
        Setting { key: variable.key(), value: variable.attribute_value.told(), read_only: false }
            .without_secret()
    };
    let (missing, present): (Vec<_>, Vec<_>) =
        wire.get_variable_result.0.iter().partition(|variable| variable.is_unknown());
    let settings = wire.configuration_key.0.iter().map(setting);
    let known: Vec<Setting> = settings.chain(present.into_iter().map(variable)).filter(named).collect();
    let unknown = wire.unknown_key.items().into_iter().filter_map(Scalar::cleaned);
    let missing = missing.into_iter().map(Variable::key).filter(|key| !key.is_empty());
    let unknown = unknown.chain(missing).collect();
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
    fn variables_are_read_by_component_and_name() {
        let (reply, known, unknown) = told(
            r#"{"getVariableResult":[
                {"attributeStatus":"Accepted","attributeValue":"HTTP,FTP","component":{"name":"OCPPCommCtrlr"},
                 "variable":{"name":"FileTransferProtocols"}},
                {"attributeStatus":"Accepted","attributeValue":"30","component":{"name":"OCPPCommCtrlr"},
                 "variable":{"name":"MessageTimeout","instance":"Default"}},
                {"attributeStatus":"Accepted","attributeValue":"told","component":{"name":"SecurityCtrlr"},
                 "variable":{"name":"BasicAuthPassword"}},
                {"attributeStatus":"Rejected","component":{"name":"A"},"variable":{"name":"B"}},
                {"attributeStatus":"UnknownVariable","component":{"name":"A"},"variable":{"name":"C"}},
                {"attributeStatus":"Accepted","component":{"name":"A"}},null]}"#,
        );
        assert_eq!(reply, Reply::Done("4 settings".into()));
        assert_eq!(
            known,
            [
                setting("OCPPCommCtrlr.FileTransferProtocols", Some("HTTP,FTP"), false),
                setting("OCPPCommCtrlr.MessageTimeout[Default]", Some("30"), false),
                setting("SecurityCtrlr.BasicAuthPassword", None, false),
                setting("A.B", None, false),
            ]
        );
        assert_eq!(unknown, ["A.C"]);
    }

    #[test]
    fn what_is_no_object_is_a_refusal() {
        refuses_what_cannot_be_read(&Command::ReadSettings { keys: Vec::new() });
    }
}
