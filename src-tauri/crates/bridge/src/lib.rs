//! What a screen may ask and be told: one request table, numbered events, fault codes. Both doors (the desktop
//! window and the browser) speak exactly this, and the interface's TypeScript is generated from it.
//!
//! Not here: tauri, HTTP, OCPP words, SQL.

pub mod event;
pub mod fault;
pub mod request;
pub mod typescript;
pub mod view;

mod console;
mod evidence_file;
mod export;
mod feed;
mod firewall;
mod handle;
mod intake;
mod live;
mod look;
mod monthly;
mod network;
mod pump;
mod show;
mod support;
mod trace_file;

pub use central::{FixedPorts, SecureFiles};
pub use console::{Choice, Console, Options, StartError};
pub use domain::time::Timestamp as Moment;
pub use evidence_file::EvidenceFile;
pub use export::{Export, ExportWanted, decimal_mark};
pub use feed::{Subscription, Told};
pub use handle::bill::check_ledger;
pub use intake::Intake;
pub use support::SupportWanted;
pub use trace_file::TraceWanted;
