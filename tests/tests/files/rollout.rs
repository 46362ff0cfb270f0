//! Several chargers: one first, the others after it, none after a failure.

use acceptance::eventually;
use serde_json::{Value, json};

use super::bench::Bench;

impl Bench {
    async fn roll_out(&self, file: u64, chargers: usize) -> u64 {
        let mut stations = Vec::new();
        for number in 0..chargers {
            stations.push(self.station(number).await);
        }
        let ask = json!({ "ask": "startRollout", "file": file, "stations": stations, "when": { "kind": "now" }, "confirmed": false });
        self.site.operator.ask(ask).await["id"].as_u64().expect("a number")
    }

    async fn rollout_is(&self, rollout: u64, state: &str) -> Value {
        let what = format!("a rollout that is {state}");
        eventually(&what, async || {
            let library = self.site.operator.ask(json!({ "ask": "firmware" })).await;
            let rollouts = library["rollouts"].as_array().expect("a list").clone();
            rollouts.into_iter().find(|view| view["id"] == rollout && view["state"] == state)
        })
        .await
    }
}

#[tokio::test]
async fn of_six_chargers_the_third_fails_and_the_rest_are_not_touched() {
    let mut bench = Bench::of(6).await;
    let (file, _) = bench.firmware(1000).await;
    let rollout = bench.roll_out(file, 6).await;
    bench.updates_well(0).await;
    let proving = bench.rollout_is(rollout, "proving").await;
    assert_eq!(proving["chargers"][1]["update"], Value::Null);
    bench.site.operator.ask(json!({ "ask": "continueRollout", "rollout": rollout })).await;
    bench.updates_well(1).await;
    bench.told(2).await;
    bench.says(2, "Downloading").await;
    bench.says(2, "DownloadFailed").await;
    let stopped = bench.rollout_is(rollout, "stopped").await;
    assert_eq!(stopped["stoppedAt"], bench.station(2).await);
    let states: Vec<&Value> =
        stopped["chargers"].as_array().expect("a list").iter().map(|c| &c["state"]).collect();
    assert_eq!(
        states,
        [
            &json!("installed"),
            &json!("installed"),
            &json!("failed"),
            &Value::Null,
            &Value::Null,
            &Value::Null
        ]
    );
    for number in 3..6 {
        // Each of them answers, and nothing else was asked of it.
        assert!(bench.chargers[number].ask("Heartbeat", "{}").await["currentTime"].is_string());
        assert!(!bench.chargers[number].has_calls(), "charger {number}");
        let station = bench.station(number).await;
        let updates = bench.site.operator.ask(json!({ "ask": "updates", "station": station })).await;
        assert_eq!(updates, json!([]));
    }
    bench.over().await;
}

#[tokio::test]
async fn the_others_follow_when_the_first_has_charged_again() {
    let mut bench = Bench::of(2).await;
    let (file, _) = bench.firmware(1000).await;
    let rollout = bench.roll_out(file, 2).await;
    bench.updates_well(0).await;
    bench.rollout_is(rollout, "proving").await;
    let now = acceptance::ago(0);
    let start = json!({ "connectorId": 1, "idTag": "A", "meterStart": 0, "timestamp": now });
    let session =
        bench.chargers[0].ask("StartTransaction", &start.to_string()).await["transactionId"].clone();
    let stop = json!({ "transactionId": session, "meterStop": 500, "timestamp": acceptance::ago(0) });
    bench.chargers[0].ask("StopTransaction", &stop.to_string()).await;
    bench.rollout_is(rollout, "following").await;
    bench.updates_well(1).await;
    bench.rollout_is(rollout, "done").await;
    bench.over().await;
}

#[tokio::test]
async fn a_rollout_that_is_stopped_touches_no_further_charger() {
    let mut bench = Bench::of(2).await;
    let (file, _) = bench.firmware(1000).await;
    let rollout = bench.roll_out(file, 2).await;
    bench.updates_well(0).await;
    bench.rollout_is(rollout, "proving").await;
    let stopped = bench.site.operator.ask(json!({ "ask": "stopRollout", "rollout": rollout })).await;
    assert_eq!((&stopped["state"], &stopped["stoppedAt"]), (&json!("stopped"), &Value::Null));
    let again = bench.site.operator.try_ask(json!({ "ask": "continueRollout", "rollout": rollout })).await;
    assert_eq!(again.expect_err("over")["params"]["reason"], "over");
    assert!(!bench.chargers[1].has_calls());
    bench.over().await;
}
