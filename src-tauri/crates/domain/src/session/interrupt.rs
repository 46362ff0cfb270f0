//! Sessions whose end was never told: closed with what is known, and opened again when they turn out to go on.

use crate::connector::{Availability, ChargingPhase};
use crate::energy::WattHours;
use crate::event::{Event, SessionEnded};
use crate::place::ConnectorRef;
use crate::session::{Flags, Session, SessionEnd, WireRef};
use crate::time::Timestamp;
use crate::world::World;

/// The word for why an interrupted session ended.
pub const INTERRUPTED: &str = "Interrupted";

/// Closes a session whose end was never told: with its last register, or the next one's first where that fits
/// (registers do not jump between sessions). The station's own word, should it still come, replaces this.
pub(super) fn interrupt(
    open: Session,
    next_start: Option<WattHours>,
    at: Timestamp,
    now: Timestamp,
) -> Event {
    let meter_stop = open.last_meter.or(open.meter_start).or(next_start);
    let ended = open.last_at.unwrap_or(open.began_at).max(open.began_at).min(at.max(open.began_at));
    Event::SessionEnded(SessionEnded {
        session: open.key,
        at_connector: open.at_connector,
        end: SessionEnd {
            at: ended,
            said: Timestamp(0),
            received: now,
            meter_stop,
            reason: INTERRUPTED.to_owned(),
        },
        flags: open.flags.with(Flags::INTERRUPTED).with(Flags::ESTIMATED),
        numbers: open.numbers,
        number: None,
        samples: Vec::new(),
    })
}

/// A restart ends what ran (1.6). Stations that boot on every connection, or charge on over a restart, show it with
/// their next word on the session; then it is opened again.
pub(crate) fn after_boot<W: World>(world: &mut W, now: Timestamp) -> Result<Vec<Event>, W::Error> {
    let open = world.open_sessions()?.into_iter().filter(is_first_generation);
    Ok(open.map(|session| interrupt(session, None, now, now)).collect())
}

/// What a connector's new state says of its session (1.6): a free connector has none, a charging one goes on with
/// the one that was taken for interrupted.
pub(crate) fn after_status<W: World>(
    world: &mut W,
    at: ConnectorRef,
    (availability, phase): (Availability, ChargingPhase),
    told: Timestamp,
    now: Timestamp,
) -> Result<Option<Event>, W::Error> {
    use ChargingPhase::{Charging, Finishing, Free, HeldByCar, HeldByStation, PluggedIn, Reserved};
    match (availability, phase) {
        (Availability::Operative, Free) => {
            let open = world.open_session_at(at)?.filter(is_first_generation);
            // A state from before the session began says nothing of it.
            Ok(open.filter(|s| s.began_at < told).map(|session| interrupt(session, None, told, now)))
        }
        (Availability::Operative, Charging | HeldByCar | HeldByStation) => {
            Ok(world.last_session_at(at)?.filter(is_first_generation).and_then(|session| reopen(&session)))
        }
        (Availability::Operative, PluggedIn | Reserved | Finishing)
        | (Availability::Inoperative | Availability::Faulted, _) => Ok(None),
    }
}

/// Opens a session again that only we took for ended.
pub(super) fn reopen(session: &Session) -> Option<Event> {
    let ours = session.end.as_ref().is_some_and(|end| end.reason == INTERRUPTED);
    (ours && session.flags.has(Flags::INTERRUPTED)).then_some(Event::SessionReopened(session.key))
}

fn is_first_generation(session: &Session) -> bool {
    matches!(session.wire, WireRef::Central(_))
}

impl Session {
    /// The session as it is once it was opened again.
    #[must_use]
    pub fn reopened(self) -> Self {
        Self { end: None, flags: self.flags.without(Flags::INTERRUPTED.with(Flags::ESTIMATED)), ..self }
    }
}
