//! The ledger: a chain that shows where anybody touched it.

use acceptance::Site;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::till::{closed, element, play, site, tariff, version};

/// Ten closed sessions.
async fn ten() -> (Site, Vec<i64>) {
    let site = site().await;
    tariff(&site.operator, "All", version(vec![element("energy", "0.36", "23")])).await;
    let mut charger = site.charger16("CP-1").await;
    let mut sessions = Vec::new();
    for day in 1..=10_i64 {
        let (from, to) = (format!("2026-01-{day:02}T10:00:00Z"), format!("2026-01-{day:02}T11:00:00Z"));
        let readings = [(from.as_str(), day * 10_000), (to.as_str(), day * 10_000 + 7_000)];
        let session = play(&mut charger, "CARD", &readings).await;
        closed(&site.operator, session).await;
        sessions.push(i64::try_from(session).expect("a number"));
    }
    (site, sessions)
}

/// What the chain says after somebody was at the file while the program was off.
async fn after(site: Site, touch: impl FnOnce(&Connection)) -> (Site, Value) {
    let folder = site.stop().await;
    let db = Connection::open(folder.path().join("forecourt.db")).expect("a database");
    touch(&db);
    drop(db);
    let site = Site::on(folder, &["--accept-unknown"]).await.expect("it starts");
    let checked = site.operator.ask(json!({ "ask": "verifyLedger" })).await;
    (site, checked)
}

#[tokio::test]
async fn an_untouched_chain_holds_over_a_restart() {
    let (site, _) = ten().await;
    let (site, checked) = after(site, |_| {}).await;
    assert_eq!((&checked["broken"], &checked["entries"]), (&json!(null), &json!(10)), "{checked}");
    assert_eq!(checked["head"].as_str().map(str::len), Some(64));
    site.stop().await;
}

#[tokio::test]
async fn one_flipped_byte_names_the_first_broken_session() {
    let (site, sessions) = ten().await;
    // One byte of the lines of the fourth session's bill, and one of the seventh's.
    let flip = |db: &Connection, session: i64| {
        let body: String = db
            .query_row("SELECT body FROM ledger WHERE session = ?1", [session], |row| row.get(0))
            .expect("an entry");
        let mut bytes = body.into_bytes();
        let digit = bytes.iter().position(u8::is_ascii_digit).expect("a digit");
        bytes[digit] ^= 1;
        let body = String::from_utf8(bytes).expect("text");
        db.execute("UPDATE ledger SET body = ?2 WHERE session = ?1", (session, body)).expect("an update");
    };
    let (site, checked) = after(site, |db| {
        flip(db, sessions[6]);
        flip(db, sessions[3]);
    })
    .await;
    assert_eq!(checked["broken"], json!({ "session": sessions[3], "entry": 0, "why": "content" }));
    site.stop().await;
}

#[tokio::test]
async fn a_session_that_was_changed_behind_its_entry_and_an_entry_that_is_missing_are_named() {
    let (site, sessions) = ten().await;
    let (site, checked) = after(site, |db| {
        db.execute("UPDATE session SET meter_stop = meter_stop + 1 WHERE id = ?1", [sessions[4]])
            .expect("an update");
    })
    .await;
    assert_eq!(checked["broken"], json!({ "session": sessions[4], "entry": 0, "why": "session" }));
    let (site, checked) = after(site, |db| {
        db.execute("UPDATE session SET meter_stop = meter_stop - 1 WHERE id = ?1", [sessions[4]])
            .expect("an update");
        db.execute("DELETE FROM ledger WHERE session = ?1", [sessions[9]]).expect("a deletion");
    })
    .await;
    assert_eq!(checked["broken"], json!({ "session": sessions[9], "entry": 0, "why": "order" }));
    site.stop().await;
}
