//! Meter readings in integer base units.

use crate::energy::WattHours;
use crate::time::Timestamp;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// A number that never changes its meaning: it is stored.
            pub const fn code(self) -> u8 {
                match self { $(Self::$variant => $code,)* }
            }

            /// The variant of a stored number.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

codes! {
    /// What was measured; each kind names the integer unit of its values.
    Measurand {
        /// Energy register, imported from the grid (what a car takes): Wh.
        EnergyImportRegister = 0,
        /// Energy register, exported: Wh.
        EnergyExportRegister = 1,
        /// Energy in an interval, imported: Wh.
        EnergyImportInterval = 2,
        /// Energy in an interval, exported: Wh.
        EnergyExportInterval = 3,
        /// Reactive energy register, imported: varh.
        ReactiveImportRegister = 4,
        /// Reactive energy register, exported: varh.
        ReactiveExportRegister = 5,
        /// Reactive energy in an interval, imported: varh.
        ReactiveImportInterval = 6,
        /// Reactive energy in an interval, exported: varh.
        ReactiveExportInterval = 7,
        /// Active power, imported: W.
        PowerImport = 8,
        /// Active power, exported: W.
        PowerExport = 9,
        /// Power offered to the car: W.
        PowerOffered = 10,
        /// Reactive power, imported: var.
        ReactivePowerImport = 11,
        /// Reactive power, exported: var.
        ReactivePowerExport = 12,
        /// Power factor: thousandths.
        PowerFactor = 13,
        /// Current, imported: mA.
        CurrentImport = 14,
        /// Current, exported: mA.
        CurrentExport = 15,
        /// Current offered to the car: mA.
        CurrentOffered = 16,
        /// Voltage: mV.
        Voltage = 17,
        /// Frequency: mHz.
        Frequency = 18,
        /// Temperature: thousandths of a degree Celsius.
        Temperature = 19,
        /// Battery: thousandths.
        StateOfCharge = 20,
        /// Fan: revolutions per minute.
        Rpm = 21,
        /// Any other measurand of a newer version: thousandths of its unit.
        Other = 22,
    }
}

codes! {
    /// Which phase.
    Phase {
        /// Not told: the whole.
        Overall = 0,
        /// L1, also against neutral.
        L1 = 1,
        /// L2, also against neutral.
        L2 = 2,
        /// L3, also against neutral.
        L3 = 3,
        /// Neutral.
        N = 4,
        /// L1 against L2.
        L1L2 = 5,
        /// L2 against L3.
        L2L3 = 6,
        /// L3 against L1.
        L3L1 = 7,
    }
}

codes! {
    /// Where it was measured.
    Location {
        /// At the outlet, the default.
        Outlet = 0,
        /// At the station's inlet from the grid.
        Inlet = 1,
        /// In the station's body.
        Body = 2,
        /// In the cable.
        Cable = 3,
        /// In the car.
        Ev = 4,
        /// Upstream of the station (2.1).
        Upstream = 5,
    }
}

codes! {
    /// On what occasion.
    Context {
        /// By the sampling interval, the default.
        Periodic = 0,
        /// At the beginning of the transaction.
        Begin = 1,
        /// At the end of the transaction.
        End = 2,
        /// Aligned to the clock.
        Clock = 3,
        /// Asked for by us.
        Trigger = 4,
        /// An interruption began or ended, or another occasion.
        Other = 5,
    }
}

/// One curve: readings of one measurand, at one phase and location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series {
    /// What.
    pub measurand: Measurand,
    /// At which phase.
    pub phase: Phase,
    /// Where.
    pub location: Location,
}

impl Series {
    /// The register that bills are made from.
    pub const ENERGY: Self = Self {
        measurand: Measurand::EnergyImportRegister,
        phase: Phase::Overall,
        location: Location::Outlet,
    };

    /// A number that never changes its meaning: it is stored.
    pub fn code(self) -> u32 {
        u32::from(self.measurand.code()) << 16
            | u32::from(self.phase.code()) << 8
            | u32::from(self.location.code())
    }

    /// The series of a stored number.
    pub fn from_code(code: u32) -> Option<Self> {
        let byte = |shift: u32| u8::try_from(code >> shift & 0xff).ok();
        Some(Self {
            measurand: Measurand::from_code(byte(16)?)?,
            phase: Phase::from_code(byte(8)?)?,
            location: Location::from_code(byte(0)?)?,
        })
    }
}

/// One value of one series, in the measurand's integer unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// Which curve.
    pub series: Series,
    /// On what occasion.
    pub context: Context,
    /// The value, in the measurand's unit.
    pub value: i64,
}

/// What was read at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sample {
    /// The station's time; `None` when it gave none that can be read.
    pub at: Option<Timestamp>,
    /// The values.
    pub readings: Vec<Reading>,
}

impl Sample {
    /// The energy register of this sample: the overall one, else the sum of the three phases.
    pub fn energy(&self) -> Option<WattHours> {
        let registers = || {
            self.readings.iter().filter(|r| {
                r.series.measurand == Measurand::EnergyImportRegister && r.series.location != Location::Inlet
            })
        };
        if let Some(whole) = registers().find(|r| r.series.phase == Phase::Overall) {
            return Some(WattHours(whole.value));
        }
        let phases: Vec<i64> = registers().filter(|r| r.series.phase != Phase::N).map(|r| r.value).collect();
        (!phases.is_empty()).then(|| WattHours(phases.iter().sum()))
    }

    /// Whether any of its readings was taken on this occasion.
    pub fn has_context(&self, context: Context) -> bool {
        self.readings.iter().any(|r| r.context == context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register(phase: Phase, value: i64) -> Reading {
        Reading { series: Series { phase, ..Series::ENERGY }, context: Context::Periodic, value }
    }

    #[test]
    fn the_overall_register_wins_over_its_phases_and_phases_are_summed_without_it() {
        let sample = |readings| Sample { at: None, readings };
        assert_eq!(
            sample(vec![register(Phase::L1, 1), register(Phase::Overall, 9)]).energy(),
            Some(WattHours(9))
        );
        assert_eq!(sample(vec![register(Phase::L1, 1), register(Phase::L2, 2)]).energy(), Some(WattHours(3)));
        assert_eq!(sample(vec![]).energy(), None);
    }

    #[test]
    fn every_series_survives_its_code() {
        for measurand in (0..=22).filter_map(Measurand::from_code) {
            for phase in (0..=7).filter_map(Phase::from_code) {
                for location in (0..=5).filter_map(Location::from_code) {
                    let series = Series { measurand, phase, location };
                    assert_eq!(Series::from_code(series.code()), Some(series));
                }
            }
        }
    }
}
