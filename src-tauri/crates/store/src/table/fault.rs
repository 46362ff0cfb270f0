//! Faults of stations. The newest two thousand a station are kept.

use domain::fault::{FaultKey, FaultSign, FaultSource, OpenFault};
use domain::place::{ConnectorRef, Place};
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::error::Error;

const KEPT: i64 = 2000;

/// Stores a new fault, or other details of a known one.
pub fn seen(
    db: &Connection,
    station: StationKey,
    fault: FaultKey,
    sign: &FaultSign,
    at: Timestamp,
) -> Result<(), Error> {
    let (evse, connector) = match sign.place {
        Place::Station => (0, 0),
        Place::Evse(evse) => (evse, 0),
        Place::Connector(at) => (at.evse, at.connector),
    };
    let source = match sign.source {
        FaultSource::Status => 0,
        FaultSource::Event => 1,
    };
    db.prepare_cached(
        "INSERT INTO fault (id, station, evse, connector, source, code, vendor_code, info, off, began)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (id) DO UPDATE SET vendor_code = excluded.vendor_code, info = excluded.info, off = excluded.off",
    )?
    .execute(params![
        fault.0,
        station.0,
        evse,
        connector,
        source,
        sign.code,
        sign.vendor_code,
        sign.info,
        sign.off,
        at.0
    ])?;
    db.prepare_cached(
        "DELETE FROM fault WHERE station = ?1 AND ended IS NOT NULL AND id <=
           (SELECT id FROM fault WHERE station = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![station.0, KEPT])?;
    Ok(())
}

/// Ends a fault; never before it began, whatever the station's clock says.
pub fn over(db: &Connection, fault: FaultKey, at: Timestamp) -> Result<(), Error> {
    db.prepare_cached("UPDATE fault SET ended = max(began, ?2) WHERE id = ?1 AND ended IS NULL")?
        .execute(params![fault.0, at.0])?;
    Ok(())
}

/// The faults of a station that are not over, oldest first.
pub fn open(db: &Connection, station: StationKey) -> Result<Vec<OpenFault>, Error> {
    let mut rows = db.prepare_cached(
        "SELECT id, evse, connector, source, code, vendor_code, info, off FROM fault
         WHERE station = ?1 AND ended IS NULL ORDER BY id",
    )?;
    let rows =
        rows.query_map([station.0], |row| Ok(OpenFault { key: FaultKey(row.get(0)?), sign: sign(row, 1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was told, from the column of the EVSE on.
pub fn sign(row: &Row<'_>, first: usize) -> rusqlite::Result<FaultSign> {
    Ok(FaultSign {
        place: match (row.get(first)?, row.get(first + 1)?) {
            (0, _) => Place::Station,
            (evse, 0) => Place::Evse(evse),
            (evse, connector) => Place::Connector(ConnectorRef { evse, connector }),
        },
        source: match row.get::<_, i64>(first + 2)? {
            0 => FaultSource::Status,
            _ => FaultSource::Event,
        },
        code: row.get(first + 3)?,
        vendor_code: row.get(first + 4)?,
        info: row.get(first + 5)?,
        off: row.get(first + 6)?,
    })
}

/// A number for a new fault.
pub fn next(db: &Connection) -> Result<FaultKey, Error> {
    let id =
        db.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM fault")?.query_row([], |row| row.get(0))?;
    Ok(FaultKey(id))
}
