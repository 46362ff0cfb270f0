//! The protocol's words for what, where and when something was measured (1.6 section 7, 2.x part 2 section 3).

use domain::reading::{Context, Location, Measurand, Phase};

use crate::tolerant::Notes;

/// The measurand of a word. A missing word means the energy register; measurands that we do not draw are
/// [`Measurand::Other`].
pub(super) fn measurand(word: &str, notes: &mut Notes<'_>) -> Measurand {
    known(word).unwrap_or_else(|| {
        let trimmed = word.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
        if let Some((_, measurand)) = KNOWN.iter().find(|(name, _)| name.eq_ignore_ascii_case(trimmed)) {
            return *measurand;
        }
        if !is_of_the_second_generation(trimmed) {
            notes.unknown("measurand", trimmed);
        }
        Measurand::Other
    })
}

fn known(word: &str) -> Option<Measurand> {
    if word.is_empty() {
        return Some(Measurand::EnergyImportRegister);
    }
    KNOWN.iter().find(|(name, _)| *name == word).map(|(_, measurand)| *measurand)
}

/// The most frequent first.
const KNOWN: &[(&str, Measurand)] = &[
    ("Energy.Active.Import.Register", Measurand::EnergyImportRegister),
    ("Power.Active.Import", Measurand::PowerImport),
    ("Current.Import", Measurand::CurrentImport),
    ("Voltage", Measurand::Voltage),
    ("SoC", Measurand::StateOfCharge),
    ("Current.Offered", Measurand::CurrentOffered),
    ("Power.Offered", Measurand::PowerOffered),
    ("Temperature", Measurand::Temperature),
    ("Frequency", Measurand::Frequency),
    ("Power.Factor", Measurand::PowerFactor),
    ("Energy.Active.Export.Register", Measurand::EnergyExportRegister),
    ("Energy.Active.Import.Interval", Measurand::EnergyImportInterval),
    ("Energy.Active.Export.Interval", Measurand::EnergyExportInterval),
    ("Energy.Reactive.Import.Register", Measurand::ReactiveImportRegister),
    ("Energy.Reactive.Export.Register", Measurand::ReactiveExportRegister),
    ("Energy.Reactive.Import.Interval", Measurand::ReactiveImportInterval),
    ("Energy.Reactive.Export.Interval", Measurand::ReactiveExportInterval),
    ("Power.Active.Export", Measurand::PowerExport),
    ("Power.Reactive.Import", Measurand::ReactivePowerImport),
    ("Power.Reactive.Export", Measurand::ReactivePowerExport),
    ("Current.Export", Measurand::CurrentExport),
    ("RPM", Measurand::Rpm),
    ("Current.Import.Offered", Measurand::CurrentOffered),
    ("Power.Import.Offered", Measurand::PowerOffered),
    ("Display.PresentSOC", Measurand::StateOfCharge),
];

/// Measurands of 2.x that we keep under [`Measurand::Other`] without a word about it.
fn is_of_the_second_generation(word: &str) -> bool {
    const FAMILIES: &[&str] = &["Current.", "Display.", "Energy.", "EnergyRequest.", "Power.", "Voltage."];
    FAMILIES.iter().any(|family| word.starts_with(family))
}

/// The phase of a word: `L1-N` is L1. An unknown word counts as no phase.
pub(super) fn phase(word: &str, notes: &mut Notes<'_>) -> Phase {
    match word {
        "" => Phase::Overall,
        "L1" | "L1-N" => Phase::L1,
        "L2" | "L2-N" => Phase::L2,
        "L3" | "L3-N" => Phase::L3,
        "N" => Phase::N,
        "L1-L2" => Phase::L1L2,
        "L2-L3" => Phase::L2L3,
        "L3-L1" => Phase::L3L1,
        _ => {
            let folded = word.trim().to_ascii_uppercase();
            if folded != word && !folded.is_empty() {
                return phase(&folded, notes);
            }
            if !folded.is_empty() {
                notes.unknown("phase", word);
            }
            Phase::Overall
        }
    }
}

/// The location of a word; a missing or unknown one is the outlet. A battery is always in the car, whatever is told.
pub(super) fn location(word: &str, measurand: Measurand, notes: &mut Notes<'_>) -> Location {
    match word.trim() {
        _ if measurand == Measurand::StateOfCharge => Location::Ev,
        "" | "Outlet" => Location::Outlet,
        "Inlet" => Location::Inlet,
        "Body" => Location::Body,
        "Cable" => Location::Cable,
        "EV" => Location::Ev,
        "Upstream" => Location::Upstream,
        word => {
            notes.unknown("location", word);
            Location::Outlet
        }
    }
}

/// The occasion of a word; a missing one is the sampling interval.
pub(super) fn context(word: &str, notes: &mut Notes<'_>) -> Context {
    match word.trim() {
        "" | "Sample.Periodic" => Context::Periodic,
        "Transaction.Begin" => Context::Begin,
        "Transaction.End" => Context::End,
        "Sample.Clock" => Context::Clock,
        "Trigger" => Context::Trigger,
        "Other" | "Interruption.Begin" | "Interruption.End" => Context::Other,
        word => {
            notes.unknown("context", word);
            Context::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_spellings_are_understood_and_unknown_words_are_noted() {
        let mut notes = Vec::new();
        let notes = &mut Notes::new(&mut notes);
        assert_eq!(measurand("\"power.active.import\" ", notes), Measurand::PowerImport);
        assert_eq!(measurand("", notes), Measurand::EnergyImportRegister);
        assert_eq!(phase("L1-N", notes), Phase::L1);
        assert_eq!(phase(" l2-n", notes), Phase::L2);
        assert_eq!(context("Interruption.End", notes), Context::Other);
        assert_eq!(location("Outlet", Measurand::StateOfCharge, notes), Location::Ev);
    }

    #[test]
    fn unknown_words_never_fail() {
        let mut said = Vec::new();
        let mut notes = Notes::new(&mut said);
        assert_eq!(measurand("Mood", &mut notes), Measurand::Other);
        assert_eq!(phase("R", &mut notes), Phase::Overall);
        assert_eq!(location("Moon", Measurand::Voltage, &mut notes), Location::Outlet);
        assert_eq!(context("Birthday", &mut notes), Context::Other);
        assert_eq!(said.len(), 4);
    }
}
