//! Reports as tables on a screen.

use domain::billing::decimal;
use reports::table::{Cell, Kind, Row};

use crate::view::{ReportColumnKind, ReportColumnView, ReportView};

/// Most rows on a screen.
pub const MOST: u32 = 1000;

/// A report of rows with its totals. Money of several currencies has no total here.
pub fn view<R: Row>(rows: &[R]) -> ReportView {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let columns = R::FIELDS.iter().map(|field| ReportColumnView {
        name: field.column.name.to_owned(),
        heading: field.column.heading.to_owned(),
        kind: kind(field.column.kind),
    });
    let shown = rows.iter().take(most);
    ReportView {
        columns: columns.collect(),
        rows: shown.map(|row| R::FIELDS.iter().map(|field| text(&(field.cell)(row))).collect()).collect(),
        totals: if rows.len() > 1 && rows.len() <= most { totals(rows) } else { Vec::new() },
        more: rows.len() > most,
    }
}

fn kind(kind: Kind) -> ReportColumnKind {
    match kind {
        Kind::Text | Kind::Percent => ReportColumnKind::Text,
        Kind::Name | Kind::Count => ReportColumnKind::Number,
        Kind::Kwh => ReportColumnKind::Energy,
        Kind::Money => ReportColumnKind::Money,
        Kind::Time => ReportColumnKind::Time,
        Kind::Date => ReportColumnKind::Date,
        Kind::Duration => ReportColumnKind::Duration,
    }
}

fn text(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.to_string(),
        Cell::Number(number) | Cell::Time(number) | Cell::Duration(number) => number.to_string(),
        Cell::Kwh(wh) => decimal(*wh, 3),
        Cell::Money(money) => money.currency.text(money.minor),
        Cell::Date(date) => date.to_string(),
        Cell::Percent(percent) => decimal(*percent, 2),
    }
}

fn totals<R: Row>(rows: &[R]) -> Vec<String> {
    let total = |field: &reports::table::Field<R>| {
        let cells = || rows.iter().map(|row| (field.cell)(row));
        let sum = |part: fn(&Cell<'_>) -> i64| cells().map(|cell| part(&cell)).sum::<i64>();
        match field.column.kind {
            Kind::Count => sum(number).to_string(),
            Kind::Duration => sum(number).to_string(),
            Kind::Kwh => decimal(sum(number), 3),
            Kind::Money => {
                let mut currencies = cells().filter_map(|cell| match cell {
                    Cell::Money(money) => Some(money.currency),
                    _ => None,
                });
                let first = currencies.next();
                let same = first.filter(|first| currencies.all(|other| other == *first));
                same.map_or_else(String::new, |currency| currency.text(sum(number)))
            }
            Kind::Text | Kind::Name | Kind::Time | Kind::Date | Kind::Percent => String::new(),
        }
    };
    R::FIELDS.iter().map(total).collect()
}

fn number(cell: &Cell<'_>) -> i64 {
    match cell {
        Cell::Number(number) | Cell::Kwh(number) | Cell::Duration(number) => *number,
        Cell::Money(money) => money.minor,
        Cell::Empty | Cell::Text(_) | Cell::Time(_) | Cell::Date(_) | Cell::Percent(_) => 0,
    }
}
