//! The vectors were signed by a program that is not ours: `tests/interop/sign_ocmf.py` says how.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::evidence::{Encoding, Evidence, Flaw, Form, Gap, KeyFrom, Mark, Verdict};
use domain::time::Timestamp;
use serde_json::{Value, json};

use super::*;

const NOW: Timestamp = Timestamp(1_795_270_000_000);

fn vector(name: &str, part: &str) -> String {
    let vectors: Value = serde_json::from_str(include_str!("vectors.json")).unwrap();
    vectors[name][part].as_str().unwrap().to_owned()
}

fn meter_values(value: &Value) -> String {
    let meter_value = json!([{ "timestamp": "2026-11-21T14:05:00Z", "sampledValue": [value] }]);
    json!([2, "1", "MeterValues", { "connectorId": 1, "transactionId": 7, "meterValue": meter_value }])
        .to_string()
}

fn only(frame: &str) -> Document {
    let mut documents = documents(frame, NOW);
    assert_eq!(documents.len(), 1, "{frame}");
    documents.remove(0)
}

fn said(value: &str) -> Document {
    only(&meter_values(&json!({ "value": value, "format": "SignedData", "context": "Transaction.Begin" })))
}

fn container(data: &str, key: Option<&str>) -> Value {
    let mut container = json!({ "signedMeterData": data, "signingMethod": "", "encodingMethod": "OCMF" });
    if let Some(key) = key {
        container["publicKey"] = key.into();
    }
    container
}

fn verdict(data: &str, key: &str) -> Verdict {
    check(Document { key: Some(key.to_owned()), ..said(data) }, None).verdict
}

#[test]
fn every_shape_of_the_first_generation_gives_the_same_document() {
    let data = vector("p256", "begin");
    let hex: String = data.bytes().map(|byte| format!("{byte:02x}")).collect();
    let wrapped = container(&STANDARD.encode(&data), Some("KEY"));
    for value in
        [data.clone(), hex, STANDARD.encode(&data), wrapped.to_string(), container(&data, None).to_string()]
    {
        let document = said(&value);
        assert_eq!(document.data, data);
        assert_eq!((document.form, document.encoding), (Form::Ocmf, Encoding::Plain));
        assert_eq!(document.method, "ECDSA-secp256r1-SHA256");
        assert_eq!((document.received, document.context.as_str()), (NOW, "Transaction.Begin"));
        assert_eq!(document.at, Some(Timestamp(1_795_269_900_000)));
    }
    assert_eq!(said(&wrapped.to_string()).key.as_deref(), Some("KEY"));
    let object = json!({ "value": wrapped, "format": "SignedData" });
    assert_eq!(only(&meter_values(&object)).data, data);
    // The format is often forgotten.
    assert_eq!(only(&meter_values(&json!({ "value": data }))).data, data);
}

#[test]
fn the_ends_of_both_generations_bring_both_values() {
    let values: Vec<Value> = ["begin", "end"]
        .map(|part| json!({ "sampledValue": [{ "format": "SignedData", "value": vector("p256", part) }] }))
        .to_vec();
    let stop = json!([2, "1", "StopTransaction", { "transactionId": 7, "transactionData": values }]);
    let stop = documents(&stop.to_string(), NOW);
    let values: Vec<Value> = ["begin", "end"]
        .map(|part| {
            let signed = container(&STANDARD.encode(vector("p256", part)), None);
            json!({ "sampledValue": [{ "value": 1203500, "signedMeterValue": signed }] })
        })
        .to_vec();
    let ended = json!([2, "1", "TransactionEvent", { "eventType": "Ended", "meterValue": values }]);
    assert_eq!(documents(&ended.to_string(), NOW), stop);
    assert_eq!(stop[1].data, vector("p256", "end"));
}

#[test]
fn frames_without_signed_values_have_none() {
    for frame in [
        r#"[2,"1","MeterValues",{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"17"}]}]}]"#,
        r#"[2,"1","MeterValues",{"meterValue":[{"sampledValue":[{"value":"","format":"SignedData"}]}]}]"#,
        r#"[2,"1","Heartbeat",{}]"#,
        r#"[3,"1",{}]"#,
        "no frame",
    ] {
        assert_eq!(documents(frame, NOW), [], "{frame}");
    }
}

#[test]
fn other_documents_are_kept_to_the_byte() {
    let kept = |value: &str| {
        let document = said(value);
        (document.form, document.encoding, document.data)
    };
    let text = |text: &str| text.to_owned();
    assert_eq!(kept(" 1B1B 1B1B01 "), (Form::Other, Encoding::Hex, text(" 1B1B 1B1B01 ")));
    assert_eq!(kept("GxsbGwEB/w=="), (Form::Other, Encoding::Base64, text("GxsbGwEB/w==")));
    assert_eq!(kept("AP;0;3;ALCV3"), (Form::Alfen, Encoding::Plain, text("AP;0;3;ALCV3")));
    assert_eq!(kept("§ whatever"), (Form::Other, Encoding::Plain, text("§ whatever")));
    assert_eq!(check(said("AP;0;3"), None).verdict, Verdict::NotCheckable(Gap::Form));
    assert_eq!(check(said("OCMF|{}"), None).verdict, Verdict::NotCheckable(Gap::Unreadable));
}

#[test]
fn what_another_program_signed_is_genuine_and_one_byte_spoils_it() {
    for name in ["p256", "p256-base64", "p256-fixed", "p384", "k256"] {
        let key = vector(name, "key");
        for part in ["begin", "end"] {
            let data = vector(name, part);
            assert_eq!(verdict(&data, &key), Verdict::Valid, "{name} {part}");
            for (from, to) in
                [("04A1B2C9", "04A1B2C8"), ("  <7>", " <7>"), ("\"FV\" :", "\"FV\":"), ("Mü", "Mu")]
            {
                let spoilt = data.replacen(from, to, 1);
                assert_ne!(spoilt, data);
                assert_eq!(verdict(&spoilt, &key), Verdict::Invalid(Flaw::Signature), "{name} {from}");
            }
        }
        if name != "p256" {
            assert_eq!(verdict(&vector("p256", "end"), &key), Verdict::Invalid(Flaw::Signature), "{name}");
        }
    }
    let brainpool = verdict(&vector("brainpool", "begin"), &vector("brainpool", "key"));
    assert_eq!(brainpool, Verdict::NotCheckable(Gap::Method));
    assert_eq!(verdict(&vector("p256", "begin"), "no key"), Verdict::NotCheckable(Gap::Key));
    let unsigned = vector("p256", "begin").replace("\"SD\"", "\"XX\"");
    assert_eq!(verdict(&unsigned, &vector("p256", "key")), Verdict::NotCheckable(Gap::Unreadable));
}

#[test]
fn a_key_is_read_however_it_is_written() {
    let data = vector("p256", "begin");
    let hex = vector("p256", "key");
    let der = super::key::hex(&hex).unwrap();
    let base64 = STANDARD.encode(&der);
    let point = &hex[hex.len() - 130..];
    let spaced: String =
        hex.as_bytes().chunks(4).map(|four| format!("{} ", str::from_utf8(four).unwrap())).collect();
    let ways = [
        hex.clone(),
        hex.to_lowercase(),
        spaced,
        base64.clone(),
        point.to_owned(),
        point[2..].to_owned(),
        format!("oca:base16:asn1:{hex}"),
        format!("oca:base64:asn1:{base64}"),
        STANDARD.encode(format!("oca:base16:asn1:{hex}")),
        STANDARD.encode(&hex),
        format!("-----BEGIN PUBLIC KEY-----\n{base64}\n-----END PUBLIC KEY-----\n"),
    ];
    for way in &ways {
        assert_eq!(verdict(&data, way), Verdict::Valid, "{way}");
    }
    assert_eq!(key_as_hex(&ways[6]), Some(hex.clone()));
    assert_eq!(key_as_hex("no key"), None);
    let short = super::key::Key::read("00");
    assert_eq!(short, None);
}

#[test]
fn which_key_was_used_is_told_and_a_strange_one_does_not_pass() {
    let (data, key) = (vector("p256", "begin"), vector("p256", "key"));
    let other = vector("p384", "key");
    let with = |own: Option<&str>, setting: Option<&str>| {
        let document = Document { key: own.map(str::to_owned), ..said(&data) };
        let value = check(document, setting.map(|value| ("MeterPublicKey1", value)));
        (value.verdict, value.key.map(|key| key.from))
    };
    let name = || "MeterPublicKey1".to_owned();
    assert_eq!(with(None, None), (Verdict::KeyUnknown, None));
    assert_eq!(with(Some(&key), None), (Verdict::Valid, Some(KeyFrom::Value)));
    assert_eq!(with(None, Some(&key)), (Verdict::Valid, Some(KeyFrom::Setting(name()))));
    let same = format!("oca:base16:asn1:{key}");
    assert_eq!(with(Some(&key), Some(&same)), (Verdict::Valid, Some(KeyFrom::Both(name()))));
    assert_eq!(with(Some(&key), Some(&other)), (Verdict::Invalid(Flaw::OtherKey), Some(KeyFrom::Value)));
    assert_eq!(with(Some(&key), Some("not yet set")), (Verdict::Valid, Some(KeyFrom::Value)));
}

#[test]
fn the_setting_of_the_meter_s_own_connector_comes_first() {
    let settings =
        [("MeterPublicKey", "all"), ("meterPublicKey2", "two"), ("MeterPublicKey1", ""), ("X", "x")];
    let of = |evse| key_setting(settings.iter().copied(), evse).map(|(_, value)| value);
    assert_eq!((of(1), of(2)), (Some("all"), Some("two")));
    let second = [("FiscalMetering.PublicKey", "main")];
    assert_eq!(key_setting(second.iter().copied(), 3), Some(("FiscalMetering.PublicKey", "main")));
}

#[test]
fn a_record_is_read_and_a_pair_makes_a_session() {
    let value =
        |part| check(Document { key: Some(vector("p256", "key")), ..said(&vector("p256", part)) }, None);
    let record = value("begin").record.unwrap();
    assert_eq!((record.meter.as_str(), record.page), ("1ACM0001", Some(41)));
    let reading = &record.readings[0];
    assert_eq!(
        (reading.mark, reading.value.as_str(), reading.unit.as_str()),
        (Some(Mark::Begin), "1203.5000", "kWh")
    );
    assert_eq!((reading.milli_wh, reading.good, reading.errors.as_str()), (Some(1_203_500_000), true, ""));
    let evidence = Evidence::of(vec![value("begin"), value("end")], true);
    assert_eq!(evidence.verdict, Some(Verdict::Valid));
    assert_eq!(evidence.energy.map(|energy| energy.0), Some(14_345));
}

#[test]
fn what_a_reading_leaves_out_is_as_in_the_one_before() {
    let text = r#"OCMF|{"PG":"T7","GS":"G","RD":[{"TM":"t1","TX":"B","RV":" 1.5","RI":"1.8.0","RU":"kWh","ST":"G"},
        {"TM":"t2","TX":"E","RV":"2.25","EF":"t"},{"TX":"E","RV":"60","RU":"sec","EF":"","ST":"T"}]}|{}"#;
    let record = Ocmf::read(text).unwrap().record().unwrap();
    assert_eq!((record.meter.as_str(), record.page), ("G", Some(7)));
    let [first, second, third] = &record.readings[..] else { panic!("three readings") };
    assert_eq!((first.value.as_str(), first.milli_wh, first.good), ("1.5", Some(1_500_000), true));
    assert_eq!((second.register.as_str(), second.milli_wh), ("1.8.0", Some(2_250_000)));
    assert_eq!((second.good, second.errors.as_str()), (true, "t"));
    assert_eq!(
        (third.milli_wh, third.good, third.errors.as_str(), third.at.as_str()),
        (None, false, "", "t2")
    );
}
