//! What sessions cost: live, frozen, and by which version of a tariff.

use acceptance::{ago, eventually};
use serde_json::json;

use crate::till::{amend, closed, cost_centre, driver, element, play, site, tariff, version};

#[tokio::test]
async fn a_night_price_counts_from_ten_to_six_by_the_sites_clocks() {
    let site = site().await;
    let night = json!({
        "component": "energy", "price": "0.28", "vat": "23", "window": { "fromMinute": 1320, "toMinute": 360 },
    });
    let elements = vec![night, element("energy", "0.42", "23"), element("session", "0.50", "23")];
    tariff(&site.operator, "Guests", version(elements)).await;
    let mut charger = site.charger16("CP-1").await;
    // 19:00Z is 20:00 in Berlin, so ten at night is 21:00Z: 10 kWh before it, 5 kWh after.
    let readings =
        [("2026-01-12T19:00:00Z", 0), ("2026-01-12T21:00:00Z", 10_000), ("2026-01-12T22:00:00Z", 15_000)];
    let session = play(&mut charger, "CARD", &readings).await;
    let bill = closed(&site.operator, session).await["now"]["bill"].clone();
    // 10 × 0.42 = 4.20; 5 × 0.28 = 1.40; 0.50. Together 6.10, of which 6.10 × 23 / 123 = 1.1406… is tax.
    assert_eq!((bill["total"].as_str(), bill["vat"].as_str()), (Some("6.10"), Some("1.14")), "{bill}");
    let lines: Vec<_> = bill["lines"].as_array().expect("lines").iter().map(|line| &line["amount"]).collect();
    assert_eq!(lines, ["0.50", "4.20", "1.40"]);
    assert_eq!(bill["estimated"], false);
    site.stop().await;
}

#[tokio::test]
async fn the_cost_runs_while_the_car_charges_and_is_frozen_at_the_end() {
    let site = site().await;
    tariff(&site.operator, "All", version(vec![element("energy", "0.50", "0")])).await;
    let mut charger = site.charger16("CP-1").await;
    let start = json!({ "connectorId": 1, "idTag": "CARD", "meterStart": 1000, "timestamp": ago(600) });
    let number = charger.ask("StartTransaction", &start.to_string()).await["transactionId"].clone();
    let values = json!([{ "timestamp": ago(300), "sampledValue": [{ "value": "5000" }] }]);
    let values = json!({ "connectorId": 1, "transactionId": number, "meterValue": values });
    charger.ask("MeterValues", &values.to_string()).await;
    let live = site.operator.sessions().await.remove(0);
    assert_eq!((live["cost"].as_str(), live["closed"].as_bool()), (Some("2.00"), Some(false)), "{live}");
    let stop = json!({ "transactionId": number, "meterStop": 9000, "timestamp": ago(1) });
    charger.ask("StopTransaction", &stop.to_string()).await;
    let session = number.as_u64().expect("a number");
    closed(&site.operator, session).await;
    // The price rises; what is closed stays.
    let tariffs = site.operator.snapshot().await["books"]["tariffs"].clone();
    let mut dearer = version(vec![element("energy", "9.99", "0")]);
    dearer["validFrom"] = json!(1_577_836_800_001_i64);
    let change = json!({ "ask": "saveTariff", "tariff": tariffs[0]["id"], "name": "All", "version": dearer });
    site.operator.ask(change).await;
    let frozen = site.operator.sessions().await.remove(0);
    assert_eq!((frozen["cost"].as_str(), frozen["closed"].as_bool()), (Some("4.00"), Some(true)), "{frozen}");
    // Only an amendment changes it, and both stand side by side.
    let bill = amend(&site.operator, session, json!({ "kind": "price" }), "New price agreed").await;
    assert_eq!(bill["now"]["bill"]["total"], "79.92");
    let history = bill["history"].as_array().expect("a history");
    assert_eq!(history.len(), 2);
    assert_eq!(history[0]["figures"]["bill"]["total"], "4.00");
    assert_eq!(
        (&history[1]["reason"], &history[1]["author"]),
        (&json!("New price agreed"), &json!("browser"))
    );
    let undone = amend(&site.operator, session, json!({ "kind": "undo" }), "It was not").await;
    assert_eq!(undone["now"]["bill"]["total"], "4.00");
    assert_eq!(undone["history"].as_array().map(Vec::len), Some(3));
    site.stop().await;
}

#[tokio::test]
async fn a_cost_centre_may_have_its_own_tariff_and_a_session_may_change_hands() {
    let site = site().await;
    tariff(&site.operator, "Everybody", version(vec![element("energy", "0.40", "0")])).await;
    let staff = cost_centre(&site.operator, "Staff").await;
    let made = site
        .operator
        .ask(json!({ "ask": "saveTariff", "tariff": null, "name": "Staff",
                     "version": version(vec![element("energy", "0.10", "0")]) }))
        .await;
    site.operator
        .ask(json!({ "ask": "useTariff", "tariff": made["id"], "station": null, "costCentre": staff }))
        .await;
    let aoife = driver(&site.operator, "Aoife Byrne", "AOIFE", Some(staff)).await;
    let mut charger = site.charger16("CP-1").await;
    let readings = [("2026-01-12T10:00:00Z", 0), ("2026-01-12T11:00:00Z", 10_000)];
    let hers = play(&mut charger, "AOIFE", &readings).await;
    let bill = closed(&site.operator, hers).await;
    assert_eq!(bill["now"]["bill"]["total"], "1.00");
    assert_eq!(bill["now"]["costCentreName"], "Staff");
    let readings = [("2026-01-12T12:00:00Z", 10_000), ("2026-01-12T13:00:00Z", 20_000)];
    let other = play(&mut charger, "GUEST", &readings).await;
    assert_eq!(closed(&site.operator, other).await["now"]["bill"]["total"], "4.00");
    let change = json!({ "kind": "driver", "driver": aoife });
    let given = amend(&site.operator, other, change, "She had borrowed a card").await;
    assert_eq!(given["now"]["bill"]["total"], "1.00");
    assert_eq!(given["now"]["driverName"], "Aoife Byrne");
    site.stop().await;
}

#[tokio::test]
async fn sessions_from_before_the_first_tariff_are_priced_when_the_operator_says_so() {
    let site = site().await;
    let mut charger = site.charger16("CP-1").await;
    let readings = [("2026-01-12T10:00:00Z", 0), ("2026-01-12T11:00:00Z", 10_000)];
    let session = play(&mut charger, "CARD", &readings).await;
    assert_eq!(closed(&site.operator, session).await["now"]["bill"], json!(null));
    tariff(&site.operator, "All", version(vec![element("energy", "0.40", "0")])).await;
    assert_eq!(site.operator.ask(json!({ "ask": "priceSessions" })).await["sessions"], 1);
    let bill = closed(&site.operator, session).await;
    assert_eq!(bill["now"]["bill"]["total"], "4.00");
    assert_eq!(bill["history"][1]["kind"], "priced");
    assert_eq!(site.operator.ask(json!({ "ask": "priceSessions" })).await["sessions"], 0);
    site.stop().await;
}

#[tokio::test]
async fn time_parked_costs_until_the_connector_is_free_again() {
    let site = site().await;
    let mut version = version(vec![element("energy", "0.40", "0"), element("parked", "3.00", "0")]);
    version["graceMin"] = json!(10);
    tariff(&site.operator, "Parking", version).await;
    let mut charger = site.charger16("CP-1").await;
    let status = |status: &str, at: String| {
        json!({ "connectorId": 1, "errorCode": "NoError", "status": status, "timestamp": at }).to_string()
    };
    charger.ask("StatusNotification", &status("Charging", ago(3_600))).await;
    // Without readings on the way, all of the session is charging: the car is parked from its end on.
    let (began, ended) = (ago(3_600), ago(2_400));
    let start = json!({ "connectorId": 1, "idTag": "CARD", "meterStart": 0, "timestamp": began });
    let number = charger.ask("StartTransaction", &start.to_string()).await["transactionId"].clone();
    let stop = json!({ "transactionId": number, "meterStop": 10_000, "timestamp": ended });
    charger.ask("StopTransaction", &stop.to_string()).await;
    charger.ask("StatusNotification", &status("Finishing", ago(2_399))).await;
    let session = number.as_u64().expect("a number");
    let open = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
    assert_eq!(open["frozen"], false, "the car still stands there: {open}");
    // Half an hour after the end, ten minutes of it free: 20 min × 3.00/h = 1.00.
    charger.ask("StatusNotification", &status("Available", ago(600))).await;
    let bill = eventually("it is closed", async || {
        let bill = site.operator.ask(json!({ "ask": "bill", "session": session })).await;
        (bill["frozen"] == true).then_some(bill)
    })
    .await;
    assert_eq!(bill["now"]["bill"]["total"], "5.00", "{bill}");
    site.stop().await;
}
