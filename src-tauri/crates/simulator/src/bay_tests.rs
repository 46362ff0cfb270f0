//! The life at one connector.

use crate::bay::{Bay, Happening, Phase, Why};
use crate::outlet::Outlet;
const OUTLET: Outlet = Outlet::Ac { phases: 3, amps: 16.0 };

/// Runs until something happens that the test waits for; gives all that happened.
fn until(bay: &mut Bay, wanted: impl Fn(&Happening) -> bool) -> Vec<Happening> {
    let mut all = Vec::new();
    for _ in 0..200_000 {
        let told = bay.tick(1.0, 10.0);
        let found = told.iter().any(&wanted);
        all.extend(told);
        if found {
            return all;
        }
    }
    panic!("it never happened: {all:?}");
}

#[test]
fn a_car_comes_shows_a_card_charges_and_leaves() {
    let mut bay = Bay::new(OUTLET, 5, 3.0);
    let arrival = until(&mut bay, |h| matches!(h, Happening::Card(_)));
    assert_eq!(&arrival[..2], [Happening::Phase(Phase::Available), Happening::Phase(Phase::Preparing)]);
    let before = bay.meter.register();
    let begun = bay.answer(true);
    assert!(matches!(&begun[..], [Happening::Begin(_, None), Happening::Phase(Phase::Charging)]));
    let charge = until(&mut bay, |h| matches!(h, Happening::End(_)));
    assert!(charge.iter().filter(|h| **h == Happening::Sample).count() > 100);
    assert!(bay.meter.register() > before + 1_000 && !bay.is_charging());
    until(&mut bay, |h| *h == Happening::Phase(Phase::Available));
    let register = bay.meter.register();
    until(&mut bay, |h| *h == Happening::Phase(Phase::Preparing));
    assert_eq!(bay.meter.register(), register, "nothing flows between sessions");
}

#[test]
fn a_refused_card_charges_nothing_and_the_driver_leaves() {
    let mut bay = Bay::new(OUTLET, 5, 3.0);
    until(&mut bay, |h| matches!(h, Happening::Card(_)));
    assert!(bay.answer(false).is_empty());
    until(&mut bay, |h| *h == Happening::Phase(Phase::Available));
}

#[test]
fn an_order_plugs_a_car_in_and_starts_it_and_another_order_stops_it() {
    let mut bay = Bay::new(OUTLET, 5, 1e9);
    assert!(bay.start("AB12".into(), Some(7)));
    let told = until(&mut bay, |h| matches!(h, Happening::Begin(..)));
    assert!(told.contains(&Happening::Begin("AB12".into(), Some(7))));
    assert!(told.contains(&Happening::Phase(Phase::Preparing)));
    assert!(!bay.start("AB12".into(), None), "it charges already");
    let told = bay.stop(Why::Remote);
    assert_eq!(told, [Happening::End(Why::Remote), Happening::Phase(Phase::Finishing)]);
    assert!(bay.stop(Why::Remote).is_empty());
}

#[test]
fn out_of_service_waits_for_the_session_and_refuses_the_next() {
    let mut bay = Bay::new(OUTLET, 5, 1e9);
    bay.start("AB12".into(), None);
    until(&mut bay, |h| matches!(h, Happening::Begin(..)));
    assert!(bay.service(false).0);
    assert_eq!(bay.stop(Why::Local)[1], Happening::Phase(Phase::Unavailable));
    assert!(!bay.start("AB12".into(), None));
    assert_eq!(bay.service(true), (false, vec![Happening::Phase(Phase::Finishing)]));
}
