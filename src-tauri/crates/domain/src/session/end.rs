//! A session ended (OCPP 1.6 StopTransaction).

use crate::ask::Answer;
use crate::decide::Decision;
use crate::energy::WattHours;
use crate::event::{Event, SessionBegan, SessionEnded, SessionProgress, TimedSample};
use crate::reading::Context;
use crate::session::{End, Flags, Numbers, Session, SessionEnd, WireRef};
use crate::time::{StationTime, Timestamp};
use crate::token::{TokenVerdict, verdict};
use crate::world::World;

/// Books an ended session. Always answered (1.6 section 4.10): the first end of a session counts, a repeated one
/// changes nothing, a differing one is flagged. An end without a usable number is attached to the open session that
/// it fits, or kept as an orphan.
pub fn end<W: World>(world: &mut W, end: End, now: Timestamp) -> Result<Decision, W::Error> {
    let time = StationTime::judge(end.at, now);
    let token = match &end.token {
        Some(token) => Some(verdict(token, world.token(token)?, world.policy(), now)),
        None => None,
    };
    let (session, repaired) = find(world, &end, time.at)?;
    let Some(session) = session else {
        return orphan(world, end, time, token, now);
    };
    // An end that we only estimated gives way to the station's own, however late it comes.
    let estimated = session.flags.has(Flags::INTERRUPTED);
    if let Some(known) = session.end.as_ref().filter(|_| !estimated) {
        return Ok(again(&session, known, &end, token, now));
    }
    let samples = TimedSample::all(end.samples, now);
    let meter_stop = end.meter_stop.or_else(|| at_end(&samples)).or(session.last_meter);
    let flags = session
        .flags
        .without(Flags::INTERRUPTED.with(Flags::ESTIMATED))
        .with_if(repaired, Flags::REPAIRED)
        .with_if(time.doubtful, Flags::CLOCK)
        .with_if(time.late, Flags::OFFLINE)
        .with_if(end.meter_stop.is_none() && meter_stop.is_some(), Flags::ESTIMATED)
        .with_if(runs_backwards(session.meter_start, meter_stop), Flags::REGISTER);
    let ended = SessionEnded {
        session: session.key,
        at_connector: session.at_connector,
        end: SessionEnd {
            at: time.at,
            said: end.at.unwrap_or(Timestamp(0)),
            received: now,
            meter_stop,
            reason: end.reason,
        },
        flags,
        numbers: session.numbers,
        number: None,
        samples,
    };
    Ok(Decision { events: vec![Event::SessionEnded(ended)], answer: Answer::Booked(token) })
}

/// The session that an end belongs to, and whether we had to guess.
fn find<W: World>(world: &mut W, end: &End, at: Timestamp) -> Result<(Option<Session>, bool), W::Error> {
    if let Some(number) = end.transaction.filter(|number| *number > 0)
        && let Some(session) = world.session(&WireRef::Central(number))?
    {
        return Ok((Some(session), false));
    }
    let said = end.at.unwrap_or(Timestamp(0));
    if let Some(session) = world.ended_by(said, end.meter_stop)? {
        return Ok((Some(session), false));
    }
    let fits = |session: &Session| {
        session.began_at <= at && !runs_backwards(session.last_meter.or(session.meter_start), end.meter_stop)
    };
    let same_token = |session: &Session| match (&session.token, &end.token) {
        (Some(one), Some(other)) => one.folded() == other.folded(),
        _ => false,
    };
    let open: Vec<Session> = world.open_sessions()?.into_iter().filter(fits).collect();
    let best = open.iter().find(|session| same_token(session)).or_else(|| {
        // Two sessions that fit alike: guessing would bill the wrong one.
        (open.len() == 1).then(|| &open[0])
    });
    Ok((best.cloned(), true))
}

/// An end that was told before: the first one counts.
fn again(
    session: &Session,
    known: &SessionEnd,
    end: &End,
    token: Option<TokenVerdict>,
    now: Timestamp,
) -> Decision {
    let differs = end.meter_stop.is_some() && end.meter_stop != known.meter_stop;
    let events = if differs && !session.flags.has(Flags::CONFLICT) {
        vec![Event::SessionProgressed(SessionProgress {
            session: session.key,
            at_connector: None,
            token: None,
            began: None,
            last: None,
            flags: session.flags.with(Flags::CONFLICT),
            numbers: session.numbers,
            number: None,
            received: now,
            samples: TimedSample::all(end.samples.clone(), now),
        })]
    } else {
        Vec::new()
    };
    Decision { events, answer: Answer::Booked(token) }
}

/// An end whose beginning was never told: kept whole, with what its own readings say of the beginning.
fn orphan<W: World>(
    world: &mut W,
    end: End,
    time: StationTime,
    token: Option<TokenVerdict>,
    now: Timestamp,
) -> Result<Decision, W::Error> {
    let session = world.next_session()?;
    let samples = TimedSample::all(end.samples, now);
    let first = samples
        .iter()
        .find(|s| s.sample.has_context(Context::Begin))
        .or_else(|| samples.iter().min_by_key(|s| s.at))
        .map(|s| (s.at.min(time.at), s.sample.energy()));
    let (began_at, meter_start) = first.unwrap_or((time.at, None));
    let meter_stop = end.meter_stop.or_else(|| at_end(&samples));
    let flags = Flags::ORPHAN
        .with(Flags::REPAIRED)
        .with_if(time.late, Flags::OFFLINE)
        .with_if(time.doubtful, Flags::CLOCK)
        .with_if(runs_backwards(meter_start, meter_stop), Flags::REGISTER);
    let wire = WireRef::Central(end.transaction.unwrap_or(0));
    let began = SessionBegan {
        session,
        wire,
        at_connector: None,
        token: end.token,
        at: began_at,
        said: Timestamp(0),
        received: now,
        meter_start,
        flags,
        order: None,
        numbers: Numbers::default(),
        number: None,
        samples: Vec::new(),
    };
    let ended = SessionEnded {
        session,
        at_connector: None,
        end: SessionEnd {
            at: time.at,
            said: end.at.unwrap_or(Timestamp(0)),
            received: now,
            meter_stop,
            reason: end.reason,
        },
        flags,
        numbers: Numbers::default(),
        number: None,
        samples,
    };
    Ok(Decision {
        events: vec![Event::SessionBegan(began), Event::SessionEnded(ended)],
        answer: Answer::Booked(token),
    })
}

/// The register at the end: of the sample marked so, else of the latest.
pub(super) fn at_end(samples: &[TimedSample]) -> Option<WattHours> {
    samples
        .iter()
        .find(|s| s.sample.has_context(Context::End) && s.sample.energy().is_some())
        .or_else(|| samples.iter().filter(|s| s.sample.energy().is_some()).max_by_key(|s| s.at))
        .and_then(|s| s.sample.energy())
}

/// Whether a register fell between two readings.
pub(super) fn runs_backwards(from: Option<WattHours>, to: Option<WattHours>) -> bool {
    matches!((from, to), (Some(from), Some(to)) if to < from)
}
