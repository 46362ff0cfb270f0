//! From frames to lines: a question and its answer are found together by link and id. Pure.

use std::collections::HashMap;

use domain::station::StationKey;
use domain::time::Timestamp;
use ocpp::Glance;
use serde_json::json;
use store::trace::{Block, Direction, LateAnswer, Record, TraceAnswer, TraceLine, Verdict};

use super::{Chunk, What, word};

/// A block holds about this much, in bytes before compression.
const WHOLE: usize = 256 * 1024;
/// More than this does not wait for a disk that takes nothing: the older half is lost.
const WAITING: usize = 16 * 1024 * 1024;
/// So many of our calls of one link are remembered as unanswered.
const OPEN: usize = 64;

/// Lines since the last whole block, and the questions that are open.
pub struct Book {
    /// Numbered without gaps.
    tail: Vec<Record>,
    size: usize,
    /// So many of them are stored already, in small blocks.
    stored: usize,
    next: i64,
    links: HashMap<u64, Questions>,
}

/// The open questions on one link.
#[derive(Default)]
struct Questions {
    /// By id, and whether it is ours.
    open: HashMap<(bool, Box<str>), Question>,
}

struct Question {
    number: i64,
    station: Option<StationKey>,
    direction: Direction,
    action: String,
    verdict: Verdict,
    /// It was recorded that no answer came in time.
    given_up: bool,
}

/// Something to store.
#[derive(Debug)]
pub struct Batch {
    pub blocks: Vec<Block>,
    /// Replaces what was stored from this number on.
    pub instead_of: Option<i64>,
    whole: bool,
    records: usize,
}

impl Book {
    /// A book that goes on after the record numbered `newest`.
    pub fn new(newest: i64) -> Self {
        Self { tail: Vec::new(), size: 0, stored: 0, next: newest + 1, links: HashMap::new() }
    }

    /// Takes in what was collected, and that `lost` frames were not. Gives how many lines began.
    pub fn digest(&mut self, chunks: impl IntoIterator<Item = Chunk>, lost: u64, now: Timestamp) -> u32 {
        let mut lines = 0;
        if lost > 0 {
            let text = json!({ "lost": lost }).to_string();
            self.line(now, None, Direction::Connection, Verdict::Warn, word::UNRECORDED, &text);
        }
        for chunk in chunks {
            for (head, text) in chunk.each() {
                let (link, station, at) = (head.link, head.station, head.at);
                match head.what {
                    What::Heard => lines += u32::from(self.heard(link, station, at, text)),
                    What::Said => lines += u32::from(self.said(link, station, at, text)),
                    What::Link(word, verdict) => {
                        self.line(at, station, Direction::Connection, verdict, word, text);
                        lines += 1;
                    }
                    What::GaveUp => self.give_up(link, at),
                    What::Over => self.over(link, at),
                }
            }
        }
        lines
    }

    /// What is to be stored next; everything, as whole blocks, when `finish` says so.
    pub fn batch(&self, finish: bool) -> Result<Option<Batch>, store::Error> {
        if self.stored == self.tail.len() && !(finish && self.stored > 0) {
            return Ok(None);
        }
        let whole = finish || self.size >= WHOLE;
        let from = if whole { 0 } else { self.stored };
        let mut blocks = Vec::new();
        let mut rest = &self.tail[from..];
        while !rest.is_empty() {
            let mut size = 0;
            let full = rest.iter().position(|record| {
                size += record.size();
                size >= WHOLE
            });
            let (block, after) = rest.split_at(full.map_or(rest.len(), |last| last + 1));
            blocks.push(Block::pack(block, whole)?);
            rest = after;
        }
        let replaces = whole && self.stored > 0;
        Ok(Some(Batch {
            blocks,
            instead_of: replaces.then(|| self.tail[0].number()),
            whole,
            records: self.tail.len(),
        }))
    }

    /// A batch is on disk.
    pub fn stored(&mut self, whole: bool, records: usize) {
        if whole {
            self.tail.drain(..records);
            self.stored = 0;
            self.size = self.tail.iter().map(Record::size).sum();
        } else {
            self.stored = records;
        }
    }

    /// A batch could not be stored. Gives how many lines are lost for good.
    pub fn not_stored(&mut self) -> u64 {
        if self.size < WAITING {
            return 0;
        }
        let half = self.tail.len().div_ceil(2);
        let lost = half.saturating_sub(self.stored);
        self.tail.drain(..half);
        self.stored = self.stored.saturating_sub(half);
        self.size = self.tail.iter().map(Record::size).sum();
        lost as u64
    }

    fn heard(&mut self, link: u64, station: Option<StationKey>, at: Timestamp, text: &str) -> bool {
        match ocpp::glance(text) {
            Glance::Call { id, action } => {
                let verdict = match verdict(ocpp::judge_told(&action, text)) {
                    Verdict::Fine => Verdict::Open,
                    problem => problem,
                };
                self.question(link, false, &id, at, station, verdict, &action, text);
                true
            }
            Glance::Result { id } | Glance::Error { id } => {
                let looks = verdict(ocpp::judge_outcome(text));
                let known =
                    self.links.get_mut(&link).and_then(|l| l.open.remove(&(true, id.as_ref().into())));
                let Some(question) = known else {
                    // An answer to nothing.
                    self.line(at, station, Direction::FromCharger, Verdict::Warn, "", text);
                    return true;
                };
                self.answer(question, at, looks, text);
                false
            }
            Glance::Unreadable { id } => {
                self.question(link, false, &id, at, station, Verdict::Bad, "", text);
                true
            }
        }
    }

    fn said(&mut self, link: u64, station: Option<StationKey>, at: Timestamp, text: &str) -> bool {
        match ocpp::glance(text) {
            Glance::Call { id, action } => {
                self.question(link, true, &id, at, station, Verdict::Open, &action, text);
                true
            }
            Glance::Result { id } | Glance::Error { id } | Glance::Unreadable { id } => {
                let known =
                    self.links.get_mut(&link).and_then(|l| l.open.remove(&(false, id.as_ref().into())));
                let Some(question) = known else {
                    self.line(at, station, Direction::ToCharger, Verdict::Warn, "", text);
                    return true;
                };
                let looks = verdict(ocpp::judge_reply(&question.action, text));
                self.answer(question, at, looks, text);
                false
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one call a direction, and all of it is told by the frame")]
    fn question(
        &mut self,
        link: u64,
        ours: bool,
        id: &str,
        at: Timestamp,
        station: Option<StationKey>,
        verdict: Verdict,
        action: &str,
        text: &str,
    ) {
        let direction = if ours { Direction::ToCharger } else { Direction::FromCharger };
        let number = self.line(at, station, direction, verdict, action, text);
        let open = &mut self.links.entry(link).or_default().open;
        if open.len() >= OPEN
            && let Some(oldest) =
                open.iter().min_by_key(|(_, question)| question.number).map(|(key, _)| key.clone())
        {
            open.remove(&oldest);
        }
        let action = action.to_owned();
        let question = Question { number, station, direction, action, verdict, given_up: false };
        open.insert((ours, id.into()), question);
    }

    fn line(
        &mut self,
        at: Timestamp,
        station: Option<StationKey>,
        direction: Direction,
        verdict: Verdict,
        action: &str,
        text: &str,
    ) -> i64 {
        let number = self.next;
        let call = ocpp::mask::secrets(text).into_owned();
        let action = action.chars().filter(|c| !c.is_control()).take(60).collect();
        self.push(Record::Line(TraceLine {
            number,
            at,
            station,
            direction,
            verdict,
            action,
            call,
            answer: None,
        }));
        number
    }

    fn answer(&mut self, question: Question, at: Timestamp, looks: Verdict, text: &str) {
        // A fault told stays a fault, whatever we answered.
        let verdict = match (question.verdict, looks) {
            (Verdict::Bad, _) | (_, Verdict::Bad) => Verdict::Bad,
            (Verdict::Warn, _) | (_, Verdict::Warn) => Verdict::Warn,
            (_, looks) => looks,
        };
        let answer = TraceAnswer { at, text: ocpp::mask::secrets(text).into_owned() };
        let Question { number, station, direction, action, .. } = question;
        let first = self.tail.first().map_or(self.next, Record::number);
        let index = usize::try_from(number - first).ok().filter(|index| *index < self.tail.len());
        if let Some(index) = index
            && let Record::Line(line) = &mut self.tail[index]
        {
            self.size += answer.text.len();
            (line.verdict, line.answer) = (verdict, Some(answer.clone()));
            if index >= self.stored {
                return;
            }
        }
        let late = LateAnswer { number: self.next, to: number, station, direction, action, verdict, answer };
        self.push(Record::Late(late));
    }

    fn push(&mut self, record: Record) {
        self.next += 1;
        self.size += record.size();
        self.tail.push(record);
    }

    /// The link is over: what was not answered never will be.
    fn over(&mut self, link: u64, at: Timestamp) {
        let Some(questions) = self.links.remove(&link) else { return };
        for ((ours, _), question) in questions.open {
            if ours && !question.given_up {
                self.answer(question, at, Verdict::NoAnswer, "");
            }
        }
    }

    /// Records that no answer came in time; one that comes later still counts.
    fn give_up(&mut self, link: u64, at: Timestamp) {
        let mut overdue = Vec::new();
        for ((ours, _), question) in self.links.get_mut(&link).into_iter().flat_map(|link| &mut link.open) {
            if *ours && !question.given_up {
                question.given_up = true;
                overdue.push(Question { action: question.action.clone(), ..*question });
            }
        }
        overdue.into_iter().for_each(|question| self.answer(question, at, Verdict::NoAnswer, ""));
    }
}

impl Batch {
    /// What [`Book::stored`] wants to know once it is on disk.
    pub fn extent(&self) -> (bool, usize) {
        (self.whole, self.records)
    }
}

fn verdict(verdict: ocpp::Verdict) -> Verdict {
    match verdict {
        ocpp::Verdict::Fine => Verdict::Fine,
        ocpp::Verdict::Warn => Verdict::Warn,
        ocpp::Verdict::Bad => Verdict::Bad,
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
