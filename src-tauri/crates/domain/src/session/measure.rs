//! Meter readings (MeterValues), inside a session or beside any.

use crate::ask::Answer;
use crate::decide::Decision;
use crate::energy::WattHours;
use crate::event::{Event, Measured, SessionProgress, TimedSample};
use crate::session::end::runs_backwards;
use crate::session::interrupt::reopen;
use crate::session::{Flags, Measurements, Session, WireRef};
use crate::time::Timestamp;
use crate::world::World;

/// Books readings. They belong to the session of their number; without a usable number (stations send 0, -1, one of
/// their own, or one that is over since before the next began) to the open session at their connector. Readings that come after the end are kept with the
/// session and change nothing that is billed; they open it again only where it was us who took it for interrupted.
pub fn measure<W: World>(world: &mut W, report: Measurements, now: Timestamp) -> Result<Decision, W::Error> {
    let by_number = match report.transaction.filter(|number| *number > 0) {
        Some(number) => world.session(&WireRef::Central(number))?,
        None => None,
    };
    let samples = TimedSample::all(report.samples, now);
    let session = match (by_number, report.at_connector) {
        // Readings without a session of their own are the station's routine; a number we do not know is a lost session.
        (None, Some(at)) => world.open_session_at(at)?,
        (Some(told), Some(at)) if !told.is_open() => {
            let since = world.open_session_at(at)?;
            Some(since.filter(|open| is_of(open, &told, &samples)).unwrap_or(told))
        }
        (told, _) => told,
    };
    let foreign = report.transaction.filter(|number| *number > 0).is_some_and(|number| {
        session.as_ref().is_some_and(|session| session.wire != WireRef::Central(number))
    });
    let empty = samples.iter().all(|s| s.sample.readings.is_empty());
    if empty && session.is_none() {
        return Ok(Decision { events: vec![Event::Heard], answer: Answer::Done });
    }
    // What holds no reading may hold what the meter signed: its frame stays with the session as evidence.
    let reopened = session.as_ref().filter(|_| !empty).and_then(reopen);
    let session = session.map(|session| if reopened.is_some() { session.reopened() } else { session });
    let event = match session {
        Some(session) => {
            let (last, flags) = newest_register(&session, &samples);
            Event::SessionProgressed(SessionProgress {
                session: session.key,
                at_connector: None,
                token: None,
                began: None,
                last: if session.is_open() { last } else { None },
                flags: if session.is_open() { flags } else { session.flags },
                numbers: session.numbers,
                number: None,
                received: now,
                samples,
            })
        }
        None => Event::Measured(Measured { at_connector: report.at_connector, received: now, samples }),
    };
    let note = foreign.then(|| Event::Noted(FOREIGN.to_owned()));
    Ok(Decision { events: reopened.into_iter().chain([event]).chain(note).collect(), answer: Answer::Done })
}

/// What is told of a station whose readings carry a wrong number.
const FOREIGN: &str =
    "Its readings carry the number of another session; they count for the one that runs at their connector";

/// Whether readings with the number of a session that is over are of the one that runs at the same connector: all of
/// them were taken since that began.
fn is_of(open: &Session, told: &Session, samples: &[TimedSample]) -> bool {
    told.at_connector == open.at_connector && samples.iter().all(|sample| sample.at >= open.began_at)
}

/// The newest register among new samples, if it is newer than what the session has, and the flags it leads to.
pub(super) fn newest_register(
    session: &Session,
    samples: &[TimedSample],
) -> (Option<(Timestamp, WattHours)>, Flags) {
    let newest = samples
        .iter()
        .filter_map(|s| s.sample.energy().map(|energy| (s.at, energy)))
        .max_by_key(|(at, _)| *at)
        .filter(|(at, _)| session.last_at.is_none_or(|last| *at >= last));
    let before = session.last_meter.or(session.meter_start);
    let backwards = newest.is_some_and(|(_, energy)| runs_backwards(before, Some(energy)));
    (newest, session.flags.with_if(backwards, Flags::REGISTER))
}
