//! Outlines: what a canvas fills.

use super::exact::{cos, length, sin};
use std::f32::consts::TAU;

/// A place in the picture, in units of its shorter side, from the top left corner.
pub(super) type Point = (f32, f32);

/// A set of closed rings that is filled as one.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    rings: Vec<Vec<Point>>,
}

impl Path {
    /// The polygon through `points`, whichever way round they go.
    pub(super) fn polygon(mut points: Vec<Point>) -> Self {
        let pairs = points.iter().zip(points.iter().cycle().skip(1));
        let area: f32 = pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
        // One winding for all rings: where two overlap they must add up and never cancel.
        if area < 0.0 {
            points.reverse();
        }
        Self { rings: vec![points] }
    }

    /// The ellipse around `center` with the radii `rx` and `ry`.
    pub(super) fn ellipse(center: Point, rx: f32, ry: f32) -> Self {
        let steps = 28 + ((rx.abs() + ry.abs()) * 90.0) as usize;
        let at = |i: usize| {
            let a = i as f32 / steps as f32 * TAU;
            (center.0 + cos(a) * rx, center.1 + sin(a) * ry)
        };
        Self::polygon((0..steps).map(at).collect())
    }

    /// The rectangle between two opposite corners.
    pub(super) fn rectangle(a: Point, b: Point) -> Self {
        Self::polygon(vec![a, (b.0, a.1), b, (a.0, b.1)])
    }

    /// Everything from the curve `height(x)` down to `bottom`, for x in `from..=to`, with a
    /// corner every `step`.
    pub(super) fn under(height: impl Fn(f32) -> f32, (from, to): (f32, f32), bottom: f32, step: f32) -> Self {
        let count = ((to - from) / step).ceil().max(1.0) as usize;
        let mut points = vec![(to, bottom), (from, bottom)];
        points.extend((0..=count).map(|i| {
            let x = from + (to - from) * i as f32 / count as f32;
            (x, height(x))
        }));
        Self::polygon(points)
    }

    /// A line through `points` that is `width(t)` wide at the part `t` (0..=1) of its way.
    pub(super) fn stroke(points: &[Point], width: impl Fn(f32) -> f32) -> Self {
        let last = points.len().saturating_sub(1).max(1) as f32;
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (i, &point) in points.iter().enumerate() {
            let before = points.get(i.saturating_sub(1)).copied().unwrap_or(point);
            let after = points.get(i + 1).copied().unwrap_or(point);
            let (dx, dy) = (after.0 - before.0, after.1 - before.1);
            let long = length(dx, dy).max(1e-9);
            let half = width(i as f32 / last) * 0.5;
            let (nx, ny) = (-dy / long * half, dx / long * half);
            left.push((point.0 + nx, point.1 + ny));
            right.push((point.0 - nx, point.1 - ny));
        }
        right.reverse();
        left.extend(right);
        let mut path = Self::polygon(left);
        for (point, at) in [(points.first(), 0.0), (points.last(), 1.0)] {
            let radius = width(at) * 0.5;
            if let Some(&point) = point
                && radius > 0.0008
            {
                path.join(Self::ellipse(point, radius, radius));
            }
        }
        path
    }

    /// The outline written in `commands`, the absolute `M`, `L`, `C`, `Q` and `Z` of SVG, with
    /// the numbers parted by blanks.
    pub(super) fn drawn(commands: &str) -> Self {
        let mut path = Self::default();
        let mut ring: Vec<Point> = Vec::new();
        let mut command = 'M';
        let mut numbers: Vec<f32> = Vec::new();
        for token in commands.split_whitespace() {
            if let Ok(number) = token.parse::<f32>() {
                numbers.push(number);
            } else {
                command = token.chars().next().unwrap_or('M');
                if command == 'M' && !ring.is_empty() {
                    path.join(Self::polygon(std::mem::take(&mut ring)));
                }
            }
            let start = ring.last().copied().unwrap_or_default();
            match (command, numbers.as_slice()) {
                ('M' | 'L', &[x, y]) => ring.push((x, y)),
                ('Q', &[a, b, x, y]) => bend(&mut ring, start, (a, b), (a, b), (x, y), true),
                ('C', &[a, b, c, d, x, y]) => {
                    bend(&mut ring, start, (a, b), (c, d), (x, y), false);
                }
                _ => continue,
            }
            numbers.clear();
        }
        if !ring.is_empty() {
            path.join(Self::polygon(ring));
        }
        path
    }

    /// Adds the rings of `other`.
    pub(super) fn join(&mut self, other: Self) {
        self.rings.extend(other.rings);
    }

    /// The path scaled by `scale` (negative mirrors), turned clockwise by `turn` radians and
    /// then moved by `to`.
    pub(super) fn placed(&self, to: Point, scale: (f32, f32), turn: f32) -> Self {
        let (s, c) = (sin(turn), cos(turn));
        let mut path = Self::default();
        for ring in &self.rings {
            let moved = ring.iter().map(|&(x, y)| {
                let (x, y) = (x * scale.0, y * scale.1);
                (to.0 + x * c - y * s, to.1 + x * s + y * c)
            });
            path.join(Self::polygon(moved.collect()));
        }
        path
    }

    /// The closed rings.
    pub(super) fn rings(&self) -> &[Vec<Point>] {
        &self.rings
    }

    /// The corners of the smallest rectangle around the path; None if it is empty.
    pub(super) fn bounds(&self) -> Option<(Point, Point)> {
        let mut points = self.rings.iter().flatten();
        let &first = points.next()?;
        Some(points.fold((first, first), |(low, high), point| {
            ((low.0.min(point.0), low.1.min(point.1)), (high.0.max(point.0), high.1.max(point.1)))
        }))
    }
}

fn bend(ring: &mut Vec<Point>, start: Point, a: Point, b: Point, end: Point, quadratic: bool) {
    const STEPS: usize = 20;
    for i in 1..=STEPS {
        let t = i as f32 / STEPS as f32;
        let u = 1.0 - t;
        let at = |p: f32, q: f32, r: f32, s: f32| {
            if quadratic {
                u * u * p + 2.0 * u * t * q + t * t * s
            } else {
                u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
            }
        };
        ring.push((at(start.0, a.0, b.0, end.0), at(start.1, a.1, b.1, end.1)));
    }
}
