//! DataTransfer: a vendor's own message (1.6 section 4.3, 5.6, 6.19; 2.x block P). We know none of a station's; what the
//! operator wants to tell a station goes out as it is.

use domain::ask::{Answer, Ask};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::fits;
use crate::manner::Telling;
use crate::message::{OutgoingCall, json};
use crate::tolerant::{Notes, Scalar, fields};
use crate::violation::Violation;

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default, rename = "vendorId")]
    vendor_id: Scalar<'a>,
}

pub(crate) fn ask(payload: &RawValue, _: &mut Notes<'_>) -> Result<Ask, Violation> {
    let wire: Wire<'_> = fields(payload)?;
    if wire.vendor_id.is_missing() {
        return Err(Violation::missing("vendorId"));
    }
    Ok(Ask::VendorData)
}

#[derive(Serialize)]
struct WireReply {
    status: &'static str,
}

pub(crate) fn reply(answer: &Answer, _: Telling) -> Result<String, Violation> {
    let status = match answer {
        Answer::UnknownVendor => "UnknownVendorId",
        Answer::Done => "Accepted",
        _ => return Err(Violation::wrong_answer("DataTransfer")),
    };
    Ok(json(&WireReply { status }))
}

/// What a vendor's name may hold.
const VENDOR_LENGTH: usize = 255;
/// What a message's name may hold.
const MESSAGE_LENGTH: usize = 50;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireCall<'a> {
    vendor_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a str>,
}

/// `None` for names that do not fit.
pub(super) fn call(vendor: &str, message: Option<&str>, data: Option<&str>) -> Option<OutgoingCall> {
    let both_fit = fits(vendor, VENDOR_LENGTH) && message.is_none_or(|name| fits(name, MESSAGE_LENGTH));
    let wire = WireCall { vendor_id: vendor, message_id: message, data };
    both_fit.then(|| OutgoingCall::new("DataTransfer", &wire))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{code, order, read, reply};
    use super::*;
    use domain::order::Command;

    #[test]
    fn golden_data_transfer_and_its_answer() {
        let json = r#"{"vendorId":"com.example","messageId":"hello","data":"{}"}"#;
        assert_eq!(read("DataTransfer", json), Ok(Ask::VendorData));
        assert_eq!(reply("DataTransfer", &Answer::UnknownVendor), r#"{"status":"UnknownVendorId"}"#);
    }

    #[test]
    fn golden_data_for_a_station() {
        let send = |vendor: &str, message: Option<&str>, data: Option<&str>| {
            let (message, data) = (message.map(str::to_owned), data.map(str::to_owned));
            order(&Command::SendData { vendor: vendor.into(), message, data })
        };
        assert_eq!(send("com.example", None, None).unwrap(), r#"DataTransfer {"vendorId":"com.example"}"#);
        assert_eq!(
            send("com.example", Some("hello"), Some(r#"{"a":1}"#)).unwrap(),
            r#"DataTransfer {"vendorId":"com.example","messageId":"hello","data":"{\"a\":1}"}"#
        );
        assert_eq!(send(&"x".repeat(256), None, None), None);
        assert_eq!(send("x", Some(&"x".repeat(51)), None), None);
    }

    #[test]
    fn data_of_any_type_and_an_empty_vendor_are_accepted() {
        assert_eq!(read("DataTransfer", r#"{"vendorId":"","data":{"a":[1]}}"#), Ok(Ask::VendorData));
    }

    #[test]
    fn a_missing_vendor_is_a_violation() {
        assert_eq!(code("DataTransfer", "{}"), "OccurenceConstraintViolation");
    }
}
