//! `getUpdates`.

use std::sync::Arc;

use serde_json::Value;
use tokio::time::{Duration, Instant, timeout_at};

use crate::answer::{Outcome, Refusal};
use crate::parameters::Parameters;
use crate::updates::Ended;
use crate::world::Shared;

const LONGEST: i64 = 50;

pub(crate) async fn get_updates(shared: &Arc<Shared>, parameters: &Parameters) -> Outcome {
    let timeout = parameters.integer("timeout").unwrap_or(0).clamp(0, LONGEST);
    let limit = parameters.integer("limit").unwrap_or(100).clamp(1, 100);
    let deadline = Instant::now() + Duration::from_secs(timeout.unsigned_abs());
    let (turn, mut changed) = {
        let mut world = shared.world();
        if world.webhook.is_some() {
            return Err(Refusal::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ));
        }
        world.updates.allow(parameters.json("allowed_updates").and_then(Result::ok));
        world.updates.confirm(parameters.integer("offset").unwrap_or(0));
        let turn = world.updates.end_poll(Ended::Poll);
        (turn, world.updates.changed.subscribe())
    };
    loop {
        {
            let mut world = shared.world();
            if world.updates.turn != turn {
                return Err(Refusal::conflict(match world.updates.ended {
                    Ended::Poll => {
                        "terminated by other getUpdates request; make sure that only one bot instance is running"
                    }
                    Ended::Webhook => "terminated by setWebhook request",
                }));
            }
            let batch = world.updates.batch(usize::try_from(limit).unwrap_or(100));
            if !batch.is_empty() || Instant::now() >= deadline {
                return Ok(Value::Array(batch).into());
            }
        }
        // Over time is no failure: nothing came.
        let _ = timeout_at(deadline, changed.changed()).await;
    }
}
