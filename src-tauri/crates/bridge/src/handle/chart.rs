//! Charts: readings from the store, drawn by the reports, with the geometry a screen needs.

use std::sync::Arc;

use domain::curve::{self, Curve, Point};
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::{MINUTE, Timestamp};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use reports::chart::{self, Chart, Look};
use store::query::SessionRow;
use store::{Error, Reader};

use super::today::{local, moment, zone};
use super::{energy, not_found};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::view::{ChartKind, ChartQuery, ChartView, PanelView, SeriesView, SettingsView, Theme};

/// Readings further apart than this are not joined: nothing is known in between.
const GAP: i64 = 20 * MINUTE;
/// The longest range that is drawn: somewhat more than a year.
const LONGEST: i64 = 400 * 24 * 60 * MINUTE;

/// Draws a chart.
pub async fn draw(inner: &Arc<Inner>, query: ChartQuery) -> Result<ChartView, Fault> {
    if !(120..=4000).contains(&query.width) || !(60..=2000).contains(&query.height) {
        return Err(Fault::new(FaultCode::Invalid).with("field", "width").with("reason", "range"));
    }
    let settings = inner.settings().await?;
    let now = inner.now();
    let look = look(&query, &settings);
    let site = Site { zone: zone(&settings.zone), limit_w: settings.site_limit_w, now };
    let drawn = inner
        .read(move |reader| Ok(data(reader, &query, &site)?.map(|chart| view(chart::render(&chart, &look)))));
    drawn.await?.ok_or_else(|| not_found("session"))
}

/// What is the same for every chart of the site.
struct Site {
    zone: TimeZone,
    limit_w: Option<i64>,
    now: Timestamp,
}

/// Collects what is to be drawn; `None` when it is not there.
fn data(reader: &Reader<'_>, query: &ChartQuery, site: &Site) -> Result<Option<Chart>, Error> {
    let range = |from: Timestamp, to: Timestamp| {
        let from = query.from.map_or(from, Timestamp);
        let to = query.to.map_or(to, Timestamp).max(from.plus(MINUTE));
        (from.max(to.plus(-LONGEST)), to)
    };
    Ok(Some(match query.chart {
        ChartKind::Session { session } => {
            let Some(row) = reader.session(SessionKey(session))? else { return Ok(None) };
            let natural = (row.began_at, row.ended_at.unwrap_or(site.now).max(row.began_at));
            let (from, to) = range(natural.0, natural.1);
            session_chart(&reader.points(row.key)?, from, to)
        }
        ChartKind::Connector { station, evse, connector } => {
            let (from, to) = range(site.now.plus(-60 * MINUTE), site.now);
            let here = |s: &SessionRow| {
                s.station == StationKey(station)
                    && s.evse == Some(evse)
                    && s.connector.unwrap_or(1) == connector
            };
            let mut points = reader.idle_points(StationKey(station), Some(evse), from, to)?;
            for session in reader.sessions_between(from, to)?.into_iter().filter(here) {
                points.extend(reader.points(session.key)?);
            }
            points.sort_by_key(|point| point.at);
            session_chart(&points, from, to)
        }
        ChartKind::SitePower => {
            let midnight = |days: i64| {
                let day =
                    local(site.now, &site.zone).checked_add(days.days()).and_then(|day| day.start_of_day());
                day.map_or(site.now, |start| moment(&start))
            };
            let (from, to) = range(midnight(0), midnight(1));
            site_power(reader, site, from, to)?
        }
        ChartKind::EnergyByDay => {
            let first = local(site.now, &site.zone).checked_sub(29.days()).and_then(|day| day.start_of_day());
            let (from, to) = range(first.map_or(site.now, |day| moment(&day)), site.now);
            energy_by_day(reader, site, from, to)?
        }
    }))
}

fn session_chart(points: &[Point], from: Timestamp, to: Timestamp) -> Chart {
    let samples = |curve: Curve, divisor: f64| within(&curve, from, to, divisor);
    Chart::Session(chart::Session {
        from: from.0,
        to: to.0,
        power: samples(curve::power(points), 1000.0),
        current: samples(curve::current(points), 1000.0),
        battery: samples(curve::battery(points), 10.0),
        longest_gap: GAP,
        ..chart::Session::default()
    })
}

/// The part of a curve in a range, with one point beyond each border so that the line reaches it.
fn within(curve: &Curve, from: Timestamp, to: Timestamp, divisor: f64) -> Vec<chart::Sample> {
    let first = curve.partition_point(|(at, _)| *at < from).saturating_sub(1);
    let last = (curve.partition_point(|(at, _)| *at <= to) + 1).min(curve.len());
    // Charts are looked at, never billed: a float is precise enough here.
    curve[first..last].iter().map(|(at, value)| (at.0, Some(*value as f64 / divisor))).collect()
}

fn site_power(reader: &Reader<'_>, site: &Site, from: Timestamp, to: Timestamp) -> Result<Chart, Error> {
    let mut bays: Vec<chart::Bay> = Vec::new();
    for session in reader.sessions_between(from, to)? {
        let mut power = within(&curve::power(&reader.points(session.key)?), from, to, 1000.0);
        // Before and after its session a bay draws nothing.
        if let (Some(first), Some(last)) = (power.first().copied(), power.last().copied()) {
            power.insert(0, (first.0 - 1, Some(0.0)));
            if session.ended_at.is_some() {
                power.push((last.0 + 1, Some(0.0)));
                power.push((last.0 + 2, None));
            }
        }
        let bay = session.bay.unwrap_or(0);
        match bays.iter_mut().find(|b| b.bay == bay) {
            Some(known) => known.power.extend(power),
            None => bays.push(chart::Bay { bay, label: session.station_name, power }),
        }
    }
    bays.sort_by_key(|bay| bay.bay);
    bays.iter_mut().for_each(|bay| bay.power.sort_by_key(|(at, _)| *at));
    let kw = |watts: i64| watts as f64 / 1000.0;
    Ok(Chart::SitePower(chart::SitePower {
        from: from.0,
        to: to.0,
        bays,
        limit: site.limit_w.map(|watts| (kw(watts), format!("Site limit {} kW", kw(watts)))),
        now: (site.now < to).then(|| (site.now.0, String::new())),
        longest_gap: GAP,
    }))
}

fn energy_by_day(reader: &Reader<'_>, site: &Site, from: Timestamp, to: Timestamp) -> Result<Chart, Error> {
    let mut days = Vec::new();
    let mut day = local(from, &site.zone);
    while moment(&day) < to && days.len() < 400 {
        let Ok(begin) = day.start_of_day() else { break };
        let Ok(next) = begin.checked_add(1.day()).and_then(|next| next.start_of_day()) else { break };
        let mut bays: Vec<(u16, i64)> = Vec::new();
        let (begins, ends) = (moment(&begin), moment(&next));
        for session in reader.sessions_between(begins, ends)? {
            let delivered = energy::between(reader, &session, begins, ends)?.0;
            let bay = session.bay.unwrap_or(0);
            match bays.iter_mut().find(|(known, _)| *known == bay) {
                Some((_, sum)) => *sum += delivered,
                None => bays.push((bay, delivered)),
            }
        }
        bays.retain(|(_, delivered)| *delivered > 0);
        bays.sort_unstable();
        days.push(chart::Day { at: begins.0, energy: bays });
        day = next;
    }
    Ok(Chart::EnergyByDay(chart::EnergyByDay { days, from: from.0, to: to.0 }))
}

fn look(query: &ChartQuery, settings: &SettingsView) -> Look {
    let theme = match query.theme {
        Theme::Light => chart::Theme::Light,
        Theme::Dark => chart::Theme::Dark,
    };
    let decimal = crate::export::decimal_mark(&settings.locale);
    Look { decimal, ..Look::new(query.width, query.height, theme, &settings.zone) }
}

fn view(drawing: chart::Drawing) -> ChartView {
    ChartView {
        svg: drawing.svg,
        from: drawing.from,
        to: drawing.to,
        empty: drawing.empty,
        panels: drawing.panels.into_iter().map(panel).collect(),
    }
}

fn panel(panel: chart::Panel) -> PanelView {
    PanelView {
        key: panel.key.to_owned(),
        unit: panel.unit.to_owned(),
        x: panel.x,
        y: panel.y,
        width: panel.width,
        height: panel.height,
        min: panel.min,
        max: panel.max,
        series: panel
            .series
            .into_iter()
            .map(|series| SeriesView {
                key: series.key,
                label: series.label,
                bay: series.bay,
                color: series.color,
                points: series.points,
            })
            .collect(),
    }
}
