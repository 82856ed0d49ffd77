//! The layout of the crate `dagre`: layers with few crossings.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::{LabelPos, LayoutOptions};
use dagre::{EdgeLabel, NodeLabel};

use super::{Layout, Link, Node, Placed, Point, Route};

/// Layers by `dagre`.
///
/// It panics on some graphs of its own making, so whatever it does stays in here: `None` is given and another layout
/// is taken.
pub(crate) struct Layered;

impl Layout for Layered {
    fn place(&self, nodes: &[Node], links: &[Link]) -> Option<Placed> {
        catch_unwind(AssertUnwindSafe(|| run(nodes, links))).ok().flatten()
    }
}

fn run(nodes: &[Node], links: &[Link]) -> Option<Placed> {
    let mut graph = Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    for (index, node) in nodes.iter().enumerate() {
        let label = NodeLabel { width: node.size.w, height: node.size.h, ..NodeLabel::default() };
        graph.set_node(index.to_string(), Some(label));
    }
    for (index, node) in nodes.iter().enumerate() {
        if let Some(size) = node.beside {
            let label = EdgeLabel { width: size.w, height: size.h, labelpos: LabelPos::Center, ..EdgeLabel::default() };
            graph.set_edge(index.to_string(), index.to_string(), Some(label), Some("beside"));
        }
    }
    for (index, link) in links.iter().enumerate() {
        let size = link.label.unwrap_or_default();
        let label = EdgeLabel {
            width: size.w,
            height: size.h,
            weight: link.weight,
            labelpos: LabelPos::Center,
            ..EdgeLabel::default()
        };
        graph.set_edge(link.from.to_string(), link.to.to_string(), Some(label), Some(&index.to_string()));
    }

    let options = LayoutOptions { nodesep: 30.0, edgesep: 16.0, ranksep: 62.0, ..LayoutOptions::default() };
    dagre::layout::layout(&mut graph, Some(options));

    let places = (0..nodes.len()).map(|index| {
        let node = graph.node(&index.to_string())?;
        Some(Point { x: node.x?, y: node.y? })
    });
    let routes = links.iter().enumerate().map(|(index, link)| {
        let edge = graph.edge(&link.from.to_string(), &link.to.to_string(), Some(&index.to_string()))?;
        let inner = edge.points.get(1..edge.points.len().checked_sub(1)?)?;
        let points = inner.iter().map(|point| Point { x: point.x, y: point.y }).collect();
        let label = edge.x.zip(edge.y).map(|(x, y)| Point { x, y });
        Some(Route { points, label: link.label.and(label) })
    });
    Some(Placed { nodes: places.collect::<Option<_>>()?, routes: routes.collect::<Option<_>>()? })
}
