//! NotifyEvent: something happened to a component (2.0.1 part 2, N07, 1.39). Kept and acknowledged; alerts, and what
//! says that a part has a problem, are faults.

use domain::ask::{Answer, Ask};
use domain::fault::{FaultNews, FaultSign, FaultSource};
use domain::place::Place;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{notice, place};
use crate::manner::Telling;
use crate::tolerant::{Many, Notes, Scalar, fields};
use crate::violation::Violation;

/// More faults at once are no news, but noise.
const MOST: usize = 50;

/// Variables whose truth is a fault (2.0.1 appendix 2).
const TROUBLES: [&str; 5] = ["Problem", "Fault", "Tripped", "Overload", "Fallback"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    event_data: Many<EventData<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventData<'a> {
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    trigger: Scalar<'a>,
    #[serde(borrow, default)]
    actual_value: Scalar<'a>,
    #[serde(borrow, default)]
    tech_code: Scalar<'a>,
    #[serde(borrow, default)]
    tech_info: Scalar<'a>,
    #[serde(borrow, default)]
    cleared: Scalar<'a>,
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
    evse: Scalar<'a>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct At<'a> {
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    connector_id: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let faults = wire.event_data.0.iter().filter_map(|event| news(event, notes)).take(MOST).collect();
    let mut ask = notice::ask("NotifyEvent", payload, notes)?;
    if let Ask::Notice(notice) = &mut ask {
        notice.faults = faults;
    }
    Ok(ask)
}

/// What an event says of a fault; nothing for the many that tell how things are.
fn news(event: &EventData<'_>, notes: &mut Notes<'_>) -> Option<FaultNews> {
    let [component, variable] = [event.component, event.variable].map(|named| named.object::<Named<'_>>());
    let (component, variable) = (component?, variable?);
    let (part, what) = (component.name.cleaned()?, variable.name.cleaned()?);
    let at: At<'_> = component.evse.object().unwrap_or_default();
    let place = place(at.id, at.connector_id, notes);
    let value = event.actual_value.clean();
    let is = |word: &str| value.eq_ignore_ascii_case(word);
    let at = event.timestamp.time("timestamp", notes);
    if what.eq_ignore_ascii_case("AvailabilityState") {
        // The same as a StatusNotification, which the station may send instead (G01).
        let sign = status(place);
        return Some(FaultNews { sign, over: !is("Faulted"), at });
    }
    let trouble = TROUBLES.iter().any(|word| what.eq_ignore_ascii_case(word));
    let alert = event.trigger.clean().eq_ignore_ascii_case("Alerting");
    let told = trouble && (is("true") || is("false"));
    if !alert && !told {
        return None;
    }
    let sign = FaultSign {
        place,
        source: FaultSource::Event,
        code: format!("{part}.{what}"),
        vendor_code: event.tech_code.cleaned(),
        info: event.tech_info.cleaned().or_else(|| event.actual_value.cleaned().filter(|_| !told)),
        off: false,
    };
    Some(FaultNews { sign, over: event.cleared.truth() || (told && is("false")), at })
}

fn status(place: Place) -> FaultSign {
    FaultSign {
        place,
        source: FaultSource::Status,
        code: "Faulted".to_owned(),
        vendor_code: None,
        info: None,
        off: true,
    }
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    notice::reply("NotifyEvent", answer)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{AT, code, read, reply};
    use super::*;
    use domain::place::ConnectorRef;

    fn news(events: &str) -> Vec<FaultNews> {
        let json = format!(r#"{{"generatedAt":"2026-11-21T14:05:00Z","seqNo":0,"eventData":[{events}]}}"#);
        let Ok(Ask::Notice(notice)) = read("NotifyEvent", &json) else { panic!("{json}") };
        notice.faults
    }

    #[test]
    fn golden_notice_and_its_answer() {
        let json = r#"{"generatedAt":"2026-11-21T14:05:00Z","seqNo":0,"eventData":[{"eventId":1}]}"#;
        let Ok(Ask::Notice(notice)) = read("NotifyEvent", json) else { panic!() };
        assert_eq!((&*notice.kind, &*notice.content, notice.at), ("NotifyEvent", json, Some(AT)));
        assert_eq!(notice.faults, []);
        assert_eq!(reply("NotifyEvent", &Answer::Done), "{}");
    }

    #[test]
    fn an_alert_is_a_fault_until_it_is_cleared() {
        let alert = |cleared: &str| {
            news(&format!(
                r#"{{"eventId":1,"timestamp":"2026-11-21T14:05:00Z","trigger":"Alerting","actualValue":"91",
                    "techCode":"T7","cleared":{cleared},"eventNotificationType":"CustomMonitor",
                    "component":{{"name":"TemperatureSensor","evse":{{"id":1,"connectorId":1}}}},
                    "variable":{{"name":"Temperature"}}}}"#
            ))
        };
        let told = &alert("false")[0];
        assert_eq!(told.sign.place, Place::Connector(ConnectorRef { evse: 1, connector: 1 }));
        assert_eq!(
            (&*told.sign.code, told.over, told.at),
            ("TemperatureSensor.Temperature", false, Some(AT))
        );
        assert_eq!((told.sign.vendor_code.as_deref(), told.sign.info.as_deref()), (Some("T7"), Some("91")));
        assert!(alert("true")[0].over);
    }

    #[test]
    fn a_problem_is_a_fault_as_long_as_it_is_true() {
        let problem = |value: &str| {
            news(&format!(
                r#"{{"trigger":"Delta","actualValue":"{value}","component":{{"name":"RCD","evse":{{"id":2}}}},
                    "variable":{{"name":"Tripped"}}}}"#
            ))
        };
        assert_eq!((problem("true")[0].over, problem("true")[0].sign.place), (false, Place::Evse(2)));
        assert!(problem("false")[0].over);
        assert_eq!(problem("maybe"), []);
        let reading =
            r#"{"trigger":"Periodic","actualValue":"7","component":{"name":"A"},"variable":{"name":"B"}}"#;
        assert_eq!(news(reading), []);
    }

    #[test]
    fn a_state_told_as_an_event_is_the_fault_of_its_place() {
        let state = |value: &str| {
            news(&format!(
                r#"{{"trigger":"Delta","actualValue":"{value}","component":{{"name":"Connector",
                    "evse":{{"id":1,"connectorId":1}}}},"variable":{{"name":"AvailabilityState"}}}}"#
            ))
        };
        assert!(state("Faulted").iter().all(|told| told.sign.off && !told.over));
        assert!(state("Available").iter().all(|told| told.over));
    }

    #[test]
    fn a_notice_without_a_time_is_kept() {
        let ask = read("NotifyEvent", r#"{"generatedAt":"","tbc":"false"}"#);
        assert!(matches!(ask, Ok(Ask::Notice(notice)) if notice.at.is_none()));
    }

    #[test]
    fn what_is_no_object_is_a_violation() {
        assert_eq!(code("NotifyEvent", "1"), "FormatViolation");
    }
}
