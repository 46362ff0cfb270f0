//! The meter of a connector.

use jiff::Timestamp;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::outlet::{Outlet, VOLTS};

/// What a meter shows at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// When.
    pub at: Timestamp,
    /// Register, in whole watt-hours.
    pub register: i64,
    /// Power, in watts.
    pub power: f64,
    /// Current and voltage, by phase; one pair for direct current.
    pub lines: Vec<(f64, f64)>,
    /// What the outlet offers, in amperes.
    pub offered: f64,
    /// State of charge in percent, where the outlet knows it.
    pub soc: Option<f64>,
}

/// A register that only goes up, and a mains voltage that wanders a little.
#[derive(Debug, Clone)]
pub struct Meter {
    energy: f64,
    volts: f64,
}

impl Meter {
    /// A meter that has been in use for a while.
    pub fn used(rng: &mut ChaCha8Rng) -> Self {
        Self { energy: rng.random_range(40_000.0..9_000_000.0), volts: VOLTS + rng.random_range(-2.0..5.0) }
    }

    /// The register, in whole watt-hours.
    pub fn register(&self) -> i64 {
        self.energy as i64
    }

    /// Integrates power over seconds; gives the energy in watt-hours.
    pub fn run(&mut self, power: f64, seconds: f64, rng: &mut ChaCha8Rng) -> f64 {
        let energy = power * seconds / 3600.0;
        self.energy += energy;
        self.volts = (self.volts + rng.random_range(-0.15..0.15)).clamp(VOLTS - 5.0, VOLTS + 7.0);
        energy
    }

    /// What it shows while `power` flows over `active` phases into a battery of this state of charge.
    pub fn read(&self, at: Timestamp, outlet: Outlet, power: f64, active: usize, soc: f64) -> Reading {
        let (lines, offered, soc) = match outlet {
            Outlet::Ac { phases, amps } => {
                let line = |phase: usize| {
                    let volts = self.volts + [0.0, 0.9, -0.6][phase % 3];
                    let carries = phase < active && power > 0.0;
                    (if carries { power / active as f64 / volts } else { 0.0 }, volts)
                };
                ((0..phases).map(line).collect(), amps, None)
            }
            Outlet::Dc { watts } => {
                let volts = 345.0 + 70.0 * soc;
                (vec![(power / volts, volts)], watts / volts, Some(soc * 100.0))
            }
        };
        Reading { at, register: self.register(), power, lines, offered, soc }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn an_hour_of_eleven_kilowatts_moves_the_register_by_eleven_kilowatt_hours() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut meter = Meter::used(&mut rng);
        let before = meter.register();
        for _ in 0..3600 {
            meter.run(11_000.0, 1.0, &mut rng);
        }
        assert!((meter.register() - before - 11_000).abs() <= 1);
    }

    #[test]
    fn current_times_voltage_is_the_power_on_the_phases_in_use() {
        let meter = Meter::used(&mut ChaCha8Rng::seed_from_u64(3));
        let at = Timestamp::UNIX_EPOCH;
        let reading = meter.read(at, Outlet::Ac { phases: 3, amps: 32.0 }, 7_000.0, 1, 0.5);
        let power: f64 = reading.lines.iter().map(|(amps, volts)| amps * volts).sum();
        assert!((power - 7_000.0).abs() < 1.0);
        assert!(reading.lines[1].0.abs() < f64::EPSILON && reading.soc.is_none());
        let reading = meter.read(at, Outlet::Dc { watts: 150_000.0 }, 90_000.0, 0, 0.5);
        assert_eq!((reading.lines.len(), reading.soc), (1, Some(50.0)));
    }
}
