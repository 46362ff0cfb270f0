//! One message of a station, decided: the events that follow and the answer.

use crate::ask::{Answer, Ask, StatusReport};
use crate::event::{ConnectorChange, Event};
use crate::session;
use crate::station::{Admission, answer_boot};
use crate::time::{StationTime, Timestamp};
use crate::token::{IdToken, TokenStatus, verdict};
use crate::world::World;

/// What follows from a message: facts to store, and the answer that may be sent once they are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Facts, in order.
    pub events: Vec<Event>,
    /// The answer.
    pub answer: Answer,
}

/// Decides one message received at `now`.
///
/// A station that has not been accepted gets an answer to its boot only (1.6-J errata, 2.0.1 B01–B03). Everything
/// else it says is refused so that it keeps it and repeats it later.
pub fn decide<W: World>(world: &mut W, ask: Ask, now: Timestamp) -> Result<Decision, W::Error> {
    let admission = world.admission()?;
    if let Ask::Boot(boot) = ask {
        return Ok(Decision {
            events: vec![Event::Booted(boot)],
            answer: Answer::Boot(answer_boot(admission)),
        });
    }
    if admission != Admission::Accepted {
        return Ok(Decision { events: Vec::new(), answer: Answer::NotAccepted });
    }
    match ask {
        Ask::Boot(_) => unreachable!("answered above"),
        Ask::Heartbeat => Ok(noted(vec![Event::Heard])),
        Ask::VendorData => Ok(Decision { events: vec![Event::Heard], answer: Answer::UnknownVendor }),
        Ask::Status(report) => Ok(noted(vec![status(report, now)])),
        Ask::Authorize(token) => authorize(world, token, now),
        Ask::Begin(begin) => session::begin(world, begin, now),
        Ask::Measure(report) => session::measure(world, report, now),
        Ask::End(end) => session::end(world, end, now),
        Ask::Transaction(fact) => session::transaction(world, *fact, now),
        Ask::Notice(notice) => Ok(noted(vec![Event::NoticeKept(notice)])),
    }
}

fn noted(events: Vec<Event>) -> Decision {
    Decision { events, answer: Answer::Done }
}

fn status(report: StatusReport, now: Timestamp) -> Event {
    let at = StationTime::judge(report.at, now).at;
    Event::ConnectorChanged(ConnectorChange { place: report.place, status: report.status, at })
}

fn authorize<W: World>(world: &mut W, token: IdToken, now: Timestamp) -> Result<Decision, W::Error> {
    let verdict = verdict(&token, world.token(&token)?, world.policy(), now);
    let refused = verdict.status != TokenStatus::Accepted;
    Ok(Decision {
        events: vec![Event::TokenSeen { token, refused, at: now }],
        answer: Answer::Token(verdict),
    })
}
