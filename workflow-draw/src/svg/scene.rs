//! What stands in a drawing: nodes with their lines of text, and links between them.

use std::collections::{BTreeMap, BTreeSet};

use crate::layout::Size;
use crate::measure::{Face, width, wrap};
use crate::phrase;
use crate::picture::{Edge, Origin, Picture, Position, Step, Trigger};

pub(crate) const STRONG: Face = Face { size: 14.0, bold: true };
pub(crate) const PLAIN: Face = Face { size: 12.0, bold: false };
pub(crate) const LABEL: Face = Face { size: 12.0, bold: true };
pub(crate) const SMALL: Face = Face { size: 11.0, bold: false };

/// Nodes and links, before they are placed.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    pub nodes: Vec<Item>,
    pub links: Vec<Line>,
}

/// What a node is drawn as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A way in.
    Entry,
    /// A step, with work or without.
    Step,
    /// A step that waits for its work.
    Busy,
    /// A step where the workflow is over.
    End,
    /// Every step that is no end.
    Any,
    /// A function that leads to one of several steps.
    Fork,
}

/// A node.
#[derive(Debug)]
pub(crate) struct Item {
    pub shape: Shape,
    /// Its name and what else stands in the middle.
    pub head: Vec<Words>,
    /// What is marked below.
    pub rows: Vec<(Icon, Words)>,
    /// The edges that lead back to it at once.
    pub loops: Vec<Loop>,
    pub size: Size,
    /// Whether an eye is drawn in its corner.
    pub view: bool,
}

/// An edge from a step to itself, drawn beside it.
#[derive(Debug)]
pub(crate) struct Loop {
    pub label: Vec<Words>,
    pub stroke: Stroke,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words {
    pub text: String,
    pub face: Face,
}

/// A small sign before a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Work,
    Child,
    Timer,
    NoBack,
    Passes,
}

/// A link between nodes, or a half of one that passes a fork.
#[derive(Debug)]
pub(crate) struct Line {
    pub from: usize,
    pub to: usize,
    pub label: Vec<Words>,
    pub stroke: Stroke,
    pub weight: i32,
    /// Whether it goes against the order of the steps: it is laid the other way around.
    pub back: bool,
    /// Whether it ends with an arrow: the way to a fork does not.
    pub arrow: bool,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stroke {
    pub commit: bool,
    pub rewinds: bool,
    pub fails: bool,
}

impl Scene {
    /// The nodes and links of `picture`. The node of a step has the step's position.
    pub(crate) fn new(picture: &Picture<'_>) -> Self {
        let mut scene = Self::default();
        for (index, step) in picture.steps.iter().enumerate() {
            scene.nodes.push(step_item(picture, step, Position(index)));
        }
        let mut anywhere: BTreeMap<(Vec<Position>, bool, bool), Vec<&Edge<'_>>> = BTreeMap::new();
        for (_, edge, to) in picture.whole_edges() {
            match edge.from {
                Origin::Entry => {
                    let entry = scene.push(entry_item(edge));
                    scene.fan(entry, &to, stroke(edge));
                }
                Origin::Step(Position(from)) => scene.edge(edge, from, &to),
                Origin::Any => anywhere.entry((to, edge.commit, edge.rewinds)).or_default().push(edge),
            }
        }
        for ((to, ..), edges) in anywhere {
            let any = scene.push(any_item(&edges));
            let first = edges.first().map(|edge| stroke(edge)).unwrap_or_default();
            scene.fan(any, &to, first);
        }
        scene.turn_around();
        let ports = scene.ports();
        scene.nodes.iter_mut().zip(ports).for_each(|(item, ports)| item.grow(ports));
        scene
    }

    fn push(&mut self, item: Item) -> usize {
        self.nodes.push(item);
        self.nodes.len() - 1
    }

    /// An edge from the step `from`.
    fn edge(&mut self, edge: &Edge<'_>, from: usize, to: &[Position]) {
        let (label, stroke) = (label(edge), stroke(edge));
        match to {
            [Position(to)] if *to == from => {
                if let Some(item) = self.nodes.get_mut(from) {
                    item.loops.push(Loop { label, stroke });
                }
            }
            [Position(to)] => {
                let weight = if *to == from + 1 && edge.trigger == Trigger::User { 4 } else { 1 };
                self.links.push(Line { from, to: *to, label, stroke, weight, back: false, arrow: true });
            }
            _ => {
                let fork = self.push(Item::new(Shape::Fork, label, Vec::new()));
                self.links.push(Line {
                    from,
                    to: fork,
                    label: Vec::new(),
                    stroke,
                    weight: 2,
                    back: false,
                    arrow: false,
                });
                self.fan(fork, to, stroke);
            }
        }
    }

    /// Arrows from a node to each of several steps.
    fn fan(&mut self, from: usize, to: &[Position], stroke: Stroke) {
        for &Position(to) in to {
            self.links.push(Line { from, to, label: Vec::new(), stroke, weight: 1, back: false, arrow: true });
        }
    }

    /// Marks the links that go back: those to an earlier step from which their own can be reached again.
    /// The order of the steps is their author's, so it says best which way is forward.
    fn turn_around(&mut self) {
        let order = self.order();
        let place = |node: usize| order.get(node).copied().unwrap_or(node);
        let mut targets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for link in &self.links {
            targets.entry(link.from).or_default().push(link.to);
        }
        for link in &mut self.links {
            link.back = place(link.to) <= place(link.from) && reaches(&targets, link.to, link.from);
        }
    }

    /// How many links meet the busier side of each node.
    fn ports(&self) -> Vec<usize> {
        let mut sides = vec![(0, 0); self.nodes.len()];
        for link in &self.links {
            let (upper, lower) = if link.back { (link.to, link.from) } else { (link.from, link.to) };
            sides.get_mut(upper).into_iter().for_each(|side| side.0 += 1);
            sides.get_mut(lower).into_iter().for_each(|side| side.1 += 1);
        }
        sides.into_iter().map(|(below, above)| below.max(above)).collect()
    }

    /// For each node, its place in the order of the steps; a fork comes right after the step that it belongs to.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.nodes.len()).map(|node| node * 2).collect();
        for link in &self.links {
            if self.nodes.get(link.to).is_some_and(|node| node.shape == Shape::Fork)
                && let Some(place) = order.get_mut(link.to)
            {
                *place = link.from * 2 + 1;
            }
        }
        order
    }
}

/// Whether there is a way from a node to another one.
fn reaches(targets: &BTreeMap<usize, Vec<usize>>, from: usize, to: usize) -> bool {
    let (mut seen, mut open) = (BTreeSet::from([from]), vec![from]);
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        open.extend(targets.get(&node).into_iter().flatten().filter(|&&next| seen.insert(next)));
    }
    false
}

impl Item {
    fn new(shape: Shape, head: Vec<Words>, rows: Vec<(Icon, Words)>) -> Self {
        Self { shape, head, rows, loops: Vec::new(), size: Size::default(), view: false }
    }

    /// How far its sides are from its text.
    pub(crate) fn padding(&self) -> Size {
        match self.shape {
            Shape::Fork => Size { w: 8.0, h: 4.0 },
            Shape::Entry | Shape::End => Size { w: 20.0, h: 9.0 },
            Shape::Step | Shape::Busy | Shape::Any => Size { w: 14.0, h: 10.0 },
        }
    }

    /// How far from the corner a line may meet its side.
    pub(crate) fn inset(&self) -> f64 {
        match self.shape {
            Shape::Entry | Shape::End => (self.size.h / 2.0).min(22.0),
            Shape::Fork => 8.0,
            Shape::Step | Shape::Busy | Shape::Any => 14.0,
        }
    }

    /// Takes the size that its text, the loops at its side, and the links that meet it need.
    fn grow(&mut self, ports: usize) {
        let padding = self.padding();
        let head = block(&self.head);
        let eye = if self.view { 22.0 } else { 0.0 };
        let rows = self.rows.iter().map(|(_, row)| width(&row.text, row.face) + ICON).fold(0.0, f64::max);
        let below = if self.rows.is_empty() { 0.0 } else { self.rows_height() + GAP };
        let loops: f64 = self.loops.iter().map(|it| loop_height(&it.label)).sum();
        let h = (head.h + below + 2.0 * padding.h).max(loops).max(24.0);
        let w = (head.w + 2.0 * eye).max(rows) + 2.0 * padding.w;
        self.size = Size { w: w.ceil().max(48.0), h: h.ceil() };
        let ports = 2.0 * self.inset() + PORT * ports.saturating_sub(1).min(24) as f64;
        self.size.w = self.size.w.max(ports.ceil());
    }

    /// The height of the rows.
    pub(crate) fn rows_height(&self) -> f64 {
        self.rows.iter().map(|(_, row)| line_height(row.face)).sum()
    }

    /// What its loops need at its side.
    pub(crate) fn beside(&self) -> Option<Size> {
        let w = self.loops.iter().map(|it| block(&it.label).w).reduce(f64::max)? + LOOP + 4.0;
        Some(Size { w, h: self.size.h })
    }
}

/// The room of an icon.
pub(crate) const ICON: f64 = 16.0;
/// Between the head of a node and its rows.
pub(crate) const GAP: f64 = 9.0;
/// How far a loop goes out.
pub(crate) const LOOP: f64 = 34.0;

/// The distance between two ports of a side.
pub(crate) const PORT: f64 = 14.0;

/// The height of a loop.
pub(crate) fn loop_height(label: &[Words]) -> f64 {
    (block(label).h + 6.0).max(24.0)
}

/// The height of a line.
pub(crate) fn line_height(face: Face) -> f64 {
    (face.size * 1.32).ceil()
}

/// The size of some lines.
pub(crate) fn block(lines: &[Words]) -> Size {
    Size {
        w: lines.iter().map(|line| width(&line.text, line.face)).fold(0.0, f64::max),
        h: lines.iter().map(|line| line_height(line.face)).sum(),
    }
}

/// `text` in lines.
fn words(text: &str, face: Face, limit: f64, lines: usize) -> Vec<Words> {
    wrap(text, face, limit, lines).into_iter().map(|text| Words { text, face }).collect()
}

fn step_item(picture: &Picture<'_>, step: &Step<'_>, at: Position) -> Item {
    let mut head = words(&step.name, STRONG, 200.0, 2);
    if step.title != step.name {
        head.extend(words(&step.title, PLAIN, 190.0, 2));
    }
    let mut rows = Vec::new();
    let mut row = |icon, text: &str| rows.extend(words(text, SMALL, 210.0, 1).into_iter().map(|line| (icon, line)));
    for work in &step.work {
        row(if work.child.is_some() { Icon::Child } else { Icon::Work }, &phrase::work(work));
    }
    for time in phrase::timers(picture, at) {
        row(Icon::Timer, &format!("leaves after {time}"));
    }
    if !step.passes.is_empty() {
        row(Icon::Passes, &format!("only after {}", step.passes.join(", ")));
    }
    if step.no_back {
        row(Icon::NoBack, "no way back");
    }
    let shape = match (step.end, step.work.is_empty()) {
        (true, _) => Shape::End,
        (false, true) => Shape::Step,
        (false, false) => Shape::Busy,
    };
    Item { view: step.has_view, ..Item::new(shape, head, rows) }
}

fn entry_item(edge: &Edge<'_>) -> Item {
    let name = if edge.commands.is_empty() { phrase::label(edge).to_owned() } else { edge.commands.join(", ") };
    let mut head = words(&name, STRONG, 200.0, 2);
    for detail in [phrase::cause(edge), phrase::conditions(edge), phrase::effects(edge)].into_iter().flatten() {
        head.extend(words(&detail, SMALL, 200.0, 2));
    }
    Item::new(Shape::Entry, head, Vec::new())
}

fn any_item(edges: &[&Edge<'_>]) -> Item {
    let mut head = words("at any step", SMALL, 200.0, 1);
    for (index, edge) in edges.iter().enumerate() {
        let between = Words { text: String::new(), face: Face { size: 4.0, bold: false } };
        head.extend((index > 0).then_some(between));
        head.extend(label(edge));
    }
    Item::new(Shape::Any, head, Vec::new())
}

fn label(edge: &Edge<'_>) -> Vec<Words> {
    let mut lines = words(phrase::label(edge), LABEL, 170.0, 2);
    for detail in phrase::details(edge) {
        lines.extend(words(&detail, SMALL, 170.0, 2));
    }
    lines
}

fn stroke(edge: &Edge<'_>) -> Stroke {
    Stroke { commit: edge.commit, rewinds: edge.rewinds, fails: matches!(edge.trigger, Trigger::Failed(_)) }
}
