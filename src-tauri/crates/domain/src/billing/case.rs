//! Everything about a session that its bill is made from.

use jiff::tz::TimeZone;

use crate::billing::{
    Component, Cost, Counted, Figures, Finding, History, Mended, Payer, Reading, Stay, Tariff, Told, price,
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
    /// The tariff that counts. Once the session has a price: that tariff as it stood when the price was made.
    pub tariff: Option<Tariff>,
    /// Its entries in the ledger.
    pub history: History,
}

impl Case {
    /// What the station told, as figures that count.
    pub fn as_told(&self) -> Counted {
        let newest = self.newest.map(|newest| newest.register);
        Counted { ended: self.told.ended, start: self.told.start, stop: self.told.stop.or(newest) }
    }

    /// The figures that count now.
    pub fn figures(&self) -> Counted {
        self.history.last().map_or_else(|| self.as_told(), |last| last.figures)
    }

    /// Whether closing must wait until the car is gone: its time there costs something, and it still stands there.
    pub fn waits(&self) -> bool {
        let charged = |tariff: &Tariff| {
            tariff
                .versions
                .iter()
                .flat_map(|version| &version.elements)
                .any(|e| e.component == Component::Parked)
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

    /// What is wrong with the figures that count, and what they would be if it were mended.
    pub fn findings(&self) -> Vec<(Finding, Mended)> {
        let now = self.figures();
        let silent = self.abandoned || self.flags.has(Flags::INTERRUPTED);
        let ours = silent && !self.history.has_settled(Finding::MissingStop);
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
        let over = now.ended.is_some() || self.abandoned;
        let mut findings = if over { figures.findings() } else { Vec::new() };
        if let (Some(_), Some(start)) = (self.twin, now.start) {
            let ended = now.ended.unwrap_or(self.told.began);
            findings.push((Finding::Duplicate, Mended { ended, start, stop: start }));
        }
        findings.retain(|(finding, _)| !self.history.has_settled(*finding));
        findings.extend(self.contradiction().map(|told| (Finding::ToldOtherwise, told)));
        findings
    }

    /// What the station told after other figures had been typed in.
    fn contradiction(&self) -> Option<Mended> {
        let told = self.as_told();
        let mended = Mended { ended: told.ended?, start: told.start?, stop: told.stop? };
        (self.history.is_contradicted() && told != self.figures()).then_some(mended)
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
