//! Connectors' states.

use domain::connector::{Availability, ChargingPhase, ConnectorStatus};
use domain::event::ConnectorChange;
use domain::place::Place;
use domain::station::StationKey;
use rusqlite::{Connection, Row, params};

use crate::error::Error;

/// Stores the newest state. `since` stays while the station's word stays the same.
pub fn save(db: &Connection, station: StationKey, change: &ConnectorChange) -> Result<(), Error> {
    let (evse, connector) = match change.place {
        Place::Station => (0, 0),
        Place::Evse(evse) => (evse, 1),
        Place::Connector(at) => (at.evse, at.connector),
    };
    let status = &change.status;
    db.prepare_cached(
        "INSERT INTO connector (station, evse, connector, availability, phase, raw, error, info, since)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (station, evse, connector) DO UPDATE SET
           availability = excluded.availability, phase = excluded.phase, raw = excluded.raw,
           error = excluded.error, info = excluded.info,
           since = CASE WHEN raw = excluded.raw THEN since ELSE excluded.since END",
    )?
    .execute(params![
        station.0,
        evse,
        connector,
        availability_code(status.availability),
        phase_code(status.phase),
        status.raw,
        status.error,
        status.info,
        change.at.0
    ])?;
    Ok(())
}

/// The status in a row, from the column of the availability on.
pub fn status(row: &Row<'_>, first: usize) -> rusqlite::Result<ConnectorStatus> {
    Ok(ConnectorStatus {
        availability: match row.get::<_, i64>(first)? {
            1 => Availability::Inoperative,
            2 => Availability::Faulted,
            _ => Availability::Operative,
        },
        phase: phase(row.get(first + 1)?),
        raw: row.get(first + 2)?,
        error: row.get(first + 3)?,
        info: row.get(first + 4)?,
    })
}

fn availability_code(availability: Availability) -> i64 {
    match availability {
        Availability::Operative => 0,
        Availability::Inoperative => 1,
        Availability::Faulted => 2,
    }
}

fn phase_code(phase: ChargingPhase) -> i64 {
    match phase {
        ChargingPhase::Free => 0,
        ChargingPhase::Reserved => 1,
        ChargingPhase::PluggedIn => 2,
        ChargingPhase::Charging => 3,
        ChargingPhase::HeldByStation => 4,
        ChargingPhase::HeldByCar => 5,
        ChargingPhase::Finishing => 6,
    }
}

fn phase(code: i64) -> ChargingPhase {
    match code {
        1 => ChargingPhase::Reserved,
        2 => ChargingPhase::PluggedIn,
        3 => ChargingPhase::Charging,
        4 => ChargingPhase::HeldByStation,
        5 => ChargingPhase::HeldByCar,
        6 => ChargingPhase::Finishing,
        _ => ChargingPhase::Free,
    }
}
