//! Everything that we send validates against the official schemas.

use std::collections::BTreeSet;

use domain::ask::Answer;
use domain::order::{Command, OrderKey, Trigger};
use domain::place::{ConnectorRef, Place};
use domain::session::{SessionKey, WireRef};
use domain::station::{Admission, BootAnswer};
use domain::time::Timestamp;
use domain::token::{IdToken, TokenKind, TokenStatus, TokenVerdict};
use ocpp::{Dialect, Telling, ViolationCode};

use crate::schemas::Schema;

const TIMES: [Timestamp; 4] =
    [Timestamp(1_795_269_900_007), Timestamp(0), Timestamp(i64::MIN), Timestamp(i64::MAX)];

fn answers() -> Vec<Answer> {
    let mut answers = vec![Answer::Done, Answer::Booked(None), Answer::UnknownVendor, Answer::NotAccepted];
    for admission in [Admission::Accepted, Admission::Pending, Admission::Refused] {
        answers
            .extend([0, 300, u32::MAX].map(|interval_s| Answer::Boot(BootAnswer { admission, interval_s })));
    }
    for status in [TokenStatus::Accepted, TokenStatus::Blocked, TokenStatus::Expired, TokenStatus::Invalid] {
        for expires_at in TIMES.map(Some).into_iter().chain([None]) {
            let token = TokenVerdict { status, expires_at };
            let begun = [1, i32::MAX].map(|transaction| Answer::Begun { transaction, token });
            answers.extend([Answer::Token(token), Answer::Booked(Some(token))]);
            answers.extend(begun);
        }
    }
    answers
}

fn every_reply_validates(dialect: Dialect) {
    for message in dialect.actions() {
        let schema = Schema::response(dialect, message.action);
        let mut written = 0;
        for answer in answers() {
            for now in TIMES {
                match dialect.reply(message.action, &answer, Telling { now, fractions: now.0 % 2 == 0 }) {
                    Ok(payload) => {
                        schema.check(&serde_json::from_str(&payload).unwrap());
                        written += 1;
                    }
                    Err(refusal) if answer == Answer::NotAccepted => {
                        assert_eq!(refusal.code, ViolationCode::Security);
                    }
                    Err(refusal) => {
                        assert_eq!(refusal.code, ViolationCode::Internal, "{message:?} {answer:?}")
                    }
                }
            }
        }
        assert!(written > 0, "{message:?} has no answer");
    }
}

#[test]
fn every_reply_of_1_6_validates() {
    every_reply_validates(Dialect::V16);
}

#[test]
fn every_reply_of_2_0_1_validates() {
    every_reply_validates(Dialect::V201);
}

#[test]
fn every_reply_of_2_1_validates() {
    every_reply_validates(Dialect::V21);
}

fn commands() -> Vec<Command> {
    let connectors =
        [(1, 1), (2, 1), (u16::MAX, u16::MAX)].map(|(evse, connector)| ConnectorRef { evse, connector });
    let mut places = vec![Place::Station, Place::Evse(1), Place::Evse(u16::MAX)];
    places.extend(connectors.map(Place::Connector));
    let wires = [WireRef::Central(1), WireRef::Central(i64::MAX), WireRef::Central(-1)].into_iter().chain(
        ["", "tx \"1\"", &"x".repeat(36), &"é".repeat(200)].map(|name| WireRef::Station(name.to_owned())),
    );
    let kinds = [
        TokenKind::Card,
        TokenKind::KeyCode,
        TokenKind::Central,
        TokenKind::NoAuthorization,
        TokenKind::Other,
    ];

    let mut commands = vec![Command::Restart { now: true }, Command::Restart { now: false }];
    commands.extend(wires.map(|wire| Command::Stop { session: SessionKey(1), wire }));
    for at in connectors {
        commands.push(Command::Unlock { at });
        for kind in kinds {
            for length in [0, 1, 20, 21, 36, 37, 255, 256] {
                let token = IdToken { value: "é".repeat(length), kind };
                commands.push(Command::Start { at, token });
            }
        }
    }
    for at in places {
        commands.extend([true, false].map(|operative| Command::Service { at, operative }));
        let triggers = [Trigger::Boot, Trigger::Heartbeat, Trigger::Status, Trigger::Meter];
        commands.extend(triggers.map(|what| Command::Trigger { what, at }));
    }
    commands
}

fn every_order_validates(dialect: Dialect) {
    let mut actions = BTreeSet::new();
    for command in commands() {
        for key in [OrderKey(0), OrderKey(1), OrderKey(u32::MAX)] {
            let Some(call) = dialect.order(key, &command, Telling::default()) else {
                continue;
            };
            actions.insert(call.action);
            Schema::request(dialect, call.action).check(&serde_json::from_str(&call.payload).unwrap());
        }
    }
    assert_eq!(actions.len(), 6, "{actions:?}");
}

#[test]
fn every_order_of_1_6_validates() {
    every_order_validates(Dialect::V16);
}

#[test]
fn every_order_of_2_0_1_validates() {
    every_order_validates(Dialect::V201);
}

#[test]
fn every_order_of_2_1_validates() {
    every_order_validates(Dialect::V21);
}
