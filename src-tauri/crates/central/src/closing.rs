//! Closes sessions that are over: each becomes an entry of the ledger, priced by the tariff that counts then. What a
//! station tells later becomes another entry. What was over when the program started is caught up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::event::Event;
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use store::{Committed, Error, Reader, Write};
use tokio::sync::mpsc;

use crate::centre::Inner;

/// How many sessions share a transaction: stations' messages wait for no longer than these take.
const TOGETHER: usize = 20;
/// How many are looked up at once while catching up.
const PAGE: u32 = 200;
/// How often cars that still stand are looked after, though nothing was told.
const AGAIN: Duration = Duration::from_secs(3600);

/// The way to the task.
#[derive(Debug, Clone)]
pub struct Closing {
    nudges: mpsc::UnboundedSender<Nudge>,
}

/// What may let a session be closed.
#[derive(Debug)]
pub enum Nudge {
    /// Something was told about it.
    Session(SessionKey),
    /// A connector changed, or another session began there.
    Station(StationKey),
}

impl Closing {
    /// The way to a task that is not there yet, and what it will listen to.
    pub fn new() -> (Self, mpsc::UnboundedReceiver<Nudge>) {
        let (nudges, ears) = mpsc::unbounded_channel();
        (Self { nudges }, ears)
    }

    /// Tells what is on disk.
    pub fn observe(&self, facts: &[Committed]) {
        for fact in facts {
            let nudge = match &fact.event {
                Event::SessionEnded(ended) => Some(Nudge::Session(ended.session)),
                Event::SessionReopened(session) => Some(Nudge::Session(*session)),
                // Only these change what a session is billed by.
                Event::SessionProgressed(told) if told.began.is_some() || told.token.is_some() => {
                    Some(Nudge::Session(told.session))
                }
                Event::SessionBegan(_) | Event::ConnectorChanged(_) => fact.station.map(Nudge::Station),
                _ => None,
            };
            if let Some(nudge) = nudge {
                // Nobody listens any more while the program ends.
                drop(self.nudges.send(nudge));
            }
        }
    }
}

/// What became of looking at a session.
enum Look {
    /// It is as it should be.
    Done,
    /// A car still stands there.
    Stands,
}

/// Runs until the task is aborted.
pub async fn run(inner: Arc<Inner>, mut ears: mpsc::UnboundedReceiver<Nudge>) {
    let mut standing: BTreeMap<SessionKey, Option<StationKey>> = BTreeMap::new();
    let mut after = SessionKey(0);
    let mut catching_up = true;
    loop {
        let mut due: BTreeSet<SessionKey> = BTreeSet::new();
        if catching_up {
            let page = inner.store.read(|reader| reader.unclosed(after, PAGE)).unwrap_or_default();
            catching_up = page.last().is_some_and(|last| {
                after = *last;
                true
            });
            due.extend(page);
        } else {
            match tokio::time::timeout(AGAIN, ears.recv()).await {
                Ok(Some(nudge)) => take(nudge, &standing, &mut due),
                Ok(None) => return,
                Err(_) => due.extend(standing.keys()),
            }
        }
        while let Ok(nudge) = ears.try_recv() {
            take(nudge, &standing, &mut due);
        }
        let due: Vec<SessionKey> = due.into_iter().collect();
        for together in due.chunks(TOGETHER) {
            for (session, station, look) in look_at(&inner, together.to_vec()).await {
                match look {
                    Look::Done => drop(standing.remove(&session)),
                    Look::Stands => drop(standing.insert(session, station)),
                }
            }
        }
    }
}

fn take(nudge: Nudge, standing: &BTreeMap<SessionKey, Option<StationKey>>, due: &mut BTreeSet<SessionKey>) {
    match nudge {
        Nudge::Session(session) => drop(due.insert(session)),
        Nudge::Station(at) => {
            due.extend(standing.iter().filter(|(_, station)| **station == Some(at)).map(|(key, _)| *key));
        }
    }
}

async fn look_at(
    inner: &Arc<Inner>,
    sessions: Vec<SessionKey>,
) -> Vec<(SessionKey, Option<StationKey>, Look)> {
    let (now, fallback) = ((inner.clock)(), inner.config.zone.clone());
    let asked = sessions.clone();
    let done = inner.store.change(move |write| {
        let zone = zone(&write.reader(), &fallback)?;
        let mut looks = Vec::with_capacity(asked.len());
        for session in &asked {
            looks.push((*session, write.reader().station_of(*session)?, look(write, *session, &zone, now)?));
        }
        Ok(looks)
    });
    match done.await.unwrap_or(Err(Error::Busy)) {
        Ok(looks) => looks,
        Err(error) => {
            // They are tried again with the next word about them, within the hour, or at the next start.
            tracing::error!(%error, "sessions could not be closed; they are tried again");
            sessions.into_iter().map(|session| (session, None, Look::Stands)).collect()
        }
    }
}

/// Closes one session, or notes what was told since.
fn look(write: &mut Write<'_>, session: SessionKey, zone: &TimeZone, now: Timestamp) -> Result<Look, Error> {
    let Some(case) = write.reader().case(session, now)? else { return Ok(Look::Done) };
    let entry = match (case.history.last(), case.told.ended) {
        (None, Some(_)) if case.waits() => return Ok(Look::Stands),
        (None, Some(_)) => Some(case.close(zone, now)),
        (Some(_), Some(_)) => case.late(zone, now),
        (_, None) => None,
    };
    if let Some(entry) = entry {
        write.apply_site(Event::Entered(Box::new(entry)), now)?;
    }
    Ok(Look::Done)
}

/// The site's zone: the one that was chosen, else the system's.
///
/// # Errors
/// When the settings cannot be read.
pub fn zone(reader: &Reader<'_>, fallback: &str) -> Result<TimeZone, Error> {
    let chosen = reader.settings()?.zone;
    let name = if chosen.is_empty() { fallback } else { &chosen };
    Ok(TimeZone::get(name).unwrap_or(TimeZone::UTC))
}
