//! Flowers: a meadow of them, and one seen close.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, cos, exp, length, pow, sin, smooth};
use super::palette::{steer, swatches};
use super::path::{Path, Point};
use super::reading::Reading;
use super::scenery::Stage;
use std::f32::consts::{PI, TAU};

/// The angle between two seeds of a sunflower, in radians.
const GOLDEN: f32 = 2.399_963;

/// Paints rows of flowers on stems from `top` to the bottom, the nearest the tallest.
pub(super) fn meadow(canvas: &mut Canvas<'_>, stage: &Stage<'_>, top: f32, chance: &Chance) {
    let mut chance = chance.of("meadow");
    let (wide, high) = (canvas.wide(), canvas.high());
    let sorts = match stage.reading.bloom {
        Some((kind, code)) => {
            let tone = super::palette::steer(stage.reading, Color::hex(code));
            [tone, tone.times(0.88), tone.mix(Color::WHITE, 0.22)].map(|tone| (kind, tone))
        }
        None => [(); 3].map(|()| (chance.count(0, 3), stage.palette.accent(chance.count(0, 4)))),
    };
    let green = super::forest::leaf(stage, &mut chance).unwrap_or(stage.palette.ground(0.6));
    let rows = 7;
    for row in 0..rows {
        let near = row as f32 / (rows - 1) as f32;
        let foot = between(top, high * 1.06, pow(near, 1.3));
        let tall = between(0.03, 0.36, near * near);
        let stem = green.mix(stage.palette.ground(0.4), 0.5 * (1.0 - near)).times(between(1.0, 0.72, near));
        for _ in 0..(between(90.0, 60.0, near) * wide) as usize {
            let x = chance.within(0.0, wide);
            let blade = [
                (x, foot + 0.02),
                (x + chance.within(-0.02, 0.02) * (0.3 + near), foot - tall * 0.4),
                (x + chance.within(-0.06, 0.06) * (0.3 + near), foot - tall * chance.within(0.4, 0.85)),
            ];
            let thick = between(0.003, 0.011, near);
            canvas.flat(&Path::stroke(&blade, |t| thick * (1.0 - t)), stem.times(chance.within(0.8, 1.15)), 0.9);
        }
        let count = (between(34.0, 9.0, near) * wide).max(2.0) as usize;
        for i in 0..count {
            let x = (i as f32 + chance.within(0.1, 0.9)) / count as f32 * wide;
            let head = (x + chance.within(-0.04, 0.04) * (0.2 + near), foot - tall * chance.within(0.75, 1.15));
            let bow = chance.within(-0.03, 0.03) * near;
            let points = [(x, foot + 0.02), ((x + head.0) * 0.5 + bow, (foot + head.1) * 0.5), head];
            let thick = between(0.0016, 0.007, near);
            canvas.flat(&Path::stroke(&points, |_| thick), stem, 1.0);
            let (kind, hue) = chance.pick(&sorts);
            let size = between(0.006, 0.05, near * near) * chance.within(0.75, 1.15);
            let dim = if stage.palette.night { 0.4 } else { 0.25 * (1.0 - near) };
            let tone = hue.mix(stage.palette.ground(0.4), dim);
            bloom(canvas, head, size, (tone, stem), kind, &mut chance);
        }
    }
}

/// Paints one flower of the radius `size` around `at`; `kind` is 0 a daisy, 1 a tulip, 2 a poppy
/// and 3 a spike of small bells.
pub(super) fn bloom(
    canvas: &mut Canvas<'_>,
    at: Point,
    size: f32,
    (tone, stem): (Color, Color),
    kind: usize,
    chance: &mut Chance,
) {
    match kind {
        0 => {
            let petals = chance.count(9, 14);
            let start = chance.unit();
            let petal = Path::ellipse((0.0, -0.62), 0.17, 0.40);
            for i in 0..petals {
                let turn = start + i as f32 / petals as f32 * TAU;
                let shade = tone.times(0.9 + 0.1 * cos(turn));
                canvas.flat(&petal.placed(at, (size, size * 0.86), turn), shade, 0.97);
            }
            let heart = tone.mix(Color::hex(0xf2b632), 0.8);
            canvas.disc(at, size * 0.28, heart, 1.0);
            canvas.disc((at.0 + size * 0.04, at.1 + size * 0.06), size * 0.17, heart.times(0.82), 0.8);
        }
        1 => {
            let side = Path::drawn("M 0 0.5 C -0.75 0.5 -0.7 -0.5 -0.5 -0.95 C -0.2 -0.6 0 -0.3 0 0.5 Z");
            canvas.flat(&side.placed(at, (size, size), 0.0), tone.times(0.86), 1.0);
            canvas.flat(&side.placed(at, (-size, size), 0.0), tone.times(0.78), 1.0);
            let front = Path::drawn("M 0 0.55 C -0.5 0.4 -0.42 -0.5 0 -1 C 0.42 -0.5 0.5 0.4 0 0.55 Z");
            canvas.flat(&front.placed(at, (size, size), 0.0), tone, 1.0);
        }
        2 => {
            let petal = Path::drawn("M 0 0 C -0.9 -0.2 -0.8 -1.05 0 -1 C 0.8 -1.05 0.9 -0.2 0 0 Z");
            for (i, turn) in [-1.5, 1.6, 0.05, 3.1].into_iter().enumerate() {
                let shade = tone.times(0.84 + 0.06 * i as f32);
                canvas.flat(&petal.placed(at, (size, size * 0.9), turn + chance.within(-0.2, 0.2)), shade, 0.96);
            }
            canvas.disc(at, size * 0.2, stem.times(0.45), 1.0);
            canvas.disc(at, size * 0.1, Color::hex(0xd8c27a), 0.9);
        }
        _ => {
            for i in 0..14 {
                let t = i as f32 / 13.0;
                for side in [-1.0, 1.0] {
                    let place = (at.0 + side * size * 0.26 * (1.0 - t * 0.75), at.1 + size * (0.9 - t * 2.4));
                    let bell = Path::ellipse((0.0, 0.0), size * 0.2 * (1.1 - t * 0.6), size * 0.13);
                    canvas.flat(
                        &bell.placed(place, (1.0, 1.0), side * -0.6),
                        tone.times(chance.within(0.82, 1.1)),
                        0.95,
                    );
                }
            }
        }
    }
}

/// Paints one great bloom of petals and seeds set by the golden angle over the whole canvas.
pub(super) fn close(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("close");
    let [ground, deep, calm, bright, loud, last] = swatches(reading, &mut chance);
    let own = reading.bloom.map(|(_, code)| steer(reading, Color::hex(code)));
    let [calm, loud, last] = match own {
        Some(tone) => [tone.times(0.78), tone.times(0.92), tone],
        None => [calm, loud, last],
    };
    let (wide, high) = (canvas.wide(), canvas.high());
    let center = (wide * chance.within(0.36, 0.64), high * chance.within(0.38, 0.62));
    canvas.shade(|x, y, _| {
        let far = length(x - center.0, y - center.1);
        ground.mix(deep, smooth(0.2, 1.1, far) * 0.55).lit(bright, exp(-far * 5.0) * 0.25)
    });
    let reach = chance.within(0.40, 0.56);
    let rings = chance.count(5, 8);
    let shape = match chance.count(0, 2) {
        0 => "M 0 0 C -0.55 -0.3 -0.5 -0.8 0 -1 C 0.5 -0.8 0.55 -0.3 0 0 Z",
        1 => "M 0 0 C -0.28 -0.3 -0.3 -0.75 0 -1 C 0.3 -0.75 0.28 -0.3 0 0 Z",
        _ => "M 0 0 C -0.7 -0.45 -0.6 -1.05 -0.12 -0.98 Q 0 -0.9 0.12 -0.98 C 0.6 -1.05 0.7 -0.45 0 0 Z",
    };
    let petal = Path::drawn(shape);
    let count = chance.count(8, 15);
    for ring in 0..rings {
        let t = ring as f32 / (rings - 1) as f32;
        let size = reach * between(1.0, 0.34, t);
        let tone = super::color::run(&[calm, loud, last, bright], t);
        for i in 0..count {
            let turn = (i as f32 + 0.5 * (ring % 2) as f32) / count as f32 * TAU + t * 0.3;
            let (s, c) = (sin(turn), cos(turn));
            let under = petal.placed((center.0 + 0.006, center.1 + 0.012), (size * 1.02, size * 1.02), turn);
            canvas.flat(&under, deep.times(0.5), 0.22);
            canvas.fill(&petal.placed(center, (size, size), turn), |x, y| {
                let (dx, dy) = (x - center.0, y - center.1);
                let (along, across) = ((dx * s - dy * c) / size, (dx * c + dy * s) / size);
                let vein = sin(across * 60.0 / (0.25 + along)) * 0.018;
                let fold = exp(-across.abs() * 26.0) * 0.08;
                (tone.mix(deep, smooth(0.75, 0.1, along) * 0.5).plus(vein + along * 0.1 - 0.05 - fold), 1.0)
            });
        }
    }
    let heart = reach * chance.within(0.24, 0.4);
    canvas.disc((center.0, center.1 + 0.008), heart * 1.05, deep.times(0.5), 0.5);
    canvas.disc(center, heart, deep, 1.0);
    let seeds = chance.count(220, 420);
    for i in 0..seeds {
        let t = i as f32 / seeds as f32;
        let far = t.sqrt() * heart * 0.96;
        let turn = i as f32 * GOLDEN;
        let place = (center.0 + cos(turn) * far, center.1 + sin(turn) * far);
        let size = heart / (seeds as f32).sqrt() * between(0.55, 0.95, t);
        canvas.disc(place, size, bright.mix(loud, 1.0 - t).mix(deep, 0.25), 1.0);
        canvas.disc((place.0 - size * 0.25, place.1 - size * 0.3), size * 0.4, bright, 0.8);
    }
}

/// Paints an ornament of rings, each of the same sign repeated, over the whole canvas.
pub(super) fn mandala(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("mandala");
    let set = swatches(reading, &mut chance);
    let (wide, high) = (canvas.wide(), canvas.high());
    let center = (wide * 0.5, high * 0.5);
    let [ground, deep, ..] = set;
    canvas.shade(|x, y, _| ground.mix(deep, smooth(0.3, 0.95, length(x - center.0, y - center.1)) * 0.4));
    let fold = chance.pick(&[6, 8, 10, 12, 16]);
    let signs = [
        "M 0 -0.5 C -0.5 -0.2 -0.4 0.3 0 0.5 C 0.4 0.3 0.5 -0.2 0 -0.5 Z",
        "M 0 -0.5 L -0.42 0.5 L 0.42 0.5 Z",
        "M 0 -0.5 L -0.32 0 L 0 0.5 L 0.32 0 Z",
        "M 0 -0.42 C -0.56 -0.42 -0.56 0.42 0 0.42 C 0.56 0.42 0.56 -0.42 0 -0.42 Z",
        "M 0 -0.5 C -0.1 0 -0.6 0 -0.45 0.4 C -0.2 0.3 -0.1 0.3 0 0.5 C 0.1 0.3 0.2 0.3 0.45 0.4 C 0.6 0 0.1 0 0 -0.5 Z",
    ];
    let tone = |chance: &mut Chance| set.get(chance.count(1, 5)).copied().unwrap_or(deep);
    let mut radius = chance.within(0.50, 0.62);
    while radius > 0.035 {
        let band = radius * chance.within(0.2, 0.36);
        let back = tone(&mut chance);
        if chance.happens(0.6) {
            canvas.disc(center, radius, back, 1.0);
            canvas.disc(center, radius - 0.004, back.mix(ground, 0.14), 1.0);
        }
        let times = fold * if radius > 0.28 { chance.count(2, 3) } else { 1 };
        let arc = TAU * (radius - band * 0.5) / times as f32;
        let sign = Path::drawn(chance.pick(&signs));
        let (fore, inner) = (tone(&mut chance), tone(&mut chance));
        let flip = chance.side();
        let shift = if chance.happens(0.5) { PI / times as f32 } else { 0.0 };
        for i in 0..times {
            let turn = i as f32 / times as f32 * TAU + shift;
            let far = radius - band * 0.5;
            let place = (center.0 + sin(turn) * far, center.1 - cos(turn) * far);
            let size = (arc * 0.92, band * 0.9 * flip);
            canvas.flat(&sign.placed(place, size, turn), fore, 1.0);
            canvas.flat(&sign.placed(place, (size.0 * 0.55, size.1 * 0.55), turn), inner, 1.0);
            if radius > 0.16 {
                let edge = radius - band * 0.08;
                let turn = turn + PI / times as f32;
                let dot = (center.0 + sin(turn) * edge, center.1 - cos(turn) * edge);
                canvas.disc(dot, arc * 0.09, inner, 1.0);
            }
        }
        radius -= band * chance.within(0.9, 1.05);
    }
    canvas.disc(center, radius.max(0.02), tone(&mut chance), 1.0);
}
