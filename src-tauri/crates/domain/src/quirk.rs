//! Peculiarities of chargers: a handful of switches, their defaults, and who sets them.
//!
//! What is harmless for everybody is tolerated always and has no switch. A switch exists where one kind of charger
//! needs what would harm another.

mod fit;
mod hear;
mod pattern;
mod profile;
mod promise;
mod switch;

pub use fit::{fitted, next_purpose};
pub use hear::{Lent, heard, softened};
pub(crate) use pattern::glob;
pub use pattern::{Identity, Pattern};
pub use profile::{Effective, Profile, SetBy, Setting, effective};
pub use promise::Promise;
pub use switch::{Form, SWITCHES, Switch, switch};

/// All switches of one charger, with the values that count for it. [`Quirks::default`] is right for a charger without
/// peculiarities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quirks {
    // Talking
    /// How long nothing is sent to it after it connected, unless it boots, in seconds. Some chargers boot for ever
    /// when they are called before their boot was answered.
    pub hold_s: u32,
    /// How long it may take to answer a call, in seconds.
    pub call_timeout_s: u32,
    /// The least time between two calls to it, in milliseconds.
    pub call_spacing_ms: u32,
    /// How often it is pinged, in seconds; 0 = never.
    pub ping_s: u32,
    /// Whether it answers pings: three silent ones mean that it is gone.
    pub answers_pings: bool,
    /// Whether it is asked to boot when it connects and we do not know yet what it is.
    pub ask_to_boot: bool,
    /// Whether its whole configuration is read by itself (at first contact and after new firmware).
    pub read_configuration: bool,
    /// Keys that are set once after it booted, and again after new firmware: name and value.
    pub boot_keys: Vec<(String, String)>,

    // Times
    /// Whether times are sent to it with milliseconds.
    pub fractions: bool,
    /// What its times without a zone mean: minutes east of Greenwich. `None` = judged by when they arrive.
    pub zone_min: Option<i32>,

    // Tags
    /// The longest tag that is sent to it, in characters.
    pub tag_length: u32,
    /// How tags are written that are sent to it.
    pub tag_form: TagForm,
    /// The one tag with which it is started from here, if it knows no other. What it starts with that tag may charge.
    pub remote_tag: Option<String>,
    /// What comes after this in a tag of its is not part of the tag, for example `_`.
    pub tag_suffix: Option<String>,
    /// Whether a tag that nobody knows is called invalid. Some chargers block such a card for good.
    pub says_invalid: bool,

    // Meter
    /// What the energy in its readings is multiplied by: 1,000 for a charger that sends kilowatt-hours as watt-hours.
    /// The whole watt-hours at a charge's beginning and end are taken as they are.
    pub energy_factor: u32,
    /// Ask for readings when none came for so long during a charge, in seconds; 0 = never.
    pub ask_readings_s: u32,

    // Limits
    /// The stack level of profiles that are made here; `None` = the one the operator chose.
    pub stack_level: Option<u32>,
    /// How the times in profiles count that are made here.
    pub profile_kind: ProfileKind,
    /// Which purposes are tried for a limit, in this order.
    pub purposes: Vec<Purpose>,
    /// The unit in which limits are told to it.
    pub rate_unit: RateUnit,
    /// How many phases are taken where that is not known, to turn amperes into watts and back.
    pub phases: u32,
    /// The only limits that it knows, in amperes, rising; empty = any. A limit is lowered to the next of them.
    pub steps_a: Vec<u32>,
    /// Whether limits go to the whole charger (connector 0) only.
    pub limit_whole: bool,
    /// How long ago an absolute schedule begins when it shall begin now, in seconds: a charger whose clock is slow
    /// would wait otherwise.
    pub schedule_ago_s: u32,

    // Files
    /// How files reach it and come from it.
    pub transfer: Transfer,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            hold_s: 10,
            call_timeout_s: 30,
            call_spacing_ms: 0,
            ping_s: 20,
            answers_pings: true,
            ask_to_boot: true,
            read_configuration: true,
            boot_keys: Vec::new(),
            fractions: false,
            zone_min: None,
            tag_length: 20,
            tag_form: TagForm::AsIs,
            remote_tag: None,
            tag_suffix: None,
            says_invalid: true,
            energy_factor: 1,
            ask_readings_s: 0,
            stack_level: None,
            profile_kind: ProfileKind::Absolute,
            purposes: vec![Purpose::Session, Purpose::EverySession, Purpose::Station],
            rate_unit: RateUnit::Amperes,
            phases: 3,
            steps_a: Vec::new(),
            limit_whole: false,
            schedule_ago_s: 60,
            transfer: Transfer::Any,
        }
    }
}

/// How tags are written that are sent to a charger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagForm {
    /// As they are.
    AsIs,
    /// As hex digits; a tag that is not made of them is sent as the digits of its letters.
    Hex,
}

/// How the times in a charging profile count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileKind {
    /// From a point in time.
    Absolute,
    /// From the beginning of the charge.
    Relative,
}

/// For what a charging profile is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The running charge (TxProfile).
    Session,
    /// Every charge to come (TxDefaultProfile).
    EverySession,
    /// The whole charger (ChargePointMaxProfile).
    Station,
}

/// The unit of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateUnit {
    /// Amperes per phase.
    Amperes,
    /// Watts in all.
    Watts,
}

/// How files reach a charger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// However it likes.
    Any,
    /// By plain HTTP only.
    Http,
    /// By HTTPS only.
    Https,
    /// By FTP only.
    Ftp,
    /// By SFTP only.
    Sftp,
}

impl Quirks {
    /// A tag as it is sent to this charger: the fixed one if it knows no other, else in its form and length.
    pub fn outgoing_tag(&self, tag: &str) -> String {
        if let Some(fixed) = &self.remote_tag {
            return fixed.clone();
        }
        let written = match self.tag_form {
            TagForm::AsIs => tag.to_owned(),
            TagForm::Hex if tag.chars().all(|c| c.is_ascii_hexdigit()) => tag.to_uppercase(),
            TagForm::Hex => tag.bytes().map(|byte| format!("{byte:02X}")).collect(),
        };
        written.chars().take(self.tag_length as usize).collect()
    }

    /// The highest of the limits that it knows which is not above `amperes`; zero below the lowest.
    pub fn step_below(&self, amperes: u32) -> u32 {
        match self.steps_a.as_slice() {
            [] => amperes,
            steps => steps.iter().copied().filter(|step| *step <= amperes).max().unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_sent_in_the_form_and_length_that_the_charger_bears() {
        let plain = Quirks::default();
        assert_eq!(plain.outgoing_tag("Front desk"), "Front desk");
        let short = Quirks { tag_length: 8, ..Quirks::default() };
        assert_eq!(short.outgoing_tag("0123456789"), "01234567");
        let hex = Quirks { tag_form: TagForm::Hex, ..Quirks::default() };
        assert_eq!(hex.outgoing_tag("04a2b3"), "04A2B3");
        assert_eq!(hex.outgoing_tag("Desk"), "4465736B");
        let fixed = Quirks { remote_tag: Some("ONE".into()), ..Quirks::default() };
        assert_eq!(fixed.outgoing_tag("04A2"), "ONE");
    }

    #[test]
    fn a_limit_is_lowered_to_a_step_that_the_charger_knows() {
        let any = Quirks::default();
        assert_eq!(any.step_below(11), 11);
        let steps = Quirks { steps_a: vec![6, 8, 10, 13, 16], ..Quirks::default() };
        assert_eq!((steps.step_below(12), steps.step_below(16), steps.step_below(5)), (10, 16, 0));
    }
}
