//! Decimal numbers as text, exactly.

/// More digits than this cannot change a whole number that fits 64 bits.
const DIGITS: u32 = 30;

/// The decimal number in `text` times ten to the power of `power`, rounded half away from zero.
///
/// Accepts blanks around it, a sign, a decimal point or comma, and an exponent. `None` when it is no number or its
/// scaled value does not fit 64 bits. Never goes through a binary float: bills are made of these numbers.
pub(crate) fn scaled(text: &str, power: i32) -> Option<i64> {
    let text = text.trim().as_bytes();
    let (negative, unsigned) = match text.first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let mut digits: u128 = 0;
    let mut significant = 0;
    let mut exponent = power;
    let mut seen = false;
    let mut fraction = false;
    let mut rest = unsigned;
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                if significant < DIGITS {
                    digits = digits * 10 + u128::from(byte - b'0');
                    significant += u32::from(digits != 0);
                    exponent -= i32::from(fraction);
                } else {
                    exponent += i32::from(!fraction);
                }
            }
            b'.' | b',' if !fraction => fraction = true,
            b'e' | b'E' if seen => {
                let written: i32 = std::str::from_utf8(after).ok()?.parse().ok()?;
                exponent = exponent.checked_add(written)?;
                break;
            }
            _ => return None,
        }
        rest = after;
    }
    if !seen {
        return None;
    }
    let whole = shift(digits, exponent)?;
    if negative { 0_i64.checked_sub_unsigned(whole) } else { i64::try_from(whole).ok() }
}

/// `digits` times ten to the power of `exponent`, rounded half up.
fn shift(digits: u128, exponent: i32) -> Option<u64> {
    if digits == 0 {
        return Some(0);
    }
    let places = exponent.unsigned_abs();
    if exponent >= 0 {
        let factor = 10_u128.checked_pow(places)?;
        return u64::try_from(digits.checked_mul(factor)?).ok();
    }
    // 30 digits divided by 10^38 are far below a half.
    let Some(divisor) = 10_u128.checked_pow(places) else {
        return Some(0);
    };
    let rounded = match (u64::try_from(digits), u64::try_from(divisor)) {
        (Ok(digits), Ok(divisor)) => {
            u128::from(digits / divisor + u64::from(digits % divisor >= divisor.div_ceil(2)))
        }
        _ => digits / divisor + u128::from(digits % divisor >= divisor.div_ceil(2)),
    };
    u64::try_from(rounded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kilowatt_hours_become_watt_hours_half_up() {
        assert_eq!(scaled("1.2345", 3), Some(1235));
        assert_eq!(scaled("1.2344999999999999999999999999999999", 3), Some(1234));
        assert_eq!(scaled("-1.2345", 3), Some(-1235));
        assert_eq!(scaled(" 12,5 ", 0), Some(13));
        assert_eq!(scaled("1.5E3", 0), Some(1500));
        assert_eq!(scaled("2e-1", 3), Some(200));
        assert_eq!(scaled("0.1", 1), Some(1));
        assert_eq!(scaled("000000000000000000000000000000000000007", 0), Some(7));
        assert_eq!(scaled(".5", 0), Some(1));
        assert_eq!(scaled("5.", 0), Some(5));
    }

    #[test]
    fn what_is_no_number_or_does_not_fit_is_nothing() {
        for text in [
            "",
            " ",
            "-",
            ".",
            "e5",
            "1.2.3",
            "abc",
            "1 2",
            "0x10",
            "NaN",
            "1e",
            "9223372036854775808",
            "1e30",
        ] {
            assert_eq!(scaled(text, 0), None, "{text}");
        }
        assert_eq!(scaled("-9223372036854775808", 0), Some(i64::MIN));
        assert_eq!(scaled("0e999", 0), Some(0));
        assert_eq!(scaled("1e-2147483648", 0), Some(0));
    }

    proptest! {
        #[test]
        fn whole_numbers_survive(value: i64) {
            prop_assert_eq!(scaled(&value.to_string(), 0), Some(value));
        }

        #[test]
        fn thousandths_are_exact(value in -1_000_000_000_000_i64..1_000_000_000_000) {
            let sign = if value < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:03}", value.abs() / 1000, value.abs() % 1000);
            prop_assert_eq!(scaled(&text, 3), Some(value));
        }

        #[test]
        fn no_text_breaks_it(text in "[-+0-9.,eE ]{0,40}", power in -40..40) {
            let _ = scaled(&text, power);
        }
    }
}
