//! The other door: the same bridge over HTTP and WebSocket for a browser, and all that a program needs around it
//! (command line, log, start and stop), which the desktop program shares.
//!
//! Not here: what a request means, what a screen looks like, tauri.

pub mod arguments;
pub mod program;

mod api;
mod assets;
mod events;
mod export;
mod files;
mod log;
mod server;
mod sign_in;

pub use server::{Server, ServerError};
