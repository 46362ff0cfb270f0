//! What an order carries beside its columns, as JSON; what must not be seen is dots.

use domain::order::{
    CertificateHash, ChargingProfile, Command, FirmwareImage, ListEntry, LogKind, Period, ProfileFilter,
    ProfileKind, Purpose, RateUnit, Reservation, ReservationKey, RootKind, Schedule, Secret, SignedImage,
    TokenList, Upload,
};
use domain::place::{ConnectorRef, Place};
use domain::secret;
use domain::session::WireRef;
use domain::time::Timestamp;
use domain::token::{IdToken, TokenKind};
use serde_json::{Value, json};

use super::words::Word;

/// What the columns do not hold; `None` when they hold everything.
pub fn write(command: &Command) -> Option<Value> {
    Some(match command {
        Command::Start { profile: Some(limits), .. } => profile(limits),
        Command::Start { profile: None, .. }
        | Command::Stop { .. }
        | Command::Unlock { .. }
        | Command::Restart { .. }
        | Command::Service { .. }
        | Command::Trigger { .. }
        | Command::ChangePassword { .. }
        | Command::ClearCache
        | Command::ReadListVersion => return None,
        Command::ReadSettings { keys } => json!(keys),
        Command::ChangeSetting { key, value } => {
            json!({ "key": key, "value": secret::value(key, value) })
        }
        Command::SendList(list) => {
            let tokens: Vec<&str> = list.entries.iter().map(|entry| entry.token.as_str()).collect();
            json!({ "version": list.version, "full": list.full, "tokens": tokens })
        }
        Command::Reserve(reservation) => json!({
            "key": reservation.key.0, "parent": reservation.parent, "until": reservation.until.0,
        }),
        Command::CancelReservation { reservation } => json!(reservation.0),
        Command::SetProfile { profile: limits, .. } => profile(limits),
        Command::ClearProfiles(filter) => json!({
            "id": filter.id, "stackLevel": filter.stack_level, "purpose": filter.purpose.map(Word::word),
            "evse": filter.at.map(|at| at.connector().map_or(0, |c| c.evse)),
        }),
        Command::ReadSchedule { duration_s, unit, .. } => {
            json!({ "duration": duration_s, "unit": unit.map(Word::word) })
        }
        Command::SendData { vendor, message, data } => {
            json!({ "vendor": vendor, "message": message, "data": data.as_deref().map(secret::text) })
        }
        Command::UpdateFirmware(image) => firmware(image),
        Command::UpdateSignedFirmware(signed) => json!({
            "image": firmware(&signed.image), "certificate": signed.certificate, "signature": signed.signature,
        }),
        Command::SendDiagnostics(upload) => sending(upload),
        Command::SendLog { request, kind, upload } => {
            json!({ "request": request, "kind": kind.word(), "upload": sending(upload) })
        }
        Command::InstallCertificate { kind, pem } => json!({ "kind": kind.word(), "pem": pem }),
        Command::ListCertificates { kind } => json!(kind.word()),
        Command::DeleteCertificate(hash) => certificate(hash),
        Command::DeliverCertificate { chain } => json!(chain),
    })
}

fn profile(profile: &ChargingProfile) -> Value {
    let schedule = &profile.schedule;
    json!({
        "id": profile.id, "stackLevel": profile.stack_level, "purpose": profile.purpose.word(),
        "kind": profile.kind.word(), "from": profile.valid_from.map(|at| at.0), "to": profile.valid_to.map(|at| at.0),
        "session": match &profile.session {
            Some(WireRef::Central(number)) => json!(number),
            Some(WireRef::Station(name)) => json!(name),
            None => Value::Null,
        },
        "schedule": schedule_json(schedule),
    })
}

/// A schedule, for orders and for what stations tell.
pub fn schedule_json(schedule: &Schedule) -> Value {
    let periods: Vec<Value> =
        schedule.periods.iter().map(|p| json!([p.start_s, p.limit_tenths, p.phases])).collect();
    json!({
        "start": schedule.start.map(|at| at.0), "duration": schedule.duration_s, "unit": schedule.unit.word(),
        "periods": periods,
    })
}

/// Hash data of a certificate, for orders and for what stations tell.
pub fn certificate(hash: &CertificateHash) -> Value {
    json!([hash.algorithm, hash.issuer_name, hash.issuer_key, hash.serial])
}

fn firmware(image: &FirmwareImage) -> Value {
    json!({
        "request": image.request, "location": secret::without_login(&image.location), "at": image.retrieve_at.0,
        "installAt": image.install_at.map(|at| at.0), "retries": image.retries, "retry": image.retry_s,
    })
}

fn sending(upload: &Upload) -> Value {
    json!({
        "location": secret::without_login(&upload.location), "from": upload.from.map(|at| at.0), "to": upload.to.map(|at| at.0),
        "retries": upload.retries, "retry": upload.retry_s,
    })
}

/// The command of a kind with its body; `None` for what this version does not know.
pub fn read(kind: &str, place: Place, token: Option<String>, body: &Value) -> Option<Command> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(match kind {
        "readSettings" => Command::ReadSettings { keys: body.as_array()?.iter().filter_map(text).collect() },
        "changeSetting" => Command::ChangeSetting { key: text(&body["key"])?, value: text(&body["value"])? },
        "changePassword" => Command::ChangePassword { password: Secret(String::new()) },
        "clearCache" => Command::ClearCache,
        "readListVersion" => Command::ReadListVersion,
        "sendList" => {
            let entry = |value: &Value| Some(ListEntry { token: text(value)?, verdict: None });
            Command::SendList(TokenList {
                version: body["version"].as_i64()?,
                full: body["full"].as_bool()?,
                entries: body["tokens"].as_array()?.iter().filter_map(entry).collect(),
                whole: Vec::new(),
            })
        }
        "reserve" => Command::Reserve(Reservation {
            key: ReservationKey(number(&body["key"])?),
            at: place,
            token: IdToken { value: token?, kind: TokenKind::Card },
            parent: text(&body["parent"]),
            until: time(&body["until"])?,
        }),
        "cancelReservation" => Command::CancelReservation { reservation: ReservationKey(number(body)?) },
        "setProfile" => Command::SetProfile { at: place, profile: read_profile(body)? },
        "clearProfiles" => Command::ClearProfiles(ProfileFilter {
            id: number(&body["id"]),
            stack_level: number(&body["stackLevel"]),
            purpose: body["purpose"].as_str().and_then(Purpose::of),
            at: body["evse"].as_u64().map(|evse| match u16::try_from(evse).unwrap_or_default() {
                0 => Place::Station,
                evse => Place::Connector(ConnectorRef { evse, connector: 1 }),
            }),
        }),
        "readSchedule" => Command::ReadSchedule {
            at: place,
            duration_s: number(&body["duration"])?,
            unit: body["unit"].as_str().and_then(RateUnit::of),
        },
        "sendData" => Command::SendData {
            vendor: text(&body["vendor"])?,
            message: text(&body["message"]),
            data: text(&body["data"]),
        },
        "updateFirmware" => Command::UpdateFirmware(read_firmware(body, body)?),
        "updateSignedFirmware" => Command::UpdateSignedFirmware(SignedImage {
            image: read_firmware(&body["image"], body)?,
            certificate: text(&body["certificate"])?,
            signature: text(&body["signature"])?,
        }),
        "sendDiagnostics" => Command::SendDiagnostics(read_sending(body)?),
        "sendLog" => Command::SendLog {
            request: number(&body["request"])?,
            kind: body["kind"].as_str().and_then(LogKind::of)?,
            upload: read_sending(&body["upload"])?,
        },
        "installCertificate" => Command::InstallCertificate {
            kind: body["kind"].as_str().and_then(RootKind::of)?,
            pem: text(&body["pem"])?,
        },
        "listCertificates" => Command::ListCertificates { kind: body.as_str().and_then(RootKind::of)? },
        "deleteCertificate" => Command::DeleteCertificate(read_certificate(body)?),
        "deliverCertificate" => Command::DeliverCertificate { chain: text(body)? },
        _ => return None,
    })
}

/// The profile in an order's body.
pub fn read_profile(body: &Value) -> Option<ChargingProfile> {
    Some(ChargingProfile {
        id: number(&body["id"])?,
        stack_level: number(&body["stackLevel"])?,
        purpose: body["purpose"].as_str().and_then(Purpose::of)?,
        kind: body["kind"].as_str().and_then(ProfileKind::of)?,
        session: match &body["session"] {
            Value::Number(n) => n.as_i64().map(WireRef::Central),
            Value::String(name) => Some(WireRef::Station(name.clone())),
            _ => None,
        },
        valid_from: time(&body["from"]),
        valid_to: time(&body["to"]),
        schedule: read_schedule(&body["schedule"])?,
    })
}

/// A schedule as [`schedule_json`] writes it.
pub fn read_schedule(body: &Value) -> Option<Schedule> {
    let period = |value: &Value| {
        Some(Period {
            start_s: number(&value[0])?,
            limit_tenths: number(&value[1])?,
            phases: value[2].as_u64().and_then(|n| u8::try_from(n).ok()),
        })
    };
    Some(Schedule {
        start: time(&body["start"]),
        duration_s: number(&body["duration"]),
        unit: body["unit"].as_str().and_then(RateUnit::of)?,
        periods: body["periods"].as_array()?.iter().filter_map(period).collect(),
    })
}

/// Hash data as [`certificate`] writes them.
pub fn read_certificate(body: &Value) -> Option<CertificateHash> {
    let text = |index: usize| body[index].as_str().map(str::to_owned);
    Some(CertificateHash {
        algorithm: text(0)?,
        issuer_name: text(1)?,
        issuer_key: text(2)?,
        serial: text(3)?,
    })
}

/// `older` = where the first version wrote what now lies beside the location.
fn read_firmware(body: &Value, older: &Value) -> Option<FirmwareImage> {
    Some(FirmwareImage {
        request: number(&body["request"]).or_else(|| number(&older["request"])).unwrap_or_default(),
        install_at: time(&body["installAt"]).or_else(|| time(&older["installAt"])),
        location: body["location"].as_str()?.to_owned(),
        retrieve_at: time(&body["at"])?,
        retries: number(&body["retries"]),
        retry_s: number(&body["retry"]),
    })
}

fn read_sending(body: &Value) -> Option<Upload> {
    Some(Upload {
        location: body["location"].as_str()?.to_owned(),
        from: time(&body["from"]),
        to: time(&body["to"]),
        retries: number(&body["retries"]),
        retry_s: number(&body["retry"]),
    })
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_i64().map(Timestamp)
}
