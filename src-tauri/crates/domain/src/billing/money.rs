//! Money as whole smallest units of its currency, and exact prices.

/// A currency of ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    /// Its three letters.
    pub code: [u8; 3],
    /// How many digits its smallest unit is after the point: 2 for euro and cent, 0 for yen.
    pub digits: u8,
}

impl Currency {
    /// How many smallest units one is made of.
    pub const fn unit(self) -> i64 {
        10_i64.pow(if self.digits > 4 { 4 } else { self.digits as u32 })
    }
}

/// An exact price in millionths of the currency: 0.3499 is 349 900.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Price(pub i64);

impl Price {
    /// How many make one of the currency.
    pub const ONE: i64 = 1_000_000;
}

/// A rate of value-added tax in hundredths of a percent: 19 % is 1900.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TaxRate(pub u16);

/// A fraction as the nearest whole number, half away from zero. `below` is positive.
pub fn rounded(above: i128, below: i128) -> i64 {
    let twice = above.saturating_mul(2);
    let whole = if above < 0 { (twice - below) / (2 * below) } else { (twice + below) / (2 * below) };
    i64::try_from(whole).unwrap_or(if above < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (above, below, whole) in
            [(5, 2, 3), (-5, 2, -3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (-1, 3, 0), (-2, 3, -1), (0, 7, 0)]
        {
            assert_eq!(rounded(above, below), whole, "{above}/{below}");
        }
    }
}
