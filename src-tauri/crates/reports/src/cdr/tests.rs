use domain::billing::{Currency, Period};
use domain::time::Timestamp;
use serde_json::{Value, json};

use super::{AuthMethod, Cdr, Cdrs, Issuer, Plug, Signed, TokenType};
use crate::Error;
use crate::testing::keep;

/// 2026-11-21 13:05:00 UTC.
const BEGAN: i64 = 1_795_266_300_000;
const HOUR: i64 = 3_600_000;

fn issuer() -> Issuer {
    Issuer {
        country: "ie".into(),
        party: "QHH".into(),
        location: "LOC-1".into(),
        name: "Quay House Hotel".into(),
        address: "Pier Road".into(),
        city: "Kinsale".into(),
        postal_code: "P17 XK28".into(),
        country3: "IRL".into(),
        coordinates: (51_705_900, -8_522_200),
    }
}

fn cdr() -> Cdr {
    let period = |after: i64, energy, charging, parked| Period {
        from: Timestamp(BEGAN + after),
        version: Some(3),
        energy,
        charging,
        parked,
    };
    Cdr {
        id: "CDR-1187".into(),
        session: "1187".into(),
        began: BEGAN,
        ended: BEGAN + 3 * HOUR,
        token: "04A1B2C3".into(),
        token_type: TokenType::Rfid,
        contract: String::new(),
        auth: AuthMethod::Whitelist,
        evse: "CP-01*1".into(),
        evse_id: String::new(),
        connector: 1,
        plug: Plug { standard: "IEC_62196_T2".into(), cable: true, power: "AC_3_PHASE".into() },
        meter: String::new(),
        currency: Currency { code: *b"EUR", digits: 2 },
        net: 515,
        total: 633,
        periods: vec![
            period(0, 7_391, HOUR, 0),
            period(HOUR, 15_310, HOUR + HOUR / 3, 0),
            period(2 * HOUR + HOUR / 3, 0, 0, HOUR * 2 / 3),
        ],
        tariff: "DAY-NIGHT".into(),
        signed: None,
        remark: String::new(),
        statement: "2026-11-FV".into(),
        credits: None,
        updated: BEGAN + 4 * HOUR,
    }
}

fn written(cdrs: &[Cdr]) -> Value {
    let mut list = Cdrs::begin(Vec::new(), issuer()).unwrap();
    for cdr in cdrs {
        list.add(cdr).unwrap();
    }
    serde_json::from_slice(&list.finish().unwrap()).unwrap()
}

#[test]
fn a_session_has_all_that_ocpi_requires_with_its_numbers_and_times() {
    assert_eq!(
        written(&[cdr()]),
        json!([{
            "country_code": "IE",
            "party_id": "QHH",
            "id": "CDR-1187",
            "start_date_time": "2026-11-21T13:05:00Z",
            "end_date_time": "2026-11-21T16:05:00Z",
            "session_id": "1187",
            "cdr_token": {
                "country_code": "IE", "party_id": "QHH", "uid": "04A1B2C3", "type": "RFID", "contract_id": "04A1B2C3"
            },
            "auth_method": "WHITELIST",
            "cdr_location": {
                "id": "LOC-1",
                "name": "Quay House Hotel",
                "address": "Pier Road",
                "city": "Kinsale",
                "postal_code": "P17 XK28",
                "country": "IRL",
                "coordinates": { "latitude": "51.705900", "longitude": "-8.522200" },
                "evse_uid": "CP-01*1",
                "evse_id": "CP-01*1",
                "connector_id": "1",
                "connector_standard": "IEC_62196_T2",
                "connector_format": "CABLE",
                "connector_power_type": "AC_3_PHASE"
            },
            "currency": "EUR",
            "charging_periods": [
                {
                    "start_date_time": "2026-11-21T13:05:00Z",
                    "dimensions": [{ "type": "ENERGY", "volume": 7.391 }, { "type": "TIME", "volume": 1.0 }],
                    "tariff_id": "DAY-NIGHT-3"
                },
                {
                    "start_date_time": "2026-11-21T14:05:00Z",
                    "dimensions": [{ "type": "ENERGY", "volume": 15.31 }, { "type": "TIME", "volume": 1.3333 }],
                    "tariff_id": "DAY-NIGHT-3"
                },
                {
                    "start_date_time": "2026-11-21T15:25:00Z",
                    "dimensions": [{ "type": "PARKING_TIME", "volume": 0.6667 }],
                    "tariff_id": "DAY-NIGHT-3"
                }
            ],
            "total_cost": { "excl_vat": 5.15, "incl_vat": 6.33 },
            "total_energy": 22.701,
            "total_time": 3.0,
            "total_parking_time": 0.6667,
            "invoice_reference_id": "2026-11-FV",
            "last_updated": "2026-11-21T17:05:00Z"
        }])
    );
}

#[test]
fn a_credit_holds_all_of_the_original_with_the_negative_cost() {
    let credit = Cdr { id: "CDR-1187-C".into(), credits: Some("CDR-1187".into()), ..cdr() };
    let list = written(&[cdr(), credit]);
    keep("cdrs.json", list.to_string().as_bytes());
    assert_eq!(list[1]["total_cost"], json!({ "excl_vat": -5.15, "incl_vat": -6.33 }));
    assert_eq!(list[1]["credit"], json!(true));
    assert_eq!(list[1]["credit_reference_id"], json!("CDR-1187"));
    for same in ["total_energy", "total_time", "charging_periods", "start_date_time", "cdr_token"] {
        assert_eq!(list[0][same], list[1][same], "{same}");
    }
    assert_eq!(list[0].get("credit"), None);
}

#[test]
fn no_number_has_more_than_four_decimals() {
    let mut odd = cdr();
    odd.ended += 1_234_567;
    for period in &mut odd.periods {
        period.charging += 7_777;
    }
    let text = written(&[odd]).to_string();
    let decimals = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    // Coordinates are text; they alone have six.
    let longest = text.split('.').skip(1).map(decimals).filter(|count| *count != 6).max();
    assert!(longest <= Some(4), "{text}");
}

#[test]
fn signed_readings_come_along_as_they_are() {
    let signed = Signed {
        encoding: "OCMF".into(),
        public_key: "3059".into(),
        values: vec![("Start", "0.000 kWh".into(), "OCMF|{ \"FV\" : \"1.0\" }|{}".into())],
    };
    let list = written(&[Cdr { signed: Some(signed), remark: " EVDisconnected ".into(), ..cdr() }]);
    assert_eq!(
        list[0]["signed_data"]["signed_values"][0]["signed_data"],
        json!("OCMF|{ \"FV\" : \"1.0\" }|{}")
    );
    assert_eq!(list[0]["signed_data"]["public_key"], json!("3059"));
    assert_eq!(list[0]["remark"], json!("EVDisconnected"));
}

#[test]
fn a_record_that_is_refused_leaves_no_trace_in_the_list() {
    let mut list = Cdrs::begin(Vec::new(), issuer()).unwrap();
    let refused: [fn(&mut Cdr); 6] = [
        |c| c.id = "x".repeat(37),
        |c| c.session = String::new(),
        |c| c.token = "Ü".into(),
        |c| c.periods.clear(),
        |c| c.ended = c.began - 1,
        |c| c.tariff = String::new(),
    ];
    for spoil in refused {
        let mut cdr = cdr();
        spoil(&mut cdr);
        assert!(matches!(list.add(&cdr), Err(Error::Unfit(_))));
    }
    list.add(&cdr()).unwrap();
    let list: Value = serde_json::from_slice(&list.finish().unwrap()).unwrap();
    assert_eq!(list.as_array().map(Vec::len), Some(1));
    assert_eq!(written(&[]), json!([]));
    let nowhere = Issuer { country: "Ireland".into(), ..issuer() };
    assert!(matches!(Cdrs::begin(Vec::new(), nowhere), Err(Error::Unfit("the country code"))));
}
