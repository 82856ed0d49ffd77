//! The canvas: pixels that are shaded, filled and at last encoded.

use super::color::Color;
use super::exact::length;
use super::path::{Path, Point};
use image::ImageEncoder;
use image::codecs::png::PngEncoder;
use std::ops::ControlFlow;

/// How many bands a pass over the whole canvas reports.
const BANDS: usize = 16;

/// A picture being painted. Places are in units of its shorter side, so a square is 1 × 1.
///
/// Once the one who watches has stopped it, every further call does nothing.
pub(super) struct Canvas<'p> {
    columns: usize,
    rows: usize,
    /// Pixels per unit.
    scale: f32,
    pixels: Vec<Color>,
    coverage: Vec<f32>,
    on_progress: &'p mut dyn FnMut(f32) -> ControlFlow<()>,
    done: f32,
    goal: f32,
    stopped: bool,
}

impl<'p> Canvas<'p> {
    /// A canvas of `width` × `height` pixels, at least one each, that tells `on_progress` how
    /// far it is.
    pub(super) fn new(width: u32, height: u32, on_progress: &'p mut dyn FnMut(f32) -> ControlFlow<()>) -> Self {
        let (columns, rows) = (width.max(1) as usize, height.max(1) as usize);
        let stopped = on_progress(0.0).is_break();
        Self {
            columns,
            rows,
            scale: columns.min(rows) as f32,
            pixels: vec![Color::BLACK; columns * rows],
            coverage: Vec::new(),
            on_progress,
            done: 0.0,
            goal: 0.0,
            stopped,
        }
    }

    /// Width in units.
    pub(super) fn wide(&self) -> f32 {
        self.columns as f32 / self.scale
    }

    /// Height in units.
    pub(super) fn high(&self) -> f32 {
        self.rows as f32 / self.scale
    }

    /// The size of a pixel in units.
    pub(super) fn pixel(&self) -> f32 {
        1.0 / self.scale
    }

    /// Width and height in pixels.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }

    /// Whether the painting was stopped.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Says that what was done so far reached the last goal, and that what follows ends at the
    /// part `goal` (0..=1) of the work.
    pub(super) fn toward(&mut self, goal: f32) {
        self.report(self.goal);
        self.goal = goal.clamp(self.goal, 1.0);
    }

    /// Gives every pixel the color `paint(x, y, color so far)`.
    pub(super) fn shade(&mut self, paint: impl Fn(f32, f32, Color) -> Color) {
        let all = ((0.0, 0.0), (self.wide(), self.high()));
        self.shade_within(all, paint);
    }

    /// Gives every pixel between two corners the color `paint(x, y, color so far)`.
    pub(super) fn shade_within(&mut self, (low, high): (Point, Point), paint: impl Fn(f32, f32, Color) -> Color) {
        let unit = self.pixel();
        let left = ((low.0 * self.scale) as usize).min(self.columns);
        let right = ((high.0 * self.scale).ceil() as usize).clamp(left, self.columns);
        let top = ((low.1 * self.scale) as usize).min(self.rows);
        let bottom = ((high.1 * self.scale).ceil() as usize).clamp(top, self.rows);
        let band = (self.rows / BANDS).max(1);
        let start = self.done;
        let whole = right - left == self.columns && bottom - top > self.rows / 3;
        for y in top..bottom {
            if self.stopped {
                return;
            }
            let line = y * self.columns;
            let Some(row) = self.pixels.get_mut(line + left..line + right) else {
                return;
            };
            let v = (y as f32 + 0.5) * unit;
            for (x, pixel) in (left..).zip(row) {
                *pixel = paint((x as f32 + 0.5) * unit, v, *pixel);
            }
            if whole && (y + 1 - top).is_multiple_of(band) {
                let part = (y + 1 - top) as f32 / (bottom - top) as f32;
                // A stage may hold several passes: each takes half of what is left of it.
                self.report(start + (self.goal - start) * 0.5 * part);
            }
        }
    }

    /// Fills `path` with the color and the opacity (0..=1) that `paint(x, y)` gives.
    pub(super) fn fill(&mut self, path: &Path, paint: impl Fn(f32, f32) -> (Color, f32)) {
        let Some((low, high)) = path.bounds() else {
            return;
        };
        let s = self.scale;
        let left = ((low.0 * s).floor().max(0.0) as usize).min(self.columns);
        let right = ((high.0 * s).ceil().max(0.0) as usize + 1).min(self.columns);
        let top = ((low.1 * s).floor().max(0.0) as usize).min(self.rows);
        let bottom = ((high.1 * s).ceil().max(0.0) as usize + 1).min(self.rows);
        if self.stopped || left >= right || top >= bottom {
            return;
        }
        let (width, height) = (right - left, bottom - top);
        let stride = width + 2;
        self.coverage.clear();
        self.coverage.resize(stride * height, 0.0);
        let local = |p: Point| (p.0 * s - left as f32, p.1 * s - top as f32);
        for ring in path.rings() {
            for (&a, &b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                cover(&mut self.coverage, (width, height), local(a), local(b));
            }
        }
        let unit = self.pixel();
        let covered = self.coverage.chunks_exact(stride);
        let rows = self.pixels.chunks_exact_mut(self.columns).skip(top);
        for (y, (amounts, row)) in (top..bottom).zip(covered.zip(rows)) {
            let v = (y as f32 + 0.5) * unit;
            let mut sum = 0.0;
            let pixels = row.iter_mut().skip(left).take(width);
            for (x, (amount, pixel)) in (left..).zip(amounts.iter().zip(pixels)) {
                sum += amount;
                let inside = f32::abs(sum).min(1.0);
                if inside > 0.004 {
                    let (color, opacity) = paint((x as f32 + 0.5) * unit, v);
                    *pixel = pixel.mix(color, opacity * inside);
                }
            }
        }
    }

    /// Fills `path` evenly with `color` at `opacity` (0..=1).
    pub(super) fn flat(&mut self, path: &Path, color: Color, opacity: f32) {
        self.fill(path, |_, _| (color, opacity));
    }

    /// Fills a disc evenly.
    pub(super) fn disc(&mut self, center: Point, radius: f32, color: Color, opacity: f32) {
        let reach = radius + self.pixel();
        let (scale, low, high) = (self.scale, around(center, -reach), around(center, reach));
        self.shade_within((low, high), |x, y, under| {
            let far = length(x - center.0, y - center.1);
            let inside = ((radius - far) * scale + 0.5).clamp(0.0, 1.0);
            under.mix(color, inside * opacity)
        });
    }

    /// Lays light of `color` around `center` that fades out at `radius`; `strength` is 0..=1.
    pub(super) fn glow(&mut self, center: Point, radius: f32, color: Color, strength: f32) {
        let (low, high) = (around(center, -radius), around(center, radius));
        self.shade_within((low, high), |x, y, under| {
            let (dx, dy) = (x - center.0, y - center.1);
            let near = (1.0 - (dx * dx + dy * dy) / (radius * radius)).max(0.0);
            under.lit(color, near * near * near * strength)
        });
    }

    /// A copy of the pixels, to look at while painting over them.
    pub(super) fn print(&self) -> Print {
        Print { columns: self.columns, rows: self.rows, scale: self.scale, pixels: self.pixels.clone() }
    }

    /// The finished picture as an RGB PNG; None if it was stopped.
    pub(super) fn png(mut self) -> Option<Vec<u8>> {
        if self.stopped {
            return None;
        }
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for pixel in &self.pixels {
            bytes.extend(pixel.bytes());
        }
        let mut png = Vec::new();
        let (width, height) = (self.columns as u32, self.rows as u32);
        PngEncoder::new(&mut png).write_image(&bytes, width, height, image::ExtendedColorType::Rgb8).ok()?;
        self.report(1.0);
        (!self.stopped).then_some(png)
    }

    fn report(&mut self, done: f32) {
        self.done = done.max(self.done);
        if !self.stopped {
            self.stopped = (self.on_progress)(self.done).is_break();
        }
    }
}

/// What a canvas looked like at one moment.
pub(super) struct Print {
    columns: usize,
    rows: usize,
    scale: f32,
    pixels: Vec<Color>,
}

impl Print {
    /// The color at a place; the nearest one for a place outside.
    pub(super) fn at(&self, (x, y): Point) -> Color {
        let column = ((x * self.scale) as usize).min(self.columns - 1);
        let row = ((y * self.scale) as usize).min(self.rows - 1);
        let index = row * self.columns + column;
        self.pixels.get(index).copied().unwrap_or(Color::BLACK)
    }
}

fn around(center: Point, reach: f32) -> Point {
    (center.0 + reach, center.1 + reach)
}

/// Adds what the edge `a`–`b` changes in how much of each pixel lies inside, so that the running
/// sum along a row is exactly the covered area.
#[allow(
    clippy::indexing_slicing,
    reason = "rows and columns are clamped to the buffer, and this is the innermost loop"
)]
fn cover(coverage: &mut [f32], (width, height): (usize, usize), a: Point, b: Point) {
    let (sign, a, b) = if a.1 < b.1 { (1.0, a, b) } else { (-1.0, b, a) };
    let (from, to) = (a.1.max(0.0), b.1.min(height as f32));
    if from >= to {
        return;
    }
    let lean = (b.0 - a.0) / (b.1 - a.1);
    let limit = width as f32;
    let stride = width + 2;
    for y in from as usize..(to.ceil() as usize).min(height) {
        let row = &mut coverage[y * stride..(y + 1) * stride];
        let (above, below) = (from.max(y as f32), to.min((y + 1) as f32));
        let amount = (below - above) * sign;
        let start = (a.0 + (above - a.1) * lean).clamp(0.0, limit);
        let end = (a.0 + (below - a.1) * lean).clamp(0.0, limit);
        let (x0, x1) = if start < end { (start, end) } else { (end, start) };
        let (first, last) = (x0 as usize, x1.ceil() as usize);
        if last <= first + 1 {
            let right = 0.5 * (x0 + x1) - first as f32;
            row[first] += amount * (1.0 - right);
            row[first + 1] += amount * right;
            continue;
        }
        // The edge crosses several pixels of the row: each gets the area to the right of it.
        let per = amount / (x1 - x0);
        let mut before = 0.0;
        for (x, slot) in (first..last).zip(&mut row[first..last]) {
            let (l, r) = (x0.max(x as f32), x1.min((x + 1) as f32));
            let part = per * (r - l);
            let inside = part * ((x + 1) as f32 - 0.5 * (l + r));
            *slot += before + inside;
            before = part - inside;
        }
        row[last] += before;
    }
}
