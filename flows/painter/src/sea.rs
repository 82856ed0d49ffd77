//! Water: the open sea, big waves, still lakes and rivers.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, exp, sin, smooth};
use super::noise::{layered, noise};
use super::path::{Path, Point};
use super::scenery::Stage;
use std::f32::consts::{PI, TAU};

/// Paints the sea from the horizon to the bottom, with the path of light under the sun.
pub(super) fn open(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("sea");
    let (wide, high) = (canvas.wide(), canvas.high());
    let (horizon, field) = (stage.horizon, chance.field());
    let [far, near] = stage.palette.water;
    let (sun, light) = (stage.sun.0, stage.palette.light);
    let shine = if stage.overcast() { 0.35 } else { 1.0 };
    canvas.shade_within(((0.0, horizon), (wide, high)), |x, y, _| {
        let depth = (y - horizon) / (high - horizon).max(0.05);
        let away = 1.0 / (depth + 0.045);
        let swell = layered(field, x * away * 1.5, away * 6.0, 3);
        let body = far.mix(near, smooth(0.0, 0.9, depth)).plus(swell * 0.085 * (0.25 + depth));
        let reach = 0.035 + depth * 0.17;
        let column = exp(-((x - sun) / reach) * ((x - sun) / reach));
        let spark = noise(field ^ 5, x * away * 5.0, away * 15.0) + noise(field ^ 9, x * away * 2.0, away * 7.0) * 0.5;
        let glint = smooth(0.18, 0.3, spark + column * 0.32 - 0.2) * column * shine;
        body.mix(light, (glint * 0.9 + column * 0.14 * shine).min(1.0))
    });
    let rim = far.mix(light, 0.45);
    for _ in 0..(150.0 * wide) as usize {
        let depth = chance.unit();
        let y = between(horizon, high, depth * depth);
        let x = chance.within(0.0, wide);
        let half = between(0.008, 0.09, depth) * chance.within(0.5, 1.2);
        let thick = between(0.0012, 0.0065, depth);
        let bow = chance.within(-0.5, 0.9) * thick * 2.0;
        let points: Vec<Point> =
            (0..=12).map(|i| i as f32 / 6.0 - 1.0).map(|t| (x + t * half, y + bow * t * t)).collect();
        let tone = if chance.happens(0.55) { rim } else { near };
        canvas.flat(&Path::stroke(&points, |t| thick * sin(t * PI)), tone, 0.4);
    }
}

/// Paints rows of high waves with foaming crests, from the horizon to the bottom.
pub(super) fn waves(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("waves");
    let (wide, high, pixel) = (canvas.wide(), canvas.high(), canvas.pixel());
    let layers = chance.count(6, 9);
    let [far, near] = stage.palette.water;
    let foam = stage.palette.light.mix(Color::WHITE, 0.5);
    let lean = chance.side();
    let lip = chance.within(0.58, 0.74);
    canvas.shade_within(((0.0, stage.horizon), (wide, high)), |_, _, _| far);
    for layer in 0..layers {
        let t = layer as f32 / (layers - 1) as f32;
        let base = between(stage.horizon + 0.02, high * 0.98, t * between(0.6, 1.0, t));
        let (long, tall) = (between(0.14, 0.62, t), between(0.014, 0.105, t));
        let (start, field) = (chance.unit() * 9.0, chance.field());
        let crest = |x: f32| {
            let u = x * lean / long + start + noise(field, x * 1.4, 0.3) * 0.3;
            // Round troughs that run into a pointed crest, steeper on the side it leans to.
            let along = u - u.floor();
            let along = if along < lip { along / lip * 0.5 } else { 0.5 + (along - lip) / (1.0 - lip) * 0.5 };
            let size = 0.8 + 0.45 * noise(field, x * 1.1, 5.0);
            let s = sin(along * PI);
            base + tall * size * ((s * s + 0.035).sqrt() * 1.7 - 1.0)
        };
        let body = far.mix(near, t);
        let path = Path::under(crest, (0.0, wide), high, pixel * 1.5);
        let bright = body.mix(far, 0.55).mix(stage.palette.light, 0.12);
        canvas.fill(&path, |x, y| {
            let down = (y - crest(x)) / tall;
            let band = ((down * 2.4 + noise(field, x * 7.0, y * 9.0) * 0.5) * 3.0).floor() / 3.0;
            (bright.mix(body.times(0.9), smooth(0.1, 2.6, band)), 1.0)
        });
        for (offset, thick, strength) in [(0.0, 0.10, 0.95), (0.24, 0.03, 0.6), (0.42, 0.018, 0.4)] {
            let points: Vec<Point> = (0..=(wide / 0.004) as usize)
                .map(|i| i as f32 * 0.004)
                .map(|x| (x, crest(x) + tall * (offset + noise(field, x * 20.0, offset) * 0.06)))
                .collect();
            let last = points.len() as f32 * 0.004;
            let swell = |at: f32| {
                let x = at * last;
                let rise = smooth(0.35, -0.9, (crest(x) - base) / tall);
                tall * thick * (rise * 2.6 + 0.14) * (0.8 + noise(field, x * 30.0, 1.0) * 0.5)
            };
            canvas.flat(&Path::stroke(&points, swell), foam, strength * between(0.5, 1.0, t));
        }
        for _ in 0..(between(8.0, 46.0, t) * wide) as usize {
            let x = chance.within(0.0, wide);
            let y = crest(x);
            if y < base - tall * 0.45 {
                let lift = chance.unit() * tall * 0.5;
                let radius = tall * chance.within(0.012, 0.05);
                canvas.disc((x + lean * lift * 0.7, y - lift), radius, foam, 0.9);
            }
        }
    }
}

/// Paints the sea from inside: light from above, sand, weed and bubbles.
pub(super) fn depths(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("depths");
    let (wide, high, field) = (canvas.wide(), canvas.high(), chance.field());
    let tone = |code| super::palette::steer(stage.reading, Color::hex(code));
    let night = if stage.palette.night { 0.5 } else { 1.0 };
    let [top, middle, deep] = chance
        .pick(&[[0x9fe3dc, 0x2a93b0, 0x0a3358], [0x8ad4f0, 0x2f6fc0, 0x10205c], [0xb8ecc8, 0x2f9a94, 0x083a4a]])
        .map(|code| tone(code).times(night));
    let source = (stage.sun.0, -0.25);
    canvas.shade(|x, y, _| {
        let t = y / high;
        let water = super::color::run(&[top, middle, deep], t + noise(field, x * 1.5, y * 1.5) * 0.06);
        let turn = (x - source.0) / (y - source.1);
        let ray = smooth(0.05, 0.6, noise(field, turn * 7.0, 0.5) + noise(field, turn * 19.0, 3.0) * 0.4);
        water.lit(top, ray * exp(-t * 2.2) * 0.5)
    });
    for row in 0..3 {
        let near = row as f32 / 2.0;
        let (bed, seed) = (high * between(0.78, 0.94, near), chance.field());
        let floor = |x: f32| bed + noise(seed, x * 1.8, 0.5) * 0.05;
        let sand = deep.mix(middle, 0.45 - near * 0.25).times(1.0 - near * 0.3);
        for _ in 0..(between(10.0, 14.0, near) * wide) as usize {
            let foot = chance.within(0.0, wide);
            let (tall, bend, phase) =
                (between(0.14, 0.4, near) * chance.within(0.4, 1.1), chance.within(0.01, 0.04), chance.unit() * TAU);
            let points: Vec<Point> = (0..=16)
                .map(|i| i as f32 / 16.0)
                .map(|t| (foot + bend * t * sin(t * 6.0 + phase) * 1.6, floor(foot) + 0.02 - tall * t))
                .collect();
            let coral = chance.happens(0.25);
            let weed = if coral { stage.palette.accent(chance.count(0, 4)) } else { tone(0x3f9a6a) };
            let weed = weed.times(night).mix(deep, 0.55 - near * 0.2);
            let thick = between(0.012, 0.026, near) * if coral { 0.7 } else { 1.0 };
            canvas.flat(&Path::stroke(&points, |t| thick * (1.0 - t * t) * (1.0 + 0.3 * sin(t * 30.0))), weed, 1.0);
        }
        canvas.fill(&Path::under(floor, (0.0, wide), high, 0.004), |x, y| {
            (sand.lit(top, exp(-(y - floor(x)) * 16.0) * 0.22), 1.0)
        });
    }
    for _ in 0..(46.0 * wide) as usize {
        let place = (chance.within(0.0, wide), chance.within(0.0, high));
        let radius = 0.002 + chance.unit() * chance.unit() * 0.014;
        canvas.disc(place, radius, top, 0.22);
        canvas.disc((place.0 - radius * 0.3, place.1 - radius * 0.3), radius * 0.3, Color::WHITE, 0.6);
    }
}

/// Turns what lies below `shore` into still water that mirrors what lies above it.
pub(super) fn mirror(canvas: &mut Canvas<'_>, stage: &Stage<'_>, shore: f32, chance: &Chance) {
    let mut chance = chance.of("mirror");
    let (wide, high, field) = (canvas.wide(), canvas.high(), chance.field());
    let above = canvas.print();
    let [far, near] = stage.palette.water;
    let glint = far.mix(stage.palette.light, 0.5);
    canvas.shade_within(((0.0, shore), (wide, high)), |x, y, _| {
        let depth = y - shore;
        let away = 1.0 / (depth + 0.06);
        let ripple = noise(field, x * away * 0.9, away * 7.0);
        let sway = ripple * (0.003 + depth * 0.028);
        let seen = above.at(((x + sway).max(0.0), (shore - depth * 0.95 - sway.abs() * 0.6).max(0.0)));
        let water = far.mix(near, smooth(0.0, high - shore, depth));
        let line = smooth(0.42, 0.62, noise(field ^ 3, x * away * 0.35, away * 9.0));
        seen.mix(water, 0.26 + 0.4 * smooth(0.0, high - shore, depth)).mix(glint, line * 0.28)
    });
    let bank = Path::rectangle((0.0, shore - 0.0014), (wide, shore + 0.0014));
    canvas.flat(&bank, glint, 0.5);
}

/// Paints a river that winds from the horizon toward the one who looks.
pub(super) fn river(canvas: &mut Canvas<'_>, stage: &Stage<'_>, top: f32, chance: &Chance) {
    let mut chance = chance.of("river");
    let (wide, high) = (canvas.wide(), canvas.high());
    let source = wide * chance.within(0.35, 0.65);
    let mouth = wide * chance.within(0.3, 0.7);
    let (swing, bends, start) = (chance.within(0.12, 0.24) * chance.side(), chance.within(1.1, 1.9), chance.unit());
    let middle = |t: f32| {
        between(source, mouth, t) + swing * sin((bends * t.sqrt() + start) * TAU) * (0.12 + t) * (1.0 - t * 0.3)
    };
    let edge = |side: f32, extra: f32| {
        (0..=60).map(move |i| i as f32 / 60.0).map(move |t| {
            let half = 0.006 + t * t * 0.24 + t * 0.03 + extra * (0.2 + t);
            (middle(t) + side * half, between(top, high + 0.02, t))
        })
    };
    let shape = |extra: f32| {
        let mut points: Vec<Point> = edge(-1.0, extra).collect();
        let mut back: Vec<Point> = edge(1.0, extra).collect();
        back.reverse();
        points.extend(back);
        Path::polygon(points)
    };
    let [far, near] = stage.palette.water;
    canvas.flat(&shape(0.014), stage.palette.ground(0.95), 0.55);
    let (field, light) = (chance.field(), stage.palette.light);
    let pale = stage.palette.sky[3].mix(far, 0.35);
    canvas.fill(&shape(0.0), |x, y| {
        let t = (y - top) / (high - top);
        let streak = noise(field, (x - middle(t)) * 9.0 / (0.2 + t), y * 30.0 / (0.25 + t));
        let color = pale.mix(near, smooth(0.0, 1.1, t) * 0.8).plus(streak * 0.03);
        (color.mix(light, smooth(0.3, 0.45, streak) * 0.35), 1.0)
    });
}
