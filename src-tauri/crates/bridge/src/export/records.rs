//! Sessions as charge detail records (OCPI 2.2.1). A session that was amended is its first record, the credit that takes
//! it back, and the record that follows: whoever got the first one can follow.

use std::io::Write;

use domain::billing::{Case, Cost, Entry, periods};
use isocountry::CountryCode;
use reports::cdr::{AuthMethod, Cdr, Cdrs, Issuer, Plug, TokenType};
use store::query::{Selection, SessionRow};
use store::{Error, Reader};

use super::{Maker, internal};
use crate::console::Inner;
use crate::fault::{Fault, FaultCode};
use crate::handle;

/// Writes the records of a selection's closed sessions with a price, oldest first.
pub fn cdr<W: Write>(inner: &Inner, maker: &Maker<'_>, selection: &Selection, out: W) -> Result<W, Fault> {
    let issuer = inner.store.read(|reader| issuer(reader, maker)).map_err(handle::storage_fault)??;
    let mut records = Cdrs::begin(out, issuer).map_err(|error| internal(&error))?;
    let mut broken = None;
    let read = inner.store.read(|reader| {
        let mut keys = Vec::new();
        reader.each_session(selection, |row| {
            if row.ended_at.is_some() && row.price.is_some() && row.token.is_some() {
                keys.push(row.key);
            }
            Ok(())
        })?;
        for key in keys {
            let Some((case, row)) = reader.case(key, maker.now)?.zip(reader.session(key)?) else { continue };
            for record in of_session(reader, &case, &row, maker)? {
                match records.add(&record) {
                    Ok(()) => {}
                    // A token that OCPI cannot name is left out; the others follow.
                    Err(reports::Error::Unfit(what)) => {
                        tracing::warn!(session = key.0, what, "a session is no charge detail record");
                    }
                    Err(error) => {
                        broken = Some(error);
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    });
    read.map_err(handle::storage_fault)?;
    match broken {
        Some(error) => Err(internal(&error)),
        None => records.finish().map_err(|error| internal(&error)),
    }
}

/// Who issues records; without the operator's country and party there are none.
fn issuer(reader: &Reader<'_>, maker: &Maker<'_>) -> Result<Result<Issuer, Fault>, Error> {
    let sender = reader.sender()?;
    let Ok(country) = CountryCode::for_alpha2(&sender.country) else {
        return Ok(Err(Fault::new(FaultCode::Invalid).with("field", "country").with("reason", "missing")));
    };
    if sender.party.is_empty() {
        return Ok(Err(Fault::new(FaultCode::Invalid).with("field", "party").with("reason", "missing")));
    }
    let mut lines = sender.address.lines();
    Ok(Ok(Issuer {
        country: sender.country.clone(),
        party: sender.party.clone(),
        location: "1".to_owned(),
        name: maker.settings.site_name.clone(),
        address: lines.next().unwrap_or_default().to_owned(),
        city: lines.next_back().unwrap_or_default().to_owned(),
        postal_code: String::new(),
        country3: country.alpha3().to_owned(),
        // Where the site lies on the map is not asked for anywhere.
        coordinates: (0, 0),
    }))
}

fn of_session(
    reader: &Reader<'_>,
    case: &Case,
    row: &SessionRow,
    maker: &Maker<'_>,
) -> Result<Vec<Cdr>, Error> {
    let mut records: Vec<Cdr> = Vec::new();
    let mut before: Option<Cdr> = None;
    for entry in reader.entries(case.session)? {
        if let Some(given) = before.take() {
            let credit = Cdr {
                id: format!("{}-C", given.id),
                credits: Some(given.id.clone()),
                updated: entry.at.0,
                ..given
            };
            records.push(credit);
        }
        let Some(cost) = entry.cost.as_ref().filter(|_| entry.figures.ended.is_some()) else { continue };
        let record = record(reader, case, row, &entry, cost, maker)?;
        before = Some(record.clone());
        records.push(record);
    }
    Ok(records)
}

fn record(
    reader: &Reader<'_>,
    case: &Case,
    row: &SessionRow,
    entry: &Entry,
    cost: &Cost,
    maker: &Maker<'_>,
) -> Result<Cdr, Error> {
    let stay = case.stay(&entry.figures, maker.now);
    let versions = reader.tariff(cost.tariff)?.map(|tariff| tariff.versions).unwrap_or_default();
    let net = cost.bill.taxes.iter().map(|tax| tax.net).sum();
    let evse = row.evse.unwrap_or(1);
    Ok(Cdr {
        id: format!("S{}-{}", case.session.0, entry.number),
        session: case.session.0.to_string(),
        began: stay.began.0,
        ended: stay.left.0,
        token: row.token.clone().unwrap_or_default(),
        token_type: TokenType::Rfid,
        contract: String::new(),
        auth: AuthMethod::Whitelist,
        evse: format!("{}*{evse}", row.identity),
        evse_id: String::new(),
        connector: row.connector.unwrap_or(1),
        // Chargers do not say which plug they have; most of those that stand alone have this one.
        plug: Plug { standard: "IEC_62196_T2".to_owned(), cable: true, power: "AC_3_PHASE".to_owned() },
        meter: String::new(),
        currency: cost.bill.currency,
        net,
        total: cost.bill.total,
        periods: periods(&stay, &versions, &maker.place.zone),
        tariff: cost.tariff.0.to_string(),
        signed: None,
        remark: entry.reason.clone(),
        statement: row.statement.clone().unwrap_or_default(),
        credits: None,
        updated: entry.at.0,
    })
}
