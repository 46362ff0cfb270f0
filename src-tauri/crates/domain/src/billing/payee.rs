//! Who is paid, and the text of a payment code that banks' apps read (EPC069-12, "GiroCode").

/// An account number (ISO 13616), checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Iban(String);

impl Iban {
    /// Reads an account number, with or without blanks; `None` when a digit of it is wrong.
    pub fn read(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let bytes = compact.as_bytes();
        let shaped = (15..=34).contains(&bytes.len())
            && bytes.iter().all(u8::is_ascii_alphanumeric)
            && bytes.iter().take(2).all(u8::is_ascii_uppercase)
            && bytes.iter().skip(2).take(2).all(u8::is_ascii_digit);
        if !shaped {
            return None;
        }
        // The remainder of the number by 97 is 1, letters being two digits and the first four characters the last.
        let rest = bytes.iter().cycle().skip(4).take(bytes.len()).fold(0_u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        });
        (rest == 1).then_some(Self(compact))
    }

    /// Without blanks.
    pub fn plain(&self) -> &str {
        &self.0
    }

    /// In groups of four, as people read it.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 5 / 4);
        for (index, c) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }
}

/// Whom and what to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment<'a> {
    /// The account holder, 1 to 70 characters.
    pub name: &'a str,
    /// The account.
    pub iban: &'a Iban,
    /// How much, in euro cents: 1 to 99,999,999,999.
    pub cents: i64,
    /// What for, at most 140 characters, for example the statement's number.
    pub text: &'a str,
}

/// The most bytes that a payment code may hold.
const MOST_BYTES: usize = 331;

impl Payment<'_> {
    /// The text of the payment code; `None` when something of it does not fit: then there is no code rather than a wrong
    /// one.
    pub fn code(&self) -> Option<String> {
        let line = |text: &str, most: usize| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (text.chars().count() <= most).then_some(text)
        };
        let name = line(self.name, 70).filter(|name| !name.is_empty())?;
        let text = line(self.text, 140)?;
        if !(1..=99_999_999_999).contains(&self.cents) {
            return None;
        }
        let amount = format!("EUR{}.{:02}", self.cents / 100, self.cents % 100);
        let lines = ["BCD", "002", "1", "SCT", "", &name, self.iban.plain(), &amount, "", "", &text];
        let code = lines.join("\n").trim_end().to_owned();
        (code.len() <= MOST_BYTES).then_some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_digit_in_an_account_number_is_seen() {
        for good in ["DE89 3704 0044 0532 0130 00", "gb82west12345698765432", "IE29AIBK93115212345678"] {
            assert!(Iban::read(good).is_some(), "{good}");
        }
        for bad in [
            "DE89 3704 0044 0532 0130 01",
            "DE98 3704 0044 0532 0130 00",
            "DE89",
            "",
            "89DE370400440532013000",
        ] {
            assert!(Iban::read(bad).is_none(), "{bad}");
        }
        assert_eq!(Iban::read("DE89370400440532013000").unwrap().grouped(), "DE89 3704 0044 0532 0130 00");
    }

    #[test]
    fn a_payment_code_has_its_lines_in_their_places() {
        let iban = Iban::read("DE89370400440532013000").unwrap();
        let payment = Payment { name: "Quay House Hotel", iban: &iban, cents: 10_703, text: "FC-2026-0007" };
        assert_eq!(
            payment.code().unwrap(),
            "BCD\n002\n1\nSCT\n\nQuay House Hotel\nDE89370400440532013000\nEUR107.03\n\n\nFC-2026-0007"
        );
        let without = Payment { text: "", ..payment.clone() };
        assert!(without.code().unwrap().ends_with("EUR107.03"));
    }

    #[test]
    fn what_does_not_fit_has_no_code() {
        let iban = Iban::read("DE89370400440532013000").unwrap();
        let payment = Payment { name: "A", iban: &iban, cents: 1, text: "" };
        let long = "x".repeat(71);
        // Letters of more than one byte may fill a code before their number does.
        let wide = "ທ".repeat(100);
        for bad in [
            Payment { cents: 0, ..payment.clone() },
            Payment { cents: 100_000_000_000, ..payment.clone() },
            Payment { name: &long, ..payment.clone() },
            Payment { name: " ", ..payment.clone() },
            Payment { text: &wide, ..payment.clone() },
        ] {
            assert_eq!(bad.code(), None, "{bad:?}");
        }
    }
}
