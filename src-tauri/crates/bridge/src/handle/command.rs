//! What a screen orders, checked and completed from what is known.

use std::sync::Arc;

use domain::order::{
    CertificateHash, ChargingProfile, Command, ListEntry, Period, ProfileFilter, ProfileKind, Purpose,
    RateUnit, Reservation, ReservationKey, RootKind, Schedule, Secret, TokenList, Trigger,
};
use domain::place::{ConnectorRef, Place};
use domain::session::{SessionKey, WireRef};
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use domain::token::{IdToken, Standing, TokenFacts, TokenKind, TokenStatus, TokenVerdict};

use super::not_found;
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::view::{
    CommandView, ProfileKindView, ProfilePurpose, ProfileView, RateUnitView, RootKindView, TriggerWhat,
};

/// The token of a start that the operator makes for nobody in particular. Short, since some chargers cut longer ones.
const OPERATOR: &str = "FORECOURT";

/// The command that a screen means, checked.
pub async fn read(inner: &Arc<Inner>, station: StationKey, command: CommandView) -> Result<Command, Fault> {
    Ok(match command {
        CommandView::Start { evse, connector, token, profile } => {
            let token = match token {
                Some(value) => {
                    let value = domain::operator::check_token(&value).map_err(super::refusal)?;
                    IdToken { value, kind: TokenKind::Card }
                }
                None => operators_token(inner).await?,
            };
            let profile = match profile {
                Some(limits) => Some(Box::new(profile_of(inner, station, limits).await?)),
                None => None,
            };
            Command::Start { at: at(evse, connector)?, token, profile }
        }
        CommandView::Stop { session } => {
            let session = SessionKey(session);
            Command::Stop { session, wire: wire_of(inner, station, session).await? }
        }
        CommandView::Unlock { evse, connector } => Command::Unlock { at: at(evse, connector)? },
        CommandView::Restart { now } => Command::Restart { now },
        CommandView::Service { evse, connector, operative } => {
            Command::Service { at: place(evse, connector)?, operative }
        }
        CommandView::Trigger { what, evse, extended } => Command::Trigger {
            what: match what {
                TriggerWhat::Boot => Trigger::Boot,
                TriggerWhat::Heartbeat => Trigger::Heartbeat,
                TriggerWhat::Status => Trigger::Status,
                TriggerWhat::Meter => Trigger::Meter,
                TriggerWhat::Diagnostics => Trigger::Diagnostics,
                TriggerWhat::Firmware => Trigger::Firmware,
                TriggerWhat::Log => Trigger::Log,
                TriggerWhat::SignCertificate => Trigger::SignCertificate,
            },
            at: place(evse, evse.map(|_| 1))?,
            extended,
        },
        CommandView::ReadSettings { keys } => {
            for key in &keys {
                text("keys", key, 1, 50)?;
            }
            Command::ReadSettings { keys }
        }
        CommandView::ChangeSetting { key, value } => {
            text("key", &key, 1, 50)?;
            text("value", &value, 0, 500)?;
            Command::ChangeSetting { key, value }
        }
        CommandView::ChangePassword { password } => {
            domain::operator::check_password(&password).map_err(super::refusal)?;
            if password.len() > 20 {
                return Err(invalid("password", "length"));
            }
            Command::ChangePassword { password: Secret(password) }
        }
        CommandView::ClearCache => Command::ClearCache,
        CommandView::ReadListVersion => Command::ReadListVersion,
        CommandView::SendList { full, .. } => list(inner, station, full).await?,
        CommandView::Reserve { evse, token, parent, until } => {
            let value = domain::operator::check_token(&token).map_err(super::refusal)?;
            if until <= inner.now().0 {
                return Err(invalid("until", "past"));
            }
            let key = super::change(inner, |write| Ok(Ok(write.next_reservation()?))).await?;
            Command::Reserve(Reservation {
                key,
                at: place(evse, evse.map(|_| 1))?,
                token: IdToken { value, kind: TokenKind::Card },
                parent,
                until: Timestamp(until),
            })
        }
        CommandView::CancelReservation { reservation } => {
            Command::CancelReservation { reservation: ReservationKey(reservation) }
        }
        CommandView::SetProfile { evse, profile } => Command::SetProfile {
            at: place(evse, evse.map(|_| 1))?,
            profile: profile_of(inner, station, profile).await?,
        },
        CommandView::ClearProfiles { id, evse, purpose, stack_level } => {
            let at = match evse {
                None => None,
                Some(0) => Some(Place::Station),
                Some(evse) => Some(place(Some(evse), Some(1))?),
            };
            Command::ClearProfiles(ProfileFilter { id, at, purpose: purpose.map(purpose_of), stack_level })
        }
        CommandView::ReadSchedule { evse, duration_s, unit } => {
            Command::ReadSchedule { at: place(evse, evse.map(|_| 1))?, duration_s, unit: unit.map(unit_of) }
        }
        CommandView::SendData { vendor, message, data } => {
            text("vendor", &vendor, 1, 255)?;
            text("message", message.as_deref().unwrap_or_default(), 0, 50)?;
            text("data", data.as_deref().unwrap_or_default(), 0, 100_000)?;
            Command::SendData { vendor, message, data }
        }
        CommandView::InstallCertificate { kind, pem } => {
            text("pem", &pem, 1, 5500)?;
            Command::InstallCertificate { kind: root_of(kind), pem }
        }
        CommandView::ListCertificates { kind } => Command::ListCertificates { kind: root_of(kind) },
        CommandView::DeleteCertificate { hash } => Command::DeleteCertificate(CertificateHash {
            algorithm: hash.algorithm,
            issuer_name: hash.issuer_name,
            issuer_key: hash.issuer_key,
            serial: hash.serial,
        }),
        CommandView::DeliverCertificate { chain } => {
            text("chain", &chain, 1, 10_000)?;
            Command::DeliverCertificate { chain }
        }
        view @ (CommandView::UpdateFirmware { .. } | CommandView::SendFile { .. }) => {
            super::transfer::read(view, number(inner.now()), inner.now())?
        }
    })
}

/// A new number a millisecond: as good as unique at one station, and it fits wherever stations keep it.
fn number(now: Timestamp) -> u32 {
    u32::try_from(now.0 % 1_000_000_000).unwrap_or(1)
}

pub(super) fn invalid(field: &str, reason: &str) -> Fault {
    Fault::new(FaultCode::Invalid).with("field", field).with("reason", reason)
}

/// Texts are as long as the protocol carries them.
pub(super) fn text(field: &str, value: &str, least: usize, most: usize) -> Result<(), Fault> {
    let length = value.chars().count();
    if length < least {
        Err(invalid(field, "empty"))
    } else if length > most {
        Err(invalid(field, "tooLong"))
    } else {
        Ok(())
    }
}

/// What a session of this station is called on the wire.
async fn wire_of(inner: &Arc<Inner>, station: StationKey, session: SessionKey) -> Result<WireRef, Fault> {
    let row = inner.read(move |reader| reader.session(session)).await?;
    let row = row.filter(|row| row.station == station).ok_or_else(|| not_found("session"))?;
    Ok(match row.protocol {
        Protocol::V16 => WireRef::Central(row.wire.parse().unwrap_or(i64::from(session.0))),
        Protocol::V201 | Protocol::V21 => WireRef::Station(row.wire),
    })
}

async fn profile_of(
    inner: &Arc<Inner>,
    station: StationKey,
    view: ProfileView,
) -> Result<ChargingProfile, Fault> {
    let session = match view.session {
        Some(session) => Some(wire_of(inner, station, SessionKey(session)).await?),
        None => None,
    };
    let first = view.schedule.periods.first().map(|period| period.start_s);
    if first != Some(0) || !view.schedule.periods.is_sorted_by(|a, b| a.start_s < b.start_s) {
        return Err(invalid("periods", "order"));
    }
    let schedule = Schedule {
        start: view.schedule.start.map(Timestamp),
        duration_s: view.schedule.duration_s,
        unit: unit_of(view.schedule.unit),
        periods: view
            .schedule
            .periods
            .iter()
            .map(|p| Period { start_s: p.start_s, limit_tenths: p.limit_tenths, phases: p.phases })
            .collect(),
    };
    let id = view.id.unwrap_or_else(|| number(inner.now()));
    Ok(ChargingProfile {
        id,
        stack_level: view.stack_level,
        purpose: purpose_of(view.purpose),
        kind: match view.kind {
            ProfileKindView::Absolute => ProfileKind::Absolute,
            ProfileKindView::Relative => ProfileKind::Relative,
            ProfileKindView::Daily => ProfileKind::Daily,
            ProfileKindView::Weekly => ProfileKind::Weekly,
        },
        session,
        valid_from: view.valid_from.map(Timestamp),
        valid_to: view.valid_to.map(Timestamp),
        schedule,
    })
}

fn purpose_of(view: ProfilePurpose) -> Purpose {
    match view {
        ProfilePurpose::Station => Purpose::Station,
        ProfilePurpose::Default => Purpose::Default,
        ProfilePurpose::Session => Purpose::Session,
    }
}

fn unit_of(view: RateUnitView) -> RateUnit {
    match view {
        RateUnitView::A => RateUnit::Amperes,
        RateUnitView::W => RateUnit::Watts,
    }
}

fn root_of(view: RootKindView) -> RootKind {
    match view {
        RootKindView::Central => RootKind::Central,
        RootKindView::Manufacturer => RootKind::Manufacturer,
    }
}

/// Our cards as a list for the station: whole, or what changed since the one that it holds.
async fn list(inner: &Arc<Inner>, station: StationKey, full: bool) -> Result<Command, Fault> {
    let (tokens, held) =
        inner.read(move |reader| Ok((reader.tokens()?, reader.token_list(station)?))).await?;
    let status = |standing| match standing {
        Standing::Accepted => Some(TokenStatus::Accepted),
        Standing::Blocked => Some(TokenStatus::Blocked),
        Standing::Expired => Some(TokenStatus::Expired),
        Standing::Unknown => None,
    };
    let whole: Vec<ListEntry> = tokens
        .into_iter()
        .filter_map(|row| {
            let verdict = TokenVerdict {
                status: status(row.standing)?,
                expires_at: row.expires_at,
                parent: row.parent,
            };
            Some(ListEntry { token: row.value, verdict: Some(verdict) })
        })
        .collect();
    let version = held.as_ref().map_or(0, |(version, _)| *version) + 1;
    Ok(Command::SendList(match held {
        Some((_, before)) if !full => TokenList::changes(version, &before, whole),
        _ => TokenList::full(version, whole),
    }))
}

/// The operator's own token. A charger that asks whether it may charge must hear "yes", so it is on the list.
async fn operators_token(inner: &Arc<Inner>) -> Result<IdToken, Fault> {
    let now = inner.now();
    let known = inner.read(|reader| reader.token(OPERATOR)).await?;
    if known.is_none() {
        super::change(inner, move |write| {
            let facts = TokenFacts {
                value: OPERATOR.to_owned(),
                label: "Started from Forecourt".to_owned(),
                standing: Standing::Accepted,
                valid_from: None,
                expires_at: None,
                parent: None,
                driver: None,
            };
            let event = domain::event::Event::TokenSaved(facts);
            write.apply_site(event, now)?;
            Ok(Ok(()))
        })
        .await?;
    }
    Ok(IdToken { value: OPERATOR.to_owned(), kind: TokenKind::Central })
}

fn at(evse: u16, connector: u16) -> Result<ConnectorRef, Fault> {
    if evse == 0 || connector == 0 {
        return Err(Fault::new(FaultCode::Invalid).with("field", "connector").with("reason", "range"));
    }
    Ok(ConnectorRef { evse, connector })
}

fn place(evse: Option<u16>, connector: Option<u16>) -> Result<Place, Fault> {
    match (evse, connector) {
        (None, _) => Ok(Place::Station),
        (Some(evse), None) => at(evse, 1).map(|at| Place::Evse(at.evse)),
        (Some(evse), Some(connector)) => at(evse, connector).map(Place::Connector),
    }
}
