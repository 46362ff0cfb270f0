//! Stations.

use domain::station::{Admission, Boot, Contact, StationKey};
use domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;

/// Adds a station.
pub fn insert(
    db: &Connection,
    identity: &str,
    folded: &str,
    admission: Admission,
    at: Timestamp,
) -> Result<StationKey, Error> {
    db.prepare_cached(
        "INSERT INTO station (identity, identity_folded, admission, created_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![identity, folded, admission_code(admission), at.0])?;
    Ok(StationKey(
        u32::try_from(db.last_insert_rowid()).map_err(|_| Error::Defect("station number".to_owned()))?,
    ))
}

/// A station's admission; `None` when there is no such station.
pub fn admission(db: &Connection, station: StationKey) -> Result<Option<Admission>, Error> {
    let code: Option<i64> = db
        .prepare_cached("SELECT admission FROM station WHERE id = ?1")?
        .query_row([station.0], |row| row.get(0))
        .optional()?;
    Ok(code.map(admission_from))
}

/// The admission of a stored number.
pub fn admission_from(code: i64) -> Admission {
    match code {
        1 => Admission::Accepted,
        2 => Admission::Refused,
        _ => Admission::Pending,
    }
}

fn admission_code(admission: Admission) -> i64 {
    match admission {
        Admission::Pending => 0,
        Admission::Accepted => 1,
        Admission::Refused => 2,
    }
}

/// It connected.
pub fn connected(db: &Connection, station: StationKey, contact: &Contact) -> Result<(), Error> {
    db.prepare_cached(
        "UPDATE station SET protocol = ?2, address = ?3, connected_at = ?4, gone_at = NULL WHERE id = ?1",
    )?
    .execute(params![station.0, contact.protocol.label(), contact.address, contact.at.0])?;
    Ok(())
}

/// It is gone.
pub fn gone(db: &Connection, station: StationKey, at: Timestamp) -> Result<(), Error> {
    db.prepare_cached("UPDATE station SET gone_at = ?2 WHERE id = ?1")?.execute(params![station.0, at.0])?;
    Ok(())
}

/// It booted and said who it is.
pub fn booted(db: &Connection, station: StationKey, boot: &Boot, at: Timestamp) -> Result<(), Error> {
    let more: Vec<String> = boot.more.iter().map(|(name, value)| format!("{name}={value}")).collect();
    db.prepare_cached(
        "UPDATE station SET vendor = ?2, model = ?3, serial = ?4, firmware = ?5, more = ?6, booted_at = ?7,
           firmware_since = CASE WHEN firmware = ?5 THEN firmware_since ELSE ?7 END WHERE id = ?1",
    )?
    .execute(params![
        station.0,
        boot.vendor,
        boot.model,
        boot.serial,
        boot.firmware,
        more.join("\n"),
        at.0
    ])?;
    Ok(())
}

/// It was let in or turned away.
pub fn admit(db: &Connection, station: StationKey, admission: Admission) -> Result<(), Error> {
    db.prepare_cached("UPDATE station SET admission = ?2 WHERE id = ?1")?
        .execute(params![station.0, admission_code(admission)])?;
    Ok(())
}

/// It was named and given a bay.
pub fn name(db: &Connection, station: StationKey, name: &str, bay: u16) -> Result<(), Error> {
    let bay = (bay > 0).then_some(bay);
    db.prepare_cached("UPDATE station SET name = ?2, bay = ?3 WHERE id = ?1")?
        .execute(params![station.0, name, bay])?;
    Ok(())
}

/// Its password's hash was set or removed; what was offered before counts no more.
pub fn password(db: &Connection, station: StationKey, hash: Option<&str>) -> Result<(), Error> {
    db.prepare_cached("UPDATE station SET password = ?2, password_offered = NULL WHERE id = ?1")?
        .execute(params![station.0, hash])?;
    Ok(())
}

/// The hash of a password that it is sent, beside the one that it has.
pub fn offer_password(db: &Connection, station: StationKey, hash: Option<&str>) -> Result<(), Error> {
    db.prepare_cached("UPDATE station SET password_offered = ?2 WHERE id = ?1")?
        .execute(params![station.0, hash])?;
    Ok(())
}

/// How many oddities of a station are kept: one that sends nonsense never says the same twice.
const NOTES: i64 = 100;

/// An oddity, noted once.
pub fn note(db: &Connection, station: StationKey, text: &str, at: Timestamp) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT OR IGNORE INTO station_note (station, text, at) SELECT ?1, ?2, ?3
         WHERE (SELECT count(*) FROM station_note WHERE station = ?1) < ?4",
    )?
    .execute(params![station.0, text, at.0, NOTES])?;
    Ok(())
}
