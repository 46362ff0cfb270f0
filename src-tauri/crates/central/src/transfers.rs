//! Updates, rollouts and requests for logs: one task that owns what is under way, moves it by what happens and writes
//! every move down before it is told.

mod errand;
mod log;
mod rollout;
mod route;
mod run;
mod seen;
mod tidy;
mod update;

use std::sync::Arc;

use domain::firmware::{RolloutKey, UpdateKey};
use domain::logs::LogKey;
use store::Committed;
use tokio::sync::{mpsc, oneshot};

pub use errand::{NewLog, NewRollout, NewUpdate, TransferError};
pub use route::{Route, route, setting_of};
pub use tidy::{KEPT_BYTES, KEPT_DAYS, folder as received_folder};

use crate::centre::Inner;
use crate::files::Moved;
use errand::Errand;
use seen::Seen;

/// The way to the task. What is asked is answered when it is on disk.
#[derive(Debug, Clone)]
pub struct Transfers {
    errands: mpsc::UnboundedSender<Errand>,
    seen: mpsc::UnboundedSender<Seen>,
}

/// What the task listens to.
pub struct Ears {
    errands: mpsc::UnboundedReceiver<Errand>,
    seen: mpsc::UnboundedReceiver<Seen>,
    moved: mpsc::UnboundedReceiver<Moved>,
}

impl Transfers {
    /// The way to a task that is not there yet, and what it will listen to. `moved` is what the host for files tells.
    pub fn new(moved: mpsc::UnboundedReceiver<Moved>) -> (Self, Ears) {
        let (errands_in, errands) = mpsc::unbounded_channel();
        let (seen_in, seen) = mpsc::unbounded_channel();
        (Self { errands: errands_in, seen: seen_in }, Ears { errands, seen, moved })
    }

    /// Tells what is on disk.
    pub fn observe(&self, facts: &[Committed]) {
        for seen in facts.iter().filter_map(Seen::of) {
            // Nobody listens any more while the program ends.
            drop(self.seen.send(seen));
        }
    }

    /// Updates a station.
    ///
    /// # Errors
    /// [`TransferError`]; nothing was begun then.
    pub async fn start_update(&self, new: NewUpdate) -> Result<UpdateKey, TransferError> {
        self.ask(|answer| Errand::StartUpdate(new, answer)).await
    }

    /// Ends an update.
    ///
    /// # Errors
    /// [`TransferError`], [`TransferError::Conflict`] when it can no longer be ended.
    pub async fn cancel_update(&self, update: UpdateKey) -> Result<(), TransferError> {
        self.ask(|answer| Errand::CancelUpdate(update, answer)).await
    }

    /// Updates several stations, one after the other.
    ///
    /// # Errors
    /// [`TransferError`]; nothing was begun then.
    pub async fn start_rollout(&self, new: NewRollout) -> Result<RolloutKey, TransferError> {
        self.ask(|answer| Errand::StartRollout(new, answer)).await
    }

    /// Lets the others of a rollout follow, or ends it.
    ///
    /// # Errors
    /// [`TransferError`].
    pub async fn decide_rollout(&self, rollout: RolloutKey, go_on: bool) -> Result<(), TransferError> {
        self.ask(|answer| Errand::DecideRollout(rollout, go_on, answer)).await
    }

    /// Asks a station for a log.
    ///
    /// # Errors
    /// [`TransferError`]; nothing was begun then.
    pub async fn ask_log(&self, new: NewLog) -> Result<LogKey, TransferError> {
        self.ask(|answer| Errand::AskLog(new, answer)).await
    }

    /// Waits no longer for a log.
    ///
    /// # Errors
    /// [`TransferError`].
    pub async fn cancel_log(&self, request: LogKey) -> Result<(), TransferError> {
        self.ask(|answer| Errand::CancelLog(request, answer)).await
    }

    async fn ask<T>(
        &self,
        errand: impl FnOnce(oneshot::Sender<Result<T, TransferError>>) -> Errand,
    ) -> Result<T, TransferError> {
        let (answer_in, answer) = oneshot::channel();
        let closing = || TransferError::Store(store::Error::Busy);
        self.errands.send(errand(answer_in)).map_err(|_| closing())?;
        answer.await.map_err(|_| closing())?
    }
}

/// Runs until the task is aborted.
pub async fn run(inner: Arc<Inner>, ears: Ears) {
    run::Running::start(inner).await.listen(ears).await;
}
