//! A charger against a centre made of a few lines, for both generations.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::blueprint::{Blueprint, Generation, fleet};
use crate::charger::Charger;

pub(crate) const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn blueprint(generation: Generation) -> Blueprint {
    fleet(2).find(|b| b.generation == generation).expect("both are there")
}

/// A charger whose cars come by order only, and everything it said.
pub(crate) struct Rig {
    pub charger: Charger,
    pub said: Vec<(String, Value)>,
    accept: bool,
}

impl Rig {
    pub fn new(generation: Generation) -> Self {
        let mut charger = Charger::new(blueprint(generation), 3, 1.0, Some(1e9));
        charger.connected(NOW);
        let mut rig = Self { charger, said: Vec::new(), accept: true };
        rig.settle();
        rig
    }

    /// Answers everything until nothing is left to say.
    pub fn settle(&mut self) {
        while let Some(text) = self.charger.next(NOW) {
            let frame: Value = serde_json::from_str(&text).expect("JSON");
            if frame[0] != 2 {
                // A late answer.
                continue;
            }
            let status = if self.accept { "Accepted" } else { "Invalid" };
            let answer = match frame[2].as_str().expect("an action") {
                "BootNotification" => json!({ "status": "Accepted", "interval": 300 }),
                "StartTransaction" => json!({ "transactionId": 42, "idTagInfo": { "status": status } }),
                "TransactionEvent" if !frame[3]["idToken"].is_null() => {
                    json!({ "idTokenInfo": { "status": status } })
                }
                _ => json!({}),
            };
            self.said.push((frame[2].as_str().expect("an action").to_owned(), frame[3].clone()));
            assert_eq!(self.charger.hear(&json!([3, frame[1], answer]).to_string(), NOW), None);
        }
    }

    pub fn pass(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.charger.tick(1.0, NOW);
            self.settle();
        }
    }

    /// Restarts it as it was told to.
    pub fn restart(&mut self) {
        self.charger.tick(2.0, NOW);
        assert!(self.charger.hangs_up());
        self.charger.disconnected();
        self.charger.restarted();
        self.charger.connected(NOW);
        self.settle();
    }

    /// The whole answer to an order.
    pub fn answer(&mut self, action: &str, payload: Value) -> Value {
        let text = self.charger.hear(&json!([2, "o", action, payload]).to_string(), NOW);
        serde_json::from_str(&text.expect("an answer")).expect("JSON")
    }

    /// A charger with a quirk, let in.
    pub fn with(name: &str) -> Self {
        let quirk = crate::quirk::quirk(name).expect("it is there");
        let charger = Charger::new(blueprint(Generation::First), 3, 1.0, Some(1e9));
        let mut charger = charger.with(crate::quirk::Quirks::new(vec![quirk]));
        charger.connected(NOW);
        let mut rig = Self { charger, said: Vec::new(), accept: true };
        rig.settle();
        rig
    }

    pub fn order(&mut self, action: &str, payload: Value) -> Value {
        let answer =
            self.charger.hear(&json!([2, "o", action, payload]).to_string(), NOW).expect("an answer");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        if answer[0] == 3 { answer[2]["status"].clone() } else { answer[2].clone() }
    }

    pub fn all(&self, action: &str) -> Vec<&Value> {
        self.said.iter().filter(|(said, _)| said == action).map(|(_, payload)| payload).collect()
    }
}

#[test]
fn it_boots_before_anything_else_and_then_tells_its_states() {
    for generation in [Generation::First, Generation::Second] {
        let rig = Rig::new(generation);
        assert_eq!(rig.said[0].0, "BootNotification");
        assert!(rig.said[1..].iter().all(|(action, _)| action == "StatusNotification"));
        assert!(rig.said.len() > 1);
    }
}

#[test]
fn a_waiting_charger_says_nothing_but_its_boot_at_the_interval() {
    let mut charger = Charger::new(blueprint(Generation::First), 3, 1.0, Some(1.0));
    charger.connected(NOW);
    let boot: Value = serde_json::from_str(&charger.next(NOW).expect("a boot")).expect("JSON");
    charger.hear(&json!([3, boot[1], { "status": "Pending", "interval": 15 }]).to_string(), NOW);
    (0..14).for_each(|_| charger.tick(1.0, NOW));
    assert_eq!(charger.next(NOW), None);
    charger.tick(1.5, NOW);
    assert!(charger.next(NOW).expect("a boot").contains("BootNotification"));
}

#[test]
fn an_order_starts_a_first_generation_session_and_another_stops_it_by_its_number() {
    let mut rig = Rig::new(Generation::First);
    assert_eq!(
        rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "FORECOURT" })),
        "Accepted"
    );
    rig.pass(60);
    assert_eq!(rig.all("StartTransaction")[0]["idTag"], "FORECOURT");
    assert!(rig.all("MeterValues").len() >= 5);
    assert!(rig.all("MeterValues").iter().all(|values| values["transactionId"] == 42));
    assert_eq!(rig.order("RemoteStopTransaction", json!({ "transactionId": 41 })), "Rejected");
    assert_eq!(rig.order("RemoteStopTransaction", json!({ "transactionId": 42 })), "Accepted");
    rig.settle();
    let (start, stop) = (rig.all("StartTransaction")[0], rig.all("StopTransaction")[0]);
    assert_eq!((&stop["transactionId"], &stop["reason"]), (&json!(42), &json!("Remote")));
    assert!(stop["meterStop"].as_i64() > start["meterStart"].as_i64());
}

#[test]
fn an_order_starts_a_second_generation_session_whose_messages_are_numbered_without_gaps() {
    let mut rig = Rig::new(Generation::Second);
    let token = json!({ "idToken": "forecourt", "type": "Central" });
    let start = json!({ "evseId": 1, "remoteStartId": 7, "idToken": token });
    assert_eq!(rig.order("RequestStartTransaction", start), "Accepted");
    rig.pass(60);
    let name = rig.all("TransactionEvent")[0]["transactionInfo"]["transactionId"].clone();
    assert_eq!(rig.order("RequestStopTransaction", json!({ "transactionId": &name })), "Accepted");
    rig.settle();
    let mut events = rig.all("TransactionEvent");
    events.retain(|event| event["transactionInfo"]["transactionId"] == name);
    assert_eq!(events[0]["transactionInfo"]["remoteStartId"], 7);
    assert_eq!(events[0]["idToken"]["type"], "Central");
    assert!(events.iter().enumerate().all(|(index, event)| event["seqNo"] == index));
    assert_eq!(events.last().expect("some")["transactionInfo"]["stoppedReason"], "Remote");
}

#[test]
fn a_session_that_the_centre_refuses_ends() {
    let mut rig = Rig::new(Generation::First);
    rig.accept = false;
    rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "NOBODY" }));
    rig.pass(10);
    assert_eq!(rig.all("StopTransaction")[0]["reason"], "DeAuthorized");
}

#[test]
fn what_happens_offline_is_told_later_with_its_own_times() {
    let mut rig = Rig::new(Generation::Second);
    let start = json!({ "evseId": 1, "remoteStartId": 7, "idToken": { "idToken": "a", "type": "Central" } });
    rig.order("RequestStartTransaction", start);
    rig.pass(20);
    rig.charger.disconnected();
    let told = rig.all("TransactionEvent").len();
    rig.pass(30);
    assert_eq!(rig.all("TransactionEvent").len(), told);
    rig.charger.connected(NOW);
    rig.settle();
    let late = &rig.all("TransactionEvent")[told..];
    assert!(late.len() >= 3 && late.iter().all(|event| event["offline"] == true));
}

#[test]
fn a_restart_ends_sessions_hangs_up_and_boots_again() {
    let mut rig = Rig::new(Generation::First);
    rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "A" }));
    rig.pass(20);
    assert_eq!(rig.order("Reset", json!({ "type": "Hard" })), "Accepted");
    rig.settle();
    assert_eq!(rig.all("StopTransaction")[0]["reason"], "HardReset");
    rig.charger.tick(1.0, NOW);
    assert!(rig.charger.hangs_up());
    rig.charger.disconnected();
    rig.charger.restarted();
    rig.charger.connected(NOW);
    rig.settle();
    assert_eq!(rig.all("BootNotification").len(), 2);
}

#[test]
fn every_other_order_has_its_word_and_strange_ones_are_not_implemented() {
    let mut rig = Rig::new(Generation::First);
    assert_eq!(rig.order("UnlockConnector", json!({ "connectorId": 1 })), "Unlocked");
    assert_eq!(rig.order("UnlockConnector", json!({ "connectorId": 9 })), "NotSupported");
    assert_eq!(
        rig.order("ChangeAvailability", json!({ "connectorId": 0, "type": "Inoperative" })),
        "Accepted"
    );
    rig.settle();
    assert_eq!(rig.all("StatusNotification").last().expect("some")["status"], "Unavailable");
    assert_eq!(rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "A" })), "Rejected");
    assert_eq!(rig.order("TriggerMessage", json!({ "requestedMessage": "MeterValues" })), "Accepted");
    assert_eq!(rig.order("TriggerMessage", json!({ "requestedMessage": "Nonsense" })), "NotImplemented");
    assert_eq!(rig.order("SetChargingProfile", json!({})), "NotImplemented");
    rig.settle();
    assert_eq!(rig.all("MeterValues").len(), 1);
}

#[test]
fn a_charger_with_any_quirk_lives_a_whole_charge() {
    for quirk in crate::quirk::quirks() {
        let mut rig = Rig::with(quirk.name);
        for (action, payload) in [
            ("TriggerMessage", json!({ "requestedMessage": "MeterValues", "connectorId": 1 })),
            ("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "0123456789ABCDEF0123" })),
        ] {
            drop(rig.charger.hear(&json!([2, "o", action, payload]).to_string(), NOW));
            rig.pass(120);
        }
        rig.pass(400);
        drop(
            rig.charger
                .hear(&json!([2, "o", "RemoteStopTransaction", { "transactionId": 42 }]).to_string(), NOW),
        );
        rig.pass(10);
        if rig.charger.hangs_up() {
            rig.charger.disconnected();
            rig.charger.restarted();
            rig.charger.connected(NOW);
            rig.settle();
        }
        assert!(!rig.said.is_empty(), "{}", quirk.name);
    }
}

#[test]
fn quirks_show_on_the_wire() {
    let said = |name: &str, action: &str| {
        let mut rig = Rig::with(name);
        drop(rig.order("RemoteStartTransaction", json!({ "connectorId": 1, "idTag": "T" })));
        rig.pass(60);
        drop(rig.order("RemoteStopTransaction", json!({ "transactionId": 42 })));
        rig.pass(10);
        let all: Vec<Value> =
            rig.said.iter().filter(|(said, _)| said == action).map(|(_, payload)| payload.clone()).collect();
        all
    };
    assert_eq!(said("empty-vendor", "BootNotification")[0]["chargePointVendor"], "");
    assert_eq!(said("stop-id-minus-one", "StopTransaction")[0]["transactionId"], -1);
    assert!(said("meter-value-object", "MeterValues")[0]["meterValue"].is_object());
    assert_eq!(said("repeats-start", "StartTransaction").len(), 2);
    assert!(said("only-the-stop", "StartTransaction").is_empty());
    assert_eq!(said("register-by-session", "StartTransaction")[0]["meterStart"], 0);
    assert_eq!(said("tag-suffix", "StartTransaction")[0]["idTag"], "T_17593812");
    assert!(said("silent-meter", "MeterValues").is_empty());
    assert!(said("power-cut", "StopTransaction").is_empty());
}

#[test]
fn quirks_show_in_answers() {
    let mut rig = Rig::with("string-error-details");
    let answer = rig.charger.hear(r#"[2,"o","Reset",{"type":"Soft"}]"#, NOW).expect("an answer");
    assert!(answer.ends_with(r#","a text, not an object"]"#), "{answer}");
    let mut rig = Rig::with("truncated-json");
    let answer = rig.charger.hear(r#"[2,"o","Reset",{"type":"Soft"}]"#, NOW).expect("an answer");
    assert!(serde_json::from_str::<Value>(&answer).is_err(), "{answer}");
    let mut rig = Rig::with("slow-answers");
    assert_eq!(rig.charger.hear(r#"[2,"o","ClearCache",{}]"#, NOW), None);
    rig.charger.tick(61.0, NOW);
    assert!(rig.charger.next(NOW).is_some_and(|text| text.starts_with(r#"[3,"o""#)));
    let early = Charger::new(blueprint(Generation::First), 3, 1.0, None);
    let quirk = crate::quirk::quirk("boot-loop-when-called-early").expect("it is there");
    let mut early = early.with(crate::quirk::Quirks::new(vec![quirk]));
    early.connected(NOW);
    assert_eq!(early.hear(r#"[2,"o","ClearCache",{}]"#, NOW), None);
    assert!(early.hangs_up());
}
