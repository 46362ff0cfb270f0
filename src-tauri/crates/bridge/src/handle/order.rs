//! Orders to chargers.

use std::sync::Arc;

use central::OrderError;
use domain::order::{Command, Trigger};
use domain::place::{ConnectorRef, Place};
use domain::session::{SessionKey, WireRef};
use domain::station::{Protocol, StationKey};
use domain::token::{IdToken, TokenKind};

use super::{not_found, storage_fault};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::show;
use crate::view::{CommandView, OrderView, TriggerWhat};

/// The token of a start that the operator makes for nobody in particular. Short, since some chargers cut longer ones.
const OPERATOR: &str = "FORECOURT";

/// Records an order and sends it on its way.
pub async fn order(
    inner: &Arc<Inner>,
    station: u32,
    command: CommandView,
    by: &str,
) -> Result<OrderView, Fault> {
    let key = StationKey(station);
    let command = read(inner, key, command).await?;
    let centre = inner.centre.read().await;
    let centre = centre.as_ref().ok_or_else(|| Fault::new(FaultCode::StorageBusy))?;
    let order = centre.order(key, command, by).await.map_err(|error| match error {
        OrderError::NoStation => not_found("station"),
        OrderError::NotAccepted => Fault::new(FaultCode::NotAccepted),
        OrderError::Store(error) => storage_fault(error),
    })?;
    let row = inner.read(move |reader| reader.order(order)).await?;
    row.map(show::order).ok_or_else(|| not_found("order"))
}

/// The orders of a station, newest first.
pub async fn orders(inner: &Arc<Inner>, station: u32) -> Result<Vec<OrderView>, Fault> {
    let rows = inner.read(move |reader| reader.orders(Some(StationKey(station)), 100)).await?;
    Ok(rows.into_iter().map(show::order).collect())
}

async fn read(inner: &Arc<Inner>, station: StationKey, command: CommandView) -> Result<Command, Fault> {
    Ok(match command {
        CommandView::Start { evse, connector, token } => {
            let token = match token {
                Some(value) => {
                    let value = domain::operator::check_token(&value).map_err(super::refusal)?;
                    IdToken { value, kind: TokenKind::Card }
                }
                None => operators_token(inner).await?,
            };
            Command::Start { at: at(evse, connector)?, token }
        }
        CommandView::Stop { session } => {
            let session = SessionKey(session);
            let row = inner.read(move |reader| reader.session(session)).await?;
            let row = row.filter(|row| row.station == station).ok_or_else(|| not_found("session"))?;
            let wire = match row.protocol {
                Protocol::V16 => WireRef::Central(row.wire.parse().unwrap_or(i64::from(session.0))),
                Protocol::V201 | Protocol::V21 => WireRef::Station(row.wire),
            };
            Command::Stop { session, wire }
        }
        CommandView::Unlock { evse, connector } => Command::Unlock { at: at(evse, connector)? },
        CommandView::Restart { now } => Command::Restart { now },
        CommandView::Service { evse, connector, operative } => {
            Command::Service { at: place(evse, connector)?, operative }
        }
        CommandView::Trigger { what, evse } => Command::Trigger {
            what: match what {
                TriggerWhat::Boot => Trigger::Boot,
                TriggerWhat::Heartbeat => Trigger::Heartbeat,
                TriggerWhat::Status => Trigger::Status,
                TriggerWhat::Meter => Trigger::Meter,
            },
            at: place(evse, evse.map(|_| 1))?,
        },
    })
}

/// The operator's own token. A charger that asks whether it may charge must hear "yes", so it is on the list.
async fn operators_token(inner: &Arc<Inner>) -> Result<IdToken, Fault> {
    let now = inner.now();
    let known = inner.read(|reader| reader.token(OPERATOR)).await?;
    if known.is_none() {
        super::change(inner, move |write| {
            let event = domain::event::Event::TokenSaved {
                value: OPERATOR.to_owned(),
                label: "Started from Forecourt".to_owned(),
                standing: domain::token::Standing::Accepted,
                expires_at: None,
            };
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
