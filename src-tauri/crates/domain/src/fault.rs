//! Faults of stations: when one begins, which word is about the same one, when it is over; and what it means.

mod explain;

pub use explain::{Case, Explanation, explain};

use crate::event::Event;
use crate::place::Place;
use crate::time::Timestamp;

/// Our number for a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaultKey(pub u32);

/// How a station told of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultSource {
    /// By the state of a place: it lasts until that place is told to be well.
    Status,
    /// By an event: it lasts until the same event is told to be over, or the station restarts.
    Event,
}

/// What a station told of a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultSign {
    /// Where.
    pub place: Place,
    /// How.
    pub source: FaultSource,
    /// The protocol's word: an error code, or `Component.Variable`.
    pub code: String,
    /// The maker's own word.
    pub vendor_code: Option<String>,
    /// What the station adds.
    pub info: Option<String>,
    /// It switched itself off; otherwise it is a warning and charging goes on.
    pub off: bool,
}

/// A fault that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFault {
    /// Our number for it.
    pub key: FaultKey,
    /// What was told last.
    pub sign: FaultSign,
}

/// What a station told of a fault by an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultNews {
    /// Which.
    pub sign: FaultSign,
    /// It is over.
    pub over: bool,
    /// When, by the station's clock.
    pub at: Option<Timestamp>,
}

/// What follows when a place tells its state, with a fault or well.
///
/// A place has one fault at a time: another word ends the one before. `next` is the number of a new one.
pub fn after_status(
    open: &[OpenFault],
    next: FaultKey,
    place: Place,
    sign: Option<FaultSign>,
    at: Timestamp,
) -> Vec<Event> {
    let here =
        open.iter().filter(|fault| fault.sign.source == FaultSource::Status && fault.sign.place == place);
    let (same, others): (Vec<_>, Vec<_>) =
        here.partition(|fault| sign.as_ref().is_some_and(|sign| is_same(&fault.sign, sign)));
    let mut events = over(others, at);
    events.extend(sign.and_then(|sign| seen(same.first().copied(), next, sign, at)));
    events
}

/// What follows when an event tells of a fault.
pub fn after_event(
    open: &[OpenFault],
    next: FaultKey,
    sign: FaultSign,
    is_over: bool,
    at: Timestamp,
) -> Vec<Event> {
    let same: Vec<&OpenFault> = open.iter().filter(|fault| is_same(&fault.sign, &sign)).collect();
    match is_over {
        true => over(same, at),
        false => seen(same.first().copied(), next, sign, at).into_iter().collect(),
    }
}

/// What follows when a station restarted: events are told anew where they still hold, states always are.
pub fn after_boot(open: &[OpenFault], at: Timestamp) -> Vec<Event> {
    over(open.iter().filter(|fault| fault.sign.source == FaultSource::Event), at)
}

/// Whether both are about the same fault. The maker's word tells them apart, what a station adds does not: it often
/// holds a figure that changes.
fn is_same(one: &FaultSign, other: &FaultSign) -> bool {
    one.source == other.source
        && one.place == other.place
        && one.code == other.code
        && (one.source == FaultSource::Event || one.vendor_code == other.vendor_code)
}

/// Of the same fault only that is news which is other than before.
fn seen(known: Option<&OpenFault>, next: FaultKey, sign: FaultSign, at: Timestamp) -> Option<Event> {
    match known {
        Some(fault) if fault.sign == sign => None,
        Some(fault) => Some(Event::FaultSeen { fault: fault.key, sign, at }),
        None => Some(Event::FaultSeen { fault: next, sign, at }),
    }
}

fn over<'a>(faults: impl IntoIterator<Item = &'a OpenFault>, at: Timestamp) -> Vec<Event> {
    faults.into_iter().map(|fault| Event::FaultOver { fault: fault.key, at }).collect()
}

#[cfg(test)]
mod tests;
