//! The writing thread's inbox: everything that waits is taken at once, so that it shares one commit.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// A bounded list of jobs that one thread swaps out whole.
pub struct Inbox<T> {
    state: Mutex<State<T>>,
    wake: Condvar,
    limit: usize,
}

struct State<T> {
    jobs: Vec<T>,
    closed: bool,
}

/// What a wait ended with.
#[derive(Debug, PartialEq, Eq)]
pub enum Waited {
    /// Jobs were put into the list.
    Jobs,
    /// Nothing came in the given time.
    Idle,
    /// The inbox is closed and empty.
    Closed,
}

impl<T> Inbox<T> {
    /// An inbox that refuses more than `limit` waiting jobs.
    pub fn new(limit: usize) -> Self {
        Self { state: Mutex::new(State { jobs: Vec::new(), closed: false }), wake: Condvar::new(), limit }
    }

    /// Adds a job; gives it back when the inbox is full or closed.
    pub fn push(&self, job: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.closed || state.jobs.len() >= self.limit {
            return Err(job);
        }
        state.jobs.push(job);
        // One waiter only, and it takes everything: waking it for the first job is enough.
        if state.jobs.len() == 1 {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// Waits up to `idle` and moves everything that waits into `jobs`, which must be empty.
    pub fn take(&self, jobs: &mut Vec<T>, idle: Duration) -> Waited {
        let state = self.lock();
        let (mut state, _) = self
            .wake
            .wait_timeout_while(state, idle, |state| state.jobs.is_empty() && !state.closed)
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::swap(&mut state.jobs, jobs);
        match (jobs.is_empty(), state.closed) {
            (false, _) => Waited::Jobs,
            (true, true) => Waited::Closed,
            (true, false) => Waited::Idle,
        }
    }

    /// Lets what waits be done and refuses anything further.
    pub fn close(&self) {
        self.lock().closed = true;
        self.wake.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_waits_is_taken_at_once_and_a_closed_inbox_refuses() {
        let inbox = Inbox::new(2);
        assert_eq!(inbox.push(1), Ok(()));
        assert_eq!(inbox.push(2), Ok(()));
        assert_eq!(inbox.push(3), Err(3));
        let mut jobs = Vec::new();
        assert_eq!(inbox.take(&mut jobs, Duration::ZERO), Waited::Jobs);
        assert_eq!(jobs, [1, 2]);
        jobs.clear();
        assert_eq!(inbox.take(&mut jobs, Duration::ZERO), Waited::Idle);
        inbox.close();
        assert_eq!(inbox.push(4), Err(4));
        assert_eq!(inbox.take(&mut jobs, Duration::ZERO), Waited::Closed);
    }
}
