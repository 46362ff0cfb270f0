//! A statement's and a receipt's data for the layout.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::parts::{self, Reader};
use super::{Line, Receipt, Statement};
use crate::Error;
use crate::chart::{self, Look, Theme};
use crate::money;
use crate::paper::{Paper, breakable};
use crate::table::{CELL, share};

const LAYOUT: &str = include_str!("../paper/statement.typ");
/// From the fourth part on a page has no room for columns of their own.
const MOST_COLUMNS: usize = 3;
/// A chart of more days than this would be a comb.
const MOST_DAYS: usize = 100;

pub(super) fn statement(statement: &Statement) -> Result<Paper, Error> {
    let energies = statement.lines.iter().flat_map(|line| line.bands.iter().copied().chain([line.energy]));
    let reader = Reader::new(&statement.locale, &statement.zone, statement.currency, energies)?;
    let (locale, words) = (&reader.locale, reader.locale.words());
    let wh: i64 = statement.lines.iter().map(|line| line.energy).sum();
    let corrected = statement.corrects.is_some();
    let mut facts =
        vec![json!([words.number, statement.number]), json!([words.date, locale.date(statement.date)])];
    let pay_by = statement.pay_by.filter(|_| statement.due > 0);
    facts.extend(pay_by.map(|day| json!([words.pay_by, locale.date(day)])));
    let (due_label, due) = due(statement.due, &reader);
    let figures = json!([
        { "label": due_label, "value": due, "unit": "" },
        { "label": words.energy, "value": locale.kwh(wh, 1), "unit": "kWh" },
        { "label": words.sessions, "value": locale.number(statement.lines.len() as i64, 0), "unit": "" },
        merged(json!({ "label": words.average }), reader.average(statement.total, wh)),
    ]);
    let mut notes = vec![words.measured];
    notes.push(if statement.tax_included { words.prices_with_vat } else { words.prices_without_vat });
    if reader.is_rounded(&statement.elements) {
        notes.push(words.rounded);
    }
    notes.push(statement.note.trim());
    let bill = reader.bill(&statement.elements, &statement.taxes, statement.tax_included);
    let before = statement.corrects.as_ref().map(|before| {
        json!({
            "text": format!("{} {}", words.corrects, before.number),
            "reason": if before.reason.trim().is_empty() { String::new() } else { format!("{}: {}", words.reason, before.reason) },
            "rows": [
                [words.stated_before, reader.money(before.total)],
                [words.stated_now, reader.money(statement.total)],
                [words.difference, reader.money(statement.total - before.total)],
            ],
        })
    });
    // Where a part is paid already, what is to be paid is no longer the sum.
    let whole = statement.due == statement.total;
    let sum = json!([if whole { due_label } else { words.total }, reader.money(statement.total)]);
    let data = json!({
        "lang": words.language,
        "page": words.page,
        "of-pages": words.of_pages,
        "title": if corrected { words.correction } else { words.statement },
        "period": locale.period(statement.first, statement.last),
        "sender": parts::sender(&statement.sender, &reader),
        "recipient-label": words.recipient,
        "recipient": parts::recipient(&statement.recipient),
        "facts": facts,
        "figures": figures,
        "corrects": before,
        "chart": chart(statement, &reader),
        "lines": lines(statement, &reader),
        "details": Value::Null,
        "adds-up": words.adds_up,
        "bill": bill,
        "sum": sum,
        "due": if whole { Value::Null } else { json!([due_label, due]) },
        "payment": statement
            .payee
            .as_ref()
            .filter(|_| statement.due > 0)
            .map(|payee| reader.payment(payee, statement.due, &statement.number)),
        "foot": notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" "),
    });
    Ok(Paper { layout: LAYOUT, data, ident: statement.number.clone(), now: midnight(statement.date) })
}

pub(super) fn receipt(receipt: &Receipt) -> Result<Paper, Error> {
    let line = &receipt.line;
    let energies = line.bands.iter().copied().chain([line.energy]);
    let reader = Reader::new(&receipt.locale, &receipt.zone, receipt.currency, energies)?;
    let (locale, words) = (&reader.locale, reader.locale.words());
    let began = reader.clock(line.began).map(|at| locale.date(at.date())).unwrap_or_default();
    let minutes = line.ended.saturating_sub(line.began) / 60_000;
    let duration = format!("{}:{:02}", minutes / 60, minutes % 60);
    let mut details = vec![json!([words.plugged_in, format!("{began}, {}", clocks(line, &reader))])];
    let mut detail = |label: &str, value: String| {
        if !value.trim().is_empty() {
            details.push(json!([label, value]));
        }
    };
    detail(words.place, line.place.clone());
    detail(words.who, line.who.clone());
    if let Some((start, stop)) = receipt.meter {
        detail(words.meter, format!("{} – {} kWh", locale.kwh(start, 3), locale.kwh(stop, 3)));
    }
    for mark in &line.marks {
        detail("", parts::mark(*mark, &reader).1.to_owned());
    }
    let figures = json!([
        { "label": words.paid, "value": reader.money(receipt.total), "unit": "" },
        { "label": words.energy, "value": reader.kwh(line.energy), "unit": "kWh" },
        { "label": words.plugged_in, "value": duration, "unit": words.hours },
        merged(json!({ "label": words.average }), reader.average(receipt.total, line.energy)),
    ]);
    let prices = if receipt.tax_included { words.prices_with_vat } else { words.prices_without_vat };
    let notes = [words.measured, prices, receipt.note.trim()];
    let data = json!({
        "lang": words.language,
        "page": words.page,
        "of-pages": words.of_pages,
        "title": words.receipt,
        "period": began,
        "sender": parts::sender(&receipt.sender, &reader),
        "recipient-label": words.recipient,
        "recipient": receipt.recipient.as_ref().map(parts::recipient),
        "facts": [[words.receipt_number, receipt.number], [words.date, locale.date(receipt.date)]],
        "figures": figures,
        "corrects": Value::Null,
        "chart": Value::Null,
        "lines": Value::Null,
        "details": details,
        "adds-up": words.adds_up,
        "bill": reader.bill(&receipt.elements, &receipt.taxes, receipt.tax_included),
        "sum": [words.total, reader.money(receipt.total)],
        "due": Value::Null,
        "payment": Value::Null,
        "foot": notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" "),
    });
    Ok(Paper { layout: LAYOUT, data, ident: receipt.number.clone(), now: midnight(receipt.date) })
}

fn due(due: i64, reader: &Reader) -> (&'static str, String) {
    let words = reader.locale.words();
    if due < 0 {
        (words.to_get_back, reader.money(due.saturating_neg()))
    } else {
        (words.to_pay, reader.money(due))
    }
}

fn merged(mut first: Value, second: Value) -> Value {
    if let (Value::Object(first), Value::Object(second)) = (&mut first, second) {
        first.extend(second);
    }
    first
}

/// The day's begin as a moment: a paper is as old as the day it says.
fn midnight(day: Date) -> i64 {
    day.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond())
}

/// `19:11 – 20:40`, with the number of days where it is more than a night.
fn clocks(line: &Line, reader: &Reader) -> String {
    let (Some(began), Some(ended)) = (reader.clock(line.began), reader.clock(line.ended)) else {
        return String::new();
    };
    let days = (ended.date() - began.date()).get_days();
    let later = if days > 1 { format!(" +{days}") } else { String::new() };
    let (from, to) = ((began.hour(), began.minute()), (ended.hour(), ended.minute()));
    format!("{:02}:{:02} – {:02}:{:02}{later}", from.0, from.1, to.0, to.1)
}

/// The lines as a table; a column that would be empty is left out.
fn lines(statement: &Statement, reader: &Reader) -> Value {
    let (locale, words) = (&reader.locale, reader.locale.words());
    let one_month = statement.first.first_of_month() == statement.last.first_of_month();
    let has_who = statement.lines.iter().any(|line| !line.who.trim().is_empty());
    let bands = if (2..=MOST_COLUMNS).contains(&statement.bands.len()) { &*statement.bands } else { &[] };
    let figure = |heading: String| json!({ "heading": heading, "right": true, "share": 0 });
    let text = |heading: &str, share: usize| json!({ "heading": heading, "right": false, "share": share });
    let share_of = |heading, of: fn(&Line) -> &str| share(statement.lines.iter().map(of).chain([heading]));

    let mut columns = vec![text(words.date, 0), text(words.plugged_in, 0)];
    columns.extend(has_who.then(|| text(words.who, share_of(words.who, |line| &line.who))));
    columns.push(text(words.place, share_of(words.place, |line| &line.place)));
    columns.extend(bands.iter().map(|band| figure(format!("{} kWh", band.name))));
    columns.push(figure("kWh".to_owned()));
    columns.push(figure(format!("{} {}", money::sign(&statement.currency), words.with_vat)));

    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    let rows: Vec<Value> = statement
        .lines
        .iter()
        .map(|line| {
            let day = reader.clock(line.began).map(|at| at.date());
            let name = |day: Date| if one_month { locale.weekday(day) } else { locale.short_date(day) };
            let mut signs = Vec::new();
            for mark in &line.marks {
                let (sign, meaning) = parts::mark(*mark, reader);
                used.insert(sign, meaning);
                signs.push(sign);
            }
            signs.sort_unstable();
            signs.dedup();
            let mut cells = vec![json!(day.map(name).unwrap_or_default()), json!(clocks(line, reader))];
            cells.extend(has_who.then(|| json!(breakable(&line.who, CELL))));
            cells.push(json!(breakable(&line.place, CELL)));
            let shown = |wh: &i64| if *wh == 0 { "–".to_owned() } else { reader.kwh(*wh) };
            cells.extend(line.bands.iter().take(bands.len()).map(|wh| json!(shown(wh))));
            cells.push(json!({ "mark": signs.join(" "), "text": reader.kwh(line.energy) }));
            cells.push(json!(reader.amount(line.amount)));
            cells.into()
        })
        .collect();

    let sum = |of: &dyn Fn(&Line) -> i64| statement.lines.iter().map(of).sum::<i64>();
    let mut total: Vec<String> =
        (0..bands.len()).map(|band| reader.kwh(sum(&|line| line.bands[band]))).collect();
    total.push(reader.kwh(sum(&|line| line.energy)));
    total.push(reader.amount(statement.total));
    json!({
        "columns": columns,
        "rows": rows,
        "total-label": words.total,
        "total": total,
        "marks": used.into_iter().map(|(sign, meaning)| json!([sign, meaning])).collect::<Vec<_>>(),
    })
}

/// Energy of each day of the period, by the day a session began.
fn chart(statement: &Statement, reader: &Reader) -> Value {
    let days: Vec<Date> = statement
        .first
        .series(1.day())
        .take_while(|day| *day <= statement.last)
        .take(MOST_DAYS + 1)
        .collect();
    if statement.lines.is_empty() || !(2..=MOST_DAYS).contains(&days.len()) {
        return Value::Null;
    }
    let layers = statement.bands.len().max(1);
    let one_month = statement.first.first_of_month() == statement.last.first_of_month();
    let bar = |day: &Date| {
        let month = if !one_month && day.day() == 1 {
            format!(" {}", reader.locale.short_month(*day))
        } else {
            String::new()
        };
        let round = day.day() % 5 == 0 && day.day() != 30 || !one_month && day.day() == 1;
        chart::Column { label: format!("{}{month}", day.day()), round, layers: vec![0; layers] }
    };
    let mut bars: Vec<chart::Column> = days.iter().map(bar).collect();
    for line in &statement.lines {
        let Some(day) = reader.clock(line.began).map(|at| at.date()) else { continue };
        // What began outside of the period, before a midnight of another zone for example, goes to its edge.
        let at = days.iter().position(|known| *known >= day).unwrap_or(days.len() - 1);
        for layer in 0..layers {
            bars[at].layers[layer] += line.bands.get(layer).copied().unwrap_or(line.energy);
        }
    }
    // What is corrected takes some of the page's height.
    let height = if statement.corrects.is_some() { 110 } else { 150 };
    let mut look = Look::new(682, height, Theme::Light, "UTC");
    look.decimal = reader.locale.decimal();
    let legend = statement.bands.iter().enumerate().filter(|_| statement.bands.len() > 1);
    let legend = legend.map(|(layer, band)| json!([chart::layer_color(layer, &look), band.legend]));
    let drawn = chart::bars(&bars, &look);
    json!({
        "title": reader.locale.words().energy_per_day,
        "legend": legend.collect::<Vec<_>>(),
        "picture": drawn.svg,
        "labels": drawn.labels,
    })
}
