//! Logs that are sent: diagnostics as a zip, the security log as a text, both made of what the charger really did.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Again, Errand, How, pack, time};
use crate::charger::Charger;
use crate::message::{What, Word};
use crate::quirk::Way;

/// A log on its way.
#[derive(Debug, Clone)]
pub(crate) struct Sending {
    job: u32,
    /// Its number; none in the first generation without its security extension.
    request: Option<i64>,
    url: String,
    name: String,
    security: bool,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
    again: Again,
    /// In so many seconds it is sent; none while it is.
    wait: Option<f64>,
    over: bool,
}

impl Charger {
    /// The answer to an order to send a log.
    pub(crate) fn send_log(&mut self, payload: &Value, now: Timestamp) -> Value {
        let plain = payload["log"].is_null();
        let about = if plain { payload } else { &payload["log"] };
        let word = |name: &str| about[name].as_str();
        let security = payload["logType"] == "SecurityLog";
        let known = plain || security || payload["logType"] == "DiagnosticsLog";
        let url = if plain { word("location") } else { word("remoteLocation") };
        let Some(url) = url.filter(|_| known) else { return json!({ "status": "Rejected" }) };
        let running = self.work.sending.take().filter(|sending| !sending.over);
        if let Some(running) = &running {
            self.work.errands.push_back(Errand::Stop(running.job));
        }
        let stamp = now.strftime("%Y%m%d-%H%M%S");
        let kind = if security { "security" } else { "diagnostics" };
        let ending = if security { "log" } else { "zip" };
        let name = format!("{}-{kind}-{stamp}.{ending}", self.blueprint.identity);
        let (from, to) =
            if plain { ("startTime", "stopTime") } else { ("oldestTimestamp", "latestTimestamp") };
        self.work.sending = Some(Sending {
            job: self.work.next_job(),
            request: (!plain).then(|| payload["requestId"].as_i64().unwrap_or(0)),
            url: url.to_owned(),
            name: name.clone(),
            security,
            from: time(&about[from]),
            to: time(&about[to]),
            again: Again::read(payload),
            wait: Some(0.5),
            over: false,
        });
        match (plain, running.is_some()) {
            (true, _) => json!({ "fileName": name }),
            (false, true) => json!({ "status": "AcceptedCanceled", "filename": name }),
            (false, false) => json!({ "status": "Accepted", "filename": name }),
        }
    }

    /// Lets seconds go by.
    pub(super) fn send_on(&mut self, seconds: f64, now: Timestamp) {
        let Some(mut sending) = self.work.sending.take() else { return };
        match sending.wait {
            Some(left) if left <= seconds => {
                sending.wait = None;
                self.tell_log("Uploading", sending.request, now);
                let how = match () {
                    () if self.quirks.does(Way::PostsLog) => How::Post,
                    () if self.quirks.does(Way::FormsLog) => How::Form,
                    () => How::Put,
                };
                let content = self.packed(&sending);
                let (job, url, name) = (sending.job, sending.url.clone(), sending.name.clone());
                self.work.errands.push_back(Errand::Send { job, url, name, content, how });
            }
            Some(left) => sending.wait = Some(left - seconds),
            None => {}
        }
        self.work.sending = Some(sending);
    }

    fn packed(&self, sending: &Sending) -> Vec<u8> {
        let text = self.work.diary.text(sending.security, sending.from, sending.to);
        if sending.security {
            return text.into_bytes();
        }
        let about = format!(
            "{} {} {}\nserial {}\nfirmware {}\n",
            self.blueprint.identity,
            self.blueprint.vendor,
            self.blueprint.model,
            self.blueprint.serial,
            self.blueprint.firmware
        );
        pack::zip(&[("about.txt", about.as_bytes()), ("charger.log", text.as_bytes())])
    }

    pub(super) fn sent(&mut self, job: u32, sent: Result<(), String>, now: Timestamp) {
        let Some(mut sending) = self.work.sending.take_if(|sending| sending.job == job && !sending.over)
        else {
            return;
        };
        // What was sent is not taken for sent.
        let sent = sent.and_then(|()| {
            if self.quirks.does(Way::FailsUpload) { Err("made to fail".to_owned()) } else { Ok(()) }
        });
        match sent {
            Ok(()) => {
                sending.over = true;
                self.tell_log("Uploaded", sending.request, now);
            }
            Err(why) => {
                self.work.diary.note(now, format!("a log could not be sent: {why}"));
                sending.wait = sending.again.next();
                if sending.wait.is_none() {
                    sending.over = true;
                    let word = if sending.request.is_none() { "UploadFailed" } else { "UploadFailure" };
                    self.tell_log(word, sending.request, now);
                }
            }
        }
        self.work.sending = Some(sending);
    }

    fn tell_log(&mut self, word: Word, request: Option<i64>, now: Timestamp) {
        self.work.diary.note(now, format!("log: {word}"));
        self.say(What::Log(word, request), now);
    }

    /// It is asked how its log goes.
    pub(crate) fn tell_sending(&mut self, idle: &'static str, now: Timestamp) {
        let running = self.work.sending.as_ref().filter(|sending| !sending.over && sending.wait.is_none());
        let what = running.map_or(What::Idle(idle), |sending| What::Log("Uploading", sending.request));
        self.say(what, now);
    }
}

/// The message about a log.
pub(crate) fn message(word: Word, request: Option<i64>) -> (&'static str, Value) {
    match request {
        None => ("DiagnosticsStatusNotification", json!({ "status": word })),
        Some(id) => ("LogStatusNotification", json!({ "status": word, "requestId": id })),
    }
}
