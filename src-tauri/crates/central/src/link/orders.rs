//! What a link does for orders: the calls of one after the other, and those that the centre makes by itself.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::event::Event;
use domain::order::{self, Command, Limits, OrderKey, Outcome, Reply, Secret, Trigger};
use domain::place::Place;
use domain::quirk::{Promise, fitted, next_purpose};
use domain::station::Protocol;
use ocpp::{Dialect, OutgoingCall};

use crate::auth::PasswordHash;
use crate::centre::AUTOMATION;
use crate::transfers::setting_of;

use super::{INVITED_FOR, Invitation, Link, Purpose, new_id};

impl Link {
    /// One of an order's calls was answered: the next one follows, or the order has its answer.
    pub(super) async fn step_answered(
        &mut self,
        order: OrderKey,
        step: Command,
        mut rest: VecDeque<Command>,
        outcome: Outcome,
    ) {
        let now = (self.inner.clock)();
        if let Some(finding) = outcome.finding {
            self.inner.desk.found(order, finding, now);
        }
        if let Command::Trigger { what, .. } = step
            && matches!(outcome.reply, Reply::Accepted(_))
        {
            self.invitation = Some(Invitation { what, until: now.plus(INVITED_FOR) });
        }
        if matches!(outcome.reply, Reply::Accepted(_) | Reply::Done(_)) {
            match &step {
                Command::SetProfile { at, profile } => self.promise = Promise::of(*at, profile, now),
                Command::ClearProfiles(_) => self.promise = None,
                _ => {}
            }
        }
        let instead = order::instead(&step, &outcome.reply, self.connectors(&step).await);
        let next = match instead.or_else(|| next_purpose(&step, &outcome.reply, &self.quirks)) {
            Some(other) => {
                rest = order::steps(&other, self.limits().await);
                rest.pop_front()
            }
            None if matches!(outcome.reply, Reply::Done(_) | Reply::Accepted(_)) => rest.pop_front(),
            None => None,
        };
        match next {
            Some(next) => self.enqueue(order, next, rest),
            None => {
                let plug_in_s = match step {
                    Command::Start { .. } => self.setting_number("ConnectionTimeOut").await,
                    _ => None,
                };
                self.inner.desk.answered(order, &outcome.reply, plug_in_s, now);
            }
        }
    }

    /// Writes down the password that it will be sent, before it is sent: a station that took it and was lost before its
    /// answer came must find the door open. Gives whether that is on disk.
    pub(super) async fn offer_password(&self, password: &Secret) -> bool {
        let (password, station, now) = (password.clone(), self.station, (self.inner.clock)());
        let hashed = tokio::task::spawn_blocking(move || PasswordHash::of(&password.0).0);
        let Ok(hash) = hashed.await else { return false };
        let event = Event::PasswordOffered(Some(hash));
        let recorded = self.inner.store.change(move |write| write.apply(station, event.clone(), now));
        matches!(recorded.await, Ok(Ok(())))
    }

    pub(super) fn enqueue(&mut self, order: OrderKey, step: Command, rest: VecDeque<Command>) {
        match self.written(order, &step) {
            Some(call) => self.peer.enqueue(new_id(), call, Purpose::Order(order, step, rest)),
            None => {
                let word = format!("OCPP {}", Protocol::from(self.dialect).label());
                self.inner.desk.answered(order, &Reply::NotSupported(word), None, (self.inner.clock)());
            }
        }
    }

    /// An order as this station bears it.
    ///
    /// # Errors
    /// Why it cannot be sent, as a sentence.
    pub(super) async fn fitted(&self, command: Command) -> Result<Command, String> {
        if let Command::ChangeSetting { key, value } = &command {
            // A list that is too long is refused as a whole, and some stations keep a part of it.
            let items = value.split(',').count();
            let most = self.setting_number(&format!("{key}MaxLength")).await;
            if let Some(most) =
                most.filter(|most| *most > 0 && usize::try_from(*most).is_ok_and(|most| items > most))
            {
                return Err(format!("It takes {most} entries at most ({key}MaxLength)"));
            }
        }
        let limits = matches!(command, Command::SetProfile { .. } | Command::Start { profile: Some(_), .. });
        let units = match limits {
            true => self.setting("ChargingScheduleAllowedChargingRateUnit").await,
            false => None,
        };
        fitted(command, &self.quirks, units.as_deref(), (self.inner.clock)())
    }

    /// What it takes at once, as far as it told.
    pub(super) async fn limits(&self) -> Limits {
        let number = |value: Option<u32>| value.and_then(|value| usize::try_from(value).ok());
        Limits {
            read_keys: number(self.setting_number("GetConfigurationMaxKeys").await),
            list_entries: number(self.setting_number("SendLocalListMaxLength").await),
        }
    }

    /// How many connectors it has told of, where that decides what is tried after a refusal.
    async fn connectors(&self, step: &Command) -> Option<usize> {
        if !matches!(step, Command::Service { at: Place::Station, .. }) {
            return None;
        }
        let (store, station) = (Arc::clone(&self.inner.store), self.station);
        let read = tokio::task::spawn_blocking(move || store.read(|reader| reader.connectors(station)));
        Some(read.await.ok()?.ok()?.iter().filter(|known| known.evse > 0).count())
    }

    /// A setting of it that is a number, where it told that.
    pub(super) async fn setting_number(&self, key: &str) -> Option<u32> {
        self.setting(key).await?.trim().parse().ok()
    }

    /// A setting of it, where it told that.
    async fn setting(&self, key: &str) -> Option<String> {
        let (store, station, key) = (Arc::clone(&self.inner.store), self.station, key.to_owned());
        let read =
            tokio::task::spawn_blocking(move || store.read(|reader| reader.setting_text(station, &key)));
        // Some stations put quotes and blanks around their values.
        let value: Option<String> = read.await.ok()?.ok()?;
        value.map(|value| value.trim_matches(|c: char| c == '"' || c.is_whitespace()).to_owned())
    }

    /// Reads the settings of a station that we know none of, or that has new firmware: all of them (1.6), or in which
    /// ways it fetches files (2.x).
    pub(super) async fn settle(&mut self) {
        self.settled = None;
        if !self.quirks.read_configuration {
            return;
        }
        if self.dialect != Dialect::V16 {
            let keys = vec![setting_of(self.dialect.into()).to_owned()];
            return self.order_once(Command::ReadSettings { keys }).await;
        }
        let (store, station) = (Arc::clone(&self.inner.store), self.station);
        let wants =
            tokio::task::spawn_blocking(move || store.read(|reader| reader.wants_snapshot(station))).await;
        if !matches!(wants, Ok(Ok(true))) {
            return;
        }
        self.order_by_itself(Command::ReadSettings { keys: Vec::new() }).await;
    }

    /// Sets the keys without which a station of its kind does not work, once for each firmware (1.6).
    pub(super) async fn set_boot_keys(&mut self) {
        if self.dialect != Dialect::V16 {
            return;
        }
        for (key, value) in self.quirks.boot_keys.clone() {
            self.order_once(Command::ChangeSetting { key, value }).await;
        }
    }

    /// An order that nobody gave, once for each firmware.
    async fn order_once(&mut self, command: Command) {
        let (store, station, asked) = (Arc::clone(&self.inner.store), self.station, command.clone());
        let known = tokio::task::spawn_blocking(move || {
            store.read(|reader| reader.was_ordered(station, &asked, AUTOMATION))
        });
        if matches!(known.await, Ok(Ok(false))) {
            self.order_by_itself(command).await;
        }
    }

    /// An order that nobody gave.
    async fn order_by_itself(&mut self, command: Command) {
        let (station, now) = (self.station, (self.inner.clock)());
        let asked = command.clone();
        let recorded = self.inner.store.change(move |write| {
            let order = write.next_order()?;
            let by = AUTOMATION.to_owned();
            write.apply(station, Event::OrderAsked { order, command: asked.clone(), by, at: now }, now)?;
            Ok(order)
        });
        if let Ok(Ok(order)) = recorded.await {
            self.inner.desk.watch(order, station, command.clone());
            self.enqueue(order, command, VecDeque::new());
        }
    }

    /// The call of an order, with tags as this station bears them.
    fn written(&mut self, order: OrderKey, command: &Command) -> Option<OutgoingCall> {
        let mut command = command.clone();
        if let Command::Start { token, .. } = &mut command {
            *token = self.lent.written(token, &self.quirks);
        }
        self.dialect.order(order, &command, self.telling())
    }

    /// Enqueues a call of our own.
    pub(super) fn want(&mut self, command: Command) {
        if let Some(call) = self.dialect.order(OrderKey(0), &command, self.telling()) {
            self.peer.enqueue(new_id(), call, Purpose::Own(command));
        }
    }

    pub(super) fn ask_to_boot(&mut self) {
        self.want(Command::Trigger { what: Trigger::Boot, at: Place::Station, extended: false });
    }
}
