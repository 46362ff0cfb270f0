//! Curves of power, current and battery, made of whatever a station measures.

use std::collections::BTreeMap;

use crate::reading::{Location, Measurand, Phase, Series};
use crate::time::Timestamp;

/// One value of one series at one moment, in the measurand's integer unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// When.
    pub at: Timestamp,
    /// Which curve.
    pub series: Series,
    /// The value.
    pub value: i64,
}

/// A curve: moments and values, by time.
pub type Curve = Vec<(Timestamp, i64)>;

/// Power that flows to the car, in watts: as measured; else current times voltage; else from the energy register.
pub fn power(points: &[Point]) -> Curve {
    let measured = over_phases(points, Measurand::PowerImport, Sum);
    if !measured.is_empty() {
        return measured;
    }
    let computed = current_times_voltage(points);
    if !computed.is_empty() {
        return computed;
    }
    let register = energy(points);
    let mut curve = Curve::new();
    for pair in register.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let ms = to.0.since(from.0);
        if ms > 0 {
            let watts = i128::from((to.1 - from.1).max(0)) * 3_600_000 / i128::from(ms);
            let watts = i64::try_from(watts).unwrap_or(i64::MAX);
            if curve.is_empty() {
                curve.push((from.0, watts));
            }
            curve.push((to.0, watts));
        }
    }
    curve
}

/// Current to the car, in milliamperes: of the phase that carries most.
pub fn current(points: &[Point]) -> Curve {
    over_phases(points, Measurand::CurrentImport, Most)
}

/// The car's battery, in thousandths.
pub fn battery(points: &[Point]) -> Curve {
    over_phases(points, Measurand::StateOfCharge, Most)
}

/// The energy register, in watt-hours.
pub fn energy(points: &[Point]) -> Curve {
    over_phases(points, Measurand::EnergyImportRegister, Sum)
}

use Merge::{Most, Sum};

/// How the values of several phases become one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    Sum,
    Most,
}

/// One value a moment: the overall one, else the phases' merged. What is measured at the inlet is the whole station's.
fn over_phases(points: &[Point], measurand: Measurand, merge: Merge) -> Curve {
    let mut whole: BTreeMap<Timestamp, i64> = BTreeMap::new();
    let mut phases: BTreeMap<Timestamp, i64> = BTreeMap::new();
    let of_car = |p: &&Point| p.series.measurand == measurand && p.series.location != Location::Inlet;
    for point in points.iter().filter(of_car) {
        match point.series.phase {
            Phase::Overall => drop(whole.insert(point.at, point.value)),
            Phase::L1 | Phase::L2 | Phase::L3 => {
                let merged = phases.entry(point.at).or_insert(if merge == Sum { 0 } else { i64::MIN });
                *merged = if merge == Sum { *merged + point.value } else { point.value.max(*merged) };
            }
            Phase::N | Phase::L1L2 | Phase::L2L3 | Phase::L3L1 => {}
        }
    }
    phases.extend(whole);
    phases.into_iter().collect()
}

fn current_times_voltage(points: &[Point]) -> Curve {
    let key = |p: &Point| (p.at, p.series.phase);
    let voltages: BTreeMap<(Timestamp, Phase), i64> = points
        .iter()
        .filter(|p| p.series.measurand == Measurand::Voltage)
        .map(|p| (key(p), p.value))
        .collect();
    let mut curve: BTreeMap<Timestamp, i64> = BTreeMap::new();
    for point in points.iter().filter(|p| p.series.measurand == Measurand::CurrentImport) {
        if let Some(voltage) = voltages.get(&key(point)).filter(|_| point.series.phase != Phase::N) {
            // mA × mV = µW
            let watts = i128::from(point.value) * i128::from(*voltage) / 1_000_000;
            *curve.entry(point.at).or_default() += i64::try_from(watts).unwrap_or(0);
        }
    }
    curve.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: i64, measurand: Measurand, phase: Phase, value: i64) -> Point {
        Point { at: Timestamp(at), series: Series { measurand, phase, location: Location::Outlet }, value }
    }

    #[test]
    fn power_is_taken_as_measured_then_from_current_and_voltage_then_from_the_register() {
        let register = [
            point(0, Measurand::EnergyImportRegister, Phase::Overall, 1000),
            point(60_000, Measurand::EnergyImportRegister, Phase::Overall, 1100),
        ];
        assert_eq!(power(&register), [(Timestamp(0), 6000), (Timestamp(60_000), 6000)]);
        let mut electric = register.to_vec();
        electric.push(point(0, Measurand::CurrentImport, Phase::L1, 16_000));
        electric.push(point(0, Measurand::Voltage, Phase::L1, 230_000));
        assert_eq!(power(&electric), [(Timestamp(0), 3680)]);
        electric.push(point(0, Measurand::PowerImport, Phase::L1, 3600));
        electric.push(point(0, Measurand::PowerImport, Phase::L2, 3600));
        assert_eq!(power(&electric), [(Timestamp(0), 7200)]);
        electric.push(point(0, Measurand::PowerImport, Phase::Overall, 7100));
        assert_eq!(power(&electric), [(Timestamp(0), 7100)]);
    }

    #[test]
    fn current_is_that_of_the_strongest_phase() {
        let points = [
            point(0, Measurand::CurrentImport, Phase::L1, 15_000),
            point(0, Measurand::CurrentImport, Phase::L2, 16_000),
        ];
        assert_eq!(current(&points), [(Timestamp(0), 16_000)]);
    }
}
