//! Closed sets as the words that are stored.

use domain::order::{Command, LogKind, OrderState, ProfileKind, Purpose, RateUnit, RootKind, Trigger};

/// A closed set whose members have a stored word each.
pub trait Word: Copy + PartialEq + 'static {
    /// All members with their words.
    const ALL: &'static [(Self, &'static str)];

    /// The word of a member.
    fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(member, _)| *member == self);
        found.map(|(_, word)| *word).expect("every member stands in its list")
    }

    /// The member of a word.
    fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(member, _)| *member)
    }
}

impl Word for Trigger {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Boot, "boot"),
        (Self::Heartbeat, "heartbeat"),
        (Self::Status, "status"),
        (Self::Meter, "meter"),
        (Self::Diagnostics, "diagnostics"),
        (Self::Firmware, "firmware"),
        (Self::Log, "log"),
        (Self::SignCertificate, "signCertificate"),
    ];
}

impl Word for Purpose {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Station, "station"), (Self::Default, "default"), (Self::Session, "session")];
}

impl Word for ProfileKind {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Absolute, "absolute"),
        (Self::Relative, "relative"),
        (Self::Daily, "daily"),
        (Self::Weekly, "weekly"),
    ];
}

impl Word for RateUnit {
    const ALL: &'static [(Self, &'static str)] = &[(Self::Amperes, "A"), (Self::Watts, "W")];
}

impl Word for LogKind {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Diagnostics, "diagnostics"), (Self::Security, "security")];
}

impl Word for RootKind {
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Central, "central"), (Self::Manufacturer, "manufacturer")];
}

/// The kind of a command.
pub fn kind(command: &Command) -> &'static str {
    match command {
        Command::Start { .. } => "start",
        Command::Stop { .. } => "stop",
        Command::Unlock { .. } => "unlock",
        Command::Restart { .. } => "restart",
        Command::Service { .. } => "service",
        Command::Trigger { .. } => "trigger",
        Command::ReadSettings { .. } => "readSettings",
        Command::ChangeSetting { .. } => "changeSetting",
        Command::ChangePassword { .. } => "changePassword",
        Command::ClearCache => "clearCache",
        Command::ReadListVersion => "readListVersion",
        Command::SendList(_) => "sendList",
        Command::Reserve(_) => "reserve",
        Command::CancelReservation { .. } => "cancelReservation",
        Command::SetProfile { .. } => "setProfile",
        Command::ClearProfiles(_) => "clearProfiles",
        Command::ReadSchedule { .. } => "readSchedule",
        Command::SendData { .. } => "sendData",
        Command::UpdateFirmware(_) => "updateFirmware",
        Command::UpdateSignedFirmware(_) => "updateSignedFirmware",
        Command::SendDiagnostics(_) => "sendDiagnostics",
        Command::SendLog { .. } => "sendLog",
        Command::InstallCertificate { .. } => "installCertificate",
        Command::ListCertificates { .. } => "listCertificates",
        Command::DeleteCertificate(_) => "deleteCertificate",
        Command::DeliverCertificate { .. } => "deliverCertificate",
    }
}

/// The stored number of a state.
pub fn state_code(state: OrderState) -> i64 {
    match state {
        OrderState::Asked => 0,
        OrderState::Sent => 1,
        OrderState::Accepted => 2,
        OrderState::Scheduled => 3,
        OrderState::Refused => 4,
        OrderState::NotSupported => 5,
        OrderState::TookEffect => 6,
        OrderState::TimedOut => 7,
    }
}

/// The state of a stored number.
pub fn state(code: i64) -> OrderState {
    match code {
        0 => OrderState::Asked,
        1 => OrderState::Sent,
        2 => OrderState::Accepted,
        3 => OrderState::Scheduled,
        4 => OrderState::Refused,
        5 => OrderState::NotSupported,
        6 => OrderState::TookEffect,
        _ => OrderState::TimedOut,
    }
}
