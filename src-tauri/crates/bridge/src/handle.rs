//! The answers to requests, one file an area.

pub mod bill;
pub mod cards_file;
pub mod chart;
pub mod command;
pub mod configuration;
pub mod energy;
pub mod evidence;
pub mod faults;
pub mod firmware;
pub mod logfile;
pub mod office;
pub mod order;
pub mod people;
pub mod quirk;
pub mod session;
pub mod settings;
pub mod snapshot;
pub mod statement;
pub mod station;
pub mod tariff;
pub mod today;
pub mod token;
pub mod trace;
mod transfer;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::console::Inner;
use crate::export;
use crate::fault::{Fault, FaultCode};
use crate::request::Request;
use crate::support::{self, SupportWanted};
use crate::view::Done;

/// Answers one request.
pub async fn request(inner: &Arc<Inner>, request: Request, by: &str) -> Result<Value, Fault> {
    match request {
        Request::Snapshot => json(snapshot::snapshot(inner).await?),
        Request::Connect => json(snapshot::connect(inner)),
        Request::AdmitStation { station, name, bay } => {
            json(station::admit(inner, station, name, bay).await?)
        }
        Request::RefuseStation { station } => json(station::refuse(inner, station).await?),
        Request::EditStation { station, name, bay } => json(station::edit(inner, station, name, bay).await?),
        Request::SetPassword { station, password } => {
            json(station::set_password(inner, station, password).await?)
        }
        Request::Order { station, command } => json(order::order(inner, station, command, by).await?),
        Request::Orders { station } => json(order::orders(inner, station).await?),
        Request::Peculiarities { station } => json(quirk::peculiarities(inner, station).await?),
        Request::Faults { station } => json(faults::faults(inner, station).await?),
        Request::SetSwitch { station, switch, value } => {
            json(quirk::set_switch(inner, station, switch, value).await?)
        }
        Request::Sessions { query } => json(session::page(inner, query).await?),
        Request::Session { session } => json(session::one(inner, session).await?),
        Request::Mail => json(office::mail(inner).await?),
        Request::SaveMail { account, password } => json(office::save_mail(inner, account, password).await?),
        Request::TestMail { to } => json(office::test_mail(inner, to).await?),
        Request::Schedule => json(office::schedule(inner).await?),
        Request::SaveSchedule { plan } => json(office::save_schedule(inner, plan).await?),
        Request::Evidence { session } => json(evidence::view(inner, session).await?),
        Request::Chart { query } => json(chart::draw(inner, query).await?),
        Request::OrderAll { stations, command } => json(order::all(inner, stations, command, by).await?),
        Request::Configuration { station } => json(configuration::read(inner, station).await?),
        save @ Request::SaveToken { .. } => json(token::save(inner, save).await?),
        Request::GiveToken { value, driver, start } => {
            json(token::give(inner, value, driver, start, by).await?)
        }
        Request::RemoveToken { value } => json(token::remove(inner, value).await?),
        Request::SupportBundle { station, from, to, raw } => {
            json(support::preview(inner, SupportWanted { station, from, to, raw }).await?)
        }
        Request::Trace { query } => json(trace::page(inner, query).await?),
        Request::TraceLine { number } => json(trace::line(inner, number).await?),
        Request::SaveSettings { settings } => json(settings::save(inner, settings).await?),
        Request::Firmware => json(firmware::library(inner).await?),
        edit @ Request::EditFirmware { .. } => json(firmware::edit(inner, edit).await?),
        Request::RemoveFirmware { file } => json(firmware::remove(inner, file).await?),
        Request::Updates { station } => json(firmware::updates(inner, station).await?),
        start @ Request::StartUpdate { .. } => json(firmware::start(inner, start, by).await?),
        Request::CancelUpdate { update } => json(firmware::cancel(inner, update).await?),
        Request::StartRollout { file, stations, when, confirmed } => {
            json(firmware::start_rollout(inner, file, stations, when, confirmed, by).await?)
        }
        Request::ContinueRollout { rollout } => json(firmware::decide_rollout(inner, rollout, true).await?),
        Request::StopRollout { rollout } => json(firmware::decide_rollout(inner, rollout, false).await?),
        Request::Logs { station } => json(logfile::logs(inner, station).await?),
        Request::AskLog { station, kind, from, to, scheme } => {
            json(logfile::ask(inner, station, kind, (from, to), scheme, by).await?)
        }
        Request::CancelLog { request } => json(logfile::cancel(inner, request).await?),
        Request::RemoveReceived { file } => json(logfile::remove(inner, file).await?),
        Request::LookInto { file, entry } => json(logfile::look_into(inner, file, entry).await?),
        other => books(inner, other, by).await,
    }
}

/// Answers a request about people, tariffs, bills and statements.
async fn books(inner: &Arc<Inner>, request: Request, by: &str) -> Result<Value, Fault> {
    match request {
        Request::Books => json(inner.read(people::books).await?),
        Request::SaveDriver { driver } => json(people::save_driver(inner, driver).await?),
        Request::RemoveDriver { driver } => json(people::remove_driver(inner, driver).await?),
        Request::SaveCostCentre { cost_centre } => json(people::save_cost_centre(inner, cost_centre).await?),
        Request::RemoveCostCentre { cost_centre } => {
            json(people::remove_cost_centre(inner, cost_centre).await?)
        }
        Request::ReadPeople { text, apply } => json(cards_file::read(inner, text, apply).await?),
        Request::SaveSender { sender } => json(people::save_sender(inner, sender).await?),
        Request::SaveTariff { tariff, name, version } => {
            json(tariff::save(inner, tariff, name, version).await?)
        }
        Request::UseTariff { tariff, station, cost_centre } => {
            json(tariff::used(inner, tariff, station, cost_centre).await?)
        }
        Request::PreviewTariff { version, from, to, station, cost_centre } => {
            json(tariff::preview(inner, version, (from, to), station, cost_centre).await?)
        }
        Request::Bill { session } => json(bill::one(inner, session).await?),
        Request::Amend { session, change, reason } => {
            json(bill::amend(inner, session, change, reason, by).await?)
        }
        Request::PriceSessions => json(bill::price_all(inner, by).await?),
        Request::WriteStatements { statements } => json(export::write_statements(inner, statements).await?),
        Request::Report { query } => json(export::look(inner, query).await?),
        Request::VerifyLedger => json(bill::verify(inner).await?),
        Request::Statements => json(statement::list(inner).await?),
        Request::PlanStatements { from, to, kind } => json(statement::plan(inner, (from, to), kind).await?),
        Request::IssueStatements { from, to, kind, recipients } => {
            json(statement::issue(inner, (from, to), kind, recipients).await?)
        }
        Request::CorrectStatement { statement } => json(statement::correct(inner, statement).await?),
        Request::PayStatement { statement, paid } => json(statement::pay(inner, statement, paid).await?),
        _ => Err(not_found("request")),
    }
}

fn json(answer: impl Serialize) -> Result<Value, Fault> {
    serde_json::to_value(answer).map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))
}

/// What a failed read or write means to a screen.
pub fn storage_fault(error: store::Error) -> Fault {
    match error {
        store::Error::Full => Fault::new(FaultCode::StorageFull),
        store::Error::ReadOnly => Fault::new(FaultCode::StorageReadOnly),
        store::Error::Busy => Fault::new(FaultCode::StorageBusy),
        store::Error::Damaged(_) | store::Error::Defect(_) => {
            tracing::error!(%error, "a request failed");
            Fault::new(FaultCode::Internal).with("reason", error)
        }
    }
}

/// A change with a rule in it: the outer error is the store's, the inner one is the rule's.
type Ruled<T> = Result<Result<T, Fault>, store::Error>;

/// Runs a change and waits for its commit.
pub async fn change<T: Send + 'static>(
    inner: &Arc<Inner>,
    change: impl FnMut(&mut store::Write<'_>) -> Ruled<T> + Send + 'static,
) -> Result<T, Fault> {
    inner.store.change(change).await.unwrap_or(Err(store::Error::Busy)).map_err(storage_fault)?
}

/// There is no such thing.
pub fn not_found(what: &str) -> Fault {
    Fault::new(FaultCode::NotFound).with("what", what)
}

fn refusal(refusal: domain::operator::Refusal) -> Fault {
    use domain::operator::Refusal;
    match refusal {
        Refusal::Invalid(field, reason) => {
            Fault::new(FaultCode::Invalid).with("field", field).with("reason", reason)
        }
        Refusal::BayTaken { bay, .. } => Fault::new(FaultCode::Taken).with("field", "bay").with("value", bay),
    }
}

const DONE: Done = Done {};
