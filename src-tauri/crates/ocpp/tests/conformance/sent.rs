//! Everything that we send validates against the official schemas.

use std::collections::BTreeSet;

use domain::ask::Answer;
use domain::order::{
    CertificateHash, ChargingProfile, Command, FirmwareImage, ListEntry, LogKind, OrderKey, Period,
    ProfileFilter, ProfileKind, Purpose, RateUnit, Reservation, ReservationKey, RootKind, Schedule, Secret,
    SignedImage, TokenList, Trigger, Upload,
};
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
    let priced = Answer::Priced { token: None, minor: 123_456, digits: 2 };
    let mut answers =
        vec![Answer::Done, priced, Answer::Booked(None), Answer::UnknownVendor, Answer::NotAccepted];
    for admission in [Admission::Accepted, Admission::Pending, Admission::Refused] {
        answers
            .extend([0, 300, u32::MAX].map(|interval_s| Answer::Boot(BootAnswer { admission, interval_s })));
    }
    for token in verdicts() {
        let begun = [1, i32::MAX].map(|transaction| Answer::Begun { transaction, token: token.clone() });
        answers.extend(begun);
        answers.extend([Answer::Token(token.clone()), Answer::Booked(Some(token))]);
    }
    answers
}

fn verdicts() -> Vec<TokenVerdict> {
    let mut verdicts = Vec::new();
    let statuses = [
        TokenStatus::Accepted,
        TokenStatus::Blocked,
        TokenStatus::Expired,
        TokenStatus::Invalid,
        TokenStatus::ConcurrentTx,
        TokenStatus::NotHere,
        TokenStatus::NotYet,
    ];
    for status in statuses {
        for expires_at in TIMES.map(Some).into_iter().chain([None]) {
            for parent in [None, Some(0), Some(20), Some(21)] {
                let parent = parent.map(|length| "é".repeat(length));
                verdicts.push(TokenVerdict { status, expires_at, parent });
            }
        }
    }
    verdicts
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

pub fn commands() -> Vec<Command> {
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
                commands.push(Command::Start { at, token, profile: None });
            }
        }
    }
    for at in places {
        commands.extend([true, false].map(|operative| Command::Service { at, operative }));
        let triggers = [
            Trigger::Boot,
            Trigger::Heartbeat,
            Trigger::Status,
            Trigger::Meter,
            Trigger::Diagnostics,
            Trigger::Firmware,
            Trigger::Log,
            Trigger::SignCertificate,
        ];
        for extended in [true, false] {
            commands.extend(triggers.map(|what| Command::Trigger { what, at, extended }));
        }
        commands.extend(limits(at));
        commands.extend(reservations(at));
    }
    commands.extend(settings_and_lists());
    commands.extend(files());
    commands.extend(certificates());
    commands
}

fn profiles() -> Vec<ChargingProfile> {
    let numbers = [None, Some(WireRef::Central(42)), Some(WireRef::Station("tx".into()))];
    let mut profiles = Vec::new();
    for kind in [ProfileKind::Absolute, ProfileKind::Relative, ProfileKind::Daily, ProfileKind::Weekly] {
        for purpose in [Purpose::Station, Purpose::Default, Purpose::Session] {
            for (unit, phases, start) in
                [(RateUnit::Amperes, None, None), (RateUnit::Watts, Some(1), Some(TIMES[0]))]
            {
                let periods = [0, 1, 60, 161, 333, 1_100_007].map(|limit_tenths| Period {
                    start_s: limit_tenths,
                    limit_tenths,
                    phases,
                });
                let schedule =
                    Schedule { start, duration_s: start.map(|_| 86_400), unit, periods: periods.to_vec() };
                profiles.extend(numbers.clone().map(|session| ChargingProfile {
                    id: ChargingProfile::id_of(OrderKey(7)),
                    stack_level: 0,
                    purpose,
                    kind,
                    session,
                    valid_from: start,
                    valid_to: start,
                    schedule: schedule.clone(),
                }));
            }
        }
    }
    profiles
}

fn limits(at: Place) -> Vec<Command> {
    let mut commands = Vec::new();
    for unit in [None, Some(RateUnit::Amperes), Some(RateUnit::Watts)] {
        commands.push(Command::ReadSchedule { at, duration_s: 86_400, unit });
    }
    for purpose in [None, Some(Purpose::Station), Some(Purpose::Default), Some(Purpose::Session)] {
        let filter = ProfileFilter { id: None, at: Some(at), purpose, stack_level: Some(1) };
        commands.push(Command::ClearProfiles(filter));
    }
    let token = IdToken { value: "04A2".into(), kind: TokenKind::Card };
    for profile in profiles() {
        if let Some(at) = at.connector() {
            let profile = Some(Box::new(profile.clone()));
            commands.push(Command::Start { at, token: token.clone(), profile });
        }
        commands.push(Command::SetProfile { at, profile });
    }
    commands
}

fn reservations(at: Place) -> Vec<Command> {
    let mut commands = Vec::new();
    for until in TIMES {
        for (length, parent) in [(0, None), (20, Some(20)), (21, None), (1, Some(21))] {
            let token = IdToken { value: "é".repeat(length), kind: TokenKind::Card };
            let parent = parent.map(|length| "é".repeat(length));
            commands.push(Command::Reserve(Reservation { key: ReservationKey(1), at, token, parent, until }));
        }
    }
    commands.push(Command::CancelReservation { reservation: ReservationKey(u32::MAX) });
    commands
}

fn settings_and_lists() -> Vec<Command> {
    let mut commands =
        vec![Command::ClearCache, Command::ReadListVersion, Command::ReadSettings { keys: Vec::new() }];
    for length in [0, 1, 50, 51, 255, 256, 500, 501] {
        let text = "é".repeat(length);
        commands.push(Command::ReadSettings { keys: vec!["A".into(), text.clone()] });
        commands.push(Command::ReadSettings { keys: vec![format!("A.{text}"), format!("B[{text}].C")] });
        commands.push(Command::ChangeSetting { key: text.clone(), value: "1".into() });
        commands.push(Command::ChangeSetting { key: "A".into(), value: text.clone() });
        commands.push(Command::ChangePassword { password: Secret(text.clone()) });
        commands.push(Command::SendData { vendor: text.clone(), message: None, data: None });
        commands.push(Command::SendData {
            vendor: "A".into(),
            message: Some(text.clone()),
            data: Some(text),
        });
    }
    let entry = |verdict| ListEntry { token: "é".repeat(20), verdict };
    let entries: Vec<ListEntry> = verdicts().into_iter().map(Some).map(entry).collect();
    let long = ListEntry { token: "é".repeat(21), verdict: None };
    commands.push(Command::SendList(TokenList::full(1, entries.clone())));
    commands.push(Command::SendList(TokenList::full(i64::MAX, Vec::new())));
    let changes = [vec![entry(None), long], entries].concat();
    commands.push(Command::SendList(TokenList {
        version: 2,
        full: false,
        entries: changes,
        whole: Vec::new(),
    }));
    commands.push(Command::ClearProfiles(ProfileFilter { id: Some(1), ..ProfileFilter::default() }));
    commands.push(Command::ClearProfiles(ProfileFilter::default()));
    commands
}

fn files() -> Vec<Command> {
    let mut commands = Vec::new();
    let addresses = ["http://example.com/a b".replace(' ', "%20"), format!("ftp://{}/", "x".repeat(600))];
    for (location, often) in addresses.into_iter().zip([None, Some(3)]) {
        for at in TIMES {
            let (retries, retry_s) = (often, often);
            let time = often.map(|_| at);
            let (request, retrieve_at, install_at) = (u32::MAX, at, time);
            let location = location.clone();
            let image = FirmwareImage { request, location, retrieve_at, install_at, retries, retry_s };
            let location = image.location.clone();
            let upload = Upload { location, from: time, to: time, retries, retry_s };
            for length in [800, 801, 5500, 5501] {
                let text = "x".repeat(length);
                for (certificate, signature) in [(text.clone(), "x".to_owned()), ("x".to_owned(), text)] {
                    commands.push(Command::UpdateSignedFirmware(SignedImage {
                        image: FirmwareImage { location: "ftp://x/".into(), ..image.clone() },
                        certificate,
                        signature,
                    }));
                }
            }
            commands.push(Command::UpdateFirmware(image));
            for kind in [LogKind::Diagnostics, LogKind::Security] {
                commands.push(Command::SendLog { request: u32::MAX, kind, upload: upload.clone() });
            }
            commands.push(Command::SendDiagnostics(upload));
        }
    }
    commands
}

fn certificates() -> Vec<Command> {
    let mut commands = Vec::new();
    for kind in [RootKind::Central, RootKind::Manufacturer] {
        commands.push(Command::ListCertificates { kind });
        for length in [0, 5500, 5501] {
            commands.push(Command::InstallCertificate { kind, pem: "x".repeat(length) });
        }
    }
    for algorithm in ["SHA256", "SHA384", "SHA512"] {
        commands.push(Command::DeleteCertificate(CertificateHash {
            algorithm: algorithm.into(),
            issuer_name: "f".repeat(128),
            issuer_key: "f".repeat(128),
            serial: "f".repeat(40),
        }));
    }
    for length in [0, 10_000, 10_001] {
        commands.push(Command::DeliverCertificate { chain: "x".repeat(length) });
    }
    commands
}

/// `count`: how many different messages the orders make.
fn every_order_validates(dialect: Dialect, count: usize) {
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
    assert_eq!(actions.len(), count, "{actions:?}");
}

#[test]
fn every_order_of_1_6_validates() {
    every_order_validates(Dialect::V16, 26);
}

#[test]
fn every_order_of_2_0_1_validates() {
    every_order_validates(Dialect::V201, 9);
}

#[test]
fn every_order_of_2_1_validates() {
    every_order_validates(Dialect::V21, 9);
}
