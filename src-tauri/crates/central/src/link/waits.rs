//! What a link waits for: answers, boots, readings that do not come by themselves.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::order::{Command, Trigger, timeout};
use domain::place::Place;
use domain::time::{SECOND, Timestamp};

use super::{Ending, Link, Purpose};

/// Sleeps so long, or for ever.
pub(super) async fn sleep_until(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

impl Link {
    /// How long until the next call is overdue or may be sent.
    pub(super) fn due(&self) -> Option<Duration> {
        let now = (self.inner.clock)();
        let own = [self.unbooted, self.settled, self.asks_readings()];
        let next = self.peer.next_deadline().into_iter().chain(own.into_iter().flatten()).min()?;
        let wait = next.since(now).max(1);
        Some(Duration::from_millis(u64::try_from(wait).unwrap_or(1)))
    }

    /// When to ask for readings that do not come by themselves.
    fn asks_readings(&self) -> Option<Timestamp> {
        let after = i64::from(self.quirks.ask_readings_s) * SECOND;
        (after > 0).then(|| self.measured.plus(after))
    }

    /// Asks for readings wherever a charge runs.
    async fn ask_for_readings(&mut self) {
        let (store, station) = (Arc::clone(&self.inner.store), self.station);
        let open = tokio::task::spawn_blocking(move || store.read(|reader| reader.open_sessions())).await;
        let open = open.unwrap_or(Err(store::Error::Busy)).unwrap_or_default();
        let places: BTreeSet<u16> = open
            .iter()
            .filter(|session| session.station == station)
            .filter_map(|session| session.evse)
            .collect();
        for evse in places {
            self.want(Command::Trigger { what: Trigger::Meter, at: Place::Evse(evse), extended: false });
        }
    }

    /// Does what is due by now.
    pub(super) async fn overdue(&mut self) -> Result<(), Ending> {
        let now = (self.inner.clock)();
        let over = self.peer.on_time(now);
        if over.is_some() {
            self.inner.trace.gave_up(self.id, now);
        }
        if let Some(Purpose::Order(order, ..)) = over {
            self.inner.desk.gave_up(order, timeout::NO_ANSWER, now);
        }
        if self.unbooted.is_some_and(|until| until <= now) {
            self.unbooted = None;
            if self.quirks.ask_to_boot && self.is_a_stranger().await {
                self.ask_to_boot();
            }
        }
        if self.settled.is_some_and(|at| at <= now) {
            self.settle().await;
        }
        if self.asks_readings().is_some_and(|at| at <= now) {
            self.measured = now;
            self.ask_for_readings().await;
        }
        self.flush().await
    }

    /// Whether it never said who it is: stations that only reconnect need not boot again.
    async fn is_a_stranger(&self) -> bool {
        let (store, station) = (Arc::clone(&self.inner.store), self.station);
        let known = tokio::task::spawn_blocking(move || store.read(|reader| reader.station(station))).await;
        matches!(known, Ok(Ok(Some(row))) if row.vendor.is_empty() && row.model.is_empty())
    }
}
