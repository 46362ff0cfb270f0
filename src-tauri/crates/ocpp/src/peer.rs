//! The books of our calls on one connection: what waits, what is in flight, whose answer came.

use std::collections::VecDeque;

use domain::time::Timestamp;

use crate::frame;
use crate::message::OutgoingCall;

/// How many ids of overdue calls are remembered, so that their late answers are known as such.
const REMEMBERED: usize = 16;

/// The calls to one station on one connection. At most one is in flight (1.6-J 4.1.1, 2.0.1 part 4, 4.1.1).
///
/// A value: time comes in as an argument, ids come in with each call, nothing is sent from here. `T` is the caller's
/// ticket, handed back with the answer, the time-out or the end of the connection.
///
/// Order of use: [`Peer::enqueue`] when something is wanted; [`Peer::next_to_send`] until it gives nothing, after
/// every other method; [`Peer::on_answer`] with every result or error; [`Peer::on_time`] at [`Peer::next_deadline`];
/// [`Peer::close`] at the end.
#[derive(Debug)]
pub struct Peer<T> {
    waiting: VecDeque<Waiting<T>>,
    in_flight: Option<InFlight<T>>,
    overdue: VecDeque<String>,
    held_until: Option<Timestamp>,
    sent: Option<Timestamp>,
    pace: Pace,
}

/// How fast a station can be called, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long it may take to answer.
    pub timeout: i64,
    /// The least time from one call to the next.
    pub spacing: i64,
}

#[derive(Debug)]
struct Waiting<T> {
    id: String,
    call: OutgoingCall,
    ticket: T,
}

#[derive(Debug)]
struct InFlight<T> {
    id: String,
    deadline: Timestamp,
    ticket: T,
}

/// A call to put on the wire now.
#[derive(Debug, PartialEq, Eq)]
pub struct Sending<'a, T> {
    /// The whole frame.
    pub text: String,
    /// The caller's ticket.
    pub ticket: &'a T,
}

/// Whose answer it is.
#[derive(Debug, PartialEq, Eq)]
pub enum Matched<T> {
    /// The one in flight.
    Answered(T),
    /// One whose time had run out; the ticket was handed back then. To be dropped.
    Late,
    /// None of ours. To be logged; the connection stays.
    Unknown,
}

impl<T> Peer<T> {
    /// An empty book for a station that is called at this pace.
    pub fn new(pace: Pace) -> Self {
        Self {
            waiting: VecDeque::new(),
            in_flight: None,
            overdue: VecDeque::new(),
            held_until: None,
            sent: None,
            pace,
        }
    }

    /// Sends nothing before [`Peer::release`], or before `fallback` for a station that reconnects without a boot.
    /// Some stations boot for ever when they are called before their boot was answered.
    pub fn hold_until_boot(&mut self, fallback: Timestamp) {
        self.held_until = Some(fallback);
    }

    /// From now on it is called at this pace; the call in flight keeps its time.
    pub fn set_pace(&mut self, pace: Pace) {
        self.pace = pace;
    }

    /// The boot was answered.
    pub fn release(&mut self) {
        self.held_until = None;
    }

    /// Puts a call at the end of the queue. The id must not have been used on this connection.
    pub fn enqueue(&mut self, id: String, call: OutgoingCall, ticket: T) {
        self.waiting.push_back(Waiting { id, call, ticket });
    }

    /// The call to send now; from here on it is in flight. `None` while another is, while calls are held, or when
    /// nothing waits.
    pub fn next_to_send(&mut self, now: Timestamp) -> Option<Sending<'_, T>> {
        if self.in_flight.is_some() || self.not_before().is_some_and(|until| now < until) {
            return None;
        }
        let Waiting { id, call, ticket } = self.waiting.pop_front()?;
        let text = frame::call(&id, call.action, &call.payload);
        let sent = self.in_flight.insert(InFlight { id, deadline: now.plus(self.pace.timeout), ticket });
        self.sent = Some(now);
        Some(Sending { text, ticket: &sent.ticket })
    }

    /// An answer came, a result or an error.
    pub fn on_answer(&mut self, id: &str) -> Matched<T> {
        if let Some(call) = self.in_flight.take_if(|call| call.id == id) {
            return Matched::Answered(call.ticket);
        }
        match self.overdue.iter().position(|overdue| overdue == id) {
            Some(index) => {
                self.overdue.remove(index);
                Matched::Late
            }
            None => Matched::Unknown,
        }
    }

    /// The ticket whose time ran out, if any. The next call may be sent then.
    pub fn on_time(&mut self, now: Timestamp) -> Option<T> {
        let call = self.in_flight.take_if(|call| call.deadline <= now)?;
        if self.overdue.len() == REMEMBERED {
            self.overdue.pop_front();
        }
        self.overdue.push_back(call.id);
        Some(call.ticket)
    }

    /// When to come back with [`Peer::on_time`] and [`Peer::next_to_send`]; `None` when only an answer, a boot or a
    /// new call can change anything.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match &self.in_flight {
            Some(call) => Some(call.deadline),
            None => self.not_before().filter(|_| !self.waiting.is_empty()),
        }
    }

    /// The earliest moment for the next call, where there is one.
    fn not_before(&self) -> Option<Timestamp> {
        let spaced = self.sent.filter(|_| self.pace.spacing > 0).map(|sent| sent.plus(self.pace.spacing));
        self.held_until.max(spaced)
    }

    /// How many calls wait, without the one in flight.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// The connection ended: the tickets of all calls that will not be answered, the one in flight first.
    pub fn close(self) -> Vec<T> {
        let waiting = self.waiting.into_iter().map(|call| call.ticket);
        self.in_flight.into_iter().map(|call| call.ticket).chain(waiting).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_000_000);
    const TIMEOUT: i64 = 30_000;
    const PACE: Pace = Pace { timeout: TIMEOUT, spacing: 0 };

    fn reset() -> OutgoingCall {
        OutgoingCall { action: "Reset", payload: "{}".into() }
    }

    fn peer(ids: &[&'static str]) -> Peer<&'static str> {
        let mut peer = Peer::new(PACE);
        for id in ids {
            peer.enqueue((*id).to_owned(), reset(), *id);
        }
        peer
    }

    #[test]
    fn one_call_is_in_flight_and_the_next_follows_its_answer() {
        let mut peer = peer(&["a", "b"]);
        assert_eq!(
            peer.next_to_send(NOW),
            Some(Sending { text: r#"[2,"a","Reset",{}]"#.into(), ticket: &"a" })
        );
        assert_eq!(peer.next_to_send(NOW), None);
        assert_eq!(peer.on_answer("b"), Matched::Unknown);
        assert_eq!(peer.on_answer("a"), Matched::Answered("a"));
        assert_eq!(peer.next_to_send(NOW).unwrap().ticket, &"b");
        assert_eq!(peer.waiting(), 0);
    }

    #[test]
    fn a_late_answer_is_recognised_once_and_harms_nothing() {
        let mut peer = peer(&["a", "b"]);
        peer.next_to_send(NOW);
        assert_eq!(peer.next_deadline(), Some(NOW.plus(TIMEOUT)));
        assert_eq!(peer.on_time(NOW.plus(TIMEOUT - 1)), None);
        assert_eq!(peer.on_time(NOW.plus(TIMEOUT)), Some("a"));
        assert_eq!(peer.next_to_send(NOW.plus(TIMEOUT)).unwrap().ticket, &"b");
        assert_eq!(peer.on_answer("a"), Matched::Late);
        assert_eq!(peer.on_answer("a"), Matched::Unknown);
        assert_eq!(peer.on_answer("b"), Matched::Answered("b"));
        assert_eq!(peer.next_deadline(), None);
    }

    #[test]
    fn nothing_is_sent_before_the_boot_was_answered_or_the_fallback_has_come() {
        let mut held = peer(&["a"]);
        held.hold_until_boot(NOW.plus(10_000));
        assert_eq!(held.next_to_send(NOW), None);
        assert_eq!(held.next_deadline(), Some(NOW.plus(10_000)));
        held.release();
        assert!(held.next_to_send(NOW).is_some());

        let mut silent = peer(&["a"]);
        silent.hold_until_boot(NOW.plus(10_000));
        assert!(silent.next_to_send(NOW.plus(9_999)).is_none());
        assert!(silent.next_to_send(NOW.plus(10_000)).is_some());
    }

    #[test]
    fn a_station_that_bears_no_burst_is_called_at_its_own_pace() {
        let mut slow = peer(&["a", "b"]);
        slow.set_pace(Pace { timeout: TIMEOUT, spacing: 2_000 });
        slow.next_to_send(NOW);
        assert_eq!(slow.on_answer("a"), Matched::Answered("a"));
        assert!(slow.next_to_send(NOW.plus(1_999)).is_none());
        assert_eq!(slow.next_deadline(), Some(NOW.plus(2_000)));
        assert!(slow.next_to_send(NOW.plus(2_000)).is_some());
    }

    #[test]
    fn a_closed_connection_hands_every_ticket_back() {
        let mut peer = peer(&["a", "b", "c"]);
        peer.next_to_send(NOW);
        assert_eq!(peer.close(), ["a", "b", "c"]);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Enqueue,
        Send,
        Answer(usize),
        Wait(i64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            Just(Step::Enqueue),
            Just(Step::Send),
            (0..40_usize).prop_map(Step::Answer),
            (0..40_000_i64).prop_map(Step::Wait),
        ];
        proptest::collection::vec(step, 0..200)
    }

    proptest! {
        #[test]
        fn every_ticket_comes_back_exactly_once(steps in steps()) {
            let mut peer = Peer::new(PACE);
            let (mut now, mut asked, mut back) = (NOW, 0_usize, Vec::new());
            for step in steps {
                match step {
                    Step::Enqueue => {
                        peer.enqueue(asked.to_string(), reset(), asked);
                        asked += 1;
                    }
                    Step::Send => drop(peer.next_to_send(now)),
                    Step::Answer(id) => {
                        if let Matched::Answered(ticket) = peer.on_answer(&id.to_string()) {
                            prop_assert_eq!(ticket, id);
                            back.push(ticket);
                        }
                    }
                    Step::Wait(ms) => {
                        now = now.plus(ms);
                        back.extend(peer.on_time(now));
                    }
                }
            }
            back.extend(peer.close());
            back.sort_unstable();
            prop_assert_eq!(back, (0..asked).collect::<Vec<_>>());
        }
    }
}
