//! What to simulate.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::quirk::Quirk;

/// The wall clock, made by the caller.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Which chargers to simulate, and how fast life goes for them.
#[derive(Clone)]
pub struct Plan {
    /// Where the centre listens, for example `ws://127.0.0.1:9310/ocpp/`; the identity is appended.
    pub url_base: String,
    /// How many chargers: `DEMO-01`, `DEMO-02`, …, alternating between the generations.
    pub chargers: usize,
    /// The same seed gives the same fleet, cars and habits.
    pub seed: u64,
    /// How much faster than real life cars charge, come and go: 1.0 = real time, 60.0 = an hour a minute.
    /// Time stamps stay those of the clock.
    pub speed: f64,
    /// The quirks of the first chargers, one list a charger. A charger whose quirks play rows of the table speaks OCPP 1.6.
    pub quirks: Vec<Vec<&'static Quirk>>,
    /// The wall clock.
    pub clock: Clock,
}

impl Plan {
    /// A lively demonstration: twenty times faster than life.
    pub fn new(url_base: impl Into<String>, chargers: usize, clock: Clock) -> Self {
        Self { url_base: url_base.into(), chargers, seed: 1, speed: 20.0, quirks: Vec::new(), clock }
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url_base, chargers, seed, speed, quirks, clock: _ } = self;
        write!(f, "Plan({chargers} chargers at {url_base}, seed {seed}, speed {speed}, quirks {quirks:?})")
    }
}
