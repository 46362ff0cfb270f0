//! What of all that is stored concerns transfers.

use domain::event::Event;
use domain::order::{Finding, OrderKey, OrderState, Progress};
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use store::Committed;

/// A fact that may move a transfer; the words and deeds of a station with their time.
#[derive(Debug)]
pub(super) enum Seen {
    /// A station told about a transfer.
    Progressed(StationKey, Progress, Timestamp),
    /// A station booted with this version.
    Booted(StationKey, String, Timestamp),
    /// An order moved on.
    Ordered(OrderKey, OrderState, String, Timestamp),
    /// A station named the file that it will send.
    Announced(OrderKey, String),
    /// Something changed around a station: it came, it went, a charge began.
    Around(StationKey),
    /// A charge ended.
    Charged(StationKey, SessionKey),
}

impl Seen {
    pub(super) fn of(fact: &Committed) -> Option<Self> {
        let station = fact.station?;
        Some(match &fact.event {
            Event::Progressed(progress) => Self::Progressed(station, progress.clone(), fact.at),
            Event::Booted(boot) => Self::Booted(station, boot.firmware.clone(), fact.at),
            Event::OrderMoved { order, state, detail, at } => {
                Self::Ordered(*order, *state, detail.clone(), *at)
            }
            Event::Found { order, finding: Finding::File(Some(name)), .. } => {
                Self::Announced(*order, name.clone())
            }
            Event::Connected(_) | Event::Disconnected(_) | Event::SessionBegan(_) | Event::Admitted(_) => {
                Self::Around(station)
            }
            Event::SessionEnded(ended) => Self::Charged(station, ended.session),
            _ => return None,
        })
    }
}
