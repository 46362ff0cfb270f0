//! Firmware files, updates and rollouts.

pub mod words;

use domain::firmware::{FirmwareFile, FirmwareKey, Rollout, Update};
use domain::time::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

use crate::error::Error;

/// Adds a file, or changes what is known about it.
pub fn save(db: &Connection, file: &FirmwareFile) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO firmware (id, name, vendor, model, version, sha256, size, notes, certificate, signature, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET vendor = ?3, model = ?4, version = ?5, notes = ?8, certificate = ?9,
           signature = ?10",
    )?
    .execute(params![
        file.key.0,
        file.name,
        file.vendor,
        file.model,
        file.version,
        file.sha256,
        i64::try_from(file.size).unwrap_or(i64::MAX),
        file.notes,
        file.certificate,
        file.signature,
        file.added_at.0,
    ])?;
    Ok(())
}

/// A file was deleted.
pub fn remove(db: &Connection, key: FirmwareKey, at: Timestamp) -> Result<(), Error> {
    db.prepare_cached("UPDATE firmware SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL")?
        .execute(params![key.0, at.0])?;
    Ok(())
}

/// An update moved. What lets a station fetch is forgotten when it is over.
pub fn moved(db: &Connection, update: &Update) -> Result<(), Error> {
    let (when, when_at) = words::when(update.when);
    let steps: Vec<_> =
        update.steps.iter().map(|step| json!([step.at.0, words::state(step.state), step.word])).collect();
    let travel = update.travel.as_ref();
    let secret = travel.filter(|_| update.over_at.is_none());
    db.prepare_cached(
        "INSERT OR REPLACE INTO firmware_update (id, station, firmware, rollout, from_version, to_version, signed,
           when_kind, when_at, retries, retry_s, wanted, state, reason, word, steps, \"order\", asks, scheme, ticket,
           password, location, served, heard_at, reminders, asked_by, asked_at, changed_at, over_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
           ?23, ?24, ?25, ?26, ?27, ?28, ?29)",
    )?
    .execute(params![
        update.key.0,
        update.station.0,
        update.file.0,
        update.rollout.map(|rollout| rollout.0),
        update.from_version,
        update.to_version,
        update.signed,
        when,
        when_at,
        update.retries,
        update.retry_s,
        update.wanted.map(words::scheme),
        words::state(update.state),
        update.reason.map(words::reason),
        update.word,
        serde_json::Value::from(steps).to_string(),
        update.order.map(|order| order.0),
        update.asks,
        travel.map(|travel| words::scheme(travel.scheme)),
        secret.map(|travel| &travel.key),
        secret.map(|travel| &travel.password),
        secret.map(|travel| &travel.location),
        i64::try_from(update.served).unwrap_or(i64::MAX),
        update.heard_at.0,
        update.reminders,
        update.by,
        update.asked_at.0,
        update.changed_at.0,
        update.over_at.map(|at| at.0),
    ])?;
    Ok(())
}

/// A rollout moved.
pub fn rolled(db: &Connection, rollout: &Rollout) -> Result<(), Error> {
    let (when, when_at) = words::when(rollout.when);
    let stations: Vec<String> = rollout.stations.iter().map(|station| station.0.to_string()).collect();
    db.prepare_cached(
        "INSERT INTO rollout (id, firmware, when_kind, when_at, stations, state, stopped_at, asked_by, asked_at, over_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET state = ?6, stopped_at = ?7, over_at = ?10",
    )?
    .execute(params![
        rollout.key.0,
        rollout.file.0,
        when,
        when_at,
        stations.join(","),
        words::rollout(rollout.state),
        rollout.stopped_at.map(|station| station.0),
        rollout.by,
        rollout.asked_at.0,
        rollout.over_at.map(|at| at.0),
    ])?;
    Ok(())
}
