//! Trees: firs, branching crowns and trunks.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, cos, exp, sin, smooth};
use super::noise::noise;
use super::path::{Path, Point};
use super::reading::Word;
use super::scenery::Stage;

/// Paints a forest that stands between the horizon and the bottom.
pub(super) fn paint(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("forest");
    let leafy = stage.reading.has(Word::Autumn) || stage.reading.has(Word::Spring);
    match chance.count(0, 2) {
        0 if !leafy => firs(canvas, stage, &mut chance),
        1 => trunks(canvas, stage, &mut chance),
        _ => grove(canvas, stage, &mut chance),
    }
}

/// Paints rows of firs, the far ones in haze, from the horizon to the bottom.
pub(super) fn firs(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let (wide, high) = (canvas.wide(), canvas.high());
    let rows = chance.count(4, 6);
    let field = chance.field();
    let clearing = wide * chance.within(0.25, 0.75);
    for row in 0..rows {
        let near = row as f32 / (rows - 1) as f32;
        let base = between(stage.horizon, high * 1.02, near * near);
        let tall = between(0.09, 0.46, near * near);
        let tone = stage.palette.ground(0.15 + near * 0.85);
        let floor = |x: f32| base - noise(field, x * 1.5, near * 5.0) * 0.025;
        let path = Path::under(floor, (0.0, wide), high, 0.004);
        let ground = if stage.reading.has(Word::Snow) { stage.snow(near) } else { tone };
        canvas.flat(&path, ground, 1.0);
        let mut x = chance.within(-0.05, 0.0);
        while x < wide + 0.05 {
            let open = smooth(0.0, 0.35, (x - clearing).abs());
            if near < 0.5 || chance.happens(open * 0.95) {
                let size = tall * chance.within(0.6, 1.1) * between(1.0, 0.55 + open * 0.6, near);
                fir(canvas, stage, (x, floor(x) + 0.01), size, tone, chance);
            }
            x += tall * chance.within(0.14, 0.42);
        }
        if near < 0.9 {
            haze(canvas, stage, base, near);
        }
    }
}

/// Paints one fir of the height `tall` that stands at `foot`.
pub(super) fn fir(
    canvas: &mut Canvas<'_>,
    stage: &Stage<'_>,
    foot: Point,
    tall: f32,
    tone: Color,
    chance: &mut Chance,
) {
    let tiers = chance.count(6, 9);
    let half = tall * chance.within(0.17, 0.24);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for tier in 0..tiers {
        let t = tier as f32 / tiers as f32;
        let below = (tier + 1) as f32 / tiers as f32;
        let y = foot.1 - tall * (1.0 - t * 0.9);
        let hem = foot.1 - tall * (1.0 - below * 0.9) + tall * 0.018;
        for (side, points) in [(-1.0, &mut left), (1.0, &mut right)] {
            let reach = half * (0.12 + below * 0.88) * chance.within(0.8, 1.1);
            points.push((foot.0 + side * half * t * 0.42, y));
            points.push((foot.0 + side * reach * 0.62, between(y, hem, 0.55)));
            points.push((foot.0 + side * reach, hem + tall * 0.012));
            points.push((foot.0 + side * reach * 0.55, hem - tall * 0.012));
        }
    }
    right.reverse();
    left.extend(right);
    let trunk = Path::rectangle((foot.0 - tall * 0.014, foot.1 - tall * 0.14), (foot.0 + tall * 0.014, foot.1));
    canvas.flat(&trunk, tone.times(0.75), 1.0);
    let lean = if stage.sun.0 < foot.0 { -1.0 } else { 1.0 };
    let lit = tone.mix(stage.palette.sky[3], if stage.palette.night { 0.10 } else { 0.16 });
    let snow = stage.snow(0.2);
    let (snowy, field) = (stage.reading.has(Word::Snow), chance.field());
    canvas.fill(&Path::polygon(left), |x, y| {
        let across = (x - foot.0) / half * lean;
        let color = tone.mix(lit, smooth(-0.1, 0.5, across));
        if !snowy {
            return (color, 1.0);
        }
        let tier = ((foot.1 - y) / tall * 1.11 * tiers as f32).fract();
        let patch = smooth(0.1, 0.3, tier - 0.5 + noise(field, x / tall * 24.0, y / tall * 24.0) * 0.5 + across * 0.2);
        (color.mix(snow, patch * 0.85), 1.0)
    });
}

/// Paints one tree with a branching crown, `tall` high, that stands at `foot`; `leaf` is the
/// color of its leaves, bare without.
pub(super) fn tree(
    canvas: &mut Canvas<'_>,
    foot: Point,
    tall: f32,
    (bark, leaf): (Color, Option<Color>),
    chance: &mut Chance,
) {
    let mut tips = Vec::new();
    let mut limbs = Path::default();
    let limb = Limb { from: foot, angle: chance.within(-0.08, 0.08), long: tall * 0.30, thick: tall * 0.055 };
    grow(&limb, 0, &mut limbs, &mut tips, chance);
    canvas.flat(&limbs, bark, 1.0);
    let Some(leaf) = leaf else { return };
    for pass in 0..3 {
        let tone = leaf.times(between(0.74, 1.0, pass as f32 / 2.0));
        let tone = if pass == 2 { tone.mix(Color::WHITE, 0.14) } else { tone };
        for &tip in &tips {
            let spread = tall * between(0.05, 0.035, pass as f32 / 2.0);
            let lift = tall * 0.02 * pass as f32;
            for _ in 0..2 {
                let place = (
                    tip.0 + chance.within(-spread, spread) - lift * 0.4,
                    tip.1 + chance.within(-spread, spread) - lift,
                );
                let size = tall * chance.within(0.014, 0.034) * between(1.25, 0.62, pass as f32 / 2.0);
                let blob = Path::ellipse((0.0, 0.0), size, size * 0.72);
                canvas.flat(&blob.placed(place, (1.0, 1.0), chance.within(0.0, 3.0)), tone, 0.88);
            }
        }
    }
}

/// The color of leaves in the season of the prompt, a little different each time.
pub(super) fn leaf(stage: &Stage<'_>, chance: &mut Chance) -> Option<Color> {
    let green = stage.palette.ground(0.55);
    let tone = if stage.reading.has(Word::Autumn) {
        Color::hex(chance.pick(&[0xd9622b, 0xe8a33d, 0xb8382f, 0xf0c04f]))
    } else if stage.reading.has(Word::Spring) {
        Color::hex(chance.pick(&[0xf4a9c0, 0xf7c6d4, 0xe98aac]))
    } else if stage.reading.has(Word::Snow) {
        return None;
    } else {
        let fresh = Color::hex(chance.pick(&[0x5f8f4e, 0x7fa650, 0x3f7a5c, 0x9aa84a]));
        green.mix(fresh, 0.6)
    };
    let tone = super::palette::steer(stage.reading, tone);
    let dim = if stage.palette.night { 0.5 } else { 0.12 };
    Some(tone.mix(stage.palette.ground(0.7), dim))
}

struct Limb {
    from: Point,
    angle: f32,
    long: f32,
    thick: f32,
}

fn grow(limb: &Limb, depth: u32, limbs: &mut Path, tips: &mut Vec<Point>, chance: &mut Chance) {
    let to = (limb.from.0 + sin(limb.angle) * limb.long, limb.from.1 - cos(limb.angle) * limb.long);
    let bow = limb.long * chance.within(-0.07, 0.07);
    let middle = (between(limb.from.0, to.0, 0.5) + bow, between(limb.from.1, to.1, 0.5));
    let end = limb.thick * 0.68;
    let flare = if depth == 0 { 0.5 } else { 0.0 };
    limbs.join(Path::stroke(&[limb.from, middle, to], |t| {
        between(limb.thick, end, t) * (1.0 + flare * (1.0 - t) * (1.0 - t))
    }));
    if depth >= 3 {
        tips.push(to);
    }
    if depth >= 6 {
        return;
    }
    let forks = if depth < 2 && chance.happens(0.6) { 3 } else { 2 };
    for fan in [-1.0, 1.0, 0.15].into_iter().take(forks) {
        let next = Limb {
            from: to,
            angle: limb.angle * 0.94 + fan * chance.within(0.28, 0.6),
            long: limb.long * chance.within(0.68, 0.86),
            thick: end,
        };
        grow(&next, depth + 1, limbs, tips, chance);
    }
}

fn grove(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let (wide, high) = (canvas.wide(), canvas.high());
    let field = chance.field();
    for (row, crowd) in [9.0, 5.0, 2.2].into_iter().enumerate() {
        let near = row as f32 / 2.0;
        let base = between(stage.horizon + 0.03, high * 0.93, near);
        let floor = |x: f32| base - noise(field, x * 1.8, near * 5.0) * 0.03;
        let snowy = stage.reading.has(Word::Snow);
        let ground = if snowy { stage.snow(near) } else { stage.palette.ground(0.3 + near * 0.6) };
        let path = Path::under(floor, (0.0, wide), high, 0.004);
        let top = ground.mix(stage.palette.sky[3], 0.22);
        canvas.fill(&path, |x, y| (top.mix(ground, smooth(0.0, 0.12, y - floor(x))), 1.0));
        let count = (crowd * wide).max(1.0) as usize;
        for i in 0..count {
            let x = (i as f32 + chance.within(0.15, 0.85)) / count as f32 * wide;
            let tall = between(0.24, 0.74, near) * chance.within(0.85, 1.15);
            let bark = stage.palette.ground(0.5 + near * 0.5);
            let pale = stage.palette.sky[3];
            let leaf = leaf(stage, chance).map(|leaf| leaf.mix(pale, (1.0 - near) * 0.45));
            tree(canvas, (x, floor(x) + 0.01), tall, (bark, leaf), chance);
        }
        if row < 2 {
            haze(canvas, stage, base, near);
        }
    }
    if let Some(tone) = leaf(stage, chance) {
        for _ in 0..(120.0 * wide) as usize {
            let y = chance.within(high * 0.82, high);
            let speck = Path::ellipse((chance.within(0.0, wide), y), 0.006, 0.003);
            canvas.flat(&speck, tone, 0.75);
        }
    }
}

fn trunks(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let (wide, high) = (canvas.wide(), canvas.high());
    let birch = chance.happens(0.5);
    let rows = 4;
    for row in 0..rows {
        let near = row as f32 / (rows - 1) as f32;
        let base = between(stage.horizon + 0.06, high * 1.0, near);
        let field = chance.field();
        let floor = |x: f32| base - noise(field, x * 2.0, 0.5) * 0.025;
        let snowy = stage.reading.has(Word::Snow);
        let ground = if snowy { stage.snow(near) } else { stage.palette.ground(0.3 + near * 0.65) };
        let dark = stage.palette.ground(0.2 + near * 0.8);
        let white = stage.snow(near * 0.5).mix(stage.palette.sky[3], 0.3 - near * 0.3);
        let thick = between(0.010, 0.062, near * near);
        let mut x = chance.within(-0.1, 0.1);
        while x < wide {
            let half = thick * chance.within(0.6, 1.15);
            let lean = chance.within(-0.03, 0.03);
            let foot = floor(x) + 0.06;
            let points: Vec<Point> = (0..=10)
                .map(|i| i as f32 / 10.0)
                .map(|t| (x + lean * t + noise(field, x * 9.0, t * 2.0) * half * 0.4, between(foot, -0.05, t)))
                .collect();
            let bole = Path::stroke(&points, |t| half * (1.0 - t * 0.45 + exp(-t * 30.0) * 0.5));
            let bark = if birch { white } else { dark };
            let side = if stage.sun.0 < x { 1.0 } else { -1.0 };
            canvas.fill(&bole, |px, py| {
                let round = smooth(-0.6, 0.7, (px - x - lean * (foot - py)) / half * side);
                let mark = noise(field, px * 14.0, py * 60.0) + noise(field, x * 50.0, py * 17.0) * 0.7;
                let spot = if birch { smooth(0.5, 0.62, mark) * 0.85 } else { mark * 0.12 };
                (bark.mix(dark.times(0.7), (round * 0.5 + spot).clamp(0.0, 0.95)), 1.0)
            });
            x += thick * chance.within(2.2, 6.5);
        }
        // The ground comes after the trunks, so that they stand in it.
        let path = Path::under(floor, (0.0, wide), high, 0.004);
        let top = ground.mix(stage.palette.sky[3], 0.25);
        canvas.fill(&path, |x, y| (top.mix(ground, smooth(0.0, 0.1, y - floor(x))), 1.0));
        undergrowth(canvas, floor, (near, ground), chance);
        canopy(canvas, stage, near, chance);
        if row < 3 {
            haze(canvas, stage, base - 0.1, near);
        }
    }
}

fn undergrowth(canvas: &mut Canvas<'_>, floor: impl Fn(f32) -> f32, (near, tone): (f32, Color), chance: &mut Chance) {
    let wide = canvas.wide();
    for _ in 0..(between(140.0, 70.0, near) * wide) as usize {
        let x = chance.within(0.0, wide);
        let y = floor(x) + 0.006;
        let tall = between(0.01, 0.06, near) * chance.within(0.4, 1.0);
        let lean = chance.within(-0.6, 0.6) * tall;
        let blade = [(x, y), (x + lean * 0.4, y - tall * 0.6), (x + lean, y - tall)];
        let thick = between(0.003, 0.008, near);
        canvas.flat(&Path::stroke(&blade, |t| thick * (1.0 - t)), tone.times(chance.within(0.8, 1.1)), 1.0);
    }
}

fn canopy(canvas: &mut Canvas<'_>, stage: &Stage<'_>, near: f32, chance: &mut Chance) {
    let wide = canvas.wide();
    for _ in 0..(between(70.0, 130.0, near) * wide) as usize {
        let Some(tone) = leaf(stage, chance) else {
            return;
        };
        let tone = tone.mix(stage.palette.sky[3], (1.0 - near) * 0.45);
        let deep = chance.unit() * chance.unit();
        let place = (chance.within(0.0, wide), deep * between(0.3, 0.2, near) - 0.02);
        let size = between(0.012, 0.03, near) * chance.within(0.6, 1.3);
        let blob = Path::ellipse((0.0, 0.0), size, size * 0.62);
        canvas.flat(
            &blob.placed(place, (1.0, 1.0), chance.within(0.0, 3.0)),
            tone.times(chance.within(0.8, 1.08)),
            0.85,
        );
    }
}

fn haze(canvas: &mut Canvas<'_>, stage: &Stage<'_>, base: f32, near: f32) {
    let pale = stage.palette.sky[3];
    let strength = if stage.palette.night { 0.16 } else { 0.34 } * (1.0 - near * 0.7);
    let (wide, high) = (canvas.wide(), canvas.high());
    canvas.shade_within(((0.0, (base - 0.25).max(0.0)), (wide, high)), |_, y, under| {
        under.mix(pale, strength * exp(-(y - base).abs() * 9.0))
    });
}
