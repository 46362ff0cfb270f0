//! Everything about a session that its bill is made from, and the entries that follow from it.

use jiff::tz::TimeZone;

use crate::billing::{
    Cost, Counted, Entry, EntryKind, Figures, Finding, Marks, Mended, Payer, Reading, Stay, Tariff, Told,
    price,
};
use crate::energy::WattHours;
use crate::session::{Flags, SessionKey};
use crate::time::{HOUR, Timestamp};

/// Less power than this, over the time between two readings, is a car that is full, in watts.
const CHARGING_W: i64 = 100;

/// A session with all that its bill is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The session.
    pub session: SessionKey,
    /// As its station told it.
    pub told: Told,
    /// The newest register value of an open one.
    pub newest: Option<Reading>,
    /// What is special about it.
    pub flags: Flags,
    /// Readings of the register on the way, by time.
    pub readings: Vec<Reading>,
    /// The most power that was measured on the way, in watts.
    pub most_power_w: Option<i64>,
    /// When the car was gone, where that is known and later than the end.
    pub left: Option<Timestamp>,
    /// The car is still there: nobody can say yet how long it will have been parked.
    pub parked: bool,
    /// It is open, but nothing is there any more that could end it.
    pub abandoned: bool,
    /// Another session that says the same.
    pub twin: Option<SessionKey>,
    /// Who pays, as things stand now.
    pub payer: Payer,
    /// The tariff that counts, as things stand now.
    pub tariff: Option<Tariff>,
    /// The newest entry, where there is one.
    pub last: Option<Entry>,
}

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
    /// What the station told, as figures that count.
    pub fn as_told(&self) -> Counted {
        let newest = self.newest.map(|newest| newest.register);
        Counted { ended: self.told.ended, start: self.told.start, stop: self.told.stop.or(newest) }
    }

    /// The figures that count now.
    pub fn figures(&self) -> Counted {
        self.last.as_ref().map_or_else(|| self.as_told(), |last| last.figures)
    }

    /// Whether closing must wait until the car is gone: its time there costs something, and it still stands there.
    pub fn waits(&self) -> bool {
        use crate::billing::Component::Parked;
        let charged = |tariff: &Tariff| {
            tariff.versions.iter().flat_map(|version| &version.elements).any(|e| e.component == Parked)
        };
        self.parked && self.tariff.as_ref().is_some_and(charged)
    }

    /// What the session would cost with these figures by the tariff that counts now.
    pub fn cost(&self, figures: &Counted, zone: &TimeZone, now: Timestamp) -> Option<Cost> {
        let tariff = self.tariff.as_ref()?;
        let stay = self.stay(figures, now);
        let bill = price(&stay, &tariff.versions, zone)?;
        let first = tariff.versions.iter().rfind(|version| version.valid_from <= stay.began)?;
        Some(Cost { tariff: tariff.key, tariff_name: tariff.name.clone(), version: first.number, bill })
    }

    /// What happened at the connector, with these figures.
    pub fn stay(&self, figures: &Counted, now: Timestamp) -> Stay {
        let began = self.told.began;
        let end = figures.ended.unwrap_or(now).max(began);
        let (start, stop) = match (figures.start, figures.stop) {
            (Some(start), Some(stop)) => (start, stop.max(start)),
            // Without one of its ends no energy is known.
            _ => (WattHours(0), WattHours(0)),
        };
        let mut readings = vec![Reading { at: began, register: start }];
        for reading in &self.readings {
            let last = readings.last().map_or(start, |last| last.register);
            let inside = reading.at > began && reading.at < end;
            if inside && (last..=stop).contains(&reading.register) {
                readings.push(*reading);
            }
        }
        readings.push(Reading { at: end, register: stop });
        readings.dedup_by_key(|reading| reading.at);
        let charged_until = charged_until(&readings, figures.ended.is_none(), end);
        let left = self.left.filter(|_| figures.ended.is_some()).map_or(end, |left| left.max(end));
        Stay { began, charged_until, left, readings }
    }

    /// What is wrong with the figures that count.
    pub fn findings(&self) -> Vec<(Finding, Mended)> {
        let now = self.figures();
        let settled =
            self.last.as_ref().is_some_and(|last| !matches!(last.kind, EntryKind::Closed | EntryKind::Late));
        let ours = !settled && (self.abandoned || self.flags.has(Flags::INTERRUPTED));
        let newest = self.newest.filter(|_| self.readings.is_empty());
        let figures = Figures {
            began: self.told.began,
            ended: now.ended,
            start: now.start,
            stop: if ours { None } else { now.stop },
            readings: self.readings.iter().copied().chain(newest).collect(),
            most_power_w: self.most_power_w,
            closed_by_us: ours,
        };
        let mut findings =
            if now.ended.is_none() && !self.abandoned { Vec::new() } else { figures.findings() };
        if let (Some(_), false, Some(start)) = (self.twin, settled, now.start) {
            let ended = now.ended.unwrap_or(self.told.began);
            findings.push((Finding::Duplicate, Mended { ended, start, stop: start }));
        }
        findings
    }

    /// The first entry of a session that is over.
    pub fn close(&self, zone: &TimeZone, now: Timestamp) -> Entry {
        let findings = self.findings();
        self.entry(EntryKind::Closed, self.as_told(), self.payer.clone(), zone, now)
            .by(crate::AUTOMATION, String::new())
            .with(findings)
    }

    /// An entry about what the station told after the session was closed; `None` when it told nothing new.
    pub fn late(&self, zone: &TimeZone, now: Timestamp) -> Option<Entry> {
        let last = self.last.as_ref()?;
        if last.told == self.told || self.told.ended.is_none() {
            return None;
        }
        let told = Self { last: None, ..self.clone() };
        let entry = self.entry(EntryKind::Late, self.as_told(), last.payer.clone(), zone, now);
        Some(entry.by(crate::AUTOMATION, String::new()).with(told.findings()))
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
        self.last.as_ref().ok_or(Unchanged::Running)?;
        let backwards = matches!((figures.start, figures.stop), (Some(start), Some(stop)) if stop < start);
        let early = figures.ended.is_none_or(|ended| ended < self.told.began || ended > now);
        if backwards || early || figures.start.is_some_and(|start| start.0 < 0) {
            return Err(Unchanged::Impossible);
        }
        if figures == self.figures() {
            return Err(Unchanged::Same);
        }
        Ok(self.entry(EntryKind::Corrected, figures, self.known_payer(), zone, now))
    }

    /// The entry that gives the session to somebody else. [`Case::payer`] and [`Case::tariff`] are the new ones.
    pub fn give(&self, zone: &TimeZone, now: Timestamp) -> Result<Entry, Unchanged> {
        let last = self.last.as_ref().ok_or(Unchanged::Running)?;
        if last.payer == self.payer {
            return Err(Unchanged::Same);
        }
        let entry = self.entry(EntryKind::Driver, last.figures, self.payer.clone(), zone, now);
        Ok(Entry { marks: entry.marks.with_if(last.marks.has(Marks::REPAIRED), Marks::REPAIRED), ..entry })
    }

    /// The entry that prices the session by the tariff that counts now.
    pub fn reprice(&self, zone: &TimeZone, now: Timestamp) -> Result<Entry, Unchanged> {
        let last = self.last.as_ref().ok_or(Unchanged::Running)?;
        let entry = self.entry(EntryKind::Priced, last.figures, last.payer.clone(), zone, now);
        if entry.cost == last.cost {
            return Err(Unchanged::Same);
        }
        Ok(Entry { marks: entry.marks.with_if(last.marks.has(Marks::REPAIRED), Marks::REPAIRED), ..entry })
    }

    /// The entry that takes the newest one back, to `before`, the one before it.
    pub fn undo(&self, before: &Entry, now: Timestamp) -> Result<Entry, Unchanged> {
        let last = self.last.as_ref().ok_or(Unchanged::NothingToUndo)?;
        if matches!(last.kind, EntryKind::Closed | EntryKind::Late | EntryKind::Undone) {
            return Err(Unchanged::NothingToUndo);
        }
        let number = last.number + 1;
        let told = self.told.clone();
        Ok(Entry { number, at: now, kind: EntryKind::Undone, told, ..before.clone() })
    }

    fn known_payer(&self) -> Payer {
        self.last.as_ref().map_or_else(|| self.payer.clone(), |last| last.payer.clone())
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
        let by_hand = matches!(kind, EntryKind::Repaired(_) | EntryKind::Corrected);
        let marks = Marks::default()
            .with_if(self.flags.has(Flags::ESTIMATED), Marks::ESTIMATED)
            .with_if(divided, Marks::DIVIDED)
            .with_if(by_hand || self.flags.has(Flags::REPAIRED), Marks::REPAIRED);
        Entry {
            session: self.session,
            number: self.last.as_ref().map_or(0, |last| last.number + 1),
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
        }
    }
}

impl Entry {
    /// By whom, and why.
    #[must_use]
    pub fn by(self, author: &str, reason: String) -> Self {
        Self { author: author.to_owned(), reason, ..self }
    }

    fn with(self, findings: Vec<(Finding, Mended)>) -> Self {
        Self { findings: findings.into_iter().map(|(finding, _)| finding).collect(), ..self }
    }
}

/// The end of charging: of the last time between two readings in which a car took power. All of it where nobody saw the
/// register on the way, or where no energy flowed at all.
fn charged_until(readings: &[Reading], open: bool, end: Timestamp) -> Timestamp {
    let took = |pair: &&[Reading]| {
        let flowed = pair[1].register.0.saturating_sub(pair[0].register.0);
        i128::from(flowed) * i128::from(HOUR)
            >= i128::from(CHARGING_W) * i128::from(pair[1].at.since(pair[0].at))
            && flowed > 0
    };
    let last = readings.windows(2).rfind(took).map_or(end, |pair| pair[1].at);
    // The newest reading of a session that runs is followed by the present, in which nothing has been read yet.
    let newest = readings.iter().rev().nth(1).is_some_and(|reading| reading.at == last);
    if open && newest { end } else { last }
}
