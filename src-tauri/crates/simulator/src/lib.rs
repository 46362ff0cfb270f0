//! Chargers that do not exist: seeded stand-ins that speak OCPP 1.6 and 2.0.1 over a real socket, with cars that come,
//! charge along believable curves and leave. For demonstrations, tests and rehearsals.
//!
//! What a charger is and does is a value that is told the time; only `link` and `carry` touch the network.
//!
//! Not here: the centre's side of anything, the disk (what is fetched is hashed and forgotten), the wall clock (it is
//! handed in).

mod bay;
#[cfg(test)]
mod bay_tests;
mod blueprint;
mod car;
mod carry;
mod charger;
#[cfg(test)]
mod charger_tests;
mod curve;
mod door;
mod first;
#[cfg(test)]
mod first_tests;
mod link;
mod message;
mod meter;
mod obey;
mod odd;
mod outlet;
mod plan;
pub mod quirk;
mod told;
mod wire16;
mod wire201;
mod work;

use std::sync::Arc;

use tokio::task::{JoinHandle, JoinSet};

pub use plan::{Clock, Plan};

/// Runs the chargers of a plan. Never returns: whoever called it drops or aborts it.
pub async fn run(plan: Plan) {
    let mut fleet = JoinSet::new();
    for (index, mut blueprint) in blueprint::fleet(plan.chargers).enumerate() {
        let quirks = plan.quirks.get(index).cloned().unwrap_or_default();
        if quirks.iter().any(|quirk| quirk.is_of_first()) {
            blueprint.generation = blueprint::Generation::First;
        }
        let url = format!("{}/{}", plan.url_base.trim_end_matches('/'), blueprint.identity);
        let seed = plan.seed.wrapping_mul(1_000_003).wrapping_add(index as u64);
        // Somebody charges soon after the start, whatever the speed.
        let first = (index < 2).then_some(1.5 + index as f64);
        let charger =
            charger::Charger::new(blueprint, seed, plan.speed, first).with(quirk::Quirks::new(quirks));
        fleet.spawn(link::live(charger, url, Arc::clone(&plan.clock)));
    }
    while let Some(ended) = fleet.join_next().await {
        if let Err(error) = ended {
            tracing::error!(%error, "a simulated charger fell over");
        }
    }
    std::future::pending().await
}

/// Runs the chargers of a plan on their own task; aborting it takes them all away.
pub fn spawn(plan: Plan) -> JoinHandle<()> {
    tokio::spawn(run(plan))
}
