//! What is missing in the translations.

use std::fmt;

use super::catalog::{Language, Texts};
use super::keys::{TextKey, about, is_shown};
use super::own;
use crate::core::graph::{From, Graph, StepInfo};
use crate::core::input::confirm;
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
    /// The names that are missing, and what the code says there.
    pub texts: Vec<(String, String)>,
    /// The names that stand in its files and that nothing says.
    pub unused: Vec<String>,
}

impl Texts {
    /// What each language lacks to say all that workflows with these graphs and code with these `phrases` say.
    pub fn missing<'a>(
        &self,
        graphs: impl IntoIterator<Item = &'static Graph>,
        phrases: impl IntoIterator<Item = &'a str>,
    ) -> Vec<Missing> {
        let mut wanted: Vec<(TextKey, String)> = graphs.into_iter().flat_map(of_graph).collect();
        wanted.extend(phrases.into_iter().chain(own::ALL.iter().copied()).map(of_phrase));
        wanted.extend(confirm::OPTIONS.iter().map(|option| (TextKey::of_option(option), option.label.to_owned())));
        let mut seen = std::collections::HashSet::new();
        wanted.retain(|(key, _)| seen.insert(key.to_string()));
        self.all().map(|language| missing(language, &wanted)).collect()
    }
}

fn missing(language: &Language, wanted: &[(TextKey, String)]) -> Missing {
    let lacks = wanted.iter().filter(|(key, _)| !language.has(key));
    let is_used = |key: &TextKey| wanted.iter().any(|(known, _)| known == key);
    Missing {
        language: language.tag.clone(),
        of: wanted.len(),
        texts: lacks.map(|(key, text)| (key.to_string(), text.clone())).collect(),
        unused: language.added.iter().filter(|key| !is_used(key)).map(ToString::to_string).collect(),
    }
}

fn of_phrase(text: &str) -> (TextKey, String) {
    (TextKey::of_phrase(Phrase::key_of(text)), text.to_owned())
}

fn of_graph(graph: &'static Graph) -> Vec<(TextKey, String)> {
    let mut wanted = Vec::new();
    let has_view = |index: usize| graph.views().iter().any(|view| view.step == index && view.actor.is_none());
    for (index, step) in graph.steps().iter().enumerate() {
        let says = if has_view(index) { String::new() } else { own(step).to_owned() };
        wanted.push((TextKey::of_step(graph, step), says));
    }
    for view in graph.views() {
        if let (Some(role), Some(step)) = (view.actor, graph.steps().get(view.step)) {
            wanted.push((TextKey::of_role(graph, step, role), String::new()));
        }
    }
    for edge in graph.edges().iter().filter(|edge| is_shown(edge)) {
        let same = graph.edges().iter().filter(|other| other.name == edge.name);
        let is_one = same.into_iter().all(|other| other.label == edge.label);
        let says = if edge.from == From::Entry { about(graph, edge) } else { edge.label }.to_owned();
        let of_step = match edge.from {
            From::Step(index) if !is_one => graph.steps().get(index),
            _ => None,
        };
        let key = of_step.map_or_else(
            || TextKey::of_edge(graph, edge.name),
            |step| TextKey::of_edge_at(graph, step, edge.name),
        );
        wanted.push((key, says));
        for (_, options) in edge.takes.into_iter().flat_map(|takes| takes.kinds()) {
            wanted.extend(options.iter().map(|option| (TextKey::of_option(option), option.label.to_owned())));
        }
    }
    wanted.extend(graph.says().iter().map(|text| of_phrase(text)));
    wanted
}

fn own(step: &StepInfo) -> &'static str {
    if step.docs.is_empty() { step.ident } else { step.docs }
}

impl fmt::Display for Missing {
    /// As a fluent file: attributes of one message stand together.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# {}: {} of {} texts are missing", self.language, self.texts.len(), self.of)?;
        let mut within: Option<&str> = None;
        let mut sorted: Vec<&(String, String)> = self.texts.iter().collect();
        // The sort is stable: the value of a message comes first, then its attributes, in the order of the code.
        sorted.sort_by_key(|(key, _)| (key.split('.').next().map(str::to_owned), key.contains('.')));
        for (key, says) in sorted {
            let (message, attribute) = key.split_once('.').map_or((key.as_str(), None), |(m, a)| (m, Some(a)));
            if within != Some(message) {
                write!(f, "{message} =")?;
                if attribute.is_some() {
                    writeln!(f)?;
                }
                within = Some(message);
            }
            match attribute {
                Some(attribute) => writeln!(f, "    .{attribute} = {}", pattern(key, says))?,
                None => writeln!(f, " {}", pattern(key, says))?,
            }
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
