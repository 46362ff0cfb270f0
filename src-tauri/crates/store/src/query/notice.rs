//! Notices of a station.

use domain::station::StationKey;
use domain::time::Timestamp;

use crate::error::Error;
use crate::readers::Reader;

/// A notice as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// What kind.
    pub kind: String,
    /// Its content, as the station sent it.
    pub content: String,
    /// When we were told.
    pub received: Timestamp,
}

impl Reader<'_> {
    /// What a station told about firmware, oldest first: the steps of its transfer, signed or not.
    pub fn firmware_notices(&self, station: StationKey) -> Result<Vec<NoticeRow>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT kind, content, received FROM notice
             WHERE station = ?1 AND kind IN ('Firmware', 'SignedFirmware') ORDER BY id",
        )?;
        let rows = rows.query_map([station.0], |row| {
            Ok(NoticeRow { kind: row.get(0)?, content: row.get(1)?, received: Timestamp(row.get(2)?) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
