//! Statements and receipts: what somebody charged in a period and what it costs, on paper, in the language of the one
//! who pays.

mod check;
pub mod names;
mod page;
mod parts;

use domain::billing::{Currency, Iban, Price, Quantity, TaxRate, TaxTotal};
use jiff::civil::Date;

use crate::Error;

/// Who sends a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// Name as on a letterhead, 1 to 100 characters.
    pub name: String,
    /// Lines of the address, at most 6.
    pub address: Vec<String>,
    /// E-mail address; empty: none is printed.
    pub email: String,
    /// Number for value-added tax; empty: none is printed.
    pub vat_id: String,
}

/// Who gets a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recipient {
    /// Name, 1 to 100 characters.
    pub name: String,
    /// Lines of the address, at most 6.
    pub address: Vec<String>,
    /// What it is about, for example `Cost centre: Fleet vans (Van KK 12, Van KK 14)`; empty: nothing is printed.
    pub detail: String,
}

/// A part of the energy with a price of its own: a column of the lines and a layer of the chart. At most 12 of them;
/// from the fourth on only the chart shows them apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Band {
    /// Heading of its column, for example `Day`; `kWh` is added.
    pub name: String,
    /// Its line in the chart's legend, for example `Day, 07:00 to 23:00`.
    pub legend: String,
}

/// What is special about a session's figures. Each is marked on paper and explained under the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A part of its energy was divided by time between two readings.
    Estimated,
    /// The charger's figures were wrong and have been put right.
    Repaired,
    /// It was changed after it had been closed.
    Amended,
}

/// One session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Plugged in, milliseconds since 1970 UTC.
    pub began: i64,
    /// Unplugged, milliseconds since 1970 UTC.
    pub ended: i64,
    /// Vehicle or driver; empty: unknown.
    pub who: String,
    /// Where, for example `Bay 6`.
    pub place: String,
    /// Wh of each band, as many as the statement has bands. They make up `energy`.
    pub bands: Vec<i64>,
    /// Wh, all of it.
    pub energy: i64,
    /// What it costs with tax, in smallest units.
    pub amount: i64,
    /// What is special about its figures.
    pub marks: Vec<Mark>,
}

/// All of a statement that one element of a tariff charges for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name, for example `Day energy`; empty with [`Quantity::Adjustment`] for the usual words.
    pub name: String,
    /// How much of it.
    pub quantity: Quantity,
    /// At which price.
    pub price: Price,
    /// The tax on it.
    pub tax: TaxRate,
    /// The sum of its rounded amounts, in smallest units, in the terms of the prices (with or without tax).
    pub amount: i64,
}

/// Whom to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payee {
    /// The account's holder.
    pub holder: String,
    /// The account.
    pub iban: Iban,
}

/// The statement that another one corrects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// Its number.
    pub number: String,
    /// What it stated as its total, in smallest units.
    pub total: i64,
    /// Why it is corrected; empty: no reason is printed.
    pub reason: String,
}

/// What somebody charged in a period and what it costs.
///
/// Sums are checked before anything is printed: `energy` of the lines is what their bands make, the lines make the
/// `total`, and so do the taxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who sends it.
    pub sender: Sender,
    /// Who gets it.
    pub recipient: Recipient,
    /// Its number, 1 to 35 characters.
    pub number: String,
    /// First day of its period.
    pub first: Date,
    /// Last day of its period.
    pub last: Date,
    /// The day it is made.
    pub date: Date,
    /// To be paid until; `None`: no day is printed.
    pub pay_by: Option<Date>,
    /// The recipient's language, BCP 47. English words where it is not known.
    pub locale: String,
    /// The site's zone, an IANA name.
    pub zone: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The prices of the elements hold the tax already.
    pub tax_included: bool,
    /// Parts of the energy with prices of their own; empty or one: no column and no layer for it.
    pub bands: Vec<Band>,
    /// The sessions, oldest first, at most 3,000.
    pub lines: Vec<Line>,
    /// What is charged for, in the tariff's order.
    pub elements: Vec<Element>,
    /// By rates of tax, the lowest first.
    pub taxes: Vec<TaxTotal>,
    /// All of it with tax, in smallest units.
    pub total: i64,
    /// What is to be paid now: the total, or less where a part is paid already, or below zero for what is given back.
    pub due: i64,
    /// Whom to pay; `None`: no box for payment is printed.
    pub payee: Option<Payee>,
    /// The one that this one corrects.
    pub corrects: Option<Correction>,
    /// A sentence of the sender's for the foot of the page; empty: none.
    pub note: String,
}

/// One session with its price, for the one who charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who sends it.
    pub sender: Sender,
    /// Who gets it; `None`: not printed.
    pub recipient: Option<Recipient>,
    /// Its number, 1 to 35 characters, for example the session's.
    pub number: String,
    /// The day it is made.
    pub date: Date,
    /// The reader's language, BCP 47.
    pub locale: String,
    /// The site's zone, an IANA name.
    pub zone: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The prices of the elements hold the tax already.
    pub tax_included: bool,
    /// Parts of the energy with prices of their own.
    pub bands: Vec<Band>,
    /// The session.
    pub line: Line,
    /// The meter at its beginning and its end, in Wh.
    pub meter: Option<(i64, i64)>,
    /// What is charged for.
    pub elements: Vec<Element>,
    /// By rates of tax, the lowest first.
    pub taxes: Vec<TaxTotal>,
    /// All of it with tax, in smallest units.
    pub total: i64,
    /// A sentence of the sender's for the foot of the page; empty: none.
    pub note: String,
}

/// A statement as PDF. The same statement gives the same bytes; its date is the day it says, not today.
///
/// # Errors
/// As [`Statement::check`], [`Error::Zone`] and [`Error::Typesetting`].
pub fn pdf(statement: &Statement) -> Result<Vec<u8>, Error> {
    statement.check()?;
    page::statement(statement)?.set()
}

/// A receipt as PDF.
///
/// # Errors
/// As [`Receipt::check`], [`Error::Zone`] and [`Error::Typesetting`].
pub fn receipt_pdf(receipt: &Receipt) -> Result<Vec<u8>, Error> {
    receipt.check()?;
    page::receipt(receipt)?.set()
}

#[cfg(test)]
mod tests;
