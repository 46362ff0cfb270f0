//! The one request table. A request is a JSON object whose `ask` names it; its answer's type stands in the same line.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::{
    AmendView, BooksView, ChartQuery, ChartView, CommandView, ConfigurationView, ConnectView, CostCentreView,
    Done, DriverView, EvidenceView, FaultsView, FirmwareFileView, FirmwareLibraryView, LedgerView,
    LogKindView, LogRequestView, LogsView, LookView, MailView, MonthlyPlan, MonthlyView, OrderResult,
    OrderView, PeculiaritiesView, PeopleImportView, PlannedStatementView, PricedView, RecipientKind,
    ReportQuery, ReportView, RolloutView, SenderView, SessionBillView, SessionPage, SessionQuery,
    SessionView, SettingsView, Snapshot, StatementFilesView, StatementView, SupportView, TariffPreviewView,
    TariffVersionView, TariffView, TokenStanding, TokenView, TraceLineView, TracePage, TraceQuery,
    TransferScheme, UpdateView, UpdateWhen,
};

/// Declares [`Request`] and, for TypeScript, the map from a request's name to its answer's type.
macro_rules! table {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident: $kind:ty),* $(,)? })? => $answer:ty;)*) => {
        /// Everything that a screen may ask, by name.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
        #[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase")]
        pub enum Request { $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $kind),* })?,)* }

        /// The answer's type of every request. Never built: it exists to be translated to TypeScript.
        #[allow(non_snake_case, reason = "the fields repeat the requests' names, which TypeScript sees in camel case")]
        #[derive(TS)]
        #[ts(rename_all = "camelCase")]
        pub struct Answers { $(
            /// The answer of the request of this name.
            pub $name: $answer,
        )* }
    };
}

table! {
    /// Everything a screen needs to begin with.
    Snapshot => Snapshot;
    /// Where chargers reach us, read afresh.
    Connect => ConnectView;
    /// Let a waiting charger in.
    AdmitStation {
        /// The charger.
        station: u32,
        /// The operator's name for it, 1 to 60 characters.
        name: String,
        /// Bay number, 1 to 99, not taken.
        bay: u16,
    } => Done;
    /// Turn a charger away, now and later.
    RefuseStation {
        /// The charger.
        station: u32,
    } => Done;
    /// Rename a charger or give it another bay.
    EditStation {
        /// The charger.
        station: u32,
        /// Its name, 1 to 60 characters.
        name: String,
        /// Bay number, 1 to 99, not taken.
        bay: u16,
    } => Done;
    /// Set or remove the password a charger must show (security profile 1).
    SetPassword {
        /// The charger.
        station: u32,
        /// 16 to 40 characters; `null` removes it.
        password: Option<String>,
    } => Done;
    /// Order something of a charger. Answers as soon as the order is recorded; its states come as events.
    Order {
        /// The charger.
        station: u32,
        /// What.
        command: CommandView,
    } => OrderView;
    /// The orders of a charger, newest first, at most 100.
    Orders {
        /// The charger.
        station: u32,
    } => Vec<OrderView>;
    /// Order the same of several chargers; each has its own result.
    OrderAll {
        /// The chargers, at most 200.
        stations: Vec<u32>,
        /// What.
        command: CommandView,
    } => Vec<OrderResult>;
    /// All that is known of a charger's settings.
    Configuration {
        /// The charger.
        station: u32,
    } => ConfigurationView;
    /// What is peculiar about a charger: profiles that fit it, its switches and who set them, notes.
    Peculiarities {
        /// The charger.
        station: u32,
    } => PeculiaritiesView;
    /// What is and was wrong with a charger, and what it means.
    Faults {
        /// The charger.
        station: u32,
    } => FaultsView;
    /// Set a switch of a charger, or take the operator's word on it back.
    SetSwitch {
        /// The charger.
        station: u32,
        /// The switch's name.
        switch: String,
        /// Its value; `null` = as without the operator's word.
        value: Option<String>,
    } => PeculiaritiesView;
    /// Sessions by filter, newest first, with totals.
    Sessions {
        /// Which.
        query: SessionQuery,
    } => SessionPage;
    /// One session.
    Session {
        /// Its number.
        session: u32,
    } => SessionView;
    /// What a session's stored messages prove: signed meter values, checked.
    Evidence {
        /// Its number.
        session: u32,
    } => EvidenceView;
    /// A drawn chart with its geometry.
    Chart {
        /// Which.
        query: ChartQuery,
    } => ChartView;
    /// Add a card or change what it may do.
    SaveToken {
        /// What the reader reads.
        value: String,
        /// The operator's label for it.
        label: String,
        /// `accepted`, `blocked` or `expired`.
        standing: TokenStanding,
        /// Not valid after, in milliseconds since the Unix epoch.
        #[ts(type = "number | null")]
        expires_at: Option<i64>,
        /// The group that it belongs to (`parentIdTag`): its cards may stop each other's charges.
        #[serde(default)]
        parent: Option<String>,
        /// Whose it is.
        #[serde(default)]
        driver: Option<u32>,
        /// Not valid before, in milliseconds since the Unix epoch.
        #[ts(type = "number | null")]
        #[serde(default)]
        valid_from: Option<i64>,
    } => TokenView;
    /// Give a card to a driver and let it charge; nothing else about it changes. `start` = begin to charge where it was last
    /// shown, if that was less than five minutes ago.
    GiveToken {
        /// What the reader reads.
        value: String,
        /// Whose it shall be; `null` = nobody's.
        driver: Option<u32>,
        /// Begin to charge.
        start: bool,
    } => TokenView;
    /// Drivers, cost centres, tariffs, sender.
    Books => BooksView;
    /// Add a driver or change one.
    SaveDriver {
        /// The driver.
        driver: DriverView,
    } => DriverView;
    /// Forget a driver. The cards stay, blocked; sessions keep the name.
    RemoveDriver {
        /// The driver.
        driver: u32,
    } => Done;
    /// Add a cost centre or change one.
    SaveCostCentre {
        /// The cost centre.
        cost_centre: CostCentreView,
    } => CostCentreView;
    /// Forget a cost centre. Its drivers have none then.
    RemoveCostCentre {
        /// The cost centre.
        cost_centre: u32,
    } => Done;
    /// Read a file of people (CSV): what it changes; nothing is changed unless `apply` is set, and then only when no line is wrong.
    ReadPeople {
        /// The file's text, at most 2 MiB.
        text: String,
        /// Change what it says.
        apply: bool,
    } => PeopleImportView;
    /// Change who sends statements.
    SaveSender {
        /// The sender.
        sender: SenderView,
    } => SenderView;
    /// Add a tariff, or a version to one, or rename one. Nothing that was closed changes.
    SaveTariff {
        /// The tariff; `null` = a new one.
        tariff: Option<u32>,
        /// Its name.
        name: String,
        /// Its new version; `null` = only the name changes.
        version: Option<TariffVersionView>,
    } => TariffView;
    /// Say which tariff counts where; `null` = none of its own.
    UseTariff {
        /// The tariff.
        tariff: Option<u32>,
        /// At this charger; `null` = at all.
        station: Option<u32>,
        /// For this cost centre; `null` = for all.
        cost_centre: Option<u32>,
    } => Done;
    /// What a version of a tariff would have made of sessions that began in a time.
    PreviewTariff {
        /// The version; its moment of validity does not count.
        version: TariffVersionView,
        /// From, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        from: i64,
        /// To.
        #[ts(type = "number")]
        to: i64,
        /// At this charger; `null` = at all.
        station: Option<u32>,
        /// For this cost centre; `null` = for all.
        cost_centre: Option<u32>,
    } => TariffPreviewView;
    /// What a session costs, what seems wrong with it, and how it came to be.
    Bill {
        /// The session.
        session: u32,
    } => SessionBillView;
    /// Put a session right. What was there before stays beside it.
    Amend {
        /// The session.
        session: u32,
        /// What.
        change: AmendView,
        /// Why, 1 to 200 characters.
        reason: String,
    } => SessionBillView;
    /// Sessions without a price that a tariff counts for now are priced; how many.
    PriceSessions => PricedView;
    /// Statements, newest first, at most 1,000.
    Statements => Vec<StatementView>;
    /// What the statements of a time would hold.
    PlanStatements {
        /// Sessions that ended at or after, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        from: i64,
        /// Sessions that ended before.
        #[ts(type = "number")]
        to: i64,
        /// One for each of what.
        kind: RecipientKind,
    } => Vec<PlannedStatementView>;
    /// Issue statements: all or none.
    IssueStatements {
        /// Sessions that ended at or after.
        #[ts(type = "number")]
        from: i64,
        /// Sessions that ended before.
        #[ts(type = "number")]
        to: i64,
        /// One for each of what.
        kind: RecipientKind,
        /// For these.
        recipients: Vec<u32>,
    } => Vec<StatementView>;
    /// Issue a correction of a statement whose sessions were amended.
    CorrectStatement {
        /// The statement.
        statement: u32,
    } => StatementView;
    /// Note that a statement was paid, or that it was not.
    PayStatement {
        /// The statement.
        statement: u32,
        /// It was.
        paid: bool,
    } => StatementView;
    /// Write statements into the folder for reports, each as a PDF.
    WriteStatements {
        /// The statements.
        statements: Vec<u32>,
    } => StatementFilesView;
    /// A report to look at. Files come by the doors' own way for files.
    Report {
        /// Which.
        query: ReportQuery,
    } => ReportView;
    /// Look whether the chain of closed sessions and amendments holds.
    VerifyLedger => LedgerView;
    /// Forget a card.
    RemoveToken {
        /// What the reader reads.
        value: String,
    } => Done;
    /// What a support bundle of a charger would hold. The file itself comes by the doors' own way for files.
    SupportBundle {
        /// The charger.
        station: u32,
        /// Messages seen at or after, in milliseconds since the Unix epoch.
        #[ts(type = "number")]
        from: i64,
        /// Messages seen before.
        #[ts(type = "number")]
        to: i64,
        /// Logs exactly as the charger sent them.
        raw: bool,
    } => SupportView;
    /// Lines of the trace of all messages: a page going back, or what is new since the last look.
    Trace {
        /// Which.
        query: TraceQuery,
    } => TracePage;
    /// One line of the trace, whole.
    TraceLine {
        /// Its number.
        #[ts(type = "number")]
        number: i64,
    } => TraceLineView;
    /// The library of firmware, and the rollouts of it. Files are added through the doors' own way for files.
    Firmware => FirmwareLibraryView;
    /// Change what is known about a firmware file.
    EditFirmware {
        /// The file.
        file: u32,
        /// For chargers of this vendor, at most 100 characters.
        vendor: String,
        /// For this model, at most 100 characters.
        model: String,
        /// The version that it installs, at most 100 characters.
        version: String,
        /// Notes, at most 2,000 characters.
        notes: String,
        /// The maker's certificate, PEM; empty with an empty signature.
        certificate: String,
        /// The maker's signature over the file's SHA-256, base64; checked before it is kept.
        signature: String,
    } => FirmwareFileView;
    /// Delete a firmware file. Refused while an update needs it.
    RemoveFirmware {
        /// The file.
        file: u32,
    } => Done;
    /// The updates of a charger, newest first, at most 100.
    Updates {
        /// The charger.
        station: u32,
    } => Vec<UpdateView>;
    /// Update a charger. Its steps come as events.
    StartUpdate {
        /// The charger.
        station: u32,
        /// The firmware file.
        file: u32,
        /// When.
        when: UpdateWhen,
        /// How often the charger shall try again; `null` = its own habit.
        retries: Option<u32>,
        /// How long it shall wait between tries, in seconds.
        retry_s: Option<u32>,
        /// How the file shall travel; `null` = as the charger says.
        scheme: Option<TransferScheme>,
        /// The operator has seen that the file is for another model.
        confirmed: bool,
    } => UpdateView;
    /// End an update that is not yet installing.
    CancelUpdate {
        /// The update.
        update: u32,
    } => UpdateView;
    /// Update several chargers: the first one first, the others only after it has charged again or the operator says go.
    StartRollout {
        /// The firmware file.
        file: u32,
        /// The chargers in their order, 2 to 200.
        stations: Vec<u32>,
        /// When each of them may be updated.
        when: UpdateWhen,
        /// The operator has seen that the file is for another model than some of them.
        confirmed: bool,
    } => RolloutView;
    /// The first charger is good enough: go on with the others.
    ContinueRollout {
        /// The rollout.
        rollout: u32,
    } => RolloutView;
    /// Touch no further charger. An update that is under way is cancelled if it still can be.
    StopRollout {
        /// The rollout.
        rollout: u32,
    } => RolloutView;
    /// A charger's logs, and how it sends them.
    Logs {
        /// The charger.
        station: u32,
    } => LogsView;
    /// Ask a charger for its log.
    AskLog {
        /// The charger.
        station: u32,
        /// Which.
        kind: LogKindView,
        /// From when on, in milliseconds since the Unix epoch.
        #[ts(type = "number | null")]
        from: Option<i64>,
        /// Until when.
        #[ts(type = "number | null")]
        to: Option<i64>,
        /// How it shall travel; `null` = as the charger says.
        scheme: Option<TransferScheme>,
    } => LogRequestView;
    /// Wait no longer for a log.
    CancelLog {
        /// The request.
        request: u32,
    } => LogRequestView;
    /// Delete a file that a charger sent.
    RemoveReceived {
        /// The file.
        file: u32,
    } => Done;
    /// Look into a file that a charger sent, or into a text in an archive.
    LookInto {
        /// The file.
        file: u32,
        /// The entry of the archive; `null` = the file itself.
        entry: Option<u32>,
    } => LookView;
    /// The mail account.
    Mail => MailView;
    /// Set up mail.
    SaveMail {
        /// The account.
        account: MailView,
        /// Its password; `null` = the one that is kept stays, empty = none.
        password: Option<String>,
    } => MailView;
    /// Send a mail that says that mail works.
    TestMail {
        /// To whom.
        to: String,
    } => Done;
    /// What is written by itself on the first of the month, and how it went.
    Schedule => MonthlyView;
    /// Change what is written by itself.
    SaveSchedule {
        /// All of it.
        plan: MonthlyPlan,
    } => MonthlyView;
    /// Change the settings.
    SaveSettings {
        /// All of them.
        settings: SettingsView,
    } => SettingsView;
}
