//! Drivers, cost centres, and who sends statements.

use domain::people::{CostCentre, CostCentreKey, Driver, DriverKey, Post, Sender};
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table::person::{sender, stations};

const DRIVER: &str =
    "SELECT id, name, recipient, address, email, language, cost_centre, stations FROM driver";
const CENTRE: &str = "SELECT id, name, recipient, address, email, language FROM cost_centre";

impl Reader<'_> {
    /// All drivers by name.
    pub fn drivers(&self) -> Result<Vec<Driver>, Error> {
        let mut rows = self
            .db
            .prepare_cached(&format!("{DRIVER} WHERE NOT removed ORDER BY name COLLATE NOCASE, id"))?;
        let rows = rows.query_map([], driver)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One driver, also when forgotten since.
    pub fn driver(&self, key: DriverKey) -> Result<Option<Driver>, Error> {
        let mut row = self.db.prepare_cached(&format!("{DRIVER} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], driver).optional()?)
    }

    /// All cost centres by name.
    pub fn cost_centres(&self) -> Result<Vec<CostCentre>, Error> {
        let mut rows = self
            .db
            .prepare_cached(&format!("{CENTRE} WHERE NOT removed ORDER BY name COLLATE NOCASE, id"))?;
        let rows = rows.query_map([], centre)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One cost centre, also when forgotten since.
    pub fn cost_centre(&self, key: CostCentreKey) -> Result<Option<CostCentre>, Error> {
        let mut row = self.db.prepare_cached(&format!("{CENTRE} WHERE id = ?1"))?;
        Ok(row.query_row([key.0], centre).optional()?)
    }

    /// Who sends statements.
    pub fn sender(&self) -> Result<Sender, Error> {
        let text: Option<String> = self
            .db
            .prepare_cached("SELECT value FROM setting WHERE key = 'sender'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(text.as_deref().map(sender).unwrap_or_default())
    }
}

fn post(row: &Row<'_>) -> rusqlite::Result<Post> {
    Ok(Post { recipient: row.get(2)?, address: row.get(3)?, email: row.get(4)?, language: row.get(5)? })
}

fn driver(row: &Row<'_>) -> rusqlite::Result<Driver> {
    Ok(Driver {
        key: DriverKey(row.get(0)?),
        name: row.get(1)?,
        post: post(row)?,
        cost_centre: row.get::<_, Option<u32>>(6)?.map(CostCentreKey),
        stations: row.get::<_, Option<String>>(7)?.as_deref().map(stations),
    })
}

fn centre(row: &Row<'_>) -> rusqlite::Result<CostCentre> {
    Ok(CostCentre { key: CostCentreKey(row.get(0)?), name: row.get(1)?, post: post(row)? })
}
