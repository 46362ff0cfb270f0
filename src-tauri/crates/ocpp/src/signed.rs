//! Signed meter values in stored frames (1.6: OCA note on signed meter values; 2.x part 2, 3.65), byte for byte.
//!
//! Chargers write them in many shapes: the JSON container of the note as a text, the same as an object, the bare record,
//! or either in hexadecimal digits or base64.

mod key;
mod ocmf;

use domain::evidence::{Document, Encoding, Flaw, Form, Gap, KeyFrom, Record, SignedValue, UsedKey, Verdict};
use domain::time::Timestamp;
use serde::Deserialize;

use crate::frame::{Frame, parse};
use crate::tolerant::{Many, Notes, Scalar};
use key::Key;
use ocmf::Ocmf;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    #[serde(borrow, default)]
    meter_value: Many<MeterValue<'a>>,
    #[serde(borrow, default)]
    transaction_data: Many<MeterValue<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MeterValue<'a> {
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    sampled_value: Many<Sampled<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sampled<'a> {
    #[serde(borrow, default)]
    value: Scalar<'a>,
    #[serde(borrow, default)]
    format: Scalar<'a>,
    #[serde(borrow, default)]
    context: Scalar<'a>,
    #[serde(borrow, default)]
    measurand: Scalar<'a>,
    #[serde(borrow, default)]
    signed_meter_value: Scalar<'a>,
}

/// The container of both generations.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Container<'a> {
    #[serde(borrow, default)]
    signed_meter_data: Scalar<'a>,
    #[serde(borrow, default)]
    signing_method: Scalar<'a>,
    #[serde(borrow, default)]
    encoding_method: Scalar<'a>,
    #[serde(borrow, default)]
    public_key: Scalar<'a>,
}

/// The signed documents in a frame of any version that was received at a moment; none in a frame that holds no meter
/// values or cannot be read.
pub fn documents(frame: &str, received: Timestamp) -> Vec<Document> {
    let Ok(Frame::Call { action, payload, .. }) = parse(frame) else { return Vec::new() };
    if !["MeterValues", "StopTransaction", "TransactionEvent"].contains(&action.as_ref()) {
        return Vec::new();
    }
    let Ok(payload) = serde_json::from_str::<Payload<'_>>(payload.get()) else { return Vec::new() };
    let mut documents = Vec::new();
    for meter_value in payload.meter_value.0.iter().chain(&payload.transaction_data.0) {
        let at =
            meter_value.timestamp.time("timestamp", &mut Notes::hearing(&mut Vec::new(), Default::default()));
        for sampled in &meter_value.sampled_value.0 {
            if let Some(said) = document(sampled) {
                let (context, measurand) = (sampled.context.clean(), sampled.measurand.clean());
                documents.push(Document { received, at, context, measurand, ..said });
            }
        }
    }
    documents
}

fn document(sampled: &Sampled<'_>) -> Option<Document> {
    if let Some(container) = sampled.signed_meter_value.object::<Container<'_>>() {
        return opened(&container);
    }
    let value = sampled.value.text();
    let signed = sampled.format.text().trim().eq_ignore_ascii_case("SignedData");
    if let Some(container) = sampled.value.object::<Container<'_>>() {
        return opened(&container).filter(|_| signed);
    }
    if !signed && !Ocmf::is(&value) {
        return None;
    }
    if value.trim_start().starts_with('{')
        && let Ok(container) = serde_json::from_str::<Container<'_>>(&value)
        && !container.signed_meter_data.is_empty()
    {
        return opened(&container);
    }
    written(&value, "")
}

fn opened(container: &Container<'_>) -> Option<Document> {
    let mut document = written(&container.signed_meter_data.text(), &container.encoding_method.clean())?;
    if document.method.is_empty() {
        document.method = container.signing_method.clean();
    }
    document.key = Some(container.public_key.text().into_owned()).filter(|key| !key.trim().is_empty());
    Some(document)
}

/// A document from the text that stands for it. `encoding` = what the charger calls its form.
fn written(text: &str, encoding: &str) -> Option<Document> {
    let plain = |data: &str, form| {
        let method = Ocmf::read(data).map(|record| record.method()).unwrap_or_default();
        document_of(form, Encoding::Plain, data, method)
    };
    if text.trim().is_empty() {
        return None;
    }
    if let Some(form) = recognised(text) {
        return Some(plain(text, form));
    }
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (how, bytes) = match (key::hex(&digits), key::base64(&digits)) {
        (Some(bytes), _) => (Encoding::Hex, bytes),
        (None, Some(bytes)) => (Encoding::Base64, bytes),
        (None, None) => (Encoding::Plain, Vec::new()),
    };
    if let Ok(inner) = std::str::from_utf8(&bytes)
        && let Some(form) = recognised(inner)
    {
        return Some(plain(inner, form));
    }
    let form = if encoding.to_ascii_uppercase().contains("OCMF") { Form::Ocmf } else { Form::Other };
    Some(document_of(form, how, text, String::new()))
}

fn recognised(text: &str) -> Option<Form> {
    if Ocmf::is(text) {
        return Some(Form::Ocmf);
    }
    text.trim_start().starts_with("AP;").then_some(Form::Alfen)
}

fn document_of(form: Form, encoding: Encoding, data: &str, method: String) -> Document {
    Document {
        received: Timestamp(0),
        at: None,
        context: String::new(),
        measurand: String::new(),
        method,
        form,
        encoding,
        data: data.to_owned(),
        key: None,
    }
}

/// Reads a document and checks its signature: with the key that came along, else with that of a setting of the charger
/// (`setting` = its name and value).
pub fn check(document: Document, setting: Option<(&str, &str)>) -> SignedValue {
    let (record, verdict, key) = match document.form {
        Form::Ocmf => check_ocmf(&document, setting),
        Form::Alfen | Form::Other => (None, Verdict::NotCheckable(Gap::Form), None),
    };
    SignedValue { document, record, verdict, key }
}

type Checked = (Option<Record>, Verdict, Option<UsedKey>);

fn check_ocmf(document: &Document, setting: Option<(&str, &str)>) -> Checked {
    let ocmf = Ocmf::read(&document.data);
    let Some((ocmf, record)) = ocmf.and_then(|ocmf| ocmf.record().map(|record| (ocmf, record))) else {
        return (None, Verdict::NotCheckable(Gap::Unreadable), None);
    };
    // A setting that holds no key says nothing.
    let setting = setting.filter(|(_, value)| Key::read(value).is_some());
    let (verdict, from, text) = match (&document.key, setting) {
        (Some(own), Some((name, held))) => {
            let same = Key::read(own).is_some_and(|own| own == *held);
            let verdict = match ocmf.check(own) {
                Verdict::Valid if !same => Verdict::Invalid(Flaw::OtherKey),
                verdict => verdict,
            };
            (verdict, if same { KeyFrom::Both(name.to_owned()) } else { KeyFrom::Value }, own.as_str())
        }
        (Some(own), None) => (ocmf.check(own), KeyFrom::Value, own.as_str()),
        (None, Some((name, held))) => (ocmf.check(held), KeyFrom::Setting(name.to_owned()), held),
        (None, None) => return (Some(record), Verdict::KeyUnknown, None),
    };
    (Some(record), verdict, Some(UsedKey { from, text: text.to_owned() }))
}

/// Which of a charger's settings, by name, holds the key of the meter at a connector: (name, value).
pub fn key_setting<'a>(
    settings: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    evse: u16,
) -> Option<(&'a str, &'a str)> {
    let names = [
        format!("MeterPublicKey{evse}"),
        format!("FiscalMetering[{evse}].PublicKey"),
        "MeterPublicKey".to_owned(),
        "FiscalMetering.PublicKey".to_owned(),
    ];
    let holds = |name: &String| {
        settings.clone().find(|(own, value)| own.eq_ignore_ascii_case(name) && !value.trim().is_empty())
    };
    names.iter().find_map(holds)
}

/// A key in hexadecimal digits of what it is, for programs that read nothing else; none when it cannot be read.
pub fn key_as_hex(key: &str) -> Option<String> {
    Key::hex(key)
}

#[cfg(test)]
#[path = "signed/tests.rs"]
mod tests;
