//! DataTransfer: a vendor's own message (1.6 section 4.3, 6.19; 2.x block P). We know none.

use domain::ask::{Answer, Ask};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::manner::Telling;
use crate::message::json;
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

#[cfg(test)]
mod tests {
    use super::super::testing::{code, read, reply};
    use super::*;

    #[test]
    fn golden_data_transfer_and_its_answer() {
        let json = r#"{"vendorId":"com.example","messageId":"hello","data":"{}"}"#;
        assert_eq!(read("DataTransfer", json), Ok(Ask::VendorData));
        assert_eq!(reply("DataTransfer", &Answer::UnknownVendor), r#"{"status":"UnknownVendorId"}"#);
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
