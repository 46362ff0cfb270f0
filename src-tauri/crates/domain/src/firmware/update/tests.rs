use super::*;
use crate::order::{Stage, Transfer, timeout};
use crate::time::{DAY, SECOND};
use crate::travel::Scheme;

const NOON: Timestamp = Timestamp(1_800_000_000_000);
const FREE: Around = Around { connected: true, busy: false, plans: false };
const BUSY: Around = Around { connected: true, busy: true, plans: false };
const AWAY_NOW: Around = Around { connected: false, busy: false, plans: false };

fn update(when: When) -> Update {
    Update {
        key: UpdateKey(7),
        station: StationKey(1),
        file: FirmwareKey(1),
        rollout: None,
        from_version: "2.3.1".into(),
        to_version: "2.4.0".into(),
        signed: false,
        when,
        retries: None,
        retry_s: None,
        wanted: None,
        state: State::Waiting,
        reason: None,
        word: String::new(),
        steps: Vec::new(),
        order: None,
        asks: 0,
        travel: None,
        served: 0,
        heard_at: NOON,
        reminders: 0,
        by: "operator".into(),
        asked_at: NOON,
        changed_at: NOON,
        over_at: None,
    }
}

fn travel() -> Travel {
    Travel { scheme: Scheme::Http, key: "k".into(), password: "p".into(), location: "http://x/k/a".into() }
}

fn asked() -> Update {
    let mut update = update(When::Now);
    assert_eq!(update.step(Happening::Looked(FREE), NOON), Some(Act::Ask));
    update.step(Happening::Asked { order: OrderKey(3), travel: travel() }, NOON);
    update
}

fn agreed() -> Update {
    let mut update = asked();
    update.step(Happening::Ordered(OrderState::Accepted, "Accepted"), NOON);
    assert_eq!(update.state, State::Agreed);
    update
}

fn tell(update: &mut Update, stage: Stage, word: &str, at: Timestamp) {
    let progress = Progress { of: Transfer::Firmware, request: None, stage, word: word.into() };
    update.step(Happening::Progressed(&progress), at);
}

#[test]
fn every_word_of_a_good_update_is_a_step_and_the_last_ends_it() {
    let mut update = agreed();
    for (stage, word) in [
        (Stage::Downloading, "Downloading"),
        (Stage::Downloaded, "Downloaded"),
        (Stage::Installing, "Installing"),
        (Stage::Done, "Installed"),
    ] {
        tell(&mut update, stage, word, NOON.plus(SECOND));
    }
    let steps: Vec<State> = update.steps.iter().map(|step| step.state).collect();
    use State::{Agreed, Asking, Downloaded, Downloading, Installed, Installing};
    assert_eq!(steps, [Asking, Agreed, Downloading, Downloaded, Installing, Installed]);
    assert_eq!(update.over_at, Some(NOON.plus(SECOND)));
}

#[test]
fn one_for_idle_waits_for_the_end_of_the_charge() {
    let mut update = update(When::Idle);
    assert_eq!(update.step(Happening::Looked(BUSY), NOON), None);
    assert_eq!(update.reason, Some(Reason::Busy));
    assert_eq!(update.step(Happening::Looked(AWAY_NOW), NOON), None);
    assert_eq!(update.reason, Some(Reason::Away));
    assert_eq!(update.step(Happening::Looked(FREE), NOON), Some(Act::Ask));
}

#[test]
fn one_for_the_night_that_finds_a_car_charging_waits_a_while_and_then_for_the_next_night() {
    let night = NOON.plus(14 * HOUR);
    let mut update = update(When::At { at: night, if_idle: true });
    assert_eq!(update.step(Happening::Looked(FREE), NOON), None);
    assert_eq!((update.reason, update.next_look(FREE)), (Some(Reason::Time), Some(night)));
    assert_eq!(update.step(Happening::Looked(BUSY), night), None);
    assert_eq!(update.next_look(BUSY), Some(night.plus(WINDOW)));
    assert_eq!(update.step(Happening::Looked(BUSY), night.plus(WINDOW)), None);
    let next = night.plus(DAY);
    assert_eq!(update.when, When::At { at: next, if_idle: true });
    assert_eq!(update.step(Happening::Looked(FREE), next), Some(Act::Ask));
    let mut late = super::tests::update(When::At { at: night, if_idle: true });
    // The computer slept for three days.
    late.step(Happening::Looked(FREE), night.plus(3 * DAY + MINUTE));
    assert_eq!(late.when, When::At { at: night.plus(3 * DAY), if_idle: true });
}

#[test]
fn a_silent_station_is_reminded_three_times_and_then_it_has_stalled_until_it_speaks() {
    let mut update = agreed();
    let mut at = NOON;
    for reminder in 1..=REMINDERS {
        at = update.next_look(FREE).unwrap();
        assert_eq!(update.step(Happening::Looked(FREE), at.plus(-1)), None);
        assert_eq!(update.step(Happening::Looked(FREE), at), Some(Act::Remind), "{reminder}");
    }
    at = at.plus(SILENCE);
    assert_eq!(update.step(Happening::Looked(FREE), at), None);
    assert_eq!((update.state, update.reason), (State::Stalled, Some(Reason::Silent)));
    tell(&mut update, Stage::Downloading, "Downloading", at.plus(MINUTE));
    assert_eq!((update.state, update.reason, update.reminders), (State::Downloading, None, 0));
}

#[test]
fn bytes_that_are_fetched_are_a_sign_of_life() {
    let mut update = agreed();
    update.step(Happening::Served(1000), NOON.plus(4 * MINUTE));
    assert_eq!((update.state, update.served), (State::Downloading, 1000));
    assert_eq!(update.step(Happening::Looked(FREE), NOON.plus(6 * MINUTE)), None);
    // A second try begins anew; what counts is how far it ever got.
    update.step(Happening::Served(10), NOON.plus(7 * MINUTE));
    assert_eq!(update.served, 1000);
}

#[test]
fn one_that_stays_away_for_an_hour_did_not_come_back() {
    let mut update = agreed();
    tell(&mut update, Stage::Installing, "Installing", NOON);
    assert_eq!(update.step(Happening::Looked(AWAY_NOW), NOON.plus(59 * MINUTE)), None);
    assert_eq!(update.state, State::Installing);
    update.step(Happening::Looked(AWAY_NOW), NOON.plus(AWAY));
    assert_eq!((update.state, update.reason), (State::Stalled, Some(Reason::Gone)));
}

#[test]
fn a_boot_with_the_new_version_ends_it_well_without_a_word() {
    for told in ["2.4.0", "v2.4.0", "2.4.0-rev1"] {
        let mut update = agreed();
        update.step(Happening::Booted(told), NOON.plus(MINUTE));
        assert_eq!(update.state, State::Installed, "{told}");
    }
    let mut same = agreed();
    tell(&mut same, Stage::Installing, "Installing", NOON);
    same.step(Happening::Booted("2.3.1"), NOON.plus(MINUTE));
    assert_eq!(same.state, State::Installing);
    for _ in 0..=REMINDERS {
        let at = same.next_look(FREE).unwrap();
        same.step(Happening::Looked(FREE), at);
    }
    assert_eq!((same.state, same.reason), (State::Stalled, Some(Reason::SameVersion)));
}

#[test]
fn another_version_than_the_name_says_counts_once_the_file_was_fetched() {
    let mut early = agreed();
    early.step(Happening::Booted("9.9"), NOON);
    assert_eq!(early.state, State::Agreed);
    let mut late = agreed();
    tell(&mut late, Stage::Downloaded, "Downloaded", NOON);
    late.step(Happening::Booted("9.9"), NOON);
    assert_eq!(late.state, State::Installed);
}

#[test]
fn failures_say_what_failed() {
    for (stage, reason) in [
        (Stage::Unfetched, Reason::Download),
        (Stage::Distrusted, Reason::Signature),
        (Stage::Failed, Reason::Install),
    ] {
        let mut update = agreed();
        tell(&mut update, stage, "Word", NOON);
        assert_eq!((update.state, update.reason, &*update.word), (State::Failed, Some(reason), "Word"));
        tell(&mut update, Stage::Downloading, "Downloading", NOON);
        assert_eq!(update.state, State::Failed);
    }
}

#[test]
fn a_word_about_another_request_is_not_ours() {
    let mut update = agreed();
    let other = Progress {
        of: Transfer::Firmware,
        request: Some(8),
        stage: Stage::Failed,
        word: "DownloadFailed".into(),
    };
    update.step(Happening::Progressed(&other), NOON);
    assert_eq!(update.state, State::Agreed);
}

#[test]
fn without_an_answer_it_is_asked_again_and_at_last_it_failed() {
    let mut update = asked();
    for _ in 1..ASKS {
        update.step(Happening::Ordered(OrderState::TimedOut, timeout::NO_ANSWER), NOON);
        assert_eq!(update.state, State::Waiting);
        assert_eq!(update.step(Happening::Looked(FREE), NOON), Some(Act::Ask));
        update.step(Happening::Asked { order: OrderKey(4), travel: travel() }, NOON);
    }
    update.step(Happening::Ordered(OrderState::TimedOut, timeout::NO_ANSWER), NOON);
    assert_eq!((update.state, update.reason), (State::Failed, Some(Reason::Silent)));
}

#[test]
fn one_that_was_lost_on_its_way_waits_for_the_connection() {
    let mut update = asked();
    update.step(Happening::Ordered(OrderState::TimedOut, timeout::NOT_CONNECTED), NOON);
    assert_eq!((update.state, update.reason, update.asks), (State::Waiting, Some(Reason::Away), 0));
}

#[test]
fn a_station_without_the_extension_is_asked_by_the_plain_order() {
    let mut update = Update { signed: true, ..asked() };
    update.step(Happening::Ordered(OrderState::NotSupported, "NotImplemented"), NOON);
    assert_eq!((update.state, update.signed), (State::Waiting, false));
    update.step(Happening::Looked(FREE), NOON);
    update.step(Happening::Asked { order: OrderKey(4), travel: travel() }, NOON);
    update.step(Happening::Ordered(OrderState::NotSupported, "NotImplemented"), NOON);
    assert_eq!((update.state, update.reason), (State::Failed, Some(Reason::NotSupported)));
}

#[test]
fn it_may_be_cancelled_until_the_station_has_the_file() {
    let mut update = agreed();
    assert!(update.can_cancel());
    tell(&mut update, Stage::Downloaded, "Downloaded", NOON);
    assert!(!update.can_cancel());
    update.step(Happening::Ended(Reason::Replaced), NOON);
    assert_eq!((update.state, update.reason), (State::Cancelled, Some(Reason::Replaced)));
}

#[test]
fn an_idle_station_has_dropped_what_it_agreed_to() {
    let mut update = agreed();
    tell(&mut update, Stage::Idle, "Idle", NOON);
    assert_eq!((update.state, &*update.word), (State::Stalled, "Idle"));
}

#[test]
fn a_travel_does_not_show_its_secrets() {
    let shown = format!("{:?}", travel());
    assert!(!shown.contains("http") && shown.contains("Http"), "{shown}");
}

#[test]
fn a_station_that_keeps_times_fetches_at_once_and_installs_then() {
    let night = NOON.plus(14 * HOUR);
    let plans = Around { plans: true, ..FREE };
    let mut update = update(When::At { at: night, if_idle: false });
    assert_eq!(update.step(Happening::Looked(FREE), NOON), None);
    assert_eq!(update.step(Happening::Looked(plans), NOON), Some(Act::Ask));
    assert_eq!((update.install_at(NOON), update.install_at(night)), (Some(night), None));
    // Nobody misses a word of it before that.
    update.step(Happening::Asked { order: OrderKey(3), travel: travel() }, NOON);
    tell(&mut update, Stage::InstallScheduled, "InstallScheduled", NOON);
    assert_eq!(update.next_look(plans), Some(night.plus(SILENCE)));
    let mut idle = super::tests::update(When::At { at: night, if_idle: true });
    assert_eq!(idle.step(Happening::Looked(plans), NOON), None);
}
