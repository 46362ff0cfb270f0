//! DataTransfer: a vendor's own message (2.0.1 part 2, P02, 1.22), as in the first generation.

pub(crate) use crate::v16::data_transfer::{ask, reply};

#[cfg(test)]
mod tests {
    use super::super::testing::{code, read, reply};
    use domain::ask::{Answer, Ask};

    #[test]
    fn golden_data_transfer_and_its_answer() {
        assert_eq!(read("DataTransfer", r#"{"vendorId":"com.example","data":[1]}"#), Ok(Ask::VendorData));
        assert_eq!(reply("DataTransfer", &Answer::UnknownVendor), r#"{"status":"UnknownVendorId"}"#);
    }

    #[test]
    fn a_numeric_vendor_is_accepted_and_a_missing_one_a_violation() {
        assert_eq!(read("DataTransfer", r#"{"vendorId":17}"#), Ok(Ask::VendorData));
        assert_eq!(code("DataTransfer", "{}"), "OccurrenceConstraintViolation");
    }
}
