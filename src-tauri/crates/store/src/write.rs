//! A running write transaction: what may be changed in it, and the facts that it will tell of.

use domain::event::Event;
use domain::order::OrderKey;
use domain::station::{Admission, Protocol, StationKey};
use domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::error::Error;
use crate::table;
use crate::world::Cache;
use crate::writer::Committed;

/// A running write transaction. Nothing is told before it is committed.
pub struct Write<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) cache: &'a mut Cache,
    pub(crate) facts: &'a mut Vec<Committed>,
}

impl Write<'_> {
    /// Stores a fact about a station that did not come as a message of it.
    pub fn apply(&mut self, station: StationKey, event: Event, at: Timestamp) -> Result<(), Error> {
        self.record(station, Protocol::V16, event, at, &mut None)
    }

    /// Stores a fact about the site.
    pub fn apply_site(&mut self, event: Event, at: Timestamp) -> Result<(), Error> {
        match &event {
            Event::SettingsSaved(settings) => {
                table::setting::save(self.db, settings)?;
                self.cache.policy = settings.policy;
            }
            Event::TokenSaved(token) => table::token::save(self.db, token)?,
            Event::TokenRemoved(value) => table::token::remove(self.db, value)?,
            Event::DriverSaved(driver) => table::person::save_driver(self.db, driver)?,
            Event::DriverRemoved { driver, .. } => table::person::remove_driver(self.db, *driver)?,
            Event::CostCentreSaved(centre) => table::person::save_cost_centre(self.db, centre)?,
            Event::CostCentreRemoved(centre) => table::person::remove_cost_centre(self.db, *centre)?,
            Event::SenderSaved(sender) => table::person::save_sender(self.db, sender)?,
            Event::TariffSaved { tariff, name, version } => {
                table::tariff::save(self.db, *tariff, name, version.as_ref(), at)?;
            }
            Event::TariffUsed { tariff, station, cost_centre } => {
                table::tariff::used(self.db, *tariff, *station, *cost_centre)?;
            }
            Event::Entered(entry) => {
                table::ledger::append(self.db, entry)?;
            }
            Event::StatementIssued(statement) => table::statement::insert(self.db, statement)?,
            Event::StatementPaid { statement, at } => table::statement::paid(self.db, *statement, *at)?,
            Event::FirmwareSaved(file) => table::firmware::save(self.db, file)?,
            Event::FirmwareRemoved(key) => table::firmware::remove(self.db, *key, at)?,
            Event::RolloutMoved(rollout) => table::firmware::rolled(self.db, rollout)?,
            _ => return Err(Error::Defect("a station's fact without its station".to_owned())),
        }
        self.facts.push(Committed { station: None, at, event });
        Ok(())
    }

    /// The station of an identity, compared without regard to case, or a new one of the given admission.
    pub fn station(&mut self, identity: &str, new: Admission, at: Timestamp) -> Result<StationKey, Error> {
        let folded = identity.to_lowercase();
        let known: Option<u32> = self
            .db
            .prepare_cached("SELECT id FROM station WHERE identity_folded = ?1")?
            .query_row([&folded], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(StationKey(id));
        }
        table::station::insert(self.db, identity, &folded, new, at)
    }

    /// The lowest bay number that no station holds.
    pub fn free_bay(&self) -> Result<u16, Error> {
        let taken: Vec<u16> = self.bays()?.into_iter().map(|(_, bay)| bay).collect();
        Ok((1..=domain::operator::BAY_MAX).find(|bay| !taken.contains(bay)).unwrap_or(0))
    }

    /// Every bay that is taken, and by whom.
    pub fn bays(&self) -> Result<Vec<(StationKey, u16)>, Error> {
        let mut rows = self.db.prepare_cached("SELECT id, bay FROM station WHERE bay IS NOT NULL")?;
        let bays = rows.query_map([], |row| Ok((StationKey(row.get(0)?), row.get(1)?)))?;
        Ok(bays.collect::<Result<_, _>>()?)
    }

    /// A station's admission; `None` when there is no such station.
    pub fn admission(&mut self, station: StationKey) -> Result<Option<Admission>, Error> {
        table::station::admission(self.db, station)
    }

    /// A number for a new reservation.
    pub fn next_reservation(&self) -> Result<domain::order::ReservationKey, Error> {
        let id =
            self.db.query_row("SELECT coalesce(max(id), 0) + 1 FROM reservation", [], |row| row.get(0))?;
        Ok(domain::order::ReservationKey(id))
    }

    /// A number for a new firmware file.
    pub fn next_firmware(&self) -> Result<domain::firmware::FirmwareKey, Error> {
        self.next("firmware").map(domain::firmware::FirmwareKey)
    }

    /// A number for a new update.
    pub fn next_update(&self) -> Result<domain::firmware::UpdateKey, Error> {
        self.next("firmware_update").map(domain::firmware::UpdateKey)
    }

    /// A number for a new rollout.
    pub fn next_rollout(&self) -> Result<domain::firmware::RolloutKey, Error> {
        self.next("rollout").map(domain::firmware::RolloutKey)
    }

    /// A number for a new request for a log.
    pub fn next_log(&self) -> Result<domain::logs::LogKey, Error> {
        self.next("log_request").map(domain::logs::LogKey)
    }

    /// A number for a new received file.
    pub fn next_received(&self) -> Result<domain::logs::ReceivedKey, Error> {
        self.next("received_file").map(domain::logs::ReceivedKey)
    }

    /// A number for a new driver.
    pub fn next_driver(&self) -> Result<domain::people::DriverKey, Error> {
        self.next("driver").map(domain::people::DriverKey)
    }

    /// A number for a new cost centre.
    pub fn next_cost_centre(&self) -> Result<domain::people::CostCentreKey, Error> {
        self.next("cost_centre").map(domain::people::CostCentreKey)
    }

    /// A number for a new tariff.
    pub fn next_tariff(&self) -> Result<domain::billing::TariffKey, Error> {
        self.next("tariff").map(domain::billing::TariffKey)
    }

    /// A key for a new statement, and its number in its series.
    pub fn next_statement(&self, series: &str) -> Result<(domain::billing::StatementKey, u32), Error> {
        let number = self.db.query_row(
            "SELECT coalesce(max(number), 0) + 1 FROM statement WHERE series = ?1",
            [series],
            |row| row.get(0),
        )?;
        Ok((self.next("statement").map(domain::billing::StatementKey)?, number))
    }

    /// What is stored, as it is inside this transaction.
    pub fn reader(&self) -> crate::readers::Reader<'_> {
        crate::readers::Reader { db: self.db }
    }

    /// The updates of a station that are not over, oldest first.
    pub fn open_updates(&self, station: StationKey) -> Result<Vec<domain::firmware::UpdateKey>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT id FROM firmware_update WHERE station = ?1 AND over_at IS NULL ORDER BY id",
        )?;
        let rows = rows.query_map([station.0], |row| row.get(0).map(domain::firmware::UpdateKey))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether an update that is not over, or a rollout, needs a firmware file.
    pub fn needs_firmware(&self, file: domain::firmware::FirmwareKey) -> Result<bool, Error> {
        let mut row = self.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM firmware_update WHERE firmware = ?1 AND over_at IS NULL)
               OR EXISTS (SELECT 1 FROM rollout WHERE firmware = ?1 AND over_at IS NULL)",
        )?;
        Ok(row.query_row([file.0], |row| row.get(0))?)
    }

    /// A number for a new row of one of our tables.
    fn next(&self, table: &'static str) -> Result<u32, Error> {
        let statement = format!("SELECT coalesce(max(id), 0) + 1 FROM {table}");
        Ok(self.db.query_row(&statement, [], |row| row.get(0))?)
    }

    /// A number for a new order.
    pub fn next_order(&self) -> Result<OrderKey, Error> {
        let id = self.db.query_row("SELECT coalesce(max(id), 0) + 1 FROM \"order\"", [], |row| row.get(0))?;
        Ok(OrderKey(id))
    }

    /// Stores blocks of the trace and lets the oldest go beyond what the settings keep. What was stored from the
    /// number `instead_of` on is replaced.
    pub fn trace(
        &mut self,
        blocks: &[crate::trace::Block],
        instead_of: Option<i64>,
        now: Timestamp,
    ) -> Result<(), Error> {
        table::trace::store(self.db, blocks, instead_of)?;
        table::trace::shrink(self.db, table::setting::load(self.db)?.trace, now)
    }

    /// Stores one fact; the frame goes with the first fact that belongs to a session.
    pub(crate) fn record(
        &mut self,
        station: StationKey,
        protocol: Protocol,
        event: Event,
        at: Timestamp,
        frame: &mut Option<&str>,
    ) -> Result<(), Error> {
        let db = self.db;
        match &event {
            Event::Connected(contact) => table::station::connected(db, station, contact)?,
            Event::Disconnected(when) => table::station::gone(db, station, *when)?,
            Event::Booted(boot) => {
                table::station::booted(db, station, boot, at)?;
                table::configuration::restarted(db, station)?;
            }
            Event::Heard => {}
            Event::Admitted(admission) => {
                table::station::admit(db, station, *admission)?;
                self.cache.admissions.insert(station, *admission);
            }
            Event::Named { name, bay } => table::station::name(db, station, name, *bay)?,
            Event::PasswordChanged(hash) => table::station::password(db, station, hash.as_deref())?,
            Event::PasswordOffered(hash) => table::station::offer_password(db, station, hash.as_deref())?,
            Event::ConnectorChanged(change) => table::connector::save(db, station, change)?,
            Event::FaultSeen { fault, sign, at } => table::fault::seen(db, station, *fault, sign, *at)?,
            Event::FaultOver { fault, at } => table::fault::over(db, *fault, *at)?,
            Event::Noted(text) => table::station::note(db, station, text, at)?,
            Event::SwitchSet { switch, value } => {
                table::quirk::switch(db, station, switch, value.as_deref())?
            }
            Event::BootKeySet(key) => table::quirk::key(db, station, key, at)?,
            Event::NoticeKept(notice) => table::notice::insert(db, station, notice, at)?,
            Event::TokenSeen { token, refused, at } => table::token::seen(db, station, token, *refused, *at)?,
            Event::SessionBegan(began) => {
                table::session::began(db, station, protocol, began)?;
                table::entry::insert(db, began.session, began.number, at, &began.samples, frame.take())?;
            }
            Event::SessionProgressed(progress) => {
                table::session::progressed(db, progress)?;
                table::entry::insert(
                    db,
                    progress.session,
                    progress.number,
                    at,
                    &progress.samples,
                    frame.take(),
                )?;
            }
            Event::SessionEnded(ended) => {
                table::session::ended(db, ended)?;
                table::entry::insert(db, ended.session, ended.number, at, &ended.samples, frame.take())?;
            }
            Event::Measured(measured) => table::entry::insert_idle(db, station, measured)?,
            Event::OrderAsked { order, command, by, at } => {
                table::order::insert(db, station, *order, command, by, *at)?;
            }
            Event::OrderMoved { order, state, detail, at } => {
                table::order::moved(db, *order, *state, detail, *at)?
            }
            Event::Found { order, finding, whole } => {
                table::order::found(db, *order, finding)?;
                table::configuration::told(db, station, finding, *whole, at)?;
            }
            Event::SettingChanged { key, value, after_restart } => {
                table::configuration::changed(db, station, key, value, *after_restart, at)?;
            }
            Event::ListSent(list) => table::list::sent(db, station, list, at)?,
            Event::Reserved(reservation) => table::reservation::held(db, station, reservation, at)?,
            Event::ReservationOver { key, state } => {
                table::reservation::over(db, station, *key, *state, at)?;
            }
            Event::Progressed(progress) => table::notice::progress(db, station, progress, at)?,
            Event::CertificateWanted(request) => table::notice::certificate(db, station, request, at)?,
            Event::SessionReopened(session) => table::session::reopened(db, *session)?,
            Event::UpdateMoved(update) => table::firmware::moved(db, update)?,
            Event::LogMoved(request) => table::log::moved(db, request)?,
            Event::FileReceived(file) => table::log::received(db, file)?,
            Event::ReceivedRemoved { file, .. } => table::log::deleted(db, *file)?,
            Event::TokenSaved(_)
            | Event::TokenRemoved(_)
            | Event::SettingsSaved(_)
            | Event::FirmwareSaved(_)
            | Event::FirmwareRemoved(_)
            | Event::RolloutMoved(_)
            | Event::DriverSaved(_)
            | Event::DriverRemoved { .. }
            | Event::CostCentreSaved(_)
            | Event::CostCentreRemoved(_)
            | Event::SenderSaved(_)
            | Event::TariffSaved { .. }
            | Event::TariffUsed { .. }
            | Event::Entered(_)
            | Event::StatementIssued(_)
            | Event::StatementPaid { .. } => {
                return self.apply_site(event, at);
            }
        }
        self.facts.push(Committed { station: Some(station), at, event });
        Ok(())
    }
}
