//! The month's report by mail: it arrives once, at whom it is for, with the very files; and the password stays where it is.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use acceptance::{Operator, Site, eventually, now_ms};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::post::{Letter, Manner, PostOffice};
use crate::till::{closed, driver, element, play, site, tariff, version};

const NAME: &str = "Café am Kai & Söhne";
const PASSWORD: &str = "Möwe-7731-langes-Wort";
/// The options of [`site`]: it is started more than once.
const OPTIONS: &[&str] = &["--accept-unknown", "--free-charging"];

/// The month so many before this one, by Berlin's clocks: as it is written, its first day and its begin.
pub fn month(before: i32) -> (String, Date, i64) {
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").expect("a zone");
    let now = jiff::Timestamp::from_millisecond(now_ms()).expect("now is a time");
    let first = now.to_zoned(zone.clone()).date().first_of_month() - before.months();
    let began = first.to_zoned(zone).expect("a time").timestamp().as_millisecond();
    (format!("{:04}-{:02}", first.year(), first.month()), first, began)
}

/// Plays a session on the tenth of a month, in the morning.
async fn session(site: &Site, first: Date, readings: (i64, i64)) {
    let at = |hour: i8| format!("{}T{hour:02}:00:00Z", first + 9.days());
    let mut charger = site.charger16("CP-1").await;
    let (began, ended) = (at(9), at(10));
    let number = play(&mut charger, "AOIFE", &[(&began, readings.0), (&ended, readings.1)]).await;
    closed(&site.operator, number).await;
}

/// A site with a name and a session in each of the last two months: 10 kWh, then 20.
pub async fn with_two_months() -> Site {
    let site = site().await;
    let mut settings = site.operator.snapshot().await["settings"].clone();
    settings["siteName"] = NAME.into();
    site.operator.ask(json!({ "ask": "saveSettings", "settings": settings })).await;
    tariff(&site.operator, "All", version(vec![element("energy", "0.36", "23")])).await;
    driver(&site.operator, "Aoife Byrne", "AOIFE", None).await;
    session(&site, month(2).1, (0, 10_000)).await;
    session(&site, month(1).1, (10_000, 30_000)).await;
    site
}

async fn with_mail(site: &Site, post: &PostOffice) {
    let save = json!({ "ask": "saveMail", "account": post.account(), "password": PASSWORD });
    let saved = site.operator.ask(save).await;
    assert_eq!((&saved["hasPassword"], &saved["user"]), (&json!(true), &json!("forecourt")));
    assert!(!saved.to_string().contains(PASSWORD), "{saved}");
}

pub async fn plan(site: &Site, folder: &Path, to: &[&str]) -> Value {
    let plan = json!({
        "on": true, "folder": folder.display().to_string(), "csv": true, "xlsx": true, "pdf": true, "mailTo": to,
    });
    site.operator.ask(json!({ "ask": "saveSchedule", "plan": plan })).await
}

/// Starts it again on a database that somebody changed while it was off.
pub async fn changed(site: Site, change: impl FnOnce(&Connection)) -> Site {
    let folder: TempDir = site.stop().await;
    let db = Connection::open(folder.path().join("forecourt.db")).expect("a database");
    change(&db);
    drop(db);
    Site::on(folder, OPTIONS).await.expect("it starts")
}

/// As if it had been switched on in a month before.
pub fn switched_on_before(db: &Connection, months: i32) {
    let since = month(months).2.to_string();
    let rows = db.execute("UPDATE setting SET value = ?1 WHERE key = 'monthly_since'", [since]);
    assert_eq!(rows.expect("an update"), 1);
}

/// How the months went, by month.
pub async fn runs(operator: &Operator) -> BTreeMap<String, Value> {
    let schedule = operator.ask(json!({ "ask": "schedule" })).await;
    let runs = schedule["runs"].as_array().expect("a list").clone();
    runs.into_iter().map(|run| (run["month"].as_str().expect("text").to_owned(), run)).collect()
}

/// Checks a letter against the files that lie in the folder; gives the month it is of.
fn check(letter: &Letter, folder: &Path) -> String {
    assert_eq!(letter.login, format!("\0forecourt\0{PASSWORD}"));
    assert_eq!(letter.from, "charging@site.example");
    let both = ["books@site.example", "aoife@site.example"];
    assert_eq!(letter.to, both);
    let opened = letter.open();
    assert_eq!(
        (opened.from.as_str(), opened.to.as_slice()),
        ("charging@site.example", &both.map(str::to_owned)[..])
    );
    let named = |before| (month(before).0, month(before).1.strftime("%B %Y").to_string());
    let of = [named(2), named(1)].into_iter().find(|(_, words)| opened.subject.ends_with(words));
    let (month, words) = of.unwrap_or_else(|| panic!("{} names no month", opened.subject));
    assert_eq!(opened.subject, format!("{NAME}: charging sessions of {words}"));
    assert_eq!(opened.text.trim_end(), format!("Attached are the charging sessions of {words} at {NAME}."));
    let named: Vec<(&str, &str)> =
        opened.files.iter().map(|(name, kind, _)| (name.as_str(), kind.as_str())).collect();
    let [csv, xlsx, pdf] = ["csv", "xlsx", "pdf"].map(|ending| format!("{month} sessions.{ending}"));
    let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(named, [(csv.as_str(), "text/csv"), (&xlsx, sheet), (&pdf, "application/pdf")]);
    for (name, _, bytes) in &opened.files {
        assert!(!bytes.is_empty() && *bytes == fs::read(folder.join(name)).expect("it lies there"), "{name}");
    }
    month
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

/// The password is in one file that nobody else may read, and in no answer.
async fn password_is_kept_in_one_place(site: &Site) {
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).expect("readable");
        let said = STANDARD.encode(format!("\0forecourt\0{PASSWORD}"));
        [PASSWORD, &said].iter().any(|word| bytes.windows(word.len()).any(|part| part == word.as_bytes()))
    };
    let all = files(site.folder());
    assert!(all.iter().any(|path| path.extension().is_some_and(|end| end == "log")), "{all:?}");
    let holding: Vec<PathBuf> = all.into_iter().filter(holds).collect();
    assert_eq!(holding.len(), 1, "{holding:?}");
    assert_eq!(fs::read(&holding[0]).expect("readable"), PASSWORD.as_bytes(), "{holding:?}");
    assert_eq!(fs::metadata(&holding[0]).expect("there").permissions().mode() & 0o777, 0o600);
    for ask in ["mail", "schedule", "snapshot"] {
        let answer = site.operator.ask(json!({ "ask": ask })).await.to_string();
        assert!(!answer.contains(PASSWORD), "{ask}");
    }
}

#[tokio::test]
async fn a_month_s_report_arrives_once_by_mail_with_the_files_of_the_folder() {
    let post = PostOffice::open().await;
    let reports = tempfile::tempdir().expect("a folder");
    let [older, newer] = [2, 1].map(|before| month(before).0);
    let began = now_ms();
    let site = with_two_months().await;
    with_mail(&site, &post).await;
    let view = plan(&site, reports.path(), &["books@site.example", "aoife@site.example"]).await;
    assert_eq!((&view["mail"], &view["runs"]), (&json!(true), &json!([])));
    // It was off when the months ended; and the server goes away when it has heard the first letter.
    post.once(Manner::HangsUpOnTheLetter);
    let mut site = changed(site, |db| switched_on_before(db, 2)).await;
    let told = eventually("the mail that did not leave is told", async || {
        let runs = runs(&site.operator).await;
        runs.get(&older).is_some_and(|run| run["error"] == "broken").then_some(runs)
    })
    .await;
    for month in [&older, &newer] {
        assert!(told[month]["writtenAt"].as_i64().is_some_and(|at| at >= began), "{told:?}");
        assert_eq!(told[month]["mailedAt"], json!(null), "{told:?}");
    }
    assert_eq!(told[&newer]["error"], json!(null), "the files are written, whatever becomes of the mail");
    assert_eq!((post.dropped().len(), post.taken().len()), (1, 0));
    let mut names: Vec<String> = files(reports.path())
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into())
        .collect();
    names.sort();
    let wanted =
        [&older, &newer].map(|month| ["csv", "pdf", "xlsx"].map(|end| format!("{month} sessions.{end}")));
    assert_eq!(names, wanted.concat(), "and nothing half beside them");
    // Started again, it tries again.
    site.restart().await;
    let mailed = eventually("both months are mailed", async || {
        let runs = runs(&site.operator).await;
        runs.values().all(|run| run["mailedAt"].is_number()).then_some(runs)
    })
    .await;
    for (month, run) in &mailed {
        assert_eq!(
            (&run["error"], &run["writtenAt"]),
            (&json!(null), &told[month]["writtenAt"]),
            "{mailed:?}"
        );
        let at = run["mailedAt"].as_i64().expect("a number");
        assert!(at >= began && at <= now_ms(), "{mailed:?}");
    }
    let letters = post.taken();
    let months: Vec<String> = letters.iter().map(|letter| check(letter, reports.path())).collect();
    assert_eq!(months, [older.as_str(), &newer], "each once, the older first");
    // The dropped one was the same letter.
    let first = post.dropped()[0].open();
    assert!(first.files == letters[0].open().files && first.subject == letters[0].open().subject);
    contents(&site, reports.path()).await;
    // The newer month is made open by hand: when its mail comes a second time, the older one's turn is over.
    let site = changed(site, |db| {
        let open = db.execute("UPDATE monthly_run SET mailed_at = NULL WHERE month = ?1", [&newer]);
        assert_eq!(open.expect("an update"), 1);
    })
    .await;
    let again = eventually("what was open is mailed", async || {
        let runs = runs(&site.operator).await;
        runs[&newer]["mailedAt"].is_number().then_some(runs)
    })
    .await;
    assert_eq!(again[&older], mailed[&older]);
    let months: Vec<String> = post.taken().iter().map(|letter| check(letter, reports.path())).collect();
    assert_eq!(months, [older.as_str(), &newer, &newer]);
    assert_eq!(post.dropped().len(), 1);
    password_is_kept_in_one_place(&site).await;
    site.stop().await;
}

#[tokio::test]
async fn a_format_that_is_wanted_later_goes_with_the_mail_that_could_not_leave() {
    let post = PostOffice::open().await;
    let reports = tempfile::tempdir().expect("a folder");
    let site = with_two_months().await;
    with_mail(&site, &post).await;
    let to = ["books@site.example", "aoife@site.example"];
    let csv_only = json!({
        "on": true, "folder": reports.path().display().to_string(), "csv": true, "xlsx": false, "pdf": false,
        "mailTo": to,
    });
    site.operator.ask(json!({ "ask": "saveSchedule", "plan": csv_only })).await;
    post.once(Manner::HangsUpOnTheLetter);
    let site = changed(site, |db| switched_on_before(db, 1)).await;
    let newer = month(1).0;
    eventually("the mail that did not leave is told", async || {
        (runs(&site.operator).await.get(&newer)?["error"] == "broken").then_some(())
    })
    .await;
    plan(&site, reports.path(), &to).await;
    eventually("it is mailed", async || {
        runs(&site.operator).await[&newer]["mailedAt"].is_number().then_some(())
    })
    .await;
    let months: Vec<String> = post.taken().iter().map(|letter| check(letter, reports.path())).collect();
    assert_eq!(months, [newer]);
    site.stop().await;
}

/// The files are those of their month: table and workbook are what the same export gives, the paper names its session.
async fn contents(site: &Site, folder: &Path) {
    for (before, amount, other) in [(2, "3.60", "7.20"), (1, "7.20", "3.60")] {
        let ((name, _, from), (_, _, to)) = (month(before), month(before - 1));
        let path = |end: &str| folder.join(format!("{name} sessions.{end}"));
        let export = format!("/api/export/sessions.csv?from={from}&to={to}&flavour=spreadsheet");
        let (status, csv) = site.operator.send_bytes("GET", &export, b"").await;
        assert_eq!(status, 200);
        assert_eq!(csv, fs::read(path("csv")).expect("readable"));
        let csv = String::from_utf8(csv).expect("text");
        assert!(csv.contains(amount) && !csv.contains(other) && csv.contains("Aoife Byrne"), "{csv}");
        let sheet = crate::month::workbook(&path("xlsx"));
        let cells: Vec<String> = sheet.iter().flatten().map(ToString::to_string).collect();
        assert!(cells.iter().any(|cell| cell == amount.trim_end_matches('0')), "{cells:?}");
        let paper = crate::month::text(&path("pdf"));
        assert!(paper.contains(amount) && !paper.contains(other) && paper.contains("Aoife"), "{paper}");
    }
}

#[tokio::test]
async fn a_test_mail_shows_that_mail_works_and_a_wrong_password_is_said_in_a_sentence() {
    let post = PostOffice::open().await;
    let site = site().await;
    let test = || json!({ "ask": "testMail", "to": " aoife@site.example " });
    let fault = site.operator.try_ask(test()).await.expect_err("mail is not set up");
    assert_eq!((&fault["code"], &fault["params"]["field"]), (&json!("invalid"), &json!("host")), "{fault}");
    site.operator.ask(json!({ "ask": "saveMail", "account": post.account(), "password": PASSWORD })).await;
    site.operator.ask(test()).await;
    let letters = post.taken();
    assert_eq!((letters.len(), &letters[0].to), (1, &vec!["aoife@site.example".to_owned()]));
    let opened = letters[0].open();
    assert!(opened.subject.starts_with("Forecourt at ") && opened.subject.ends_with("mail works"));
    assert!(opened.text.contains("whether the mail account is set up rightly") && opened.files.is_empty());
    post.once(Manner::RefusesTheLogin);
    let fault = site.operator.try_ask(test()).await.expect_err("the server does not let it in");
    assert_eq!(
        (&fault["code"], &fault["params"]["reason"]),
        (&json!("mailNotSent"), &json!("login")),
        "{fault}"
    );
    let said = fault["params"]["detail"].as_str().expect("a sentence");
    assert!(said.starts_with("the server does not accept the user name or the password: "), "{said}");
    assert!(said.contains("not with these credentials"), "{said}");
    assert!(!fault.to_string().contains(PASSWORD), "{fault}");
    assert_eq!(post.taken().len(), 1);
    password_is_kept_in_one_place(&site).await;
    site.stop().await;
}
