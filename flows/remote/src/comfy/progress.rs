//! From the nodes that are done to the part of the whole.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::drawing::Done;
use super::graph::SAMPLER;
use super::socket::Event;

/// What is known of the nodes of a job.
pub(super) struct Progress {
    /// The finished part of each node.
    parts: BTreeMap<String, f32>,
    current: Option<String>,
    /// What was told last: it never goes back.
    told: f32,
}

impl Progress {
    pub(super) fn new(graph: &Map<String, Value>) -> Self {
        Self { parts: graph.keys().map(|id| (id.clone(), 0.0)).collect(), current: None, told: 0.0 }
    }

    /// What to tell now that this has happened.
    pub(super) fn after(&mut self, event: &Event) -> Option<Done<'static>> {
        match event {
            Event::Queue | Event::Ended => return None,
            Event::Started => {}
            Event::Cached(nodes) => {
                for id in nodes {
                    self.set(id, 1.0);
                }
            }
            Event::Node(id) => {
                if let Some(before) = self.current.replace(id.clone()).filter(|before| before != id) {
                    self.set(&before, 1.0);
                }
            }
            Event::Parts(parts) => {
                for (id, part) in parts {
                    self.set(id, *part);
                }
            }
        }
        let whole: f32 = self.parts.keys().map(|id| weight(id)).sum();
        let done: f32 = self.parts.iter().map(|(id, part)| part * weight(id)).sum();
        self.told = self.told.max((done / whole.max(1.0)).clamp(0.0, 1.0));
        Some(Done { part: self.told, doing: self.current.as_deref().map_or(LOADING, doing) })
    }

    fn set(&mut self, id: &str, part: f32) {
        if let Some(known) = self.parts.get_mut(id) {
            *known = known.max(part);
        }
    }
}

const LOADING: &str = "loading the model";

/// What waiting is called.
pub(super) const WAITING: Done<'static> = Done { part: 0.0, doing: "waiting for others" };

fn doing(node: &str) -> &'static str {
    match node {
        SAMPLER => "drawing",
        "decode" | super::graph::SAVE => "finishing",
        "prompt" | "negative" => "reading the prompt",
        "model" | "lora" => LOADING,
        _ => "looking at the pictures",
    }
}

/// The sampler takes nearly all of the time.
fn weight(node: &str) -> f32 {
    if node == SAMPLER { 50.0 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_part_never_goes_back() {
        let graph = json!({ "model": {}, SAMPLER: {}, "save": {} });
        let mut progress = Progress::new(graph.as_object().unwrap());
        let half = progress.after(&Event::Parts(vec![(SAMPLER.to_owned(), 0.5)])).unwrap();
        let again = progress.after(&Event::Parts(vec![(SAMPLER.to_owned(), 0.1)])).unwrap();
        assert!(half.part > 0.4 && half.part < 0.6, "{half:?}");
        assert_eq!(half.part, again.part);
    }

    #[test]
    fn nodes_that_are_not_of_the_graph_count_for_nothing() {
        let graph = json!({ SAMPLER: {} });
        let mut progress = Progress::new(graph.as_object().unwrap());
        let done = progress.after(&Event::Parts(vec![("other".to_owned(), 1.0)])).unwrap();
        assert_eq!(done.part, 0.0);
    }
}
