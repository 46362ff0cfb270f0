//! The trace of all messages: lines, and which of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which lines of the trace, newest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct TraceQuery {
    /// Of this charger only.
    pub station: Option<u32>,
    /// About one of these actions only; empty = any.
    pub only: Vec<String>,
    /// About none of these actions.
    pub without: Vec<String>,
    /// None whose first message contains one of these, to the letter.
    pub without_saying: Vec<String>,
    /// Problems only.
    pub problems: bool,
    /// What we asked of chargers only.
    pub orders: bool,
    /// The messages contain this.
    pub text: Option<String>,
    /// Actions that the searched text means on the screen; such lines are found too.
    pub text_actions: Vec<String>,
    /// Texts that the searched text means on the screen, to the letter; lines with one of them are found too.
    pub text_means: Vec<String>,
    /// Seen at or after.
    #[ts(type = "number | null")]
    pub from: Option<i64>,
    /// Seen before.
    #[ts(type = "number | null")]
    pub to: Option<i64>,
    /// Go back from below this number; `null` = from the newest.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// Only what is new or newly answered since `newest` was this. Goes before `before`.
    #[ts(type = "number | null")]
    pub after: Option<i64>,
    /// How many, at most 500; 0 means 200.
    pub limit: u32,
}

/// Some lines of the trace, and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TracePage {
    /// The lines, newest first. A line that was given out before and is answered now comes again.
    pub lines: Vec<TraceLineView>,
    /// Go on with `before` = this; `null` = there are no more. With `after`: not `null` means that there was more news
    /// than fits, so that lines between this page and the last one are missing.
    #[ts(type = "number | null")]
    pub more: Option<i64>,
    /// What to ask `after` next.
    #[ts(type = "number")]
    pub newest: i64,
    /// Today's counts, of the charger asked for or of all.
    pub today: TraceCounts,
    /// Lines of all chargers in the last minute.
    pub per_minute: u32,
    /// Messages that came too fast to be recorded since the program started.
    #[ts(type = "number")]
    pub lost: u64,
}

/// How many lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TraceCounts {
    /// In all.
    #[ts(type = "number")]
    pub lines: u64,
    /// Problems among them.
    #[ts(type = "number")]
    pub problems: u64,
    /// What we asked of chargers.
    #[ts(type = "number")]
    pub orders: u64,
}

/// One question with its answer, or something about a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TraceLineView {
    /// Its number; later lines have higher ones.
    #[ts(type = "number")]
    pub number: i64,
    /// When the first message was seen.
    #[ts(type = "number")]
    pub at: i64,
    /// The charger; `null` when it is not known.
    pub station: Option<u32>,
    /// Who began.
    pub direction: TraceDirection,
    /// How it looks, with its answer.
    pub verdict: TraceVerdict,
    /// What it is about; empty when that cannot be read. For a connection `connected`, `ended`, `turnedAway`,
    /// `unrecorded`.
    pub action: String,
    /// The first message as it was on the wire, secrets hidden; for a connection a JSON object with its facts.
    pub call: String,
    /// The answer; `null` while there is none.
    pub answer: Option<TraceAnswerView>,
    /// A message is too long for a list and was left out: ask for the line.
    pub cut: bool,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TraceAnswerView {
    /// When it was seen; for `noAnswer` when it was given up.
    #[ts(type = "number")]
    pub at: i64,
    /// The message as it was on the wire; empty when none came.
    pub text: String,
}

/// Who began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TraceDirection {
    /// The charger asked or told.
    FromCharger,
    /// We asked.
    ToCharger,
    /// The connection itself.
    Connection,
}

/// How a line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TraceVerdict {
    /// No answer yet.
    Open,
    /// As it should be.
    Fine,
    /// Something to know of.
    Warn,
    /// Refused, failed or faulted.
    Bad,
    /// No answer came in time.
    NoAnswer,
}
