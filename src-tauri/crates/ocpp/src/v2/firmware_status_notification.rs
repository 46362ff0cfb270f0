//! FirmwareStatusNotification: how far firmware is, signed or not (2.0.1 part 2, L01–L02, 1.30).

use domain::ask::Ask;
use domain::order::{Progress, Transfer};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::progress::of_firmware;
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    status: Scalar<'a>,
    #[serde(borrow, default, rename = "requestId")]
    request: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let Some(word) = wire.status.cleaned() else {
        return Err(Violation::missing("status"));
    };
    let request = wire.request.integer().and_then(|id| u32::try_from(id).ok());
    let stage = of_firmware(&word, notes);
    Ok(Ask::Progress(Progress { of: Transfer::Firmware, request, stage, word }))
}

pub(crate) use crate::v16::firmware_status_notification::reply;

#[cfg(test)]
mod tests {
    use super::super::testing::{code, noted, read, reply};
    use super::*;
    use domain::ask::Answer;
    use domain::order::Stage;

    #[test]
    fn golden_progress_and_its_answer() {
        let progress = Progress {
            of: Transfer::Firmware,
            request: Some(5),
            stage: Stage::Done,
            word: "Installed".into(),
        };
        let json = r#"{"status":"Installed","requestId":5}"#;
        assert_eq!(read("FirmwareStatusNotification", json), Ok(Ask::Progress(progress)));
        assert_eq!(reply("FirmwareStatusNotification", &Answer::Done), "{}");
    }

    #[test]
    fn an_unknown_word_goes_on_and_is_noted() {
        let (ask, notes) = noted("FirmwareStatusNotification", r#"{"status":" Humming ","requestId":"-1"}"#);
        let Ok(Ask::Progress(progress)) = ask else { panic!() };
        assert_eq!((progress.stage, &*progress.word, progress.request), (Stage::Running, "Humming", None));
        assert_eq!(notes, ["Unknown status “Humming”"]);
    }

    #[test]
    fn without_a_status_it_is_a_violation() {
        assert_eq!(code("FirmwareStatusNotification", "{}"), "OccurrenceConstraintViolation");
    }
}
