//! The peculiarities of a charger as a screen shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is known about a charger's peculiarities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeculiaritiesView {
    /// The profiles that fit it, in the order in which they apply.
    pub profiles: Vec<QuirkProfileView>,
    /// Every switch, in the order of the screen.
    pub switches: Vec<SwitchView>,
    /// Oddities noted once per charger, newest first.
    pub notes: Vec<DatedNoteView>,
    /// Files of profiles that could not be used, as short English sentences for the technician.
    pub problems: Vec<String>,
    /// The folder in which files of profiles are looked for.
    pub folder: String,
}

/// A profile that fits a charger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QuirkProfileView {
    /// Its name.
    pub name: String,
    /// Why, in plain words.
    pub reason: String,
    /// Where that is known from.
    pub sources: Vec<String>,
    /// Advice for the person who sets the charger up.
    pub hints: Vec<String>,
}

/// One switch of a charger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SwitchView {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub form: SwitchForm,
    /// Its value, as text.
    pub value: String,
    /// The value without the operator's word, as text.
    pub otherwise: String,
    /// Who set it.
    pub by: SwitchBy,
    /// The profile that set it, if one did.
    pub profile: Option<String>,
}

/// Who set a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SwitchBy {
    /// Nobody: it stands as it does for every charger.
    Default,
    /// A profile.
    Profile,
    /// The operator.
    Operator,
}

/// What a switch takes; its value is always a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum SwitchForm {
    /// `yes` or `no`.
    Flag,
    /// A whole number.
    Number {
        /// The least.
        #[ts(type = "number")]
        min: i64,
        /// The most.
        #[ts(type = "number")]
        max: i64,
        /// What it counts: `s`, `ms`, `min`, `×`; empty for a bare number.
        unit: String,
        /// Whether it may be left open, as an empty text.
        open: bool,
    },
    /// One of these words.
    Word {
        /// The words.
        words: Vec<String>,
    },
    /// These words in the order of choice, separated by commas; some may be left out, not all.
    Order {
        /// The words.
        words: Vec<String>,
    },
    /// Any text; empty = none.
    Text {
        /// Longest, in characters.
        max: u32,
    },
    /// Rising whole numbers, separated by commas; empty = none.
    Numbers,
    /// A key and its value a line, as `key=value`; empty = none.
    Pairs,
}

/// An oddity and when it was first seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DatedNoteView {
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// What, as a short English sentence for the technician.
    pub text: String,
}
