//! The trace of all frames as it is kept: numbered records in compressed blocks. What a frame means is not known here;
//! whoever records says what it is about and how it looks.

mod block;

use domain::station::StationKey;
use domain::time::Timestamp;

pub use block::Block;
pub(crate) use block::{Shares, unpack};

/// Who began, or what else it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The charger asked or told.
    FromCharger,
    /// We asked.
    ToCharger,
    /// The connection itself: made, lost, turned away.
    Connection,
}

/// How a line looks to an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
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

impl Verdict {
    /// Whether an operator who looks for problems wants to see it.
    pub fn is_problem(self) -> bool {
        matches!(self, Self::Warn | Self::Bad | Self::NoAnswer)
    }
}

/// One line: a question with its answer, or something about a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceLine {
    /// Its number; later lines have higher ones.
    pub number: i64,
    /// When the first frame was seen.
    pub at: Timestamp,
    /// The charger; `None` when it is not known.
    pub station: Option<StationKey>,
    /// Who began.
    pub direction: Direction,
    /// How it looks, with its answer.
    pub verdict: Verdict,
    /// What it is about, one word; empty when that cannot be read.
    pub action: String,
    /// The first frame, or a JSON object about the connection.
    pub call: String,
    /// The answer, once there is one.
    pub answer: Option<TraceAnswer>,
}

/// The answer of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceAnswer {
    /// When it was seen.
    pub at: Timestamp,
    /// The frame; empty when none came in time.
    pub text: String,
}

/// What is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A line, with its answer if that was quick.
    Line(TraceLine),
    /// The answer to a line that was stored before it came.
    Late(LateAnswer),
}

/// An answer that came after its line was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateAnswer {
    /// Its own number.
    pub number: i64,
    /// The line's number.
    pub to: i64,
    /// The line's charger.
    pub station: Option<StationKey>,
    /// Who began the line.
    pub direction: Direction,
    /// What the line is about.
    pub action: String,
    /// How the line looks now.
    pub verdict: Verdict,
    /// The answer.
    pub answer: TraceAnswer,
}

impl Record {
    /// Its number.
    pub fn number(&self) -> i64 {
        match self {
            Self::Line(line) => line.number,
            Self::Late(late) => late.number,
        }
    }

    /// When it was seen.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Line(line) => line.at,
            Self::Late(late) => late.answer.at,
        }
    }

    /// About how many bytes it takes before compression.
    pub fn size(&self) -> usize {
        const HEAD: usize = 16;
        match self {
            Self::Line(line) => {
                let answer = line.answer.as_ref().map_or(0, |answer| answer.text.len());
                HEAD + line.action.len() + line.call.len() + answer
            }
            Self::Late(late) => HEAD + late.action.len() + late.answer.text.len(),
        }
    }

    pub(crate) fn station(&self) -> Option<StationKey> {
        match self {
            Self::Line(line) => line.station,
            Self::Late(late) => late.station,
        }
    }

    pub(crate) fn action(&self) -> &str {
        match self {
            Self::Line(line) => &line.action,
            Self::Late(late) => &late.action,
        }
    }
}
