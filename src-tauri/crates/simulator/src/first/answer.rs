//! How a charger of the first generation answers what only its own generation has.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Booking, Profile, Purpose, Running, Unit, settings};
use crate::charger::Charger;
use crate::message::Word;
use crate::outlet::Outlet;
use crate::quirk::Reply;

/// How long it waits before it hangs up to call again with a new password, in seconds.
const REDIAL: f64 = 1.0;

impl Charger {
    /// The answer to an order of OCPP 1.6; `None` for what it does not know.
    pub(crate) fn answer16(&mut self, action: &str, payload: &Value, now: Timestamp) -> Option<Reply> {
        let connector = payload["connectorId"].as_u64().and_then(|n| usize::try_from(n).ok());
        let word = match action {
            "GetConfiguration" => return Some(self.configuration(payload)),
            "ChangeConfiguration" => self.configure(payload, now),
            "ClearCache" => "Accepted",
            "GetLocalListVersion" => {
                let on = self.first.settings.flag("LocalAuthListEnabled");
                let version = if on { self.first.cards.version() } else { -1 };
                return Some(Reply::Result(json!({ "listVersion": version })));
            }
            "SendLocalList" => self.list(payload),
            "ReserveNow" => self.reserve(payload, now),
            "CancelReservation" => {
                match payload["reservationId"].as_i64().and_then(|id| self.first.bookings.cancel(id)) {
                    Some(booking) => {
                        self.keep(booking.bay, false, now);
                        "Accepted"
                    }
                    None => "Rejected",
                }
            }
            "SetChargingProfile" => self.limit(&payload["csChargingProfiles"], connector?, now),
            "ClearChargingProfile" => {
                let word = self.first.limits.clear(payload);
                self.heed_limits(now);
                word
            }
            "GetCompositeSchedule" => return Some(Reply::Result(self.schedule(payload, connector?, now))),
            "DataTransfer" => self.transfer(payload),
            // It has no store of certificates.
            "InstallCertificate" | "CertificateSigned" => "Rejected",
            "GetInstalledCertificateIds" | "DeleteCertificate" => "NotFound",
            "ExtendedTriggerMessage" => self.trigger_extended(payload, now),
            "RemoteStartTransaction" => return self.remote_start(payload, connector, now),
            _ => return None,
        };
        Some(Reply::Result(json!({ "status": word })))
    }

    fn configuration(&self, payload: &Value) -> Reply {
        let asked = payload["key"].as_array().map(Vec::as_slice).unwrap_or_default();
        match self.first.settings.read(asked) {
            Ok(told) => Reply::Result(told),
            Err(settings::TooMany) => Reply::Error(
                "OccurenceConstraintViolation",
                "more keys than GetConfigurationMaxKeys",
                json!({}),
            ),
        }
    }

    fn configure(&mut self, payload: &Value, now: Timestamp) -> Word {
        let (Some(key), Some(value)) = (payload["key"].as_str(), payload["value"].as_str()) else {
            return "Rejected";
        };
        let word = self.first.settings.change(key, value);
        if word == "Accepted" {
            self.heed_settings();
            self.heed_limits(now);
            if key.eq_ignore_ascii_case("AuthorizationKey") {
                self.first.password = settings::bytes(value.trim());
                self.first.redial = Some(REDIAL);
            }
        }
        word
    }

    fn list(&mut self, payload: &Value) -> Word {
        let settings = &self.first.settings;
        if !settings.flag("LocalAuthListEnabled") {
            return "NotSupported";
        }
        let most = |key| usize::try_from(settings.number(key)).unwrap_or(0);
        let (at_once, in_all) = (most("SendLocalListMaxLength"), most("LocalAuthListMaxLength"));
        self.first.cards.send(payload, at_once, in_all)
    }

    fn reserve(&mut self, payload: &Value, now: Timestamp) -> Word {
        let text = |name: &str| payload[name].as_str().map(str::to_owned);
        let until = payload["expiryDate"].as_str().and_then(|text| text.parse::<Timestamp>().ok());
        let (Some(id), Some(card), Some(until)) = (payload["reservationId"].as_i64(), text("idTag"), until)
        else {
            return "Rejected";
        };
        let any = self.first.settings.flag("ReserveConnectorZeroSupported");
        let held = |bay: usize| self.first.bookings.at(bay).is_some_and(|booking| booking.id != id);
        let bay = match payload["connectorId"].as_u64().and_then(|n| usize::try_from(n).ok()) {
            Some(0) if any => match (0..self.bays.len()).find(|bay| self.bays[*bay].is_free() && !held(*bay))
            {
                Some(bay) => bay,
                None => return "Occupied",
            },
            Some(connector) if (1..=self.bays.len()).contains(&connector) => connector - 1,
            _ => return "Rejected",
        };
        if !self.bays[bay].is_operative() {
            return "Unavailable";
        }
        if !self.bays[bay].is_free() || held(bay) {
            return "Occupied";
        }
        if until <= now {
            return "Rejected";
        }
        let booking = Booking { id, bay, card, parent: text("parentIdTag"), until };
        if let Some(before) = self.first.bookings.keep(booking).filter(|before| before.bay != bay) {
            self.keep(before.bay, false, now);
        }
        self.keep(bay, true, now);
        "Accepted"
    }

    /// Keeps a bay for somebody, or no longer.
    pub(crate) fn keep(&mut self, bay: usize, kept: bool, now: Timestamp) {
        let told = self.bays[bay].keep(kept);
        self.happened(bay, told, now);
    }

    fn limit(&mut self, value: &Value, connector: usize, now: Timestamp) -> Word {
        let Some(profile) = Profile::read(value, connector, now) else { return "Rejected" };
        let settings = &self.first.settings;
        let most = |key| settings.number(key);
        let bay = connector.checked_sub(1);
        let session = bay.and_then(|bay| self.running(bay));
        let fits = match profile.purpose {
            Purpose::Station => connector == 0,
            Purpose::EverySession => true,
            Purpose::Session => session.is_some_and(|session| {
                profile.transaction.is_none_or(|number| session.number == Some(number))
            }),
        };
        let speaks = self.speaks(profile.unit);
        let small = profile.level <= most("ChargeProfileMaxStackLevel")
            && profile.periods.len() as i64 <= most("ChargingScheduleMaxPeriods");
        if connector > self.bays.len() || !fits || !speaks || !small {
            return "Rejected";
        }
        let many = usize::try_from(most("MaxChargingProfilesInstalled")).unwrap_or(0);
        let word = self.first.limits.set(profile, many);
        self.heed_limits(now);
        word
    }

    fn speaks(&self, unit: Unit) -> bool {
        let word = if unit == Unit::Amperes { "Current" } else { "Power" };
        self.first.settings.has("ChargingScheduleAllowedChargingRateUnit", word)
    }

    fn schedule(&self, payload: &Value, connector: usize, now: Timestamp) -> Value {
        let seconds = payload["duration"].as_i64().unwrap_or(0);
        let unit = if payload["chargingRateUnit"] == "W" { Unit::Watts } else { Unit::Amperes };
        let outlet = match connector {
            0 => self.blueprint.outlets.first(),
            connector => self.blueprint.outlets.get(connector - 1),
        };
        let Some(outlet) = outlet.filter(|_| self.speaks(unit)) else {
            return json!({ "status": "Rejected" });
        };
        let hardware = match outlet {
            Outlet::Ac { phases, amps } => (*amps, *phases),
            Outlet::Dc { watts } => (watts / (3.0 * crate::outlet::VOLTS), 3),
        };
        let running = connector.checked_sub(1).and_then(|bay| self.running(bay));
        let schedule = self.first.limits.composite(connector, running, hardware, seconds, unit, now);
        json!({
            "status": "Accepted", "connectorId": connector, "scheduleStart": schedule["startSchedule"],
            "chargingSchedule": schedule,
        })
    }

    fn transfer(&self, payload: &Value) -> Word {
        let own = self.blueprint.vendor;
        let is_own = payload["vendorId"].as_str().is_some_and(|vendor| vendor.eq_ignore_ascii_case(own));
        match payload["messageId"].as_str() {
            _ if !is_own => "UnknownVendorId",
            Some(message) if message.eq_ignore_ascii_case("Ping") => "Accepted",
            Some(_) => "UnknownMessageId",
            None => "Rejected",
        }
    }

    fn trigger_extended(&mut self, payload: &Value, now: Timestamp) -> Word {
        let what = payload["requestedMessage"].as_str().unwrap_or_default();
        let bay = payload["connectorId"].as_u64().and_then(|n| usize::try_from(n).ok()?.checked_sub(1));
        match what {
            "LogStatusNotification" => self.tell_sending("LogStatusNotification", now),
            "FirmwareStatusNotification" => return self.tell_update(true, now),
            // It cannot make a key pair.
            "SignChargePointCertificate" | "DiagnosticsStatusNotification" => return "NotImplemented",
            other => return self.trigger(other, bay, now),
        }
        "Accepted"
    }

    /// A start with limits, or at a bay that is kept for somebody; `None` = it is like any other.
    fn remote_start(&mut self, payload: &Value, connector: Option<usize>, now: Timestamp) -> Option<Reply> {
        let rejected = || Some(Reply::Result(json!({ "status": "Rejected" })));
        let card = payload["idTag"].as_str().unwrap_or_default().to_owned();
        let parent = self.first.cards.parent(&card).map(str::to_owned);
        let admits = |bay: &usize| self.first.bookings.admits(*bay, &card, parent.as_deref());
        let named = connector.and_then(|connector| connector.checked_sub(1));
        let free = || (0..self.bays.len()).filter(admits).find(|bay| !self.bays[*bay].is_charging());
        let Some(bay) = named.or_else(free).filter(admits) else { return rejected() };
        if bay >= self.bays.len() {
            return rejected();
        }
        let profile = &payload["chargingProfile"];
        let limits = (!profile.is_null()).then(|| Profile::read(profile, bay + 1, now));
        if limits.as_ref().is_some_and(|limits| limits.as_ref().is_none_or(|l| l.purpose != Purpose::Session))
        {
            return rejected();
        }
        let word = self.start(Some(bay), card, String::new(), None);
        if let (Some(Some(profile)), "Accepted") = (limits, word) {
            self.first.limits.set(profile, usize::MAX);
        }
        Some(Reply::Result(json!({ "status": word })))
    }

    /// The charge that runs at a bay.
    pub(crate) fn running(&self, bay: usize) -> Option<Running> {
        let (session, _) = self.open.get(bay)?.as_ref()?;
        Some(Running { number: self.number(session.id), began: session.began })
    }
}
