//! One connector and the life at it: cars come, charge, pause and leave. Pure: it is told how much time went by.

use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::car::Car;
use crate::curve;
use crate::first::{Cap, LEAST};
use crate::meter::{Meter, Reading};
use crate::outlet::Outlet;

/// The state of a connector, in the words of both generations' specifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nobody is here.
    Available,
    /// A car is plugged in and waits for a card.
    Preparing,
    /// Power flows.
    Charging,
    /// The car takes nothing.
    Suspended,
    /// The charger gives nothing: a limit holds it.
    Held,
    /// The charge is over, the cable still in.
    Finishing,
    /// Kept for somebody.
    Reserved,
    /// Out of service.
    Unavailable,
}

/// Why a charge ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The driver showed the card again.
    Local,
    /// The centre asked for it.
    Remote,
    /// The cable was pulled.
    Unplugged,
    /// The charger restarts, gently or not.
    Restart {
        /// Without waiting for anything.
        hard: bool,
    },
    /// The cable was unlocked from afar.
    Unlocked,
    /// The centre does not want this card.
    Refused,
}

/// Something that the charger has to tell.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// The phase changed.
    Phase(Phase),
    /// A driver shows a card.
    Card(String),
    /// A charge begins, perhaps on the order of this number.
    Begin(String, Option<i64>),
    /// It is time for a reading.
    Sample,
    /// The charge ended.
    End(Why),
}

#[derive(Debug, Clone)]
enum Life {
    /// Nobody here; the next car in so many seconds.
    Free(f64),
    /// Plugged in: what the driver does next, and when they give up.
    Plugged { car: Car, next: Next, patience: f64 },
    /// A session runs.
    Session { car: Car, elapsed: f64, sampled: f64 },
    /// Over; the cable is pulled in so many seconds.
    Leaving(f64),
}

#[derive(Debug, Clone, PartialEq)]
enum Next {
    /// Shows the card in so many seconds.
    Card(f64),
    /// The centre is asked.
    Answer,
    /// An order starts the charge in so many seconds.
    Order(f64, String, Option<i64>),
    /// Nothing: walks away at the end of their patience.
    Nothing,
}

/// One connector.
#[derive(Debug, Clone)]
pub struct Bay {
    outlet: Outlet,
    pub(crate) meter: Meter,
    rng: ChaCha8Rng,
    life: Life,
    power: f64,
    operative: bool,
    kept: bool,
    cap: Cap,
    told: Option<Phase>,
}

/// Longest step of the physics, in seconds.
const STEP: f64 = 2.0;

impl Bay {
    /// A free connector whose first car comes in so many seconds.
    pub fn new(outlet: Outlet, seed: u64, first_car: f64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let meter = Meter::used(&mut rng);
        let (life, cap) = (Life::Free(first_car), Cap::NONE);
        Self { outlet, meter, rng, life, power: 0.0, operative: true, kept: false, cap, told: None }
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        match &self.life {
            Life::Session { .. } if self.power < 1.0 && self.rests() => Phase::Suspended,
            Life::Session { .. } if self.power < 1.0 && self.is_held() => Phase::Held,
            Life::Session { .. } => Phase::Charging,
            _ if !self.operative => Phase::Unavailable,
            Life::Free(_) if self.kept => Phase::Reserved,
            Life::Free(_) => Phase::Available,
            Life::Plugged { .. } => Phase::Preparing,
            Life::Leaving(_) => Phase::Finishing,
        }
    }

    /// Whether a session runs.
    pub fn is_charging(&self) -> bool {
        matches!(self.life, Life::Session { .. })
    }

    /// Whether nobody is here.
    pub fn is_free(&self) -> bool {
        matches!(self.life, Life::Free(_))
    }

    /// Whether it is in service.
    pub fn is_operative(&self) -> bool {
        self.operative
    }

    /// Keeps it for somebody, or no longer.
    pub fn keep(&mut self, kept: bool) -> Vec<Happening> {
        self.kept = kept;
        let mut told = Vec::new();
        self.tell_phase(&mut told);
        told
    }

    /// It delivers no more than this from now on.
    pub fn limit(&mut self, cap: Cap) {
        self.cap = cap;
    }

    /// What the meter shows.
    pub fn read(&self, at: Timestamp) -> Reading {
        let (active, soc) = match &self.life {
            Life::Session { car, .. } => (car.phases_at(self.outlet), car.soc),
            _ => (0, 0.0),
        };
        let mut reading = self.meter.read(at, self.outlet, self.power, active, soc);
        if let Outlet::Ac { phases, .. } = self.outlet {
            reading.offered = reading.offered.min(self.cap.amps(if active > 0 { active } else { phases }));
        }
        reading
    }

    /// Lets seconds go by; a reading is due every so many of them.
    pub fn tick(&mut self, seconds: f64, every: f64) -> Vec<Happening> {
        let mut told = Vec::new();
        let mut left = seconds;
        while left > 0.0 {
            let step = left.min(STEP);
            left -= step;
            self.step(step, every, &mut told);
            self.tell_phase(&mut told);
        }
        told
    }

    /// The centre's word on the card that was shown.
    pub fn answer(&mut self, accepted: bool) -> Vec<Happening> {
        match &mut self.life {
            Life::Plugged { car, next, .. } if *next == Next::Answer => {
                if accepted {
                    let card = car.card.clone();
                    return self.begin(card, None);
                }
                *next = Next::Nothing;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Starts a charge by order; plugs a car in first where there is none. False when that is not possible.
    pub fn start(&mut self, card: String, order: Option<i64>) -> bool {
        if !self.operative {
            return false;
        }
        self.kept = false;
        let next = Next::Order(2.0, card, order);
        match &mut self.life {
            Life::Session { .. } => return false,
            Life::Plugged { next: plan, .. } => *plan = next,
            Life::Free(_) | Life::Leaving(_) => {
                let car = Car::arriving(&mut self.rng, self.outlet);
                self.life = Life::Plugged { car, next, patience: 600.0 };
            }
        }
        true
    }

    /// Ends the session, if one runs.
    pub fn stop(&mut self, why: Why) -> Vec<Happening> {
        if !self.is_charging() {
            return Vec::new();
        }
        self.power = 0.0;
        let pulled = why == Why::Unplugged;
        self.life = if pulled { self.empty() } else { Life::Leaving(self.rng.random_range(60.0..400.0)) };
        let mut told = vec![Happening::End(why)];
        self.tell_phase(&mut told);
        told
    }

    /// Takes it in or out of service; true when that has to wait for a session to end.
    pub fn service(&mut self, operative: bool) -> (bool, Vec<Happening>) {
        self.operative = operative;
        let mut told = Vec::new();
        self.tell_phase(&mut told);
        (self.is_charging(), told)
    }

    fn step(&mut self, seconds: f64, every: f64, told: &mut Vec<Happening>) {
        match &mut self.life {
            Life::Free(left) => {
                *left -= seconds;
                if *left <= 0.0 && self.operative && !self.kept {
                    let car = Car::arriving(&mut self.rng, self.outlet);
                    let card = Next::Card(self.rng.random_range(4.0..14.0));
                    self.life = Life::Plugged { car, next: card, patience: 120.0 };
                }
            }
            Life::Plugged { car, next, patience } => {
                *patience -= seconds;
                match next {
                    Next::Card(left) | Next::Order(left, ..) if *left > seconds => *left -= seconds,
                    Next::Card(_) => {
                        told.push(Happening::Card(car.card.clone()));
                        *next = Next::Answer;
                    }
                    Next::Order(_, card, order) => {
                        let (card, order) = (card.clone(), *order);
                        self.tell_phase(told);
                        told.extend(self.begin(card, order));
                    }
                    Next::Answer | Next::Nothing if *patience <= 0.0 => self.life = self.empty(),
                    Next::Answer | Next::Nothing => {}
                }
            }
            Life::Session { .. } => self.charge(seconds, every, told),
            Life::Leaving(left) => {
                *left -= seconds;
                if *left <= 0.0 {
                    self.life = self.empty();
                }
            }
        }
    }

    fn begin(&mut self, card: String, order: Option<i64>) -> Vec<Happening> {
        let empty = self.empty();
        let Life::Plugged { car, .. } = std::mem::replace(&mut self.life, empty) else { return Vec::new() };
        self.life = Life::Session { car, elapsed: 0.0, sampled: 0.0 };
        // The session exists before the first power flows.
        let mut told = vec![Happening::Begin(card, order)];
        self.tell_phase(&mut told);
        told
    }

    fn charge(&mut self, seconds: f64, every: f64, told: &mut Vec<Happening>) {
        let (rests, allowed) = (self.rests() || self.is_held(), self.allowed());
        let Life::Session { car, elapsed, sampled } = &mut self.life else { return };
        *elapsed += seconds;
        *sampled += seconds;
        let (most, wants) = (self.outlet.most(), car.wants(self.outlet));
        let noise = self.rng.random_range(0.95..1.0);
        let target = if rests { 0.0 } else { (wants * noise).min(allowed) };
        self.power = curve::follow(self.power, target, most, seconds).min(most);
        if target < 1.0 && self.power < 50.0 {
            self.power = 0.0;
        }
        let energy = self.meter.run(self.power, seconds, &mut self.rng);
        car.charge(energy);
        let full = car.soc >= car.limit;
        let over = *elapsed >= car.stay || (full && self.outlet.is_dc());
        if *sampled >= every {
            *sampled = (*sampled - every).min(every);
            told.push(Happening::Sample);
        }
        if over {
            let why = if full || self.rng.random_bool(0.5) { Why::Local } else { Why::Unplugged };
            told.extend(self.stop(why));
        }
    }

    /// Whether the car takes nothing now: full, or on a break of its own.
    fn rests(&self) -> bool {
        let Life::Session { car, elapsed, .. } = &self.life else { return false };
        let breaks = car.pause.is_some_and(|(from, length)| (from..from + length).contains(elapsed));
        car.soc >= car.limit || breaks
    }

    /// The most that its limits let flow into the car that charges, in watts.
    fn allowed(&self) -> f64 {
        match &self.life {
            Life::Session { car, .. } if !self.outlet.is_dc() => self.cap.watts(car.phases_at(self.outlet)),
            _ => self.cap.watts(3),
        }
    }

    /// Whether its limits leave less than a car charges with.
    fn is_held(&self) -> bool {
        match &self.life {
            Life::Session { car, .. } => {
                let phases = if self.outlet.is_dc() { 3 } else { car.phases_at(self.outlet) };
                self.cap.amps(phases) < LEAST - 0.05
            }
            _ => false,
        }
    }

    /// Nobody here for a while.
    fn empty(&mut self) -> Life {
        self.power = 0.0;
        Life::Free(self.rng.random_range(120.0..2400.0))
    }

    fn tell_phase(&mut self, told: &mut Vec<Happening>) {
        let phase = self.phase();
        if self.told.replace(phase) != Some(phase) {
            told.push(Happening::Phase(phase));
        }
    }
}
