//! Which order a station's word about a transfer belongs to.

use crate::order::{Command, OrderKey, Progress, Transfer};

/// How surely a word belongs to an order; of several orders the greatest, and of equals the newest, is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// It is about the same sort of file.
    Sort,
    /// It comes by the message that belongs to the order.
    Message,
    /// It carries the order's number.
    Number,
}

/// How a station's word about a transfer relates to an order; `None` for a word about something else.
///
/// Stations tell about signed firmware by the message for plain firmware, and the other way round, so only a number
/// that is another order's sets them apart.
pub fn kinship(key: OrderKey, command: &Command, progress: &Progress) -> Option<Kinship> {
    use Transfer::{Diagnostics, Firmware, Log, SignedFirmware};
    // What 1.6 says about plain firmware and diagnostics bears no number; what other messages do is compared.
    let (number, by_message) = match (command, progress.of) {
        (Command::UpdateFirmware(image), Firmware) => (Some(image.request), true),
        (Command::UpdateFirmware(_), SignedFirmware) => (None, false),
        (Command::UpdateSignedFirmware(signed), Firmware | SignedFirmware) => {
            (Some(signed.image.request), progress.of == SignedFirmware)
        }
        (Command::SendDiagnostics(_), Diagnostics) => (None, true),
        // 2.x has one message for all logs, and the order's own number in it.
        (Command::SendDiagnostics(_), Log) => (Some(key.0), false),
        (Command::SendLog { request, .. }, Diagnostics | Log) => (Some(*request), progress.of == Log),
        _ => return None,
    };
    match number.zip(progress.request) {
        Some((ours, theirs)) if ours != theirs => None,
        Some(_) => Some(Kinship::Number),
        None if by_message => Some(Kinship::Message),
        None => Some(Kinship::Sort),
    }
}

/// Whether both transfer firmware, or both a log.
pub const fn is_same_sort(one: &Command, other: &Command) -> bool {
    const fn sort(command: &Command) -> Option<bool> {
        match command {
            Command::UpdateFirmware(_) | Command::UpdateSignedFirmware(_) => Some(true),
            Command::SendDiagnostics(_) | Command::SendLog { .. } => Some(false),
            _ => None,
        }
    }
    matches!((sort(one), sort(other)), (Some(true), Some(true)) | (Some(false), Some(false)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{FirmwareImage, LogKind, SignedImage, Stage, Upload};
    use crate::time::Timestamp;

    const KEY: OrderKey = OrderKey(9);

    fn image(request: u32) -> FirmwareImage {
        FirmwareImage {
            request,
            location: "http://x/".into(),
            retrieve_at: Timestamp(0),
            install_at: None,
            retries: None,
            retry_s: None,
        }
    }

    fn upload() -> Upload {
        Upload { location: "http://x/".into(), from: None, to: None, retries: None, retry_s: None }
    }

    fn told(of: Transfer, request: Option<u32>) -> Progress {
        Progress { of, request, stage: Stage::Done, word: String::new() }
    }

    #[test]
    fn firmware_is_told_by_either_message_and_only_another_number_sets_it_apart() {
        let plain = Command::UpdateFirmware(image(5));
        let signed = Command::UpdateSignedFirmware(SignedImage {
            image: image(5),
            certificate: String::new(),
            signature: String::new(),
        });
        let of = |command: &Command, of, request| kinship(KEY, command, &told(of, request));
        assert_eq!(of(&plain, Transfer::Firmware, None), Some(Kinship::Message));
        assert_eq!(of(&plain, Transfer::Firmware, Some(5)), Some(Kinship::Number));
        assert_eq!(of(&plain, Transfer::Firmware, Some(6)), None);
        assert_eq!(of(&plain, Transfer::SignedFirmware, Some(6)), Some(Kinship::Sort));
        assert_eq!(of(&signed, Transfer::Firmware, None), Some(Kinship::Sort));
        assert_eq!(of(&signed, Transfer::Firmware, Some(5)), Some(Kinship::Number));
        assert_eq!(of(&signed, Transfer::SignedFirmware, None), Some(Kinship::Message));
        assert_eq!(of(&signed, Transfer::SignedFirmware, Some(6)), None);
        assert_eq!(of(&plain, Transfer::Log, Some(5)), None);
        assert!(is_same_sort(&plain, &signed) && !is_same_sort(&plain, &Command::SendDiagnostics(upload())));
        assert!(!is_same_sort(&Command::ClearCache, &Command::ClearCache));
    }

    #[test]
    fn a_log_is_told_by_either_message_and_only_another_number_sets_it_apart() {
        let log = Command::SendLog { request: 5, kind: LogKind::Security, upload: upload() };
        let diagnostics = Command::SendDiagnostics(upload());
        let of = |command: &Command, of, request| kinship(KEY, command, &told(of, request));
        assert_eq!(of(&log, Transfer::Log, Some(5)), Some(Kinship::Number));
        assert_eq!(of(&log, Transfer::Log, Some(6)), None);
        assert_eq!(of(&log, Transfer::Log, None), Some(Kinship::Message));
        assert_eq!(of(&log, Transfer::Diagnostics, None), Some(Kinship::Sort));
        assert_eq!(of(&diagnostics, Transfer::Diagnostics, None), Some(Kinship::Message));
        assert_eq!(of(&diagnostics, Transfer::Log, Some(9)), Some(Kinship::Number));
        assert_eq!(of(&diagnostics, Transfer::Log, Some(5)), None);
        assert_eq!(of(&diagnostics, Transfer::Firmware, None), None);
    }
}
