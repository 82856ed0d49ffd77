//! People, and robots that pass for them.

use super::super::canvas::Canvas;
use super::super::chance::Chance;
use super::super::color::Color;
use super::Pose;

const CREAM: Color = Color::hex(0xf7ead6);
const INK: Color = Color::hex(0x1f1c24);

/// Someone in a long coat, seen from behind, looking into the picture.
pub(super) fn person(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color, chance: &mut Chance) {
    let dark = coat.mix(INK, 0.5);
    let hair = Color::hex(chance.pick(&[0x2a1f1c, 0x6a3f28, 0xb8843f, 0x3a2a3a]));
    let skin = Color::hex(chance.pick(&[0xf0c8a4, 0xc98f68, 0x8a5a40]));
    for x in [-0.055, 0.055] {
        pose.line(canvas, &[(x, -0.36), (x * 1.1, -0.03)], (0.085, 0.065), INK.mix(dark, 0.3));
        pose.oval(canvas, (x * 1.25, -0.015), (0.05, 0.025), INK);
    }
    pose.drawn(
        canvas,
        "M -0.1 -0.78 C -0.2 -0.72 -0.24 -0.55 -0.235 -0.42 L -0.17 -0.42 C -0.17 -0.52 -0.15 -0.6 -0.1 -0.66 Z",
        dark.mix(coat, 0.5),
    );
    pose.drawn(
        canvas,
        "M 0.1 -0.78 C 0.2 -0.72 0.24 -0.55 0.235 -0.42 L 0.17 -0.42 C 0.17 -0.52 0.15 -0.6 0.1 -0.66 Z",
        dark.mix(coat, 0.5),
    );
    for x in [-0.2, 0.2] {
        pose.oval(canvas, (x, -0.4), (0.032, 0.036), skin);
    }
    pose.drawn(canvas, "M -0.045 -0.8 C -0.15 -0.79 -0.16 -0.6 -0.14 -0.5 C -0.16 -0.38 -0.2 -0.28 -0.21 -0.2 C -0.1 -0.16 0.1 -0.16 0.21 -0.2 C 0.2 -0.28 0.16 -0.38 0.14 -0.5 C 0.16 -0.6 0.15 -0.79 0.045 -0.8 Z", coat);
    pose.line(canvas, &[(-0.14, -0.5), (0.0, -0.49), (0.14, -0.5)], (0.022, 0.022), dark);
    pose.line(canvas, &[(0.0, -0.48), (0.0, -0.18)], (0.008, 0.008), dark);
    pose.line(canvas, &[(0.0, -0.84), (0.0, -0.78)], (0.06, 0.07), skin);
    pose.oval(canvas, (0.0, -0.9), (0.078, 0.092), skin);
    if chance.happens(0.5) {
        pose.drawn(canvas, "M -0.088 -0.88 C -0.1 -1.02 0.1 -1.02 0.088 -0.88 C 0.1 -0.76 0.08 -0.7 0 -0.68 C -0.08 -0.7 -0.1 -0.76 -0.088 -0.88 Z", hair);
    } else {
        pose.drawn(
            canvas,
            "M -0.085 -0.87 C -0.1 -1.01 0.1 -1.01 0.085 -0.87 C 0.05 -0.82 -0.05 -0.82 -0.085 -0.87 Z",
            hair,
        );
    }
    pose.drawn(
        canvas,
        "M -0.075 -0.8 C -0.03 -0.76 0.03 -0.76 0.075 -0.8 L 0.08 -0.75 C 0.03 -0.72 -0.03 -0.72 -0.08 -0.75 Z",
        CREAM.mix(coat, 0.4),
    );
    pose.drawn(canvas, "M -0.05 -0.76 L -0.09 -0.55 L -0.03 -0.56 L -0.02 -0.75 Z", CREAM.mix(coat, 0.4));
}

/// A friendly robot.
pub(super) fn robot(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let dark = coat.mix(INK, 0.45);
    for s in [-1.0, 1.0] {
        pose.line(canvas, &[(0.11 * s, -0.25), (0.12 * s, -0.05)], (0.07, 0.07), dark);
        pose.oval(canvas, (0.13 * s, -0.035), (0.085, 0.04), coat);
        pose.line(canvas, &[(0.24 * s, -0.52), (0.35 * s, -0.42), (0.33 * s, -0.28)], (0.06, 0.06), dark);
        pose.oval(canvas, (0.33 * s, -0.25), (0.055, 0.055), coat);
        pose.oval(canvas, (0.22 * s, -0.8), (0.035, 0.06), dark);
    }
    pose.line(canvas, &[(0.0, -0.6), (0.0, -0.68)], (0.1, 0.1), dark);
    pose.drawn(
        canvas,
        "M -0.2 -0.6 C -0.28 -0.6 -0.26 -0.24 -0.2 -0.2 L 0.2 -0.2 C 0.26 -0.24 0.28 -0.6 0.2 -0.6 Z",
        coat,
    );
    pose.drawn(canvas, "M -0.12 -0.5 L 0.12 -0.5 L 0.12 -0.34 L -0.12 -0.34 Z", dark);
    for (i, tone) in [0xf25f5c, 0xffd166, 0x5bd0a0].into_iter().enumerate() {
        pose.oval(canvas, (-0.07 + 0.07 * i as f32, -0.42), (0.022, 0.022), Color::hex(tone));
    }
    pose.drawn(
        canvas,
        "M -0.2 -0.94 C -0.24 -0.94 -0.24 -0.66 -0.2 -0.66 L 0.2 -0.66 C 0.24 -0.66 0.24 -0.94 0.2 -0.94 Z",
        coat,
    );
    pose.drawn(
        canvas,
        "M -0.16 -0.9 C -0.19 -0.88 -0.19 -0.72 -0.16 -0.7 L 0.16 -0.7 C 0.19 -0.72 0.19 -0.88 0.16 -0.9 Z",
        INK,
    );
    for s in [-1.0, 1.0] {
        pose.oval(canvas, (0.08 * s, -0.81), (0.036, 0.042), Color::hex(0x8af0e8));
        pose.glow(canvas, (0.08 * s, -0.81), 0.12, Color::hex(0x8af0e8), 0.5);
    }
    pose.line(canvas, &[(0.0, -0.93), (0.0, -1.03)], (0.014, 0.014), dark);
    pose.oval(canvas, (0.0, -1.04), (0.028, 0.028), Color::hex(0xf25f5c));
    pose.glow(canvas, (0.0, -1.04), 0.12, Color::hex(0xf25f5c), 0.6);
}
