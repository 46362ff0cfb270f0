//! A month of a seeded year: table, workbook, paper and SQL say the same, to the cent.

use std::process::Command;

use acceptance::{Site, eventually, python};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::till::{cost_centre, driver, element, play, site, tariff, version};
use crate::year::year;

/// October 2025 by Berlin's clocks: from summer time to winter time.
const OCTOBER: (i64, i64) = (1_759_269_600_000, 1_761_951_600_000);

/// A site on which the year was played.
async fn played() -> Site {
    let site = site().await;
    let night = json!({
        "component": "energy", "price": "0.2817", "vat": "19", "window": { "fromMinute": 1320, "toMinute": 360 },
    });
    let elements = vec![night, element("energy", "0.4299", "19"), element("session", "0.35", "7")];
    tariff(&site.operator, "Everybody", version(elements)).await;
    let staff = cost_centre(&site.operator, "Personal & Gäste").await;
    let fleet = cost_centre(&site.operator, "शिवाजी वाहतूक").await;
    for (name, card, centre) in [
        ("Aoife Byrne", "AOIFE", staff),
        ("João Gonçalves", "TOMAS", staff),
        ("ທ້າວ ສົມຊາຍ", "VAN14", fleet),
        ("Van KK 12", "VAN12", fleet),
    ] {
        driver(&site.operator, name, card, Some(centre)).await;
    }
    let mut sessions = 0;
    for number in 1..=3 {
        let mut charger = site.charger16(&format!("CP-{number}")).await;
        for planned in year(number) {
            let readings: Vec<(&str, i64)> =
                planned.readings.iter().map(|(at, register)| (at.as_str(), *register)).collect();
            play(&mut charger, planned.card, &readings).await;
            sessions += 1;
        }
    }
    eventually("every session is closed", async || {
        let checked = site.operator.ask(json!({ "ask": "verifyLedger" })).await;
        assert_eq!(checked["broken"], json!(null));
        (checked["entries"] == sessions).then_some(())
    })
    .await;
    site
}

/// Cents, from decimal text with a point.
fn cents(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').expect("a decimal");
    assert_eq!(part.len(), 2, "{text}");
    format!("{whole}{part}").parse().expect("digits")
}

async fn file(site: &Site, name: &str, more: &str) -> Vec<u8> {
    let path = format!("/api/export/{name}?from={}&to={}{more}", OCTOBER.0, OCTOBER.1);
    let (status, body) = site.operator.send_bytes("GET", &path, b"").await;
    assert_eq!(status, 200, "{name}: {}", String::from_utf8_lossy(&body));
    body
}

/// What an independent reader finds in a workbook: rows of cells, the heading first.
pub fn workbook(path: &std::path::Path) -> Vec<Vec<Value>> {
    let script = "import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
rows = [[c.value for c in r] for r in book.active.iter_rows()]
print(json.dumps({'rows': rows, 'frozen': str(book.active.freeze_panes)}, default=lambda v: v.isoformat()))";
    let out = Command::new(python()).args(["-c", script]).arg(path).output().expect("Python runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let found: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_ne!(found["frozen"], "None", "the heading stays in sight");
    serde_json::from_value(found["rows"].clone()).expect("rows")
}

/// The text of a PDF.
pub fn text(path: &std::path::Path) -> String {
    let out = Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().expect("pdftotext runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("text")
}

/// As an Irish reader writes an amount: `1,234.56`.
fn irish(cents: i64) -> String {
    let whole = (cents / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{:02}", cents % 100)
}

#[tokio::test]
async fn table_workbook_paper_and_sql_agree_to_the_cent() {
    let site = played().await;
    // SQL alone.
    let db =
        Connection::open_with_flags(site.database(), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database");
    let sums =
        "SELECT count(*), sum(e.total), sum(e.net), sum(e.vat), sum(max(0, e.meter_stop - e.meter_start))
                FROM session s JOIN ledger e ON e.id = s.entry WHERE s.began_at >= ?1 AND s.began_at < ?2";
    let (count, total, net, vat, energy): (i64, i64, i64, i64, i64) = db
        .query_row(sums, OCTOBER, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .expect("sums");
    assert!(count > 50 && total > 10_000, "{count} sessions, {total} cents");
    assert_eq!(net + vat, total);
    // CSV.
    let csv = acceptance::Csv::read(&String::from_utf8(file(&site, "sessions.csv", "").await).expect("text"));
    let rows = csv.rows;
    assert_eq!(i64::try_from(rows.len()).expect("few"), count);
    let sum = |name: &str| rows.iter().map(|row| cents(row.cell(name))).sum::<i64>();
    assert_eq!((sum("total"), sum("net"), sum("vat")), (total, net, vat));
    let wh = rows.iter().map(|row| row.cell("energy_wh").parse::<i64>().expect("digits")).sum::<i64>();
    assert_eq!(wh, energy);
    // The workbook, by a reader that is not ours: the same rows, real numbers, and the same totals.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sessions.xlsx");
    std::fs::write(&path, file(&site, "sessions.xlsx", "").await).expect("a file");
    let sheet = workbook(&path);
    let heading = sheet.iter().position(|row| row.contains(&json!("With VAT"))).expect("a heading");
    let column = |name: &str| sheet[heading].iter().position(|cell| cell == name).expect("a column");
    let (id, with_vat) = (column("Session"), column("With VAT"));
    let body = &sheet[heading + 1..heading + 1 + rows.len()];
    for (cells, row) in body.iter().zip(&rows) {
        assert_eq!(cells[id].to_string(), row.cell("session_id"));
        let amount = cells[with_vat].as_f64().expect("a real number");
        assert_eq!(format!("{amount:.2}"), row.cell("total"));
    }
    let amounts: Vec<String> =
        sheet[heading + 1 + rows.len()..].iter().flatten().map(ToString::to_string).collect();
    let last = amounts.join(" ");
    assert!(
        last.contains("SUM") || last.contains("SUBTOTAL") || last.contains(&irish(total).replace(',', "")),
        "{last}"
    );
    // Paper.
    let path = folder.path().join("sessions.pdf");
    std::fs::write(&path, file(&site, "sessions.pdf", "").await).expect("a file");
    let paper = text(&path);
    assert!(paper.contains(&irish(total)), "{} is not in {paper}", irish(total));
    for name in ["João", "Gäste", "शिवाजी"] {
        assert!(paper.contains(name), "{name} is not in {paper}");
    }
    // Every other report of the month comes to the same.
    for report in ["days", "months", "chargers", "drivers", "cost-centres"] {
        let csv = String::from_utf8(file(&site, &format!("{report}.csv"), "").await).expect("text");
        let csv = acceptance::Csv::read(&csv);
        let sum: i64 = csv.rows.iter().map(|row| cents(row.cell("total"))).sum();
        assert_eq!(sum, total, "{report}");
    }
    statements(&site, folder.path(), total, &rows).await;
    site.stop().await;
}

/// The month's statements, with what nobody pays, come to the month's total; so does the paper.
async fn statements(site: &Site, folder: &std::path::Path, total: i64, rows: &[acceptance::Row]) {
    let january = |ask: &str| json!({ "ask": ask, "from": OCTOBER.0, "to": OCTOBER.1, "kind": "costCentre" });
    let plan = site.operator.ask(january("planStatements")).await;
    let plans = plan.as_array().expect("a list");
    let recipients: Vec<&Value> =
        plans.iter().map(|plan| &plan["recipient"]).filter(|r| !r.is_null()).collect();
    assert_eq!(recipients.len(), 2);
    let mut issue = january("issueStatements");
    issue["recipients"] = json!(recipients);
    let issued = site.operator.ask(issue).await;
    let mut stated = 0;
    for statement in issued.as_array().expect("a list") {
        let amount = cents(statement["total"].as_str().expect("text"));
        stated += amount;
        let path = format!("/api/export/statement.pdf?id={}", statement["id"]);
        let (status, body) = site.operator.send_bytes("GET", &path, b"").await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let path = folder.join(format!("statement-{}.pdf", statement["id"]));
        std::fs::write(&path, body).expect("a file");
        let paper = text(&path);
        assert!(paper.contains(&irish(amount)), "{} is not in {paper}", irish(amount));
        assert!(paper.contains(statement["number"].as_str().expect("text")), "{paper}");
    }
    // A session that runs over the month's end is stated with the month in which it ended; the seed has none.
    let nobodys: i64 = rows
        .iter()
        .filter(|row| row.cell("cost_centre").is_empty())
        .map(|row| cents(row.cell("total")))
        .sum();
    assert_eq!(stated + nobodys, total);
}
