//! Where a charger's quirks take hold of its life.

use jiff::Timestamp;
use rand::Rng;
use serde_json::{Value, json};

use crate::blueprint::Generation;
use crate::charger::{Charger, Restart, sample_s};
use crate::first::Settings;
use crate::message::{Message, What};
use crate::quirk::{Life, Quirks, Reply};

/// How long a slow charger takes to answer, in seconds.
const SLOW: f64 = 60.0;

impl Charger {
    /// The same charger with quirks.
    #[must_use]
    pub(crate) fn with(mut self, quirks: Quirks) -> Self {
        if let Some((vendor, model, firmware)) = quirks.make() {
            (self.blueprint.vendor, self.blueprint.model, self.blueprint.firmware) =
                (vendor, model, firmware.into());
            self.first.settings = Settings::of(&self.blueprint, sample_s(self.speed));
        }
        self.admitted = quirks.has(Life::NeverBoots);
        self.quirks = quirks;
        self
    }

    /// The text of what it says, with what it says besides; `None` when it loses that.
    pub(crate) fn put(
        &mut self,
        id: &str,
        action: &str,
        mut payload: Value,
        message: &Message,
    ) -> Option<String> {
        if self.quirks.has(Life::LosesBegin) && matches!(message.what, What::Begin(..)) {
            return None;
        }
        self.quirks.say(action, &mut payload);
        let money = self.quirks.has(Life::RepeatsMoney) && message.is_kept();
        let copies = if self.quirks.has(Life::RepeatsAll) { 2 } else { usize::from(money) };
        for _ in 0..copies {
            self.murmur(0.0, action, &payload);
        }
        if self.quirks.has(Life::ValuesAfterStop) && matches!(message.what, What::End(..)) {
            let value = json!({ "timestamp": payload["timestamp"], "sampledValue": [
                { "value": payload["meterStop"].to_string() } ] });
            let late = json!({
                "connectorId": 1, "transactionId": payload["transactionId"], "meterValue": [value],
            });
            self.murmur(1.0, "MeterValues", &late);
        }
        Some(self.written(&json!([2, id, action, payload])))
    }

    /// Says something in so many seconds, whose answer it does not care for.
    fn murmur(&mut self, seconds: f64, action: &str, payload: &Value) {
        let id = format!("{:016x}", self.rng.random::<u64>());
        let text = self.written(&json!([2, id, action, payload]));
        self.late.push((seconds, text));
    }

    fn written(&self, frame: &Value) -> String {
        match self.quirks.has(Life::PrettyJson) {
            true => format!("{frame:#}"),
            false => frame.to_string(),
        }
    }

    /// Answers a call: in its own way, or as every charger does.
    pub(crate) fn respond(
        &mut self,
        id: &str,
        action: &str,
        payload: &Value,
        now: Timestamp,
    ) -> Option<String> {
        if self.quirks.has(Life::BootLoop) && !self.admitted {
            self.restart = Some(Restart::In(0.0));
            return None;
        }
        let ordinary = |charger: &mut Self| {
            let first = charger.blueprint.generation == Generation::First;
            let own = first.then(|| charger.answer16(action, payload, now)).flatten();
            own.or_else(|| charger.obey(action, payload, now).map(Reply::Result))
                .unwrap_or_else(|| Reply::Error("NotImplemented", "", json!({})))
        };
        let reply = self.quirks.answer(action, payload).unwrap_or_else(|| ordinary(self));
        let frame = match reply {
            Reply::Result(answer) => json!([3, id, answer]),
            Reply::Error(code, description, details) => json!([4, id, code, description, details]),
            Reply::Silence => return None,
            Reply::Restart => {
                self.restart = Some(Restart::In(0.0));
                return None;
            }
        };
        let mut text = self.written(&frame);
        if self.quirks.has(Life::TruncatedJson) {
            // All of it is plain text, so every byte ends a letter.
            text.truncate(text.len() * 2 / 3);
        }
        if self.quirks.has(Life::SlowAnswers) {
            self.late.push((SLOW, text));
            return None;
        }
        Some(text)
    }

    /// What its answer to a boot or a heartbeat does to it.
    pub(crate) fn hears_time(&mut self, payload: &Value) {
        let Some(time) = payload["currentTime"].as_str() else { return };
        let falls = match time.contains('.') {
            true => Life::NeedsWholeSeconds,
            false => Life::NeedsFractions,
        };
        if self.quirks.has(falls) {
            self.restart = Some(Restart::In(0.0));
        }
    }

    /// It was let in.
    pub(crate) fn let_in(&mut self, now: Timestamp) {
        if self.quirks.has(Life::StrayStop) {
            let stray = json!({ "transactionId": 4711, "meterStop": 3000, "timestamp": now.to_string() });
            self.murmur(1.0, "StopTransaction", &stray);
        }
    }

    /// The power goes instead of a session's end: nothing is told of it.
    pub(crate) fn loses_power(&mut self) -> bool {
        let cut = self.quirks.has(Life::PowerCut);
        if cut {
            self.open.iter_mut().for_each(|open| *open = None);
            self.restart = Some(Restart::In(0.0));
        }
        cut
    }

    /// Something that is due besides the ordinary.
    pub(crate) fn due(&mut self) -> Option<String> {
        let due = self.late.iter().position(|(left, _)| *left <= 0.0)?;
        Some(self.late.remove(due).1)
    }
}
