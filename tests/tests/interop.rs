//! Charge points that we did not write, built with the package `ocpp`, go through a day with us.

use std::path::Path;
use std::process::Stdio;

use acceptance::{Site, python, within};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// A charge point in another language.
struct Foreign {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Foreign {
    fn start(script: &str, site: &Site, identity: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop").join(script);
        let mut command = Command::new(python());
        command.arg(script).arg(format!("ws://{}/ocpp/{identity}", site.ocpp));
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("Python runs");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        Self { child, lines }
    }

    /// The next thing it says that it did.
    async fn did(&mut self, what: &str) -> Value {
        let line = within(what, self.lines.next_line()).await.expect("readable").expect("it goes on");
        let told: Value = serde_json::from_str(&line).expect("a JSON line");
        assert_eq!(told["did"], what);
        told
    }
}

#[tokio::test]
async fn a_charge_point_of_the_package_ocpp_speaks_1_6_with_us() {
    a_day("charger16.py", "PY-16", "CARD-16", "Soft").await;
}

#[tokio::test]
async fn a_charging_station_of_the_package_ocpp_speaks_2_0_1_with_us() {
    a_day("charger201.py", "PY-201", "CARD-201", "OnIdle").await;
}

/// Boot, authorise, a session of 1.5 kWh in three minutes, remote start and stop, restart; then the books.
async fn a_day(script: &str, identity: &str, card: &str, gentle_reset: &str) {
    let site = Site::start(&["--accept-unknown"]).await;
    let save =
        json!({"ask": "saveToken", "value": card, "label": "", "standing": "accepted", "expiresAt": null});
    site.operator.ask(save).await;
    let mut foreign = Foreign::start(script, &site, identity);
    let session = foreign.did("session").await;

    let start =
        site.operator.order(identity, json!({"do": "start", "evse": 1, "connector": 1, "token": card})).await;
    let started = foreign.did("remote start").await;
    site.operator.order_is(start, "tookEffect").await;
    let open =
        site.operator.sessions().await.into_iter().find(|s| s["endedAt"].is_null()).expect("an open session");
    assert_eq!(
        open["transactionId"].as_str(),
        started["transaction"].as_str().or(Some(&started["transaction"].to_string()))
    );

    let stop = site.operator.order(identity, json!({"do": "stop", "session": open["id"]})).await;
    foreign.did("remote stop").await;
    site.operator.order_is(stop, "tookEffect").await;
    let restart = site.operator.order(identity, json!({"do": "restart", "now": false})).await;
    assert_eq!(foreign.did("reset").await["type"], gentle_reset);
    site.operator.order_is(restart, "tookEffect").await;
    assert!(within("its end", foreign.child.wait()).await.expect("waited").success());

    let csv = site.operator.csv().await;
    assert_eq!(csv.rows.len(), 2);
    let wire =
        session["transaction"].as_str().map_or_else(|| session["transaction"].to_string(), str::to_owned);
    let row =
        csv.rows.iter().find(|row| row.cell("transaction_id") == wire).expect("the session is in the file");
    assert_eq!(row.cells(["id_token", "energy_wh", "energy_kwh"]), [card, "1500", "1.500"]);
    assert_eq!(row.cells(["meter_start_wh", "meter_stop_wh", "duration_seconds"]), ["5000", "6500", "180"]);
    for (cell, told) in [("started_at", "began"), ("ended_at", "ended")] {
        let written: jiff::Timestamp = row.cell(cell).parse().expect("an ISO time with its zone");
        assert_eq!(Some(written.as_second() as f64), session[told].as_f64(), "{cell}");
    }
    let remote = csv.rows.iter().find(|row| row.cell("transaction_id") != wire).expect("the second session");
    assert_eq!(remote.cells(["id_token", "energy_wh", "stop_reason"]), [card, "750", "Remote"]);
    site.stop().await;
}
