//! Orders about files, checked: firmware to fetch, diagnostics and logs to send.

use domain::operator::check_location;
use domain::order::{Command, FirmwareImage, LogKind, SignedImage, Upload};
use domain::time::Timestamp;

use super::command::{invalid, text};
use crate::fault::Fault;
use crate::view::{CommandView, FileWhat};

/// The command that a screen means. `request` = our number for it, where the protocol carries one.
pub(super) fn read(view: CommandView, request: u32, now: Timestamp) -> Result<Command, Fault> {
    match view {
        CommandView::UpdateFirmware { location, retrieve_at, retries, retry_s, signature } => {
            let location = check_location(&location).map_err(super::refusal)?;
            let retrieve_at = retrieve_at.map_or(now, Timestamp);
            let install_at = signature.as_ref().and_then(|signed| signed.install_at).map(Timestamp);
            let image = FirmwareImage { request, location, retrieve_at, install_at, retries, retry_s };
            let Some(signed) = signature else { return Ok(Command::UpdateFirmware(image)) };
            text("certificate", &signed.certificate, 1, 5500)?;
            text("signature", &signed.signature, 1, 800)?;
            Ok(Command::UpdateSignedFirmware(SignedImage {
                image,
                certificate: signed.certificate,
                signature: signed.signature,
            }))
        }
        CommandView::SendFile { location, what, from, to, retries, retry_s } => {
            let location = check_location(&location).map_err(super::refusal)?;
            if from.zip(to).is_some_and(|(from, to)| from >= to) {
                return Err(invalid("to", "order"));
            }
            let (from, to) = (from.map(Timestamp), to.map(Timestamp));
            let upload = Upload { location, from, to, retries, retry_s };
            Ok(match what {
                FileWhat::Diagnostics => Command::SendDiagnostics(upload),
                FileWhat::Log => Command::SendLog { request, kind: LogKind::Diagnostics, upload },
                FileWhat::SecurityLog => Command::SendLog { request, kind: LogKind::Security, upload },
            })
        }
        _ => Err(invalid("command", "unsupported")),
    }
}
