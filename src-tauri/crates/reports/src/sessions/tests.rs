use super::{Cost, Session};
use crate::Error;
use crate::table::{Flavour, Format, Head, Place, Row, write};
use domain::billing::Currency;

const EURO: Currency = Currency { code: *b"EUR", digits: 2 };

fn sessions() -> Vec<Session> {
    let complete = Session {
        id: 1187,
        station: "NORVOLT-02".into(),
        station_name: "Car park \"east\"; left, really".into(),
        bay: Some(2),
        evse: 1,
        connector: 1,
        transaction_id: "1187".into(),
        id_token: Some("04A1B2C3".into()),
        id_token_type: Some("ISO14443".into()),
        started_at: 1_795_266_300_000,
        ended_at: Some(1_795_271_345_900),
        meter_start: Some(1_020_400),
        meter_stop: Some(1_035_285),
        energy: Some(14_885),
        stop_reason: Some("EVDisconnected".into()),
        flags: vec!["offline".into(), "estimated".into()],
        ocpp_version: "1.6".into(),
        received_started_at: 1_795_266_301_000,
        received_ended_at: Some(1_795_271_346_000),
        driver: "Jürgen Großmann".into(),
        cost_centre: "Fleet vans".into(),
        cost: Some(Cost {
            tariff: "Day and night".into(),
            version: 3,
            currency: EURO,
            net: 436,
            vat: 100,
            total: 536,
        }),
        marks: vec!["estimated", "amended"],
        statement: "2026-11-FV".into(),
        amended_reason: "=wrong tariff".into(),
    };
    let open = Session {
        id: 1188,
        station: "=cmd|' /C calc'!A0".into(),
        station_name: "Übergang ລາວ".into(),
        transaction_id: "b7e1-4f".into(),
        id_token: Some("+31 6".into()),
        started_at: 1_774_749_600_000,
        ended_at: None,
        meter_start: Some(0),
        meter_stop: Some(900),
        energy: Some(900),
        stop_reason: Some("Other".into()),
        ocpp_version: "2.0.1".into(),
        received_started_at: 1_774_749_600_500,
        received_ended_at: Some(5),
        ..Session::default()
    };
    vec![complete, open]
}

fn text(flavour: Flavour) -> String {
    let place = Place::new("Europe/Berlin", "de", 0).unwrap();
    let out = write(Vec::new(), Format::Csv(flavour), &Head::default(), place, sessions()).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with a file of `golden/`; with `UPDATE_GENERATED=1` writes it.
fn is_golden(name: &str, golden: &str, text: &str) {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        let path = format!("{}/src/sessions/golden/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, text).unwrap();
    } else {
        assert_eq!(text, golden);
    }
}

#[test]
fn a_program_gets_the_golden_file() {
    is_golden("machine.csv", include_str!("golden/machine.csv"), &text(Flavour::Machine));
}

#[test]
fn a_german_spreadsheet_gets_the_golden_file() {
    let german = text(Flavour::Spreadsheet { decimal: ',' });
    is_golden("german.csv", include_str!("golden/german.csv"), &german);
}

#[test]
fn an_english_spreadsheet_keeps_commas_and_points() {
    let text = text(Flavour::Spreadsheet { decimal: '.' });
    assert!(text.starts_with("\u{feff}Session,Charger identity,Charger,Bay,"), "{text}");
    assert!(text.contains(",14.885,"), "{text}");
}

#[test]
fn what_is_written_can_be_read_back_with_every_column_in_every_row() {
    let text = text(Flavour::Machine);
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    assert_eq!(names.len(), Session::FIELDS.len());
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let cell = |row: usize, name: &str| &rows[row][names.iter().position(|known| known == name).unwrap()];
    assert_eq!(cell(0, "station_name"), "Car park \"east\"; left, really");
    assert_eq!(cell(0, "duration_seconds"), "5045");
    assert_eq!(cell(0, "energy_wh"), "14885");
    assert_eq!((cell(0, "currency"), cell(0, "net"), cell(0, "total")), ("EUR", "4.36", "5.36"));
    assert_eq!(cell(0, "marks"), "estimated amended");
    for end in ["ended_at", "duration_seconds", "meter_stop_wh", "stop_reason", "received_ended_at", "total"]
    {
        assert_eq!(cell(1, end), "", "{end}");
    }
    assert_eq!(cell(1, "flags"), "open");
    assert_eq!(cell(1, "evse"), "");
}

#[test]
fn a_clock_that_ran_backwards_gives_no_negative_duration() {
    let session = Session { started_at: 10_000, ended_at: Some(1), ..Session::default() };
    assert_eq!(session.duration_seconds(), Some(0));
}

#[test]
fn an_unknown_zone_is_said_before_anything_is_written() {
    let outcome = Place::new("Europe/Atlantis", "de", 0);
    assert!(matches!(outcome, Err(Error::Zone(zone)) if zone == "Europe/Atlantis"));
}
