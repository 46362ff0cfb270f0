//! What the rules look up while they decide, read from the running transaction.

use std::collections::HashMap;

use domain::energy::WattHours;
use domain::fault::{FaultKey, OpenFault};
use domain::place::ConnectorRef;
use domain::session::{Session, SessionKey, WireRef};
use domain::station::{Admission, StationKey};
use domain::time::Timestamp;
use domain::token::{IdToken, TokenRecord};
use domain::world::{Policy, World};
use rusqlite::Connection;

use crate::error::Error;
use crate::table;

/// What is worth remembering between transactions. Dropped whole when a commit fails.
#[derive(Default)]
pub struct Cache {
    loaded: bool,
    pub policy: Policy,
    pub admissions: HashMap<StationKey, Admission>,
    next_session: u32,
}

impl Cache {
    pub fn load(&mut self, db: &Connection) -> Result<(), Error> {
        if !self.loaded {
            self.policy = table::setting::load(db)?.policy;
            self.next_session =
                db.query_row("SELECT coalesce(max(id), 0) + 1 FROM session", [], |row| row.get(0))?;
            self.admissions.clear();
            self.loaded = true;
        }
        Ok(())
    }
}

/// The world of one station.
pub struct StoreWorld<'a> {
    pub db: &'a Connection,
    pub cache: &'a mut Cache,
    pub station: StationKey,
}

impl World for StoreWorld<'_> {
    type Error = Error;

    fn policy(&self) -> Policy {
        self.cache.policy
    }

    fn admission(&mut self) -> Result<Admission, Error> {
        if let Some(known) = self.cache.admissions.get(&self.station) {
            return Ok(*known);
        }
        let admission = table::station::admission(self.db, self.station)?.unwrap_or(Admission::Pending);
        self.cache.admissions.insert(self.station, admission);
        Ok(admission)
    }

    fn token(&mut self, token: &IdToken) -> Result<Option<TokenRecord>, Error> {
        table::token::record(self.db, self.station, token)
    }

    fn session(&mut self, wire: &WireRef) -> Result<Option<Session>, Error> {
        match wire {
            WireRef::Central(number) => table::session::by_number(self.db, self.station, *number),
            WireRef::Station(name) => table::session::by_name(self.db, self.station, name),
        }
    }

    fn open_session_at(&mut self, at: ConnectorRef) -> Result<Option<Session>, Error> {
        let open = table::session::open(self.db, self.station)?;
        Ok(open.into_iter().find(|session| session.at_connector == Some(at)))
    }

    fn last_session_at(&mut self, at: ConnectorRef) -> Result<Option<Session>, Error> {
        table::session::last_at(self.db, self.station, at)
    }

    fn charges_elsewhere(&mut self, token: &IdToken, at: Option<ConnectorRef>) -> Result<bool, Error> {
        table::session::charges_elsewhere(self.db, token, self.station, at)
    }

    fn open_sessions(&mut self) -> Result<Vec<Session>, Error> {
        table::session::open(self.db, self.station)
    }

    fn begun_by(
        &mut self,
        at: ConnectorRef,
        when: Timestamp,
        token: &IdToken,
        meter_start: Option<WattHours>,
    ) -> Result<Option<Session>, Error> {
        let begun = table::session::begun_at(self.db, self.station, when)?;
        let same_token =
            |other: &Option<IdToken>| other.as_ref().is_some_and(|o| o.folded() == token.folded());
        Ok(begun
            .into_iter()
            .find(|s| s.at_connector == Some(at) && s.meter_start == meter_start && same_token(&s.token)))
    }

    fn ended_by(&mut self, when: Timestamp, meter_stop: Option<WattHours>) -> Result<Option<Session>, Error> {
        if when == Timestamp(0) {
            return Ok(None);
        }
        let ended = table::session::ended_at(self.db, self.station, when)?;
        let same_meter =
            |s: &Session| meter_stop.is_none() || s.end.as_ref().is_some_and(|e| e.meter_stop == meter_stop);
        Ok(ended.into_iter().find(same_meter))
    }

    fn has_number(&mut self, session: SessionKey, number: i64) -> Result<bool, Error> {
        table::entry::has_number(self.db, session, number)
    }

    fn open_faults(&mut self) -> Result<Vec<OpenFault>, Error> {
        table::fault::open(self.db, self.station)
    }

    fn next_fault(&mut self) -> Result<FaultKey, Error> {
        table::fault::next(self.db)
    }

    fn next_session(&mut self) -> Result<SessionKey, Error> {
        let key = SessionKey(self.cache.next_session);
        self.cache.next_session += 1;
        Ok(key)
    }
}
