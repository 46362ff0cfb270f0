use super::*;

#[test]
fn a_password_is_hidden_wherever_a_version_puts_it() {
    for frame in [
        r#"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"S3CR3T"}]"#,
        r#"[2,"1","ChangeConfiguration",{ "value" : "S3CR3T", "key" : "authorizationKEY" }]"#,
        r#"[2,"1","ChangeConfiguration",{"key":"Authorization\u004bey","value":"S3CR3T"}]"#,
        r#"[3,"1",{"configurationKey":[{"key":"A","readonly":true,"value":"1"},{"key":"AuthorizationKey","value":"S3CR3T"}]}]"#,
        r#"[2,"1","SetVariables",{"setVariableData":[{"attributeValue":"S3CR3T","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}}]}]"#,
        r#"[2,"1","NotifyReport",{"reportData":[{"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"type":"Actual","value":"S3CR3T"}]}]}]"#,
        r#"[2,"1","SetNetworkProfile",{"connectionData":{"apn":{"apnPassword":"S3CR3T","simPin":53,"apn":"x"},"vpn":{"password":"S3CR3T"}}}]"#,
        r#"[2,"1","GetDiagnostics",{"location":"ftp://user:S3CR3T@192.168.1.2/up"}]"#,
        r#"[2,"1","GetDiagnostics",{"location":"ftp:\/\/user:S3CR3T@192.168.1.2\/up"}]"#,
        r#"[2,"1","DataTransfer",{"vendorId":"x","data":"{\"wifiPassword\":\"S3CR3T\"}"}]"#,
        r#"[2,"1","DataTransfer",{"vendorId":"x","data":"-----BEGIN PRIVATE KEY-----S3CR3T"}]"#,
        r#"[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"S3CR3T"#,
    ] {
        let masked = secrets(frame);
        assert!(!masked.contains("S3CR3T"), "{masked}");
        assert!(masked.contains(HIDDEN) || masked.starts_with("[not kept"), "{masked}");
    }
    let masked = secrets(r#"[2,"1","SetNetworkProfile",{"connectionData":{"apn":{"simPin":53}}}]"#);
    assert!(!masked.contains("53"), "{masked}");
}

#[test]
fn everything_but_the_secret_stays_as_it_was_on_the_wire() {
    let frame = r#"[2, "1","ChangeConfiguration",{"key" :"AuthorizationKey","value":"a\"b","x":"ü"}]"#;
    let expected =
        format!(r#"[2, "1","ChangeConfiguration",{{"key" :"AuthorizationKey","value":"{HIDDEN}","x":"ü"}}]"#);
    assert_eq!(secrets(frame), expected);
    for plain in [
        r#"[2,"1","Heartbeat",{}]"#,
        r#"[2,"1","StartTransaction",{"idTag":"04A1B2C9"}]"#,
        r#"[3,"1",{"status":"Accepted"}]"#,
        "nonsense",
        r#"[2,"1","GetDiagnostics",{"location":"http://192.168.1.2/up?to=a@b"}]"#,
    ] {
        assert_eq!(secrets(plain), plain);
    }
}

#[test]
fn a_frame_nested_beyond_reason_is_given_up_without_harm() {
    let deep = format!(r#"[2,"1","password",{}]"#, "[".repeat(200_000));
    assert_eq!(secrets(&deep), UNREADABLE);
    let closed = format!(r#"[2,"1","password",{}{}]"#, "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(secrets(&closed), UNREADABLE);
}

#[test]
fn of_a_token_the_end_is_left() {
    let start = r#"[2,"1","StartTransaction",{"connectorId":1,"idTag":"04A1B2C9","meterStart":5}]"#;
    assert_eq!(
        tokens(start),
        r#"[2,"1","StartTransaction",{"connectorId":1,"idTag":"••••B2C9","meterStart":5}]"#
    );
    let event = r#"[2,"1","TransactionEvent",{"idToken":{"idToken":"DE8ACC12E46L89","type":"eMAID","additionalInfo":[{"additionalIdToken":"ABCDEFGH1","type":"x"}]}}]"#;
    let masked = tokens(event);
    assert!(masked.contains(r#""idToken":"••••6L89""#) && masked.contains("••••FGH1"), "{masked}");
    let list = r#"[2,"1","SendLocalList",{"localAuthorizationList":[{"idTag":"ABC","idTagInfo":{"parentIdTag":"PARENT99"}}]}]"#;
    let masked = tokens(list);
    assert!(masked.contains(r#""idTag":"••••""#) && masked.contains("••••NT99"), "{masked}");
    assert!(!tokens(r#"[2,"1","Authorize",{"idTag":"04A1B2C9"#).contains("04A1"));
}

#[test]
fn the_head_of_a_request_is_shown_without_its_login() {
    let head = head(b"GET /ocpp/CP-1 HTTP/1.1\r\nHost: x\r\nAuthorization: Basic Q1A6c2VjcmV0\r\nCookie: a=b\r\nX-Key: \x01\xff\r\n\r\n");
    assert_eq!(
        head,
        format!(
            "GET /ocpp/CP-1 HTTP/1.1\nHost: x\nAuthorization: Basic {HIDDEN}\nCookie: {HIDDEN}\nX-Key: ··"
        )
    );
    assert!(super::head(&[b'x'; 10_000]).len() <= 4000);
    assert!(!super::head(b"GET ws://u:S3CR3T@h/x HTTP/1.1").contains("S3CR3T"));
}

#[test]
fn a_signed_value_stays_whole_whatever_its_digits_spell() {
    let frame =
        r#"[2,"1","MeterValues",{"v":["OCMF|{}|{\"SD\":\"aPSKb\"}","{\"signedMeterData\":\"xpskPASSW\"}"]}]"#;
    assert_eq!(secrets(frame), frame);
}
