//! Facts and rules of charging: what is true, what is allowed, what follows from a message or an order.
//!
//! A message from a station becomes an [`ask::Ask`]; [`decide::decide`] looks at the [`world::World`] and gives
//! events and an answer. Everything is a pure function of its arguments; time comes in as `now`.
//!
//! Not here: serde, I/O, async, the clock, any OCPP word.

pub mod ask;
pub mod billing;
pub mod connector;
pub mod curve;
pub mod decide;
pub mod energy;
pub mod event;
pub mod evidence;
pub mod fault;
pub mod firmware;
pub mod logs;
pub mod mail;
pub mod operator;
pub mod order;
pub mod people;
pub mod place;
pub mod quirk;
pub mod reading;
pub mod secret;
pub mod session;
pub mod station;
pub mod time;
pub mod token;
pub mod travel;
pub mod world;

/// Who does what nobody asked for, in histories.
pub const AUTOMATION: &str = "automation";
