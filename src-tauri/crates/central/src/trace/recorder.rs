//! The task that stores what was collected, about once a second, in one write.

use std::sync::Arc;
use std::time::Duration;

use store::Store;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Trace;
use super::book::Book;
use crate::centre::Clock;

/// How long lines are collected before they are stored.
const EVERY: Duration = Duration::from_secs(1);
/// Under load they are stored more often, but not more often than this.
const BREATH: Duration = Duration::from_millis(100);

/// The running task.
pub struct Recorder {
    closing: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Recorder {
    /// Starts to store what `trace` collects.
    pub fn start(trace: Arc<Trace>, store: Arc<Store>, clock: Clock) -> Self {
        let (closing, closed) = watch::channel(false);
        let task = tokio::spawn(run(trace, store, clock, closed));
        Self { closing, task }
    }

    /// Stores the rest and ends.
    pub async fn stop(self) {
        self.closing.send_replace(true);
        drop(self.task.await);
    }
}

async fn run(trace: Arc<Trace>, store: Arc<Store>, clock: Clock, mut closed: watch::Receiver<bool>) {
    let known = Arc::clone(&store);
    let newest = tokio::task::spawn_blocking(move || known.read(|reader| reader.trace_newest())).await;
    let newest = newest.ok().and_then(Result::ok).unwrap_or(0);
    let mut book = Book::new(newest);
    // Lines that could not be stored are tried again, also when nothing new comes.
    let mut owing = false;
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY), if owing => {}
            () = trace.some.notified() => {
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
                    () = full(&trace) => {}
                    changed = closed.changed() => drop(changed),
                }
            }
            changed = closed.changed() => drop(changed),
        }
        // A centre that was dropped without being stopped wants the rest stored too.
        let finish = *closed.borrow() || closed.has_changed().is_err();
        let now = clock();
        let inbox = trace.take();
        let lost = inbox.lost;
        // Packing takes a moment that no charger's task shall wait for.
        let digested = tokio::task::spawn_blocking(move || {
            let lines = book.digest(inbox.chunks, lost, now);
            let batch = book.batch(finish);
            (book, lines, batch)
        });
        let Ok((digested, lines, batch)) = digested.await else { return };
        book = digested;
        trace.counted(lines, lost, now);
        match batch {
            Ok(Some(batch)) => {
                let (whole, records) = batch.extent();
                let change = store.change(move |write| write.trace(&batch.blocks, batch.instead_of, now));
                match change.await.unwrap_or(Err(store::Error::Busy)) {
                    Ok(()) => {
                        book.stored(whole, records);
                        owing = false;
                    }
                    Err(error) => {
                        owing = true;
                        tracing::warn!(%error, "messages could not be recorded; they are kept in memory for now");
                        trace.counted(0, book.not_stored(), now);
                    }
                }
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "messages could not be packed"),
        }
        if finish {
            return;
        }
    }
}

/// Returns when a chunk is full, but not at once after the last time.
async fn full(trace: &Trace) {
    tokio::time::sleep(BREATH).await;
    trace.much.notified().await;
}
