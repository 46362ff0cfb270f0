//! Tariffs, and which one counts where.

use domain::billing::{Cost, Currency, Tariff, TariffKey, TariffUse, TariffVersion};
use domain::people::CostCentreKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::error::Error;
use crate::readers::Reader;
use crate::table::tariff::elements;

impl Reader<'_> {
    /// All tariffs by name.
    pub fn tariffs(&self) -> Result<Vec<Tariff>, Error> {
        let mut rows =
            self.db.prepare_cached("SELECT id, name FROM tariff ORDER BY name COLLATE NOCASE, id")?;
        let rows = rows.query_map([], |row| Ok((TariffKey(row.get(0)?), row.get(1)?)))?;
        let named: Vec<(TariffKey, String)> = rows.collect::<Result<_, _>>()?;
        named
            .into_iter()
            .map(|(key, name)| Ok(Tariff { key, name, versions: self.tariff_versions(key)? }))
            .collect()
    }

    /// One tariff.
    pub fn tariff(&self, key: TariffKey) -> Result<Option<Tariff>, Error> {
        let name: Option<String> = self
            .db
            .prepare_cached("SELECT name FROM tariff WHERE id = ?1")?
            .query_row([key.0], |row| row.get(0))
            .optional()?;
        name.map(|name| Ok(Tariff { key, name, versions: self.tariff_versions(key)? })).transpose()
    }

    /// The tariff of a price as it stood when the price was made: without versions that were made later, even if they
    /// are dated back.
    pub fn tariff_then(&self, cost: &Cost, made: Timestamp) -> Result<Tariff, Error> {
        let mut versions = Vec::new();
        for version in self.tariff_versions(cost.tariff)? {
            if self.tariff_made(cost.tariff, version.number)? <= made {
                versions.push(version);
            }
        }
        Ok(Tariff { key: cost.tariff, name: cost.tariff_name.clone(), versions })
    }

    /// When a version of a tariff was made.
    pub fn tariff_made(&self, key: TariffKey, number: u32) -> Result<Timestamp, Error> {
        let mut row =
            self.db.prepare_cached("SELECT made_at FROM tariff_version WHERE tariff = ?1 AND number = ?2")?;
        let made = row.query_row([key.0, number], |row| row.get(0)).optional()?;
        Ok(Timestamp(made.unwrap_or_default()))
    }

    /// Which tariff counts where.
    pub fn tariff_uses(&self) -> Result<Vec<TariffUse>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT tariff, station, cost_centre FROM tariff_use ORDER BY station, cost_centre",
        )?;
        let some = |number: u32| (number > 0).then_some(number);
        let rows = rows.query_map([], |row| {
            Ok(TariffUse {
                tariff: TariffKey(row.get(0)?),
                station: some(row.get(1)?).map(StationKey),
                cost_centre: some(row.get(2)?).map(CostCentreKey),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn tariff_versions(&self, key: TariffKey) -> Result<Vec<TariffVersion>, Error> {
        let mut rows = self.db.prepare_cached(
            "SELECT number, valid_from, currency, digits, tax_included, free_wh, grace, least, most, elements
             FROM tariff_version WHERE tariff = ?1 ORDER BY number",
        )?;
        let rows = rows.query_map([key.0], version)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn version(row: &Row<'_>) -> rusqlite::Result<TariffVersion> {
    Ok(TariffVersion {
        number: row.get(0)?,
        valid_from: Timestamp(row.get(1)?),
        currency: Currency::of(&row.get::<_, String>(2)?, row.get(3)?),
        tax_included: row.get(4)?,
        free_wh: row.get(5)?,
        grace: row.get(6)?,
        least: row.get(7)?,
        most: row.get(8)?,
        elements: elements(&row.get::<_, String>(9)?),
    })
}
