//! What time does to an update: it begins, the station is reminded, it stalls.

use super::{ASKS, AWAY, Act, Around, REMINDERS, Reason, SILENCE, State, Update, WINDOW, When};
use crate::time::{DAY, Timestamp};

impl Update {
    pub(super) fn look(&mut self, around: Around, now: Timestamp) -> Option<Act> {
        match self.state {
            State::Waiting => self.begin(around, now),
            State::Asking => {
                // The question may have been lost with the connection, or with us.
                if now >= self.heard_at.plus(SILENCE) {
                    self.unanswered(now);
                }
                None
            }
            State::Stalled => None,
            _ => self.listen(around, now),
        }
    }

    /// When to look again though nothing happens; `None` = only when something does.
    pub fn next_look(&self, around: Around) -> Option<Timestamp> {
        match self.state {
            State::Waiting => match (self.when, self.reason) {
                (When::At { at, .. }, Some(Reason::Time) | None) => Some(at),
                (When::At { at, if_idle: true }, _) => Some(at.plus(WINDOW)),
                _ => None,
            },
            State::Asking => Some(self.heard_at.plus(SILENCE)),
            State::Stalled | State::Installed | State::Failed | State::Cancelled => None,
            _ if around.connected => Some(self.quiet_from().plus(self.patience())),
            _ => Some(self.quiet_from().plus(AWAY)),
        }
    }

    fn begin(&mut self, around: Around, now: Timestamp) -> Option<Act> {
        if let When::At { at, if_idle: true } = self.when
            && now >= at.plus(WINDOW)
        {
            let days = now.since(at.plus(WINDOW)) / DAY + 1;
            self.when = When::At { at: at.plus(days * DAY), if_idle: true };
            self.changed_at = now;
        }
        // Whether nobody charges then is for us to see; a bare time is for the station to keep, where it can.
        let kept_there = around.plans && matches!(self.when, When::At { if_idle: false, .. });
        let early = !kept_there && matches!(self.when, When::At { at, .. } if now < at);
        let may_disturb = matches!(self.when, When::Now | When::At { if_idle: false, .. });
        let wait = if early {
            Reason::Time
        } else if !around.connected {
            Reason::Away
        } else if around.busy && !may_disturb {
            Reason::Busy
        } else {
            return Some(Act::Ask);
        };
        if self.reason != Some(wait) {
            self.reason = Some(wait);
            self.changed_at = now;
        }
        None
    }

    /// There will be no answer to what was asked.
    pub(super) fn unanswered(&mut self, now: Timestamp) {
        if self.asks >= ASKS {
            self.end(State::Failed, Reason::Silent, "", now);
        } else {
            self.enter(State::Waiting, "", now);
        }
    }

    /// Since when a word of the station is missed: one that begins later has time until then.
    fn quiet_from(&self) -> Timestamp {
        let later = matches!(self.state, State::DownloadScheduled | State::InstallScheduled | State::Agreed);
        match self.when {
            When::At { at, .. } if later => at.max(self.heard_at),
            _ => self.heard_at,
        }
    }

    /// How long it may be quiet before something is done, in milliseconds.
    fn patience(&self) -> i64 {
        SILENCE.saturating_mul(i64::from(self.reminders) + 1)
    }

    fn listen(&mut self, around: Around, now: Timestamp) -> Option<Act> {
        let quiet = now.since(self.quiet_from());
        if !around.connected {
            if quiet >= AWAY {
                self.stall(Reason::Gone, now);
            }
            return None;
        }
        if quiet < self.patience() {
            return None;
        }
        if self.reminders < REMINDERS {
            self.reminders += 1;
            self.changed_at = now;
            return Some(Act::Remind);
        }
        self.stall(Reason::Silent, now);
        None
    }

    pub(super) fn stall(&mut self, reason: Reason, now: Timestamp) {
        let reason = self.reason.filter(|known| *known == Reason::SameVersion).unwrap_or(reason);
        let word = std::mem::take(&mut self.word);
        self.enter(State::Stalled, "", now);
        self.word = word;
        self.reason = Some(reason);
    }
}
