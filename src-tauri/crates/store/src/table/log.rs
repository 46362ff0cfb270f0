//! Logs that stations were asked for, and the files that they sent.

use domain::logs::{LogRequest, ReceivedFile, ReceivedKey};
use rusqlite::{Connection, params};

use crate::error::Error;
use crate::table::firmware::words;

/// A request moved. What lets a station send is forgotten when it is over.
pub fn moved(db: &Connection, request: &LogRequest) -> Result<(), Error> {
    let travel = request.travel.as_ref();
    let secret = travel.filter(|_| request.over_at.is_none());
    db.prepare_cached(
        "INSERT INTO log_request (id, station, kind, \"from\", \"to\", wanted, state, reason, word, announced, \"order\",
           scheme, ticket, password, location, received, told_sent, files, heard_at, reminders, asked_by, asked_at,
           changed_at, over_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
           ?23, ?24)
         ON CONFLICT (id) DO UPDATE SET state = ?7, reason = ?8, word = ?9, announced = ?10, \"order\" = ?11,
           scheme = ?12, ticket = ?13, password = ?14, location = ?15, received = ?16, told_sent = ?17, files = ?18,
           heard_at = ?19, reminders = ?20, changed_at = ?23, over_at = ?24",
    )?
    .execute(params![
        request.key.0,
        request.station.0,
        words::kind(request.kind),
        request.from.map(|at| at.0),
        request.to.map(|at| at.0),
        request.wanted.map(words::scheme),
        words::log(request.state),
        request.reason.map(words::log_reason),
        request.word,
        request.announced,
        request.order.map(|order| order.0),
        travel.map(|travel| words::scheme(travel.scheme)),
        secret.map(|travel| &travel.key),
        secret.map(|travel| &travel.password),
        secret.map(|travel| &travel.location),
        i64::try_from(request.received).unwrap_or(i64::MAX),
        request.told_sent,
        request.files,
        request.heard_at.0,
        request.reminders,
        request.by,
        request.asked_at.0,
        request.changed_at.0,
        request.over_at.map(|at| at.0),
    ])?;
    Ok(())
}

/// A file came.
pub fn received(db: &Connection, file: &ReceivedFile) -> Result<(), Error> {
    db.prepare_cached("INSERT INTO received_file (id, request, name, size, at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            file.key.0,
            file.request.0,
            file.name,
            i64::try_from(file.size).unwrap_or(i64::MAX),
            file.at.0
        ])?;
    Ok(())
}

/// A file was deleted.
pub fn deleted(db: &Connection, key: ReceivedKey) -> Result<(), Error> {
    db.prepare_cached("UPDATE received_file SET deleted = 1 WHERE id = ?1")?.execute([key.0])?;
    Ok(())
}
