//! What screens and reports look up, as rows of the trade's own types.

mod case;
mod configuration;
mod fault;
mod firmware;
mod ledger;
mod log;
mod notice;
mod order;
mod person;
mod quirk;
mod series;
mod session;
mod statement;
mod station;
mod tariff;
mod token;
mod trace;

pub use configuration::{ReservationRow, SettingRow, SnapshotRow};
pub use fault::FaultRow;
pub use ledger::{Break, Broken, Checked};
pub use notice::NoticeRow;
pub use order::OrderRow;
pub use session::{PricedRow, Selection, SessionRow, Totals};
pub use statement::{BillableRow, StatementRow};
pub use station::{ConnectorRow, StationRow};
pub use token::TokenRow;
pub use trace::{TraceCounts, TraceFilter, TracePage};
