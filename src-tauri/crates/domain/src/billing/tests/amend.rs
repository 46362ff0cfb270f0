use jiff::tz::TimeZone;

use crate::billing::*;
use crate::energy::WattHours;
use crate::people::DriverKey;
use crate::session::{Flags, SessionKey};
use crate::time::{HOUR, MINUTE, Timestamp};

const BEGAN: Timestamp = Timestamp(1_800_000_000_000);
const ENDED: Timestamp = Timestamp(BEGAN.0 + HOUR);
const NOW: Timestamp = Timestamp(BEGAN.0 + 24 * HOUR);

fn tariff(version: u32, price: i64, valid_from: Timestamp) -> TariffVersion {
    TariffVersion {
        number: version,
        valid_from,
        currency: Currency { code: *b"EUR", digits: 2 },
        tax_included: true,
        elements: vec![Element {
            component: Component::Energy,
            price: Price(price),
            tax: TaxRate(1900),
            window: Window::default(),
        }],
        free_wh: 0,
        grace: 0,
        least: None,
        most: None,
    }
}

fn payer(key: u32) -> Payer {
    Payer { driver: Some(DriverKey(key)), driver_name: format!("Driver {key}"), ..Payer::default() }
}

/// 10 kWh for 4.00.
fn case() -> Case {
    let register = |at, wh| Reading { at, register: WattHours(wh) };
    Case {
        session: SessionKey(1),
        told: Told {
            began: BEGAN,
            ended: Some(ENDED),
            start: Some(WattHours(5_000)),
            stop: Some(WattHours(15_000)),
            token: Some("CARD".into()),
        },
        newest: None,
        flags: Flags::default(),
        readings: vec![register(BEGAN.plus(MINUTE), 5_100), register(BEGAN.plus(40 * MINUTE), 12_000)],
        most_power_w: None,
        left: None,
        parked: false,
        abandoned: false,
        twin: None,
        payer: payer(1),
        tariff: Some(Tariff {
            key: TariffKey(1),
            name: "All".into(),
            versions: vec![tariff(1, 400_000, Timestamp(0))],
        }),
        history: History::default(),
    }
}

/// The case with one more entry.
fn with(case: &Case, entry: Entry) -> Case {
    let mut after = case.clone();
    after.history.0.push(entry);
    after
}

fn closed(case: &Case) -> Case {
    with(case, case.close(&TimeZone::UTC, NOW))
}

fn typed(stop: i64) -> Counted {
    Counted { ended: Some(ENDED), start: Some(WattHours(5_000)), stop: Some(WattHours(stop)) }
}

fn total(entry: &Entry) -> i64 {
    entry.cost.as_ref().expect("it has a price").bill.total
}

fn kinds(case: &Case) -> Vec<Finding> {
    case.findings().into_iter().map(|(finding, _)| finding).collect()
}

/// One that its station never ended: what followed did, with the last reading.
fn cut_off() -> Case {
    let told = Told { stop: Some(WattHours(12_000)), ..case().told };
    Case { told, flags: Flags::INTERRUPTED, ..case() }
}

#[test]
fn a_missing_stop_is_not_hidden_by_another_driver_or_a_price() {
    let case = closed(&cut_off());
    assert_eq!(case.history.last().unwrap().findings, [Finding::MissingStop]);
    let given = Case { payer: payer(2), ..case }.give(&TimeZone::UTC, NOW).unwrap();
    assert_eq!(given.findings, [Finding::MissingStop]);
    let given = with(&closed(&cut_off()), given);
    assert_eq!(kinds(&given), [Finding::MissingStop]);
    let dearer = Tariff { versions: vec![tariff(1, 500_000, Timestamp(0))], ..given.tariff.clone().unwrap() };
    let priced = Case { tariff: Some(dearer), ..given }.reprice(&TimeZone::UTC, NOW).unwrap();
    assert_eq!(priced.findings, [Finding::MissingStop]);
}

#[test]
fn a_repair_settles_its_own_finding_until_it_is_taken_back() {
    let case = closed(&cut_off());
    let repaired = case.repair(Finding::MissingStop, &TimeZone::UTC, NOW).unwrap();
    assert_eq!((repaired.figures.stop, repaired.findings.len()), (Some(WattHours(12_000)), 0));
    let case = with(&case, repaired);
    assert_eq!(kinds(&case), []);
    let undone = case.undo(&case.history.0[0], NOW).unwrap();
    assert_eq!(undone.findings, [Finding::MissingStop]);
    assert_eq!(kinds(&with(&case, undone)), [Finding::MissingStop]);
}

#[test]
fn one_repair_leaves_the_other_finding_open() {
    // It began at zero, and its end is missing.
    let cut = cut_off();
    let readings = vec![
        Reading { at: BEGAN.plus(MINUTE), register: WattHours(5_000_100) },
        Reading { at: BEGAN.plus(40 * MINUTE), register: WattHours(5_008_000) },
    ];
    let case =
        closed(&Case { told: Told { start: Some(WattHours(0)), ..cut.told.clone() }, readings, ..cut });
    assert_eq!(kinds(&case), [Finding::ZeroBaseline, Finding::MissingStop]);
    let repaired = case.repair(Finding::ZeroBaseline, &TimeZone::UTC, NOW).unwrap();
    assert_eq!(repaired.findings, [Finding::MissingStop]);
    let case = with(&case, repaired);
    let ended = case.repair(Finding::MissingStop, &TimeZone::UTC, NOW).unwrap();
    assert_eq!(ended.figures.energy(), Some(WattHours(7_900)));
    assert_eq!(ended.findings, []);
}

#[test]
fn figures_that_were_typed_in_outlive_a_late_word_until_somebody_decides() {
    let case = closed(&case());
    let case = with(&case, case.correct(typed(9_000), &TimeZone::UTC, NOW).unwrap());
    let told = Told { stop: Some(WattHours(16_000)), ..case.told.clone() };
    let case = Case { told, ..case };
    let late = case.late(&TimeZone::UTC, NOW).unwrap();
    assert_eq!((late.figures, total(&late)), (typed(9_000), 160));
    assert!(late.marks.has(Marks::REPAIRED));
    assert_eq!(late.findings, [Finding::ToldOtherwise]);
    let case = with(&case, late);
    assert_eq!(case.late(&TimeZone::UTC, NOW), None, "it told nothing new");
    // Either the charger's figures, which are no repair …
    let taken = case.repair(Finding::ToldOtherwise, &TimeZone::UTC, NOW).unwrap();
    assert_eq!((taken.figures, total(&taken), taken.findings.len()), (typed(16_000), 440, 0));
    assert!(!taken.marks.has(Marks::REPAIRED));
    // … or the same once more.
    let stood_by = case.correct(typed(9_000), &TimeZone::UTC, NOW).unwrap();
    assert_eq!(stood_by.findings, []);
    let case = with(&case, stood_by);
    assert_eq!(case.correct(typed(9_000), &TimeZone::UTC, NOW), Err(Unchanged::Same));
}

#[test]
fn a_late_word_replaces_an_estimate() {
    let case = closed(&cut_off());
    let case = with(&case, case.repair(Finding::MissingStop, &TimeZone::UTC, NOW).unwrap());
    let told = Told { stop: Some(WattHours(13_000)), ..case.told.clone() };
    let late = Case { told, flags: Flags::default(), ..case }.late(&TimeZone::UTC, NOW).unwrap();
    assert_eq!((late.figures, late.findings.len()), (typed(13_000), 0));
    assert!(!late.marks.has(Marks::REPAIRED));
}

#[test]
fn a_card_that_is_told_late_names_who_pays_unless_somebody_did() {
    let case = case();
    let unknown = closed(&Case {
        payer: Payer::default(),
        told: Told { token: None, ..case.told.clone() },
        ..case.clone()
    });
    let known = Case { payer: payer(1), told: case.told.clone(), ..unknown.clone() };
    assert_eq!(known.late(&TimeZone::UTC, NOW).unwrap().payer, payer(1));
    let given = Case { payer: payer(2), ..unknown }.give(&TimeZone::UTC, NOW).unwrap();
    assert_eq!(with(&known, given).late(&TimeZone::UTC, NOW).unwrap().payer, payer(2));
    // A card that went to somebody else since changes nothing: the station tells the same card.
    let moved = Case {
        payer: payer(3),
        told: Told { stop: Some(WattHours(16_000)), ..case.told.clone() },
        ..closed(&case)
    };
    assert_eq!(moved.late(&TimeZone::UTC, NOW).unwrap().payer, payer(1));
}

#[test]
fn a_price_counts_from_its_own_making_whatever_is_amended_after_it() {
    let case = closed(&case());
    let made = |case: &Case| case.history.priced().map(|(made, _)| made);
    assert_eq!(made(&case), Some(NOW));
    let later = NOW.plus(HOUR);
    let case = with(&case, case.correct(typed(9_000), &TimeZone::UTC, later).unwrap());
    assert_eq!(made(&case), Some(NOW));
    let dearer = Tariff { versions: vec![tariff(1, 500_000, Timestamp(0))], ..case.tariff.clone().unwrap() };
    let priced = Case { tariff: Some(dearer), ..case.clone() }.reprice(&TimeZone::UTC, later).unwrap();
    let case = with(&case, priced);
    assert_eq!(made(&case), Some(later));
    let undone = case.undo(&case.history.0[1], later.plus(HOUR)).unwrap();
    assert_eq!(total(&undone), 160);
    assert_eq!(made(&with(&case, undone)), Some(NOW));
}
