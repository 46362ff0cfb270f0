//! Faults of a charger, with what the manual says.

use std::sync::Arc;

use central::Manual;
use domain::fault::{Case, explain};
use domain::place::Place;
use domain::station::StationKey;
use domain::time::Timestamp;
use jiff::ToSpan;
use store::query::{FaultRow, StationRow};

use super::{not_found, today};
use crate::console::Inner;
use crate::fault::Fault;
use crate::view::{ExplanationView, FaultMonthView, FaultView, FaultsView};

/// How many a screen is shown.
const SHOWN: u32 = 200;
/// How many months are counted.
const MONTHS: i32 = 12;

/// A charger's faults.
pub async fn faults(inner: &Arc<Inner>, station: u32) -> Result<FaultsView, Fault> {
    let key = StationKey(station);
    let zone = today::zone(&inner.settings().await?.zone);
    let starts = months(inner.now(), &zone);
    let since = starts.first().copied().unwrap_or_default();
    let book = Arc::clone(inner);
    let found = inner.read(move |reader| {
        let Some(row) = reader.station(key)? else { return Ok(None) };
        Ok(Some((row, reader.faults(key, SHOWN)?, reader.fault_times(key, since)?, manual(&book))))
    });
    let (row, faults, times, manual) = found.await?.ok_or_else(|| not_found("station"))?;
    let (open, past) =
        faults.into_iter().map(|fault| view(fault, &row, &manual)).partition(|f| f.ended.is_none());
    Ok(FaultsView {
        open,
        past,
        months: counted(&starts, &times),
        problems: manual.problems.clone(),
        folder: inner.store.folder().join("faults").display().to_string(),
    })
}

/// The manual as it is now; empty while the centre is stopped. Blocks.
pub fn manual(inner: &Inner) -> Arc<Manual> {
    inner.centre.blocking_read().as_ref().map(central::Centre::manual).unwrap_or_default()
}

/// A fault of a station as a screen shows it.
pub fn view(fault: FaultRow, station: &StationRow, manual: &Manual) -> FaultView {
    let sign = fault.sign;
    let case = Case {
        protocol: station.protocol,
        vendor: &station.vendor,
        code: &sign.code,
        vendor_code: sign.vendor_code.as_deref(),
    };
    let explanation = explain(&manual.list, case).map(|entry| ExplanationView {
        title: entry.title.clone(),
        cause: entry.cause.clone(),
        next: entry.next.clone(),
    });
    let (evse, connector) = match sign.place {
        Place::Station => (None, None),
        Place::Evse(evse) => (Some(evse), None),
        Place::Connector(at) => (Some(at.evse), Some(at.connector)),
    };
    FaultView {
        id: fault.key.0,
        began: fault.began.0,
        ended: fault.ended.map(|at| at.0),
        evse,
        connector,
        code: sign.code,
        vendor_code: sign.vendor_code,
        info: sign.info,
        off: sign.off,
        explanation,
    }
}

/// The first moments of the last months, the present one last.
fn months(now: Timestamp, zone: &jiff::tz::TimeZone) -> Vec<Timestamp> {
    let first = today::local(now, zone).first_of_month().ok();
    let start = |back: i32| first.as_ref()?.checked_sub(back.months()).ok()?.start_of_day().ok();
    (0..MONTHS).rev().filter_map(start).map(|start| today::moment(&start)).collect()
}

/// How many of the times, which rise, fall into each month.
fn counted(starts: &[Timestamp], times: &[Timestamp]) -> Vec<FaultMonthView> {
    let count = |index: usize| {
        let to = starts.get(index + 1).copied().unwrap_or(Timestamp(i64::MAX));
        let inside = times.iter().filter(|at| **at >= starts[index] && **at < to).count();
        FaultMonthView { from: starts[index].0, count: u32::try_from(inside).unwrap_or(u32::MAX) }
    };
    (0..starts.len()).map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_counted_by_the_months_of_the_site() {
        let zone = today::zone("Europe/Lisbon");
        // 2026-03-31T23:30:00Z is the first of April there.
        let starts = months(Timestamp(1_774_999_800_000), &zone);
        assert_eq!(starts.len(), 12);
        let april = Timestamp(1_774_998_000_000);
        assert_eq!(starts.last(), Some(&april));
        let counts = counted(&starts, &[april.plus(-1), april, april.plus(5)]);
        let counts: Vec<u32> = counts.into_iter().map(|month| month.count).collect();
        assert_eq!(counts[10..], [1, 2]);
    }
}
