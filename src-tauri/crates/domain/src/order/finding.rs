//! What a station's answer tells beside yes or no.

use crate::order::CertificateHash;
use crate::order::Schedule;
use crate::secret;

/// A setting of a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, as the station spells it.
    pub key: String,
    /// Its value; `None` when the station does not tell (a password).
    pub value: Option<String>,
    /// Whether it refuses to be changed.
    pub read_only: bool,
}

impl Setting {
    /// Whether a setting of this name holds a password or a key: its value is neither kept nor shown.
    ///
    /// Stations answer with makers' own ones too, for example `WifiPassword`.
    pub fn is_secret(key: &str) -> bool {
        secret::is_named(key)
    }

    /// The setting as it may be kept and shown, also without the password in an address.
    #[must_use]
    pub fn without_secret(mut self) -> Self {
        if Self::is_secret(&self.key) {
            self.value = None;
        }
        self.value = self.value.map(|value| secret::without_login(&value).into_owned());
        self
    }
}

/// What a station's answer tells beside yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Its settings.
    Settings {
        /// What was asked for and is known.
        known: Vec<Setting>,
        /// What was asked for and is not.
        unknown: Vec<String>,
    },
    /// The version of its local list: 0 = empty, -1 = it has none.
    ListVersion(i64),
    /// The limits that result from all profiles; `None` when it did not tell any.
    Schedule(Option<Schedule>),
    /// Certificates that it trusts.
    Certificates(Vec<CertificateHash>),
    /// The name of the file that it is going to send; `None` = it has nothing to send.
    File(Option<String>),
    /// A vendor's own answer.
    Data(String),
}

impl Finding {
    /// What a later answer to the same order adds: settings that were read in parts are one finding; of everything else
    /// the later one counts.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        match (self, later) {
            (Self::Settings { mut known, mut unknown }, Self::Settings { known: more, unknown: missing }) => {
                known.extend(more);
                unknown.extend(missing);
                Self::Settings { known, unknown }
            }
            (_, later) => later,
        }
    }
}

/// A station's answer to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Yes or no.
    pub reply: crate::order::Reply,
    /// What it told.
    pub finding: Option<Finding>,
}

impl From<crate::order::Reply> for Outcome {
    fn from(reply: crate::order::Reply) -> Self {
        Self { reply, finding: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_kept_whatever_its_maker_calls_it() {
        let setting = |key: &str| Setting { key: key.into(), value: Some("x".into()), read_only: false };
        for key in
            ["AuthorizationKey", "authorizationkey", "BasicAuthPassword", "WifiPassword", "ApnPassphrase"]
        {
            assert_eq!(setting(key).without_secret().value, None, "{key}");
        }
        assert_eq!(setting("HeartbeatInterval").without_secret().value.as_deref(), Some("x"));
        let server = Setting { value: Some("ftp://me:word@host".into()), ..setting("LogServer") };
        let kept = server.without_secret().value.unwrap_or_default();
        assert!(kept.starts_with("ftp://me:") && !kept.contains("word"), "{kept}");
    }
}
