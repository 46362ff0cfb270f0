//! Rows and facts as the views that screens know.

pub mod books;
mod command;
pub mod transfer;

pub use command::setting;

use central::{Handshake, HandshakeOutcome, LinkInfo};
use domain::connector::{Availability, ChargingPhase, ConnectorStatus};
use domain::order::OrderState;
use domain::place::ConnectorRef;
use domain::session::Flags;
use domain::station;
use domain::time::Timestamp;
use domain::token::{Standing, TokenKind};
use domain::world::Settings;
use store::query::{ConnectorRow, OrderRow, SessionRow, StationRow, TokenRow};

use crate::live::Live;
use crate::view::{
    Admission, ConnectorState, ConnectorView, HandshakeView, HandshakeWhat, OpenSessionView, OrderView,
    SessionFlag, SessionView, SettingsView, StationView, TokenStanding, TokenView,
};

/// Everything that a station's view is made of.
pub struct StationParts {
    pub row: StationRow,
    pub connectors: Vec<ConnectorRow>,
    pub open: Vec<SessionRow>,
    pub notes: Vec<String>,
}

/// A station with its connectors, live values and open sessions.
pub fn station(parts: StationParts, link: Option<LinkInfo>, live: &Live, now: Timestamp) -> StationView {
    let StationParts { row, connectors, open, notes } = parts;
    let mut places: Vec<ConnectorRef> = connectors
        .iter()
        .filter(|c| c.evse > 0)
        .map(|c| ConnectorRef { evse: c.evse, connector: c.connector })
        .chain(open.iter().filter_map(session_place))
        .collect();
    places.sort_unstable();
    places.dedup();
    let whole = connectors.iter().find(|c| c.evse == 0);
    let views = places
        .into_iter()
        .map(|at| {
            let known = connectors.iter().find(|c| (c.evse, c.connector) == (at.evse, at.connector));
            let session = open.iter().find(|s| session_place(s) == Some(at));
            connector(at, known, session, row.key, live, now)
        })
        .collect();
    StationView {
        id: row.key.0,
        identity: row.identity,
        name: row.name,
        bay: row.bay,
        admission: admission(row.admission),
        online: link.is_some(),
        since: link.as_ref().map(|l| l.since).or(row.gone_at).or(row.connected_at).map(|at| at.0),
        last_heard: link.as_ref().map(|l| l.heard).or(row.gone_at).or(row.connected_at).map(|at| at.0),
        address: link.as_ref().map(|l| l.address.clone()).or(row.address),
        protocol: link.as_ref().map(|l| l.protocol).or(row.protocol).map(|p| p.label().to_owned()),
        has_password: row.password.is_some(),
        vendor: row.vendor,
        model: row.model,
        serial: row.serial,
        firmware: row.firmware,
        state: whole.map_or(ConnectorState::Unknown, |c| state(&c.status)),
        connectors: views,
        sessions: row.sessions,
        notes,
    }
}

fn session_place(session: &SessionRow) -> Option<ConnectorRef> {
    Some(ConnectorRef { evse: session.evse?, connector: session.connector.unwrap_or(1) })
}

fn connector(
    at: ConnectorRef,
    known: Option<&ConnectorRow>,
    session: Option<&SessionRow>,
    station: station::StationKey,
    live: &Live,
    now: Timestamp,
) -> ConnectorView {
    let open = session.map(|s| OpenSessionView {
        id: s.key.0,
        token: shown_token(s),
        started_at: s.began_at.0,
        energy_wh: s.energy().map(|e| e.0),
    });
    let values = live.view(station, at, now);
    let told = known.map_or(ConnectorState::Unknown, |c| state(&c.status));
    ConnectorView {
        evse: at.evse,
        connector: at.connector,
        state: with_session(told, open.is_some(), values.as_ref().and_then(|v| v.power_w)),
        raw_state: known.map(|c| c.status.raw.clone()).unwrap_or_default(),
        since: known.map(|c| c.since.0),
        error: known.and_then(|c| c.status.error.clone()),
        info: known.and_then(|c| c.status.info.clone()),
        live: values,
        session: open,
        spark: live.spark(station, at),
    }
}

/// OCPP 2.x says only "occupied"; whether electricity flows shows in the session's readings.
fn with_session(told: ConnectorState, open: bool, power: Option<i64>) -> ConnectorState {
    match (told, open) {
        (ConnectorState::PluggedIn | ConnectorState::Unknown, true)
            if power.is_none_or(|watts| watts > 0) =>
        {
            ConnectorState::Charging
        }
        (ConnectorState::PluggedIn | ConnectorState::Unknown, true) => ConnectorState::CarPaused,
        _ => told,
    }
}

fn state(status: &ConnectorStatus) -> ConnectorState {
    match (status.availability, status.phase) {
        (Availability::Faulted, _) => ConnectorState::Faulted,
        (Availability::Inoperative, _) => ConnectorState::OutOfService,
        (Availability::Operative, ChargingPhase::Free) => ConnectorState::Available,
        (Availability::Operative, ChargingPhase::Reserved) => ConnectorState::Reserved,
        (Availability::Operative, ChargingPhase::PluggedIn) => ConnectorState::PluggedIn,
        (Availability::Operative, ChargingPhase::Charging) => ConnectorState::Charging,
        (Availability::Operative, ChargingPhase::HeldByStation) => ConnectorState::WaitingForPower,
        (Availability::Operative, ChargingPhase::HeldByCar) => ConnectorState::CarPaused,
        (Availability::Operative, ChargingPhase::Finishing) => ConnectorState::Done,
    }
}

pub fn admission(admission: station::Admission) -> Admission {
    match admission {
        station::Admission::Pending => Admission::Pending,
        station::Admission::Accepted => Admission::Accepted,
        station::Admission::Refused => Admission::Refused,
    }
}

/// A session's token; a code typed by hand is secret and never shown.
pub fn shown_token(session: &SessionRow) -> Option<String> {
    match session.token_kind {
        TokenKind::KeyCode => session.token.as_ref().map(|_| "••••".to_owned()),
        _ => session.token.clone(),
    }
}

/// A session.
pub fn session(row: &SessionRow, now: Timestamp) -> SessionView {
    SessionView {
        id: row.key.0,
        station: row.station.0,
        station_name: row.station_name.clone(),
        identity: row.identity.clone(),
        bay: row.bay,
        evse: row.evse.unwrap_or(0),
        connector: row.connector.unwrap_or(0),
        transaction_id: row.wire.clone(),
        token: shown_token(row),
        started_at: row.began_at.0,
        ended_at: row.ended_at.map(|at| at.0),
        started_received: row.began_received.0,
        ended_received: row.ended_received.map(|at| at.0),
        duration_s: row.duration_s(now),
        meter_start_wh: row.meter_start.map(|m| m.0),
        meter_stop_wh: row.meter_stop.map(|m| m.0),
        energy_wh: row.energy().map(|e| e.0),
        reason: row.reason.clone().filter(|reason| !reason.is_empty()),
        flags: flags(row.flags).into_iter().map(|(flag, _)| flag).collect(),
        protocol: row.protocol.label().to_owned(),
        driver: row.driver.map(|driver| driver.0),
        driver_name: Some(row.driver_name.clone()).filter(|name| !name.is_empty()),
        cost_centre_name: Some(row.cost_centre_name.clone()).filter(|name| !name.is_empty()),
        cost: row.price.as_ref().map(|price| domain::billing::decimal(price.total, price.digits)),
        currency: row.price.as_ref().map(|price| price.currency.clone()),
        closed: row.entry.is_some() && row.ended_at.is_some(),
        amended: row.entry.is_some_and(|number| number > 0),
        findings: row.findings.iter().map(|found| books::finding(*found)).collect(),
        statement: row.statement.clone(),
    }
}

/// The flags that are set, with their words in exported files.
pub fn flags(flags: Flags) -> Vec<(SessionFlag, &'static str)> {
    [
        (Flags::ESTIMATED, SessionFlag::Estimated, "estimated"),
        (Flags::OFFLINE, SessionFlag::Offline, "offline"),
        (Flags::REPAIRED, SessionFlag::Repaired, "repaired"),
        (Flags::INTERRUPTED, SessionFlag::Interrupted, "interrupted"),
        (Flags::ORPHAN, SessionFlag::Orphan, "orphan"),
        (Flags::GAP, SessionFlag::Gap, "gap"),
        (Flags::CLOCK, SessionFlag::Clock, "clock"),
        (Flags::REFUSED, SessionFlag::Refused, "refused"),
        (Flags::CONFLICT, SessionFlag::Conflict, "conflict"),
        (Flags::REGISTER, SessionFlag::Register, "register"),
        (Flags::JUMP, SessionFlag::Jump, "jump"),
    ]
    .into_iter()
    .filter(|(flag, _, _)| flags.has(*flag))
    .map(|(_, view, word)| (view, word))
    .collect()
}

/// An order.
pub fn order(row: OrderRow) -> OrderView {
    OrderView {
        id: row.key.0,
        station: row.station.0,
        command: command::command(row.command),
        finding: row.finding.map(command::finding),
        state: order_state(row.state),
        detail: Some(row.detail).filter(|detail| !detail.is_empty()),
        asked_at: row.asked_at.0,
        changed_at: row.changed_at.0,
        by: row.by,
    }
}

fn order_state(state: OrderState) -> crate::view::OrderState {
    use crate::view::OrderState as View;
    match state {
        OrderState::Asked => View::Asked,
        OrderState::Sent => View::Sent,
        OrderState::Accepted => View::Accepted,
        OrderState::Scheduled => View::Scheduled,
        OrderState::Refused => View::Refused,
        OrderState::NotSupported => View::NotSupported,
        OrderState::TookEffect => View::TookEffect,
        OrderState::TimedOut => View::TimedOut,
    }
}

/// A token.
pub fn token(row: TokenRow) -> TokenView {
    TokenView {
        value: row.value,
        label: row.label,
        standing: match row.standing {
            Standing::Accepted => TokenStanding::Accepted,
            Standing::Blocked => TokenStanding::Blocked,
            Standing::Expired => TokenStanding::Expired,
            Standing::Unknown => TokenStanding::Unknown,
        },
        expires_at: row.expires_at.map(|at| at.0),
        driver: row.driver.map(|driver| driver.0),
        valid_from: row.valid_from.map(|at| at.0),
        last_seen_at: row.seen_at.map(|at| at.0),
        last_seen_station: row.seen_station.map(|s| s.0),
        refused: row.refused,
        parent: row.parent,
    }
}

/// A knock.
pub fn handshake(id: u32, knock: Handshake) -> HandshakeView {
    HandshakeView {
        id,
        at: knock.at.0,
        from: knock.from.to_string(),
        what: match knock.outcome {
            HandshakeOutcome::Connected => HandshakeWhat::Connected,
            HandshakeOutcome::Waiting => HandshakeWhat::Waiting,
            HandshakeOutcome::Assumed16 => HandshakeWhat::AssumedOcpp16,
            HandshakeOutcome::Refused => HandshakeWhat::Refused,
            HandshakeOutcome::WrongPassword => HandshakeWhat::WrongPassword,
            HandshakeOutcome::NoIdentity => HandshakeWhat::NoIdentity,
            HandshakeOutcome::NoCommonProtocol => HandshakeWhat::NoCommonProtocol,
            HandshakeOutcome::Browser => HandshakeWhat::Browser,
            HandshakeOutcome::TlsOnPlainPort => HandshakeWhat::TlsOnPlainPort,
            HandshakeOutcome::PlainOnTlsPort => HandshakeWhat::PlainOnTlsPort,
            HandshakeOutcome::TlsFailed => HandshakeWhat::TlsFailed,
            HandshakeOutcome::WrongCertificate => HandshakeWhat::WrongCertificate,
            HandshakeOutcome::Garbage => HandshakeWhat::Garbage,
            HandshakeOutcome::Silent => HandshakeWhat::Silent,
        },
        identity: knock.identity,
        offered: knock.offered,
        detail: knock.detail,
    }
}

/// The settings, with the system's zone and locale where none was chosen.
pub fn settings(settings: Settings, zone: &str, locale: &str) -> SettingsView {
    let or = |chosen: String, system: &str| if chosen.is_empty() { system.to_owned() } else { chosen };
    SettingsView {
        site_name: settings.site_name,
        zone: or(settings.zone, zone),
        locale: or(settings.locale, locale),
        accept_unknown: settings.policy.accept_unknown,
        free_charging: settings.policy.free_charging,
        ask_unknown: settings.policy.ask_unknown,
        one_session_per_token: settings.policy.one_session_per_token,
        site_limit_w: settings.site_limit_w,
        trace_mib: settings.trace.mib,
        trace_days: settings.trace.days,
        files_port: settings.files.http,
        ftp_port: settings.files.ftp,
    }
}
