//! Messages of running sessions, and readings outside any session.

use domain::event::{Measured, TimedSample};
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;
use crate::samples;

/// Stores a message of a session: its readings, and the frame as it came.
pub fn insert(
    db: &Connection,
    session: SessionKey,
    number: Option<i64>,
    received: Timestamp,
    timed: &[TimedSample],
    frame: Option<&str>,
) -> Result<(), Error> {
    if number.is_none() && frame.is_none() && timed.is_empty() {
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO entry (session, number, received, samples, frame) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![session.0, number, received.0, samples::encode(timed), frame])?;
    Ok(())
}

/// Stores readings outside any session.
pub fn insert_idle(db: &Connection, station: StationKey, measured: &Measured) -> Result<(), Error> {
    let Some(blob) = samples::encode(&measured.samples) else { return Ok(()) };
    db.prepare_cached("INSERT INTO idle_entry (station, evse, received, samples) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![station.0, measured.at_connector.map(|at| at.evse), measured.received.0, blob])?;
    Ok(())
}

/// Whether a numbered message of a session was stored, packed or not.
pub fn has_number(db: &Connection, session: SessionKey, number: i64) -> Result<bool, Error> {
    let loose: bool = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE session = ?1 AND number = ?2)")?
        .query_row(params![session.0, number], |row| row.get(0))?;
    if loose {
        return Ok(true);
    }
    let packed: Option<String> = db
        .prepare_cached("SELECT numbers FROM evidence WHERE session = ?1")?
        .query_row([session.0], |row| row.get(0))
        .optional()?;
    Ok(packed.is_some_and(|ranges| crate::pack::ranges::contains(&ranges, number)))
}
