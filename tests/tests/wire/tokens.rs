//! Who may charge.

use acceptance::{Site, eventually, now_ms};
use serde_json::json;

async fn with_cards() -> Site {
    let site = Site::start(&["--accept-unknown"]).await;
    for (value, standing, expires_at) in [
        ("GOOD", "accepted", None),
        ("BLOCKED", "blocked", None),
        ("EXPIRED", "expired", None),
        ("LASTYEAR", "accepted", Some(now_ms() - 86_400_000)),
    ] {
        let card = json!({ "ask": "saveToken", "value": value, "label": "", "standing": standing, "expiresAt": expires_at });
        site.operator.ask(card).await;
    }
    site
}

const CARDS: [(&str, &str); 6] = [
    ("GOOD", "Accepted"),
    // R16-15: the case of letters does not matter.
    ("gOOd", "Accepted"),
    ("BLOCKED", "Blocked"),
    ("EXPIRED", "Expired"),
    ("LASTYEAR", "Expired"),
    ("STRANGER", "Invalid"),
];

#[tokio::test]
async fn cards_are_accepted_blocked_expired_or_unknown_in_1_6() {
    // TC_023_1, TC_023_2, TC_023_3
    let site = with_cards().await;
    let mut charger = site.charger16("CP-1").await;
    for (card, status) in CARDS {
        let answer = charger.ask("Authorize", &format!(r#"{{"idTag":"{card}"}}"#)).await;
        assert_eq!(answer["idTagInfo"]["status"], status, "{card}");
    }
    site.stop().await;
}

#[tokio::test]
async fn cards_are_accepted_blocked_expired_or_unknown_in_2_0_1() {
    // TC_C_02, TC_C_06, TC_C_07
    let site = with_cards().await;
    let mut charger = site.charger201("CP-1").await;
    for (card, status) in CARDS {
        let token = format!(r#"{{"idToken":{{"idToken":"{card}","type":"ISO14443"}}}}"#);
        let answer = charger.ask("Authorize", &token).await;
        let status = if status == "Invalid" { ["Unknown", "Invalid"] } else { [status, status] };
        assert!(status.iter().any(|word| answer["idTokenInfo"]["status"] == *word), "{card}: {answer}");
    }
    let nobody = charger.ask("Authorize", r#"{"idToken":{"idToken":"","type":"NoAuthorization"}}"#).await;
    assert_eq!(nobody["idTokenInfo"]["status"], "Accepted");
    site.stop().await;
}

#[tokio::test]
async fn a_refused_card_is_listed_as_seen_and_its_session_is_on_record_all_the_same() {
    let site = with_cards().await;
    let mut charger = site.charger16("CP-1").await;
    let start = r#"{"connectorId":1,"idTag":"STRANGER","meterStart":100,"timestamp":"2026-01-01T10:00:00Z"}"#;
    let answer = charger.ask("StartTransaction", start).await;
    assert_eq!(answer["idTagInfo"]["status"], "Invalid");
    assert!(answer["transactionId"].as_i64() > Some(0));
    eventually("the card among those seen", async || {
        let snapshot = site.operator.snapshot().await;
        let cards = snapshot["tokens"].as_array().expect("a list");
        cards.iter().any(|card| card["value"] == "STRANGER" && card["standing"] == "unknown").then_some(())
    })
    .await;
    let session = &site.operator.sessions().await[0];
    assert!(session["flags"].as_array().expect("a list").contains(&"refused".into()), "{session}");
    site.stop().await;
}

#[tokio::test]
async fn with_free_charging_every_card_charges() {
    let site = Site::open().await;
    let mut charger = site.charger16("CP-1").await;
    let answer = charger.ask("Authorize", r#"{"idTag":"STRANGER"}"#).await;
    assert_eq!(answer["idTagInfo"]["status"], "Accepted");
    site.stop().await;
}
