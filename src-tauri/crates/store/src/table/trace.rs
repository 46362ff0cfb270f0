//! Blocks of the trace: stored, merged, let go.

use domain::time::Timestamp;
use domain::world::TraceKept;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Error;
use crate::trace::Block;

/// At most this many blocks are let go at a time, so that no charger waits for a lowered limit.
const AT_ONCE: u32 = 64;
const MIB: i64 = 1024 * 1024;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Stores blocks; what was stored from the number `instead_of` on is replaced by them.
pub fn store(db: &Connection, blocks: &[Block], instead_of: Option<i64>) -> Result<(), Error> {
    if let Some(from) = instead_of {
        db.prepare_cached("DELETE FROM trace WHERE first >= ?1")?.execute([from])?;
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO trace (first, last, from_at, to_at, late, whole, raw, size, stations, actions, data)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for block in blocks {
        insert.execute(params![
            block.first,
            block.last,
            block.from_at,
            block.to_at,
            block.late,
            block.whole,
            block.raw,
            block.size,
            block.stations,
            block.actions,
            block.data,
        ])?;
    }
    Ok(())
}

/// Lets the oldest blocks go that are too old or too much. The newest one stays: numbers go on from it.
pub fn shrink(db: &Connection, kept: TraceKept, now: Timestamp) -> Result<(), Error> {
    let mut total: i64 =
        db.prepare_cached("SELECT coalesce(sum(size), 0) FROM trace")?.query_row([], |row| row.get(0))?;
    let (most, oldest) = (i64::from(kept.mib) * MIB, now.0 - i64::from(kept.days) * DAY);
    let gone: Vec<i64> = {
        let mut rows = db.prepare_cached(
            "SELECT first, to_at, size FROM trace
             WHERE first < (SELECT max(first) FROM trace) ORDER BY first LIMIT ?1",
        )?;
        let mut rows = rows.query([AT_ONCE])?;
        let mut gone = Vec::new();
        while let Some(row) = rows.next()? {
            let (first, to_at, size): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if total <= most && to_at >= oldest {
                break;
            }
            total -= size;
            gone.push(first);
        }
        gone
    };
    let mut delete = db.prepare_cached("DELETE FROM trace WHERE first = ?1")?;
    gone.into_iter().try_for_each(|first| delete.execute([first]).map(|_| ()))?;
    Ok(())
}

/// The number of the newest record; 0 when there is none.
pub fn newest(db: &Connection) -> Result<i64, Error> {
    let mut newest = db.prepare_cached("SELECT last FROM trace ORDER BY first DESC LIMIT 1")?;
    Ok(newest.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
}
