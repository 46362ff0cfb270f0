//! The only SQL: one SQLite file, one writing thread with group commit, a few read-only connections.
//!
//! A message is decided and written inside one transaction; its answer is given out only after the commit. Many
//! messages that wait at the same time share one commit.
//!
//! Not here: rules, formatting, OCPP.

pub mod backup;
mod error;
mod inbox;
mod migrate;
mod open;
pub mod pack;
pub mod query;
mod readers;
mod samples;
mod table;
pub mod trace;
mod world;
mod write;
mod writer;

pub use error::{Error, OpenError};
pub use open::{Choice, Store, check_ledger};
pub use readers::Reader;
pub use samples::Point;
pub use table::office::MonthlyRun;
pub use write::Write;
pub use writer::{Committed, Decided};
