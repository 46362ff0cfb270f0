//! Switches that the operator set for a charger, and keys that were set because of a profile.

use domain::event::BootKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::Error;

/// Sets a switch, or takes the operator's word on it back.
pub fn switch(db: &Connection, station: StationKey, switch: &str, value: Option<&str>) -> Result<(), Error> {
    match value {
        Some(value) => db
            .prepare_cached(
                "INSERT OR REPLACE INTO station_switch (station, switch, value) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![station.0, switch, value])?,
        None => db
            .prepare_cached("DELETE FROM station_switch WHERE station = ?1 AND switch = ?2")?
            .execute(params![station.0, switch])?,
    };
    Ok(())
}

/// Remembers that a key was set.
pub fn key(db: &Connection, station: StationKey, key: &BootKey, at: Timestamp) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO station_key (station, key, value, firmware, answer, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![station.0, key.key, key.value, key.firmware, key.answer, at.0])?;
    Ok(())
}
