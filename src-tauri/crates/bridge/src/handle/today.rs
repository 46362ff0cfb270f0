//! The figures of the day.

use std::sync::Arc;

use domain::time::Timestamp;
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use store::{Error, Reader};

use super::energy;
use crate::console::Inner;
use crate::fault::Fault;
use crate::view::SiteToday;

/// Today's figures, and the energy of the same hours a week ago.
pub async fn figures(inner: &Arc<Inner>) -> Result<SiteToday, Fault> {
    let now = inner.now();
    let zone = zone(&inner.settings().await?.zone);
    let day = local(now, &zone);
    let from = day.start_of_day().map_or(now, |start| moment(&start));
    let week_ago = day.checked_sub(7.days()).ok();
    let before = week_ago.and_then(|then| Some((moment(&then.start_of_day().ok()?), moment(&then))));
    inner
        .read(move |reader| {
            let sessions = reader.sessions_between(from, now.plus(1))?;
            let energy_wh = energy_between(reader, from, now)?;
            let last_week = match before {
                Some((from, to)) => Some(energy_between(reader, from, to)?).filter(|wh| *wh > 0),
                None => None,
            };
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            Ok(SiteToday {
                from: from.0,
                energy_wh,
                energy_last_week_wh: last_week,
                sessions: count(sessions.len()),
                open: count(sessions.iter().filter(|s| s.ended_at.is_none()).count()),
            })
        })
        .await
}

/// When the site's day began.
pub async fn midnight(inner: &Arc<Inner>) -> Result<Timestamp, Fault> {
    let now = inner.now();
    let zone = zone(&inner.settings().await?.zone);
    Ok(local(now, &zone).start_of_day().map_or(now, |start| moment(&start)))
}

fn energy_between(reader: &Reader<'_>, from: Timestamp, to: Timestamp) -> Result<i64, Error> {
    let mut sum = 0;
    for session in reader.sessions_between(from, to)? {
        sum += energy::between(reader, &session, from, to)?.0;
    }
    Ok(sum)
}

/// The zone of a name; UTC when the name means nothing here.
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// A moment in a zone.
pub fn local(at: Timestamp, zone: &TimeZone) -> Zoned {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// The moment of a local time.
pub fn moment(local: &Zoned) -> Timestamp {
    Timestamp(local.timestamp().as_millisecond())
}
