//! One table model for every report and every format.
//!
//! A report is a row type with a table of columns ([`Row`]); a column is one line of it. [`Table`] takes rows one at a
//! time and writes CSV, XLSX or PDF. CSV has no totals: who reads it sums by himself.

mod cell;
mod csv;
mod page;
mod totals;
mod xlsx;

use std::io::Write;

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use cell::Cell;
pub(crate) use page::{CELL, share};

use crate::Error;
use crate::chart;
use crate::locale::Locale;

/// In which form a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text, RFC 4180.
    Csv(Flavour),
    /// A workbook with real numbers and dates, a frozen heading and totals.
    Xlsx,
    /// Paper, A4. At most [`MOST_ON_PAPER`] rows.
    Pdf,
}

/// Who reads a CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// A program: commas, decimal points, ISO 8601 with the offset, stable column names.
    Machine,
    /// A spreadsheet in the owner's language: a byte order mark, headings for people, local times,
    /// this decimal mark, and semicolons between cells where the decimal mark is a comma.
    Spreadsheet {
        /// `.` or `,`.
        decimal: char,
    },
}

/// The most rows that a table on paper may have.
pub const MOST_ON_PAPER: usize = 5000;

/// What a column's cells hold; says how it is aligned, formatted and summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Cell::Text`].
    Text,
    /// [`Cell::Number`], without a total: a number that names something.
    Name,
    /// [`Cell::Number`], with a total.
    Count,
    /// [`Cell::Kwh`], with a total.
    Kwh,
    /// [`Cell::Money`], with a total for each currency.
    Money,
    /// [`Cell::Time`].
    Time,
    /// [`Cell::Date`].
    Date,
    /// [`Cell::Duration`], with a total.
    Duration,
    /// [`Cell::Percent`].
    Percent,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable for ever: programs rely on it.
    pub name: &'static str,
    /// For people.
    pub heading: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// Heading on paper, where room is short; empty: not on paper.
    pub paper: &'static str,
}

/// A column and where its cells come from.
pub struct Field<R> {
    /// The column.
    pub column: Column,
    /// A row's cell in it.
    pub cell: fn(&R) -> Cell<'_>,
}

/// A column that stands on paper too, under the same heading.
pub const fn field<R>(
    name: &'static str,
    heading: &'static str,
    kind: Kind,
    cell: fn(&R) -> Cell<'_>,
) -> Field<R> {
    Field { column: Column { name, heading, kind, paper: heading }, cell }
}

impl<R> Field<R> {
    /// The same column with another heading on paper; empty: not there.
    #[must_use]
    pub const fn on_paper(self, paper: &'static str) -> Self {
        let Column { name, heading, kind, .. } = self.column;
        Self { column: Column { name, heading, kind, paper }, cell: self.cell }
    }
}

/// A report's row.
pub trait Row: Sized + 'static {
    /// The report's name for people, for example `Energy by day`.
    const TITLE: &'static str;
    /// The columns, in their order. A new one is one line at the end, so that programs that count go on working.
    const FIELDS: &'static [Field<Self>];
    /// On paper, across the page.
    const WIDE: bool = false;

    /// A bar of the chart that stands above the table on paper.
    fn bar(&self, _place: &Place) -> Option<chart::Column> {
        None
    }
}

/// Where and when a report is made, and who reads it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The site's zone.
    pub zone: TimeZone,
    /// How numbers and dates are written on paper.
    pub locale: Locale,
    /// Now, milliseconds since 1970 UTC: written into the file as the time it was made.
    pub now: i64,
}

impl Place {
    /// A place of an IANA zone and a BCP 47 language.
    ///
    /// # Errors
    /// [`Error::Zone`] for a zone that does not exist.
    pub fn new(zone: &str, locale: &str, now: i64) -> Result<Self, Error> {
        let zone = TimeZone::get(zone).map_err(|_| Error::Zone(zone.to_owned()))?;
        Ok(Self { zone, locale: Locale::new(locale), now })
    }

    /// What the clocks show at a moment; `None` beyond the calendar.
    pub(crate) fn clock(&self, at: i64) -> Option<jiff::civil::DateTime> {
        Some(jiff::Timestamp::from_millisecond(at).ok()?.to_zoned(self.zone.clone()).datetime())
    }
}

/// What stands above a table on paper and in a workbook.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// Whose report it is, for example the site's name; empty: not printed.
    pub site: String,
    /// First and last day of its period; `None`: all there is.
    pub period: Option<(Date, Date)>,
    /// What it was narrowed to, for example `Bay 6`; empty: nothing.
    pub selection: String,
}

impl Head {
    /// The period in words; empty: all there is.
    fn words(&self, place: &Place) -> String {
        self.period.map(|(first, last)| place.locale.period(first, last)).unwrap_or_default()
    }
}

enum Sink<W: Write + Send> {
    Csv(Box<csv::Sheet<W>>),
    Xlsx(Box<xlsx::Sheet>, W),
    Pdf(Box<page::Sheet>, W),
}

/// A table that is being written, row by row. As CSV and XLSX its length does not matter.
pub struct Table<R: Row, W: Write + Send> {
    sink: Sink<W>,
    place: Place,
    rows: std::marker::PhantomData<fn(&R)>,
}

impl<R: Row, W: Write + Send> Table<R, W> {
    /// Begins a table with its headings.
    ///
    /// # Errors
    /// [`Error::Output`] when `out` takes nothing, [`Error::Spreadsheet`].
    pub fn begin(out: W, format: Format, head: &Head, place: Place) -> Result<Self, Error> {
        let columns = R::FIELDS.iter().map(|field| field.column);
        let sink = match format {
            Format::Csv(flavour) => Sink::Csv(Box::new(csv::Sheet::begin(out, columns, flavour)?)),
            Format::Xlsx => Sink::Xlsx(Box::new(xlsx::Sheet::begin(columns, R::TITLE, head, &place)?), out),
            Format::Pdf => Sink::Pdf(Box::new(page::Sheet::begin(columns, head)), out),
        };
        Ok(Self { sink, place, rows: std::marker::PhantomData })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`Error::Output`] when the output takes no more, [`Error::TooLong`], [`Error::Spreadsheet`].
    pub fn add(&mut self, row: &R) -> Result<(), Error> {
        let cells = R::FIELDS.iter().map(|field| (field.cell)(row));
        match &mut self.sink {
            Sink::Csv(sheet) => sheet.add(cells, &self.place),
            Sink::Xlsx(sheet, _) => sheet.add(cells, &self.place),
            Sink::Pdf(sheet, _) => sheet.add(row, &self.place),
        }
    }

    /// Hands on what is still kept back, and the output itself.
    ///
    /// # Errors
    /// As [`Table::add`].
    pub fn finish(self) -> Result<W, Error> {
        match self.sink {
            Sink::Csv(sheet) => sheet.finish(),
            Sink::Xlsx(sheet, mut out) => {
                sheet.finish(&self.place, &mut out)?;
                Ok(out)
            }
            Sink::Pdf(sheet, mut out) => {
                out.write_all(&sheet.finish::<R>(&self.place)?)?;
                Ok(out)
            }
        }
    }
}

/// Writes a whole table. Rows come in the order in which they shall stand.
///
/// # Errors
/// As [`Table::begin`] and [`Table::add`].
pub fn write<R: Row, W: Write + Send>(
    out: W,
    format: Format,
    head: &Head,
    place: Place,
    rows: impl IntoIterator<Item = R>,
) -> Result<W, Error> {
    let mut table = Table::begin(out, format, head, place)?;
    for row in rows {
        table.add(&row)?;
    }
    table.finish()
}

#[cfg(test)]
mod tests;
