//! The rules of sessions, told as stories: messages in, bookings out.

mod world;

use proptest::prelude::*;

use self::world::{Memory, card, register};
use super::interrupt::interrupt;
use super::{Begin, End, Flags, Measurements, Stage, TransactionFact};
use crate::ask::Answer;
use crate::energy::WattHours;
use crate::place::ConnectorRef;
use crate::reading::{Context, Sample};
use crate::time::{HOUR, MINUTE, SECOND, Timestamp};
use crate::token::TokenStatus;

const NOON: Timestamp = Timestamp(1_800_000_000_000);
const FIRST: ConnectorRef = ConnectorRef { evse: 1, connector: 1 };

fn begin(at: Timestamp, meter: i64) -> Begin {
    Begin {
        at_connector: FIRST,
        token: card("TAG"),
        at: Some(at),
        meter_start: Some(WattHours(meter)),
        reservation: None,
    }
}

fn end(transaction: i64, at: Timestamp, meter: i64) -> End {
    End {
        transaction: Some(transaction),
        token: None,
        at: Some(at),
        meter_stop: Some(WattHours(meter)),
        reason: "Local".to_owned(),
        samples: Vec::new(),
    }
}

fn number(answer: &Answer) -> i64 {
    match answer {
        Answer::Begun { transaction, .. } => i64::from(*transaction),
        other => panic!("not begun: {other:?}"),
    }
}

#[test]
fn a_session_delivers_the_difference_of_its_registers() {
    let mut world = Memory::free();
    let transaction = number(&world.begin(begin(NOON, 1000), NOON));
    world.end(end(transaction, NOON.plus(MINUTE), 1700), NOON.plus(MINUTE));
    let session = world.only();
    assert_eq!(session.energy(), Some(WattHours(700)));
    assert_eq!(session.flags, Flags::default());
}

#[test]
fn the_same_beginning_told_twice_has_the_same_number() {
    let mut world = Memory::free();
    let first = world.begin(begin(NOON, 1000), NOON);
    let again = world.begin(begin(NOON, 1000), NOON.plus(30 * SECOND));
    assert_eq!(first, again);
    assert_eq!(world.sessions.len(), 1);
}

#[test]
fn without_a_clock_a_repeat_is_known_only_while_the_session_runs() {
    let mut world = Memory::free();
    let blind = || Begin { at: None, ..begin(NOON, 0) };
    let first = number(&world.begin(blind(), NOON));
    assert_eq!(number(&world.begin(blind(), NOON.plus(SECOND))), first);
    world.end(End { at: None, ..end(first, NOON, 500) }, NOON.plus(MINUTE));
    assert_ne!(number(&world.begin(blind(), NOON.plus(2 * MINUTE))), first, "a new session that looks alike");
    assert!(world.sessions[0].flags.has(Flags::CLOCK));
}

#[test]
fn an_end_told_twice_is_booked_once_and_a_differing_one_is_flagged() {
    let mut world = Memory::free();
    let transaction = number(&world.begin(begin(NOON, 1000), NOON));
    world.end(end(transaction, NOON.plus(MINUTE), 1700), NOON.plus(MINUTE));
    world.end(end(transaction, NOON.plus(MINUTE), 1700), NOON.plus(2 * MINUTE));
    assert!(!world.only().flags.has(Flags::CONFLICT));
    world.end(end(transaction, NOON.plus(MINUTE), 9999), NOON.plus(3 * MINUTE));
    assert_eq!(world.only().energy(), Some(WattHours(700)), "the first end counts");
    assert!(world.only().flags.has(Flags::CONFLICT));
}

#[test]
fn a_second_beginning_interrupts_the_first_session_with_its_last_register() {
    let mut world = Memory::free();
    let first = number(&world.begin(begin(NOON, 1000), NOON));
    world.measure(measured(Some(first), NOON.plus(MINUTE), 1400), NOON.plus(MINUTE));
    let second = number(&world.begin(begin(NOON.plus(5 * MINUTE), 1450), NOON.plus(5 * MINUTE)));
    assert_ne!(first, second);
    let interrupted = &world.sessions[0];
    assert_eq!(interrupted.energy(), Some(WattHours(400)));
    assert!(interrupted.flags.has(Flags::INTERRUPTED.with(Flags::ESTIMATED)));
    assert!(world.sessions[1].is_open());
}

#[test]
fn the_stations_own_end_replaces_our_estimate_however_late_it_comes() {
    let mut world = Memory::free();
    let first = number(&world.begin(begin(NOON, 1000), NOON));
    world.begin(begin(NOON.plus(5 * MINUTE), 1450), NOON.plus(5 * MINUTE));
    world.end(end(first, NOON.plus(4 * MINUTE), 1450), NOON.plus(9 * MINUTE));
    assert_eq!(world.sessions[0].energy(), Some(WattHours(450)));
    assert!(!world.sessions[0].flags.has(Flags::INTERRUPTED));
}

#[test]
fn an_end_without_a_number_finds_the_one_open_session_it_fits() {
    for lost in [None, Some(-1), Some(0), Some(4711)] {
        let mut world = Memory::free();
        world.begin(begin(NOON, 1000), NOON);
        world.end(End { transaction: lost, ..end(0, NOON.plus(MINUTE), 1500) }, NOON.plus(MINUTE));
        assert_eq!(world.only().energy(), Some(WattHours(500)), "{lost:?}");
        assert!(world.only().flags.has(Flags::REPAIRED));
    }
}

#[test]
fn an_end_that_fits_nothing_is_kept_as_an_orphan_and_told_twice_it_is_still_one() {
    let mut world = Memory::free();
    let lost = End {
        samples: vec![register(Some(NOON), 1000, Context::Begin)],
        ..end(4711, NOON.plus(MINUTE), 1500)
    };
    world.end(lost.clone(), NOON.plus(MINUTE));
    world.end(lost, NOON.plus(2 * MINUTE));
    let orphan = world.only();
    assert!(orphan.flags.has(Flags::ORPHAN));
    assert_eq!((orphan.began_at, orphan.energy()), (NOON, Some(WattHours(500))));
}

#[test]
fn two_open_sessions_that_fit_alike_are_not_guessed_between() {
    let mut world = Memory::free();
    world.begin(begin(NOON, 1000), NOON);
    let other = ConnectorRef { evse: 2, connector: 1 };
    world.begin(Begin { at_connector: other, ..begin(NOON.plus(SECOND), 1000) }, NOON);
    world.end(End { transaction: Some(-1), ..end(0, NOON.plus(MINUTE), 1500) }, NOON.plus(MINUTE));
    assert_eq!(world.sessions.len(), 3);
    assert_eq!(world.sessions.iter().filter(|s| s.is_open()).count(), 2);
}

fn measured(transaction: Option<i64>, at: Timestamp, meter: i64) -> Measurements {
    let samples = vec![register(Some(at), meter, Context::Periodic)];
    Measurements { at_connector: Some(FIRST), transaction, samples }
}

#[test]
fn readings_after_the_end_are_kept_and_change_nothing_that_is_billed() {
    let mut world = Memory::free();
    let transaction = number(&world.begin(begin(NOON, 1000), NOON));
    world.end(end(transaction, NOON.plus(MINUTE), 1700), NOON.plus(MINUTE));
    world.measure(measured(Some(transaction), NOON.plus(2 * MINUTE), 9000), NOON.plus(2 * MINUTE));
    assert_eq!(world.only().energy(), Some(WattHours(700)));
    assert!(!world.only().is_open());
    assert_eq!(world.readings_of(world.only().key), 1);
}

#[test]
fn readings_with_a_lost_number_belong_to_the_session_at_their_connector() {
    let mut world = Memory::free();
    world.begin(begin(NOON, 1000), NOON);
    world.measure(measured(Some(0), NOON.plus(MINUTE), 1300), NOON.plus(MINUTE));
    assert_eq!(world.only().energy(), Some(WattHours(300)));
}

#[test]
fn readings_with_the_number_of_the_session_before_belong_to_the_one_that_runs() {
    let mut world = Memory::free();
    let before = number(&world.begin(begin(NOON, 1000), NOON));
    world.end(end(before, NOON.plus(MINUTE), 1700), NOON.plus(MINUTE));
    let (began, late) = (NOON.plus(5 * MINUTE), NOON.plus(6 * MINUTE));
    world.begin(begin(began, 1700), began);
    // Told late, but taken before the second began: the first one's.
    world.measure(measured(Some(before), NOON.plus(2 * MINUTE), 1700), late);
    world.measure(measured(Some(before), late, 2500), late);
    let energy: Vec<_> = world.sessions.iter().map(|session| session.energy()).collect();
    assert_eq!(energy, [Some(WattHours(700)), Some(WattHours(800))]);
}

#[test]
fn a_register_that_falls_is_flagged_and_never_bills_less_than_nothing() {
    let mut world = Memory::free();
    let transaction = number(&world.begin(begin(NOON, 1000), NOON));
    world.end(end(transaction, NOON.plus(MINUTE), 200), NOON.plus(MINUTE));
    assert_eq!(world.only().energy(), Some(WattHours(0)));
    assert!(world.only().flags.has(Flags::REGISTER));
}

#[test]
fn a_refused_token_gets_a_number_and_its_session_a_flag() {
    let mut world = Memory::strict();
    let answer = world.begin(begin(NOON, 1000), NOON);
    let Answer::Begun { transaction, token } = answer else { panic!("{answer:?}") };
    assert!(transaction > 0);
    assert_eq!(token.status, TokenStatus::Invalid);
    assert!(world.only().flags.has(Flags::REFUSED));
}

#[test]
fn what_happened_hours_ago_is_flagged_offline_and_keeps_its_own_times() {
    let mut world = Memory::free();
    let now = NOON.plus(5 * 60 * MINUTE);
    let transaction = number(&world.begin(begin(NOON, 0), now));
    world.end(end(transaction, NOON.plus(MINUTE), 100), now);
    assert!(world.only().flags.has(Flags::OFFLINE));
    assert_eq!(world.only().began_at, NOON);
}

fn fact(stage: Stage, number: i64, meter: i64) -> TransactionFact {
    let at = NOON.plus(number * MINUTE);
    TransactionFact {
        transaction: "T1".to_owned(),
        stage,
        number,
        at: Some(at),
        offline: false,
        at_connector: (stage == Stage::Began).then_some(FIRST),
        token: (stage == Stage::Began).then(|| card("TAG")),
        order: None,
        phase: None,
        raw_phase: None,
        reason: if stage == Stage::Ended { "Local".to_owned() } else { String::new() },
        samples: vec![register(Some(at), meter, Context::Periodic)],
    }
}

fn story() -> Vec<TransactionFact> {
    vec![
        fact(Stage::Began, 0, 1000),
        fact(Stage::Progressed, 1, 1100),
        fact(Stage::Progressed, 2, 1250),
        fact(Stage::Ended, 3, 1300),
    ]
}

#[test]
fn a_numbered_session_with_a_missing_message_is_not_final() {
    let mut world = Memory::free();
    for message in story().into_iter().filter(|m| m.number != 1) {
        world.transaction(message, NOON.plus(4 * MINUTE));
    }
    assert!(world.only().flags.has(Flags::GAP));
    world.transaction(fact(Stage::Progressed, 1, 1100), NOON.plus(5 * MINUTE));
    assert!(!world.only().flags.has(Flags::GAP), "the missing one came");
    assert_eq!(world.only().energy(), Some(WattHours(300)));
}

#[test]
fn an_end_that_we_only_estimated_gives_way_to_the_stations_own() {
    let mut world = Memory::free();
    let [began, first, second, ended] = story().try_into().expect("four messages");
    for (message, minute) in [(began, 0), (first, 1)] {
        world.transaction(message, NOON.plus(minute * MINUTE));
    }
    let silent = interrupt(world.only().clone(), None, NOON.plus(HOUR), NOON.plus(HOUR));
    world.store(silent);
    assert_eq!(world.only().energy(), Some(WattHours(100)));
    for message in [second, ended] {
        world.transaction(message, NOON.plus(2 * HOUR));
    }
    assert_eq!(world.only().energy(), Some(WattHours(300)));
    assert_eq!(world.only().flags, Flags::OFFLINE, "late, and nothing estimated any more");
    // A second end changes nothing.
    world.transaction(fact(Stage::Ended, 3, 9_000), NOON.plus(2 * HOUR));
    assert_eq!(world.only().energy(), Some(WattHours(300)));
}

#[test]
fn where_and_who_may_be_told_later_than_the_beginning() {
    let mut world = Memory::free();
    world.transaction(
        TransactionFact { at_connector: None, token: None, ..fact(Stage::Began, 0, 1000) },
        NOON,
    );
    let later = TransactionFact {
        at_connector: Some(FIRST),
        token: Some(card("TAG")),
        ..fact(Stage::Progressed, 1, 1100)
    };
    world.transaction(later, NOON.plus(MINUTE));
    assert_eq!(world.only().at_connector, Some(FIRST));
    assert_eq!(world.only().token, Some(card("TAG")));
}

proptest! {
    /// Messages repeat and overtake each other; the books are the same as if they had come once and in order.
    #[test]
    fn order_and_repetition_of_numbered_messages_change_nothing(
        order in Just((0..4_usize).collect::<Vec<_>>()).prop_shuffle(),
        repeats in proptest::collection::vec(0..4_usize, 0..6),
    ) {
        let mut world = Memory::free();
        for index in order.iter().chain(&repeats) {
            world.transaction(story()[*index].clone(), NOON.plus(10 * MINUTE));
        }
        let session = world.only();
        prop_assert_eq!(session.energy(), Some(WattHours(300)));
        prop_assert!(!session.flags.has(Flags::GAP));
        prop_assert_eq!(session.numbers.count, 4);
        prop_assert_eq!(session.began_at, NOON);
        prop_assert_eq!(session.token.clone(), Some(card("TAG")));
    }
}

#[test]
fn a_sample_without_a_time_counts_from_its_receipt() {
    let mut world = Memory::free();
    let transaction = number(&world.begin(begin(NOON, 1000), NOON));
    let samples = vec![Sample { at: None, ..register(None, 1200, Context::Periodic) }];
    let report = Measurements { at_connector: Some(FIRST), transaction: Some(transaction), samples };
    world.measure(report, NOON.plus(MINUTE));
    assert_eq!(world.only().last_at, Some(NOON.plus(MINUTE)));
}

fn free_at(at: Timestamp) -> crate::ask::StatusReport {
    state(at, crate::connector::ChargingPhase::Free)
}

fn state(at: Timestamp, phase: crate::connector::ChargingPhase) -> crate::ask::StatusReport {
    crate::ask::StatusReport {
        place: crate::place::Place::Connector(FIRST),
        status: crate::connector::ConnectorStatus {
            availability: crate::connector::Availability::Operative,
            phase,
            raw: String::new(),
            error: None,
            info: None,
        },
        fault: None,
        at: Some(at),
    }
}

#[test]
fn a_restart_closes_what_ran_with_its_last_register_until_the_station_says_otherwise() {
    let mut world = Memory::free();
    let transaction = number(&world.begin(begin(NOON, 1000), NOON));
    let later = NOON.plus(MINUTE);
    world.measure(measured(Some(transaction), later, 1400), later);
    world.boot(NOON.plus(2 * MINUTE));
    assert_eq!(world.only().energy(), Some(WattHours(400)));
    assert!(world.only().flags.has(Flags::INTERRUPTED.with(Flags::ESTIMATED)) && !world.only().is_open());
    world.end(end(transaction, NOON.plus(3 * MINUTE), 1500), NOON.plus(3 * MINUTE));
    assert_eq!((world.only().energy(), world.only().flags), (Some(WattHours(500)), Flags::default()));
}

#[test]
fn a_session_that_goes_on_after_a_restart_is_open_again() {
    for goes_on in ["reading", "status"] {
        let mut world = Memory::free();
        let transaction = number(&world.begin(begin(NOON, 1000), NOON));
        world.boot(NOON.plus(MINUTE));
        let later = NOON.plus(2 * MINUTE);
        match goes_on {
            "reading" => world.measure(measured(Some(transaction), later, 1400), later),
            _ => world.status(state(later, crate::connector::ChargingPhase::Charging), later),
        };
        assert!(world.only().is_open() && world.only().flags == Flags::default(), "{goes_on}");
    }
}

#[test]
fn a_free_connector_has_no_session_unless_the_word_is_older_than_it() {
    let mut world = Memory::free();
    world.begin(begin(NOON, 1000), NOON);
    world.status(free_at(NOON.plus(-SECOND)), NOON);
    assert!(world.only().is_open());
    world.status(free_at(NOON.plus(SECOND)), NOON.plus(SECOND));
    assert!(world.only().flags.has(Flags::INTERRUPTED));
}

#[test]
fn a_token_charges_at_one_place_where_the_site_wants_it_so() {
    let mut world = Memory::one_at_a_time();
    world.begin(begin(NOON, 0), NOON);
    let other = ConnectorRef { evse: 2, connector: 1 };
    let answer = world.begin(Begin { at_connector: other, ..begin(NOON.plus(SECOND), 0) }, NOON.plus(SECOND));
    let Answer::Begun { token, .. } = answer else { panic!("{answer:?}") };
    assert_eq!(token.status, TokenStatus::ConcurrentTx);
    assert!(world.sessions[1].flags.has(Flags::REFUSED));
}

#[test]
fn a_meter_that_moved_between_two_sessions_is_flagged_and_one_that_begins_at_zero_is_not() {
    for (next, flagged) in [(1500, false), (1550, false), (2500, true), (0, false), (900, true)] {
        let mut world = Memory::free();
        let first = number(&world.begin(begin(NOON, 1000), NOON));
        world.end(end(first, NOON.plus(MINUTE), 1500), NOON.plus(MINUTE));
        world.begin(begin(NOON.plus(2 * MINUTE), next), NOON.plus(2 * MINUTE));
        assert_eq!(world.sessions[1].flags.has(Flags::JUMP), flagged, "{next}");
    }
}
