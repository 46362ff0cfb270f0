//! Requests for logs: begun, followed, ended.

use std::path::Path;

use domain::event::Event;
use domain::logs::{LogHappening, LogKey, LogReason, LogRequest, LogState, ReceivedFile};
use domain::order::{Command, LogKind, OrderKey, OrderState, Progress, Transfer, Trigger, Upload};
use domain::place::Place;
use domain::station::{Admission, Protocol, StationKey};
use domain::time::{DAY, Timestamp};
use domain::travel::Travel;

use super::errand::{NewLog, TransferError};
use super::route::route;
use super::run::{Key, Running};
use super::tidy;
use crate::centre::AUTOMATION;
use crate::files::{FileHost, Good, Incoming, Pass, Ticket};

/// How long a station may send after it was asked, in milliseconds.
const SEND_WITHIN: i64 = DAY;
/// The most that a station may send for one request, in bytes.
const MOST: u64 = 100 * 1024 * 1024;
/// What a charger is told when no try of its can succeed.
const FINAL: [&str; 2] = ["the file is larger than allowed", "the file cannot be written"];

impl Running {
    pub(super) async fn ask_log(&mut self, new: NewLog) -> Result<LogKey, TransferError> {
        let station = new.station;
        let row = self.read(move |reader| reader.station(station)).await?;
        let row = row.ok_or(TransferError::Unknown("station"))?;
        if row.admission != Admission::Accepted {
            return Err(TransferError::NotAccepted);
        }
        let now = self.now();
        let made = self.write(move |write| {
            let request = LogRequest {
                key: write.next_log()?,
                station,
                kind: new.kind,
                from: new.from,
                to: new.to,
                wanted: new.wanted,
                state: LogState::Asking,
                reason: None,
                word: String::new(),
                announced: String::new(),
                order: None,
                travel: None,
                received: 0,
                told_sent: false,
                files: 0,
                heard_at: now,
                reminders: 0,
                by: new.by.clone(),
                asked_at: now,
                changed_at: now,
                over_at: None,
            };
            write.apply(station, Event::LogMoved(Box::new(request.clone())), now)?;
            Ok(request)
        });
        let request = made.await?;
        let key = request.key;
        self.logs.insert(key, request.clone());
        match self.prepared_log(&request).await {
            Ok((command, travel)) => self.send_log(request, command, travel).await?,
            Err((reason, word)) => self.step_log(key, LogHappening::NotAsked(reason, word)).await,
        }
        Ok(key)
    }

    async fn prepared_log(&self, request: &LogRequest) -> Result<(Command, Travel), (LogReason, String)> {
        let route = route(&self.inner, request.station, request.wanted).await;
        let scheme = route.scheme.map_err(|ways| (LogReason::Transport, ways))?;
        let protocol = self.inner.registry.info(request.station).map(|info| info.protocol);
        let (host, protocol) = route.host.zip(protocol).ok_or((LogReason::Away, String::new()))?;
        let pass = FileHost::pass();
        let admitted = self.inner.files.admit(&pass, scheme, self.place(request.key, self.now())).await;
        admitted.map_err(|error| (LogReason::Port, error.to_string()))?;
        let location = self.inner.files.url(&pass, scheme, host, "");
        let upload = Upload {
            location: location.clone(),
            from: request.from,
            to: request.to,
            retries: None,
            retry_s: None,
        };
        let command = match (protocol, request.kind) {
            (Protocol::V16, LogKind::Diagnostics) => Command::SendDiagnostics(upload),
            (_, kind) => Command::SendLog { request: request.key.0, kind, upload },
        };
        Ok((command, Travel { scheme, key: pass.key, password: pass.password, location }))
    }

    /// The right to send files into the folder of a request.
    fn place(&self, key: LogKey, now: Timestamp) -> Ticket {
        let folder = tidy::folder(&self.inner.store, key);
        Ticket { good: Good::Send(Incoming { folder, most: MOST }), until: now.plus(SEND_WITHIN) }
    }

    async fn send_log(
        &mut self,
        mut request: LogRequest,
        command: Command,
        travel: Travel,
    ) -> Result<(), TransferError> {
        let (now, station, by, asked) = (self.now(), request.station, request.by.clone(), command.clone());
        let recorded = self.write(move |write| {
            let order = write.next_order()?;
            let event = Event::OrderAsked { order, command: asked.clone(), by: by.clone(), at: now };
            write.apply(station, event, now)?;
            request.step(LogHappening::Asked { order, travel: travel.clone() }, now);
            write.apply(station, Event::LogMoved(Box::new(request.clone())), now)?;
            Ok((order, request.clone()))
        });
        let (order, request) = recorded.await?;
        self.logs.insert(request.key, request);
        self.inner.dispatch(order, station, command, now);
        Ok(())
    }

    pub(super) async fn cancel_log(&mut self, key: LogKey) -> Result<(), TransferError> {
        if self.logs.contains_key(&key) {
            self.step_log(key, LogHappening::Ended(LogReason::Operator)).await;
            return Ok(());
        }
        let known = self.read(move |reader| reader.log_request(key)).await?;
        Err(known.map_or(TransferError::Unknown("request"), |_| TransferError::Conflict("over")))
    }

    /// After a start: a station that was asked may still send to the same address.
    pub(super) async fn take_up_logs(&mut self) {
        let now = self.now();
        for request in self.logs.values().cloned().collect::<Vec<_>>() {
            let Some(travel) = request.travel else {
                self.step_log(request.key, LogHappening::NotAsked(LogReason::Silent, String::new())).await;
                continue;
            };
            let pass = Pass { key: travel.key, password: travel.password };
            let place = self.place(request.key, now);
            if let Err(error) = self.inner.files.admit(&pass, travel.scheme, place).await {
                tracing::warn!(%error, request = request.key.0, "a charger cannot go on to send its log");
            }
        }
    }

    /// Moves a request, writes it down, and does what follows.
    pub(super) async fn step_log(&mut self, key: LogKey, what: LogHappening<'_>) {
        let now = self.now();
        let Some(request) = self.logs.get_mut(&key) else { return };
        let before = request.clone();
        let remind = request.step(what, now);
        let request = request.clone();
        if request != before {
            self.save_log(key).await;
        }
        if before.state == LogState::Asking && request.state == LogState::Agreed {
            let older = |other: &&LogRequest| other.station == request.station && other.key < key;
            for older in self.logs.values().filter(older).map(|other| other.key).collect::<Vec<_>>() {
                Box::pin(self.step_log(older, LogHappening::Ended(LogReason::Replaced))).await;
            }
        }
        if remind {
            self.remind_of_log(&request).await;
        }
        if request.state.is_over() {
            self.logs.remove(&key);
            self.moving.remove(&Key::Log(key));
            if let Some(travel) = &request.travel {
                self.inner.files.take_back(&travel.key);
            }
            if let Some(order) = request.order {
                self.inner.desk.settled(order, request.state == LogState::Received, now);
            }
        }
    }

    pub(super) async fn save_log(&self, key: LogKey) {
        let Some(request) = self.logs.get(&key) else { return };
        self.record(Some(request.station), Event::LogMoved(Box::new(request.clone()))).await;
    }

    pub(super) async fn look_at_log(&mut self, key: LogKey) {
        let Some(station) = self.logs.get(&key).map(|request| request.station) else { return };
        let connected = self.inner.registry.info(station).is_some();
        self.step_log(key, LogHappening::Looked(connected)).await;
    }

    pub(super) async fn log_progressed(&mut self, station: StationKey, progress: &Progress) {
        if !matches!(progress.of, Transfer::Diagnostics | Transfer::Log) {
            return;
        }
        let mine = |request: &&LogRequest| request.station == station;
        let meant = match progress.request {
            Some(request) => self.logs.get(&LogKey(request)).filter(mine),
            None => self.logs.values().rfind(mine),
        };
        if let Some(key) = meant.map(|request| request.key) {
            self.step_log(key, LogHappening::Progressed(progress)).await;
        }
    }

    pub(super) async fn log_ordered(&mut self, order: OrderKey, state: OrderState, word: &str) {
        if let Some(key) = self.log_of(order) {
            self.step_log(key, LogHappening::Ordered(state, word)).await;
        }
    }

    pub(super) async fn log_announced(&mut self, order: OrderKey, name: &str) {
        if let Some(key) = self.log_of(order) {
            self.step_log(key, LogHappening::Announced(name)).await;
        }
    }

    fn log_of(&self, order: OrderKey) -> Option<LogKey> {
        self.logs.values().find(|request| request.order == Some(order)).map(|request| request.key)
    }

    fn log_by_ticket(&self, ticket: &str) -> Option<LogKey> {
        let mine = |request: &&LogRequest| request.travel.as_ref().is_some_and(|travel| travel.key == ticket);
        self.logs.values().find(mine).map(|request| request.key)
    }

    pub(super) fn coming(&mut self, ticket: &str, bytes: u64) {
        let now = self.now();
        let Some(key) = self.log_by_ticket(ticket) else { return };
        if let Some(request) = self.logs.get_mut(&key) {
            request.step(LogHappening::Coming(bytes), now);
            self.mark(Key::Log(key));
        }
    }

    pub(super) async fn kept(&mut self, ticket: &str, file: &Path, bytes: u64) {
        let Some(key) = self.log_by_ticket(ticket) else { return };
        let Some(station) = self.logs.get(&key).map(|request| request.station) else { return };
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let now = self.now();
        let recorded = self.write(move |write| {
            let file = ReceivedFile {
                key: write.next_received()?,
                request: key,
                name: name.clone(),
                size: bytes,
                at: now,
                deleted: false,
            };
            write.apply(station, Event::FileReceived(file), now)
        });
        if let Err(error) = recorded.await {
            tracing::error!(?error, "a received file could not be written down");
        }
        if let Some(request) = self.logs.get_mut(&key) {
            request.step(LogHappening::Coming(bytes), now);
        }
        self.step_log(key, LogHappening::Kept).await;
        self.tidy().await;
    }

    pub(super) async fn turned_away(&mut self, ticket: &str, why: &'static str) {
        if let Some(key) = self.log_by_ticket(ticket)
            && FINAL.contains(&why)
        {
            self.step_log(key, LogHappening::TurnedAway(why)).await;
        }
    }

    /// Asks a silent station where it stands (1.6 section 5.17).
    async fn remind_of_log(&mut self, request: &LogRequest) {
        let protocol = self.inner.registry.info(request.station).map(|info| info.protocol);
        let what = match (protocol, request.kind) {
            (Some(Protocol::V16), LogKind::Diagnostics) => Trigger::Diagnostics,
            _ => Trigger::Log,
        };
        let extended = protocol == Some(Protocol::V16) && what == Trigger::Log;
        let command = Command::Trigger { what, at: Place::Station, extended };
        // A reminder that cannot be sent is followed by the next one.
        drop(self.inner.order(request.station, command, AUTOMATION).await);
    }
}
