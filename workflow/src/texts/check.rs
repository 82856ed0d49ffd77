//! What is missing in the translations.

use std::collections::HashSet;
use std::fmt;

use super::catalog::{Language, Texts};
use super::keys::{TextKey, about, is_shown};
use super::own;
use crate::core::graph::{From, Graph, StepInfo};
use crate::core::input::{ChoiceOption, confirm};
use crate::core::locale::Locale;
use crate::core::phrase::Phrase;

/// What a language lacks: written as a fluent file in which the code's own words are to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// The language.
    pub language: Locale,
    /// How many texts there should be.
    pub of: usize,
    /// What is missing.
    pub texts: Vec<MissingText>,
    /// The names that stand in its files and that nothing says.
    pub unused: Vec<String>,
}

/// A text that a language lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingText {
    /// The name under which it is looked for.
    pub name: String,
    /// What the code says there; none of what a `#[view]` puts together.
    pub says: Option<String>,
    /// The fields of the step that says it.
    pub fields: Vec<&'static str>,
}

/// A text that is to be there.
struct Wanted {
    key: TextKey,
    /// Where it may stand instead.
    or: Option<TextKey>,
    says: Option<String>,
    fields: Vec<&'static str>,
}

impl Wanted {
    fn new(key: TextKey, says: impl Into<String>) -> Self {
        Self { key, or: None, says: Some(says.into()), fields: Vec::new() }
    }

    fn of_phrase(text: &str) -> Self {
        Self::new(TextKey::of_phrase(Phrase::key_of(text)), text)
    }

    fn of_view(key: TextKey, step: &StepInfo) -> Self {
        Self { key, or: None, says: None, fields: step.fields.iter().map(|field| field.name).collect() }
    }

    fn is(&self, key: &TextKey) -> bool {
        self.key == *key || self.or.as_ref() == Some(key)
    }
}

impl Texts {
    /// What each language lacks to say all that workflows with these graphs and code with these `phrases` say.
    pub fn missing<'a>(
        &self,
        graphs: impl IntoIterator<Item = &'static Graph>,
        phrases: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Missing> {
        let mut wanted: Vec<Wanted> = graphs.into_iter().flat_map(of_graph).collect();
        wanted.extend(phrases.into_iter().chain(own::ALL.iter().copied()).map(Wanted::of_phrase));
        wanted.extend(confirm::OPTIONS.iter().map(of_option));
        let mut seen = HashSet::new();
        wanted.retain(|wanted| seen.insert(wanted.key.to_string()));
        self.all().map(|language| missing(language, &wanted)).collect()
    }
}

fn missing(language: &Language, wanted: &[Wanted]) -> Missing {
    let has = |wanted: &Wanted| language.has(&wanted.key) || wanted.or.as_ref().is_some_and(|key| language.has(key));
    let lacks = wanted.iter().filter(|wanted| !has(wanted)).map(|wanted| MissingText {
        name: wanted.key.to_string(),
        says: wanted.says.clone(),
        fields: wanted.fields.clone(),
    });
    // The value of a message whose attributes are used is a title for whoever reads the file.
    let is_used = |key: &TextKey| {
        let is_title = |wanted: &Wanted| key.attribute.is_none() && wanted.key.message == key.message;
        wanted.iter().any(|wanted| wanted.is(key) || is_title(wanted))
    };
    Missing {
        language: language.tag.clone(),
        of: wanted.len(),
        texts: lacks.collect(),
        unused: language.added.iter().filter(|key| !is_used(key)).map(ToString::to_string).collect(),
    }
}

fn of_option(option: &ChoiceOption) -> Wanted {
    Wanted::new(TextKey::of_option(option), option.label)
}

fn of_graph(graph: &'static Graph) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let has_view = |index: usize| graph.views().iter().any(|view| view.step == index && view.actor.is_none());
    for (index, step) in graph.steps().iter().enumerate() {
        let key = TextKey::of_step(graph, step);
        wanted.push(if has_view(index) { Wanted::of_view(key, step) } else { Wanted::new(key, own(step)) });
    }
    // Asked by the title before it is left.
    for work in graph.work().iter().filter(|work| work.child.is_none()) {
        if let Some(step) = graph.steps().get(work.step) {
            let or = (!has_view(work.step)).then(|| TextKey::of_step(graph, step));
            wanted.push(Wanted { or, ..Wanted::new(TextKey::of_title(graph, step), step.title()) });
        }
    }
    for view in graph.views() {
        if let (Some(role), Some(step)) = (view.actor, graph.steps().get(view.step)) {
            wanted.push(Wanted::of_view(TextKey::of_role(graph, step, role), step));
        }
    }
    for edge in graph.edges().iter().filter(|edge| is_shown(edge)) {
        let says = if edge.from == From::Entry { about(graph, edge) } else { edge.label };
        let everywhere = TextKey::of_edge(graph, edge.name);
        let is_one = graph.edges().iter().all(|other| other.name != edge.name || other.label == edge.label);
        let step = match edge.from {
            From::Step(index) if !is_one => graph.steps().get(index),
            _ => None,
        };
        wanted.push(match step {
            Some(step) => {
                Wanted { or: Some(everywhere), ..Wanted::new(TextKey::of_edge_at(graph, step, edge.name), says) }
            }
            None => {
                let or = (edge.from == From::Entry && edge.docs.is_empty()).then(|| TextKey::of_workflow(graph));
                Wanted { or, ..Wanted::new(everywhere, says) }
            }
        });
        wanted.extend(edge.takes.into_iter().flat_map(|takes| takes.kinds()).flat_map(|(_, of)| of).map(of_option));
    }
    wanted.extend(graph.says().iter().map(|text| Wanted::of_phrase(text)));
    wanted
}

fn own(step: &StepInfo) -> &'static str {
    if step.docs.is_empty() { step.ident } else { step.docs }
}

impl fmt::Display for Missing {
    /// As a fluent file: what belongs to one message stands together.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}: {} of {} texts are missing", self.language, self.texts.len(), self.of)?;
        let parted = |text: &MissingText| match text.name.split_once('.') {
            Some((message, attribute)) => (message.to_owned(), Some(attribute.to_owned())),
            None => (text.name.clone(), None),
        };
        let mut sorted: Vec<_> = self.texts.iter().map(|text| (parted(text), text)).collect();
        // The value of a message comes first; its attributes stay in the order of the code.
        sorted.sort_by_key(|((message, attribute), _)| (message.clone(), attribute.is_some()));
        let mut within = None;
        for ((message, attribute), text) in sorted {
            let says = pattern(&message, text.says.as_deref().unwrap_or_default());
            let is_new = within.as_ref() != Some(&message);
            if text.says.is_none() {
                writeln!(f, "# said by a view; fields: {}", text.fields.join(", "))?;
            }
            match attribute {
                Some(attribute) if is_new => writeln!(f, "{message} =\n    .{attribute} = {says}")?,
                Some(attribute) => writeln!(f, "    .{attribute} = {says}")?,
                None => writeln!(f, "{message} = {says}")?,
            }
            within = Some(message);
        }
        self.unused.iter().try_for_each(|key| writeln!(f, "# `{key}` is not used"))
    }
}

/// What the code says, as a fluent pattern. In a phrase, `{name}` is an argument.
fn pattern(key: &str, says: &str) -> String {
    let mut pattern = String::new();
    for letter in says.chars() {
        match letter {
            '{' if key.starts_with("say-") => pattern.push_str("{ $"),
            '}' if key.starts_with("say-") => pattern.push_str(" }"),
            '{' | '}' => pattern.push_str(&format!("{{ \"{letter}\" }}")),
            letter => pattern.push(letter),
        }
    }
    let lines: Vec<String> = pattern.lines().map(|line| block(line.trim_end())).collect();
    match lines.as_slice() {
        [] => "{ \"\" }".to_owned(),
        [one] => one.clone(),
        several => format!("\n    {}", several.join("\n    ")),
    }
}

/// A line of a block can't begin with what means something there.
fn block(line: &str) -> String {
    match line.chars().next() {
        Some(first @ ('.' | '*' | '[')) => format!("{{ \"{first}\" }}{}", line.split_at(1).1),
        _ => line.to_owned(),
    }
}
