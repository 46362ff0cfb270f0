//! What the store promises: an answer means it is on disk, one bad write hurts only itself, packing loses nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on shall stop where it is")]

use std::sync::mpsc;

use domain::ask::{Answer, Ask, Occasion};
use domain::curve::Point;
use domain::energy::WattHours;
use domain::event::Event;
use domain::place::ConnectorRef;
use domain::reading::{Context, Location, Measurand, Phase, Reading, Sample, Series};
use domain::session::{Begin, End, Measurements, SessionKey, Stage, TransactionFact};
use domain::station::{Admission, Protocol, StationKey};
use domain::time::{MINUTE, Timestamp};
use domain::token::{IdToken, TokenKind};
use store::{Choice, Committed, Error, OpenError, Store};
use tempfile::TempDir;

const NOON: Timestamp = Timestamp(1_800_000_000_000);
const AT: ConnectorRef = ConnectorRef { evse: 1, connector: 1 };

struct Site {
    folder: TempDir,
    store: Store,
    station: StationKey,
    told: mpsc::Receiver<Vec<Committed>>,
}

fn open(folder: &TempDir) -> (Store, mpsc::Receiver<Vec<Committed>>) {
    let (tell, told) = mpsc::channel();
    let store = Store::open(folder.path(), NOON, Choice::Ask, move |facts| drop(tell.send(facts))).unwrap();
    (store, told)
}

fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let (store, told) = open(&folder);
    let entered = store.change(|write| {
        let station = write.station("CP-01", Admission::Pending, NOON)?;
        write.apply(station, Event::Admitted(Admission::Accepted), NOON)?;
        Ok(station)
    });
    let station = entered.blocking_recv().unwrap().unwrap();
    Site { folder, store, station, told }
}

impl Site {
    fn ask(&self, ask: Ask, at: Timestamp) -> Answer {
        let frame = Some(format!("[2,\"{}\",\"Any\",{{}}]", at.0));
        self.store
            .ask(self.station, Protocol::V16, ask, Occasion::Unasked, at, frame)
            .blocking_recv()
            .unwrap()
            .unwrap()
    }

    fn begin(&self, at: Timestamp) -> i64 {
        let token = IdToken { value: "TAG".to_owned(), kind: TokenKind::Card };
        let begin = Begin {
            at_connector: AT,
            token,
            at: Some(at),
            meter_start: Some(WattHours(1000)),
            reservation: None,
        };
        match self.ask(Ask::Begin(begin), at) {
            Answer::Begun { transaction, .. } => i64::from(transaction),
            other => panic!("{other:?}"),
        }
    }

    fn measure(&self, transaction: i64, minute: i64) {
        let at = NOON.plus(minute * MINUTE);
        let transaction = Some(transaction);
        self.ask(
            Ask::Measure(Measurements { at_connector: Some(AT), transaction, samples: vec![sample(minute)] }),
            at,
        );
    }

    fn end(&self, transaction: i64, at: Timestamp) {
        let end = End {
            transaction: Some(transaction),
            token: None,
            at: Some(at),
            meter_stop: Some(WattHours(20_000)),
            reason: "Local".to_owned(),
            samples: Vec::new(),
        };
        self.ask(Ask::End(end), at);
    }

    fn points(&self, session: u32) -> Vec<Point> {
        let mut points = self.store.read(|reader| reader.points(SessionKey(session))).unwrap();
        points.sort_by_key(|p| (p.at, p.series));
        points
    }

    fn frames(&self, session: u32) -> String {
        String::from_utf8(self.store.read(|reader| reader.frames(SessionKey(session))).unwrap()).unwrap()
    }

    /// Closes the store, which leaves time for packing, and gives a connection for a look inside.
    fn look_inside(self) -> (TempDir, rusqlite::Connection) {
        self.store.close();
        let db = rusqlite::Connection::open(self.folder.path().join("forecourt.db")).unwrap();
        (self.folder, db)
    }
}

/// Eight values a minute, as a three-phase charger sends them.
fn sample(minute: i64) -> Sample {
    let wobble = minute * 7919 % 100;
    let reading = |measurand, phase, value| Reading {
        series: Series { measurand, phase, location: Location::Outlet },
        context: Context::Periodic,
        value,
    };
    Sample {
        at: Some(NOON.plus(minute * MINUTE)),
        readings: vec![
            reading(Measurand::EnergyImportRegister, Phase::Overall, 1000 + minute * 183),
            reading(Measurand::PowerImport, Phase::Overall, 11_000 + wobble),
            reading(Measurand::CurrentImport, Phase::L1, 15_900 + wobble),
            reading(Measurand::CurrentImport, Phase::L2, 15_950 - wobble),
            reading(Measurand::CurrentImport, Phase::L3, 15_870 + wobble / 2),
            reading(Measurand::Voltage, Phase::L1, 230_000 + wobble * 10),
            reading(Measurand::Voltage, Phase::L2, 231_000 - wobble * 10),
            reading(Measurand::Voltage, Phase::L3, 229_500 + wobble * 5),
        ],
    }
}

/// Waits until the quiet was used to pack everything.
fn until_packed(site: &Site) {
    for _ in 0..4000 {
        let loose: bool = {
            let db = rusqlite::Connection::open(site.folder.path().join("forecourt.db")).unwrap();
            let sql = "SELECT EXISTS (SELECT 1 FROM session WHERE loose = 1 AND ended_at IS NOT NULL)";
            db.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        if !loose {
            return;
        }
        std::thread::yield_now();
        drop(site.told.recv_timeout(std::time::Duration::from_millis(5)));
    }
    panic!("never packed");
}

#[test]
fn what_was_answered_is_there_after_the_plug_is_pulled() {
    let site = site();
    let transaction = site.begin(NOON);
    site.measure(transaction, 1);
    // A copy of the files as they are now is what a power cut would leave.
    let after = tempfile::tempdir().unwrap();
    for name in ["forecourt.db", "forecourt.db-wal"] {
        std::fs::copy(site.folder.path().join(name), after.path().join(name)).unwrap();
    }
    let (store, _told) = open(&after);
    let sessions = store.read(|reader| reader.open_sessions()).unwrap();
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].energy(), Some(WattHours(183)));
}

#[test]
fn one_bad_write_hurts_only_itself() {
    let site = site();
    let good = site.store.change(|write| write.station("CP-02", Admission::Pending, NOON));
    let bad = site.store.change(|_| Err::<(), _>(Error::Defect("on purpose".to_owned())));
    let also_good = site.store.change(|write| write.station("CP-03", Admission::Pending, NOON));
    assert_eq!(bad.blocking_recv().unwrap(), Err(Error::Defect("on purpose".to_owned())));
    assert!(good.blocking_recv().unwrap().is_ok());
    assert!(also_good.blocking_recv().unwrap().is_ok());
    let stations = site.store.read(|reader| reader.stations()).unwrap();
    assert_eq!(stations.len(), 3);
}

#[test]
fn packing_loses_no_reading_and_no_frame() {
    let site = site();
    let transaction = site.begin(NOON);
    (1..=120).for_each(|minute| site.measure(transaction, minute));
    let (points, frames) = (site.points(1), site.frames(1));
    assert_eq!(points.len(), 960);
    site.end(transaction, NOON.plus(121 * MINUTE));
    until_packed(&site);
    assert_eq!(site.points(1), points);
    assert_eq!(site.frames(1).lines().count(), 122);
    assert!(site.frames(1).starts_with(&frames));
    let (_folder, db) = site.look_inside();
    let loose: i64 = db.query_row("SELECT count(*) FROM entry", [], |row| row.get(0)).unwrap();
    assert_eq!(loose, 0);
}

#[test]
fn a_packed_reading_takes_at_most_eight_bytes() {
    let site = site();
    let transaction = site.begin(NOON);
    (1..=62).for_each(|minute| site.measure(transaction, minute));
    site.end(transaction, NOON.plus(63 * MINUTE));
    until_packed(&site);
    let (_folder, db) = site.look_inside();
    let sql = "SELECT sum(count), sum(length(vals) + coalesce(length(times), 0) + 12) FROM chunk";
    let (values, bytes): (i64, i64) = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(values, 62 * 8);
    assert!(bytes <= 8 * values, "{bytes} bytes for {values} values");
}

#[test]
fn a_repeated_message_gives_its_readings_once() {
    let site = site();
    let transaction = site.begin(NOON);
    (0..3).for_each(|_| site.measure(transaction, 1));
    assert_eq!(site.points(1).len(), 8);
    site.end(transaction, NOON.plus(2 * MINUTE));
    until_packed(&site);
    assert_eq!(site.points(1).len(), 8);
}

#[test]
fn readings_that_come_after_packing_are_packed_too() {
    let site = site();
    let transaction = site.begin(NOON);
    (1..=3).for_each(|minute| site.measure(transaction, minute));
    site.end(transaction, NOON.plus(4 * MINUTE));
    until_packed(&site);
    site.measure(transaction, 5);
    until_packed(&site);
    assert_eq!(site.points(1).len(), 4 * 8);
}

#[test]
fn a_numbered_message_is_known_again_after_packing() {
    let site = site();
    let fact = |stage, number| {
        Ask::Transaction(Box::new(TransactionFact {
            transaction: "T1".to_owned(),
            stage,
            number,
            at: Some(NOON.plus(number * MINUTE)),
            offline: false,
            at_connector: Some(AT),
            token: None,
            order: None,
            phase: None,
            raw_phase: None,
            reason: String::new(),
            samples: vec![sample(number)],
        }))
    };
    for (stage, number) in [(Stage::Began, 0), (Stage::Progressed, 1), (Stage::Ended, 2)] {
        site.ask(fact(stage, number), NOON.plus(number * MINUTE));
    }
    until_packed(&site);
    site.ask(fact(Stage::Progressed, 1), NOON.plus(9 * MINUTE));
    assert_eq!(site.points(1).len(), 3 * 8);
}

#[test]
fn facts_are_told_in_order_and_only_after_they_are_on_disk() {
    let site = site();
    site.begin(NOON);
    let mut facts: Vec<Committed> = site.told.recv().unwrap();
    facts.extend(site.told.recv().unwrap());
    let names: Vec<bool> = facts.iter().map(|fact| matches!(fact.event, Event::SessionBegan(_))).collect();
    assert_eq!(names.iter().filter(|began| **began).count(), 1);
    assert_eq!(site.store.read(|reader| reader.open_sessions()).unwrap().len(), 1);
}

#[test]
fn a_backup_opens_and_holds_what_was_there() {
    let site = site();
    site.begin(NOON);
    assert!(site.store.backup_is_due(NOON));
    let path = site.store.backup(NOON).unwrap();
    assert!(store::backup::is_sound(&path));
    assert!(!site.store.backup_is_due(NOON.plus(MINUTE)));
    let copy = rusqlite::Connection::open(path).unwrap();
    let sessions: i64 = copy.query_row("SELECT count(*) FROM session", [], |row| row.get(0)).unwrap();
    assert_eq!(sessions, 1);
}

#[test]
fn a_damaged_file_is_set_aside_and_the_backup_is_offered() {
    let site = site();
    site.begin(NOON);
    site.store.backup(NOON).unwrap();
    site.store.close();
    let folder = site.folder;
    drop(site.store);
    let path = folder.path().join("forecourt.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096..12_288].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let again = |choice| Store::open(folder.path(), NOON.plus(MINUTE), choice, |_| {});
    let Err(OpenError::Damaged { set_aside, backup: Some(_) }) = again(Choice::Ask) else {
        panic!("not damaged")
    };
    assert!(set_aside.exists() && !path.exists());
    assert!(matches!(again(Choice::Ask), Err(OpenError::Damaged { .. })), "it asks until it is told");
    let restored = again(Choice::RestoreBackup).unwrap();
    assert_eq!(restored.read(|reader| reader.open_sessions()).unwrap().len(), 1);
    assert!(set_aside.exists(), "the damaged file is kept");
}

#[test]
fn a_folder_has_one_owner() {
    let site = site();
    assert!(matches!(Store::open(site.folder.path(), NOON, Choice::Ask, |_| {}), Err(OpenError::InUse(_))));
}
