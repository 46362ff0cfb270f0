use super::*;
use crate::order::Transfer;

const NOON: Timestamp = Timestamp(1_800_000_000_000);

fn asked() -> LogRequest {
    let mut request = LogRequest {
        key: LogKey(7),
        station: StationKey(1),
        kind: LogKind::Diagnostics,
        from: None,
        to: None,
        wanted: None,
        state: LogState::Asking,
        reason: None,
        word: String::new(),
        announced: String::new(),
        order: None,
        travel: None,
        received: 0,
        told_sent: false,
        files: 0,
        heard_at: NOON,
        reminders: 0,
        by: "operator".into(),
        asked_at: NOON,
        changed_at: NOON,
        over_at: None,
    };
    let travel = Travel {
        scheme: Scheme::Http,
        key: "k".into(),
        password: "p".into(),
        location: "http://x/k/".into(),
    };
    request.step(LogHappening::Asked { order: OrderKey(3), travel }, NOON);
    request
}

fn agreed() -> LogRequest {
    let mut request = asked();
    request.step(LogHappening::Ordered(OrderState::Accepted, "a.zip"), NOON);
    request.step(LogHappening::Announced("a.zip"), NOON);
    assert_eq!((request.state, &*request.announced), (LogState::Agreed, "a.zip"));
    request
}

fn tell(request: &mut LogRequest, stage: Stage, word: &str) {
    let progress = Progress { of: Transfer::Log, request: None, stage, word: word.into() };
    request.step(LogHappening::Progressed(&progress), NOON);
}

#[test]
fn the_file_and_the_word_may_come_in_either_order() {
    let mut first = agreed();
    tell(&mut first, Stage::Sending, "Uploading");
    first.step(LogHappening::Coming(500), NOON);
    first.step(LogHappening::Kept, NOON);
    assert_eq!((first.state, first.received), (LogState::Sending, 500));
    tell(&mut first, Stage::Done, "Uploaded");
    assert_eq!(first.state, LogState::Received);
    let mut second = agreed();
    tell(&mut second, Stage::Done, "Uploaded");
    assert_eq!(second.state, LogState::Sending);
    second.step(LogHappening::Kept, NOON);
    assert_eq!(second.state, LogState::Received);
}

#[test]
fn a_file_without_a_word_is_received_all_the_same() {
    let mut request = agreed();
    request.step(LogHappening::Kept, NOON);
    assert!(!request.step(LogHappening::Looked(true), NOON.plus(GRACE - 1)));
    request.step(LogHappening::Looked(true), NOON.plus(GRACE));
    assert_eq!(request.state, LogState::Received);
}

#[test]
fn a_word_without_a_file_is_a_failure_that_says_so() {
    let mut request = agreed();
    tell(&mut request, Stage::Done, "Uploaded");
    request.step(LogHappening::Looked(true), NOON.plus(GRACE));
    assert_eq!((request.state, request.reason), (LogState::Failed, Some(LogReason::NothingArrived)));
}

#[test]
fn a_silent_station_is_reminded_and_the_request_stalls_until_something_comes() {
    let mut request = agreed();
    for _ in 0..REMINDERS {
        let at = request.next_look().unwrap();
        assert!(request.step(LogHappening::Looked(true), at));
    }
    let at = request.next_look().unwrap();
    assert!(!request.step(LogHappening::Looked(true), at));
    assert_eq!((request.state, request.reason), (LogState::Stalled, Some(LogReason::Silent)));
    request.step(LogHappening::Coming(1), at);
    assert_eq!((request.state, request.reason), (LogState::Sending, None));
}

#[test]
fn there_may_be_nothing_to_send() {
    let mut request = asked();
    request.step(LogHappening::Ordered(OrderState::TookEffect, "nothing to send"), NOON);
    assert_eq!((request.state, request.over_at), (LogState::Nothing, Some(NOON)));
}

#[test]
fn failures_say_what_failed() {
    let mut upload = agreed();
    tell(&mut upload, Stage::Failed, "UploadFailed");
    assert_eq!((upload.reason, &*upload.word), (Some(LogReason::Upload), "UploadFailed"));
    let mut refused = asked();
    refused.step(LogHappening::Ordered(OrderState::Refused, "Rejected"), NOON);
    assert_eq!((refused.state, refused.reason), (LogState::Failed, Some(LogReason::Refused)));
    let mut away = asked();
    away.step(LogHappening::Ordered(OrderState::TimedOut, timeout::NOT_CONNECTED), NOON);
    assert_eq!((away.state, away.reason), (LogState::Failed, Some(LogReason::Away)));
    let mut long = agreed();
    long.step(LogHappening::TurnedAway("the file is larger than allowed"), NOON);
    assert_eq!((long.reason, &*long.word), (Some(LogReason::TurnedAway), "the file is larger than allowed"));
}

#[test]
fn a_word_about_another_request_is_not_ours() {
    let mut request = agreed();
    let other =
        Progress { of: Transfer::Log, request: Some(8), stage: Stage::Failed, word: "UploadFailure".into() };
    request.step(LogHappening::Progressed(&other), NOON);
    assert_eq!(request.state, LogState::Agreed);
}
