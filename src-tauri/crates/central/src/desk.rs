//! The order desk: records every order, follows it through its states, and sees whether it takes effect.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::event::Event;
use domain::order::{
    self, Abandoned, Command, Finding, Kinship, OrderKey, OrderState, Reply, ReservationState, timeout,
};
use domain::station::StationKey;
use domain::time::Timestamp;
use store::{Committed, Store};
use tokio::sync::Notify;

/// Orders that are not over, and what is waited for.
pub struct Desk {
    store: Arc<Store>,
    open: Mutex<HashMap<OrderKey, Open>>,
    changed: Notify,
}

struct Open {
    station: StationKey,
    command: Command,
    state: OrderState,
    /// When it went out: what the station said before that is no effect of it.
    sent: Option<Timestamp>,
    /// Its effect was seen before its answer arrived.
    seen: bool,
    /// Since it was sent its connector was seen to wait for the car.
    readied: bool,
    deadline: Option<Timestamp>,
}

impl Desk {
    pub fn new(store: Arc<Store>) -> Self {
        Self { store, open: Mutex::default(), changed: Notify::new() }
    }

    /// An order was recorded: from now on it is watched.
    pub fn watch(&self, order: OrderKey, station: StationKey, command: Command) {
        let state = OrderState::Asked;
        let open = Open { station, command, state, sent: None, seen: false, readied: false, deadline: None };
        self.lock().insert(order, open);
    }

    /// It is on the wire.
    pub fn sent(&self, order: OrderKey, now: Timestamp) {
        if let Some(entry) = self.lock().get_mut(&order) {
            entry.sent = entry.sent.or(Some(now));
        }
        self.step(order, OrderState::Sent, String::new(), now);
    }

    /// The station answered to the last of its calls. `plug_in_s` is how long it waits for a car, where that is known.
    pub fn answered(&self, order: OrderKey, reply: &Reply, plug_in_s: Option<u32>, now: Timestamp) {
        let (state, word) = order::after_reply(reply);
        let (seen, station, command) = {
            let mut open = self.lock();
            let Some(entry) = open.get_mut(&order) else { return };
            entry.deadline = order::effect_deadline(&entry.command, state, plug_in_s, now);
            (entry.seen, entry.station, entry.command.clone())
        };
        if word == order::REPLACES {
            self.replace(order, station, &command, now);
        }
        self.conclude(station, command, state, now);
        self.step(order, state, word.clone(), now);
        if seen && state == OrderState::Accepted {
            self.step(order, OrderState::TookEffect, word, now);
        }
        self.changed.notify_one();
    }

    /// Ends older transfers of the same sort: the station gave them up for this one.
    fn replace(&self, order: OrderKey, station: StationKey, command: &Command, now: Timestamp) {
        let older: Vec<OrderKey> = {
            let open = self.lock();
            let older = open.iter().filter(|(key, entry)| **key < order && entry.station == station);
            older
                .filter(|(_, entry)| order::is_same_sort(&entry.command, command))
                .map(|(key, _)| *key)
                .collect()
        };
        for older in older {
            self.step(older, OrderState::Refused, order::REPLACES.to_owned(), now);
        }
    }

    /// An answer told something.
    pub fn found(&self, order: OrderKey, finding: Finding, now: Timestamp) {
        let Some((station, whole)) = self.lock().get(&order).map(|entry| {
            let all = matches!(&entry.command, Command::ReadSettings { keys } if keys.is_empty());
            (entry.station, all)
        }) else {
            return;
        };
        self.record(station, Event::Found { order, finding, whole }, now);
    }

    /// What follows from a good answer, beside the order's own state.
    fn conclude(&self, station: StationKey, command: Command, state: OrderState, now: Timestamp) {
        if matches!(
            (&command, state),
            (Command::ChangePassword { .. }, OrderState::Refused | OrderState::NotSupported)
        ) {
            return self.record(station, Event::PasswordOffered(None), now);
        }
        let after_restart = state == OrderState::Scheduled;
        if state != OrderState::TookEffect && !after_restart {
            return;
        }
        let event = match command {
            Command::ChangeSetting { key, value } => Event::SettingChanged { key, value, after_restart },
            Command::SendList(list) => Event::ListSent(list),
            Command::Reserve(reservation) => Event::Reserved(reservation),
            Command::CancelReservation { reservation } => {
                Event::ReservationOver { key: reservation, state: ReservationState::Cancelled }
            }
            _ => return,
        };
        self.record(station, event, now);
    }

    /// It cannot be carried out any further, for one of the reasons in [`timeout`].
    pub fn gave_up(&self, order: OrderKey, why: &str, now: Timestamp) {
        self.step(order, OrderState::TimedOut, why.to_owned(), now);
    }

    /// What it was for is seen to be done, or will never be, by other signs than the station's word.
    pub fn settled(&self, order: OrderKey, done: bool, now: Timestamp) {
        match done {
            true => self.step(order, OrderState::TookEffect, String::new(), now),
            false => self.gave_up(order, timeout::NO_EFFECT, now),
        }
    }

    /// Looks for effects, and for what will never come, among committed facts.
    pub fn observe(&self, facts: &[Committed], now: Timestamp) {
        let mut steps = Vec::new();
        {
            let mut open = self.lock();
            if open.is_empty() {
                return;
            }
            for fact in facts {
                let Some(station) = fact.station else { continue };
                let sent = |o: &Open| o.station == station && o.sent.is_some_and(|sent| fact.at >= sent);
                let meant = meant(&open, sent, &fact.event);
                for (key, entry) in open.iter_mut().filter(|(_, entry)| sent(entry)) {
                    if meant.is_some_and(|one| one != *key) && kin(*key, entry, &fact.event).is_some() {
                        continue;
                    }
                    steps.extend(entry.see(*key, &fact.event).map(|(state, word)| (*key, state, word)));
                }
            }
        }
        steps.into_iter().for_each(|(order, state, word)| self.step(order, state, word, now));
    }

    /// Ends orders whose effect was not seen in time.
    pub fn expire(&self, now: Timestamp) {
        let over: Vec<(OrderKey, &str)> = self
            .lock()
            .iter()
            .filter(|(_, entry)| entry.deadline.is_some_and(|deadline| deadline <= now))
            .map(|(order, entry)| match entry.command {
                Command::Start { .. } => (*order, timeout::NOT_PLUGGED_IN),
                _ => (*order, timeout::NO_EFFECT),
            })
            .collect();
        over.into_iter().for_each(|(order, why)| self.gave_up(order, why, now));
    }

    /// The next moment at which [`Desk::expire`] has something to do.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.lock().values().filter_map(|entry| entry.deadline).min()
    }

    /// Returns when a deadline was set.
    pub async fn deadline_changed(&self) {
        self.changed.notified().await;
    }

    /// Records a step and forgets the order when it is over. Steps that come after the end are ignored.
    fn step(&self, order: OrderKey, state: OrderState, detail: String, now: Timestamp) {
        let station = {
            let mut open = self.lock();
            let Some(entry) = open.get_mut(&order) else { return };
            entry.state = state;
            let station = entry.station;
            if state.is_final() {
                open.remove(&order);
            }
            station
        };
        self.record(station, Event::OrderMoved { order, state, detail, at: now }, now);
    }

    fn record(&self, station: StationKey, event: Event, now: Timestamp) {
        // Nobody waits for this write; when it fails, the store's own alarm tells the operator.
        drop(self.store.change(move |write| write.apply(station, event.clone(), now)));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrderKey, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a word about a transfer relates to an open order.
fn kin(key: OrderKey, entry: &Open, event: &Event) -> Option<Kinship> {
    let Event::Progressed(progress) = event else { return None };
    order::kinship(key, &entry.command, progress)
}

/// The one order that a word about a transfer belongs to.
fn meant(open: &HashMap<OrderKey, Open>, sent: impl Fn(&Open) -> bool, event: &Event) -> Option<OrderKey> {
    let sent = open.iter().filter(|(_, entry)| sent(entry));
    sent.filter_map(|(key, entry)| Some((kin(*key, entry, event)?, *key))).max().map(|(_, key)| key)
}

impl Open {
    /// What an event of its station means for it.
    fn see(&mut self, key: OrderKey, event: &Event) -> Option<(OrderState, String)> {
        let answered = matches!(self.state, OrderState::Accepted | OrderState::Scheduled);
        if order::is_effect(key, &self.command, event) {
            self.seen = true;
            return answered.then(|| (OrderState::TookEffect, String::new()));
        }
        let abandoned = order::is_abandoned(key, &self.command, self.readied, event);
        self.readied |= order::readies(&self.command, event);
        match abandoned.filter(|_| answered)? {
            Abandoned::TimedOut(why) => Some((OrderState::TimedOut, why.to_owned())),
            Abandoned::Failed(word) => Some((OrderState::Refused, word)),
        }
    }
}
