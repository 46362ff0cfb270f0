//! Sessions for screens.

use std::sync::Arc;

use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use store::query::Selection;

use super::not_found;
use crate::console::Inner;
use crate::fault::Fault;
use crate::show;
use crate::view::{SessionPage, SessionQuery, SessionTotals, SessionView};

/// One page of a selection, with its totals.
pub async fn page(inner: &Arc<Inner>, query: SessionQuery) -> Result<SessionPage, Fault> {
    let now = inner.now();
    let limit = if query.limit == 0 { 100 } else { query.limit.min(500) };
    let offset = query.offset;
    let selection = selection(&query);
    inner
        .read(move |reader| {
            let rows = reader.sessions(&selection, limit, offset)?;
            let totals = reader.session_totals(&selection)?;
            Ok(SessionPage {
                sessions: rows.iter().map(|row| show::session(row, now)).collect(),
                totals: SessionTotals {
                    sessions: totals.sessions,
                    open: totals.open,
                    energy_wh: totals.energy.0,
                },
            })
        })
        .await
}

/// One session.
pub async fn one(inner: &Arc<Inner>, session: u32) -> Result<SessionView, Fault> {
    let now = inner.now();
    let row = inner.read(move |reader| reader.session(SessionKey(session))).await?;
    row.map(|row| show::session(&row, now)).ok_or_else(|| not_found("session"))
}

/// The store's selection of a query.
pub fn selection(query: &SessionQuery) -> Selection {
    Selection {
        from: query.from.map(Timestamp),
        to: query.to.map(Timestamp),
        station: query.station.map(StationKey),
        text: query.text.clone(),
    }
}
