//! Reports that sum sessions up, and lists of what is to be done: energy by day, month and charger; by driver and cost
//! centre; unpaid statements; cards without a driver.

use domain::billing::Currency;
use jiff::civil::Date;

use crate::chart::Column;
use crate::money::Money;
use crate::table::{Cell, Field, Kind, Place, Row, field};

/// What several sessions come to. Sessions with prices in several currencies are several rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many sessions.
    pub sessions: i64,
    /// Wh.
    pub energy: i64,
    /// How long cars were plugged in, in seconds.
    pub seconds: i64,
    /// What they cost; `None`: they have no price.
    pub cost: Option<SumCost>,
}

/// What several sessions cost, in smallest units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumCost {
    /// The currency.
    pub currency: Currency,
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub vat: i64,
    /// With tax.
    pub total: i64,
}

impl Sum {
    fn money(&self, part: fn(&SumCost) -> i64) -> Cell<'_> {
        Cell::maybe(self.cost.as_ref(), |cost| {
            Cell::Money(Money { minor: part(cost), currency: cost.currency })
        })
    }

    fn currency(&self) -> Cell<'_> {
        Cell::maybe(self.cost.as_ref(), |cost| Cell::text(cost.currency.letters()))
    }
}

/// The columns that all sums have.
macro_rules! with_sums {
    ($($first:expr),* $(,)?) => {
        &[
            $($first,)*
            field("sessions", "Sessions", Kind::Count, |r: &Self| Cell::Number(r.sum.sessions)),
            field("energy_kwh", "Energy in kWh", Kind::Kwh, |r: &Self| Cell::Kwh(r.sum.energy)).on_paper("kWh"),
            field("duration_seconds", "Plugged in", Kind::Duration, |r: &Self| Cell::Duration(r.sum.seconds)),
            field("currency", "Currency", Kind::Text, |r: &Self| r.sum.currency()),
            field("net", "Without VAT", Kind::Money, |r: &Self| r.sum.money(|cost| cost.net)),
            field("vat", "VAT", Kind::Money, |r: &Self| r.sum.money(|cost| cost.vat)),
            field("total", "With VAT", Kind::Money, |r: &Self| r.sum.money(|cost| cost.total)),
        ]
    };
}

/// A day of the site's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// Its sessions, by their beginning.
    pub sum: Sum,
}

impl Row for Day {
    const TITLE: &'static str = "Energy by day";
    const FIELDS: &'static [Field<Self>] =
        with_sums![field("day", "Day", Kind::Date, |r: &Self| Cell::Date(r.day))];

    fn bar(&self, place: &Place) -> Option<Column> {
        let (day, month) = (self.day.day(), place.locale.short_month(self.day));
        let label = if day == 1 { format!("{day} {month}") } else { day.to_string() };
        Some(Column { label, round: day % 5 == 0, layers: vec![self.sum.energy] })
    }
}

/// A month of the site's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub month: Date,
    /// Its sessions, by their beginning.
    pub sum: Sum,
}

impl Row for Month {
    const TITLE: &'static str = "Energy by month";
    const FIELDS: &'static [Field<Self>] = with_sums![field("month", "Month", Kind::Text, |r: &Self| {
        Cell::text(format!("{:04}-{:02}", r.month.year(), r.month.month()))
    })];

    fn bar(&self, place: &Place) -> Option<Column> {
        let name = place.locale.short_month(self.month);
        let first = self.month.month() == 1;
        let label = if first { self.month.year().to_string() } else { name };
        Some(Column { label, round: false, layers: vec![self.sum.energy] })
    }
}

/// A charger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charger {
    /// Its identity on the wire.
    pub station: String,
    /// Its name for people.
    pub name: String,
    /// Its sessions.
    pub sum: Sum,
}

impl Row for Charger {
    const TITLE: &'static str = "Energy by charger";
    const FIELDS: &'static [Field<Self>] = with_sums![
        field("station", "Charger identity", Kind::Text, |r: &Self| Cell::text(&r.station))
            .on_paper("Identity"),
        field("station_name", "Charger", Kind::Text, |r: &Self| Cell::text(&r.name)),
    ];

    fn bar(&self, _: &Place) -> Option<Column> {
        let name = if self.name.is_empty() { &self.station } else { &self.name };
        Some(Column { label: name.clone(), round: false, layers: vec![self.sum.energy] })
    }
}

/// A driver.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Driver {
    /// Name; empty: sessions of nobody known.
    pub driver: String,
    /// Cost centre; empty: none.
    pub cost_centre: String,
    /// The driver's sessions.
    pub sum: Sum,
}

impl Row for Driver {
    const TITLE: &'static str = "By driver";
    const FIELDS: &'static [Field<Self>] = with_sums![
        field("driver", "Driver", Kind::Text, |r: &Self| Cell::text(&r.driver)),
        field("cost_centre", "Cost centre", Kind::Text, |r: &Self| Cell::text(&r.cost_centre)),
    ];
}

/// A cost centre.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostCentre {
    /// Name; empty: sessions of no cost centre.
    pub cost_centre: String,
    /// How many drivers charged.
    pub drivers: i64,
    /// Its sessions.
    pub sum: Sum,
}

impl Row for CostCentre {
    const TITLE: &'static str = "By cost centre";
    const FIELDS: &'static [Field<Self>] = with_sums![
        field("cost_centre", "Cost centre", Kind::Text, |r: &Self| Cell::text(&r.cost_centre)),
        field("drivers", "Drivers", Kind::Count, |r: &Self| Cell::Number(r.drivers)),
    ];
}

/// A statement that is not paid, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpaid {
    /// Its number.
    pub number: String,
    /// Who shall pay.
    pub recipient: String,
    /// First and last day of its period.
    pub period: (Date, Date),
    /// The day it was made.
    pub date: Date,
    /// To be paid until.
    pub pay_by: Option<Date>,
    /// By how many days it is late; 0: it is not.
    pub late: i64,
    /// The statement's total, with tax.
    pub total: Money,
    /// What is missing.
    pub open: Money,
}

impl Row for Unpaid {
    const TITLE: &'static str = "Unpaid statements";
    #[rustfmt::skip]
    const FIELDS: &'static [Field<Self>] = &[
        field("statement", "Statement", Kind::Text, |r: &Self| Cell::text(&r.number)),
        field("recipient", "For", Kind::Text, |r: &Self| Cell::text(&r.recipient)),
        field("first_day", "From", Kind::Date, |r: &Self| Cell::Date(r.period.0)),
        field("last_day", "To", Kind::Date, |r: &Self| Cell::Date(r.period.1)),
        field("date", "Date", Kind::Date, |r: &Self| Cell::Date(r.date)),
        field("pay_by", "Pay by", Kind::Date, |r: &Self| Cell::maybe(r.pay_by, Cell::Date)),
        field("days_late", "Days late", Kind::Name, |r: &Self| Cell::Number(r.late)),
        field("currency", "Currency", Kind::Text, |r: &Self| Cell::text(r.total.code())),
        field("total", "With VAT", Kind::Money, |r: &Self| Cell::Money(r.total)),
        field("open", "Not paid", Kind::Money, |r: &Self| Cell::Money(r.open)),
    ];
}

/// A card that charged or was let in, and belongs to nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// What the charger read.
    pub card: String,
    /// What the operator wrote on it.
    pub label: String,
    /// Charged last, milliseconds since 1970 UTC.
    pub last_used: Option<i64>,
    /// Its sessions.
    pub sum: Sum,
}

impl Row for Card {
    const TITLE: &'static str = "Cards without a driver";
    const FIELDS: &'static [Field<Self>] = with_sums![
        field("id_token", "Card", Kind::Text, |r: &Self| Cell::text(&r.card)),
        field("label", "Label", Kind::Text, |r: &Self| Cell::text(&r.label)),
        field("last_used", "Last used", Kind::Time, |r: &Self| Cell::maybe(r.last_used, Cell::Time)),
    ];
}
