//! Work and effects that wait until they are told how to end, and what went wrong in user code.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::oneshot;

use super::coverage::{self, Coverage, Taken};
use super::samples::{self, SampleKind};
use crate::core::context::Progress;
use crate::core::dispatch::BoxFuture;
use crate::core::error::Error;
use crate::core::session::SessionKey;
use crate::core::view::BACK;
use crate::engine::{Attempt, Stage, Told};

/// What happens behind the conversation.
#[derive(Default)]
pub(super) struct Backstage(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    waiting: Vec<Waiting>,
    /// The keys of real functions that run.
    running: HashSet<String>,
    faults: Vec<String>,
    taken: Vec<Taken>,
    begun: u64,
}

struct Waiting {
    number: u64,
    name: &'static str,
    key: String,
    of: SessionKey,
    what: What,
    progress: Option<Progress>,
    order: oneshot::Sender<Order>,
}

/// What is waiting to be told how it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Work,
    Effect,
}

/// How an attempt ends.
pub(super) enum Order {
    Gives(Value),
    Fails(Error),
    /// As the user's own function does.
    Real,
}

impl Backstage {
    /// The names of what waits because of this key's sessions, in the order in which it began.
    pub(super) fn waiting(&self, of: &SessionKey, what: Option<What>) -> Vec<&'static str> {
        let inner = self.inner();
        let wanted = inner.waiting.iter().filter(|waiting| waiting.of == *of && what.is_none_or(|w| w == waiting.what));
        wanted.map(|waiting| waiting.name).collect()
    }

    /// Whether work or an effect of this key waits to be told or runs.
    pub(super) fn has_begun(&self, key: &str) -> bool {
        let inner = self.inner();
        inner.waiting.iter().any(|waiting| waiting.key == key) || inner.running.contains(key)
    }

    pub(super) fn is_running(&self) -> bool {
        !self.inner().running.is_empty()
    }

    /// Tells the first that waits under this name how to end. False when there is none.
    pub(super) fn tell(&self, of: &SessionKey, name: &str, order: Order) -> bool {
        let mut inner = self.inner();
        let Some(at) = inner.waiting.iter().position(|waiting| waiting.of == *of && waiting.name == name) else {
            return false;
        };
        let waiting = inner.waiting.remove(at);
        if matches!(order, Order::Real) {
            inner.running.insert(waiting.key);
        }
        drop(inner);
        waiting.order.send(order).is_ok()
    }

    /// The progress of the first that waits under this name.
    pub(super) fn progress(&self, of: &SessionKey, name: &str) -> Option<Progress> {
        let inner = self.inner();
        inner.waiting.iter().find(|waiting| waiting.of == *of && waiting.name == name)?.progress.clone()
    }

    /// What went wrong in user code since the last call.
    pub(super) fn take_faults(&self) -> Vec<String> {
        std::mem::take(&mut self.inner().faults)
    }

    pub(super) fn coverage(&self, coverage: &mut Coverage) {
        for taken in &self.inner().taken {
            coverage.take(taken);
        }
    }

    /// Waits for the order, and does as it says.
    fn attempt<T: Send + 'static>(
        self: Arc<Self>,
        what: What,
        attempt: Attempt<T>,
        give: impl FnOnce(Value) -> T + Send + 'static,
    ) -> BoxFuture<'static, Result<T, Error>> {
        /// Forgets the attempt when it has ended or is given up.
        struct Gone(Arc<Backstage>, u64, String);
        impl Drop for Gone {
            fn drop(&mut self) {
                let mut inner = self.0.inner();
                inner.waiting.retain(|waiting| waiting.number != self.1);
                inner.running.remove(&self.2);
            }
        }
        let Attempt { name, of, key, progress, real } = attempt;
        let (order, told) = oneshot::channel();
        let key = key.to_string();
        let number = {
            let mut inner = self.inner();
            inner.begun += 1;
            let number = inner.begun;
            inner.waiting.push(Waiting { number, name, key: key.clone(), of, what, progress, order });
            number
        };
        let gone = Gone(self, number, key);
        Box::pin(async move {
            let _gone = gone;
            match told.await {
                Ok(Order::Gives(value)) => Ok(give(value)),
                Ok(Order::Fails(error)) => Err(error),
                Ok(Order::Real) => real.await,
                Err(_) => std::future::pending().await,
            }
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stage for Arc<Backstage> {
    fn work(&self, attempt: Attempt<Value>) -> BoxFuture<'static, Result<Value, Error>> {
        Arc::clone(self).attempt(What::Work, attempt, |value| value)
    }

    fn effect(&self, attempt: Attempt<()>) -> BoxFuture<'static, Result<(), Error>> {
        Arc::clone(self).attempt(What::Effect, attempt, drop)
    }

    fn decided(&self, decided: Told<'_>) {
        let Told { graph, version, from, edge, to, effects, result } = decided;
        let workflow = graph.name();
        let data = Value::Object(to.data.clone());
        samples::record(workflow, version, SampleKind::Step, &to.step, &data);
        for (name, payload) in effects {
            samples::record(workflow, version, SampleKind::Effect, name, payload);
        }
        if let Some((work, result)) = result {
            samples::record(workflow, version, SampleKind::Result, work, result);
        }
        if let Some(edge) = edge.filter(|edge| *edge != BACK) {
            let from = from.map(str::to_owned);
            let taken = Taken { workflow, from, edge, to: to.step.to_string() };
            coverage::record(taken.clone());
            self.inner().taken.push(taken);
        }
    }

    fn fault(&self, what: String) {
        self.inner().faults.push(what);
    }
}
