//! Statements: what one recipient has to pay for the sessions of a time. Issued once, never changed.

use crate::billing::{Currency, EntryKey};
use crate::energy::WattHours;
use crate::people::{CostCentreKey, DriverKey, Post, Sender};
use crate::session::SessionKey;
use crate::time::{DAY, Timestamp};

/// Our number for a statement; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementKey(pub u32);

/// Whom a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// A driver.
    Driver(DriverKey),
    /// A cost centre.
    CostCentre(CostCentreKey),
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Our number.
    pub key: StatementKey,
    /// The number series: its name and the year, for example `QH-2026`.
    pub series: String,
    /// Its number in the series, without gaps from 1.
    pub number: u32,
    /// Whom it is for.
    pub recipient: Recipient,
    /// How the recipient stands on it.
    pub post: Post,
    /// Who sends it.
    pub sender: Sender,
    /// Sessions that ended at or after.
    pub from: Timestamp,
    /// Sessions that ended before.
    pub to: Timestamp,
    /// When it was issued.
    pub issued: Timestamp,
    /// To be paid until.
    pub due: Timestamp,
    /// The currency.
    pub currency: Currency,
    /// Its sessions and the entries of the ledger that count on it, by the session's beginning.
    pub sessions: Vec<(SessionKey, EntryKey)>,
    /// Their energy.
    pub energy: WattHours,
    /// Without tax, in smallest units.
    pub net: i64,
    /// The tax.
    pub vat: i64,
    /// With tax.
    pub total: i64,
    /// The statement that it corrects, and what that one came to.
    pub corrects: Option<(StatementKey, i64)>,
}

impl Statement {
    /// The number that stands on it: series, dash, at least four digits.
    pub fn label(&self) -> String {
        label(&self.series, self.number)
    }
}

/// The number that stands on a statement.
pub fn label(series: &str, number: u32) -> String {
    format!("{series}-{number:04}")
}

/// The series of a year: the sender's word before it, where there is one.
pub fn series(sender: &Sender, year: i16) -> String {
    if sender.series.is_empty() { year.to_string() } else { format!("{}-{year}", sender.series) }
}

/// Until when a statement is to be paid.
pub fn due(sender: &Sender, issued: Timestamp) -> Timestamp {
    issued.plus(i64::from(sender.pay_days) * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_its_series_and_year() {
        let sender = Sender { series: "QH".to_owned(), ..Sender::default() };
        assert_eq!(label(&series(&sender, 2026), 12), "QH-2026-0012");
        assert_eq!(label(&series(&Sender::default(), 2026), 12_345), "2026-12345");
    }

    #[test]
    fn two_weeks_are_left_to_pay() {
        assert_eq!(due(&Sender::default(), Timestamp(0)), Timestamp(14 * 24 * 60 * 60 * 1000));
    }
}
