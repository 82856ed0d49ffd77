//! Space: nebulae, stars and planets.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, cos, length, sin, smooth};
use super::noise::{layered, noise, ridged};
use super::palette::{steer, swatches};
use super::path::{Path, Point};
use super::reading::{Reading, Word};
use std::f32::consts::TAU;

/// Paints deep space over the whole canvas: nebula, stars and one to three planets.
pub(super) fn paint(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("space");
    let set = swatches(reading, &mut chance);
    let (wide, high) = (canvas.wide(), canvas.high());
    let night = chance.pick(&[0x070a1f, 0x0d0820, 0x04141c, 0x120a16]);
    let night = steer(reading, Color::hex(night)).times(0.8);
    let [_, _, first, second, third, fourth] = set;
    let (field, bend) = (chance.field(), chance.within(0.7, 1.6));
    let lean = chance.within(-1.0, 1.0);
    canvas.shade(|x, y, _| {
        let (u, v) = (x * bend, y * bend);
        let warp = layered(field, u * 1.2 + 4.0, v * 1.2, 3);
        let cloud = layered(field ^ 7, u * 1.7 + warp * 1.5, v * 1.7 - warp, 4);
        let band = 1.0 - ((y / high - 0.5) * 1.5 + (x / wide - 0.5) * lean).abs() * 1.7;
        let thick = smooth(-0.35, 0.65, cloud + band * 0.6 - 0.25);
        let dust = ridged(field ^ 3, u * 2.2 + warp, v * 2.2, 3);
        let glow = first.mix(second, smooth(-0.4, 0.4, warp)).mix(third, smooth(0.62, 0.95, dust) * 0.5);
        night.lit(glow, thick * 0.9).mix(night, smooth(0.66, 0.3, dust) * 0.35)
    });
    super::sky::stars(canvas, high, 1.7, &mut chance);
    if reading.has(Word::Galaxy) {
        return galaxy(canvas, [first, second, third], &mut chance);
    }
    let light = (chance.side() * chance.within(0.5, 0.8), -chance.within(0.25, 0.6));
    match chance.count(0, 3) {
        0 => {
            // The near planet fills the lower part: the picture is seen from its orbit.
            let radius = chance.within(1.0, 1.7) * wide.max(high) * 0.6;
            let center = (wide * chance.within(0.2, 0.8), high * chance.within(0.62, 0.78) + radius);
            let small = Planet::new(
                (wide * chance.within(0.2, 0.8), high * chance.within(0.2, 0.36)),
                chance.within(0.06, 0.13),
                light,
            );
            planet(canvas, &small, [fourth, third], &mut chance);
            planet(canvas, &Planet::new(center, radius, light), [first, second], &mut chance);
        }
        1 => {
            let sun = (wide * chance.within(0.15, 0.85), high * chance.within(0.15, 0.4));
            let shine = steer(reading, Color::hex(0xff_e2a8)).mix(Color::WHITE, 0.2);
            canvas.glow(sun, 0.9, shine, 0.6);
            canvas.glow(sun, 0.3, shine, 0.9);
            canvas.disc(sun, 0.05, shine.mix(Color::WHITE, 0.6), 1.0);
            let bodies = [(0.21, [first, third]), (0.1, [second, fourth]), (0.05, [fourth, first])];
            for (i, (size, tones)) in bodies.into_iter().enumerate() {
                let radius = size * chance.within(0.8, 1.15);
                let place =
                    (wide * (0.2 + 0.3 * i as f32 + chance.within(-0.06, 0.06)), high * chance.within(0.45, 0.8));
                let (dx, dy) = (sun.0 - place.0, sun.1 - place.1);
                let far = length(dx, dy).max(0.01);
                planet(canvas, &Planet::new(place, radius, (dx / far * 0.85, dy / far * 0.85)), tones, &mut chance);
            }
        }
        _ => {
            let place = (wide * chance.within(0.38, 0.62), high * chance.within(0.4, 0.6));
            let radius = chance.within(0.2, 0.28);
            let tilt = chance.within(-0.5, 0.5);
            let ringed = chance.happens(0.8);
            let body = Planet::new(place, radius, light);
            if ringed {
                rings(canvas, &body, tilt, [third, fourth], true);
            }
            planet(canvas, &body, [first, second], &mut chance);
            if ringed {
                rings(canvas, &body, tilt, [third, fourth], false);
            }
            for _ in 0..chance.count(1, 3) {
                let turn = chance.within(0.0, TAU);
                let far = radius * chance.within(1.5, 2.2);
                let moon = (place.0 + cos(turn) * far, place.1 + sin(turn) * far * 0.8);
                planet(canvas, &Planet::new(moon, chance.within(0.014, 0.045), light), [fourth, third], &mut chance);
            }
        }
    }
}

fn galaxy(canvas: &mut Canvas<'_>, [arm, dust, heart]: [Color; 3], chance: &mut Chance) {
    let (wide, high) = (canvas.wide(), canvas.high());
    let center = (wide * chance.within(0.4, 0.6), high * chance.within(0.4, 0.6));
    let (tilt, flat) = (chance.within(-0.9, 0.9), chance.within(0.42, 0.85));
    let (c, s) = (cos(tilt), sin(tilt));
    let (wind, arms, hand) = (chance.within(2.4, 3.6), chance.pick(&[2.0, 2.0, 3.0, 4.0]), chance.side());
    let field = chance.field();
    // Where a place lies in the plane of the disc.
    let plane = |x: f32, y: f32| {
        let (dx, dy) = (x - center.0, y - center.1);
        (dx * c + dy * s, (dy * c - dx * s) / flat)
    };
    let density = |u: f32, v: f32| {
        let far = length(u, v);
        let turn = super::exact::atan2(v, u) * hand + wind * (far + 0.06) * 3.2 / (0.35 + far);
        let lane = 0.5 + 0.5 * cos(turn * arms + layered(field, u * 5.0, v * 5.0, 3) * 1.6);
        (lane * lane * 0.9 + 0.16) * smooth(0.56, 0.08, far)
    };
    canvas.shade(|x, y, under| {
        let (u, v) = plane(x, y);
        let far = length(u, v);
        let thick = density(u, v) * (0.75 + 0.5 * layered(field ^ 3, u * 9.0, v * 9.0, 3));
        let tone = dust.mix(arm, smooth(0.1, 0.5, far)).mix(Color::WHITE, 0.42);
        let core = super::exact::exp(-far * 9.0);
        under.lit(tone, (thick * 1.35).clamp(0.0, 1.0)).lit(heart.mix(Color::WHITE, 0.6), core.min(1.0))
    });
    for _ in 0..2600 {
        let (x, y) = (center.0 + chance.within(-0.6, 0.6), center.1 + chance.within(-0.6, 0.6));
        let (u, v) = plane(x, y);
        if chance.unit() < density(u, v) * 0.8 {
            let radius = (0.0005 + chance.unit() * chance.unit() * 0.002).max(canvas.pixel() * 0.45);
            let tone = Color::WHITE.mix(if chance.happens(0.5) { arm } else { heart }, 0.35);
            canvas.disc((x, y), radius, tone, chance.within(0.3, 0.9));
        }
    }
}

struct Planet {
    center: Point,
    radius: f32,
    /// Toward the light, as far as it shows in the plane of the picture.
    light: Point,
}

impl Planet {
    fn new(center: Point, radius: f32, light: Point) -> Self {
        Self { center, radius, light }
    }
}

fn planet(canvas: &mut Canvas<'_>, body: &Planet, [base, other]: [Color; 2], chance: &mut Chance) {
    let (field, banded) = (chance.field(), chance.happens(0.55));
    let tilt = chance.within(-0.4, 0.4);
    let (c, s) = (cos(tilt), sin(tilt));
    let toward = (1.0 - body.light.0 * body.light.0 - body.light.1 * body.light.1).max(0.0).sqrt();
    let reach = body.radius * 1.25;
    if body.radius < 0.6 {
        let (dx, dy) = (body.light.0 * body.radius * 0.15, body.light.1 * body.radius * 0.15);
        canvas.glow((body.center.0 + dx, body.center.1 + dy), reach * 1.25, base.mix(Color::WHITE, 0.3), 0.45);
    }
    let path = Path::ellipse(body.center, body.radius, body.radius);
    canvas.fill(&path, |x, y| {
        let (dx, dy) = ((x - body.center.0) / body.radius, (y - body.center.1) / body.radius);
        let dz = (1.0 - dx * dx - dy * dy).max(0.0).sqrt();
        let (u, v) = (dx * c - dy * s, dx * s + dy * c);
        // Seen as a ball: what lies toward the rim is foreshortened.
        let swell = 1.0 + (1.0 - dz) * 0.9;
        let (u, v) = (u * swell, v * (1.0 + (1.0 - dz) * 0.25));
        let detail = body.radius * 6.0;
        let pattern = if banded {
            let wobble = layered(field, u * 2.2, v * 7.0, 3) * 0.22;
            noise(field, 0.5, (v + wobble * 0.35) * 7.0) * 0.9 + wobble
        } else {
            layered(field, u * 1.3 * detail.clamp(1.0, 2.5), v * 1.3 * detail.clamp(1.0, 2.5), 5) * 1.7
        };
        let step = if banded { smooth(-0.6, 0.6, pattern) } else { smooth(-0.08, 0.2, pattern) };
        let ground = base.mix(other, step).plus(pattern * 0.05);
        let day = dx * body.light.0 + dy * body.light.1 + dz * toward * 0.55;
        let lit = smooth(-0.18, 0.75, day);
        let air = smooth(0.55, 0.0, dz) * lit;
        let color = ground.times(between(0.07, 1.08, lit));
        (color.lit(base.mix(Color::WHITE, 0.5), air * 0.6), 1.0)
    });
}

fn rings(canvas: &mut Canvas<'_>, body: &Planet, tilt: f32, [inner, outer]: [Color; 2], behind: bool) {
    let flat = 0.26;
    let (c, s) = (cos(tilt), sin(tilt));
    let reach = body.radius * 2.35;
    let low = (body.center.0 - reach, body.center.1 - reach);
    let high = (body.center.0 + reach, body.center.1 + reach);
    let pixel = canvas.pixel() / body.radius * 2.0;
    canvas.shade_within((low, high), |x, y, under| {
        let (dx, dy) = ((x - body.center.0) / body.radius, (y - body.center.1) / body.radius);
        let (u, v) = (dx * c + dy * s, dy * c - dx * s);
        if (v < 0.0) != behind {
            return under;
        }
        let far = length(u, v / flat);
        let edge = smooth(1.28, 1.28 + pixel * 2.0, far) * smooth(2.25, 2.25 - pixel * 2.0, far);
        let gap = 1.0 - 0.85 * smooth(0.05, 0.03, (far - 1.78).abs());
        let groove = 0.66 + 0.34 * noise(91, far * 26.0, 0.5);
        let shade = if behind && far < 2.0 && dx * body.light.0 + dy * body.light.1 < -0.5 { 0.35 } else { 1.0 };
        let tone = inner.mix(outer, smooth(1.3, 2.2, far)).times(shade);
        under.mix(tone, edge * gap * groove * 0.9)
    });
}
