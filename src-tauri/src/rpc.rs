//! The window's door to the bridge: one command that asks, and the pump of numbered events.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bridge::event::Event;
use bridge::fault::{Fault, FaultCode};
use bridge::{Console, Told};
use serde::Serialize;
use serde_json::Value;
use tauri::State;
use tauri::ipc::Channel;
use tokio::task::AbortHandle;

/// How this door is named in the orders' history.
const DOOR: &str = "window";

/// Answers one bridge request.
#[tauri::command]
pub async fn rpc(request: Value, console: State<'_, Arc<Console>>) -> Result<Value, Fault> {
    let request = serde_json::to_vec(&request)
        .map_err(|error| Fault::new(FaultCode::Invalid).with("field", "request").with("reason", error))?;
    console.request_json(&request, DOOR).await
}

/// What the channel carries: events, and the word that some were missed, after which it ends.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub enum Line {
    /// The next event.
    Event(Box<Event>),
    /// Always `{"gap":true}`.
    Gap {
        /// True.
        gap: bool,
    },
}

/// Sends the events numbered above `since` into the channel until [`unsubscribe`] names the returned id.
#[tauri::command]
pub async fn events(
    since: u64,
    channel: Channel<Line>,
    console: State<'_, Arc<Console>>,
    pumps: State<'_, Pumps>,
) -> Result<u32, Fault> {
    let mut subscription = console.subscribe(since);
    let pump = tokio::spawn(async move {
        loop {
            let (line, last) = match subscription.next().await {
                Told::Event(event) => (Line::Event(event), false),
                Told::Gap => (Line::Gap { gap: true }, true),
                Told::Closed => return,
            };
            // A page that is gone takes nothing more.
            if channel.send(line).is_err() || last {
                return;
            }
        }
    });
    Ok(pumps.keep(pump.abort_handle()))
}

/// Ends a subscription. An id that is gone already does no harm.
#[tauri::command]
pub async fn unsubscribe(id: u32, pumps: State<'_, Pumps>) -> Result<(), Fault> {
    pumps.end(id);
    Ok(())
}

/// The running subscriptions of the window's page.
#[derive(Default)]
pub struct Pumps {
    state: Mutex<Running>,
}

#[derive(Default)]
struct Running {
    last: u32,
    pumps: HashMap<u32, AbortHandle>,
}

impl Pumps {
    fn keep(&self, pump: AbortHandle) -> u32 {
        let mut state = self.state();
        state.pumps.retain(|_, other| !other.is_finished());
        state.last = state.last.wrapping_add(1);
        let id = state.last;
        state.pumps.insert(id, pump);
        id
    }

    fn end(&self, id: u32) {
        if let Some(pump) = self.state().pumps.remove(&id) {
            pump.abort();
        }
    }

    /// Ends all of them: the page that asked for them is being replaced and cannot do it.
    pub fn end_all(&self) {
        for (_, pump) in self.state().pumps.drain() {
            pump.abort();
        }
    }

    /// How many are kept.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.state().pumps.len()
    }

    fn state(&self) -> MutexGuard<'_, Running> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
