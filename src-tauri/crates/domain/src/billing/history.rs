//! The entries of one session, and what they say together.

use crate::billing::{Cost, Entry, EntryKind, Finding, Payer};
use crate::time::Timestamp;

/// The entries of one session, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History(pub Vec<Entry>);

impl History {
    /// The newest entry, where there is one.
    pub fn last(&self) -> Option<&Entry> {
        self.0.last()
    }

    /// The entries that count, oldest first: without those that were taken back, and without their taking back.
    pub fn standing(&self) -> Vec<&Entry> {
        let mut standing = Vec::new();
        for entry in &self.0 {
            match entry.kind {
                EntryKind::Undone => drop(standing.pop()),
                _ => standing.push(entry),
            }
        }
        standing
    }

    /// The price that counts, and when it was made: everything after it but another price or another payer keeps to the
    /// tariff as it stood at that time. `None` = no entry counts; `Some` without a cost = no tariff counted then.
    pub fn priced(&self) -> Option<(Timestamp, Option<&Cost>)> {
        let standing = self.standing();
        // Whatever closes a session prices it, a repair too.
        let mut made = standing.first()?.at;
        for pair in standing.windows(2) {
            let anew = matches!(pair[1].kind, EntryKind::Driver | EntryKind::Priced);
            if anew || pair[0].payer != pair[1].payer {
                made = pair[1].at;
            }
        }
        Some((made, standing.last()?.cost.as_ref()))
    }

    /// Whether who pays is asked anew: the first time, and when the station told the card only later. Who was named by
    /// hand stays.
    pub fn asks_anew(&self, token: Option<&str>, payer: &Payer) -> bool {
        let given = self.standing().iter().any(|entry| entry.kind == EntryKind::Driver);
        let told = |last: &Entry| last.told.token.as_deref() != token && last.payer != *payer;
        self.last().is_none_or(|last| told(last) && !given)
    }

    /// Whether the figures that count were typed in.
    pub fn is_typed(&self) -> bool {
        let figures = |entry: &&&Entry| {
            matches!(entry.kind, EntryKind::Closed | EntryKind::Repaired(_) | EntryKind::Corrected)
        };
        self.standing().iter().rfind(figures).is_some_and(|entry| entry.kind == EntryKind::Corrected)
    }

    /// Whether the station told something after figures were typed in, and nobody looked at it yet.
    pub fn is_contradicted(&self) -> bool {
        let standing = self.standing();
        let told = standing.iter().rposition(|entry| entry.kind == EntryKind::Late);
        let typed = standing.iter().rposition(|entry| entry.kind == EntryKind::Corrected);
        self.is_typed() && told > typed
    }

    /// Whether somebody has dealt with a finding since the station told its figures.
    pub fn has_settled(&self, finding: Finding) -> bool {
        let typed = self.is_typed();
        let told = |entry: &Entry| {
            matches!(entry.kind, EntryKind::Closed) || entry.kind == EntryKind::Late && !typed
        };
        let settles =
            |entry: &Entry| entry.kind == EntryKind::Corrected || entry.kind == EntryKind::Repaired(finding);
        self.standing().into_iter().rev().take_while(|entry| !told(entry)).any(settles)
    }
}
