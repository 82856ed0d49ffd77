//! What an engine says to users, in their languages.

use std::sync::Arc;

use super::snapshot::Showing;
use super::{Command, Engine, Shared, served};
use crate::core::context::User;
use crate::core::locale::Locale;
use crate::texts::{Texts, Words};

impl Engine {
    /// The commands that begin a workflow, in the order in which the workflows were given.
    pub fn commands(&self) -> Vec<Command> {
        self.commands_in(&Locale::default())
    }

    /// The same, as they are told to those who want to be answered in `locale`.
    pub fn commands_in(&self, locale: &Locale) -> Vec<Command> {
        self.shared.commands_in(locale).collect()
    }

    /// Those of them that are there for this user, as the flags say (see [`Builder::flags`](crate::Builder::flags)).
    pub fn commands_of(&self, user: &User) -> Vec<Command> {
        self.shared.commands_of(user).collect()
    }

    /// What there is to say to those who want to be answered in `locale` (see [`Builder::texts`](crate::Builder::texts)).
    pub fn words(&self, locale: &Locale) -> Words<'_> {
        self.shared.words(locale)
    }

    /// The texts in other languages than that of the code.
    pub fn texts(&self) -> &Texts {
        &self.shared.texts
    }
}

impl Shared {
    pub(super) fn words(&self, locale: &Locale) -> Words<'_> {
        self.texts.words(locale)
    }

    /// What snapshots are made with.
    pub(super) fn showing(&self) -> Showing {
        Showing { tokens: Arc::clone(&self.tokens), texts: Arc::clone(&self.texts) }
    }

    /// The commands, as they are told to those who want to be answered in `locale`.
    pub(super) fn commands_in(&self, locale: &Locale) -> impl Iterator<Item = Command> {
        let words = self.words(locale);
        self.served.iter().flat_map(move |served| served::commands(&**served, words))
    }

    /// The commands that are there for this user.
    pub(super) fn commands_of(&self, by: &User) -> impl Iterator<Item = Command> {
        let commands = self.commands_in(by.locale());
        commands.filter(|command| self.started(command.name, by).is_some())
    }
}
