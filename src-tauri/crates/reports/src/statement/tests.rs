use domain::billing::{Currency, Iban, Price, Quantity, TaxRate, TaxTotal};
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::{
    Band, Correction, Element, Line, Mark, Payee, Receipt, Recipient, Sender, Statement, pdf, receipt_pdf,
};
use crate::Error;
use crate::testing::{keep, pages_of, text_of};

/// Makes something of a good statement wrong.
type Spoil = fn(&mut Statement);
/// Day, from, to, vehicle, place, Wh by day, Wh by night, cents.
type Told = (i8, &'static str, &'static str, &'static str, &'static str, i64, i64, i64);

/// The fourteen sessions of the mock-up.
const SESSIONS: &[Told] = &[
    (1, "19:11", "20:40", "Van KK 14", "Bay 6", 13070, 0, 471),
    (2, "12:11", "15:47", "Van KK 14", "Bay 1", 36470, 0, 1313),
    (4, "21:52", "01:21", "Van KK 12", "Bay 6", 7390, 15310, 633),
    (8, "19:11", "22:04", "Van KK 14", "Bay 1", 28150, 0, 1013),
    (9, "07:27", "12:17", "Van KK 12", "Bay 6", 32050, 0, 1154),
    (12, "06:11", "11:52", "Van KK 14", "Bay 6", 32810, 5500, 1313),
    (15, "07:18", "11:17", "Van KK 14", "Bay 6", 38910, 0, 1401),
    (16, "12:27", "15:44", "Van KK 14", "Bay 6", 21010, 0, 756),
    (19, "07:18", "10:26", "Van KK 14", "Bay 6", 20470, 0, 737),
    (22, "19:52", "23:49", "Van KK 14", "Bay 6", 21080, 5490, 891),
    (23, "06:18", "08:03", "Van KK 12", "Bay 6", 10240, 6820, 533),
    (25, "17:18", "21:41", "Van KK 14", "Bay 1", 30590, 0, 1101),
    (26, "06:11", "09:43", "Van KK 14", "Bay 1", 27740, 8340, 1199),
    (30, "21:52", "01:22", "Van KK 14", "Bay 6", 11540, 24100, 993),
];

fn at(day: i8, clock: &str) -> i64 {
    let (hour, minute) = clock.split_once(':').unwrap();
    let local = date(2025, 9, day).at(hour.parse().unwrap(), minute.parse().unwrap(), 0, 0);
    local.to_zoned(TimeZone::get("Europe/Dublin").unwrap()).unwrap().timestamp().as_millisecond()
}

fn line((day, from, to, who, place, by_day, by_night, cents): &Told) -> Line {
    let (began, ended) = (at(*day, from), at(*day, to));
    let night = if ended < began { 86_400_000 } else { 0 };
    Line {
        began,
        ended: ended + night,
        who: (*who).to_owned(),
        place: (*place).to_owned(),
        bands: vec![*by_day, *by_night],
        energy: by_day + by_night,
        amount: *cents,
        marks: Vec::new(),
    }
}

fn band(name: &str, legend: &str) -> Band {
    Band { name: name.to_owned(), legend: legend.to_owned() }
}

fn element(name: &str, wh: i64, price: i64, amount: i64) -> Element {
    let (quantity, tax) = (Quantity::Energy(wh), TaxRate(2300));
    Element { name: name.to_owned(), quantity, price: Price(price), tax, amount }
}

fn sender() -> Sender {
    Sender {
        name: "Quay House Hotel".to_owned(),
        address: vec!["Pier Road".to_owned(), "Kinsale".to_owned(), "Co. Cork P17 XK28".to_owned()],
        email: "accounts@quayhouse.example".to_owned(),
        vat_id: "IE 9825613N".to_owned(),
    }
}

fn statement() -> Statement {
    Statement {
        sender: sender(),
        recipient: Recipient {
            name: "Kinsale Marine Services Ltd".to_owned(),
            address: vec!["The Boatyard, Scilly, Kinsale".to_owned()],
            detail: "Cost centre: Fleet vans (Van KK 12, Van KK 14)".to_owned(),
        },
        number: "2025-09-FV".to_owned(),
        first: date(2025, 9, 1),
        last: date(2025, 9, 30),
        date: date(2025, 10, 1),
        pay_by: Some(date(2025, 10, 15)),
        locale: "en-IE".to_owned(),
        zone: "Europe/Dublin".to_owned(),
        currency: Currency { code: *b"EUR", digits: 2 },
        tax_included: true,
        bands: vec![band("Day", "Day, 07:00 to 23:00"), band("Night", "Night, 23:00 to 07:00")],
        lines: SESSIONS.iter().map(line).collect(),
        elements: vec![
            element("Day energy", 331_520, 360_000, 11_935),
            element("Night energy", 65_560, 240_000, 1_573),
        ],
        taxes: vec![TaxTotal { tax: TaxRate(2300), net: 10_982, vat: 2_526 }],
        total: 13_508,
        due: 13_508,
        payee: Some(Payee {
            holder: "Quay House Hotel Ltd".to_owned(),
            iban: Iban::read("IE29 AIBK 9311 5212 3456 78").unwrap(),
        }),
        corrects: None,
        note: String::new(),
    }
}

fn has(text: &str, parts: &[&str]) {
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(squeezed.contains(part), "{part} is missing:\n{text}");
    }
}

#[test]
fn the_statement_of_the_mock_up_says_on_paper_what_the_mock_up_says() {
    let bytes = pdf(&statement()).unwrap();
    keep("statement.pdf", &bytes);
    let text = text_of(&bytes);
    has(
        &text,
        &[
            "Quay House Hotel",
            "Charging statement",
            "September 2025",
            "Pier Road, Kinsale, Co. Cork P17 XK28",
            "accounts@quayhouse.example · VAT IE 9825613N",
            "Kinsale Marine Services Ltd",
            "2025-09-FV",
            "1 October 2025",
            "15 October 2025",
            "€135.08 397.1 kWh 14 34.0 cent per kWh",
            "Energy per day, kWh",
            "Night, 23:00 to 07:00",
            "Mon 1 19:11 – 20:40 Van KK 14 Bay 6 13.07 – 13.07 4.71",
            "Thu 4 21:52 – 01:21 Van KK 12 Bay 6 7.39 15.31 22.70 6.33",
            "Total 331.52 65.56 397.08 135.08",
            "331.52 kWh × €0.36",
            "€119.35",
            "of which VAT 23% €25.26",
            "Pay by bank app",
            "IE29 AIBK 9311 5212 3456 78",
            "Prices include VAT.",
            "Page 1 of 1",
        ],
    );
    assert_eq!(pages_of(&bytes), 1);
    assert!(!text.contains("rounded"), "{text}");
}

#[test]
fn the_same_statement_gives_the_same_bytes() {
    assert!(pdf(&statement()).unwrap() == pdf(&statement()).unwrap());
}

#[test]
fn a_german_gets_german_words_dates_and_commas_and_every_mark_is_explained() {
    let mut german = statement();
    german.locale = "de-DE".to_owned();
    german.recipient.name = "Großmann & Söhne Überlandtransporte".to_owned();
    german.lines[3].who = "Jürgen Weiß".to_owned();
    german.lines[3].marks = vec![Mark::Repaired, Mark::Estimated];
    german.lines[5].marks = vec![Mark::Amended];
    let bytes = pdf(&german).unwrap();
    keep("german.pdf", &bytes);
    has(
        &text_of(&bytes),
        &[
            "Ladeabrechnung",
            "1. Oktober 2025",
            "135,08 €",
            "34,0 Cent je kWh",
            "Großmann & Söhne Überlandtransporte",
            "Mo 8. 19:11 – 22:04 Jürgen Weiß Bay 1 28,15",
            "geschätzt: ein Teil wurde",
            "repariert: die Werte",
            "geändert: nach dem Ende",
            "Mit der Bank-App zahlen",
            "Seite 1 von 1",
        ],
    );
}

#[test]
fn names_in_portuguese_marathi_lao_polish_and_welsh_are_printed_and_read_back() {
    let mut mixed = statement();
    mixed.locale = "pt-PT".to_owned();
    mixed.recipient.name = "João Simões & Irmãos".to_owned();
    let names = ["सुनीता देशपांडे", "ສົມພອນ ວົງສາ", "Łukasz Żółć", "Siôn Ŵyn", "श्री कृष्णमूर्ती", "ນາງ ແກ້ວມະນີ"];
    for (line, name) in mixed.lines.iter_mut().zip(names) {
        line.who = name.to_owned();
    }
    let bytes = pdf(&mixed).unwrap();
    keep("names.pdf", &bytes);
    let text = text_of(&bytes);
    has(
        &text,
        &["João Simões & Irmãos", "Extrato de carregamentos", "setembro de 2025", "seg 1", "135,08 €"],
    );
    has(&text, &names[2..4]);
    // Vowel signs may stand apart in extracted text; every letter must be there.
    for name in names {
        for letter in name.chars().filter(|c| !c.is_whitespace()) {
            assert!(text.contains(letter), "{letter} of {name} is missing:\n{text}");
        }
    }
}

#[test]
fn what_looks_like_markup_stays_text() {
    let mut hostile = statement();
    hostile.recipient.name = "#read(\"/etc/passwd\") $x$ *b* _i_ <a> @b \\ [c] \u{1}".to_owned();
    hostile.lines[0].who = "#panic()".to_owned();
    let text = text_of(&pdf(&hostile).unwrap());
    has(&text, &["#read(\"/etc/passwd\") $x$ *b* _i_ <a> @b \\ [c]", "#panic()"]);
}

#[test]
fn a_correction_says_what_it_corrects_and_by_how_much() {
    let mut correction = statement();
    correction.number = "2025-09-FV-2".to_owned();
    correction.corrects = Some(Correction {
        number: "2025-09-FV".to_owned(),
        total: 14_000,
        reason: "The meter of Bay 6 was read wrongly on 12 September.".to_owned(),
    });
    correction.due = -492;
    let bytes = pdf(&correction).unwrap();
    keep("correction.pdf", &bytes);
    let text = text_of(&bytes);
    has(
        &text,
        &[
            "Corrected statement",
            "Corrects statement 2025-09-FV",
            "Stated before €140.00",
            "Difference −€4.92",
            "You get back €4.92",
            "Reason: The meter of Bay 6",
        ],
    );
    assert!(!text.contains("Pay by"), "neither a day nor a code: {text}");
    assert_eq!(pages_of(&bytes), 1);
}

#[test]
fn a_month_without_a_session_is_a_statement_over_nothing() {
    let mut none = statement();
    (none.lines, none.elements, none.taxes) = (Vec::new(), Vec::new(), Vec::new());
    (none.total, none.due) = (0, 0);
    let text = text_of(&pdf(&none).unwrap());
    has(&text, &["€0.00 0.0 kWh 0 –"]);
    assert!(!text.contains("bank"), "{text}");
}

#[test]
fn a_long_statement_repeats_its_heading_and_counts_its_pages() {
    let mut long = statement();
    long.lines = SESSIONS.iter().cycle().take(SESSIONS.len() * 4).map(line).collect();
    // Of 56 sessions each was rounded by itself.
    long.elements = vec![
        element("Day energy", 4 * 331_520, 360_000, 4 * 11_935 + 1),
        element("Night energy", 4 * 65_560, 240_000, 4 * 1_573 - 1),
    ];
    long.taxes = vec![TaxTotal { tax: TaxRate(2300), net: 4 * 10_982, vat: 4 * 2_526 }];
    (long.total, long.due) = (4 * 13_508, 4 * 13_508);
    let bytes = pdf(&long).unwrap();
    keep("long.pdf", &bytes);
    let text = text_of(&bytes);
    let pages = pages_of(&bytes);
    assert!(pages > 1);
    assert_eq!(text.matches("Plugged in").count(), pages, "{text}");
    has(&text, &[&format!("Page {pages} of {pages}"), "€540.32", "Each session is rounded by itself"]);
    has(&text, &["Quay House Hotel Statement 2025-09-FV Date Plugged in"]);
}

#[test]
fn without_the_euro_there_is_no_code_and_no_cent() {
    let mut other = statement();
    other.currency = Currency { code: *b"GBP", digits: 2 };
    other.locale = "en-GB".to_owned();
    let text = text_of(&pdf(&other).unwrap());
    has(&text, &["£135.08", "£0.340 per kWh", "Pay by bank transfer", "£ incl. VAT"]);
    assert!(!text.contains("Pay by bank app"));
}

#[test]
fn prices_without_tax_add_up_to_the_net_sum() {
    let mut net = statement();
    net.tax_included = false;
    net.elements =
        vec![element("Day energy", 331_520, 292_700, 9_704), element("Night energy", 65_560, 195_000, 1_278)];
    let text = text_of(&pdf(&net).unwrap());
    has(&text, &["Net €109.82", "VAT 23% €25.26", "€0.2927", "Prices are without VAT"]);
}

#[test]
fn a_statement_that_does_not_add_up_is_not_printed() {
    let broken: [(&str, Spoil); 5] = [
        ("amounts of the sessions", |s| s.lines[0].amount += 1),
        ("parts of a session's energy", |s| s.lines[0].energy += 1),
        ("amounts of the prices", |s| s.elements[0].amount += 1),
        ("net amounts and taxes", |s| s.taxes[0].vat -= 1),
        ("amounts of the sessions", |s| s.total += 1),
    ];
    for (what, spoil) in broken {
        let mut statement = statement();
        spoil(&mut statement);
        let outcome = pdf(&statement);
        assert!(matches!(outcome, Err(Error::DoesNotAddUp { what: found, .. }) if found == what), "{what}");
    }
}

#[test]
fn what_does_not_fit_on_paper_is_refused() {
    let unfit: [Spoil; 7] = [
        |s| s.sender.name = " ".to_owned(),
        |s| s.recipient.name = "x".repeat(101),
        |s| s.number = String::new(),
        |s| s.recipient.address = vec![String::new(); 7],
        |s| (s.first, s.last) = (s.last, s.first),
        |s| s.lines[0].bands = vec![13_070],
        |s| s.lines = vec![Line::default(); 3001],
    ];
    for spoil in unfit {
        let mut statement = statement();
        spoil(&mut statement);
        assert!(matches!(pdf(&statement), Err(Error::Unfit(_))));
    }
    let mut nowhere = statement();
    nowhere.zone = "Europe/Atlantis".to_owned();
    assert!(matches!(pdf(&nowhere), Err(Error::Zone(_))));
}

#[test]
fn a_receipt_tells_one_session_with_its_meter() {
    let mut of = line(&SESSIONS[2]);
    of.marks = vec![Mark::Estimated];
    let receipt = Receipt {
        sender: sender(),
        recipient: None,
        number: "1187".to_owned(),
        date: date(2025, 9, 5),
        locale: "en-IE".to_owned(),
        zone: "Europe/Dublin".to_owned(),
        currency: Currency { code: *b"EUR", digits: 2 },
        tax_included: true,
        bands: statement().bands,
        line: of,
        meter: Some((1_020_400, 1_043_100)),
        elements: vec![
            element("Day energy", 7_390, 360_000, 266),
            element("Night energy", 15_310, 240_000, 367),
        ],
        taxes: vec![TaxTotal { tax: TaxRate(2300), net: 515, vat: 118 }],
        total: 633,
        note: String::new(),
    };
    let bytes = receipt_pdf(&receipt).unwrap();
    keep("receipt.pdf", &bytes);
    has(
        &text_of(&bytes),
        &[
            "Charging receipt",
            "4 September 2025, 21:52 – 01:21",
            "1,020.400 – 1,043.100 kWh",
            "22.70",
            "7.39 kWh × €0.36 €2.66",
            "Total €6.33",
            "estimated: a part of it",
        ],
    );
}

#[test]
fn a_name_without_a_blank_breaks_instead_of_running_into_its_neighbour() {
    let mut long = statement();
    long.lines[0].who = "W".repeat(100);
    long.lines[1].place = "M".repeat(100);
    long.recipient.name = "W".repeat(100);
    long.lines[2].who = "Иван Ωμέγα".to_owned();
    let bytes = pdf(&long).unwrap();
    keep("wide.pdf", &bytes);
    let text = text_of(&bytes);
    has(&text, &["Иван Ωμέγα", "1 October 2025", "Mon 1 19:11 – 20:40 WWWWW"]);
    assert!(!text.contains(&"W".repeat(60)), "{text}");
}
