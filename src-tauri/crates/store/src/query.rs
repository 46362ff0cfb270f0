//! What screens and reports look up, as rows of the trade's own types.

mod configuration;
mod fault;
mod firmware;
mod log;
mod notice;
mod order;
mod quirk;
mod series;
mod session;
mod station;
mod token;
mod trace;

pub use configuration::{ReservationRow, SettingRow, SnapshotRow};
pub use fault::FaultRow;
pub use notice::NoticeRow;
pub use order::OrderRow;
pub use session::{Selection, SessionRow, Totals};
pub use station::{ConnectorRow, StationRow};
pub use token::TokenRow;
pub use trace::{TraceCounts, TraceFilter, TracePage};
