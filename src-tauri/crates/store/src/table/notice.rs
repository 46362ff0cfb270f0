//! Notices of stations: security events, inventory parts. The newest thousand a station are kept.

use domain::ask::Notice;
use domain::order::{Progress, Transfer};
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::Error;

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
    let request = progress.request.map(|request| format!(" ({request})")).unwrap_or_default();
    let content = format!("{}{request}", progress.word);
    insert(db, station, &Notice { kind: kind.to_owned(), content, faults: Vec::new(), at: None }, received)
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
