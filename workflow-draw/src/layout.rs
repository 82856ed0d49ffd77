//! Where nodes and links stand: behind a trait, so that what computes it can be changed.
//!
//! A plan is acyclic and has no loops: the picture turns links that go back around before, and draws loops itself.

mod layered;
mod rows;

pub(crate) use layered::Layered;
pub(crate) use rows::Rows;

/// A width and a height.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Size {
    pub w: f64,
    pub h: f64,
}

/// A place. What has a size has its middle there.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Point {
    pub x: f64,
    pub y: f64,
}

/// Something to be placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Node {
    pub size: Size,
    /// What stands at its right side: its loops.
    pub beside: Option<Size>,
}

/// A link that goes down from a node to another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Link {
    pub from: usize,
    pub to: usize,
    pub label: Option<Size>,
    /// How much it wants to be short and straight.
    pub weight: i32,
}

/// Where everything stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    pub nodes: Vec<Point>,
    pub routes: Vec<Route>,
}

/// The way of a link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    /// The points it passes on its way down, without its ends.
    pub points: Vec<Point>,
    /// The middle of its label.
    pub label: Option<Point>,
}

/// A way to place nodes in ranks from top to bottom.
pub(crate) trait Layout {
    /// Places all nodes and links, or gives up.
    fn place(&self, nodes: &[Node], links: &[Link]) -> Option<Placed>;
}

/// Places by the first layout whose result can be drawn.
pub(crate) fn place(nodes: &[Node], links: &[Link]) -> Placed {
    let layouts: [&dyn Layout; 2] = [&Layered, &Rows];
    let good = layouts.iter().find_map(|layout| layout.place(nodes, links).filter(|it| drawable(nodes, links, it)));
    good.unwrap_or_else(|| Placed { nodes: vec![Point::default(); nodes.len()], routes: Vec::new() })
}

/// Whether everything is placed, at finite numbers, and no node on another one.
pub(crate) fn drawable(nodes: &[Node], links: &[Link], placed: &Placed) -> bool {
    let finite = |point: &Point| point.x.is_finite() && point.y.is_finite();
    let complete = placed.nodes.len() == nodes.len() && placed.routes.len() == links.len();
    let sound = placed.nodes.iter().chain(placed.routes.iter().flat_map(|route| &route.points)).all(finite);
    let labelled = links
        .iter()
        .zip(&placed.routes)
        .all(|(link, route)| link.label.is_none() || route.label.as_ref().is_some_and(finite));
    complete && sound && labelled && apart(nodes, &placed.nodes)
}

fn apart(nodes: &[Node], places: &[Point]) -> bool {
    let all: Vec<(&Node, &Point)> = nodes.iter().zip(places).collect();
    all.iter().enumerate().all(|(index, (one, at))| {
        all.iter().skip(index + 1).all(|(other, there)| {
            (at.x - there.x).abs() >= (one.size.w + other.size.w) / 2.0
                || (at.y - there.y).abs() >= (one.size.h + other.size.h) / 2.0
        })
    })
}
