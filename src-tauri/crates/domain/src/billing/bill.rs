//! The bill of a stay.

use jiff::tz::TimeZone;

use super::cut::{cuts, moment};
use crate::billing::{Component, Currency, Element, Price, Stay, TariffVersion, TaxRate, Window, rounded};
use crate::time::{HOUR, Timestamp};

/// How much of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// Watt-hours.
    Energy(i64),
    /// Milliseconds.
    Time(i64),
    /// So many times.
    Times(i64),
    /// What is missing to the least, or too much for the most.
    Adjustment,
}

/// One line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// For what; `None` = an adjustment to the least or the most.
    pub component: Option<Component>,
    /// By which version of the tariff.
    pub version: u32,
    /// When its price counts.
    pub window: Window,
    /// How much of it.
    pub quantity: Quantity,
    /// At which price.
    pub price: Price,
    /// With which tax.
    pub tax: TaxRate,
    /// What it costs, in smallest units, in the terms of the price (with or without tax).
    pub amount: i64,
    /// A part of its energy was divided by time, since no reading was taken at a border.
    pub estimated: bool,
}

/// All that has one rate of tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxTotal {
    /// The rate.
    pub tax: TaxRate,
    /// Without tax, in smallest units.
    pub net: i64,
    /// The tax.
    pub vat: i64,
}

/// What a stay costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// The currency.
    pub currency: Currency,
    /// The prices hold the tax already.
    pub tax_included: bool,
    /// Its lines.
    pub lines: Vec<Line>,
    /// By rates of tax, the lowest first.
    pub taxes: Vec<TaxTotal>,
    /// All of it with tax, in smallest units.
    pub total: i64,
}

/// What falls under one element of one version.
struct Share<'a> {
    version: &'a TariffVersion,
    element: &'a Element,
    amount: i64,
    estimated: bool,
}

/// The bill of a stay by the versions of its tariff, oldest first, the first one valid at its beginning. `None` without
/// such a version.
pub fn price(stay: &Stay, versions: &[TariffVersion], zone: &TimeZone) -> Option<Bill> {
    let first = version_at(versions, stay.began)?;
    let mut shares: Vec<Share<'_>> = Vec::new();
    let mut free = first.free_wh.max(0);
    let cuts = cuts(stay, versions, zone);
    if let Some(element) = element_at(first, Component::Session, stay.began, zone) {
        add(&mut shares, first, element, 1, false);
    }
    let marks: Vec<_> = cuts.iter().map(|at| stay.register(*at)).collect();
    let prices: Vec<Option<&Element>> =
        cuts.iter().map(|at| element_at(version_at(versions, *at)?, Component::Energy, *at, zone)).collect();
    // Midnight and the change of the clocks cut too; where the price stays, nothing is divided.
    let goes_on = |at: usize| at > 0 && at + 1 < cuts.len() && same(prices[at - 1], prices[at]);
    for (index, pair) in cuts.windows(2).enumerate() {
        let (from, to) = (pair[0], pair[1]);
        let Some(version) = version_at(versions, from) else { continue };
        let charging = to <= stay.charged_until;
        let ((before, read), (after, read_too)) = (marks[index], marks[index + 1]);
        let flowed = after.0.saturating_sub(before.0).max(0);
        let given = flowed.min(free);
        free -= given;
        if let Some(element) = prices[index] {
            let exact = (read || goes_on(index)) && (read_too || goes_on(index + 1));
            add(&mut shares, version, element, flowed - given, !exact);
        }
        let parked = from >= stay.charged_until.plus(version.grace);
        let time = if charging { Some(Component::Charging) } else { parked.then_some(Component::Parked) };
        if let Some(element) = time.and_then(|time| element_at(version, time, from, zone)) {
            add(&mut shares, version, element, to.since(from), false);
        }
    }
    let mut lines: Vec<Line> = shares.iter().filter(|share| share.amount != 0).map(line).collect();
    lines.extend(adjustment(first, &lines));
    Some(total(first, lines))
}

fn same(one: Option<&Element>, other: Option<&Element>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

pub(super) fn version_at(versions: &[TariffVersion], at: Timestamp) -> Option<&TariffVersion> {
    versions.iter().rfind(|version| version.valid_from <= at)
}

pub(super) fn element_at<'a>(
    version: &'a TariffVersion,
    component: Component,
    at: Timestamp,
    zone: &TimeZone,
) -> Option<&'a Element> {
    let clock = zone.to_datetime(moment(at)?);
    version.elements.iter().find(|element| element.component == component && element.window.holds(clock))
}

fn add<'a>(
    shares: &mut Vec<Share<'a>>,
    version: &'a TariffVersion,
    element: &'a Element,
    amount: i64,
    estimated: bool,
) {
    let estimated = estimated && amount != 0;
    match shares.iter_mut().find(|share| std::ptr::eq(share.element, element)) {
        Some(share) => {
            share.amount += amount;
            share.estimated |= estimated;
        }
        None => shares.push(Share { version, element, amount, estimated }),
    }
}

fn line(share: &Share<'_>) -> Line {
    let (quantity, per) = match share.element.component {
        Component::Energy => (Quantity::Energy(share.amount), 1000),
        Component::Charging | Component::Parked => (Quantity::Time(share.amount), i128::from(HOUR)),
        Component::Session => (Quantity::Times(share.amount), 1),
    };
    let exact = i128::from(share.amount)
        * i128::from(share.element.price.0)
        * i128::from(share.version.currency.unit());
    Line {
        component: Some(share.element.component),
        version: share.version.number,
        window: share.element.window,
        quantity,
        price: share.element.price,
        tax: share.element.tax,
        amount: rounded(exact, per * i128::from(Price::ONE)),
        estimated: share.estimated,
    }
}

/// The line that lifts a bill to the least or lowers it to the most, with the tax of the largest line.
fn adjustment(version: &TariffVersion, lines: &[Line]) -> Option<Line> {
    let sum: i64 = lines.iter().map(|line| line.amount).sum();
    let wanted = sum.max(version.least.unwrap_or(sum)).min(version.most.unwrap_or(i64::MAX));
    let tax = lines.iter().max_by_key(|line| line.amount).map(|line| line.tax);
    let tax = tax.or(version.elements.first().map(|element| element.tax)).unwrap_or_default();
    (wanted != sum).then(|| Line {
        component: None,
        version: version.number,
        window: Window::default(),
        quantity: Quantity::Adjustment,
        price: Price::default(),
        tax,
        amount: wanted - sum,
        estimated: false,
    })
}

fn total(version: &TariffVersion, lines: Vec<Line>) -> Bill {
    let mut rates: Vec<TaxRate> = lines.iter().map(|line| line.tax).collect();
    rates.sort_unstable();
    rates.dedup();
    let of = |tax: TaxRate| {
        let sum: i64 = lines.iter().filter(|line| line.tax == tax).map(|line| line.amount).sum();
        let rate = i128::from(tax.0);
        if version.tax_included {
            let vat = rounded(i128::from(sum) * rate, 10_000 + rate);
            TaxTotal { tax, net: sum - vat, vat }
        } else {
            TaxTotal { tax, net: sum, vat: rounded(i128::from(sum) * rate, 10_000) }
        }
    };
    let taxes: Vec<TaxTotal> = rates.into_iter().map(of).collect();
    let total = taxes.iter().map(|tax| tax.net + tax.vat).sum();
    Bill { currency: version.currency, tax_included: version.tax_included, lines, taxes, total }
}
