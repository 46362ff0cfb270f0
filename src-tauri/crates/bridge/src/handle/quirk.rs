//! Peculiarities of chargers: what is known, and the operator's own word.

use std::sync::Arc;

use central::Profiles;
use domain::event::Event;
use domain::quirk::{Form, Identity, Profile, Quirks, SetBy, Setting, effective, switch};
use domain::station::StationKey;

use super::{change, not_found};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::view::{DatedNoteView, PeculiaritiesView, QuirkProfileView, SwitchBy, SwitchForm, SwitchView};

/// What counts for a charger, and why.
pub async fn peculiarities(inner: &Arc<Inner>, station: u32) -> Result<PeculiaritiesView, Fault> {
    let key = StationKey(station);
    let book = Arc::clone(inner);
    let found = inner.read(move |reader| {
        let Some(row) = reader.station(key)? else { return Ok(None) };
        let profiles = book.centre.blocking_read().as_ref().map(central::Centre::profiles);
        Ok(Some((row, reader.switches(key)?, reader.dated_notes(key)?, profiles.unwrap_or_default())))
    });
    let (row, own, notes, profiles) = found.await?.ok_or_else(|| not_found("station"))?;
    let who = Identity { vendor: &row.vendor, model: &row.model, firmware: &row.firmware };
    let Profiles { list, problems } = profiles.as_ref();
    let fitting = list.iter().filter(|profile| profile.fits(who));
    Ok(PeculiaritiesView {
        profiles: fitting.map(profile_view).collect(),
        switches: effective(list, who, &own).settings.into_iter().map(switch_view).collect(),
        notes: notes.into_iter().map(|(at, text)| DatedNoteView { at: at.0, text }).collect(),
        problems: problems.clone(),
        folder: inner.store.folder().join("quirks").display().to_string(),
    })
}

/// Sets a switch of a charger, or takes the operator's word back. It counts at once.
pub async fn set_switch(
    inner: &Arc<Inner>,
    station: u32,
    name: String,
    value: Option<String>,
) -> Result<PeculiaritiesView, Fault> {
    let invalid = |field| Fault::new(FaultCode::Invalid).with("field", field);
    let line = switch(&name).ok_or_else(|| invalid("switch").with("reason", "unknown"))?;
    let value = match value {
        Some(value) => {
            let mut quirks = Quirks::default();
            if !line.set(&mut quirks, &value) {
                return Err(invalid("value").with("reason", "range"));
            }
            Some(line.value(&quirks))
        }
        None => None,
    };
    let (key, now) = (StationKey(station), inner.now());
    change(inner, move |write| {
        if write.admission(key)?.is_none() {
            return Ok(Err(not_found("station")));
        }
        write.apply(key, Event::SwitchSet { switch: name.clone(), value: value.clone() }, now)?;
        Ok(Ok(()))
    })
    .await?;
    if let Some(centre) = inner.centre.read().await.as_ref() {
        centre.quirks_changed(key);
    }
    peculiarities(inner, station).await
}

fn profile_view(profile: &Profile) -> QuirkProfileView {
    QuirkProfileView {
        name: profile.name.clone(),
        reason: profile.reason.clone(),
        sources: profile.sources.clone(),
        hints: profile.hints.clone(),
    }
}

fn switch_view(setting: Setting) -> SwitchView {
    let (by, profile) = match setting.by {
        SetBy::Default => (SwitchBy::Default, None),
        SetBy::Profile(name) => (SwitchBy::Profile, Some(name)),
        SetBy::Operator => (SwitchBy::Operator, None),
    };
    SwitchView {
        name: setting.switch.name.to_owned(),
        form: form(setting.switch.form),
        value: setting.value,
        otherwise: setting.otherwise,
        by,
        profile,
    }
}

fn form(form: Form) -> SwitchForm {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match form {
        Form::Flag => SwitchForm::Flag,
        Form::Number { min, max, unit, open } => SwitchForm::Number { min, max, unit: unit.to_owned(), open },
        Form::Word(list) => SwitchForm::Word { words: words(list) },
        Form::Order(list) => SwitchForm::Order { words: words(list) },
        Form::Text(max) => SwitchForm::Text { max: u32::try_from(max).unwrap_or(u32::MAX) },
        Form::Numbers => SwitchForm::Numbers,
        Form::Pairs => SwitchForm::Pairs,
    }
}
