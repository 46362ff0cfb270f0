//! A meter that signs what it shows, in OCMF, with a key of its own; or one whose values are altered after that.

use std::collections::BTreeMap;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Change, Quirk};
use crate::blueprint::{Blueprint, Generation};
use crate::message::{Message, Session, What};
use crate::meter::Reading;

/// Whether what it sends is what it signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Honesty {
    /// It is.
    Genuine,
    /// The end says more than was signed.
    Altered,
}

pub(super) const QUIRKS: &[Quirk] = &[
    Quirk { name: "signs-meter-values", rows: &[], changes: &[Change::Signs(Honesty::Genuine)] },
    Quirk { name: "signs-falsely", rows: &[], changes: &[Change::Signs(Honesty::Altered)] },
];

/// The signing part of a charger's meters. A message that is sent again holds the same record again.
#[derive(Debug)]
pub(super) struct Signer {
    key: EcdsaKeyPair,
    honesty: Honesty,
    /// The last page of each bay's meter.
    pages: BTreeMap<usize, u64>,
    /// What was signed, by session and mark.
    signed: BTreeMap<(u32, char), String>,
}

impl Signer {
    pub fn new(honesty: Honesty) -> Self {
        let key =
            EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("the system gives randomness");
        Self { key, honesty, pages: BTreeMap::new(), signed: BTreeMap::new() }
    }

    /// Puts signed values into what is about to be said.
    pub fn sign(&mut self, message: &Message, charger: &Blueprint, payload: &mut Value) {
        match &message.what {
            What::Begin(session, reading) => {
                let begin = self.container(session, 'B', reading, charger);
                if charger.generation == Generation::Second {
                    payload["meterValue"][0]["sampledValue"][0]["signedMeterValue"] = begin;
                }
            }
            What::End(session, _, _, reading) => {
                let end = self.container(session, 'E', reading, charger);
                if charger.generation == Generation::Second {
                    payload["meterValue"][0]["sampledValue"][0]["signedMeterValue"] = end;
                    return;
                }
                let value = |at: jiff::Timestamp, context: &str, container: &Value| {
                    json!({ "timestamp": format!("{at:.3}"), "sampledValue": [{
                        "value": container.to_string(), "context": context, "format": "SignedData",
                        "measurand": "Energy.Active.Import.Register", "location": "Outlet", "unit": "Wh",
                    }] })
                };
                let mut values = Vec::new();
                if let Some(begin) = self.signed.get(&(session.id, 'B')) {
                    values.push(value(session.began, "Transaction.Begin", &self.wrapped(begin)));
                }
                values.push(value(reading.at, "Transaction.End", &end));
                payload["transactionData"] = values.into();
            }
            _ => {}
        }
    }

    fn container(&mut self, session: &Session, mark: char, reading: &Reading, charger: &Blueprint) -> Value {
        if let Some(signed) = self.signed.get(&(session.id, mark)) {
            return self.wrapped(signed);
        }
        let page = self.pages.entry(session.bay).or_insert(0);
        *page += 1;
        let said = |register: i64| {
            let kwh = format!("{}.{:03}", register / 1000, register % 1000);
            // The order of the fields is the meter's, and what is signed.
            format!(
                r#"{{"FV":"1.0","GI":"{}","GS":"{}","GV":"{}","PG":"T{page}","MV":"{}","MM":"EM-340","MS":"{}-M{}","IS":true,"IL":"VERIFIED","IF":["RFID_PLAIN"],"IT":"ISO14443","ID":"{}","RD":[{{"TM":"{} S","TX":"{mark}","RV":{kwh},"RI":"1-b:1.8.0","RU":"kWh","RT":"AC","EF":"","ST":"G"}}]}}"#,
                charger.model,
                charger.serial,
                charger.firmware,
                charger.vendor,
                charger.serial,
                session.bay + 1,
                session.card,
                reading.at.strftime("%Y-%m-%dT%H:%M:%S,%3f+0000"),
            )
        };
        let payload = said(reading.register);
        let signature = self.key.sign(&SystemRandom::new(), payload.as_bytes()).expect("a sound key signs");
        let hex: String = signature.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
        let altered = self.honesty == Honesty::Altered && mark == 'E';
        let sent = if altered { said(reading.register + 1000) } else { payload };
        let record = format!(r#"OCMF|{sent}|{{"SA":"ECDSA-secp256r1-SHA256","SD":"{hex}"}}"#);
        let container = self.wrapped(&record);
        self.signed.insert((session.id, mark), record);
        container
    }

    fn wrapped(&self, record: &str) -> Value {
        let key: Result<PublicKeyX509Der<'_>, _> = self.key.public_key().as_der();
        let key = key.expect("a sound key can be written down");
        let hex: String = key.as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
        json!({
            "signedMeterData": STANDARD.encode(record), "signingMethod": "ECDSA-secp256r1-SHA256",
            "encodingMethod": "OCMF", "publicKey": STANDARD.encode(format!("oca:base16:asn1:{hex}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::bay::Why;
    use crate::blueprint::fleet;

    fn told(signer: &mut Signer, index: usize) -> (Value, Value) {
        let charger = fleet(2).nth(index).expect("two");
        let session = Session {
            id: 1,
            bay: 0,
            card: "04A1B2C9".into(),
            kind: String::new(),
            name: String::new(),
            order: None,
            reservation: None,
            began: Timestamp::UNIX_EPOCH,
        };
        let reading = |register| Reading {
            at: Timestamp::UNIX_EPOCH,
            register,
            power: 0.0,
            lines: Vec::new(),
            offered: 16.0,
            soc: None,
        };
        let mut say = |what| {
            let message = Message { at: Timestamp::UNIX_EPOCH, offline: false, what, tries: 0 };
            let mut payload = json!({ "meterValue": [{ "sampledValue": [{}] }] });
            signer.sign(&message, &charger, &mut payload);
            payload
        };
        let begin = say(What::Begin(session.clone(), reading(1_203_004)));
        (begin, say(What::End(session, 3, Why::Local, reading(1_217_845))))
    }

    #[test]
    fn each_generation_tells_both_values_in_its_own_place() {
        let mut signer = Signer::new(Honesty::Genuine);
        let (begin, end) = told(&mut signer, 0);
        assert_eq!(begin, json!({ "meterValue": [{ "sampledValue": [{}] }] }));
        assert_eq!(end["transactionData"][1]["sampledValue"][0]["context"], "Transaction.End");
        let again = told(&mut signer, 0).1;
        assert_eq!(again["transactionData"], end["transactionData"], "told again it is the same");
        let (begin, end) = told(&mut Signer::new(Honesty::Genuine), 1);
        for (payload, page) in [(begin, "\"PG\":\"T1\""), (end, "\"PG\":\"T2\"")] {
            let signed = &payload["meterValue"][0]["sampledValue"][0]["signedMeterValue"];
            let record = STANDARD.decode(signed["signedMeterData"].as_str().expect("text")).expect("base64");
            let record = String::from_utf8(record).expect("text");
            assert!(record.starts_with("OCMF|{\"FV\"") && record.contains(page), "{record}");
        }
    }
}
