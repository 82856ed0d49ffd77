//! What flies: owls, birds and butterflies.

use super::super::canvas::Canvas;
use super::super::color::Color;
use super::super::path::Path;
use super::Pose;

const CREAM: Color = Color::hex(0xf7ead6);
const INK: Color = Color::hex(0x1a171c);

/// An owl.
pub(super) fn owl(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let (dark, pale) = (coat.mix(INK, 0.3), coat.mix(CREAM, 0.7));
    pose.drawn(canvas, "M 0 0 C -0.38 0 -0.42 -0.5 -0.3 -0.78 L -0.34 -1 C -0.2 -0.9 0.2 -0.9 0.34 -1 L 0.3 -0.78 C 0.42 -0.5 0.38 0 0 0 Z", coat);
    pose.oval(canvas, (0.0, -0.28), (0.22, 0.27), pale);
    for row in 0..4 {
        for i in 0..4 - row % 2 {
            let x = (i as f32 - (3 - row % 2) as f32 * 0.5) * 0.1;
            pose.drawn(canvas, &spot(x, -0.42 + row as f32 * 0.1), dark);
        }
    }
    for s in [-1.0, 1.0] {
        let wing = Path::drawn("M 0.26 -0.55 C 0.46 -0.4 0.42 -0.1 0.22 -0.02 C 0.24 -0.2 0.2 -0.4 0.26 -0.55 Z");
        pose.part(canvas, &wing.placed((0.0, 0.0), (s, 1.0), 0.0), dark);
        pose.oval(canvas, (0.135 * s, -0.7), (0.14, 0.14), pale);
        pose.oval(canvas, (0.135 * s, -0.7), (0.095, 0.095), Color::hex(0xf2b63c));
        pose.oval(canvas, (0.135 * s, -0.7), (0.052, 0.052), INK);
        pose.oval(canvas, (0.135 * s + 0.02, -0.725), (0.016, 0.016), Color::WHITE);
        for toe in [-0.03, 0.0, 0.03] {
            pose.oval(canvas, (0.1 * s + toe, -0.005), (0.018, 0.03), Color::hex(0xd8963c));
        }
    }
    pose.drawn(canvas, "M -0.04 -0.66 L 0.04 -0.66 L 0 -0.55 Z", Color::hex(0xd8963c));
}

/// A bird with spread wings.
pub(super) fn bird(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color) {
    let (dark, pale) = (coat.mix(INK, 0.35), coat.mix(CREAM, 0.75));
    pose.drawn(canvas, "M 0.1 -0.42 C 0 -0.75 -0.28 -1 -0.6 -1.05 C -0.45 -0.85 -0.4 -0.6 -0.2 -0.36 Z", dark);
    pose.drawn(canvas, "M -0.35 -0.3 L -0.8 -0.2 L -0.72 -0.12 L -0.85 -0.02 L -0.3 -0.18 Z", dark);
    pose.drawn(canvas, "M 0.62 -0.5 C 0.5 -0.62 0.35 -0.52 0.2 -0.46 C -0.1 -0.42 -0.4 -0.34 -0.5 -0.22 C -0.2 -0.04 0.3 -0.1 0.48 -0.34 C 0.52 -0.42 0.56 -0.46 0.62 -0.5 Z", coat);
    pose.drawn(canvas, "M 0.42 -0.34 C 0.25 -0.12 -0.1 -0.1 -0.3 -0.17 C -0.05 -0.22 0.2 -0.3 0.42 -0.34 Z", pale);
    pose.drawn(
        canvas,
        "M 0.24 -0.4 C 0.26 -0.75 0.1 -1.1 -0.18 -1.3 C -0.16 -1 -0.2 -0.65 -0.12 -0.34 Z",
        coat.mix(dark, 0.35),
    );
    pose.drawn(
        canvas,
        "M 0.16 -0.42 C 0.16 -0.68 0.08 -0.9 -0.08 -1.06 C -0.06 -0.85 -0.1 -0.6 -0.04 -0.38 Z",
        coat.mix(pale, 0.3),
    );
    pose.drawn(canvas, "M 0.58 -0.53 L 0.76 -0.46 L 0.56 -0.42 Z", Color::hex(0xf2a93b));
    pose.oval(canvas, (0.49, -0.5), (0.022, 0.022), INK);
}

/// A butterfly with open wings.
pub(super) fn butterfly(canvas: &mut Canvas<'_>, pose: &Pose, coat: Color, spot: Color) {
    let dark = coat.mix(INK, 0.72);
    let upper = Path::drawn("M 0.02 -0.5 C 0.15 -0.85 0.55 -1.08 0.78 -0.95 C 0.88 -0.7 0.55 -0.42 0.02 -0.42 Z");
    let lower = Path::drawn("M 0.02 -0.44 C 0.4 -0.46 0.65 -0.3 0.52 -0.08 C 0.36 0.08 0.1 -0.1 0.02 -0.4 Z");
    for s in [-1.0, 1.0] {
        for wing in [&lower, &upper] {
            pose.part(canvas, &wing.placed((0.0, 0.0), (s, 1.0), 0.0), dark);
            pose.part(canvas, &wing.placed((0.03 * s, -0.055), (s * 0.86, 0.86), 0.0), coat);
        }
        for (x, y, r) in [(0.55, -0.8, 0.075), (0.36, -0.65, 0.045), (0.36, -0.2, 0.06)] {
            pose.oval(canvas, (x * s, y), (r, r), spot);
            pose.oval(canvas, (x * s, y), (r * 0.5, r * 0.5), dark);
        }
        for (x, y) in [(0.7, -0.88), (0.73, -0.78), (0.66, -0.94)] {
            pose.oval(canvas, (x * s, y), (0.02, 0.02), CREAM);
        }
        pose.line(canvas, &[(0.01 * s, -0.62), (0.07 * s, -0.78), (0.14 * s, -0.86)], (0.014, 0.022), INK);
    }
    pose.oval(canvas, (0.0, -0.38), (0.032, 0.22), INK);
    pose.oval(canvas, (0.0, -0.61), (0.042, 0.045), INK);
}

fn spot(x: f32, y: f32) -> String {
    format!(
        "M {a} {y} Q {x} {low} {b} {y} Q {x} {mid} {a} {y} Z",
        a = x - 0.035,
        b = x + 0.035,
        low = y + 0.06,
        mid = y + 0.02
    )
}
