//! Whether the picture in the docs, which is read from the tokens, says what the types say.

use super::super::effect::Names;
use super::super::graph::{Edge, From, Graph, StepInfo};
use super::{Message, same};

/// An edge as its signature is written.
pub struct Drawn {
    /// The function's name.
    pub edge: &'static str,
    /// The step that it begins at, if it begins at one.
    pub from: Option<&'static str>,
    /// The steps that it leads to.
    pub to: &'static [&'static str],
    /// Whether it says `Rewind`.
    pub rewinds: bool,
    /// The functions' names of its effects.
    pub effects: &'static [&'static str],
}

/// The first difference between `edges` and those of `graph`. As every step but an end is left by an edge and every step
/// is reached by one, the same edges are the same steps and ends.
pub const fn drawn(graph: Option<&Graph>, sound: bool, workflow: &str, edges: &[Drawn]) -> Option<Message> {
    let Some(graph) = graph else { return None };
    if !sound || edges.len() != graph.edges().len() {
        return None;
    }
    let mut i = 0;
    while i < edges.len() {
        let (edge, drawn, steps) = (&graph.edges()[i], &edges[i], graph.steps());
        let about = Message::new("the docs of `").then(workflow).then("` would show another graph: `").then(drawn.edge);
        if let (From::Step(from), Some(name)) = (edge.from, drawn.from)
            && !same(steps[from].ident, name)
        {
            return Some(differs(about.then("` begins at `"), steps[from].ident, name));
        }
        if let Some((is, name)) = target(edge, drawn, steps) {
            return Some(differs(about.then("` leads to `"), is, name));
        }
        let asks = match asked(edge.effects, drawn.effects, 0) {
            Some(count) => count == drawn.effects.len(),
            None => false,
        };
        if !asks || edge.rewinds != drawn.rewinds || edge.to.len() != drawn.to.len() {
            return Some(about.then("` does not say by their own names what it returns").then(HELP));
        }
        i += 1;
    }
    None
}

const HELP: &str = ". Write steps, effects, `To`, `Rewind` and `With` as they are, without an alias";

const fn differs(about: Message, is: &str, name: &str) -> Message {
    about.then(is).then("`, but its signature says `").then(name).then("`").then(HELP)
}

/// The first step that it leads to under another name.
const fn target(edge: &Edge, drawn: &Drawn, steps: &'static [StepInfo]) -> Option<(&'static str, &'static str)> {
    let mut i = 0;
    while i < edge.to.len() && i < drawn.to.len() {
        let (is, name) = (steps[edge.to[i]].ident, drawn.to[i]);
        if !same(is, name) {
            return Some((is, name));
        }
        i += 1;
    }
    None
}

/// How many of `drawn` from position `at` on are the names of `effects`, counted with those before; none when they
/// differ.
const fn asked(effects: Names, drawn: &[&str], at: usize) -> Option<usize> {
    match effects {
        Names::One(name) if at < drawn.len() && same(name, drawn[at]) => Some(at + 1),
        Names::One(_) => None,
        Names::Many(all) => {
            let (mut i, mut at) = (0, at);
            while i < all.len() {
                match asked(all[i], drawn, at) {
                    Some(next) => at = next,
                    None => return None,
                }
                i += 1;
            }
            Some(at)
        }
    }
}
