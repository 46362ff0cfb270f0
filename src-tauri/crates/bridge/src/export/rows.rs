//! Rows of the store as rows of reports.

use domain::billing::{Currency, Marks};
use domain::time::{DAY, Timestamp};
use domain::token::TokenKind;
use reports::money::Money;
use reports::sessions::{Cost, Session};
use reports::summary::Unpaid;
use store::query::{PricedRow, SessionRow};
use store::{Error, Reader};

use super::Maker;
use crate::handle::today::local;
use crate::show;

pub fn session(row: SessionRow) -> Session {
    let kind = match row.token_kind {
        TokenKind::Card => "Card",
        TokenKind::KeyCode => "KeyCode",
        TokenKind::Central => "Central",
        TokenKind::NoAuthorization => "NoAuthorization",
        TokenKind::Other => "Other",
    };
    let token = show::shown_token(&row);
    let marks = marks(&row);
    Session {
        id: i64::from(row.key.0),
        energy: row.energy().map(|e| e.0),
        station: row.identity,
        station_name: row.station_name,
        bay: row.bay,
        evse: row.evse.unwrap_or(0),
        connector: row.connector.unwrap_or(0),
        transaction_id: row.wire,
        id_token_type: token.as_ref().map(|_| kind.to_owned()),
        id_token: token,
        started_at: row.began_at.0,
        ended_at: row.ended_at.map(|at| at.0),
        meter_start: row.meter_start.map(|m| m.0),
        meter_stop: row.meter_stop.map(|m| m.0),
        stop_reason: row.reason,
        flags: show::flags(row.flags).into_iter().map(|(_, word)| word.to_owned()).collect(),
        ocpp_version: row.protocol.label().to_owned(),
        received_started_at: row.began_received.0,
        received_ended_at: row.ended_received.map(|at| at.0),
        driver: row.driver_name,
        cost_centre: row.cost_centre_name,
        cost: row.price.as_ref().map(cost),
        marks,
        statement: row.statement.unwrap_or_default(),
        amended_reason: row.amended,
    }
}

fn cost(price: &PricedRow) -> Cost {
    Cost {
        tariff: price.tariff.clone(),
        version: price.version,
        currency: Currency::of(&price.currency, price.digits),
        net: price.net,
        vat: price.vat,
        total: price.total,
    }
}

fn marks(row: &SessionRow) -> Vec<&'static str> {
    let estimated = row.marks.has(Marks::ESTIMATED) || row.marks.has(Marks::DIVIDED);
    let amended = row.entry.is_some_and(|number| number > 0);
    [(estimated, "estimated"), (row.marks.has(Marks::REPAIRED), "repaired"), (amended, "amended")]
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| word)
        .collect()
}

/// Statements that count and are not paid, oldest first.
pub fn unpaid(reader: &Reader<'_>, maker: &Maker<'_>) -> Result<Vec<Unpaid>, Error> {
    let day = |at: Timestamp| local(at, &maker.place.zone).date();
    let rows = reader.statements(u32::MAX)?.into_iter().rev();
    let open = rows.filter(|row| row.paid_at.is_none() && row.corrected_by.is_none());
    Ok(open
        .map(|row| {
            let of = row.statement;
            let money = |minor| Money { minor, currency: of.currency };
            // What the corrected one came to is not known to be paid: all of it is asked for.
            Unpaid {
                number: of.label(),
                recipient: of.post.recipient.clone(),
                period: (day(of.from), day(of.to.plus(-1))),
                date: day(of.issued),
                pay_by: Some(day(of.due)),
                late: (maker.now.since(of.due) / DAY).max(0),
                total: money(of.total),
                open: money(of.total),
            }
        })
        .collect())
}
