//! Settings of stations: what they told last, and all of them at certain moments. Of passwords and keys only that
//! there is one.

use domain::order::{Finding, Setting};
use domain::secret;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::error::Error;
use crate::table::order::setting_json;

/// How many snapshots a station keeps.
const KEPT: i64 = 50;

/// Keeps what a station told. After a whole read, what it does not tell any more is forgotten, and a snapshot is
/// kept when it is the first or the firmware is another one.
pub fn told(
    db: &Connection,
    station: StationKey,
    finding: &Finding,
    whole: bool,
    at: Timestamp,
) -> Result<(), Error> {
    let Finding::Settings { known, .. } = finding else { return Ok(()) };
    if known.is_empty() {
        return Ok(());
    }
    for setting in known {
        let value = setting.value.as_deref().map(|value| secret::value(&setting.key, value));
        db.prepare_cached(
            "INSERT INTO station_setting (station, key, value, read_only, read_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (station, key) DO UPDATE SET
               value = excluded.value, read_only = excluded.read_only, read_at = excluded.read_at",
        )?
        .execute(params![station.0, setting.key, value, setting.read_only, at.0])?;
    }
    if whole {
        db.prepare_cached("DELETE FROM station_setting WHERE station = ?1 AND read_at < ?2")?
            .execute(params![station.0, at.0])?;
        keep_snapshot(db, station, known, at)?;
    }
    Ok(())
}

fn keep_snapshot(
    db: &Connection,
    station: StationKey,
    known: &[Setting],
    at: Timestamp,
) -> Result<(), Error> {
    let firmware: String = db
        .prepare_cached("SELECT firmware FROM station WHERE id = ?1")?
        .query_row([station.0], |row| row.get(0))?;
    let last: Option<String> = db
        .prepare_cached("SELECT firmware FROM snapshot WHERE station = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([station.0], |row| row.get(0))
        .optional()?;
    if last.is_some_and(|last| last == firmware) {
        return Ok(());
    }
    let settings: Vec<Value> = known.iter().map(setting_json).collect();
    db.prepare_cached("INSERT INTO snapshot (station, at, firmware, settings) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![station.0, at.0, firmware, Value::from(settings).to_string()])?;
    db.prepare_cached(
        "DELETE FROM snapshot WHERE station = ?1 AND id <=
           (SELECT id FROM snapshot WHERE station = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![station.0, KEPT])?;
    Ok(())
}

/// A setting was changed by us. Of a secret nothing is kept, of an address no login.
pub fn changed(
    db: &Connection,
    station: StationKey,
    key: &str,
    value: &str,
    after_restart: bool,
    at: Timestamp,
) -> Result<(), Error> {
    if Setting::is_secret(key) {
        return Ok(());
    }
    let value = secret::value(key, value);
    if after_restart {
        db.prepare_cached(
            "INSERT INTO station_setting (station, key, read_only, read_at, after_restart) VALUES (?1, ?2, 0, ?4, ?3)
             ON CONFLICT (station, key) DO UPDATE SET previous = value, after_restart = excluded.after_restart",
        )?
        .execute(params![station.0, key, value, at.0])?;
    } else {
        db.prepare_cached(
            "INSERT INTO station_setting (station, key, value, read_only, read_at) VALUES (?1, ?2, ?3, 0, ?4)
             ON CONFLICT (station, key) DO UPDATE SET
               previous = value, value = excluded.value, after_restart = NULL, read_at = excluded.read_at",
        )?
        .execute(params![station.0, key, value, at.0])?;
    }
    Ok(())
}

/// A restart made the waiting changes count.
pub fn restarted(db: &Connection, station: StationKey) -> Result<(), Error> {
    db.prepare_cached(
        "UPDATE station_setting SET value = after_restart, after_restart = NULL
         WHERE station = ?1 AND after_restart IS NOT NULL",
    )?
    .execute([station.0])?;
    Ok(())
}
