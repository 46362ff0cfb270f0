//! BootNotification: the station started up and says who it is (2.0.1 part 2, B01–B03, 1.10).

use domain::ask::Ask;
use domain::station::Boot;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(borrow, default)]
    reason: Scalar<'a>,
    #[serde(borrow, default)]
    charging_station: Scalar<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Station<'a> {
    #[serde(borrow, default)]
    serial_number: Scalar<'a>,
    #[serde(borrow, default)]
    model: Scalar<'a>,
    #[serde(borrow, default)]
    vendor_name: Scalar<'a>,
    #[serde(borrow, default)]
    firmware_version: Scalar<'a>,
    #[serde(borrow, default)]
    modem: Scalar<'a>,
}

#[derive(Default, Deserialize)]
struct Modem<'a> {
    #[serde(borrow, default)]
    iccid: Scalar<'a>,
    #[serde(borrow, default)]
    imsi: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, notes: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    let Some(station) = wire.charging_station.object::<Station<'_>>() else {
        return Err(Violation::missing("chargingStation"));
    };
    for (name, field) in [("vendorName", station.vendor_name), ("model", station.model)] {
        if field.is_empty() {
            notes.without(name);
        }
    }
    let modem: Modem<'_> = station.modem.object().unwrap_or_default();
    let more =
        [("reason", wire.reason.cleaned()), ("iccid", modem.iccid.cleaned()), ("imsi", modem.imsi.cleaned())];
    Ok(Ask::Boot(Boot {
        vendor: station.vendor_name.clean(),
        model: station.model.clean(),
        serial: station.serial_number.clean(),
        firmware: station.firmware_version.clean(),
        more: more.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
    }))
}

/// The answer is that of the first generation.
pub(crate) use crate::v16::boot_notification::reply;

#[cfg(test)]
mod tests {
    use super::super::testing::{code, noted, read, reply};
    use super::*;
    use domain::ask::Answer;
    use domain::station::{Admission, BootAnswer};

    #[test]
    fn golden_boot_and_its_answer() {
        let json = r#"{"reason":"PowerUp","chargingStation":{"model":"A-7","vendorName":"FoxESS","serialNumber":"0815",
            "firmwareVersion":"1.2","modem":{"iccid":"89490200"}}}"#;
        let Ask::Boot(boot) = read("BootNotification", json).unwrap() else { panic!() };
        assert_eq!(
            (&*boot.vendor, &*boot.model, &*boot.serial, &*boot.firmware),
            ("FoxESS", "A-7", "0815", "1.2")
        );
        assert_eq!(boot.more, [("reason".into(), "PowerUp".into()), ("iccid".into(), "89490200".into())]);
        let answer = Answer::Boot(BootAnswer { admission: Admission::Refused, interval_s: 600 });
        assert_eq!(
            reply("BootNotification", &answer),
            r#"{"status":"Rejected","currentTime":"2026-11-21T14:05:00.000Z","interval":600}"#
        );
    }

    #[test]
    fn empty_texts_and_unknown_reasons_are_accepted() {
        let json = r#"{"reason":"Boredom","chargingStation":{"model":"","vendorName":7,"modem":"none"}}"#;
        let (ask, notes) = noted("BootNotification", json);
        assert!(matches!(ask, Ok(Ask::Boot(boot)) if boot.vendor == "7" && boot.more[0].1 == "Boredom"));
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn a_boot_without_a_station_is_a_violation() {
        assert_eq!(code("BootNotification", r#"{"reason":"PowerUp"}"#), "OccurrenceConstraintViolation");
        assert_eq!(code("BootNotification", "3"), "FormatViolation");
    }
}
