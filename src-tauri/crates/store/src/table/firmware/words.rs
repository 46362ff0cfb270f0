//! How states and reasons of transfers are written.

use domain::firmware::{Reason, RolloutState, State, When};
use domain::logs::{LogReason, LogState};
use domain::order::{LogKind, Stage};
use domain::time::Timestamp;
use domain::travel::Scheme;

/// Declares how the values of a type are written, and reads them back; what is not known is the last one's.
macro_rules! words {
    ($(#[$doc:meta])* $write:ident, $read:ident: $kind:ty { $($word:literal = $value:path,)+ else $other:path }) => {
        $(#[$doc])*
        pub const fn $write(value: $kind) -> &'static str {
            match value { $($value => $word,)+ }
        }

        $(#[$doc])*
        pub fn $read(word: &str) -> $kind {
            match word { $($word => $value,)+ _ => $other }
        }
    };
}

words! {
    /// Where an update stands.
    state, read_state: State {
        "waiting" = State::Waiting,
        "asking" = State::Asking,
        "agreed" = State::Agreed,
        "downloadScheduled" = State::DownloadScheduled,
        "downloading" = State::Downloading,
        "downloadPaused" = State::DownloadPaused,
        "downloaded" = State::Downloaded,
        "verified" = State::Verified,
        "installScheduled" = State::InstallScheduled,
        "installing" = State::Installing,
        "rebooting" = State::Rebooting,
        "installed" = State::Installed,
        "failed" = State::Failed,
        "cancelled" = State::Cancelled,
        "stalled" = State::Stalled,
        else State::Stalled
    }
}

words! {
    /// Why an update is where it is.
    reason, read_reason: Reason {
        "time" = Reason::Time,
        "busy" = Reason::Busy,
        "away" = Reason::Away,
        "refused" = Reason::Refused,
        "notSupported" = Reason::NotSupported,
        "download" = Reason::Download,
        "install" = Reason::Install,
        "signature" = Reason::Signature,
        "transport" = Reason::Transport,
        "port" = Reason::Port,
        "file" = Reason::File,
        "operator" = Reason::Operator,
        "replaced" = Reason::Replaced,
        "silent" = Reason::Silent,
        "gone" = Reason::Gone,
        "sameVersion" = Reason::SameVersion,
        else Reason::Silent
    }
}

words! {
    /// Where a rollout stands.
    rollout, read_rollout: RolloutState {
        "first" = RolloutState::First,
        "proving" = RolloutState::Proving,
        "following" = RolloutState::Following,
        "done" = RolloutState::Done,
        "stopped" = RolloutState::Stopped,
        else RolloutState::Stopped
    }
}

words! {
    /// Where a request for a log stands.
    log, read_log: LogState {
        "asking" = LogState::Asking,
        "agreed" = LogState::Agreed,
        "sending" = LogState::Sending,
        "received" = LogState::Received,
        "nothing" = LogState::Nothing,
        "failed" = LogState::Failed,
        "cancelled" = LogState::Cancelled,
        "stalled" = LogState::Stalled,
        else LogState::Stalled
    }
}

words! {
    /// Why a request for a log is where it is.
    log_reason, read_log_reason: LogReason {
        "away" = LogReason::Away,
        "refused" = LogReason::Refused,
        "notSupported" = LogReason::NotSupported,
        "upload" = LogReason::Upload,
        "nothingArrived" = LogReason::NothingArrived,
        "turnedAway" = LogReason::TurnedAway,
        "transport" = LogReason::Transport,
        "port" = LogReason::Port,
        "operator" = LogReason::Operator,
        "replaced" = LogReason::Replaced,
        "silent" = LogReason::Silent,
        else LogReason::Silent
    }
}

words! {
    /// Where a transfer stands by a station's word.
    stage, read_stage: Stage {
        "idle" = Stage::Idle,
        "scheduled" = Stage::Scheduled,
        "downloading" = Stage::Downloading,
        "paused" = Stage::Paused,
        "downloaded" = Stage::Downloaded,
        "verified" = Stage::Verified,
        "installScheduled" = Stage::InstallScheduled,
        "installing" = Stage::Installing,
        "rebooting" = Stage::Rebooting,
        "sending" = Stage::Sending,
        "running" = Stage::Running,
        "done" = Stage::Done,
        "unfetched" = Stage::Unfetched,
        "distrusted" = Stage::Distrusted,
        "failed" = Stage::Failed,
        "cancelled" = Stage::Cancelled,
        else Stage::Running
    }
}

words! {
    /// Which log.
    kind, read_kind: LogKind {
        "diagnostics" = LogKind::Diagnostics,
        "security" = LogKind::Security,
        else LogKind::Diagnostics
    }
}

words! {
    /// The way of a file.
    scheme, read_scheme: Scheme {
        "http" = Scheme::Http,
        "ftp" = Scheme::Ftp,
        else Scheme::Http
    }
}

/// When an update begins: a word, and a time where one belongs to it.
pub fn when(when: When) -> (&'static str, Option<i64>) {
    match when {
        When::Now => ("now", None),
        When::Idle => ("idle", None),
        When::At { at, if_idle: true } => ("atIfIdle", Some(at.0)),
        When::At { at, if_idle: false } => ("at", Some(at.0)),
    }
}

/// When an update begins.
pub fn read_when(word: &str, at: Option<i64>) -> When {
    match (word, at) {
        ("now", _) => When::Now,
        ("at", Some(at)) => When::At { at: Timestamp(at), if_idle: false },
        ("atIfIdle", Some(at)) => When::At { at: Timestamp(at), if_idle: true },
        _ => When::Idle,
    }
}
