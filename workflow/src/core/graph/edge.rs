//! One function of a workflow as a way from a step to others.

use std::time::Duration;

use super::super::effect::Names;
use super::super::input::Takes;

/// Where an edge begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// Outside: a way in.
    Entry,
    /// At the step of this position.
    Step(usize),
    /// At every step that is not an end.
    Any,
}

/// What makes an edge be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trigger {
    /// What the user sends or presses.
    User,
    /// The result of the work of this name.
    Done(&'static str),
    /// The failure of the work of this name, after its last retry.
    Failed(&'static str),
    /// So long a stay at the step.
    After(Duration),
}

/// What the type that a transition returns says of it.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Leads {
    pub to: &'static [usize],
    pub rewinds: bool,
    pub effects: Names,
}

/// One function of the impl: a way from a step to others.
#[derive(Debug)]
#[non_exhaustive]
pub struct Edge {
    /// The function's name.
    pub name: &'static str,
    /// Where it begins.
    pub from: From,
    /// The positions of the steps that it may lead to.
    pub to: &'static [usize],
    /// What makes it be taken.
    pub trigger: Trigger,
    /// What the user must send; none for an action.
    pub takes: Option<Takes>,
    /// The commands that the user may type for it, with their slash.
    pub commands: &'static [&'static str],
    /// The button's label.
    pub label: &'static str,
    /// The doc comment, without its indentation.
    pub docs: &'static str,
    /// Whether the user's Back stops here.
    pub commit: bool,
    /// Whether it goes back to the last visit of the step that it leads to.
    pub rewinds: bool,
    /// The guard, as it is written: while it is closed, the edge can't be taken.
    pub guard: Option<&'static str>,
    /// Who may take it, when it is not the session's owner.
    pub actor: Option<&'static str>,
    /// The effects that it may ask for.
    pub effects: Names,
}

impl Edge {
    #[doc(hidden)]
    pub const fn new(name: &'static str, label: &'static str, from: From, leads: Leads) -> Self {
        Self {
            name,
            from,
            to: leads.to,
            trigger: Trigger::User,
            takes: None,
            commands: &[],
            label,
            docs: "",
            commit: false,
            rewinds: leads.rewinds,
            guard: None,
            actor: None,
            effects: leads.effects,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn guard(mut self, guard: &'static str) -> Self {
        self.guard = Some(guard);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn actor(mut self, actor: &'static str) -> Self {
        self.actor = Some(actor);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn trigger(mut self, trigger: Trigger) -> Self {
        self.trigger = trigger;
        self
    }

    #[doc(hidden)]
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, where `get` is not const")]
    pub const fn takes(mut self, takes: &[Option<Takes>]) -> Self {
        let mut i = 0;
        while i < takes.len() {
            if let Some(taken) = takes[i] {
                self.takes = Some(taken);
            }
            i += 1;
        }
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn commands(mut self, commands: &'static [&'static str]) -> Self {
        self.commands = commands;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn commit(mut self) -> Self {
        self.commit = true;
        self
    }

    /// Whether the user takes it by pressing one button: it needs no input and nobody else's doing.
    pub fn is_action(&self) -> bool {
        self.takes.is_none() && self.trigger == Trigger::User && self.from != From::Entry
    }
}
