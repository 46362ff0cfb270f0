//! What each charger of the fleet is.

use std::borrow::Cow;

use crate::outlet::Outlet;

/// A generation of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generation {
    /// OCPP 1.6.
    First,
    /// OCPP 2.0.1.
    Second,
}

impl Generation {
    /// Its name in the handshake.
    pub fn subprotocol(self) -> &'static str {
        match self {
            Self::First => "ocpp1.6",
            Self::Second => "ocpp2.0.1",
        }
    }
}

/// What a charger is.
#[derive(Debug, Clone, PartialEq)]
pub struct Blueprint {
    /// Its identity.
    pub identity: String,
    /// What it speaks.
    pub generation: Generation,
    /// Maker.
    pub vendor: &'static str,
    /// Model.
    pub model: &'static str,
    /// Serial number.
    pub serial: String,
    /// Firmware.
    pub firmware: Cow<'static, str>,
    /// Its connectors, from 1.
    pub outlets: Vec<Outlet>,
}

const AC_11: Outlet = Outlet::Ac { phases: 3, amps: 16.0 };
const AC_22: Outlet = Outlet::Ac { phases: 3, amps: 32.0 };
const DC_60: Outlet = Outlet::Dc { watts: 60_000.0 };
const DC_150: Outlet = Outlet::Dc { watts: 150_000.0 };

/// The models on sale, by turns. Invented makers: nobody's product is shown with faults it has not got.
const MODELS: &[(&str, &str, &str, &[Outlet])] = &[
    ("Norvolt", "Wall 11", "4.2.1", &[AC_11]),
    ("Hallden", "Post 2x22", "2.8.0", &[AC_22, AC_22]),
    ("Norvolt", "Wall 22", "4.2.1", &[AC_22]),
    ("Arcline", "Rapid 60", "1.14.3", &[DC_60]),
    ("Hallden", "Post 2x11", "2.8.0", &[AC_11, AC_11]),
    ("Arcline", "Rapid 150", "1.16.0", &[DC_150]),
];

/// The first `count` chargers of the fleet.
pub fn fleet(count: usize) -> impl Iterator<Item = Blueprint> {
    (0..count).map(|index| {
        let (vendor, model, firmware, outlets) = MODELS[index % MODELS.len()];
        Blueprint {
            identity: format!("DEMO-{:02}", index + 1),
            generation: if index % 2 == 0 { Generation::First } else { Generation::Second },
            vendor,
            model,
            serial: format!("{}{:05}", &vendor[..2].to_uppercase(), 20_417 + index * 37),
            firmware: firmware.into(),
            outlets: outlets.to_vec(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fleet_has_both_generations_alternating_and_current_and_double_posts() {
        let fleet: Vec<Blueprint> = fleet(12).collect();
        assert_eq!(fleet.iter().filter(|b| b.generation == Generation::First).count(), 6);
        assert!(fleet.iter().any(|b| b.outlets[0].is_dc()) && fleet.iter().any(|b| b.outlets.len() == 2));
        assert_eq!((fleet[0].identity.as_str(), fleet[11].identity.as_str()), ("DEMO-01", "DEMO-12"));
    }
}
