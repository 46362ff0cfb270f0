//! Tariffs: made, said where they count, and tried on sessions of the past.

use std::sync::Arc;

use domain::billing::{Counted, Tariff, TariffKey, check_version};
use domain::event::Event;
use domain::people::CostCentreKey;
use domain::station::StationKey;
use domain::time::Timestamp;
use store::query::Selection;

use super::{DONE, change, not_found, refusal};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::show::books as show;
use crate::view::{Done, PreviewSessionView, TariffPreviewView, TariffVersionView, TariffView};

/// Most sessions that a tariff is tried on.
const TRIED: u32 = 20_000;
/// How many examples are shown.
const EXAMPLES: usize = 10;

/// Adds a tariff, or a version to one, or renames one.
pub async fn save(
    inner: &Arc<Inner>,
    tariff: Option<u32>,
    name: String,
    version: Option<TariffVersionView>,
) -> Result<TariffView, Fault> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 || name.chars().any(char::is_control) {
        return Err(Fault::new(FaultCode::Invalid).with("field", "name").with("reason", "length"));
    }
    if tariff.is_none() && version.is_none() {
        return Err(Fault::new(FaultCode::Invalid).with("field", "version").with("reason", "missing"));
    }
    let now = inner.now();
    change(inner, move |write| {
        let known = match tariff {
            Some(key) => match write.reader().tariff(TariffKey(key))? {
                Some(known) => Some(known),
                None => return Ok(Err(not_found("tariff"))),
            },
            None => None,
        };
        let before = known.as_ref().map(|known| known.versions.as_slice()).unwrap_or_default();
        let number = before.last().map_or(0, |last| last.number) + 1;
        let new = match &version {
            Some(view) => {
                let checked = show::read_version(view, number)
                    .and_then(|version| check_version(&version, before).map(|()| version));
                match checked {
                    Ok(version) => Some(version),
                    Err(why) => return Ok(Err(refusal(why))),
                }
            }
            None => None,
        };
        let key = match &known {
            Some(known) => known.key,
            None => write.next_tariff()?,
        };
        write.apply_site(Event::TariffSaved { tariff: key, name: name.clone(), version: new }, now)?;
        let Some(saved) = write.reader().tariff(key)? else { return Ok(Err(not_found("tariff"))) };
        let made = saved.versions.iter().map(|version| write.reader().tariff_made(key, version.number));
        let made = made.collect::<Result<_, _>>()?;
        Ok(Ok(show::tariff(saved, made)))
    })
    .await
}

/// Says which tariff counts where.
pub async fn used(
    inner: &Arc<Inner>,
    tariff: Option<u32>,
    station: Option<u32>,
    cost_centre: Option<u32>,
) -> Result<Done, Fault> {
    let now = inner.now();
    let (tariff, station) = (tariff.map(TariffKey), station.map(StationKey));
    let cost_centre = cost_centre.map(CostCentreKey);
    change(inner, move |write| {
        if let Some(key) = tariff
            && write.reader().tariff(key)?.is_none()
        {
            return Ok(Err(not_found("tariff")));
        }
        write.apply_site(Event::TariffUsed { tariff, station, cost_centre }, now)?;
        Ok(Ok(DONE))
    })
    .await
}

/// What a version would have made of sessions that began in a time.
pub async fn preview(
    inner: &Arc<Inner>,
    version: TariffVersionView,
    (from, to): (i64, i64),
    station: Option<u32>,
    cost_centre: Option<u32>,
) -> Result<TariffPreviewView, Fault> {
    let mut version = show::read_version(&version, 1).map_err(refusal)?;
    check_version(&version, &[]).map_err(refusal)?;
    version.valid_from = Timestamp(i64::MIN);
    let (currency, now) = (version.currency, inner.now());
    let tried = Tariff { key: TariffKey(0), name: String::new(), versions: vec![version] };
    let selection = Selection {
        from: Some(Timestamp(from)),
        to: Some(Timestamp(to)),
        station: station.map(StationKey),
        cost_centre: cost_centre.map(CostCentreKey),
        ..Selection::default()
    };
    let fallback = inner.options.zone.clone();
    inner
        .read(move |reader| {
            let zone = central::zone(reader, &fallback)?;
            let (mut was, mut would) = (0, 0);
            let mut view = TariffPreviewView {
                sessions: 0,
                energy_wh: 0,
                was: String::new(),
                would: String::new(),
                currency: currency.letters().to_owned(),
                examples: Vec::new(),
            };
            let mut examples: Vec<(i64, PreviewSessionView)> = Vec::new();
            for row in reader.sessions(&selection, TRIED, 0)? {
                let Some(case) = reader.case(row.key, now)? else { continue };
                if case.told.ended.is_none() {
                    continue;
                }
                let figures: Counted = case.figures();
                let case = domain::billing::Case { tariff: Some(tried.clone()), ..case };
                let Some(cost) = case.cost(&figures, &zone, now) else { continue };
                let before = case.history.last().and_then(|last| last.cost.as_ref()).map(|cost| &cost.bill);
                let before = before.filter(|bill| bill.currency == currency).map(|bill| bill.total);
                view.sessions += 1;
                view.energy_wh += figures.energy().map_or(0, |energy| energy.0);
                was += before.unwrap_or(0);
                would += cost.bill.total;
                let differs = (cost.bill.total - before.unwrap_or(0)).abs();
                let example = PreviewSessionView {
                    session: row.key.0,
                    started_at: row.began_at.0,
                    energy_wh: figures.energy().map_or(0, |energy| energy.0),
                    was: before.map(|total| currency.text(total)),
                    would: currency.text(cost.bill.total),
                };
                examples.push((differs, example));
                examples.sort_by_key(|(differs, _)| std::cmp::Reverse(*differs));
                examples.truncate(EXAMPLES);
            }
            view.was = currency.text(was);
            view.would = currency.text(would);
            view.examples = examples.into_iter().map(|(_, example)| example).collect();
            Ok(view)
        })
        .await
}
