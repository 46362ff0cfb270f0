//! Tables on paper: A4, the heading on every page, totals, a chart where the report has bars.

use serde_json::{Value, json};

use super::totals::Totals;
use super::{Cell, Column, Head, Kind, MOST_ON_PAPER, Place, Row};
use crate::Error;
use crate::chart::{self, Look, Theme};
use crate::paper::{Paper, breakable};

/// More bars than this are no chart any more.
const MOST_BARS: usize = 120;

/// The most letters of a cell; more would push everything else off the page.
const LONGEST: usize = 300;
/// A longer word in a cell may be broken.
pub(crate) const CELL: usize = 20;

/// A table that is being collected.
pub(super) struct Sheet {
    head: Head,
    columns: Vec<Column>,
    totals: Totals,
    rows: Vec<Vec<String>>,
    bars: Vec<chart::Column>,
}

impl Sheet {
    pub fn begin(columns: impl Iterator<Item = Column>, head: &Head) -> Self {
        let columns: Vec<Column> = columns.filter(|column| !column.paper.is_empty()).collect();
        let totals = Totals::new(columns.clone());
        Self { head: head.clone(), columns, totals, rows: Vec::new(), bars: Vec::new() }
    }

    pub fn add<R: Row>(&mut self, row: &R, place: &Place) -> Result<(), Error> {
        if self.rows.len() >= MOST_ON_PAPER {
            return Err(Error::TooLong { format: "PDF", most: MOST_ON_PAPER });
        }
        let fields = R::FIELDS.iter().filter(|field| !field.column.paper.is_empty());
        let mut texts = Vec::with_capacity(self.columns.len());
        self.totals.row();
        for (at, field) in fields.enumerate() {
            let cell = (field.cell)(row);
            self.totals.add(at, &cell);
            texts.push(shown(&cell, place));
        }
        self.rows.push(texts);
        self.bars.extend(row.bar(place));
        Ok(())
    }

    pub fn finish<R: Row>(self, place: &Place) -> Result<Vec<u8>, Error> {
        // A column without any value would only take room.
        let used: Vec<bool> =
            (0..self.columns.len()).map(|at| self.rows.iter().any(|row| !row[at].is_empty())).collect();
        let kept = |at: usize| self.rows.is_empty() || used[at];
        let texts = |row: &[String]| -> Value {
            (0..).zip(row).filter(|(at, _)| kept(*at)).map(|(_, text)| text.as_str()).collect()
        };
        let shown_total = |total: &Vec<Cell<'static>>| -> Value {
            texts(&total.iter().map(|cell| shown(cell, place)).collect::<Vec<_>>())
        };
        let totals: Vec<Value> = self.totals.rows().iter().map(shown_total).collect();
        let rows: Vec<Value> = self.rows.iter().map(|row| texts(row)).collect();
        let period = self.head.words(place);
        let made = place.clock(place.now).map(|now| place.locale.date(now.date())).unwrap_or_default();
        let columns = (0..).zip(&self.columns).filter(|(at, _)| kept(*at)).map(|(at, column)| {
            let words = matches!(column.kind, Kind::Text) && column.name != "currency";
            let texts = self.rows.iter().map(|row| row[at].as_str()).chain([column.paper]);
            let share = if words { share(texts) } else { 0 };
            json!({ "heading": column.paper, "right": is_figure(column.kind), "share": share })
        });
        let chart = (!self.bars.is_empty() && self.bars.len() <= MOST_BARS).then(|| {
            let width = if R::WIDE { 1030 } else { 702 };
            let mut look = Look::new(width, 170, Theme::Light, "UTC");
            look.decimal = place.locale.decimal();
            let drawn = chart::bars(&self.bars, &look);
            json!({ "picture": drawn.svg, "labels": drawn.labels })
        });
        let data = json!({
            "lang": "en",
            "page": "Page",
            "of-pages": "of",
            "title": R::TITLE,
            "subtitle": self.head.selection,
            "site": self.head.site,
            "period": period,
            "foot": format!("Made on {made}"),
            "wide": R::WIDE,
            "nothing": "There is nothing in this period.",
            "chart": chart,
            "chart-title": "Energy, kWh",
            "columns": columns.collect::<Vec<_>>(),
            "rows": rows,
            "totals": totals,
        });
        let ident = format!("{} {period} {}", R::TITLE, place.now);
        Paper { layout: include_str!("../paper/table.typ"), data, ident, now: place.now }.set()
    }
}

/// Columns of words share what room is left by the length of their longest text, so that few of them break.
pub(crate) fn share<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0).clamp(6, 40)
}

const fn is_figure(kind: Kind) -> bool {
    matches!(kind, Kind::Name | Kind::Count | Kind::Kwh | Kind::Money | Kind::Duration | Kind::Percent)
}

/// A cell as its reader writes it. Amounts stand without their currency, which has a column of its own.
fn shown(cell: &Cell<'_>, place: &Place) -> String {
    let locale = &place.locale;
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.chars().count() > LONGEST => {
            breakable(&(text.chars().take(LONGEST).collect::<String>() + "…"), CELL)
        }
        Cell::Text(text) => breakable(text, CELL),
        Cell::Number(number) => locale.number(*number, 0),
        Cell::Kwh(wh) => locale.kwh(*wh, 3),
        Cell::Money(money) => locale.amount(*money),
        Cell::Percent(hundredths) => locale.number(*hundredths, 2),
        Cell::Date(date) => locale.short_date(*date),
        Cell::Time(at) => place.clock(*at).map_or_else(String::new, |clock| {
            format!("{} {:02}:{:02}", locale.short_date(clock.date()), clock.hour(), clock.minute())
        }),
        Cell::Duration(seconds) => {
            let minutes = seconds / 60;
            format!("{}:{:02}", minutes / 60, minutes % 60)
        }
    }
}
