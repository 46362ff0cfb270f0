//! Readings for charts, and frames as evidence, wherever they lie: loose or packed.

use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::Timestamp;

use crate::error::Error;
use crate::pack;
use crate::readers::Reader;
use crate::samples::{self, Point};

impl Reader<'_> {
    /// All readings of a session, by time.
    pub fn points(&self, session: SessionKey) -> Result<Vec<Point>, Error> {
        let mut points = pack::packed_points(self.db, session.0)?;
        let mut rows = self.db.prepare_cached(
            "SELECT samples FROM entry WHERE session = ?1 AND samples IS NOT NULL ORDER BY id",
        )?;
        let mut rows = rows.query([session.0])?;
        while let Some(row) = rows.next()? {
            if let Ok(blob) = row.get_ref(0)?.as_blob() {
                samples::decode(blob, &mut points);
            }
        }
        points.sort_unstable_by_key(|point| (point.at, point.series, point.value));
        // A message that a station repeated because its answer was lost is one reading, not two.
        points.dedup();
        Ok(points)
    }

    /// Readings of a station outside any session, received between two moments. `evse` `None` = its main meter.
    pub fn idle_points(
        &self,
        station: StationKey,
        evse: Option<u16>,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Point>, Error> {
        let mut points = Vec::new();
        let mut rows = self.db.prepare_cached(
            "SELECT samples FROM idle_entry WHERE station = ?1 AND evse IS ?2 AND received BETWEEN ?3 AND ?4 ORDER BY received",
        )?;
        let mut rows = rows.query(rusqlite::params![station.0, evse, from.0, to.0])?;
        while let Some(row) = rows.next()? {
            if let Ok(blob) = row.get_ref(0)?.as_blob() {
                samples::decode(blob, &mut points);
            }
        }
        Ok(points)
    }

    /// The frames of a session as they came: lines of the time of receipt in milliseconds, a tab, and the frame.
    pub fn frames(&self, session: SessionKey) -> Result<Vec<u8>, Error> {
        use rusqlite::OptionalExtension;
        let packed: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT data FROM evidence WHERE session = ?1")?
            .query_row([session.0], |row| row.get(0))
            .optional()?;
        let mut lines = match packed {
            Some(data) => pack::unpack_frames(&data)?,
            None => Vec::new(),
        };
        let mut rows = self.db.prepare_cached(
            "SELECT received, frame FROM entry WHERE session = ?1 AND frame IS NOT NULL ORDER BY id",
        )?;
        let mut rows = rows.query([session.0])?;
        while let Some(row) = rows.next()? {
            let frame = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            pack::put_frame(&mut lines, row.get(0)?, frame);
        }
        Ok(lines)
    }
}
