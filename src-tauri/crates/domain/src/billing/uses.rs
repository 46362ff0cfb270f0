//! Which tariff counts where.

use crate::billing::{Price, TariffVersion};
use crate::operator::Refusal;
use crate::people::CostCentreKey;
use crate::station::StationKey;

/// Our number for a tariff; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TariffKey(pub u32);

/// A tariff with its versions, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    /// Our number.
    pub key: TariffKey,
    /// Its name.
    pub name: String,
    /// Its versions, each valid later than the one before.
    pub versions: Vec<TariffVersion>,
}

/// A tariff that counts at a place for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TariffUse {
    /// Which.
    pub tariff: TariffKey,
    /// At this station; `None` = at all.
    pub station: Option<StationKey>,
    /// For this cost centre's drivers; `None` = for all.
    pub cost_centre: Option<CostCentreKey>,
}

/// The tariff that counts at a station for a cost centre: the one said for both, else for the cost centre, else for the
/// station, else for all.
pub fn tariff_for(
    uses: &[TariffUse],
    station: StationKey,
    cost_centre: Option<CostCentreKey>,
) -> Option<TariffKey> {
    let fits = |used: &&TariffUse| {
        used.station.is_none_or(|at| at == station)
            && used.cost_centre.is_none_or(|of| Some(of) == cost_centre)
    };
    let particular = |used: &&TariffUse| (used.cost_centre.is_some(), used.station.is_some());
    uses.iter().filter(fits).max_by_key(particular).map(|used| used.tariff)
}

/// Most elements of a version.
pub const ELEMENTS_MAX: usize = 24;
/// The highest price: 100,000 of the currency.
pub const PRICE_MAX: Price = Price(100_000 * Price::ONE);

/// Checks a version that is to follow others of its tariff.
pub fn check_version(version: &TariffVersion, before: &[TariffVersion]) -> Result<(), Refusal> {
    let invalid = |field, reason| Err(Refusal::Invalid(field, reason));
    if before.last().is_some_and(|last| version.valid_from <= last.valid_from) {
        return invalid("validFrom", "early");
    }
    if version.elements.is_empty() || version.elements.len() > ELEMENTS_MAX {
        return invalid("elements", "count");
    }
    for element in &version.elements {
        if !(Price(0)..=PRICE_MAX).contains(&element.price) {
            return invalid("price", "range");
        }
        if element.tax.0 > 10_000 {
            return invalid("vat", "range");
        }
        let window = &element.window;
        if window.minutes.is_some_and(|(from, to)| from >= 1440 || to > 1440 || from == to) {
            return invalid("window", "time");
        }
        let day = |(month, day): (u8, u8)| (1..=12).contains(&month) && (1..=31).contains(&day);
        if window.season.is_some_and(|season| !day(season.first) || !day(season.last)) {
            return invalid("window", "season");
        }
    }
    let amounts = [Some(version.free_wh), Some(version.grace), version.least, version.most];
    if amounts.into_iter().flatten().any(|amount| !(0..=1_000_000_000).contains(&amount)) {
        return invalid("amount", "range");
    }
    if matches!((version.least, version.most), (Some(least), Some(most)) if least > most) {
        return invalid("most", "small");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_particular_tariff_counts() {
        let used = |tariff, station: Option<u32>, centre: Option<u32>| TariffUse {
            tariff: TariffKey(tariff),
            station: station.map(StationKey),
            cost_centre: centre.map(CostCentreKey),
        };
        let uses =
            [used(1, None, None), used(2, Some(5), None), used(3, None, Some(7)), used(4, Some(5), Some(7))];
        let counts = |station, centre: Option<u32>| {
            tariff_for(&uses, StationKey(station), centre.map(CostCentreKey)).map(|tariff| tariff.0)
        };
        assert_eq!(counts(1, None), Some(1));
        assert_eq!(counts(5, None), Some(2));
        assert_eq!(counts(1, Some(7)), Some(3));
        assert_eq!(counts(5, Some(7)), Some(4));
        assert_eq!(counts(5, Some(8)), Some(2));
        assert_eq!(tariff_for(&uses[2..], StationKey(1), None), None);
    }
}
