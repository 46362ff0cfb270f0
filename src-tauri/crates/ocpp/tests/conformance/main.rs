//! Conformance: payloads generated from the official JSON schemas decode, and everything that we send validates.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops here")]

mod answered;
mod generate;
mod random;
mod received;
mod schemas;
mod sent;
