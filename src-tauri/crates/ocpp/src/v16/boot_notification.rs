//! BootNotification: the station started up and says who it is (1.6 section 4.2, 6.3).

use domain::ask::{Answer, Ask};
use domain::station::{Admission, Boot};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::message::json;
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    charge_point_vendor: Scalar<'a>,
    #[serde(borrow, default)]
    charge_point_model: Scalar<'a>,
    #[serde(borrow, default)]
    charge_point_serial_number: Scalar<'a>,
    #[serde(borrow, default)]
    charge_box_serial_number: Scalar<'a>,
    #[serde(borrow, default)]
    firmware_version: Scalar<'a>,
    #[serde(borrow, default)]
    iccid: Scalar<'a>,
    #[serde(borrow, default)]
    imsi: Scalar<'a>,
    #[serde(borrow, default)]
    meter_type: Scalar<'a>,
    #[serde(borrow, default)]
    meter_serial_number: Scalar<'a>,
}

/// Vendor and model may be empty, but one of the two must be told.
pub(super) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let (vendor, model) = (wire.charge_point_vendor, wire.charge_point_model);
    if vendor.is_missing() && model.is_missing() {
        return Err(Violation::missing("chargePointVendor"));
    }
    for (name, field) in [("chargePointVendor", vendor), ("chargePointModel", model)] {
        if field.is_empty() {
            notes.without(name);
        }
    }
    let own = wire.charge_point_serial_number.cleaned();
    let (serial, boxed) = match own {
        Some(own) => (own, wire.charge_box_serial_number.cleaned()),
        None => (wire.charge_box_serial_number.clean(), None),
    };
    let more = [
        ("chargeBoxSerialNumber", boxed),
        ("iccid", wire.iccid.cleaned()),
        ("imsi", wire.imsi.cleaned()),
        ("meterType", wire.meter_type.cleaned()),
        ("meterSerialNumber", wire.meter_serial_number.cleaned()),
    ];
    Ok(Ask::Boot(Boot {
        vendor: short(vendor.clean()),
        model: short(model.clean()),
        serial: short(serial),
        firmware: short(wire.firmware_version.clean()),
        more: more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
    }))
}

/// A text for storage: the specification allows 20 to 50 characters, which not everybody keeps to.
fn short(text: String) -> String {
    const LONGEST: usize = 100;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireReply {
    status: &'static str,
    current_time: String,
    interval: u32,
}

pub(crate) fn reply(answer: &Answer, telling: Telling) -> Result<String, Violation> {
    let Answer::Boot(boot) = answer else {
        return Err(Violation::wrong_answer("BootNotification"));
    };
    let status = match boot.admission {
        Admission::Accepted => "Accepted",
        Admission::Pending => "Pending",
        Admission::Refused => "Rejected",
    };
    Ok(json(&WireReply { status, current_time: telling.now(), interval: boot.interval_s }))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{code, noted, read, reply};
    use super::*;
    use domain::station::BootAnswer;

    #[test]
    fn golden_boot_and_its_answer() {
        let json = r#"{"chargePointVendor":"Wallbox","chargePointModel":"CPB1","chargePointSerialNumber":"0815",
            "firmwareVersion":"5.13","iccid":"89490200","meterType":"DSB"}"#;
        let Ask::Boot(boot) = read("BootNotification", json).unwrap() else { panic!() };
        assert_eq!(
            (&*boot.vendor, &*boot.model, &*boot.serial, &*boot.firmware),
            ("Wallbox", "CPB1", "0815", "5.13")
        );
        assert_eq!(boot.more, [("iccid".into(), "89490200".into()), ("meterType".into(), "DSB".into())]);
        let answer = Answer::Boot(BootAnswer { admission: Admission::Accepted, interval_s: 300 });
        assert_eq!(
            reply("BootNotification", &answer),
            r#"{"status":"Accepted","currentTime":"2026-11-21T14:05:00.000Z","interval":300}"#
        );
    }

    #[test]
    fn an_empty_vendor_is_accepted_and_noted() {
        let (ask, notes) = noted(
            "BootNotification",
            r#"{"chargePointVendor":"","chargePointModel":"SCharger-22KT-S0","x":1}"#,
        );
        assert!(matches!(ask, Ok(Ask::Boot(boot)) if boot.vendor.is_empty()));
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn a_boot_that_says_nothing_is_a_violation() {
        assert_eq!(code("BootNotification", "{}"), "OccurenceConstraintViolation");
        assert_eq!(code("BootNotification", "[1]"), "FormationViolation");
    }
}
