//! Figures that are wrong: found, explained, put right and taken back.

use acceptance::{Site, ago, eventually};
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
    let change = json!({ "kind": "repair", "finding": "zeroBaseline" });
    let repaired = amend(&site.operator, session, change, "The start was lost").await;
    assert_eq!(repaired["now"]["bill"]["total"], "4.32");
    assert_eq!(kinds(&repaired), Vec::<&str>::new());
    let listed = site.operator.sessions().await.remove(0);
    assert_eq!((&listed["energyWh"], &listed["amended"]), (&json!(10_800), &json!(true)));
    let undone = amend(&site.operator, session, json!({ "kind": "undo" }), "It was right").await;
    assert_eq!(undone["now"]["bill"]["total"], "2004.40");
    site.stop().await;
}

#[tokio::test]
async fn a_session_without_a_stop_is_ended_by_its_repair_and_the_chargers_late_word_still_counts() {
    let site = priced().await;
    let mut charger = site.charger201("CP-2").await;
    let event = |kind: &str, number: u32, at: String, register: u64, context: &str| {
        json!({
            "eventType": kind, "timestamp": at, "triggerReason": "MeterValuePeriodic", "seqNo": number,
            "transactionInfo": { "transactionId": "T-1" }, "evse": { "id": 1, "connectorId": 1 },
            "idToken": { "idToken": "CARD", "type": "ISO14443" },
            "meterValue": [{ "timestamp": at, "sampledValue": [
                { "value": register, "context": context, "measurand": "Energy.Active.Import.Register" }] }],
        })
        .to_string()
    };
    charger.ask("TransactionEvent", &event("Started", 0, ago(7_200), 1_000, "Transaction.Begin")).await;
    charger.ask("TransactionEvent", &event("Updated", 1, ago(3_600), 6_000, "Sample.Periodic")).await;
    let state =
        json!({ "timestamp": ago(60), "connectorStatus": "Available", "evseId": 1, "connectorId": 1 });
    charger.ask("StatusNotification", &state.to_string()).await;
    let session = site.operator.sessions().await[0]["id"].as_u64().expect("a number");
    let bill = eventually("its missing end is found", async || {
        let bill = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
        (kinds(&bill) == ["missingStop"]).then_some(bill)
    })
    .await;
    assert_eq!(bill["frozen"], false);
    assert_eq!(bill["findings"][0]["after"]["bill"]["total"], "2.00");
    let change = json!({ "kind": "repair", "finding": "missingStop" });
    let repaired = amend(&site.operator, session, change.clone(), "The stop never came").await;
    assert_eq!((&repaired["frozen"], &repaired["now"]["bill"]["total"]), (&json!(true), &json!("2.00")));
    assert_eq!(repaired["history"][0]["kind"], "repaired");
    let undone = amend(&site.operator, session, json!({ "kind": "undo" }), "It may still come").await;
    assert_eq!(undone["now"]["endedAt"], json!(null));
    assert_eq!(site.operator.sessions().await[0]["endedAt"], json!(null));
    // The charger's own word comes late: it counts.
    charger.ask("TransactionEvent", &event("Ended", 2, ago(3_000), 8_500, "Transaction.End")).await;
    let late = eventually("the charger's word is entered", async || {
        let bill = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
        (bill["now"]["bill"]["total"] == "3.00").then_some(bill)
    })
    .await;
    assert_eq!(late["history"][2]["kind"], "late");
    assert_eq!(site.operator.ask(json!({ "ask": "verifyLedger" })).await["broken"], json!(null));
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
    let change = json!({ "kind": "repair", "finding": "duplicate" });
    let repaired = amend(&site.operator, second, change, "Told twice").await;
    assert_eq!(
        (&repaired["now"]["energyWh"], &repaired["now"]["bill"]["total"]),
        (&json!(0), &json!("0.00"))
    );
    site.stop().await;
}
