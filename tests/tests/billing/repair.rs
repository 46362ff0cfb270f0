//! Figures that are wrong: found, explained, put right and taken back.

use acceptance::{Charger, Site, ago, eventually};
use serde_json::{Value, json};

use crate::till::{amend, closed, element, play, site, tariff, version};

async fn priced() -> Site {
    let site = site().await;
    tariff(&site.operator, "All", version(vec![element("energy", "0.40", "0")])).await;
    site
}

fn kinds(bill: &Value) -> Vec<&str> {
    let findings = bill["findings"].as_array().expect("a list");
    findings.iter().map(|found| found["kind"].as_str().expect("a word")).collect()
}

#[tokio::test]
async fn a_session_that_began_at_zero_is_found_shown_repaired_and_restored() {
    let site = priced().await;
    let mut charger = site.charger16("CP-1").await;
    let readings = [
        ("2026-01-12T10:00:00Z", 0),
        ("2026-01-12T10:01:00Z", 5_000_200),
        ("2026-01-12T11:00:00Z", 5_011_000),
    ];
    let session = play(&mut charger, "CARD", &readings).await;
    let bill = closed(&site.operator, session).await;
    assert_eq!(kinds(&bill), ["zeroBaseline"]);
    assert_eq!(bill["now"]["bill"]["total"], "2004.40");
    // Before and after stand side by side: 10.8 kWh × 0.40 = 4.32.
    assert_eq!(bill["findings"][0]["after"]["bill"]["total"], "4.32");
    let listed = site.operator.sessions().await.remove(0);
    assert_eq!(listed["findings"], json!(["zeroBaseline"]));
    let repaired = amend(&site.operator, session, repair("zeroBaseline"), "The start was lost").await;
    assert_eq!(repaired["now"]["bill"]["total"], "4.32");
    assert_eq!(kinds(&repaired), Vec::<&str>::new());
    let listed = site.operator.sessions().await.remove(0);
    assert_eq!((&listed["energyWh"], &listed["amended"]), (&json!(10_800), &json!(true)));
    let undone = amend(&site.operator, session, json!({ "kind": "undo" }), "It was right").await;
    assert_eq!(undone["now"]["bill"]["total"], "2004.40");
    site.stop().await;
}

/// An event of a 2.0.1 session with the register.
fn event(kind: &str, number: u32, at: &str, register: u64, context: &str) -> String {
    json!({
        "eventType": kind, "timestamp": at, "triggerReason": "MeterValuePeriodic", "seqNo": number,
        "transactionInfo": { "transactionId": "T-1" }, "evse": { "id": 1, "connectorId": 1 },
        "idToken": { "idToken": "CARD", "type": "ISO14443" },
        "meterValue": [{ "timestamp": at, "sampledValue": [
            { "value": register, "context": context, "measurand": "Energy.Active.Import.Register" }] }],
    })
    .to_string()
}

/// A session that took 5 kWh and was never ended, though its connector is free; gives its number.
async fn cut_off(site: &Site, charger: &mut Charger) -> u64 {
    charger.ask("TransactionEvent", &event("Started", 0, &ago(7_200), 1_000, "Transaction.Begin")).await;
    charger.ask("TransactionEvent", &event("Updated", 1, &ago(3_600), 6_000, "Sample.Periodic")).await;
    let state =
        json!({ "timestamp": ago(60), "connectorStatus": "Available", "evseId": 1, "connectorId": 1 });
    charger.ask("StatusNotification", &state.to_string()).await;
    let session = site.operator.sessions().await[0]["id"].as_u64().expect("a number");
    bill_when(site, session, "its missing end is found", |bill| kinds(bill) == ["missingStop"]).await;
    session
}

/// The bill of a session once something holds for it.
async fn bill_when(site: &Site, session: u64, what: &str, holds: fn(&Value) -> bool) -> Value {
    eventually(what, async || {
        let bill = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
        holds(&bill).then_some(bill)
    })
    .await
}

fn repair(finding: &str) -> Value {
    json!({ "kind": "repair", "finding": finding })
}

#[tokio::test]
async fn a_session_without_a_stop_is_ended_by_its_repair_and_the_chargers_late_word_still_counts() {
    let site = priced().await;
    let mut charger = site.charger201("CP-2").await;
    let session = cut_off(&site, &mut charger).await;
    let bill = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
    assert_eq!(bill["frozen"], false);
    assert_eq!(bill["findings"][0]["after"]["bill"]["total"], "2.00");
    let repaired = amend(&site.operator, session, repair("missingStop"), "The stop never came").await;
    assert_eq!((&repaired["frozen"], &repaired["now"]["bill"]["total"]), (&json!(true), &json!("2.00")));
    assert_eq!(repaired["history"][0]["kind"], "repaired");
    let undone = amend(&site.operator, session, json!({ "kind": "undo" }), "It may still come").await;
    assert_eq!(undone["now"]["endedAt"], json!(null));
    assert_eq!(site.operator.sessions().await[0]["endedAt"], json!(null));
    // The charger's own word comes late: it counts.
    charger.ask("TransactionEvent", &event("Ended", 2, &ago(3_000), 8_500, "Transaction.End")).await;
    let entered = |bill: &Value| bill["now"]["bill"]["total"] == "3.00";
    let late = bill_when(&site, session, "the charger's word is entered", entered).await;
    assert_eq!(late["history"][2]["kind"], "late");
    assert_eq!(site.operator.ask(json!({ "ask": "verifyLedger" })).await["broken"], json!(null));
    site.stop().await;
}

#[tokio::test]
async fn figures_that_were_typed_in_outlive_a_late_word_of_the_charger() {
    let site = priced().await;
    let mut charger = site.charger201("CP-2").await;
    let session = cut_off(&site, &mut charger).await;
    let repaired = amend(&site.operator, session, repair("missingStop"), "The stop never came").await;
    let figures = json!({
        "kind": "figures", "endedAt": repaired["now"]["endedAt"], "meterStartWh": 1_000, "meterStopWh": 8_000,
    });
    amend(&site.operator, session, figures, "Read from the meter").await;
    charger.ask("TransactionEvent", &event("Ended", 2, &ago(3_000), 8_500, "Transaction.End")).await;
    let asked = |bill: &Value| kinds(bill) == ["toldOtherwise"];
    let late = bill_when(&site, session, "the charger contradicts", asked).await;
    // 7 kWh stay until somebody decides; 7.5 kWh are what the charger says.
    assert_eq!(late["now"]["bill"]["total"], "2.80");
    assert_eq!(late["findings"][0]["after"]["bill"]["total"], "3.00");
    assert_eq!(site.operator.sessions().await[0]["findings"], json!(["toldOtherwise"]));
    let taken = amend(&site.operator, session, repair("toldOtherwise"), "The charger is right").await;
    assert_eq!((&taken["now"]["bill"]["total"], kinds(&taken).len()), (&json!("3.00"), 0));
    site.stop().await;
}

#[tokio::test]
async fn a_repair_keeps_the_price_of_its_time_whatever_tariff_counts_today() {
    let site = site().await;
    let all = tariff(&site.operator, "All", version(vec![element("energy", "0.40", "0")])).await;
    let mut charger = site.charger16("CP-1").await;
    let readings = [
        ("2026-01-12T10:00:00Z", 0),
        ("2026-01-12T10:01:00Z", 5_000_200),
        ("2026-01-12T11:00:00Z", 5_011_000),
    ];
    let session = play(&mut charger, "CARD", &readings).await;
    closed(&site.operator, session).await;
    // A dearer version, valid long before the session, and another tariff for everybody.
    let mut dearer = version(vec![element("energy", "0.50", "0")]);
    dearer["validFrom"] = json!(1_609_459_200_000_i64);
    let saved = json!({ "ask": "saveTariff", "tariff": all, "name": "All, renamed", "version": dearer });
    site.operator.ask(saved).await;
    tariff(&site.operator, "Later", version(vec![element("energy", "1.00", "0")])).await;
    let bill = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
    assert_eq!(bill["findings"][0]["after"]["bill"]["total"], "4.32");
    let repaired = amend(&site.operator, session, repair("zeroBaseline"), "The start was lost").await;
    let now = &repaired["now"]["bill"];
    assert_eq!(
        (&now["total"], &now["tariffName"], &now["version"]),
        (&json!("4.32"), &json!("All"), &json!(1))
    );
    // Only who asks for today's price gets it: 10.8 kWh × 1.00.
    let priced = amend(&site.operator, session, json!({ "kind": "price" }), "Agreed with the driver").await;
    assert_eq!(priced["now"]["bill"]["total"], "10.80");
    let undone = amend(&site.operator, session, json!({ "kind": "undo" }), "Not agreed").await;
    assert_eq!(undone["now"]["bill"]["total"], "4.32");
    let figures = json!({
        "kind": "figures", "endedAt": undone["now"]["endedAt"], "meterStartWh": 5_001_000, "meterStopWh": 5_011_000,
    });
    let typed = amend(&site.operator, session, figures, "Read from the meter").await;
    assert_eq!(typed["now"]["bill"]["total"], "4.00");
    site.stop().await;
}

#[tokio::test]
async fn figures_are_typed_in_with_a_reason_or_not_at_all() {
    let site = priced().await;
    let mut charger = site.charger16("CP-1").await;
    let readings = [("2026-01-12T10:00:00Z", 1_000), ("2026-01-12T11:00:00Z", 6_000)];
    let session = play(&mut charger, "CARD", &readings).await;
    closed(&site.operator, session).await;
    let figures = |stop: i64| json!({ "kind": "figures", "endedAt": 1_768_215_600_000_i64, "meterStartWh": 1_000, "meterStopWh": stop });
    let request = |stop: i64, reason: &str| json!({ "ask": "amend", "session": session, "change": figures(stop), "reason": reason });
    site.operator.try_ask(request(5_000, " ")).await.expect_err("a reason is needed");
    site.operator.try_ask(request(500, "Backwards")).await.expect_err("a register does not fall");
    let bill = site.operator.ask(request(5_000, "Read from the meter")).await;
    assert_eq!(bill["now"]["bill"]["total"], "1.60");
    site.operator.try_ask(request(5_000, "Again")).await.expect_err("nothing changes");
    site.stop().await;
}

#[tokio::test]
async fn a_session_told_twice_is_found_and_its_double_costs_nothing_once_repaired() {
    let site = priced().await;
    let mut charger = site.charger16("CP-1").await;
    let readings = [("2026-01-12T10:00:00Z", 1_000), ("2026-01-12T11:00:00Z", 6_000)];
    let first = play(&mut charger, "CARD", &readings).await;
    let readings = [("2026-01-12T10:00:07Z", 1_000), ("2026-01-12T11:00:07Z", 6_000)];
    let second = play(&mut charger, "CARD", &readings).await;
    assert_ne!(first, second);
    let bill = closed(&site.operator, second).await;
    assert_eq!(kinds(&bill), ["duplicate"]);
    assert_eq!(bill["findings"][0]["other"], first);
    let repaired = amend(&site.operator, second, repair("duplicate"), "Told twice").await;
    assert_eq!(
        (&repaired["now"]["energyWh"], &repaired["now"]["bill"]["total"]),
        (&json!(0), &json!("0.00"))
    );
    site.stop().await;
}
