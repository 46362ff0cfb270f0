//! FirmwareStatusNotification: how far firmware is (1.6 section 4.5, 6.19).

use domain::ask::{Answer, Ask};
use domain::order::{Progress, Transfer};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::progress::of_firmware;
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    status: Scalar<'a>,
}

pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let Some(word) = wire.status.cleaned() else {
        return Err(Violation::missing("status"));
    };
    let request = None;
    let stage = of_firmware(&word, notes);
    Ok(Ask::Progress(Progress { of: Transfer::Firmware, request, stage, word }))
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    let Answer::Done = answer else {
        return Err(Violation::wrong_answer("FirmwareStatusNotification"));
    };
    Ok("{}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{code, noted, read, reply};
    use super::*;
    use domain::order::Stage;

    #[test]
    fn golden_progress_and_its_answer() {
        let progress =
            Progress { of: Transfer::Firmware, request: None, stage: Stage::Done, word: "Installed".into() };
        let json = r#"{"status":"Installed"}"#;
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
        assert_eq!(code("FirmwareStatusNotification", "{}"), "OccurenceConstraintViolation");
    }
}
