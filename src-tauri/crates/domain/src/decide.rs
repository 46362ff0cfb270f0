//! One message of a station, decided: the events that follow and the answer.

use crate::ask::{Answer, Ask, Occasion, StatusReport};
use crate::event::{ConnectorChange, Event};
use crate::place::Place;
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
/// A station that has not been accepted gets an answer to its boot and to what we asked it for (1.6-J errata, 2.0.1
/// B01–B03). Everything else it says is refused so that it keeps it and repeats it later.
pub fn decide<W: World>(
    world: &mut W,
    ask: Ask,
    occasion: Occasion,
    now: Timestamp,
) -> Result<Decision, W::Error> {
    let admission = world.admission()?;
    if let Ask::Boot(boot) = ask {
        let mut events = vec![Event::Booted(boot)];
        if admission == Admission::Accepted && occasion == Occasion::Unasked {
            events.extend(session::interrupt::after_boot(world, now)?);
        }
        return Ok(Decision { events, answer: Answer::Boot(answer_boot(admission)) });
    }
    if admission == Admission::Refused || admission == Admission::Pending && occasion == Occasion::Unasked {
        return Ok(Decision { events: Vec::new(), answer: Answer::NotAccepted });
    }
    match ask {
        Ask::Boot(_) => unreachable!("answered above"),
        Ask::Heartbeat => Ok(noted(vec![Event::Heard])),
        Ask::VendorData => Ok(Decision { events: vec![Event::Heard], answer: Answer::UnknownVendor }),
        Ask::Status(report) => status(world, report, now),
        Ask::Authorize(token) => authorize(world, token, now),
        Ask::Begin(begin) => session::begin(world, begin, now),
        Ask::Measure(report) => session::measure(world, report, now),
        Ask::End(end) => session::end(world, end, now),
        Ask::Transaction(fact) => session::transaction(world, *fact, now),
        Ask::Progress(progress) => Ok(noted(vec![Event::Progressed(progress)])),
        Ask::SignCertificate(request) => Ok(noted(vec![Event::CertificateWanted(request)])),
        Ask::Notice(notice) => Ok(noted(vec![Event::NoticeKept(notice)])),
    }
}

fn noted(events: Vec<Event>) -> Decision {
    Decision { events, answer: Answer::Done }
}

fn status<W: World>(world: &mut W, report: StatusReport, now: Timestamp) -> Result<Decision, W::Error> {
    let at = StationTime::judge(report.at, now).at;
    let seen = (report.status.availability, report.status.phase);
    let mut events = Vec::with_capacity(2);
    if let Place::Connector(connector) = report.place {
        events.extend(session::interrupt::after_status(world, connector, seen, at, now)?);
    }
    events.push(Event::ConnectorChanged(ConnectorChange { place: report.place, status: report.status, at }));
    Ok(noted(events))
}

fn authorize<W: World>(world: &mut W, token: IdToken, now: Timestamp) -> Result<Decision, W::Error> {
    let mut verdict = verdict(&token, world.token(&token)?, world.policy(), now);
    // Shown to end its own session a token must stay valid: 1.6 asks about it again before stopping (section 3.4).
    if verdict.status == TokenStatus::Accepted
        && world.policy().one_session_per_token
        && world.charges_elsewhere(&token, None)?
        && world
            .open_sessions()?
            .iter()
            .all(|s| s.token.as_ref().is_none_or(|t| t.folded() != token.folded()))
    {
        verdict.status = TokenStatus::ConcurrentTx;
    }
    let refused = verdict.status != TokenStatus::Accepted;
    Ok(Decision {
        events: vec![Event::TokenSeen { token, refused, at: now }],
        answer: Answer::Token(verdict),
    })
}
