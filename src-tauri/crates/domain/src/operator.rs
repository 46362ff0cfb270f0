//! What the operator may change, checked: names, bays, passwords, cards, settings.

use crate::station::StationKey;

/// A change that the operator asked for and that is not possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A field holds what it may not: the field, and a word for why.
    Invalid(&'static str, &'static str),
    /// Another station holds that bay.
    BayTaken {
        /// Which bay.
        bay: u16,
        /// Who holds it.
        by: StationKey,
    },
}

/// Longest name of a station, in characters.
pub const NAME_MAX: usize = 60;
/// Highest bay number.
pub const BAY_MAX: u16 = 99;

/// Checks a station's name and bay against those taken by others; gives the trimmed name.
pub fn check_place(
    name: &str,
    bay: u16,
    taken: impl IntoIterator<Item = (StationKey, u16)>,
    station: StationKey,
) -> Result<String, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::Invalid("name", "empty"));
    }
    if name.chars().count() > NAME_MAX {
        return Err(Refusal::Invalid("name", "tooLong"));
    }
    if name.chars().any(char::is_control) {
        return Err(Refusal::Invalid("name", "control"));
    }
    if bay == 0 || bay > BAY_MAX {
        return Err(Refusal::Invalid("bay", "range"));
    }
    match taken.into_iter().find(|(other, other_bay)| *other != station && *other_bay == bay) {
        Some((by, _)) => Err(Refusal::BayTaken { bay, by }),
        None => Ok(name.to_owned()),
    }
}

/// Checks a password for security profile 1: 16 to 40 printable characters without blanks and colons.
pub fn check_password(password: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    if !(16..=40).contains(&length) {
        return Err(Refusal::Invalid("password", "length"));
    }
    if password.chars().any(|c| c.is_control() || c.is_whitespace() || c == ':') {
        return Err(Refusal::Invalid("password", "characters"));
    }
    Ok(())
}

/// Checks what a reader reads: 1 to 255 characters, none of them a control character.
pub fn check_token(value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    if value.is_empty() || value.chars().count() > 255 || value.chars().any(char::is_control) {
        return Err(Refusal::Invalid("value", "length"));
    }
    Ok(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bay_is_given_to_one_station_only_and_names_are_trimmed() {
        let me = StationKey(1);
        let others = [(StationKey(2), 4), (me, 3)];
        assert_eq!(check_place(" Front door ", 3, others, me), Ok("Front door".to_owned()));
        assert_eq!(check_place("x", 4, others, me), Err(Refusal::BayTaken { bay: 4, by: StationKey(2) }));
        assert_eq!(check_place("  ", 5, others, me), Err(Refusal::Invalid("name", "empty")));
        assert_eq!(check_place("x", 0, others, me), Err(Refusal::Invalid("bay", "range")));
    }

    #[test]
    fn a_password_has_sixteen_to_forty_printable_characters() {
        assert!(check_password("0123456789abcdef").is_ok());
        assert!(check_password("short").is_err());
        assert!(check_password("0123456789abcde:").is_err());
    }
}
