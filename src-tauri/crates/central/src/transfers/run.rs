//! The task: what is under way, and how it hears of the world.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::event::Event;
use domain::firmware::{Around, Rollout, RolloutKey, Update, UpdateKey};
use domain::logs::{LogKey, LogRequest};
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use tokio::time::Instant;

use super::Ears;
use super::errand::{Errand, TransferError};
use super::seen::Seen;
use crate::centre::Inner;
use crate::files::Moved;

/// Bytes on their way are written down and told this often.
const TOLD_EVERY: Duration = Duration::from_millis(400);
/// Whatever happens, everything is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// What is under way.
pub(super) struct Running {
    pub(super) inner: Arc<Inner>,
    pub(super) updates: BTreeMap<UpdateKey, Update>,
    pub(super) rollouts: BTreeMap<RolloutKey, Rollout>,
    pub(super) logs: BTreeMap<LogKey, LogRequest>,
    /// Moved by bytes alone; not written down yet.
    pub(super) moving: BTreeSet<Key>,
    write_at: Option<Instant>,
}

/// One transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Update(UpdateKey),
    Log(LogKey),
}

impl Running {
    /// Takes up what was under way when the program ended.
    pub(super) async fn start(inner: Arc<Inner>) -> Self {
        let mut running = Self {
            inner,
            updates: BTreeMap::new(),
            rollouts: BTreeMap::new(),
            logs: BTreeMap::new(),
            moving: BTreeSet::new(),
            write_at: None,
        };
        let open = running.read(|reader| {
            Ok((reader.open_updates()?, reader.open_rollouts()?, reader.open_log_requests()?))
        });
        match open.await {
            Ok((updates, rollouts, logs)) => {
                running.updates = updates.into_iter().map(|update| (update.key, update)).collect();
                running.rollouts = rollouts.into_iter().map(|rollout| (rollout.key, rollout)).collect();
                running.logs = logs.into_iter().map(|log| (log.key, log)).collect();
            }
            Err(error) => {
                tracing::error!(%error, "transfers under way cannot be read; they are not followed")
            }
        }
        running.take_up_updates().await;
        running.take_up_logs().await;
        running.tidy().await;
        running
    }

    pub(super) async fn listen(mut self, mut ears: Ears) {
        self.look().await;
        loop {
            let wait = self.wait();
            let write_at = self.write_at;
            tokio::select! {
                Some(errand) = ears.errands.recv() => self.errand(errand).await,
                Some(seen) = ears.seen.recv() => self.seen(seen).await,
                Some(moved) = ears.moved.recv() => {
                    self.moved(moved).await;
                    // A fast transfer tells more often than anybody wants to know.
                    while let Ok(more) = ears.moved.try_recv() {
                        self.moved(more).await;
                    }
                }
                () = tokio::time::sleep(wait) => self.look().await,
                () = sleep_until(write_at) => self.write_moving().await,
                else => return,
            }
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    /// How long until something is due.
    fn wait(&self) -> Duration {
        let around = |update: &Update| {
            let connected = self.inner.registry.info(update.station).is_some();
            update.next_look(Around { connected, busy: false, plans: false })
        };
        let updates = self.updates.values().filter_map(around);
        let logs = self.logs.values().filter_map(LogRequest::next_look);
        let Some(next) = updates.chain(logs).min() else { return LOOK_EVERY };
        let wait = Duration::from_millis(u64::try_from(next.since(self.now()).max(5)).unwrap_or(5));
        wait.min(LOOK_EVERY)
    }

    /// Looks at everything.
    async fn look(&mut self) {
        self.inner.files.sweep(self.now());
        for key in self.updates.keys().copied().collect::<Vec<_>>() {
            self.look_at_update(key).await;
        }
        for key in self.logs.keys().copied().collect::<Vec<_>>() {
            self.look_at_log(key).await;
        }
        for key in self.rollouts.keys().copied().collect::<Vec<_>>() {
            self.roll(key).await;
        }
    }

    async fn errand(&mut self, errand: Errand) {
        // An asker who did not wait for the answer loses nothing.
        match errand {
            Errand::StartUpdate(new, answer) => drop(answer.send(self.start_update(new).await)),
            Errand::CancelUpdate(key, answer) => drop(answer.send(self.cancel_update(key).await)),
            Errand::StartRollout(new, answer) => drop(answer.send(self.start_rollout(new).await)),
            Errand::DecideRollout(key, go_on, answer) => {
                drop(answer.send(self.decide_rollout(key, go_on).await));
            }
            Errand::AskLog(new, answer) => drop(answer.send(self.ask_log(new).await)),
            Errand::CancelLog(key, answer) => drop(answer.send(self.cancel_log(key).await)),
        }
    }

    async fn seen(&mut self, seen: Seen) {
        match seen {
            Seen::Progressed(station, progress, at) => {
                self.update_progressed(station, &progress, at).await;
                self.log_progressed(station, &progress).await;
            }
            Seen::Booted(station, version, at) => self.update_booted(station, &version, at).await,
            Seen::Ordered(order, state, word, at) => {
                self.update_ordered(order, state, &word, at).await;
                self.log_ordered(order, state, &word).await;
            }
            Seen::Announced(order, name) => self.log_announced(order, &name).await,
            Seen::Around(station) => self.look_around(station).await,
            Seen::Charged(station, session) => {
                self.look_around(station).await;
                self.charged(station, session).await;
            }
        }
    }

    async fn look_around(&mut self, station: StationKey) {
        let mine = |update: &&Update| update.station == station;
        for key in self.updates.values().filter(mine).map(|update| update.key).collect::<Vec<_>>() {
            self.look_at_update(key).await;
        }
    }

    async fn moved(&mut self, moved: Moved) {
        match moved {
            Moved::Served { key, from, bytes } => self.served(&key, from + bytes),
            Moved::Coming { key, bytes } => self.coming(&key, bytes),
            Moved::Kept { key, file, bytes } => self.kept(&key, &file, bytes).await,
            Moved::Refused { key, why } => {
                tracing::info!(why, "a request for a file was refused");
                if let Some(key) = key {
                    self.turned_away(&key, why).await;
                }
            }
        }
    }

    /// Bytes moved a transfer: it is written down soon, with the bytes that follow until then.
    pub(super) fn mark(&mut self, key: Key) {
        self.moving.insert(key);
        self.write_at.get_or_insert_with(|| Instant::now() + TOLD_EVERY);
    }

    async fn write_moving(&mut self) {
        self.write_at = None;
        for key in std::mem::take(&mut self.moving) {
            match key {
                Key::Update(key) => self.save_update(key).await,
                Key::Log(key) => self.save_log(key).await,
            }
        }
    }

    /// How things stand around an update of a station. Times are carried by 2.x, and by 1.6 with a signature.
    pub(super) async fn around(&self, station: StationKey, signed: bool) -> Around {
        let link = self.inner.registry.info(station);
        // What cannot be read counts as busy: nothing is disturbed by mistake.
        let busy = self.read(move |reader| reader.is_charging(station)).await.unwrap_or(true);
        let plans = link.as_ref().is_some_and(|link| signed || link.protocol != Protocol::V16);
        Around { connected: link.is_some(), busy, plans }
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&store::Reader<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, store::Error> {
        let store = Arc::clone(&self.inner.store);
        tokio::task::spawn_blocking(move || store.read(look)).await.unwrap_or(Err(store::Error::Busy))
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        change: impl FnMut(&mut store::Write<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, TransferError> {
        let written = self.inner.store.change(change).await.unwrap_or(Err(store::Error::Busy));
        Ok(written?)
    }

    /// Writes a fact down that nobody waits for: when it fails, the next one about the same thing holds all of it.
    pub(super) async fn record(&self, station: Option<StationKey>, event: Event) {
        let now = self.now();
        let written = self.write(move |write| match station {
            Some(station) => write.apply(station, event.clone(), now),
            None => write.apply_site(event.clone(), now),
        });
        if let Err(TransferError::Store(error)) = written.await {
            self.inner.tell(crate::centre::Fact::StorageFailed(error));
        }
    }
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
