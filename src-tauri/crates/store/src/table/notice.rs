//! Notices of stations: security events, inventory parts. The newest thousand a station are kept.

use domain::ask::Notice;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::Error;

const KEPT: i64 = 1000;

/// Keeps a notice and drops the oldest beyond the limit.
pub fn insert(
    db: &Connection,
    station: StationKey,
    notice: &Notice,
    received: Timestamp,
) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO notice (station, kind, content, at, received) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![station.0, notice.kind, notice.content, notice.at.map(|at| at.0), received.0])?;
    db.prepare_cached(
        "DELETE FROM notice WHERE station = ?1 AND id <=
           (SELECT id FROM notice WHERE station = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![station.0, KEPT])?;
    Ok(())
}
