//! A site with one charger, as most cases begin.

use acceptance::{Charger, Site, ago};
use serde_json::{Value, json};

/// The charger's name.
pub const NAME: &str = "CP-1";

/// What a charger says when it boots.
pub const BOOT: &str = r#"{"chargePointVendor":"Norvolt","chargePointModel":"Wall 11","chargePointSerialNumber":"S-1","firmwareVersion":"1.2"}"#;

/// A running program and a charger that booted and told the state of its two connectors.
pub struct Bench {
    pub site: Site,
    pub charger: Charger,
}

impl Bench {
    /// Every card may charge.
    pub async fn open() -> Self {
        Self::at(Site::open().await).await
    }

    /// Cards must be known.
    pub async fn with_cards(cards: &[(&str, &str)]) -> Self {
        let site = Site::start(&["--accept-unknown"]).await;
        for (value, standing) in cards {
            site.operator
                .ask(json!({ "ask": "saveToken", "value": value, "label": "", "standing": standing }))
                .await;
        }
        Self::at(site).await
    }

    pub async fn at(site: Site) -> Self {
        let charger = site.connect(NAME, "ocpp1.6").await;
        let mut bench = Self { site, charger };
        bench.boot().await;
        bench
    }

    /// Boots, and tells the state of the charger and its connectors.
    pub async fn boot(&mut self) {
        let answer = self.charger.ask("BootNotification", BOOT).await;
        assert_eq!(answer["status"], "Accepted");
        for connector in 0..=2 {
            self.status(connector, "Available").await;
        }
    }

    /// Loses the connection and comes back with a boot, as after a restart.
    pub async fn reboot(&mut self) {
        self.charger = self.site.connect(NAME, "ocpp1.6").await;
        self.boot().await;
    }

    /// A connector is in this state; the centre answers with nothing.
    pub async fn status(&mut self, connector: u8, status: &str) {
        self.report(connector, status, "NoError").await;
    }

    /// A connector is in this state, with an error.
    pub async fn report(&mut self, connector: u8, status: &str, error: &str) {
        let payload = format!(r#"{{"connectorId":{connector},"errorCode":"{error}","status":"{status}"}}"#);
        assert_eq!(self.charger.ask("StatusNotification", &payload).await, json!({}));
    }

    /// Waits until the operator sees connector 1 in this state.
    pub async fn shows(&self, state: &str) -> Value {
        let seen = |station: &Value| station["connectors"][0]["state"] == state;
        self.site.operator.station_when(NAME, state, seen).await
    }

    /// The operator orders something.
    pub async fn order(&self, command: Value) -> u64 {
        self.site.operator.order(NAME, command).await
    }

    /// The operator orders something; the charger is asked and answers. Gives the order and what was asked.
    pub async fn asked(&mut self, command: Value, action: &str, answer: &str) -> (u64, Value) {
        let order = self.order(command).await;
        (order, self.charger.obey(action, answer).await)
    }

    /// The same, with a status as the whole answer; gives what was asked when the order stands as it should.
    pub async fn told(&mut self, command: Value, action: &str, status: &str, state: &str) -> Value {
        let (order, asked) = self.asked(command, action, &format!(r#"{{"status":"{status}"}}"#)).await;
        assert_eq!(self.is(order, state).await, status, "the charger's own word is shown");
        asked
    }

    /// Waits until an order stands like this; gives its detail.
    pub async fn is(&self, order: u64, state: &str) -> Value {
        self.site.operator.order_is(order, state).await
    }

    /// The order as the history shows it.
    pub async fn history(&self, order: u64) -> Value {
        let snapshot = self.site.operator.snapshot().await;
        let orders = snapshot["orders"].as_array().expect("a list");
        orders.iter().find(|view| view["id"] == order).expect("it is in the history").clone()
    }

    /// What is known of the charger's settings, snapshots and reservations.
    pub async fn configuration(&self) -> Value {
        let station = self.site.operator.station_id(NAME).await;
        self.site.operator.ask(json!({ "ask": "configuration", "station": station })).await
    }

    /// Sets one of the charger's switches.
    pub async fn switch(&self, name: &str, value: &str) {
        let station = self.site.operator.station_id(NAME).await;
        let request = json!({ "ask": "setSwitch", "station": station, "switch": name, "value": value });
        self.site.operator.ask(request).await;
    }

    /// A card is shown; gives the verdict.
    pub async fn authorize(&mut self, tag: &str) -> Value {
        let payload = json!({ "idTag": tag }).to_string();
        self.charger.ask("Authorize", &payload).await["idTagInfo"].clone()
    }

    /// A charge begins at connector 1, a minute ago; gives the whole answer.
    pub async fn start(&mut self, tag: &str) -> Value {
        self.start_with(tag, json!({})).await
    }

    /// The same with more fields.
    pub async fn start_with(&mut self, tag: &str, more: Value) -> Value {
        let mut payload = json!({ "connectorId": 1, "idTag": tag, "meterStart": 1000, "timestamp": ago(60) });
        let fields = more.as_object().expect("fields").clone();
        payload.as_object_mut().expect("fields").extend(fields);
        let answer = self.charger.ask("StartTransaction", &payload.to_string()).await;
        assert!(answer["transactionId"].as_i64() > Some(0), "{answer}");
        answer
    }

    /// A card is accepted and charges; gives the transaction's number.
    pub async fn charging(&mut self, tag: &str) -> i64 {
        self.status(1, "Preparing").await;
        assert_eq!(self.authorize(tag).await["status"], "Accepted");
        let answer = self.start(tag).await;
        assert_eq!(answer["idTagInfo"]["status"], "Accepted");
        self.status(1, "Charging").await;
        answer["transactionId"].as_i64().expect("a number")
    }

    /// The charge ends; gives the answer.
    pub async fn stop(&mut self, transaction: i64, reason: &str) -> Value {
        let payload = json!({
            "transactionId": transaction, "meterStop": 3500, "timestamp": ago(0), "reason": reason,
        });
        self.charger.ask("StopTransaction", &payload.to_string()).await
    }

    /// The only session.
    pub async fn session(&self) -> Value {
        let sessions = self.site.operator.sessions().await;
        assert_eq!(sessions.len(), 1, "{sessions:?}");
        sessions[0].clone()
    }

    /// The only session has ended for this reason and delivered 2.5 kWh.
    pub async fn booked(&self, reason: &str) {
        let session = self.session().await;
        assert_eq!(session["reason"], reason, "{session}");
        assert_eq!(session["energyWh"], 2500, "{session}");
        assert!(session["endedAt"].is_i64(), "{session}");
    }

    /// The end: the charger is still answered.
    pub async fn over(mut self) {
        assert!(self.charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
        self.site.stop().await;
    }
}
