//! Settings: keys with values, what each takes, and which of them count only after a restart.

use serde_json::{Value, json};

use super::table;
use crate::blueprint::Blueprint;
use crate::message::Word;

/// The longest value, in characters (1.6 section 6.9).
const LONGEST: usize = 500;

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `true` or `false`.
    Flag,
    /// A whole number in a range.
    Number(i64, i64),
    /// Some of these words, separated by commas, at most so many.
    Words(&'static [&'static str], usize),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A text up to so many characters.
    Text(usize),
    /// 16 to 20 bytes in hexadecimal digits, never told again.
    Secret,
}

/// Who may change a key, and when that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nobody.
    ReadOnly,
    /// At once.
    Open,
    /// After the next restart.
    Restart,
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub name: &'static str,
    pub value: String,
    pub form: Form,
    pub access: Access,
    /// Its value after the next restart.
    pub next: Option<String>,
}

/// The settings of a charger.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    keys: Vec<Key>,
}

/// More keys were asked for than it tells at once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

impl Settings {
    /// Those of a model.
    pub fn of(blueprint: &Blueprint, sample_s: u32) -> Self {
        Self { keys: table::keys(blueprint, sample_s) }
    }

    /// Keys that were asked for, or all; names are compared without regard to case.
    pub fn read(&self, asked: &[Value]) -> Result<Value, TooMany> {
        if asked.len() > usize::try_from(self.number("GetConfigurationMaxKeys")).unwrap_or(usize::MAX) {
            return Err(TooMany);
        }
        if asked.is_empty() {
            return Ok(json!({ "configurationKey": self.keys.iter().map(told).collect::<Vec<_>>() }));
        }
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for name in asked.iter().filter_map(Value::as_str) {
            match self.key(name) {
                Some(key) => known.push(told(key)),
                None => unknown.push(name),
            }
        }
        Ok(json!({ "configurationKey": known, "unknownKey": unknown }))
    }

    /// Changes a key, if it takes the value.
    pub fn change(&mut self, name: &str, value: &str) -> Word {
        let Some(key) = self.keys.iter_mut().find(|key| key.name.eq_ignore_ascii_case(name)) else {
            return "NotSupported";
        };
        let value = value.trim();
        if key.access == Access::ReadOnly || !takes(key.form, value) {
            return "Rejected";
        }
        let value = match key.form {
            Form::Flag => value.to_lowercase(),
            _ => value.to_owned(),
        };
        if key.access == Access::Restart {
            key.next = (value != key.value).then_some(value);
            return "RebootRequired";
        }
        key.value = value;
        "Accepted"
    }

    /// It sets a key itself.
    pub fn set(&mut self, name: &str, value: impl ToString) {
        if let Some(key) = self.keys.iter_mut().find(|key| key.name == name) {
            key.value = value.to_string();
        }
    }

    /// It started anew: what waited for that counts.
    pub fn restarted(&mut self) {
        for key in &mut self.keys {
            if let Some(next) = key.next.take() {
                key.value = next;
            }
        }
    }

    /// A key's value; empty when there is no such key.
    pub fn text(&self, name: &str) -> &str {
        self.key(name).map_or("", |key| &key.value)
    }

    /// A key's value as a number; zero when it is none.
    pub fn number(&self, name: &str) -> i64 {
        self.text(name).parse().unwrap_or(0)
    }

    /// Whether a key is on.
    pub fn flag(&self, name: &str) -> bool {
        self.text(name) == "true"
    }

    /// Whether a word is among a key's.
    pub fn has(&self, name: &str, word: &str) -> bool {
        self.text(name).split(',').any(|each| each.trim().eq_ignore_ascii_case(word))
    }

    fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name.eq_ignore_ascii_case(name))
    }
}

fn told(key: &Key) -> Value {
    let mut told = json!({ "key": key.name, "readonly": key.access == Access::ReadOnly });
    if key.form != Form::Secret {
        told["value"] = key.value.as_str().into();
    }
    told
}

fn takes(form: Form, value: &str) -> bool {
    let is = |word: &&str| value.eq_ignore_ascii_case(word);
    match form {
        Form::Flag => ["true", "false"].iter().any(is),
        Form::Number(min, max) => value.parse().is_ok_and(|number| (min..=max).contains(&number)),
        Form::Word(words) => words.iter().any(is),
        Form::Words(words, most) => {
            let list: Vec<&str> = value.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
            list.len() <= most && list.iter().all(|word| words.iter().any(|w| w.eq_ignore_ascii_case(word)))
        }
        Form::Text(most) => value.chars().count() <= most.min(LONGEST),
        Form::Secret => (32..=40).contains(&value.len()) && bytes(value).is_some(),
    }
}

/// The bytes that hexadecimal digits stand for.
pub(crate) fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.len().is_multiple_of(2).then(|| digits.as_bytes().chunks(2).map(pair).collect::<Option<_>>())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blueprint::fleet;

    fn settings(index: usize) -> Settings {
        Settings::of(&fleet(5).nth(index).expect("five"), 10)
    }

    #[test]
    fn all_keys_or_those_asked_for_are_told_and_never_more_than_it_can() {
        let settings = settings(0);
        let all = settings.read(&[]).expect("all");
        assert!(all["configurationKey"].as_array().expect("a list").len() > 45);
        let some = settings.read(&[json!("heartbeatinterval"), json!("Warp")]).expect("two");
        assert_eq!(some["configurationKey"][0]["key"], "HeartbeatInterval");
        assert_eq!(some["unknownKey"], json!(["Warp"]));
        let many = vec![json!("Warp"); 21];
        assert_eq!((settings.read(&many), settings.read(&many[1..]).is_ok()), (Err(TooMany), true));
        let secret = settings.read(&[json!("AuthorizationKey")]).expect("one");
        assert_eq!(secret["configurationKey"], json!([{ "key": "AuthorizationKey", "readonly": false }]));
    }

    #[test]
    fn a_key_takes_its_own_values_only() {
        let mut settings = settings(0);
        for (key, value, word) in [
            ("HeartbeatInterval", "60", "Accepted"),
            ("HeartbeatInterval", "soon", "Rejected"),
            ("HeartbeatInterval", "-1", "Rejected"),
            ("LocalPreAuthorize", "TRUE", "Accepted"),
            ("LocalPreAuthorize", "maybe", "Rejected"),
            ("NumberOfConnectors", "2", "Rejected"),
            ("MeterValuesSampledData", "Energy.Active.Import.Register, Voltage", "Accepted"),
            ("MeterValuesSampledData", "Energy.Active.Import.Register,Frequency", "Rejected"),
            ("AuthorizationKey", "00112233445566778899AABBCCDDEEFF", "Accepted"),
            ("AuthorizationKey", "secret", "Rejected"),
            ("hallden.display.language", "sv", "NotSupported"),
        ] {
            assert_eq!(settings.change(key, value), word, "{key} {value}");
        }
        assert!(settings.flag("LocalPreAuthorize") && settings.has("MeterValuesSampledData", "Voltage"));
    }

    #[test]
    fn what_needs_a_restart_counts_after_it() {
        let mut settings = settings(0);
        assert_eq!(settings.change("MeterValueSampleInterval", "30"), "RebootRequired");
        assert_eq!(settings.number("MeterValueSampleInterval"), 10);
        settings.restarted();
        assert_eq!(settings.number("MeterValueSampleInterval"), 30);
    }

    #[test]
    fn two_models_differ_in_their_keys_and_in_what_needs_a_restart() {
        let (mut wall, mut post) = (settings(0), settings(4));
        assert_eq!(wall.change("MeterValueSampleInterval", "30"), "RebootRequired");
        assert_eq!(post.change("MeterValueSampleInterval", "30"), "Accepted");
        assert_eq!(post.change("MeterValuesSampledData", "Voltage"), "RebootRequired");
        assert_eq!(post.change("hallden.display.language", "sv"), "Accepted");
        assert_eq!((wall.text("NumberOfConnectors"), post.text("NumberOfConnectors")), ("1", "2"));
    }
}
