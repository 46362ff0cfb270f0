//! What a connector can deliver.

/// The hardware behind a connector.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outlet {
    /// Alternating current, type 2.
    Ac {
        /// Phases wired: 1 or 3.
        phases: usize,
        /// Amperes per phase.
        amps: f64,
    },
    /// Direct current, CCS.
    Dc {
        /// Watts.
        watts: f64,
    },
}

/// Nominal voltage between a phase and neutral.
pub const VOLTS: f64 = 230.0;

impl Outlet {
    /// The most it delivers, in watts.
    pub fn most(self) -> f64 {
        match self {
            Self::Ac { phases, amps } => VOLTS * amps * phases as f64,
            Self::Dc { watts } => watts,
        }
    }

    /// Whether it delivers direct current.
    pub fn is_dc(self) -> bool {
        matches!(self, Self::Dc { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_phases_of_sixteen_amperes_are_eleven_kilowatts() {
        let most = Outlet::Ac { phases: 3, amps: 16.0 }.most();
        assert!((most - 11_040.0).abs() < 1.0);
    }
}
