//! The names under which the texts of a workflow are found in a fluent file.

use std::borrow::Cow;

use crate::core::graph::{Edge, From, Graph, StepInfo, Trigger};
use crate::core::input::ChoiceOption;

/// A message, and which of its attributes; its value when none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TextKey {
    pub(super) message: String,
    pub(super) attribute: Option<String>,
}

impl std::fmt::Display for TextKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        self.attribute.iter().try_for_each(|attribute| write!(f, ".{attribute}"))
    }
}

impl TextKey {
    fn value(message: String) -> Self {
        Self { message, attribute: None }
    }

    /// What a phrase says.
    pub(super) fn of_phrase(key: String) -> Self {
        Self::value(key)
    }

    /// What the workflow is for.
    pub(super) fn of_workflow(graph: &Graph) -> Self {
        Self::value(kebab(graph.name()))
    }

    /// What a step says to its session's owner.
    pub(super) fn of_step(graph: &Graph, step: &StepInfo) -> Self {
        Self::value(format!("{}-{}", kebab(graph.name()), kebab(step.name)))
    }

    /// What a step is called, where what it says is no title.
    pub(super) fn of_title(graph: &Graph, step: &StepInfo) -> Self {
        Self { attribute: Some("title".to_owned()), ..Self::of_step(graph, step) }
    }

    /// What a step says to those in a role who have a view of their own.
    pub(super) fn of_role(graph: &Graph, step: &StepInfo, role: &str) -> Self {
        Self::value(format!("{}-{}-for-{}", kebab(graph.name()), kebab(step.name), kebab(role)))
    }

    /// The label of an edge.
    pub(super) fn of_edge(graph: &Graph, edge: &str) -> Self {
        Self { attribute: Some(kebab(edge)), ..Self::of_workflow(graph) }
    }

    /// The label of an edge at one step.
    pub(super) fn of_edge_at(graph: &Graph, step: &StepInfo, edge: &str) -> Self {
        Self { attribute: Some(kebab(edge)), ..Self::of_step(graph, step) }
    }

    /// The label of an option of a closed set.
    pub(super) fn of_option(option: &ChoiceOption) -> Self {
        Self { message: kebab(option.set), attribute: Some(kebab(option.name)) }
    }
}

/// Whether its label is shown to anybody: on a button, beside a command, or as the hint of what to send.
pub(super) fn is_shown(edge: &Edge) -> bool {
    edge.trigger == Trigger::User && (edge.from != From::Entry || !edge.commands.is_empty())
}

/// What an edge is called where it has no doc comment.
pub(super) fn about<'a>(graph: &'a Graph, edge: &'a Edge) -> &'a str {
    let docs = if edge.docs.is_empty() { graph.docs() } else { edge.docs };
    docs.lines().next().unwrap_or_default()
}

/// `AskPrompt` and `ask_prompt` as `ask-prompt`.
pub(super) fn kebab(name: &str) -> String {
    let mut kebab = String::with_capacity(name.len() + 4);
    let mut before = None;
    for letter in name.chars() {
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before: char| before.is_ascii_lowercase() || before.is_ascii_digit());
        if begins || (!letter.is_ascii_alphanumeric() && !kebab.ends_with('-')) {
            kebab.push('-');
        }
        if letter.is_ascii_alphanumeric() {
            kebab.push(letter.to_ascii_lowercase());
        }
        before = Some(letter);
    }
    kebab.trim_matches('-').to_owned()
}

/// The name of a field as an argument: letters, digits, `-` and `_`.
pub(super) fn field(name: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if name.chars().all(is_plain) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.replace(|letter| !is_plain(letter), "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_and_functions_are_alike() {
        for (name, kebabbed) in [
            ("AskPrompt", "ask-prompt"),
            ("other_shape", "other-shape"),
            ("Make", "make"),
            ("Ask2Things", "ask2-things"),
        ] {
            assert_eq!(kebab(name), kebabbed);
        }
        assert_eq!(kebab("r1:b"), "r1-b");
        assert_eq!(field("a.b_c"), "a-b_c");
    }
}
