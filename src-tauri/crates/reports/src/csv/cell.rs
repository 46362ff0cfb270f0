//! One cell, written for a program or for a spreadsheet.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Who reads the file.
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

impl Flavour {
    pub(super) const fn delimiter(self) -> u8 {
        match self {
            Self::Spreadsheet { decimal: ',' } => b';',
            Self::Machine | Self::Spreadsheet { .. } => b',',
        }
    }

    pub(super) const fn byte_order_mark(self) -> &'static str {
        match self {
            Self::Machine => "",
            Self::Spreadsheet { .. } => "\u{feff}",
        }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing is known, or it has not happened yet.
    Empty,
    /// Text, possibly from outside.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Watt-hours, shown as kWh with three decimals.
    Kwh(i64),
    /// Milliseconds since 1970 UTC.
    Time(i64),
}

impl Cell {
    pub fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    pub fn number(number: impl Into<i64>) -> Self {
        Self::Number(number.into())
    }

    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }

    pub fn write(self, flavour: Flavour, zone: &TimeZone) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => harmless(text),
            Self::Number(number) => number.to_string(),
            Self::Kwh(wh) => {
                let sign = if wh < 0 { "-" } else { "" };
                let mark = match flavour {
                    Flavour::Machine => '.',
                    Flavour::Spreadsheet { decimal } => decimal,
                };
                format!("{sign}{}{mark}{:03}", wh.unsigned_abs() / 1000, wh.unsigned_abs() % 1000)
            }
            Self::Time(at) => time(at, flavour, zone),
        }
    }
}

/// A spreadsheet would run a text that starts like a formula; an apostrophe makes it text again.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// To the second, in local time. Times outside the calendar are left empty.
fn time(at: i64, flavour: Flavour, zone: &TimeZone) -> String {
    let Ok(at) = Timestamp::from_millisecond(at) else {
        return String::new();
    };
    let local = at.to_zoned(zone.clone());
    let format = match flavour {
        Flavour::Machine => "%Y-%m-%dT%H:%M:%S%:z",
        Flavour::Spreadsheet { .. } => "%Y-%m-%d %H:%M:%S",
    };
    local.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Cell, Flavour};
    use jiff::tz::TimeZone;

    const GERMAN: Flavour = Flavour::Spreadsheet { decimal: ',' };

    #[test]
    fn every_kind_of_cell_is_written_for_its_reader() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let winter = 1_795_266_300_000;
        for (cell, machine, spreadsheet) in [
            (Cell::Empty, "", ""),
            (Cell::text("Bay 2"), "Bay 2", "Bay 2"),
            (Cell::Number(-7), "-7", "-7"),
            (Cell::Kwh(12_345), "12.345", "12,345"),
            (Cell::Kwh(5), "0.005", "0,005"),
            (Cell::Kwh(-1_005), "-1.005", "-1,005"),
            (Cell::Kwh(i64::MIN), "-9223372036854775.808", "-9223372036854775,808"),
            (Cell::Time(winter), "2026-11-21T14:05:00+01:00", "2026-11-21 14:05:00"),
            (Cell::Time(winter - 10_627_200_000 + 999), "2026-07-21T15:05:00+02:00", "2026-07-21 15:05:00"),
            (Cell::Time(i64::MAX), "", ""),
        ] {
            assert_eq!(cell.clone().write(Flavour::Machine, &zone), machine);
            assert_eq!(cell.write(GERMAN, &zone), spreadsheet);
        }
    }

    #[test]
    fn text_that_looks_like_a_formula_is_made_harmless_and_numbers_are_left_alone() {
        for bad in ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx"] {
            for flavour in [Flavour::Machine, GERMAN] {
                assert_eq!(Cell::text(bad).write(flavour, &TimeZone::UTC), format!("'{bad}"));
            }
        }
        assert_eq!(Cell::text("A=B").write(GERMAN, &TimeZone::UTC), "A=B");
        assert_eq!(Cell::Number(-1).write(GERMAN, &TimeZone::UTC), "-1");
    }
}
