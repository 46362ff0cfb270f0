//! Packing ended sessions: rows of messages become one compressed column a curve, and one compressed list of frames.

pub mod columns;
pub mod ranges;

use std::collections::BTreeMap;

use domain::reading::Series;
use domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::error::Error;
use crate::samples::{self, Point};

/// The level that pays for frames: higher ones cost much more and save little on text this alike.
const ZSTD_LEVEL: i32 = 6;

/// Packs one ended session in a transaction of its own; false when there is none left.
pub fn next(db: &mut Connection) -> Result<bool, Error> {
    let session: Option<u32> = db
        .prepare_cached(
            "SELECT id FROM session WHERE loose = 1 AND ended_at IS NOT NULL ORDER BY id LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    let Some(session) = session else { return Ok(false) };
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    session_into_columns(&transaction, session)?;
    transaction.commit()?;
    Ok(true)
}

/// Moves a session's entries into its chunks and its evidence, together with what was packed before.
fn session_into_columns(db: &Connection, session: u32) -> Result<(), Error> {
    let mut points = packed_points(db, session)?;
    let (mut frames, mut lines, mut numbers) = packed_frames(db, session)?;
    let mut rows = db.prepare_cached(
        "SELECT number, received, samples, frame FROM entry WHERE session = ?1 ORDER BY id",
    )?;
    let mut rows = rows.query([session])?;
    while let Some(row) = rows.next()? {
        numbers.extend(row.get::<_, Option<i64>>(0)?);
        if let Some(blob) = row.get_ref(2)?.as_blob_or_null().ok().flatten() {
            samples::decode(blob, &mut points);
        }
        if let Some(frame) = row.get_ref(3)?.as_str_or_null().ok().flatten() {
            frames += 1;
            put_frame(&mut lines, row.get(1)?, frame);
        }
    }
    drop(rows);
    write_chunks(db, session, points)?;
    if frames > 0 || !numbers.is_empty() {
        let data =
            zstd::bulk::compress(&lines, ZSTD_LEVEL).map_err(|error| Error::Defect(error.to_string()))?;
        db.prepare_cached(
            "INSERT OR REPLACE INTO evidence (session, frames, numbers, data) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![session, frames, ranges::of(numbers), data])?;
    }
    db.prepare_cached("DELETE FROM entry WHERE session = ?1")?.execute([session])?;
    db.prepare_cached("UPDATE session SET loose = 0 WHERE id = ?1")?.execute([session])?;
    Ok(())
}

/// Adds a frame's line. A frame may be pretty-printed; one line each keeps the list readable by any tool, and inside the
/// texts of a frame there is no line break.
pub fn put_frame(lines: &mut Vec<u8>, received: i64, frame: &str) {
    lines.extend_from_slice(format!("{received}\t").as_bytes());
    lines.extend(frame.bytes().map(|byte| if byte == b'\n' || byte == b'\r' { b' ' } else { byte }));
    lines.push(b'\n');
}

fn write_chunks(db: &Connection, session: u32, points: Vec<Point>) -> Result<(), Error> {
    let mut curves: BTreeMap<u32, Vec<(Timestamp, i64)>> = BTreeMap::new();
    for point in points {
        curves.entry(point.series.code()).or_default().push((point.at, point.value));
    }
    db.prepare_cached("DELETE FROM chunk WHERE session = ?1")?.execute([session])?;
    let mut shared: Option<Vec<i64>> = None;
    for (series, mut curve) in curves {
        curve.sort_unstable();
        // A message that a station repeated because its answer was lost is one reading, not two.
        curve.dedup();
        let times: Vec<i64> = curve.iter().map(|(at, _)| at.0).collect();
        let values: Vec<i64> = curve.iter().map(|(_, value)| *value).collect();
        let own = match &shared {
            Some(first) if *first == times => None,
            _ => Some(columns::encode(&times)?),
        };
        db.prepare_cached(
            "INSERT INTO chunk (session, series, count, times, vals) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![session, series, values.len() as i64, own, columns::encode(&values)?])?;
        shared.get_or_insert(times);
    }
    Ok(())
}

/// The packed readings of a session.
pub fn packed_points(db: &Connection, session: u32) -> Result<Vec<Point>, Error> {
    let mut points = Vec::new();
    let mut shared: Vec<i64> = Vec::new();
    let mut rows =
        db.prepare_cached("SELECT series, times, vals FROM chunk WHERE session = ?1 ORDER BY series")?;
    let mut rows = rows.query([session])?;
    while let Some(row) = rows.next()? {
        let own = match row.get::<_, Option<Vec<u8>>>(1)? {
            Some(blob) => Some(columns::decode(&blob)?),
            None => None,
        };
        let times = own.as_ref().unwrap_or(&shared);
        let values = columns::decode(&row.get::<_, Vec<u8>>(2)?)?;
        if let Some(series) = Series::from_code(row.get(0)?) {
            let of = |(at, value): (&i64, i64)| Point { at: Timestamp(*at), series, value };
            points.extend(times.iter().zip(values).map(of));
        }
        if let (true, Some(own)) = (shared.is_empty(), own) {
            shared = own;
        }
    }
    Ok(points)
}

type Frames = (i64, Vec<u8>, Vec<i64>);

fn packed_frames(db: &Connection, session: u32) -> Result<Frames, Error> {
    let packed: Option<(i64, String, Vec<u8>)> = db
        .prepare_cached("SELECT frames, numbers, data FROM evidence WHERE session = ?1")?
        .query_row([session], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((frames, numbers, data)) = packed else { return Ok(Frames::default()) };
    Ok((frames, unpack_frames(&data)?, ranges::all(&numbers)))
}

/// The lines of packed frames: time of receipt in milliseconds, tab, frame.
pub fn unpack_frames(data: &[u8]) -> Result<Vec<u8>, Error> {
    zstd::stream::decode_all(data).map_err(|error| Error::Damaged(format!("packed frames: {error}")))
}
