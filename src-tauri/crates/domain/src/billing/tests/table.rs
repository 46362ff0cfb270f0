//! Priced stays whose lines were worked out by hand: `cases.txt`, one block each.
//!
//! ```text
//! # the working, by hand
//! zone Europe/Berlin                      (that is the one without a line)
//! tariff EUR incl free=2000 grace=30 least=2.00 most=20.00 from=2027-01-01T00:00
//!   energy 0.49 22:00-06:00 mon,tue 11-01..02-28 vat=19
//! stay 2026-11-21T10:00 0:0 90:11300 charged=60 left=120    (minutes:register; then minutes)
//! energy 11300 5.54 ~                     (a line: what, how much, the amount; ~ = estimated)
//! total 5.54 vat 0.88
//! ```

use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;

use crate::billing::*;
use crate::energy::WattHours;
use crate::time::{MINUTE, Timestamp};

const CASES: &str = include_str!("cases.txt");

#[test]
fn sixty_stays_cost_what_was_worked_out_by_hand() {
    let mut count = 0;
    for block in CASES.split("\n\n").map(str::trim).filter(|block| block.lines().any(|l| !l.starts_with('#')))
    {
        let title = block.lines().next().unwrap_or_default();
        assert!(title.starts_with('#'), "a case begins with its working: {title}");
        let case = Case::read(block);
        let bill =
            price(&case.stay, &case.versions, &case.zone).unwrap_or_else(|| panic!("no bill: {title}"));
        let unit = bill.currency;
        let lines: Vec<String> = bill.lines.iter().map(|line| shown(line, unit)).collect();
        assert_eq!(lines, case.lines, "{block}");
        let vat: i64 = bill.taxes.iter().map(|tax| tax.vat).sum();
        let total = format!("total {} vat {}", amount(bill.total, unit), amount(vat, unit));
        assert_eq!(total, case.total, "{block}");
        count += 1;
    }
    assert!(count >= 60, "{count} cases");
}

struct Case {
    zone: TimeZone,
    versions: Vec<TariffVersion>,
    stay: Stay,
    lines: Vec<String>,
    total: String,
}

impl Case {
    fn read(block: &str) -> Self {
        let rows: Vec<&str> = block.lines().filter(|line| !line.starts_with('#')).collect();
        let named = |name: &str| rows.iter().find_map(|row| row.strip_prefix(name)).map(str::trim);
        let zone = TimeZone::get(named("zone ").unwrap_or("Europe/Berlin")).unwrap();
        let (mut versions, mut lines): (Vec<TariffVersion>, _) = (Vec::new(), Vec::new());
        for row in &rows {
            if let Some(words) = row.strip_prefix("tariff") {
                let number = u32::try_from(versions.len()).unwrap() + 1;
                versions.push(version(number, words, &zone));
            } else if let Some(words) = row.strip_prefix("  ") {
                versions.last_mut().unwrap().elements.push(element(words));
            } else if !["zone ", "stay ", "total "].iter().any(|other| row.starts_with(other)) {
                lines.push((*row).to_owned());
            }
        }
        let stay = stay(named("stay ").unwrap(), &zone);
        let total = format!("total {}", named("total ").unwrap());
        Self { zone, versions, stay, lines, total }
    }
}

/// A clock's time as a moment; `@2` for the second one of an hour that comes twice.
fn moment(text: &str, zone: &TimeZone) -> Timestamp {
    let (text, second) = text.strip_suffix("@2").map_or((text, false), |text| (text, true));
    let clock: DateTime = text.parse().unwrap();
    let found = zone.to_ambiguous_timestamp(clock);
    let found = if second { found.later() } else { found.earlier() };
    Timestamp(found.unwrap().as_millisecond())
}

fn version(number: u32, words: &str, zone: &TimeZone) -> TariffVersion {
    let mut version = TariffVersion {
        number,
        valid_from: Timestamp(0),
        currency: Currency { code: *b"EUR", digits: 2 },
        tax_included: true,
        elements: Vec::new(),
        free_wh: 0,
        grace: 0,
        least: None,
        most: None,
    };
    for word in words.split_whitespace() {
        match word.split_once('=') {
            None if word == "excl" => version.tax_included = false,
            None if word == "incl" => {}
            None => {
                let digits = match word {
                    "JPY" => 0,
                    "KWD" => 3,
                    _ => 2,
                };
                version.currency = Currency { code: word.as_bytes().try_into().unwrap(), digits };
            }
            Some(("free", value)) => version.free_wh = value.parse().unwrap(),
            Some(("grace", value)) => version.grace = value.parse::<i64>().unwrap() * MINUTE,
            Some(("least", value)) => version.least = Some(units(value, version.currency)),
            Some(("most", value)) => version.most = Some(units(value, version.currency)),
            Some(("from", value)) => version.valid_from = moment(value, zone),
            Some(other) => panic!("{other:?}"),
        }
    }
    version
}

fn element(words: &str) -> Element {
    let mut words = words.split_whitespace();
    let component = match words.next().unwrap() {
        "energy" => Component::Energy,
        "charging" => Component::Charging,
        "parked" => Component::Parked,
        "session" => Component::Session,
        other => panic!("{other}"),
    };
    let price = Price(decimal(words.next().unwrap(), 6));
    let (mut window, mut tax) = (Window::default(), TaxRate(1900));
    for word in words {
        if let Some(rate) = word.strip_prefix("vat=") {
            tax = TaxRate(u16::try_from(decimal(rate, 2)).unwrap());
        } else if let Some((first, last)) = word.split_once("..") {
            let day = |text: &str| {
                let (month, day) = text.split_once('-').unwrap();
                (month.parse().unwrap(), day.parse().unwrap())
            };
            window.season = Some(Season { first: day(first), last: day(last) });
        } else if let Some((from, to)) = word.split_once('-') {
            let minute = |text: &str| {
                let (hour, minute) = text.split_once(':').unwrap();
                hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap()
            };
            window.minutes = Some((minute(from), minute(to)));
        } else {
            let day = |word: &str| match word {
                "mon" => Weekday::Monday,
                "tue" => Weekday::Tuesday,
                "wed" => Weekday::Wednesday,
                "thu" => Weekday::Thursday,
                "fri" => Weekday::Friday,
                "sat" => Weekday::Saturday,
                "sun" => Weekday::Sunday,
                other => panic!("{other}"),
            };
            window.weekdays = Window::days(&word.split(',').map(day).collect::<Vec<_>>());
        }
    }
    Element { component, price, tax, window }
}

fn stay(words: &str, zone: &TimeZone) -> Stay {
    let mut words = words.split_whitespace();
    let began = moment(words.next().unwrap(), zone);
    let (mut readings, mut charged, mut left) = (Vec::new(), None, None);
    let after = |minutes: &str| began.plus(minutes.parse::<i64>().unwrap() * MINUTE);
    for word in words {
        if let Some(minutes) = word.strip_prefix("charged=") {
            charged = Some(after(minutes));
        } else if let Some(minutes) = word.strip_prefix("left=") {
            left = Some(after(minutes));
        } else {
            let (minutes, register) = word.split_once(':').unwrap();
            readings.push(Reading { at: after(minutes), register: WattHours(register.parse().unwrap()) });
        }
    }
    let charged_until = charged.unwrap_or(readings.last().unwrap().at);
    Stay { began, charged_until, left: left.unwrap_or(charged_until), readings }
}

/// A decimal number as a whole one of so many digits after the point.
fn decimal(text: &str, digits: usize) -> i64 {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    sign * format!("{whole}{part:0<digits$}").parse::<i64>().unwrap()
}

fn units(text: &str, currency: Currency) -> i64 {
    decimal(text, currency.digits.into())
}

fn amount(units: i64, currency: Currency) -> String {
    let sign = if units < 0 { "-" } else { "" };
    match currency.unit() {
        1 => format!("{units}"),
        unit => format!(
            "{sign}{}.{:0width$}",
            (units / unit).abs(),
            (units % unit).abs(),
            width = currency.digits.into()
        ),
    }
}

fn shown(line: &Line, currency: Currency) -> String {
    let what = match line.component {
        Some(Component::Energy) => "energy",
        Some(Component::Charging) => "charging",
        Some(Component::Parked) => "parked",
        Some(Component::Session) => "session",
        None => "adjusted",
    };
    let much = match line.quantity {
        Quantity::Energy(wh) => format!(" {wh}"),
        Quantity::Time(ms) => format!(" {}", ms / MINUTE),
        Quantity::Times(times) => format!(" {times}"),
        Quantity::Adjustment => String::new(),
    };
    let estimated = if line.estimated { " ~" } else { "" };
    format!("{what}{much} {}{estimated}", amount(line.amount, currency))
}
