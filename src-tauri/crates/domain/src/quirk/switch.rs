//! The table of switches: each has a name and a value that can be written as text.

use super::{ProfileKind, Purpose, Quirks, RateUnit, TagForm, Transfer};

/// What a switch takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `yes` or `no`.
    Flag,
    /// A whole number in a range.
    Number {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// What it counts: `s`, `ms`, `min`, `×`; empty for a bare number.
        unit: &'static str,
        /// Whether it may be left open, as an empty text.
        open: bool,
    },
    /// One of these words.
    Word(&'static [&'static str]),
    /// These words in the order of choice, separated by commas; some may be left out, not all.
    Order(&'static [&'static str]),
    /// Any text up to so many characters; empty = none.
    Text(usize),
    /// Rising whole numbers, separated by commas; empty = none.
    Numbers,
    /// A key and its value a line, as `key=value`; empty = none.
    Pairs,
}

/// One line of the table.
#[derive(Clone, Copy)]
pub struct Switch {
    /// Its name, in profiles, in the data file and on the screen.
    pub name: &'static str,
    /// What it takes.
    pub form: Form,
    get: fn(&Quirks) -> String,
    set: fn(&mut Quirks, &str) -> Option<()>,
}

impl std::fmt::Debug for Switch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Switch {
    /// Its value as text.
    pub fn value(&self, quirks: &Quirks) -> String {
        (self.get)(quirks)
    }

    /// Sets it; false when it does not take that value, and nothing is changed then.
    pub fn set(&self, quirks: &mut Quirks, value: &str) -> bool {
        (self.set)(quirks, value.trim()).is_some()
    }
}

/// The switch of a name.
pub fn switch(name: &str) -> Option<&'static Switch> {
    SWITCHES.iter().find(|switch| switch.name == name)
}

macro_rules! number {
    ($name:literal, $field:ident, $min:literal..=$max:literal, $unit:literal) => {
        Switch {
            name: $name,
            form: Form::Number { min: $min, max: $max, unit: $unit, open: false },
            get: |quirks| quirks.$field.to_string(),
            set: |quirks, value| {
                quirks.$field = value.parse().ok().filter(|number| ($min..=$max).contains(number))?;
                Some(())
            },
        }
    };
}

macro_rules! open_number {
    ($name:literal, $field:ident, $min:literal..=$max:literal, $unit:literal) => {
        Switch {
            name: $name,
            form: Form::Number { min: $min, max: $max, unit: $unit, open: true },
            get: |quirks| quirks.$field.map(|number| number.to_string()).unwrap_or_default(),
            set: |quirks, value| {
                quirks.$field = match value {
                    "" => None,
                    value => Some(value.parse().ok().filter(|number| ($min..=$max).contains(number))?),
                };
                Some(())
            },
        }
    };
}

macro_rules! flag {
    ($name:literal, $field:ident) => {
        Switch {
            name: $name,
            form: Form::Flag,
            get: |quirks| if quirks.$field { "yes" } else { "no" }.to_owned(),
            set: |quirks, value| {
                quirks.$field = match value {
                    "yes" | "true" => true,
                    "no" | "false" => false,
                    _ => return None,
                };
                Some(())
            },
        }
    };
}

macro_rules! text {
    ($name:literal, $field:ident, $most:literal) => {
        Switch {
            name: $name,
            form: Form::Text($most),
            get: |quirks| quirks.$field.clone().unwrap_or_default(),
            set: |quirks, value| {
                let fits = value.chars().count() <= $most && !value.chars().any(char::is_control);
                quirks.$field = fits.then(|| Some(value.to_owned()).filter(|value| !value.is_empty()))?;
                Some(())
            },
        }
    };
}

macro_rules! word {
    ($name:literal, $field:ident, $($word:literal = $value:path),+) => {
        Switch {
            name: $name,
            form: Form::Word(&[$($word),+]),
            get: |quirks| match quirks.$field { $($value => $word),+ }.to_owned(),
            set: |quirks, value| {
                quirks.$field = match value { $($word => $value,)+ _ => return None };
                Some(())
            },
        }
    };
}

/// All switches, in the order in which they are shown.
pub const SWITCHES: &[Switch] = &[
    number!("hold", hold_s, 0..=900, "s"),
    number!("call-timeout", call_timeout_s, 1..=600, "s"),
    number!("call-spacing", call_spacing_ms, 0..=60_000, "ms"),
    number!("ping", ping_s, 0..=3600, "s"),
    flag!("answers-pings", answers_pings),
    flag!("ask-to-boot", ask_to_boot),
    flag!("read-configuration", read_configuration),
    Switch {
        name: "boot-keys",
        form: Form::Pairs,
        get: |quirks| pairs_text(&quirks.boot_keys),
        set: boot_keys,
    },
    flag!("fractions", fractions),
    open_number!("zone", zone_min, -720..=840, "min"),
    number!("tag-length", tag_length, 1..=20, ""),
    word!("tag-form", tag_form, "as-is" = TagForm::AsIs, "hex" = TagForm::Hex),
    text!("remote-tag", remote_tag, 20),
    text!("tag-suffix", tag_suffix, 4),
    flag!("says-invalid", says_invalid),
    number!("energy-factor", energy_factor, 1..=1_000_000, "×"),
    number!("ask-readings", ask_readings_s, 0..=3600, "s"),
    open_number!("stack-level", stack_level, 0..=1000, ""),
    word!(
        "profile-kind",
        profile_kind,
        "absolute" = ProfileKind::Absolute,
        "relative" = ProfileKind::Relative
    ),
    Switch {
        name: "purposes",
        form: Form::Order(&["session", "every-session", "station"]),
        get: |quirks| {
            quirks.purposes.iter().map(|purpose| purpose_word(*purpose)).collect::<Vec<_>>().join(", ")
        },
        set: purposes,
    },
    word!("rate-unit", rate_unit, "amperes" = RateUnit::Amperes, "watts" = RateUnit::Watts),
    number!("phases", phases, 1..=3, ""),
    Switch {
        name: "steps",
        form: Form::Numbers,
        get: |quirks| quirks.steps_a.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
        set: steps,
    },
    flag!("limit-whole", limit_whole),
    number!("schedule-ago", schedule_ago_s, 0..=3600, "s"),
    word!(
        "transfer",
        transfer,
        "any" = Transfer::Any,
        "http" = Transfer::Http,
        "https" = Transfer::Https,
        "ftp" = Transfer::Ftp,
        "sftp" = Transfer::Sftp
    ),
];

const fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Session => "session",
        Purpose::EverySession => "every-session",
        Purpose::Station => "station",
    }
}

fn purposes(quirks: &mut Quirks, value: &str) -> Option<()> {
    let mut order = Vec::new();
    for word in value.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let all = [Purpose::Session, Purpose::EverySession, Purpose::Station];
        let purpose = all.into_iter().find(|purpose| purpose_word(*purpose) == word)?;
        if order.contains(&purpose) {
            return None;
        }
        order.push(purpose);
    }
    quirks.purposes = Some(order).filter(|order| !order.is_empty())?;
    Some(())
}

fn steps(quirks: &mut Quirks, value: &str) -> Option<()> {
    let words = value.split(',').map(str::trim).filter(|word| !word.is_empty());
    let steps = words.map(|word| word.parse().ok().filter(|step| (1..=500).contains(step)));
    let steps: Vec<u32> = steps.collect::<Option<_>>()?;
    quirks.steps_a = steps.is_sorted().then_some(steps)?;
    Some(())
}

fn pairs_text(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("\n")
}

/// Keys are up to 50 characters and values up to 500 (1.6 section 6.7).
fn boot_keys(quirks: &mut Quirks, value: &str) -> Option<()> {
    let lines = value.lines().map(str::trim).filter(|line| !line.is_empty());
    let pair = |line: &str| {
        let (key, value) = line.split_once('=')?;
        let (key, value) = (key.trim(), value.trim());
        let fits = (1..=50).contains(&key.chars().count()) && value.chars().count() <= 500;
        fits.then(|| (key.to_owned(), value.to_owned()))
    };
    quirks.boot_keys = lines.map(pair).collect::<Option<_>>()?;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, value: &str) -> Option<String> {
        let mut quirks = Quirks::default();
        let switch = switch(name).unwrap();
        switch.set(&mut quirks, value).then(|| switch.value(&quirks))
    }

    #[test]
    fn every_switch_takes_its_own_default_and_names_differ() {
        let defaults = Quirks::default();
        for line in SWITCHES {
            let mut quirks = Quirks::default();
            assert!(line.set(&mut quirks, &line.value(&defaults)), "{}", line.name);
            assert_eq!(quirks, defaults, "{}", line.name);
            assert_eq!(SWITCHES.iter().filter(|other| other.name == line.name).count(), 1);
        }
    }

    #[test]
    fn values_are_read_and_written_alike() {
        for (name, value) in [
            ("hold", "0"),
            ("zone", "-210"),
            ("stack-level", ""),
            ("fractions", "yes"),
            ("boot-keys", "FreeMode=true\nMeterValuesSampledData=Energy.Active.Import.Register,SoC"),
            ("tag-form", "hex"),
            ("remote-tag", "A1B2"),
            ("purposes", "every-session, station"),
            ("steps", "6, 8, 10"),
            ("transfer", "ftp"),
        ] {
            assert_eq!(set(name, value).as_deref(), Some(value), "{name}");
        }
        assert_eq!(set("answers-pings", "false").as_deref(), Some("no"));
    }

    #[test]
    fn what_a_switch_does_not_take_changes_nothing() {
        for (name, value) in [
            ("call-timeout", "0"),
            ("ping", "-1"),
            ("zone", "9000"),
            ("fractions", "maybe"),
            ("tag-length", "21"),
            ("purposes", ""),
            ("purposes", "station, station"),
            ("steps", "16, 6"),
            ("boot-keys", "no equals sign"),
            ("remote-tag", "a tag that is far too long"),
            ("rate-unit", "horses"),
        ] {
            assert_eq!(set(name, value), None, "{name} {value}");
        }
    }
}
