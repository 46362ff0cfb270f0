//! Tariffs, their versions, and which one counts where.

use domain::billing::{Component, Element, Price, Season, TariffKey, TariffVersion, TaxRate, Window};
use domain::people::CostCentreKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use rusqlite::{Connection, params};
use serde_json::{Value, json};

use crate::error::Error;

/// Adds a tariff, or renames one; perhaps with a new version.
pub fn save(
    db: &Connection,
    tariff: TariffKey,
    name: &str,
    version: Option<&TariffVersion>,
    at: Timestamp,
) -> Result<(), Error> {
    db.prepare_cached(
        "INSERT INTO tariff (id, name) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
    )?
    .execute(params![tariff.0, name])?;
    let Some(version) = version else { return Ok(()) };
    db.prepare_cached(
        "INSERT INTO tariff_version (tariff, number, valid_from, made_at, currency, digits, tax_included, free_wh,
           grace, least, most, elements) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        tariff.0,
        version.number,
        version.valid_from.0,
        at.0,
        version.currency.letters(),
        version.currency.digits,
        version.tax_included,
        version.free_wh,
        version.grace,
        version.least,
        version.most,
        Value::from(version.elements.iter().map(element_value).collect::<Vec<_>>()).to_string()
    ])?;
    Ok(())
}

/// Says which tariff counts at a place for some.
pub fn used(
    db: &Connection,
    tariff: Option<TariffKey>,
    station: Option<StationKey>,
    cost_centre: Option<CostCentreKey>,
) -> Result<(), Error> {
    let (station, centre) = (station.map_or(0, |s| s.0), cost_centre.map_or(0, |c| c.0));
    match tariff {
        Some(tariff) => db
            .prepare_cached(
                "INSERT OR REPLACE INTO tariff_use (station, cost_centre, tariff) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![station, centre, tariff.0])?,
        None => db
            .prepare_cached("DELETE FROM tariff_use WHERE station = ?1 AND cost_centre = ?2")?
            .execute([station, centre])?,
    };
    Ok(())
}

fn element_value(element: &Element) -> Value {
    json!([component(element.component), element.price.0, element.tax.0, window_value(&element.window)])
}

/// Elements from text; what cannot be read is left out.
pub fn elements(text: &str) -> Vec<Element> {
    let values: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    let read = |value: &Value| {
        Some(Element {
            component: read_component(value[0].as_str()?)?,
            price: Price(value[1].as_i64()?),
            tax: TaxRate(u16::try_from(value[2].as_u64()?).ok()?),
            window: window(&value[3]),
        })
    };
    values.iter().filter_map(read).collect()
}

/// When a price counts, as JSON.
pub fn window_value(window: &Window) -> Value {
    let season =
        window.season.map(|season| json!([season.first.0, season.first.1, season.last.0, season.last.1]));
    json!([window.minutes.map(|(from, to)| [from, to]), window.weekdays, season])
}

/// When a price counts, from JSON.
pub fn window(value: &Value) -> Window {
    let small = |value: &Value| value.as_u64().and_then(|number| u8::try_from(number).ok());
    let minute = |value: &Value| value.as_u64().and_then(|number| u16::try_from(number).ok());
    Window {
        minutes: minute(&value[0][0]).zip(minute(&value[0][1])),
        weekdays: small(&value[1]).unwrap_or(0),
        season: small(&value[2][0])
            .zip(small(&value[2][1]))
            .zip(small(&value[2][2]).zip(small(&value[2][3])))
            .map(|(first, last)| Season { first, last }),
    }
}

/// How a component is written.
pub const fn component(component: Component) -> &'static str {
    match component {
        Component::Energy => "energy",
        Component::Charging => "charging",
        Component::Parked => "parked",
        Component::Session => "session",
    }
}

/// The component of a word.
pub fn read_component(word: &str) -> Option<Component> {
    [Component::Energy, Component::Charging, Component::Parked, Component::Session]
        .into_iter()
        .find(|known| component(*known) == word)
}
