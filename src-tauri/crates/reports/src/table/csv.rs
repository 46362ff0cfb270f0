//! Tables as CSV after RFC 4180: comma or semicolon, CRLF, UTF-8.

use std::fmt::Write as _;
use std::io::Write;

use jiff::Timestamp;

use super::{Cell, Column, Flavour, Place};
use crate::Error;
use crate::money::push_decimal;

impl Flavour {
    const fn delimiter(self) -> u8 {
        match self {
            Self::Spreadsheet { decimal: ',' } => b';',
            Self::Machine | Self::Spreadsheet { .. } => b',',
        }
    }

    const fn byte_order_mark(self) -> &'static str {
        match self {
            Self::Machine => "",
            Self::Spreadsheet { .. } => "\u{feff}",
        }
    }

    const fn decimal(self) -> char {
        match self {
            Self::Machine => '.',
            Self::Spreadsheet { decimal } => decimal,
        }
    }
}

/// A table that is being written.
pub(super) struct Sheet<W: Write> {
    writer: ::csv::Writer<W>,
    flavour: Flavour,
    /// The cell that is being written.
    text: String,
}

impl<W: Write> Sheet<W> {
    pub fn begin(mut out: W, columns: impl Iterator<Item = Column>, flavour: Flavour) -> Result<Self, Error> {
        out.write_all(flavour.byte_order_mark().as_bytes())?;
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(flavour.delimiter())
            .terminator(::csv::Terminator::CRLF)
            .buffer_capacity(64 * 1024)
            .from_writer(out);
        writer.write_record(columns.map(|column| match flavour {
            Flavour::Machine => column.name,
            Flavour::Spreadsheet { .. } => column.heading,
        }))?;
        Ok(Self { writer, flavour, text: String::new() })
    }

    pub fn add<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>, place: &Place) -> Result<(), Error> {
        for cell in cells {
            self.text.clear();
            push(&mut self.text, &cell, self.flavour, place);
            self.writer.write_field(&self.text)?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    pub fn finish(self) -> Result<W, Error> {
        self.writer.into_inner().map_err(|why| Error::Output(why.into_error()))
    }
}

fn push(text: &mut String, cell: &Cell<'_>, flavour: Flavour, place: &Place) {
    let decimal = flavour.decimal();
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Text(words) => {
            // A spreadsheet would run a text that starts like a formula; an apostrophe makes it text again.
            if words.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                text.push('\'');
            }
            text.push_str(words);
            Ok(())
        }
        Cell::Number(number) | Cell::Duration(number) => write!(text, "{number}"),
        Cell::Kwh(wh) => {
            push_decimal(text, *wh, 3, decimal);
            Ok(())
        }
        Cell::Money(money) => {
            push_decimal(text, money.minor, money.currency.digits, decimal);
            Ok(())
        }
        Cell::Percent(hundredths) => {
            push_decimal(text, *hundredths, 2, decimal);
            Ok(())
        }
        Cell::Time(at) => push_time(text, *at, flavour, place),
        Cell::Date(date) => write!(text, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
    };
}

/// To the second, in local time. Times outside the calendar are left empty.
fn push_time(text: &mut String, at: i64, flavour: Flavour, place: &Place) -> std::fmt::Result {
    let Ok(at) = Timestamp::from_millisecond(at) else {
        return Ok(());
    };
    let offset = place.zone.to_offset(at);
    let clock = offset.to_datetime(at);
    let separator = if flavour == Flavour::Machine { 'T' } else { ' ' };
    write!(
        text,
        "{:04}-{:02}-{:02}{separator}{:02}:{:02}:{:02}",
        clock.year(),
        clock.month(),
        clock.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    )?;
    if flavour == Flavour::Machine {
        let seconds = offset.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Cell, Flavour, Place, push};
    use crate::money::Money;
    use domain::billing::Currency;
    use jiff::civil::date;

    const GERMAN: Flavour = Flavour::Spreadsheet { decimal: ',' };

    fn written(cell: &Cell<'_>, flavour: Flavour) -> String {
        let mut text = String::new();
        push(&mut text, cell, flavour, &Place::new("Europe/Berlin", "de", 0).unwrap());
        text
    }

    #[test]
    fn every_kind_of_cell_is_written_for_its_reader() {
        let winter = 1_795_266_300_000;
        let euro = Currency { code: *b"EUR", digits: 2 };
        for (cell, machine, spreadsheet) in [
            (Cell::Empty, "", ""),
            (Cell::text("Bay 2"), "Bay 2", "Bay 2"),
            (Cell::Number(-7), "-7", "-7"),
            (Cell::Kwh(12_345), "12.345", "12,345"),
            (Cell::Kwh(-1_005), "-1.005", "-1,005"),
            (Cell::Kwh(i64::MIN), "-9223372036854775.808", "-9223372036854775,808"),
            (Cell::Money(Money { minor: -13_508, currency: euro }), "-135.08", "-135,08"),
            (Cell::Percent(1950), "19.50", "19,50"),
            (Cell::Duration(5045), "5045", "5045"),
            (Cell::Date(date(2025, 9, 1)), "2025-09-01", "2025-09-01"),
            (Cell::Time(winter), "2026-11-21T14:05:00+01:00", "2026-11-21 14:05:00"),
            (Cell::Time(winter - 10_627_200_000 + 999), "2026-07-21T15:05:00+02:00", "2026-07-21 15:05:00"),
            (Cell::Time(i64::MAX), "", ""),
        ] {
            assert_eq!(written(&cell, Flavour::Machine), machine);
            assert_eq!(written(&cell, GERMAN), spreadsheet);
        }
    }

    #[test]
    fn text_that_looks_like_a_formula_is_made_harmless_and_numbers_are_left_alone() {
        for bad in ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx"] {
            for flavour in [Flavour::Machine, GERMAN] {
                assert_eq!(written(&Cell::text(bad), flavour), format!("'{bad}"));
            }
        }
        assert_eq!(written(&Cell::text("A=B"), GERMAN), "A=B");
        assert_eq!(written(&Cell::Number(-1), GERMAN), "-1");
    }
}
