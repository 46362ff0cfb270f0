//! Logs that stations were asked for, and the files that they sent.

use domain::logs::{LogKey, LogRequest, ReceivedFile, ReceivedKey};
use domain::order::OrderKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{OptionalExtension, Row};

use super::firmware::travel;
use crate::error::Error;
use crate::readers::Reader;
use crate::table::firmware::words;

const REQUEST: &str = "SELECT id, station, kind, \"from\", \"to\", wanted, state, reason, word, announced, \"order\",
    scheme, ticket, password, location, received, told_sent, files, heard_at, reminders, asked_by, asked_at, changed_at,
    over_at FROM log_request";
const FILE: &str = "SELECT id, request, name, size, at, deleted FROM received_file";

impl Reader<'_> {
    /// One request.
    pub fn log_request(&self, key: LogKey) -> Result<Option<LogRequest>, Error> {
        let mut row = self.db.prepare_cached(&format!("{REQUEST} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], request).optional()?)
    }

    /// The requests to a station, newest first.
    pub fn log_requests(&self, station: StationKey, limit: u32) -> Result<Vec<LogRequest>, Error> {
        let mut rows =
            self.db.prepare_cached(&format!("{REQUEST} WHERE station = ?1 ORDER BY id DESC LIMIT ?2"))?;
        let rows = rows.query_map((station.0, limit), request)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The requests that are not over.
    pub fn open_log_requests(&self) -> Result<Vec<LogRequest>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{REQUEST} WHERE over_at IS NULL ORDER BY id"))?;
        let rows = rows.query_map([], request)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What arrived for a request, oldest first.
    pub fn received_files(&self, request: LogKey) -> Result<Vec<ReceivedFile>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{FILE} WHERE request = ?1 ORDER BY id"))?;
        let rows = rows.query_map([request.0], file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One received file.
    pub fn received_file(&self, key: ReceivedKey) -> Result<Option<ReceivedFile>, Error> {
        let mut row = self.db.prepare_cached(&format!("{FILE} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], file).optional()?)
    }

    /// All received files that are still here, newest first.
    pub fn kept_files(&self) -> Result<Vec<ReceivedFile>, Error> {
        let mut rows = self.db.prepare_cached(&format!("{FILE} WHERE deleted = 0 ORDER BY id DESC"))?;
        let rows = rows.query_map([], file)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn request(row: &Row<'_>) -> rusqlite::Result<LogRequest> {
    let word = |column: usize| row.get::<_, Option<String>>(column);
    let time = |column: usize| row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp));
    Ok(LogRequest {
        key: LogKey(row.get(0)?),
        station: StationKey(row.get(1)?),
        kind: words::read_kind(&row.get::<_, String>(2)?),
        from: time(3)?,
        to: time(4)?,
        wanted: word(5)?.as_deref().map(words::read_scheme),
        state: words::read_log(&row.get::<_, String>(6)?),
        reason: word(7)?.as_deref().map(words::read_log_reason),
        word: row.get(8)?,
        announced: row.get(9)?,
        order: row.get::<_, Option<u32>>(10)?.map(OrderKey),
        travel: travel(row, 11)?,
        received: row.get::<_, i64>(15)?.unsigned_abs(),
        told_sent: row.get(16)?,
        files: row.get(17)?,
        heard_at: Timestamp(row.get(18)?),
        reminders: row.get(19)?,
        by: row.get(20)?,
        asked_at: Timestamp(row.get(21)?),
        changed_at: Timestamp(row.get(22)?),
        over_at: time(23)?,
    })
}

fn file(row: &Row<'_>) -> rusqlite::Result<ReceivedFile> {
    Ok(ReceivedFile {
        key: ReceivedKey(row.get(0)?),
        request: LogKey(row.get(1)?),
        name: row.get(2)?,
        size: row.get::<_, i64>(3)?.unsigned_abs(),
        at: Timestamp(row.get(4)?),
        deleted: row.get(5)?,
    })
}
