//! What passes between a charger and the centre, before it is put in the words of a generation.

use jiff::Timestamp;

use crate::bay::{Phase, Why};
use crate::meter::Reading;

/// A charge from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Our own number for it.
    pub id: u32,
    /// Index of its bay.
    pub bay: usize,
    /// The card.
    pub card: String,
    /// The card's kind, in the second generation's words.
    pub kind: String,
    /// Its name in the second generation.
    pub name: String,
    /// The order that began it.
    pub order: Option<i64>,
    /// The reservation that it uses up.
    pub reservation: Option<i64>,
    /// When it began.
    pub began: Timestamp,
}

/// Something to tell the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// When it happened.
    pub at: Timestamp,
    /// It happened while there was no connection.
    pub offline: bool,
    /// What.
    pub what: What,
    /// How often it was sent without being answered properly.
    pub tries: u8,
}

/// What there is to tell.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// It started.
    Boot,
    /// It is there.
    Heartbeat,
    /// The state of a bay; `None` = of the whole charger, which is in service.
    Phase(Option<usize>, Phase),
    /// May this card charge at this bay?
    Card(usize, String),
    /// A reading outside any session.
    Meter(usize, Reading),
    /// A reading at a whole interval of the clock, with the session that runs there.
    Clock(usize, Option<u32>, Reading),
    /// How its update goes, with the number of the order.
    Firmware(Word, Option<i64>),
    /// How its log goes, with the number of the order.
    Log(Word, Option<i64>),
    /// Nothing is going on, in a message of this name.
    Idle(&'static str),
    /// A session began.
    Begin(Session, Reading),
    /// A reading of a session, with the number of this message in its session.
    Sample(Session, u32, Reading),
    /// The car stopped or resumed taking power.
    Turn(Session, u32, Phase, Reading),
    /// A session ended.
    End(Session, u32, Why, Reading),
}

impl Message {
    /// Whether it is about money, or about something that takes long: then it is kept until the centre has answered.
    pub fn is_kept(&self) -> bool {
        use What::{
            Begin, Boot, Card, Clock, End, Firmware, Heartbeat, Idle, Log, Meter, Phase, Sample, Turn,
        };
        match self.what {
            Begin(..) | Sample(..) | Turn(..) | End(..) | Firmware(..) | Log(..) => true,
            Boot | Heartbeat | Phase(..) | Card(..) | Meter(..) | Clock(..) | Idle(_) => false,
        }
    }
}

/// Something that the centre wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Start a charge, at any free bay when none is named.
    Start {
        /// Index of the bay.
        bay: Option<usize>,
        /// For this card.
        card: String,
        /// The card's kind.
        kind: String,
        /// The order's number.
        order: Option<i64>,
    },
    /// Stop the session of this name or number.
    Stop(String),
    /// Restart, at once or gently.
    Restart {
        /// At once.
        hard: bool,
    },
    /// Let go of the cable.
    Unlock(usize),
    /// In or out of service.
    Service {
        /// Index of the bay; `None` = all.
        bay: Option<usize>,
        /// In service.
        operative: bool,
    },
    /// Send a message now.
    Trigger {
        /// Its name.
        what: String,
        /// Index of the bay; `None` = all.
        bay: Option<usize>,
    },
}

/// The answer to an order, as its status word.
pub type Word = &'static str;
