//! Firmware, updates, rollouts and logs as views.

use domain::firmware::{FirmwareFile, Reason, Rollout, RolloutState as Rolled, State, Update, When};
use domain::logs::{LogReason as Why, LogRequest, LogState as Logged, ReceivedFile};
use domain::order::LogKind;
use domain::secret;
use domain::travel::{Scheme, Travel};

use crate::view::{
    FirmwareFileView, FirmwareUseView, LogKindView, LogReason, LogRequestView, LogState, ReceivedFileView,
    RolloutChargerView, RolloutState, RolloutView, TransferScheme, UpdateReason, UpdateState, UpdateStepView,
    UpdateView, UpdateWhen,
};

/// A file, and where it was used.
pub fn firmware(file: FirmwareFile, used: &[Update]) -> FirmwareFileView {
    let used = used.iter().map(|update| FirmwareUseView {
        station: update.station.0,
        update: update.key.0,
        state: state(update.state),
        at: update.changed_at.0,
    });
    FirmwareFileView {
        id: file.key.0,
        name: file.name,
        vendor: file.vendor,
        model: file.model,
        version: file.version,
        sha256: file.sha256,
        size: file.size,
        notes: file.notes,
        certificate: file.certificate,
        signature: file.signature,
        added_at: file.added_at.0,
        used: used.collect(),
    }
}

/// An update and its file.
pub fn update(update: Update, file: &FirmwareFile) -> UpdateView {
    let can_cancel = update.can_cancel();
    let step = |step: domain::firmware::Step| UpdateStepView {
        at: step.at.0,
        state: state(step.state),
        word: step.word,
    };
    UpdateView {
        id: update.key.0,
        station: update.station.0,
        file: update.file.0,
        file_name: file.name.clone(),
        file_size: file.size,
        sha256: file.sha256.clone(),
        from_version: update.from_version,
        to_version: update.to_version,
        when: when(update.when),
        state: state(update.state),
        reason: update.reason.map(reason),
        word: update.word,
        steps: update.steps.into_iter().map(step).collect(),
        served: update.served.min(file.size),
        scheme: update.travel.as_ref().map(|travel| scheme(travel.scheme)),
        address: update.travel.as_ref().map(address).unwrap_or_default(),
        reminders: update.reminders,
        rollout: update.rollout.map(|rollout| rollout.0),
        by: update.by,
        asked_at: update.asked_at.0,
        changed_at: update.changed_at.0,
        over_at: update.over_at.map(|at| at.0),
        can_cancel,
    }
}

/// The address that a station was given, without its secrets: the login, and the path that nobody can guess.
fn address(travel: &Travel) -> String {
    let location = secret::without_login(&travel.location);
    if travel.key.is_empty() { location.into_owned() } else { location.replace(&travel.key, "…") }
}

/// A rollout, its file and its updates in the order in which they began.
pub fn rollout(rollout: Rollout, file: &FirmwareFile, updates: &[Update]) -> RolloutView {
    let charger = |(at, station): (usize, &domain::station::StationKey)| {
        let update = updates.get(at);
        RolloutChargerView {
            station: station.0,
            update: update.map(|update| update.key.0),
            state: update.map(|update| state(update.state)),
        }
    };
    RolloutView {
        id: rollout.key.0,
        file: rollout.file.0,
        file_name: file.name.clone(),
        to_version: file.version.clone(),
        state: match rollout.state {
            Rolled::First => RolloutState::First,
            Rolled::Proving => RolloutState::Proving,
            Rolled::Following => RolloutState::Following,
            Rolled::Done => RolloutState::Done,
            Rolled::Stopped => RolloutState::Stopped,
        },
        chargers: rollout.stations.iter().enumerate().map(charger).collect(),
        stopped_at: rollout.stopped_at.map(|station| station.0),
        asked_at: rollout.asked_at.0,
        over_at: rollout.over_at.map(|at| at.0),
    }
}

/// A request for a log and what arrived.
pub fn log(request: LogRequest, files: Vec<ReceivedFile>) -> LogRequestView {
    LogRequestView {
        id: request.key.0,
        station: request.station.0,
        kind: match request.kind {
            LogKind::Diagnostics => LogKindView::Diagnostics,
            LogKind::Security => LogKindView::Security,
        },
        from: request.from.map(|at| at.0),
        to: request.to.map(|at| at.0),
        state: match request.state {
            Logged::Asking => LogState::Asking,
            Logged::Agreed => LogState::Agreed,
            Logged::Sending => LogState::Sending,
            Logged::Received => LogState::Received,
            Logged::Nothing => LogState::Nothing,
            Logged::Failed => LogState::Failed,
            Logged::Cancelled => LogState::Cancelled,
            Logged::Stalled => LogState::Stalled,
        },
        reason: request.reason.map(log_reason),
        word: request.word,
        received: request.received,
        announced: request.announced,
        files: files.into_iter().map(received).collect(),
        scheme: request.travel.map(|travel| scheme(travel.scheme)),
        asked_at: request.asked_at.0,
        changed_at: request.changed_at.0,
        over_at: request.over_at.map(|at| at.0),
    }
}

fn received(file: ReceivedFile) -> ReceivedFileView {
    ReceivedFileView {
        id: file.key.0,
        name: file.name,
        size: file.size,
        at: file.at.0,
        deleted: file.deleted,
    }
}

/// A scheme.
pub const fn scheme(scheme: Scheme) -> TransferScheme {
    match scheme {
        Scheme::Http => TransferScheme::Http,
        Scheme::Ftp => TransferScheme::Ftp,
    }
}

const fn when(when: When) -> UpdateWhen {
    match when {
        When::Now => UpdateWhen::Now,
        When::Idle => UpdateWhen::Idle,
        When::At { at, if_idle } => UpdateWhen::At { at: at.0, if_idle },
    }
}

const fn state(state: State) -> UpdateState {
    match state {
        State::Waiting => UpdateState::Waiting,
        State::Asking => UpdateState::Asking,
        State::Agreed => UpdateState::Agreed,
        State::DownloadScheduled => UpdateState::DownloadScheduled,
        State::Downloading => UpdateState::Downloading,
        State::DownloadPaused => UpdateState::DownloadPaused,
        State::Downloaded => UpdateState::Downloaded,
        State::Verified => UpdateState::Verified,
        State::InstallScheduled => UpdateState::InstallScheduled,
        State::Installing => UpdateState::Installing,
        State::Rebooting => UpdateState::Rebooting,
        State::Installed => UpdateState::Installed,
        State::Failed => UpdateState::Failed,
        State::Cancelled => UpdateState::Cancelled,
        State::Stalled => UpdateState::Stalled,
    }
}

const fn reason(reason: Reason) -> UpdateReason {
    match reason {
        Reason::Time => UpdateReason::Time,
        Reason::Busy => UpdateReason::Busy,
        Reason::Away => UpdateReason::Away,
        Reason::Refused => UpdateReason::Refused,
        Reason::NotSupported => UpdateReason::NotSupported,
        Reason::Download => UpdateReason::Download,
        Reason::Install => UpdateReason::Install,
        Reason::Signature => UpdateReason::Signature,
        Reason::Transport => UpdateReason::Transport,
        Reason::Port => UpdateReason::Port,
        Reason::File => UpdateReason::File,
        Reason::Operator => UpdateReason::Operator,
        Reason::Replaced => UpdateReason::Replaced,
        Reason::Silent => UpdateReason::Silent,
        Reason::Gone => UpdateReason::Gone,
        Reason::SameVersion => UpdateReason::SameVersion,
    }
}

const fn log_reason(reason: Why) -> LogReason {
    match reason {
        Why::Away => LogReason::Away,
        Why::Refused => LogReason::Refused,
        Why::NotSupported => LogReason::NotSupported,
        Why::Upload => LogReason::Upload,
        Why::NothingArrived => LogReason::NothingArrived,
        Why::TurnedAway => LogReason::TurnedAway,
        Why::Transport => LogReason::Transport,
        Why::Port => LogReason::Port,
        Why::Operator => LogReason::Operator,
        Why::Replaced => LogReason::Replaced,
        Why::Silent => LogReason::Silent,
    }
}
