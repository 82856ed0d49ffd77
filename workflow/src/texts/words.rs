//! What is said in one language.

use std::borrow::Cow;

use super::arguments::{Marks, given};
use super::catalog::Language;
use super::keys::{TextKey, about};
use super::styled::read;
use crate::core::graph::{Edge, Graph, StepInfo};
use crate::core::input::ChoiceOption;
use crate::core::locale::Locale;
use crate::core::phrase::{Argument, Phrase};

/// What there is to say in one language: see [`Texts::words`](super::Texts::words).
#[derive(Clone, Copy)]
pub struct Words<'t> {
    /// None for the language of the code.
    language: Option<&'t Language>,
    /// What says what that one lacks.
    wider: Option<&'t Language>,
    source: &'t Locale,
}

impl<'t> Words<'t> {
    pub(super) fn new(language: Option<&'t Language>, wider: Option<&'t Language>, source: &'t Locale) -> Self {
        Self { language, wider, source }
    }

    /// The language that is spoken.
    pub fn locale(&self) -> &'t Locale {
        self.language.map_or(self.source, |language| &language.tag)
    }

    /// What this phrase is in this language; as the code says it, when there is no translation.
    pub fn say(&self, phrase: impl Into<Phrase>) -> String {
        let phrase = phrase.into();
        self.translated(&phrase).unwrap_or_else(|| self.as_written(&phrase))
    }

    /// The same of words without arguments: they are not copied where they are said as the code says them.
    pub(crate) fn word<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_source() {
            return Cow::Borrowed(text);
        }
        let key = TextKey::of_phrase(Phrase::key_of(text));
        let found = self.find(|language| language.text(&key, |_| ()));
        found.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Whether all is said as the code says it.
    pub(super) fn is_source(&self) -> bool {
        self.language.is_none()
    }

    /// What the language has, or else the one that it is a dialect of.
    pub(super) fn find<T>(&self, text: impl Fn(&Language) -> Option<T>) -> Option<T> {
        let found = self.language.and_then(&text);
        found.or_else(|| self.wider.and_then(&text))
    }

    fn translated(&self, phrase: &Phrase) -> Option<String> {
        if self.is_source() {
            return None;
        }
        let key = TextKey::of_phrase(phrase.key());
        self.find(|language| language.text(&key, |into| given(self, phrase.arguments(), Marks::Plain, into)))
    }

    /// The phrase as the code says it; what is put into it is said in this language all the same.
    fn as_written(&self, phrase: &Phrase) -> String {
        if self.is_source() {
            return phrase.to_string();
        }
        let said = |(name, argument): &(Cow<'static, str>, Argument)| (name.clone(), self.argument(argument));
        let written = Phrase::new(phrase.text().to_owned());
        phrase.arguments().iter().map(said).fold(written, |phrase, (name, text)| phrase.with(name, text)).to_string()
    }

    pub(super) fn argument(&self, argument: &Argument) -> String {
        let list = |phrases: &[Phrase]| phrases.iter().map(|phrase| self.say(phrase.clone())).collect::<Vec<_>>();
        match argument {
            Argument::Phrase(phrase) => self.say((**phrase).clone()),
            Argument::Choice(option) => self.option(option).into_owned(),
            Argument::AnyOf(phrases) => list(phrases).join(&format!(" {} ", self.word("or"))),
            Argument::Lines(phrases) => list(phrases).join("\n"),
            Argument::Text(_) | Argument::Number(_) => argument.to_string(),
        }
    }

    /// The label of an option of a closed set.
    pub(super) fn option(&self, option: &'static ChoiceOption) -> Cow<'static, str> {
        let found = self.find(|language| language.text(&TextKey::of_option(option), |_| ()));
        found.map_or(Cow::Borrowed(option.label), Cow::Owned)
    }

    /// The label of an edge of this name at the step.
    pub(crate) fn edge(&self, graph: &Graph, step: &StepInfo, edge: &str) -> Option<String> {
        self.find(|language| {
            let at_step = language.text(&TextKey::of_edge_at(graph, step, edge), |_| ());
            at_step.or_else(|| language.text(&TextKey::of_edge(graph, edge), |_| ()))
        })
    }

    /// What stands beside the command of an entry.
    pub(crate) fn about(&self, graph: &Graph, entry: &Edge) -> String {
        let found = self.find(|language| {
            let own = language.text(&TextKey::of_edge(graph, entry.name), |_| ());
            own.or_else(|| language.text(&TextKey::of_workflow(graph), |_| ()).filter(|_| entry.docs.is_empty()))
        });
        found.unwrap_or_else(|| about(graph, entry).to_owned())
    }

    /// The title of a step: the first line of what it says.
    pub(crate) fn title(&self, graph: &Graph, step: &StepInfo) -> String {
        // What says something of a session is no title.
        let found = self.find(|language| {
            let own = language.text(&TextKey::of_title(graph, step), |_| ());
            own.or_else(|| language.bare(&TextKey::of_step(graph, step)))
        });
        let title = found.as_deref().map(|text| read(text).to_plain());
        let title = title.as_deref().and_then(|text| text.lines().next()).map(str::to_owned);
        title.unwrap_or_else(|| step.title().to_owned())
    }
}

impl std::fmt::Debug for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Words").field(self.locale()).finish()
    }
}
