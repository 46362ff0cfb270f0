//! Updates: begun, followed, ended.

use domain::event::Event;
use domain::firmware::{
    Act, FirmwareFile, Fit, Happening, Reason, RolloutKey, State, Update, UpdateKey, fit,
};
use domain::order::{
    Command, FirmwareImage, OrderKey, OrderState, Progress, SignedImage, Transfer, Trigger, timeout,
};
use domain::place::Place;
use domain::station::{Admission, Protocol, StationKey};
use domain::time::{DAY, Timestamp};
use domain::travel::Travel;

use super::errand::{NewUpdate, TransferError};
use super::route::route;
use super::run::{Key, Running};
use crate::centre::AUTOMATION;
use crate::files::{FileHost, Good, Outgoing, Pass, Ticket};
use crate::library;

/// How long a station may fetch after it was asked, in milliseconds.
const FETCH_WITHIN: i64 = 7 * DAY;

impl Running {
    pub(super) async fn start_update(&mut self, new: NewUpdate) -> Result<UpdateKey, TransferError> {
        let update = self.new_update(new, None).await?;
        let key = update.key;
        self.adopt(update).await;
        Ok(key)
    }

    /// From now on an update is followed.
    pub(super) async fn adopt(&mut self, update: Update) {
        let key = update.key;
        self.updates.insert(key, update);
        self.look_at_update(key).await;
    }

    /// Writes a wish for an update down.
    pub(super) async fn new_update(
        &mut self,
        new: NewUpdate,
        rollout: Option<RolloutKey>,
    ) -> Result<Update, TransferError> {
        let file = self.usable(&new).await?;
        let station = new.station;
        let row = self.read(move |reader| reader.station(station)).await?;
        let row = row.ok_or(TransferError::Unknown("station"))?;
        let signed = file.is_signed();
        let plain = row.protocol.unwrap_or(Protocol::V16) == Protocol::V16 && !signed;
        let open = |update: &&Update| update.station == station;
        if self.updates.values().filter(open).any(|other| {
            // Without a number of its own a second one cannot be told from the first.
            (plain || !other.signed && row.protocol == Some(Protocol::V16))
                && !matches!(other.state, State::Waiting | State::Stalled)
        }) {
            return Err(TransferError::Conflict("running"));
        }
        let waiting =
            |update: &&Update| update.station == station && (matches!(update.state, State::Waiting) || plain);
        for other in self.updates.values().filter(waiting).map(|update| update.key).collect::<Vec<_>>() {
            self.step_update(other, Happening::Ended(Reason::Replaced)).await;
        }
        let now = self.now();
        let made = self.write(move |write| {
            let update = Update {
                key: write.next_update()?,
                station,
                file: file.key,
                rollout,
                from_version: row.firmware.clone(),
                to_version: file.version.clone(),
                signed,
                when: new.when,
                retries: new.retries,
                retry_s: new.retry_s,
                wanted: new.wanted,
                state: State::Waiting,
                reason: None,
                word: String::new(),
                steps: Vec::new(),
                order: None,
                asks: 0,
                travel: None,
                served: 0,
                heard_at: now,
                reminders: 0,
                by: new.by.clone(),
                asked_at: now,
                changed_at: now,
                over_at: None,
            };
            write.apply(station, Event::UpdateMoved(Box::new(update.clone())), now)?;
            Ok(update)
        });
        made.await
    }

    /// The file, if this station may have it.
    pub(super) async fn usable(&self, new: &NewUpdate) -> Result<FirmwareFile, TransferError> {
        let (station, key) = (new.station, new.file);
        let (row, file) =
            self.read(move |reader| Ok((reader.station(station)?, reader.firmware_file(key)?))).await?;
        let row = row.ok_or(TransferError::Unknown("station"))?;
        if row.admission != Admission::Accepted {
            return Err(TransferError::NotAccepted);
        }
        let file = file.filter(|(_, removed)| !removed).ok_or(TransferError::Unknown("file"))?.0;
        if !new.confirmed && fit(&file, &row.vendor, &row.model) == Fit::Other {
            return Err(TransferError::OtherModel {
                file: format!("{} {}", file.vendor, file.model).trim().to_owned(),
                charger: format!("{} {}", row.vendor, row.model).trim().to_owned(),
            });
        }
        Ok(file)
    }

    pub(super) async fn cancel_update(&mut self, key: UpdateKey) -> Result<(), TransferError> {
        match self.updates.get(&key) {
            None => {
                let known = self.read(move |reader| reader.update(key)).await?;
                Err(known.map_or(TransferError::Unknown("update"), |_| TransferError::Conflict("over")))
            }
            Some(update) if !update.can_cancel() => Err(TransferError::Conflict("installing")),
            Some(_) => {
                self.step_update(key, Happening::Ended(Reason::Operator)).await;
                Ok(())
            }
        }
    }

    /// After a start: what stations said is followed that was not followed before the end, what was asked may never have
    /// gone out, and what was agreed goes on at the same address.
    pub(super) async fn take_up_updates(&mut self) {
        let now = self.now();
        for key in self.updates.keys().copied().collect::<Vec<_>>() {
            self.catch_up(key).await;
            if self.updates.get(&key).is_some_and(|update| update.state == State::Asking) {
                self.step_update(key, Happening::Ordered(OrderState::TimedOut, "")).await;
            }
            let Some(update) = self.updates.get(&key).cloned() else { continue };
            let file = self.read(move |reader| reader.firmware_file(update.file)).await;
            let (Some(travel), Ok(Some((file, _)))) = (update.travel, file) else { continue };
            let pass = Pass { key: travel.key, password: travel.password };
            if let Err(error) = self.inner.files.admit(&pass, travel.scheme, ticket(self, &file, now)).await {
                tracing::warn!(%error, update = key.0, "a charger cannot go on to fetch its firmware");
            }
        }
    }

    /// Follows what the station said, and the version with which it booted, after the last word that was followed.
    async fn catch_up(&mut self, key: UpdateKey) {
        let Some(update) = self.updates.get(&key) else { return };
        let told = update.steps.iter().rfind(|step| !step.word.is_empty()).cloned();
        let (station, from) = (update.station, told.as_ref().map_or(update.asked_at, |step| step.at));
        let missed = self
            .read(move |reader| Ok((reader.firmware_words(station, from)?, reader.station(station)?)))
            .await;
        let Ok((words, row)) = missed else { return };
        // Several words may come in the same millisecond as the last one that was followed.
        let followed = words.iter().rposition(|(at, progress)| {
            told.as_ref().is_some_and(|step| step.at == *at && step.word == progress.word)
        });
        for (at, progress) in words.into_iter().skip(followed.map_or(0, |index| index + 1)) {
            self.update_progressed(station, &progress, at).await;
        }
        let version = row.map(|row| row.firmware).unwrap_or_default();
        if self.updates.get(&key).is_some_and(|update| update.from_version != version) {
            self.step_update(key, Happening::Booted(&version)).await;
        }
    }

    /// Moves an update, writes it down, and does what follows.
    pub(super) async fn step_update(&mut self, key: UpdateKey, what: Happening<'_>) {
        let now = self.now();
        self.step_update_at(key, what, now).await;
    }

    /// The same for what happened at `now`: the time of a station's word, which tells after a restart what was followed.
    async fn step_update_at(&mut self, key: UpdateKey, what: Happening<'_>, now: Timestamp) {
        let Some(update) = self.updates.get_mut(&key) else { return };
        let before = update.clone();
        let act = update.step(what, now);
        let update = update.clone();
        if update != before {
            self.save_update(key).await;
        }
        if before.state != State::Agreed && update.state == State::Agreed {
            self.replace_older(&update).await;
        }
        if update.state.is_over() {
            self.close(&update, now);
        }
        let over = update.state.is_over() || update.state == State::Stalled;
        match act {
            Some(Act::Ask) => self.ask(update).await,
            Some(Act::Remind) => self.remind(&update).await,
            None => {}
        }
        if over && let Some(rollout) = before.rollout {
            self.roll(rollout).await;
        }
    }

    /// A station that agrees to a newer update gives up the one before.
    async fn replace_older(&mut self, newer: &Update) {
        let older = |update: &&Update| update.station == newer.station && update.key < newer.key;
        for key in self.updates.values().filter(older).map(|update| update.key).collect::<Vec<_>>() {
            Box::pin(self.step_update(key, Happening::Ended(Reason::Replaced))).await;
        }
    }

    fn close(&mut self, update: &Update, now: Timestamp) {
        self.updates.remove(&update.key);
        self.moving.remove(&Key::Update(update.key));
        if let Some(travel) = &update.travel {
            self.inner.files.take_back(&travel.key);
        }
        if let Some(order) = update.order {
            self.inner.desk.settled(order, update.state == State::Installed, now);
        }
    }

    pub(super) async fn save_update(&self, key: UpdateKey) {
        let Some(update) = self.updates.get(&key) else { return };
        self.record(Some(update.station), Event::UpdateMoved(Box::new(update.clone()))).await;
    }

    pub(super) async fn look_at_update(&mut self, key: UpdateKey) {
        let Some(update) = self.updates.get(&key) else { return };
        let around = self.around(update.station, update.signed).await;
        self.step_update(key, Happening::Looked(around)).await;
    }

    pub(super) async fn update_progressed(
        &mut self,
        station: StationKey,
        progress: &Progress,
        at: Timestamp,
    ) {
        if !matches!(progress.of, Transfer::Firmware | Transfer::SignedFirmware) {
            return;
        }
        let asked = |update: &&Update| update.station == station && update.asks > 0;
        let meant = match progress.request {
            Some(request) => self.updates.get(&UpdateKey(request)).filter(asked),
            None => self.updates.values().rfind(asked),
        };
        if let Some(key) = meant.map(|update| update.key) {
            self.step_update_at(key, Happening::Progressed(progress), at).await;
        }
    }

    pub(super) async fn update_booted(&mut self, station: StationKey, version: &str, at: Timestamp) {
        let mine = |update: &&Update| update.station == station;
        for key in self.updates.values().filter(mine).map(|update| update.key).collect::<Vec<_>>() {
            self.step_update_at(key, Happening::Booted(version), at).await;
            self.look_at_update(key).await;
        }
    }

    pub(super) async fn update_ordered(
        &mut self,
        order: OrderKey,
        state: OrderState,
        word: &str,
        at: Timestamp,
    ) {
        let by_order = |update: &&Update| update.order == Some(order);
        let Some(key) = self.updates.values().find(by_order).map(|update| update.key) else { return };
        self.step_update_at(key, Happening::Ordered(state, word), at).await;
        // One that waits again may be asked again at once, in another way; one that did not get through, later.
        let waits = self.updates.get(&key).is_some_and(|update| update.state == State::Waiting);
        if waits && word != timeout::NOT_CONNECTED {
            self.look_at_update(key).await;
        }
    }

    pub(super) fn served(&mut self, ticket: &str, bytes: u64) {
        let now = self.now();
        let mine = |update: &&mut Update| update.travel.as_ref().is_some_and(|travel| travel.key == ticket);
        if let Some(update) = self.updates.values_mut().find(mine) {
            update.step(Happening::Served(bytes), now);
            let key = Key::Update(update.key);
            self.mark(key);
        }
    }

    /// Asks the station: a ticket for the file, an order, and both written down in one piece.
    async fn ask(&mut self, update: Update) {
        match self.prepared(&update).await {
            Ok((command, travel)) => self.send(update, command, travel).await,
            // It went away in between: it is asked when it comes back.
            Err((Reason::Away, _)) => {}
            Err((reason, word)) => {
                Box::pin(self.step_update(update.key, Happening::NotAsked(reason, word))).await;
            }
        }
    }

    async fn prepared(&self, update: &Update) -> Result<(Command, Travel), (Reason, String)> {
        let (now, key) = (self.now(), update.file);
        let file = self.read(move |reader| reader.firmware_file(key)).await;
        let gone = || (Reason::File, String::new());
        let (file, _) = file.ok().flatten().filter(|(_, removed)| !removed).ok_or_else(gone)?;
        let path = library::path(&self.inner.store, &file.sha256);
        if !path.is_file() {
            return Err(gone());
        }
        if update.signed {
            // It was good when it was told; a certificate may have expired since.
            let (pem, signature) = (file.certificate.clone(), file.signature.clone());
            let checked =
                tokio::task::spawn_blocking(move || library::check_signature(&path, &pem, &signature, now));
            let bad = |bad: library::BadSignature| (Reason::Signature, bad.word().to_owned());
            checked.await.map_err(|_| gone())?.map_err(bad)?;
        }
        let route = route(&self.inner, update.station, update.wanted).await;
        let scheme = route.scheme.map_err(|ways| (Reason::Transport, ways))?;
        let away = || (Reason::Away, String::new());
        let host = route.host.ok_or_else(away)?;
        let known = update.travel.as_ref().filter(|travel| travel.scheme == scheme);
        let pass = known.map_or_else(FileHost::pass, |travel| Pass {
            key: travel.key.clone(),
            password: travel.password.clone(),
        });
        let admitted = self.inner.files.admit(&pass, scheme, ticket(self, &file, now)).await;
        admitted.map_err(|error| (Reason::Port, error.to_string()))?;
        let location = self.inner.files.url(&pass, scheme, host, &crate::files::shown_name(&file.name));
        let image = FirmwareImage {
            request: update.key.0,
            location: location.clone(),
            retrieve_at: now,
            install_at: update.install_at(now),
            retries: update.retries,
            retry_s: update.retry_s,
        };
        let command = match update.signed {
            true => Command::UpdateSignedFirmware(SignedImage {
                image,
                certificate: file.certificate,
                signature: file.signature,
            }),
            false => Command::UpdateFirmware(image),
        };
        Ok((command, Travel { scheme, key: pass.key, password: pass.password, location }))
    }

    async fn send(&mut self, mut update: Update, command: Command, travel: Travel) {
        let (now, station, by) = (self.now(), update.station, update.by.clone());
        let asked = command.clone();
        let mut moved = update.clone();
        let recorded = self.write(move |write| {
            let order = write.next_order()?;
            let event = Event::OrderAsked { order, command: asked.clone(), by: by.clone(), at: now };
            write.apply(station, event, now)?;
            moved.step(Happening::Asked { order, travel: travel.clone() }, now);
            write.apply(station, Event::UpdateMoved(Box::new(moved.clone())), now)?;
            Ok((order, moved.clone()))
        });
        match recorded.await {
            Ok((order, moved)) => {
                update = moved;
                self.updates.insert(update.key, update);
                self.inner.dispatch(order, station, command, now);
            }
            Err(error) => tracing::error!(?error, "an update could not be written down; it is tried again"),
        }
    }

    /// Asks a silent station where it stands (1.6 section 5.17; extended for signed files).
    async fn remind(&mut self, update: &Update) {
        let protocol = self.inner.registry.info(update.station).map(|info| info.protocol);
        let extended = update.signed && protocol == Some(Protocol::V16);
        let command = Command::Trigger { what: Trigger::Firmware, at: Place::Station, extended };
        // A reminder that cannot be sent is followed by the next one.
        drop(self.inner.order(update.station, command, AUTOMATION).await);
    }
}

/// The right to fetch a file.
fn ticket(running: &Running, file: &FirmwareFile, now: Timestamp) -> Ticket {
    let good = Good::Fetch(Outgoing {
        file: library::path(&running.inner.store, &file.sha256),
        name: crate::files::shown_name(&file.name),
        size: file.size,
        etag: format!("\"{}\"", file.sha256),
    });
    Ticket { good, until: now.plus(FETCH_WITHIN) }
}
