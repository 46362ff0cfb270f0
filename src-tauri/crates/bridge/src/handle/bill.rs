//! What sessions cost, and how they are put right.

use std::path::Path;
use std::sync::Arc;

use domain::billing::{Case, Counted, Entry, EntryKind, Unchanged};
use domain::energy::WattHours;
use domain::event::{Event, SessionEnded};
use domain::people::DriverKey;
use domain::session::{Flags, SessionEnd, SessionKey};
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use store::{Error, Reader, Write};

use super::{change, not_found};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::show::books as show;
use crate::view::{AmendView, BillFindingView, LedgerBreakView, LedgerView, PricedView, SessionBillView};

/// The cost of a session, and what was ever said about it.
pub async fn one(inner: &Arc<Inner>, session: u32) -> Result<SessionBillView, Fault> {
    let (now, fallback) = (inner.now(), inner.options.zone.clone());
    let found = inner
        .read(move |reader| view(reader, SessionKey(session), &central::zone(reader, &fallback)?, now))
        .await?;
    found.ok_or_else(|| not_found("session"))
}

fn view(
    reader: &Reader<'_>,
    session: SessionKey,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<SessionBillView>, Error> {
    let Some(case) = reader.case(session, now)? else { return Ok(None) };
    let figures = match case.history.last() {
        Some(last) => show::figures(&last.figures, &last.payer, last.cost.as_ref()),
        None => {
            let told = case.as_told();
            show::figures(&told, &case.payer, case.cost(&told, zone, now).as_ref())
        }
    };
    let findings = case.findings().into_iter().map(|(found, mended)| {
        let after = Counted { ended: Some(mended.ended), start: Some(mended.start), stop: Some(mended.stop) };
        let payer = case.history.last().map_or(&case.payer, |last| &last.payer);
        let other = case.twin.filter(|_| found == domain::billing::Finding::Duplicate);
        BillFindingView {
            kind: show::finding(found),
            after: show::figures(&after, payer, case.cost(&after, zone, now).as_ref()),
            other: other.map(|other| other.0),
        }
    });
    Ok(Some(SessionBillView {
        session: session.0,
        now: figures,
        frozen: case.history.last().is_some(),
        findings: findings.collect(),
        history: case.history.0.iter().map(show::entry).collect(),
        statement: reader.session(session)?.and_then(|row| row.statement),
    }))
}

/// What an open session costs so far, as decimal text with its currency; `None` without a tariff.
pub fn so_far(
    reader: &Reader<'_>,
    session: SessionKey,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<(String, String)>, Error> {
    // Without any tariff there is nothing to look up: a site that charges nobody pays nothing for it here.
    if reader.tariff_uses()?.is_empty() {
        return Ok(None);
    }
    let Some(case) = reader.case(session, now)? else { return Ok(None) };
    let cost = case.cost(&case.as_told(), zone, now);
    Ok(cost.map(|cost| (cost.bill.currency.text(cost.bill.total), cost.bill.currency.letters().to_owned())))
}

/// Puts a session right.
pub async fn amend(
    inner: &Arc<Inner>,
    session: u32,
    wanted: AmendView,
    reason: String,
    by: &str,
) -> Result<SessionBillView, Fault> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > 200 || reason.chars().any(char::is_control) {
        return Err(Fault::new(FaultCode::Invalid).with("field", "reason").with("reason", "length"));
    }
    let (now, fallback, by) = (inner.now(), inner.options.zone.clone(), by.to_owned());
    change(inner, move |write| {
        let session = SessionKey(session);
        let zone = central::zone(&write.reader(), &fallback)?;
        let Some(case) = write.reader().case(session, now)? else { return Ok(Err(not_found("session"))) };
        let entry = match entry(write, case.clone(), &wanted, &zone, now)? {
            Ok(entry) => entry.by(&by, reason.clone()),
            Err(why) => return Ok(Err(unchanged(why))),
        };
        let entry = follow(write, &case, entry, now)?;
        write.apply_site(Event::Entered(Box::new(entry)), now)?;
        let view = view(&write.reader(), session, &zone, now)?;
        Ok(view.ok_or_else(|| not_found("session")))
    })
    .await
}

fn entry(
    write: &Write<'_>,
    case: Case,
    wanted: &AmendView,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Result<Entry, Unchanged>, Error> {
    let reader = write.reader();
    Ok(match *wanted {
        AmendView::Repair { finding } => case.repair(show::read_finding(finding), zone, now),
        AmendView::Driver { driver } => {
            let payer = reader.payer_of(driver.map(DriverKey))?;
            let tariff = match reader.station_of(case.session)? {
                Some(station) => reader.counting_tariff(station, payer.cost_centre)?,
                None => None,
            };
            Case { payer, tariff, ..case }.give(zone, now)
        }
        AmendView::Figures { ended_at, meter_start_wh, meter_stop_wh } => {
            let figures = Counted {
                ended: Some(Timestamp(ended_at)),
                start: Some(WattHours(meter_start_wh)),
                stop: Some(WattHours(meter_stop_wh)),
            };
            case.correct(figures, zone, now)
        }
        AmendView::Price => priced(&reader, case, zone, now)?,
        AmendView::Undo => match case.history.0.iter().rev().nth(1) {
            Some(before) => case.undo(before, now),
            None => reopened(&case, now),
        },
    })
}

/// The entry that prices a session by the tariff that counts now for whoever it is closed for.
fn priced(
    reader: &Reader<'_>,
    case: Case,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Result<Entry, Unchanged>, Error> {
    let centre = case.history.last().and_then(|last| last.payer.cost_centre);
    let tariff = match reader.station_of(case.session)? {
        Some(station) => reader.counting_tariff(station, centre)?,
        None => None,
    };
    Ok(Case { tariff, ..case }.reprice(zone, now))
}

/// A session that was closed by a repair alone is open again once that is taken back.
fn reopened(case: &Case, now: Timestamp) -> Result<Entry, Unchanged> {
    let last = case.history.last().filter(|last| matches!(last.kind, EntryKind::Repaired(_)));
    let last = last.ok_or(Unchanged::NothingToUndo)?;
    Ok(Entry {
        number: last.number + 1,
        at: now,
        kind: EntryKind::Undone,
        told: case.told.clone(),
        figures: Counted { ended: None, ..last.figures },
        cost: None,
        ..last.clone()
    })
}

/// A session without an end is ended by its repair, and open again when that is taken back. The charger's own word,
/// should it still come, replaces ours.
fn follow(write: &mut Write<'_>, case: &Case, mut entry: Entry, now: Timestamp) -> Result<Entry, Error> {
    let Some(station) = write.reader().station_of(case.session)? else { return Ok(entry) };
    match (case.told.ended, entry.figures.ended) {
        (None, Some(ended)) => {
            let event = Event::SessionEnded(SessionEnded {
                session: case.session,
                at_connector: None,
                end: SessionEnd {
                    at: ended,
                    said: Timestamp(0),
                    received: now,
                    meter_stop: entry.figures.stop,
                    reason: domain::session::INTERRUPTED.to_owned(),
                },
                flags: case.flags.with(Flags::INTERRUPTED).with(Flags::ESTIMATED),
                numbers: write.reader().numbers(case.session)?,
                number: None,
                samples: Vec::new(),
            });
            write.apply(station, event, now)?;
            entry.told.ended = Some(ended);
            entry.told.stop = entry.figures.stop;
        }
        (Some(_), None) => {
            write.apply(station, Event::SessionReopened(case.session), now)?;
            entry.told.ended = None;
            entry.told.stop = None;
        }
        _ => {}
    }
    Ok(entry)
}

fn unchanged(why: Unchanged) -> Fault {
    let reason = match why {
        Unchanged::Running => "running",
        Unchanged::NotFound => "notFound",
        Unchanged::NothingToUndo => "nothingToUndo",
        Unchanged::Impossible => "impossible",
        Unchanged::Same => "same",
    };
    Fault::new(FaultCode::Invalid).with("field", "change").with("reason", reason)
}

/// How many sessions are priced in one transaction.
const TOGETHER: u32 = 50;

/// Prices closed sessions without a price, where a tariff counts for them now.
pub async fn price_all(inner: &Arc<Inner>, by: &str) -> Result<PricedView, Fault> {
    let mut sessions = 0;
    let mut after = SessionKey(0);
    loop {
        let (now, fallback, by) = (inner.now(), inner.options.zone.clone(), by.to_owned());
        let from = after;
        let (priced, last) = change(inner, move |write| {
            let zone = central::zone(&write.reader(), &fallback)?;
            let keys = write.reader().unpriced(from, TOGETHER)?;
            let mut count = 0;
            for key in &keys {
                let Some(case) = write.reader().case(*key, now)? else { continue };
                if let Ok(entry) = priced(&write.reader(), case, &zone, now)? {
                    let entry = entry.by(&by, String::new());
                    write.apply_site(Event::Entered(Box::new(entry)), now)?;
                    count += 1;
                }
            }
            Ok(Ok((count, keys.last().copied())))
        })
        .await?;
        sessions += priced;
        match last {
            Some(last) => after = last,
            None => return Ok(PricedView { sessions }),
        }
    }
}

/// Looks whether the chain holds.
pub async fn verify(inner: &Arc<Inner>) -> Result<LedgerView, Fault> {
    let now = inner.now();
    let checked = inner.read(|reader| reader.check_ledger()).await?;
    Ok(ledger(checked, now))
}

/// Looks whether the chain of a data folder holds, whether or not a program runs on it. Blocks.
///
/// # Errors
/// When there is no database of this version there, or it cannot be read.
pub fn check_ledger(folder: &Path, now: Timestamp) -> Result<LedgerView, Fault> {
    store::check_ledger(folder).map(|checked| ledger(checked, now)).map_err(super::storage_fault)
}

fn ledger(checked: store::query::Checked, now: Timestamp) -> LedgerView {
    LedgerView {
        entries: checked.entries,
        head: checked.head.iter().map(|byte| format!("{byte:02x}")).collect(),
        broken: checked.broken.map(|broken| LedgerBreakView {
            session: broken.session.0,
            entry: broken.number,
            why: match broken.how {
                store::query::Broken::Content => "content",
                store::query::Broken::Order => "order",
                store::query::Broken::Session => "session",
            }
            .to_owned(),
        }),
        at: now.0,
    }
}
