//! The words for a transfer's progress, and where it stands by each.

use domain::order::Stage;

use crate::tolerant::Notes;

/// Of firmware, signed or not (1.6 section 7.25 and security white paper; 2.0.1 part 2, 3.35).
pub(crate) fn of_firmware(word: &str, notes: &mut Notes<'_>) -> Stage {
    match word {
        "Idle" => Stage::Idle,
        "DownloadScheduled" => Stage::Scheduled,
        "Downloading" => Stage::Downloading,
        "DownloadPaused" => Stage::Paused,
        "Downloaded" => Stage::Downloaded,
        "SignatureVerified" => Stage::Verified,
        "InstallScheduled" => Stage::InstallScheduled,
        "Installing" => Stage::Installing,
        "InstallRebooting" => Stage::Rebooting,
        "Installed" => Stage::Done,
        "DownloadFailed" => Stage::Unfetched,
        "InstallationFailed" | "InstallVerificationFailed" => Stage::Failed,
        // Also the words of answers and security events, told by stations as a progress all the same.
        "InvalidSignature"
        | "InvalidCertificate"
        | "RevokedCertificate"
        | "InvalidFirmwareSignature"
        | "InvalidFirmwareSigningCertificate" => Stage::Distrusted,
        "AcceptedCanceled" => Stage::Cancelled,
        _ => unknown(word, notes),
    }
}

/// Of a file that the station sends: diagnostics or a log (1.6 section 7.24 and security white paper; 2.0.1 part 2,
/// 3.86).
pub(crate) fn of_upload(word: &str, notes: &mut Notes<'_>) -> Stage {
    match word {
        "Idle" => Stage::Idle,
        "Uploading" => Stage::Sending,
        "Uploaded" => Stage::Done,
        "AcceptedCanceled" => Stage::Cancelled,
        "UploadFailed" | "UploadFailure" | "BadMessage" | "NotSupportedOperation" | "PermissionDenied" => {
            Stage::Failed
        }
        _ => unknown(word, notes),
    }
}

/// What we do not know is no end.
fn unknown(word: &str, notes: &mut Notes<'_>) -> Stage {
    notes.unknown("status", word);
    Stage::Running
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_stage_and_a_new_one_is_no_end() {
        let mut notes = Vec::new();
        let notes = &mut Notes::new(&mut notes);
        let way = [
            ("DownloadScheduled", Stage::Scheduled),
            ("Downloading", Stage::Downloading),
            ("DownloadPaused", Stage::Paused),
            ("Downloaded", Stage::Downloaded),
            ("SignatureVerified", Stage::Verified),
            ("InstallScheduled", Stage::InstallScheduled),
            ("Installing", Stage::Installing),
            ("InstallRebooting", Stage::Rebooting),
        ];
        for (word, stage) in way {
            assert_eq!(of_firmware(word, notes), stage, "{word}");
            assert!(!stage.is_over(), "{word}");
        }
        for (word, stage) in [
            ("DownloadFailed", Stage::Unfetched),
            ("InstallVerificationFailed", Stage::Failed),
            ("InvalidCertificate", Stage::Distrusted),
            ("RevokedCertificate", Stage::Distrusted),
            ("InvalidSignature", Stage::Distrusted),
        ] {
            assert_eq!(of_firmware(word, notes), stage, "{word}");
            assert!(stage.is_over(), "{word}");
        }
        assert_eq!(of_upload("Uploading", notes), Stage::Sending);
        assert_eq!(of_upload("AcceptedCanceled", notes), Stage::Cancelled);
        assert_eq!(of_firmware("Installed", notes), Stage::Done);
        assert_eq!(of_upload("PermissionDenied", notes), Stage::Failed);
        assert_eq!(of_upload("Uploaded", notes), Stage::Done);
        assert_eq!(of_upload("Idle", notes), Stage::Idle);
        assert_eq!(of_upload("Rewinding", notes), Stage::Running);
    }
}
