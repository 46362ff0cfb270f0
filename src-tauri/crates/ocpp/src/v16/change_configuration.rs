//! ChangeConfiguration: change a setting, or the station's password (1.6 section 5.3, 6.9).

use domain::order::Secret;
use serde::Serialize;

use super::fits;
use crate::message::OutgoingCall;

/// What a name may hold.
const KEY_LENGTH: usize = 50;
/// What a value may hold.
const VALUE_LENGTH: usize = 500;

#[derive(Serialize)]
struct Wire<'a> {
    key: &'a str,
    value: &'a str,
}

/// `None` for what does not fit; a value that was cut would be another one.
pub(super) fn call(key: &str, value: &str) -> Option<OutgoingCall> {
    let both_fit = fits(key, KEY_LENGTH) && fits(value, VALUE_LENGTH);
    both_fit.then(|| OutgoingCall::new("ChangeConfiguration", &Wire { key, value }))
}

/// The password travels as its bytes in hexadecimal digits (1.6 security white paper, A00).
pub(super) fn password(password: &Secret) -> Option<OutgoingCall> {
    use std::fmt::Write;
    let mut digits = String::with_capacity(password.0.len() * 2);
    for byte in password.0.bytes() {
        write!(digits, "{byte:02X}").expect("a text takes every write");
    }
    call("AuthorizationKey", &digits)
}

#[cfg(test)]
mod tests {
    use super::super::testing::order;
    use super::*;
    use domain::order::Command;

    fn change(key: &str, value: &str) -> Option<String> {
        order(&Command::ChangeSetting { key: key.into(), value: value.into() })
    }

    #[test]
    fn golden_change_configuration() {
        assert_eq!(
            change("HeartbeatInterval", "300").as_deref(),
            Some(r#"ChangeConfiguration {"key":"HeartbeatInterval","value":"300"}"#)
        );
    }

    #[test]
    fn golden_change_of_the_password_as_hexadecimal_digits() {
        let command = Command::ChangePassword { password: Secret("aZ0~é".into()) };
        assert_eq!(
            order(&command).as_deref(),
            Some(r#"ChangeConfiguration {"key":"AuthorizationKey","value":"615A307EC3A9"}"#)
        );
    }

    #[test]
    fn what_does_not_fit_is_never_cut() {
        assert!(change(&"k".repeat(50), &"é".repeat(500)).is_some());
        assert_eq!(change(&"k".repeat(51), ""), None);
        assert_eq!(change("k", &"v".repeat(501)), None);
    }
}
