//! What sessions come to by day, month, charger, driver, cost centre and card. Sessions in several currencies are
//! several rows; those without a price are a row of their own.

use std::collections::{BTreeMap, BTreeSet};

use domain::billing::Currency;
use domain::token::Standing;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reports::summary::{Card, Charger, CostCentre, Day, Driver, Month, Sum, SumCost};
use store::query::{Selection, SessionRow};
use store::{Error, Reader};

use crate::handle::today::local;

/// A group of sessions in one currency.
type Group<K> = (K, Option<(String, u8)>);

fn group<K: Ord>(
    reader: &Reader<'_>,
    selection: &Selection,
    mut key: impl FnMut(&SessionRow) -> Option<K>,
) -> Result<BTreeMap<Group<K>, Sum>, Error> {
    let mut groups: BTreeMap<Group<K>, Sum> = BTreeMap::new();
    reader.each_session(selection, |row| {
        // A session that runs has neither its energy nor its price yet.
        let Some(ended) = row.ended_at else { return Ok(()) };
        let Some(key) = key(&row) else { return Ok(()) };
        let money = row.price.as_ref().map(|price| (price.currency.clone(), price.digits));
        let sum = groups.entry((key, money)).or_default();
        sum.sessions += 1;
        sum.energy += row.energy().map_or(0, |energy| energy.0);
        sum.seconds += row.duration_s(ended);
        if let Some(price) = &row.price {
            let currency = Currency::of(&price.currency, price.digits);
            let cost = sum.cost.get_or_insert(SumCost { currency, net: 0, vat: 0, total: 0 });
            cost.net += price.net;
            cost.vat += price.vat;
            cost.total += price.total;
        }
        Ok(())
    })?;
    Ok(groups)
}

/// By the day on which they began.
pub fn days(reader: &Reader<'_>, selection: &Selection, zone: &TimeZone) -> Result<Vec<Day>, Error> {
    let groups = group(reader, selection, |row| Some(local(row.began_at, zone).date()))?;
    Ok(groups.into_iter().map(|((day, _), sum)| Day { day, sum }).collect())
}

/// By the month in which they began.
pub fn months(reader: &Reader<'_>, selection: &Selection, zone: &TimeZone) -> Result<Vec<Month>, Error> {
    let first =
        |row: &SessionRow| -> Option<Date> { Some(local(row.began_at, zone).date().first_of_month()) };
    let groups = group(reader, selection, first)?;
    Ok(groups.into_iter().map(|((month, _), sum)| Month { month, sum }).collect())
}

/// By charger, in the order of bays.
pub fn chargers(reader: &Reader<'_>, selection: &Selection) -> Result<Vec<Charger>, Error> {
    let key = |row: &SessionRow| {
        Some((row.bay.unwrap_or(u16::MAX), row.identity.clone(), row.station_name.clone()))
    };
    let groups = group(reader, selection, key)?;
    Ok(groups.into_iter().map(|(((_, station, name), _), sum)| Charger { station, name, sum }).collect())
}

/// By driver, by name; those of nobody come first.
pub fn drivers(reader: &Reader<'_>, selection: &Selection) -> Result<Vec<Driver>, Error> {
    let key = |row: &SessionRow| Some((row.driver_name.clone(), row.cost_centre_name.clone(), row.driver));
    let groups = group(reader, selection, key)?;
    Ok(groups
        .into_iter()
        .map(|(((driver, cost_centre, _), _), sum)| Driver { driver, cost_centre, sum })
        .collect())
}

/// By cost centre, by name; those of none come first.
pub fn cost_centres(reader: &Reader<'_>, selection: &Selection) -> Result<Vec<CostCentre>, Error> {
    let mut drivers: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let groups = group(reader, selection, |row| {
        let of = drivers.entry(row.cost_centre_name.clone()).or_default();
        of.extend(row.driver.map(|driver| driver.0));
        Some((row.cost_centre_name.clone(), row.cost_centre))
    })?;
    Ok(groups
        .into_iter()
        .map(|(((cost_centre, _), _), sum)| {
            let count = drivers.get(&cost_centre).map_or(0, BTreeSet::len);
            CostCentre { cost_centre, drivers: i64::try_from(count).unwrap_or(i64::MAX), sum }
        })
        .collect())
}

/// Cards that belong to nobody: those that charged in the time, and those that may.
pub fn cards(reader: &Reader<'_>, selection: &Selection) -> Result<Vec<Card>, Error> {
    let mut last: BTreeMap<String, i64> = BTreeMap::new();
    let groups = group(reader, selection, |row| {
        let card = row.token.as_ref().filter(|_| row.driver.is_none())?.clone();
        let used = last.entry(card.clone()).or_default();
        *used = (*used).max(row.began_at.0);
        Some(card)
    })?;
    let tokens = reader.tokens()?;
    let label = |card: &str| {
        let known = tokens.iter().find(|token| token.value.to_lowercase() == card.to_lowercase());
        known.map(|token| token.label.clone()).unwrap_or_default()
    };
    let mut cards: Vec<Card> = groups
        .into_iter()
        .map(|((card, _), sum)| Card { label: label(&card), last_used: last.get(&card).copied(), card, sum })
        .collect();
    let unused = tokens.iter().filter(|token| {
        token.standing == Standing::Accepted
            && token.driver.is_none()
            && !cards.iter().any(|card| card.card.to_lowercase() == token.value.to_lowercase())
    });
    let unused: Vec<Card> = unused
        .map(|token| Card {
            card: token.value.clone(),
            label: token.label.clone(),
            last_used: None,
            sum: Sum::default(),
        })
        .collect();
    cards.extend(unused);
    Ok(cards)
}
