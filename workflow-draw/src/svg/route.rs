//! The ways of links: from port to port, through gaps between ranks, never over a node or another link's label.

use std::collections::BTreeMap;

use super::scene::{Line, PORT, Scene, block};
use crate::layout::{Link, Node, Placed, Point, Route, Size, place};

/// The straight end of a line, below its arrow.
const ARROW: f64 = 9.0;

/// A scene with a place for everything.
#[derive(Debug)]
pub(crate) struct Map {
    /// The middle of each node.
    pub nodes: Vec<Point>,
    /// For each line, its way from its start to its arrow: runs straight down or up, joined by curves.
    pub ways: Vec<Vec<Point>>,
    /// The middle of each line's label.
    pub labels: Vec<Option<Point>>,
}

impl Map {
    /// Places all of `scene`.
    pub(crate) fn new(scene: &Scene) -> Self {
        let nodes: Vec<Node> = scene.nodes.iter().map(|item| Node { size: item.size, beside: item.beside() }).collect();
        let links: Vec<Link> = scene.links.iter().map(link).collect();
        let placed = place(&nodes, &links);
        let bands = Bands::new(&nodes, &links, &placed);
        let tops = ports(scene, &links, &placed, Side::Top);
        let bottoms = ports(scene, &links, &placed, Side::Bottom);
        let ways = links.iter().enumerate().zip(&placed.routes).map(|((index, link), route)| {
            let node = |at: usize| Some((nodes.get(at)?, placed.nodes.get(at)?));
            let (Some((from, start)), Some((to, end))) = (node(link.from), node(link.to)) else { return Vec::new() };
            let (out, into) = (bottoms.get(&index).copied(), tops.get(&index).copied());
            let (out, into) = (out.unwrap_or(start.x), into.unwrap_or(end.x));
            // The last bit before an arrow is straight, so that it shows where it comes from.
            let back = scene.links.get(index).is_some_and(|line| line.back);
            let (above, below) = if back { (0.0, ARROW) } else { (ARROW, 0.0) };
            let mut way = vec![
                Point { x: out, y: start.y + from.size.h / 2.0 },
                Point { x: out, y: start.y + bands.half(start.y) + below },
            ];
            for point in &route.points {
                let half = bands.half(point.y);
                way.extend([Point { x: point.x, y: point.y - half }, Point { x: point.x, y: point.y + half }]);
            }
            way.extend([
                Point { x: into, y: end.y - bands.half(end.y) - above },
                Point { x: into, y: end.y - to.size.h / 2.0 },
            ]);
            if back {
                way.reverse();
            }
            way
        });
        let ways = ways.collect();
        Self { nodes: placed.nodes, ways, labels: placed.routes.into_iter().map(|route| route.label).collect() }
    }
}

fn link(line: &Line) -> Link {
    let (from, to) = if line.back { (line.to, line.from) } else { (line.from, line.to) };
    let label = block(&line.label);
    let label = (!line.label.is_empty()).then_some(Size { w: label.w.ceil() + 8.0, h: label.h.ceil() + 4.0 });
    Link { from, to, label, weight: line.weight }
}

/// The heights of the ranks: within one, lines run straight down.
struct Bands(Vec<(f64, f64)>);

impl Bands {
    fn new(nodes: &[Node], links: &[Link], placed: &Placed) -> Self {
        let mut bands = Self(Vec::new());
        for (node, at) in nodes.iter().zip(&placed.nodes) {
            bands.widen(at.y, node.size.h / 2.0);
        }
        for (link, route) in links.iter().zip(&placed.routes) {
            if let (Some(size), Some(at)) = (link.label, route.label) {
                bands.widen(at.y, size.h / 2.0);
            }
        }
        bands
    }

    fn widen(&mut self, y: f64, half: f64) {
        match self.0.iter_mut().find(|(middle, _)| (*middle - y).abs() < 0.5) {
            Some((_, known)) => *known = known.max(half),
            None => self.0.push((y, half)),
        }
    }

    fn half(&self, y: f64) -> f64 {
        self.0.iter().find(|(middle, _)| (middle - y).abs() < 0.5).map_or(0.0, |(_, half)| *half)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Top,
    Bottom,
}

/// Where each link meets the side of its node: as near to its next point as the others of that side let it.
fn ports(scene: &Scene, links: &[Link], placed: &Placed, side: Side) -> BTreeMap<usize, f64> {
    let mut sides: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for (index, (link, route)) in links.iter().zip(&placed.routes).enumerate() {
        let (node, toward) = match side {
            Side::Bottom => (link.from, toward(route.points.first(), placed, link.to)),
            Side::Top => (link.to, toward(route.points.last(), placed, link.from)),
        };
        sides.entry(node).or_default().push((toward, index));
    }
    let mut ports = BTreeMap::new();
    for (node, mut ends) in sides {
        let (Some(item), Some(at)) = (scene.nodes.get(node), placed.nodes.get(node)) else { continue };
        ends.sort_by(|one, other| {
            one.0.total_cmp(&other.0).then_with(|| far(placed, one.1).cmp(&far(placed, other.1)))
        });
        let reach = (item.size.w / 2.0 - item.inset()).max(1.0);
        let wanted: Vec<f64> = ends.iter().map(|end| end.0).collect();
        let xs = spread(&wanted, at.x - reach, at.x + reach);
        ports.extend(ends.iter().map(|end| end.1).zip(xs));
    }
    ports
}

/// Among links that begin alike, the shorter first.
fn far(placed: &Placed, link: usize) -> (usize, usize) {
    (placed.routes.get(link).map_or(0, |route: &Route| route.points.len()), link)
}

fn toward(next: Option<&Point>, placed: &Placed, other: usize) -> f64 {
    next.or_else(|| placed.nodes.get(other)).map_or(0.0, |point| point.x)
}

/// The places nearest to the wanted ones, in the same order, between `low` and `high`, and apart from each other:
/// isotonic regression by pooling neighbours.
fn spread(wanted: &[f64], low: f64, high: f64) -> Vec<f64> {
    let steps = wanted.len().saturating_sub(1).max(1) as f64;
    let gap = PORT.min((high - low) / steps);
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (index, want) in wanted.iter().enumerate() {
        let mut pool = (want.clamp(low, high) - gap * index as f64, 1);
        while let Some(&(mean, count)) = pools.last()
            && mean > pool.0
        {
            pools.pop();
            let all = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
        }
        pools.push(pool);
    }
    let last = high - gap * wanted.len().saturating_sub(1) as f64;
    let places = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean.min(last).max(low), count));
    places.enumerate().map(|(index, x)| x + gap * index as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_stay_apart_in_order_and_within_their_side() {
        assert_eq!(spread(&[5.0], 0.0, 100.0), [5.0]);
        assert_eq!(spread(&[50.0, 50.0, 50.0], 0.0, 100.0), [36.0, 50.0, 64.0]);
        assert_eq!(spread(&[-9.0, 200.0], 0.0, 100.0), [0.0, 100.0]);
        assert_eq!(spread(&[0.0, 0.0, 0.0], 0.0, 10.0), [0.0, 5.0, 10.0]);
        assert!(spread(&[], 0.0, 10.0).is_empty());
    }
}
