//! Things.

use super::super::canvas::Canvas;
use super::super::color::Color;
use super::super::exact::{cos, sin};
use super::super::path::{Path, Point};
use super::Pose;
use std::f32::consts::PI;

const CREAM: Color = Color::hex(0xf7ead6);
const INK: Color = Color::hex(0x1f1c24);
const LAMP: Color = Color::hex(0xffdf90);

/// A sailing boat, its waterline at the foot.
pub(super) fn boat(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let wood = Color::hex(0x6a4430);
    pose.line(canvas, &[(0.02, -0.1), (0.02, -1.0)], (0.018, 0.012), wood);
    pose.drawn(canvas, "M 0.05 -0.97 C 0.2 -0.7 0.42 -0.42 0.46 -0.22 L 0.05 -0.2 Z", CREAM);
    pose.drawn(
        canvas,
        "M 0.05 -0.62 C 0.16 -0.58 0.24 -0.57 0.3 -0.58 L 0.36 -0.46 C 0.24 -0.45 0.14 -0.46 0.05 -0.5 Z",
        coat,
    );
    pose.drawn(canvas, "M 0 -0.88 C -0.08 -0.6 -0.22 -0.35 -0.36 -0.22 L 0 -0.2 Z", coat);
    pose.drawn(canvas, "M -0.5 -0.16 C -0.2 -0.13 0.3 -0.13 0.58 -0.19 C 0.5 -0.04 0.4 0.03 0.3 0.04 L -0.3 0.04 C -0.4 0 -0.46 -0.08 -0.5 -0.16 Z", wood);
    pose.drawn(
        canvas,
        "M -0.5 -0.165 C -0.2 -0.135 0.3 -0.135 0.585 -0.195 L 0.555 -0.145 C 0.3 -0.1 -0.2 -0.1 -0.475 -0.125 Z",
        CREAM,
    );
    pose.drawn(canvas, "M 0.02 -1 L -0.14 -1.04 L 0.02 -1.08 Z", coat);
    for (x, y, half) in [(-0.1, 0.07, 0.4), (0.15, 0.11, 0.3), (-0.05, 0.15, 0.2)] {
        let wake: Vec<Point> = (0..=10).map(|i| i as f32 / 5.0 - 1.0).map(|t| (x + t * half, y)).collect();
        pose.part(canvas, &Path::stroke(&wake, |t| 0.018 * sin(t * PI)), CREAM.mix(coat, 0.25));
    }
}

/// A hot-air balloon.
pub(super) fn balloon(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color, other: Color) {
    for x in [-0.09, 0.0, 0.09] {
        pose.line(canvas, &[(x * 1.6, -0.32), (x * 0.8, -0.12)], (0.008, 0.008), INK);
    }
    let hull = "M -0.1 -0.26 C -0.2 -0.36 -0.4 -0.5 -0.4 -0.72 C -0.4 -0.94 -0.2 -1.05 0 -1.05 C 0.2 -1.05 0.4 -0.94 0.4 -0.72 C 0.4 -0.5 0.2 -0.36 0.1 -0.26 Z";
    for (scale, tone) in [(1.0, coat), (0.74, CREAM), (0.46, other), (0.17, coat)] {
        pose.part(canvas, &Path::drawn(hull).placed((0.0, 0.0), (scale, 1.0), 0.0), tone);
    }
    pose.drawn(canvas, "M -0.1 -0.26 L 0.1 -0.26 L 0.09 -0.3 L -0.09 -0.3 Z", coat.mix(INK, 0.4));
    pose.glow(canvas, (0.0, -0.24), 0.16, LAMP, 0.8);
    pose.drawn(canvas, "M -0.085 -0.13 L 0.085 -0.13 L 0.07 0 L -0.07 0 Z", Color::hex(0x8a5a34));
    pose.line(canvas, &[(-0.09, -0.13), (0.09, -0.13)], (0.024, 0.024), Color::hex(0x5a3a24));
}

/// A cottage with a lit window and a smoking chimney.
pub(super) fn house(canvas: &mut Canvas<'_>, pose: &Pose, wall: Color, roof: Color) {
    for i in 0..6 {
        let t = i as f32 / 5.0;
        let r = 0.03 + t * 0.055;
        pose.oval(canvas, (0.2 + sin(t * 5.0) * 0.04 - t * 0.06, -0.98 - t * 0.34), (r, r * 0.8), CREAM);
    }
    pose.drawn(canvas, "M 0.15 -0.7 L 0.15 -0.94 L 0.25 -0.94 L 0.25 -0.6 Z", roof.mix(INK, 0.45));
    pose.drawn(canvas, "M -0.38 0 L -0.38 -0.48 L 0.38 -0.48 L 0.38 0 Z", wall);
    pose.drawn(canvas, "M -0.48 -0.44 L -0.3 -0.84 L 0.3 -0.84 L 0.48 -0.44 Z", roof);
    for row in 1..4 {
        let t = row as f32 / 4.0;
        let (x, y) = (0.3 + 0.18 * t, -0.84 + 0.4 * t);
        pose.line(canvas, &[(-x, y), (x, y)], (0.01, 0.01), roof.mix(INK, 0.25));
    }
    pose.drawn(canvas, "M -0.09 0 L -0.09 -0.24 C -0.09 -0.34 0.09 -0.34 0.09 -0.24 L 0.09 0 Z", roof.mix(INK, 0.5));
    pose.oval(canvas, (0.055, -0.13), (0.012, 0.012), LAMP);
    for x in [-0.25, 0.24] {
        pose.drawn(canvas, &pane(x, -0.25, 0.085, 0.095), INK.mix(roof, 0.4));
        pose.drawn(canvas, &pane(x, -0.25, 0.07, 0.08), LAMP);
        pose.line(canvas, &[(x, -0.33), (x, -0.17)], (0.012, 0.012), INK);
        pose.line(canvas, &[(x - 0.07, -0.25), (x + 0.07, -0.25)], (0.012, 0.012), INK);
        pose.glow(canvas, (x, -0.25), 0.22, LAMP, 0.45);
    }
}

/// A lighthouse with its lamp lit.
pub(super) fn lighthouse(canvas: &mut Canvas<'_>, pose: &Pose, wall: Color, stripe: Color) {
    for s in [-1.0, 1.0] {
        let beam = Path::polygon(vec![(0.0, -0.865), (1.6 * s, -1.06), (1.6 * s, -0.74)]);
        let place = beam.placed(pose.foot, (pose.tall, pose.tall), 0.0);
        let (from, reach) = (pose.foot.0, pose.tall * 1.6);
        canvas.fill(&place, |x, _| (LAMP, 0.34 * (1.0 - (x - from).abs() / reach).max(0.0)));
    }
    pose.drawn(canvas, "M -0.16 0 L -0.09 -0.78 L 0.09 -0.78 L 0.16 0 Z", wall);
    for i in 0..3 {
        let (low, high) = (0.1 + i as f32 * 0.25, 0.22 + i as f32 * 0.25);
        let half = |up: f32| 0.16 - 0.07 * up / 0.78;
        let ring = vec![(-half(low), -low), (-half(high), -high), (half(high), -high), (half(low), -low)];
        pose.part(canvas, &Path::polygon(ring), stripe);
    }
    pose.drawn(canvas, "M -0.12 -0.77 L 0.12 -0.77 L 0.12 -0.8 L -0.12 -0.8 Z", INK);
    pose.drawn(canvas, &pane(0.0, -0.86, 0.065, 0.07), LAMP);
    for x in [-0.065, 0.0, 0.065] {
        pose.line(canvas, &[(x, -0.93), (x, -0.79)], (0.012, 0.012), INK);
    }
    pose.drawn(canvas, "M -0.095 -0.92 C -0.06 -1.0 0.06 -1.0 0.095 -0.92 Z", stripe);
    pose.oval(canvas, (0.0, -0.985), (0.014, 0.02), INK);
    pose.drawn(canvas, "M -0.04 0 L -0.04 -0.08 C -0.04 -0.12 0.04 -0.12 0.04 -0.08 L 0.04 0 Z", INK);
    pose.glow(canvas, (0.0, -0.86), 0.4, LAMP, 0.85);
}

/// A castle with towers and pennants.
pub(super) fn castle(canvas: &mut Canvas<'_>, pose: &Pose, wall: Color, roof: Color) {
    for (x, half, top, back) in [
        (-0.2, 0.07, 0.72, true),
        (0.22, 0.065, 0.66, true),
        (0.03, 0.09, 0.8, true),
        (-0.42, 0.085, 0.5, false),
        (0.42, 0.085, 0.54, false),
    ] {
        let tone = if back { wall.mix(roof, 0.18).times(0.92) } else { wall };
        pose.drawn(canvas, &pane(x, -top * 0.5, half, top * 0.5), tone);
        let (eave, peak) = (half * 1.35, top + half * 3.0);
        pose.part(canvas, &Path::polygon(vec![(x - eave, -top), (x, -peak), (x + eave, -top)]), roof);
        pose.line(canvas, &[(x, -peak), (x, -peak - 0.08)], (0.008, 0.008), INK);
        pose.part(
            canvas,
            &Path::polygon(vec![(x, -peak - 0.08), (x - 0.08, -peak - 0.06), (x, -peak - 0.035)]),
            Color::hex(0xf2c14e),
        );
        pose.drawn(canvas, &pane(x, -top + 0.12, half * 0.22, 0.035), LAMP);
        pose.glow(canvas, (x, -top + 0.12), 0.1, LAMP, 0.4);
    }
    pose.drawn(canvas, "M -0.42 0 L -0.42 -0.32 L 0.42 -0.32 L 0.42 0 Z", wall);
    for i in 0..9 {
        let x = -0.34 + i as f32 * 0.085;
        pose.drawn(canvas, &pane(x, -0.34, 0.025, 0.03), wall);
    }
    pose.drawn(canvas, "M -0.09 0 L -0.09 -0.14 C -0.09 -0.26 0.09 -0.26 0.09 -0.14 L 0.09 0 Z", INK.mix(roof, 0.3));
    for x in [-0.26, -0.17, 0.17, 0.26] {
        pose.drawn(canvas, &pane(x, -0.18, 0.016, 0.035), LAMP);
    }
}

/// A rocket on its flame.
pub(super) fn rocket(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let flame = [(0.13, 0.42, 0xf25f2c), (0.09, 0.3, 0xffa53b), (0.05, 0.18, 0xfff0b0)];
    pose.glow(canvas, (0.0, 0.08), 0.5, Color::hex(0xffa53b), 0.7);
    for (half, long, tone) in flame {
        let tongue = format!(
            "M -{half} -0.14 C -{half} 0.02 -0.03 {a} 0 {long} C 0.03 {a} {half} 0.02 {half} -0.14 Z",
            a = long * 0.6
        );
        pose.drawn(canvas, &tongue, Color::hex(tone));
    }
    for s in [-1.0, 1.0] {
        let fin = Path::drawn("M 0.12 -0.42 C 0.26 -0.34 0.3 -0.2 0.28 -0.02 C 0.22 -0.1 0.16 -0.14 0.1 -0.15 Z");
        pose.part(canvas, &fin.placed((0.0, 0.0), (s, 1.0), 0.0), coat);
    }
    pose.drawn(canvas, "M -0.12 -0.12 C -0.24 -0.45 -0.16 -0.82 0 -1.02 C 0.16 -0.82 0.24 -0.45 0.12 -0.12 Z", CREAM);
    pose.drawn(canvas, "M -0.118 -0.82 C -0.085 -0.9 -0.045 -0.97 0 -1.02 C 0.045 -0.97 0.085 -0.9 0.118 -0.82 C 0.05 -0.8 -0.05 -0.8 -0.118 -0.82 Z", coat);
    pose.drawn(canvas, "M -0.15 -0.2 L 0.15 -0.2 L 0.12 -0.12 L -0.12 -0.12 Z", coat.mix(INK, 0.4));
    pose.oval(canvas, (0.0, -0.6), (0.085, 0.085), coat.mix(INK, 0.2));
    pose.oval(canvas, (0.0, -0.6), (0.062, 0.062), Color::hex(0x8fd3ea));
    pose.oval(canvas, (0.02, -0.62), (0.02, 0.016), Color::WHITE);
    pose.oval(canvas, (0.0, -0.38), (0.045, 0.045), coat.mix(INK, 0.2));
    pose.oval(canvas, (0.0, -0.38), (0.03, 0.03), Color::hex(0x8fd3ea));
}

/// A small car.
pub(super) fn car(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let dark = coat.mix(INK, 0.35);
    pose.glow(canvas, (0.86, -0.32), 0.5, LAMP, 0.6);
    pose.drawn(canvas, "M -0.48 -0.5 C -0.42 -0.82 -0.34 -0.9 -0.1 -0.9 C 0.2 -0.9 0.3 -0.78 0.42 -0.5 Z", dark);
    pose.drawn(
        canvas,
        "M -0.39 -0.52 C -0.35 -0.74 -0.28 -0.82 -0.12 -0.82 L -0.06 -0.82 L -0.06 -0.52 Z",
        Color::hex(0xbfe3ea),
    );
    pose.drawn(canvas, "M 0 -0.52 L 0 -0.82 C 0.18 -0.81 0.24 -0.7 0.32 -0.52 Z", Color::hex(0xbfe3ea));
    pose.drawn(
        canvas,
        "M -0.84 -0.14 C -0.9 -0.4 -0.78 -0.52 -0.5 -0.54 L 0.42 -0.54 C 0.7 -0.5 0.86 -0.44 0.86 -0.14 Z",
        coat,
    );
    pose.line(canvas, &[(-0.8, -0.32), (0.84, -0.32)], (0.02, 0.02), CREAM);
    pose.oval(canvas, (0.8, -0.34), (0.05, 0.06), LAMP);
    pose.oval(canvas, (-0.82, -0.34), (0.03, 0.05), Color::hex(0xe0403a));
    for x in [-0.48, 0.48] {
        pose.oval(canvas, (x, -0.15), (0.18, 0.18), INK);
        pose.oval(canvas, (x, -0.15), (0.09, 0.09), CREAM);
        for i in 0..5 {
            let a = i as f32 * 1.2566;
            pose.line(canvas, &[(x, -0.15), (x + cos(a) * 0.08, -0.15 + sin(a) * 0.08)], (0.014, 0.014), INK);
        }
    }
}

fn pane(x: f32, y: f32, half: f32, tall: f32) -> String {
    let (l, r, t, b) = (x - half, x + half, y - tall, y + tall);
    format!("M {l} {b} L {l} {t} L {r} {t} L {r} {b} Z")
}
