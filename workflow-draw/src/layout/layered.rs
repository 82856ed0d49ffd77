//! The layout of the crate `dagre`: layers with few crossings.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::{LabelPos, LayoutOptions};
use dagre::{EdgeLabel, NodeLabel};

use super::{Layout, Link, Node, Placed, Point, Route};

/// More nodes than this are not given to `dagre`: it recurses once a rank, and a chain of 3000 nodes overflowed a stack
/// of 2 MiB, which nothing can catch.
const NODES: usize = 400;
/// Neither are links that cross more ranks than this in all: each crossing is a node to it, and its time grows faster
/// than their number.
const LENGTH: usize = 4000;

/// Layers by `dagre`.
///
/// What version 0.1.2 does, and what is done about it:
///
/// - Without its feature `json` it does not compile, so the feature is on.
/// - Recursion: see [`NODES`]. Larger graphs are given up, and another layout takes them.
/// - It has `unwrap` and `expect` in its network simplex. None was hit by tens of thousands of random graphs, with
///   cycles, loops, parallel links and nodes without links; should one be hit, the panic stays in here.
/// - Loops of a node overlap each other's labels. So there is at most one, as wide as all, and they are drawn by us.
/// - Its choice of which links to turn around in a cycle follows the order of insertion. So it gets acyclic graphs.
/// - Its extent leaves out the points of links. So the extent is that of what was drawn.
/// - Links of a side all aim at the middle of the node. So their ends are left out, and put on ports.
pub(crate) struct Layered;

impl Layout for Layered {
    fn place(&self, nodes: &[Node], links: &[Link]) -> Option<Placed> {
        if nodes.len() > NODES || length(nodes.len(), links) > LENGTH {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| run(nodes, links))).ok().flatten()
    }
}

/// How many ranks all links cross.
fn length(nodes: usize, links: &[Link]) -> usize {
    let ranks = super::rows::ranks(nodes, links);
    let rank = |node: usize| ranks.get(node).copied().unwrap_or(0);
    links.iter().map(|link| rank(link.to).saturating_sub(rank(link.from))).sum()
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
