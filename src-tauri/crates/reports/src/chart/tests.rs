//! Whole drawings: what a screen relies on.

use super::{Bay, Chart, Day, Drawing, EnergyByDay, Look, Sample, Session, SitePower, Theme, render};

const HOUR: i64 = 3_600_000;
/// 2026-10-14 00:00 in Berlin.
const DAY: i64 = 1_791_928_800_000;

fn look() -> Look {
    Look::new(800, 300, Theme::Light, "Europe/Berlin")
}

fn constant(from: i64, to: i64, value: f64) -> Vec<Sample> {
    (from..=to).step_by(60_000).map(|at| (at, Some(value))).collect()
}

fn session() -> Session {
    Session {
        from: DAY,
        to: DAY + HOUR,
        power: constant(DAY, DAY + HOUR / 2, 11.0),
        battery: constant(DAY, DAY + HOUR / 2, 50.0),
        limit: vec![(DAY, Some(16.0))],
        limit_label: "Allowed 16 kW".to_owned(),
        ..Session::default()
    }
}

/// Every element closed, and nothing that is not a flat primitive.
fn is_sound(drawing: &Drawing) {
    let svg = &drawing.svg;
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""), "{svg}");
    assert!(svg.ends_with("</svg>\n"), "{svg}");
    for element in svg.split('<').skip(2).filter(|element| !element.starts_with('/')) {
        let name = element.split([' ', '>']).next().unwrap_or_default();
        assert!(["rect", "polygon", "polyline", "line", "text"].contains(&name), "{element}");
        assert!(name == "text" || element.contains("/>"), "{element}");
    }
    assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    for bad in ["NaN", "inf", "font-family=\"\"", "width=\"-", "height=\"-"] {
        assert!(!svg.contains(bad), "{bad} in {svg}");
    }
    for panel in &drawing.panels {
        assert!(panel.width > 0.0 && panel.height > 0.0 && panel.max > panel.min, "{panel:?}");
    }
}

#[test]
fn a_panel_without_data_is_left_out_and_the_others_share_one_time_axis() {
    let drawing = render(&Chart::Session(session()), &look());
    is_sound(&drawing);
    let keys: Vec<_> = drawing.panels.iter().map(|panel| (panel.key, panel.unit)).collect();
    assert_eq!(keys, [("power", "kW"), ("battery", "%")]);
    assert!(!drawing.empty);
    assert_eq!((drawing.from, drawing.to), (DAY, DAY + HOUR));
    let [power, battery] = &drawing.panels[..] else { panic!("two panels") };
    assert!((power.x - battery.x).abs() < 1e-9 && (power.width - battery.width).abs() < 1e-9);
    assert!(power.y + power.height < battery.y);
    assert_eq!(drawing.svg.matches(">00:30<").count(), 1, "times stand under the last panel only");
}

#[test]
fn the_limit_is_dashed_and_named() {
    let drawing = render(&Chart::Session(session()), &look());
    assert!(drawing.svg.contains("stroke-dasharray=\"50 40\""));
    assert!(drawing.svg.contains("Allowed 16 kW"));
    let limit = drawing.panels[0].series.iter().find(|series| series.key == "limit").unwrap();
    assert_eq!(limit.points, [(DAY, Some(16.0)), (DAY + HOUR, Some(16.0))]);
}

#[test]
fn nothing_measured_still_gives_axes() {
    for chart in [
        Chart::Session(Session { from: DAY, to: DAY + HOUR, ..Session::default() }),
        Chart::SitePower(SitePower { from: DAY, to: DAY + 24 * HOUR, ..SitePower::default() }),
        Chart::EnergyByDay(EnergyByDay { from: DAY, to: DAY + 24 * HOUR, days: Vec::new() }),
        Chart::Session(Session::default()),
        Chart::SitePower(SitePower { from: i64::MIN, to: i64::MAX, ..SitePower::default() }),
        Chart::EnergyByDay(EnergyByDay { from: i64::MIN, to: i64::MAX, days: Vec::new() }),
    ] {
        let drawing = render(&chart, &look());
        is_sound(&drawing);
        assert!(drawing.empty, "{chart:?}");
        assert_eq!(drawing.panels.len(), 1, "{chart:?}");
    }
}

#[test]
fn labels_from_outside_stay_text() {
    let mut chart = session();
    chart.limit_label = "<script>alert('\"&')</script>".to_owned();
    let mut look = look();
    look.font = "\"><script>".to_owned();
    let drawing = render(&Chart::Session(chart), &look);
    is_sound(&drawing);
    assert!(!drawing.svg.contains("<script"), "{}", drawing.svg);
}

#[test]
fn nonsense_from_a_charger_is_survived() {
    let mut chart = session();
    chart.power = vec![
        (DAY, Some(f64::NAN)),
        (DAY + 1, Some(f64::INFINITY)),
        (DAY - 100 * HOUR, Some(1e12)),
        (DAY + 5, Some(-3.0)),
        (i64::MAX, Some(1.0)),
        (DAY + 5, Some(4.0)),
    ];
    chart.longest_gap = HOUR;
    for (width, height) in [(0, 0), (120, 60), (8000, 8000)] {
        let look = Look::new(width, height, Theme::Dark, "Nowhere/At all");
        is_sound(&render(&Chart::Session(chart.clone()), &look));
    }
}

#[test]
fn bays_lie_on_each_other_and_the_series_are_not_stacked() {
    let bay = |bay, value| Bay {
        bay,
        label: format!("Bay {bay}"),
        power: constant(DAY + HOUR, DAY + 2 * HOUR, value),
    };
    let chart = SitePower {
        from: DAY,
        to: DAY + 24 * HOUR,
        bays: vec![bay(1, 11.0), bay(2, 22.0)],
        limit: Some((43.5, "Site limit 43.5 kW".to_owned())),
        now: Some((DAY + 3 * HOUR, "now".to_owned())),
        longest_gap: 0,
    };
    let drawing = render(&Chart::SitePower(chart), &look());
    is_sound(&drawing);
    let panel = &drawing.panels[0];
    assert_eq!(panel.series.len(), 2);
    assert_eq!(panel.series[1].color, "#195DA3");
    let at = DAY + HOUR + HOUR / 2;
    let value = |n: usize| panel.series[n].points.iter().find(|(time, _)| *time == at).unwrap().1;
    assert_eq!((value(0), value(1)), (Some(11.0), Some(22.0)));
    assert_eq!(drawing.svg.matches("<polygon").count(), 2);
    assert!(drawing.svg.contains("Site limit 43.5 kW") && drawing.svg.contains(">now<"));
}

#[test]
fn a_bar_stands_in_its_local_day_on_the_night_of_a_clock_change_too() {
    // 2026-10-25 has 25 hours; its last one is 23:00 to 24:00 winter time.
    let sunday = DAY + 11 * 24 * HOUR;
    let chart = EnergyByDay {
        from: sunday - 24 * HOUR,
        to: sunday + 26 * HOUR,
        days: vec![
            Day { at: sunday + 24 * HOUR + HOUR / 2, energy: vec![(0, 5_000)] },
            Day { at: sunday + HOUR, energy: vec![(0, 2_500)] },
            Day { at: sunday - 1, energy: vec![(0, -9)] },
        ],
    };
    let drawing = render(&Chart::EnergyByDay(chart), &look());
    is_sound(&drawing);
    let points = &drawing.panels[0].series[0].points;
    assert_eq!(points, &[(sunday - 24 * HOUR, Some(0.0)), (sunday, Some(7.5)), (sunday + 25 * HOUR, None)]);
    assert_eq!(drawing.svg.matches("<rect").count(), 1);
    assert!(drawing.svg.contains(">7.5<"), "{}", drawing.svg);
}

#[test]
fn a_busy_day_of_twelve_bays_stays_small() {
    let bays = (1..=12)
        .map(|bay| Bay {
            bay,
            label: String::new(),
            power: (0..8640)
                .map(|n| (DAY + n * 10_000, Some(f64::from(bay) + f64::from((n % 13) as i32))))
                .collect(),
        })
        .collect();
    let chart = SitePower { from: DAY, to: DAY + 24 * HOUR, bays, ..SitePower::default() };
    let drawing = render(&Chart::SitePower(chart), &look());
    is_sound(&drawing);
    assert!(drawing.panels[0].series.iter().all(|series| series.points.len() <= 1700));
    assert!(drawing.svg.len() < 1_000_000, "{} bytes", drawing.svg.len());
}
