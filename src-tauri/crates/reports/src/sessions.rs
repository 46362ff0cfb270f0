//! The report of sessions, one row each.

use domain::billing::Currency;

use crate::money::Money;
use crate::table::{Cell, Field, Kind, Row, field};

/// One charging session. Times are milliseconds since 1970 UTC, energy is in watt-hours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Our own number for it.
    pub id: i64,
    /// The charger's identity on the wire.
    pub station: String,
    /// The charger's name for people.
    pub station_name: String,
    /// Bay number.
    pub bay: Option<u16>,
    /// From 1; 0 when the charger never told.
    pub evse: u16,
    /// From 1; 0 when the charger never told.
    pub connector: u16,
    /// The id on the wire.
    pub transaction_id: String,
    /// What the driver identified with.
    pub id_token: Option<String>,
    /// What kind of token that is, the specification's word.
    pub id_token_type: Option<String>,
    /// Began, by the charger's clock.
    pub started_at: i64,
    /// Ended, by the charger's clock; `None` while it is open.
    pub ended_at: Option<i64>,
    /// Meter at the beginning.
    pub meter_start: Option<i64>,
    /// Meter at the end.
    pub meter_stop: Option<i64>,
    /// Delivered, so far.
    pub energy: Option<i64>,
    /// Why it ended, the charger's word.
    pub stop_reason: Option<String>,
    /// What is special about it: `estimated`, `offline`, `repaired` and others. `open` is added here.
    pub flags: Vec<String>,
    /// `1.6`, `2.0.1` or `2.1`.
    pub ocpp_version: String,
    /// When we were told of the beginning.
    pub received_started_at: i64,
    /// When we were told of the end.
    pub received_ended_at: Option<i64>,
    /// Who charged; empty: unknown.
    pub driver: String,
    /// The cost centre that pays; empty: none.
    pub cost_centre: String,
    /// What it costs; `None` while that is not settled.
    pub cost: Option<Cost>,
    /// What is special about its figures: `estimated`, `repaired`, `amended`.
    pub marks: Vec<&'static str>,
    /// The number of the statement that it stands on; empty: none.
    pub statement: String,
    /// Why it was amended last; empty: it was not.
    pub amended_reason: String,
}

/// What a session costs, in smallest units of the currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The tariff's name.
    pub tariff: String,
    /// The number of its version.
    pub version: u32,
    /// The currency.
    pub currency: Currency,
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub vat: i64,
    /// With tax.
    pub total: i64,
}

impl Session {
    /// Something that is only known once the session has ended.
    fn at_end<T>(&self, value: Option<T>) -> Option<T> {
        self.ended_at.and(value)
    }

    fn duration_seconds(&self) -> Option<i64> {
        self.ended_at.map(|ended| (ended.saturating_sub(self.started_at) / 1000).max(0))
    }

    fn flags(&self) -> String {
        let open = self.ended_at.is_none().then_some("open");
        self.flags.iter().map(String::as_str).chain(open).collect::<Vec<_>>().join(" ")
    }

    fn money(&self, part: fn(&Cost) -> i64) -> Cell<'_> {
        Cell::maybe(self.cost.as_ref(), |cost| {
            Cell::Money(Money { minor: part(cost), currency: cost.currency })
        })
    }
}

fn words(text: Option<&str>) -> Cell<'_> {
    Cell::maybe(text, Cell::text)
}

fn told(number: u16) -> Cell<'static> {
    Cell::maybe((number > 0).then_some(number), Cell::number)
}

impl Row for Session {
    const TITLE: &'static str = "Sessions";
    const WIDE: bool = true;
    #[rustfmt::skip]
    const FIELDS: &'static [Field<Self>] = &[
        field("session_id", "Session", Kind::Name, |s: &Self| Cell::number(s.id)).on_paper(""),
        field("station", "Charger identity", Kind::Text, |s: &Self| Cell::text(&s.station)).on_paper(""),
        field("station_name", "Charger", Kind::Text, |s: &Self| Cell::text(&s.station_name)),
        field("bay", "Bay", Kind::Name, |s: &Self| Cell::maybe(s.bay, Cell::number)),
        field("evse", "EVSE", Kind::Name, |s: &Self| told(s.evse)).on_paper(""),
        field("connector", "Connector", Kind::Name, |s: &Self| told(s.connector)).on_paper(""),
        field("transaction_id", "Transaction", Kind::Text, |s: &Self| Cell::text(&s.transaction_id)).on_paper(""),
        field("id_token", "Card", Kind::Text, |s: &Self| words(s.id_token.as_deref())),
        field("id_token_type", "Kind of card", Kind::Text, |s: &Self| words(s.id_token_type.as_deref())).on_paper(""),
        field("started_at", "Started", Kind::Time, |s: &Self| Cell::Time(s.started_at)),
        field("ended_at", "Ended", Kind::Time, |s: &Self| Cell::maybe(s.ended_at, Cell::Time)),
        field("duration_seconds", "Duration in seconds", Kind::Count, |s: &Self| Cell::maybe(s.duration_seconds(), Cell::Number)).on_paper(""),
        field("meter_start_wh", "Meter at start in Wh", Kind::Name, |s: &Self| Cell::maybe(s.meter_start, Cell::Number)).on_paper(""),
        field("meter_stop_wh", "Meter at end in Wh", Kind::Name, |s: &Self| Cell::maybe(s.at_end(s.meter_stop), Cell::Number)).on_paper(""),
        field("energy_wh", "Energy in Wh", Kind::Count, |s: &Self| Cell::maybe(s.energy, Cell::Number)).on_paper(""),
        field("energy_kwh", "Energy in kWh", Kind::Kwh, |s: &Self| Cell::maybe(s.energy, Cell::Kwh)).on_paper("kWh"),
        field("stop_reason", "Why it ended", Kind::Text, |s: &Self| words(s.at_end(s.stop_reason.as_deref()))).on_paper(""),
        field("flags", "Notes", Kind::Text, |s: &Self| Cell::text(s.flags())).on_paper(""),
        field("ocpp_version", "OCPP", Kind::Text, |s: &Self| Cell::text(&s.ocpp_version)).on_paper(""),
        field("received_started_at", "Start received", Kind::Time, |s: &Self| Cell::Time(s.received_started_at)).on_paper(""),
        field("received_ended_at", "End received", Kind::Time, |s: &Self| Cell::maybe(s.at_end(s.received_ended_at), Cell::Time)).on_paper(""),
        field("driver", "Driver", Kind::Text, |s: &Self| Cell::text(&s.driver)),
        field("cost_centre", "Cost centre", Kind::Text, |s: &Self| Cell::text(&s.cost_centre)),
        field("tariff", "Tariff", Kind::Text, |s: &Self| words(s.cost.as_ref().map(|cost| cost.tariff.as_str()))),
        field("tariff_version", "Version of the tariff", Kind::Name, |s: &Self| Cell::maybe(s.cost.as_ref(), |cost| Cell::number(cost.version))).on_paper(""),
        field("currency", "Currency", Kind::Text, |s: &Self| words(s.cost.as_ref().map(|cost| cost.currency.letters()))),
        field("net", "Without VAT", Kind::Money, |s: &Self| s.money(|cost| cost.net)),
        field("vat", "VAT", Kind::Money, |s: &Self| s.money(|cost| cost.vat)),
        field("total", "With VAT", Kind::Money, |s: &Self| s.money(|cost| cost.total)),
        field("marks", "Marks", Kind::Text, |s: &Self| Cell::text(s.marks.join(" "))),
        field("statement", "Statement", Kind::Text, |s: &Self| Cell::text(&s.statement)).on_paper(""),
        field("amended_reason", "Why it was amended", Kind::Text, |s: &Self| Cell::text(&s.amended_reason)).on_paper(""),
    ];
}

#[cfg(test)]
mod tests;
