//! Every answer that the official schemas allow to an order of ours is understood, and no bent one breaks anything.

use std::collections::BTreeMap;

use domain::order::{Command, OrderKey, Reply};
use ocpp::Dialect;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::generate::{bent, payload};
use crate::random::Random;
use crate::schemas::Schema;
use crate::sent::commands;

const ROUNDS: u64 = 100;

/// One order for each action.
fn orders(dialect: Dialect) -> BTreeMap<&'static str, Command> {
    let call = |command: Command| {
        Some((dialect.order(OrderKey(1), &command, ocpp::Telling::default())?.action, command))
    };
    commands().into_iter().filter_map(call).collect()
}

fn raw(payload: &Value) -> Box<RawValue> {
    RawValue::from_string(payload.to_string()).unwrap()
}

#[test]
fn every_answer_to_an_order_is_understood() {
    for dialect in Dialect::ALL {
        for (action, command) in orders(dialect) {
            let schema = Schema::response(dialect, action);
            for seed in 0..ROUNDS {
                let random = &mut Random::new(seed);
                let payload = payload(&schema.json, random);
                schema.check(&payload);
                let outcome = dialect.outcome(&command, Ok(&raw(&payload)));
                if payload["status"] == "Accepted" {
                    let yes = matches!(outcome.reply, Reply::Accepted(_) | Reply::Done(_));
                    assert!(yes, "{action}, seed {seed}: {payload}: {outcome:?}");
                }
                let unread = matches!(&outcome.reply, Reply::Refused(word) if word == "unreadable answer");
                assert!(!unread, "{action}, seed {seed}: {payload}");
                let _ = dialect.outcome(&command, Ok(&raw(&bent(&payload, &[], random))));
            }
        }
    }
}
