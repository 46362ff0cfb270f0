//! What a station's words and deeds do to an update.

use super::{Reason, State, Update};
use crate::firmware::same_version;
use crate::order::{OrderState, Progress, Stage, timeout};
use crate::time::Timestamp;

impl Update {
    fn heard(&mut self, now: Timestamp) {
        self.heard_at = now;
        self.reminders = 0;
    }

    pub(super) fn ordered(&mut self, state: OrderState, word: &str, now: Timestamp) {
        if self.state != State::Asking {
            return;
        }
        match state {
            OrderState::Asked | OrderState::Sent => {}
            OrderState::Accepted | OrderState::Scheduled | OrderState::TookEffect => {
                self.heard(now);
                self.enter(State::Agreed, word, now);
            }
            OrderState::Refused => self.end(State::Failed, Reason::Refused, word, now),
            // Without the extension for signed files the plain order may do.
            OrderState::NotSupported if self.signed => {
                self.signed = false;
                self.enter(State::Waiting, "", now);
            }
            OrderState::NotSupported => self.end(State::Failed, Reason::NotSupported, word, now),
            // It never went out.
            OrderState::TimedOut if word == timeout::NOT_CONNECTED => {
                self.asks = self.asks.saturating_sub(1);
                self.enter(State::Waiting, "", now);
                self.reason = Some(Reason::Away);
            }
            OrderState::TimedOut => self.unanswered(now),
        }
    }

    pub(super) fn progressed(&mut self, progress: &Progress, now: Timestamp) {
        let unasked = self.state == State::Waiting && self.asks == 0;
        if unasked || progress.request.is_some_and(|request| request != self.key.0) {
            return;
        }
        self.heard(now);
        let word = progress.word.as_str();
        let state = match progress.stage {
            Stage::Scheduled => State::DownloadScheduled,
            Stage::Downloading => State::Downloading,
            Stage::Paused => State::DownloadPaused,
            Stage::Downloaded => State::Downloaded,
            Stage::Verified => State::Verified,
            Stage::InstallScheduled => State::InstallScheduled,
            Stage::Installing => State::Installing,
            Stage::Rebooting => State::Rebooting,
            Stage::Done => return self.installed(word, now),
            Stage::Unfetched => return self.end(State::Failed, Reason::Download, word, now),
            Stage::Distrusted => return self.end(State::Failed, Reason::Signature, word, now),
            Stage::Failed => return self.end(State::Failed, Reason::Install, word, now),
            Stage::Cancelled => return self.end(State::Cancelled, Reason::Replaced, word, now),
            // Nothing is going on there, though it should.
            Stage::Idle => {
                word.clone_into(&mut self.word);
                return self.stall(Reason::Silent, now);
            }
            // A word that we do not know is a sign of life.
            Stage::Running | Stage::Sending => match self.state {
                State::Stalled | State::Waiting | State::Asking => State::Agreed,
                state => state,
            },
        };
        self.enter(state, word, now);
    }

    /// A station that boots with the new version has it, whatever it says or forgets to say.
    pub(super) fn booted(&mut self, version: &str, now: Timestamp) {
        if !self.state.is_under_way() {
            return;
        }
        let went =
            |from: State| self.steps.iter().any(|step| (from..=State::Rebooting).contains(&step.state));
        let other = !version.is_empty() && version != self.from_version;
        let named =
            same_version(&self.to_version, version) && !same_version(&self.to_version, &self.from_version);
        if named || other && (went(State::Downloaded) || self.to_version.is_empty()) {
            return self.installed("", now);
        }
        let installing = went(State::Installing) && !version.is_empty();
        self.heard(now);
        if installing {
            // Some restart once before they install: time will tell.
            self.reason = Some(Reason::SameVersion);
        }
    }

    fn installed(&mut self, word: &str, now: Timestamp) {
        self.enter(State::Installed, word, now);
        self.over_at = Some(now);
    }

    pub(super) fn served(&mut self, bytes: u64, now: Timestamp) {
        self.served = self.served.max(bytes);
        self.heard(now);
        self.changed_at = now;
        let before = matches!(
            self.state,
            State::Waiting
                | State::Asking
                | State::Agreed
                | State::DownloadScheduled
                | State::DownloadPaused
                | State::Stalled
        );
        if before {
            self.enter(State::Downloading, "", now);
        }
    }
}
