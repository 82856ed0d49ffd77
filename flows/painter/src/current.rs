//! Pictures without a place that flow: ribbons, marble and layers of cut paper.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::{Color, run};
use super::exact::{between, cos, length, sin, smooth};
use super::noise::{layered, noise};
use super::palette::swatches;
use super::path::{Path, Point};
use super::reading::Reading;
use std::f32::consts::TAU;

/// Paints ribbons that follow one invisible current.
pub(super) fn ribbons(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("ribbons");
    let [ground, deep, calm, bright, loud, last] = swatches(reading, &mut chance);
    let (wide, high) = (canvas.wide(), canvas.high());
    let (field, broad) = (chance.field(), chance.within(0.7, 1.7));
    let (heading, bend) = (chance.within(0.0, TAU), chance.within(0.7, 1.6));
    let eye = (wide * chance.within(0.2, 0.8), high * chance.within(0.2, 0.8));
    let swirl = chance.happens(0.5);
    canvas.shade(|x, y, _| ground.mix(deep, smooth(-0.6, 0.9, noise(field, x, y)) * 0.25));
    let angle = |p: Point| {
        let drift = heading + noise(field, p.0 * broad, p.1 * broad) * TAU * 0.5 * bend;
        if !swirl {
            return drift;
        }
        let (dx, dy) = (p.0 - eye.0, p.1 - eye.1);
        super::exact::atan2(dy, dx) + 1.25 + noise(field, p.0 * broad, p.1 * broad) * bend
    };
    let tones = [deep, calm, last, loud, bright];
    let count = (chance.within(380.0, 640.0) * wide * high) as usize;
    let patch = chance.field();
    for i in 0..count {
        let near = i as f32 / count as f32;
        let mut place = (chance.within(-0.1, wide + 0.1), chance.within(-0.1, high + 0.1));
        let start = place;
        let steps = chance.count(30, 110);
        let points: Vec<Point> = (0..steps)
            .map(|_| {
                let a = angle(place);
                place = (place.0 + cos(a) * 0.007, place.1 + sin(a) * 0.007);
                place
            })
            .collect();
        let thick = between(0.026, 0.006, near) * chance.within(0.4, 1.2);
        let blend = noise(patch, start.0 * 1.4, start.1 * 1.4) * 0.75 + 0.5 + chance.within(-0.16, 0.16);
        let tone = run(&tones, blend);
        let shade = deep.times(0.4);
        let fade = |t: f32| thick * smooth(0.0, 0.25, t) * smooth(1.0, 0.5, t);
        let path = Path::stroke(&points, fade);
        canvas.flat(&path.placed((0.002, 0.005), (1.0, 1.0), 0.0), shade, 0.16);
        canvas.flat(&path, tone, 0.94);
        let shine: Vec<Point> = points.iter().map(|p| (p.0 - thick * 0.12, p.1 - thick * 0.22)).collect();
        canvas.flat(&Path::stroke(&shine, |t| fade(t) * 0.22), tone.mix(Color::WHITE, 0.45), 0.6);
    }
}

/// Paints marble: veins of ink drawn through each other, with a thin line of metal.
pub(super) fn marble(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("marble");
    let [ground, deep, calm, bright, loud, last] = swatches(reading, &mut chance);
    let field = chance.field();
    let (broad, twist) = (chance.within(0.9, 1.6), chance.within(1.6, 2.8));
    let stretch = chance.within(0.6, 1.6);
    let bands = chance.within(4.0, 7.0);
    canvas.shade(|x, y, _| {
        let (u, v) = (x * broad, y * broad * stretch);
        let a = layered(field, u, v, 3);
        let b = layered(field ^ 11, u + 5.2, v + 1.3, 3);
        let (p, q) = (u + twist * a, v + twist * b);
        let c = layered(field ^ 23, p, q, 4);
        let d = layered(field ^ 31, p * 1.3 + 8.0, q * 1.3, 3);
        let flow = (c + 0.5) * bands;
        let step = flow - flow.floor();
        let cut = smooth(0.30, 0.34, step) * smooth(0.66, 0.62, step);
        let low = run(&[deep, calm, ground, bright, loud, deep], (c * 1.2 + 0.5).clamp(0.0, 1.0));
        let color = low
            .mix(loud, smooth(0.1, 0.6, d) * 0.75)
            .mix(ground, smooth(0.05, 0.45, a * b * 4.0) * 0.6)
            .plus((step - 0.5) * 0.05)
            .mix(deep, cut * 0.32 * smooth(0.25, -0.3, d));
        let vein = smooth(0.03, 0.012, (step - 0.5).abs()) * smooth(-0.2, 0.15, d);
        let edge = smooth(0.03, 0.0, (d - 0.08).abs()) * 0.55;
        color.mix(last.mix(Color::WHITE, 0.3), vein * 0.85).mix(deep, edge).lit(Color::WHITE, (a + 0.2).max(0.0) * 0.12)
    });
}

/// Paints sheets of paper, one above the other, each cut along a curve and casting a shadow.
pub(super) fn strata(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("strata");
    let [ground, deep, calm, bright, loud, last] = swatches(reading, &mut chance);
    let field = chance.field();
    let (wide, high) = (canvas.wide(), canvas.high());
    let (broad, sheets) = (chance.within(1.2, 2.1), chance.count(7, 11) as f32);
    let eye = (wide * chance.within(0.3, 0.7), high * chance.within(0.3, 0.7));
    let pit = chance.within(0.25, 0.9);
    let height = |x: f32, y: f32| {
        let far = length(x - eye.0, y - eye.1);
        (layered(field, x * broad, y * broad, 3) * 0.75 + far * (pit + 0.55) + 0.08) * sheets * 0.95
    };
    let tones = if chance.happens(0.5) {
        [deep, calm, bright, loud, last, ground]
    } else {
        [loud, last, bright, calm, deep, ground]
    };
    let pixel = canvas.pixel();
    let shift = (chance.side() * 0.008, 0.012);
    canvas.shade(|x, y, _| {
        let here = height(x, y);
        let level = here.floor();
        let sheet = |n: f32| run(&tones, (n + 1.0) / (sheets * 0.9)).plus(scatter_tone(n));
        // The slope turns the distance to the next sheet into pixels for a clean edge.
        let slope = length(height(x + pixel, y) - here, height(x, y + pixel) - here).max(1e-5);
        let edge = ((here - level) / slope).clamp(0.0, 1.0);
        let color = sheet(level - 1.0).mix(sheet(level), edge);
        let mut dark: f32 = 0.0;
        for step in 1..=4 {
            let t = step as f32 / 4.0;
            let above = height(x - shift.0 * t * 2.0, y - shift.1 * t * 2.0).floor();
            if above > level {
                dark = dark.max(0.34 * (1.1 - t * 0.8));
            }
        }
        let rim = smooth(0.0, 3.0, (here - level) / slope);
        color.times(1.0 - dark).lit(Color::WHITE, (1.0 - rim) * 0.22)
    });
}

fn scatter_tone(level: f32) -> f32 {
    (super::noise::scatter(9, level as i32, 3) - 0.5) * 0.05
}
