//! What settings, reservations and limits do to a charger's life.

use jiff::Timestamp;

use super::Cap;
use super::table::INSTALLED;
use crate::bay::Happening;
use crate::blueprint::Generation;
use crate::charger::Charger;
use crate::message::What;

impl Charger {
    /// How often a running charge is measured, in seconds of the car's life.
    pub(crate) fn measured_every(&self) -> f64 {
        match self.blueprint.generation {
            Generation::First => match self.first.settings.number("MeterValueSampleInterval") {
                0 => f64::INFINITY,
                seconds => seconds as f64 * self.speed,
            },
            // A reading every ten seconds of the car's life, but no more than one a second of ours.
            Generation::Second => 10f64.max(self.speed),
        }
    }

    /// Lets seconds of the real world go by for what has a time of its own.
    pub(crate) fn tick16(&mut self, seconds: f64, now: Timestamp) {
        if let Some(left) = &mut self.first.redial {
            *left -= seconds;
        }
        for bay in self.first.bookings.expire(now) {
            self.keep(bay, false, now);
        }
        self.heed_limits(now);
        self.tell_by_the_clock(now);
    }

    /// Settings changed: what follows them at once.
    pub(crate) fn heed_settings(&mut self) {
        self.beat_every(self.first.settings.number("HeartbeatInterval") as f64);
    }

    /// Each bay delivers no more than its limits let it.
    pub(crate) fn heed_limits(&mut self, now: Timestamp) {
        let sharing = self.open.iter().flatten().count();
        let installed = INSTALLED.iter().map(|key| self.first.settings.number(key)).max().unwrap_or(0);
        for bay in 0..self.bays.len() {
            let cap = self.first.limits.cap(bay + 1, self.running(bay), sharing, now);
            let own = !self.blueprint.outlets[bay].is_dc() && installed > 0;
            let amps = if own { cap.amps.min(installed as f64) } else { cap.amps };
            self.bays[bay].limit(Cap { amps, ..cap });
        }
    }

    /// All meters at each whole interval of the clock.
    fn tell_by_the_clock(&mut self, now: Timestamp) {
        let every = self.first.settings.number("ClockAlignedDataInterval");
        let turn = (every > 0).then(|| now.as_second().div_euclid(every));
        let before = std::mem::replace(&mut self.first.clock, turn);
        if before.is_none() || before == turn || turn.is_none() {
            return;
        }
        for bay in 0..self.bays.len() {
            let reading = self.bays[bay].read(now);
            let session = self.open[bay].as_ref().map(|(session, _)| session.id);
            self.say(What::Clock(bay, session, reading), now);
        }
    }

    /// Whether a card may charge without asking the centre; `None` = it must be asked.
    pub(crate) fn knows_card(&self, card: &str, reachable: bool, now: Timestamp) -> Option<bool> {
        let settings = &self.first.settings;
        let on = settings.flag(if reachable { "LocalPreAuthorize" } else { "LocalAuthorizeOffline" });
        let listed =
            self.first.cards.verdict(card, now).filter(|_| on && settings.flag("LocalAuthListEnabled"));
        match (reachable, listed) {
            // A card that the list refuses may have become good since (1.6 section 4.1).
            (true, listed) => listed.filter(|accepted| *accepted),
            (false, Some(listed)) => Some(listed),
            (false, None) => Some(settings.flag("AllowOfflineTxForUnknownId")),
        }
    }

    /// A charge at a bay is over, or never came to be.
    pub(crate) fn freed(&mut self, bay: usize) {
        self.first.limits.over(bay + 1);
    }

    /// A card was shown and its verdict needs nobody.
    pub(crate) fn decide(&mut self, bay: usize, accepted: bool, now: Timestamp) {
        let told: Vec<Happening> = self.bays[bay].answer(accepted);
        self.happened(bay, told, now);
    }
}
