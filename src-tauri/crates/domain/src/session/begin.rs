//! A session began (OCPP 1.6 StartTransaction).

use crate::ask::Answer;
use crate::decide::Decision;
use crate::energy::WattHours;
use crate::event::{Event, SessionBegan};
use crate::order::ReservationState;
use crate::session::interrupt::interrupt;
use crate::session::{Begin, Flags, Numbers, Session, WireRef};
use crate::time::{StationTime, Timestamp};
use crate::token::{TokenStatus, verdict};
use crate::world::World;

/// Books a begun session and gives it a number, or finds the number that this very message was given before.
///
/// Even a refused token gets a number (1.6 section 4.8): the station may have started from its cache, and what
/// flows until it stops must be on record. An open session at the same connector is closed as interrupted.
pub fn begin<W: World>(world: &mut W, begin: Begin, now: Timestamp) -> Result<Decision, W::Error> {
    let time = StationTime::judge(begin.at, now);
    let record = world.token(&begin.token)?;
    let mut verdict = verdict(&begin.token, record, world.policy(), now);
    // A station without a clock repeats itself with the same missing time, so only its own words identify it.
    let said = begin.at.unwrap_or(Timestamp(0));
    let mut events = Vec::with_capacity(3);

    let known = world.begun_by(begin.at_connector, said, &begin.token, begin.meter_start)?;
    // Without a clock, two sessions of one card look alike; only a repeat while the first is open is surely a repeat.
    if let Some(known) = known.filter(|known| known.is_open() || time.at == said) {
        let known_by = transaction_number(&known.wire);
        return Ok(Decision { events, answer: Answer::Begun { transaction: known_by, token: verdict } });
    }

    if world.policy().one_session_per_token
        && verdict.status == TokenStatus::Accepted
        && world.charges_elsewhere(&begin.token, Some(begin.at_connector))?
    {
        verdict.status = TokenStatus::ConcurrentTx;
    }
    let before = world.last_session_at(begin.at_connector)?;
    if let Some(open) = world.open_session_at(begin.at_connector)? {
        events.push(interrupt(open, begin.meter_start, time.at, now));
    }
    if let Some(key) = begin.reservation {
        events.push(Event::ReservationOver { key, state: ReservationState::Used });
    }
    events.push(Event::TokenSeen {
        token: begin.token.clone(),
        refused: verdict.status != TokenStatus::Accepted,
        at: now,
    });
    let session = world.next_session()?;
    let flags = Flags::default()
        .with_if(time.late, Flags::OFFLINE)
        .with_if(time.doubtful, Flags::CLOCK)
        .with_if(verdict.status != TokenStatus::Accepted, Flags::REFUSED)
        .with_if(before.is_some_and(|before| jumps(&before, begin.meter_start)), Flags::JUMP);
    events.push(Event::SessionBegan(SessionBegan {
        session,
        wire: WireRef::Central(i64::from(session.0)),
        at_connector: Some(begin.at_connector),
        token: Some(begin.token),
        at: time.at,
        said,
        received: now,
        meter_start: begin.meter_start,
        flags,
        order: None,
        numbers: Numbers::default(),
        number: None,
        samples: Vec::new(),
    }));
    let transaction = i32::try_from(session.0).expect("session numbers stay far below 2^31");
    Ok(Decision { events, answer: Answer::Begun { transaction, token: verdict } })
}

/// Whether the meter moved while nobody charged. Registers that begin at 0 with every session (quirk 61) and rounding
/// to tenths of a kilowatt-hour are no jump.
fn jumps(before: &Session, start: Option<WattHours>) -> bool {
    const ROUNDING: i64 = 100;
    let end = before.end.as_ref().and_then(|end| end.meter_stop).or(before.last_meter);
    match (end, start) {
        (Some(end), Some(start)) => start.0 != 0 && (start.0 - end.0).abs() > ROUNDING,
        _ => false,
    }
}

fn transaction_number(wire: &WireRef) -> i32 {
    match wire {
        WireRef::Central(number) => i32::try_from(*number).unwrap_or(i32::MAX),
        WireRef::Station(_) => 0,
    }
}
