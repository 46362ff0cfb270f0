//! Notices of stations: security events, inventory parts. The newest thousand a station are kept.

use domain::ask::Notice;
use domain::order::{Progress, Transfer};
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::Error;
use crate::table::firmware::words;

const KEPT: i64 = 1000;

/// Keeps a notice and drops the oldest beyond the limit.
pub fn insert(
    db: &Connection,
    station: StationKey,
    notice: &Notice,
    received: Timestamp,
) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO notice (station, kind, content, at, received) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![station.0, notice.kind, notice.content, notice.at.map(|at| at.0), received.0])?;
    db.prepare_cached(
        "DELETE FROM notice WHERE station = ?1 AND id <=
           (SELECT id FROM notice WHERE station = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![station.0, KEPT])?;
    Ok(())
}

/// Keeps a step of a file's transfer.
pub fn progress(
    db: &Connection,
    station: StationKey,
    progress: &Progress,
    received: Timestamp,
) -> Result<(), Error> {
    let kind = match progress.of {
        Transfer::Firmware => "Firmware",
        Transfer::SignedFirmware => "SignedFirmware",
        Transfer::Diagnostics => "Diagnostics",
        Transfer::Log => "Log",
    };
    insert(
        db,
        station,
        &Notice { kind: kind.to_owned(), content: progress.word.clone(), faults: Vec::new(), at: None },
        received,
    )?;
    db.prepare_cached("UPDATE notice SET stage = ?2, request = ?3 WHERE id = ?1")?.execute(params![
        db.last_insert_rowid(),
        words::stage(progress.stage),
        progress.request
    ])?;
    Ok(())
}

/// Keeps a request for a certificate.
pub fn certificate(
    db: &Connection,
    station: StationKey,
    request: &str,
    received: Timestamp,
) -> Result<(), Error> {
    let notice = Notice {
        kind: "SignCertificate".to_owned(),
        content: request.to_owned(),
        faults: Vec::new(),
        at: None,
    };
    insert(db, station, &notice, received)
}
