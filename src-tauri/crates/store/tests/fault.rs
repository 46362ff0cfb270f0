//! The history of faults: what a station tells is kept with its beginning and its end, over a restart too.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on shall stop where it is")]

use domain::ask::{Ask, Notice, Occasion, StatusReport};
use domain::connector::{Availability, ChargingPhase, ConnectorStatus};
use domain::event::Event;
use domain::fault::{FaultNews, FaultSign, FaultSource};
use domain::place::{ConnectorRef, Place};
use domain::station::{Admission, Boot, Protocol, StationKey};
use domain::time::{MINUTE, Timestamp};
use store::query::FaultRow;
use store::{Choice, Store};

const NOON: Timestamp = Timestamp(1_800_000_000_000);
const AT: Place = Place::Connector(ConnectorRef { evse: 1, connector: 1 });

fn open(folder: &tempfile::TempDir) -> (Store, StationKey) {
    let store = Store::open(folder.path(), NOON, Choice::Ask, drop).unwrap();
    let entered = store.change(|write| {
        let station = write.station("CP-01", Admission::Pending, NOON)?;
        write.apply(station, Event::Admitted(Admission::Accepted), NOON)?;
        Ok(station)
    });
    let station = entered.blocking_recv().unwrap().unwrap();
    (store, station)
}

fn ask(store: &Store, station: StationKey, ask: Ask, minute: i64) {
    let at = NOON.plus(minute * MINUTE);
    store.ask(station, Protocol::V201, ask, Occasion::Unasked, at, None).blocking_recv().unwrap().unwrap();
}

fn sign(source: FaultSource, code: &str) -> FaultSign {
    FaultSign { place: AT, source, code: code.into(), vendor_code: None, info: None, off: true }
}

fn status(code: Option<&str>, minute: i64) -> Ask {
    Ask::Status(StatusReport {
        place: AT,
        status: ConnectorStatus {
            availability: if code.is_some() { Availability::Faulted } else { Availability::Operative },
            phase: ChargingPhase::Free,
            raw: String::new(),
            error: code.map(str::to_owned),
            info: None,
        },
        fault: code.map(|code| Box::new(sign(FaultSource::Status, code))),
        at: Some(NOON.plus(minute * MINUTE)),
    })
}

fn alert(codes: &[(&str, bool)]) -> Ask {
    let news = |(code, over): &(&str, bool)| FaultNews {
        sign: sign(FaultSource::Event, code),
        over: *over,
        at: None,
    };
    let faults = codes.iter().map(news).collect();
    Ask::Notice(Notice { kind: "NotifyEvent".into(), content: "{}".into(), faults, at: None })
}

/// Code, beginning and end in minutes, newest first.
fn history(store: &Store, station: StationKey) -> Vec<(String, i64, Option<i64>)> {
    let minutes = |at: Timestamp| at.since(NOON) / MINUTE;
    let row = |row: FaultRow| (row.sign.code, minutes(row.began), row.ended.map(minutes));
    store.read(|reader| reader.faults(station, 100)).unwrap().into_iter().map(row).collect()
}

#[test]
fn a_fault_has_one_line_from_its_beginning_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let (store, station) = open(&folder);
    ask(&store, station, status(Some("GroundFailure"), 1), 1);
    ask(&store, station, status(Some("GroundFailure"), 2), 2);
    store.close();
    drop(store);
    let (store, station) = open(&folder);
    assert_eq!(history(&store, station), [("GroundFailure".to_owned(), 1, None)]);
    ask(&store, station, status(Some("HighTemperature"), 3), 3);
    ask(&store, station, status(None, 5), 5);
    assert_eq!(
        history(&store, station),
        [("HighTemperature".to_owned(), 3, Some(5)), ("GroundFailure".to_owned(), 1, Some(3))]
    );
    let since = store.read(|reader| reader.fault_times(station, NOON.plus(2 * MINUTE))).unwrap();
    assert_eq!(since, [NOON.plus(3 * MINUTE)]);
}

#[test]
fn several_alerts_of_one_message_are_several_faults_and_a_restart_ends_them() {
    let folder = tempfile::tempdir().unwrap();
    let (store, station) = open(&folder);
    ask(&store, station, alert(&[("A.Problem", false), ("B.Problem", false), ("A.Problem", true)]), 1);
    ask(&store, station, status(Some("Faulted"), 1), 1);
    let open = |history: &[(String, i64, Option<i64>)]| -> Vec<String> {
        history.iter().filter(|(_, _, end)| end.is_none()).map(|(code, ..)| code.clone()).collect()
    };
    assert_eq!(open(&history(&store, station)), ["Faulted", "B.Problem"]);
    ask(&store, station, Ask::Boot(Boot::default()), 4);
    let after = history(&store, station);
    assert_eq!((open(&after), after.len()), (vec!["Faulted".to_owned()], 3));
}
