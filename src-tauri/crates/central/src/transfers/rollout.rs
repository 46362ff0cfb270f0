//! Rollouts: one station first, the others after it.

use domain::event::Event;
use domain::firmware::{Rollout, RolloutKey, RolloutState, State, Update};
use domain::session::SessionKey;
use domain::station::StationKey;

use super::errand::{NewRollout, NewUpdate, TransferError};
use super::run::Running;

impl Running {
    pub(super) async fn start_rollout(&mut self, new: NewRollout) -> Result<RolloutKey, TransferError> {
        for station in &new.stations {
            self.usable(&wish(&new, *station)).await?;
        }
        let now = self.now();
        let made = self.write(move |write| {
            let rollout = Rollout {
                key: write.next_rollout()?,
                file: new.file,
                when: new.when,
                stations: new.stations.clone(),
                state: RolloutState::First,
                stopped_at: None,
                by: new.by.clone(),
                asked_at: now,
                over_at: None,
            };
            write.apply_site(Event::RolloutMoved(Box::new(rollout.clone())), now)?;
            Ok(rollout)
        });
        let rollout = made.await?;
        let key = rollout.key;
        self.rollouts.insert(key, rollout);
        self.roll(key).await;
        Ok(key)
    }

    pub(super) async fn decide_rollout(&mut self, key: RolloutKey, go_on: bool) -> Result<(), TransferError> {
        let now = self.now();
        let Some(rollout) = self.rollouts.get_mut(&key) else {
            let known = self.read(move |reader| reader.rollout(key)).await?;
            return Err(known.map_or(TransferError::Unknown("rollout"), |_| TransferError::Conflict("over")));
        };
        if go_on {
            if rollout.state != RolloutState::Proving {
                return Err(TransferError::Conflict("running"));
            }
            rollout.go_on();
        } else {
            rollout.stop(now);
        }
        let rollout = rollout.clone();
        self.record(None, Event::RolloutMoved(Box::new(rollout.clone()))).await;
        if rollout.state.is_over() {
            self.rollouts.remove(&key);
            let mine = |update: &&Update| update.rollout == Some(key) && update.can_cancel();
            for update in self.updates.values().filter(mine).map(|update| update.key).collect::<Vec<_>>() {
                self.cancel_update(update).await?;
            }
        } else {
            self.roll(key).await;
        }
        Ok(())
    }

    /// Moves a rollout by where its updates stand. It and the update that it begins call each other.
    pub(super) fn roll(
        &mut self,
        key: RolloutKey,
    ) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            let begun = self.read(move |reader| reader.updates_of(key)).await;
            let begun: Vec<State> = match begun {
                Ok(updates) => updates.iter().map(|update| update.state).collect(),
                Err(error) => return tracing::error!(%error, "a rollout cannot be read; it waits"),
            };
            let now = self.now();
            let Some(rollout) = self.rollouts.get_mut(&key) else { return };
            let before = rollout.clone();
            let next = rollout.step(&begun, now);
            let rollout = rollout.clone();
            if rollout.state.is_over() {
                self.rollouts.remove(&key);
            }
            if rollout != before {
                self.record(None, Event::RolloutMoved(Box::new(rollout.clone()))).await;
            }
            if let Some(station) = next {
                self.follow(&rollout, station).await;
            }
        })
    }

    /// Begins the update of the next station.
    async fn follow(&mut self, rollout: &Rollout, station: StationKey) {
        let new = NewRollout {
            file: rollout.file,
            stations: Vec::new(),
            when: rollout.when,
            // Whoever asked for the rollout was asked about other models then.
            confirmed: true,
            by: rollout.by.clone(),
        };
        match self.new_update(wish(&new, station), Some(rollout.key)).await {
            Ok(update) => self.adopt(update).await,
            // An update of the station is under way already: it is looked at again every minute.
            Err(TransferError::Conflict(_)) => {}
            Err(error) => {
                tracing::warn!(?error, "a rollout cannot go on");
                let now = self.now();
                if let Some(rollout) = self.rollouts.remove(&rollout.key) {
                    let mut stopped = rollout;
                    stopped.stop(now);
                    stopped.stopped_at = Some(station);
                    self.record(None, Event::RolloutMoved(Box::new(stopped))).await;
                }
            }
        }
    }

    /// A charge ended: the first station of a rollout may have proved itself.
    pub(super) async fn charged(&mut self, station: StationKey, session: SessionKey) {
        let proving = |rollout: &&Rollout| {
            rollout.state == RolloutState::Proving && rollout.stations.first() == Some(&station)
        };
        for key in self.rollouts.values().filter(proving).map(|rollout| rollout.key).collect::<Vec<_>>() {
            let looked =
                self.read(move |reader| Ok((reader.session(session)?, reader.updates_of(key)?))).await;
            let Ok((Some(row), updates)) = looked else { continue };
            let since = updates.first().and_then(|update| update.over_at);
            let good = row.energy().is_some_and(|energy| energy.0 > 0);
            if good && since.is_some_and(|since| row.began_received >= since) {
                // It is proving, so it can go on.
                drop(self.decide_rollout(key, true).await);
            }
        }
    }
}

/// The wish for one of the stations.
fn wish(new: &NewRollout, station: StationKey) -> NewUpdate {
    NewUpdate {
        station,
        file: new.file,
        when: new.when,
        retries: None,
        retry_s: None,
        wanted: None,
        confirmed: new.confirmed,
        by: new.by.clone(),
    }
}
