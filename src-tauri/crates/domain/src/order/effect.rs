//! Whether an accepted order is seen to take effect, and until when.

use crate::connector::{Availability, ChargingPhase};
use crate::event::Event;
use crate::order::{Command, OrderKey, OrderState, SignedImage, Stage, Transfer, Trigger, kinship, timeout};
use crate::place::Place;
use crate::session::Flags;
use crate::time::{HOUR, MINUTE, SECOND, Timestamp};

/// Until when the effect of an order accepted at `now` must be seen; `None` = whenever it comes.
///
/// `plug_in_s` is how long the station waits for a car to be plugged in, in seconds, where it told (1.6
/// `ConnectionTimeOut`).
pub fn effect_deadline(
    command: &Command,
    state: OrderState,
    plug_in_s: Option<u32>,
    now: Timestamp,
) -> Option<Timestamp> {
    /// The station's own patience ends first; its word should still reach us.
    const MARGIN: i64 = 2 * SECOND;
    if state == OrderState::Scheduled {
        return None;
    }
    let wait = match command {
        // Without the station's own number: chargers give people one to three minutes.
        Command::Start { .. } => plug_in_s.map_or(3 * MINUTE, |s| i64::from(s) * SECOND + MARGIN),
        Command::Stop { .. } | Command::Service { .. } => MINUTE,
        Command::Restart { now: true } => 5 * MINUTE,
        // A restart when idle comes when it comes.
        Command::Restart { now: false } => return None,
        // Files over slow lines take long, and not for ever.
        Command::UpdateFirmware(image) | Command::UpdateSignedFirmware(SignedImage { image, .. }) => {
            let begins = image.install_at.map_or(image.retrieve_at, |at| at.max(image.retrieve_at));
            return Some(begins.max(now).plus(6 * HOUR));
        }
        Command::SendDiagnostics(_) | Command::SendLog { .. } => HOUR,
        _ => 30 * SECOND,
    };
    Some(now.plus(wait))
}

/// Whether an event of the same station is the effect of this order. A word about a transfer may fit several orders:
/// see [`kinship`].
pub fn is_effect(key: OrderKey, command: &Command, event: &Event) -> bool {
    match (command, event) {
        (Command::Start { at, .. }, Event::SessionBegan(began)) => match began.order {
            Some(order) => order == key,
            // What began while the station was out of reach is nobody's live start.
            None => {
                !began.flags.has(Flags::OFFLINE)
                    && began.at_connector.is_none_or(|connector| connector == *at)
            }
        },
        (Command::Stop { session, .. }, Event::SessionEnded(ended)) => ended.session == *session,
        (Command::Restart { .. } | Command::ChangeSetting { .. }, Event::Booted(_)) => true,
        (Command::Service { at, operative }, Event::ConnectorChanged(changed)) => {
            let here = match at {
                Place::Station => true,
                Place::Evse(evse) => changed.place.connector().is_some_and(|c| c.evse == *evse),
                Place::Connector(connector) => changed.place.connector() == Some(*connector),
            };
            here && (changed.status.availability != Availability::Inoperative) == *operative
        }
        (Command::Trigger { what, .. }, event) => triggered(*what, event),
        (command, Event::Progressed(progress)) => {
            progress.stage == Stage::Done && kinship(key, command, progress).is_some()
        }
        _ => false,
    }
}

fn triggered(what: Trigger, event: &Event) -> bool {
    match (what, event) {
        (Trigger::Boot, Event::Booted(_))
        | (Trigger::Heartbeat, Event::Heard)
        | (Trigger::Status, Event::ConnectorChanged(_))
        | (Trigger::Meter, Event::Measured(_) | Event::SessionProgressed(_))
        | (Trigger::SignCertificate, Event::CertificateWanted(_)) => true,
        // 2.x has one message for all logs.
        (Trigger::Diagnostics, Event::Progressed(progress)) => {
            matches!(progress.of, Transfer::Diagnostics | Transfer::Log)
        }
        (Trigger::Log, Event::Progressed(progress)) => progress.of == Transfer::Log,
        (Trigger::Firmware, Event::Progressed(progress)) => {
            matches!(progress.of, Transfer::Firmware | Transfer::SignedFirmware)
        }
        _ => false,
    }
}

/// An accepted order that will come to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Abandoned {
    /// The time for it is over, for one of the reasons in [`timeout`].
    TimedOut(&'static str),
    /// It was tried and failed, with the station's word.
    Failed(String),
}

/// Whether an event of the same station shows that an accepted order comes to nothing. `readied` = since its answer
/// the connector was seen to wait for the car.
pub fn is_abandoned(key: OrderKey, command: &Command, readied: bool, event: &Event) -> Option<Abandoned> {
    match (command, event) {
        (Command::Start { at, .. }, Event::ConnectorChanged(changed)) => {
            let here = changed.place.connector() == Some(*at);
            let free = changed.status.phase == ChargingPhase::Free;
            (here && free && readied).then_some(Abandoned::TimedOut(timeout::NOT_PLUGGED_IN))
        }
        (command, Event::Progressed(progress)) => {
            let lost = progress.stage.is_over() && progress.stage != Stage::Done;
            (lost && kinship(key, command, progress).is_some())
                .then(|| Abandoned::Failed(progress.word.clone()))
        }
        _ => None,
    }
}

/// Whether an event shows that the connector of a start now waits for the car.
pub fn readies(command: &Command, event: &Event) -> bool {
    match (command, event) {
        (Command::Start { at, .. }, Event::ConnectorChanged(changed)) => {
            changed.place.connector() == Some(*at) && changed.status.phase != ChargingPhase::Free
        }
        _ => false,
    }
}
