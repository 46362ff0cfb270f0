//! What is stored about a charger's peculiarities.

use domain::event::BootKey;
use domain::station::StationKey;
use domain::time::Timestamp;

use crate::error::Error;
use crate::readers::Reader;

impl Reader<'_> {
    /// Switches that the operator set for a station: name and value.
    pub fn switches(&self, station: StationKey) -> Result<Vec<(String, String)>, Error> {
        let mut rows = self
            .db
            .prepare_cached("SELECT switch, value FROM station_switch WHERE station = ?1 ORDER BY switch")?;
        let rows = rows.query_map([station.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keys that were set at a station because of a profile.
    pub fn boot_keys(&self, station: StationKey) -> Result<Vec<BootKey>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT key, value, firmware, answer FROM station_key WHERE station = ?1 ORDER BY key",
        )?;
        let rows = rows.query_map([station.0], |row| {
            Ok(BootKey { key: row.get(0)?, value: row.get(1)?, firmware: row.get(2)?, answer: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Oddities noted about a station with the time of the first occasion, newest first.
    pub fn dated_notes(&self, station: StationKey) -> Result<Vec<(Timestamp, String)>, Error> {
        let mut rows = self
            .db
            .prepare_cached("SELECT at, text FROM station_note WHERE station = ?1 ORDER BY at DESC, text")?;
        let rows = rows.query_map([station.0], |row| Ok((Timestamp(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
