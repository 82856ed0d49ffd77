//! From a scene to the text of an SVG.

use super::Look;
use super::canvas::{Canvas, number};
use super::palette::Palette;
use super::route::Map;
use super::scene::{GAP, ICON, Icon, Item, LOOP, Line, SMALL, Scene, Shape, Stroke, Words, block, line_height};
use crate::escape::xml;
use crate::layout::Point;
use crate::measure::width;
use crate::phrase::squash;
use crate::picture::{Origin, Picture};

/// Around the drawing.
const MARGIN: f64 = 14.0;

/// The whole drawing.
pub(crate) fn paint(picture: &Picture<'_>, scene: &Scene, look: &Look) -> String {
    let (prefix, end) = match look {
        Look::File => ("graph", "\n"),
        Look::Page(prefix) => (prefix.as_str(), ""),
    };
    let painter = Painter { palette: Palette::of(look), prefix };
    let map = Map::new(scene);
    let mut canvas = Canvas::new(end);
    painter.lines(&mut canvas, scene, &map);
    for (item, at) in scene.nodes.iter().zip(&map.nodes) {
        painter.node(&mut canvas, item, *at);
    }
    painter.legend(&mut canvas, scene);
    if scene.nodes.is_empty() {
        canvas.reach(Point::default());
    }

    let (low, high) = (canvas.low, canvas.high);
    let (x, y) = ((low.x - MARGIN).floor(), (low.y - MARGIN).floor());
    let (w, h) = ((high.x + MARGIN - x).ceil(), (high.y + MARGIN - y).ceil());
    let mut whole = Canvas::new(end);
    let ids = format!(r#"aria-labelledby="{prefix}-title {prefix}-desc""#);
    let view = format!(r#"viewBox="{} {} {} {}""#, number(x), number(y), number(w), number(h));
    let size = match look {
        Look::File => format!(r#"width="{}" height="{}""#, number(w), number(h)),
        Look::Page(_) => {
            let least = number((w * 0.62).min(w.min(620.0)));
            format!(r#"width="{}" style="width:100%;max-width:{0}px;min-width:{least}px;height:auto""#, number(w))
        }
    };
    whole.put(&format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {view} {size} role="img" {ids}>"#));
    let title = xml(&squash(&picture.name)).into_owned();
    whole.put(&format!(
        r#"<title id="{prefix}-title">{title}</title><desc id="{prefix}-desc">{}</desc>"#,
        desc(picture)
    ));
    painter.markers(&mut whole, scene);
    if matches!(look, Look::File) {
        let middle = Point { x: x + w / 2.0, y: y + h / 2.0 };
        let ground = format!(r#"fill="{}""#, painter.palette.ground());
        whole.rect(middle, w, h, 10.0, &ground);
    }
    let text = painter.palette.text();
    whole.put(&format!(r#"<g font-family="'Fira Sans',Helvetica,Arial,sans-serif" text-anchor="middle" {text}>"#));
    let mut out = whole.finish();
    out.push_str(&canvas.finish());
    out.push_str("</g></svg>");
    out.push_str(end);
    out
}

/// What is to be seen, for those who do not see it.
fn desc(picture: &Picture<'_>) -> String {
    let names = |entry: bool| {
        let mut names: Vec<&str> = Vec::new();
        for (index, step) in picture.steps.iter().enumerate() {
            let mut entries = picture.whole_edges().filter(|(_, edge, _)| edge.from == Origin::Entry);
            let begins = entries.any(|(.., to)| to.iter().any(|to| to.0 == index));
            if if entry { begins } else { step.end } {
                names.push(&step.name);
            }
        }
        names.join(", ")
    };
    let count = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let mut text = format!("{}, {}", count(picture.steps.len(), "step"), count(picture.edges.len(), "edge"));
    for (what, names) in [("begins at", names(true)), ("ends at", names(false))] {
        if !names.is_empty() {
            text.push_str(&format!("; {what} {names}"));
        }
    }
    let text = if picture.headline().is_empty() { text } else { format!("{} {text}", picture.headline()) };
    xml(&squash(&text)).into_owned()
}

struct Painter<'p> {
    palette: Palette,
    prefix: &'p str,
}

impl Painter<'_> {
    /// The arrowheads: one for each colour of line.
    fn markers(&self, canvas: &mut Canvas, scene: &Scene) {
        let mut known: Vec<String> = Vec::new();
        let strokes = scene.links.iter().filter(|line| line.arrow).map(|line| line.stroke);
        let loops = scene.nodes.iter().flat_map(|item| &item.loops).map(|it| it.stroke);
        for stroke in strokes.chain(loops) {
            let (id, colour) = (self.marker(stroke), self.palette.line(stroke));
            if known.contains(&id) {
                continue;
            }
            let size = if stroke.commit { "13" } else { "9" };
            canvas.put(&format!(
                r#"<marker id="{id}" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="{size}" markerHeight="{size}" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L10 5L0 9z" fill="{colour}"/></marker>"#
            ));
            known.push(id);
        }
    }

    fn marker(&self, stroke: Stroke) -> String {
        let kind = match (self.palette, stroke) {
            (Palette::Own, Stroke { fails: true, commit: true, .. }) => "fail-commit",
            (Palette::Own, Stroke { fails: true, .. }) => "fail",
            (_, Stroke { commit: true, .. }) => "commit",
            _ => "go",
        };
        format!("{}-{kind}", self.prefix)
    }

    fn stroke(&self, stroke: Stroke, back: bool, arrow: bool) -> String {
        let width = if stroke.commit { "2.8" } else { "1.4" };
        let dashes = if back || stroke.rewinds { r#" stroke-dasharray="6 4""# } else { "" };
        let head = if arrow { format!(r#" marker-end="url(#{})""#, self.marker(stroke)) } else { String::new() };
        format!(r#"fill="none" stroke="{}" stroke-width="{width}"{dashes}{head}"#, self.palette.line(stroke))
    }

    /// All lines, then all labels over them.
    fn lines(&self, canvas: &mut Canvas, scene: &Scene, map: &Map) {
        for (line, way) in scene.links.iter().zip(&map.ways) {
            canvas.way(way, &self.stroke(line.stroke, line.back, line.arrow));
        }
        for (Line { label, .. }, at) in scene.links.iter().zip(&map.labels) {
            if let Some(at) = at {
                self.label(canvas, label, *at);
            }
        }
    }

    /// A label on a line.
    fn label(&self, canvas: &mut Canvas, label: &[Words], at: Point) {
        let size = block(label);
        let ground = format!(r#"fill="{}""#, self.palette.ground());
        canvas.rect(at, size.w + 4.0, size.h + 2.0, 4.0, &ground);
        canvas.lines(label, at, self.palette.muted());
    }

    fn node(&self, canvas: &mut Canvas, item: &Item, at: Point) {
        let size = item.size;
        let radius = match item.shape {
            Shape::Entry | Shape::End => (size.h / 2.0).min(22.0),
            Shape::Fork => 5.0,
            _ => 9.0,
        };
        let width = if item.shape == Shape::Fork { "1" } else { "1.4" };
        let (fill, border) = (self.palette.fill(item.shape), self.palette.border(item.shape));
        canvas.rect(at, size.w, size.h, radius, &format!(r#"{fill} {border} stroke-width="{width}""#));
        if item.shape == Shape::End {
            canvas.rect(at, size.w - 7.0, size.h - 7.0, radius - 3.5, &format!(r#"fill="none" {border}"#));
        }

        let head = block(&item.head);
        let rows = item.rows_height();
        let below = if item.rows.is_empty() { 0.0 } else { rows + GAP };
        let top = at.y - (head.h + below) / 2.0;
        let muted = match self.palette.inside(item.shape) {
            "" => self.palette.muted(),
            inside => inside,
        };
        let inside = self.palette.inside(item.shape);
        if !inside.is_empty() {
            canvas.put(&format!("<g{inside}>"));
        }
        canvas.lines(&item.head, Point { x: at.x, y: top + head.h / 2.0 }, muted);
        if !inside.is_empty() {
            canvas.put("</g>");
        }
        if item.view {
            let corner = Point { x: at.x + size.w / 2.0 - 14.0, y: at.y - size.h / 2.0 + 13.0 };
            self.sign(canvas, "M-6 0Q0-6.5 6 0Q0 6.5-6 0zM-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0", corner);
        }
        self.rows(canvas, item, Point { x: at.x, y: top + head.h + GAP });
        self.loops(canvas, item, at);
    }

    /// Work, timers and proofs, below a thin line.
    fn rows(&self, canvas: &mut Canvas, item: &Item, top: Point) {
        if item.rows.is_empty() {
            return;
        }
        let widest = item.rows.iter().map(|(_, row)| width(&row.text, row.face)).fold(0.0, f64::max);
        let left = top.x - (widest + ICON) / 2.0;
        let half = item.size.w / 2.0 - 10.0;
        let rule = format!("M{} {}H{}", number(top.x - half), number(top.y - GAP / 2.0), number(top.x + half));
        let colour = self.palette.line(Stroke::default());
        canvas.path(&rule, &format!(r#"stroke="{colour}" stroke-width=".6" stroke-opacity=".6""#));
        let mut y = top.y;
        for (icon, row) in &item.rows {
            let middle = y + line_height(row.face) / 2.0;
            self.sign(canvas, sign(*icon), Point { x: left + 5.0, y: middle });
            let look = format!(r#" text-anchor="start"{}"#, self.palette.muted());
            canvas.line(row, Point { x: left + ICON, y: middle }, &look);
            y += line_height(row.face);
        }
    }

    fn sign(&self, canvas: &mut Canvas, path: &str, at: Point) {
        let colour = self.palette.line(Stroke::default());
        let place = format!("translate({} {})", number(at.x), number(at.y));
        canvas.path(path, &format!(r#"transform="{place}" fill="none" stroke="{colour}" stroke-width="1.2""#));
    }

    /// The loops of a node, one below the other at its right side.
    fn loops(&self, canvas: &mut Canvas, item: &Item, at: Point) {
        let all: f64 = item.loops.iter().map(|it| super::scene::loop_height(&it.label)).sum();
        let side = at.x + item.size.w / 2.0;
        let mut y = at.y - all / 2.0;
        for it in &item.loops {
            let height = super::scene::loop_height(&it.label);
            let middle = y + height / 2.0;
            let [x, out, from, to] = [side, side + LOOP, middle - 6.0, middle + 6.0].map(number);
            let (above, below) = (number(middle - 11.0), number(middle + 11.0));
            let path = format!("M{x} {from}C{out} {above} {out} {below} {x} {to}");
            canvas.path(&path, &self.stroke(it.stroke, false, true));
            let size = block(&it.label);
            let text = Point { x: side + LOOP - 4.0, y: middle };
            canvas.reach(Point { x: text.x + size.w + 2.0, y: middle });
            let mut line_y = middle - size.h / 2.0;
            for line in &it.label {
                let look = if line.face.bold { "" } else { self.palette.muted() };
                let place = Point { x: text.x, y: line_y + line_height(line.face) / 2.0 };
                canvas.line(line, place, &format!(r#" text-anchor="start"{look}"#));
                line_y += line_height(line.face);
            }
            y += height;
        }
    }

    /// What thick and dashed lines mean, when there are any.
    fn legend(&self, canvas: &mut Canvas, scene: &Scene) {
        let strokes: Vec<(Stroke, bool)> = scene.links.iter().map(|line| (line.stroke, line.back)).collect();
        let looped =
            |test: fn(Stroke) -> bool| scene.nodes.iter().flat_map(|item| &item.loops).any(|it| test(it.stroke));
        let commit = strokes.iter().any(|(stroke, _)| stroke.commit) || looped(|stroke| stroke.commit);
        let back = strokes.iter().any(|(stroke, back)| stroke.rewinds || *back) || looped(|stroke| stroke.rewinds);
        let samples = [
            (commit, Stroke { commit: true, ..Stroke::default() }, false, "Back stops here"),
            (back, Stroke::default(), true, "to an earlier step"),
        ];
        let (mut x, y) = (canvas.low.x, canvas.high.y + 26.0);
        for (_, stroke, back, text) in samples.into_iter().filter(|sample| sample.0) {
            let line = Words { text: text.to_owned(), face: SMALL };
            let path = format!("M{} {}H{}", number(x), number(y), number(x + 30.0));
            canvas.path(&path, &self.stroke(stroke, back, false));
            canvas.line(&line, Point { x: x + 36.0, y }, &format!(r#" text-anchor="start"{}"#, self.palette.muted()));
            x += 36.0 + width(text, SMALL) + 24.0;
            canvas.reach(Point { x: x - 24.0, y: y + 8.0 });
        }
    }
}

fn sign(icon: Icon) -> &'static str {
    match icon {
        Icon::Work => {
            "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M0-5.5V-3M0 3V5.5M-5.5 0H-3M3 0H5.5M-3.9-3.9L-2.1-2.1M2.1 2.1L3.9 3.9M-3.9 3.9L-2.1 2.1M2.1-2.1L3.9-3.9"
        }
        Icon::Child => "M-5-5H5V5H-5zM-2-2H2V2H-2z",
        Icon::Timer => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0M0-3V0L2.4 1.6",
        Icon::NoBack => "M5 0H-2M1.5-3.5L-2 0L1.5 3.5M-5-4.5V4.5",
        Icon::Passes => "M-4.5 0.5L-1.5 3.5L4.5-3.5",
    }
}
