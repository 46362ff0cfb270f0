//! Drivers, cost centres, and who sends statements.

use domain::people::{CostCentre, CostCentreKey, Driver, DriverKey, Post, Sender};
use domain::station::StationKey;
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::error::Error;

/// Adds a driver or changes one.
pub fn save_driver(db: &Connection, driver: &Driver) -> Result<(), Error> {
    let Driver { key, name, cost_centre, stations, post } = driver;
    db.prepare_cached(
        "INSERT INTO driver (id, name, cost_centre, stations, recipient, address, email, language)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, cost_centre = excluded.cost_centre,
           stations = excluded.stations, recipient = excluded.recipient, address = excluded.address,
           email = excluded.email, language = excluded.language",
    )?
    .execute(params![
        key.0,
        name,
        cost_centre.map(|centre| centre.0),
        stations.as_deref().map(list),
        post.recipient,
        post.address,
        post.email,
        post.language
    ])?;
    Ok(())
}

/// Forgets a driver; whose cards they were may not charge any more.
pub fn remove_driver(db: &Connection, driver: DriverKey) -> Result<(), Error> {
    db.prepare_cached("UPDATE token SET standing = 1, driver = NULL WHERE driver = ?1")?
        .execute([driver.0])?;
    db.prepare_cached("UPDATE driver SET removed = 1 WHERE id = ?1")?.execute([driver.0])?;
    Ok(())
}

/// Adds a cost centre or changes one.
pub fn save_cost_centre(db: &Connection, centre: &CostCentre) -> Result<(), Error> {
    let CostCentre { key, name, post } = centre;
    db.prepare_cached(
        "INSERT INTO cost_centre (id, name, recipient, address, email, language) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, recipient = excluded.recipient,
           address = excluded.address, email = excluded.email, language = excluded.language",
    )?
    .execute(params![key.0, name, post.recipient, post.address, post.email, post.language])?;
    Ok(())
}

/// Forgets a cost centre.
pub fn remove_cost_centre(db: &Connection, centre: CostCentreKey) -> Result<(), Error> {
    db.prepare_cached("UPDATE driver SET cost_centre = NULL WHERE cost_centre = ?1")?.execute([centre.0])?;
    db.prepare_cached("DELETE FROM tariff_use WHERE cost_centre = ?1")?.execute([centre.0])?;
    db.prepare_cached("UPDATE cost_centre SET removed = 1 WHERE id = ?1")?.execute([centre.0])?;
    Ok(())
}

/// Writes who sends statements.
pub fn save_sender(db: &Connection, sender: &Sender) -> Result<(), Error> {
    db.prepare_cached("INSERT OR REPLACE INTO setting (key, value) VALUES ('sender', ?1)")?
        .execute([sender_text(sender)])?;
    Ok(())
}

/// Stations as they are stored.
fn list(stations: &[StationKey]) -> String {
    stations.iter().map(|station| station.0.to_string()).collect::<Vec<_>>().join(",")
}

/// Stations as they were stored.
pub fn stations(list: &str) -> Vec<StationKey> {
    list.split(',').filter_map(|number| number.parse().ok()).map(StationKey).collect()
}

/// Who sends statements, as text.
pub fn sender_text(sender: &Sender) -> String {
    json!({
        "name": sender.name, "address": sender.address, "email": sender.email, "vatId": sender.vat_id,
        "iban": sender.iban, "payee": sender.payee, "payDays": sender.pay_days, "series": sender.series,
        "footer": sender.footer, "country": sender.country, "party": sender.party,
    })
    .to_string()
}

/// Who sends statements, from text; what is missing is empty.
pub fn sender(text: &str) -> Sender {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let days = value["payDays"].as_u64().and_then(|days| u16::try_from(days).ok());
    Sender {
        name: word("name"),
        address: word("address"),
        email: word("email"),
        vat_id: word("vatId"),
        iban: word("iban"),
        payee: word("payee"),
        pay_days: days.unwrap_or(Sender::default().pay_days),
        series: word("series"),
        footer: word("footer"),
        country: word("country"),
        party: word("party"),
    }
}

/// How a recipient stands on a statement, as text.
pub fn post_text(post: &Post) -> String {
    json!({ "recipient": post.recipient, "address": post.address, "email": post.email, "language": post.language })
        .to_string()
}

/// How a recipient stands on a statement, from text.
pub fn post(text: &str) -> Post {
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    Post {
        recipient: word("recipient"),
        address: word("address"),
        email: word("email"),
        language: word("language"),
    }
}
