//! What a cell holds.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::money::Money;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing is known, or it has not happened yet.
    Empty,
    /// Text, possibly from outside.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// Watt-hours, shown as kWh with three decimals.
    Kwh(i64),
    /// An amount.
    Money(Money),
    /// Milliseconds since 1970 UTC, shown in local time to the second.
    Time(i64),
    /// A day.
    Date(Date),
    /// Seconds.
    Duration(i64),
    /// Hundredths of a percent.
    Percent(i64),
}

impl<'a> Cell<'a> {
    /// Text; empty text is no value.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A whole number.
    pub fn number(number: impl Into<i64>) -> Self {
        Self::Number(number.into())
    }

    /// A value that may be unknown.
    pub fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}
