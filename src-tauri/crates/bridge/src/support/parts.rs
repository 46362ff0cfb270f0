//! The small parts of a support bundle, as JSON: each is built whole, all are bounded.

use domain::order::Setting;
use domain::secret;
use domain::time::Timestamp;
use serde_json::{Value, json};
use store::query::{SettingRow, SnapshotRow, StationRow};
use store::{Error, Reader};

use super::hide::Hider;
use crate::handle::faults;
use crate::handle::firmware::update_view;
use crate::trace_file::time;
use central::Manual;

/// As many updates are told.
const UPDATES: u32 = 200;
/// As many faults as are kept.
const FAULTS: u32 = 2000;

/// A part: how many things are in it, and its text.
pub struct Part {
    pub count: u64,
    pub text: String,
}

impl Part {
    fn new(count: usize, value: &Value, hider: &Hider) -> Self {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        Self { count: u64::try_from(count).unwrap_or(u64::MAX), text: hider.cards(&text).into_owned() }
    }
}

/// Who the charger is, and what this program is.
pub fn identity(
    reader: &Reader<'_>,
    station: &StationRow,
    period: (Timestamp, Timestamp),
    now: Timestamp,
    hider: &Hider,
) -> Result<Part, Error> {
    let connectors = reader.connectors(station.key)?;
    let connectors = connectors.iter().map(|connector| {
        json!({
            "evse": connector.evse, "connector": connector.connector, "status": connector.status.raw,
            "error": connector.status.error, "info": connector.status.info, "since": time(connector.since),
        })
    });
    let notes = reader.dated_notes(station.key)?;
    let value = json!({
        "charger": {
            "identity": station.identity, "bay": station.bay, "vendor": station.vendor, "model": station.model,
            "serial": station.serial, "firmware": station.firmware,
            "protocol": station.protocol.map(domain::station::Protocol::label), "address": station.address,
            "password": station.password.is_some(), "connectedAt": station.connected_at.map(time),
            "goneAt": station.gone_at.map(time), "sessions": station.sessions,
        },
        "connectors": connectors.collect::<Vec<_>>(),
        "notes": notes.iter().map(|(at, text)| json!({ "at": time(*at), "text": text })).collect::<Vec<_>>(),
        "period": { "from": time(period.0), "to": time(period.1) },
        "forecourt": { "version": env!("CARGO_PKG_VERSION"), "system": std::env::consts::OS, "at": time(now) },
    });
    Ok(Part::new(1, &value, hider))
}

/// Updates of its firmware, and what it told about them.
pub fn firmware(reader: &Reader<'_>, station: &StationRow, hider: &Hider) -> Result<Part, Error> {
    let told = reader.firmware_notices(station.key)?;
    let lines = told.iter().map(
        |notice| json!({ "at": time(notice.received), "message": notice.kind, "status": notice.content }),
    );
    let updates = reader.updates(station.key, UPDATES)?.into_iter();
    let updates: Vec<_> = updates.map(|update| update_view(reader, update)).collect::<Result<_, _>>()?;
    let value = json!({ "version": station.firmware, "updates": updates, "told": lines.collect::<Vec<_>>() });
    Ok(Part::new(updates.len() + told.len(), &value, hider))
}

/// Its settings as it told them last, and the snapshots. Values of secret settings were never kept.
pub fn settings(reader: &Reader<'_>, station: &StationRow, hider: &Hider) -> Result<Part, Error> {
    let settings = reader.configuration(station.key)?;
    let snapshots = reader.snapshots(station.key)?;
    let value = json!({
        "settings": settings.iter().map(setting_row).collect::<Vec<_>>(),
        "snapshots": snapshots.iter().map(snapshot).collect::<Vec<_>>(),
    });
    Ok(Part::new(settings.len(), &value, hider))
}

fn setting_row(row: &SettingRow) -> Value {
    let hidden = |value: &Option<String>| {
        value.as_deref().map(|value| secret::value(&row.setting.key, value).into_owned())
    };
    let mut value = setting(&row.setting);
    value["readAt"] = json!(time(row.read_at));
    value["before"] = json!(hidden(&row.previous));
    value["afterRestart"] = json!(hidden(&row.after_restart));
    value
}

fn snapshot(row: &SnapshotRow) -> Value {
    json!({
        "at": time(row.at), "firmware": row.firmware,
        "settings": row.settings.iter().map(setting).collect::<Vec<_>>(),
    })
}

fn setting(setting: &Setting) -> Value {
    let setting = setting.clone().without_secret();
    json!({ "key": setting.key, "value": setting.value, "readOnly": setting.read_only })
}

/// What was wrong with it, with our explanation.
pub fn faults(
    reader: &Reader<'_>,
    station: &StationRow,
    manual: &Manual,
    hider: &Hider,
) -> Result<Part, Error> {
    let rows = reader.faults(station.key, FAULTS)?;
    let count = rows.len();
    let faults = rows.into_iter().map(|row| {
        let (began, ended) = (time(row.began), row.ended.map(time));
        let view = faults::view(row, station, manual);
        let info = view.info.as_deref().map(|info| secret::text(info).into_owned());
        json!({
            "began": began, "ended": ended, "evse": view.evse, "connector": view.connector, "code": view.code,
            "vendorCode": view.vendor_code, "info": info, "switchedOff": view.off,
            "meaning": view.explanation.map(|told| told.title),
        })
    });
    Ok(Part::new(count, &json!(faults.collect::<Vec<_>>()), hider))
}
