//! The mail account and the schedule among the settings, and the runs of the monthly report.

use std::collections::HashMap;

use domain::billing::{Month, Schedule};
use domain::mail::{MailAccount, MailSecurity};
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use crate::error::Error;
use crate::readers::Reader;
use crate::write::Write;

/// A run of the monthly report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyRun {
    /// Of which month.
    pub month: Month,
    /// When all of its files were there.
    pub written_at: Option<Timestamp>,
    /// When it was mailed; the epoch = nobody was to get it.
    pub mailed_at: Option<Timestamp>,
    /// A word for what went wrong last.
    pub error: Option<String>,
}

impl Reader<'_> {
    /// The mail account.
    pub fn mail_account(&self) -> Result<MailAccount, Error> {
        let mut kept = kept(self.db, "mail_%")?;
        let mut take = |key: &str| kept.remove(key).unwrap_or_default();
        Ok(MailAccount {
            host: take("mail_host"),
            port: take("mail_port").parse().unwrap_or(465),
            security: match take("mail_security").as_str() {
                "starttls" => MailSecurity::StartTls,
                "none" => MailSecurity::None,
                _ => MailSecurity::Tls,
            },
            user: take("mail_user"),
            from: take("mail_from"),
        })
    }

    /// The schedule of the monthly report.
    pub fn schedule(&self) -> Result<Schedule, Error> {
        let mut kept = kept(self.db, "monthly_%")?;
        let mut take = |key: &str| kept.remove(key).unwrap_or_default();
        let formats = take("monthly_formats");
        let has = |format: &str| formats.split(' ').any(|known| known == format);
        Ok(Schedule {
            since: take("monthly_since").parse().ok().map(Timestamp),
            folder: take("monthly_folder"),
            csv: has("csv"),
            xlsx: has("xlsx"),
            pdf: has("pdf"),
            mail_to: take("monthly_mail_to").lines().map(str::to_owned).collect(),
        })
    }

    /// The runs of the monthly report, newest month first.
    pub fn monthly_runs(&self) -> Result<Vec<MonthlyRun>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT month, written_at, mailed_at, error FROM monthly_run ORDER BY month DESC",
        )?;
        let mut rows = rows.query([])?;
        let mut runs = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(month) = Month::parse(row.get_ref(0)?.as_str().unwrap_or_default()) else { continue };
            let time = |index| row.get::<_, Option<i64>>(index).map(|at| at.map(Timestamp));
            runs.push(MonthlyRun { month, written_at: time(1)?, mailed_at: time(2)?, error: row.get(3)? });
        }
        Ok(runs)
    }
}

impl Write<'_> {
    /// Keeps the mail account.
    pub fn save_mail_account(&mut self, account: &MailAccount) -> Result<(), Error> {
        let security = match account.security {
            MailSecurity::Tls => "tls",
            MailSecurity::StartTls => "starttls",
            MailSecurity::None => "none",
        };
        let port = account.port.to_string();
        let MailAccount { host, user, from, .. } = account;
        let rows = [
            ("mail_host", host.as_str()),
            ("mail_port", &port),
            ("mail_security", security),
            ("mail_user", user),
            ("mail_from", from),
        ];
        keep(self.db, &rows)
    }

    /// Keeps the schedule of the monthly report.
    pub fn save_schedule(&mut self, schedule: &Schedule) -> Result<(), Error> {
        let since = schedule.since.map(|since| since.0.to_string()).unwrap_or_default();
        let formats = [(schedule.csv, "csv"), (schedule.xlsx, "xlsx"), (schedule.pdf, "pdf")];
        let formats: Vec<&str> = formats.iter().filter(|(on, _)| *on).map(|(_, format)| *format).collect();
        let rows = [
            ("monthly_since", since.as_str()),
            ("monthly_folder", &schedule.folder),
            ("monthly_formats", &formats.join(" ")),
            ("monthly_mail_to", &schedule.mail_to.join("\n")),
        ];
        keep(self.db, &rows)
    }

    /// Keeps how a run of the monthly report went.
    pub fn save_monthly_run(&mut self, run: &MonthlyRun) -> Result<(), Error> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO monthly_run (month, written_at, mailed_at, error) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                run.month.to_string(),
                run.written_at.map(|at| at.0),
                run.mailed_at.map(|at| at.0),
                run.error
            ])?;
        Ok(())
    }
}

fn kept(db: &Connection, like: &str) -> Result<HashMap<String, String>, Error> {
    let mut rows = db.prepare_cached("SELECT key, value FROM setting WHERE key LIKE ?1")?;
    let rows = rows.query_map([like], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn keep(db: &Connection, rows: &[(&str, &str)]) -> Result<(), Error> {
    let mut insert = db.prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)")?;
    for (key, value) in rows {
        insert.execute(params![key, value])?;
    }
    Ok(())
}
