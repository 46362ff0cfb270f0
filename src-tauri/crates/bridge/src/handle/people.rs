//! Drivers, cost centres, and who sends statements.

use std::sync::Arc;

use domain::event::Event;
use domain::people::{CostCentre, CostCentreKey, DriverKey, check_name, check_post, check_sender};
use store::{Error, Reader};

use super::{DONE, change, not_found, refusal};
use crate::console::Inner;
use crate::fault::Fault;
use crate::show::books as show;
use crate::view::{BooksView, CostCentreView, Done, DriverView, SenderView};

/// Everything that bills are made with but sessions.
pub fn books(reader: &Reader<'_>) -> Result<BooksView, Error> {
    let mut tariffs = Vec::new();
    for tariff in reader.tariffs()? {
        let made = tariff.versions.iter().map(|version| reader.tariff_made(tariff.key, version.number));
        let made = made.collect::<Result<_, _>>()?;
        tariffs.push(show::tariff(tariff, made));
    }
    Ok(BooksView {
        drivers: reader.drivers()?.into_iter().map(show::driver).collect(),
        cost_centres: reader.cost_centres()?.into_iter().map(show::cost_centre).collect(),
        tariffs,
        uses: reader.tariff_uses()?.into_iter().map(show::tariff_use).collect(),
        sender: show::sender(reader.sender()?),
    })
}

/// Adds a driver or changes one.
pub async fn save_driver(inner: &Arc<Inner>, view: DriverView) -> Result<DriverView, Fault> {
    let name = check_name(&view.name).map_err(refusal)?;
    let post = check_post(&show::read_post(view.post.clone())).map_err(refusal)?;
    let now = inner.now();
    change(inner, move |write| {
        let key = match view.id.map(DriverKey) {
            None => write.next_driver()?,
            Some(key) if write.reader().drivers()?.iter().any(|known| known.key == key) => key,
            Some(_) => return Ok(Err(not_found("driver"))),
        };
        let driver = show::read_driver(view.clone(), key, name.clone(), post.clone());
        if let Some(centre) = driver.cost_centre
            && !write.reader().cost_centres()?.iter().any(|known| known.key == centre)
        {
            return Ok(Err(not_found("costCentre")));
        }
        write.apply_site(Event::DriverSaved(driver.clone()), now)?;
        Ok(Ok(show::driver(driver)))
    })
    .await
}

/// Forgets a driver.
pub async fn remove_driver(inner: &Arc<Inner>, driver: u32) -> Result<Done, Fault> {
    let now = inner.now();
    change(inner, move |write| {
        let key = DriverKey(driver);
        let cards: Vec<String> = write
            .reader()
            .tokens()?
            .into_iter()
            .filter(|token| token.driver == Some(key))
            .map(|token| token.value)
            .collect();
        write.apply_site(Event::DriverRemoved { driver: key, cards }, now)?;
        Ok(Ok(DONE))
    })
    .await
}

/// Adds a cost centre or changes one.
pub async fn save_cost_centre(inner: &Arc<Inner>, view: CostCentreView) -> Result<CostCentreView, Fault> {
    let name = check_name(&view.name).map_err(refusal)?;
    let post = check_post(&show::read_post(view.post)).map_err(refusal)?;
    let now = inner.now();
    change(inner, move |write| {
        let key = match view.id.map(CostCentreKey) {
            None => write.next_cost_centre()?,
            Some(key) if write.reader().cost_centres()?.iter().any(|known| known.key == key) => key,
            Some(_) => return Ok(Err(not_found("costCentre"))),
        };
        let centre = CostCentre { key, name: name.clone(), post: post.clone() };
        write.apply_site(Event::CostCentreSaved(centre.clone()), now)?;
        Ok(Ok(show::cost_centre(centre)))
    })
    .await
}

/// Forgets a cost centre.
pub async fn remove_cost_centre(inner: &Arc<Inner>, centre: u32) -> Result<Done, Fault> {
    let now = inner.now();
    change(inner, move |write| {
        write.apply_site(Event::CostCentreRemoved(CostCentreKey(centre)), now)?;
        Ok(Ok(DONE))
    })
    .await
}

/// Changes who sends statements.
pub async fn save_sender(inner: &Arc<Inner>, view: SenderView) -> Result<SenderView, Fault> {
    let sender = check_sender(&show::read_sender(view)).map_err(refusal)?;
    let now = inner.now();
    change(inner, move |write| {
        write.apply_site(Event::SenderSaved(sender.clone()), now)?;
        Ok(Ok(show::sender(sender.clone())))
    })
    .await
}
