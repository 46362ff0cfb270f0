//! A site with chargers of one make, a firmware file for them, and a way to see how it goes.

use acceptance::{Charger, Fetched, Site, Url, eventually, request};
use serde_json::{Value, json};

/// What a charger of the make says when it boots with a version.
pub fn boot(version: &str) -> String {
    json!({ "chargePointVendor": "Norvolt", "chargePointModel": "DC40", "firmwareVersion": version })
        .to_string()
}

/// A running program and chargers that booted with 2.3.1.
pub struct Bench {
    pub site: Site,
    pub chargers: Vec<Charger>,
}

impl Bench {
    pub async fn of(chargers: usize) -> Self {
        Self::at(Site::open().await, chargers).await
    }

    pub async fn at(site: Site, chargers: usize) -> Self {
        let mut bench = Self { site, chargers: Vec::new() };
        for number in 0..chargers {
            let charger = bench.connect(number, "2.3.1").await;
            bench.chargers.push(charger);
        }
        bench
    }

    /// A charger connects and boots with a version.
    pub async fn connect(&self, number: usize, version: &str) -> Charger {
        let mut charger = self.site.connect(&name(number), "ocpp1.6").await;
        let answer = charger.ask("BootNotification", &boot(version)).await;
        assert_eq!(answer["status"], "Accepted");
        charger
    }

    /// The charger restarts with a version.
    pub async fn reboot(&mut self, number: usize, version: &str) {
        self.chargers[number] = self.connect(number, version).await;
    }

    /// Adds firmware 2.4.0 of so many bytes; gives its number and the bytes.
    pub async fn firmware(&self, size: usize) -> (u64, Vec<u8>) {
        let bytes = noise(size);
        let file = self.site.operator.add_firmware("norvolt-dc40-2.4.0.bin", &bytes).await;
        assert_eq!(
            (&file["vendor"], &file["model"], &file["version"]),
            (&json!("Norvolt"), &json!("DC40"), &json!("2.4.0"))
        );
        assert_eq!(file["sha256"], acceptance::sha256(&bytes));
        (file["id"].as_u64().expect("a number"), bytes)
    }

    pub async fn station(&self, number: usize) -> u64 {
        self.site.operator.station_id(&name(number)).await
    }

    /// Asks for an update of a charger; gives its number.
    pub async fn update(&self, number: usize, file: u64, more: Value) -> u64 {
        let view = self.try_update(number, file, more).await.expect("it is begun");
        view["id"].as_u64().expect("a number")
    }

    pub async fn try_update(&self, number: usize, file: u64, more: Value) -> Result<Value, Value> {
        let mut ask = json!({
            "ask": "startUpdate", "station": self.station(number).await, "file": file, "when": { "kind": "now" },
            "retries": null, "retryS": null, "scheme": null, "confirmed": false,
        });
        for (field, value) in more.as_object().expect("fields") {
            ask[field] = value.clone();
        }
        self.site.operator.try_ask(ask).await
    }

    /// The charger is asked to update and agrees; gives the address.
    pub async fn told(&mut self, number: usize) -> Url {
        let asked = self.chargers[number].obey("UpdateFirmware", "{}").await;
        Url::of(asked["location"].as_str().expect("an address"))
    }

    /// The charger tells where it stands.
    pub async fn says(&mut self, number: usize, status: &str) {
        let payload = json!({ "status": status }).to_string();
        let answer = self.chargers[number].ask("FirmwareStatusNotification", &payload).await;
        assert_eq!(answer, json!({}));
    }

    /// Waits until an update of a charger is in a state; gives it.
    pub async fn update_is(&self, number: usize, state: &str) -> Value {
        let station = self.station(number).await;
        let what = format!("an update of charger {number} that is {state}");
        eventually(&what, async || {
            let updates = self.site.operator.ask(json!({ "ask": "updates", "station": station })).await;
            updates.as_array().expect("a list").iter().find(|update| update["state"] == state).cloned()
        })
        .await
    }

    /// A charger that does all that it is told and ends well.
    pub async fn updates_well(&mut self, number: usize) {
        let url = self.told(number).await;
        let got = fetch(&url, "").await;
        assert_eq!(got.status, 200);
        for status in ["Downloading", "Downloaded", "Installing"] {
            self.says(number, status).await;
        }
        self.reboot(number, "2.4.0").await;
        self.update_is(number, "installed").await;
    }

    pub async fn over(self) {
        drop(self.chargers);
        self.site.stop().await;
    }
}

pub fn name(number: usize) -> String {
    format!("CP-{}", number + 1)
}

/// Fetches all of a file.
pub async fn fetch(url: &Url, headers: &str) -> Fetched {
    request("GET", url, headers, b"", usize::MAX >> 1).await
}

/// Bytes that do not repeat.
pub fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}
