//! Firmware out and logs in, as chargers, the operator and time see them.

mod bench;
mod hostile;
mod killed;
mod logs;
mod rollout;
mod simulated;
mod support;
mod updates;
