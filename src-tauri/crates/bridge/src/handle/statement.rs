//! Statements: planned, issued, corrected, paid.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::billing::{Currency, Recipient, Statement, StatementKey, due, series};
use domain::energy::WattHours;
use domain::event::Event;
use domain::people::{CostCentreKey, DriverKey, Post};
use domain::time::Timestamp;
use store::query::BillableRow;
use store::{Error, Reader, Write};

use super::{change, not_found, today};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::show::books as show;
use crate::view::{PlannedStatementView, RecipientKind, StatementView};

/// Most statements that are listed.
const LISTED: u32 = 1000;

/// Statements, newest first.
pub async fn list(inner: &Arc<Inner>) -> Result<Vec<StatementView>, Fault> {
    let rows = inner.read(|reader| reader.statements(LISTED)).await?;
    Ok(rows.into_iter().map(show::statement).collect())
}

/// What the statements of a time would hold, by name; sessions of nobody come last.
pub async fn plan(
    inner: &Arc<Inner>,
    (from, to): (i64, i64),
    kind: RecipientKind,
) -> Result<Vec<PlannedStatementView>, Fault> {
    inner
        .read(move |reader| {
            let by_driver = kind == RecipientKind::Driver;
            let rows = reader.billable(by_driver, Timestamp(from), Timestamp(to))?;
            let running: BTreeMap<_, _> = reader.running(by_driver, Timestamp(to))?.into_iter().collect();
            let mut of: BTreeMap<Option<u32>, Vec<BillableRow>> = BTreeMap::new();
            for row in rows {
                of.entry(row.recipient).or_default().push(row);
            }
            for recipient in running.keys() {
                of.entry(*recipient).or_default();
            }
            let mut plans = Vec::new();
            for (recipient, rows) in of {
                let open = running.get(&recipient).copied().unwrap_or(0);
                plans.push(planned(reader, kind, recipient, &rows, open)?);
            }
            plans.sort_by_key(|plan| (plan.recipient.is_none(), plan.recipient_name.to_lowercase()));
            Ok(plans)
        })
        .await
}

fn planned(
    reader: &Reader<'_>,
    kind: RecipientKind,
    recipient: Option<u32>,
    rows: &[BillableRow],
    open: u32,
) -> Result<PlannedStatementView, Error> {
    let count = |test: fn(&BillableRow) -> bool| {
        u32::try_from(rows.iter().filter(|row| test(row)).count()).unwrap_or(u32::MAX)
    };
    let fresh: Vec<&BillableRow> = rows.iter().filter(|row| !row.stated && row.currency.is_some()).collect();
    let currency = fresh.first().and_then(|row| row.currency.clone());
    let total: i64 = fresh.iter().map(|row| row.total).sum();
    let post = match recipient {
        Some(recipient) => post(reader, self::recipient(kind, recipient))?,
        None => None,
    };
    let name = post.as_ref().map(|post| post.recipient.clone());
    Ok(PlannedStatementView {
        recipient,
        recipient_name: name.or(rows.first().map(|row| row.recipient_name.clone())).unwrap_or_default(),
        email: post.map(|post| post.email).unwrap_or_default(),
        sessions: u32::try_from(fresh.len()).unwrap_or(u32::MAX),
        energy_wh: fresh.iter().map(|row| row.energy.0).sum(),
        total: currency
            .as_ref()
            .map_or_else(String::new, |(_, digits)| domain::billing::decimal(total, *digits)),
        currency: currency.map(|(code, _)| code).unwrap_or_default(),
        open,
        unpriced: count(|row| row.currency.is_none()),
        findings: count(|row| row.wrong && !row.stated),
        stated: count(|row| row.stated),
    })
}

fn recipient(kind: RecipientKind, key: u32) -> Recipient {
    match kind {
        RecipientKind::Driver => Recipient::Driver(DriverKey(key)),
        RecipientKind::CostCentre => Recipient::CostCentre(CostCentreKey(key)),
    }
}

/// How a recipient stands on a statement, with a name.
fn post(reader: &Reader<'_>, recipient: Recipient) -> Result<Option<Post>, Error> {
    let named = |name: String, post: Post| {
        if post.recipient.is_empty() { Post { recipient: name, ..post } } else { post }
    };
    Ok(match recipient {
        Recipient::Driver(key) => reader.driver(key)?.map(|driver| named(driver.name, driver.post)),
        Recipient::CostCentre(key) => reader.cost_centre(key)?.map(|centre| named(centre.name, centre.post)),
    })
}

/// Issues statements, all or none.
pub async fn issue(
    inner: &Arc<Inner>,
    (from, to): (i64, i64),
    kind: RecipientKind,
    recipients: Vec<u32>,
) -> Result<Vec<StatementView>, Fault> {
    if recipients.is_empty() || recipients.len() > 500 {
        return Err(Fault::new(FaultCode::Invalid).with("field", "recipients").with("reason", "count"));
    }
    let (now, fallback) = (inner.now(), inner.options.zone.clone());
    change(inner, move |write| {
        let by_driver = kind == RecipientKind::Driver;
        let rows = write.reader().billable(by_driver, Timestamp(from), Timestamp(to))?;
        let mut issued = Vec::new();
        for key in &recipients {
            let mine = rows.iter().filter(|row| row.recipient == Some(*key) && !row.stated);
            let mine: Vec<BillableRow> = mine.filter(|row| row.currency.is_some()).cloned().collect();
            let to_whom = recipient(kind, *key);
            let frame = Frame { from: Timestamp(from), to: Timestamp(to), corrects: None };
            match one(write, to_whom, &mine, frame, &fallback, now)? {
                Ok(statement) => issued.push(statement),
                Err(fault) => return Ok(Err(fault)),
            }
        }
        Ok(Ok(issued))
    })
    .await
}

/// What a statement has beside its sessions.
struct Frame {
    from: Timestamp,
    to: Timestamp,
    corrects: Option<(StatementKey, i64)>,
}

fn one(
    write: &mut Write<'_>,
    recipient: Recipient,
    rows: &[BillableRow],
    frame: Frame,
    fallback: &str,
    now: Timestamp,
) -> Result<Result<StatementView, Fault>, Error> {
    let Some(post) = post(&write.reader(), recipient)? else { return Ok(Err(not_found("recipient"))) };
    let Some((code, digits)) = rows.iter().find_map(|row| row.currency.clone()) else {
        return Ok(Err(Fault::new(FaultCode::Invalid).with("field", "sessions").with("reason", "none")));
    };
    if rows.iter().any(|row| row.currency.as_ref().is_some_and(|(other, _)| *other != code)) {
        return Ok(Err(Fault::new(FaultCode::Invalid).with("field", "currency").with("reason", "several")));
    }
    let mut sender = write.reader().sender()?;
    if sender.name.is_empty() {
        sender.name = write.reader().settings()?.site_name;
    }
    let zone = central::zone(&write.reader(), fallback)?;
    let series = series(&sender, today::local(now, &zone).year());
    let (key, number) = write.next_statement(&series)?;
    let sum = |part: fn(&BillableRow) -> i64| rows.iter().map(part).sum();
    let statement = Statement {
        key,
        series,
        number,
        recipient,
        post,
        due: due(&sender, now),
        sender,
        from: frame.from,
        to: frame.to,
        issued: now,
        currency: Currency::of(&code, digits),
        sessions: rows.iter().map(|row| (row.session, row.entry)).collect(),
        energy: WattHours(sum(|row| row.energy.0)),
        net: sum(|row| row.net),
        vat: sum(|row| row.vat),
        total: sum(|row| row.total),
        corrects: frame.corrects,
    };
    write.apply_site(Event::StatementIssued(Box::new(statement)), now)?;
    let row = write.reader().statement(key)?;
    Ok(row.map(show::statement).ok_or_else(|| not_found("statement")))
}

/// Issues a correction of a statement whose sessions were amended.
pub async fn correct(inner: &Arc<Inner>, statement: u32) -> Result<StatementView, Fault> {
    let (now, fallback) = (inner.now(), inner.options.zone.clone());
    change(inner, move |write| {
        let Some(row) = write.reader().statement(StatementKey(statement))? else {
            return Ok(Err(not_found("statement")));
        };
        if !row.outdated || row.corrected_by.is_some() {
            return Ok(Err(Fault::new(FaultCode::Invalid).with("field", "statement").with("reason", "same")));
        }
        let before = row.statement;
        let rows = write.reader().billable_of(before.key)?;
        let corrects = Some((before.key, before.total));
        let frame = Frame { from: before.from, to: before.to, corrects };
        one(write, before.recipient, &rows, frame, &fallback, now)
    })
    .await
}

/// Notes that a statement was paid, or that it was not.
pub async fn pay(inner: &Arc<Inner>, statement: u32, paid: bool) -> Result<StatementView, Fault> {
    let now = inner.now();
    change(inner, move |write| {
        let key = StatementKey(statement);
        if write.reader().statement(key)?.is_none() {
            return Ok(Err(not_found("statement")));
        }
        write.apply_site(Event::StatementPaid { statement: key, at: paid.then_some(now) }, now)?;
        let row = write.reader().statement(key)?;
        Ok(row.map(show::statement).ok_or_else(|| not_found("statement")))
    })
    .await
}
