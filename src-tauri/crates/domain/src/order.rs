//! Orders to stations and their states: asked, sent, answered, seen to take effect, timed out.

use crate::event::Event;
use crate::place::{ConnectorRef, Place};
use crate::session::SessionKey;
use crate::time::{MINUTE, SECOND, Timestamp};
use crate::token::IdToken;

/// Our number for an order; also what ties a remote start to its session where the protocol carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey(pub u32);

/// What a station can be told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Start charging at a connector for a token.
    Start {
        /// Where.
        at: ConnectorRef,
        /// For whom.
        token: IdToken,
    },
    /// Stop a session.
    Stop {
        /// Which.
        session: SessionKey,
        /// Its reference on the wire.
        wire: crate::session::WireRef,
    },
    /// Unlock a connector's cable.
    Unlock {
        /// Where.
        at: ConnectorRef,
    },
    /// Restart.
    Restart {
        /// At once; otherwise gracefully or when idle, whichever the protocol has.
        now: bool,
    },
    /// Take in or out of service.
    Service {
        /// The whole station, an EVSE or one connector.
        at: Place,
        /// In service?
        operative: bool,
    },
    /// Ask for a message now.
    Trigger {
        /// Which.
        what: Trigger,
        /// Where.
        at: Place,
    },
}

/// Messages that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// Who are you?
    Boot,
    /// Are you there?
    Heartbeat,
    /// What are you doing?
    Status,
    /// What does your meter say?
    Meter,
}

/// What a station answered to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Yes, will do; the effect is still to come. With the station's word.
    Accepted(String),
    /// Yes, and it is already done (an unlocked cable).
    Done(String),
    /// Later, for example after the running charge.
    Scheduled(String),
    /// No, with the station's word.
    Refused(String),
    /// It does not know such an order.
    NotSupported(String),
}

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Recorded.
    Asked,
    /// On the wire.
    Sent,
    /// Answered: yes.
    Accepted,
    /// Answered: later.
    Scheduled,
    /// Answered: no.
    Refused,
    /// Answered: unknown.
    NotSupported,
    /// Seen to take effect.
    TookEffect,
    /// No answer or no effect in time.
    TimedOut,
}

impl OrderState {
    /// Whether nothing more will happen to it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::NotSupported | Self::TookEffect | Self::TimedOut)
    }
}

/// Why an order timed out, as a stable word.
pub mod timeout {
    /// The station was not connected.
    pub const NOT_CONNECTED: &str = "notConnected";
    /// The station did not answer.
    pub const NO_ANSWER: &str = "noAnswer";
    /// The station said yes and nothing was seen to happen.
    pub const NO_EFFECT: &str = "noEffect";
    /// The program ended before the order did.
    pub const RESTARTED: &str = "restarted";
}

/// The state, and the word beside it, after a station's reply.
pub fn after_reply(reply: &Reply) -> (OrderState, String) {
    match reply {
        Reply::Accepted(word) => (OrderState::Accepted, word.clone()),
        Reply::Done(word) => (OrderState::TookEffect, word.clone()),
        Reply::Scheduled(word) => (OrderState::Scheduled, word.clone()),
        Reply::Refused(word) => (OrderState::Refused, word.clone()),
        Reply::NotSupported(word) => (OrderState::NotSupported, word.clone()),
    }
}

/// Until when the effect of an order accepted at `now` must be seen; `None` = whenever it comes.
pub fn effect_deadline(command: &Command, state: OrderState, now: Timestamp) -> Option<Timestamp> {
    if state == OrderState::Scheduled {
        return None;
    }
    let wait = match command {
        // The car must still be plugged in: chargers give people one to three minutes.
        Command::Start { .. } => 3 * MINUTE,
        Command::Stop { .. } => MINUTE,
        Command::Unlock { .. } | Command::Trigger { .. } => 30 * SECOND,
        Command::Restart { now: true } => 5 * MINUTE,
        Command::Restart { now: false } => return None,
        Command::Service { .. } => MINUTE,
    };
    Some(now.plus(wait))
}

/// Whether an event of the same station is the effect of this order.
pub fn is_effect(key: OrderKey, command: &Command, event: &Event) -> bool {
    match (command, event) {
        (Command::Start { at, .. }, Event::SessionBegan(began)) => match began.order {
            Some(order) => order == key,
            None => began.at_connector.is_none_or(|connector| connector == *at),
        },
        (Command::Stop { session, .. }, Event::SessionEnded(ended)) => ended.session == *session,
        (Command::Restart { .. }, Event::Booted(_)) => true,
        (Command::Service { at, operative }, Event::ConnectorChanged(changed)) => {
            let here = match at {
                Place::Station => true,
                Place::Evse(evse) => changed.place.connector().is_some_and(|c| c.evse == *evse),
                Place::Connector(connector) => changed.place.connector() == Some(*connector),
            };
            here && (changed.status.availability != crate::connector::Availability::Inoperative) == *operative
        }
        (Command::Trigger { what, .. }, event) => matches!(
            (what, event),
            (Trigger::Boot, Event::Booted(_))
                | (Trigger::Heartbeat, Event::Heard)
                | (Trigger::Status, Event::ConnectorChanged(_))
                | (Trigger::Meter, Event::Measured(_) | Event::SessionProgressed(_))
        ),
        _ => false,
    }
}
