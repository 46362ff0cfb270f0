//! A charger: its bays, what it has to tell, and what it answers. Pure: texts in, texts out, time as an argument.

use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

use crate::bay::{Bay, Phase, Why};
use crate::blueprint::{Blueprint, Generation};
use crate::first::First;
use crate::message::{Message, Session, What};
use crate::quirk::{Life, Quirks};
use crate::work::Work;
use crate::{wire16, wire201};

/// A message that is not answered within this many seconds counts as lost.
const PATIENCE: f64 = 30.0;
/// A message about money is given up after so many errors in answer to it.
const TRIES: u8 = 3;
/// Beyond this many messages in the queue, readings are thinned out.
const CROWDED: usize = 2000;

/// A charger.
pub struct Charger {
    pub(crate) blueprint: Blueprint,
    pub(crate) bays: Vec<Bay>,
    pub(crate) open: Vec<Option<(Session, u32)>>,
    queue: VecDeque<Message>,
    in_flight: Option<(String, Message, f64)>,
    /// The centre's numbers of sessions (1.6).
    numbers: HashMap<u32, i64>,
    /// Kinds of the cards that came with orders, by the orders' numbers.
    pub(crate) kinds: HashMap<i64, String>,
    pub(crate) rng: ChaCha8Rng,
    pub(crate) speed: f64,
    pub(crate) next_session: u32,
    pub(crate) online: bool,
    pub(crate) admitted: bool,
    boot_in: f64,
    heartbeat_every: f64,
    heartbeat_in: f64,
    /// A restart that was ordered: at once, or when nobody charges.
    pub(crate) restart: Option<Restart>,
    pub(crate) quirks: Quirks,
    /// It has been connected before.
    pub(crate) connected_before: bool,
    /// Texts that are due in so many seconds.
    pub(crate) late: Vec<(f64, String)>,
    /// What only the first generation has.
    pub(crate) first: First,
    /// Updates and logs.
    pub(crate) work: Work,
}

/// How often a charger measures as it leaves the factory, in seconds: ten of the car's life, never less than one.
pub(crate) fn sample_s(speed: f64) -> u32 {
    (10.0 / speed).round().max(1.0) as u32
}

/// A restart that was ordered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Restart {
    /// When the last session is over.
    WhenIdle,
    /// In so many seconds, so that the last messages still get out.
    In(f64),
}

impl Charger {
    /// A charger that was just switched on. `first` is the seconds until the first car comes to its first bay.
    pub fn new(blueprint: Blueprint, seed: u64, speed: f64, first: Option<f64>) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let bays: Vec<Bay> = blueprint
            .outlets
            .iter()
            .enumerate()
            .map(|(index, outlet)| {
                let soon = rng.random_bool(0.5);
                let real = if soon { rng.random_range(4.0..25.0) } else { rng.random_range(30.0..120.0) };
                let arrival = first.filter(|_| index == 0).unwrap_or(real);
                Bay::new(*outlet, rng.random(), arrival * speed)
            })
            .collect();
        let open = bays.iter().map(|_| None).collect();
        let first = First::new(&blueprint, sample_s(speed));
        Self {
            blueprint,
            bays,
            open,
            queue: VecDeque::new(),
            in_flight: None,
            numbers: HashMap::new(),
            kinds: HashMap::new(),
            rng,
            speed,
            next_session: 1,
            online: false,
            admitted: false,
            boot_in: 0.0,
            heartbeat_every: 300.0,
            heartbeat_in: 300.0,
            restart: None,
            quirks: Quirks::default(),
            connected_before: false,
            late: Vec::new(),
            first,
            work: Work::default(),
        }
    }

    /// A connection is there.
    pub fn connected(&mut self, now: Timestamp) {
        self.online = true;
        self.boot_in = 0.0;
        self.work.diary.warn(now, "ConnectedToCsms");
        if self.admitted {
            self.tell_all(now);
        }
    }

    /// The connection is gone: what is about money is kept and told again.
    pub fn disconnected(&mut self) {
        self.online = false;
        self.late.clear();
        if self.quirks.has(Life::BootsOnEveryLink) {
            self.admitted = false;
        }
        if let Some((_, message, _)) = self.in_flight.take() {
            self.queue.push_front(message);
        }
        self.queue.retain(Message::is_kept);
    }

    /// It starts up anew: it must be let in again.
    pub fn restarted(&mut self) {
        if self.first.redial.take().is_some() && self.restart.is_none() {
            return;
        }
        self.admitted = self.quirks.has(Life::NeverBoots);
        self.restart = None;
        self.first.settings.restarted();
        self.first.limits.restarted();
    }

    /// Whether it hangs up now in order to restart.
    pub fn hangs_up(&self) -> bool {
        matches!(self.restart, Some(Restart::In(left)) if left <= 0.0)
            || self.first.redial.is_some_and(|left| left <= 0.0)
    }

    /// Lets seconds of the real world go by.
    pub fn tick(&mut self, seconds: f64, now: Timestamp) {
        match &mut self.restart {
            Some(Restart::In(left)) => {
                *left -= seconds;
                return;
            }
            Some(Restart::WhenIdle) if self.open.iter().all(Option::is_none) => {
                self.restart = Some(Restart::In(0.5));
            }
            Some(Restart::WhenIdle) | None => {}
        }
        self.quirks.tick(seconds);
        self.work_on(seconds, now);
        self.late.iter_mut().for_each(|(left, _)| *left -= seconds);
        if self.blueprint.generation == Generation::First {
            self.tick16(seconds, now);
        }
        let slow = self.quirks.has(Life::SlowMeter);
        let every = if slow { 300.0 * self.speed } else { self.measured_every() };
        for bay in 0..self.bays.len() {
            let told = self.bays[bay].tick(seconds * self.speed, every);
            self.happened(bay, told, now);
        }
        self.boot_in -= seconds;
        self.heartbeat_in -= seconds;
        if self.heartbeat_in <= 0.0 {
            self.heartbeat_in = self.heartbeat_every;
            if self.online && self.admitted {
                self.say(What::Heartbeat, now);
            }
        }
        if let Some((_, _, waited)) = &mut self.in_flight {
            *waited += seconds;
            if *waited > PATIENCE {
                let (_, message, _) = self.in_flight.take().expect("looked at above");
                if message.is_kept() {
                    self.queue.push_front(message);
                }
            }
        }
    }

    /// The next call to send, if it is its turn.
    pub fn next(&mut self, now: Timestamp) -> Option<String> {
        if !self.online {
            return None;
        }
        if let Some(text) = self.due() {
            return Some(text);
        }
        if self.in_flight.is_some() {
            return None;
        }
        if !self.admitted {
            if self.boot_in > 0.0 {
                return None;
            }
            self.boot_in = PATIENCE;
            return self.send(Message { at: now, offline: false, what: What::Boot, tries: 0 }, now);
        }
        while let Some(message) = self.queue.pop_front() {
            if let Some(text) = self.send(message, now) {
                return Some(text);
            }
        }
        None
    }

    fn send(&mut self, message: Message, now: Timestamp) -> Option<String> {
        let number = match &message.what {
            What::Sample(session, ..) | What::End(session, ..) => self.number(session.id),
            What::Clock(_, Some(session), _) => self.number(*session),
            _ => None,
        };
        let (action, mut payload) = match self.blueprint.generation {
            Generation::First => wire16::write(&message, &self.blueprint, number, &self.first.settings)?,
            Generation::Second => wire201::write(&message, &self.blueprint),
        };
        if message.what == What::Boot
            && self.blueprint.generation == Generation::Second
            && self.restarts_updated()
        {
            payload["reason"] = "FirmwareUpdate".into();
        }
        self.quirks.sign(&message, &self.blueprint, &mut payload);
        self.work.diary.note(now, format!("said {action}"));
        let id = format!("{:016x}", self.rng.random::<u64>());
        let text = self.put(&id, action, payload, &message)?;
        self.in_flight = Some((id, message, 0.0));
        Some(text)
    }

    /// Hears a text; gives the answer to send, if there is one.
    pub fn hear(&mut self, text: &str, now: Timestamp) -> Option<String> {
        let frame: Value = serde_json::from_str(text).ok()?;
        let id = frame[1].as_str()?.to_owned();
        match frame[0].as_i64()? {
            2 => {
                let action = frame[2].as_str().unwrap_or_default();
                self.work.diary.note(now, format!("was asked for {action}"));
                self.respond(&id, action, &frame[3], now)
            }
            3 => {
                let (_, message, _) = self.in_flight.take_if(|(sent, ..)| *sent == id)?;
                self.answered(message, &frame[2], now);
                None
            }
            4 => {
                let (_, message, _) = self.in_flight.take_if(|(sent, ..)| *sent == id)?;
                self.failed(message, frame[2] == "SecurityError");
                None
            }
            _ => None,
        }
    }

    fn answered(&mut self, message: Message, payload: &Value, now: Timestamp) {
        let info =
            if payload["idTagInfo"].is_null() { &payload["idTokenInfo"] } else { &payload["idTagInfo"] };
        let accepted = info["status"].is_null() || info["status"] == "Accepted";
        self.hears_time(payload);
        match message.what {
            What::Boot => {
                let interval = payload["interval"].as_f64().filter(|s| *s > 0.0).unwrap_or(PATIENCE);
                self.admitted = payload["status"] == "Accepted";
                self.boot_in = interval;
                if self.admitted {
                    self.first.settings.set("HeartbeatInterval", interval as i64);
                    self.beat_every(interval);
                    self.tell_all(now);
                    self.let_in(now);
                    self.updated(now);
                }
            }
            What::Card(bay, _) => self.decide(bay, accepted, now),
            What::Begin(session, _) => {
                if let Some(number) = payload["transactionId"].as_i64() {
                    self.numbers.insert(session.id, number);
                }
                let runs = self.open[session.bay].as_ref().is_some_and(|(open, _)| open.id == session.id);
                if runs && !accepted {
                    let told = self.bays[session.bay].stop(Why::Refused);
                    self.happened(session.bay, told, now);
                }
            }
            What::End(session, ..) => {
                self.numbers.remove(&session.id);
            }
            What::Heartbeat
            | What::Phase(..)
            | What::Meter(..)
            | What::Clock(..)
            | What::Idle(_)
            | What::Firmware(..)
            | What::Log(..)
            | What::Sample(..)
            | What::Turn(..) => {}
        }
    }

    fn failed(&mut self, mut message: Message, not_let_in: bool) {
        if not_let_in {
            self.admitted = false;
        } else {
            message.tries += 1;
        }
        if message.is_kept() && message.tries < TRIES {
            self.queue.push_front(message);
        }
    }

    /// The centre's number for a session.
    pub(crate) fn number(&self, session: u32) -> Option<i64> {
        self.numbers.get(&session).copied()
    }

    /// A sign of life every so many seconds from now on.
    pub(crate) fn beat_every(&mut self, seconds: f64) {
        self.heartbeat_every = seconds;
        self.heartbeat_in = seconds;
    }

    /// Tells the state of everything, as after a boot.
    fn tell_all(&mut self, now: Timestamp) {
        if self.blueprint.generation == Generation::First {
            self.say(What::Phase(None, Phase::Available), now);
        }
        for bay in 0..self.bays.len() {
            self.tell_phase(bay, now);
        }
    }

    pub(crate) fn tell_phase(&mut self, bay: usize, now: Timestamp) {
        let phase = self.bays[bay].phase();
        self.say(What::Phase(Some(bay), phase), now);
    }

    pub(crate) fn say(&mut self, what: What, now: Timestamp) {
        let message = Message { at: now, offline: !self.online, what, tries: 0 };
        let thinned = matches!(message.what, What::Sample(..)) && self.queue.len() > CROWDED;
        if (self.online && self.admitted) || (message.is_kept() && !thinned) {
            self.queue.push_back(message);
        }
    }

    pub(crate) fn boot_again(&mut self) {
        self.admitted = false;
        self.boot_in = 0.0;
    }

    /// The bay of the running session of this name or number.
    pub(crate) fn bay_of(&self, wire: &str) -> Option<usize> {
        self.open.iter().position(|open| match (open, self.blueprint.generation) {
            (Some((session, _)), Generation::First) => {
                self.number(session.id).is_some_and(|number| number.to_string() == wire)
            }
            (Some((session, _)), Generation::Second) => session.name == wire,
            (None, _) => false,
        })
    }
}
