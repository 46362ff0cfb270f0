//! Firmware: the files of the library, the update of one station, the rollout over several.

mod file;
mod rollout;
mod update;

pub use file::{FirmwareFile, FirmwareKey, Fit, Guess, fit, guess, same_version};
pub use rollout::{Rollout, RolloutKey, RolloutState};
pub use update::{Act, Around, Happening, Reason, State, Step, Update, UpdateKey, When};
