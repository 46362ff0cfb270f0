//! Numbered events: kept for a while, so that a reader who lost its connection goes on where it was.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;
use tokio::sync::broadcast;

use crate::event::{Change, Event};

/// How many events are kept.
const KEPT: usize = 512;

/// The one stream of events.
pub struct Feed {
    state: Mutex<State>,
    live: broadcast::Sender<Event>,
}

struct State {
    seq: u64,
    kept: VecDeque<Event>,
}

/// What a subscriber is told next.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The next event, boxed since it holds a whole view.
    Event(Box<Event>),
    /// Events are missing: ask for a snapshot and subscribe anew.
    Gap,
    /// The program ends.
    Closed,
}

/// A place in the stream.
pub struct Subscription {
    next: u64,
    kept: VecDeque<Event>,
    live: broadcast::Receiver<Event>,
}

impl Feed {
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State { seq: 0, kept: VecDeque::with_capacity(KEPT) }),
            live: broadcast::channel(KEPT).0,
        }
    }

    /// The number of the newest event.
    pub fn seq(&self) -> u64 {
        self.lock().seq
    }

    /// Numbers changes and tells them.
    pub fn tell(&self, changes: impl IntoIterator<Item = Change>, at: Timestamp) {
        let mut state = self.lock();
        for change in changes {
            state.seq += 1;
            let event = Event { seq: state.seq, at: at.0, change };
            if state.kept.len() == KEPT {
                state.kept.pop_front();
            }
            state.kept.push_back(event.clone());
            // Without subscribers there is nobody to tell.
            drop(self.live.send(event));
        }
    }

    /// Something changed that nobody was there to be told of: whoever comes later must take a snapshot.
    pub fn skip(&self) {
        let mut state = self.lock();
        state.seq += 1;
        state.kept.clear();
    }

    /// Whether anybody is subscribed.
    pub fn is_watched(&self) -> bool {
        self.live.receiver_count() > 0
    }

    /// Goes on after the event numbered `since`.
    pub fn subscribe(&self, since: u64) -> Subscription {
        let state = self.lock();
        let kept = state.kept.iter().filter(|event| event.seq > since).cloned().collect();
        Subscription { next: since + 1, kept, live: self.live.subscribe() }.checked(state.seq)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscription {
    /// Marks a subscription whose past is not kept any more, or that comes from another run of the program.
    fn checked(mut self, seq: u64) -> Self {
        let whole = match self.kept.front() {
            Some(first) => first.seq == self.next,
            None => seq + 1 == self.next,
        };
        if !whole {
            self.kept.clear();
            self.next = 0;
        }
        self
    }

    /// Waits for what comes next.
    pub async fn next(&mut self) -> Told {
        if self.next == 0 {
            return Told::Gap;
        }
        let event = match self.kept.pop_front() {
            Some(event) => event,
            None => match self.live.recv().await {
                Ok(event) => event,
                Err(broadcast::error::RecvError::Lagged(_)) => return self.lost(),
                Err(broadcast::error::RecvError::Closed) => return Told::Closed,
            },
        };
        if event.seq != self.next {
            return self.lost();
        }
        self.next += 1;
        Told::Event(Box::new(event))
    }

    fn lost(&mut self) -> Told {
        self.next = 0;
        Told::Gap
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gone(station: u32) -> Change {
        Change::StationGone { station }
    }

    async fn seq(subscription: &mut Subscription) -> Option<u64> {
        match subscription.next().await {
            Told::Event(event) => Some(event.seq),
            Told::Gap | Told::Closed => None,
        }
    }

    #[tokio::test]
    async fn a_reader_goes_on_where_it_was_and_then_follows() {
        let feed = Feed::new();
        feed.tell([gone(1), gone(2)], Timestamp(0));
        let mut reader = feed.subscribe(1);
        feed.tell([gone(3)], Timestamp(0));
        assert_eq!(seq(&mut reader).await, Some(2));
        assert_eq!(seq(&mut reader).await, Some(3));
    }

    #[tokio::test]
    async fn a_reader_who_missed_something_is_told_of_the_gap() {
        let feed = Feed::new();
        feed.tell([gone(1)], Timestamp(0));
        feed.skip();
        assert_eq!(feed.subscribe(1).next().await, Told::Gap);
        assert_eq!(feed.subscribe(99).next().await, Told::Gap, "a number from another run");
        let mut slow = feed.subscribe(2);
        feed.tell((0..2000).map(gone), Timestamp(0));
        assert_eq!(slow.next().await, Told::Gap);
    }
}
