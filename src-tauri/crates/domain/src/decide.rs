//! One message of a station, decided: the events that follow and the answer.

use crate::ask::{Answer, Ask, Notice, Occasion, StatusReport};
use crate::event::{ConnectorChange, Event};
use crate::fault::{self, FaultNews, OpenFault};
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
        events.extend(fault::after_boot(&world.open_faults()?, now));
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
        Ask::Notice(notice) => notice_kept(world, notice, now),
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
    let open = world.open_faults()?;
    if report.fault.is_some() || !open.is_empty() {
        events.extend(fault::after_status(
            &open,
            world.next_fault()?,
            report.place,
            report.fault.map(|sign| *sign),
            at,
        ));
    }
    events.push(Event::ConnectorChanged(ConnectorChange { place: report.place, status: report.status, at }));
    Ok(noted(events))
}

/// Of one notice every fault is looked at with those before it in mind.
fn notice_kept<W: World>(world: &mut W, mut notice: Notice, now: Timestamp) -> Result<Decision, W::Error> {
    let news = std::mem::take(&mut notice.faults);
    let mut events = vec![Event::NoticeKept(notice)];
    if news.is_empty() {
        return Ok(noted(events));
    }
    let (mut open, mut next) = (world.open_faults()?, world.next_fault()?);
    for FaultNews { sign, over, at } in news {
        let at = StationTime::judge(at, now).at;
        for event in fault::after_event(&open, next, sign, over, at) {
            match &event {
                Event::FaultSeen { fault, sign, .. } => {
                    open.retain(|known| known.key != *fault);
                    open.push(OpenFault { key: *fault, sign: sign.clone() });
                    next.0 += u32::from(*fault == next);
                }
                Event::FaultOver { fault, .. } => open.retain(|known| known.key != *fault),
                _ => {}
            }
            events.push(event);
        }
    }
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
