use super::*;
use crate::place::ConnectorRef;

const AT: Timestamp = Timestamp(1_800_000_000_000);
const NEXT: FaultKey = FaultKey(9);
const FIRST: Place = Place::Connector(ConnectorRef { evse: 1, connector: 1 });
const SECOND: Place = Place::Connector(ConnectorRef { evse: 2, connector: 1 });

fn sign(place: Place, source: FaultSource, code: &str) -> FaultSign {
    FaultSign { place, source, code: code.into(), vendor_code: None, info: None, off: true }
}

fn told(place: Place, code: &str) -> FaultSign {
    sign(place, FaultSource::Status, code)
}

fn open(key: u32, sign: FaultSign) -> OpenFault {
    OpenFault { key: FaultKey(key), sign }
}

fn over(key: u32) -> Event {
    Event::FaultOver { fault: FaultKey(key), at: AT }
}

fn seen(key: u32, sign: FaultSign) -> Event {
    Event::FaultSeen { fault: FaultKey(key), sign, at: AT }
}

#[test]
fn a_fault_begins_once_and_ends_when_its_place_is_well() {
    let leak = told(FIRST, "GroundFailure");
    assert_eq!(after_status(&[], NEXT, FIRST, Some(leak.clone()), AT), [seen(9, leak.clone())]);
    let known = [open(1, leak.clone()), open(2, told(SECOND, "GroundFailure"))];
    assert_eq!(after_status(&known, NEXT, FIRST, Some(leak), AT), []);
    assert_eq!(after_status(&known, NEXT, FIRST, None, AT), [over(1)]);
    assert_eq!(after_status(&known, NEXT, Place::Station, None, AT), [], "the station's own word is its own");
}

#[test]
fn another_word_is_another_fault_and_other_details_are_the_same_one() {
    let leak = told(FIRST, "GroundFailure");
    let known = [open(1, leak.clone())];
    let heat = told(FIRST, "HighTemperature");
    assert_eq!(after_status(&known, NEXT, FIRST, Some(heat.clone()), AT), [over(1), seen(9, heat)]);
    let other = FaultSign { vendor_code: Some("E7".into()), ..leak.clone() };
    assert_eq!(after_status(&known, NEXT, FIRST, Some(other.clone()), AT), [over(1), seen(9, other)]);
    let figure = FaultSign { info: Some("7 mA".into()), ..leak.clone() };
    assert_eq!(after_status(&known, NEXT, FIRST, Some(figure.clone()), AT), [seen(1, figure)]);
    let warning = FaultSign { off: false, ..leak };
    assert_eq!(after_status(&known, NEXT, FIRST, Some(warning.clone()), AT), [seen(1, warning)]);
}

#[test]
fn events_end_by_their_own_word_or_by_a_restart() {
    let tripped = sign(Place::Evse(1), FaultSource::Event, "RCD.Tripped");
    assert_eq!(after_event(&[], NEXT, tripped.clone(), false, AT), [seen(9, tripped.clone())]);
    assert_eq!(after_event(&[], NEXT, tripped.clone(), true, AT), [], "the end of what nobody saw begin");
    let known = [open(1, tripped.clone()), open(2, told(Place::Evse(1), "Faulted"))];
    assert_eq!(after_event(&known, NEXT, tripped.clone(), false, AT), []);
    let detail = FaultSign { vendor_code: Some("T1".into()), ..tripped };
    assert_eq!(after_event(&known, NEXT, detail, true, AT), [over(1)]);
    assert_eq!(after_status(&known, NEXT, Place::Evse(1), None, AT), [over(2)]);
    assert_eq!(after_boot(&known, AT), [over(1)]);
}
