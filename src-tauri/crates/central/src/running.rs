//! What a session costs so far, for stations that show it (2.x: TransactionEvent's answer, use cases I02 and I03).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use domain::ask::{Answer, Ask};
use domain::event::Event;
use domain::station::StationKey;
use store::{Committed, Error};

use crate::centre::Inner;
use crate::closing::zone;

/// The transaction that a message tells of, where its answer carries a cost.
pub fn transaction(ask: &Ask) -> Option<String> {
    match ask {
        Ask::Transaction(fact) => Some(fact.transaction.clone()),
        _ => None,
    }
}

/// The answer with the cost, where a tariff counts. What cannot be looked up is left out: the answer must not wait for it.
pub async fn priced(inner: &Arc<Inner>, station: StationKey, transaction: String, answer: Answer) -> Answer {
    let Answer::Booked(token) = answer else { return answer };
    if !inner.has_tariffs.load(Ordering::Relaxed) {
        return Answer::Booked(token);
    }
    let (of, now) = (Arc::clone(inner), (inner.clock)());
    let cost = tokio::task::spawn_blocking(move || {
        of.store.read(|reader| {
            let Some(session) = reader.session_named(station, &transaction)? else { return Ok(None) };
            let Some(case) = reader.case(session, now)? else { return Ok(None) };
            let cost = case.cost(&case.as_told(), &zone(reader, &of.config.zone)?, now);
            Ok::<_, Error>(cost.map(|cost| (cost.bill.total, cost.bill.currency.digits)))
        })
    });
    match cost.await {
        Ok(Ok(Some((minor, digits)))) => Answer::Priced { token, minor, digits },
        _ => Answer::Booked(token),
    }
}

/// Remembers whether any tariff counts: without one nothing is looked up.
pub fn observe(inner: &Inner, facts: &[Committed]) {
    if facts.iter().any(|fact| matches!(fact.event, Event::TariffUsed { .. } | Event::CostCentreRemoved(_))) {
        inner.has_tariffs.store(has_tariffs(&inner.store), Ordering::Relaxed);
    }
}

/// Whether any tariff counts; when that cannot be read, it is looked up each time.
pub fn has_tariffs(store: &store::Store) -> bool {
    store.read(|reader| Ok(!reader.tariff_uses()?.is_empty())).unwrap_or(true)
}
