//! What real chargers do, row by row of the table in `quirks/rows.txt`: each test plays one and says what the program does.

mod bad;
mod boot;
mod handshake;
mod limits;
mod metering;
pub(crate) mod rows;
mod tags;
mod transactions;

use std::fs;

use acceptance::{Charger, Door, Site};
use serde_json::{Value, json};

/// The name of every charger here.
const NAME: &str = "CP-1";

/// What a charger of this make says when it boots.
fn boot(vendor: &str, model: &str, firmware: &str) -> String {
    json!({ "chargePointVendor": vendor, "chargePointModel": model, "firmwareVersion": firmware }).to_string()
}

/// A charger of this make, booted.
async fn charger_of(site: &Site, vendor: &str, model: &str, firmware: &str) -> Charger {
    let mut charger = site.connect(NAME, "ocpp1.6").await;
    charger.ask("BootNotification", &boot(vendor, model, firmware)).await;
    charger
}

/// Puts a profile into the data folder that sets these switches for chargers of the maker Oddly.
fn profile(site: &Site, set: &str) {
    let folder = site.folder().join("quirks");
    fs::create_dir_all(&folder).expect("the data folder can be written");
    let text = format!(
        "[[profile]]\nname = \"Oddly\"\nmatch = [{{ vendor = \"Oddly\" }}]\nreason = \"For this test.\"\nset = {{ {set} }}\n"
    );
    fs::write(folder.join("oddly.toml"), text).expect("the folder can be written");
}

/// A charger whose profile sets these switches, booted.
async fn odd(site: &Site, set: &str) -> Charger {
    profile(site, set);
    charger_of(site, "Oddly", "One", "1.0").await
}

/// A charger that comes back without booting.
async fn back_again(site: &Site) -> Charger {
    site.knock(Door::new(NAME).offering("ocpp1.6")).await.expect("it is let in")
}

/// What the operator sees of the charger's peculiarities.
async fn peculiarities(site: &Site) -> Value {
    let station = site.operator.station_id(NAME).await;
    site.operator.ask(json!({ "ask": "peculiarities", "station": station })).await
}

/// The value of a switch, and who set it.
async fn switch(site: &Site, name: &str) -> (String, String) {
    let shown = peculiarities(site).await;
    let switches = shown["switches"].as_array().expect("a list");
    let switch = switches.iter().find(|switch| switch["name"] == name).expect("a switch");
    let text = |field: &str| switch[field].as_str().expect("a text").to_owned();
    (text("value"), text("by"))
}

/// The operator sets a switch.
async fn set(site: &Site, name: &str, value: &str) {
    let station = site.operator.station_id(NAME).await;
    let request = json!({ "ask": "setSwitch", "station": station, "switch": name, "value": value });
    site.operator.ask(request).await;
}

/// Whether a note that holds these words is shown.
async fn is_noted(site: &Site, words: &str) {
    let noted = |station: &Value| station["notes"].to_string().contains(words);
    site.operator.station_when(NAME, words, noted).await;
}

/// The advice that is shown for a charger of this make.
async fn advice(vendor: &str, model: &str, firmware: &str) -> String {
    let site = Site::open().await;
    let charger = charger_of(&site, vendor, model, firmware).await;
    let shown = peculiarities(&site).await["profiles"].to_string();
    drop(charger);
    site.stop().await;
    shown
}

/// Begins a session at connector 1 and gives its number.
async fn begun(charger: &mut Charger, tag: &str, meter: i64, at: &str) -> i64 {
    let payload = json!({ "connectorId": 1, "idTag": tag, "meterStart": meter, "timestamp": at }).to_string();
    let answer = charger.ask("StartTransaction", &payload).await;
    answer["transactionId"].as_i64().expect("a number")
}

/// Ends a session.
async fn ended(charger: &mut Charger, number: i64, meter: i64, at: &str) {
    let payload = json!({ "transactionId": number, "meterStop": meter, "timestamp": at }).to_string();
    charger.ask("StopTransaction", &payload).await;
}

/// Answers whatever the centre asks by itself of a charger that it meets for the first time, until it asks no more.
async fn drain(charger: &mut Charger) {
    alive(charger).await;
    while charger.has_calls() {
        let call = charger.next_call().await;
        charger.say(format!(r#"[4,"{}","NotImplemented","",{{}}]"#, call.id)).await;
        alive(charger).await;
    }
}

/// Waits for a call of the centre and answers it; other calls before it are not known here.
async fn obey_among(charger: &mut Charger, action: &str, payload: &str) -> Value {
    loop {
        let call = charger.next_call().await;
        if call.action == action {
            charger.answer(&call, payload).await;
            return call.payload;
        }
        assert_eq!(call.action, "GetConfiguration", "nobody asked for it");
        charger.say(format!(r#"[4,"{}","NotImplemented","",{{}}]"#, call.id)).await;
    }
}

/// It is there and is answered.
async fn alive(charger: &mut Charger) {
    assert!(charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
}
