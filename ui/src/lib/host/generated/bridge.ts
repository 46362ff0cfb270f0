// Generated from the crate `bridge` by its test `typescript`. Do not edit.

/**
 * Whether the operator let the charger in.
 */
export type Admission = "pending" | "accepted" | "refused";

/**
 * What to change about a closed session.
 */
export type AmendView = { "kind": "repair", 
/**
 * Which.
 */
finding: BillFindingKind, } | { "kind": "driver", 
/**
 * Who charged.
 */
driver: number | null, } | { "kind": "figures", 
/**
 * Ended, in milliseconds since the Unix epoch.
 */
endedAt: number, 
/**
 * Meter at the beginning.
 */
meterStartWh: number, 
/**
 * Meter at the end.
 */
meterStopWh: number, } | { "kind": "price" } | { "kind": "undo" };

/**
 * The answer's type of every request. Never built: it exists to be translated to TypeScript.
 */
export type Answers = { 
/**
 * The answer of the request of this name.
 */
snapshot: Snapshot, 
/**
 * The answer of the request of this name.
 */
connect: ConnectView, 
/**
 * The answer of the request of this name.
 */
admitStation: Done, 
/**
 * The answer of the request of this name.
 */
refuseStation: Done, 
/**
 * The answer of the request of this name.
 */
editStation: Done, 
/**
 * The answer of the request of this name.
 */
setPassword: Done, 
/**
 * The answer of the request of this name.
 */
order: OrderView, 
/**
 * The answer of the request of this name.
 */
orders: Array<OrderView>, 
/**
 * The answer of the request of this name.
 */
orderAll: Array<OrderResult>, 
/**
 * The answer of the request of this name.
 */
configuration: ConfigurationView, 
/**
 * The answer of the request of this name.
 */
peculiarities: PeculiaritiesView, 
/**
 * The answer of the request of this name.
 */
faults: FaultsView, 
/**
 * The answer of the request of this name.
 */
setSwitch: PeculiaritiesView, 
/**
 * The answer of the request of this name.
 */
sessions: SessionPage, 
/**
 * The answer of the request of this name.
 */
session: SessionView, 
/**
 * The answer of the request of this name.
 */
evidence: EvidenceView, 
/**
 * The answer of the request of this name.
 */
chart: ChartView, 
/**
 * The answer of the request of this name.
 */
saveToken: TokenView, 
/**
 * The answer of the request of this name.
 */
giveToken: TokenView, 
/**
 * The answer of the request of this name.
 */
books: BooksView, 
/**
 * The answer of the request of this name.
 */
saveDriver: DriverView, 
/**
 * The answer of the request of this name.
 */
removeDriver: Done, 
/**
 * The answer of the request of this name.
 */
saveCostCentre: CostCentreView, 
/**
 * The answer of the request of this name.
 */
removeCostCentre: Done, 
/**
 * The answer of the request of this name.
 */
readPeople: PeopleImportView, 
/**
 * The answer of the request of this name.
 */
saveSender: SenderView, 
/**
 * The answer of the request of this name.
 */
saveTariff: TariffView, 
/**
 * The answer of the request of this name.
 */
useTariff: Done, 
/**
 * The answer of the request of this name.
 */
previewTariff: TariffPreviewView, 
/**
 * The answer of the request of this name.
 */
bill: SessionBillView, 
/**
 * The answer of the request of this name.
 */
amend: SessionBillView, 
/**
 * The answer of the request of this name.
 */
priceSessions: PricedView, 
/**
 * The answer of the request of this name.
 */
statements: Array<StatementView>, 
/**
 * The answer of the request of this name.
 */
planStatements: Array<PlannedStatementView>, 
/**
 * The answer of the request of this name.
 */
issueStatements: Array<StatementView>, 
/**
 * The answer of the request of this name.
 */
correctStatement: StatementView, 
/**
 * The answer of the request of this name.
 */
payStatement: StatementView, 
/**
 * The answer of the request of this name.
 */
writeStatements: StatementFilesView, 
/**
 * The answer of the request of this name.
 */
report: ReportView, 
/**
 * The answer of the request of this name.
 */
verifyLedger: LedgerView, 
/**
 * The answer of the request of this name.
 */
removeToken: Done, 
/**
 * The answer of the request of this name.
 */
supportBundle: SupportView, 
/**
 * The answer of the request of this name.
 */
trace: TracePage, 
/**
 * The answer of the request of this name.
 */
traceLine: TraceLineView, 
/**
 * The answer of the request of this name.
 */
firmware: FirmwareLibraryView, 
/**
 * The answer of the request of this name.
 */
editFirmware: FirmwareFileView, 
/**
 * The answer of the request of this name.
 */
removeFirmware: Done, 
/**
 * The answer of the request of this name.
 */
updates: Array<UpdateView>, 
/**
 * The answer of the request of this name.
 */
startUpdate: UpdateView, 
/**
 * The answer of the request of this name.
 */
cancelUpdate: UpdateView, 
/**
 * The answer of the request of this name.
 */
startRollout: RolloutView, 
/**
 * The answer of the request of this name.
 */
continueRollout: RolloutView, 
/**
 * The answer of the request of this name.
 */
stopRollout: RolloutView, 
/**
 * The answer of the request of this name.
 */
logs: LogsView, 
/**
 * The answer of the request of this name.
 */
askLog: LogRequestView, 
/**
 * The answer of the request of this name.
 */
cancelLog: LogRequestView, 
/**
 * The answer of the request of this name.
 */
removeReceived: Done, 
/**
 * The answer of the request of this name.
 */
lookInto: LookView, 
/**
 * The answer of the request of this name.
 */
mail: MailView, 
/**
 * The answer of the request of this name.
 */
saveMail: MailView, 
/**
 * The answer of the request of this name.
 */
testMail: Done, 
/**
 * The answer of the request of this name.
 */
schedule: MonthlyView, 
/**
 * The answer of the request of this name.
 */
saveSchedule: MonthlyView, 
/**
 * The answer of the request of this name.
 */
saveSettings: SettingsView, };

/**
 * What was done.
 */
export type BillEntryKind = "closed" | "repaired" | "corrected" | "driver" | "priced" | "late" | "undone";

/**
 * The closing of a session or an amendment.
 */
export type BillEntryView = { 
/**
 * 0 = the closing.
 */
number: number, 
/**
 * When.
 */
at: number, 
/**
 * Who: `desktop`, `browser`, or `automation`.
 */
author: string, 
/**
 * What was done.
 */
kind: BillEntryKind, 
/**
 * Why, in the author's words.
 */
reason: string, 
/**
 * The figures from then on.
 */
figures: BillFiguresView, };

/**
 * Figures and cost.
 */
export type BillFiguresView = { 
/**
 * Ended; `null` while it runs.
 */
endedAt: number | null, 
/**
 * Meter at the beginning.
 */
meterStartWh: number | null, 
/**
 * Meter at the end, or the newest.
 */
meterStopWh: number | null, 
/**
 * Energy.
 */
energyWh: number | null, 
/**
 * Who charged.
 */
driver: number | null, 
/**
 * The driver's name at that time.
 */
driverName: string, 
/**
 * The cost centre's name at that time.
 */
costCentreName: string, 
/**
 * What it costs; `null` without a tariff.
 */
bill: BillView | null, };

/**
 * What may be wrong with a session's figures.
 */
export type BillFindingKind = "missingStop" | "zeroBaseline" | "registerReset" | "tooSmall" | "tooLarge" | "duplicate" | "toldOtherwise";

/**
 * Something that seems to be wrong, with what it would be mended.
 */
export type BillFindingView = { 
/**
 * What.
 */
kind: BillFindingKind, 
/**
 * The figures as they would be.
 */
after: BillFiguresView, 
/**
 * The other session, for one that was told twice.
 */
other: number | null, };

/**
 * One line.
 */
export type BillLineView = { 
/**
 * For what; `null` = lifts to the least or lowers to the most.
 */
component: TariffComponent | null, 
/**
 * When its price counts.
 */
window: WindowView, 
/**
 * Watt-hours, milliseconds, or how many times.
 */
quantity: number, 
/**
 * The price of a kWh, an hour, or each.
 */
price: string, 
/**
 * VAT in percent.
 */
vat: string, 
/**
 * What it costs, in the terms of the price.
 */
amount: string, 
/**
 * A part of it was divided by time, since no reading was taken at a border.
 */
estimated: boolean, };

/**
 * What has one rate of tax.
 */
export type BillTaxView = { 
/**
 * Percent.
 */
vat: string, 
/**
 * Without tax.
 */
net: string, 
/**
 * The tax.
 */
tax: string, };

/**
 * What a session costs, line by line. Amounts are decimal text.
 */
export type BillView = { 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * The tariff's number.
 */
tariff: number, 
/**
 * The tariff's name.
 */
tariffName: string, 
/**
 * The version that was valid at its beginning.
 */
version: number, 
/**
 * Prices and lines hold the tax already.
 */
taxIncluded: boolean, 
/**
 * The lines.
 */
lines: Array<BillLineView>, 
/**
 * By rates, the lowest first.
 */
taxes: Array<BillTaxView>, 
/**
 * Without tax.
 */
net: string, 
/**
 * The tax.
 */
vat: string, 
/**
 * With tax.
 */
total: string, 
/**
 * A value was estimated.
 */
estimated: boolean, };

/**
 * Everything that bills are made with but sessions: small, and told whole when any of it changes.
 */
export type BooksView = { 
/**
 * Drivers by name.
 */
drivers: Array<DriverView>, 
/**
 * Cost centres by name.
 */
costCentres: Array<CostCentreView>, 
/**
 * Tariffs by name.
 */
tariffs: Array<TariffView>, 
/**
 * Which tariff counts where; the most particular one wins: charger and cost centre, cost centre, charger, all.
 */
uses: Array<TariffUseView>, 
/**
 * Who sends statements.
 */
sender: SenderView, };

/**
 * A certificate as the charger names it.
 */
export type CertificateHashView = { 
/**
 * For example `SHA256`.
 */
algorithm: string, 
/**
 * Hash of the issuer's name, hex.
 */
issuerName: string, 
/**
 * Hash of the issuer's key, hex.
 */
issuerKey: string, 
/**
 * Serial number, hex.
 */
serial: string, };

/**
 * What changed: the whole new view of the thing.
 */
export type Change = { "kind": "station", "view": StationView } | { "kind": "session", "view": SessionView } | { "kind": "order", "view": OrderView } | { "kind": "handshake", "view": HandshakeView } | { "kind": "token", "view": TokenView } | { "kind": "books", "view": BooksView } | { "kind": "statement", "view": StatementView } | { "kind": "settings", "view": SettingsView } | { "kind": "today", "view": SiteToday } | { "kind": "firmware", "view": FirmwareFileView } | { "kind": "firmwareGone", "view": { 
/**
 * Its number.
 */
file: number, } } | { "kind": "update", "view": UpdateView } | { "kind": "rollout", "view": RolloutView } | { "kind": "log", "view": LogRequestView } | { "kind": "stationGone", "view": { 
/**
 * Its id.
 */
station: number, } };

/**
 * What is drawn.
 */
export type ChartKind = { "kind": "session", 
/**
 * The session's number.
 */
session: number, } | { "kind": "connector", 
/**
 * The charger.
 */
station: number, 
/**
 * EVSE, from 1.
 */
evse: number, 
/**
 * Connector, from 1.
 */
connector: number, } | { "kind": "sitePower" } | { "kind": "energyByDay" };

/**
 * Which chart, of what time, for which screen.
 */
export type ChartQuery = { 
/**
 * What is drawn.
 */
chart: ChartKind, 
/**
 * From; `null` = the natural beginning (the session's, the day's).
 */
from: number | null, 
/**
 * To; `null` = the natural end.
 */
to: number | null, 
/**
 * Width in CSS pixels, 120 to 4000.
 */
width: number, 
/**
 * Height in CSS pixels, 60 to 2000.
 */
height: number, 
/**
 * Palette.
 */
theme: Theme, };

/**
 * A drawn chart.
 */
export type ChartView = { 
/**
 * The drawing.
 */
svg: string, 
/**
 * Its panels, top to bottom, sharing one time axis.
 */
panels: Array<PanelView>, 
/**
 * Begin of the drawn range.
 */
from: number, 
/**
 * End of the drawn range.
 */
to: number, 
/**
 * Nothing was measured in this range.
 */
empty: boolean, };

/**
 * What a screen may order.
 */
export type CommandView = { "do": "start", 
/**
 * EVSE, from 1.
 */
evse: number, 
/**
 * Connector, from 1.
 */
connector: number, 
/**
 * For this card; `null` = the site's own operator card.
 */
token: string | null, 
/**
 * Within these limits from the first moment on.
 */
profile: ProfileView | null, } | { "do": "stop", 
/**
 * The session's number.
 */
session: number, } | { "do": "unlock", 
/**
 * EVSE, from 1.
 */
evse: number, 
/**
 * Connector, from 1.
 */
connector: number, } | { "do": "restart", 
/**
 * At once, ending running charges; otherwise when idle (2.x), or gracefully (1.6 `Soft`).
 */
now: boolean, } | { "do": "service", 
/**
 * EVSE, from 1; `null` = the whole charger.
 */
evse: number | null, 
/**
 * Connector, from 1.
 */
connector: number | null, 
/**
 * In service, or out.
 */
operative: boolean, } | { "do": "trigger", 
/**
 * Which.
 */
what: TriggerWhat, 
/**
 * EVSE, from 1; `null` = whole charger.
 */
evse: number | null, 
/**
 * With the security extension's own message (1.6 `ExtendedTriggerMessage`).
 */
extended: boolean, } | { "do": "readSettings", 
/**
 * Which; empty = all.
 */
keys: Array<string>, } | { "do": "changeSetting", 
/**
 * Which, as the charger spells it.
 */
key: string, 
/**
 * To what, at most 500 characters.
 */
value: string, } | { "do": "changePassword", 
/**
 * 16 to 20 characters (1.6). Never told back: an order in the history has it empty.
 */
password: string, } | { "do": "clearCache" } | { "do": "readListVersion" } | { "do": "sendList", 
/**
 * All of them; otherwise what changed since the list that it holds.
 */
full: boolean, 
/**
 * The version that was sent; in a request `null`.
 */
version: number | null, 
/**
 * The cards that were sent; in a request empty.
 */
tokens: Array<string>, } | { "do": "reserve", 
/**
 * EVSE, from 1; `null` = any connector.
 */
evse: number | null, 
/**
 * For this card.
 */
token: string, 
/**
 * Or for every card of this group.
 */
parent: string | null, 
/**
 * Until when, in milliseconds since the Unix epoch.
 */
until: number, } | { "do": "cancelReservation", 
/**
 * Its number.
 */
reservation: number, } | { "do": "setProfile", 
/**
 * EVSE, from 1; `null` = the whole charger.
 */
evse: number | null, 
/**
 * The limits.
 */
profile: ProfileView, } | { "do": "clearProfiles", 
/**
 * This one.
 */
id: number | null, 
/**
 * EVSE; 0 = the whole charger.
 */
evse: number | null, 
/**
 * Of this purpose.
 */
purpose: ProfilePurpose | null, 
/**
 * At this level.
 */
stackLevel: number | null, } | { "do": "readSchedule", 
/**
 * EVSE, from 1; `null` = the whole charger.
 */
evse: number | null, 
/**
 * For how long from now, in seconds.
 */
durationS: number, 
/**
 * In which unit; `null` = the charger chooses.
 */
unit: RateUnitView | null, } | { "do": "sendData", 
/**
 * The maker's name for itself.
 */
vendor: string, 
/**
 * Which of its messages.
 */
message: string | null, 
/**
 * Its content.
 */
data: string | null, } | { "do": "installCertificate", 
/**
 * For what.
 */
kind: RootKindView, 
/**
 * PEM, at most 5,500 characters.
 */
pem: string, } | { "do": "listCertificates", 
/**
 * Of which kind.
 */
kind: RootKindView, } | { "do": "deleteCertificate", 
/**
 * Exactly as the charger listed it.
 */
hash: CertificateHashView, } | { "do": "deliverCertificate", 
/**
 * PEM, the charger's own first, at most 10,000 characters.
 */
chain: string, } | { "do": "updateFirmware", 
/**
 * Where it lies: `http`, `https`, `ftp`, `ftps` or `sftp`.
 */
location: string, 
/**
 * Not to be fetched before, in milliseconds since the Unix epoch; `null` = at once.
 */
retrieveAt: number | null, 
/**
 * How often to try again; `null` = the charger's own habit.
 */
retries: number | null, 
/**
 * How long to wait between tries, in seconds.
 */
retryS: number | null, 
/**
 * With its maker's signature (1.6 `SignedUpdateFirmware`).
 */
signature: FirmwareSignatureView | null, } | { "do": "sendFile", 
/**
 * Where to: `http`, `https`, `ftp`, `ftps` or `sftp`.
 */
location: string, 
/**
 * Which.
 */
what: FileWhat, 
/**
 * From when on, in milliseconds since the Unix epoch.
 */
from: number | null, 
/**
 * Until when.
 */
to: number | null, 
/**
 * How often to try again; `null` = the charger's own habit.
 */
retries: number | null, 
/**
 * How long to wait between tries, in seconds.
 */
retryS: number | null, };

/**
 * One setting.
 */
export type ConfigurationEntry = { 
/**
 * Its name, as the charger spells it.
 */
key: string, 
/**
 * Its value; `null` when the charger keeps it to itself.
 */
value: string | null, 
/**
 * It cannot be changed.
 */
readOnly: boolean, 
/**
 * When the charger told it.
 */
readAt: number, 
/**
 * Its value before our last change.
 */
previous: string | null, 
/**
 * What it will be after the next restart.
 */
afterRestart: string | null, };

/**
 * All that is known of a charger's settings.
 */
export type ConfigurationView = { 
/**
 * When they were read last; `null` = never.
 */
readAt: number | null, 
/**
 * By name.
 */
entries: Array<ConfigurationEntry>, 
/**
 * Newest first.
 */
snapshots: Array<SnapshotView>, 
/**
 * Connectors that are kept for somebody, newest first.
 */
reservations: Array<ReservationView>, 
/**
 * Orders that it said it cannot do when it was asked last, by their `do`; triggers with the message after a point:
 * `trigger.meter`. Not to be offered as if they worked.
 */
lacks: Array<string>, };

/**
 * Where chargers reach us.
 */
export type ConnectView = { 
/**
 * The port for chargers.
 */
port: number, 
/**
 * The port for chargers that encrypt; `null` where nothing is set up for that.
 */
securePort: number | null, 
/**
 * Network addresses of this computer on which chargers can reach it, best first.
 */
networks: Array<Network>, 
/**
 * Simulated chargers are running.
 */
demo: boolean, 
/**
 * Our version.
 */
version: string, 
/**
 * The data folder.
 */
dataDir: string, };

/**
 * What a connector is doing, in the interface's ten words (no contact is shown by `online: false`).
 */
export type ConnectorState = "unknown" | "available" | "pluggedIn" | "charging" | "waitingForPower" | "carPaused" | "done" | "reserved" | "outOfService" | "faulted";

/**
 * One connector.
 */
export type ConnectorView = { 
/**
 * EVSE number, from 1. In OCPP 1.6 the connector's number.
 */
evse: number, 
/**
 * Connector at that EVSE, from 1.
 */
connector: number, 
/**
 * What it is doing.
 */
state: ConnectorState, 
/**
 * The charger's own word for it, for example `SuspendedEV`.
 */
rawState: string, 
/**
 * Since when.
 */
since: number | null, 
/**
 * The charger's error word, for example `GroundFailure`; `null` without an error.
 */
error: string | null, 
/**
 * What the charger adds to it.
 */
info: string | null, 
/**
 * The newest readings; `null` when there were none lately.
 */
live: LiveView | null, 
/**
 * The open session.
 */
session: OpenSessionView | null, 
/**
 * Power of the open session's last hour, oldest first: pairs of time (ms) and watts, at most 60.
 */
spark: Array<[number, number]>, };

/**
 * A group of drivers that is paid for together.
 */
export type CostCentreView = { 
/**
 * Number; `null` = a new one.
 */
id: number | null, 
/**
 * Name, 1 to 80 characters.
 */
name: string, 
/**
 * Where statements go.
 */
post: PostView, };

/**
 * An oddity and when it was first seen.
 */
export type DatedNoteView = { 
/**
 * When.
 */
at: number, 
/**
 * What, as a short English sentence for the technician.
 */
text: string, };

/**
 * An answer that says only: done.
 */
export type Done = Record<symbol, never>;

/**
 * Somebody who charges.
 */
export type DriverView = { 
/**
 * Number; `null` = a new one.
 */
id: number | null, 
/**
 * Name, 1 to 80 characters.
 */
name: string, 
/**
 * Whose charging is paid together, and which tariffs count.
 */
costCentre: number | null, 
/**
 * May charge at these chargers only; `null` = at all.
 */
stations: Array<number> | null, 
/**
 * Where statements go.
 */
post: PostView, };

/**
 * One change, numbered without gaps. A reader that misses a number asks for a snapshot.
 */
export type Event = { 
/**
 * Its number; one more than the event before.
 */
seq: number, 
/**
 * When it was told, in milliseconds since the Unix epoch.
 */
at: number, 
/**
 * What changed.
 */
change: Change, };

/**
 * What checking says, and why.
 */
export type EvidenceCheck = { 
/**
 * What.
 */
verdict: EvidenceVerdict, 
/**
 * Why; `null` unless invalid or not checkable.
 */
why: EvidenceWhy | null, };

/**
 * Where the key came from that was used.
 */
export type EvidenceKeyFrom = "value" | "setting" | "both";

/**
 * What a signed reading marks.
 */
export type EvidenceMark = "begin" | "between" | "end";

/**
 * One reading of a signed value, as the meter wrote it.
 */
export type EvidenceReadingView = { 
/**
 * What it marks.
 */
mark: EvidenceMark | null, 
/**
 * Its time in the meter's own notation.
 */
at: string, 
/**
 * Value and unit.
 */
reading: string, 
/**
 * Which register (OBIS).
 */
register: string, };

/**
 * What checking says.
 */
export type EvidenceVerdict = "valid" | "invalid" | "keyUnknown" | "notCheckable";

/**
 * What a session's stored messages prove.
 */
export type EvidenceView = { 
/**
 * How many messages are stored.
 */
frames: number, 
/**
 * Signed values in their order.
 */
values: Array<SignedValueView>, 
/**
 * All of them together; `null` when there is none.
 */
check: EvidenceCheck | null, 
/**
 * By the signed readings, from the beginning to the end, in watt-hours.
 */
energyWh: number | null, };

/**
 * Why it is not valid.
 */
export type EvidenceWhy = "signature" | "otherKey" | "otherMeter" | "pages" | "order" | "status" | "errors" | "backwards" | "form" | "unreadable" | "method" | "key" | "noBegin" | "noEnd";

/**
 * What a fault means.
 */
export type ExplanationView = { 
/**
 * What happened, in a few words.
 */
title: string, 
/**
 * Why that may be.
 */
cause: string, 
/**
 * What to do next.
 */
next: string, };

/**
 * A request that was not done: a code, and the facts that its sentence needs.
 */
export type Fault = { 
/**
 * What went wrong.
 */
code: FaultCode, 
/**
 * Facts for the sentence, for example `field` or `path`.
 */
params: { [key in string]: string }, };

/**
 * Every fault that a screen reacts to in its own way.
 */
export type FaultCode = "invalid" | "notFound" | "notConnected" | "notAccepted" | "notSupported" | "otherModel" | "badSignature" | "conflict" | "tooLarge" | "mailNotSent" | "taken" | "storageFull" | "storageReadOnly" | "storageBusy" | "notSignedIn" | "internal";

/**
 * Faults of a month.
 */
export type FaultMonthView = { 
/**
 * Its first moment.
 */
from: number, 
/**
 * How many began in it.
 */
count: number, };

/**
 * A fault.
 */
export type FaultView = { 
/**
 * Our number for it.
 */
id: number, 
/**
 * When it began.
 */
began: number, 
/**
 * When it was over; `null` = it is not.
 */
ended: number | null, 
/**
 * Which EVSE; `null` = the charger as a whole.
 */
evse: number | null, 
/**
 * Which connector of it; `null` = all of the EVSE.
 */
connector: number | null, 
/**
 * The protocol's word: an error code, or `Component.Variable`.
 */
code: string, 
/**
 * The maker's own word.
 */
vendorCode: string | null, 
/**
 * What the charger added.
 */
info: string | null, 
/**
 * It switched itself off; otherwise it was a warning.
 */
off: boolean, 
/**
 * What it means; `null` = the manual does not know it.
 */
explanation: ExplanationView | null, };

/**
 * A charger's faults.
 */
export type FaultsView = { 
/**
 * What is wrong now, newest first.
 */
open: Array<FaultView>, 
/**
 * What was, newest first, at most 200.
 */
past: Array<FaultView>, 
/**
 * How many began in each of the last twelve months, the present one last, in the site's time zone.
 */
months: Array<FaultMonthView>, 
/**
 * Files of explanations that could not be used, as short English sentences for the technician.
 */
problems: Array<string>, 
/**
 * The folder in which files of explanations are looked for.
 */
folder: string, };

/**
 * How files travel between a charger and us.
 */
export type FilePathView = { 
/**
 * What it says that it supports, in its own words; empty = it did not say.
 */
offered: Array<string>, 
/**
 * What will be used; `null` = nothing that both know.
 */
scheme: TransferScheme | null, 
/**
 * Our address, as the charger reaches us; empty while it is not connected.
 */
address: string, 
/**
 * The port for files over HTTP.
 */
httpPort: number, 
/**
 * The port for files over FTP.
 */
ftpPort: number, 
/**
 * The first and the last port for FTP's data.
 */
ftpDataPorts: [number, number], 
/**
 * The command that opens the ports in this computer's firewall, one line each; empty where there is none to open.
 */
firewall: Array<string>, };

/**
 * Files that a charger sends.
 */
export type FileWhat = "diagnostics" | "log" | "securityLog";

/**
 * What an answer told beside yes or no.
 */
export type FindingView = { "told": "settings", 
/**
 * What is known.
 */
known: Array<SettingView>, 
/**
 * What the charger does not know.
 */
unknown: Array<string>, } | { "told": "listVersion", 
/**
 * The version.
 */
version: number, } | { "told": "schedule", 
/**
 * `null` when it told none.
 */
schedule: ScheduleView | null, } | { "told": "certificates", 
/**
 * Each as it is to be named for deletion.
 */
list: Array<CertificateHashView>, } | { "told": "file", 
/**
 * `null` = it has nothing to send.
 */
name: string | null, } | { "told": "data", 
/**
 * Its content.
 */
data: string, };

/**
 * A firmware file.
 */
export type FirmwareFileView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The file's name, made harmless.
 */
name: string, 
/**
 * For chargers of this vendor; empty = not known.
 */
vendor: string, 
/**
 * For this model; empty = not known.
 */
model: string, 
/**
 * The version that it installs; empty = not known.
 */
version: string, 
/**
 * SHA-256 of its bytes, 64 hexadecimal digits.
 */
sha256: string, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * The operator's notes.
 */
notes: string, 
/**
 * The maker's certificate, PEM; empty = it is not signed.
 */
certificate: string, 
/**
 * The maker's signature, base64; empty = it is not signed.
 */
signature: string, 
/**
 * When it was added, in milliseconds since the Unix epoch.
 */
addedAt: number, 
/**
 * Where it was used, newest first.
 */
used: Array<FirmwareUseView>, };

/**
 * The library of firmware, and the rollouts of it.
 */
export type FirmwareLibraryView = { 
/**
 * The files, newest first.
 */
files: Array<FirmwareFileView>, 
/**
 * Rollouts, newest first, at most 50.
 */
rollouts: Array<RolloutView>, 
/**
 * The largest file that may be added, in bytes.
 */
most: number, };

/**
 * What proves that firmware is its maker's.
 */
export type FirmwareSignatureView = { 
/**
 * The certificate that signed it, PEM, at most 5,500 characters.
 */
certificate: string, 
/**
 * The signature, base64, at most 800 characters.
 */
signature: string, 
/**
 * Not to be installed before, in milliseconds since the Unix epoch; `null` = at once.
 */
installAt: number | null, };

/**
 * One use of a firmware file.
 */
export type FirmwareUseView = { 
/**
 * The charger.
 */
station: number, 
/**
 * The update.
 */
update: number, 
/**
 * How it went.
 */
state: UpdateState, 
/**
 * When it last moved, in milliseconds since the Unix epoch.
 */
at: number, };

/**
 * One knock on the chargers' port.
 */
export type HandshakeView = { 
/**
 * Its number, growing.
 */
id: number, 
/**
 * When.
 */
at: number, 
/**
 * Who, as address and port.
 */
from: string, 
/**
 * What became of it.
 */
what: HandshakeWhat, 
/**
 * The name it called itself, or what it asked for.
 */
identity: string | null, 
/**
 * Sub-protocols it offered.
 */
offered: Array<string>, 
/**
 * A detail for the technician.
 */
detail: string | null, };

/**
 * What became of a knock.
 */
export type HandshakeWhat = "connected" | "waiting" | "assumedOcpp16" | "refused" | "wrongPassword" | "noIdentity" | "noCommonProtocol" | "browser" | "tlsOnPlainPort" | "plainOnTlsPort" | "tlsFailed" | "wrongCertificate" | "garbage" | "silent";

/**
 * Where the chain breaks.
 */
export type LedgerBreakView = { 
/**
 * The session.
 */
session: number, 
/**
 * The entry of that session: 0 = its closing.
 */
entry: number, 
/**
 * `content`: the entry is not what was written; `order`: entries are missing or moved; `session`: the session's figures are
 * not those that were closed.
 */
why: string, };

/**
 * Whether the chain of closed sessions and amendments holds.
 */
export type LedgerView = { 
/**
 * How many entries were looked at.
 */
entries: number, 
/**
 * The hash of the newest entry, hexadecimal; empty without any.
 */
head: string, 
/**
 * Where it breaks first; `null` = it holds.
 */
broken: LedgerBreakView | null, 
/**
 * When it was looked at.
 */
at: number, };

/**
 * The newest readings of a connector.
 */
export type LiveView = { 
/**
 * When the charger measured.
 */
at: number, 
/**
 * Power in watts.
 */
powerW: number | null, 
/**
 * Current of the strongest phase, in milliamperes.
 */
currentMa: number | null, 
/**
 * Battery, in thousandths.
 */
socPermille: number | null, };

/**
 * Which log.
 */
export type LogKindView = "diagnostics" | "security";

/**
 * Why a request for a log failed.
 */
export type LogReason = "away" | "refused" | "notSupported" | "upload" | "nothingArrived" | "turnedAway" | "transport" | "port" | "operator" | "replaced" | "silent";

/**
 * A request for a log.
 */
export type LogRequestView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The charger.
 */
station: number, 
/**
 * Which log.
 */
kind: LogKindView, 
/**
 * From when on, in milliseconds since the Unix epoch.
 */
from: number | null, 
/**
 * Until when.
 */
to: number | null, 
/**
 * Where it stands.
 */
state: LogState, 
/**
 * Why, where the state leaves that open.
 */
reason: LogReason | null, 
/**
 * The charger's last word, or a detail of the reason; empty = none.
 */
word: string, 
/**
 * Bytes that have come.
 */
received: number, 
/**
 * The name that the charger gave to what it will send; empty = none.
 */
announced: string, 
/**
 * What arrived.
 */
files: Array<ReceivedFileView>, 
/**
 * How it travels; `null` until that was decided.
 */
scheme: TransferScheme | null, 
/**
 * When it was asked for, in milliseconds since the Unix epoch.
 */
askedAt: number, 
/**
 * When it last moved.
 */
changedAt: number, 
/**
 * When it was over; `null` while it goes on.
 */
overAt: number | null, };

/**
 * Where a request for a log stands.
 */
export type LogState = "asking" | "agreed" | "sending" | "received" | "nothing" | "failed" | "cancelled" | "stalled";

/**
 * A charger's logs, and how it sends them.
 */
export type LogsView = { 
/**
 * What it was asked for, newest first, at most 50.
 */
requests: Array<LogRequestView>, 
/**
 * How files travel between it and us.
 */
path: FilePathView, 
/**
 * Received files are deleted after so many days, or when all of them are larger than `most`.
 */
days: number, 
/**
 * The most bytes of received files, all chargers together.
 */
most: number, };

/**
 * One entry of an archive.
 */
export type LookEntryView = { 
/**
 * Its name as it stands in the archive.
 */
name: string, 
/**
 * Its size in bytes, as the archive says.
 */
size: number, 
/**
 * Its number in the archive, to look into it.
 */
index: number, };

/**
 * A look into a received file, without trusting it.
 */
export type LookView = { "kind": "text", 
/**
 * Its last lines, oldest first, at most 2,000, each at most 2,000 characters; control characters are shown as
 * `·`.
 */
lines: Array<string>, 
/**
 * Lines before these were left out.
 */
more: boolean, } | { "kind": "archive", 
/**
 * What is in it, at most 1,000 entries.
 */
entries: Array<LookEntryView>, 
/**
 * More entries were left out.
 */
more: boolean, } | { "kind": "other" };

/**
 * How the connection to the mail server is protected.
 */
export type MailProtection = "tls" | "startTls" | "none";

/**
 * The mail account. Its password is never told.
 */
export type MailView = { 
/**
 * The server; empty = mail is not set up.
 */
host: string, 
/**
 * Its port.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: MailProtection, 
/**
 * Who logs in; may be empty.
 */
user: string, 
/**
 * The sender's address.
 */
from: string, 
/**
 * A password is kept. Not looked at when it is saved.
 */
hasPassword: boolean, };

/**
 * An amount of money.
 */
export type MoneyView = { 
/**
 * Decimal text with a point.
 */
amount: string, 
/**
 * ISO 4217.
 */
currency: string, };

/**
 * The schedule of the monthly report.
 */
export type MonthlyPlan = { 
/**
 * It is switched on.
 */
on: boolean, 
/**
 * The folder for the files.
 */
folder: string, 
/**
 * Write CSV.
 */
csv: boolean, 
/**
 * Write XLSX.
 */
xlsx: boolean, 
/**
 * Write PDF.
 */
pdf: boolean, 
/**
 * Who gets the files by mail; empty = nobody.
 */
mailTo: Array<string>, };

/**
 * One run of the monthly report.
 */
export type MonthlyRunView = { 
/**
 * Of which month, as `2026-10`.
 */
month: string, 
/**
 * When all of its files were there.
 */
writtenAt: number | null, 
/**
 * When it was mailed.
 */
mailedAt: number | null, 
/**
 * What went wrong last: `folderMissing`, `diskFull`, `notAllowed`, `notWritten`, `report`, or a reason of mail:
 * `address`, `hostUnknown`, `notPrivate`, `refused`, `broken`, `login`, `certificate`, `rejected`, `tooLarge`.
 */
error: string | null, };

/**
 * The schedule, and how it went.
 */
export type MonthlyView = { 
/**
 * The schedule.
 */
plan: MonthlyPlan, 
/**
 * The last runs, newest month first, at most 12.
 */
runs: Array<MonthlyRunView>, 
/**
 * Mail is set up.
 */
mail: boolean, };

/**
 * One network address of this computer.
 */
export type Network = { 
/**
 * The card's name, for example `eth0`.
 */
name: string, 
/**
 * Cable, Wi-Fi or other, guessed from the name: `cable`, `wifi`, `other`.
 */
medium: string, 
/**
 * Its address.
 */
address: string, 
/**
 * What to type into the charger, without its name: `ws://192.168.1.20:9310/ocpp/`.
 */
url: string, 
/**
 * A QR code of `url`, as SVG.
 */
qr: string, };

/**
 * The open session at a connector.
 */
export type OpenSessionView = { 
/**
 * The session's number.
 */
id: number, 
/**
 * The card that began it.
 */
token: string | null, 
/**
 * When it began, by the charger's clock.
 */
startedAt: number, 
/**
 * Delivered so far.
 */
energyWh: number | null, };

/**
 * What became of one charger's part of an order to several.
 */
export type OrderResult = { 
/**
 * The charger.
 */
station: number, 
/**
 * Its order; `null` when it could not be given.
 */
order: OrderView | null, 
/**
 * Why not.
 */
fault: Fault | null, };

/**
 * Where an order stands.
 */
export type OrderState = "asked" | "sent" | "accepted" | "scheduled" | "refused" | "notSupported" | "tookEffect" | "timedOut";

/**
 * One order.
 */
export type OrderView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The charger.
 */
station: number, 
/**
 * What was ordered.
 */
command: CommandView, 
/**
 * Where it stands.
 */
state: OrderState, 
/**
 * The charger's own word, for example `Rejected`, or why it timed out (`noAnswer`, `noEffect`, `notConnected`,
 * `notPluggedIn`, `restarted`).
 */
detail: string | null, 
/**
 * What the charger told beside yes or no.
 */
finding: FindingView | null, 
/**
 * When it was asked.
 */
askedAt: number, 
/**
 * When it last moved.
 */
changedAt: number, 
/**
 * Through which door: `window` or `browser`; `automation` = Forecourt by itself.
 */
by: string, };

/**
 * One panel: where its plot lies in the drawing, and what is in it.
 */
export type PanelView = { 
/**
 * `power`, `current`, `battery` or `energy`.
 */
key: string, 
/**
 * `kW`, `A`, `%` or `kWh`.
 */
unit: string, 
/**
 * Left edge of the plot, px.
 */
x: number, 
/**
 * Top edge, px.
 */
y: number, 
/**
 * Width, px.
 */
width: number, 
/**
 * Height, px.
 */
height: number, 
/**
 * Value at the bottom edge.
 */
min: number, 
/**
 * Value at the top edge.
 */
max: number, 
/**
 * Its series, bottom to top.
 */
series: Array<SeriesView>, };

/**
 * What is known about a charger's peculiarities.
 */
export type PeculiaritiesView = { 
/**
 * The profiles that fit it, in the order in which they apply.
 */
profiles: Array<QuirkProfileView>, 
/**
 * Every switch, in the order of the screen.
 */
switches: Array<SwitchView>, 
/**
 * Oddities noted once per charger, newest first.
 */
notes: Array<DatedNoteView>, 
/**
 * Files of profiles that could not be used, as short English sentences for the technician.
 */
problems: Array<string>, 
/**
 * The folder in which files of profiles are looked for.
 */
folder: string, };

/**
 * What becomes of a line.
 */
export type PeopleChange = "new" | "changed" | "same" | "wrong";

/**
 * What reading a file of people would change, or has changed.
 */
export type PeopleImportView = { 
/**
 * Line by line, at most 5,000.
 */
lines: Array<PeopleLineView>, 
/**
 * Cards that are new.
 */
new: number, 
/**
 * Cards that change.
 */
changed: number, 
/**
 * Lines as they are already.
 */
same: number, 
/**
 * Lines that cannot be read.
 */
wrong: number, };

/**
 * One line of a file of people.
 */
export type PeopleLineView = { 
/**
 * Its number in the file; the heading is 1.
 */
line: number, 
/**
 * The card, where it can be read.
 */
token: string, 
/**
 * The driver.
 */
driver: string, 
/**
 * What becomes of it.
 */
change: PeopleChange, 
/**
 * The fields that change (`driver`, `costCentre`, `label`, `validFrom`, `validTo`, `blocked`, `group`), or why it cannot
 * be read (`token`, `date`, `blocked`, `twice`, `columns`, `length`, `heading`, `driver`).
 */
fields: Array<string>, };

/**
 * A limit from a moment on.
 */
export type PeriodView = { 
/**
 * Seconds after the start.
 */
startS: number, 
/**
 * The limit in tenths of the unit.
 */
limitTenths: number, 
/**
 * Over how many phases; `null` = 3.
 */
phases: number | null, };

/**
 * What a statement would hold.
 */
export type PlannedStatementView = { 
/**
 * The driver or cost centre; `null` = sessions of nobody, which no statement can hold.
 */
recipient: number | null, 
/**
 * Its name.
 */
recipientName: string, 
/**
 * Where it would be sent.
 */
email: string, 
/**
 * How many sessions would stand on it.
 */
sessions: number, 
/**
 * Their energy.
 */
energyWh: number, 
/**
 * ISO 4217; empty without a priced session.
 */
currency: string, 
/**
 * What it would come to.
 */
total: string, 
/**
 * Sessions of that time that still run.
 */
open: number, 
/**
 * Sessions without a price.
 */
unpriced: number, 
/**
 * Sessions whose figures seem wrong.
 */
findings: number, 
/**
 * Sessions that stand on a statement already.
 */
stated: number, };

/**
 * How a recipient stands on a statement.
 */
export type PostView = { 
/**
 * Name on the statement; empty = its own name.
 */
recipient: string, 
/**
 * Address, at most six lines.
 */
address: string, 
/**
 * E-mail address; empty = none.
 */
email: string, 
/**
 * Language of statements, BCP 47; empty = the site's.
 */
language: string, };

/**
 * One session under another tariff.
 */
export type PreviewSessionView = { 
/**
 * The session.
 */
session: number, 
/**
 * When it began.
 */
startedAt: number, 
/**
 * Its energy.
 */
energyWh: number, 
/**
 * What it cost; `null` = nothing was charged for.
 */
was: string | null, 
/**
 * What it would have cost.
 */
would: string, };

/**
 * How many sessions were priced.
 */
export type PricedView = { 
/**
 * So many.
 */
sessions: number, };

/**
 * How a profile's times are meant.
 */
export type ProfileKindView = "absolute" | "relative" | "daily" | "weekly";

/**
 * What a profile is for.
 */
export type ProfilePurpose = "station" | "default" | "session";

/**
 * Limits over time.
 */
export type ProfileView = { 
/**
 * Its number; in a request `null` = a new one.
 */
id: number | null, 
/**
 * Higher wins within a purpose.
 */
stackLevel: number, 
/**
 * What for.
 */
purpose: ProfilePurpose, 
/**
 * How its times are meant.
 */
kind: ProfileKindView, 
/**
 * The session, for the purpose `session`; `null` inside a start.
 */
session: number | null, 
/**
 * Not before, in milliseconds since the Unix epoch.
 */
validFrom: number | null, 
/**
 * Not after.
 */
validTo: number | null, 
/**
 * The limits.
 */
schedule: ScheduleView, };

/**
 * A profile that fits a charger.
 */
export type QuirkProfileView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why, in plain words.
 */
reason: string, 
/**
 * Where that is known from.
 */
sources: Array<string>, 
/**
 * Advice for the person who sets the charger up.
 */
hints: Array<string>, };

/**
 * What limits are measured in.
 */
export type RateUnitView = "A" | "W";

/**
 * A file that a charger sent.
 */
export type ReceivedFileView = { 
/**
 * Its number.
 */
id: number, 
/**
 * Its name, made harmless.
 */
name: string, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * When it came, in milliseconds since the Unix epoch.
 */
at: number, 
/**
 * It was deleted here since.
 */
deleted: boolean, };

/**
 * By whom charging is paid.
 */
export type RecipientKind = "driver" | "costCentre";

/**
 * What a column holds.
 */
export type ReportColumnKind = "text" | "number" | "energy" | "money" | "time" | "date" | "duration";

/**
 * A column of a report.
 */
export type ReportColumnView = { 
/**
 * Its stable name.
 */
name: string, 
/**
 * Its heading.
 */
heading: string, 
/**
 * What it holds.
 */
kind: ReportColumnKind, };

/**
 * A report as a table.
 */
export type ReportKind = "sessions" | "days" | "months" | "chargers" | "drivers" | "costCentres" | "unpaid" | "looseCards";

/**
 * Which report of which sessions.
 */
export type ReportQuery = { 
/**
 * Which.
 */
report: ReportKind, 
/**
 * Sessions that began at or after.
 */
from: number | null, 
/**
 * Sessions that began before.
 */
to: number | null, 
/**
 * At this charger only.
 */
station: number | null, 
/**
 * Of this driver only.
 */
driver: number | null, 
/**
 * Of this cost centre only.
 */
costCentre: number | null, };

/**
 * A report to be looked at.
 */
export type ReportView = { 
/**
 * Its columns.
 */
columns: Array<ReportColumnView>, 
/**
 * Its rows, at most 1,000, each with one text per column: numbers as plain decimals with a point, times in milliseconds
 * since the Unix epoch.
 */
rows: Array<Array<string>>, 
/**
 * The totals row, one text per column; empty without totals.
 */
totals: Array<string>, 
/**
 * There are more rows than these.
 */
more: boolean, };

/**
 * Everything that a screen may ask, by name.
 */
export type Request = { "ask": "snapshot" } | { "ask": "connect" } | { "ask": "admitStation", 
/**
 * The charger.
 */
station: number, 
/**
 * The operator's name for it, 1 to 60 characters.
 */
name: string, 
/**
 * Bay number, 1 to 99, not taken.
 */
bay: number, } | { "ask": "refuseStation", 
/**
 * The charger.
 */
station: number, } | { "ask": "editStation", 
/**
 * The charger.
 */
station: number, 
/**
 * Its name, 1 to 60 characters.
 */
name: string, 
/**
 * Bay number, 1 to 99, not taken.
 */
bay: number, } | { "ask": "setPassword", 
/**
 * The charger.
 */
station: number, 
/**
 * 16 to 40 characters; `null` removes it.
 */
password: string | null, } | { "ask": "order", 
/**
 * The charger.
 */
station: number, 
/**
 * What.
 */
command: CommandView, } | { "ask": "orders", 
/**
 * The charger.
 */
station: number, } | { "ask": "orderAll", 
/**
 * The chargers, at most 200.
 */
stations: Array<number>, 
/**
 * What.
 */
command: CommandView, } | { "ask": "configuration", 
/**
 * The charger.
 */
station: number, } | { "ask": "peculiarities", 
/**
 * The charger.
 */
station: number, } | { "ask": "faults", 
/**
 * The charger.
 */
station: number, } | { "ask": "setSwitch", 
/**
 * The charger.
 */
station: number, 
/**
 * The switch's name.
 */
switch: string, 
/**
 * Its value; `null` = as without the operator's word.
 */
value: string | null, } | { "ask": "sessions", 
/**
 * Which.
 */
query: SessionQuery, } | { "ask": "session", 
/**
 * Its number.
 */
session: number, } | { "ask": "evidence", 
/**
 * Its number.
 */
session: number, } | { "ask": "chart", 
/**
 * Which.
 */
query: ChartQuery, } | { "ask": "saveToken", 
/**
 * What the reader reads.
 */
value: string, 
/**
 * The operator's label for it.
 */
label: string, 
/**
 * `accepted`, `blocked` or `expired`.
 */
standing: TokenStanding, 
/**
 * Not valid after, in milliseconds since the Unix epoch.
 */
expiresAt: number | null, 
/**
 * The group that it belongs to (`parentIdTag`): its cards may stop each other's charges.
 */
parent: string | null, 
/**
 * Whose it is.
 */
driver: number | null, 
/**
 * Not valid before, in milliseconds since the Unix epoch.
 */
validFrom: number | null, } | { "ask": "giveToken", 
/**
 * What the reader reads.
 */
value: string, 
/**
 * Whose it shall be; `null` = nobody's.
 */
driver: number | null, 
/**
 * Begin to charge.
 */
start: boolean, } | { "ask": "books" } | { "ask": "saveDriver", 
/**
 * The driver.
 */
driver: DriverView, } | { "ask": "removeDriver", 
/**
 * The driver.
 */
driver: number, } | { "ask": "saveCostCentre", 
/**
 * The cost centre.
 */
costCentre: CostCentreView, } | { "ask": "removeCostCentre", 
/**
 * The cost centre.
 */
costCentre: number, } | { "ask": "readPeople", 
/**
 * The file's text, at most 2 MiB.
 */
text: string, 
/**
 * Change what it says.
 */
apply: boolean, } | { "ask": "saveSender", 
/**
 * The sender.
 */
sender: SenderView, } | { "ask": "saveTariff", 
/**
 * The tariff; `null` = a new one.
 */
tariff: number | null, 
/**
 * Its name.
 */
name: string, 
/**
 * Its new version; `null` = only the name changes.
 */
version: TariffVersionView | null, } | { "ask": "useTariff", 
/**
 * The tariff.
 */
tariff: number | null, 
/**
 * At this charger; `null` = at all.
 */
station: number | null, 
/**
 * For this cost centre; `null` = for all.
 */
costCentre: number | null, } | { "ask": "previewTariff", 
/**
 * The version; its moment of validity does not count.
 */
version: TariffVersionView, 
/**
 * From, in milliseconds since the Unix epoch.
 */
from: number, 
/**
 * To.
 */
to: number, 
/**
 * At this charger; `null` = at all.
 */
station: number | null, 
/**
 * For this cost centre; `null` = for all.
 */
costCentre: number | null, } | { "ask": "bill", 
/**
 * The session.
 */
session: number, } | { "ask": "amend", 
/**
 * The session.
 */
session: number, 
/**
 * What.
 */
change: AmendView, 
/**
 * Why, 1 to 200 characters.
 */
reason: string, } | { "ask": "priceSessions" } | { "ask": "statements" } | { "ask": "planStatements", 
/**
 * Sessions that ended at or after, in milliseconds since the Unix epoch.
 */
from: number, 
/**
 * Sessions that ended before.
 */
to: number, 
/**
 * One for each of what.
 */
kind: RecipientKind, } | { "ask": "issueStatements", 
/**
 * Sessions that ended at or after.
 */
from: number, 
/**
 * Sessions that ended before.
 */
to: number, 
/**
 * One for each of what.
 */
kind: RecipientKind, 
/**
 * For these.
 */
recipients: Array<number>, } | { "ask": "correctStatement", 
/**
 * The statement.
 */
statement: number, } | { "ask": "payStatement", 
/**
 * The statement.
 */
statement: number, 
/**
 * It was.
 */
paid: boolean, } | { "ask": "writeStatements", 
/**
 * The statements.
 */
statements: Array<number>, } | { "ask": "report", 
/**
 * Which.
 */
query: ReportQuery, } | { "ask": "verifyLedger" } | { "ask": "removeToken", 
/**
 * What the reader reads.
 */
value: string, } | { "ask": "supportBundle", 
/**
 * The charger.
 */
station: number, 
/**
 * Messages seen at or after, in milliseconds since the Unix epoch.
 */
from: number, 
/**
 * Messages seen before.
 */
to: number, 
/**
 * Logs exactly as the charger sent them.
 */
raw: boolean, } | { "ask": "trace", 
/**
 * Which.
 */
query: TraceQuery, } | { "ask": "traceLine", 
/**
 * Its number.
 */
number: number, } | { "ask": "firmware" } | { "ask": "editFirmware", 
/**
 * The file.
 */
file: number, 
/**
 * For chargers of this vendor, at most 100 characters.
 */
vendor: string, 
/**
 * For this model, at most 100 characters.
 */
model: string, 
/**
 * The version that it installs, at most 100 characters.
 */
version: string, 
/**
 * Notes, at most 2,000 characters.
 */
notes: string, 
/**
 * The maker's certificate, PEM; empty with an empty signature.
 */
certificate: string, 
/**
 * The maker's signature over the file's SHA-256, base64; checked before it is kept.
 */
signature: string, } | { "ask": "removeFirmware", 
/**
 * The file.
 */
file: number, } | { "ask": "updates", 
/**
 * The charger.
 */
station: number, } | { "ask": "startUpdate", 
/**
 * The charger.
 */
station: number, 
/**
 * The firmware file.
 */
file: number, 
/**
 * When.
 */
when: UpdateWhen, 
/**
 * How often the charger shall try again; `null` = its own habit.
 */
retries: number | null, 
/**
 * How long it shall wait between tries, in seconds.
 */
retryS: number | null, 
/**
 * How the file shall travel; `null` = as the charger says.
 */
scheme: TransferScheme | null, 
/**
 * The operator has seen that the file is for another model.
 */
confirmed: boolean, } | { "ask": "cancelUpdate", 
/**
 * The update.
 */
update: number, } | { "ask": "startRollout", 
/**
 * The firmware file.
 */
file: number, 
/**
 * The chargers in their order, 2 to 200.
 */
stations: Array<number>, 
/**
 * When each of them may be updated.
 */
when: UpdateWhen, 
/**
 * The operator has seen that the file is for another model than some of them.
 */
confirmed: boolean, } | { "ask": "continueRollout", 
/**
 * The rollout.
 */
rollout: number, } | { "ask": "stopRollout", 
/**
 * The rollout.
 */
rollout: number, } | { "ask": "logs", 
/**
 * The charger.
 */
station: number, } | { "ask": "askLog", 
/**
 * The charger.
 */
station: number, 
/**
 * Which.
 */
kind: LogKindView, 
/**
 * From when on, in milliseconds since the Unix epoch.
 */
from: number | null, 
/**
 * Until when.
 */
to: number | null, 
/**
 * How it shall travel; `null` = as the charger says.
 */
scheme: TransferScheme | null, } | { "ask": "cancelLog", 
/**
 * The request.
 */
request: number, } | { "ask": "removeReceived", 
/**
 * The file.
 */
file: number, } | { "ask": "lookInto", 
/**
 * The file.
 */
file: number, 
/**
 * The entry of the archive; `null` = the file itself.
 */
entry: number | null, } | { "ask": "mail" } | { "ask": "saveMail", 
/**
 * The account.
 */
account: MailView, 
/**
 * Its password; `null` = the one that is kept stays, empty = none.
 */
password: string | null, } | { "ask": "testMail", 
/**
 * To whom.
 */
to: string, } | { "ask": "schedule" } | { "ask": "saveSchedule", 
/**
 * All of it.
 */
plan: MonthlyPlan, } | { "ask": "saveSettings", 
/**
 * All of them.
 */
settings: SettingsView, };

/**
 * Where a reservation stands.
 */
export type ReservationStateView = "held" | "used" | "cancelled" | "expired";

/**
 * A connector that is or was kept for somebody.
 */
export type ReservationView = { 
/**
 * Its number.
 */
id: number, 
/**
 * Which EVSE; `null` = any.
 */
evse: number | null, 
/**
 * For which card.
 */
token: string, 
/**
 * Or for every card of this group.
 */
parent: string | null, 
/**
 * Until when.
 */
until: number, 
/**
 * Where it stands.
 */
state: ReservationStateView, };

/**
 * A charger of a rollout.
 */
export type RolloutChargerView = { 
/**
 * The charger.
 */
station: number, 
/**
 * Its update; `null` = not touched.
 */
update: number | null, 
/**
 * Where that stands.
 */
state: UpdateState | null, };

/**
 * Where a rollout stands.
 */
export type RolloutState = "first" | "proving" | "following" | "done" | "stopped";

/**
 * One firmware for several chargers: one first, the others after it.
 */
export type RolloutView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The file.
 */
file: number, 
/**
 * Its name.
 */
fileName: string, 
/**
 * The version that it installs; empty = not known.
 */
toVersion: string, 
/**
 * Where it stands.
 */
state: RolloutState, 
/**
 * The chargers in their order.
 */
chargers: Array<RolloutChargerView>, 
/**
 * The charger at which it stopped; `null` when the operator stopped it or it did not stop.
 */
stoppedAt: number | null, 
/**
 * When it was asked for, in milliseconds since the Unix epoch.
 */
askedAt: number, 
/**
 * When it was over.
 */
overAt: number | null, };

/**
 * What a root certificate is trusted for.
 */
export type RootKindView = "central" | "manufacturer";

/**
 * Limits from moment to moment.
 */
export type ScheduleView = { 
/**
 * From when, in milliseconds since the Unix epoch; `null` where the kind says it.
 */
start: number | null, 
/**
 * For how long, in seconds; `null` = until replaced.
 */
durationS: number | null, 
/**
 * What the limits are measured in.
 */
unit: RateUnitView, 
/**
 * At least one; the first at second 0.
 */
periods: Array<PeriodView>, };

/**
 * Who sends statements, and how they are paid.
 */
export type SenderView = { 
/**
 * Name; empty = the site's.
 */
name: string, 
/**
 * Address, at most six lines.
 */
address: string, 
/**
 * E-mail address.
 */
email: string, 
/**
 * VAT number.
 */
vatId: string, 
/**
 * Account number; checked; empty = no payment code.
 */
iban: string, 
/**
 * Account holder; empty = the sender's name.
 */
payee: string, 
/**
 * Days to pay, 0 to 90.
 */
payDays: number, 
/**
 * Before each statement's number, at most 10 letters, digits and dashes.
 */
series: string, 
/**
 * A line at the foot of each statement, at most 300 characters.
 */
footer: string, 
/**
 * OCPI: country of the operator, two letters.
 */
country: string, 
/**
 * OCPI: party of the operator, three letters.
 */
party: string, };

/**
 * One series as drawn.
 */
export type SeriesView = { 
/**
 * Stable key.
 */
key: string, 
/**
 * What it is called, for example `Bay 2`.
 */
label: string, 
/**
 * Bay number when the series is a bay's.
 */
bay: number | null, 
/**
 * CSS colour.
 */
color: string, 
/**
 * Pairs of time (ms) and value in the panel's unit, not stacked; `null` value = gap.
 */
points: Array<[number, number | null]>, };

/**
 * The cost of a session with everything that was ever said about it.
 */
export type SessionBillView = { 
/**
 * The session.
 */
session: number, 
/**
 * What counts now.
 */
now: BillFiguresView, 
/**
 * It is frozen: the session is over, and what it costs changes by amendments only.
 */
frozen: boolean, 
/**
 * What seems to be wrong with its figures.
 */
findings: Array<BillFindingView>, 
/**
 * How it came to be, oldest first: the closing, and each amendment.
 */
history: Array<BillEntryView>, 
/**
 * The number of the statement that it stands on.
 */
statement: string | null, };

/**
 * What is special about a session.
 */
export type SessionFlag = "estimated" | "offline" | "repaired" | "interrupted" | "orphan" | "gap" | "clock" | "refused" | "conflict" | "register" | "jump";

/**
 * One page of sessions with the totals of the whole selection.
 */
export type SessionPage = { 
/**
 * The sessions, newest first.
 */
sessions: Array<SessionView>, 
/**
 * Over everything selected, not this page alone.
 */
totals: SessionTotals, };

/**
 * Which sessions, newest first.
 */
export type SessionQuery = { 
/**
 * Began at or after.
 */
from: number | null, 
/**
 * Began before.
 */
to: number | null, 
/**
 * At this charger only.
 */
station: number | null, 
/**
 * Of this driver only.
 */
driver: number | null, 
/**
 * Of this cost centre only.
 */
costCentre: number | null, 
/**
 * Only those whose figures seem wrong.
 */
wrong: boolean, 
/**
 * Card, charger name or session number contains this.
 */
text: string | null, 
/**
 * How many, at most 500; 0 means 100.
 */
limit: number, 
/**
 * How many to skip.
 */
offset: number, };

/**
 * Totals of a selection.
 */
export type SessionTotals = { 
/**
 * How many.
 */
sessions: number, 
/**
 * Of these, still open.
 */
open: number, 
/**
 * Energy of all of them.
 */
energyWh: number, 
/**
 * What they cost, by currency.
 */
costs: Array<MoneyView>, };

/**
 * One session.
 */
export type SessionView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The charger.
 */
station: number, 
/**
 * The charger's name.
 */
stationName: string, 
/**
 * The charger's own name.
 */
identity: string, 
/**
 * Bay number.
 */
bay: number | null, 
/**
 * EVSE, 0 when never told.
 */
evse: number, 
/**
 * Connector, 0 when never told.
 */
connector: number, 
/**
 * Transaction id on the wire.
 */
transactionId: string, 
/**
 * Card.
 */
token: string | null, 
/**
 * Began, by the charger's clock.
 */
startedAt: number, 
/**
 * Ended, by the charger's clock; `null` while open.
 */
endedAt: number | null, 
/**
 * When we were told of the beginning.
 */
startedReceived: number, 
/**
 * When we were told of the end.
 */
endedReceived: number | null, 
/**
 * Whole seconds between beginning and end (or now); never negative.
 */
durationS: number, 
/**
 * Meter at the beginning.
 */
meterStartWh: number | null, 
/**
 * Meter at the end, or the newest reading.
 */
meterStopWh: number | null, 
/**
 * Delivered (so far).
 */
energyWh: number | null, 
/**
 * Why it ended, the charger's word.
 */
reason: string | null, 
/**
 * What is special about it.
 */
flags: Array<SessionFlag>, 
/**
 * `1.6`, `2.0.1` or `2.1`.
 */
protocol: string, 
/**
 * Who charged.
 */
driver: number | null, 
/**
 * The driver's name when it was closed, or now.
 */
driverName: string | null, 
/**
 * The cost centre's name.
 */
costCentreName: string | null, 
/**
 * What it costs (so far), as decimal text; `null` without a tariff.
 */
cost: string | null, 
/**
 * ISO 4217.
 */
currency: string | null, 
/**
 * The cost is frozen.
 */
closed: boolean, 
/**
 * It was amended after it was closed.
 */
amended: boolean, 
/**
 * What seems to be wrong with its figures.
 */
findings: Array<BillFindingKind>, 
/**
 * The number of the statement that it stands on.
 */
statement: string | null, };

/**
 * A setting of a charger.
 */
export type SettingView = { 
/**
 * Its name, as the charger spells it.
 */
key: string, 
/**
 * Its value; `null` when the charger keeps it to itself.
 */
value: string | null, 
/**
 * It cannot be changed.
 */
readOnly: boolean, };

/**
 * Site-wide settings.
 */
export type SettingsView = { 
/**
 * The site's name.
 */
siteName: string, 
/**
 * IANA time zone, for example `Europe/Dublin`.
 */
zone: string, 
/**
 * BCP 47 locale for numbers and dates, for example `en-IE`.
 */
locale: string, 
/**
 * Unknown chargers are let in at once (a trial or a test).
 */
acceptUnknown: boolean, 
/**
 * Every card may charge.
 */
freeCharging: boolean, 
/**
 * An unknown card is refused at first, and the operator is asked.
 */
askUnknown: boolean, 
/**
 * A card may charge at one connector at a time.
 */
oneSessionPerToken: boolean, 
/**
 * Site limit in watts, drawn on the load rail; `null` when not set.
 */
siteLimitW: number | null, 
/**
 * How large the trace of all messages may get on disk, in MiB: 8 to 4096.
 */
traceMib: number, 
/**
 * How long messages are kept in the trace, in days: 1 to 365.
 */
traceDays: number, 
/**
 * The port on which chargers fetch and send files over HTTP: 1024 to 65500. An option of the command line counts
 * before it.
 */
filesPort: number, 
/**
 * The same for FTP; its data goes over the eight ports after it.
 */
ftpPort: number, };

/**
 * One signed value.
 */
export type SignedValueView = { 
/**
 * When it was received.
 */
received: number, 
/**
 * When it was taken, by the charger's clock.
 */
at: number | null, 
/**
 * On which occasion, the charger's word; may be empty.
 */
context: string, 
/**
 * How it was signed; may be empty.
 */
method: string, 
/**
 * The meter's serial number; empty when it cannot be read.
 */
meter: string, 
/**
 * The page of the meter's book.
 */
page: number | null, 
/**
 * Its readings; empty when they cannot be read.
 */
readings: Array<EvidenceReadingView>, 
/**
 * The signed document to the byte.
 */
data: string, 
/**
 * About its signature alone.
 */
check: EvidenceCheck, 
/**
 * Where the key came from.
 */
keyFrom: EvidenceKeyFrom | null, 
/**
 * The setting that holds the key.
 */
keySetting: string | null, 
/**
 * The key, as it came.
 */
key: string | null, };

/**
 * The figures at the head of the Overview.
 */
export type SiteToday = { 
/**
 * Local midnight that began the day.
 */
from: number, 
/**
 * Energy delivered since then.
 */
energyWh: number, 
/**
 * Energy delivered on the same weekday a week ago up to the same hour; `null` when there was none.
 */
energyLastWeekWh: number | null, 
/**
 * Sessions that began or ran today.
 */
sessions: number, 
/**
 * Of these, still open.
 */
open: number, };

/**
 * Everything a screen needs to begin with; later events number on from `seq`.
 */
export type Snapshot = { 
/**
 * The number of the last event that this snapshot contains.
 */
seq: number, 
/**
 * The centre's clock when the snapshot was taken.
 */
now: number, 
/**
 * Site-wide settings.
 */
settings: SettingsView, 
/**
 * Where chargers reach us.
 */
connect: ConnectView, 
/**
 * Every charger known: accepted, waiting to be accepted, refused.
 */
stations: Array<StationView>, 
/**
 * The last orders, newest first.
 */
orders: Array<OrderView>, 
/**
 * The last knocks on the chargers' port, newest first.
 */
handshakes: Array<HandshakeView>, 
/**
 * Every card known or seen.
 */
tokens: Array<TokenView>, 
/**
 * Drivers, cost centres, tariffs.
 */
books: BooksView, 
/**
 * The day's figures.
 */
today: SiteToday, };

/**
 * All settings at one moment.
 */
export type SnapshotView = { 
/**
 * Its number.
 */
id: number, 
/**
 * When.
 */
at: number, 
/**
 * With which firmware.
 */
firmware: string, 
/**
 * The settings.
 */
settings: Array<SettingView>, };

/**
 * Statements that were written into a folder.
 */
export type StatementFilesView = { 
/**
 * The folder.
 */
folder: string, 
/**
 * The files' names.
 */
files: Array<string>, };

/**
 * A statement that was issued. Never changed; a correction is another one.
 */
export type StatementView = { 
/**
 * Our number for it.
 */
id: number, 
/**
 * The number on it; without gaps.
 */
number: string, 
/**
 * Who.
 */
kind: RecipientKind, 
/**
 * The driver or cost centre.
 */
recipient: number, 
/**
 * The name on it.
 */
recipientName: string, 
/**
 * Where it is sent; empty = nowhere.
 */
email: string, 
/**
 * Sessions that ended at or after.
 */
from: number, 
/**
 * Sessions that ended before.
 */
to: number, 
/**
 * When it was issued.
 */
issuedAt: number, 
/**
 * To be paid until.
 */
dueAt: number, 
/**
 * How many sessions.
 */
sessions: number, 
/**
 * Their energy.
 */
energyWh: number, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * What is to be paid, with tax.
 */
total: string, 
/**
 * The number of the statement that it corrects.
 */
corrects: string | null, 
/**
 * What is left to pay beyond the corrected one; negative = to be given back.
 */
difference: string | null, 
/**
 * The number of the statement that corrects it.
 */
correctedBy: string | null, 
/**
 * When it was paid.
 */
paidAt: number | null, 
/**
 * Sessions on it were amended since.
 */
outdated: boolean, };

/**
 * One charger.
 */
export type StationView = { 
/**
 * Our number for it.
 */
id: number, 
/**
 * The name it calls itself in its address.
 */
identity: string, 
/**
 * The operator's name for it; empty until accepted.
 */
name: string, 
/**
 * Bay number, 1 to 99; `null` until accepted.
 */
bay: number | null, 
/**
 * Whether it belongs to the site.
 */
admission: Admission, 
/**
 * Whether it is connected now.
 */
online: boolean, 
/**
 * Since when it is connected, or since when it is gone.
 */
since: number | null, 
/**
 * When it last said anything.
 */
lastHeard: number | null, 
/**
 * The network address it came from last.
 */
address: string | null, 
/**
 * `1.6`, `2.0.1` or `2.1`.
 */
protocol: string | null, 
/**
 * It must show a password.
 */
hasPassword: boolean, 
/**
 * Maker, as the charger says.
 */
vendor: string, 
/**
 * Model, as the charger says.
 */
model: string, 
/**
 * Serial number, as the charger says.
 */
serial: string, 
/**
 * Firmware version, as the charger says.
 */
firmware: string, 
/**
 * Whether the whole charger is out of service, faulted or fine.
 */
state: ConnectorState, 
/**
 * Its connectors, by EVSE then connector.
 */
connectors: Array<ConnectorView>, 
/**
 * Sessions ever recorded at it.
 */
sessions: number, 
/**
 * Oddities noted once per charger, as short English sentences for the technician.
 */
notes: Array<string>, };

/**
 * An entry of a support bundle.
 */
export type SupportEntryView = { 
/**
 * Its name in the bundle.
 */
name: string, 
/**
 * What it is.
 */
part: SupportPart, 
/**
 * How many things are in it: settings, faults, messages.
 */
count: number, 
/**
 * Its size before compression, in bytes.
 */
bytes: number, 
/**
 * Count and size are estimates.
 */
about: boolean, };

/**
 * What an entry of a support bundle is.
 */
export type SupportPart = "readme" | "identity" | "firmware" | "settings" | "faults" | "connections" | "messages" | "log" | "rawLog" | "withheld";

/**
 * What a support bundle of this stretch of time holds.
 */
export type SupportView = { 
/**
 * The name of the file.
 */
name: string, 
/**
 * Its entries, in their order.
 */
entries: Array<SupportEntryView>, };

/**
 * Who set a switch.
 */
export type SwitchBy = "default" | "profile" | "operator";

/**
 * What a switch takes; its value is always a text.
 */
export type SwitchForm = { "kind": "flag" } | { "kind": "number", 
/**
 * The least.
 */
min: number, 
/**
 * The most.
 */
max: number, 
/**
 * What it counts: `s`, `ms`, `min`, `×`; empty for a bare number.
 */
unit: string, 
/**
 * Whether it may be left open, as an empty text.
 */
open: boolean, } | { "kind": "word", 
/**
 * The words.
 */
words: Array<string>, } | { "kind": "order", 
/**
 * The words.
 */
words: Array<string>, } | { "kind": "text", 
/**
 * Longest, in characters.
 */
max: number, } | { "kind": "numbers" } | { "kind": "pairs" };

/**
 * One switch of a charger.
 */
export type SwitchView = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it takes.
 */
form: SwitchForm, 
/**
 * Its value, as text.
 */
value: string, 
/**
 * The value without the operator's word, as text.
 */
otherwise: string, 
/**
 * Who set it.
 */
by: SwitchBy, 
/**
 * The profile that set it, if one did.
 */
profile: string | null, };

/**
 * What is charged for.
 */
export type TariffComponent = "energy" | "charging" | "parked" | "session";

/**
 * A price and when it counts, by the site's clocks.
 */
export type TariffElementView = { 
/**
 * For what.
 */
component: TariffComponent, 
/**
 * Per kWh, per hour, or each: at most six digits after the point.
 */
price: string, 
/**
 * VAT in percent, at most two digits after the point.
 */
vat: string, 
/**
 * When.
 */
window: WindowView, };

/**
 * What a tariff would have made of the sessions of a time.
 */
export type TariffPreviewView = { 
/**
 * How many sessions.
 */
sessions: number, 
/**
 * Their energy.
 */
energyWh: number, 
/**
 * What they cost, where that is in the same currency.
 */
was: string, 
/**
 * What they would have cost.
 */
would: string, 
/**
 * The currency.
 */
currency: string, 
/**
 * Those whose cost would change most, at most ten.
 */
examples: Array<PreviewSessionView>, };

/**
 * Which tariff counts where.
 */
export type TariffUseView = { 
/**
 * The tariff.
 */
tariff: number, 
/**
 * At this charger; `null` = at all.
 */
station: number | null, 
/**
 * For this cost centre's drivers; `null` = for all.
 */
costCentre: number | null, };

/**
 * A tariff as it is valid from a moment on.
 */
export type TariffVersionView = { 
/**
 * Its number, from 1; given by the core.
 */
number: number, 
/**
 * Valid from, in milliseconds since the Unix epoch.
 */
validFrom: number, 
/**
 * ISO 4217, for example `EUR`.
 */
currency: string, 
/**
 * Digits of its smallest unit; given by the core.
 */
digits: number, 
/**
 * Prices hold the tax already.
 */
taxIncluded: boolean, 
/**
 * What is charged for. Of those for one component the first that counts at a moment is taken.
 */
elements: Array<TariffElementView>, 
/**
 * Energy that each session has free, in watt-hours.
 */
freeWh: number, 
/**
 * How long a car may stay after the end of charging for nothing, in minutes.
 */
graceMin: number, 
/**
 * The least that a session costs; `null` = no least.
 */
least: string | null, 
/**
 * The most.
 */
most: string | null, 
/**
 * When it was made; given by the core.
 */
madeAt: number, };

/**
 * A tariff with all its versions.
 */
export type TariffView = { 
/**
 * Number.
 */
id: number, 
/**
 * Name, 1 to 60 characters.
 */
name: string, 
/**
 * Its versions, oldest first; never changed.
 */
versions: Array<TariffVersionView>, };

/**
 * Palette.
 */
export type Theme = "light" | "dark";

/**
 * Whether a token may charge.
 */
export type TokenStanding = "accepted" | "blocked" | "expired" | "unknown";

/**
 * One card.
 */
export type TokenView = { 
/**
 * What the reader reads.
 */
value: string, 
/**
 * The operator's label for it.
 */
label: string, 
/**
 * Whether it may charge.
 */
standing: TokenStanding, 
/**
 * Whose it is.
 */
driver: number | null, 
/**
 * Not valid before; `null` = at once.
 */
validFrom: number | null, 
/**
 * Not valid after; `null` = for ever.
 */
expiresAt: number | null, 
/**
 * The group that it belongs to.
 */
parent: string | null, 
/**
 * When it was last shown to a charger.
 */
lastSeenAt: number | null, 
/**
 * At which charger.
 */
lastSeenStation: number | null, 
/**
 * How often it was shown and refused.
 */
refused: number, };

/**
 * An answer.
 */
export type TraceAnswerView = { 
/**
 * When it was seen; for `noAnswer` when it was given up.
 */
at: number, 
/**
 * The message as it was on the wire; empty when none came.
 */
text: string, };

/**
 * How many lines.
 */
export type TraceCounts = { 
/**
 * In all.
 */
lines: number, 
/**
 * Problems among them.
 */
problems: number, 
/**
 * What we asked of chargers.
 */
orders: number, };

/**
 * Who began.
 */
export type TraceDirection = "fromCharger" | "toCharger" | "connection";

/**
 * One question with its answer, or something about a connection.
 */
export type TraceLineView = { 
/**
 * Its number; later lines have higher ones.
 */
number: number, 
/**
 * When the first message was seen.
 */
at: number, 
/**
 * The charger; `null` when it is not known.
 */
station: number | null, 
/**
 * Who began.
 */
direction: TraceDirection, 
/**
 * How it looks, with its answer.
 */
verdict: TraceVerdict, 
/**
 * What it is about; empty when that cannot be read. For a connection `connected`, `ended`, `turnedAway`,
 * `unrecorded`.
 */
action: string, 
/**
 * The first message as it was on the wire, secrets hidden; for a connection a JSON object with its facts.
 */
call: string, 
/**
 * The answer; `null` while there is none.
 */
answer: TraceAnswerView | null, 
/**
 * A message is too long for a list and was left out: ask for the line.
 */
cut: boolean, };

/**
 * Some lines of the trace, and how it stands.
 */
export type TracePage = { 
/**
 * The lines, newest first. A line that was given out before and is answered now comes again.
 */
lines: Array<TraceLineView>, 
/**
 * Go on with `before` = this; `null` = there are no more. With `after`: not `null` means that there was more news
 * than fits, so that lines between this page and the last one are missing.
 */
more: number | null, 
/**
 * What to ask `after` next.
 */
newest: number, 
/**
 * Today's counts, of the charger asked for or of all.
 */
today: TraceCounts, 
/**
 * Lines of all chargers in the last minute.
 */
perMinute: number, 
/**
 * Messages that came too fast to be recorded since the program started.
 */
lost: number, };

/**
 * Which lines of the trace, newest first.
 */
export type TraceQuery = { 
/**
 * Of this charger only.
 */
station: number | null, 
/**
 * About one of these actions only; empty = any.
 */
only: Array<string>, 
/**
 * About none of these actions.
 */
without: Array<string>, 
/**
 * None whose first message contains one of these, to the letter.
 */
withoutSaying: Array<string>, 
/**
 * Problems only.
 */
problems: boolean, 
/**
 * What we asked of chargers only.
 */
orders: boolean, 
/**
 * The messages contain this.
 */
text: string | null, 
/**
 * Actions that the searched text means on the screen; such lines are found too.
 */
textActions: Array<string>, 
/**
 * Texts that the searched text means on the screen, to the letter; lines with one of them are found too.
 */
textMeans: Array<string>, 
/**
 * Seen at or after.
 */
from: number | null, 
/**
 * Seen before.
 */
to: number | null, 
/**
 * Go back from below this number; `null` = from the newest.
 */
before: number | null, 
/**
 * Only what is new or newly answered since `newest` was this. Goes before `before`.
 */
after: number | null, 
/**
 * How many, at most 500; 0 means 200.
 */
limit: number, };

/**
 * How a line looks.
 */
export type TraceVerdict = "open" | "fine" | "warn" | "bad" | "noAnswer";

/**
 * How a file travels.
 */
export type TransferScheme = "http" | "ftp";

/**
 * Messages that can be asked for.
 */
export type TriggerWhat = "boot" | "heartbeat" | "status" | "meter" | "diagnostics" | "firmware" | "log" | "signCertificate";

/**
 * Why an update waits, failed, was cancelled or stalled.
 */
export type UpdateReason = "time" | "busy" | "away" | "refused" | "notSupported" | "download" | "install" | "signature" | "transport" | "port" | "file" | "operator" | "replaced" | "silent" | "gone" | "sameVersion";

/**
 * Where an update stands.
 */
export type UpdateState = "waiting" | "asking" | "agreed" | "downloadScheduled" | "downloading" | "downloadPaused" | "downloaded" | "verified" | "installScheduled" | "installing" | "rebooting" | "installed" | "failed" | "cancelled" | "stalled";

/**
 * One step of an update.
 */
export type UpdateStepView = { 
/**
 * When, in milliseconds since the Unix epoch.
 */
at: number, 
/**
 * What.
 */
state: UpdateState, 
/**
 * The charger's word for it; empty = it was seen otherwise.
 */
word: string, };

/**
 * An update of one charger.
 */
export type UpdateView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The charger.
 */
station: number, 
/**
 * The file in the library.
 */
file: number, 
/**
 * Its name.
 */
fileName: string, 
/**
 * Its size in bytes.
 */
fileSize: number, 
/**
 * SHA-256 of its bytes, 64 hexadecimal digits.
 */
sha256: string, 
/**
 * The version before.
 */
fromVersion: string, 
/**
 * The version that the file installs; empty = not known.
 */
toVersion: string, 
/**
 * When it shall begin.
 */
when: UpdateWhen, 
/**
 * Where it stands.
 */
state: UpdateState, 
/**
 * Why, where the state leaves that open.
 */
reason: UpdateReason | null, 
/**
 * The charger's last word, or a detail of the reason; empty = none.
 */
word: string, 
/**
 * How it got here, oldest first.
 */
steps: Array<UpdateStepView>, 
/**
 * Bytes of the file that were handed to the charger, at most its size.
 */
served: number, 
/**
 * How it travels; `null` until that was decided.
 */
scheme: TransferScheme | null, 
/**
 * From where the charger fetches it, without the secret part; empty until it was asked.
 */
address: string, 
/**
 * How often the charger was reminded to tell where it stands since it last did.
 */
reminders: number, 
/**
 * The rollout that it belongs to.
 */
rollout: number | null, 
/**
 * Who asked for it: `operator`, or the rollout.
 */
by: string, 
/**
 * When it was asked for, in milliseconds since the Unix epoch.
 */
askedAt: number, 
/**
 * When it last moved.
 */
changedAt: number, 
/**
 * When it was over; `null` while it goes on.
 */
overAt: number | null, 
/**
 * Whether it may still be cancelled.
 */
canCancel: boolean, };

/**
 * When an update shall begin.
 */
export type UpdateWhen = { "kind": "now" } | { "kind": "idle" } | { "kind": "at", 
/**
 * When, in milliseconds since the Unix epoch.
 */
at: number, 
/**
 * Only if nobody charges then, else a day later.
 */
ifIdle: boolean, };

/**
 * When a price counts.
 */
export type WindowView = { 
/**
 * From this minute of the day on; `null` = all day. A window over midnight begins later than it ends.
 */
fromMinute: number | null, 
/**
 * Until before this minute.
 */
toMinute: number | null, 
/**
 * On these days, 1 = Monday to 7 = Sunday; empty = on all.
 */
weekdays: Array<number>, 
/**
 * First day of the season as month and day; `null` = all year.
 */
seasonFrom: [number, number] | null, 
/**
 * Its last day.
 */
seasonTo: [number, number] | null, };

