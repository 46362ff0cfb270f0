//! A numbered transaction message (OCPP 2.x TransactionEvent), in whatever order it arrives.

use crate::ask::Answer;
use crate::decide::Decision;
use crate::energy::WattHours;
use crate::event::{Event, SessionBegan, SessionEnded, SessionProgress, TimedSample};
use crate::reading::Context;
use crate::session::end::{at_end, runs_backwards};
use crate::session::measure::newest_register;
use crate::session::{Flags, Numbers, Session, SessionEnd, Stage, TransactionFact, WireRef};
use crate::time::{StationTime, Timestamp};
use crate::token::{TokenStatus, TokenVerdict, verdict};
use crate::world::World;

/// Books one message of a session that the station names itself. Messages may come late, twice and out of order
/// (2.0.1 part 2, E): each number counts once; a session with a number missing keeps the flag [`Flags::GAP`].
pub fn transaction<W: World>(
    world: &mut W,
    fact: TransactionFact,
    now: Timestamp,
) -> Result<Decision, W::Error> {
    let time = StationTime::judge(fact.at, now);
    let mut events = Vec::with_capacity(3);
    let token = match &fact.token {
        Some(token) => {
            let verdict = verdict(token, world.token(token)?, world.policy(), now);
            let refused = verdict.status != TokenStatus::Accepted;
            events.push(Event::TokenSeen { token: token.clone(), refused, at: now });
            Some(verdict)
        }
        None => None,
    };
    match world.session(&WireRef::Station(fact.transaction.clone()))? {
        None => first_heard(world, fact, time, token.clone(), now, &mut events)?,
        Some(session) => {
            if world.has_number(session.key, fact.number)? {
                // A repeat: booked before, so it is only answered.
                return Ok(Decision { events: Vec::new(), answer: Answer::Booked(token) });
            }
            go_on(session, fact, time, token.clone(), now, &mut events);
        }
    }
    Ok(Decision { events, answer: Answer::Booked(token) })
}

/// The first message that we hear of a session, which need not be its beginning.
fn first_heard<W: World>(
    world: &mut W,
    fact: TransactionFact,
    time: StationTime,
    token: Option<TokenVerdict>,
    now: Timestamp,
    events: &mut Vec<Event>,
) -> Result<(), W::Error> {
    let session = world.next_session()?;
    let began = fact.stage == Stage::Began;
    let numbers = Numbers::default().and(fact.number, began);
    let samples = TimedSample::all(fact.samples, now);
    let refused = token.is_some_and(|verdict| verdict.status != TokenStatus::Accepted);
    let flags = marks(Flags::default(), fact.offline, time)
        .with_if(refused, Flags::REFUSED)
        .with_if(!began, Flags::ORPHAN.with(Flags::GAP));
    let meter_start = at_begin(&samples, began);
    let ended = fact.stage == Stage::Ended;
    events.push(Event::SessionBegan(SessionBegan {
        session,
        wire: WireRef::Station(fact.transaction),
        at_connector: fact.at_connector,
        token: fact.token,
        at: samples.iter().map(|s| s.at).min().unwrap_or(time.at).min(time.at),
        said: fact.at.unwrap_or(Timestamp(0)),
        received: now,
        meter_start,
        flags,
        order: fact.order,
        numbers,
        number: Some(fact.number),
        samples: if ended { Vec::new() } else { samples.clone() },
    }));
    if ended {
        let meter_stop = at_end(&samples);
        events.push(Event::SessionEnded(SessionEnded {
            session,
            at_connector: fact.at_connector,
            end: SessionEnd {
                at: time.at,
                said: fact.at.unwrap_or(Timestamp(0)),
                received: now,
                meter_stop,
                reason: fact.reason,
            },
            flags,
            numbers,
            number: None,
            samples,
        }));
    }
    Ok(())
}

/// A further message of a session that we know.
fn go_on(
    session: Session,
    fact: TransactionFact,
    time: StationTime,
    token: Option<TokenVerdict>,
    now: Timestamp,
    events: &mut Vec<Event>,
) {
    let began = fact.stage == Stage::Began;
    let numbers = session.numbers.and(fact.number, began);
    let samples = TimedSample::all(fact.samples, now);
    let (last, flags) = newest_register(&session, &samples);
    let refused = token.is_some_and(|verdict| verdict.status != TokenStatus::Accepted);
    let mut flags =
        marks(flags, fact.offline, time).with_if(refused && session.token.is_none(), Flags::REFUSED);
    if began || session.numbers.began {
        flags = flags.without(Flags::ORPHAN);
    }
    let over = session.end.is_some() || fact.stage == Stage::Ended;
    flags = flags.without(Flags::GAP).with_if(over && numbers.has_gap(), Flags::GAP);

    // An end that we only estimated gives way to the station's own, however late it comes.
    let estimated = session.flags.has(Flags::INTERRUPTED);
    if fact.stage == Stage::Ended && (session.end.is_none() || estimated) {
        let meter_stop = at_end(&samples).or(session.last_meter);
        let flags = flags
            .without(if estimated { Flags::INTERRUPTED.with(Flags::ESTIMATED) } else { Flags::default() })
            .with_if(at_end(&samples).is_none() && meter_stop.is_some(), Flags::ESTIMATED)
            .with_if(runs_backwards(session.meter_start, meter_stop), Flags::REGISTER);
        events.push(Event::SessionEnded(SessionEnded {
            session: session.key,
            at_connector: session.at_connector.or(fact.at_connector),
            end: SessionEnd {
                at: time.at,
                said: fact.at.unwrap_or(Timestamp(0)),
                received: now,
                meter_stop,
                reason: fact.reason,
            },
            flags,
            numbers,
            number: Some(fact.number),
            samples,
        }));
        return;
    }
    let earlier = began || time.at < session.began_at;
    let start = at_begin(&samples, began).or(session.meter_start);
    events.push(Event::SessionProgressed(SessionProgress {
        session: session.key,
        at_connector: fact.at_connector.filter(|_| session.at_connector.is_none()),
        // The card that stops a session is not the one that began it: only the first one told counts.
        token: fact.token.filter(|_| session.token.is_none() && fact.stage != Stage::Ended),
        began: (earlier || start != session.meter_start).then(|| (time.at.min(session.began_at), start)),
        last: last.filter(|_| session.end.is_none() || estimated),
        flags,
        numbers,
        number: Some(fact.number),
        received: now,
        samples,
    }));
}

fn marks(flags: Flags, offline: bool, time: StationTime) -> Flags {
    flags.with_if(offline || time.late, Flags::OFFLINE).with_if(time.doubtful, Flags::CLOCK)
}

/// The register at the beginning: of the sample marked so; of the first one when the message is the beginning.
fn at_begin(samples: &[TimedSample], began: bool) -> Option<WattHours> {
    let marked =
        samples.iter().find(|s| s.sample.has_context(Context::Begin)).and_then(|s| s.sample.energy());
    marked.or_else(|| {
        let first = samples.iter().filter(|s| s.sample.energy().is_some()).min_by_key(|s| s.at)?;
        if began { first.sample.energy() } else { None }
    })
}
