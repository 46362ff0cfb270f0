use super::super::{Head, word};
use super::*;

const STATION: StationKey = StationKey(7);

/// A chunk of things at times, in order.
fn chunk(things: &[(i64, What, &str)]) -> Vec<Chunk> {
    let mut chunk = Chunk::default();
    for (at, what, text) in things {
        chunk.text.push_str(text);
        let end = chunk.text.len();
        chunk.heads.push(Head { link: 1, station: Some(STATION), at: Timestamp(*at), what: *what, end });
    }
    vec![chunk]
}

fn book() -> Book {
    Book::new(0)
}

fn lines(book: &Book) -> Vec<&TraceLine> {
    book.tail
        .iter()
        .filter_map(|record| match record {
            Record::Line(line) => Some(line),
            Record::Late(_) => None,
        })
        .collect()
}

fn store_now(book: &mut Book) -> Batch {
    let batch = book.batch(false).expect("it packs").expect("there is something");
    book.stored(batch.whole, batch.records);
    batch
}

#[test]
fn a_call_and_its_answer_are_one_line() {
    let mut book = book();
    let began = book.digest(
        chunk(&[
            (10, What::Heard, r#"[2,"1","Heartbeat",{}]"#),
            (13, What::Said, r#"[3,"1",{"currentTime":"x"}]"#),
            (20, What::Said, r#"[2,"1","Reset",{"type":"Soft"}]"#),
            (30, What::Heard, r#"[2,"2","StatusNotification",{"status":"Faulted","errorCode":"X"}]"#),
            (32, What::Said, r#"[3,"2",{}]"#),
            (360, What::Heard, r#"[3,"1",{"status":"Rejected"}]"#),
        ]),
        0,
        Timestamp(400),
    );
    let seen = lines(&book);
    assert_eq!((began, seen.len()), (3, 3));
    let shown: Vec<_> = seen
        .iter()
        .map(|l| (l.action.as_str(), l.direction, l.verdict, l.answer.as_ref().map(|a| a.at.since(l.at))))
        .collect();
    assert_eq!(
        shown,
        [
            ("Heartbeat", Direction::FromCharger, Verdict::Fine, Some(3)),
            ("Reset", Direction::ToCharger, Verdict::Bad, Some(340)),
            ("StatusNotification", Direction::FromCharger, Verdict::Bad, Some(2)),
        ]
    );
}

#[test]
fn an_answer_that_comes_after_its_line_was_stored_is_stored_by_itself() {
    let mut book = book();
    book.digest(chunk(&[(0, What::Said, r#"[2,"1","Reset",{}]"#)]), 0, Timestamp(0));
    store_now(&mut book);
    book.digest(chunk(&[(9, What::Heard, r#"[3,"1",{"status":"Accepted"}]"#)]), 0, Timestamp(9));
    let Some(Record::Late(late)) = book.tail.last() else { panic!("{:?}", book.tail) };
    assert_eq!((late.number, late.to, late.verdict), (2, 1, Verdict::Fine));
    // When everything is packed as a whole, the line itself has its answer.
    assert_eq!(lines(&book)[0].verdict, Verdict::Fine);
    let whole = book.batch(true).expect("it packs").expect("there is something");
    assert_eq!((whole.blocks.len(), whole.instead_of), (1, Some(1)));
}

#[test]
fn no_answer_is_recorded_when_the_time_is_up_and_when_the_link_ends() {
    let mut book = book();
    book.digest(chunk(&[(0, What::Said, r#"[2,"1","Reset",{}]"#)]), 0, Timestamp(0));
    book.digest(chunk(&[(30_001, What::GaveUp, "")]), 0, Timestamp(30_001));
    assert_eq!(lines(&book)[0].verdict, Verdict::NoAnswer);
    book.digest(chunk(&[(40_000, What::Heard, r#"[3,"1",{"status":"Accepted"}]"#)]), 0, Timestamp(40_000));
    let line = lines(&book)[0];
    let answer = line.answer.as_ref().expect("a late one counts");
    assert_eq!((line.verdict, answer.at), (Verdict::Fine, Timestamp(40_000)));

    book.digest(
        chunk(&[(50_000, What::Said, r#"[2,"2","Reset",{}]"#), (50_001, What::Over, "")]),
        0,
        Timestamp(50_001),
    );
    assert_eq!(lines(&book).last().expect("a line").verdict, Verdict::NoAnswer);
}

#[test]
fn secrets_unreadable_texts_answers_to_nothing_and_losses_are_lines_too() {
    let mut book = book();
    book.digest(
        chunk(&[
            (0, What::Said, r#"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"S3CR3T"}]"#),
            (1, What::Heard, "nonsense"),
            (2, What::Said, r#"[4,"-1","FormationViolation","",{}]"#),
            (3, What::Heard, r#"[3,"never-asked",{}]"#),
            (4, What::Link(word::ENDED, Verdict::Warn), "{}"),
        ]),
        5,
        Timestamp(4),
    );
    let seen = lines(&book);
    assert!(seen.iter().all(|line| !line.call.contains("S3CR3T")));
    let actions: Vec<_> = seen.iter().map(|line| (line.action.as_str(), line.verdict)).collect();
    assert_eq!(
        actions,
        [
            (word::UNRECORDED, Verdict::Warn),
            ("ChangeConfiguration", Verdict::Open),
            ("", Verdict::Bad),
            ("", Verdict::Warn),
            (word::ENDED, Verdict::Warn),
        ]
    );
    assert!(seen[2].answer.as_ref().is_some_and(|answer| answer.text.contains("FormationViolation")));
}

#[test]
fn small_blocks_become_whole_ones_and_numbers_go_on() {
    let mut book = book();
    let frame = format!(r#"[2,"1","DataTransfer",{{"data":"{}"}}]"#, "x".repeat(60_000));
    let mut instead = Vec::new();
    for at in 0..6 {
        book.digest(chunk(&[(at, What::Heard, &frame), (at, What::Said, r#"[3,"1",{}]"#)]), 0, Timestamp(at));
        instead.push(store_now(&mut book).instead_of);
    }
    assert_eq!(instead, [None, None, None, None, Some(1), None]);
    assert_eq!((book.tail.len(), book.tail[0].number()), (1, 6));
}

#[test]
fn a_disk_that_takes_nothing_costs_the_oldest_lines_at_last() {
    let mut book = book();
    let frame = format!(r#"[2,"1","DataTransfer",{{"data":"{}"}}]"#, "x".repeat(1_000_000));
    let mut lost = 0;
    for at in 0..40 {
        book.digest(chunk(&[(at, What::Heard, &frame)]), 0, Timestamp(at));
        lost += book.not_stored();
    }
    assert!(lost > 0 && book.size < 2 * WAITING, "{lost} {}", book.size);
    assert_eq!(book.tail.len() as u64 + lost, 40);
}
