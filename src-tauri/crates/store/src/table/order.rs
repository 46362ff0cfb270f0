//! Orders to stations.

mod body;
mod found;
mod words;

pub use found::{read as finding, setting, setting_json};
pub use words::{state, state_code};

use domain::order::{Command, Finding, OrderKey, OrderState, Trigger};
use domain::place::{ConnectorRef, Place};
use domain::session::{SessionKey, WireRef};
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::token::{IdToken, TokenKind};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use self::words::{Word, kind};
use crate::error::Error;

/// Records an order.
pub fn insert(
    db: &Connection,
    station: StationKey,
    order: OrderKey,
    command: &Command,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let columns = Columns::of(command);
    db.prepare_cached(
        "INSERT INTO \"order\" (id, station, kind, evse, connector, token, session, flag, what, state, asked_by, asked_at, changed_at, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?11, ?12)",
    )?
    .execute(params![
        order.0,
        station.0,
        columns.kind,
        columns.evse,
        columns.connector,
        columns.token,
        columns.session,
        columns.flag,
        columns.what,
        by,
        at.0,
        body::write(command).map(|body| body.to_string()),
    ])?;
    Ok(())
}

/// How a command is kept: its kind, and its body where the columns do not hold everything.
pub fn written(command: &Command) -> (&'static str, Option<String>) {
    (kind(command), body::write(command).map(|body| body.to_string()))
}

/// Moves an order on.
pub fn moved(
    db: &Connection,
    order: OrderKey,
    state: OrderState,
    detail: &str,
    at: Timestamp,
) -> Result<(), Error> {
    db.prepare_cached("UPDATE \"order\" SET state = ?2, detail = ?3, changed_at = ?4 WHERE id = ?1")?
        .execute(params![order.0, state_code(state), detail, at.0])?;
    Ok(())
}

/// Keeps what an answer told.
pub fn found(db: &Connection, order: OrderKey, finding: &Finding) -> Result<(), Error> {
    let before: Option<String> = db
        .prepare_cached("SELECT found FROM \"order\" WHERE id = ?1")?
        .query_row([order.0], |row| row.get(0))
        .optional()?
        .flatten();
    let before = before.and_then(|text| found::read(&serde_json::from_str(&text).ok()?));
    // A read in parts has several answers, told one after the other.
    let whole = before.map_or_else(|| finding.clone(), |before| before.and(finding.clone()));
    db.prepare_cached("UPDATE \"order\" SET found = ?2 WHERE id = ?1")?
        .execute(params![order.0, found::write(&whole).to_string()])?;
    Ok(())
}

/// A command's columns.
#[derive(Default)]
struct Columns<'a> {
    kind: &'static str,
    evse: Option<u16>,
    connector: Option<u16>,
    token: Option<&'a str>,
    session: Option<u32>,
    flag: Option<bool>,
    what: Option<&'static str>,
}

impl<'a> Columns<'a> {
    fn of(command: &'a Command) -> Self {
        let at = |at: &ConnectorRef| (Some(at.evse), Some(at.connector));
        let place = |place: &Place| match place {
            Place::Station => (None, None),
            Place::Evse(evse) => (Some(*evse), None),
            Place::Connector(connector) => at(connector),
        };
        let kind = kind(command);
        let (evse, connector) = match command {
            Command::Start { at: connector, .. } | Command::Unlock { at: connector } => at(connector),
            Command::Service { at, .. }
            | Command::Trigger { at, .. }
            | Command::SetProfile { at, .. }
            | Command::ReadSchedule { at, .. } => place(at),
            Command::Reserve(reservation) => place(&reservation.at),
            _ => (None, None),
        };
        let base = Self { kind, evse, connector, ..Self::default() };
        match command {
            Command::Start { token, .. } => Self { token: Some(&token.value), ..base },
            Command::Stop { session, .. } => Self { session: Some(session.0), ..base },
            Command::Restart { now } => Self { flag: Some(*now), ..base },
            Command::Service { operative, .. } => Self { flag: Some(*operative), ..base },
            Command::Trigger { what, extended, .. } => {
                Self { what: Some(what.word()), flag: Some(*extended), ..base }
            }
            Command::Reserve(reservation) => Self { token: Some(&reservation.token.value), ..base },
            _ => base,
        }
    }
}

/// The command in a row that was selected as `kind, evse, connector, token, session, flag, what, body`, from `first` on.
/// A stop's name on the wire is not kept with the order: it stands with the session.
pub fn command(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Command>> {
    let kind: String = row.get(first)?;
    let evse: Option<u16> = row.get(first + 1)?;
    let connector: Option<u16> = row.get(first + 2)?;
    let at = ConnectorRef { evse: evse.unwrap_or(1), connector: connector.unwrap_or(1) };
    let place = match (evse, connector) {
        (None, _) => Place::Station,
        (Some(evse), None) => Place::Evse(evse),
        (Some(_), Some(_)) => Place::Connector(at),
    };
    let flag = row.get::<_, Option<bool>>(first + 5)?.unwrap_or_default();
    let token: Option<String> = row.get(first + 3)?;
    let body: Option<String> = row.get(first + 7)?;
    let body: Value = body.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    Ok(Some(match kind.as_str() {
        "start" => Command::Start {
            at,
            token: IdToken { value: token.unwrap_or_default(), kind: TokenKind::Card },
            profile: body::read_profile(&body).map(Box::new),
        },
        "stop" => {
            let session = row.get::<_, Option<u32>>(first + 4)?.unwrap_or_default();
            Command::Stop { session: SessionKey(session), wire: WireRef::Central(i64::from(session)) }
        }
        "unlock" => Command::Unlock { at },
        "restart" => Command::Restart { now: flag },
        "service" => Command::Service { at: place, operative: flag },
        "trigger" => {
            let what: Option<String> = row.get(first + 6)?;
            let what = what.and_then(|word| Trigger::of(&word)).unwrap_or(Trigger::Heartbeat);
            Command::Trigger { what, at: place, extended: flag }
        }
        other => return Ok(body::read(other, place, token, &body)),
    }))
}
