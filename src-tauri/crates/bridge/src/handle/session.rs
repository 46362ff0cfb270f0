//! Sessions for screens.

use std::sync::Arc;

use domain::people::{CostCentreKey, DriverKey};
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use store::query::{Selection, SessionRow};
use store::{Error, Reader};

use super::not_found;
use crate::console::Inner;
use crate::fault::Fault;
use crate::show;
use crate::view::{MoneyView, SessionPage, SessionQuery, SessionTotals, SessionView};

/// One page of a selection, with its totals.
pub async fn page(inner: &Arc<Inner>, query: SessionQuery) -> Result<SessionPage, Fault> {
    let now = inner.now();
    let limit = if query.limit == 0 { 100 } else { query.limit.min(500) };
    let offset = query.offset;
    let (selection, fallback) = (selection(&query), inner.options.zone.clone());
    inner
        .read(move |reader| {
            let rows = reader.sessions(&selection, limit, offset)?;
            let totals = reader.session_totals(&selection)?;
            Ok(SessionPage {
                sessions: views(reader, &rows, &fallback, now)?,
                totals: SessionTotals {
                    sessions: totals.sessions,
                    open: totals.open,
                    energy_wh: totals.energy.0,
                    costs: totals
                        .costs
                        .into_iter()
                        .map(|(currency, digits, total)| MoneyView {
                            amount: domain::billing::decimal(total, digits),
                            currency,
                        })
                        .collect(),
                },
            })
        })
        .await
}

/// One session.
pub async fn one(inner: &Arc<Inner>, session: u32) -> Result<SessionView, Fault> {
    let (now, fallback) = (inner.now(), inner.options.zone.clone());
    let found = inner.read(move |reader| {
        let rows: Vec<SessionRow> = reader.session(SessionKey(session))?.into_iter().collect();
        views(reader, &rows, &fallback, now)
    });
    found.await?.pop().ok_or_else(|| not_found("session"))
}

/// Sessions as screens see them; those that run with what they cost so far.
pub fn views(
    reader: &Reader<'_>,
    rows: &[SessionRow],
    fallback: &str,
    now: Timestamp,
) -> Result<Vec<SessionView>, Error> {
    let zone = central::zone(reader, fallback)?;
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let mut view = show::session(row, now);
        if row.ended_at.is_none() {
            let cost = super::bill::so_far(reader, row.key, &zone, now)?;
            (view.cost, view.currency) = cost.unzip();
        }
        views.push(view);
    }
    Ok(views)
}

/// The store's selection of a query.
pub fn selection(query: &SessionQuery) -> Selection {
    Selection {
        from: query.from.map(Timestamp),
        to: query.to.map(Timestamp),
        station: query.station.map(StationKey),
        driver: query.driver.map(DriverKey),
        cost_centre: query.cost_centre.map(CostCentreKey),
        wrong: query.wrong,
        text: query.text.clone(),
    }
}
