//! What a stay costs: a tariff's elements, the quantities that fall under each, and one rounding a line.
//!
//! **The rule of rounding.** Quantities are exact: whole watt-hours, whole milliseconds. A line's amount is its exact
//! quantity times its exact price, rounded once, half away from zero, to the currency's smallest unit. Value-added tax is
//! computed once for each rate from the sum of its lines, and rounded the same way. A total is a sum of rounded amounts;
//! nothing else is ever rounded.
//!
//! **The rule of time.** Clocks are the site's: a price "from 22:00 to 06:00" counts whenever a clock on the wall shows
//! such a time, also in the hour that comes twice. Where no reading was taken at a border, energy is divided by time
//! between the readings around it, to the watt-hour below, and the line is marked.

mod amend;
mod bill;
mod case;
mod cut;
mod entry;
mod history;
mod money;
mod monthly;
mod payee;
mod periods;
mod repair;
mod schedule;
mod statement;
mod stay;
mod tariff;
#[cfg(test)]
mod tests;
mod uses;

pub use amend::Unchanged;
pub use bill::{Bill, Line, Quantity, TaxTotal, price};
pub use case::Case;
pub use entry::{Cost, Counted, Entry, EntryKey, EntryKind, Marks, Payer, Told};
pub use history::History;
pub use money::{Currency, Price, TaxRate, decimal, rounded};
pub use monthly::{Month, months_due};
pub use payee::{Iban, Payment};
pub use periods::{Period, periods};
pub use repair::{Figures, Finding, Mended};
pub use schedule::Schedule;
pub use statement::{Recipient, Statement, StatementKey, due, label, series};
pub use stay::{Reading, Stay};
pub use tariff::{Component, Element, Season, TariffVersion, Window};
pub use uses::{Tariff, TariffKey, TariffUse, check_version, tariff_for};
