//! Drivers, cost centres, and who sends statements.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{TariffUseView, TariffView};

/// Everything that bills are made with but sessions: small, and told whole when any of it changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BooksView {
    /// Drivers by name.
    pub drivers: Vec<DriverView>,
    /// Cost centres by name.
    pub cost_centres: Vec<CostCentreView>,
    /// Tariffs by name.
    pub tariffs: Vec<TariffView>,
    /// Which tariff counts where; the most particular one wins: charger and cost centre, cost centre, charger, all.
    pub uses: Vec<TariffUseView>,
    /// Who sends statements.
    pub sender: SenderView,
}

/// Somebody who charges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DriverView {
    /// Number; `null` = a new one.
    pub id: Option<u32>,
    /// Name, 1 to 80 characters.
    pub name: String,
    /// Whose charging is paid together, and which tariffs count.
    pub cost_centre: Option<u32>,
    /// May charge at these chargers only; `null` = at all.
    pub stations: Option<Vec<u32>>,
    /// Where statements go.
    pub post: PostView,
}

/// A group of drivers that is paid for together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CostCentreView {
    /// Number; `null` = a new one.
    pub id: Option<u32>,
    /// Name, 1 to 80 characters.
    pub name: String,
    /// Where statements go.
    pub post: PostView,
}

/// How a recipient stands on a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct PostView {
    /// Name on the statement; empty = its own name.
    pub recipient: String,
    /// Address, at most six lines.
    pub address: String,
    /// E-mail address; empty = none.
    pub email: String,
    /// Language of statements, BCP 47; empty = the site's.
    pub language: String,
}

/// Who sends statements, and how they are paid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SenderView {
    /// Name; empty = the site's.
    pub name: String,
    /// Address, at most six lines.
    pub address: String,
    /// E-mail address.
    pub email: String,
    /// VAT number.
    pub vat_id: String,
    /// Account number; checked; empty = no payment code.
    pub iban: String,
    /// Account holder; empty = the sender's name.
    pub payee: String,
    /// Days to pay, 0 to 90.
    pub pay_days: u16,
    /// Before each statement's number, at most 10 letters, digits and dashes.
    pub series: String,
    /// A line at the foot of each statement, at most 300 characters.
    pub footer: String,
    /// OCPI: country of the operator, two letters.
    pub country: String,
    /// OCPI: party of the operator, three letters.
    pub party: String,
}

/// What reading a file of people would change, or has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleImportView {
    /// Line by line, at most 5,000.
    pub lines: Vec<PeopleLineView>,
    /// Cards that are new.
    pub new: u32,
    /// Cards that change.
    pub changed: u32,
    /// Lines as they are already.
    pub same: u32,
    /// Lines that cannot be read.
    pub wrong: u32,
}

/// One line of a file of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleLineView {
    /// Its number in the file; the heading is 1.
    pub line: u32,
    /// The card, where it can be read.
    pub token: String,
    /// The driver.
    pub driver: String,
    /// What becomes of it.
    pub change: PeopleChange,
    /// The fields that change (`driver`, `costCentre`, `label`, `validFrom`, `validTo`, `blocked`, `group`), or why it cannot
    /// be read (`token`, `date`, `blocked`, `twice`, `columns`, `length`, `heading`, `driver`).
    pub fields: Vec<String>,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PeopleChange {
    /// A new card.
    New,
    /// Something changes.
    Changed,
    /// Nothing changes.
    Same,
    /// It cannot be read.
    Wrong,
}
