//! Whatever text comes over a charger's connection: it is read, judged and masked without a panic, and without taking
//! more than a moment. `seeds/ocpp16` holds frames to begin with.
//!
//! Not here: sockets, the store, anything that keeps a state.
#![no_main]

use domain::ask::Answer;
use domain::order::{Command, Upload};
use domain::place::Place;
use libfuzzer_sys::fuzz_target;
use ocpp::{Dialect, Frame, Hearing, Telling};

fn commands() -> [Command; 7] {
    let upload = Upload { location: "ftp://h/".into(), from: None, to: None, retries: None, retry_s: None };
    [
        Command::ReadSettings { keys: Vec::new() },
        Command::ReadListVersion,
        Command::ReadSchedule { at: Place::Station, duration_s: 60, unit: None },
        Command::ListCertificates { kind: domain::order::RootKind::Central },
        Command::SendDiagnostics(upload),
        Command::SendData { vendor: "x".into(), message: None, data: None },
        Command::ClearCache,
    ]
}

fuzz_target!(|text: &str| {
    let dialect = Dialect::V16;
    drop(ocpp::glance(text));
    ocpp::judge_outcome(text);
    let masked = ocpp::mask::secrets(text);
    drop(ocpp::mask::tokens(&masked));
    match ocpp::parse(text) {
        Ok(Frame::Call { action, payload, .. }) => {
            ocpp::judge_told(&action, text);
            ocpp::judge_reply(&action, text);
            let mut notes = Vec::new();
            drop(dialect.read(&action, payload, Hearing::default(), &mut notes));
            assert!(notes.iter().all(|note| note.len() < 1000), "a note is a sentence");
            drop(dialect.reply(&action, &Answer::Done, Telling::default()));
        }
        Ok(Frame::Result { payload, .. }) => {
            commands().iter().for_each(|command| drop(dialect.outcome(command, Ok(payload))));
        }
        Ok(Frame::Error { code, description, .. }) => {
            let error = (&*code, &*description);
            commands().iter().for_each(|command| drop(dialect.outcome(command, Err(error))));
        }
        Err(unreadable) => drop(unreadable.reply(dialect)),
    }
});
