//! Cars and their drivers.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::curve;
use crate::outlet::{Outlet, VOLTS};

/// A car at a connector, and what its driver means to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Car {
    /// Usable capacity of the battery, in watt-hours.
    pub capacity: f64,
    /// State of charge, 0 to 1.
    pub soc: f64,
    /// Charge limit that the driver set, 0 to 1.
    pub limit: f64,
    /// Phases of its on-board charger.
    pub phases: usize,
    /// Amperes per phase of its on-board charger.
    pub amps: f64,
    /// Most it takes from a DC charger, in watts.
    pub dc_watts: f64,
    /// The driver's card.
    pub card: String,
    /// How long it stays after plugging in, in seconds.
    pub stay: f64,
    /// When it takes a break of its own, in seconds after the charge began, and for how long.
    pub pause: Option<(f64, f64)>,
}

/// Cards of the regulars.
const CARDS: &[&str] = &["04A1B2C3", "04D4E5F6", "041122AA", "0499C0DE", "04BEEF01", "047788BB"];

impl Car {
    /// Some car, as it comes to an outlet.
    pub fn arriving(rng: &mut ChaCha8Rng, outlet: Outlet) -> Self {
        let (capacity, phases, amps, dc_watts) = match rng.random_range(0..5) {
            0 => (38_000.0, 1, 32.0, 46_000.0),
            1 => (52_000.0, 3, 16.0, 85_000.0),
            2 => (58_000.0, 3, 16.0, 115_000.0),
            3 => (77_000.0, 3, 16.0, 135_000.0),
            _ => (93_000.0, 3, 32.0, 225_000.0),
        };
        let minutes =
            if outlet.is_dc() { rng.random_range(18.0..55.0) } else { rng.random_range(60.0..300.0) };
        let pause =
            rng.random_bool(0.25).then(|| (rng.random_range(240.0..1500.0), rng.random_range(90.0..300.0)));
        Self {
            capacity,
            soc: rng.random_range(0.08..0.62),
            limit: if rng.random_bool(0.6) { 0.8 } else { 1.0 },
            phases,
            amps,
            dc_watts,
            card: CARDS[rng.random_range(0..CARDS.len())].to_owned(),
            stay: minutes * 60.0,
            pause: pause.filter(|_| !outlet.is_dc()),
        }
    }

    /// Phases that carry current at this outlet.
    pub fn phases_at(&self, outlet: Outlet) -> usize {
        match outlet {
            Outlet::Ac { phases, .. } => phases.min(self.phases),
            Outlet::Dc { .. } => 0,
        }
    }

    /// What it would take from this outlet now, in watts; zero when it is full.
    pub fn wants(&self, outlet: Outlet) -> f64 {
        if self.soc >= self.limit {
            return 0.0;
        }
        match outlet {
            Outlet::Ac { amps, .. } => {
                let most = VOLTS * amps.min(self.amps) * self.phases_at(outlet) as f64;
                most * curve::ac(self.soc)
            }
            Outlet::Dc { watts } => watts.min(self.dc_watts * curve::dc(self.soc)),
        }
    }

    /// Takes energy in, in watt-hours; a tenth of it becomes heat.
    pub fn charge(&mut self, energy: f64) {
        self.soc = (self.soc + energy * 0.9 / self.capacity).min(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn no_car_takes_more_than_the_outlet_has_and_a_full_one_takes_nothing() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        for outlet in [Outlet::Ac { phases: 3, amps: 16.0 }, Outlet::Dc { watts: 150_000.0 }] {
            for _ in 0..200 {
                let mut car = Car::arriving(&mut rng, outlet);
                assert!(car.wants(outlet) > 1_000.0 && car.wants(outlet) <= outlet.most());
                car.charge(car.capacity * 2.0);
                assert!(car.wants(outlet).abs() < f64::EPSILON);
            }
        }
    }
}
