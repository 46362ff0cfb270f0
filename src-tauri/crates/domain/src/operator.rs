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

/// Checks the address of a file: a scheme that chargers know, a host, at most 512 characters, nothing blank; gives it
/// trimmed.
pub fn check_location(location: &str) -> Result<String, Refusal> {
    let location = location.trim();
    if location.chars().count() > 512 {
        return Err(Refusal::Invalid("location", "tooLong"));
    }
    let known = ["http", "https", "ftp", "ftps", "sftp"];
    let host = location.split_once("://").and_then(|(scheme, rest)| {
        let scheme = scheme.to_ascii_lowercase();
        let host = rest.split(['/', '?', '#']).next()?;
        (known.contains(&scheme.as_str()) && !host.is_empty()).then_some(host)
    });
    if host.is_none() || location.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Refusal::Invalid("location", "address"));
    }
    Ok(location.to_owned())
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

    #[test]
    fn a_file_lies_at_an_address_that_chargers_can_reach() {
        for good in ["http://192.168.1.20:9311/f.bin", "FTP://user:word@host/f", "https://host?x=1"] {
            assert_eq!(check_location(&format!(" {good} ")), Ok(good.to_owned()));
        }
        for bad in ["", "f.bin", "file:///etc/passwd", "http:///f.bin", "http://a b/f", "ftp://h/a\nb"] {
            assert_eq!(check_location(bad), Err(Refusal::Invalid("location", "address")), "{bad}");
        }
        let long = format!("http://host/{}", "x".repeat(512));
        assert_eq!(check_location(&long), Err(Refusal::Invalid("location", "tooLong")));
    }
}
