//! Animals.

use super::super::canvas::Canvas;
use super::super::chance::Chance;
use super::super::color::Color;
use super::super::exact::{cos, sin};
use super::super::path::{Path, Point};
use super::{Figure, Pose};
use std::f32::consts::TAU;

const CREAM: Color = Color::hex(0xf7ead6);
const INK: Color = Color::hex(0x1a171c);

/// A four-legged animal that sits and looks out of the picture.
pub(super) fn sitting(canvas: &mut Canvas<'_>, pose: &Pose, kind: Figure, coat: Color, chance: &mut Chance) {
    let dark = coat.mix(INK, 0.35);
    let pale = coat.mix(CREAM, 0.72);
    match kind {
        Figure::Cat => pose.line(canvas, &curl(0.0), (0.085, 0.05), dark.mix(coat, 0.6)),
        Figure::Dog => pose.line(canvas, &curl(0.12), (0.07, 0.03), coat),
        Figure::Fox => {
            pose.drawn(
                canvas,
                "M -0.14 0 C -0.4 0.02 -0.62 -0.12 -0.56 -0.42 C -0.36 -0.36 -0.3 -0.22 -0.1 -0.1 Z",
                coat,
            );
            pose.drawn(
                canvas,
                "M -0.5 -0.2 C -0.58 -0.28 -0.58 -0.36 -0.56 -0.42 C -0.48 -0.4 -0.42 -0.36 -0.37 -0.3 Z",
                CREAM,
            );
        }
        Figure::Rabbit => pose.oval(canvas, (-0.26, -0.1), (0.09, 0.09), CREAM),
        _ => {}
    }
    let stout = if kind == Figure::Bear { 1.3 } else { 1.0 };
    let body =
        Path::drawn("M -0.24 0 C -0.36 -0.1 -0.31 -0.36 -0.15 -0.58 L 0.15 -0.58 C 0.31 -0.36 0.36 -0.1 0.24 0 Z");
    pose.part(canvas, &body.placed((0.0, 0.0), (stout, 1.0), 0.0), coat);
    pose.oval(canvas, (0.19 * stout, -0.11), (0.13, 0.12), coat.mix(dark, 0.15));
    pose.oval(canvas, (-0.19 * stout, -0.11), (0.13, 0.12), coat.mix(dark, 0.25));
    pose.drawn(
        canvas,
        "M 0 -0.56 C -0.13 -0.5 -0.12 -0.25 0 -0.2 C 0.12 -0.25 0.13 -0.5 0 -0.56 Z",
        pale.mix(coat, 0.35),
    );
    for x in [-0.075, 0.075] {
        pose.line(canvas, &[(x * 1.1, -0.32), (x, -0.03)], (0.1, 0.085), coat.mix(dark, 0.1));
        pose.oval(canvas, (x, -0.022), (0.06, 0.03), pale.mix(coat, if kind == Figure::Cat { 0.4 } else { 0.7 }));
    }
    ears(canvas, pose, kind, coat, dark);
    let broad = match kind {
        Figure::Fox => (0.2, 0.15),
        Figure::Bear => (0.22, 0.185),
        Figure::Rabbit => (0.17, 0.15),
        _ => (0.2, 0.165),
    };
    pose.oval(canvas, (0.0, -0.69), broad, coat);
    if kind == Figure::Cat {
        for x in [-0.05, 0.0, 0.05] {
            pose.line(canvas, &[(x, -0.84 + x.abs() * 0.3), (x * 0.9, -0.775)], (0.018, 0.004), dark);
        }
    }
    if kind == Figure::Fox {
        for s in [-1.0, 1.0] {
            let cheek = Path::drawn("M 0 -0.57 C 0.02 -0.66 0.12 -0.7 0.2 -0.68 C 0.2 -0.6 0.1 -0.54 0 -0.545 Z");
            pose.part(canvas, &cheek.placed((0.0, 0.0), (s, 1.0), 0.0), CREAM);
        }
    } else {
        let muzzle = if kind == Figure::Cat { (0.085, 0.055) } else { (0.1, 0.08) };
        pose.oval(canvas, (0.0, -0.625), muzzle, pale);
    }
    let iris = Color::hex(chance.pick(&[0xf2c84b, 0x9fd36a, 0x7fd0e0]));
    for s in [-1.0, 1.0] {
        let at = (0.085 * s, -0.705);
        if kind == Figure::Cat {
            pose.oval(canvas, at, (0.042, 0.036), INK);
            pose.oval(canvas, at, (0.036, 0.031), iris);
            pose.oval(canvas, at, (0.012, 0.029), INK);
        } else {
            pose.oval(canvas, at, (0.025, 0.028), INK);
        }
        pose.oval(canvas, (at.0 + 0.008, at.1 - 0.012), (0.008, 0.008), Color::WHITE);
    }
    let nose = if kind == Figure::Cat || kind == Figure::Rabbit { Color::hex(0xd98a8a) } else { INK };
    pose.drawn(
        canvas,
        "M -0.028 -0.65 Q 0 -0.662 0.028 -0.65 Q 0.012 -0.618 0 -0.618 Q -0.012 -0.618 -0.028 -0.65 Z",
        nose,
    );
    for s in [-1.0, 1.0] {
        pose.line(canvas, &[(0.0, -0.622), (0.012 * s, -0.6), (0.045 * s, -0.597)], (0.008, 0.004), INK);
        for i in 0..3 {
            let spread = i as f32 * 0.025 - 0.02;
            let hair = [(0.07 * s, -0.625 + spread * 0.4), (0.27 * s, -0.64 + spread * 1.8)];
            if kind == Figure::Cat || kind == Figure::Rabbit {
                pose.line(canvas, &hair, (0.006, 0.002), CREAM);
            }
        }
    }
}

/// A fish with flowing fins.
pub(super) fn fish(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let (dark, pale) = (coat.mix(INK, 0.25), coat.mix(CREAM, 0.6));
    pose.drawn(canvas, "M -0.4 -0.5 C -0.6 -0.75 -0.85 -0.95 -1.05 -0.9 C -0.95 -0.7 -0.95 -0.6 -0.85 -0.5 C -0.95 -0.35 -1 -0.2 -1.08 -0.05 C -0.85 -0.05 -0.6 -0.25 -0.4 -0.46 Z", dark);
    pose.drawn(canvas, "M 0.25 -0.72 C 0.1 -1.02 -0.2 -1 -0.42 -0.86 C -0.3 -0.78 -0.25 -0.7 -0.2 -0.66 Z", dark);
    pose.drawn(canvas, "M 0.1 -0.25 C 0.05 -0.08 -0.1 0.02 -0.28 0.02 C -0.22 -0.1 -0.2 -0.2 -0.1 -0.3 Z", dark);
    pose.drawn(canvas, "M 0.68 -0.48 C 0.45 -0.85 -0.1 -0.8 -0.5 -0.5 C -0.1 -0.16 0.45 -0.16 0.68 -0.48 Z", coat);
    pose.drawn(canvas, "M 0.62 -0.42 C 0.4 -0.2 -0.05 -0.2 -0.4 -0.43 C -0.05 -0.32 0.35 -0.32 0.62 -0.42 Z", pale);
    for column in 0..5 {
        for row in 0..4 {
            let x = 0.2 - column as f32 * 0.11 - (row % 2) as f32 * 0.05;
            let y = -0.62 + row as f32 * 0.085;
            let arc: Vec<Point> =
                (0..=8).map(|i| 1.57 + i as f32 * 0.39).map(|a| (x + cos(a) * 0.05, y - sin(a) * 0.045)).collect();
            pose.line(canvas, &arc, (0.012, 0.012), pale);
        }
    }
    pose.drawn(canvas, "M 0.22 -0.46 C 0.12 -0.4 0.0 -0.36 -0.06 -0.24 C 0.08 -0.24 0.2 -0.32 0.26 -0.42 Z", dark);
    pose.oval(canvas, (0.46, -0.54), (0.055, 0.055), CREAM);
    pose.oval(canvas, (0.475, -0.54), (0.032, 0.032), INK);
    for (x, y, r) in [(0.85, -0.62, 0.03), (0.93, -0.78, 0.045), (0.88, -0.98, 0.025)] {
        let ring: Vec<Point> =
            (0..=30).map(|i| i as f32 / 30.0 * TAU).map(|a| (x + cos(a) * r, y + sin(a) * r)).collect();
        pose.line(canvas, &ring, (0.012, 0.012), CREAM);
    }
}

/// A whale that blows.
pub(super) fn whale(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let (dark, pale) = (coat.mix(INK, 0.25), coat.mix(CREAM, 0.7));
    for s in [-1.0, 1.0] {
        let jet = [(0.36, -0.66), (0.36 + 0.02 * s, -0.9), (0.36 + 0.1 * s, -1.02), (0.36 + 0.2 * s, -0.95)];
        pose.line(canvas, &jet, (0.03, 0.05), CREAM);
    }
    pose.drawn(canvas, "M -0.72 -0.4 C -0.85 -0.6 -1.05 -0.78 -1.18 -0.7 C -1.1 -0.55 -0.95 -0.5 -0.88 -0.4 C -1 -0.42 -1.15 -0.4 -1.25 -0.28 C -1.05 -0.22 -0.9 -0.26 -0.75 -0.3 Z", dark);
    pose.drawn(canvas, "M 0.8 -0.22 C 0.82 -0.55 0.55 -0.7 0.2 -0.68 C -0.2 -0.66 -0.5 -0.5 -0.85 -0.42 C -0.6 0.0 -0.2 0.04 0.3 0.03 C 0.6 0.02 0.78 -0.05 0.8 -0.22 Z", coat);
    pose.drawn(
        canvas,
        "M 0.8 -0.2 C 0.78 -0.04 0.6 0.02 0.3 0.03 C 0 0.04 -0.25 0.03 -0.42 -0.05 C 0 -0.1 0.5 -0.1 0.8 -0.2 Z",
        pale,
    );
    pose.drawn(canvas, "M 0.25 -0.12 C 0.15 0.06 0 0.16 -0.16 0.16 C -0.1 0.04 -0.05 -0.08 0.05 -0.16 Z", dark);
    pose.oval(canvas, (0.55, -0.28), (0.026, 0.03), INK);
    pose.oval(canvas, (0.558, -0.29), (0.008, 0.009), Color::WHITE);
}

/// A horse that stands.
pub(super) fn horse(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let (dark, mane) = (coat.mix(INK, 0.25), coat.mix(INK, 0.62));
    pose.drawn(canvas, "M -0.4 -0.58 C -0.56 -0.54 -0.6 -0.3 -0.52 -0.1 C -0.46 -0.2 -0.46 -0.36 -0.38 -0.48 Z", mane);
    let mut far = Path::drawn(&leg(-0.24, -0.03));
    far.join(Path::drawn(&leg(0.19, 0.03)));
    pose.part(canvas, &far, dark);
    let mut body = Path::drawn(
        "M -0.43 -0.5 C -0.42 -0.66 -0.22 -0.63 -0.02 -0.61 C 0.12 -0.61 0.22 -0.74 0.31 -0.9 C 0.35 -0.98 0.42 -1.01 0.47 -0.99 L 0.49 -1.07 L 0.54 -0.97 C 0.6 -0.9 0.68 -0.82 0.74 -0.75 C 0.76 -0.69 0.7 -0.66 0.65 -0.68 C 0.58 -0.72 0.53 -0.75 0.48 -0.76 C 0.43 -0.62 0.42 -0.5 0.35 -0.4 C 0.22 -0.31 -0.08 -0.31 -0.2 -0.33 C -0.34 -0.3 -0.43 -0.38 -0.43 -0.5 Z",
    );
    body.join(Path::drawn(&leg(-0.36, 0.02)));
    body.join(Path::drawn(&leg(0.26, -0.02)));
    pose.part(canvas, &body, coat);
    for x in [-0.33, 0.25] {
        pose.line(canvas, &[(x, -0.02), (x + 0.035, -0.02)], (0.045, 0.045), INK);
    }
    pose.drawn(canvas, "M 0.5 -1.02 C 0.36 -1.05 0.24 -0.88 0.14 -0.66 C 0.06 -0.6 0.02 -0.52 0.05 -0.44 C 0.16 -0.54 0.26 -0.66 0.34 -0.84 C 0.38 -0.92 0.44 -0.95 0.52 -0.93 Z", mane);
    pose.oval(canvas, (0.545, -0.88), (0.015, 0.017), INK);
    pose.oval(canvas, (0.705, -0.72), (0.009, 0.011), INK);
}

fn ears(canvas: &mut Canvas<'_>, pose: &Pose, kind: Figure, coat: Color, dark: Color) {
    let inner = Color::hex(0xdf9f98).mix(coat, 0.35);
    for s in [-1.0, 1.0] {
        let (outside, inside) = match kind {
            Figure::Cat => (
                "M 0.19 -0.68 L 0.19 -0.97 Q 0.17 -1 0.14 -0.97 L 0.02 -0.82 Z",
                "M 0.17 -0.76 L 0.165 -0.91 L 0.08 -0.82 Z",
            ),
            Figure::Fox => (
                "M 0.2 -0.68 L 0.21 -1.02 Q 0.18 -1.04 0.15 -1 L 0.02 -0.8 Z",
                "M 0.19 -0.9 L 0.21 -1.02 Q 0.18 -1.04 0.15 -1 L 0.105 -0.93 Z",
            ),
            Figure::Bear => {
                ("M 0.1 -0.84 C 0.06 -0.98 0.26 -0.98 0.24 -0.8 Z", "M 0.14 -0.84 C 0.11 -0.93 0.22 -0.92 0.21 -0.82 Z")
            }
            Figure::Rabbit => (
                "M 0.03 -0.8 C -0.02 -1 0.02 -1.22 0.1 -1.24 C 0.19 -1.22 0.17 -0.98 0.13 -0.78 Z",
                "M 0.06 -0.82 C 0.04 -1 0.06 -1.14 0.1 -1.17 C 0.14 -1.14 0.13 -0.98 0.11 -0.82 Z",
            ),
            _ => ("M 0.1 -0.84 C 0.26 -0.86 0.3 -0.66 0.26 -0.52 C 0.2 -0.5 0.15 -0.6 0.14 -0.72 Z", ""),
        };
        let back = if kind == Figure::Dog { dark } else { coat };
        let tip = if kind == Figure::Fox { INK } else { inner };
        pose.part(canvas, &Path::drawn(outside).placed((0.0, 0.0), (s, 1.0), 0.0), back);
        pose.part(canvas, &Path::drawn(inside).placed((0.0, 0.0), (s, 1.0), 0.0), tip);
    }
}

fn curl(lift: f32) -> Vec<Point> {
    (0..=24)
        .map(|i| i as f32 / 24.0)
        .map(|t| (-0.2 - 0.26 * sin(t * 2.4), -0.05 - t * t * 0.42 + sin(t * 3.1) * 0.03 - lift * t))
        .collect()
}

fn leg(x: f32, step: f32) -> String {
    let (back, front) = (x - 0.07, x + 0.09);
    let (knee, heel) = (x + step * 0.4, x + step);
    format!(
        "M {back} -0.5 C {back} -0.36 {kb} -0.3 {kb} -0.24 C {kb} -0.15 {hb} -0.1 {hb} 0 L {hf} 0 C {hf} -0.1 {kf} -0.15 {kf} -0.24 C {kf} -0.3 {front} -0.36 {front} -0.5 Z",
        kb = knee - 0.03,
        kf = knee + 0.035,
        hb = heel - 0.025,
        hf = heel + 0.03,
    )
}
