//! SVG elements, one after the other.

use super::scene::{Words, block, line_height};
use crate::escape::xml;
use crate::layout::Point;

/// A drawing in the making.
#[derive(Debug)]
pub(crate) struct Canvas {
    out: String,
    end: &'static str,
    /// The corners of what was drawn.
    pub low: Point,
    pub high: Point,
}

impl Canvas {
    /// Nothing yet; `end` ends each element.
    pub(crate) fn new(end: &'static str) -> Self {
        let (low, high) = (f64::INFINITY, f64::NEG_INFINITY);
        Self { out: String::new(), end, low: Point { x: low, y: low }, high: Point { x: high, y: high } }
    }

    /// An element or a tag, as it is.
    pub(crate) fn put(&mut self, element: &str) {
        self.out.push_str(element);
        self.out.push_str(self.end);
    }

    /// A rectangle around a middle.
    pub(crate) fn rect(&mut self, at: Point, w: f64, h: f64, radius: f64, look: &str) {
        let (x, y) = (at.x - w / 2.0, at.y - h / 2.0);
        self.reach(Point { x, y });
        self.reach(Point { x: x + w, y: y + h });
        let [x, y, w, h, radius] = [x, y, w, h, radius].map(number);
        self.put(&format!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{radius}" {look}/>"#));
    }

    /// A way: runs straight down or up, joined by curves that begin and end straight.
    pub(crate) fn way(&mut self, way: &[Point], look: &str) {
        let Some(first) = way.first() else { return };
        let mut path = format!("M{} {}", number(first.x), number(first.y));
        let mut before = *first;
        for (index, point) in way.iter().enumerate() {
            self.reach(*point);
            let [x, y] = [point.x, point.y].map(number);
            if index == 0 || (before.x == point.x && before.y == point.y) {
                // already there
            } else if before.x == point.x {
                path.push_str(&format!("V{y}"));
            } else {
                let middle = number((before.y + point.y) / 2.0);
                path.push_str(&format!("C{} {middle} {x} {middle} {x} {y}", number(before.x)));
            }
            before = *point;
        }
        self.path(&path, look);
    }

    /// A path whose extent is drawn by others.
    pub(crate) fn path(&mut self, path: &str, look: &str) {
        self.put(&format!(r#"<path d="{path}" {look}/>"#));
    }

    /// Lines of text in the middle of a place; `muted` is how all but the bold ones look.
    pub(crate) fn lines(&mut self, lines: &[Words], middle: Point, muted: &str) {
        let mut y = middle.y - block(lines).h / 2.0;
        for line in lines {
            let at = Point { x: middle.x, y: y + line_height(line.face) / 2.0 };
            self.line(line, at, if line.face.bold { "" } else { muted });
            y += line_height(line.face);
        }
    }

    /// One line of text whose anchor is at the height of its middle.
    pub(crate) fn line(&mut self, line: &Words, at: Point, look: &str) {
        if line.text.is_empty() {
            return;
        }
        let [x, y, size] = [at.x, at.y + line.face.size * 0.35, line.face.size].map(number);
        let weight = if line.face.bold { r#" font-weight="600""# } else { "" };
        let text = xml(&line.text);
        self.put(&format!(r#"<text x="{x}" y="{y}" font-size="{size}"{weight}{look}>{text}</text>"#));
    }

    /// Widens the drawing to a point.
    pub(crate) fn reach(&mut self, point: Point) {
        self.low = Point { x: self.low.x.min(point.x), y: self.low.y.min(point.y) };
        self.high = Point { x: self.high.x.max(point.x), y: self.high.y.max(point.y) };
    }

    /// All that was drawn.
    pub(crate) fn finish(self) -> String {
        self.out
    }
}

/// A number with at most one decimal.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([1.0, -0.01, 2.25, 10.96].map(number), ["1", "0", "2.2", "11"]);
    }
}
