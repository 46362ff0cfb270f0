//! Statements that were issued.

use domain::billing::{Recipient, Statement, StatementKey};
use domain::time::Timestamp;
use rusqlite::{Connection, params};

use super::person::{post_text, sender_text};
use crate::error::Error;

/// Writes a statement.
pub fn insert(db: &Connection, statement: &Statement) -> Result<(), Error> {
    let (kind, recipient) = match statement.recipient {
        Recipient::Driver(driver) => ("driver", driver.0),
        Recipient::CostCentre(centre) => ("costCentre", centre.0),
    };
    db.prepare_cached(
        "INSERT INTO statement (id, series, number, kind, recipient, post, sender, from_at, to_at, issued_at, due_at,
           currency, digits, energy, net, vat, total, corrects, corrects_total)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        statement.key.0,
        statement.series,
        statement.number,
        kind,
        recipient,
        post_text(&statement.post),
        sender_text(&statement.sender),
        statement.from.0,
        statement.to.0,
        statement.issued.0,
        statement.due.0,
        statement.currency.letters(),
        statement.currency.digits,
        statement.energy.0,
        statement.net,
        statement.vat,
        statement.total,
        statement.corrects.map(|(corrected, _)| corrected.0),
        statement.corrects.map(|(_, total)| total)
    ])?;
    let mut insert =
        db.prepare_cached("INSERT INTO statement_session (statement, session, entry) VALUES (?1, ?2, ?3)")?;
    for (session, entry) in &statement.sessions {
        insert.execute([statement.key.0, session.0, entry.0])?;
    }
    Ok(())
}

/// Notes that a statement was paid, or that it was not.
pub fn paid(db: &Connection, statement: StatementKey, at: Option<Timestamp>) -> Result<(), Error> {
    db.prepare_cached("UPDATE statement SET paid_at = ?2 WHERE id = ?1")?
        .execute(params![statement.0, at.map(|at| at.0)])?;
    Ok(())
}
