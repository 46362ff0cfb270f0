//! What can only be seen on paper: nothing is cut off, bars are as high as they should be, the payment code is one.

use acceptance::Site;
use jiff::ToSpan;
use jiff::civil::{Date, Time, date};
use serde_json::{Value, json};

use crate::pages::{Area, Page, is, is_ink, keep, pages};
use crate::till::{closed, driver, element, play, site, tariff, version};

/// The first and the last moment of September 2025, in Ireland.
const SEPTEMBER: (i64, i64) = (1_756_681_200_000, 1_759_273_200_000);
/// The tones of the chart: energy by day and by night.
const TONES: [[u8; 3]; 2] = [[0x6E, 0xAB, 0xE0], [0x11, 0x3D, 0x70]];
/// Day, from, to, card, charger, Wh by day and by night.
type Told = (i8, &'static str, &'static str, &'static str, usize, i64, i64);

/// A month of two vans. Night is from 23:00 to 07:00.
const SESSIONS: &[Told] = &[
    (1, "19:11", "20:40", "VAN14", 1, 13_070, 0),
    (2, "12:11", "15:47", "VAN14", 0, 36_470, 0),
    (4, "21:52", "01:21", "VAN12", 1, 7_390, 15_310),
    (8, "19:11", "22:04", "VAN14", 0, 28_150, 0),
    (9, "07:27", "12:17", "VAN12", 1, 32_050, 0),
    (12, "06:11", "11:52", "VAN14", 1, 32_810, 5_500),
    (15, "07:18", "11:17", "VAN14", 1, 38_910, 0),
    (16, "12:27", "15:44", "VAN14", 1, 21_010, 0),
    (19, "07:18", "10:26", "VAN14", 1, 20_470, 0),
    (22, "19:52", "23:49", "VAN14", 1, 21_080, 5_490),
    (23, "06:18", "08:03", "VAN12", 1, 10_240, 6_820),
    (25, "17:18", "21:41", "VAN14", 0, 30_590, 0),
    (26, "06:11", "09:43", "VAN14", 0, 27_740, 8_340),
    (30, "20:52", "23:52", "VAN14", 1, 11_540, 24_100),
];

/// A moment by Irish clocks, as chargers write it.
fn moment(day: Date, clock: &str) -> String {
    let time: Time = format!("{clock}:00").parse().expect("a time");
    day.to_datetime(time).in_tz("Europe/Dublin").expect("a zone").timestamp().to_string()
}

/// A harbour hotel with two chargers, a firm whose vans charge there, and their month.
async fn hotel() -> (Site, u64) {
    let site = site().await;
    let mut settings = site.operator.snapshot().await["settings"].clone();
    settings["zone"] = "Europe/Dublin".into();
    settings["siteName"] = "Quay House Hotel".into();
    site.operator.ask(json!({ "ask": "saveSettings", "settings": settings })).await;
    let sender = json!({
        "name": "Quay House Hotel", "address": "Pier Road\nKinsale\nCo. Cork P17 XK28",
        "email": "accounts@quayhouse.example", "vatId": "IE 9825613N", "iban": "IE29AIBK93115212345678",
        "payee": "Quay House Hotel Ltd", "payDays": 14,
    });
    site.operator.ask(json!({ "ask": "saveSender", "sender": sender })).await;
    let night = json!({
        "component": "energy", "price": "0.24", "vat": "23", "window": { "fromMinute": 1380, "toMinute": 420 },
    });
    let prices = vec![night, element("energy", "0.36", "23")];
    tariff(&site.operator, "Everybody", version(prices)).await;
    let post =
        json!({ "recipient": "Kinsale Marine Services Ltd", "address": "The Boatyard, Scilly, Kinsale" });
    let centre = json!({ "id": null, "name": "Fleet vans", "post": post });
    let centre = site.operator.ask(json!({ "ask": "saveCostCentre", "costCentre": centre })).await;
    let centre = centre["id"].as_u64().expect("a number");
    driver(&site.operator, "Van KK 14", "VAN14", Some(centre)).await;
    driver(&site.operator, "Van KK 12", "VAN12", Some(centre)).await;
    let mut chargers = [site.charger16("Bay-1").await, site.charger16("Bay-6").await];
    let mut registers = [1_204_000, 88_000];
    for (day, from, to, card, at, by_day, by_night) in SESSIONS {
        let (day, register) = (date(2025, 9, *day), &mut registers[*at]);
        let next = if to < from { day + 1.days() } else { day };
        let (began, ended) = (moment(day, from), moment(next, to));
        let energy = by_day + by_night;
        let mut readings = vec![(began.as_str(), *register)];
        // Where a price changes the meter was read.
        let (change, first) =
            if *from < "07:00" { (moment(day, "07:00"), *by_night) } else { (moment(day, "23:00"), *by_day) };
        if *by_night > 0 {
            readings.push((&change, *register + first));
        }
        readings.push((&ended, *register + energy));
        let session = play(&mut chargers[*at], card, &readings).await;
        closed(&site.operator, session).await;
        *register += energy;
    }
    (site, centre)
}

async fn issued(site: &Site, centre: u64) -> Value {
    let issue = json!({
        "ask": "issueStatements", "from": SEPTEMBER.0, "to": SEPTEMBER.1, "kind": "costCentre", "recipients": [centre],
    });
    site.operator.ask(issue).await[0].clone()
}

async fn paper(site: &Site, path: &str) -> Vec<u8> {
    let (status, body) = site.operator.send_bytes("GET", &format!("/api/export/{path}"), b"").await;
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
    body
}

/// A4 at so many dots in an inch, as wide as high or the other way round.
fn is_a4(page: &Page, dots: f64, wide: bool) {
    let mm = |mm: f64| mm / 25.4 * dots;
    let (width, height) = if wide { (mm(297.0), mm(210.0)) } else { (mm(210.0), mm(297.0)) };
    let near = |dots: usize, wanted: f64| (dots as f64 - wanted).abs() <= 1.0;
    assert!(near(page.size.0, width) && near(page.size.1, height), "{:?}", page.size);
}

/// Where the bars stand: below the chart's title and above the numbers of the days.
fn bars_area(page: &Page, title: &str, day: f64) -> Area {
    let above = page.find(title).at.y.1 + 2.0;
    Area { x: page.whole.x, y: (above, day) }
}

#[tokio::test]
async fn a_statement_on_paper_has_bars_as_high_as_the_energy_and_a_whole_payment_code() {
    let (site, centre) = hotel().await;
    let statement = issued(&site, centre).await;
    assert_eq!(statement["total"], "135.08");
    let pdf =
        keep("statement-of-the-vans", &paper(&site, &format!("statement.pdf?id={}", statement["id"])).await);
    let seen = pages(&pdf, 60);
    assert_eq!(seen.len(), 1);
    let page = &seen[0];
    is_a4(page, 60.0, false);
    page.is_sound("the statement");
    assert!(!page.text().contains("estimated"), "the meter was read wherever a price changes");
    bars(page);
    code(&pages(&pdf, 288)[0]);
    site.stop().await;
}

/// The bars' heights are to each other as the energies of their days; by night and by day have each their tone.
fn bars(page: &Page) {
    // The numbers below the bars are the last words of their kind before the table's heading.
    let heading = page.find("Date Plugged").at.y.0;
    let title = page.find("Energy per day,").at.y.1;
    let label = |day: i8| {
        let found = page.words.iter().find(|word| {
            word.text == day.to_string() && word.at.y.0 > title && word.at.y.1 < heading && word.at.x.0 > 60.0
        });
        found.unwrap_or_else(|| panic!("day {day} has no number: {}", page.text())).at
    };
    let mut heights = Vec::new();
    for day in [1, 5, 10, 15, 20, 25, 30] {
        let at = label(day);
        let middle = f64::midpoint(at.x.0, at.x.1);
        let column = Area { x: (middle - 1.0, middle + 1.0), y: (title, at.y.0) };
        let [by_day, by_night] = TONES.map(|tone| page.count(column, |colour| is(colour, tone)));
        let wide = page.rows(column)[0].len();
        let told = SESSIONS.iter().find(|told| told.0 == day);
        let (wh_by_day, wh_by_night) = told.map_or((0, 0), |told| (told.5, told.6));
        assert_eq!((by_day > 0, by_night > 0), (wh_by_day > 0, wh_by_night > 0), "day {day}");
        heights.push((day, ((by_day + by_night) / wide) as f64, (wh_by_day + wh_by_night) as f64));
    }
    let (_, highest, most) = heights[3];
    assert!(highest > 40.0, "the longest bar has room to be long: {highest} dots");
    for (day, height, wh) in heights {
        let wanted = highest * wh / most;
        assert!((height - wanted).abs() <= 2.0, "day {day} is {height} dots high, not {wanted}");
    }
    let area = bars_area(page, "Energy per day,", label(1).y.0);
    assert!(page.count(area, |colour| is(colour, TONES[0])) > 1000);
}

/// The payment code stands left of its words: a square of modules with its three eyes and the rulers between them.
fn code(page: &Page) {
    let words = page.find("Pay by bank app").at;
    let last = page.find("Reference").at;
    let area = Area { x: (words.x.0 - 97.0, words.x.0 - 6.0), y: (words.y.0 - 20.0, last.y.1 + 30.0) };
    let rows = page.rows(area);
    let dark = |colour: &[u8; 3]| colour.iter().all(|part| *part < 128);
    let filled: Vec<usize> = (0..rows.len()).filter(|row| rows[*row].iter().any(dark)).collect();
    let (above, below) = (*filled.first().expect("a code"), filled.last().expect("a code") + 1);
    let left =
        rows[above..below].iter().filter_map(|row| row.iter().position(dark)).min().expect("dark dots");
    let right =
        rows[above..below].iter().filter_map(|row| row.iter().rposition(dark)).max().expect("dark dots") + 1;
    let (width, height) = (right - left, below - above);
    assert!(width.abs_diff(height) <= 1, "a code is a square: {width} by {height}");
    assert!(width as f64 > 79.0 * 288.0 / 72.0, "27 mm and more can be read by any telephone: {width} dots");
    // The upper edge of the first eye is seven modules long.
    let edge = rows[above + 1][left..right].iter().take_while(|colour| dark(colour)).count();
    let modules = (width as f64 * 7.0 / edge as f64).round() as usize;
    assert!(modules % 4 == 1 && (21..=69).contains(&modules), "{modules} modules");
    let step = width as f64 / modules as f64;
    let at = |x: usize, y: usize| {
        let dot = |module: usize| ((module as f64 + 0.5) * step) as usize;
        let colour = &rows[above + dot(y)][left + dot(x)];
        assert!(dark(colour) || !is_ink(*colour), "a module is dark or paper, not {colour:?}");
        dark(colour)
    };
    for (x, y) in [(0, 0), (modules - 7, 0), (0, modules - 7)] {
        for (dx, dy) in (0..7).flat_map(|dx| (0..7).map(move |dy| (dx, dy))) {
            let ring = 3_usize.abs_diff(dx).max(3_usize.abs_diff(dy));
            assert_eq!(at(x + dx, y + dy), ring != 2, "the eye at {x}, {y} is blind at {dx}, {dy}");
        }
    }
    for module in 8..modules - 8 {
        assert_eq!((at(module, 6), at(6, module)), (module % 2 == 0, module % 2 == 0), "ruler at {module}");
    }
    let all = (0..modules).flat_map(|x| (0..modules).map(move |y| (x, y)));
    let share = all.filter(|(x, y)| at(*x, *y)).count() as f64 / (modules * modules) as f64;
    assert!((0.4..0.6).contains(&share), "{share} of it is dark");
}

#[tokio::test]
async fn long_names_and_notes_stay_within_a_statement_s_edges() {
    let (site, centre) = hotel().await;
    let long = "Verwaltungsgenossenschaftsvereinigung".repeat(2);
    let sender = json!({
        "name": format!("Hafen {long}"), "address": format!("{long}\nPier Road\nKinsale\nCo. Cork P17 XK28"),
        "email": "accounts@quayhouse.example", "vatId": "IE 9825613N", "iban": "IE29AIBK93115212345678",
        "payee": "The Quay House Hotel and Harbour Restaurant Limited, of Kinsale", "payDays": 14,
        "footer": "Late payment is charged as the law has it. ".repeat(7).chars().take(300).collect::<String>(),
    });
    site.operator.ask(json!({ "ask": "saveSender", "sender": sender })).await;
    let post = json!({ "recipient": format!("{long} Ltd"), "address": format!("{long}\n{long}\nKinsale") });
    let centre_view = json!({ "id": centre, "name": "Fleet vans", "post": post });
    site.operator.ask(json!({ "ask": "saveCostCentre", "costCentre": centre_view })).await;
    let statement = issued(&site, centre).await;
    let pdf = keep(
        "statement-of-long-names",
        &paper(&site, &format!("statement.pdf?id={}", statement["id"])).await,
    );
    for page in pages(&pdf, 60) {
        page.is_sound("the statement of long names");
    }
    site.stop().await;
}

#[tokio::test]
async fn reports_and_receipts_on_paper_are_whole_pages() {
    let (site, _) = hotel().await;
    let mut charger = site.charger16("Bay-9").await;
    // Enough for a second page.
    for day in 1..=30_i8 {
        let (day, register) = (date(2025, 9, day), i64::from(day) * 10_000);
        let readings = [(moment(day, "08:00"), register), (moment(day, "09:30"), register + 9_000)];
        let readings: Vec<(&str, i64)> =
            readings.iter().map(|(at, register)| (at.as_str(), *register)).collect();
        let session = play(&mut charger, "VAN12", &readings).await;
        closed(&site.operator, session).await;
    }
    let period = format!("from={}&to={}", SEPTEMBER.0, SEPTEMBER.1);
    for (name, wide, least) in [
        ("sessions", true, 2),
        ("days", false, 1),
        ("months", false, 1),
        ("drivers", false, 1),
        ("cost-centres", false, 1),
    ] {
        let pdf = keep(&format!("report-{name}"), &paper(&site, &format!("{name}.pdf?{period}")).await);
        let seen = pages(&pdf, 60);
        assert!(seen.len() >= least, "{name}: {} pages", seen.len());
        for (number, page) in (1..).zip(&seen) {
            is_a4(page, 60.0, wide);
            page.is_sound(&format!("{name}, page {number}"));
            page.find(&format!("Page {number} of {}", seen.len()));
        }
    }
    let days = &pages(&keep("report-days", &paper(&site, &format!("days.pdf?{period}")).await), 60)[0];
    let blue = |page: &Page| page.count(page.whole, |colour| is(colour, TONES[0]));
    assert!(blue(days) > 1000, "the days stand as bars: {} dots", blue(days));
    let session = site.operator.sessions().await[0]["id"].clone();
    let pdf = keep("receipt", &paper(&site, &format!("receipt.pdf?session={session}")).await);
    let seen = pages(&pdf, 60);
    assert_eq!(seen.len(), 1);
    is_a4(&seen[0], 60.0, false);
    seen[0].is_sound("the receipt");
    site.stop().await;
}
