//! Everything that a station may send by the official schemas is understood, and most of what it may not.

use ocpp::{Dialect, Frame, Hearing};
use serde_json::Value;

use crate::generate::{bent, payload};
use crate::random::Random;
use crate::schemas::Schema;

const ROUNDS: u64 = 150;

/// Reads a payload all the way from the text of its frame.
fn understood(dialect: Dialect, action: &str, payload: &Value, seed: u64) {
    let text = ocpp::call("1", action, &payload.to_string());
    let frame = ocpp::parse(&text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
    let Frame::Call { action, payload, .. } = frame else { panic!("{text} is a call") };
    let mut notes = Vec::new();
    if let Err(violation) = dialect.read(&action, payload, Hearing::default(), &mut notes) {
        panic!("{dialect:?} {action}, seed {seed}: {violation}\n{text}");
    }
}

fn every_payload_decodes(dialect: Dialect) {
    for message in dialect.actions() {
        let schema = Schema::request(dialect, message.action);
        for seed in 0..ROUNDS {
            let payload = payload(&schema.json, &mut Random::new(seed));
            schema.check(&payload);
            understood(dialect, message.action, &payload, seed);
        }
    }
}

/// Without these a message says nothing at all.
const KEPT: &[&str] = &["connectorId", "evseId", "transactionId"];

fn every_bent_payload_decodes(dialect: Dialect) {
    for message in dialect.actions() {
        let schema = Schema::request(dialect, message.action);
        for seed in 0..ROUNDS {
            let random = &mut Random::new(seed);
            let payload = bent(&payload(&schema.json, random), KEPT, random);
            understood(dialect, message.action, &payload, seed);
        }
    }
}

#[test]
fn every_payload_of_1_6_decodes() {
    every_payload_decodes(Dialect::V16);
}

#[test]
fn every_payload_of_2_0_1_decodes() {
    every_payload_decodes(Dialect::V201);
}

#[test]
fn every_payload_of_2_1_decodes() {
    every_payload_decodes(Dialect::V21);
}

#[test]
fn payloads_bent_by_careless_chargers_decode_too() {
    Dialect::ALL.into_iter().for_each(every_bent_payload_decodes);
}

#[test]
fn no_damaged_frame_breaks_anything() {
    for dialect in Dialect::ALL {
        for message in dialect.actions() {
            let schema = Schema::request(dialect, message.action);
            for seed in 0..ROUNDS {
                let random = &mut Random::new(seed);
                let payload = payload(&schema.json, random).to_string();
                let mut letters: Vec<char> = ocpp::call("1", message.action, &payload).chars().collect();
                for _ in 0..=random.below(4) {
                    let at = random.below(letters.len());
                    let letter = *random.pick(&['{', '}', '[', ']', '"', ',', ':', '\\', '0', 'e', ' ', 'ß']);
                    if random.one_in(2) {
                        letters[at] = letter;
                    } else {
                        letters.insert(at, letter);
                    }
                }
                let text: String = letters.into_iter().collect();
                match ocpp::parse(&text) {
                    Ok(Frame::Call { action, payload, .. }) => {
                        let _ = dialect.read(&action, payload, Hearing::default(), &mut Vec::new());
                    }
                    Ok(Frame::Result { .. } | Frame::Error { .. }) => {}
                    Err(refused) => drop(refused.reply(dialect)),
                }
            }
        }
    }
}

#[test]
fn a_tower_of_brackets_is_refused_without_harm() {
    for open in ["[", "{\"a\":"] {
        let tower = open.repeat(100_000);
        assert!(ocpp::parse(&tower).is_err());
        let close = if open == "[" { "]" } else { "}" }.repeat(100_000);
        let payload = format!("{{\"meterValue\":{tower}1{close},\"connectorId\":1}}");
        let text = ocpp::call("1", "MeterValues", &payload);
        if let Ok(Frame::Call { action, payload, .. }) = ocpp::parse(&text) {
            let _ = Dialect::V16.read(&action, payload, Hearing::default(), &mut Vec::new());
        }
    }
}
