//! A rollout: one station first, the others only after it, and none after a failure.

use crate::firmware::{FirmwareKey, State, When};
use crate::station::StationKey;
use crate::time::Timestamp;

/// Our number for a rollout; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RolloutKey(pub u32);

/// Where a rollout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RolloutState {
    /// The first station is updated.
    First,
    /// The first station is done and shall charge again before the others follow.
    Proving,
    /// The others follow, one after the other.
    Following,
    /// All are done.
    Done,
    /// Ended at the first failure, or by the operator.
    Stopped,
}

impl RolloutState {
    /// Whether nothing more will happen to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Stopped)
    }
}

/// One firmware for several stations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// Our number.
    pub key: RolloutKey,
    /// The file.
    pub file: FirmwareKey,
    /// When each of them may be updated.
    pub when: When,
    /// The stations in their order, at least one.
    pub stations: Vec<StationKey>,
    /// Where it stands.
    pub state: RolloutState,
    /// The station at which it stopped.
    pub stopped_at: Option<StationKey>,
    /// Who asked for it.
    pub by: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was over.
    pub over_at: Option<Timestamp>,
}

impl Rollout {
    /// Moves it by the states of its updates, in the order of the stations, as far as they were begun; gives the station
    /// whose update begins now. Call again after each.
    pub fn step(&mut self, begun: &[State], now: Timestamp) -> Option<StationKey> {
        if self.state.is_over() {
            return None;
        }
        let latest = match begun.last() {
            None => return self.stations.first().copied(),
            Some(latest) => *latest,
        };
        match latest {
            State::Installed => {}
            State::Failed | State::Cancelled | State::Stalled => {
                self.end(RolloutState::Stopped, now);
                self.stopped_at = self.stations.get(begun.len() - 1).copied();
                return None;
            }
            _ => return None,
        }
        if self.state == RolloutState::First && self.stations.len() > 1 {
            self.state = RolloutState::Proving;
        }
        if self.state == RolloutState::Proving {
            return None;
        }
        let next = self.stations.get(begun.len()).copied();
        if next.is_none() {
            self.end(RolloutState::Done, now);
        }
        next
    }

    /// The first station charged again, or the operator says go: the others follow. Nothing else than one that is
    /// proving is changed.
    pub fn go_on(&mut self) {
        if self.state == RolloutState::Proving {
            self.state = RolloutState::Following;
        }
    }

    /// The operator ends it.
    pub fn stop(&mut self, now: Timestamp) {
        if !self.state.is_over() {
            self.end(RolloutState::Stopped, now);
        }
    }

    fn end(&mut self, state: RolloutState, now: Timestamp) {
        self.state = state;
        self.over_at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn rollout(stations: u32) -> Rollout {
        Rollout {
            key: RolloutKey(1),
            file: FirmwareKey(1),
            when: When::Idle,
            stations: (1..=stations).map(StationKey).collect(),
            state: RolloutState::First,
            stopped_at: None,
            by: "operator".into(),
            asked_at: NOW,
            over_at: None,
        }
    }

    #[test]
    fn the_others_follow_one_by_one_after_the_first_has_proved_itself() {
        use State::{Downloading, Installed};
        let mut rollout = rollout(3);
        assert_eq!(rollout.step(&[], NOW), Some(StationKey(1)));
        assert_eq!(rollout.step(&[Downloading], NOW), None);
        assert_eq!((rollout.step(&[Installed], NOW), rollout.state), (None, RolloutState::Proving));
        assert_eq!(rollout.step(&[Installed], NOW), None);
        rollout.go_on();
        assert_eq!(rollout.step(&[Installed], NOW), Some(StationKey(2)));
        assert_eq!(rollout.step(&[Installed, Downloading], NOW), None);
        assert_eq!(rollout.step(&[Installed, Installed], NOW), Some(StationKey(3)));
        assert_eq!(rollout.step(&[Installed, Installed, Installed], NOW), None);
        assert_eq!((rollout.state, rollout.over_at), (RolloutState::Done, Some(NOW)));
    }

    #[test]
    fn the_first_failure_ends_it_and_the_rest_is_not_touched() {
        for bad in [State::Failed, State::Stalled, State::Cancelled] {
            let mut rollout = Rollout { state: RolloutState::Following, ..rollout(6) };
            let begun = [State::Installed, State::Installed, bad];
            assert_eq!(rollout.step(&begun, NOW), None);
            assert_eq!((rollout.state, rollout.stopped_at), (RolloutState::Stopped, Some(StationKey(3))));
            assert_eq!(rollout.step(&[State::Installed; 3], NOW), None);
        }
    }

    #[test]
    fn go_is_heard_only_while_it_is_waited_for() {
        let mut rollout = rollout(2);
        rollout.go_on();
        assert_eq!(rollout.state, RolloutState::First);
        rollout.stop(NOW);
        rollout.go_on();
        assert_eq!((rollout.state, rollout.step(&[], NOW)), (RolloutState::Stopped, None));
    }
}
