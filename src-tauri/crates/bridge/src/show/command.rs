//! Orders and what their answers told, as views.

use domain::order::{
    CertificateHash, ChargingProfile, Command, Finding, FirmwareImage, LogKind, ProfileKind, Purpose,
    RateUnit, RootKind, Schedule, Setting, Trigger, Upload,
};
use domain::place::Place;
use domain::session::WireRef;

use crate::view::{
    CertificateHashView, CommandView, FileWhat, FindingView, FirmwareSignatureView, PeriodView,
    ProfileKindView, ProfilePurpose, ProfileView, RateUnitView, RootKindView, ScheduleView, SettingView,
    TriggerWhat,
};

/// An order's command.
pub fn command(command: Command) -> CommandView {
    match command {
        Command::Start { at, token, profile: limits } => CommandView::Start {
            evse: at.evse,
            connector: at.connector,
            token: Some(token.value),
            profile: limits.map(|limits| profile(*limits)),
        },
        Command::Stop { session, .. } => CommandView::Stop { session: session.0 },
        Command::Unlock { at } => CommandView::Unlock { evse: at.evse, connector: at.connector },
        Command::Restart { now } => CommandView::Restart { now },
        Command::Service { at, operative } => {
            let (evse, connector) = place(at);
            CommandView::Service { evse, connector, operative }
        }
        Command::Trigger { what, at, extended } => {
            CommandView::Trigger { what: trigger(what), evse: place(at).0, extended }
        }
        Command::ReadSettings { keys } => CommandView::ReadSettings { keys },
        Command::ChangeSetting { key, value } => CommandView::ChangeSetting { key, value },
        Command::ChangePassword { .. } => CommandView::ChangePassword { password: String::new() },
        Command::ClearCache => CommandView::ClearCache,
        Command::ReadListVersion => CommandView::ReadListVersion,
        Command::SendList(list) => CommandView::SendList {
            full: list.full,
            version: Some(list.version),
            tokens: list.entries.into_iter().map(|entry| entry.token).collect(),
        },
        Command::Reserve(reservation) => CommandView::Reserve {
            evse: place(reservation.at).0,
            token: reservation.token.value,
            parent: reservation.parent,
            until: reservation.until.0,
        },
        Command::CancelReservation { reservation } => {
            CommandView::CancelReservation { reservation: reservation.0 }
        }
        Command::SetProfile { at, profile: limits } => {
            CommandView::SetProfile { evse: place(at).0, profile: profile(limits) }
        }
        Command::ClearProfiles(filter) => CommandView::ClearProfiles {
            id: filter.id,
            evse: filter.at.map(|at| place(at).0.unwrap_or(0)),
            purpose: filter.purpose.map(purpose),
            stack_level: filter.stack_level,
        },
        Command::ReadSchedule { at, duration_s, unit: wanted } => {
            CommandView::ReadSchedule { evse: place(at).0, duration_s, unit: wanted.map(unit) }
        }
        Command::SendData { vendor, message, data } => CommandView::SendData { vendor, message, data },
        Command::UpdateFirmware(image) => firmware(image, None),
        Command::UpdateSignedFirmware(signed) => {
            let signature = FirmwareSignatureView {
                certificate: signed.certificate,
                signature: signed.signature,
                install_at: signed.image.install_at.map(|at| at.0),
            };
            firmware(signed.image, Some(signature))
        }
        Command::SendDiagnostics(upload) => file(upload, FileWhat::Diagnostics),
        Command::SendLog { kind: LogKind::Diagnostics, upload, .. } => file(upload, FileWhat::Log),
        Command::SendLog { kind: LogKind::Security, upload, .. } => file(upload, FileWhat::SecurityLog),
        Command::InstallCertificate { kind, pem } => {
            CommandView::InstallCertificate { kind: root(kind), pem }
        }
        Command::ListCertificates { kind } => CommandView::ListCertificates { kind: root(kind) },
        Command::DeleteCertificate(hash) => CommandView::DeleteCertificate { hash: certificate(hash) },
        Command::DeliverCertificate { chain } => CommandView::DeliverCertificate { chain },
    }
}

fn firmware(image: FirmwareImage, signature: Option<FirmwareSignatureView>) -> CommandView {
    CommandView::UpdateFirmware {
        location: image.location,
        retrieve_at: Some(image.retrieve_at.0),
        retries: image.retries,
        retry_s: image.retry_s,
        signature,
    }
}

fn file(upload: Upload, what: FileWhat) -> CommandView {
    CommandView::SendFile {
        location: upload.location,
        what,
        from: upload.from.map(|at| at.0),
        to: upload.to.map(|at| at.0),
        retries: upload.retries,
        retry_s: upload.retry_s,
    }
}

/// What an answer told.
pub fn finding(finding: Finding) -> FindingView {
    match finding {
        Finding::Settings { known, unknown } => {
            FindingView::Settings { known: known.into_iter().map(setting).collect(), unknown }
        }
        Finding::ListVersion(version) => FindingView::ListVersion { version },
        Finding::Schedule(told) => FindingView::Schedule { schedule: told.map(schedule) },
        Finding::Certificates(list) => {
            FindingView::Certificates { list: list.into_iter().map(certificate).collect() }
        }
        Finding::File(name) => FindingView::File { name },
        Finding::Data(data) => FindingView::Data { data },
    }
}

/// A setting.
pub fn setting(setting: Setting) -> SettingView {
    SettingView { key: setting.key, value: setting.value, read_only: setting.read_only }
}

fn trigger(what: Trigger) -> TriggerWhat {
    match what {
        Trigger::Boot => TriggerWhat::Boot,
        Trigger::Heartbeat => TriggerWhat::Heartbeat,
        Trigger::Status => TriggerWhat::Status,
        Trigger::Meter => TriggerWhat::Meter,
        Trigger::Diagnostics => TriggerWhat::Diagnostics,
        Trigger::Firmware => TriggerWhat::Firmware,
        Trigger::Log => TriggerWhat::Log,
        Trigger::SignCertificate => TriggerWhat::SignCertificate,
    }
}

fn profile(profile: ChargingProfile) -> ProfileView {
    ProfileView {
        id: Some(profile.id),
        stack_level: profile.stack_level,
        purpose: purpose(profile.purpose),
        kind: match profile.kind {
            ProfileKind::Absolute => ProfileKindView::Absolute,
            ProfileKind::Relative => ProfileKindView::Relative,
            ProfileKind::Daily => ProfileKindView::Daily,
            ProfileKind::Weekly => ProfileKindView::Weekly,
        },
        // In the first generation the number on the wire is the session's own.
        session: match profile.session {
            Some(WireRef::Central(number)) => u32::try_from(number).ok(),
            Some(WireRef::Station(_)) | None => None,
        },
        valid_from: profile.valid_from.map(|at| at.0),
        valid_to: profile.valid_to.map(|at| at.0),
        schedule: schedule(profile.schedule),
    }
}

fn schedule(schedule: Schedule) -> ScheduleView {
    ScheduleView {
        start: schedule.start.map(|at| at.0),
        duration_s: schedule.duration_s,
        unit: unit(schedule.unit),
        periods: schedule
            .periods
            .into_iter()
            .map(|p| PeriodView { start_s: p.start_s, limit_tenths: p.limit_tenths, phases: p.phases })
            .collect(),
    }
}

fn purpose(purpose: Purpose) -> ProfilePurpose {
    match purpose {
        Purpose::Station => ProfilePurpose::Station,
        Purpose::Default => ProfilePurpose::Default,
        Purpose::Session => ProfilePurpose::Session,
    }
}

fn unit(unit: RateUnit) -> RateUnitView {
    match unit {
        RateUnit::Amperes => RateUnitView::A,
        RateUnit::Watts => RateUnitView::W,
    }
}

fn root(kind: RootKind) -> RootKindView {
    match kind {
        RootKind::Central => RootKindView::Central,
        RootKind::Manufacturer => RootKindView::Manufacturer,
    }
}

fn certificate(hash: CertificateHash) -> CertificateHashView {
    CertificateHashView {
        algorithm: hash.algorithm,
        issuer_name: hash.issuer_name,
        issuer_key: hash.issuer_key,
        serial: hash.serial,
    }
}

fn place(place: Place) -> (Option<u16>, Option<u16>) {
    match place {
        Place::Station => (None, None),
        Place::Evse(evse) => (Some(evse), None),
        Place::Connector(at) => (Some(at.evse), Some(at.connector)),
    }
}
