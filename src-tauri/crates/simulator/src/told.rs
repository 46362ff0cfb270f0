//! What happens at the bays of a charger, as messages.

use jiff::Timestamp;

use crate::bay::{Happening, Phase};
use crate::blueprint::Generation;
use crate::charger::Charger;
use crate::message::{Session, What};
use crate::quirk::Life;

impl Charger {
    /// Turns what happened at a bay into messages.
    pub(crate) fn happened(&mut self, bay: usize, told: Vec<Happening>, now: Timestamp) {
        for happening in told {
            let reading = self.bays[bay].read(now);
            match happening {
                Happening::Phase(phase) => {
                    if phase == Phase::Available {
                        self.freed(bay);
                    }
                    if let (Some((session, number)), Phase::Charging | Phase::Suspended | Phase::Held) =
                        (&mut self.open[bay], phase)
                    {
                        *number += 1;
                        let what = What::Turn(session.clone(), *number, phase, reading);
                        if self.blueprint.generation == Generation::Second {
                            self.say(what, now);
                            continue;
                        }
                    }
                    self.say(What::Phase(Some(bay), phase), now);
                }
                Happening::Card(card) => match self.knows_card(&card, self.online && self.admitted, now) {
                    Some(accepted) => self.decide(bay, accepted, now),
                    None => self.say(What::Card(bay, card), now),
                },
                Happening::Begin(card, order) => {
                    let session = self.session(bay, card, order, now);
                    self.open[bay] = Some((session.clone(), 0));
                    self.say(What::Begin(session, reading), now);
                }
                Happening::Sample if self.quirks.has(Life::SilentMeter) => {}
                Happening::End(_) if self.loses_power() => {}
                Happening::Sample => {
                    if let Some((session, number)) = &mut self.open[bay] {
                        *number += 1;
                        let what = What::Sample(session.clone(), *number, reading);
                        self.say(what, now);
                    }
                }
                Happening::End(why) => {
                    self.freed(bay);
                    if let Some((session, number)) = self.open[bay].take() {
                        self.say(What::End(session, number + 1, why, reading), now);
                    }
                }
            }
        }
    }

    fn session(&mut self, bay: usize, card: String, order: Option<i64>, now: Timestamp) -> Session {
        let id = self.next_session;
        self.next_session += 1;
        let kind = order.and_then(|order| self.kinds.remove(&order)).unwrap_or_else(|| "ISO14443".to_owned());
        // The time keeps names apart when the same seed is run again.
        let name = format!("{}-{:x}-{id}", self.blueprint.identity, now.as_millisecond());
        let reservation = self.first.bookings.used(bay);
        Session { id, bay, card, kind, name, order, reservation, began: now }
    }
}
