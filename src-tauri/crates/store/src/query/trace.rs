//! The trace for screens and files.

use std::collections::HashMap;

use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::Row;

use crate::error::Error;
use crate::readers::Reader;
use crate::table;
use crate::trace::{Direction, LateAnswer, Record, Shares, TraceLine, unpack};

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TraceFilter {
    /// Of this charger only.
    pub station: Option<StationKey>,
    /// About one of these actions; empty = any.
    pub only: Vec<String>,
    /// About none of these actions.
    pub without: Vec<String>,
    /// None whose first frame contains one of these, to the letter.
    pub without_saying: Vec<String>,
    /// Problems only.
    pub problems: bool,
    /// What we asked of chargers only.
    pub orders: bool,
    /// Seen at or after.
    pub from: Option<Timestamp>,
    /// Seen before.
    pub to: Option<Timestamp>,
    /// The frames contain this, in whatever case of ASCII letters; or the action is one of `text_actions`.
    pub text: Option<String>,
    /// Actions that the searched text means.
    pub text_actions: Vec<String>,
    /// Texts that the searched text means: a frame that contains one of them, to the letter, is found too.
    pub text_means: Vec<String>,
}

/// A page of lines, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TracePage {
    /// The lines.
    pub lines: Vec<TraceLine>,
    /// There may be more below this number; `None` when everything was looked through.
    pub more: Option<i64>,
}

/// How many lines there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TraceCounts {
    /// In all.
    pub lines: u64,
    /// Problems among them.
    pub problems: u64,
    /// What we asked of chargers.
    pub orders: u64,
}

/// One look reads at most about this much, in bytes before compression: a rare word in a long history is found in
/// several looks, and none of them holds a reader for seconds.
const ONE_LOOK: i64 = 8 * 1024 * 1024;
/// Answers are looked for in at most this many blocks after a line.
const LATE_BLOCKS: i64 = 16;

const COLUMNS: &str = "SELECT first, last, late, raw, stations, actions, data, from_at, to_at FROM trace";

impl Reader<'_> {
    /// The number of the newest record; 0 when there is none.
    pub fn trace_newest(&self) -> Result<i64, Error> {
        table::trace::newest(self.db)
    }

    /// Lines below the number `before` (or the newest), newest first.
    pub fn trace_before(
        &self,
        filter: &TraceFilter,
        before: Option<i64>,
        limit: usize,
    ) -> Result<TracePage, Error> {
        let before = before.unwrap_or(i64::MAX);
        let mut late = self.late_answers(before)?;
        let mut page = TracePage::default();
        let mut read = 0;
        let mut rows = self.db.prepare_cached(&format!("{COLUMNS} WHERE first < ?1 ORDER BY first DESC"))?;
        let mut rows = rows.query([before])?;
        while let Some(row) = rows.next()? {
            if filter.from.is_some_and(|from| row.get(8).is_ok_and(|to_at: i64| to_at < from.0)) {
                return Ok(page);
            }
            if !filter.may_match(row)? {
                continue;
            }
            if read > ONE_LOOK {
                page.more = Some(row.get::<_, i64>(1)? + 1);
                return Ok(page);
            }
            read += row.get::<_, i64>(3)?;
            for record in records(row, 6)?.into_iter().rev() {
                match record {
                    Record::Late(answer) => {
                        late.entry(answer.to).or_insert(answer);
                    }
                    Record::Line(mut line) if line.number < before => {
                        settle(&mut line, &late);
                        if filter.matches(&line) {
                            if page.lines.len() == limit {
                                page.more = Some(line.number + 1);
                                return Ok(page);
                            }
                            page.lines.push(line);
                        }
                    }
                    Record::Line(_) => {}
                }
            }
        }
        Ok(page)
    }

    /// Lines that are new or newly answered since the record numbered `after`, newest first. When there are more than
    /// `limit`, only the newest ones, and `more` says so.
    pub fn trace_after(&self, filter: &TraceFilter, after: i64, limit: usize) -> Result<TracePage, Error> {
        let mut late: HashMap<i64, LateAnswer> = HashMap::new();
        let mut page = TracePage::default();
        let mut read = 0;
        let mut rows = self.db.prepare_cached(&format!("{COLUMNS} WHERE last > ?1 ORDER BY first DESC"))?;
        let mut rows = rows.query([after])?;
        while let Some(row) = rows.next()? {
            if !filter.may_match(row)? {
                continue;
            }
            read += row.get::<_, i64>(3)?;
            for record in records(row, 6)?.into_iter().rev() {
                match record {
                    Record::Late(answer) if answer.number > after => {
                        late.entry(answer.to).or_insert(answer);
                    }
                    Record::Line(mut line) if line.number > after || late.contains_key(&line.number) => {
                        settle(&mut line, &late);
                        late.remove(&line.number);
                        if filter.matches(&line) {
                            if page.lines.len() == limit || read > ONE_LOOK {
                                page.more = Some(line.number + 1);
                                return Ok(page);
                            }
                            page.lines.push(line);
                        }
                    }
                    _ => {}
                }
            }
        }
        // What is left of the answers belongs to lines in older blocks.
        let older: Vec<i64> = late.keys().copied().collect();
        for line in self.trace_lines(&older)? {
            if filter.matches(&line) && page.lines.len() < limit {
                page.lines.push(line);
            }
        }
        page.lines.sort_unstable_by_key(|line| std::cmp::Reverse(line.number));
        Ok(page)
    }

    /// These lines, as far as they are kept, whole.
    pub fn trace_lines(&self, numbers: &[i64]) -> Result<Vec<TraceLine>, Error> {
        let mut wanted = numbers.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        let mut found = Vec::new();
        let mut block = self.db.prepare_cached(&format!(
            "{COLUMNS} WHERE first <= ?1 AND last >= ?1 ORDER BY first DESC LIMIT 1"
        ))?;
        let mut done = i64::MIN;
        for number in &wanted {
            if *number <= done {
                continue;
            }
            let mut rows = block.query([number])?;
            let Some(row) = rows.next()? else { continue };
            done = row.get(1)?;
            let mut lines = lines(row)?;
            lines.retain(|line| wanted.binary_search(&line.number).is_ok());
            self.settle(&mut lines, done)?;
            found.extend(lines);
        }
        Ok(found)
    }

    /// Every line of a filter, oldest first, one at a time: memory stays flat however many there are.
    pub fn each_trace_line(
        &self,
        filter: &TraceFilter,
        mut each: impl FnMut(TraceLine) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut rows = self
            .db
            .prepare_cached(&format!("{COLUMNS} WHERE to_at >= ?1 AND from_at < ?2 ORDER BY first"))?;
        let from = filter.from.map_or(i64::MIN, |from| from.0);
        let to = filter.to.map_or(i64::MAX, |to| to.0);
        let mut rows = rows.query([from, to])?;
        while let Some(row) = rows.next()? {
            if !filter.may_match(row)? {
                continue;
            }
            let mut lines = lines(row)?;
            self.settle(&mut lines, row.get(1)?)?;
            lines.into_iter().filter(|line| filter.matches(line)).try_for_each(&mut each)?;
        }
        Ok(())
    }

    /// How many lines were seen since a moment, of one charger or of all. Counted by block: the last lines before the
    /// moment may be counted too.
    pub fn trace_counts(&self, station: Option<StationKey>, since: Timestamp) -> Result<TraceCounts, Error> {
        let mut rows = self.db.prepare_cached("SELECT stations FROM trace WHERE to_at >= ?1")?;
        let mut rows = rows.query([since.0])?;
        let mut counts = TraceCounts::default();
        while let Some(row) = rows.next()? {
            let shares = shares(row, 0)?;
            for (of, share) in shares.0 {
                if station.is_none_or(|station| station.0 == of) {
                    counts.lines += u64::from(share.lines);
                    counts.problems += u64::from(share.problems);
                    counts.orders += u64::from(share.orders);
                }
            }
        }
        Ok(counts)
    }

    /// About how many lines of a station lie in a stretch of time, and their size in bytes: counted by block, without
    /// unpacking any.
    pub fn trace_extent(
        &self,
        station: StationKey,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(u64, u64), Error> {
        let sql = "SELECT stations, raw FROM trace WHERE to_at >= ?1 AND from_at < ?2";
        let mut rows = self.db.prepare_cached(sql)?;
        let mut rows = rows.query([from.0, to.0])?;
        let (mut lines, mut bytes) = (0, 0);
        while let Some(row) = rows.next()? {
            let shares = shares(row, 0)?;
            let all: u64 = shares.0.values().map(|share| u64::from(share.lines)).sum();
            let own = shares.0.get(&station.0).map_or(0, |share| u64::from(share.lines));
            let raw = row.get::<_, i64>(1)?.unsigned_abs();
            lines += own;
            bytes += raw * own / all.max(1);
        }
        Ok((lines, bytes))
    }

    /// Answers in newer blocks to lines below a number.
    fn late_answers(&self, below: i64) -> Result<HashMap<i64, LateAnswer>, Error> {
        if below == i64::MAX {
            return Ok(HashMap::new());
        }
        let sql = "SELECT data FROM trace WHERE last >= ?1 AND late < ?1 ORDER BY first LIMIT ?2";
        collect(self.db.prepare_cached(sql)?.query([below, LATE_BLOCKS])?, below)
    }

    /// Gives the open lines of a block the answers that came after it.
    fn settle(&self, of: &mut [TraceLine], last: i64) -> Result<(), Error> {
        let waiting =
            |line: &&mut TraceLine| line.answer.is_none() && line.direction != Direction::Connection;
        let mut open: Vec<&mut TraceLine> = of.iter_mut().filter(waiting).collect();
        if open.is_empty() {
            return Ok(());
        }
        let sql = "SELECT data FROM trace WHERE first > ?1 AND late <= ?1 ORDER BY first LIMIT ?2";
        let mut rows = self.db.prepare_cached(sql)?;
        let late = collect(rows.query([last, LATE_BLOCKS])?, last + 1)?;
        open.iter_mut().for_each(|line| settle(line, &late));
        Ok(())
    }
}

/// The last answer to each line below a number.
fn collect(mut rows: rusqlite::Rows<'_>, below: i64) -> Result<HashMap<i64, LateAnswer>, Error> {
    let mut late = HashMap::new();
    while let Some(row) = rows.next()? {
        for record in records(row, 0)? {
            if let Record::Late(answer) = record
                && answer.to < below
            {
                late.insert(answer.to, answer);
            }
        }
    }
    Ok(late)
}

fn records(row: &Row<'_>, column: usize) -> Result<Vec<Record>, Error> {
    unpack(row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?)
}

fn shares(row: &Row<'_>, column: usize) -> Result<Shares, Error> {
    Shares::read(row.get_ref(column)?.as_blob().map_err(rusqlite::Error::from)?)
}

/// The lines of a block, with the answers that the block itself holds.
fn lines(row: &Row<'_>) -> Result<Vec<TraceLine>, Error> {
    let mut late = HashMap::new();
    let mut lines = Vec::new();
    for record in records(row, 6)? {
        match record {
            Record::Line(line) => lines.push(line),
            Record::Late(answer) => drop(late.insert(answer.to, answer)),
        }
    }
    lines.iter_mut().for_each(|line| settle(line, &late));
    Ok(lines)
}

/// Gives a line its answer, if one came later.
fn settle(line: &mut TraceLine, late: &HashMap<i64, LateAnswer>) {
    if let Some(answer) = late.get(&line.number) {
        line.verdict = answer.verdict;
        line.answer = Some(answer.answer.clone());
    }
}

impl TraceFilter {
    /// Whether a block may hold a line of it, without unpacking the block.
    fn may_match(&self, row: &Row<'_>) -> Result<bool, Error> {
        if let Some(station) = self.station {
            let shares = shares(row, 4)?;
            if !shares.0.contains_key(&station.0) {
                return Ok(false);
            }
        }
        if self.only.is_empty() {
            return Ok(true);
        }
        let actions = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
        Ok(self.only.iter().any(|action| actions.contains(&format!(" {action} "))))
    }

    fn matches(&self, line: &TraceLine) -> bool {
        let of_station = self.station.is_none_or(|station| line.station == Some(station));
        let in_time = self.from.is_none_or(|from| line.at >= from) && self.to.is_none_or(|to| line.at < to);
        let of_kind = (!self.problems || line.verdict.is_problem())
            && (!self.orders || line.direction == Direction::ToCharger);
        let of_action = (self.only.is_empty() || self.only.contains(&line.action))
            && !self.without.contains(&line.action)
            && !self.without_saying.iter().any(|words| line.call.contains(words.as_str()));
        of_station && in_time && of_kind && of_action && self.finds(line)
    }

    fn finds(&self, line: &TraceLine) -> bool {
        let Some(text) = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
            return true;
        };
        let answer = line.answer.as_ref().map_or("", |answer| &answer.text);
        self.text_actions.contains(&line.action)
            || [&line.action, &line.call, answer].iter().any(|part| contains(part, text))
            || self.text_means.iter().any(|meant| line.call.contains(meant) || answer.contains(meant))
    }
}

/// Whether a text contains another one, without regard to the case of ASCII letters.
fn contains(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let Some(first) = wanted.first().map(u8::to_ascii_lowercase) else { return true };
    text.iter().enumerate().any(|(at, byte)| {
        byte.to_ascii_lowercase() == first
            && text.get(at..at + wanted.len()).is_some_and(|part| part.eq_ignore_ascii_case(wanted))
    })
}
