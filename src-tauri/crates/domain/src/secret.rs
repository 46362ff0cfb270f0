//! What is never kept and never shown: which names stand for a secret, and what stands in its place.

use std::borrow::Cow;

/// What stands in the place of a secret.
pub const HIDDEN: &str = "••••••••";

/// Parts of names, in lower case, of settings and fields whose value is a secret.
const NAMES: &[&str] =
    &["authorizationkey", "passw", "passphrase", "secret", "apikey", "privatekey", "psk", "simpin"];

/// Whether a setting or field of this name holds a secret, or a text speaks of such a name.
pub fn is_named(text: &str) -> bool {
    contains_any(text, NAMES)
}

/// A setting's value as it may be kept and shown.
pub fn value<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    if is_named(name) && !value.is_empty() { Cow::Borrowed(HIDDEN) } else { without_login(value) }
}

/// A text as it may be kept and shown: all of it is hidden when it speaks of a secret.
pub fn text(text: &str) -> Cow<'_, str> {
    if is_named(text) { Cow::Borrowed(HIDDEN) } else { without_login(text) }
}

/// Whether a text contains one of some words of lower-case ASCII letters, in whatever case.
pub fn contains_any(text: &str, words: &[&str]) -> bool {
    let bytes = text.as_bytes();
    // One pass: this is done for every frame.
    let starts = |rest: &[u8], word: &str| {
        rest.get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    bytes.iter().enumerate().any(|(at, byte)| {
        let lower = byte | 0x20;
        words.iter().any(|word| word.as_bytes()[0] == lower && starts(&bytes[at..], word))
    })
}

/// A text in which the password of `scheme://user:password@host` is hidden; a user without a password is taken for
/// one.
pub fn without_login(text: &str) -> Cow<'_, str> {
    match login(text) {
        Some((start, end)) => {
            let rest = without_login(&text[end..]);
            Cow::Owned(format!("{}{HIDDEN}{rest}", &text[..start]))
        }
        None => Cow::Borrowed(text),
    }
}

/// Where the password of the first address with a login in it stands, in bytes.
pub fn login(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text[from..].find("://") {
        let start = from + found + 3;
        let rest = &text[start..];
        let host_end = rest.find(['/', '?', '#', ' ', '"', '\\']).unwrap_or(rest.len());
        if let Some(at) = rest[..host_end].rfind('@') {
            let user_end = rest[..at].find(':').map_or(0, |colon| colon + 1);
            return Some((start + user_end, start + at));
        }
        from = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_secret_settings_are_dots_and_others_stay() {
        assert_eq!(value("AuthorizationKey", "00ff"), HIDDEN);
        assert_eq!(value("authorizationkey", ""), "");
        assert_eq!(value("WifiPassword", "x"), HIDDEN);
        assert_eq!(value("HeartbeatInterval", "300"), "300");
        assert_eq!(value("LogServer", "ftp://me:word@host/x"), format!("ftp://me:{HIDDEN}@host/x"));
    }

    #[test]
    fn a_text_that_speaks_of_a_secret_is_hidden_whole() {
        assert_eq!(text(r#"{"wifiPassword":"x"}"#), HIDDEN);
        assert_eq!(text(r#"{"colour":"red"}"#), r#"{"colour":"red"}"#);
        assert_eq!(text("see ftp://key@host"), format!("see ftp://{HIDDEN}@host"));
    }
}
