//! What a screen is shown. Times are milliseconds since the Unix epoch (UTC), energy is integer watt-hours.

mod bill;
mod chart;
mod configuration;
mod evidence;
mod faults;
mod firmware;
mod limits;
mod logfile;
mod office;
mod order;
mod people;
mod quirk;
mod session;
mod settings;
mod statement;
mod station;
mod support;
mod tariff;
mod token;
mod trace;

pub use bill::{
    AmendView, BillEntryKind, BillEntryView, BillFiguresView, BillFindingKind, BillFindingView, BillLineView,
    BillTaxView, BillView, LedgerBreakView, LedgerView, PricedView, SessionBillView,
};
pub use chart::{ChartKind, ChartQuery, ChartView, PanelView, SeriesView, Theme};
pub use configuration::{
    ConfigurationEntry, ConfigurationView, ReservationStateView, ReservationView, SnapshotView,
};
pub use evidence::{
    EvidenceCheck, EvidenceKeyFrom, EvidenceMark, EvidenceReadingView, EvidenceVerdict, EvidenceView,
    EvidenceWhy, SignedValueView,
};
pub use faults::{ExplanationView, FaultMonthView, FaultView, FaultsView};
pub use firmware::{
    FirmwareFileView, FirmwareLibraryView, FirmwareUseView, RolloutChargerView, RolloutState, RolloutView,
    TransferScheme, UpdateReason, UpdateState, UpdateStepView, UpdateView, UpdateWhen,
};
pub use limits::{
    CertificateHashView, FindingView, PeriodView, ProfileKindView, ProfilePurpose, ProfileView, RateUnitView,
    RootKindView, ScheduleView, SettingView,
};
pub use logfile::{
    FilePathView, LogKindView, LogReason, LogRequestView, LogState, LogsView, LookEntryView, LookView,
    ReceivedFileView,
};
pub use office::{MailProtection, MailView, MonthlyPlan, MonthlyRunView, MonthlyView};
pub use order::{
    CommandView, FileWhat, FirmwareSignatureView, OrderResult, OrderState, OrderView, TriggerWhat,
};
pub use people::{
    BooksView, CostCentreView, DriverView, PeopleChange, PeopleImportView, PeopleLineView, PostView,
    SenderView,
};
pub use quirk::{DatedNoteView, PeculiaritiesView, QuirkProfileView, SwitchBy, SwitchForm, SwitchView};
pub use session::{MoneyView, SessionFlag, SessionPage, SessionQuery, SessionTotals, SessionView};
pub use settings::{ConnectView, Network, SettingsView};
pub use statement::{
    PlannedStatementView, RecipientKind, ReportColumnKind, ReportColumnView, ReportKind, ReportQuery,
    ReportView, StatementFilesView, StatementView,
};
pub use station::{
    Admission, ConnectorState, ConnectorView, HandshakeView, HandshakeWhat, LiveView, OpenSessionView,
    StationView,
};
pub use support::{SupportEntryView, SupportPart, SupportView};
pub use tariff::{
    PreviewSessionView, TariffComponent, TariffElementView, TariffPreviewView, TariffUseView,
    TariffVersionView, TariffView, WindowView,
};
pub use token::{TokenStanding, TokenView};
pub use trace::{
    TraceAnswerView, TraceCounts, TraceDirection, TraceLineView, TracePage, TraceQuery, TraceVerdict,
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything a screen needs to begin with; later events number on from `seq`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// The number of the last event that this snapshot contains.
    #[ts(type = "number")]
    pub seq: u64,
    /// The centre's clock when the snapshot was taken.
    #[ts(type = "number")]
    pub now: i64,
    /// Site-wide settings.
    pub settings: SettingsView,
    /// Where chargers reach us.
    pub connect: ConnectView,
    /// Every charger known: accepted, waiting to be accepted, refused.
    pub stations: Vec<StationView>,
    /// The last orders, newest first.
    pub orders: Vec<OrderView>,
    /// The last knocks on the chargers' port, newest first.
    pub handshakes: Vec<HandshakeView>,
    /// Every card known or seen.
    pub tokens: Vec<TokenView>,
    /// Drivers, cost centres, tariffs.
    pub books: BooksView,
    /// The day's figures.
    pub today: SiteToday,
}

/// The figures at the head of the Overview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SiteToday {
    /// Local midnight that began the day.
    #[ts(type = "number")]
    pub from: i64,
    /// Energy delivered since then.
    #[ts(type = "number")]
    pub energy_wh: i64,
    /// Energy delivered on the same weekday a week ago up to the same hour; `null` when there was none.
    #[ts(type = "number | null")]
    pub energy_last_week_wh: Option<i64>,
    /// Sessions that began or ran today.
    pub sessions: u32,
    /// Of these, still open.
    pub open: u32,
}

/// An answer that says only: done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Done {}
