//! What happened: facts that are stored and told to screens.

use crate::billing::{Entry, Statement, StatementKey, TariffKey, TariffVersion};
use crate::connector::ConnectorStatus;
use crate::energy::WattHours;
use crate::fault::{FaultKey, FaultSign};
use crate::firmware::{FirmwareFile, FirmwareKey, Rollout, Update};
use crate::logs::{LogKey, LogRequest, ReceivedFile, ReceivedKey};
use crate::order::{
    Command, Finding, OrderKey, OrderState, Progress, Reservation, ReservationKey, ReservationState,
    TokenList,
};
use crate::people::{CostCentre, CostCentreKey, Driver, DriverKey, Sender};
use crate::place::{ConnectorRef, Place};
use crate::reading::Sample;
use crate::session::{Flags, Numbers, SessionEnd, SessionKey, WireRef};
use crate::station::{Admission, Boot, Contact, StationKey};
use crate::time::Timestamp;
use crate::token::{IdToken, TokenFacts};
use crate::world::Settings;

/// A fact about one station, or about the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It connected.
    Connected(Contact),
    /// It is gone.
    Disconnected(Timestamp),
    /// It booted.
    Booted(Boot),
    /// It said something that changes nothing.
    Heard,
    /// The operator, or the policy, decided about it.
    Admitted(Admission),
    /// It was named and given a bay.
    Named {
        /// The operator's name for it.
        name: String,
        /// Bay number.
        bay: u16,
    },
    /// Its password was set (as a salted hash) or removed.
    PasswordChanged(Option<String>),
    /// It is sent a new password (as a salted hash), or refused it. Until it shows the new one, both count.
    PasswordOffered(Option<String>),
    /// A connector, or the station, changed its state.
    ConnectorChanged(ConnectorChange),
    /// A fault began, or was told with other details.
    FaultSeen {
        /// Which.
        fault: FaultKey,
        /// What.
        sign: FaultSign,
        /// When.
        at: Timestamp,
    },
    /// A fault is over.
    FaultOver {
        /// Which.
        fault: FaultKey,
        /// When.
        at: Timestamp,
    },
    /// An oddity worth one note per station.
    Noted(String),
    /// The operator set a switch of its peculiarities, or took their word back.
    SwitchSet {
        /// The switch's name.
        switch: String,
        /// Its value as text; `None` = as without the operator's word.
        value: Option<String>,
    },
    /// A configuration key was set because a profile says so.
    BootKeySet(BootKey),
    /// A notice to keep.
    NoticeKept(crate::ask::Notice),
    /// A token was shown.
    TokenSeen {
        /// Which.
        token: IdToken,
        /// Was it refused?
        refused: bool,
        /// When.
        at: Timestamp,
    },
    /// A session began.
    SessionBegan(SessionBegan),
    /// Something about a session became known: all that changes is in it.
    SessionProgressed(SessionProgress),
    /// A session ended.
    SessionEnded(SessionEnded),
    /// Readings outside any session.
    Measured(Measured),
    /// An order was recorded.
    OrderAsked {
        /// Which.
        order: OrderKey,
        /// What.
        command: Command,
        /// Through which door.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// An order moved on.
    OrderMoved {
        /// Which.
        order: OrderKey,
        /// Where it stands now.
        state: OrderState,
        /// The station's word, or why it timed out.
        detail: String,
        /// When.
        at: Timestamp,
    },
    /// An answer to an order told something.
    Found {
        /// To which.
        order: OrderKey,
        /// What.
        finding: Finding,
        /// All of its settings were asked for.
        whole: bool,
    },
    /// A setting of the station was changed.
    SettingChanged {
        /// Which.
        key: String,
        /// To what.
        value: String,
        /// It counts from the next restart on.
        after_restart: bool,
    },
    /// A list of tokens, or changes to it, is at the station.
    ListSent(TokenList),
    /// A connector is kept for somebody.
    Reserved(Reservation),
    /// It is kept no longer.
    ReservationOver {
        /// Which reservation.
        key: ReservationKey,
        /// Why.
        state: ReservationState,
    },
    /// A transfer of a file moved on.
    Progressed(Progress),
    /// It wants its own certificate signed: the request, PEM.
    CertificateWanted(String),
    /// A session that was taken for interrupted goes on.
    SessionReopened(SessionKey),
    /// A firmware file was added, or what is known about it was changed.
    FirmwareSaved(Box<FirmwareFile>),
    /// A firmware file was deleted.
    FirmwareRemoved(FirmwareKey),
    /// An update was asked for or moved on: all of it.
    UpdateMoved(Box<Update>),
    /// A rollout was asked for or moved on: all of it.
    RolloutMoved(Box<Rollout>),
    /// A log was asked for, or the request moved on: all of it.
    LogMoved(Box<LogRequest>),
    /// A file came from it.
    FileReceived(ReceivedFile),
    /// A file that came from it was deleted here.
    ReceivedRemoved {
        /// Which.
        file: ReceivedKey,
        /// The request that it answered.
        request: LogKey,
    },
    /// A token was added or changed by the operator.
    TokenSaved(TokenFacts),
    /// A token was forgotten.
    TokenRemoved(String),
    /// The settings changed.
    SettingsSaved(Settings),
    /// A driver was added or changed.
    DriverSaved(Driver),
    /// A driver was forgotten; the cards are blocked.
    DriverRemoved {
        /// Which.
        driver: DriverKey,
        /// The cards that it had.
        cards: Vec<String>,
    },
    /// A cost centre was added or changed.
    CostCentreSaved(CostCentre),
    /// A cost centre was forgotten; its drivers have none.
    CostCentreRemoved(CostCentreKey),
    /// Who sends statements.
    SenderSaved(Sender),
    /// A tariff was added or renamed, perhaps with a new version.
    TariffSaved {
        /// Which.
        tariff: TariffKey,
        /// Its name.
        name: String,
        /// Its new version.
        version: Option<TariffVersion>,
    },
    /// Which tariff counts at a place for some; `None` = none of its own.
    TariffUsed {
        /// Which.
        tariff: Option<TariffKey>,
        /// At this station; `None` = at all.
        station: Option<StationKey>,
        /// For this cost centre; `None` = for all.
        cost_centre: Option<CostCentreKey>,
    },
    /// A session was closed, or amended.
    Entered(Box<Entry>),
    /// A statement was issued.
    StatementIssued(Box<Statement>),
    /// A statement was paid, or was not after all.
    StatementPaid {
        /// Which.
        statement: StatementKey,
        /// When.
        at: Option<Timestamp>,
    },
}

/// A configuration key that was set because a profile says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootKey {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// The firmware that the station had then.
    pub firmware: String,
    /// The station's word, for example `Accepted`.
    pub answer: String,
}

/// A connector's new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectorChange {
    /// Where.
    pub place: Place,
    /// What.
    pub status: ConnectorStatus,
    /// Since when.
    pub at: Timestamp,
}

/// A session began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionBegan {
    /// Our number for it.
    pub session: SessionKey,
    /// Its name on the wire.
    pub wire: WireRef,
    /// Where; `None` = not told yet.
    pub at_connector: Option<ConnectorRef>,
    /// For whom; `None` = not told yet.
    pub token: Option<IdToken>,
    /// When, by the station's clock.
    pub at: Timestamp,
    /// The time exactly as the station said it, zero without one: what identifies a repeated message.
    pub said: Timestamp,
    /// When we were told.
    pub received: Timestamp,
    /// Register.
    pub meter_start: Option<WattHours>,
    /// What is special about it.
    pub flags: Flags,
    /// The order that it answers.
    pub order: Option<OrderKey>,
    /// Which numbered messages were seen.
    pub numbers: Numbers,
    /// The number of the message that told it.
    pub number: Option<i64>,
    /// Readings that came along, with times made usable.
    pub samples: Vec<TimedSample>,
}

/// Something about a session became known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionProgress {
    /// Which.
    pub session: SessionKey,
    /// Where, if that is new.
    pub at_connector: Option<ConnectorRef>,
    /// For whom, if that is new.
    pub token: Option<IdToken>,
    /// An earlier beginning and its register, if that is new.
    pub began: Option<(Timestamp, Option<WattHours>)>,
    /// The newest register value and its time, if that is new.
    pub last: Option<(Timestamp, WattHours)>,
    /// All that is special about it now.
    pub flags: Flags,
    /// Which numbered messages were seen by now.
    pub numbers: Numbers,
    /// The number of the message that told it.
    pub number: Option<i64>,
    /// When we were told.
    pub received: Timestamp,
    /// Readings that came along.
    pub samples: Vec<TimedSample>,
}

/// A session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionEnded {
    /// Which.
    pub session: SessionKey,
    /// Where it was.
    pub at_connector: Option<ConnectorRef>,
    /// How.
    pub end: SessionEnd,
    /// All that is special about it now.
    pub flags: Flags,
    /// Which numbered messages were seen by now.
    pub numbers: Numbers,
    /// The number of the message that told it.
    pub number: Option<i64>,
    /// Readings that came along.
    pub samples: Vec<TimedSample>,
}

/// Readings outside any session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Where; `None` = the station's main meter.
    pub at_connector: Option<ConnectorRef>,
    /// When we were told.
    pub received: Timestamp,
    /// The readings.
    pub samples: Vec<TimedSample>,
}

/// A sample whose time was made usable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedSample {
    /// When, by the station's clock, or by ours where that was unusable.
    pub at: Timestamp,
    /// What was read.
    pub sample: Sample,
}

impl TimedSample {
    /// Gives every sample a usable time.
    pub fn all(samples: Vec<Sample>, received: Timestamp) -> Vec<Self> {
        samples
            .into_iter()
            .map(|sample| Self { at: crate::time::StationTime::judge(sample.at, received).at, sample })
            .collect()
    }
}
