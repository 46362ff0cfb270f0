//! An update of the charger's own software, from the order to the boot with the new version.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Again, Errand, Image, Mishap, time};
use crate::bay::Why;
use crate::blueprint::Generation;
use crate::charger::{Charger, Restart};
use crate::message::{What, Word};
use crate::quirk::Way;

/// Between two steps that take no time, in seconds.
const STEP: f64 = 0.4;
/// An installation, in seconds of the car's life.
const INSTALL: f64 = 40.0;

/// An update.
#[derive(Debug, Clone)]
pub(crate) struct Update {
    job: u32,
    /// Its number; none in the first generation without its security extension.
    request: Option<i64>,
    url: String,
    /// It came with a signature.
    signed: bool,
    again: Again,
    install_at: Option<Timestamp>,
    image: Option<Image>,
    stage: Stage,
    /// The last state that it told of.
    told: Word,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    /// It is fetched at this time.
    FetchAt(Timestamp),
    /// It is fetched again in so many seconds.
    FetchIn(f64),
    /// It is being fetched.
    Fetching,
    /// It is here, and looked at in so many seconds.
    Here(f64),
    /// It is installed at this time.
    InstallAt(Timestamp),
    /// It is installed in so many seconds, begun or not.
    Installing(f64),
    /// The charger starts anew with it.
    Restarting,
    /// It is over.
    Over,
}

impl Charger {
    /// The answer to an order to update itself.
    pub(crate) fn update_firmware(&mut self, payload: &Value, now: Timestamp) -> Word {
        let firmware = &payload["firmware"];
        let plain = firmware.is_null();
        let about = if plain { payload } else { firmware };
        let Some(url) = about["location"].as_str() else { return "Rejected" };
        if self.quirks.does(Way::Silent) {
            self.work.mute = true;
            return "Accepted";
        }
        let running = self.work.update.take_if(|update| update.stage != Stage::Over);
        if let Some(running) = &running {
            if matches!(running.stage, Stage::Installing(_) | Stage::Restarting) {
                self.work.update = Some(running.clone());
                return "Rejected";
            }
            self.work.errands.push_back(Errand::Stop(running.job));
        }
        let at = time(if plain { &about["retrieveDate"] } else { &about["retrieveDateTime"] }).unwrap_or(now);
        let mut update = Update {
            job: self.work.next_job(),
            request: (!plain).then(|| payload["requestId"].as_i64().unwrap_or(0)),
            url: url.to_owned(),
            signed: about["signature"].is_string(),
            again: Again::read(payload),
            install_at: time(&about["installDateTime"]),
            image: None,
            stage: Stage::FetchAt(at),
            told: "Idle",
        };
        self.work.diary.note(now, format!("an update of the firmware was ordered for {at}"));
        if at > now && !plain {
            self.tell(&mut update, "DownloadScheduled", now);
        }
        self.work.update = Some(update);
        if running.is_some() && !plain { "AcceptedCanceled" } else { "Accepted" }
    }

    /// Lets seconds go by.
    pub(super) fn update_on(&mut self, seconds: f64, now: Timestamp) {
        let Some(mut update) = self.work.update.take() else { return };
        match update.stage {
            Stage::FetchAt(at) if at <= now => self.fetch(&mut update, now),
            Stage::FetchIn(left) if left <= seconds => self.fetch(&mut update, now),
            Stage::FetchIn(left) => update.stage = Stage::FetchIn(left - seconds),
            Stage::Here(left) if left <= seconds => self.look(&mut update, now),
            Stage::Here(left) => update.stage = Stage::Here(left - seconds),
            Stage::InstallAt(at) if at <= now => self.install(&mut update, now),
            Stage::Installing(left) if left <= seconds => self.installed(&mut update, now),
            Stage::Installing(left) => update.stage = Stage::Installing(left - seconds),
            Stage::FetchAt(_) | Stage::Fetching | Stage::InstallAt(_) | Stage::Restarting | Stage::Over => {}
        }
        self.work.update = Some(update);
    }

    fn fetch(&mut self, update: &mut Update, now: Timestamp) {
        let mishap = match () {
            () if self.quirks.does(Way::FailsDownload) => Mishap::GivesUp,
            () if self.quirks.does(Way::Drops) => Mishap::Drops,
            () => Mishap::None,
        };
        let (job, url) = (update.job, update.url.clone());
        self.work.errands.push_back(Errand::Fetch { job, url, mishap });
        update.stage = Stage::Fetching;
        self.tell(update, "Downloading", now);
    }

    pub(super) fn fetched(&mut self, job: u32, image: Result<Image, String>, now: Timestamp) {
        let Some(mut update) = self.work.update.take_if(|u| u.job == job && u.stage == Stage::Fetching)
        else {
            return;
        };
        match image {
            Ok(image) => {
                update.image = Some(image);
                update.stage = Stage::Here(STEP);
                self.tell(&mut update, "Downloaded", now);
            }
            Err(why) => {
                self.work.diary.note(now, format!("the firmware could not be fetched: {why}"));
                match update.again.next() {
                    Some(seconds) => update.stage = Stage::FetchIn(seconds),
                    None => self.end(&mut update, "DownloadFailed", now),
                }
            }
        }
        self.work.update = Some(update);
    }

    /// Looks at the signature of what is here, and at when it is to be installed.
    fn look(&mut self, update: &mut Update, now: Timestamp) {
        if update.signed && self.quirks.does(Way::DoubtsSignature) {
            self.work.diary.warn(now, "InvalidFirmwareSignature");
            return self.end(update, "InvalidSignature", now);
        }
        if update.signed {
            self.tell(update, "SignatureVerified", now);
        }
        match update.install_at.filter(|at| *at > now) {
            Some(at) => {
                update.stage = Stage::InstallAt(at);
                self.tell(update, "InstallScheduled", now);
            }
            None => self.install(update, now),
        }
    }

    fn install(&mut self, update: &mut Update, now: Timestamp) {
        update.stage = Stage::Installing((INSTALL / self.speed).clamp(1.0, 30.0));
        self.tell(update, "Installing", now);
    }

    fn installed(&mut self, update: &mut Update, now: Timestamp) {
        let image = update.image.take().unwrap_or(Image { version: None, intact: false });
        if !image.intact {
            let plain = update.request.is_none();
            return self.end(
                update,
                if plain { "InstallationFailed" } else { "InstallVerificationFailed" },
                now,
            );
        }
        if self.quirks.does(Way::FailsInstall) {
            return self.end(update, "InstallationFailed", now);
        }
        if let Some(version) = image.version {
            self.blueprint.firmware = version.into();
        }
        if update.request.is_some() {
            self.tell(update, "InstallRebooting", now);
        }
        for bay in 0..self.bays.len() {
            let told = self.bays[bay].stop(Why::Restart { hard: false });
            self.happened(bay, told, now);
        }
        self.restart = Some(Restart::In(1.0));
        update.stage = Stage::Restarting;
    }

    /// Whether it starts anew because of an update.
    pub(crate) fn restarts_updated(&self) -> bool {
        self.work.update.as_ref().is_some_and(|update| update.stage == Stage::Restarting)
    }

    /// It was let in; after an update this is the end of it.
    pub(crate) fn updated(&mut self, now: Timestamp) {
        if let Some(mut update) = self.work.update.take_if(|update| update.stage == Stage::Restarting) {
            self.work.diary.warn(now, "FirmwareUpdated");
            self.end(&mut update, "Installed", now);
            self.work.update = Some(update);
        }
    }

    fn end(&mut self, update: &mut Update, word: Word, now: Timestamp) {
        update.stage = Stage::Over;
        self.tell(update, word, now);
    }

    fn tell(&mut self, update: &mut Update, word: Word, now: Timestamp) {
        update.told = word;
        self.work.diary.note(now, format!("firmware: {word}"));
        self.say(What::Firmware(word, update.request), now);
    }

    /// It is asked how its update goes; `signed` = in the words of the first generation's security extension.
    pub(crate) fn tell_update(&mut self, signed: bool, now: Timestamp) -> Word {
        if self.work.mute {
            return "Rejected";
        }
        let running = self.work.update.as_ref().filter(|update| update.stage != Stage::Over);
        let what = match running {
            Some(update) => What::Firmware(update.told, update.request),
            None if signed => What::Idle("SignedFirmwareStatusNotification"),
            None => What::Idle("FirmwareStatusNotification"),
        };
        self.say(what, now);
        "Accepted"
    }
}

/// The message about an update, in the words of a generation.
pub(crate) fn message(word: Word, request: Option<i64>, generation: Generation) -> (&'static str, Value) {
    match (request, generation) {
        (None, _) => ("FirmwareStatusNotification", json!({ "status": word })),
        (Some(id), Generation::First) => {
            ("SignedFirmwareStatusNotification", json!({ "status": word, "requestId": id }))
        }
        (Some(id), Generation::Second) => {
            ("FirmwareStatusNotification", json!({ "status": word, "requestId": id }))
        }
    }
}
