//! A stay as the periods of a charge detail record: a new one whenever another price begins to count.

use jiff::tz::TimeZone;

use super::bill::{element_at, version_at};
use super::cut::cuts;
use crate::billing::{Component, Element, Stay, TariffVersion};
use crate::time::Timestamp;

/// A part of a stay with the same prices all the way; it ends where the next one begins, or with the stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// When it begins.
    pub from: Timestamp,
    /// The number of the tariff's version that counts; `None` before the first one.
    pub version: Option<u32>,
    /// Energy in watt-hours.
    pub energy: i64,
    /// Time while charging, in milliseconds.
    pub charging: i64,
    /// Time after the end of charging, in milliseconds.
    pub parked: i64,
}

/// What makes a price: the version and its elements that count.
type Prices<'a> = (Option<u32>, bool, [Option<&'a Element>; 2]);

/// The periods of a stay, at least one, in their order. Their energy is what the register says between the stay's ends,
/// to the watt-hour.
pub fn periods(stay: &Stay, versions: &[TariffVersion], zone: &TimeZone) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    let mut last: Option<Prices<'_>> = None;
    for pair in cuts(stay, versions, zone).windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let charging = to <= stay.charged_until;
        let prices = prices(stay, versions, zone, from, charging);
        if last != Some(prices) {
            periods.push(Period { from, version: prices.0, energy: 0, charging: 0, parked: 0 });
            last = Some(prices);
        }
        let Some(period) = periods.last_mut() else { continue };
        // What trickles in after the end of charging is energy all the same.
        let (before, after) = (stay.register(from).0, stay.register(to).0);
        period.energy += after.0.saturating_sub(before.0).max(0);
        if charging {
            period.charging += to.since(from);
        } else {
            period.parked += to.since(from);
        }
    }
    if periods.is_empty() {
        let version = version_at(versions, stay.began).map(|version| version.number);
        periods.push(Period { from: stay.began, version, energy: 0, charging: 0, parked: 0 });
    }
    periods
}

fn prices<'a>(
    stay: &Stay,
    versions: &'a [TariffVersion],
    zone: &TimeZone,
    from: Timestamp,
    charging: bool,
) -> Prices<'a> {
    let Some(version) = version_at(versions, from) else { return (None, charging, [None, None]) };
    let element = |component| element_at(version, component, from, zone);
    let elements = if charging {
        [element(Component::Energy), element(Component::Charging)]
    } else {
        let late = from >= stay.charged_until.plus(version.grace);
        [None, element(Component::Parked).filter(|_| late)]
    };
    (Some(version.number), charging, elements)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{Currency, Price, Reading, TaxRate, Window};
    use crate::energy::WattHours;
    use crate::time::{HOUR, MINUTE};

    fn version() -> TariffVersion {
        let element = |component, price, minutes| Element {
            component,
            price: Price(price),
            tax: TaxRate(2300),
            window: Window { minutes, ..Window::default() },
        };
        TariffVersion {
            number: 7,
            valid_from: Timestamp(0),
            currency: Currency { code: *b"EUR", digits: 2 },
            tax_included: true,
            elements: vec![
                element(Component::Energy, 240_000, Some((23 * 60, 7 * 60))),
                element(Component::Energy, 360_000, None),
                element(Component::Parked, 1_000_000, None),
            ],
            free_wh: 0,
            grace: 30 * MINUTE,
            least: None,
            most: None,
        }
    }

    #[test]
    fn a_new_period_begins_with_each_price_and_the_sums_are_those_of_the_stay() {
        // In UTC: from 21:00 to 02:00 at 10 kW, then parked for an hour of which half is free.
        let began = Timestamp(20_000 * 24 * HOUR + 21 * HOUR);
        let ended = began.plus(5 * HOUR);
        let reading = |at: Timestamp, wh| Reading { at, register: WattHours(wh) };
        let stay = Stay {
            began,
            charged_until: ended,
            left: ended.plus(HOUR),
            readings: vec![reading(began, 1000), reading(ended, 51_000)],
        };
        let found = periods(&stay, &[version()], &TimeZone::UTC);
        let told: Vec<_> = found
            .iter()
            .map(|p| (p.from.since(began) / MINUTE, p.energy, p.charging / MINUTE, p.parked / MINUTE))
            .collect();
        // Midnight cuts too, but changes no price.
        assert_eq!(told, [(0, 20_000, 120, 0), (120, 30_000, 180, 0), (300, 0, 0, 30), (330, 0, 0, 30)]);
        assert!(found.iter().all(|period| period.version == Some(7)));
    }

    #[test]
    fn a_stay_of_no_time_and_one_without_a_tariff_are_one_period() {
        let at = Timestamp(HOUR);
        let none = Stay { began: at, charged_until: at, left: at, readings: Vec::new() };
        assert_eq!(periods(&none, &[version()], &TimeZone::UTC).len(), 1);
        let long = Stay { charged_until: at.plus(50 * HOUR), left: at.plus(50 * HOUR), ..none };
        let found = periods(&long, &[], &TimeZone::UTC);
        assert_eq!((found.len(), found[0].version, found[0].charging), (1, None, 50 * HOUR));
    }
}
