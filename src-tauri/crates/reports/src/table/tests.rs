use domain::billing::Currency;
use jiff::civil::date;
use serde_json::{Value, json};

use super::{Flavour, Format, Head, MOST_ON_PAPER, Place, Row, write};
use crate::Error;
use crate::money::Money;
use crate::sessions::{Cost, Session};
use crate::summary::{Charger, Day, Driver, Month, Sum, SumCost, Unpaid};
use crate::testing::{ask_openpyxl, keep, pages_of, text_of};

const EURO: Currency = Currency { code: *b"EUR", digits: 2 };
const KIP: Currency = Currency { code: *b"LAK", digits: 0 };

fn place(locale: &str) -> Place {
    Place::new("Europe/Berlin", locale, 1_795_266_300_000).unwrap()
}

fn head() -> Head {
    Head {
        site: "Quay House Hotel".into(),
        period: Some((date(2026, 10, 1), date(2026, 10, 31))),
        selection: "Bay 2".into(),
    }
}

fn made<R: Row>(format: Format, rows: impl IntoIterator<Item = R>) -> Vec<u8> {
    write(Vec::new(), format, &head(), place("en-IE"), rows).unwrap()
}

/// Session number `n` of a month, two and a half hours each.
fn session(n: i64) -> Session {
    let began = 1_790_805_600_000 + n * 9_000_000;
    let (net, vat) = (400 + n, 92);
    Session {
        id: n,
        station: "NORVOLT-02".into(),
        station_name: "Car park east".into(),
        bay: Some(2),
        transaction_id: format!("=1+{n}"),
        id_token: Some("04A1B2C3".into()),
        started_at: began,
        ended_at: Some(began + 9_000_000),
        meter_start: Some(n * 10_000),
        meter_stop: Some(n * 10_000 + 12_345),
        energy: Some(12_345),
        ocpp_version: "1.6".into(),
        received_started_at: began,
        cost_centre: "Haus am See & Söhne".into(),
        driver: if n % 2 == 0 {
            "सुनीता देशपांडे".into()
        } else {
            "Jürgen Großmann".into()
        },
        cost: Some(Cost { tariff: "Day".into(), version: 1, currency: EURO, net, vat, total: net + vat }),
        marks: if n == 3 { vec!["repaired"] } else { Vec::new() },
        ..Session::default()
    }
}

fn sum(n: i64, currency: Currency) -> Sum {
    let cost = SumCost { currency, net: 1000 * n, vat: 230 * n, total: 1230 * n };
    Sum { sessions: n, energy: 10_500 * n, seconds: 3725 * n, cost: Some(cost) }
}

fn days() -> Vec<Day> {
    (1..=31).map(|day| Day { day: date(2026, 10, day), sum: sum(i64::from(day % 7), EURO) }).collect()
}

#[test]
fn a_workbook_is_read_back_by_another_program_to_the_rows_of_the_csv() {
    let sessions = || (1..=50).map(session);
    let csv = String::from_utf8(made(Format::Csv(Flavour::Machine), sessions())).unwrap();
    let book = made(Format::Xlsx, sessions());
    keep("sessions.xlsx", &book);
    let script = "print(json.dumps([[cell.isoformat() if hasattr(cell, 'isoformat') else cell for cell in row] \
                  for row in sheet.iter_rows(values_only=True)]))";
    let rows: Vec<Vec<Value>> = serde_json::from_str(&ask_openpyxl(&book, script)).unwrap();
    let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().clone();
    let lines: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), lines.len() + 2, "a heading and a row of totals");
    for (line, row) in lines.iter().zip(&rows[1..]) {
        for ((name, text), cell) in names.iter().zip(line).zip(row) {
            let same = match cell {
                Value::Null => text.is_empty(),
                Value::Number(number) => {
                    text.parse::<f64>().unwrap().to_bits() == number.as_f64().unwrap().to_bits()
                }
                // The workbook has local times without an offset, and text as it came.
                Value::String(word) => text.trim_start_matches('\'') == word || text.starts_with(word),
                _ => false,
            };
            assert!(same, "{name}: {text} in the CSV, {cell} in the workbook");
        }
    }
    assert_eq!(rows[51][0], json!("Total"));
    let total = names.iter().position(|name| name == "total").unwrap();
    assert_eq!(rows[51][total], json!("=SUBTOTAL(109,AC2:AC51)"));
}

#[test]
fn a_workbook_has_a_title_a_frozen_heading_a_filter_formats_and_no_formula_from_outside() {
    let book = made(Format::Xlsx, (1..=3).map(session));
    let script = "print(json.dumps([book.properties.title, sheet.freeze_panes, sheet.auto_filter.ref, \
                  [sheet.cell(2, c).number_format for c in (10, 16, 29)], sheet.cell(2, 7).data_type, \
                  sheet.cell(2, 10).is_date, str(book.properties.created)]))";
    let told: Value = serde_json::from_str(&ask_openpyxl(&book, script)).unwrap();
    assert_eq!(
        told,
        json!([
            "Sessions, Bay 2, October 2026",
            "A2",
            "A1:AF4",
            ["yyyy-mm-dd hh:mm:ss", "#,##0.000", "#,##0.00"],
            "s",
            true,
            "2026-11-21 13:05:00"
        ])
    );
}

#[test]
fn the_same_rows_give_the_same_workbook() {
    assert!(made(Format::Xlsx, days()) == made(Format::Xlsx, days()));
}

#[test]
fn totals_of_two_currencies_are_two_rows() {
    let driver = |name: &str, n, currency| Driver {
        driver: name.into(),
        cost_centre: String::new(),
        sum: sum(n, currency),
    };
    let rows = || [driver("Ana", 2, EURO), driver("Bo", 3, KIP), driver("Cy", 1, EURO)];
    let text = text_of(&made(Format::Pdf, rows()));
    let lines: Vec<String> =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(lines.contains(&"Total 6 63.000 6:12 EUR 30.00 6.90 36.90".to_owned()), "{text}");
    assert!(lines.contains(&"Total LAK 3,000 690 3,690".to_owned()), "{text}");
    let script = "print(json.dumps([[c for c in r] for r in sheet.iter_rows(min_row=5, values_only=True)], default=str))";
    let totals: Value = serde_json::from_str(&ask_openpyxl(&made(Format::Xlsx, rows()), script)).unwrap();
    assert_eq!(totals[0][5], json!("EUR"));
    assert_eq!((&totals[0][8], &totals[1][8]), (&json!(36.9), &json!(3690)));
}

#[test]
fn energy_by_day_is_a_page_with_a_chart_and_totals() {
    let bytes = made(Format::Pdf, days());
    keep("days.pdf", &bytes);
    let text = text_of(&bytes);
    for part in
        ["Energy by day", "October 2026", "Quay House Hotel", "Bay 2", "1 Oct 2026", "Page 1 of", "Made on"]
    {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    let sessions: i64 = (1..=31).map(|day| day % 7).sum();
    let total = Money { minor: sessions * 1230, currency: EURO };
    assert!(text.contains(&place("en").locale.amount(total)), "{text}");
}

#[test]
fn sessions_stand_across_the_page_with_their_heading_on_each_page() {
    let bytes = made(Format::Pdf, (1..=60).map(session));
    keep("sessions.pdf", &bytes);
    let text = text_of(&bytes);
    assert!(pages_of(&bytes) > 1);
    assert_eq!(text.matches("Without VAT").count(), pages_of(&bytes), "{text}");
    for part in ["Jürgen Großmann", "Haus am See & Söhne", "repaired", "12.345", "740.700"] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
}

#[test]
fn every_other_report_can_be_made_in_every_format() {
    let names = ["Siôn Ŵyn", "सुनीता देशपांडे", "ສົມພອນ ວົງສາ", "Иван"];
    let charger = |n: i64| Charger {
        station: format!("CP-{n}"),
        name: names[usize::try_from(n - 1).unwrap()].to_owned(),
        sum: sum(n, EURO),
    };
    let month = |n| Month { month: date(2026, n, 1), sum: sum(i64::from(n), EURO) };
    let money = Money { minor: 13_508, currency: EURO };
    let unpaid = Unpaid {
        number: "2026-09-FV".into(),
        recipient: "Kinsale Marine".into(),
        period: (date(2026, 9, 1), date(2026, 9, 30)),
        date: date(2026, 10, 1),
        pay_by: Some(date(2026, 10, 15)),
        late: 12,
        total: money,
        open: money,
    };
    for format in [Format::Csv(Flavour::Machine), Format::Xlsx, Format::Pdf] {
        made(format, (1..=4).map(charger));
        made(format, [unpaid.clone()]);
        made(format, Vec::<crate::summary::CostCentre>::new());
        made(format, [crate::summary::Card { card: "04A1".into(), ..Default::default() }]);
    }
    keep("months.pdf", &made(Format::Pdf, (1..=12).map(month)));
    let chargers = made(Format::Pdf, (1..=4).map(charger));
    keep("chargers.pdf", &chargers);
    // Once in the table and once under its bar.
    assert_eq!(text_of(&chargers).matches("Иван").count(), 2);
    let csv = String::from_utf8(made(Format::Csv(Flavour::Machine), (1..=2).map(month))).unwrap();
    assert_eq!(
        csv,
        "month,sessions,energy_kwh,duration_seconds,currency,net,vat,total\r\n\
         2026-01,1,10.500,3725,EUR,10.00,2.30,12.30\r\n\
         2026-02,2,21.000,7450,EUR,20.00,4.60,24.60\r\n"
    );
}

#[test]
fn paper_ends_and_says_the_way_out() {
    let mut table = super::Table::begin(Vec::new(), Format::Pdf, &head(), place("en")).unwrap();
    for n in 0..MOST_ON_PAPER {
        table.add(&session(n as i64)).unwrap();
    }
    let why = table.add(&session(0)).unwrap_err();
    assert!(matches!(why, Error::TooLong { format: "PDF", .. }));
    assert!(why.to_string().contains("shorter period or another format"), "{why}");
}
