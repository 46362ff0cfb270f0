//! Everything that a session's bill is made from.

use domain::billing::{Case, History, Payer, Reading, Tariff, Told, tariff_for};
use domain::curve;
use domain::energy::WattHours;
use domain::people::{CostCentreKey, DriverKey};
use domain::session::{Flags, Numbers, SessionKey};
use domain::station::StationKey;
use domain::time::{DAY, HOUR, Timestamp};
use rusqlite::{OptionalExtension, params};

use crate::error::Error;
use crate::readers::Reader;

/// A session whose charger has been silent for so long ends no more by itself.
const SILENT: i64 = 12 * HOUR;
/// A car that stands at its connector for longer than this is not waited for.
const STANDS: i64 = 7 * DAY;

/// The parts of a session's row that a case is made from.
struct Facts {
    station: StationKey,
    place: Option<(u16, u16)>,
    told: Told,
    newest: Option<Reading>,
    received: Timestamp,
    flags: Flags,
}

impl Reader<'_> {
    /// A session with all that its bill is made from; `None` without such a session. What was priced keeps to its tariff
    /// as it stood at that time, all else is as things stand now.
    pub fn case(&self, session: SessionKey, now: Timestamp) -> Result<Option<Case>, Error> {
        let Some(facts) = self.facts(session)? else { return Ok(None) };
        let points = self.points(session)?;
        let readings: Vec<Reading> = curve::energy(&points)
            .into_iter()
            .map(|(at, register)| Reading { at, register: WattHours(register) })
            .collect();
        let most_power_w = curve::power(&points).into_iter().map(|(_, watts)| watts).max();
        let payer = self.payer(facts.told.token.as_deref())?;
        let history = History(self.entries(session)?);
        let tariff = match history.priced() {
            Some((made, cost)) if !history.asks_anew(facts.told.token.as_deref(), &payer) => {
                cost.map(|cost| self.tariff_then(cost, made)).transpose()?
            }
            _ => self.counting_tariff(facts.station, payer.cost_centre)?,
        };
        let (left, parked, free) = self.after(session, &facts, now)?;
        let heard = facts.newest.map_or(facts.received, |newest| newest.at.max(facts.received));
        let open = facts.told.ended.is_none();
        Ok(Some(Case {
            session,
            twin: self.twin(session)?,
            newest: facts.newest,
            flags: facts.flags,
            readings,
            most_power_w,
            left,
            parked,
            abandoned: open && (free || now.since(heard) > SILENT),
            payer,
            tariff,
            history,
            told: facts.told,
        }))
    }

    /// The tariff that counts at a station for a cost centre.
    pub fn counting_tariff(
        &self,
        station: StationKey,
        cost_centre: Option<CostCentreKey>,
    ) -> Result<Option<Tariff>, Error> {
        match tariff_for(&self.tariff_uses()?, station, cost_centre) {
            Some(key) => self.tariff(key),
            None => Ok(None),
        }
    }

    /// Who pays for what a driver takes.
    pub fn payer_of(&self, driver: Option<DriverKey>) -> Result<Payer, Error> {
        let Some(key) = driver else { return Ok(Payer::default()) };
        let Some(driver) = self.driver(key)? else { return Ok(Payer::default()) };
        let centre = match driver.cost_centre {
            Some(centre) => self.cost_centre(centre)?,
            None => None,
        };
        Ok(Payer {
            driver: Some(key),
            driver_name: driver.name,
            cost_centre: centre.as_ref().map(|centre| centre.key),
            cost_centre_name: centre.map(|centre| centre.name).unwrap_or_default(),
        })
    }

    /// A 2.x session by its station's name for it.
    pub fn session_named(&self, station: StationKey, name: &str) -> Result<Option<SessionKey>, Error> {
        let mut row =
            self.db.prepare_cached("SELECT id FROM session WHERE station = ?1 AND wire_text = ?2")?;
        Ok(row.query_row(params![station.0, name], |row| row.get(0).map(SessionKey)).optional()?)
    }

    /// The station of a session.
    pub fn station_of(&self, session: SessionKey) -> Result<Option<StationKey>, Error> {
        let mut row = self.db.prepare_cached("SELECT station FROM session WHERE id = ?1")?;
        Ok(row.query_row([session.0], |row| row.get(0).map(StationKey)).optional()?)
    }

    /// Which numbered messages of a session were seen.
    pub fn numbers(&self, session: SessionKey) -> Result<Numbers, Error> {
        let mut row = self.db.prepare_cached(
            "SELECT first_number, last_number, numbers, began_told FROM session WHERE id = ?1",
        )?;
        let numbers = row.query_row([session.0], |row| {
            Ok(Numbers { first: row.get(0)?, last: row.get(1)?, count: row.get(2)?, began: row.get(3)? })
        });
        Ok(numbers.optional()?.unwrap_or_default())
    }

    fn payer(&self, token: Option<&str>) -> Result<Payer, Error> {
        let driver: Option<Option<u32>> = match token {
            Some(token) => self
                .db
                .prepare_cached("SELECT driver FROM token WHERE folded = ?1")?
                .query_row([token.to_lowercase()], |row| row.get(0))
                .optional()?,
            None => None,
        };
        self.payer_of(driver.flatten().map(DriverKey))
    }

    fn facts(&self, session: SessionKey) -> Result<Option<Facts>, Error> {
        let mut row = self.db.prepare_cached(
            "SELECT station, evse, connector, token, began_at, ended_at, meter_start, meter_stop, last_at, last_meter,
               began_received, flags FROM session WHERE id = ?1",
        )?;
        let facts = row.query_row([session.0], |row| {
            let ended: Option<i64> = row.get(5)?;
            let last: Option<i64> = row.get(8)?;
            let register: Option<i64> = row.get(9)?;
            let evse: Option<u16> = row.get(1)?;
            Ok(Facts {
                station: StationKey(row.get(0)?),
                place: evse.zip(row.get::<_, Option<u16>>(2)?.or(Some(1))),
                told: Told {
                    began: Timestamp(row.get(4)?),
                    ended: ended.map(Timestamp),
                    start: row.get::<_, Option<i64>>(6)?.map(WattHours),
                    stop: row.get::<_, Option<i64>>(7)?.map(WattHours).filter(|_| ended.is_some()),
                    token: row.get(3)?,
                },
                newest: last
                    .zip(register)
                    .map(|(at, register)| Reading { at: Timestamp(at), register: WattHours(register) }),
                received: Timestamp(row.get(10)?),
                flags: Flags(row.get(11)?),
            })
        });
        Ok(facts.optional()?)
    }

    /// When the car was gone after a session, whether it still stands there, and whether the connector of an open
    /// session is free.
    fn after(
        &self,
        session: SessionKey,
        facts: &Facts,
        now: Timestamp,
    ) -> Result<(Option<Timestamp>, bool, bool), Error> {
        let Some((evse, connector)) = facts.place else { return Ok((None, false, false)) };
        let place = params![facts.station.0, evse, connector, session.0];
        let followed: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM session WHERE station = ?1 AND evse = ?2 AND connector = ?3 AND id > ?4)",
            )?
            .query_row(place, |row| row.get(0))?;
        let state: Option<(i64, i64, i64)> = self
            .db
            .prepare_cached(
                "SELECT availability, phase, since FROM connector WHERE station = ?1 AND evse = ?2 AND connector = ?3",
            )?
            .query_row(params![facts.station.0, evse, connector], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        // Once another car came nobody knows when this one went.
        let Some((availability, phase, since)) = state.filter(|_| !followed) else {
            return Ok((None, false, followed && facts.told.ended.is_none()));
        };
        let free = availability == 0 && phase == 0;
        let Some(ended) = facts.told.ended else {
            return Ok((None, false, free && since > facts.told.began.0));
        };
        if free {
            return Ok(((since >= ended.0).then_some(Timestamp(since)), false, false));
        }
        let stands = availability == 0 && now.since(ended) < STANDS;
        Ok((None, stands, false))
    }

    /// An earlier session that says the same as this one.
    fn twin(&self, session: SessionKey) -> Result<Option<SessionKey>, Error> {
        let mut row = self.db.prepare_cached(
            "SELECT o.id FROM session s JOIN session o ON o.began_at BETWEEN s.began_at - ?2 AND s.began_at + ?2
             WHERE s.id = ?1 AND o.id < s.id AND o.station = s.station AND o.token IS s.token
               AND o.evse IS s.evse AND o.meter_start = s.meter_start AND o.meter_stop = s.meter_stop
               AND o.meter_stop > o.meter_start AND o.ended_at IS NOT NULL AND s.ended_at IS NOT NULL LIMIT 1",
        )?;
        Ok(row.query_row(params![session.0, DAY], |row| row.get(0).map(SessionKey)).optional()?)
    }
}
