//! Money as text: one function for every format, so that all of them agree to the cent.

use std::fmt::Write as _;

use domain::billing::Currency;

/// An amount in smallest units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// Smallest units, for example cents.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The currency's three letters.
    pub fn code(&self) -> &str {
        self.currency.letters()
    }
}

/// The sign that people write for a currency, or its three letters.
pub(crate) fn sign(currency: &Currency) -> &str {
    match &currency.code {
        b"EUR" => "€",
        b"GBP" => "£",
        b"USD" => "$",
        b"JPY" => "¥",
        b"INR" => "₹",
        b"BRL" => "R$",
        _ => currency.letters(),
    }
}

/// Appends a whole number that counts parts of `10^digits` as a decimal number: 13508 with 2 digits is `135.08`.
pub fn push_decimal(text: &mut String, value: i64, digits: u8, mark: char) {
    let unit = 10_u64.pow(u32::from(digits.min(18)));
    let size = value.unsigned_abs();
    if value < 0 {
        text.push('-');
    }
    let _ = write!(text, "{}", size / unit);
    if digits > 0 {
        let _ = write!(text, "{mark}{:0wide$}", size % unit, wide = usize::from(digits.min(18)));
    }
}

/// As [`push_decimal`], with a point, for programs.
pub fn decimal(value: i64, digits: u8) -> String {
    let mut text = String::new();
    push_decimal(&mut text, value, digits, '.');
    text
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn smallest_units_become_a_decimal_number() {
        for (value, digits, text) in [
            (13_508, 2, "135.08"),
            (-5, 2, "-0.05"),
            (0, 2, "0.00"),
            (1500, 0, "1500"),
            (1, 3, "0.001"),
            (i64::MIN, 3, "-9223372036854775.808"),
        ] {
            assert_eq!(decimal(value, digits), text);
        }
    }
}
