//! Faults of a station.

use domain::fault::{FaultKey, FaultSign};
use domain::station::StationKey;
use domain::time::Timestamp;

use crate::error::Error;
use crate::readers::Reader;
use crate::table;

/// A fault as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRow {
    /// Our number for it.
    pub key: FaultKey,
    /// What was told.
    pub sign: FaultSign,
    /// Since when.
    pub began: Timestamp,
    /// Until when; `None` = it is not over.
    pub ended: Option<Timestamp>,
}

impl Reader<'_> {
    /// A station's faults, newest first.
    pub fn faults(&self, station: StationKey, limit: u32) -> Result<Vec<FaultRow>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id, began, ended, evse, connector, source, code, vendor_code, info, off FROM fault
             WHERE station = ?1 ORDER BY id DESC LIMIT ?2",
        )?;
        let rows = rows.query_map((station.0, limit), |row| {
            Ok(FaultRow {
                key: FaultKey(row.get(0)?),
                began: Timestamp(row.get(1)?),
                ended: row.get::<_, Option<i64>>(2)?.map(Timestamp),
                sign: table::fault::sign(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When each fault of a station since then began, oldest first.
    pub fn fault_times(&self, station: StationKey, since: Timestamp) -> Result<Vec<Timestamp>, Error> {
        let mut rows = self
            .db
            .prepare_cached("SELECT began FROM fault WHERE station = ?1 AND began >= ?2 ORDER BY began")?;
        let rows = rows.query_map((station.0, since.0), |row| row.get(0).map(Timestamp))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
