//! The trace as it is kept: pages, filters, answers that came late, and how the oldest goes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on shall stop where it is")]

use domain::event::Event;
use domain::station::{Admission, StationKey};
use domain::time::Timestamp;
use store::query::TraceFilter;
use store::trace::{Block, Direction, LateAnswer, Record, TraceAnswer, TraceLine, Verdict};
use store::{Choice, Store};
use tempfile::TempDir;

const NOON: i64 = 1_800_000_000_000;
const DAY: i64 = 24 * 60 * 60 * 1000;
const MIB: usize = 1024 * 1024;

struct Site {
    folder: TempDir,
    store: Store,
}

fn open(folder: &TempDir) -> Store {
    Store::open(folder.path(), Timestamp(NOON), Choice::Ask, |_| {}).unwrap()
}

fn site() -> Site {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    Site { folder, store }
}

fn line(number: i64, station: u32, action: &str) -> TraceLine {
    TraceLine {
        number,
        at: Timestamp(NOON + number),
        station: Some(StationKey(station)),
        direction: Direction::FromCharger,
        verdict: Verdict::Fine,
        action: action.to_owned(),
        call: format!("[2,\"{number}\",\"{action}\",{{}}]"),
        answer: Some(TraceAnswer { at: Timestamp(NOON + number + 3), text: "[3,\"x\",{}]".to_owned() }),
    }
}

fn question(number: i64, action: &str) -> TraceLine {
    let direction = Direction::ToCharger;
    TraceLine { direction, verdict: Verdict::Open, answer: None, ..line(number, 1, action) }
}

fn answered(number: i64, to: i64, verdict: Verdict) -> Record {
    Record::Late(LateAnswer {
        number,
        to,
        station: Some(StationKey(1)),
        direction: Direction::ToCharger,
        action: "Reset".to_owned(),
        verdict,
        answer: TraceAnswer {
            at: Timestamp(NOON + number),
            text: "[3,\"x\",{\"status\":\"Rejected\"}]".to_owned(),
        },
    })
}

impl Site {
    fn put(&self, records: Vec<Record>, at: i64) {
        self.replace(records, None, at);
    }

    fn replace(&self, records: Vec<Record>, instead_of: Option<i64>, at: i64) {
        let block = Block::pack(&records, true).unwrap();
        let stored =
            self.store.change(move |w| w.trace(std::slice::from_ref(&block), instead_of, Timestamp(at)));
        stored.blocking_recv().unwrap().unwrap();
    }

    fn keep(&self, mib: u32, days: u32) {
        let saved = self.store.change(move |write| {
            let mut settings = domain::world::Settings {
                site_name: "x".to_owned(),
                zone: String::new(),
                locale: String::new(),
                policy: domain::world::Policy::default(),
                site_limit_w: None,
                files: domain::world::FilePorts::default(),
                trace: domain::world::TraceKept::default(),
            };
            (settings.trace.mib, settings.trace.days) = (mib, days);
            write.apply_site(Event::SettingsSaved(settings), Timestamp(NOON))
        });
        saved.blocking_recv().unwrap().unwrap();
    }

    fn numbers(&self, filter: &TraceFilter) -> Vec<i64> {
        let page = self.store.read(|reader| reader.trace_before(filter, None, 1000)).unwrap();
        page.lines.iter().map(|line| line.number).collect()
    }

    /// About how much is kept, in bytes.
    fn kept(&self) -> usize {
        let mut size = 0;
        let count = |line: TraceLine| {
            size += line.call.len();
            Ok(())
        };
        self.store.read(|reader| reader.each_trace_line(&TraceFilter::default(), count)).unwrap();
        size
    }
}

fn lines(range: std::ops::RangeInclusive<i64>, station: u32, action: &str) -> Vec<Record> {
    range.map(|number| Record::Line(line(number, station, action))).collect()
}

#[test]
fn pages_go_back_to_the_first_line_whatever_their_size_and_outlive_a_restart() {
    let site = site();
    for block in 0..10 {
        site.put(lines(block * 10 + 1..=block * 10 + 10, 1, "Heartbeat"), NOON);
    }
    let Site { folder, store } = site;
    store.close();
    drop(store);
    let site = Site { store: open(&folder), folder };
    for limit in [1, 7, 10, 1000] {
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = site
                .store
                .read(|reader| reader.trace_before(&TraceFilter::default(), before, limit))
                .unwrap();
            seen.extend(page.lines.iter().map(|line| line.number));
            before = page.more;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=100).rev().collect::<Vec<_>>(), "{limit}");
    }
    assert_eq!(site.store.read(|reader| reader.trace_newest()).unwrap(), 100);
    let whole = site.store.read(|reader| reader.trace_lines(&[42, 7, 1000])).unwrap();
    assert_eq!(whole, [line(7, 1, "Heartbeat"), line(42, 1, "Heartbeat")]);
    site.store.close();
    drop(site.folder);
}

#[test]
fn filters_choose_by_charger_action_kind_time_and_text() {
    let site = site();
    site.put(lines(1..=3, 1, "MeterValues"), NOON);
    let mut refused = question(4, "Reset");
    refused.verdict = Verdict::Bad;
    site.put(vec![Record::Line(refused), Record::Line(line(5, 2, "BootNotification"))], NOON);
    let filter = TraceFilter::default;
    assert_eq!(site.numbers(&TraceFilter { station: Some(StationKey(2)), ..filter() }), [5]);
    assert_eq!(site.numbers(&TraceFilter { only: vec!["Reset".to_owned()], ..filter() }), [4]);
    assert_eq!(site.numbers(&TraceFilter { without: vec!["MeterValues".to_owned()], ..filter() }), [5, 4]);
    let without_saying = vec!["\"MeterVal".to_owned(), "[2,\"4\"".to_owned()];
    assert_eq!(site.numbers(&TraceFilter { without_saying, ..filter() }), [5]);
    assert_eq!(site.numbers(&TraceFilter { problems: true, ..filter() }), [4]);
    assert_eq!(site.numbers(&TraceFilter { orders: true, ..filter() }), [4]);
    let from = Some(Timestamp(NOON + 2));
    assert_eq!(site.numbers(&TraceFilter { from, to: Some(Timestamp(NOON + 4)), ..filter() }), [3, 2]);
    assert_eq!(site.numbers(&TraceFilter { text: Some("bootnotif".to_owned()), ..filter() }), [5]);
    let text_actions = vec!["MeterValues".to_owned()];
    let meant = TraceFilter { text: Some("meter reading".to_owned()), text_actions, ..filter() };
    assert_eq!(site.numbers(&meant), [3, 2, 1]);
    let text_means = vec!["[2,\"4\"".to_owned()];
    let meant = TraceFilter { text: Some("the fourth".to_owned()), text_means, ..filter() };
    assert_eq!(site.numbers(&meant), [4]);
    let counts = site.store.read(|reader| reader.trace_counts(None, Timestamp(NOON))).unwrap();
    assert_eq!((counts.lines, counts.problems, counts.orders), (5, 1, 1));
    let counts = site.store.read(|reader| reader.trace_counts(Some(StationKey(2)), Timestamp(NOON))).unwrap();
    assert_eq!((counts.lines, counts.problems, counts.orders), (1, 0, 0));
    site.store.close();
}

#[test]
fn an_answer_from_a_later_block_belongs_to_its_line_wherever_that_is_read() {
    let site = site();
    site.put(vec![Record::Line(question(1, "Reset")), Record::Line(question(2, "Reset"))], NOON);
    site.put(lines(3..=5, 1, "Heartbeat"), NOON);
    site.put(vec![answered(6, 1, Verdict::Bad), Record::Line(line(7, 1, "Heartbeat"))], NOON);
    let all = TraceFilter::default();
    let first = |found: Vec<TraceLine>| {
        let line = found.into_iter().find(|line| line.number == 1).unwrap();
        (line.verdict, line.answer.map(|answer| answer.at.since(line.at)))
    };
    let settled = (Verdict::Bad, Some(5));
    let read =
        |look: &dyn Fn(&store::Reader<'_>) -> Result<Vec<TraceLine>, store::Error>| site.store.read(look);
    assert_eq!(first(read(&|r| Ok(r.trace_before(&all, None, 10)?.lines)).unwrap()), settled);
    assert_eq!(first(read(&|r| Ok(r.trace_before(&all, Some(3), 10)?.lines)).unwrap()), settled);
    assert_eq!(first(read(&|r| r.trace_lines(&[1])).unwrap()), settled);
    let mut each = Vec::new();
    site.store
        .read(|r| {
            r.each_trace_line(&all, |line| {
                each.push(line);
                Ok(())
            })
        })
        .unwrap();
    assert_eq!(first(each), settled);
    // Who saw everything up to 5 is told of the new line and of the old one that is answered now.
    let news = site.store.read(|r| r.trace_after(&all, 5, 10)).unwrap();
    assert_eq!(news.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [7, 1]);
    assert_eq!(first(news.lines), settled);
    // A line without any answer stays open.
    let open = read(&|r| r.trace_lines(&[2])).unwrap();
    assert_eq!((open[0].verdict, open[0].answer.is_none()), (Verdict::Open, true));
    let problems = TraceFilter { problems: true, ..all };
    assert_eq!(site.numbers(&problems), [1]);
    assert_eq!(site.store.read(|r| r.trace_after(&problems, 5, 10)).unwrap().lines.len(), 1);
    site.store.close();
}

#[test]
fn more_news_than_fit_are_the_newest_and_say_so() {
    let site = site();
    site.put(lines(1..=50, 1, "Heartbeat"), NOON);
    let news = site.store.read(|r| r.trace_after(&TraceFilter::default(), 0, 20)).unwrap();
    assert_eq!((news.lines[0].number, news.lines.len(), news.more), (50, 20, Some(31)));
    site.store.close();
}

#[test]
fn small_blocks_are_replaced_by_a_whole_one() {
    let site = site();
    site.put(lines(1..=2, 1, "Heartbeat"), NOON);
    site.put(lines(3..=4, 1, "Heartbeat"), NOON);
    site.replace(lines(3..=9, 1, "Heartbeat"), Some(3), NOON);
    assert_eq!(site.numbers(&TraceFilter::default()), (1..=9).rev().collect::<Vec<_>>());
    site.store.close();
}

#[test]
fn the_oldest_lines_go_when_the_size_is_reached() {
    let site = site();
    site.keep(8, 30);
    // Incompressible on purpose: what counts is the size on disk.
    let mut seed = 1_u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b' ' + (seed >> 33) as u8 % 90)
    };
    for number in 1..=40 {
        let call: String = (0..MIB / 2).map(|_| noise()).collect();
        site.put(vec![Record::Line(TraceLine { call, ..line(number, 1, "DataTransfer") })], NOON);
    }
    let kept = site.kept();
    assert!((7 * MIB..=10 * MIB).contains(&kept), "{kept}");
    let numbers = site.numbers(&TraceFilter::default());
    assert_eq!(numbers.first(), Some(&40));
    assert!(numbers.windows(2).all(|pair| pair[0] == pair[1] + 1), "no holes: {numbers:?}");
    site.store.close();
}

#[test]
fn the_oldest_lines_go_with_age_and_the_newest_block_stays() {
    let site = site();
    site.keep(64, 2);
    site.put(lines(1..=2, 1, "Heartbeat"), NOON);
    site.put(lines(3..=4, 1, "Heartbeat"), NOON);
    assert_eq!(site.numbers(&TraceFilter::default()).len(), 4);
    let late = TraceLine { at: Timestamp(NOON + 3 * DAY), ..line(5, 1, "Heartbeat") };
    site.put(vec![Record::Line(late)], NOON + 3 * DAY);
    assert_eq!(site.numbers(&TraceFilter::default()), [5]);
    site.store.close();
}

#[test]
fn a_station_that_is_not_known_can_have_lines_too() {
    let site = site();
    let entered = site.store.change(|write| write.station("CP-1", Admission::Pending, Timestamp(NOON)));
    let station = entered.blocking_recv().unwrap().unwrap();
    let knock = TraceLine { station: None, direction: Direction::Connection, ..line(1, 1, "turnedAway") };
    site.put(vec![Record::Line(knock.clone()), Record::Line(line(2, station.0, "Heartbeat"))], NOON);
    assert_eq!(site.store.read(|reader| reader.trace_lines(&[1])).unwrap(), [knock]);
    assert_eq!(site.numbers(&TraceFilter { station: Some(station), ..TraceFilter::default() }), [2]);
    site.store.close();
}
