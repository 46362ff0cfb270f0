//! OCMF 1.x: `OCMF|{payload}|{signature}`. The signature is over the payload's bytes exactly as they stand.

use domain::evidence::{Flaw, Gap, Mark, Record, SignedReading, Verdict};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::key::{Curve, Key, base64, hex};
use crate::tolerant::{Many, Scalar, scaled};

/// How a signature is made when a record does not say.
const USUAL_METHOD: &str = "ECDSA-secp256r1-SHA256";

/// A record whose parts were found.
pub struct Ocmf<'a> {
    /// What is signed, to the byte.
    payload: &'a str,
    /// How and with what.
    signature: &'a str,
}

#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(borrow, default, rename = "MS")]
    meter_serial: Scalar<'a>,
    #[serde(borrow, default, rename = "GS")]
    gateway_serial: Scalar<'a>,
    #[serde(borrow, default, rename = "PG")]
    page: Scalar<'a>,
    #[serde(borrow, default, rename = "RD")]
    readings: Many<Reading<'a>>,
}

#[derive(Deserialize)]
struct Reading<'a> {
    #[serde(borrow, default, rename = "TM")]
    time: Scalar<'a>,
    #[serde(borrow, default, rename = "TX")]
    mark: Scalar<'a>,
    #[serde(borrow, default, rename = "RV")]
    value: Scalar<'a>,
    #[serde(borrow, default, rename = "RI")]
    register: Scalar<'a>,
    #[serde(borrow, default, rename = "RU")]
    unit: Scalar<'a>,
    #[serde(borrow, default, rename = "ST")]
    status: Scalar<'a>,
    #[serde(borrow, default, rename = "EF")]
    errors: Scalar<'a>,
}

#[derive(Deserialize)]
struct Signature<'a> {
    #[serde(borrow, default, rename = "SA")]
    method: Scalar<'a>,
    #[serde(borrow, default, rename = "SE")]
    encoding: Scalar<'a>,
    #[serde(borrow, default, rename = "SD")]
    data: Scalar<'a>,
}

impl<'a> Ocmf<'a> {
    /// Whether a text claims to be such a record.
    pub fn is(text: &str) -> bool {
        text.trim_start().starts_with("OCMF|")
    }

    /// Finds the parts. Nothing between the first two bars is touched; a bar inside the payload's texts is none.
    pub fn read(text: &'a str) -> Option<Self> {
        let rest = text.trim_start().strip_prefix("OCMF|")?;
        let mut json = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        json.next()?.ok()?;
        let end = json.byte_offset();
        let bar = end + rest[end..].find('|')?;
        let (payload, signature) = (&rest[..bar], &rest[bar + 1..]);
        rest[end..bar].trim().is_empty().then_some(Self { payload, signature })
    }

    /// How it says that it is signed.
    pub fn method(&self) -> String {
        let signature: Option<Signature<'_>> = serde_json::from_str(self.signature).ok();
        let method = signature.and_then(|signature| signature.method.cleaned());
        method.unwrap_or_else(|| USUAL_METHOD.to_owned())
    }

    /// What it says.
    pub fn record(&self) -> Option<Record> {
        let payload: Payload<'_> = serde_json::from_str(self.payload).ok()?;
        let page = payload.page.text();
        // T = transaction; F pages count tests of the charger itself.
        let page = page.trim().strip_prefix('T').and_then(|number| number.parse().ok());
        let serial = payload.meter_serial.cleaned().or_else(|| payload.gateway_serial.cleaned());
        let mut readings: Vec<SignedReading> = Vec::with_capacity(payload.readings.0.len());
        for reading in &payload.readings.0 {
            readings.push(reading.with(readings.last()));
        }
        Some(Record { meter: serial.unwrap_or_default(), page, readings })
    }

    /// Whether the signature is that of a key.
    pub fn check(&self, key: &str) -> Verdict {
        let signature = serde_json::from_str::<Signature<'_>>(self.signature).ok();
        let Some(signature) = signature.filter(|signature| !signature.data.is_empty()) else {
            return Verdict::NotCheckable(Gap::Unreadable);
        };
        let Some(curve) = Curve::of_method(&self.method()) else {
            return Verdict::NotCheckable(Gap::Method);
        };
        let Some(key) = Key::read(key) else {
            return Verdict::NotCheckable(Gap::Key);
        };
        let digits = signature.data.text();
        let bytes = match signature.encoding.text().trim().eq_ignore_ascii_case("base64") {
            true => base64(&digits),
            false => hex(digits.trim()),
        };
        match bytes {
            Some(bytes) if key.made(curve, self.payload.as_bytes(), &bytes) => Verdict::Valid,
            Some(_) => Verdict::Invalid(Flaw::Signature),
            None => Verdict::NotCheckable(Gap::Unreadable),
        }
    }
}

impl Reading<'_> {
    /// The reading; what it leaves out is as in the one before.
    fn with(&self, before: Option<&SignedReading>) -> SignedReading {
        let said = |own: Scalar<'_>, before: Option<&str>| {
            own.cleaned().unwrap_or_else(|| before.unwrap_or_default().to_owned())
        };
        let unit = said(self.unit, before.map(|before| before.unit.as_str()));
        let power = match unit.to_ascii_lowercase().as_str() {
            "kwh" => Some(6),
            "wh" => Some(3),
            "mwh" => Some(if unit.starts_with('M') { 9 } else { 0 }),
            _ => None,
        };
        let value = self.value.text();
        SignedReading {
            mark: match self.mark.clean().chars().next() {
                Some('B') => Some(Mark::Begin),
                // Ended: by itself, locally, remotely, aborted, without power.
                Some('E' | 'L' | 'R' | 'A' | 'P') => Some(Mark::End),
                Some(_) => Some(Mark::Between),
                None => before.and_then(|before| before.mark),
            },
            at: said(self.time, before.map(|before| before.at.as_str())),
            milli_wh: power.and_then(|power| scaled(&value, power)),
            value: value.trim().to_owned(),
            register: said(self.register, before.map(|before| before.register.as_str())),
            unit,
            good: match self.status.cleaned() {
                Some(status) => status == "G",
                None => before.is_none_or(|before| before.good),
            },
            // An empty text says that there is none.
            errors: if self.errors.is_missing() {
                before.map(|before| before.errors.clone()).unwrap_or_default()
            } else {
                self.errors.clean()
            },
        }
    }
}
