//! Orders to stations.

use domain::order::{Command, OrderKey, OrderState, Trigger};
use domain::place::{ConnectorRef, Place};
use domain::session::{SessionKey, WireRef};
use domain::station::StationKey;
use domain::time::Timestamp;
use domain::token::{IdToken, TokenKind};
use rusqlite::{Connection, Row, params};

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
        "INSERT INTO \"order\" (id, station, kind, evse, connector, token, session, flag, what, state, asked_by, asked_at, changed_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?11)",
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
        at.0
    ])?;
    Ok(())
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
            Command::Service { at, .. } | Command::Trigger { at, .. } => place(at),
            Command::Stop { .. } | Command::Restart { .. } => (None, None),
        };
        let base = Self { kind, evse, connector, ..Self::default() };
        match command {
            Command::Start { token, .. } => Self { token: Some(&token.value), ..base },
            Command::Stop { session, .. } => Self { session: Some(session.0), ..base },
            Command::Restart { now } => Self { flag: Some(*now), ..base },
            Command::Service { operative, .. } => Self { flag: Some(*operative), ..base },
            Command::Trigger { what, .. } => Self { what: Some(trigger_word(*what)), ..base },
            Command::Unlock { .. } => base,
        }
    }
}

fn kind(command: &Command) -> &'static str {
    match command {
        Command::Start { .. } => "start",
        Command::Stop { .. } => "stop",
        Command::Unlock { .. } => "unlock",
        Command::Restart { .. } => "restart",
        Command::Service { .. } => "service",
        Command::Trigger { .. } => "trigger",
    }
}

fn trigger_word(what: Trigger) -> &'static str {
    match what {
        Trigger::Boot => "boot",
        Trigger::Heartbeat => "heartbeat",
        Trigger::Status => "status",
        Trigger::Meter => "meter",
    }
}

/// The command in a row that was selected as `kind, evse, connector, token, session, flag, what`, from `first` on.
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
    Ok(Some(match kind.as_str() {
        "start" => Command::Start {
            at,
            token: IdToken {
                value: row.get::<_, Option<String>>(first + 3)?.unwrap_or_default(),
                kind: TokenKind::Card,
            },
        },
        "stop" => {
            let session = row.get::<_, Option<u32>>(first + 4)?.unwrap_or_default();
            Command::Stop { session: SessionKey(session), wire: WireRef::Central(i64::from(session)) }
        }
        "unlock" => Command::Unlock { at },
        "restart" => Command::Restart { now: flag },
        "service" => Command::Service { at: place, operative: flag },
        "trigger" => {
            let what = match row.get::<_, Option<String>>(first + 6)?.as_deref() {
                Some("boot") => Trigger::Boot,
                Some("status") => Trigger::Status,
                Some("meter") => Trigger::Meter,
                _ => Trigger::Heartbeat,
            };
            Command::Trigger { what, at: place }
        }
        _ => return Ok(None),
    }))
}

fn state_code(state: OrderState) -> i64 {
    match state {
        OrderState::Asked => 0,
        OrderState::Sent => 1,
        OrderState::Accepted => 2,
        OrderState::Scheduled => 3,
        OrderState::Refused => 4,
        OrderState::NotSupported => 5,
        OrderState::TookEffect => 6,
        OrderState::TimedOut => 7,
    }
}

/// The state of a stored number.
pub fn state(code: i64) -> OrderState {
    match code {
        0 => OrderState::Asked,
        1 => OrderState::Sent,
        2 => OrderState::Accepted,
        3 => OrderState::Scheduled,
        4 => OrderState::Refused,
        5 => OrderState::NotSupported,
        6 => OrderState::TookEffect,
        _ => OrderState::TimedOut,
    }
}
