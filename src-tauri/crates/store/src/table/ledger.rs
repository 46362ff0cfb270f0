//! The ledger: a chain of entries. Nothing here changes a row once it is written.

mod body;
mod words;

pub use body::{read_lines, read_taxes};
pub use words::{finding, kind, read_finding, read_kind};

use aws_lc_rs::digest::{Context, SHA256};
use domain::billing::{Entry, EntryKey};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::error::Error;

/// The columns under an entry's hash, in their order.
pub const COLUMNS: &str = "id, session, number, at, author, kind, reason, told_began, told_ended, told_start, told_stop,
    told_token, ended, meter_start, meter_stop, marks, findings, driver, driver_name, cost_centre, cost_centre_name,
    tariff, tariff_name, version, currency, digits, tax_included, net, vat, total, body";
/// How many they are.
pub const COUNT: usize = 31;

/// Writes the next entry of the chain; gives its place.
pub fn append(db: &Connection, entry: &Entry) -> Result<EntryKey, Error> {
    let last: Option<(u32, Vec<u8>)> = db
        .prepare_cached("SELECT id, hash FROM ledger ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (before, chain) = last.unwrap_or((0, Vec::new()));
    let key = EntryKey(before + 1);
    let mut values = content(key, entry);
    debug_assert_eq!(values.len(), COUNT, "each column has a value");
    let hash = hash(&chain, values.iter().map(ValueRef::from));
    values.push(Value::Blob(hash));
    let places = (1..=values.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
    db.prepare_cached(&format!("INSERT INTO ledger ({COLUMNS}, hash) VALUES ({places})"))?
        .execute(params_from_iter(values))?;
    db.prepare_cached("UPDATE session SET entry = ?2 WHERE id = ?1")?.execute([entry.session.0, key.0])?;
    Ok(key)
}

/// The hash of an entry: over the hash before it, and over each of its values with kind and length.
pub fn hash<'a>(before: &[u8], values: impl Iterator<Item = ValueRef<'a>>) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(before);
    for value in values {
        let number;
        let (tag, bytes): (u8, &[u8]) = match value {
            ValueRef::Null => (0, &[]),
            ValueRef::Integer(integer) => {
                number = integer.to_be_bytes();
                (1, &number)
            }
            ValueRef::Real(real) => {
                number = real.to_be_bytes();
                (2, &number)
            }
            ValueRef::Text(text) => (3, text),
            ValueRef::Blob(blob) => (4, blob),
        };
        context.update(&[tag]);
        context.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(bytes);
    }
    context.finish().as_ref().to_vec()
}

fn content(key: EntryKey, entry: &Entry) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    let number = |number: u32| Value::Integer(i64::from(number));
    let maybe = |number: Option<i64>| number.map_or(Value::Null, Value::Integer);
    let findings: Vec<&str> = entry.findings.iter().map(|found| finding(*found)).collect();
    let cost = entry.cost.as_ref();
    let bill = cost.map(|cost| &cost.bill);
    let sum =
        |part: fn(&domain::billing::TaxTotal) -> i64| bill.map(|bill| bill.taxes.iter().map(part).sum());
    vec![
        number(key.0),
        number(entry.session.0),
        number(entry.number),
        Value::Integer(entry.at.0),
        text(&entry.author),
        text(&kind(entry.kind)),
        text(&entry.reason),
        Value::Integer(entry.told.began.0),
        maybe(entry.told.ended.map(|at| at.0)),
        maybe(entry.told.start.map(|register| register.0)),
        maybe(entry.told.stop.map(|register| register.0)),
        entry.told.token.as_deref().map_or(Value::Null, text),
        maybe(entry.figures.ended.map(|at| at.0)),
        maybe(entry.figures.start.map(|register| register.0)),
        maybe(entry.figures.stop.map(|register| register.0)),
        number(entry.marks.0),
        text(&findings.join(" ")),
        maybe(entry.payer.driver.map(|driver| i64::from(driver.0))),
        text(&entry.payer.driver_name),
        maybe(entry.payer.cost_centre.map(|centre| i64::from(centre.0))),
        text(&entry.payer.cost_centre_name),
        maybe(cost.map(|cost| i64::from(cost.tariff.0))),
        cost.map_or(Value::Null, |cost| text(&cost.tariff_name)),
        maybe(cost.map(|cost| i64::from(cost.version))),
        bill.map_or(Value::Null, |bill| Value::Text(bill.currency.letters().to_owned())),
        maybe(bill.map(|bill| i64::from(bill.currency.digits))),
        maybe(bill.map(|bill| i64::from(bill.tax_included))),
        maybe(sum(|tax| tax.net)),
        maybe(sum(|tax| tax.vat)),
        maybe(bill.map(|bill| bill.total)),
        bill.map_or(Value::Null, |bill| Value::Text(body::write(bill))),
    ]
}
