//! Meter values: the protocol's names and units ↔ the domain's series in integer base units.

mod names;
mod unit;

use domain::reading::{Measurand, Reading, Sample, Series};
use serde::Deserialize;

use crate::tolerant::{Many, Notes, Scalar};
use names::{context, location, measurand, phase};
use unit::{UnitOfMeasure, in_base_unit};

/// What was read at one moment, on the wire of every version.
#[derive(Debug, Deserialize)]
pub(crate) struct MeterValue<'a> {
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default, rename = "sampledValue")]
    values: Many<SampledValue<'a>>,
}

/// One value: `value` is a text in 1.6 and a number in 2.x, the unit a text in 1.6 and an object in 2.x.
#[derive(Debug, Default, Deserialize)]
struct SampledValue<'a> {
    #[serde(borrow, default)]
    value: Scalar<'a>,
    #[serde(borrow, default)]
    context: Scalar<'a>,
    #[serde(borrow, default)]
    format: Scalar<'a>,
    #[serde(borrow, default)]
    measurand: Scalar<'a>,
    #[serde(borrow, default)]
    phase: Scalar<'a>,
    #[serde(borrow, default)]
    location: Scalar<'a>,
    #[serde(borrow, default)]
    unit: Scalar<'a>,
    #[serde(borrow, default, rename = "unitOfMeasure")]
    unit_of_measure: UnitOfMeasure<'a>,
}

/// The samples with at least one value that can be read.
pub(crate) fn samples(values: &Many<MeterValue<'_>>, notes: &mut Notes<'_>) -> Vec<Sample> {
    let sample = |value: &MeterValue<'_>, notes: &mut Notes<'_>| {
        let mut readings = Vec::with_capacity(value.values.0.len());
        readings.extend(value.values.0.iter().filter_map(|value| reading(value, notes)));
        if readings.is_empty() {
            return None;
        }
        Some(Sample { at: value.timestamp.time("meterValue.timestamp", notes), readings })
    };
    values.0.iter().filter_map(|value| sample(value, notes)).collect()
}

fn reading(wire: &SampledValue<'_>, notes: &mut Notes<'_>) -> Option<Reading> {
    // A signed value is a document, not a number; the raw frames keep it as evidence.
    if wire.value.is_empty() || wire.format.text() == "SignedData" {
        return None;
    }
    let measurand = measurand(&wire.measurand.text(), notes);
    let (unit, tens) = wire.unit_of_measure.told();
    // 1.6, and firmware of the second generation that still writes like the first.
    let unit = unit.unwrap_or_else(|| wire.unit.text());
    let factor = if is_energy(measurand) { notes.hearing.energy_factor } else { 1 };
    let Some(value) = multiplied(factor, |more| in_base_unit(measurand, wire.value, &unit, tens + more))
    else {
        notes.add("A meter value is no number; left out");
        return None;
    };
    let series = Series {
        measurand,
        phase: phase(&wire.phase.text(), notes),
        location: location(&wire.location.text(), measurand, notes),
    };
    Some(Reading { series, context: context(&wire.context.text(), notes), value })
}

fn is_energy(measurand: Measurand) -> bool {
    use Measurand::{EnergyExportInterval, EnergyExportRegister, EnergyImportInterval, EnergyImportRegister};
    matches!(
        measurand,
        EnergyImportRegister | EnergyExportRegister | EnergyImportInterval | EnergyExportInterval
    )
}

/// A value times a factor, read with three more digits so that a multiple of it does not lose its fraction.
fn multiplied(factor: u32, value: impl Fn(i32) -> Option<i64>) -> Option<i64> {
    if factor == 1 {
        return value(0);
    }
    let thousandths = i128::from(value(3)?) * i128::from(factor);
    i64::try_from((thousandths + 500).div_euclid(1000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::reading::Context;

    /// The overall energy register at the outlet, in Wh, by the sampling interval.
    const BARE: Reading = Reading { series: Series::ENERGY, context: Context::Periodic, value: 0 };

    fn read(json: &str) -> (Vec<Sample>, Vec<String>) {
        let mut notes = Vec::new();
        let samples = samples(&serde_json::from_str(json).unwrap(), &mut Notes::new(&mut notes));
        (samples, notes)
    }

    fn one(value: &str) -> Reading {
        let (samples, _) =
            read(&format!(r#"{{"timestamp":"2026-11-21T14:05:00Z","sampledValue":[{value}]}}"#));
        samples[0].readings[0]
    }

    #[test]
    fn a_bare_value_is_the_energy_register_in_watt_hours() {
        assert_eq!(one(r#"{"value":"1234"}"#), Reading { value: 1234, ..BARE });
        assert_eq!(one(r#"{"value":"1.2345","unit":"kWh"}"#), Reading { value: 1235, ..BARE });
        assert_eq!(
            one(r#"{"value":1.2345,"unitOfMeasure":{"unit":"Wh","multiplier":3}}"#),
            Reading { value: 1235, ..BARE }
        );
        assert_eq!(
            one(r#"{"value":12.5,"unitOfMeasure":{"unit":"kWh"}}"#),
            Reading { value: 12_500, ..BARE }
        );
    }

    #[test]
    fn the_energy_of_a_charger_with_a_factor_is_multiplied_and_nothing_else() {
        let mut notes = Vec::new();
        let hearing = crate::manner::Hearing { energy_factor: 1000, ..Default::default() };
        let json = r#"{"sampledValue":[{"value":"12.3456","unit":"Wh"},
            {"value":"7360","measurand":"Power.Active.Import","unit":"W"}]}"#;
        let samples = samples(&serde_json::from_str(json).unwrap(), &mut Notes::hearing(&mut notes, hearing));
        let values: Vec<i64> = samples[0].readings.iter().map(|reading| reading.value).collect();
        assert_eq!(values, [12_346, 7360]);
    }

    #[test]
    fn every_measurand_has_its_integer_unit() {
        let value = |measurand: &str, unit: &str, value: &str| {
            one(&format!(r#"{{"value":"{value}","measurand":"{measurand}","unit":"{unit}"}}"#)).value
        };
        assert_eq!(value("Power.Active.Import", "kW", "7.36"), 7360);
        assert_eq!(value("Power.Active.Import", "Wh", "7360"), 7360);
        assert_eq!(value("Current.Import", "A", "15.97"), 15_970);
        assert_eq!(value("Voltage", "V", "230.1"), 230_100);
        assert_eq!(value("Voltage", "mV", "230100"), 230_100);
        assert_eq!(value("Frequency", "Hertz", "49.98"), 49_980);
        assert_eq!(value("Frequency", "Hz", "50"), 50_000);
        assert_eq!(value("SoC", "Percent", "55.5"), 555);
        assert_eq!(value("Power.Factor", "", "0.98"), 980);
        assert_eq!(value("Power.Factor", "Percent", "98"), 980);
        assert_eq!(value("RPM", "", "1200"), 1200);
        assert_eq!(value("Temperature", "Celcius", "21.5"), 21_500);
        assert_eq!(value("Temperature", "Celsius", "-3"), -3000);
        assert_eq!(value("Temperature", "K", "294.65"), 21_500);
        assert_eq!(value("Temperature", "Fahrenheit", "70.7"), 21_500);
        assert_eq!(value("Energy.Reactive.Import.Register", "kvarh", "1.5"), 1500);
    }

    #[test]
    fn padded_numbers_decimal_commas_and_single_objects_are_accepted() {
        assert_eq!(one(r#"{"value":" 12,5 ","unit":"kWh"}"#).value, 12_500);
        let (samples, notes) = read(r#"{"timestamp":"","sampledValue":{"value":17}}"#);
        assert_eq!(samples[0].readings, [Reading { value: 17, ..BARE }]);
        assert_eq!((samples[0].at, notes.len()), (None, 1));
    }

    #[test]
    fn empty_lists_empty_texts_and_signed_data_are_left_out() {
        let json = r#"[{"sampledValue":[]},{},{"sampledValue":[{"value":""},{"value":"T0NNRg","format":"SignedData"}]}]"#;
        assert_eq!(read(json), (vec![], vec![]));
        let (samples, notes) = read(r#"[{"sampledValue":[{"value":"n/a"}]}]"#);
        assert_eq!((samples.len(), notes.len()), (0, 1));
    }
}
