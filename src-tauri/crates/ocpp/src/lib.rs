//! Dialects of OCPP: text ↔ frame ↔ message ↔ domain, for 1.6, 2.0.1 and 2.1.
//!
//! A text from a charger is parsed into a [`Frame`]; [`Dialect::read`] turns a call into a [`domain::ask::Ask`],
//! [`Dialect::reply`] writes the answer, [`Dialect::order`] and [`Dialect::outcome`] do the same for what we want of
//! the charger, and [`Peer`] keeps the books of the calls on one connection.
//!
//! Tolerant in: unknown fields, words and lengths, numbers as text and sloppy dates are accepted and noted.
//! Strict out: what is written here validates against the official JSON schemas.
//!
//! Not here: sockets, clock, SQL.

mod dialect;
mod frame;
mod glance;
mod manner;
pub mod mask;
mod message;
mod metering;
mod outcome;
mod peer;
mod progress;
pub mod signed;
mod token;
mod tolerant;
mod v16;
mod v2;
mod v201;
mod v21;
mod violation;

pub use dialect::{Choice, Dialect};
pub use frame::{Frame, Unreadable, call, error, parse, result};
pub use glance::{Glance, Verdict, glance, judge_outcome, judge_reply, judge_told};
pub use manner::{Hearing, Telling};
pub use message::{Message, OutgoingCall};
pub use outcome::CUT_OFF;
pub use peer::{Matched, Pace, Peer, Sending};
pub use violation::{Violation, ViolationCode};
