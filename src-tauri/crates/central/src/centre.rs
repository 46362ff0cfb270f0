//! The running centre as a whole: what it is made of, how it starts and stops, and what can be asked of it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use domain::event::Event;
use domain::order::{Command, OrderKey, timeout};
use domain::quirk::{Identity, Quirks, effective};
use domain::station::{Admission, StationKey};
use domain::time::Timestamp;
use store::{Committed, Store};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::auth::Doorkeeper;
use crate::closing::{self, Closing};
use crate::desk::Desk;
use crate::files::{FileHost, FixedPorts, Ports};
use crate::handshake::Handshake;
use crate::listen;
use crate::manual::{Manual, ManualShelf};
use crate::profiles::{Book, Profiles};
use crate::registry::{Errand, LinkInfo, Registry};
use crate::running;
use crate::secure::Secure;
use crate::trace::{Recorder, Trace, TraceRate};
use crate::transfers::{self, Route, Transfers};

/// The wall clock, made in `main` and passed inwards.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

pub use domain::AUTOMATION;

/// How the centre runs.
#[derive(Debug, Clone)]
pub struct CentreConfig {
    /// Where it listens for stations.
    pub listen: SocketAddr,
    /// Encrypted connections too, at an address of their own.
    pub secure: Option<Secure>,
    /// Longest message of a station, in bytes.
    pub max_frame: usize,
    /// Where it hosts files for stations, while any is under way.
    pub files: FixedPorts,
    /// How long after its boot the settings of a station are read that we know none of, in milliseconds: stations
    /// have much to say at first, and some stumble over calls that come at once.
    pub settle: i64,
    /// The system's IANA time zone, used until the operator chooses one.
    pub zone: String,
}

impl CentreConfig {
    /// The ordinary way to run at an address.
    pub fn at(listen: SocketAddr, files: FixedPorts) -> Self {
        Self { listen, secure: None, max_frame: 1024 * 1024, files, settle: 10_000, zone: "UTC".to_owned() }
    }
}

/// Something that happened, for whoever shows it.
#[derive(Debug, Clone)]
pub enum Fact {
    /// Facts that are on disk, in order.
    Committed(Vec<Committed>),
    /// A knock on the stations' port.
    Handshake(Handshake),
    /// A write failed; the operator must know.
    StorageFailed(store::Error),
}

/// Why the centre does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Something else listens there.
    #[error(
        "port {0} for chargers is already in use. Close the other program that listens on it (perhaps another Forecourt), or choose another port with --ocpp."
    )]
    PortTaken(u16),
    /// The address is not one of this computer, or the port is reserved.
    #[error(
        "Forecourt cannot listen for chargers on {0}: {1}. Choose an address of this computer and a port above 1023 with --ocpp."
    )]
    Address(SocketAddr, io::Error),
}

/// Why an order was not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderError {
    /// There is no such station.
    NoStation,
    /// The station has not been accepted.
    NotAccepted,
    /// Nothing could be written.
    Store(store::Error),
}

/// What the centre's tasks share.
pub struct Inner {
    pub config: CentreConfig,
    pub store: Arc<Store>,
    pub clock: Clock,
    pub registry: Registry,
    pub desk: Desk,
    pub doorkeeper: Doorkeeper,
    pub book: Book,
    pub manual: ManualShelf,
    pub trace: Arc<Trace>,
    pub files: FileHost,
    pub transfers: Transfers,
    pub closing: Closing,
    pub has_tariffs: AtomicBool,
    facts: mpsc::UnboundedSender<Fact>,
}

impl Inner {
    /// The peculiarities of a station, by what it said of itself at its last boot and by the operator's word. Those of a
    /// charger without any when they cannot be read.
    pub async fn quirks(self: &Arc<Self>, station: StationKey) -> Quirks {
        let inner = Arc::clone(self);
        let looked_up = tokio::task::spawn_blocking(move || {
            let (row, own) = inner.store.read(|r| Ok((r.station(station)?, r.switches(station)?)))?;
            let profiles = inner.book.read();
            let who = row.as_ref().map(|row| Identity {
                vendor: &row.vendor,
                model: &row.model,
                firmware: &row.firmware,
            });
            let nobody = Identity { vendor: "", model: "", firmware: "" };
            Ok::<_, store::Error>(effective(&profiles.list, who.unwrap_or(nobody), &own).quirks)
        });
        match looked_up.await {
            Ok(Ok(quirks)) => quirks,
            Ok(Err(error)) => {
                tracing::warn!(station = station.0, %error, "peculiarities cannot be read; taken as none");
                Quirks::default()
            }
            Err(_) => Quirks::default(),
        }
    }

    /// Records an order and sends it on its way.
    pub async fn order(
        &self,
        station: StationKey,
        command: Command,
        by: &str,
    ) -> Result<OrderKey, OrderError> {
        let now = (self.clock)();
        let (asked, by) = (command.clone(), by.to_owned());
        let recorded = self.store.change(move |write| {
            match write.admission(station)? {
                None => return Ok(Err(OrderError::NoStation)),
                Some(Admission::Accepted) => {}
                Some(Admission::Pending) if asked.fits_a_waiting_station() => {}
                Some(_) => return Ok(Err(OrderError::NotAccepted)),
            }
            let order = write.next_order()?;
            let event = Event::OrderAsked { order, command: asked.clone(), by: by.clone(), at: now };
            write.apply(station, event, now)?;
            Ok(Ok(order))
        });
        let order = recorded.await.unwrap_or(Err(store::Error::Busy)).map_err(OrderError::Store)??;
        self.dispatch(order, station, command, now);
        Ok(order)
    }

    /// Sends a recorded order on its way.
    pub fn dispatch(&self, order: OrderKey, station: StationKey, command: Command, now: Timestamp) {
        self.desk.watch(order, station, command.clone());
        if !self.registry.send(station, Errand::Order(order, command)) {
            self.desk.gave_up(order, timeout::NOT_CONNECTED, now);
        }
    }

    /// Tells a fact to whoever shows it.
    pub fn tell(&self, fact: Fact) {
        // Nobody listens any more while the program ends.
        drop(self.facts.send(fact));
    }
}

/// The running centre.
pub struct Centre {
    inner: Arc<Inner>,
    address: SocketAddr,
    secure_address: Option<SocketAddr>,
    tasks: Vec<JoinHandle<()>>,
    recorder: Recorder,
}

impl Centre {
    /// Starts to listen. `committed` delivers what the store tells; everything is handed on to `facts`.
    ///
    /// # Errors
    /// [`StartError`], each with the next step.
    pub fn start(
        config: CentreConfig,
        store: Arc<Store>,
        clock: Clock,
        committed: mpsc::UnboundedReceiver<Vec<Committed>>,
        facts: mpsc::UnboundedSender<Fact>,
    ) -> Result<Self, StartError> {
        let listener = bind(config.listen)?;
        let address = listener.local_addr().map_err(|error| StartError::Address(config.listen, error))?;
        let secure = match &config.secure {
            None => None,
            Some(secure) => {
                let listener = bind(secure.listen)?;
                let address =
                    listener.local_addr().map_err(|error| StartError::Address(secure.listen, error))?;
                Some((listener, address, Arc::clone(&secure.server)))
            }
        };
        let secure_address = secure.as_ref().map(|(_, address, _)| *address);
        // What cannot be read now is read with the next change of the settings.
        let chosen =
            store.read(|reader| reader.settings()).map(|settings| settings.files).unwrap_or_default();
        let (moved_in, moved) = mpsc::unbounded_channel();
        let (transfers, ears) = Transfers::new(moved);
        let (closing, nudges) = Closing::new();
        let inner = Arc::new(Inner {
            files: FileHost::new(config.files.with(chosen), Arc::clone(&clock), moved_in),
            transfers,
            closing,
            has_tariffs: AtomicBool::new(running::has_tariffs(&store)),
            config,
            desk: Desk::new(Arc::clone(&store)),
            book: Book::new(store.folder()),
            manual: ManualShelf::new(store.folder()),
            store,
            clock,
            registry: Registry::default(),
            doorkeeper: Doorkeeper::new(),
            trace: Arc::new(Trace::default()),
            facts,
        });
        let recorder =
            Recorder::start(Arc::clone(&inner.trace), Arc::clone(&inner.store), Arc::clone(&inner.clock));
        let mut tasks = vec![
            tokio::spawn(listen::run(Arc::clone(&inner), listener, None)),
            tokio::spawn(hand_on(Arc::clone(&inner), committed)),
            tokio::spawn(expire(Arc::clone(&inner))),
            tokio::spawn(transfers::run(Arc::clone(&inner), ears)),
            tokio::spawn(closing::run(Arc::clone(&inner), nudges)),
        ];
        if let Some((listener, _, server)) = secure {
            tasks.push(tokio::spawn(listen::run(Arc::clone(&inner), listener, Some(server))));
        }
        Ok(Self { inner, address, secure_address, tasks, recorder })
    }

    /// Where it listens for encrypted connections, if it does.
    pub fn secure_address(&self) -> Option<SocketAddr> {
        self.secure_address
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The connection of a station; `None` when it is not connected.
    pub fn link(&self, station: StationKey) -> Option<LinkInfo> {
        self.inner.registry.info(station)
    }

    /// How the recording of all messages goes.
    pub fn trace_rate(&self) -> TraceRate {
        self.inner.trace.rate((self.inner.clock)())
    }

    /// How many stations are connected.
    pub fn connected(&self) -> usize {
        self.inner.registry.count()
    }

    /// Records an order and sends it on its way; its further states come as facts.
    ///
    /// # Errors
    /// When it could not be recorded. Everything later is a state of the order.
    pub async fn order(
        &self,
        station: StationKey,
        command: Command,
        by: &str,
    ) -> Result<OrderKey, OrderError> {
        self.inner.order(station, command, by).await
    }

    /// Updates, rollouts and requests for logs.
    pub fn transfers(&self) -> &Transfers {
        &self.inner.transfers
    }

    /// Where files are hosted while one is on its way.
    pub fn file_ports(&self) -> Ports {
        self.inner.files.ports()
    }

    /// How files travel between a station and us, as things stand.
    pub async fn route(&self, station: StationKey) -> Route {
        transfers::route(&self.inner, station, None).await
    }

    /// The operator let a station in: it is asked to boot again.
    pub fn let_in(&self, station: StationKey) {
        self.inner.registry.send(station, Errand::LetIn);
    }

    /// The operator turned a station away: its link is closed, and it is not let in again.
    pub fn turned_away(&self, station: StationKey) {
        self.inner.registry.send(station, Errand::TurnedAway);
    }

    /// The operator changed a switch of a station's peculiarities: its link follows.
    pub fn quirks_changed(&self, station: StationKey) {
        self.inner.registry.send(station, Errand::QuirksChanged);
    }

    /// What faults mean, as it is known now. Blocks: it looks at the data folder.
    pub fn manual(&self) -> Arc<Manual> {
        self.inner.manual.read()
    }

    /// The quirk profiles as they are now. Blocks: it looks at the data folder.
    pub fn profiles(&self) -> Arc<Profiles> {
        self.inner.book.read()
    }

    /// Stops to listen, closes every link and lets their last writes be done. The store is closed by its owner.
    pub async fn stop(self) {
        for task in &self.tasks {
            task.abort();
        }
        self.inner.registry.close_all();
        // Links say goodbye on their own; a station that does not listen must not hold up the end.
        let gone = async {
            while self.inner.registry.count() > 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        drop(tokio::time::timeout(Duration::from_secs(2), gone).await);
        self.recorder.stop().await;
    }
}

/// Opens the port. Restarting at once must work, so an address in TIME_WAIT is taken over.
fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    let open = || -> io::Result<TcpListener> {
        let socket = match address.ip() {
            IpAddr::V4(_) => TcpSocket::new_v4()?,
            IpAddr::V6(_) => TcpSocket::new_v6()?,
        };
        #[cfg(not(windows))]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(4096)
    };
    open().map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => StartError::PortTaken(address.port()),
        _ => StartError::Address(address, error),
    })
}

/// Watches orders' effects and hands committed facts on.
async fn hand_on(inner: Arc<Inner>, mut committed: mpsc::UnboundedReceiver<Vec<Committed>>) {
    while let Some(facts) = committed.recv().await {
        inner.desk.observe(&facts, (inner.clock)());
        inner.transfers.observe(&facts);
        inner.closing.observe(&facts);
        running::observe(&inner, &facts);
        for fact in &facts {
            if let Event::SettingsSaved(settings) = &fact.event {
                inner.files.set_ports(inner.config.files.with(settings.files));
            }
        }
        inner.tell(Fact::Committed(facts));
    }
}

/// Ends orders whose effect did not come in time.
async fn expire(inner: Arc<Inner>) {
    loop {
        let now = (inner.clock)();
        inner.desk.expire(now);
        let wait = inner.desk.next_deadline().map_or(3_600_000, |deadline| deadline.since(now).max(1));
        let wait = Duration::from_millis(u64::try_from(wait).unwrap_or(1));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = inner.desk.deadline_changed() => {}
        }
    }
}
