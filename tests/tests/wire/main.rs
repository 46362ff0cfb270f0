//! The product as chargers and operators meet it: the real program, frames written by hand, facts read from outside.

mod boot;
mod door;
mod faults;
mod orders;
mod quirks;
mod sessions201;
mod simulated;
mod strange;
mod support;
mod tokens;
mod trace;
