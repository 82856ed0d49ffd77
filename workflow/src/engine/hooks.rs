//! Hooks: `#[exit]` and `#[entry]` functions, called after the commit in the order of the moves, one at a time for a session
//! key. Observers: what they do wrong harms nobody, how long they take delays no turn. They are not kept: those that were
//! not called when the program ended are never called.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use tracing::Instrument as _;

use super::lanes::Lane;
use super::{Shared, telemetry};
use crate::core::context::Turn;
use crate::core::decide::panic_text;
use crate::core::graph::When;
use crate::core::stored::Stored;

/// A step that was entered or left.
#[derive(Debug, Clone)]
pub(super) struct Passed {
    pub(super) when: When,
    pub(super) stored: Arc<Stored>,
}

/// The calls of one session key that wait.
#[derive(Default)]
pub(super) struct Queue(Mutex<Line>);

#[derive(Default)]
struct Line {
    calls: VecDeque<Call>,
    is_running: bool,
}

struct Call {
    turn: Turn,
    stored: Arc<Stored>,
    index: usize,
}

/// So many calls of one key may wait; what comes then is left out.
const LONGEST: usize = 256;

/// Calls the hooks of the steps that a move passed, after those of the moves before.
pub(super) fn call(shared: &Arc<Shared>, lane: &Arc<Lane>, turn: &Turn, passed: &[Passed]) {
    let mut calls = passed.iter().flat_map(|passed| calls_of(shared, turn, passed)).peekable();
    if calls.peek().is_none() {
        return;
    }
    let mut line = lane.hooks.0.lock().unwrap_or_else(PoisonError::into_inner);
    for call in calls {
        if line.calls.len() < LONGEST {
            line.calls.push_back(call);
        } else {
            tracing::error!(session = %turn.session, workflow = %call.stored.workflow, "a hook is left out: too many wait");
        }
    }
    if !line.is_running {
        line.is_running = true;
        drop(line);
        shared.jobs.spawn(run(Arc::clone(shared), Arc::clone(lane)));
    }
}

fn calls_of(shared: &Shared, turn: &Turn, passed: &Passed) -> Vec<Call> {
    let Some(graph) = shared.served(&passed.stored.workflow).map(super::Served::graph) else { return Vec::new() };
    if graph.hooks().is_empty() {
        return Vec::new();
    }
    let step = graph.steps().iter().position(|step| step.name == passed.stored.step);
    let hooks = graph.hooks().iter().enumerate();
    let wanted = hooks.filter(|(_, hook)| hook.when == passed.when && (hook.step.is_none() || hook.step == step));
    wanted.map(|(index, _)| Call { turn: turn.clone(), stored: Arc::clone(&passed.stored), index }).collect()
}

async fn run(shared: Arc<Shared>, lane: Arc<Lane>) {
    loop {
        let call = {
            let mut line = lane.hooks.0.lock().unwrap_or_else(PoisonError::into_inner);
            let call = line.calls.pop_front();
            line.is_running = call.is_some();
            call
        };
        let Some(Call { turn, stored, index }) = call else { return };
        let Some(served) = shared.served(&stored.workflow) else { continue };
        let called = async {
            match served.hook(&turn, &stored, index) {
                Ok(hook) => hook.await.map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            }
        };
        let name = served.graph().hooks().get(index).map_or("", |hook| hook.name);
        let called = AssertUnwindSafe(called).catch_unwind().instrument(telemetry::hook(
            turn.session,
            &stored.workflow,
            &stored.step,
            name,
        ));
        let why = match tokio::time::timeout(shared.limits.turn_time, called).await {
            Ok(Ok(Ok(()))) => continue,
            Ok(Ok(Err(error))) => error,
            Ok(Err(panic)) => format!("panicked: {}", panic_text(&*panic)),
            Err(_) => "took too long".to_owned(),
        };
        telemetry::broke(&stored.workflow, telemetry::Broken::Hook);
        tracing::error!(session = %turn.session, workflow = %stored.workflow, step = %stored.step, hook = name, %why, "a hook failed");
    }
}
