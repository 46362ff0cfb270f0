//! Charge detail records after OCPI 2.2.1, as a JSON list that is written record by record.
//!
//! A record is never changed once it is handed out. What was wrong is taken back by a credit record with the negative
//! cost, and a new record follows.

use std::io::Write;

use domain::billing::{Currency, Period, rounded};
use serde_json::{Value, json};

use crate::Error;
use crate::money::decimal;

/// Who issues records, and where the chargers stand. The same for all records of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issuer {
    /// ISO 3166 alpha-2, for example `IE`.
    pub country: String,
    /// The operator's id, 1 to 3 letters or digits.
    pub party: String,
    /// The place's own id, 1 to 36 characters.
    pub location: String,
    /// The place's name.
    pub name: String,
    /// Street and number, at most 45 characters.
    pub address: String,
    /// Town, at most 45 characters.
    pub city: String,
    /// At most 10 characters; empty: unknown.
    pub postal_code: String,
    /// ISO 3166 alpha-3, for example `IRL`.
    pub country3: String,
    /// Latitude and longitude in millionths of a degree.
    pub coordinates: (i32, i32),
}

/// What a driver identified with, as OCPI tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenType {
    /// A card.
    #[default]
    Rfid,
    /// An app.
    AppUser,
    /// Nobody known, paid on the spot.
    AdHocUser,
    /// Something else.
    Other,
}

/// How the driver was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuthMethod {
    /// Somebody was asked.
    AuthRequest,
    /// By an order.
    Command,
    /// The card was known.
    #[default]
    Whitelist,
}

/// The plug, in OCPI's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plug {
    /// `ConnectorType`, for example `IEC_62196_T2`.
    pub standard: String,
    /// Its cable is fixed to the charger.
    pub cable: bool,
    /// `PowerType`, for example `AC_3_PHASE`.
    pub power: String,
}

/// Readings that the meter signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// For example `OCMF`.
    pub encoding: String,
    /// The meter's public key; empty: not known.
    pub public_key: String,
    /// Kind (`Start`, `End` or `Intermediate`), readable text and signed text, each.
    pub values: Vec<(&'static str, String, String)>,
}

/// One session as a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cdr {
    /// Its own id, unique for ever: 1 to 36 characters, 39 with a credit.
    pub id: String,
    /// The session's id.
    pub session: String,
    /// Plugged in, milliseconds since 1970 UTC.
    pub began: i64,
    /// Unplugged.
    pub ended: i64,
    /// What the driver identified with.
    pub token: String,
    /// What kind that is.
    pub token_type: TokenType,
    /// The driver's contract; empty: the token stands for it.
    pub contract: String,
    /// How the driver was let in.
    pub auth: AuthMethod,
    /// The charger's own id for the EVSE, for example `CP-01*1`.
    pub evse: String,
    /// The EVSE's id after eMI3; empty: the charger's own.
    pub evse_id: String,
    /// Connector, from 1.
    pub connector: u16,
    /// The plug.
    pub plug: Plug,
    /// The meter's serial number; empty: unknown.
    pub meter: String,
    /// The currency of the cost.
    pub currency: Currency,
    /// Cost without tax, in smallest units.
    pub net: i64,
    /// Cost with tax.
    pub total: i64,
    /// What was charged when, a new period with each price.
    pub periods: Vec<Period>,
    /// The tariff's id; the number of the version is added.
    pub tariff: String,
    /// Signed readings.
    pub signed: Option<Signed>,
    /// Something for people, at most 255 characters; empty: nothing.
    pub remark: String,
    /// The number of the statement; empty: none yet.
    pub statement: String,
    /// This one takes back the record with this id: its cost is written with the opposite sign.
    pub credits: Option<String>,
    /// Made or changed last, milliseconds since 1970 UTC.
    pub updated: i64,
}

/// A list of records that is being written; memory holds one of them.
pub struct Cdrs<W: Write> {
    out: W,
    issuer: Issuer,
    any: bool,
}

impl<W: Write> Cdrs<W> {
    /// Begins a list.
    ///
    /// # Errors
    /// [`Error::Unfit`] for an issuer that OCPI does not allow, [`Error::Output`] when `out` takes nothing.
    pub fn begin(mut out: W, issuer: Issuer) -> Result<Self, Error> {
        id("the country code", &issuer.country, 2..=2)?;
        id("the party's id", &issuer.party, 1..=3)?;
        id("the location's id", &issuer.location, 1..=36)?;
        id("the location's country", &issuer.country3, 3..=3)?;
        let (latitude, longitude) = issuer.coordinates;
        let on_earth = latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
        if !on_earth {
            return Err(Error::Unfit("the coordinates"));
        }
        out.write_all(b"[")?;
        Ok(Self { out, issuer, any: false })
    }

    /// Adds a record. Nothing of one that is refused is written, so the caller may go on without it.
    ///
    /// # Errors
    /// [`Error::Unfit`] for ids that are empty, too long or no plain ASCII, [`Error::Output`].
    pub fn add(&mut self, cdr: &Cdr) -> Result<(), Error> {
        let record = record(cdr, &self.issuer)?;
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(serde_json::to_writer(&mut self.out, &record).map_err(std::io::Error::from)?)
    }

    /// Ends the list and gives the output back.
    ///
    /// # Errors
    /// [`Error::Output`].
    pub fn finish(mut self) -> Result<W, Error> {
        self.out.write_all(b"\n]\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn record(cdr: &Cdr, issuer: &Issuer) -> Result<Value, Error> {
    let longest = if cdr.credits.is_some() { 39 } else { 36 };
    id("the record's id", &cdr.id, 1..=longest)?;
    id("the session's id", &cdr.session, 1..=36)?;
    id("the token", &cdr.token, 1..=36)?;
    id("the EVSE's id", &cdr.evse, 1..=36)?;
    if cdr.began > cdr.ended || cdr.periods.is_empty() {
        return Err(Error::Unfit("a session's times"));
    }
    let contract = if cdr.contract.is_empty() { &cdr.token } else { &cdr.contract };
    id("the contract's id", contract, 1..=36)?;
    let evse_id = if cdr.evse_id.is_empty() { &cdr.evse } else { &cdr.evse_id };
    id("the EVSE's id", evse_id, 1..=48)?;
    if cdr.periods.iter().any(|period| period.version.is_some()) {
        id("the tariff's id", &cdr.tariff, 1..=25)?;
    }

    let sign = if cdr.credits.is_some() { -1 } else { 1 };
    let cost = |minor: i64| number(minor.saturating_mul(sign), cdr.currency.digits.min(4));
    let energy: i64 = cdr.periods.iter().map(|period| period.energy).sum();
    let parked: i64 = cdr.periods.iter().map(|period| period.parked).sum();
    let mut record = json!({
        "country_code": issuer.country.to_ascii_uppercase(),
        "party_id": issuer.party.to_ascii_uppercase(),
        "id": cdr.id,
        "start_date_time": time(cdr.began)?,
        "end_date_time": time(cdr.ended)?,
        "session_id": cdr.session,
        "cdr_token": {
            "country_code": issuer.country.to_ascii_uppercase(),
            "party_id": issuer.party.to_ascii_uppercase(),
            "uid": cdr.token,
            "type": match cdr.token_type {
                TokenType::Rfid => "RFID",
                TokenType::AppUser => "APP_USER",
                TokenType::AdHocUser => "AD_HOC_USER",
                TokenType::Other => "OTHER",
            },
            "contract_id": contract,
        },
        "auth_method": match cdr.auth {
            AuthMethod::AuthRequest => "AUTH_REQUEST",
            AuthMethod::Command => "COMMAND",
            AuthMethod::Whitelist => "WHITELIST",
        },
        "cdr_location": location(cdr, evse_id, issuer),
        "currency": cdr.currency.letters(),
        "charging_periods": cdr.periods.iter().map(|period| one(period, cdr)).collect::<Result<Vec<_>, _>>()?,
        "total_cost": { "excl_vat": cost(cdr.net), "incl_vat": cost(cdr.total) },
        "total_energy": number(energy, 3),
        "total_time": hours(cdr.ended - cdr.began),
        "total_parking_time": hours(parked),
        "last_updated": time(cdr.updated)?,
    });
    let mut put = |name: &str, value: Value| record[name] = value;
    for (name, text, most) in [
        ("meter_id", &cdr.meter, 255),
        ("remark", &cdr.remark, 255),
        ("invoice_reference_id", &cdr.statement, 39),
    ] {
        if !text.trim().is_empty() {
            put(name, cut(text, most).into());
        }
    }
    if let Some(signed) = cdr.signed.as_ref().filter(|signed| !signed.values.is_empty()) {
        put("signed_data", evidence(signed));
    }
    if let Some(original) = &cdr.credits {
        id("the credited record's id", original, 1..=36)?;
        put("credit", true.into());
        put("credit_reference_id", original.as_str().into());
    }
    Ok(record)
}

fn location(cdr: &Cdr, evse_id: &str, issuer: &Issuer) -> Value {
    let mut location = json!({
        "id": issuer.location,
        "address": cut(&issuer.address, 45),
        "city": cut(&issuer.city, 45),
        "country": issuer.country3.to_ascii_uppercase(),
        "coordinates": {
            "latitude": decimal(i64::from(issuer.coordinates.0), 6),
            "longitude": decimal(i64::from(issuer.coordinates.1), 6),
        },
        "evse_uid": cdr.evse,
        "evse_id": evse_id,
        "connector_id": cdr.connector.to_string(),
        "connector_standard": cdr.plug.standard,
        "connector_format": if cdr.plug.cable { "CABLE" } else { "SOCKET" },
        "connector_power_type": cdr.plug.power,
    });
    for (name, text, most) in [("name", &issuer.name, 255), ("postal_code", &issuer.postal_code, 10)] {
        if !text.trim().is_empty() {
            location[name] = cut(text, most).into();
        }
    }
    location
}

/// A period with what is not nothing; a period of nothing at all has no energy.
fn one(period: &Period, cdr: &Cdr) -> Result<Value, Error> {
    let mut dimensions = Vec::new();
    let mut add = |kind: &str, volume: Value| dimensions.push(json!({ "type": kind, "volume": volume }));
    if period.energy != 0 || (period.charging == 0 && period.parked == 0) {
        add("ENERGY", number(period.energy, 3));
    }
    if period.charging != 0 {
        add("TIME", hours(period.charging));
    }
    if period.parked != 0 {
        add("PARKING_TIME", hours(period.parked));
    }
    let mut value = json!({ "start_date_time": time(period.from.0)?, "dimensions": dimensions });
    if let Some(version) = period.version {
        value["tariff_id"] = format!("{}-{version}", cdr.tariff).into();
    }
    Ok(value)
}

fn evidence(signed: &Signed) -> Value {
    let values = signed.values.iter().map(|(nature, plain, text)| {
        json!({ "nature": nature, "plain_data": cut(plain, 512), "signed_data": text })
    });
    let mut value = json!({
        "encoding_method": cut(&signed.encoding, 36),
        "signed_values": values.collect::<Vec<_>>(),
    });
    if !signed.public_key.is_empty() {
        value["public_key"] = signed.public_key.as_str().into();
    }
    value
}

/// Whole parts of `10^digits` as a JSON number; at most four digits, which a double shows again as they were.
fn number(value: i64, digits: u8) -> Value {
    decimal(value, digits).parse::<f64>().map_or(Value::Null, Value::from)
}

/// Milliseconds as hours with four digits.
fn hours(ms: i64) -> Value {
    number(rounded(i128::from(ms) * 10_000, 3_600_000), 4)
}

/// To the second, in UTC.
fn time(at: i64) -> Result<String, Error> {
    let at = jiff::Timestamp::from_millisecond(at).map_err(|_| Error::Unfit("a session's times"))?;
    Ok(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Ids are printable ASCII of some length.
fn id(what: &'static str, text: &str, length: std::ops::RangeInclusive<usize>) -> Result<(), Error> {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if plain && length.contains(&text.len()) { Ok(()) } else { Err(Error::Unfit(what)) }
}

fn cut(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

#[cfg(test)]
mod tests;
