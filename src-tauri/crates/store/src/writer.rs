//! The writing thread: takes what waits, decides and writes it in one transaction, commits, then answers.

use std::sync::Arc;
use std::time::Duration;

use domain::ask::{Answer, Ask, Occasion};
use domain::decide::decide;
use domain::event::Event;
use domain::station::{Protocol, StationKey};
use domain::time::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use crate::error::Error;
use crate::inbox::{Inbox, Waited};
use crate::pack;
use crate::world::{Cache, StoreWorld};
use crate::write::Write;

/// A fact that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The station it is about; `None` for facts about the site.
    pub station: Option<StationKey>,
    /// When it was received.
    pub at: Timestamp,
    /// The fact.
    pub event: Event,
}

/// The answer to a message, given out after its facts were committed.
pub type Decided = Result<Answer, Error>;

/// Something to be written.
pub enum Job {
    /// A station's message.
    Ask(AskJob),
    /// Any other change, as a function of the open transaction.
    Change(Box<dyn Change>),
}

/// A station's message.
pub struct AskJob {
    pub station: StationKey,
    pub protocol: Protocol,
    pub ask: Ask,
    pub occasion: Occasion,
    pub received: Timestamp,
    /// The frame as it came, kept as evidence with its session.
    pub frame: Option<String>,
    pub done: oneshot::Sender<Decided>,
}

/// A change that runs inside the transaction and answers after the commit.
pub trait Change: Send {
    /// Runs it. May be run again when the first commit failed for another job's sake.
    fn run(&mut self, write: &mut Write<'_>) -> Result<(), Error>;
    /// Gives out what it came to.
    fn finish(self: Box<Self>, outcome: Result<(), Error>);
}

/// How long the thread waits before it uses the quiet to pack ended sessions.
const QUIET: Duration = Duration::from_millis(250);
/// How long it waits between two sessions once it packs: long enough for a station's message to come in between.
const BREATH: Duration = Duration::from_millis(2);
/// How many jobs may share a commit.
const BATCH: usize = 4096;

/// Runs until the inbox is closed and empty. `told` gets every committed fact, in order.
pub fn run(mut db: Connection, inbox: &Arc<Inbox<Job>>, told: &dyn Fn(Vec<Committed>)) -> Connection {
    let mut cache = Cache::default();
    let mut jobs = Vec::new();
    let mut more_to_pack = true;
    let mut quiet = QUIET;
    loop {
        let wait = if more_to_pack { quiet } else { Duration::from_secs(3600) };
        match inbox.take(&mut jobs, wait) {
            Waited::Jobs => {
                while !jobs.is_empty() {
                    let rest = jobs.split_off(jobs.len().min(BATCH));
                    batch(&mut db, &mut cache, std::mem::replace(&mut jobs, rest), told);
                }
                more_to_pack = true;
                quiet = QUIET;
            }
            Waited::Idle => {
                more_to_pack = pack_one(&mut db);
                quiet = BREATH;
            }
            Waited::Closed => break,
        }
    }
    db
}

fn pack_one(db: &mut Connection) -> bool {
    match pack::next(db) {
        Ok(packed) => packed,
        Err(error) => {
            tracing::warn!(%error, "an ended session could not be packed; it stays readable and is tried again");
            false
        }
    }
}

/// Writes jobs with one commit. When that fails each is tried alone, so that one bad job hurts only itself.
fn batch(db: &mut Connection, cache: &mut Cache, jobs: Vec<Job>, told: &dyn Fn(Vec<Committed>)) {
    match attempt(db, cache, jobs) {
        Ok(done) => done.tell(told),
        Err((jobs, error)) if jobs.len() == 1 => {
            tracing::error!(%error, "a write failed; nothing of it was stored");
            jobs.into_iter().for_each(|job| job.fail(&error));
        }
        Err((jobs, error)) => {
            tracing::warn!(%error, jobs = jobs.len(), "a shared commit failed; every write is tried alone");
            for job in jobs {
                match attempt(db, cache, vec![job]) {
                    Ok(done) => done.tell(told),
                    Err((jobs, error)) => jobs.into_iter().for_each(|job| job.fail(&error)),
                }
            }
        }
    }
}

/// Jobs that are on disk and not answered yet.
struct Done {
    jobs: Vec<(Job, Option<Answer>)>,
    facts: Vec<Committed>,
}

impl Done {
    fn tell(self, told: &dyn Fn(Vec<Committed>)) {
        for (job, answer) in self.jobs {
            match (job, answer) {
                // A station that hung up meanwhile gets its answer when it repeats itself.
                (Job::Ask(ask), Some(answer)) => drop(ask.done.send(Ok(answer))),
                (Job::Change(change), _) => change.finish(Ok(())),
                (Job::Ask(_), None) => unreachable!("a decided ask has an answer"),
            }
        }
        if !self.facts.is_empty() {
            told(self.facts);
        }
    }
}

impl Job {
    fn fail(self, error: &Error) {
        match self {
            Self::Ask(ask) => drop(ask.done.send(Err(error.clone()))),
            Self::Change(change) => change.finish(Err(error.clone())),
        }
    }
}

fn attempt(db: &mut Connection, cache: &mut Cache, mut jobs: Vec<Job>) -> Result<Done, (Vec<Job>, Error)> {
    let mut facts = Vec::with_capacity(jobs.len());
    match write(db, cache, &mut jobs, &mut facts) {
        Ok(answers) => Ok(Done { jobs: jobs.into_iter().zip(answers).collect(), facts }),
        Err(error) => {
            // What was decided is dropped, and so is everything remembered while deciding it.
            *cache = Cache::default();
            Err((jobs, error))
        }
    }
}

fn write(
    db: &mut Connection,
    cache: &mut Cache,
    jobs: &mut [Job],
    facts: &mut Vec<Committed>,
) -> Result<Vec<Option<Answer>>, Error> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    cache.load(&transaction)?;
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs.iter_mut() {
        answers.push(match job {
            Job::Ask(job) => Some(answer(&transaction, cache, job, facts)?),
            Job::Change(change) => {
                change.run(&mut Write { db: &transaction, cache, facts })?;
                None
            }
        });
    }
    transaction.commit()?;
    Ok(answers)
}

fn answer(
    db: &Connection,
    cache: &mut Cache,
    job: &AskJob,
    facts: &mut Vec<Committed>,
) -> Result<Answer, Error> {
    let mut world = StoreWorld { db, cache, station: job.station };
    let decision = decide(&mut world, job.ask.clone(), job.occasion, job.received)?;
    let mut write = Write { db, cache, facts };
    let mut frame = job.frame.as_deref();
    for event in decision.events {
        write.record(job.station, job.protocol, event, job.received, &mut frame)?;
    }
    Ok(decision.answer)
}
