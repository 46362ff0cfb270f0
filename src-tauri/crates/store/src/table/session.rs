//! Sessions: what the rules read, and what their facts change.

use domain::energy::WattHours;
use domain::event::{SessionBegan, SessionEnded, SessionProgress};
use domain::place::ConnectorRef;
use domain::session::{Flags, Numbers, Session, SessionEnd, SessionKey, WireRef};
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use domain::token::{IdToken, TokenKind};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use crate::error::Error;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, wire_number, wire_text, evse, connector, token, token_kind, began_at, began_received, ",
            "meter_start, last_at, last_meter, ended_at, ended_said, ended_received, meter_stop, reason, flags, ",
            "first_number, last_number, numbers, began_told FROM session WHERE ",
            $rest
        )
    };
}

/// A 1.6 session by its number. Ours is the row's own number; a station's is looked for among its orphans.
pub fn by_number(db: &Connection, station: StationKey, number: i64) -> Result<Option<Session>, Error> {
    let ours = one(db, select!("id = ?1 AND station = ?2 AND wire_number = ?1"), params![number, station.0])?;
    if ours.is_some() {
        return Ok(ours);
    }
    one(
        db,
        select!("station = ?1 AND ended_said IS NOT NULL AND wire_number = ?2 ORDER BY id DESC LIMIT 1"),
        params![station.0, number],
    )
}

/// A 2.x session by the station's name for it.
pub fn by_name(db: &Connection, station: StationKey, name: &str) -> Result<Option<Session>, Error> {
    one(db, select!("station = ?1 AND wire_text = ?2"), params![station.0, name])
}

/// Open sessions of a station, newest first.
pub fn open(db: &Connection, station: StationKey) -> Result<Vec<Session>, Error> {
    many(db, select!("station = ?1 AND ended_at IS NULL ORDER BY id DESC"), params![station.0])
}

/// The newest session at a connector, open or ended.
pub fn last_at(db: &Connection, station: StationKey, at: ConnectorRef) -> Result<Option<Session>, Error> {
    one(
        db,
        select!("station = ?1 AND evse = ?2 AND connector = ?3 ORDER BY id DESC LIMIT 1"),
        params![station.0, at.evse, at.connector],
    )
}

/// Whether a token has an open session anywhere but at this connector of this station.
pub fn charges_elsewhere(
    db: &Connection,
    token: &IdToken,
    station: StationKey,
    at: Option<ConnectorRef>,
) -> Result<bool, Error> {
    let mut rows = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM session WHERE ended_at IS NULL AND token = ?1 COLLATE NOCASE
           AND NOT (?3 IS NOT NULL AND station = ?2 AND evse IS ?3 AND connector IS ?4))",
    )?;
    let (evse, connector) = (at.map(|at| at.evse), at.map(|at| at.connector));
    Ok(rows.query_row(params![token.value, station.0, evse, connector], |row| row.get(0))?)
}

/// A session that was taken for ended is open again.
pub fn reopened(db: &Connection, session: SessionKey) -> Result<(), Error> {
    let ours = Flags::INTERRUPTED.with(Flags::ESTIMATED);
    db.prepare_cached(
        "UPDATE session SET ended_at = NULL, ended_said = NULL, ended_received = NULL, meter_stop = NULL, reason = NULL,
           flags = flags & ~?2, loose = 1 WHERE id = ?1",
    )?
    .execute(params![session.0, ours.0])?;
    Ok(())
}

/// Sessions whose beginning was said to be at exactly this time, newest first.
pub fn begun_at(db: &Connection, station: StationKey, said: Timestamp) -> Result<Vec<Session>, Error> {
    many(
        db,
        select!("station = ?1 AND began_said = ?2 ORDER BY id DESC LIMIT 20"),
        params![station.0, said.0],
    )
}

/// Sessions whose end was said to be at exactly this time, newest first.
pub fn ended_at(db: &Connection, station: StationKey, said: Timestamp) -> Result<Vec<Session>, Error> {
    many(
        db,
        select!("station = ?1 AND ended_said = ?2 AND ended_said IS NOT NULL ORDER BY id DESC LIMIT 20"),
        params![station.0, said.0],
    )
}

fn one(db: &Connection, sql: &str, params: impl Params) -> Result<Option<Session>, Error> {
    Ok(db.prepare_cached(sql)?.query_row(params, session).optional()?)
}

fn many(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<Session>, Error> {
    let mut rows = db.prepare_cached(sql)?;
    let sessions = rows.query_map(params, session)?;
    Ok(sessions.collect::<Result<_, _>>()?)
}

fn session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let number: Option<i64> = row.get(1)?;
    let evse: Option<u16> = row.get(3)?;
    let token: Option<String> = row.get(5)?;
    let kind = token_kind(row.get(6)?);
    let ended: Option<i64> = row.get(12)?;
    let wire = match number {
        Some(number) => WireRef::Central(number),
        None => WireRef::Station(row.get::<_, Option<String>>(2)?.unwrap_or_default()),
    };
    let at_connector = match evse {
        Some(evse) => Some(ConnectorRef { evse, connector: row.get::<_, Option<u16>>(4)?.unwrap_or(1) }),
        None => None,
    };
    let end = match ended {
        Some(at) => Some(SessionEnd {
            at: Timestamp(at),
            said: Timestamp(row.get::<_, Option<i64>>(13)?.unwrap_or_default()),
            received: Timestamp(row.get::<_, Option<i64>>(14)?.unwrap_or(at)),
            meter_stop: row.get::<_, Option<i64>>(15)?.map(WattHours),
            reason: row.get::<_, Option<String>>(16)?.unwrap_or_default(),
        }),
        None => None,
    };
    Ok(Session {
        key: SessionKey(row.get(0)?),
        wire,
        at_connector,
        token: token.map(|value| IdToken { value, kind }),
        began_at: Timestamp(row.get(7)?),
        began_received: Timestamp(row.get(8)?),
        meter_start: row.get::<_, Option<i64>>(9)?.map(WattHours),
        last_at: row.get::<_, Option<i64>>(10)?.map(Timestamp),
        last_meter: row.get::<_, Option<i64>>(11)?.map(WattHours),
        end,
        flags: Flags(row.get(17)?),
        numbers: Numbers {
            first: row.get(18)?,
            last: row.get(19)?,
            count: row.get(20)?,
            began: row.get(21)?,
        },
    })
}

/// A session began.
pub fn began(
    db: &Connection,
    station: StationKey,
    protocol: Protocol,
    began: &SessionBegan,
) -> Result<(), Error> {
    let (number, name) = match &began.wire {
        WireRef::Central(number) => (Some(*number), None),
        WireRef::Station(name) => (None, Some(name.as_str())),
    };
    let newest =
        began.samples.iter().filter_map(|s| s.sample.energy().map(|e| (s.at, e))).max_by_key(|(at, _)| *at);
    db.prepare_cached(
        "INSERT INTO session (id, station, wire_number, wire_text, protocol, evse, connector, token, token_kind,
           began_at, began_said, began_received, meter_start, last_at, last_meter, flags,
           first_number, last_number, numbers, began_told)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    )?
    .execute(params![
        began.session.0,
        station.0,
        number,
        name,
        protocol.label(),
        began.at_connector.map(|at| at.evse),
        began.at_connector.map(|at| at.connector),
        began.token.as_ref().map(|t| &t.value),
        began.token.as_ref().map_or(0, |t| token_code(t.kind)),
        began.at.0,
        began.said.0,
        began.received.0,
        began.meter_start.map(|m| m.0),
        newest.map(|(at, _)| at.0),
        newest.map(|(_, e)| e.0),
        began.flags.0,
        began.numbers.first,
        began.numbers.last,
        began.numbers.count,
        began.numbers.began,
    ])?;
    Ok(())
}

/// Something about a session became known.
pub fn progressed(db: &Connection, progress: &SessionProgress) -> Result<(), Error> {
    if progress.at_connector.is_some() || progress.token.is_some() || progress.began.is_some() {
        learnt(db, progress)?;
    }
    db.prepare_cached(
        "UPDATE session SET last_at = coalesce(?2, last_at), last_meter = coalesce(?3, last_meter), flags = ?4,
           first_number = ?5, last_number = ?6, numbers = ?7, began_told = ?8, loose = 1 WHERE id = ?1",
    )?
    .execute(params![
        progress.session.0,
        progress.last.map(|(at, _)| at.0),
        progress.last.map(|(_, meter)| meter.0),
        progress.flags.0,
        progress.numbers.first,
        progress.numbers.last,
        progress.numbers.count,
        progress.numbers.began,
    ])?;
    Ok(())
}

/// The rarer facts: where, who, and an earlier beginning.
fn learnt(db: &Connection, progress: &SessionProgress) -> Result<(), Error> {
    db.prepare_cached(
        "UPDATE session SET evse = coalesce(?2, evse), connector = coalesce(?3, connector),
           token = coalesce(?4, token), token_kind = coalesce(?5, token_kind),
           began_at = coalesce(?6, began_at), meter_start = coalesce(?7, meter_start) WHERE id = ?1",
    )?
    .execute(params![
        progress.session.0,
        progress.at_connector.map(|at| at.evse),
        progress.at_connector.map(|at| at.connector),
        progress.token.as_ref().map(|t| &t.value),
        progress.token.as_ref().map(|t| token_code(t.kind)),
        progress.began.map(|(at, _)| at.0),
        progress.began.and_then(|(_, meter)| meter).map(|m| m.0),
    ])?;
    Ok(())
}

/// A session ended.
pub fn ended(db: &Connection, ended: &SessionEnded) -> Result<(), Error> {
    db.prepare_cached(
        "UPDATE session SET ended_at = ?2, ended_said = ?3, ended_received = ?4, meter_stop = ?5, reason = ?6, flags = ?7,
           first_number = ?8, last_number = ?9, numbers = ?10, began_told = ?11,
           evse = coalesce(evse, ?12), connector = coalesce(connector, ?13), loose = 1 WHERE id = ?1",
    )?
    .execute(params![
        ended.session.0,
        ended.end.at.0,
        ended.end.said.0,
        ended.end.received.0,
        ended.end.meter_stop.map(|m| m.0),
        ended.end.reason,
        ended.flags.0,
        ended.numbers.first,
        ended.numbers.last,
        ended.numbers.count,
        ended.numbers.began,
        ended.at_connector.map(|at| at.evse),
        ended.at_connector.map(|at| at.connector),
    ])?;
    Ok(())
}

/// The stored number of a token's kind.
pub fn token_code(kind: TokenKind) -> i64 {
    match kind {
        TokenKind::Card => 0,
        TokenKind::KeyCode => 1,
        TokenKind::Central => 2,
        TokenKind::NoAuthorization => 3,
        TokenKind::Other => 4,
    }
}

/// A token's kind of a stored number.
pub fn token_kind(code: i64) -> TokenKind {
    match code {
        1 => TokenKind::KeyCode,
        2 => TokenKind::Central,
        3 => TokenKind::NoAuthorization,
        4 => TokenKind::Other,
        _ => TokenKind::Card,
    }
}
