//! The table of keys: those of OCPP 1.6 and its security extension, and each maker's own.

use super::settings::{Access, Form, Key};
use crate::blueprint::Blueprint;
use crate::outlet::Outlet;

use Access::{Open, ReadOnly, Restart};
use Form::{Flag, Number, Secret, Text, Word, Words};

/// What it can measure.
pub(super) const MEASURANDS: &[&str] = &[
    "Energy.Active.Import.Register",
    "Power.Active.Import",
    "Current.Import",
    "Voltage",
    "Current.Offered",
    "SoC",
];
const DEFAULT: &str =
    "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,Current.Offered,SoC";
const FEATURES: &str =
    "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger";
const DAY: i64 = 86_400;

type Line = (&'static str, &'static str, Form, Access);

const CORE: &[Line] = &[
    ("AllowOfflineTxForUnknownId", "true", Flag, Open),
    ("AuthorizationCacheEnabled", "false", Flag, Open),
    ("AuthorizeRemoteTxRequests", "false", Flag, Open),
    ("ConnectionTimeOut", "120", Number(10, 600), Open),
    ("HeartbeatInterval", "300", Number(10, DAY), Open),
    ("LocalAuthorizeOffline", "true", Flag, Open),
    ("LocalPreAuthorize", "false", Flag, Open),
    ("MaxEnergyOnInvalidId", "0", Number(0, 100_000), Open),
    ("MeterValuesAlignedData", DEFAULT, Words(MEASURANDS, 6), Open),
    ("MeterValuesAlignedDataMaxLength", "6", Number(0, 99), ReadOnly),
    ("MeterValuesSampledDataMaxLength", "6", Number(0, 99), ReadOnly),
    ("MinimumStatusDuration", "0", Number(0, 600), Open),
    ("ResetRetries", "3", Number(0, 10), Open),
    ("StopTransactionOnEVSideDisconnect", "true", Flag, Open),
    ("StopTransactionOnInvalidId", "true", Flag, Open),
    ("StopTxnAlignedData", "", Words(MEASURANDS, 6), Open),
    ("StopTxnAlignedDataMaxLength", "6", Number(0, 99), ReadOnly),
    ("StopTxnSampledData", "", Words(MEASURANDS, 6), Open),
    ("StopTxnSampledDataMaxLength", "6", Number(0, 99), ReadOnly),
    ("SupportedFileTransferProtocols", "HTTP,FTP", Text(100), ReadOnly),
    ("SupportedFeatureProfiles", FEATURES, Text(500), ReadOnly),
    ("TransactionMessageAttempts", "3", Number(1, 20), Open),
    ("TransactionMessageRetryInterval", "60", Number(1, 3600), Open),
    ("UnlockConnectorOnEVSideDisconnect", "true", Flag, Open),
    // Cards
    ("LocalAuthListEnabled", "true", Flag, Open),
    ("LocalAuthListMaxLength", "200", Number(0, 9999), ReadOnly),
    // Limits
    ("ChargeProfileMaxStackLevel", "8", Number(0, 99), ReadOnly),
    ("ChargingScheduleMaxPeriods", "24", Number(0, 99), ReadOnly),
    ("ConnectorSwitch3to1PhaseSupported", "false", Flag, ReadOnly),
    ("MaxChargingProfilesInstalled", "10", Number(0, 99), ReadOnly),
    // Security
    ("AdditionalRootCertificateCheck", "false", Flag, ReadOnly),
    ("AuthorizationKey", "", Secret, Open),
    ("CertificateStoreMaxLength", "0", Number(0, 99), ReadOnly),
    ("CpoName", "", Text(50), Open),
    ("SecurityProfile", "0", Number(0, 3), ReadOnly),
];

const NORVOLT: &[Line] = &[
    ("ClockAlignedDataInterval", "0", Number(0, DAY), Restart),
    ("ConnectorPhaseRotation", "0.RST,1.RST", Text(60), Open),
    ("GetConfigurationMaxKeys", "20", Number(0, 99), ReadOnly),
    ("LightIntensity", "80", Number(0, 100), Open),
    ("MeterValueSampleInterval", "", Number(0, DAY), Restart),
    ("MeterValuesSampledData", DEFAULT, Words(MEASURANDS, 6), Open),
    ("WebSocketPingInterval", "0", Number(0, 3600), Restart),
    ("SendLocalListMaxLength", "20", Number(0, 99), ReadOnly),
    ("ReserveConnectorZeroSupported", "false", Flag, ReadOnly),
    ("ChargingScheduleAllowedChargingRateUnit", "Current,Power", Text(20), ReadOnly),
    ("NorvoltGridCurrent", "32", Number(6, 32), Open),
    ("NorvoltCableLockAlways", "false", Flag, Open),
    ("NorvoltDisplayText", "", Text(40), Open),
    ("NorvoltMeterType", "EM-340", Text(40), ReadOnly),
];

const HALLDEN: &[Line] = &[
    ("BlinkRepeat", "3", Number(0, 10), Open),
    ("ClockAlignedDataInterval", "0", Number(0, DAY), Open),
    ("GetConfigurationMaxKeys", "12", Number(0, 99), ReadOnly),
    ("MeterValueSampleInterval", "", Number(0, DAY), Open),
    ("MeterValuesSampledData", DEFAULT, Words(MEASURANDS, 6), Restart),
    ("WebSocketPingInterval", "0", Number(0, 3600), Open),
    ("SendLocalListMaxLength", "5", Number(0, 99), ReadOnly),
    ("ReserveConnectorZeroSupported", "true", Flag, ReadOnly),
    ("ChargingScheduleAllowedChargingRateUnit", "Current", Text(20), ReadOnly),
    ("hallden.display.language", "en", Word(&["en", "de", "sv", "nl"]), Open),
    ("hallden.display.brightness", "60", Number(0, 100), Open),
    ("hallden.installation.maxCurrent", "32", Number(6, 32), Restart),
];

/// The key with which an installer limits the current of all bays, by maker.
pub(super) const INSTALLED: &[&str] = &["NorvoltGridCurrent", "hallden.installation.maxCurrent"];

/// A model's keys, by name. Readings come every so many seconds.
pub(super) fn keys(blueprint: &Blueprint, sample_s: u32) -> Vec<Key> {
    let own = if blueprint.vendor == "Hallden" { HALLDEN } else { NORVOLT };
    let line = |(name, value, form, access): &Line| Key {
        name,
        value: (*value).to_owned(),
        form: *form,
        access: *access,
        next: None,
    };
    let mut keys: Vec<Key> = CORE.iter().chain(own).map(line).collect();
    let most = blueprint.outlets.iter().filter_map(|outlet| match outlet {
        Outlet::Ac { amps, .. } => Some(amps.round()),
        Outlet::Dc { .. } => None,
    });
    let most = most.fold(0.0, f64::max);
    for key in &mut keys {
        match key.name {
            "MeterValueSampleInterval" => key.value = sample_s.to_string(),
            name if INSTALLED.contains(&name) && most > 0.0 => key.value = most.to_string(),
            _ => {}
        }
    }
    let count = blueprint.outlets.len().to_string();
    keys.push(Key { value: count, ..line(&("NumberOfConnectors", "", Number(0, 99), ReadOnly)) });
    keys.sort_by_key(|key| key.name.to_lowercase());
    keys
}
