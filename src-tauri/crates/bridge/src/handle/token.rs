//! Cards.

use std::sync::Arc;

use domain::connector::ChargingPhase;
use domain::event::Event;
use domain::operator::check_token;
use domain::people::DriverKey;
use domain::place::ConnectorRef;
use domain::station::StationKey;
use domain::time::{MINUTE, Timestamp};
use domain::token::{Standing, TokenFacts};
use store::query::ConnectorRow;
use store::{Error, Reader, Write};

use super::{DONE, change, not_found, refusal};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::request::Request;
use crate::show;
use crate::view::{CommandView, Done, TokenStanding, TokenView};

/// Adds a card or changes what it may do.
pub async fn save(inner: &Arc<Inner>, request: Request) -> Result<TokenView, Fault> {
    let Request::SaveToken { value, label, standing, expires_at, parent, driver, valid_from } = request
    else {
        return Err(not_found("request"));
    };
    let value = check_token(&value).map_err(refusal)?;
    let label = label.trim().to_owned();
    if label.chars().count() > 120 || label.chars().any(char::is_control) {
        return Err(Fault::new(FaultCode::Invalid).with("field", "label").with("reason", "tooLong"));
    }
    let parent = match parent.filter(|parent| !parent.trim().is_empty()) {
        Some(parent) => Some(check_token(&parent).map_err(refusal)?),
        None => None,
    };
    if matches!((valid_from, expires_at), (Some(from), Some(to)) if from >= to) {
        return Err(Fault::new(FaultCode::Invalid).with("field", "expiresAt").with("reason", "early"));
    }
    let standing = match standing {
        TokenStanding::Accepted => Standing::Accepted,
        TokenStanding::Blocked => Standing::Blocked,
        TokenStanding::Expired => Standing::Expired,
        TokenStanding::Unknown => {
            return Err(Fault::new(FaultCode::Invalid).with("field", "standing").with("reason", "unknown"));
        }
    };
    let facts = TokenFacts {
        value,
        label,
        standing,
        valid_from: valid_from.map(Timestamp),
        expires_at: expires_at.map(Timestamp),
        parent,
        driver: driver.map(DriverKey),
    };
    let now = inner.now();
    change(inner, move |write| store(write, facts.clone(), now)).await
}

/// How long after a card was shown a charge may begin with it, in milliseconds.
const FRESH: i64 = 5 * MINUTE;

/// Gives a card to a driver and lets it charge; begins to charge where it was just shown.
pub async fn give(
    inner: &Arc<Inner>,
    value: String,
    driver: Option<u32>,
    start: bool,
    by: &str,
) -> Result<TokenView, Fault> {
    let value = check_token(&value).map_err(refusal)?;
    let now = inner.now();
    let (given, seen) = change(inner, move |write| {
        let known = write.reader().token(&value)?;
        let seen = known.as_ref().and_then(|row| row.seen_at.zip(row.seen_station));
        let facts = TokenFacts {
            value: value.clone(),
            label: known.as_ref().map(|row| row.label.clone()).unwrap_or_default(),
            standing: Standing::Accepted,
            valid_from: known.as_ref().and_then(|row| row.valid_from),
            expires_at: known.as_ref().and_then(|row| row.expires_at).filter(|end| *end > now),
            parent: known.and_then(|row| row.parent),
            driver: driver.map(DriverKey),
        };
        Ok(store(write, facts, now)?.map(|view| (view, seen)))
    })
    .await?;
    if let Some((_, station)) = seen.filter(|(at, _)| start && now.since(*at) < FRESH)
        && let Some(at) = inner.read(move |reader| ready(reader, station)).await?
    {
        let token = Some(given.value.clone());
        let command = CommandView::Start { evse: at.evse, connector: at.connector, token, profile: None };
        super::order::order(inner, station.0, command, by).await?;
    }
    Ok(given)
}

/// Where a charge may begin: at a connector with a car, else at a free one.
fn ready(reader: &Reader<'_>, station: StationKey) -> Result<Option<ConnectorRef>, Error> {
    let connectors = reader.connectors(station)?;
    let with = |phase| {
        let fits = |row: &&ConnectorRow| row.evse > 0 && row.status.phase == phase;
        connectors.iter().find(fits).map(|row| ConnectorRef { evse: row.evse, connector: row.connector })
    };
    Ok(with(ChargingPhase::PluggedIn).or_else(|| with(ChargingPhase::Free)))
}

fn store(
    write: &mut Write<'_>,
    facts: TokenFacts,
    now: Timestamp,
) -> Result<Result<TokenView, Fault>, Error> {
    if let Some(driver) = facts.driver
        && !write.reader().drivers()?.iter().any(|known| known.key == driver)
    {
        return Ok(Err(not_found("driver")));
    }
    let value = facts.value.clone();
    write.apply_site(Event::TokenSaved(facts), now)?;
    let row = write.reader().token(&value)?;
    Ok(row.map(show::token).ok_or_else(|| not_found("token")))
}

/// Forgets a card.
pub async fn remove(inner: &Arc<Inner>, value: String) -> Result<Done, Fault> {
    let now = inner.now();
    change(inner, move |write| {
        write.apply_site(Event::TokenRemoved(value.clone()), now)?;
        Ok(Ok(DONE))
    })
    .await
}
