//! A workflow that runs inside a step of another one.

use std::fmt;

use super::step::{Step, Workflow};

/// Another workflow, to run inside the step whose `#[invoke]` returns this; its `#[done]` takes the `W` at the end that it
/// came to.
#[must_use = "an `#[invoke]` returns it"]
pub struct Child<W>(W);

impl<W: Workflow> Child<W> {
    /// Begins at `step`.
    pub fn of<S: Step<Workflow = W>>(step: S) -> Self
    where
        W: From<S>,
    {
        Self(W::from(step))
    }

    /// Where it begins.
    pub fn into_workflow(self) -> W {
        self.0
    }
}

impl<W: fmt::Debug> fmt::Debug for Child<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Child").field(&self.0).finish()
    }
}
