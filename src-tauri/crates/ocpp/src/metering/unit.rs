//! Units: 2.x's object with unit and multiplier, and the way from any unit to the measurand's integer one.

use std::borrow::Cow;
use std::fmt;

use domain::reading::Measurand;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::tolerant::Scalar;

/// The unit of a value in 2.x; read in place, since every value has one. A bare text is the unit's name.
#[derive(Debug, Default)]
pub(super) struct UnitOfMeasure<'a> {
    name: Option<&'a str>,
    object: Wire<'a>,
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wire<'a> {
    #[serde(borrow, default)]
    unit: Scalar<'a>,
    #[serde(borrow, default)]
    multiplier: Scalar<'a>,
}

impl<'a> UnitOfMeasure<'a> {
    /// The unit's name, if one was told, and the power of ten beside it.
    pub fn told(&self) -> (Option<Cow<'a, str>>, i32) {
        let tens = self.object.multiplier.integer().and_then(|tens| i32::try_from(tens).ok());
        let name = self.name.map(Cow::Borrowed).or_else(|| self.object.unit.word());
        (name, tens.unwrap_or(0).clamp(-40, 40))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for UnitOfMeasure<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UnitVisitor)
    }
}

struct UnitVisitor;

macro_rules! nothing {
    ($($method:ident: $type:ty),*) => {
        $(fn $method<E>(self, _: $type) -> Result<Self::Value, E> { Ok(UnitOfMeasure::default()) })*
    };
}

impl<'de> Visitor<'de> for UnitVisitor {
    type Value = UnitOfMeasure<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a unit")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let object = Wire::deserialize(MapAccessDeserializer::new(map))?;
        Ok(UnitOfMeasure { name: None, object })
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(UnitOfMeasure { name: Some(name), ..UnitOfMeasure::default() })
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(UnitOfMeasure::default())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(UnitOfMeasure::default())
    }

    nothing!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);
}

/// The value in the measurand's unit. The measurand decides what is measured (some chargers report power in Wh);
/// of the unit only its size counts: a leading `k`, `M` or `m`, per cent, and the temperature scales.
pub(super) fn in_base_unit(measurand: Measurand, value: Scalar<'_>, unit: &str, tens: i32) -> Option<i64> {
    let unit = unit.trim();
    let percent = unit.eq_ignore_ascii_case("Percent") || unit == "%";
    let base = match measurand {
        Measurand::Temperature => return celsius(value, unit, tens),
        Measurand::StateOfCharge => 1,
        Measurand::PowerFactor => {
            if percent {
                1
            } else {
                3
            }
        }
        Measurand::CurrentImport
        | Measurand::CurrentExport
        | Measurand::CurrentOffered
        | Measurand::Voltage
        | Measurand::Frequency
        | Measurand::Other => 3,
        Measurand::EnergyImportRegister
        | Measurand::EnergyExportRegister
        | Measurand::EnergyImportInterval
        | Measurand::EnergyExportInterval
        | Measurand::ReactiveImportRegister
        | Measurand::ReactiveExportRegister
        | Measurand::ReactiveImportInterval
        | Measurand::ReactiveExportInterval
        | Measurand::PowerImport
        | Measurand::PowerExport
        | Measurand::PowerOffered
        | Measurand::ReactivePowerImport
        | Measurand::ReactivePowerExport
        | Measurand::Rpm => 0,
    };
    value.scaled(base + size(unit) + tens)
}

/// The power of ten of a unit's prefix.
fn size(unit: &str) -> i32 {
    match unit.as_bytes() {
        [b'k' | b'K', _, ..] => 3,
        [b'M', second, ..] if second.is_ascii_uppercase() => 6,
        [b'm', second, ..] if second.is_ascii_uppercase() => -3,
        _ => 0,
    }
}

/// Thousandths of a degree Celsius, also from `Celcius`, kelvin and Fahrenheit.
fn celsius(value: Scalar<'_>, unit: &str, tens: i32) -> Option<i64> {
    match unit.as_bytes() {
        [b'K' | b'k', ..] => value.scaled(3 + tens)?.checked_sub(273_150),
        [b'F' | b'f', ..] => {
            let above_freezing = value.scaled(4 + tens)?.checked_sub(320_000)?;
            Some(above_freezing.checked_mul(5)? / 90)
        }
        _ => value.scaled(3 + tens),
    }
}
