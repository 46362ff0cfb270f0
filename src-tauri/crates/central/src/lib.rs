//! The running centre: listens for stations, speaks with each in its own task, carries orders to them.
//!
//! A message goes from the link to the dialect, is decided and stored by the store, and is answered after the commit.
//! An order is recorded first, then sent, and watched until its effect is seen.
//!
//! Not here: rules of charging, field names of a protocol, SQL, screens.

mod auth;
mod centre;
mod closing;
mod desk;
pub mod evidence;
mod files;
mod handshake;
mod http;
pub mod library;
mod line;
mod link;
mod listen;
pub mod mail;
mod manual;
mod password;
mod profiles;
mod registry;
mod running;
mod secure;
mod shelf;
pub mod trace;
mod transfers;

pub use auth::PasswordHash;
pub use centre::{Centre, CentreConfig, Clock, Fact, OrderError, StartError};
pub use closing::zone;
pub use files::{
    FileHost, FixedPorts, Good, Incoming, Moved, Outgoing, Pass, Ports, Scheme, Ticket, shown_name,
};
pub use handshake::{Handshake, HandshakeOutcome};
pub use manual::Manual;
pub use profiles::Profiles;
pub use registry::LinkInfo;
pub use secure::{Secure, SecureError, SecureFiles};
pub use transfers::{
    KEPT_BYTES, KEPT_DAYS, NewLog, NewRollout, NewUpdate, Route, TransferError, Transfers, received_folder,
};
