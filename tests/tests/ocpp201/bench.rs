//! A site with one charger of the second generation, as most cases begin.

use acceptance::{Charger, Site, ago};
use serde_json::{Value, json};

/// The charger's name.
pub const NAME: &str = "CS-1";

/// A running program and a charger that booted and told the state of its two EVSEs.
pub struct Bench {
    pub site: Site,
    pub charger: Charger,
}

impl Bench {
    /// Every card may charge.
    pub async fn open() -> Self {
        let site = Site::open().await;
        let charger = site.connect(NAME, "ocpp2.0.1").await;
        let mut bench = Self { site, charger };
        bench.boot("PowerUp", "1.2").await;
        bench
    }

    /// Boots for a reason and with a firmware, and tells the state of its EVSEs.
    pub async fn boot(&mut self, reason: &str, firmware: &str) {
        let payload = json!({ "reason": reason, "chargingStation": {
            "vendorName": "Hallden", "model": "Post", "serialNumber": "H-1", "firmwareVersion": firmware,
        } });
        let answer = self.charger.ask("BootNotification", &payload.to_string()).await;
        assert_eq!(answer["status"], "Accepted");
        for evse in 1..=2 {
            let payload = json!({
                "timestamp": ago(0), "connectorStatus": "Available", "evseId": evse, "connectorId": 1,
            });
            assert_eq!(self.charger.ask("StatusNotification", &payload.to_string()).await, json!({}));
        }
    }

    /// Loses the connection and comes back with the new firmware.
    pub async fn reboot(&mut self, firmware: &str) {
        self.charger = self.site.connect(NAME, "ocpp2.0.1").await;
        self.boot("FirmwareUpdate", firmware).await;
    }

    /// The operator orders something; the charger is asked and answers with a status. Gives the order and what was
    /// asked.
    pub async fn asked(&mut self, command: Value, action: &str, status: &str) -> (u64, Value) {
        let order = self.site.operator.order(NAME, command).await;
        let answer = json!({ "status": status }).to_string();
        (order, self.charger.obey(action, &answer).await)
    }

    /// Waits until an order stands like this; gives its detail.
    pub async fn is(&self, order: u64, state: &str) -> Value {
        self.site.operator.order_is(order, state).await
    }

    /// The charger tells of a transfer; the centre answers with nothing.
    pub async fn tell(&mut self, action: &str, status: &str, asked: &Value) {
        let payload = json!({ "status": status, "requestId": asked["requestId"] }).to_string();
        assert_eq!(self.charger.ask(action, &payload).await, json!({}), "{status}");
    }

    /// A security event; the centre answers with nothing.
    pub async fn event(&mut self, kind: &str) {
        let payload = json!({ "type": kind, "timestamp": ago(0) }).to_string();
        assert_eq!(self.charger.ask("SecurityEventNotification", &payload).await, json!({}));
    }

    /// The end: the charger is still answered.
    pub async fn over(mut self) {
        assert!(self.charger.ask("Heartbeat", "{}").await["currentTime"].is_string());
        self.site.stop().await;
    }
}
