//! Profiles, the operator's own word, and what comes of both.

use super::Quirks;
use super::pattern::{Identity, Pattern};
use super::switch::{SWITCHES, Switch, switch};

/// What is known about a kind of charger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name; unique, and how one profile replaces another.
    pub name: String,
    /// Which chargers it is for; any one of these.
    pub matches: Vec<Pattern>,
    /// Why, in plain words.
    pub reason: String,
    /// Where that is known from, for example `evcc#26837`.
    pub sources: Vec<String>,
    /// Advice for the person who sets the charger up.
    pub hints: Vec<String>,
    /// Switches that it sets: name and value.
    pub sets: Vec<(String, String)>,
}

impl Profile {
    /// Whether it is for this charger.
    pub fn fits(&self, who: Identity<'_>) -> bool {
        self.matches.iter().any(|pattern| pattern.fits(who))
    }

    /// Checks that every switch exists and takes its value.
    ///
    /// # Errors
    /// The name of the first switch that does not.
    pub fn check(&self) -> Result<(), String> {
        let mut quirks = Quirks::default();
        let refused = |(name, value): &&(String, String)| {
            !switch(name).is_some_and(|switch| switch.set(&mut quirks, value))
        };
        match self.sets.iter().find(refused) {
            Some((name, _)) => Err(name.clone()),
            None => Ok(()),
        }
    }
}

/// Who set a switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetBy {
    /// Nobody: it stands as it does for every charger.
    Default,
    /// The profile of this name.
    Profile(String),
    /// The operator.
    Operator,
}

/// One switch of a charger.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Which.
    pub switch: &'static Switch,
    /// Its value, as text.
    pub value: String,
    /// The value without the operator's word, as text.
    pub otherwise: String,
    /// Who set it.
    pub by: SetBy,
}

/// What counts for a charger.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The switches.
    pub quirks: Quirks,
    /// The same, one by one, with who set them.
    pub settings: Vec<Setting>,
}

/// What counts for a charger: defaults, then the profiles that fit in their order, then the operator's own values.
/// Values that a switch does not take are passed over.
pub fn effective<'a>(
    profiles: impl IntoIterator<Item = &'a Profile>,
    who: Identity<'_>,
    own: &[(String, String)],
) -> Effective {
    let mut quirks = Quirks::default();
    let mut by = vec![SetBy::Default; SWITCHES.len()];
    for profile in profiles.into_iter().filter(|profile| profile.fits(who)) {
        apply(&profile.sets, &mut quirks, &mut by, &SetBy::Profile(profile.name.clone()));
    }
    let without = quirks.clone();
    apply(own, &mut quirks, &mut by, &SetBy::Operator);
    let settings = SWITCHES.iter().zip(by).map(|(switch, by)| Setting {
        switch,
        value: switch.value(&quirks),
        otherwise: switch.value(&without),
        by,
    });
    Effective { settings: settings.collect(), quirks }
}

fn apply(sets: &[(String, String)], quirks: &mut Quirks, by: &mut [SetBy], who: &SetBy) {
    for (name, value) in sets {
        let Some(index) = SWITCHES.iter().position(|switch| switch.name == name) else { continue };
        if SWITCHES[index].set(quirks, value) {
            by[index] = who.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str, model: &str, sets: &[(&str, &str)]) -> Profile {
        let pattern = Pattern { vendor: "*".into(), model: model.into(), firmware: "*".into() };
        Profile {
            name: name.into(),
            matches: vec![pattern],
            reason: String::new(),
            sources: Vec::new(),
            hints: Vec::new(),
            sets: sets.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        }
    }

    const WHO: Identity<'static> = Identity { vendor: "Norvolt", model: "Wall 11", firmware: "1.2" };

    #[test]
    fn the_operator_comes_after_the_profiles_and_the_profiles_after_the_defaults() {
        let profiles = [
            profile("All", "*", &[("call-timeout", "60"), ("ping", "5")]),
            profile("Wall", "wall*", &[("call-timeout", "90"), ("stack-level", "0")]),
            profile("Other", "post*", &[("call-timeout", "120")]),
        ];
        let own = [("ping".to_owned(), "0".to_owned()), ("ping".to_owned(), "soon".to_owned())];
        let counts = effective(&profiles, WHO, &own);
        assert_eq!((counts.quirks.call_timeout_s, counts.quirks.ping_s), (90, 0));
        assert_eq!(counts.quirks.stack_level, Some(0));
        let of = |name: &str| counts.settings.iter().find(|setting| setting.switch.name == name).unwrap();
        assert_eq!(of("call-timeout").by, SetBy::Profile("Wall".into()));
        assert_eq!((&of("ping").by, &*of("ping").otherwise), (&SetBy::Operator, "5"));
        assert_eq!(of("phases").by, SetBy::Default);
    }

    #[test]
    fn a_profile_with_a_switch_that_does_not_exist_or_a_value_it_does_not_take_is_found_out() {
        assert_eq!(profile("a", "*", &[("ping", "5")]).check(), Ok(()));
        assert_eq!(profile("a", "*", &[("ping", "5"), ("pong", "5")]).check(), Err("pong".into()));
        assert_eq!(profile("a", "*", &[("ping", "soon")]).check(), Err("ping".into()));
    }
}
