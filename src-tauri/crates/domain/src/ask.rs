//! What a station can ask or tell, and what we answer: the versions' differences end here.

use crate::connector::ConnectorStatus;
use crate::fault::{FaultNews, FaultSign};
use crate::order::Progress;
use crate::place::Place;
use crate::session::{Begin, End, Measurements, TransactionFact};
use crate::station::{Boot, BootAnswer};
use crate::time::Timestamp;
use crate::token::{IdToken, TokenVerdict};

/// A message from a station, in the words of the trade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// It started up and says who it is.
    Boot(Boot),
    /// It is there and wants the time.
    Heartbeat,
    /// A connector's, or its own, state.
    Status(StatusReport),
    /// May this token charge?
    Authorize(IdToken),
    /// A session began (1.6).
    Begin(Begin),
    /// Meter readings.
    Measure(Measurements),
    /// A session ended (1.6).
    End(End),
    /// A session began, went on or ended (2.x).
    Transaction(Box<TransactionFact>),
    /// A vendor's own message, which we do not know.
    VendorData,
    /// How far a file's transfer is.
    Progress(Progress),
    /// It wants a certificate of its own: the request to sign, PEM.
    SignCertificate(String),
    /// Something to keep and acknowledge: a security event, a part of an inventory, a notice.
    Notice(Notice),
}

/// The state of a place at a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusReport {
    /// Where.
    pub place: Place,
    /// What.
    pub status: ConnectorStatus,
    /// What is wrong there; `None` = all is well.
    pub fault: Option<Box<FaultSign>>,
    /// When, by the station's clock.
    pub at: Option<Timestamp>,
}

/// Something kept and acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What kind, for example the message's name.
    pub kind: String,
    /// Its content, as the station sent it.
    pub content: String,
    /// What it tells of faults.
    pub faults: Vec<FaultNews>,
    /// When, by the station's clock.
    pub at: Option<Timestamp>,
}

/// Which of our triggers a message answers is not said in it; the link that asked knows.
///
/// A station that waits to be let in is refused everything but its boot, except what we asked it for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It speaks for itself.
    Unasked,
    /// We asked for it with a trigger.
    Triggered,
}

/// Our answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// To a boot.
    Boot(BootAnswer),
    /// Noted (or: the time).
    Done,
    /// About a token.
    Token(TokenVerdict),
    /// A session has this number, and its token this standing.
    Begun {
        /// Our number, always positive.
        transaction: i32,
        /// May its token charge?
        token: TokenVerdict,
    },
    /// The session's end or message is booked; the verdict on the token that came along.
    Booked(Option<TokenVerdict>),
    /// Booked, with what the session costs so far or in all, tax included.
    Priced {
        /// The verdict on the token that came along.
        token: Option<TokenVerdict>,
        /// Smallest units of the currency.
        minor: i64,
        /// Digits of the smallest unit.
        digits: u8,
    },
    /// We know nothing of that vendor's message.
    UnknownVendor,
    /// The station has not been accepted yet: nothing but a boot is answered.
    NotAccepted,
}
