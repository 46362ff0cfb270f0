//! The trace of all messages.

use std::sync::Arc;

use domain::station::StationKey;
use domain::time::Timestamp;
use store::query::TraceFilter;
use store::trace::{Direction, TraceLine, Verdict};

use super::{not_found, today};
use crate::console::Inner;
use crate::fault::Fault;
use crate::view::{
    TraceAnswerView, TraceCounts, TraceDirection, TraceLineView, TracePage, TraceQuery, TraceVerdict,
};

/// A message longer than this, in bytes, is left out of lists.
const LONG: usize = 4096;

/// A page, going back or forward.
pub async fn page(inner: &Arc<Inner>, query: TraceQuery) -> Result<TracePage, Fault> {
    let limit = if query.limit == 0 { 200 } else { query.limit.min(500) };
    let limit = usize::try_from(limit).unwrap_or(500);
    let midnight = today::midnight(inner).await?;
    let rate = inner.centre.read().await.as_ref().map(central::Centre::trace_rate).unwrap_or_default();
    let (before, after) = (query.before, query.after);
    let station = query.station.map(StationKey);
    let filter = filter(query);
    inner
        .read(move |reader| {
            let newest = reader.trace_newest()?;
            let page = match after {
                // A number from a trace that is gone: begin anew.
                Some(after) if after > newest => reader.trace_after(&filter, 0, limit)?,
                Some(after) => reader.trace_after(&filter, after, limit)?,
                None => reader.trace_before(&filter, before, limit)?,
            };
            let counts = reader.trace_counts(station, midnight)?;
            Ok(TracePage {
                lines: page.lines.into_iter().map(|line| view(line, LONG)).collect(),
                more: page.more,
                newest,
                today: TraceCounts { lines: counts.lines, problems: counts.problems, orders: counts.orders },
                per_minute: rate.per_minute,
                lost: rate.lost,
            })
        })
        .await
}

/// One line, whole.
pub async fn line(inner: &Arc<Inner>, number: i64) -> Result<TraceLineView, Fault> {
    let found = inner.read(move |reader| reader.trace_lines(&[number])).await?;
    found.into_iter().next().map(|line| view(line, usize::MAX)).ok_or_else(|| not_found("message"))
}

fn filter(query: TraceQuery) -> TraceFilter {
    TraceFilter {
        station: query.station.map(StationKey),
        only: query.only,
        without: query.without,
        without_saying: query.without_saying,
        problems: query.problems,
        orders: query.orders,
        from: query.from.map(Timestamp),
        to: query.to.map(Timestamp),
        text: query.text,
        text_actions: query.text_actions,
        text_means: query.text_means,
    }
}

fn view(line: TraceLine, longest: usize) -> TraceLineView {
    let mut cut = false;
    let mut fitting = |text: String| {
        if text.len() > longest {
            cut = true;
            return String::new();
        }
        text
    };
    let call = fitting(line.call);
    let answer = line.answer.map(|answer| TraceAnswerView { at: answer.at.0, text: fitting(answer.text) });
    TraceLineView {
        number: line.number,
        at: line.at.0,
        station: line.station.map(|station| station.0),
        direction: match line.direction {
            Direction::FromCharger => TraceDirection::FromCharger,
            Direction::ToCharger => TraceDirection::ToCharger,
            Direction::Connection => TraceDirection::Connection,
        },
        verdict: match line.verdict {
            Verdict::Open => TraceVerdict::Open,
            Verdict::Fine => TraceVerdict::Fine,
            Verdict::Warn => TraceVerdict::Warn,
            Verdict::Bad => TraceVerdict::Bad,
            Verdict::NoAnswer => TraceVerdict::NoAnswer,
        },
        action: line.action,
        call,
        answer,
        cut,
    }
}
