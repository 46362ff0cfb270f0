//! GetVariables: read settings (2.0.1 part 2, B06, 1.25). A setting's name is `Component.Variable`, an instance follows
//! either in brackets: `OCPPCommCtrlr.MessageTimeout[Default]`.

use serde::Serialize;

use crate::message::OutgoingCall;
use crate::v16::fits;

/// What each name may hold.
const NAME_LENGTH: usize = 50;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    get_variable_data: Vec<Wanted<'a>>,
}

#[derive(Serialize)]
struct Wanted<'a> {
    component: Named<'a>,
    variable: Named<'a>,
}

impl<'a> Wanted<'a> {
    fn of(key: &'a str) -> Option<Self> {
        // A component's instance may hold a dot, its name does not.
        let end = key.find("].").map_or_else(|| key.find('.'), |end| Some(end + 1))?;
        Some(Self { component: Named::of(&key[..end])?, variable: Named::of(&key[end + 1..])? })
    }
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<&'a str>,
}

impl<'a> Named<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (name, instance) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((name, instance)) => (name, Some(instance)),
            None => (text, None),
        };
        let all_fit = fits(name, NAME_LENGTH) && instance.is_none_or(|instance| fits(instance, NAME_LENGTH));
        (all_fit && !name.is_empty()).then_some(Self { name, instance })
    }
}

/// Without names this message says nothing. `None` also for a name that is no component's variable or does not fit.
pub(super) fn call(keys: &[String]) -> Option<OutgoingCall> {
    let get_variable_data = keys.iter().map(|key| Wanted::of(key)).collect::<Option<Vec<_>>>()?;
    (!keys.is_empty()).then(|| OutgoingCall::new("GetVariables", &Wire { get_variable_data }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use domain::order::Command;

    fn read(keys: &[&str]) -> Option<String> {
        order(&Command::ReadSettings { keys: keys.iter().map(|key| (*key).to_owned()).collect() })
    }

    #[test]
    fn golden_get_variables() {
        assert_eq!(
            read(&["OCPPCommCtrlr.FileTransferProtocols", "Connector[1].MessageTimeout[Default]"]).unwrap(),
            r#"GetVariables {"getVariableData":[{"component":{"name":"OCPPCommCtrlr"},"variable":{"name":"FileTransferProtocols"}},{"component":{"name":"Connector","instance":"1"},"variable":{"name":"MessageTimeout","instance":"Default"}}]}"#
        );
    }

    #[test]
    fn what_names_no_variable_is_not_sent() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&["HeartbeatInterval"]), None);
        assert_eq!(read(&["A.",]), None);
        assert_eq!(read(&["A.B", &format!("A.{}", "b".repeat(51))]), None);
    }
}
