//! What is looked at before a statement is printed: nothing leaves that does not add up or does not fit on paper.

use super::{Band, Element, Line, Receipt, Recipient, Sender, Statement};
use crate::Error;
use domain::billing::TaxTotal;

const MOST_LINES: usize = 3000;
const MOST_BANDS: usize = 12;
const MOST_ELEMENTS: usize = 60;
/// Beyond a hundred billion of a currency something is wrong with the figures.
const MOST_MONEY: i64 = 10_000_000_000_000;
const MOST_WH: i64 = 1_000_000_000_000;

impl Statement {
    /// Whether it can be printed.
    ///
    /// # Errors
    /// [`Error::Unfit`] and [`Error::DoesNotAddUp`].
    pub fn check(&self) -> Result<(), Error> {
        sender(&self.sender)?;
        recipient(&self.recipient)?;
        text("the number", &self.number, 1..=35)?;
        text("the note", &self.note, 0..=600)?;
        fits("the period", self.first <= self.last)?;
        fits("the number of sessions", self.lines.len() <= MOST_LINES)?;
        money("the amount to pay", self.due)?;
        if let Some(payee) = &self.payee {
            text("the account holder", &payee.holder, 1..=100)?;
        }
        if let Some(before) = &self.corrects {
            text("the number of the corrected statement", &before.number, 1..=35)?;
            text("the reason", &before.reason, 0..=600)?;
            money("the former total", before.total)?;
        }
        bands(&self.bands)?;
        self.lines.iter().try_for_each(|each| line(each, &self.bands))?;
        let sum = |of: fn(&Line) -> i64| self.lines.iter().map(of).sum::<i64>();
        adds_up("amounts of the sessions", sum(|line| line.amount), self.total)?;
        sums(&self.elements, &self.taxes, self.tax_included, self.total)
    }
}

impl Receipt {
    /// Whether it can be printed.
    ///
    /// # Errors
    /// [`Error::Unfit`] and [`Error::DoesNotAddUp`].
    pub fn check(&self) -> Result<(), Error> {
        sender(&self.sender)?;
        self.recipient.as_ref().map_or(Ok(()), recipient)?;
        text("the number", &self.number, 1..=35)?;
        text("the note", &self.note, 0..=600)?;
        bands(&self.bands)?;
        line(&self.line, &self.bands)?;
        adds_up("amounts of the sessions", self.line.amount, self.total)?;
        sums(&self.elements, &self.taxes, self.tax_included, self.total)
    }
}

fn sender(sender: &Sender) -> Result<(), Error> {
    text("the sender's name", &sender.name, 1..=100)?;
    address("the sender's address", &sender.address)?;
    text("the sender's e-mail address", &sender.email, 0..=200)?;
    text("the sender's VAT number", &sender.vat_id, 0..=50)
}

fn recipient(recipient: &Recipient) -> Result<(), Error> {
    text("the recipient's name", &recipient.name, 1..=100)?;
    address("the recipient's address", &recipient.address)?;
    text("what the statement is about", &recipient.detail, 0..=500)
}

fn address(what: &'static str, lines: &[String]) -> Result<(), Error> {
    fits(what, lines.len() <= 6)?;
    lines.iter().try_for_each(|line| text(what, line, 0..=150))
}

fn bands(bands: &[Band]) -> Result<(), Error> {
    fits("the number of prices for energy", bands.len() <= MOST_BANDS)?;
    bands.iter().try_for_each(|band| {
        text("the name of a price", &band.name, 0..=60)?;
        text("the name of a price", &band.legend, 0..=120)
    })
}

fn line(line: &Line, bands: &[Band]) -> Result<(), Error> {
    fits("a session's times", line.began <= line.ended)?;
    fits("a session's energy", (0..=MOST_WH).contains(&line.energy))?;
    fits("a session's energy by price", line.bands.len() == bands.len())?;
    fits("a session's energy by price", line.bands.iter().all(|wh| (0..=MOST_WH).contains(wh)))?;
    text("a driver's name", &line.who, 0..=120)?;
    text("a charger's name", &line.place, 0..=120)?;
    if !line.bands.is_empty() {
        adds_up("parts of a session's energy", line.bands.iter().sum(), line.energy)?;
    }
    money("a session's amount", line.amount)
}

fn sums(elements: &[Element], taxes: &[TaxTotal], tax_included: bool, total: i64) -> Result<(), Error> {
    fits("the number of prices", elements.len() <= MOST_ELEMENTS && taxes.len() <= MOST_ELEMENTS)?;
    for element in elements {
        text("the name of a price", &element.name, 0..=120)?;
        money("an amount", element.amount)?;
    }
    for tax in taxes {
        money("a net amount", tax.net)?;
        money("a tax", tax.vat)?;
    }
    money("the total", total)?;
    let net: i64 = taxes.iter().map(|tax| tax.net).sum();
    let vat: i64 = taxes.iter().map(|tax| tax.vat).sum();
    adds_up("net amounts and taxes", net + vat, total)?;
    let parts = elements.iter().map(|element| element.amount).sum();
    adds_up("amounts of the prices", parts, if tax_included { total } else { net })
}

fn text(what: &'static str, text: &str, most: std::ops::RangeInclusive<usize>) -> Result<(), Error> {
    let length = text.trim().chars().count();
    fits(what, most.contains(&length))
}

fn money(what: &'static str, minor: i64) -> Result<(), Error> {
    fits(what, (-MOST_MONEY..=MOST_MONEY).contains(&minor))
}

fn fits(what: &'static str, fits: bool) -> Result<(), Error> {
    if fits { Ok(()) } else { Err(Error::Unfit(what)) }
}

fn adds_up(what: &'static str, parts: i64, whole: i64) -> Result<(), Error> {
    if parts == whole { Ok(()) } else { Err(Error::DoesNotAddUp { what, parts, whole }) }
}
