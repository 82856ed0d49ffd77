//! What is done outside: the work of a step, and the effects of a move.

use std::time::Duration;

/// The work of a step: started when the step is entered, under one key for all its attempts.
#[derive(Debug)]
#[non_exhaustive]
pub struct Work {
    /// The function's name.
    pub name: &'static str,
    /// The position of its step.
    pub step: usize,
    /// How long one attempt may take; `None` for as long as it needs.
    pub timeout: Option<Duration>,
    /// How often it is tried again after the first attempt.
    pub retries: u32,
    /// The wait before the first retry; each further one waits twice as long, up to an hour.
    pub backoff: Duration,
    /// The name of the workflow that it begins inside the step, when it is no work but a `Child`.
    pub child: Option<&'static str>,
}

impl Work {
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        step: usize,
        timeout: Option<Duration>,
        retries: u32,
        backoff: Duration,
    ) -> Self {
        Self { name, step, timeout, retries, backoff, child: None }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn child(mut self, child: Option<&'static str>) -> Self {
        self.child = child;
        self
    }
}

/// Something that is done because of a move, at least once under one key.
#[derive(Debug)]
#[non_exhaustive]
pub struct Effect {
    /// The function's name.
    pub name: &'static str,
    /// The doc comment, without its indentation.
    pub docs: &'static str,
    /// How often it is tried again after the first attempt.
    pub retries: u32,
    /// The wait before the first retry; each further one waits twice as long, up to an hour.
    pub backoff: Duration,
}

impl Effect {
    #[doc(hidden)]
    pub const fn new(name: &'static str, retries: u32, backoff: Duration) -> Self {
        Self { name, docs: "", retries, backoff }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }
}
