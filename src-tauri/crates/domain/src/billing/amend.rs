//! The entries that follow from a session: the one that closes it, and each amendment.

use jiff::tz::TimeZone;

use crate::billing::{Case, Counted, Entry, EntryKind, Finding, Marks, Payer};
use crate::session::Flags;
use crate::time::Timestamp;

/// Why a session was not amended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchanged {
    /// It still runs.
    Running,
    /// Such a thing is not wrong with it.
    NotFound,
    /// There is nothing to take back.
    NothingToUndo,
    /// It would end before it began, or its register would fall.
    Impossible,
    /// It is as was asked for already.
    Same,
}

impl Case {
    /// The first entry of a session that is over.
    pub fn close(&self, zone: &TimeZone, now: Timestamp) -> Entry {
        self.entry(EntryKind::Closed, self.as_told(), self.payer.clone(), zone, now)
            .by(crate::AUTOMATION, String::new())
    }

    /// An entry about what the station told after the session was closed; `None` when it told nothing new. Figures that
    /// somebody typed in stay, and the contradiction is a finding.
    pub fn late(&self, zone: &TimeZone, now: Timestamp) -> Option<Entry> {
        let last = self.history.last()?;
        if last.told == self.told || self.told.ended.is_none() {
            return None;
        }
        let figures = if self.history.is_typed() { last.figures } else { self.as_told() };
        let entry = self.entry(EntryKind::Late, figures, self.known_payer(), zone, now);
        Some(entry.by(crate::AUTOMATION, String::new()))
    }

    /// The entry that puts a finding right.
    pub fn repair(&self, finding: Finding, zone: &TimeZone, now: Timestamp) -> Result<Entry, Unchanged> {
        let mended = self.findings().into_iter().find(|(found, _)| *found == finding);
        let (_, mended) = mended.ok_or(Unchanged::NotFound)?;
        let figures =
            Counted { ended: Some(mended.ended), start: Some(mended.start), stop: Some(mended.stop) };
        Ok(self.entry(EntryKind::Repaired(finding), figures, self.known_payer(), zone, now))
    }

    /// The entry with figures that were typed in.
    pub fn correct(&self, figures: Counted, zone: &TimeZone, now: Timestamp) -> Result<Entry, Unchanged> {
        self.history.last().ok_or(Unchanged::Running)?;
        let backwards = matches!((figures.start, figures.stop), (Some(start), Some(stop)) if stop < start);
        let early = figures.ended.is_none_or(|ended| ended < self.told.began || ended > now);
        if backwards || early || figures.start.is_some_and(|start| start.0 < 0) {
            return Err(Unchanged::Impossible);
        }
        // Who types in the same again stands by it, against what the station told since.
        if figures == self.figures() && !self.history.is_contradicted() {
            return Err(Unchanged::Same);
        }
        Ok(self.entry(EntryKind::Corrected, figures, self.known_payer(), zone, now))
    }

    /// The entry that gives the session to somebody else. [`Case::payer`] and [`Case::tariff`] are the new ones.
    pub fn give(&self, zone: &TimeZone, now: Timestamp) -> Result<Entry, Unchanged> {
        let last = self.history.last().ok_or(Unchanged::Running)?;
        if last.payer == self.payer {
            return Err(Unchanged::Same);
        }
        Ok(self.entry(EntryKind::Driver, last.figures, self.payer.clone(), zone, now))
    }

    /// The entry that prices the session by the tariff that counts now.
    pub fn reprice(&self, zone: &TimeZone, now: Timestamp) -> Result<Entry, Unchanged> {
        let last = self.history.last().ok_or(Unchanged::Running)?;
        let entry = self.entry(EntryKind::Priced, last.figures, last.payer.clone(), zone, now);
        if entry.cost == last.cost {
            return Err(Unchanged::Same);
        }
        Ok(entry)
    }

    /// The entry that takes the newest one back, to `before`, the one before it.
    pub fn undo(&self, before: &Entry, now: Timestamp) -> Result<Entry, Unchanged> {
        let last = self.history.last().ok_or(Unchanged::NothingToUndo)?;
        if matches!(last.kind, EntryKind::Closed | EntryKind::Late | EntryKind::Undone) {
            return Err(Unchanged::NothingToUndo);
        }
        let number = last.number + 1;
        let told = self.told.clone();
        Ok(self.found(Entry { number, at: now, kind: EntryKind::Undone, told, ..before.clone() }))
    }

    fn known_payer(&self) -> Payer {
        let anew = self.history.asks_anew(self.told.token.as_deref(), &self.payer);
        let known = self.history.last().filter(|_| !anew);
        known.map_or(&self.payer, |last| &last.payer).clone()
    }

    fn entry(
        &self,
        kind: EntryKind,
        figures: Counted,
        payer: Payer,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Entry {
        let cost = self.cost(&figures, zone, now);
        let divided = cost.as_ref().is_some_and(|cost| cost.bill.lines.iter().any(|line| line.estimated));
        let by_hand = match kind {
            // The station's own word is no repair.
            EntryKind::Closed | EntryKind::Repaired(Finding::ToldOtherwise) => false,
            EntryKind::Repaired(_) | EntryKind::Corrected => true,
            EntryKind::Late => self.history.is_typed(),
            EntryKind::Driver | EntryKind::Priced | EntryKind::Undone => {
                self.history.last().is_some_and(|last| last.marks.has(Marks::REPAIRED))
            }
        };
        let marks = Marks::default()
            .with_if(self.flags.has(Flags::ESTIMATED), Marks::ESTIMATED)
            .with_if(divided, Marks::DIVIDED)
            .with_if(by_hand || self.flags.has(Flags::REPAIRED), Marks::REPAIRED);
        self.found(Entry {
            session: self.session,
            number: self.history.last().map_or(0, |last| last.number + 1),
            at: now,
            author: String::new(),
            kind,
            reason: String::new(),
            told: self.told.clone(),
            figures,
            marks,
            findings: Vec::new(),
            payer,
            cost,
        })
    }

    /// An entry with what is still wrong once it counts.
    fn found(&self, entry: Entry) -> Entry {
        let mut after = self.clone();
        after.history.0.push(entry.clone());
        let findings = after.findings().into_iter().map(|(finding, _)| finding).collect();
        Entry { findings, ..entry }
    }
}

impl Entry {
    /// By whom, and why.
    #[must_use]
    pub fn by(self, author: &str, reason: String) -> Self {
        Self { author: author.to_owned(), reason, ..self }
    }
}
