//! Chargers: their views, and letting them in, naming them, giving them a password.

use std::sync::Arc;

use domain::event::Event;
use domain::operator::{check_password, check_place};
use domain::station::{Admission, StationKey};

use super::{DONE, change, not_found, refusal};
use crate::console::Inner;
use crate::fault::Fault;
use crate::show::{self, StationParts};
use crate::view::{Done, StationView};

/// The views of some stations, or of all.
pub async fn views(inner: &Arc<Inner>, only: Option<Vec<StationKey>>) -> Result<Vec<StationView>, Fault> {
    if only.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let parts = inner.read(move |reader| {
        let rows = match only {
            Some(keys) => keys
                .into_iter()
                .filter_map(|key| reader.station(key).transpose())
                .collect::<Result<_, _>>()?,
            None => reader.stations()?,
        };
        let mut open = reader.open_sessions()?;
        let mut parts = Vec::with_capacity(rows.len());
        for row in rows {
            let (here, elsewhere) = open.into_iter().partition(|session| session.station == row.key);
            open = elsewhere;
            let (connectors, notes) = (reader.connectors(row.key)?, reader.notes(row.key)?);
            parts.push(StationParts { row, connectors, open: here, notes });
        }
        Ok(parts)
    });
    let parts = parts.await?;
    let centre = inner.centre.read().await;
    let (state, now) = (inner.state(), inner.now());
    let link = |key| centre.as_ref().and_then(|centre| centre.link(key));
    let view = |parts: StationParts| {
        let key = parts.row.key;
        show::station(parts, link(key), &state.live, now)
    };
    Ok(parts.into_iter().map(view).collect())
}

/// Lets a station in under a name and a bay.
pub async fn admit(inner: &Arc<Inner>, station: u32, name: String, bay: u16) -> Result<Done, Fault> {
    placed(inner, station, name, bay, true).await?;
    if let Some(centre) = inner.centre.read().await.as_ref() {
        centre.let_in(StationKey(station));
    }
    Ok(DONE)
}

/// Renames a station or gives it another bay.
pub async fn edit(inner: &Arc<Inner>, station: u32, name: String, bay: u16) -> Result<Done, Fault> {
    placed(inner, station, name, bay, false).await
}

async fn placed(
    inner: &Arc<Inner>,
    station: u32,
    name: String,
    bay: u16,
    admit: bool,
) -> Result<Done, Fault> {
    let (key, now) = (StationKey(station), inner.now());
    change(inner, move |write| {
        if write.admission(key)?.is_none() {
            return Ok(Err(not_found("station")));
        }
        let name = match check_place(&name, bay, write.bays()?, key) {
            Ok(name) => name,
            Err(no) => return Ok(Err(refusal(no))),
        };
        if admit {
            write.apply(key, Event::Admitted(Admission::Accepted), now)?;
        }
        write.apply(key, Event::Named { name, bay }, now)?;
        Ok(Ok(DONE))
    })
    .await
}

/// Turns a station away.
pub async fn refuse(inner: &Arc<Inner>, station: u32) -> Result<Done, Fault> {
    let (key, now) = (StationKey(station), inner.now());
    let done = change(inner, move |write| {
        if write.admission(key)?.is_none() {
            return Ok(Err(not_found("station")));
        }
        write.apply(key, Event::Admitted(Admission::Refused), now)?;
        Ok(Ok(DONE))
    });
    let done = done.await?;
    if let Some(centre) = inner.centre.read().await.as_ref() {
        centre.turned_away(key);
    }
    Ok(done)
}

/// Sets or removes the password that a station must show. It counts from its next connection on.
pub async fn set_password(inner: &Arc<Inner>, station: u32, password: Option<String>) -> Result<Done, Fault> {
    let (key, now) = (StationKey(station), inner.now());
    let hash = match password {
        Some(password) => {
            check_password(&password).map_err(refusal)?;
            let hashed = tokio::task::spawn_blocking(move || central::PasswordHash::of(&password).0).await;
            Some(hashed.map_err(|_| super::storage_fault(store::Error::Busy))?)
        }
        None => None,
    };
    change(inner, move |write| {
        if write.admission(key)?.is_none() {
            return Ok(Err(not_found("station")));
        }
        write.apply(key, Event::PasswordChanged(hash.clone()), now)?;
        Ok(Ok(DONE))
    })
    .await
}
