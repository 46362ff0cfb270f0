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
    /// The currency of three letters; any other text is `XXX`, which ISO 4217 keeps for "no currency".
    pub fn of(code: &str, digits: u8) -> Self {
        Self { code: code.as_bytes().try_into().unwrap_or(*b"XXX"), digits }
    }

    /// Its letters.
    pub fn letters(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XXX")
    }

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

impl Currency {
    /// An amount as decimal text with a point, with all digits of the smallest unit.
    pub fn text(self, minor: i64) -> String {
        decimal(minor, self.digits)
    }

    /// Reads an amount: digits, and at most as many after the point as the smallest unit has.
    pub fn read(self, text: &str) -> Option<i64> {
        read_decimal(text, self.digits)
    }
}

impl Price {
    /// As decimal text with a point, with at least so many digits after it and no more than needed.
    pub fn text(self, least: u8) -> String {
        shortened(decimal(self.0, 6), least)
    }

    /// Reads a price: at most six digits after the point.
    pub fn read(text: &str) -> Option<Self> {
        read_decimal(text, 6).map(Self)
    }
}

impl TaxRate {
    /// In percent, without digits that are not needed.
    pub fn text(self) -> String {
        shortened(decimal(i64::from(self.0), 2), 0)
    }

    /// Reads a percentage: at most two digits after the point.
    pub fn read(text: &str) -> Option<Self> {
        read_decimal(text, 2).and_then(|rate| u16::try_from(rate).ok()).map(Self)
    }
}

/// A whole number of smallest units as decimal text with a point.
pub fn decimal(minor: i64, digits: u8) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let width = usize::from(digits) + 1;
    let text = format!("{:0width$}", minor.unsigned_abs());
    let (whole, part) = text.split_at(text.len() - usize::from(digits));
    if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

fn shortened(text: String, least: u8) -> String {
    let Some((whole, part)) = text.split_once('.') else { return text };
    let needed = part.trim_end_matches('0').len().max(usize::from(least));
    if needed == 0 { whole.to_owned() } else { format!("{whole}.{}", &part[..needed]) }
}

fn read_decimal(text: &str, digits: u8) -> Option<i64> {
    let text = text.trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let of_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && of_digits(whole) && of_digits(part) && part.len() <= usize::from(digits);
    if !fits || text.ends_with('.') {
        return None;
    }
    format!("{whole}{part:0<width$}", width = usize::from(digits)).parse().ok()
}

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
    fn money_is_written_and_read_as_decimals_and_nothing_else() {
        let euro = Currency { code: *b"EUR", digits: 2 };
        let yen = Currency { code: *b"JPY", digits: 0 };
        for (minor, text) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456, "1234.56")] {
            assert_eq!(euro.text(minor), text);
        }
        assert_eq!(yen.text(-120), "-120");
        assert_eq!((euro.read("12.5"), euro.read("12"), yen.read("12")), (Some(1250), Some(1200), Some(12)));
        for wrong in ["", ".5", "1.", "1.234", "-1", "1,5", "1e3", "٣"] {
            assert_eq!(euro.read(wrong), None, "{wrong}");
        }
        assert_eq!(yen.read("1.5"), None);
        assert_eq!(Price::read("0.3499"), Some(Price(349_900)));
        assert_eq!(
            (Price(349_900).text(2), Price(350_000).text(2)),
            ("0.3499".to_owned(), "0.35".to_owned())
        );
        assert_eq!((TaxRate(1900).text(), TaxRate(550).text()), ("19".to_owned(), "5.5".to_owned()));
        assert_eq!(TaxRate::read("5.5"), Some(TaxRate(550)));
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (above, below, whole) in
            [(5, 2, 3), (-5, 2, -3), (4, 2, 2), (1, 3, 0), (2, 3, 1), (-1, 3, 0), (-2, 3, -1), (0, 7, 0)]
        {
            assert_eq!(rounded(above, below), whole, "{above}/{below}");
        }
    }
}
