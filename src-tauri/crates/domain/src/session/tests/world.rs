//! A world in memory: what the store does with the facts, in a few lines.

use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use crate::ask::{Answer, Ask, Occasion};
use crate::decide::decide;
use crate::energy::WattHours;
use crate::event::Event;
use crate::place::ConnectorRef;
use crate::reading::{Context, Reading, Sample, Series};
use crate::session::{Begin, End, Measurements, Session, SessionKey, TransactionFact, WireRef};
use crate::station::Admission;
use crate::time::Timestamp;
use crate::token::{IdToken, TokenKind, TokenRecord};
use crate::world::{Policy, World};

pub fn card(value: &str) -> IdToken {
    IdToken { value: value.to_owned(), kind: TokenKind::Card }
}

pub fn register(at: Option<Timestamp>, value: i64, context: Context) -> Sample {
    Sample { at, readings: vec![Reading { series: Series::ENERGY, context, value }] }
}

/// One accepted station and its sessions.
#[derive(Default)]
pub struct Memory {
    policy: Policy,
    pub sessions: Vec<Session>,
    said: HashMap<SessionKey, (Timestamp, Timestamp)>,
    numbers: BTreeSet<(SessionKey, i64)>,
    readings: HashMap<SessionKey, usize>,
}

impl Memory {
    /// Every token may charge.
    pub fn free() -> Self {
        Self { policy: Policy { free_charging: true, ..Policy::default() }, ..Self::default() }
    }

    /// Every token may charge, at one place at a time.
    pub fn one_at_a_time() -> Self {
        let policy = Policy { free_charging: true, one_session_per_token: true, ..Policy::default() };
        Self { policy, ..Self::default() }
    }

    /// No token may charge.
    pub fn strict() -> Self {
        Self::default()
    }

    pub fn begin(&mut self, begin: Begin, now: Timestamp) -> Answer {
        self.take(Ask::Begin(begin), now)
    }

    pub fn boot(&mut self, now: Timestamp) -> Answer {
        self.take(Ask::Boot(crate::station::Boot::default()), now)
    }

    pub fn status(&mut self, report: crate::ask::StatusReport, now: Timestamp) -> Answer {
        self.take(Ask::Status(report), now)
    }

    pub fn end(&mut self, end: End, now: Timestamp) -> Answer {
        self.take(Ask::End(end), now)
    }

    pub fn measure(&mut self, report: Measurements, now: Timestamp) -> Answer {
        self.take(Ask::Measure(report), now)
    }

    pub fn transaction(&mut self, fact: TransactionFact, now: Timestamp) -> Answer {
        self.take(Ask::Transaction(Box::new(fact)), now)
    }

    /// The one session there is.
    pub fn only(&self) -> &Session {
        assert_eq!(self.sessions.len(), 1);
        &self.sessions[0]
    }

    /// How many samples were kept with a session.
    pub fn readings_of(&self, session: SessionKey) -> usize {
        self.readings.get(&session).copied().unwrap_or_default()
    }

    fn take(&mut self, ask: Ask, now: Timestamp) -> Answer {
        let Ok(decision) = decide(self, ask, Occasion::Unasked, now);
        decision.events.into_iter().for_each(|event| self.store(event));
        decision.answer
    }

    fn session_mut(&mut self, key: SessionKey) -> &mut Session {
        self.sessions.iter_mut().find(|s| s.key == key).unwrap()
    }

    /// Writes a fact down.
    pub fn store(&mut self, event: Event) {
        match event {
            Event::SessionBegan(b) => {
                let newest = b
                    .samples
                    .iter()
                    .filter_map(|s| Some((s.at, s.sample.energy()?)))
                    .max_by_key(|(at, _)| *at);
                self.said.insert(b.session, (b.said, Timestamp(0)));
                self.numbers.extend(b.number.map(|n| (b.session, n)));
                self.sessions.push(Session {
                    key: b.session,
                    wire: b.wire,
                    at_connector: b.at_connector,
                    token: b.token,
                    began_at: b.at,
                    began_received: b.received,
                    meter_start: b.meter_start,
                    last_at: newest.map(|(at, _)| at),
                    last_meter: newest.map(|(_, meter)| meter),
                    end: None,
                    flags: b.flags,
                    numbers: b.numbers,
                });
            }
            Event::SessionProgressed(p) => {
                *self.readings.entry(p.session).or_default() += p.samples.len();
                self.numbers.extend(p.number.map(|n| (p.session, n)));
                let session = self.session_mut(p.session);
                session.at_connector = p.at_connector.or(session.at_connector);
                session.token = p.token.or(session.token.take());
                if let Some((at, meter)) = p.began {
                    session.began_at = at;
                    session.meter_start = meter.or(session.meter_start);
                }
                if let Some((at, meter)) = p.last {
                    (session.last_at, session.last_meter) = (Some(at), Some(meter));
                }
                (session.flags, session.numbers) = (p.flags, p.numbers);
            }
            Event::SessionEnded(e) => {
                self.numbers.extend(e.number.map(|n| (e.session, n)));
                self.said.get_mut(&e.session).unwrap().1 = e.end.said;
                let session = self.session_mut(e.session);
                (session.end, session.flags, session.numbers) = (Some(e.end), e.flags, e.numbers);
                session.at_connector = session.at_connector.or(e.at_connector);
            }
            Event::SessionReopened(key) => {
                let session = self.session_mut(key);
                *session = session.clone().reopened();
            }
            _ => {}
        }
    }

    fn find(&self, fits: impl Fn(&Session) -> bool) -> Option<Session> {
        self.sessions.iter().rev().find(|session| fits(session)).cloned()
    }
}

impl World for Memory {
    type Error = Infallible;

    fn policy(&self) -> Policy {
        self.policy
    }

    fn admission(&mut self) -> Result<Admission, Infallible> {
        Ok(Admission::Accepted)
    }

    fn token(&mut self, _: &IdToken) -> Result<Option<TokenRecord>, Infallible> {
        Ok(None)
    }

    fn session(&mut self, wire: &WireRef) -> Result<Option<Session>, Infallible> {
        Ok(self.find(|s| s.wire == *wire))
    }

    fn open_session_at(&mut self, at: ConnectorRef) -> Result<Option<Session>, Infallible> {
        Ok(self.find(|s| s.is_open() && s.at_connector == Some(at)))
    }

    fn last_session_at(&mut self, at: ConnectorRef) -> Result<Option<Session>, Infallible> {
        Ok(self.find(|s| s.at_connector == Some(at)))
    }

    fn charges_elsewhere(&mut self, token: &IdToken, at: Option<ConnectorRef>) -> Result<bool, Infallible> {
        let same = |s: &Session| s.token.as_ref().is_some_and(|t| t.folded() == token.folded());
        Ok(self.sessions.iter().any(|s| s.is_open() && same(s) && (at.is_none() || s.at_connector != at)))
    }

    fn open_sessions(&mut self) -> Result<Vec<Session>, Infallible> {
        Ok(self.sessions.iter().rev().filter(|s| s.is_open()).cloned().collect())
    }

    fn begun_by(
        &mut self,
        at: ConnectorRef,
        when: Timestamp,
        token: &IdToken,
        meter_start: Option<WattHours>,
    ) -> Result<Option<Session>, Infallible> {
        Ok(self.find(|s| {
            self.said[&s.key].0 == when
                && s.at_connector == Some(at)
                && s.token.as_ref().is_some_and(|t| t.folded() == token.folded())
                && s.meter_start == meter_start
        }))
    }

    fn ended_by(&mut self, when: Timestamp, meter: Option<WattHours>) -> Result<Option<Session>, Infallible> {
        Ok(self.find(|s| {
            when != Timestamp(0)
                && self.said[&s.key].1 == when
                && (meter.is_none() || s.end.as_ref().is_some_and(|e| e.meter_stop == meter))
        }))
    }

    fn has_number(&mut self, session: SessionKey, number: i64) -> Result<bool, Infallible> {
        Ok(self.numbers.contains(&(session, number)))
    }

    fn open_faults(&mut self) -> Result<Vec<crate::fault::OpenFault>, Infallible> {
        Ok(Vec::new())
    }

    fn next_fault(&mut self) -> Result<crate::fault::FaultKey, Infallible> {
        Ok(crate::fault::FaultKey(1))
    }

    fn next_session(&mut self) -> Result<SessionKey, Infallible> {
        Ok(SessionKey(u32::try_from(self.sessions.len()).unwrap() + 1))
    }
}
