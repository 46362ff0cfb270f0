//! Energy as whole watt-hours.

/// Energy, or a register's value, in whole watt-hours. Never a float: bills are made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WattHours(pub i64);

impl WattHours {
    /// What flowed between two readings of one register; zero when the register ran backwards.
    pub fn delivered(from: Self, to: Self) -> Self {
        Self(to.0.saturating_sub(from.0).max(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_that_runs_backwards_delivers_nothing() {
        assert_eq!(WattHours::delivered(WattHours(500), WattHours(100)), WattHours(0));
        assert_eq!(WattHours::delivered(WattHours(100), WattHours(500)), WattHours(400));
    }
}
