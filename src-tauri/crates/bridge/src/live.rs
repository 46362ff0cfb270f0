//! What the connectors do right now, from the readings as they come. Lost at the end of the program; the store has all.

use std::collections::{HashMap, VecDeque};

use domain::curve::{self, Point};
use domain::event::{Event, TimedSample};
use domain::place::ConnectorRef;
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::{MINUTE, Timestamp};

use crate::view::LiveView;

/// Live values older than this are not live any more, in milliseconds.
const FRESH: i64 = 10 * MINUTE;
/// How much of the past the small curve shows, in milliseconds.
const SPARK: i64 = 60 * MINUTE;
/// Most points of the small curve.
const SPARK_POINTS: usize = 60;

/// The live values of every connector.
#[derive(Default)]
pub struct Live {
    connectors: HashMap<(StationKey, ConnectorRef), Values>,
    /// Where open sessions are, since readings name only their session.
    sessions: HashMap<SessionKey, (StationKey, ConnectorRef)>,
}

#[derive(Default)]
struct Values {
    at: Timestamp,
    power: Option<i64>,
    current: Option<i64>,
    battery: Option<u16>,
    register: Option<(Timestamp, i64)>,
    spark: VecDeque<(i64, i64)>,
}

impl Live {
    /// An open session was there before the program started.
    pub fn know(&mut self, session: SessionKey, station: StationKey, at: ConnectorRef) {
        self.sessions.insert(session, (station, at));
    }

    /// Takes in a committed fact.
    pub fn take(&mut self, station: StationKey, event: &Event) {
        match event {
            Event::SessionBegan(began) => {
                if let Some(at) = began.at_connector {
                    self.know(began.session, station, at);
                    self.connectors.remove(&(station, at));
                    self.read(station, at, &began.samples);
                }
            }
            Event::SessionProgressed(progress) => {
                if let Some(at) = progress.at_connector {
                    self.know(progress.session, station, at);
                }
                if let Some((_, at)) = self.sessions.get(&progress.session).copied() {
                    self.read(station, at, &progress.samples);
                }
            }
            Event::SessionEnded(ended) => {
                let known = self.sessions.remove(&ended.session).map(|(_, at)| at);
                if let Some(at) = known.or(ended.at_connector) {
                    self.connectors.remove(&(station, at));
                }
            }
            Event::Measured(measured) => {
                if let Some(at) = measured.at_connector {
                    self.read(station, at, &measured.samples);
                }
            }
            Event::Disconnected(_) => self.connectors.retain(|(of, _), _| *of != station),
            _ => {}
        }
    }

    fn read(&mut self, station: StationKey, at: ConnectorRef, samples: &[TimedSample]) {
        if samples.is_empty() {
            return;
        }
        let values = self.connectors.entry((station, at)).or_default();
        let points: Vec<Point> = samples.iter().flat_map(points).collect();
        values.take(&points);
    }

    /// The newest values of a connector; `None` when there were none lately.
    pub fn view(&self, station: StationKey, at: ConnectorRef, now: Timestamp) -> Option<LiveView> {
        let values = self.connectors.get(&(station, at))?;
        (now.since(values.at) < FRESH).then_some(LiveView {
            at: values.at.0,
            power_w: values.power,
            current_ma: values.current,
            soc_permille: values.battery,
        })
    }

    /// The small curve of a connector: pairs of time and watts.
    pub fn spark(&self, station: StationKey, at: ConnectorRef) -> Vec<(i64, i64)> {
        self.connectors
            .get(&(station, at))
            .map(|values| values.spark.iter().copied().collect())
            .unwrap_or_default()
    }
}

fn points(timed: &TimedSample) -> impl Iterator<Item = Point> + '_ {
    timed.sample.readings.iter().map(|r| Point { at: timed.at, series: r.series, value: r.value })
}

impl Values {
    fn take(&mut self, points: &[Point]) {
        let newest = |curve: curve::Curve| curve.last().copied();
        // One message seldom holds two register values: the one before is remembered to see the power between them.
        let mut with_before: Vec<Point> = points.to_vec();
        if let Some((at, value)) = self.register {
            with_before.push(Point { at, series: domain::reading::Series::ENERGY, value });
        }
        self.register = newest(curve::energy(points)).or(self.register);
        if let Some((at, watts)) = newest(curve::power(&with_before)) {
            self.at = self.at.max(at);
            self.power = Some(watts);
            self.remember(at.0, watts);
        }
        if let Some((at, milliamperes)) = newest(curve::current(points)) {
            self.at = self.at.max(at);
            self.current = Some(milliamperes);
        }
        if let Some((at, permille)) = newest(curve::battery(points)) {
            self.at = self.at.max(at);
            self.battery = u16::try_from(permille).ok();
        }
    }

    fn remember(&mut self, at: i64, watts: i64) {
        let apart = SPARK / i64::try_from(SPARK_POINTS).expect("a small number");
        let half_full = self.spark.len() > SPARK_POINTS / 2;
        match self.spark.back_mut() {
            // Closer points replace the last one, which keeps the curve within its size.
            Some(last) if at - last.0 < apart && half_full => *last = (last.0, watts),
            _ => self.spark.push_back((at, watts)),
        }
        while self.spark.len() > SPARK_POINTS || self.spark.front().is_some_and(|first| at - first.0 > SPARK)
        {
            self.spark.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::event::{SessionBegan, SessionProgress};
    use domain::reading::{Context, Reading, Sample, Series};
    use domain::session::{Flags, Numbers, WireRef};

    use super::*;

    const STATION: StationKey = StationKey(1);
    const AT: ConnectorRef = ConnectorRef { evse: 1, connector: 1 };

    fn register(at: i64, value: i64) -> Vec<TimedSample> {
        let readings = vec![Reading { series: Series::ENERGY, context: Context::Periodic, value }];
        vec![TimedSample { at: Timestamp(at), sample: Sample { at: None, readings } }]
    }

    #[test]
    fn a_charger_that_tells_only_its_register_still_shows_power() {
        let mut live = Live::default();
        live.take(
            STATION,
            &Event::SessionBegan(SessionBegan {
                session: SessionKey(1),
                wire: WireRef::Central(1),
                at_connector: Some(AT),
                token: None,
                at: Timestamp(0),
                said: Timestamp(0),
                received: Timestamp(0),
                meter_start: None,
                flags: Flags::default(),
                order: None,
                numbers: Numbers::default(),
                number: None,
                samples: register(0, 1000),
            }),
        );
        live.take(
            STATION,
            &Event::SessionProgressed(SessionProgress {
                session: SessionKey(1),
                at_connector: None,
                token: None,
                began: None,
                last: None,
                flags: Flags::default(),
                numbers: Numbers::default(),
                number: None,
                received: Timestamp(0),
                samples: register(60_000, 1100),
            }),
        );
        let view = live.view(STATION, AT, Timestamp(61_000)).unwrap();
        assert_eq!(view.power_w, Some(6000));
        assert!(live.view(STATION, AT, Timestamp(61_000 + FRESH)).is_none(), "old values are not live");
    }
}
