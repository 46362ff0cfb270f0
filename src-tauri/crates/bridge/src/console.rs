//! The running program behind both doors: store, centre and events, started and stopped together.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use central::{Centre, CentreConfig, Clock, FixedPorts, Secure, SecureFiles};
use domain::event::Event;
use domain::place::ConnectorRef;
use domain::time::Timestamp;
use store::Store;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;

use crate::fault::{Fault, FaultCode};
use crate::feed::{Feed, Subscription};
use crate::live::Live;
use crate::pump::{self, Dirty};
use crate::request::Request;
use crate::view::HandshakeView;
use crate::{handle, show};

/// How to go on when the database is found damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// Stop with a sentence that names the choices.
    #[default]
    Ask,
    /// Go on from the newest sound backup.
    RestoreBackup,
    /// Begin with an empty database.
    StartEmpty,
}

/// How the program runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder.
    pub data: PathBuf,
    /// Where it listens for chargers.
    pub ocpp: SocketAddr,
    /// Encrypted connections too, with these files.
    pub secure: Option<SecureFiles>,
    /// What is fixed about where it hosts files for chargers, while any is under way; the rest is a setting.
    pub files: FixedPorts,
    /// Turn on "let unknown chargers in".
    pub accept_unknown: bool,
    /// Turn on "every card may charge".
    pub free_charging: bool,
    /// Simulated chargers are running.
    pub demo: bool,
    /// What to do about damage.
    pub choice: Choice,
    /// The system's locale, used until the operator chooses one.
    pub locale: String,
    /// The system's IANA time zone, used until the operator chooses one.
    pub zone: String,
}

/// Why the program does not start. Each sentence says what happened and the next step.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder cannot be used.
    #[error(transparent)]
    Data(#[from] store::OpenError),
    /// The port for chargers cannot be opened.
    #[error(transparent)]
    Port(#[from] central::StartError),
    /// A certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] central::SecureError),
    /// The first read or write failed.
    #[error("the database cannot be used: {0}")]
    Store(#[from] store::Error),
}

impl StartError {
    /// The choices that would let the next start go on; empty unless the database is damaged.
    pub fn remedies(&self) -> &'static [Choice] {
        match self {
            Self::Data(store::OpenError::Damaged { backup: Some(_), .. }) => {
                &[Choice::RestoreBackup, Choice::StartEmpty]
            }
            Self::Data(store::OpenError::Damaged { backup: None, .. }) => &[Choice::StartEmpty],
            Self::Data(_) | Self::Port(_) | Self::Certificate(_) | Self::Store(_) => &[],
        }
    }
}

/// The running program.
pub struct Console {
    pub(crate) inner: Arc<Inner>,
    tasks: Vec<JoinHandle<()>>,
}

/// What the program's tasks share.
pub struct Inner {
    pub options: Options,
    pub store: Arc<Store>,
    pub clock: Clock,
    pub centre: tokio::sync::RwLock<Option<Centre>>,
    pub address: SocketAddr,
    pub secure_address: Option<SocketAddr>,
    pub feed: Feed,
    pub changed: Notify,
    /// Mail or the monthly report were set up anew.
    pub monthly: Notify,
    state: Mutex<State>,
}

/// What is only remembered while the program runs.
#[derive(Default)]
pub struct State {
    pub live: Live,
    pub dirty: Dirty,
    /// Newest first.
    pub handshakes: VecDeque<HandshakeView>,
    pub next_handshake: u32,
    /// The last write failed in this way.
    pub storage: Option<store::Error>,
}

impl Inner {
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Runs a look-up where blocking is allowed.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        look: impl FnOnce(&store::Reader<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let store = Arc::clone(&self.store);
        let result = tokio::task::spawn_blocking(move || store.read(look)).await;
        result.unwrap_or(Err(store::Error::Busy)).map_err(handle::storage_fault)
    }

    /// The settings as screens see them.
    pub async fn settings(self: &Arc<Self>) -> Result<crate::view::SettingsView, Fault> {
        let settings = self.read(|reader| reader.settings()).await?;
        Ok(show::settings(settings, &self.options.zone, &self.options.locale))
    }
}

impl Console {
    /// Opens the data folder and starts to listen for chargers.
    ///
    /// # Errors
    /// [`StartError`]; nothing is left running.
    pub async fn start(options: Options, clock: Clock) -> Result<Self, StartError> {
        let (committed_in, committed) = mpsc::unbounded_channel();
        let (facts_in, facts) = mpsc::unbounded_channel();
        let choice = match options.choice {
            Choice::Ask => store::Choice::Ask,
            Choice::RestoreBackup => store::Choice::RestoreBackup,
            Choice::StartEmpty => store::Choice::StartEmpty,
        };
        let told = move |facts| drop(committed_in.send(facts));
        let store = Arc::new(Store::open(&options.data, clock(), choice, told)?);
        let started = async {
            apply_options(&store, &options, clock()).await?;
            let live = known_sessions(&store)?;
            let mut config = CentreConfig::at(options.ocpp, options.files.clone());
            config.zone.clone_from(&options.zone);
            config.secure = options.secure.as_ref().map(Secure::read).transpose()?;
            let centre = Centre::start(config, Arc::clone(&store), Arc::clone(&clock), committed, facts_in)?;
            Ok::<_, StartError>((live, centre))
        };
        let (live, centre) = match started.await {
            Ok(started) => started,
            Err(error) => {
                store.close();
                return Err(error);
            }
        };
        let inner = Arc::new(Inner {
            address: centre.address(),
            secure_address: centre.secure_address(),
            options,
            store,
            clock,
            centre: tokio::sync::RwLock::new(Some(centre)),
            feed: Feed::new(),
            changed: Notify::new(),
            monthly: Notify::new(),
            state: Mutex::new(State { live, ..State::default() }),
        });
        let tasks = vec![
            tokio::spawn(pump::take_facts(Arc::clone(&inner), facts)),
            tokio::spawn(pump::tell(Arc::clone(&inner))),
            tokio::spawn(daily_backup(Arc::clone(&inner))),
            tokio::spawn(crate::monthly::run(Arc::clone(&inner))),
        ];
        Ok(Self { inner, tasks })
    }

    /// Where it listens for chargers that encrypt, if it does.
    pub fn secure_address(&self) -> Option<SocketAddr> {
        self.inner.secure_address
    }

    /// Where it listens for chargers.
    pub fn address(&self) -> SocketAddr {
        self.inner.address
    }

    /// The data folder.
    pub fn folder(&self) -> &std::path::Path {
        self.inner.store.folder()
    }

    /// Answers one request. `by` names the door, for the orders' history.
    ///
    /// # Errors
    /// [`Fault`], whose words are the interface's.
    pub async fn request(&self, request: Request, by: &str) -> Result<serde_json::Value, Fault> {
        handle::request(&self.inner, request, by).await
    }

    /// Answers one request given as JSON text.
    ///
    /// # Errors
    /// [`FaultCode::Invalid`] when the text is no request, else as [`Console::request`].
    pub async fn request_json(&self, request: &[u8], by: &str) -> Result<serde_json::Value, Fault> {
        let request = serde_json::from_slice(request)
            .map_err(|error| Fault::new(FaultCode::Invalid).with("field", "request").with("reason", error))?;
        self.request(request, by).await
    }

    /// Goes on telling events after the one numbered `since`.
    pub fn subscribe(&self, since: u64) -> Subscription {
        self.inner.feed.subscribe(since)
    }

    /// Stops listening, lets what was acknowledged be written, closes the file.
    pub async fn stop(&self) {
        if let Some(centre) = self.inner.centre.write().await.take() {
            centre.stop().await;
        }
        for task in &self.tasks {
            task.abort();
        }
        let store = Arc::clone(&self.inner.store);
        drop(tokio::task::spawn_blocking(move || store.close()).await);
    }
}

/// Options of the command line are settings like those of the screen.
async fn apply_options(store: &Arc<Store>, options: &Options, now: Timestamp) -> Result<(), store::Error> {
    let mut settings = store.read(|reader| reader.settings())?;
    let before = settings.policy;
    settings.policy.accept_unknown |= options.accept_unknown;
    settings.policy.free_charging |= options.free_charging;
    let interrupted = store.read(|reader| reader.open_orders())?;
    if settings.policy == before && interrupted.is_empty() {
        return Ok(());
    }
    let written = store.change(move |write| {
        write.apply_site(Event::SettingsSaved(settings.clone()), now)?;
        for order in &interrupted {
            let detail = domain::order::timeout::RESTARTED.to_owned();
            let state = domain::order::OrderState::TimedOut;
            write.apply(
                order.station,
                Event::OrderMoved { order: order.key, state, detail, at: now },
                now,
            )?;
        }
        Ok(())
    });
    written.await.unwrap_or(Err(store::Error::Busy))
}

/// Where the sessions are that were open when the program ended: their readings will name only the session.
fn known_sessions(store: &Store) -> Result<Live, store::Error> {
    let mut live = Live::default();
    for session in store.read(|reader| reader.open_sessions())? {
        if let Some(evse) = session.evse {
            let at = ConnectorRef { evse, connector: session.connector.unwrap_or(1) };
            live.know(session.key, session.station, at);
        }
    }
    Ok(live)
}

/// Makes a backup when the newest is a day old; looks every hour, so that a sleeping computer catches up.
async fn daily_backup(inner: Arc<Inner>) {
    /// Chargers that come back all at once after the start go first.
    const FIRST: std::time::Duration = std::time::Duration::from_secs(3);
    const EVERY: std::time::Duration = std::time::Duration::from_secs(3600);
    tokio::time::sleep(FIRST).await;
    loop {
        let (store, now) = (Arc::clone(&inner.store), inner.now());
        let made =
            tokio::task::spawn_blocking(move || store.backup_is_due(now).then(|| store.backup(now))).await;
        match made {
            Ok(Some(Ok(path))) => tracing::info!(path = %path.display(), "backup made"),
            Ok(Some(Err(error))) => {
                tracing::error!(%error, "the daily backup failed; it is tried again in an hour")
            }
            _ => {}
        }
        tokio::time::sleep(EVERY).await;
    }
}
