//! ocpp
