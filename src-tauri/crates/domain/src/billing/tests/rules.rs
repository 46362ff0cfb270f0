use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use crate::billing::*;
use crate::energy::WattHours;
use crate::time::{HOUR, MINUTE, Timestamp};

const EURO: Currency = Currency { code: *b"EUR", digits: 2 };
const VAT: TaxRate = TaxRate(1900);

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap()
}

/// A moment by the clocks of Berlin; the first one of an hour that comes twice.
fn at(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Timestamp {
    let clock = date(year, month, day).at(hour, minute, 0, 0);
    Timestamp(berlin().to_ambiguous_timestamp(clock).earlier().unwrap().as_millisecond())
}

fn element(component: Component, price: i64, minutes: Option<(u16, u16)>) -> Element {
    Element { component, price: Price(price), tax: VAT, window: Window { minutes, ..Window::default() } }
}

fn tariff(elements: Vec<Element>) -> TariffVersion {
    TariffVersion {
        number: 1,
        valid_from: Timestamp(0),
        currency: EURO,
        tax_included: true,
        elements,
        free_wh: 0,
        grace: 0,
        least: None,
        most: None,
    }
}

/// A stay with a reading at each of these moments.
fn stay(readings: &[(Timestamp, i64)]) -> Stay {
    let readings: Vec<Reading> =
        readings.iter().map(|(at, register)| Reading { at: *at, register: WattHours(*register) }).collect();
    let (first, last) = (readings[0].at, readings[readings.len() - 1].at);
    Stay { began: first, charged_until: last, left: last, readings }
}

fn amounts(bill: &Bill) -> Vec<i64> {
    bill.lines.iter().map(|line| line.amount).collect()
}

#[test]
fn energy_and_time_and_a_fee_are_a_line_each() {
    // 11.3 kWh × 0.49 = 5.537 → 5.54; 1 h 30 min × 1.00 = 1.50; a fee of 0.35. Together 7.39; of it 19/119 = 1.18 tax.
    let elements = vec![
        element(Component::Energy, 490_000, None),
        element(Component::Charging, 1_000_000, None),
        element(Component::Session, 350_000, None),
    ];
    let from = at(2026, 11, 21, 10, 0);
    let bill =
        price(&stay(&[(from, 0), (from.plus(90 * MINUTE), 11_300)]), &[tariff(elements)], &berlin()).unwrap();
    assert_eq!(amounts(&bill), [35, 554, 150]);
    assert_eq!((bill.total, bill.taxes[0].vat, bill.taxes[0].net), (739, 118, 621));
}

#[test]
fn a_night_price_divides_the_energy_at_its_border_by_time() {
    // From 21:00 to 23:00 without a reading between: half of 10,001 Wh before 22:00, to the watt-hour below 5,000.
    let elements = vec![
        element(Component::Energy, 200_000, Some((1320, 360))),
        element(Component::Energy, 400_000, None),
    ];
    let bill = price(
        &stay(&[(at(2026, 11, 21, 21, 0), 0), (at(2026, 11, 21, 23, 0), 10_001)]),
        &[tariff(elements)],
        &berlin(),
    )
    .unwrap();
    // 5 kWh × 0.40 = 2.00; 5.001 kWh × 0.20 = 1.0002 → 1.00.
    assert_eq!(amounts(&bill), [200, 100]);
    assert!(bill.lines.iter().all(|line| line.estimated));
    assert_eq!(bill.lines[1].quantity, Quantity::Energy(5001));
}

#[test]
fn the_hour_that_comes_twice_is_two_hours_and_each_has_its_price() {
    // 2026-10-25: at 3:00 the clocks go back to 2:00. From 1:30 to 3:30 by the clock are three hours.
    let elements = vec![
        element(Component::Charging, 1_000_000, Some((120, 180))),
        element(Component::Charging, 2_000_000, None),
    ];
    let (from, to) = (at(2026, 10, 25, 1, 30), at(2026, 10, 25, 3, 30));
    assert_eq!(to.since(from), 3 * HOUR);
    let bill = price(&stay(&[(from, 0), (to, 0)]), &[tariff(elements)], &berlin()).unwrap();
    // Half an hour before and after at 2.00; two hours between two and three at 1.00.
    assert_eq!(amounts(&bill), [200, 200]);
}

#[test]
fn the_hour_that_is_skipped_costs_nothing() {
    // 2026-03-29: at 2:00 the clocks go forward to 3:00. From 1:30 to 3:30 by the clock is one hour.
    let elements = vec![
        element(Component::Charging, 1_000_000, Some((120, 180))),
        element(Component::Charging, 2_000_000, None),
    ];
    let (from, to) = (at(2026, 3, 29, 1, 30), at(2026, 3, 29, 3, 30));
    assert_eq!(to.since(from), HOUR);
    let bill = price(&stay(&[(from, 0), (to, 0)]), &[tariff(elements)], &berlin()).unwrap();
    assert_eq!(amounts(&bill), [200]);
}

#[test]
fn parking_costs_after_the_grace_time_and_charging_no_more() {
    let version = TariffVersion {
        grace: 30 * MINUTE,
        ..tariff(vec![
            element(Component::Parked, 3_000_000, None),
            element(Component::Charging, 1_000_000, None),
        ])
    };
    let from = at(2026, 11, 21, 10, 0);
    let mut long = stay(&[(from, 0), (from.plus(HOUR), 5000)]);
    long.left = from.plus(2 * HOUR);
    // One hour of charging at 1.00; of the hour after it thirty minutes at 3.00.
    assert_eq!(amounts(&price(&long, std::slice::from_ref(&version), &berlin()).unwrap()), [100, 150]);
    long.left = from.plus(90 * MINUTE);
    assert_eq!(amounts(&price(&long, &[version], &berlin()).unwrap()), [100]);
}

#[test]
fn a_new_version_counts_from_its_moment_on() {
    let midnight = at(2027, 1, 1, 0, 0);
    let before = tariff(vec![element(Component::Energy, 400_000, None)]);
    let after = TariffVersion {
        number: 2,
        valid_from: midnight,
        ..tariff(vec![element(Component::Energy, 500_000, None)])
    };
    let readings = [(midnight.plus(-HOUR), 0), (midnight, 6000), (midnight.plus(HOUR), 10_000)];
    let bill = price(&stay(&readings), &[before, after], &berlin()).unwrap();
    // 6 kWh × 0.40 and 4 kWh × 0.50, both read at midnight.
    assert_eq!(amounts(&bill), [240, 200]);
    assert!(bill.lines.iter().all(|line| !line.estimated));
    assert_eq!(bill.lines.iter().map(|line| line.version).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn free_energy_is_the_first_and_the_least_and_the_most_are_lines() {
    let elements = vec![element(Component::Energy, 500_000, None)];
    let from = at(2026, 11, 21, 10, 0);
    let of = |wh, version: TariffVersion| {
        amounts(&price(&stay(&[(from, 0), (from.plus(HOUR), wh)]), &[version], &berlin()).unwrap())
    };
    let version = tariff(elements);
    assert_eq!(of(5000, TariffVersion { free_wh: 2000, ..version.clone() }), [150]);
    assert_eq!(of(1000, TariffVersion { free_wh: 2000, ..version.clone() }), Vec::<i64>::new());
    assert_eq!(of(1000, TariffVersion { least: Some(200), ..version.clone() }), [50, 150]);
    assert_eq!(of(50_000, TariffVersion { most: Some(2000), ..version }), [2500, -500]);
}

#[test]
fn tax_is_added_where_prices_are_without_it() {
    let version =
        TariffVersion { tax_included: false, ..tariff(vec![element(Component::Energy, 333_300, None)]) };
    let from = at(2026, 11, 21, 10, 0);
    let bill = price(&stay(&[(from, 0), (from.plus(HOUR), 10_000)]), &[version], &berlin()).unwrap();
    // 10 kWh × 0.3333 = 3.333 → 3.33; 19 % of it 0.6327 → 0.63.
    assert_eq!((bill.taxes[0].net, bill.taxes[0].vat, bill.total), (333, 63, 396));
}

proptest! {
    #[test]
    fn lines_sum_up_and_no_energy_is_lost(
        wh in prop::collection::vec(0_i64..9000, 1..12),
        minutes in prop::collection::vec(1_i64..200, 1..12),
        prices in prop::collection::vec(0_i64..2_000_000, 3),
        border in 0_u16..1440,
        included in any::<bool>(),
        start in 0_i64..525_600,
    ) {
        let mut at_now = at(2026, 1, 1, 0, 0).plus(start * MINUTE);
        let mut register = 500;
        let mut readings = vec![(at_now, register)];
        for (wh, minutes) in wh.iter().zip(&minutes) {
            at_now = at_now.plus(minutes * MINUTE);
            register += wh;
            readings.push((at_now, register));
        }
        let version = TariffVersion {
            tax_included: included,
            ..tariff(vec![
                element(Component::Energy, prices[0], Some((border, (border + 480) % 1440))),
                element(Component::Energy, prices[1], None),
                element(Component::Charging, prices[2], None),
            ])
        };
        let whole = stay(&readings);
        let bill = price(&whole, std::slice::from_ref(&version), &berlin()).unwrap();
        let energy: i64 = bill.lines.iter().filter_map(|line| match line.quantity {
            Quantity::Energy(wh) => Some(wh),
            _ => None,
        }).sum();
        prop_assert_eq!(energy, register - 500);
        let sum: i64 = bill.lines.iter().map(|line| line.amount).sum();
        let taxes: i64 = bill.taxes.iter().map(|tax| tax.vat).sum();
        prop_assert_eq!(bill.total, if included { sum } else { sum + taxes });
        // Split at any reading: the same energy, and at most a smallest unit a line.
        for split in 1..readings.len().saturating_sub(1) {
            let parts = [&readings[..=split], &readings[split..]];
            let bills = parts.map(|part| price(&stay(part), std::slice::from_ref(&version), &berlin()).unwrap());
            let amount: i64 = bills.iter().flat_map(|bill| &bill.lines).map(|line| line.amount).sum();
            let lines = i64::try_from(bill.lines.len()).unwrap();
            prop_assert!((amount - sum).abs() <= lines, "{amount} {sum}");
        }
    }
}
