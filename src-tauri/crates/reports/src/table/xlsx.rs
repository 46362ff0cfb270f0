//! Tables as workbooks: real numbers, real dates in local time, a frozen heading, a filter, totals. Rows go to a
//! temporary file as they come, so memory stays flat.

use std::io::Write;

use jiff::civil::{DateTime, date};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as Style, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
};

use super::totals::Totals;
use super::{Cell, Column, Head, Kind, Place};
use crate::Error;
use crate::money::decimal;

/// Rows of a sheet, without its heading and with room for totals.
const MOST: usize = 1_048_500;
/// Characters of a cell.
const LONGEST: usize = 32_767;
/// The greatest whole number that every spreadsheet keeps exactly.
const EXACT: u64 = 1 << 53;

/// A workbook that is being written.
pub(super) struct Sheet {
    book: Workbook,
    styles: Styles,
    totals: Totals,
    /// Characters of the widest cell of each column.
    widths: Vec<usize>,
    next: u32,
}

struct Styles {
    head: Style,
    plain: Style,
    count: Style,
    kwh: Style,
    money: [Style; 5],
    time: Style,
    day: Style,
    duration: Style,
    percent: Style,
}

/// How totals differ from other cells.
fn total(style: &Style) -> Style {
    style.clone().set_bold().set_border_top(FormatBorder::Thin)
}

impl Styles {
    fn new() -> Self {
        let number = |format: &str| Style::new().set_num_format(format);
        Self {
            head: Style::new().set_bold().set_border_bottom(FormatBorder::Thin).set_align(FormatAlign::Top),
            plain: Style::new(),
            count: number("0"),
            kwh: number("#,##0.000"),
            money: ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000"].map(number),
            time: number("yyyy-mm-dd hh:mm:ss"),
            day: number("yyyy-mm-dd"),
            duration: number("[h]:mm:ss"),
            percent: number("0.00%"),
        }
    }

    fn of(&self, cell: &Cell<'_>) -> &Style {
        match cell {
            Cell::Empty | Cell::Text(_) => &self.plain,
            Cell::Number(_) => &self.count,
            Cell::Kwh(_) => &self.kwh,
            Cell::Money(money) => &self.money[usize::from(money.currency.digits.min(4))],
            Cell::Time(_) => &self.time,
            Cell::Date(_) => &self.day,
            Cell::Duration(_) => &self.duration,
            Cell::Percent(_) => &self.percent,
        }
    }
}

impl Sheet {
    pub fn begin(
        columns: impl Iterator<Item = Column>,
        title: &str,
        head: &Head,
        place: &Place,
    ) -> Result<Self, Error> {
        let columns: Vec<Column> = columns.collect();
        let styles = Styles::new();
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_timestamp(place.now.div_euclid(1000))?;
        let period = head.words(place);
        let whole = [title, &head.selection, &period].map(str::trim);
        let whole = whole.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        book.set_properties(
            &DocProperties::new().set_title(&whole).set_company(&head.site).set_creation_datetime(&made),
        );
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(title)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_paper_size(9);
        // Of more columns than these nobody could read a page.
        if columns.len() <= 14 {
            sheet.set_print_fit_to_pages(1, 0);
        }
        sheet.set_header(format!("&L{}&R&P / &N", whole.replace('&', "&&")));
        let mut widths = Vec::new();
        for (at, column) in (0_u16..).zip(&columns) {
            sheet.write_string_with_format(0, at, column.heading, &styles.head)?;
            // Room for the arrow of the filter.
            widths.push(column.heading.chars().count() + 3);
        }
        Ok(Self { book, styles, totals: Totals::new(columns), widths, next: 1 })
    }

    pub fn add<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>, place: &Place) -> Result<(), Error> {
        if self.next as usize > MOST {
            return Err(Error::TooLong { format: "XLSX", most: MOST });
        }
        self.totals.row();
        let sheet = self.book.worksheet_from_index(0)?;
        for (at, cell) in (0_u16..).zip(cells) {
            if cell == Cell::Empty {
                continue;
            }
            self.totals.add(usize::from(at), &cell);
            let wide = put(sheet, (self.next, at), &cell, self.styles.of(&cell), place)?;
            let widest = &mut self.widths[usize::from(at)];
            *widest = wide.max(*widest);
        }
        self.next += 1;
        Ok(())
    }

    /// Writes the totals, and the whole workbook into `out` piece by piece.
    pub fn finish<W: Write + Send>(mut self, place: &Place, out: &mut W) -> Result<(), Error> {
        let (rows, last) = (self.totals.rows(), self.next.saturating_sub(1));
        let plain = self.totals.is_plain();
        let columns = self.totals.columns();
        let sheet = self.book.worksheet_from_index(0)?;
        for (row, sums) in (self.next..).zip(&rows) {
            for (at, cell) in (0_u16..).zip(sums) {
                let style = total(self.styles.of(cell));
                let kind = columns[usize::from(at)].kind;
                let summed = matches!(kind, Kind::Count | Kind::Kwh | Kind::Money | Kind::Duration);
                if plain && summed && *cell != Cell::Empty {
                    // Follows the filter: it sums the rows that are shown.
                    let name = rust_xlsxwriter::utility::column_number_to_name(at);
                    let sum = format!("=SUBTOTAL(109,{name}2:{name}{})", last + 1);
                    let sum = Formula::new(sum).set_result(number(cell, place).unwrap_or_default());
                    sheet.write_formula_with_format(row, at, sum, &style)?;
                } else {
                    put(sheet, (row, at), cell, &style, place)?;
                }
            }
        }
        for (at, width) in (0_u16..).zip(&self.widths) {
            sheet.set_column_width(at, (*width).clamp(8, 48) as f64 + 1.0)?;
        }
        let last_column = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last, last_column)?;
        self.book.save_to_writer(&mut *out)?;
        out.flush()?;
        Ok(())
    }
}

/// Writes a cell and tells how many characters wide it shows. Text is written as text, never as a formula.
fn put(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell<'_>,
    style: &Style,
    place: &Place,
) -> Result<usize, Error> {
    match (cell, number(cell, place)) {
        (Cell::Empty, _) => {
            sheet.write_blank(row, at, style)?;
            Ok(0)
        }
        (Cell::Text(text), _) => {
            let fitting: String;
            let text = if text.len() > LONGEST {
                fitting = text.chars().take(LONGEST).collect();
                &fitting
            } else {
                text.as_ref()
            };
            sheet.write_string_with_format(row, at, text, style)?;
            Ok(text.chars().count())
        }
        (Cell::Number(value), _) if value.unsigned_abs() > EXACT => {
            sheet.write_string(row, at, value.to_string())?;
            Ok(20)
        }
        (_, Some(value)) => {
            // The format knows one kind of number; the text is the exact decimal, and its nearest double shows it again.
            let value: f64 = value.parse().unwrap_or_default();
            sheet.write_number_with_format(row, at, value, style)?;
            Ok(match cell {
                Cell::Time(_) => 19,
                Cell::Number(number) => number.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 2,
                _ => 12,
            })
        }
        (_, None) => Ok(0),
    }
}

/// A cell as the decimal number that a sheet keeps; `None` for what is no number and times beyond the calendar.
fn number(cell: &Cell<'_>, place: &Place) -> Option<String> {
    match cell {
        Cell::Empty | Cell::Text(_) => None,
        Cell::Number(value) => Some(value.to_string()),
        Cell::Kwh(wh) => Some(decimal(*wh, 3)),
        Cell::Money(money) => Some(decimal(money.minor, money.currency.digits)),
        Cell::Percent(hundredths) => Some(decimal(*hundredths, 4)),
        Cell::Duration(seconds) => Some(serial(*seconds)),
        Cell::Date(day) => since_epoch(day.to_datetime(jiff::civil::Time::midnight())).map(serial),
        Cell::Time(at) => since_epoch(place.clock(*at)?).map(serial),
    }
}

/// Seconds as days, which is how a sheet counts time.
fn serial(seconds: i64) -> String {
    (seconds as f64 / 86_400.0).to_string()
}

/// Seconds from the day that sheets count from to what the clocks show; before 1900 there are none.
fn since_epoch(clock: DateTime) -> Option<i64> {
    let epoch = date(1899, 12, 30).at(0, 0, 0, 0);
    let seconds = clock.duration_since(epoch).as_secs();
    (clock >= date(1900, 3, 1).at(0, 0, 0, 0)).then_some(seconds)
}
