//! What these tests share: a site with a tariff, and sessions whose every reading is said by hand.

use acceptance::{Charger, Operator, Site, eventually};
use serde_json::{Value, json};

/// A site that lets every charger in, by Berlin's clocks.
pub async fn site() -> Site {
    let site = Site::start(&["--accept-unknown", "--free-charging"]).await;
    let mut settings = site.operator.snapshot().await["settings"].clone();
    settings["zone"] = "Europe/Berlin".into();
    settings["locale"] = "en-IE".into();
    site.operator.ask(json!({ "ask": "saveSettings", "settings": settings })).await;
    site
}

/// A price for everything at all times.
pub fn element(component: &str, price: &str, vat: &str) -> Value {
    json!({ "component": component, "price": price, "vat": vat, "window": {} })
}

/// A version of a tariff in euro, tax included, that has been valid since 2020.
pub fn version(elements: Vec<Value>) -> Value {
    json!({
        "number": 0, "validFrom": 1_577_836_800_000_i64, "currency": "EUR", "digits": 2, "taxIncluded": true,
        "elements": elements, "freeWh": 0, "graceMin": 0, "least": null, "most": null, "madeAt": 0,
    })
}

/// Makes a tariff that counts everywhere; gives its number.
pub async fn tariff(operator: &Operator, name: &str, version: Value) -> u64 {
    let made =
        operator.ask(json!({ "ask": "saveTariff", "tariff": null, "name": name, "version": version })).await;
    let tariff = made["id"].as_u64().expect("a number");
    operator.ask(json!({ "ask": "useTariff", "tariff": tariff, "station": null, "costCentre": null })).await;
    tariff
}

/// Makes a driver with a card; gives the driver's number.
pub async fn driver(operator: &Operator, name: &str, card: &str, cost_centre: Option<u64>) -> u64 {
    let view = json!({ "id": null, "name": name, "costCentre": cost_centre, "stations": null, "post": {} });
    let driver = operator.ask(json!({ "ask": "saveDriver", "driver": view })).await;
    let id = driver["id"].as_u64().expect("a number");
    operator.ask(json!({ "ask": "giveToken", "value": card, "driver": id, "start": false })).await;
    id
}

/// Makes a cost centre; gives its number.
pub async fn cost_centre(operator: &Operator, name: &str) -> u64 {
    let view = json!({ "id": null, "name": name, "post": {} });
    let centre = operator.ask(json!({ "ask": "saveCostCentre", "costCentre": view })).await;
    centre["id"].as_u64().expect("a number")
}

/// Plays a 1.6 session: register values at moments, the first and the last being its beginning and its end. Gives its number.
pub async fn play(charger: &mut Charger, card: &str, readings: &[(&str, i64)]) -> u64 {
    let [(began, first), middle @ .., (ended, last)] = readings else { panic!("a beginning and an end") };
    let start = json!({ "connectorId": 1, "idTag": card, "meterStart": first, "timestamp": began });
    let answer = charger.ask("StartTransaction", &start.to_string()).await;
    let number = answer["transactionId"].as_u64().expect("a number");
    for (at, register) in middle {
        let value = json!([{ "value": register.to_string() }]);
        let values = json!([{ "timestamp": at, "sampledValue": value }]);
        let values = json!({ "connectorId": 1, "transactionId": number, "meterValue": values });
        charger.ask("MeterValues", &values.to_string()).await;
    }
    let stop = json!({ "transactionId": number, "meterStop": last, "timestamp": ended });
    charger.ask("StopTransaction", &stop.to_string()).await;
    number
}

/// The bill of a session, once it is closed.
pub async fn closed(operator: &Operator, session: u64) -> Value {
    eventually("the session is closed", async || {
        let bill = operator.ask(json!({ "ask": "bill", "session": session })).await;
        (bill["frozen"] == true).then_some(bill)
    })
    .await
}

/// Puts a session right.
pub async fn amend(operator: &Operator, session: u64, change: Value, reason: &str) -> Value {
    operator.ask(json!({ "ask": "amend", "session": session, "change": change, "reason": reason })).await
}
