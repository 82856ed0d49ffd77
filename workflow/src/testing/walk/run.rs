//! One conversation of a walk.

use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, PoisonError};

use super::Walk;
use super::act::{Act, Chats};
use super::model::Model;
use super::throw::Throw;
use crate::core::decide::panic_text;
use crate::core::step::Workflow;
use crate::testing::chat::Chat;
use crate::testing::coverage::Coverage;

/// What is done.
pub(super) enum Plan<'a> {
    /// What chance says.
    Thrown(&'a [Throw]),
    /// These steps, as far as they can be taken.
    Script(&'a [Act]),
}

/// How a conversation went.
pub(super) struct Went {
    pub(super) acts: Vec<Act>,
    /// What did not hold, and the conversation.
    pub(super) failed: Option<Failed>,
    pub(super) coverage: Coverage,
}

pub(super) struct Failed {
    pub(super) why: String,
    pub(super) transcript: String,
}

/// Has a conversation, in a runtime of its own: nothing of it is left behind.
pub(super) fn run<W: Workflow>(walk: &Walk<W>, plan: &Plan<'_>) -> Result<Went, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.map_err(|error| format!("there is no runtime: {error}"))?;
    let acts = Mutex::new(Vec::new());
    let walking = AssertUnwindSafe(|| runtime.block_on(converse(walk, plan, &acts)));
    let ended = std::panic::catch_unwind(walking);
    let acts = acts.into_inner().unwrap_or_else(PoisonError::into_inner);
    match ended {
        Ok(ended) => {
            let (failed, coverage) = ended?;
            Ok(Went { acts, failed, coverage })
        }
        Err(panic) => {
            let failed = Failed { why: panic_text(&*panic).to_owned(), transcript: String::new() };
            Ok(Went { acts, failed: Some(failed), coverage: Coverage::of::<W>() })
        }
    }
}

async fn converse<W: Workflow>(
    walk: &Walk<W>,
    plan: &Plan<'_>,
    done: &Mutex<Vec<Act>>,
) -> Result<(Option<Failed>, Coverage), String> {
    let ann = Chat::open_world((walk.open.0)()).await?;
    let mut actors = Vec::new();
    for role in roles::<W>() {
        actors.push((role, ann.as_actor(role).await));
    }
    let mut chats = Chats { ann, actors };
    let mut model = Model::default();
    let length = match plan {
        Plan::Thrown(throws) => throws.len(),
        Plan::Script(acts) => acts.len(),
    };
    let mut failed = None;
    for at in 0..length {
        let act = match plan {
            Plan::Thrown(throws) => throws.get(at).and_then(|throw| throw.act(walk, &chats)),
            Plan::Script(acts) => acts.get(at).cloned(),
        };
        let Some(act) = act else { continue };
        if let Err(why) = step(walk, &mut chats, &mut model, act, done).await {
            failed = Some(why);
            break;
        }
    }
    if failed.is_none() {
        failed = chats.ann.restart().tried().await.and_then(|()| model.same_as_before(&chats.ann)).err();
    }
    let failed = failed.map(|why| Failed { why, transcript: chats.ann.transcript() });
    Ok((failed, chats.ann.coverage::<W>()))
}

async fn step<W: Workflow>(
    walk: &Walk<W>,
    chats: &mut Chats,
    model: &mut Model,
    act: Act,
    done: &Mutex<Vec<Act>>,
) -> Result<(), String> {
    let taken = act.take(chats).await;
    if !matches!(taken, Ok(false)) {
        done.lock().unwrap_or_else(PoisonError::into_inner).push(act);
    }
    taken?;
    model.check::<W>(&chats.ann).await?;
    for check in &walk.check {
        let checked = std::panic::catch_unwind(AssertUnwindSafe(|| check(&mut chats.ann)));
        checked.map_err(|panic| panic_text(&*panic).to_owned())??;
    }
    Ok(())
}

fn roles<W: Workflow>() -> Vec<&'static str> {
    let mut roles: Vec<&str> = W::GRAPH.edges().iter().filter_map(|edge| edge.actor).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}
