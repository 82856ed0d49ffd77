//! What a step shows, without a word about how.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::error::{OrFault, Result};
use super::graph::{Edge, Graph, StepInfo};
use super::input::{ChoiceOption, Kind, confirm};
#[cfg(feature = "engine")]
use super::input::{Fit, Input, Takes};
use super::markup::Markup;
use super::media::Media;
use super::phrase::{Argument, Phrase};
#[cfg(feature = "engine")]
use crate::say;

/// What a step shows: text, media, choices, a hint of what to send.
///
/// A `#[view]` makes one; the buttons of the step's open edges are added to it.
///
/// ```
/// use workflow::prelude::*;
///
/// let view = View::text("Ready?").row(["draw", "reshape"]);
/// assert_eq!(view.text.to_plain(), "Ready?");
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct View {
    /// What is said.
    pub text: Markup,
    /// Pictures and files, in the order in which they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// The buttons, in rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Vec<Button>>,
    /// What the user may send instead of pressing a button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
    /// How far the work of the step is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Done>,
    /// A note beside the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Markup>,
    #[serde(skip)]
    pub(crate) options: Vec<Offered>,
    #[serde(skip)]
    columns: usize,
    #[serde(skip)]
    rows: Vec<Vec<Cow<'static, str>>>,
    #[serde(skip)]
    hidden: Vec<Cow<'static, str>>,
    #[serde(skip)]
    pub(crate) arguments: Vec<(Cow<'static, str>, Argument)>,
    #[serde(skip)]
    pub(crate) links: Vec<(Phrase, String)>,
}

impl View {
    /// A view that says `text`.
    pub fn text(text: impl Into<Markup>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Adds a picture.
    #[must_use]
    pub fn photo(mut self, media: Media) -> Self {
        self.media.push(media);
        self
    }

    /// Offers an option for the step's [`Pick`](crate::Pick): the value that the transition is given, and what its button
    /// says. At most [`View::MOST_OPTIONS`].
    ///
    /// The value is stored with the view, and never leaves the store. One that can't be stored is a fault of the view. A
    /// label that is a text is shown as it is in every language, a [`say!`](crate::say) in the user's.
    #[must_use]
    pub fn option(mut self, value: impl Serialize, label: impl Into<Argument>) -> Self {
        let value = serde_json::to_value(value).map_err(|error| error.to_string());
        self.options.push(Offered { label: label.into(), value });
        self
    }

    /// Puts the options in so many columns: a list of one, unless this says otherwise. A surface that has less room wraps them.
    ///
    /// ```
    /// use workflow::prelude::*;
    ///
    /// let view = (1..=20).fold(View::text("Which place?"), |view, place| view.option(place, format!("{place}"))).columns(5);
    /// ```
    #[must_use]
    pub fn columns(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }

    /// Gives the translations of the text `value` as `$name`, beside the step's fields.
    ///
    /// ```
    /// use workflow::prelude::*;
    ///
    /// let points = 40;
    /// let view = View::text(format!("You have {points} points.")).argument("points", points);
    /// // In `de.ftl`: purse-balance = { $points -> [one] Ein Punkt *[other] { $points } Punkte } sind noch da.
    /// # assert_eq!(view.text.to_plain(), "You have 40 points.");
    /// ```
    #[must_use]
    pub fn argument(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Argument>) -> Self {
        self.arguments.push((name.into(), value.into()));
        self
    }

    /// How many options a view may offer.
    pub const MOST_OPTIONS: usize = 1000;

    /// Puts the buttons of these transitions, by function name, in a row of their own. What is in no row comes below.
    #[must_use]
    pub fn row<N: Into<Cow<'static, str>>>(mut self, transitions: impl IntoIterator<Item = N>) -> Self {
        self.rows.push(transitions.into_iter().map(Into::into).collect());
        self
    }

    /// Leaves out the buttons of these transitions, by function name; they can still be taken by command, or by typing the
    /// label.
    #[must_use]
    pub fn hide<N: Into<Cow<'static, str>>>(mut self, transitions: impl IntoIterator<Item = N>) -> Self {
        self.hidden.extend(transitions.into_iter().map(Into::into));
        self
    }

    /// Shows that `fraction` (0 to 1) of the work is done, and what is going on.
    #[must_use]
    pub fn progress(mut self, fraction: f32, label: impl Into<String>) -> Self {
        self.progress = Some(Done::new(fraction, label));
        self
    }

    /// Adds a note beside the text.
    #[must_use]
    pub fn notice(mut self, notice: impl Into<Markup>) -> Self {
        self.notice = Some(notice.into());
        self
    }

    /// Adds a link below the text.
    #[must_use]
    pub fn link(mut self, label: impl Into<Phrase>, address: impl Into<String>) -> Self {
        self.links.push((label.into(), address.into()));
        self
    }

    /// The button whose label was typed, where nothing of what `takes` something takes the text.
    ///
    /// # Errors
    /// The rejection, when several are labelled like this.
    #[cfg(feature = "engine")]
    pub(crate) fn typed(&self, takes: &[Takes], text: &str) -> Result<Option<&Button>, Phrase> {
        let input = Input::text(text);
        if takes.iter().any(|takes| takes.fit(&input) == Some(Fit::Exact)) {
            return Ok(None);
        }
        let label = text.trim().to_lowercase();
        let mut meant = self.choices.iter().flatten().filter(|button| button.label.to_lowercase() == label);
        match (meant.next(), meant.next()) {
            (Some(_), Some(_)) => {
                Err(say!("There are several “{label}”. Please press the one that you mean.", label = text.trim()))
            }
            (found, _) => Ok(found),
        }
    }

    /// Forgets what it was put together from: that is not stored.
    #[cfg(feature = "engine")]
    pub(crate) fn settle(&mut self) {
        (self.options, self.rows, self.hidden) = (Vec::new(), Vec::new(), Vec::new());
        self.columns = 0;
        (self.arguments, self.links) = (Vec::new(), Vec::new());
        if let Some(hint) = &mut self.hint {
            hint.edge = "";
        }
    }

    /// What a step without a `#[view]` shows: its docs.
    pub(crate) fn of_step(step: &StepInfo) -> Self {
        Self::text(if step.docs.is_empty() { step.ident } else { step.docs })
    }

    /// The view with the buttons and the hint of the edges that leave the step at position `index` and are `open`.
    #[must_use]
    pub(crate) fn complete(mut self, graph: &Graph, index: usize, open_edge: impl Fn(usize, &Edge) -> bool) -> Self {
        let mut open: Vec<Vec<Button>> = Vec::new();
        let mut actions: Vec<Button> = Vec::new();
        let mut named: Vec<(usize, Button)> = Vec::new();
        let edges = graph.edges().iter().enumerate();
        for (_, edge) in edges.filter(|(at, edge)| graph.leaves(edge, index) && open_edge(*at, edge)) {
            if self.hidden.iter().any(|name| name == edge.name) {
                continue;
            }
            if edge.is_action() {
                let button = Button { label: edge.label.into(), edge: edge.name.into(), choice: None, value: None };
                match self.rows.iter().position(|row| row.iter().any(|name| name == edge.name)) {
                    Some(row) => named.push((row, button)),
                    None => actions.push(button),
                }
            } else if let Some(takes) = edge.takes {
                for (kind, options) in takes.kinds() {
                    match kind {
                        Kind::Choice => open.push(buttons(edge, options)),
                        Kind::Confirm => open.push(buttons(edge, &confirm::OPTIONS)),
                        Kind::Pick => open.extend(
                            self.options
                                .chunks(self.columns.max(1))
                                .map(|row| row.iter().map(|option| option.button(edge)).collect()),
                        ),
                        kind => self.hint.get_or_insert_with(|| Hint::new(edge, kind)).add(kind),
                    }
                }
            }
        }
        for (row, names) in self.rows.iter().enumerate() {
            let mut buttons: Vec<Button> =
                named.iter().filter(|(at, _)| *at == row).map(|(_, button)| button.clone()).collect();
            buttons.sort_by_key(|button| names.iter().position(|name| *name == button.edge));
            open.push(buttons);
        }
        open.push(actions);
        open.retain(|row| !row.is_empty());
        self.choices = open;
        let links = self.links.iter().map(|(label, address)| (label.to_string(), address.clone()));
        self.text = with_links(self.text, links);
        self
    }
}

/// The text with each link on a line of its own below.
pub(crate) fn with_links(text: Markup, links: impl Iterator<Item = (String, String)>) -> Markup {
    links.fold(text, |text, (label, address)| text.plain("\n").link(label, address))
}

/// An option of a [`Pick`](crate::Pick), before it is a button.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offered {
    pub(crate) label: Argument,
    value: Result<Value, String>,
}

impl Offered {
    fn button(&self, edge: &Edge) -> Button {
        let value = self.value.clone().ok();
        Button { label: self.label.to_string().into(), edge: edge.name.into(), choice: None, value }
    }
}

/// The buttons of a closed set.
fn buttons(edge: &Edge, options: &'static [ChoiceOption]) -> Vec<Button> {
    let button = |option: &ChoiceOption| Button {
        label: option.label.into(),
        edge: edge.name.into(),
        choice: Some(option.name.into()),
        value: None,
    };
    options.iter().map(button).collect()
}

/// The button that goes back to the step before.
pub(crate) fn back_button() -> Button {
    Button { label: "Back".into(), edge: BACK.into(), choice: None, value: None }
}

/// What stands for going back where the name of an edge is expected: no function can be called so.
pub const BACK: &str = "(back)";

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Button {
    /// What it says.
    pub label: Cow<'static, str>,
    /// The transition that it takes, by function name.
    pub edge: Cow<'static, str>,
    /// The option that it stands for, when the transition takes a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Cow<'static, str>>,
    /// The value that it stands for, when the transition picks one of the view's options.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub value: Option<Value>,
}

/// A value that is there, though it be `null`.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// What the user may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hint {
    /// The kind of input; the first, when there are several.
    pub kind: Kind,
    /// What it is for, in a few words.
    pub text: String,
    /// The other kinds that may be sent too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Kind>,
    /// The transition that takes the first kind, as long as the view is not stored.
    #[serde(skip)]
    pub(crate) edge: &'static str,
}

impl Hint {
    /// All kinds that may be sent, each with its limits: [`Kind::most_files`], [`Kind::most_characters`].
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        std::iter::once(self.kind).chain(self.others.iter().copied())
    }

    fn new(edge: &Edge, kind: Kind) -> Self {
        Self { kind, text: edge.label.into(), others: Vec::new(), edge: edge.name }
    }

    fn add(&mut self, kind: Kind) {
        if !self.kinds().any(|known| known == kind) {
            self.others.push(kind);
        }
    }
}

/// How far a piece of work is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    fraction: f32,
    label: String,
}

impl Done {
    /// That `fraction` is done (cut to 0 to 1; what is no number counts as nothing), and what is going on.
    pub fn new(fraction: f32, label: impl Into<String>) -> Self {
        let fraction = if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) };
        Self { fraction, label: label.into() }
    }

    /// The fraction that is done, 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.fraction
    }

    /// What is going on, in a word or two.
    pub fn label(&self) -> &str {
        &self.label
    }
}

/// What a `#[view]` may return: a [`View`] or a `Result<View>`.
#[diagnostic::on_unimplemented(
    message = "a view can't return `{Self}` [W610]",
    label = "not a view",
    note = "return `View` or `Result<View>`"
)]
pub trait IntoView {
    /// The view.
    ///
    /// # Errors
    /// The rejection or fault of a `Result`.
    fn into_view(self) -> Result<View>;
}

impl IntoView for View {
    fn into_view(self) -> Result<View> {
        if self.options.len() > Self::MOST_OPTIONS {
            let count = self.options.len();
            return Err(format!("a view offers up to {} options, this one {count}", Self::MOST_OPTIONS)).fault();
        }
        match self.options.iter().find_map(|option| option.value.as_ref().err().map(|error| (&option.label, error))) {
            Some((label, error)) => Err(format!("the option “{label}” can't be stored: {error}")).fault(),
            None => Ok(self),
        }
    }
}

impl IntoView for Result<View> {
    fn into_view(self) -> Result<View> {
        self?.into_view()
    }
}
