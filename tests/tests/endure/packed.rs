//! Readings at rest: few bytes, and the same as before.

use acceptance::{Site, eventually};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

#[tokio::test]
async fn a_session_at_rest_takes_at_most_eight_bytes_a_value_and_its_chart_is_the_same() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let start = r#"{"connectorId":1,"idTag":"A","meterStart":1000000,"timestamp":"2026-01-05T10:00:00Z"}"#;
    let id = charger.ask("StartTransaction", start).await["transactionId"].as_i64().expect("a number");
    let mut register = 1_000_000.0;
    for minute in 0..120_u32 {
        // Noise as meters have it, the same in every run.
        let noise = f64::from(minute.wrapping_mul(2_654_435_761) >> 20) / 4096.0;
        let power = 10_950.0 + 90.0 * noise;
        register += power / 60.0;
        let volts = [231.2 + noise, 232.0 - noise, 230.4 + noise / 2.0];
        let amps = volts.map(|volts| power / 3.0 / volts);
        let value = |measurand: &str, unit: &str, value: String, phase: &str| {
            format!(r#"{{"measurand":"{measurand}","unit":"{unit}","value":"{value}"{phase}}}"#)
        };
        let mut values = vec![
            value("Energy.Active.Import.Register", "Wh", format!("{register:.0}"), ""),
            value("Power.Active.Import", "W", format!("{power:.0}"), ""),
        ];
        for phase in 0..3 {
            let name = format!(r#","phase":"L{}""#, phase + 1);
            values.push(value("Current.Import", "A", format!("{:.2}", amps[phase]), &name));
            values.push(value("Voltage", "V", format!("{:.1}", volts[phase]), &name));
        }
        let at = format!("2026-01-05T1{}:{:02}:00Z", minute / 60, minute % 60);
        let payload = format!(
            r#"{{"connectorId":1,"transactionId":{id},"meterValue":[{{"timestamp":"{at}","sampledValue":[{}]}}]}}"#,
            values.join(",")
        );
        charger.ask("MeterValues", &payload).await;
    }
    let session = site.operator.sessions().await[0]["id"].clone();
    let drawn = async || {
        let query = json!({
            "chart": { "kind": "session", "session": session }, "from": 1_767_607_200_000_i64,
            "to": 1_767_614_400_000_i64, "width": 800, "height": 400, "theme": "light",
        });
        site.operator.ask(json!({ "ask": "chart", "query": query })).await["panels"].clone()
    };
    let before = drawn().await;
    assert!(
        before[0]["series"][0]["points"].as_array().is_some_and(|points| points.len() >= 100),
        "{before}"
    );
    let stop = format!(r#"{{"transactionId":{id},"meterStop":1022000,"timestamp":"2026-01-05T12:00:00Z"}}"#);
    charger.ask("StopTransaction", &stop).await;
    let db =
        Connection::open_with_flags(site.database(), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("readable");
    let sql = "SELECT sum(count), sum(length(vals) + coalesce(length(times), 0)) FROM chunk
               WHERE (SELECT count(*) FROM session WHERE loose = 1) = 0";
    let (values, bytes) = eventually("the session at rest", async || {
        db.query_row(sql, [], |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)))
            .ok()
            .and_then(|(values, bytes)| values.zip(bytes))
    })
    .await;
    assert_eq!(values, 120 * 8);
    println!("{:.2} bytes a value", bytes as f64 / values as f64);
    assert!(bytes <= 8 * values, "{bytes} bytes for {values} values");
    let evidence: i64 = db
        .query_row("SELECT frames FROM evidence WHERE session = ?1", [session.as_i64()], |row| row.get(0))
        .expect("evidence");
    assert_eq!(evidence, 122, "every frame of the session is kept");
    assert_eq!(drawn().await, before);
    site.stop().await;
}
