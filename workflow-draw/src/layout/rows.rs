//! A plain layout that always succeeds: one row a rank, long links in lanes at the right.

use super::{Layout, Link, Node, Placed, Point, Route};

const APART: f64 = 36.0;
const LANE: f64 = 18.0;

/// One row for each rank, in order of position.
pub(crate) struct Rows;

impl Layout for Rows {
    fn place(&self, nodes: &[Node], links: &[Link]) -> Option<Placed> {
        Some(rows(nodes, links))
    }
}

fn rows(nodes: &[Node], links: &[Link]) -> Placed {
    let ranks = ranks(nodes.len(), links);
    let last = ranks.iter().copied().max().unwrap_or(0);
    let rank = |node: usize| ranks.get(node).copied().unwrap_or(0);
    let mut places = vec![Point::default(); nodes.len()];
    let mut labels = vec![None; links.len()];
    let (mut nodes_at, mut labels_at) = (Vec::new(), Vec::new());
    let (mut top, mut right) = (0.0, 0.0_f64);
    for row in 0..=last {
        let inside = || nodes.iter().enumerate().filter(|(index, _)| rank(*index) == row);
        let height = inside().map(|(_, node)| node.size.h.max(node.beside.map_or(0.0, |it| it.h))).fold(0.0, f64::max);
        let middle = top + height / 2.0;
        let mut x = 0.0;
        for (index, node) in inside() {
            if let Some(place) = places.get_mut(index) {
                *place = Point { x: x + node.size.w / 2.0, y: middle };
            }
            x += node.size.w + node.beside.map_or(0.0, |it| it.w) + APART;
        }
        nodes_at.push(middle);
        right = right.max(x);
        top += height + APART;

        let begun = || links.iter().enumerate().filter(|(_, link)| rank(link.from) == row);
        let height = begun().filter_map(|(_, link)| link.label).map(|label| label.h).fold(0.0, f64::max);
        let middle = top + height / 2.0;
        let mut x = 0.0;
        for (index, link) in begun() {
            let width = link.label.map_or(0.0, |label| label.w);
            if let Some(label) = labels.get_mut(index) {
                *label = Some(Point { x: x + width / 2.0, y: middle });
            }
            x += width + LANE;
        }
        labels_at.push(middle);
        right = right.max(x);
        top += height + APART;
    }
    let mut lane = right;
    let routes = links.iter().zip(labels).map(|(link, label)| {
        let between = rank(link.from) + 1..rank(link.to);
        let mut points: Vec<Point> = label.into_iter().collect();
        if !between.is_empty() {
            lane += LANE;
        }
        for row in between {
            let ys = [nodes_at.get(row), labels_at.get(row)];
            points.extend(ys.into_iter().flatten().map(|&y| Point { x: lane, y }));
        }
        Route { points, label: link.label.and(label) }
    });
    let routes = routes.collect();
    Placed { nodes: places, routes }
}

/// The longest way to each node.
pub(crate) fn ranks(nodes: usize, links: &[Link]) -> Vec<usize> {
    let mut ranks = vec![0; nodes];
    for _ in 0..nodes {
        let mut settled = true;
        for link in links {
            let below = ranks.get(link.from).copied().unwrap_or(0) + 1;
            if let Some(rank) = ranks.get_mut(link.to)
                && *rank < below
            {
                *rank = below;
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::super::{Size, drawable};
    use super::*;

    #[test]
    fn a_long_link_passes_beside_the_rows_between() {
        let node = Node { size: Size { w: 50.0, h: 20.0 }, beside: None };
        let link = |from, to| Link { from, to, label: Some(Size { w: 30.0, h: 10.0 }), weight: 1 };
        let (nodes, links) = ([node; 3], [link(0, 1), link(1, 2), link(0, 2)]);
        let placed = rows(&nodes, &links);
        assert!(drawable(&nodes, &links, &placed));
        let beside = placed.routes[2].points.iter().filter(|point| point.y == placed.nodes[1].y);
        assert!(beside.clone().count() == 1 && beside.clone().all(|point| point.x > placed.nodes[1].x + 25.0));
    }
}
