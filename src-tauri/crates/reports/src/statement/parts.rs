//! What statements and receipts have in common: letterhead, how it adds up, the box for payment.

use domain::billing::{Currency, Payment, Quantity, TaxTotal, rounded};
use fast_qr::{ECL, QRBuilder};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Element, Mark, Payee, Recipient, Sender};
use crate::Error;
use crate::locale::Locale;
use crate::money::Money;

/// Everything that a text on paper depends on beside its data.
pub(super) struct Reader {
    pub locale: Locale,
    pub zone: TimeZone,
    pub currency: Currency,
    /// Decimals of kWh: two, or three where two would hide a watt-hour so that sums on paper would not add up.
    pub kwh_digits: u8,
}

impl Reader {
    pub fn new(
        locale: &str,
        zone: &str,
        currency: Currency,
        mut energies: impl Iterator<Item = i64>,
    ) -> Result<Self, Error> {
        let zone = TimeZone::get(zone).map_err(|_| Error::Zone(zone.to_owned()))?;
        let kwh_digits = if energies.all(|wh| wh % 10 == 0) { 2 } else { 3 };
        Ok(Self { locale: Locale::new(locale), zone, currency, kwh_digits })
    }

    pub fn money(&self, minor: i64) -> String {
        self.locale.money(Money { minor, currency: self.currency })
    }

    pub fn amount(&self, minor: i64) -> String {
        self.locale.amount(Money { minor, currency: self.currency })
    }

    pub fn kwh(&self, wh: i64) -> String {
        self.locale.kwh(wh, self.kwh_digits)
    }

    /// What the clocks show; `None` beyond the calendar.
    pub fn clock(&self, at: i64) -> Option<DateTime> {
        Some(jiff::Timestamp::from_millisecond(at).ok()?.to_zoned(self.zone.clone()).datetime())
    }

    /// The price of a kWh on average: in cent where the currency is the euro.
    pub fn average(&self, total: i64, wh: i64) -> Value {
        if wh <= 0 {
            return json!({ "value": "–", "unit": "" });
        }
        let words = self.locale.words();
        // Tenths of the smallest unit.
        let tenths = rounded(i128::from(total) * 10_000, i128::from(wh));
        if &self.currency.code == b"EUR" {
            return json!({ "value": self.locale.number(tenths, 1), "unit": words.cent_per_kwh });
        }
        let finer = Currency { code: self.currency.code, digits: self.currency.digits + 1 };
        let value = self.locale.money(Money { minor: tenths, currency: finer });
        json!({ "value": value, "unit": words.per_kwh })
    }

    /// One row for each element, and the sums below them.
    pub fn bill(&self, elements: &[Element], taxes: &[TaxTotal], tax_included: bool) -> Value {
        let rows = elements.iter().map(|element| {
            let name = if element.quantity == Quantity::Adjustment && element.name.is_empty() {
                self.locale.words().minimum
            } else {
                &element.name
            };
            json!([name, self.quantity(element), self.money(element.amount)])
        });
        let words = self.locale.words();
        let net = if tax_included { words.of_which_net } else { words.net_sum };
        let vat = if tax_included { words.of_which_vat } else { words.vat };
        let mut below = vec![json!([net, "", self.money(taxes.iter().map(|tax| tax.net).sum())])];
        below.extend(taxes.iter().map(|tax| json!([vat, self.locale.tax(tax.tax), self.money(tax.vat)])));
        json!({ "rows": rows.collect::<Vec<_>>(), "below": below })
    }

    /// `331.52 kWh × €0.36`
    fn quantity(&self, element: &Element) -> String {
        let price = self.locale.price(element.price, &self.currency);
        let words = self.locale.words();
        match element.quantity {
            Quantity::Energy(wh) => format!("{} kWh × {price}", self.kwh(wh)),
            Quantity::Time(ms) => {
                let seconds = ms / 1000;
                let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                format!("{hours}:{minutes:02}:{seconds:02} {} × {price}", words.hours)
            }
            Quantity::Times(times) => format!("{} × {price}", self.locale.number(times, 0)),
            Quantity::Adjustment => String::new(),
        }
    }

    /// Some amount is not what its whole quantity times its price would be: each session is rounded by itself.
    pub fn is_rounded(&self, elements: &[Element]) -> bool {
        elements.iter().any(|element| {
            let (quantity, per) = match element.quantity {
                Quantity::Energy(wh) => (wh, 1000),
                Quantity::Time(ms) => (ms, 3_600_000),
                Quantity::Times(times) => (times, 1),
                Quantity::Adjustment => return false,
            };
            let exact = i128::from(quantity) * i128::from(element.price.0) * i128::from(self.currency.unit());
            rounded(exact, i128::from(per) * 1_000_000) != element.amount
        })
    }

    /// The box for payment; the code only where it can be paid with it.
    pub fn payment(&self, payee: &Payee, due: i64, reference: &str) -> Value {
        let words = self.locale.words();
        let payment = Payment { name: &payee.holder, iban: &payee.iban, cents: due, text: reference };
        let code = if &self.currency.code == b"EUR" { payment.code() } else { None };
        let code = code.and_then(|text| qr(&text));
        let (title, hint) =
            if code.is_some() { (words.pay_by_app, words.scan) } else { (words.bank_transfer, "") };
        json!({
            "title": title,
            "hint": hint,
            "code": code,
            "facts": [
                [words.payee, payee.holder],
                ["IBAN", payee.iban.grouped()],
                [words.reference, reference],
            ],
        })
    }
}

pub(super) fn sender(sender: &Sender, reader: &Reader) -> Value {
    let vat = (!sender.vat_id.trim().is_empty())
        .then(|| format!("{} {}", reader.locale.words().vat_id, sender.vat_id.trim()));
    let contact = [Some(sender.email.trim().to_owned()), vat];
    let contact = contact.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    json!({ "name": sender.name, "lines": [sender.address.join(", "), contact.join(" · ")] })
}

pub(super) fn recipient(recipient: &Recipient) -> Value {
    let mut lines = recipient.address.clone();
    lines.push(recipient.detail.clone());
    lines.retain(|line| !line.trim().is_empty());
    json!({ "name": recipient.name, "lines": lines })
}

/// The sign of a mark, and the words that explain it.
pub(super) fn mark(mark: Mark, reader: &Reader) -> (&'static str, &'static str) {
    let words = reader.locale.words();
    match mark {
        Mark::Estimated => ("a", words.estimated),
        Mark::Repaired => ("b", words.repaired),
        Mark::Amended => ("c", words.amended),
    }
}

/// A code as a picture; each dark module a square of 1. The quiet zone is the box's own white.
fn qr(text: &str) -> Option<String> {
    use std::fmt::Write as _;
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    // The payment standard ends at version 13: 69 modules.
    let size = code.size;
    if size > 69 {
        return None;
    }
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let dark = (x..size).take_while(|x| code[y][*x].value()).count();
            if dark > 0 {
                let _ = write!(path, "M{x} {y}h{dark}v1h-{dark}z");
            }
            x += dark.max(1);
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\" fill=\"#111614\"/></svg>"
    ))
}
