//! The trace as a file: one JSON object a line, oldest first.
//!
//! `time` and `answered` are UTC; `charger` is the station's own name; `from` is `charger`, `forecourt` or `connection`;
//! `latency_ms` is from the call to its answer; `call` and `answer` are the frames as they were on the wire, as JSON
//! where they are JSON and as text otherwise. Passwords and keys were never recorded.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

use domain::station::StationKey;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use store::query::TraceFilter;
use store::trace::{Direction, TraceLine, Verdict};

use crate::console::{Console, Inner};
use crate::fault::{Fault, FaultCode};
use crate::handle;

/// What of the trace shall be saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TraceWanted {
    /// Seen at or after, in milliseconds since the Unix epoch.
    pub from: Option<i64>,
    /// Seen before.
    pub to: Option<i64>,
    /// Of this charger only.
    pub station: Option<u32>,
    /// Of id tokens, keep the last four characters only.
    pub mask: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    number: i64,
    time: String,
    charger: Option<&'a str>,
    bay: Option<u16>,
    from: &'static str,
    action: &'a str,
    outcome: &'static str,
    problem: bool,
    latency_ms: Option<i64>,
    answered: Option<String>,
    call: Frame<'a>,
    answer: Option<Frame<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Frame<'a> {
    Json(Box<RawValue>),
    Text(Cow<'a, str>),
}

impl Console {
    /// Writes the trace into `out` as JSON lines, oldest first, line by line: memory stays flat. Blocks.
    ///
    /// # Errors
    /// [`FaultCode::Internal`] when `out` takes no more, and whatever reading may fail with.
    pub async fn export_trace<W: Write + Send + 'static>(
        &self,
        wanted: TraceWanted,
        out: W,
    ) -> Result<W, Fault> {
        let inner = Arc::clone(&self.inner);
        let written = tokio::task::spawn_blocking(move || write(&inner, &wanted, out));
        written.await.map_err(|error| internal(&error))?
    }

    /// A name for such a file that every system takes: `trace.jsonl`, or with the charger's name in it.
    pub async fn trace_file_name(&self, wanted: &TraceWanted) -> String {
        let Some(station) = wanted.station else { return "trace.jsonl".to_owned() };
        let row = self.inner.read(move |reader| reader.station(StationKey(station))).await;
        let identity = row.ok().flatten().map_or_else(|| station.to_string(), |row| row.identity);
        format!("trace-{}.jsonl", plain(&identity))
    }
}

/// A name reduced to letters, digits, dots and dashes.
pub fn plain(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') { c } else { '-' };
    let name: String = name.chars().map(plain).take(60).collect();
    name.trim_matches(['.', '-']).to_owned()
}

fn write<W: Write>(inner: &Inner, wanted: &TraceWanted, mut out: W) -> Result<W, Fault> {
    let filter = TraceFilter {
        from: wanted.from.map(Timestamp),
        to: wanted.to.map(Timestamp),
        station: wanted.station.map(StationKey),
        ..TraceFilter::default()
    };
    let mut broken = None;
    let read = inner.store.read(|reader| {
        let stations = reader.stations()?.into_iter().map(|row| (row.key, (row.identity, row.bay)));
        let stations: HashMap<StationKey, (String, Option<u16>)> = stations.collect();
        reader.each_trace_line(&filter, |line| {
            let known = line.station.and_then(|station| stations.get(&station));
            put(&mut out, &line, known, |frame| hidden(frame, wanted.mask)).map_err(|error| {
                broken = Some(error);
                // Any error will do: it only ends the reading.
                store::Error::Busy
            })
        })
    });
    if let Some(error) = broken {
        return Err(internal(&error));
    }
    read.map_err(handle::storage_fault)?;
    out.flush().map(|()| out).map_err(|error| internal(&error))
}

/// A frame as it goes out.
fn hidden(text: &str, mask: bool) -> Cow<'_, str> {
    if mask { central::trace::without_tokens(text) } else { Cow::Borrowed(text) }
}

/// Writes a line. `known` = the station's own name and its bay; `hide` takes out of a frame what must not go out.
pub fn put(
    out: &mut impl Write,
    line: &TraceLine,
    known: Option<&(String, Option<u16>)>,
    hide: impl for<'a> Fn(&'a str) -> Cow<'a, str>,
) -> std::io::Result<()> {
    let frame = |text: &str| {
        let text = hide(text).into_owned();
        // Some chargers print their frames over several lines; between values a blank means the same.
        match RawValue::from_string(text.replace(['\r', '\n'], " ")) {
            Ok(json) => Frame::Json(json),
            Err(_) => Frame::Text(Cow::Owned(text)),
        }
    };
    let answer = line.answer.as_ref().filter(|answer| !answer.text.is_empty());
    let json = serde_json::to_string(&Line {
        number: line.number,
        time: time(line.at),
        charger: known.map(|(identity, _)| identity.as_str()),
        bay: known.and_then(|(_, bay)| *bay),
        from: match line.direction {
            Direction::FromCharger => "charger",
            Direction::ToCharger => "forecourt",
            Direction::Connection => "connection",
        },
        action: &line.action,
        outcome: match line.verdict {
            Verdict::Open => "open",
            Verdict::Fine => "ok",
            Verdict::Warn => "warning",
            Verdict::Bad => "bad",
            Verdict::NoAnswer => "no answer",
        },
        problem: line.verdict.is_problem(),
        latency_ms: answer.map(|answer| answer.at.since(line.at)),
        answered: answer.map(|answer| time(answer.at)),
        call: frame(&line.call),
        answer: answer.map(|answer| frame(&answer.text)),
    })?;
    out.write_all(json.as_bytes())?;
    out.write_all(b"\n")
}

/// A moment as text, UTC.
pub fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| format!("{at:.3}")).unwrap_or_default()
}

fn internal(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(FaultCode::Internal).with("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_hold_nothing_that_a_system_minds() {
        assert_eq!(plain("CP-01"), "CP-01");
        assert_eq!(plain("../a b/\"ü\r\n"), "a-b");
        assert_eq!(plain(&"x".repeat(500)).len(), 60);
    }

    #[test]
    fn a_line_of_the_file_is_one_line_whatever_the_charger_printed() {
        let mut line = TraceLine {
            number: 1,
            at: Timestamp(0),
            station: None,
            direction: Direction::FromCharger,
            verdict: Verdict::Open,
            action: "Authorize".to_owned(),
            call: "[2,\n \"1\",\n\"Authorize\",{\"idTag\":\"04A1B2C9\"}]".to_owned(),
            answer: None,
        };
        let text = |line: &TraceLine, mask| {
            let mut out = Vec::new();
            put(&mut out, line, None, |frame| hidden(frame, mask)).expect("memory takes it");
            String::from_utf8(out).expect("text")
        };
        let json: serde_json::Value = serde_json::from_str(&text(&line, false)).expect("JSON");
        assert_eq!(
            (&json["call"][3]["idTag"], &json["time"]),
            (&"04A1B2C9".into(), &"1970-01-01T00:00:00.000Z".into())
        );
        assert!(!text(&line, true).contains("04A1"));
        line.call = "no\nJSON".to_owned();
        assert_eq!(text(&line, false).lines().count(), 1);
    }
}
