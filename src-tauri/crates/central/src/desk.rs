//! The order desk: records every order, follows it through its states, and sees whether it takes effect.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::event::Event;
use domain::order::{self, Command, OrderKey, OrderState, Reply, timeout};
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
    /// Its effect was seen before its answer arrived.
    seen: bool,
    deadline: Option<Timestamp>,
}

impl Desk {
    pub fn new(store: Arc<Store>) -> Self {
        Self { store, open: Mutex::default(), changed: Notify::new() }
    }

    /// An order was recorded: from now on it is watched.
    pub fn watch(&self, order: OrderKey, station: StationKey, command: Command) {
        self.lock()
            .insert(order, Open { station, command, state: OrderState::Asked, seen: false, deadline: None });
    }

    /// It is on the wire.
    pub fn sent(&self, order: OrderKey, now: Timestamp) {
        self.step(order, OrderState::Sent, String::new(), now);
    }

    /// The station answered.
    pub fn answered(&self, order: OrderKey, reply: &Reply, now: Timestamp) {
        let (state, word) = order::after_reply(reply);
        let seen = {
            let mut open = self.lock();
            let Some(entry) = open.get_mut(&order) else { return };
            entry.deadline = order::effect_deadline(&entry.command, state, now);
            entry.seen
        };
        self.step(order, state, word.clone(), now);
        if seen && state == OrderState::Accepted {
            self.step(order, OrderState::TookEffect, word, now);
        }
        self.changed.notify_one();
    }

    /// It cannot be carried out any further, for one of the reasons in [`timeout`].
    pub fn gave_up(&self, order: OrderKey, why: &str, now: Timestamp) {
        self.step(order, OrderState::TimedOut, why.to_owned(), now);
    }

    /// Looks for effects among committed facts.
    pub fn observe(&self, facts: &[Committed], now: Timestamp) {
        let mut effects = Vec::new();
        {
            let mut open = self.lock();
            if open.is_empty() {
                return;
            }
            for fact in facts {
                let Some(station) = fact.station else { continue };
                let sent = |o: &Open| o.station == station && o.state != OrderState::Asked;
                for (key, entry) in open.iter_mut().filter(|(_, entry)| sent(entry)) {
                    if order::is_effect(*key, &entry.command, &fact.event) {
                        entry.seen = true;
                        if matches!(entry.state, OrderState::Accepted | OrderState::Scheduled) {
                            effects.push(*key);
                        }
                    }
                }
            }
        }
        effects.into_iter().for_each(|order| self.step(order, OrderState::TookEffect, String::new(), now));
    }

    /// Ends orders whose effect was not seen in time.
    pub fn expire(&self, now: Timestamp) {
        let over: Vec<OrderKey> = self
            .lock()
            .iter()
            .filter(|(_, entry)| entry.deadline.is_some_and(|deadline| deadline <= now))
            .map(|(order, _)| *order)
            .collect();
        over.into_iter().for_each(|order| self.gave_up(order, timeout::NO_EFFECT, now));
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
        // Nobody waits for this write; when it fails, the store's own alarm tells the operator.
        drop(self.store.change(move |write| {
            write.apply(station, Event::OrderMoved { order, state, detail: detail.clone(), at: now }, now)
        }));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrderKey, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
