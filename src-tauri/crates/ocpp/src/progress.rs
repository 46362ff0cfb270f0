//! The words for a transfer's progress, and where it stands by each.

use domain::order::Stage;

use crate::tolerant::Notes;

/// Of firmware, signed or not (1.6 section 7.25 and security white paper; 2.0.1 part 2, 3.35).
pub(crate) fn of_firmware(word: &str, notes: &mut Notes<'_>) -> Stage {
    match word {
        "Idle" => Stage::Idle,
        "Downloading" | "Downloaded" | "DownloadScheduled" | "DownloadPaused" | "Installing"
        | "InstallRebooting" | "InstallScheduled" | "SignatureVerified" => Stage::Running,
        "Installed" => Stage::Done,
        "DownloadFailed" | "InstallationFailed" | "InstallVerificationFailed" | "InvalidSignature" => {
            Stage::Failed
        }
        _ => unknown(word, notes),
    }
}

/// Of a file that the station sends: diagnostics or a log (1.6 section 7.24 and security white paper; 2.0.1 part 2,
/// 3.86).
pub(crate) fn of_upload(word: &str, notes: &mut Notes<'_>) -> Stage {
    match word {
        "Idle" => Stage::Idle,
        "Uploading" => Stage::Running,
        "Uploaded" => Stage::Done,
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
        assert_eq!(of_firmware("InstallRebooting", notes), Stage::Running);
        assert_eq!(of_firmware("InvalidSignature", notes), Stage::Failed);
        assert_eq!(of_firmware("Installed", notes), Stage::Done);
        assert_eq!(of_upload("PermissionDenied", notes), Stage::Failed);
        assert_eq!(of_upload("Uploaded", notes), Stage::Done);
        assert_eq!(of_upload("Idle", notes), Stage::Idle);
        assert_eq!(of_upload("Rewinding", notes), Stage::Running);
    }
}
