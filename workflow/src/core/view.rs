//! What a step shows, without a word about how.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::error::Result;
use super::graph::{Edge, Graph, StepInfo};
use super::input::Kind;
use super::markup::Markup;
use super::media::Media;

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
    rows: Vec<Vec<Cow<'static, str>>>,
    #[serde(skip)]
    hidden: Vec<Cow<'static, str>>,
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
    pub fn link(mut self, label: impl Into<String>, address: impl Into<String>) -> Self {
        self.text = self.text.plain("\n").link(label, address);
        self
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
                let button = Button { label: edge.label.into(), edge: edge.name.into(), choice: None };
                match self.rows.iter().position(|row| row.iter().any(|name| name == edge.name)) {
                    Some(row) => named.push((row, button)),
                    None => actions.push(button),
                }
            } else if let Some(takes) = edge.takes {
                match takes.kind {
                    Kind::Choice => open.push(
                        takes
                            .options
                            .iter()
                            .map(|option| Button {
                                label: option.label.into(),
                                edge: edge.name.into(),
                                choice: Some(option.name.into()),
                            })
                            .collect(),
                    ),
                    kind => self.hint = self.hint.or(Some(Hint { kind, text: hint_of(edge) })),
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
        self
    }
}

/// The button that goes back to the step before.
pub(crate) fn back_button() -> Button {
    Button { label: "Back".into(), edge: BACK.into(), choice: None }
}

/// What stands for going back where the name of an edge is expected: no function can be called so.
pub const BACK: &str = "(back)";

fn hint_of(edge: &Edge) -> String {
    edge.label.into()
}

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
}

/// What the user may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hint {
    /// The kind of input.
    pub kind: Kind,
    /// What it is for, in a few words.
    pub text: String,
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
    message = "a view can't return `{Self}`",
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
        Ok(self)
    }
}

impl IntoView for Result<View> {
    fn into_view(self) -> Result<View> {
        self
    }
}
