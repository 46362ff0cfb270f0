//! Statements: numbered without gaps, corrected by another, paid.

use acceptance::Site;
use serde_json::{Value, json};

use crate::till::{amend, closed, cost_centre, driver, element, play, site, tariff, version};

const JANUARY: (i64, i64) = (1_767_222_000_000, 1_769_900_400_000);

fn january(ask: &str) -> Value {
    json!({ "ask": ask, "from": JANUARY.0, "to": JANUARY.1, "kind": "costCentre" })
}

#[tokio::test]
async fn a_month_is_stated_once_and_a_changed_session_makes_a_correction_with_the_next_number() {
    let site = site().await;
    tariff(&site.operator, "All", version(vec![element("energy", "0.36", "23")])).await;
    let marine = cost_centre(&site.operator, "Kinsale Marine").await;
    driver(&site.operator, "Van KK 14", "VAN14", Some(marine)).await;
    let mut charger = site.charger16("CP-1").await;
    let days = [
        [("2026-01-12T10:00:00Z", 0), ("2026-01-12T11:00:00Z", 13_070)],
        [("2026-01-13T10:00:00Z", 13_070), ("2026-01-13T11:00:00Z", 49_540)],
    ];
    let mut sessions = Vec::new();
    for readings in &days {
        sessions.push(play(&mut charger, "VAN14", readings).await);
    }
    // One of nobody, and one of another month.
    let nobody =
        play(&mut charger, "GUEST", &[("2026-01-14T10:00:00Z", 0), ("2026-01-14T11:00:00Z", 9_000)]).await;
    let later =
        play(&mut charger, "VAN14", &[("2026-02-01T10:00:00Z", 0), ("2026-02-01T11:00:00Z", 9_000)]).await;
    for session in sessions.iter().chain([&nobody, &later]) {
        closed(&site.operator, *session).await;
    }
    let plan = site.operator.ask(january("planStatements")).await;
    assert_eq!(plan.as_array().map(Vec::len), Some(2), "{plan}");
    // 13.07 × 0.36 = 4.7052 → 4.71; 36.47 × 0.36 = 13.1292 → 13.13; together 17.84.
    assert_eq!((&plan[0]["recipientName"], &plan[0]["total"]), (&json!("Kinsale Marine"), &json!("17.84")));
    assert_eq!((&plan[1]["recipient"], &plan[1]["sessions"]), (&json!(null), &json!(1)));
    let mut issue = january("issueStatements");
    issue["recipients"] = json!([marine]);
    let issued = site.operator.ask(issue.clone()).await[0].clone();
    let year = issued["number"].as_str().expect("a number").split('-').next().expect("a year").to_owned();
    assert_eq!(issued["number"], format!("{year}-0001"));
    assert_eq!((&issued["total"], &issued["sessions"]), (&json!("17.84"), &json!(2)));
    site.operator.try_ask(issue).await.expect_err("nothing is left to state");
    assert_eq!(site.operator.ask(january("planStatements")).await[0]["stated"], 2);
    // A session is put right: the statement is outdated, and its correction names the difference.
    let figures = json!({ "kind": "figures", "endedAt": 1_768_215_600_000_i64, "meterStartWh": 0, "meterStopWh": 10_000 });
    amend(&site.operator, sessions[0], figures, "Read from the meter").await;
    let listed = site.operator.ask(json!({ "ask": "statements" })).await;
    assert_eq!(listed[0]["outdated"], true);
    let corrected = site.operator.ask(json!({ "ask": "correctStatement", "statement": issued["id"] })).await;
    assert_eq!(corrected["number"], format!("{year}-0002"));
    // 10 × 0.36 = 3.60 in place of 4.71.
    assert_eq!((&corrected["total"], &corrected["difference"]), (&json!("16.73"), &json!("-1.11")));
    let listed = site.operator.ask(json!({ "ask": "statements" })).await;
    assert_eq!((&listed[1]["correctedBy"], &listed[1]["total"]), (&corrected["number"], &json!("17.84")));
    let again = json!({ "ask": "correctStatement", "statement": issued["id"] });
    site.operator.try_ask(again).await.expect_err("it was corrected already");
    let paid = json!({ "ask": "payStatement", "statement": corrected["id"], "paid": true });
    assert!(site.operator.ask(paid).await["paidAt"].is_number());
    let shown = site.operator.ask(json!({ "ask": "session", "session": sessions[0] })).await;
    assert_eq!(shown["statement"], corrected["number"]);
    records(&site).await;
    site.stop().await;
}

/// The amended session is three records: the first, the credit that takes it back, and the one that follows.
async fn records(site: &Site) {
    let path = format!("/api/export/cdr.json?from={}&to={}", JANUARY.0, JANUARY.1);
    let (status, _) = site.operator.send("GET", &path, "").await;
    assert_eq!(status, 400, "the operator's country and party are not known yet");
    let sender = json!({ "country": "ie", "party": "QHH", "address": "Pier Road\nKinsale", "payDays": 14 });
    site.operator.ask(json!({ "ask": "saveSender", "sender": sender })).await;
    let (status, body) = site.operator.send("GET", &path, "").await;
    assert_eq!(status, 200, "{body}");
    let records: Value = serde_json::from_str(&body).expect("JSON");
    let records = records.as_array().expect("a list");
    let costs: Vec<&Value> = records.iter().map(|record| &record["total_cost"]["incl_vat"]).collect();
    assert_eq!(costs, [&json!(4.71), &json!(-4.71), &json!(3.6), &json!(13.13), &json!(3.24)]);
    assert_eq!(
        (&records[1]["credit"], &records[1]["credit_reference_id"]),
        (&json!(true), &records[0]["id"])
    );
    assert_eq!(records[3]["start_date_time"], "2026-01-13T10:00:00Z");
    assert_eq!(records[3]["total_energy"], 36.47);
    assert_eq!(records[3]["cdr_location"]["country"], "IRL");
}
