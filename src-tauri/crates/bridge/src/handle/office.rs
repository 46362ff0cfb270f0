//! The mail account, and the schedule of the monthly report.

use std::path::Path;
use std::sync::Arc;

use central::mail::{self, Mail, MailError, MailPassword};
use domain::billing::Schedule;
use domain::mail::{MailAccount, MailSecurity};
use domain::time::Timestamp;

use super::{DONE, change};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::view::{Done, MailProtection, MailView, MonthlyPlan, MonthlyRunView, MonthlyView};

/// How many runs a screen is shown.
const SHOWN: usize = 12;

/// The mail account.
pub async fn mail(inner: &Arc<Inner>) -> Result<MailView, Fault> {
    let (account, password) = account(inner).await?;
    Ok(MailView {
        host: account.host,
        port: account.port,
        security: match account.security {
            MailSecurity::Tls => MailProtection::Tls,
            MailSecurity::StartTls => MailProtection::StartTls,
            MailSecurity::None => MailProtection::None,
        },
        user: account.user,
        from: account.from,
        has_password: !password.is_empty(),
    })
}

/// The account with its password.
pub async fn account(inner: &Arc<Inner>) -> Result<(MailAccount, MailPassword), Fault> {
    let account = inner.read(|reader| reader.mail_account()).await?;
    let kept = Arc::clone(inner);
    let password = tokio::task::spawn_blocking(move || MailPassword::read(kept.store.folder())).await;
    let password = password.map_err(|error| internal(&error))?.map_err(|error| internal(&error))?;
    Ok((account, password))
}

/// Keeps the mail account. No password = the kept one stays; an empty one = none.
pub async fn save_mail(
    inner: &Arc<Inner>,
    account: MailView,
    password: Option<String>,
) -> Result<MailView, Fault> {
    let account = MailAccount {
        host: account.host.trim().to_owned(),
        port: account.port,
        security: match account.security {
            MailProtection::Tls => MailSecurity::Tls,
            MailProtection::StartTls => MailSecurity::StartTls,
            MailProtection::None => MailSecurity::None,
        },
        user: account.user.trim().to_owned(),
        from: account.from.trim().to_owned(),
    };
    if let Some((field, reason)) = account.wrong() {
        return Err(invalid(field, reason));
    }
    if let Some(password) = password {
        let kept = Arc::clone(inner);
        let password = MailPassword::new(password);
        let written = tokio::task::spawn_blocking(move || password.write(kept.store.folder())).await;
        written.map_err(|error| internal(&error))?.map_err(|error| internal(&error))?;
    }
    change(inner, move |write| {
        write.save_mail_account(&account)?;
        Ok(Ok(()))
    })
    .await?;
    inner.monthly.notify_one();
    mail(inner).await
}

/// Sends a mail that says that mail works.
pub async fn test_mail(inner: &Arc<Inner>, to: String) -> Result<Done, Fault> {
    let (account, password) = account(inner).await?;
    if !account.is_set_up() {
        return Err(invalid("host", "missing"));
    }
    let site = inner.settings().await?.site_name;
    let mail = Mail {
        to: vec![to.trim().to_owned()],
        subject: format!("Forecourt at {site}: mail works"),
        text: "This mail was sent to see whether the mail account is set up rightly. It is.\n".to_owned(),
        attachments: Vec::new(),
    };
    mail::send(&account, &password, mail).await.map_err(fault)?;
    Ok(DONE)
}

/// What a mail that was not sent means to a screen.
fn fault(error: MailError) -> Fault {
    tracing::warn!(%error, "a mail was not sent");
    let detail = error.to_string();
    Fault::new(FaultCode::MailNotSent).with("reason", error.code()).with("detail", detail)
}

/// The schedule, and how it went.
pub async fn schedule(inner: &Arc<Inner>) -> Result<MonthlyView, Fault> {
    let look =
        |reader: &store::Reader<'_>| Ok((reader.schedule()?, reader.monthly_runs()?, reader.mail_account()?));
    let (schedule, runs, account) = inner.read(look).await?;
    let time = |at: Option<Timestamp>| at.map(|at| at.0).filter(|at| *at > 0);
    Ok(MonthlyView {
        plan: MonthlyPlan {
            on: schedule.since.is_some(),
            folder: schedule.folder,
            csv: schedule.csv,
            xlsx: schedule.xlsx,
            pdf: schedule.pdf,
            mail_to: schedule.mail_to,
        },
        runs: runs
            .into_iter()
            .take(SHOWN)
            .map(|run| MonthlyRunView {
                month: run.month.to_string(),
                written_at: time(run.written_at),
                mailed_at: time(run.mailed_at),
                error: run.error,
            })
            .collect(),
        mail: account.is_set_up(),
    })
}

/// Keeps the schedule. Switched on, it begins with the running month.
pub async fn save_schedule(inner: &Arc<Inner>, plan: MonthlyPlan) -> Result<MonthlyView, Fault> {
    let before = inner.read(|reader| reader.schedule()).await?;
    let schedule = Schedule {
        since: plan.on.then(|| before.since.unwrap_or(inner.now())),
        folder: plan.folder.trim().to_owned(),
        csv: plan.csv,
        xlsx: plan.xlsx,
        pdf: plan.pdf,
        mail_to: plan.mail_to.iter().map(|to| to.trim().to_owned()).filter(|to| !to.is_empty()).collect(),
    };
    if let Some((field, reason)) = schedule.wrong() {
        return Err(invalid(field, reason));
    }
    // One that is away for a while, on another computer, keeps no one from changing the rest.
    let chosen = schedule.since.is_some() && (before.since.is_none() || before.folder != schedule.folder);
    if chosen {
        let folder = schedule.folder.clone();
        let there = tokio::task::spawn_blocking(move || Path::new(&folder).is_dir()).await;
        if !there.map_err(|error| internal(&error))? {
            return Err(invalid("folder", "absent"));
        }
    }
    change(inner, move |write| {
        write.save_schedule(&schedule)?;
        Ok(Ok(()))
    })
    .await?;
    inner.monthly.notify_one();
    self::schedule(inner).await
}

fn invalid(field: &str, reason: &str) -> Fault {
    Fault::new(FaultCode::Invalid).with("field", field).with("reason", reason)
}

fn internal(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(FaultCode::Internal).with("reason", error)
}
