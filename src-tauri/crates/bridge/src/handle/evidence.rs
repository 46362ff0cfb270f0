//! What a session's stored messages prove.

use std::sync::Arc;

use central::evidence::evidence;
use domain::evidence::{Evidence, Flaw, Gap, KeyFrom, Mark, SignedReading, SignedValue, Verdict};
use domain::session::SessionKey;

use super::not_found;
use crate::console::Inner;
use crate::fault::Fault;
use crate::view::{
    EvidenceCheck, EvidenceKeyFrom, EvidenceMark, EvidenceReadingView, EvidenceVerdict, EvidenceView,
    EvidenceWhy, SignedValueView,
};

/// A session's evidence for a screen.
pub async fn view(inner: &Arc<Inner>, session: u32) -> Result<EvidenceView, Fault> {
    let (lines, evidence) = of(inner, session).await?;
    let frames = central::evidence::frames(&lines).count();
    Ok(EvidenceView {
        frames: u32::try_from(frames).unwrap_or(u32::MAX),
        check: evidence.verdict.map(check),
        energy_wh: evidence.energy.map(|energy| energy.0),
        values: evidence.values.into_iter().map(value).collect(),
    })
}

/// A session's stored frames, and what they prove.
pub async fn of(inner: &Arc<Inner>, session: u32) -> Result<(Vec<u8>, Evidence), Fault> {
    let key = SessionKey(session);
    let found = inner.read(move |reader| {
        let Some(row) = reader.session(key)? else { return Ok(None) };
        let lines = reader.frames(key)?;
        let settings = reader.configuration(row.station)?;
        let known =
            settings.iter().filter_map(|row| Some((&*row.setting.key, row.setting.value.as_deref()?)));
        let evidence = evidence(&lines, known, row.evse.unwrap_or(1), row.ended_at.is_some());
        Ok(Some((lines, evidence)))
    });
    found.await?.ok_or_else(|| not_found("session"))
}

fn value(value: SignedValue) -> SignedValueView {
    let SignedValue { document, record, verdict, key } = value;
    let record = record.unwrap_or_default();
    let (key_from, key_setting) = match key.as_ref().map(|key| &key.from) {
        None => (None, None),
        Some(KeyFrom::Value) => (Some(EvidenceKeyFrom::Value), None),
        Some(KeyFrom::Setting(name)) => (Some(EvidenceKeyFrom::Setting), Some(name.clone())),
        Some(KeyFrom::Both(name)) => (Some(EvidenceKeyFrom::Both), Some(name.clone())),
    };
    SignedValueView {
        received: document.received.0,
        at: document.at.map(|at| at.0),
        context: document.context,
        method: document.method,
        meter: record.meter,
        page: record.page,
        readings: record.readings.into_iter().map(reading).collect(),
        data: document.data,
        check: check(verdict),
        key_from,
        key_setting,
        key: key.map(|key| key.text),
    }
}

fn reading(reading: SignedReading) -> EvidenceReadingView {
    EvidenceReadingView {
        mark: reading.mark.map(|mark| match mark {
            Mark::Begin => EvidenceMark::Begin,
            Mark::Between => EvidenceMark::Between,
            Mark::End => EvidenceMark::End,
        }),
        at: reading.at,
        reading: format!("{} {}", reading.value, reading.unit).trim().to_owned(),
        register: reading.register,
    }
}

fn check(verdict: Verdict) -> EvidenceCheck {
    let (verdict, why) = match verdict {
        Verdict::Valid => (EvidenceVerdict::Valid, None),
        Verdict::KeyUnknown => (EvidenceVerdict::KeyUnknown, None),
        Verdict::Invalid(flaw) => (
            EvidenceVerdict::Invalid,
            Some(match flaw {
                Flaw::Signature => EvidenceWhy::Signature,
                Flaw::OtherKey => EvidenceWhy::OtherKey,
                Flaw::OtherMeter => EvidenceWhy::OtherMeter,
                Flaw::Pages => EvidenceWhy::Pages,
                Flaw::Order => EvidenceWhy::Order,
                Flaw::Status => EvidenceWhy::Status,
                Flaw::Errors => EvidenceWhy::Errors,
                Flaw::Backwards => EvidenceWhy::Backwards,
            }),
        ),
        Verdict::NotCheckable(gap) => (
            EvidenceVerdict::NotCheckable,
            Some(match gap {
                Gap::Form => EvidenceWhy::Form,
                Gap::Unreadable => EvidenceWhy::Unreadable,
                Gap::Method => EvidenceWhy::Method,
                Gap::Key => EvidenceWhy::Key,
                Gap::NoBegin => EvidenceWhy::NoBegin,
                Gap::NoEnd => EvidenceWhy::NoEnd,
            }),
        ),
    };
    EvidenceCheck { verdict, why }
}
