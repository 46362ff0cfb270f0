//! Evidence: meter values that the meter itself signed, and what checking them says about a session.
//!
//! A signature shows that a record is as the meter wrote it. That the records belong together is a rule of its own:
//! one meter, pages without a gap, a beginning and an end, a meter that found nothing wrong with itself.

use crate::energy::WattHours;
use crate::time::Timestamp;

/// What kind of document was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A record in the open charge metering format.
    Ocmf,
    /// A record in the way of one maker (it begins with `AP;`).
    Alfen,
    /// Anything else: kept, not understood.
    Other,
}

/// How the document is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it was signed.
    Plain,
    /// As base64.
    Base64,
    /// As hexadecimal digits.
    Hex,
}

/// What was signed, with everything that came along. Nothing of it was trimmed or written anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// When we received it.
    pub received: Timestamp,
    /// When the value was taken, by the charger's clock.
    pub at: Option<Timestamp>,
    /// On which occasion, in the charger's words; empty = it did not say.
    pub context: String,
    /// What was measured, in the charger's words.
    pub measurand: String,
    /// How it was signed, as the charger or the record says; empty = neither does.
    pub method: String,
    /// Its kind.
    pub form: Form,
    /// How `data` is written.
    pub encoding: Encoding,
    /// The signed document to the byte.
    pub data: String,
    /// The public key that came along, as it came.
    pub key: Option<String>,
}

/// What a reading marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The beginning of the session.
    Begin,
    /// Something on the way.
    Between,
    /// Its end, however it came.
    End,
}

/// One reading of a signed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedReading {
    /// What it marks; nothing when the record does not say.
    pub mark: Option<Mark>,
    /// Its time, as written.
    pub at: String,
    /// The value, as written.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Which register (an OBIS code), as written.
    pub register: String,
    /// In thousandths of a watt-hour, when it is energy.
    pub milli_wh: Option<i64>,
    /// The meter was well.
    pub good: bool,
    /// What the meter marks as wrong; empty = nothing.
    pub errors: String,
}

/// What a signed document says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The meter's serial number; that of the gateway when the meter has none of its own.
    pub meter: String,
    /// The page of the meter's book on transactions.
    pub page: Option<u64>,
    /// The readings in their order.
    pub readings: Vec<SignedReading>,
}

/// Where the key came from with which a signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFrom {
    /// It came with the value itself: that shows only that the value was not changed since.
    Value,
    /// The charger's setting of this name.
    Setting(String),
    /// It came with the value, and the charger's setting of this name holds the same.
    Both(String),
}

/// The key with which a signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsedKey {
    /// Where it came from.
    pub from: KeyFrom,
    /// The key, as it came.
    pub text: String,
}

/// Why something does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// The signature does not match: a byte was changed, or another key signed.
    Signature,
    /// The key that came along is not the one that the charger's setting holds.
    OtherKey,
    /// The records are of different meters.
    OtherMeter,
    /// Pages of the meter's book are missing or repeated.
    Pages,
    /// Beginning and end are not in this order.
    Order,
    /// The meter was not well.
    Status,
    /// The meter marked an error.
    Errors,
    /// The register ran backwards.
    Backwards,
}

/// Why something cannot be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The document is of a kind that is not understood here.
    Form,
    /// The document is damaged or incomplete.
    Unreadable,
    /// Signatures of this kind cannot be checked here.
    Method,
    /// The key cannot be read.
    Key,
    /// There is no signed value of the beginning.
    NoBegin,
    /// There is no signed value of the end.
    NoEnd,
}

/// What checking says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Genuine.
    Valid,
    /// Not genuine, or not what it should be.
    Invalid(Flaw),
    /// No key is known to check it with.
    KeyUnknown,
    /// Cannot be checked here.
    NotCheckable(Gap),
}

/// A signed document, read and checked by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedValue {
    /// The document.
    pub document: Document,
    /// What it says, when it can be read.
    pub record: Option<Record>,
    /// About its signature alone.
    pub verdict: Verdict,
    /// With which key.
    pub key: Option<UsedKey>,
}

/// What the signed values of a session show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// In the order of the meter's pages, else in that of the charger's clock; each once however often it was told.
    pub values: Vec<SignedValue>,
    /// All of it together; nothing when the session has no signed value.
    pub verdict: Option<Verdict>,
    /// From the first signed reading of the beginning to the last of the end, in whole watt-hours.
    pub energy: Option<WattHours>,
}

impl Evidence {
    /// Judges a session's values, each of which was checked by itself. `over` = the session has ended.
    pub fn of(mut values: Vec<SignedValue>, over: bool) -> Self {
        let mut seen = Vec::new();
        // A charger repeats what was not answered in time, and tells the beginning again at the end.
        values.retain(|value| {
            let new = !seen.contains(&value.document.data);
            seen.push(value.document.data.clone());
            new
        });
        // The end often brings the beginning along, after what came on the way.
        let page = |value: &SignedValue| value.record.as_ref().and_then(|record| record.page);
        if values.iter().all(|value| page(value).is_some()) {
            values.sort_by_key(page);
        } else {
            values.sort_by_key(|value| value.document.at.unwrap_or(value.document.received));
        }
        let verdict = judge(&values, over);
        let energy = energy(&values);
        Self { values, verdict, energy }
    }
}

fn judge(values: &[SignedValue], over: bool) -> Option<Verdict> {
    let first = |wanted: fn(&Verdict) -> bool| values.iter().map(|value| value.verdict).find(wanted);
    if values.is_empty() {
        return None;
    }
    let records: Vec<&Record> = values.iter().filter_map(|value| value.record.as_ref()).collect();
    let verdict = first(|verdict| matches!(verdict, Verdict::Invalid(_)))
        .or_else(|| flaw(&records).map(Verdict::Invalid))
        .or_else(|| first(|verdict| *verdict == Verdict::KeyUnknown))
        .or_else(|| first(|verdict| matches!(verdict, Verdict::NotCheckable(_))))
        .or_else(|| missing(&records, over).map(Verdict::NotCheckable));
    Some(verdict.unwrap_or(Verdict::Valid))
}

/// What is wrong with records that are genuine each by itself.
fn flaw(records: &[&Record]) -> Option<Flaw> {
    let readings = || records.iter().flat_map(|record| &record.readings);
    let pages: Vec<u64> = records.iter().filter_map(|record| record.page).collect();
    if records.windows(2).any(|pair| pair[0].meter != pair[1].meter) {
        return Some(Flaw::OtherMeter);
    }
    if pages.windows(2).any(|pair| pair[0].checked_add(1) != Some(pair[1])) {
        return Some(Flaw::Pages);
    }
    let energy = || readings().filter(|reading| reading.milli_wh.is_some());
    if energy().any(|reading| {
        // A record may tell one register after the other.
        let marks: Vec<Mark> = energy()
            .filter(|other| other.register == reading.register)
            .filter_map(|other| other.mark)
            .collect();
        let begin = marks.iter().rposition(|mark| *mark == Mark::Begin);
        let other = marks.iter().position(|mark| *mark != Mark::Begin);
        begin.zip(other).is_some_and(|(begin, other)| other < begin)
    }) {
        return Some(Flaw::Order);
    }
    if readings().any(|reading| !reading.errors.is_empty()) {
        return Some(Flaw::Errors);
    }
    if readings().any(|reading| !reading.good) {
        return Some(Flaw::Status);
    }
    let registers: Vec<(&str, i64)> =
        readings().filter_map(|r| r.milli_wh.map(|value| (r.register.as_str(), value))).collect();
    let backwards = |at: usize| {
        let (register, value) = registers[at];
        let before = registers[..at].iter().rev().find(|(other, _)| *other == register);
        before.is_some_and(|(_, before)| *before > value)
    };
    (0..registers.len()).any(backwards).then_some(Flaw::Backwards)
}

fn missing(records: &[&Record], over: bool) -> Option<Gap> {
    let has = |mark| records.iter().flat_map(|record| &record.readings).any(|r| r.mark == Some(mark));
    if !has(Mark::Begin) {
        return Some(Gap::NoBegin);
    }
    (over && !has(Mark::End)).then_some(Gap::NoEnd)
}

fn energy(values: &[SignedValue]) -> Option<WattHours> {
    let readings: Vec<&SignedReading> =
        values.iter().filter_map(|value| value.record.as_ref()).flat_map(|record| &record.readings).collect();
    let begin = readings.iter().find(|r| r.mark == Some(Mark::Begin) && r.milli_wh.is_some())?;
    let end = readings
        .iter()
        .rev()
        .find(|r| r.mark == Some(Mark::End) && r.milli_wh.is_some() && r.register == begin.register)?;
    let milli = end.milli_wh?.checked_sub(begin.milli_wh?)?;
    // Half a watt-hour goes up, as everywhere.
    Some(WattHours(milli.checked_add(500)?.div_euclid(1000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(mark: Mark, milli_wh: i64) -> SignedReading {
        SignedReading {
            mark: Some(mark),
            at: "2026-11-21T14:05:00,000+0100 S".to_owned(),
            value: milli_wh.to_string(),
            unit: "mWh".to_owned(),
            register: "1-b:1.8.0".to_owned(),
            milli_wh: Some(milli_wh),
            good: true,
            errors: String::new(),
        }
    }

    fn value(page: u64, readings: &[(Mark, i64)]) -> SignedValue {
        let readings = readings.iter().map(|(mark, at)| reading(*mark, *at)).collect();
        SignedValue {
            document: Document {
                received: Timestamp(0),
                at: None,
                context: String::new(),
                measurand: String::new(),
                method: String::new(),
                form: Form::Ocmf,
                encoding: Encoding::Plain,
                data: format!("page {page} {readings:?}"),
                key: None,
            },
            record: Some(Record { meter: "M1".to_owned(), page: Some(page), readings }),
            verdict: Verdict::Valid,
            key: None,
        }
    }

    fn pair() -> Vec<SignedValue> {
        vec![value(7, &[(Mark::Begin, 1_000_000)]), value(8, &[(Mark::End, 8_234_500)])]
    }

    fn spoilt(spoil: impl FnOnce(&mut Vec<SignedValue>)) -> Verdict {
        let mut values = pair();
        spoil(&mut values);
        Evidence::of(values, true).verdict.expect("there are values")
    }

    fn record(value: &mut SignedValue) -> &mut Record {
        value.record.as_mut().expect("made with one")
    }

    #[test]
    fn a_beginning_and_an_end_of_one_meter_are_genuine() {
        let evidence = Evidence::of(pair(), true);
        assert_eq!(evidence.verdict, Some(Verdict::Valid));
        assert_eq!(evidence.energy, Some(WattHours(7235)));
        let one = vec![value(3, &[(Mark::Begin, 0), (Mark::Between, 5), (Mark::End, 5)])];
        assert_eq!(Evidence::of(one, true).verdict, Some(Verdict::Valid));
        assert_eq!(Evidence::of(vec![], true).verdict, None);
    }

    #[test]
    fn what_was_told_twice_counts_once() {
        let twice = [pair(), pair()].concat();
        let evidence = Evidence::of(twice, true);
        assert_eq!((evidence.values.len(), evidence.verdict), (2, Some(Verdict::Valid)));
    }

    #[test]
    fn records_that_do_not_belong_together_are_told() {
        let invalid = |flaw| Verdict::Invalid(flaw);
        assert_eq!(spoilt(|v| record(&mut v[1]).meter = "M2".into()), invalid(Flaw::OtherMeter));
        assert_eq!(spoilt(|v| record(&mut v[1]).page = Some(9)), invalid(Flaw::Pages));
        assert_eq!(spoilt(|v| record(&mut v[1]).page = Some(7)), invalid(Flaw::Pages));
        assert_eq!(spoilt(|v| record(&mut v[1]).page = None), Verdict::Valid);
        assert_eq!(spoilt(|v| record(&mut v[1]).readings[0].good = false), invalid(Flaw::Status));
        assert_eq!(spoilt(|v| record(&mut v[0]).readings[0].errors = "E".into()), invalid(Flaw::Errors));
        assert_eq!(
            spoilt(|v| record(&mut v[1]).readings[0].milli_wh = Some(999_999)),
            invalid(Flaw::Backwards)
        );
        let mut two = value(3, &[(Mark::Begin, 0), (Mark::End, 5), (Mark::Begin, 1), (Mark::End, 2)]);
        record(&mut two).readings[2..].iter_mut().for_each(|reading| reading.register = "1-b:2.8.0".into());
        assert_eq!(
            Evidence::of(vec![two], true).verdict,
            Some(Verdict::Valid),
            "one register after the other"
        );
        let turned = vec![value(7, &[(Mark::End, 1)]), value(8, &[(Mark::Begin, 2)])];
        assert_eq!(Evidence::of(turned, true).verdict, Some(invalid(Flaw::Order)));
    }

    #[test]
    fn a_broken_signature_counts_before_everything_and_a_missing_key_before_a_missing_half() {
        let broken = Verdict::Invalid(Flaw::Signature);
        assert_eq!(
            spoilt(|v| {
                v[1].verdict = broken;
                v[0].verdict = Verdict::KeyUnknown;
            }),
            broken
        );
        assert_eq!(spoilt(|v| v[0].verdict = Verdict::KeyUnknown), Verdict::KeyUnknown);
        assert_eq!(
            spoilt(|v| v[0].verdict = Verdict::NotCheckable(Gap::Method)),
            Verdict::NotCheckable(Gap::Method)
        );
    }

    #[test]
    fn a_session_that_runs_needs_no_end_yet() {
        let begun = || vec![value(7, &[(Mark::Begin, 1)])];
        assert_eq!(Evidence::of(begun(), false).verdict, Some(Verdict::Valid));
        assert_eq!(Evidence::of(begun(), true).verdict, Some(Verdict::NotCheckable(Gap::NoEnd)));
        let ended = vec![value(7, &[(Mark::End, 1)])];
        assert_eq!(Evidence::of(ended, true).verdict, Some(Verdict::NotCheckable(Gap::NoBegin)));
    }
}
