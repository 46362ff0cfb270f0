//! From committed facts to numbered events: what changed is collected and told as whole views, a few times a second,
//! so that a flood of readings never becomes a flood of events.

mod transfers;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use central::Fact;
use domain::billing::StatementKey;
use domain::event::Event;
use domain::order::OrderKey;
use domain::session::SessionKey;
use domain::station::StationKey;
use domain::token::TokenFacts;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::console::{Inner, State};
use crate::event::Change;
use crate::fault::Fault;
use crate::{handle, show};
use transfers::Transfers;

/// What changed since it was last told.
#[derive(Default)]
pub struct Dirty {
    stations: BTreeSet<StationKey>,
    sessions: BTreeSet<SessionKey>,
    orders: BTreeSet<OrderKey>,
    tokens: BTreeSet<String>,
    transfers: Transfers,
    statements: BTreeSet<StatementKey>,
    books: bool,
    settings: bool,
    today: bool,
    handshakes: Vec<crate::view::HandshakeView>,
}

impl Dirty {
    fn is_empty(&self) -> bool {
        self.stations.is_empty()
            && self.sessions.is_empty()
            && self.orders.is_empty()
            && self.tokens.is_empty()
            && self.handshakes.is_empty()
            && self.transfers.is_empty()
            && self.statements.is_empty()
            && !self.books
            && !self.settings
            && !self.today
    }

    fn mark(&mut self, station: Option<StationKey>, event: &Event) {
        match event {
            Event::SessionBegan(began) => {
                self.sessions.insert(began.session);
                self.today = true;
            }
            Event::SessionProgressed(progress) => {
                self.sessions.insert(progress.session);
                self.today = true;
            }
            Event::SessionEnded(ended) => {
                self.sessions.insert(ended.session);
                self.today = true;
            }
            Event::OrderAsked { order, .. } | Event::OrderMoved { order, .. } => {
                self.orders.insert(*order);
                return;
            }
            Event::FirmwareSaved(_)
            | Event::FirmwareRemoved(_)
            | Event::UpdateMoved(_)
            | Event::RolloutMoved(_)
            | Event::LogMoved(_)
            | Event::FileReceived(_)
            | Event::ReceivedRemoved { .. } => return self.transfers.mark(event),
            Event::TokenSeen { token, .. } => {
                self.tokens.insert(token.value.clone());
                return;
            }
            Event::TokenSaved(TokenFacts { value, .. }) | Event::TokenRemoved(value) => {
                self.tokens.insert(value.clone());
            }
            Event::DriverRemoved { cards, .. } => {
                self.tokens.extend(cards.iter().cloned());
                self.books = true;
            }
            Event::DriverSaved(_)
            | Event::CostCentreSaved(_)
            | Event::CostCentreRemoved(_)
            | Event::SenderSaved(_)
            | Event::TariffSaved { .. }
            | Event::TariffUsed { .. } => self.books = true,
            Event::Entered(entry) => {
                self.sessions.insert(entry.session);
            }
            Event::StatementIssued(statement) => {
                self.statements.insert(statement.key);
                self.statements.extend(statement.corrects.map(|(corrected, _)| corrected));
                self.sessions.extend(statement.sessions.iter().map(|(session, _)| *session));
            }
            Event::StatementPaid { statement, .. } => drop(self.statements.insert(*statement)),
            Event::SettingsSaved(_) => self.settings = true,
            Event::SessionReopened(session) => {
                self.sessions.insert(*session);
            }
            Event::Found { order, .. } => {
                self.orders.insert(*order);
                return;
            }
            Event::NoticeKept(_) | Event::Heard => return,
            _ => {}
        }
        self.stations.extend(station);
    }
}

/// How many knocks a screen shows.
const HANDSHAKES: usize = 50;
/// How long changes are collected before they are told.
const COLLECT: Duration = Duration::from_millis(200);

/// Takes facts in as they come.
pub async fn take_facts(inner: Arc<Inner>, mut facts: UnboundedReceiver<Fact>) {
    while let Some(fact) = facts.recv().await {
        let mut state = inner.state();
        let State { live, dirty, handshakes, next_handshake, storage } = &mut *state;
        match fact {
            Fact::Committed(facts) => {
                *storage = None;
                for fact in facts {
                    if let Some(station) = fact.station {
                        live.take(station, &fact.event);
                    }
                    dirty.mark(fact.station, &fact.event);
                }
            }
            Fact::Handshake(knock) => {
                *next_handshake += 1;
                let view = show::handshake(*next_handshake, knock);
                handshakes.truncate(HANDSHAKES - 1);
                handshakes.push_front(view.clone());
                // A flood of knocks is worth the newest few.
                if dirty.handshakes.len() < HANDSHAKES {
                    dirty.handshakes.push(view);
                }
            }
            Fact::StorageFailed(error) => {
                tracing::error!(%error, "a message could not be stored and was not acknowledged");
                *storage = Some(error);
            }
        }
        drop(state);
        inner.changed.notify_one();
    }
}

/// Tells what changed, until the task is aborted.
pub async fn tell(inner: Arc<Inner>) {
    loop {
        inner.changed.notified().await;
        tokio::time::sleep(COLLECT).await;
        let dirty = std::mem::take(&mut inner.state().dirty);
        if dirty.is_empty() {
            continue;
        }
        if !inner.feed.is_watched() {
            inner.feed.skip();
            continue;
        }
        match changes(&inner, dirty).await {
            Ok(changes) => inner.feed.tell(changes, inner.now()),
            Err(fault) => {
                tracing::warn!(
                    ?fault,
                    "changes could not be read; screens are asked to read everything anew"
                );
                inner.feed.skip();
            }
        }
    }
}

async fn changes(inner: &Arc<Inner>, dirty: Dirty) -> Result<Vec<Change>, Fault> {
    let mut changes: Vec<Change> = dirty.handshakes.into_iter().map(Change::Handshake).collect();
    if dirty.settings {
        changes.push(Change::Settings(inner.settings().await?));
    }
    let stations: Vec<StationKey> = dirty.stations.into_iter().collect();
    for view in handle::station::views(inner, Some(stations)).await? {
        changes.push(Change::Station(Box::new(view)));
    }
    let (now, fallback) = (inner.now(), inner.options.zone.clone());
    let (sessions, orders, tokens, transfers) = (dirty.sessions, dirty.orders, dirty.tokens, dirty.transfers);
    let (mut statements, books) = (dirty.statements, dirty.books);
    let rows = inner.read(move |reader| {
        let mut found = Vec::new();
        if books {
            found.push(Change::Books(Box::new(handle::people::books(reader)?)));
        }
        for key in sessions {
            let rows: Vec<_> = reader.session(key)?.into_iter().collect();
            let views = handle::session::views(reader, &rows, &fallback, now)?;
            found.extend(views.into_iter().map(|view| Change::Session(Box::new(view))));
            if rows.iter().any(|row| row.statement.is_some()) {
                statements.extend(reader.statements_with(key)?);
            }
        }
        for key in statements {
            let row = reader.statement(key)?;
            found.extend(row.map(|row| Change::Statement(Box::new(show::books::statement(row)))));
        }
        for key in orders {
            found.extend(reader.order(key)?.map(|row| Change::Order(show::order(row))));
        }
        for value in tokens {
            found.extend(reader.token(&value)?.map(|row| Change::Token(show::token(row))));
        }
        found.extend(transfers.read(reader)?);
        Ok(found)
    });
    changes.extend(rows.await?);
    if dirty.today {
        changes.push(Change::Today(handle::today::figures(inner).await?));
    }
    Ok(changes)
}
