//! How a charger answers the centre's orders.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::bay::Why;
use crate::blueprint::Generation;
use crate::charger::{Charger, Restart};
use crate::message::{Order, What, Word};
use crate::{wire16, wire201};

impl Charger {
    /// Does what is ordered, as far as it can; the answer's payload, or `None` for what it does not know.
    pub(crate) fn obey(&mut self, action: &str, payload: &Value, now: Timestamp) -> Option<Value> {
        let first = self.blueprint.generation == Generation::First;
        match action {
            "UpdateFirmware" => {
                let word = self.update_firmware(payload, now);
                return Some(if first { json!({}) } else { json!({ "status": word }) });
            }
            "SignedUpdateFirmware" if first => {
                return Some(json!({ "status": self.update_firmware(payload, now) }));
            }
            "GetDiagnostics" if first => return Some(self.send_log(payload, now)),
            "GetLog" => return Some(self.send_log(payload, now)),
            _ => {}
        }
        let order = match self.blueprint.generation {
            Generation::First => wire16::read(action, payload)?,
            Generation::Second => wire201::read(action, payload)?,
        };
        let status = match order {
            Order::Start { bay, card, kind, order } => self.start(bay, card, kind, order),
            Order::Stop(wire) => self.stop(&wire, now),
            Order::Restart { hard } => self.reset(hard, now),
            Order::Unlock(bay) => self.unlock(bay, now),
            Order::Service { bay, operative } => self.service(bay, operative, now),
            Order::Trigger { what, bay } => self.trigger(&what, bay, now),
        };
        Some(json!({ "status": status }))
    }

    pub(crate) fn start(
        &mut self,
        bay: Option<usize>,
        card: String,
        kind: String,
        order: Option<i64>,
    ) -> Word {
        let free = || (0..self.bays.len()).find(|bay| !self.bays[*bay].is_charging());
        let Some(bay) = bay.or_else(free).filter(|bay| *bay < self.bays.len()) else { return "Rejected" };
        if self.restart.is_some() || !self.bays[bay].start(card, order) {
            return "Rejected";
        }
        if let Some(order) = order {
            self.kinds.insert(order, kind);
        }
        "Accepted"
    }

    fn stop(&mut self, wire: &str, now: Timestamp) -> Word {
        let Some(bay) = self.bay_of(wire) else { return "Rejected" };
        let told = self.bays[bay].stop(Why::Remote);
        self.happened(bay, told, now);
        "Accepted"
    }

    fn reset(&mut self, hard: bool, now: Timestamp) -> Word {
        let busy = self.open.iter().any(Option::is_some);
        if busy && !hard && self.blueprint.generation == Generation::Second {
            self.restart = Some(Restart::WhenIdle);
            return "Scheduled";
        }
        for bay in 0..self.bays.len() {
            let told = self.bays[bay].stop(Why::Restart { hard });
            self.happened(bay, told, now);
        }
        self.restart = Some(Restart::In(if hard { 0.5 } else { 1.5 }));
        "Accepted"
    }

    fn unlock(&mut self, bay: usize, now: Timestamp) -> Word {
        match (bay < self.bays.len(), self.blueprint.generation) {
            (false, Generation::First) => "NotSupported",
            (false, Generation::Second) => "UnknownConnector",
            (true, Generation::Second) if self.open[bay].is_some() => "OngoingAuthorizedTransaction",
            (true, _) => {
                let told = self.bays[bay].stop(Why::Unlocked);
                self.happened(bay, told, now);
                "Unlocked"
            }
        }
    }

    fn service(&mut self, bay: Option<usize>, operative: bool, now: Timestamp) -> Word {
        let bays = match bay {
            Some(bay) if bay >= self.bays.len() => return "Rejected",
            Some(bay) => bay..bay + 1,
            None => 0..self.bays.len(),
        };
        let mut waits = false;
        for bay in bays {
            let (later, told) = self.bays[bay].service(operative);
            self.happened(bay, told, now);
            waits |= later && !operative;
        }
        if waits { "Scheduled" } else { "Accepted" }
    }

    pub(crate) fn trigger(&mut self, what: &str, bay: Option<usize>, now: Timestamp) -> Word {
        let bays = match bay {
            Some(bay) if bay >= self.bays.len() => return "Rejected",
            Some(bay) => bay..bay + 1,
            None => 0..self.bays.len(),
        };
        let first = self.blueprint.generation == Generation::First;
        match what {
            "BootNotification" => self.boot_again(),
            "Heartbeat" => self.say(What::Heartbeat, now),
            "StatusNotification" => bays.for_each(|bay| self.tell_phase(bay, now)),
            "MeterValues" => {
                for bay in bays {
                    let reading = self.bays[bay].read(now);
                    self.say(What::Meter(bay, reading), now);
                }
            }
            "FirmwareStatusNotification" => return self.tell_update(false, now),
            "DiagnosticsStatusNotification" if first => {
                self.tell_sending("DiagnosticsStatusNotification", now);
            }
            "LogStatusNotification" if !first => self.tell_sending("LogStatusNotification", now),
            _ => return "NotImplemented",
        }
        "Accepted"
    }
}
