//! Land: mountain ranges, hills, dunes and the ground in front.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, exp, sin, smooth};
use super::noise::{layered, noise, ridged};
use super::path::{Path, Point};
use super::reading::Word;
use super::scenery::Stage;

/// Paints mountains behind the horizon: hazy ranges, then one lit from the side of the sun.
pub(super) fn mountains(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("mountains");
    let layers = chance.count(2, 4);
    let tall = stage.horizon.min(0.72) * chance.within(0.42, 0.66);
    for layer in 0..layers {
        let near = layer as f32 / layers as f32;
        let (field, rough) = (chance.field(), chance.within(1.6, 2.8));
        let height = tall * between(0.8, 0.45, near) * chance.within(0.7, 1.1);
        let base = stage.horizon + near * 0.02;
        let crest = |x: f32| base - height * (ridged(field, x * rough, near * 9.0, 5) - 0.28);
        let tone = stage.palette.ground(0.05 + near * 0.45);
        slope(canvas, stage, crest, (base - height, base), tone);
    }
    match chance.count(0, 2) {
        0 => volcano(canvas, stage, tall * 1.12, &mut chance),
        _ => massif(canvas, stage, tall, &mut chance),
    }
}

/// Paints rolling hills from the horizon down to `bottom`, the nearer the darker.
pub(super) fn hills(canvas: &mut Canvas<'_>, stage: &Stage<'_>, bottom: f32, chance: &Chance) {
    let mut chance = chance.of("hills");
    let layers = chance.count(4, 6);
    let snowy = stage.reading.has(Word::Snow);
    let striped = chance.happens(0.55) && !snowy;
    for layer in 0..layers {
        let near = layer as f32 / (layers - 1) as f32;
        let base = between(stage.horizon, bottom, near * near * 0.8 + near * 0.05);
        let (field, swell) = (chance.field(), between(0.035, 0.10, near));
        let broad = between(2.2, 1.1, near);
        let crest = |x: f32| base - swell * (noise(field, x * broad, 0.5) + 0.4);
        let mut tone = stage.palette.ground(0.22 + near * 0.66);
        if snowy {
            tone = stage.snow(near);
        } else if layer % 2 == 1 {
            tone = tone.mix(stage.palette.accent(1), 0.16);
        }
        slope(canvas, stage, crest, (base - swell, base + 0.3), tone);
        if striped && layer > 0 {
            furrows(canvas, crest, (base, bottom), tone, &mut chance);
        }
        if near < 0.85 && !snowy {
            bushes(canvas, stage, crest, near, &mut chance);
        }
    }
}

/// Paints dunes from the horizon to the bottom, each with a bright and a dark side.
pub(super) fn dunes(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("dunes");
    let (wide, high, pixel) = (canvas.wide(), canvas.high(), canvas.pixel());
    let lean = if stage.sun.0 < wide * 0.5 { 1.0 } else { -1.0 };
    let layers = chance.count(4, 5);
    for layer in 0..layers {
        let near = layer as f32 / (layers - 1) as f32;
        let base = between(stage.horizon + 0.02, high, near * 0.8);
        let (field, tall, broad) = (chance.field(), between(0.05, 0.19, near), between(0.28, 0.75, near));
        let mut peaks: Vec<(f32, f32)> = Vec::new();
        let mut x = chance.within(-0.3, 0.2) * broad;
        while x < wide + broad * 0.6 {
            peaks.push((x, tall * chance.within(0.45, 1.0)));
            x += broad * chance.within(0.75, 1.35);
        }
        // Hollow flanks that meet in a sharp crest.
        let flank = |peak: &(f32, f32), x: f32| {
            let out = (1.0 - (x - peak.0).abs() / (broad * 0.95)).max(0.0);
            peak.1 * out * out * (0.55 + 0.45 * out)
        };
        let crest = |x: f32| {
            let up = peaks.iter().map(|peak| flank(peak, x)).fold(0.0, f32::max);
            base - up + noise(field, x * 2.2, 0.5) * 0.012
        };
        let warm = stage.palette.sky[3].mix(stage.palette.light, 0.3);
        let tone = stage.palette.ground(0.05 + near * 0.45);
        let lit = tone.mix(warm, 0.3 - near * 0.12);
        let shade = tone.mix(stage.palette.ground(0.9), 0.5);
        let ripple = chance.field();
        let path = Path::under(crest, (0.0, wide), high, pixel * 2.0);
        canvas.fill(&path, |x, y| {
            let down = y - crest(x);
            let higher = |a: &&(f32, f32), b: &&(f32, f32)| {
                let x = x - down * 1.3 * lean;
                flank(a, x).total_cmp(&flank(b, x))
            };
            let peak = peaks.iter().max_by(higher).copied().unwrap_or((0.5, 0.1));
            let below = y - base + peak.1;
            // The edge between light and shade swings from the crest toward the one who looks.
            let bend = lean * (below * 0.35 + 0.09 * broad * sin(below / peak.1.max(0.02) * 1.9));
            let past = (x - peak.0 - bend) * lean;
            let dark = smooth(-pixel, pixel, past) * smooth(broad * 0.75, broad * 0.1, past);
            let wave = sin((y + noise(ripple, x * 4.0, y * 7.0) * 0.03) * 190.0 / (0.35 + near));
            let sand = lit.plus(wave * 0.011 * (0.3 + near)).mix(warm, exp(-down * 14.0) * 0.3);
            let dusk = 1.0 - smooth(0.0, tall * 2.4, below) * 0.75;
            (sand.mix(shade, dark * dusk), 1.0)
        });
    }
    for _ in 0..chance.count(0, 4) {
        let near = chance.unit();
        let foot = (wide * chance.unit(), between(stage.horizon + 0.08, high * 0.95, near));
        cactus(canvas, foot, between(0.05, 0.24, near), stage.palette.ground(0.95), &mut chance);
    }
}

/// Paints a low far bank behind the water that begins at the horizon.
pub(super) fn shore(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("shore");
    let wide = canvas.wide();
    for near in [0.45, 0.7] {
        let (field, tall) = (chance.field(), chance.within(0.02, 0.05));
        let crest = |x: f32| {
            let bank = tall * (noise(field, x * 1.6, near) * 1.4 + 0.35 + noise(field, x * 7.0, 2.0) * 0.2);
            stage.horizon - bank.max(0.001)
        };
        let path = Path::under(crest, (0.0, wide), stage.horizon + 0.002, 0.004);
        canvas.flat(&path, stage.palette.ground(near), 1.0);
        for _ in 0..(34.0 * wide) as usize {
            let x = chance.within(0.0, wide);
            if noise(field, x * 2.4, 8.0) > -0.1 {
                let size = chance.within(0.02, 0.055);
                let foot = (x, crest(x) + 0.006);
                super::forest::fir(canvas, stage, foot, size, stage.palette.ground(near + 0.12), &mut chance);
            }
        }
    }
}

/// Paints the nearest ground, a dark strip whose crest is about `top`.
pub(super) fn foreground(canvas: &mut Canvas<'_>, stage: &Stage<'_>, top: f32, chance: &Chance) {
    let mut chance = chance.of("foreground");
    let (wide, high, pixel) = (canvas.wide(), canvas.high(), canvas.pixel());
    let field = chance.field();
    let crest = |x: f32| top + noise(field, x * 1.6, 0.2) * 0.018 + noise(field, x * 9.0, 0.7) * 0.004;
    let tone = if stage.reading.has(Word::Snow) { stage.snow(1.0) } else { stage.palette.ground(0.97) };
    let path = Path::under(crest, (0.0, wide), high, pixel * 2.0);
    let rim = tone.mix(stage.palette.ground(0.6), 0.55);
    canvas.fill(&path, |x, y| {
        let down = y - crest(x);
        (tone.mix(rim, exp(-down * 26.0)), 1.0)
    });
    if [Word::Snow, Word::City, Word::Space, Word::Galaxy].iter().any(|&word| stage.reading.has(word)) {
        return;
    }
    for _ in 0..(260.0 * wide) as usize {
        let x = chance.within(0.0, wide);
        let y = crest(x) + 0.004;
        let (tall, lean) = (chance.within(0.008, 0.034), chance.within(-0.012, 0.012));
        let blade = [(x, y), (x + lean * 0.4, y - tall * 0.6), (x + lean, y - tall)];
        canvas.flat(&Path::stroke(&blade, |t| 0.0036 * (1.0 - t)), rim.mix(tone, 0.5), 1.0);
    }
}

fn slope(canvas: &mut Canvas<'_>, stage: &Stage<'_>, crest: impl Fn(f32) -> f32, (top, base): (f32, f32), tone: Color) {
    let path = Path::under(&crest, (0.0, canvas.wide()), canvas.high(), canvas.pixel() * 2.0);
    let mist = tone.mix(stage.palette.sky[3], if stage.palette.night { 0.25 } else { 0.5 });
    canvas.fill(&path, |_, y| (tone.mix(mist, smooth(top, base, y) * 0.8), 1.0));
}

fn massif(canvas: &mut Canvas<'_>, stage: &Stage<'_>, tall: f32, chance: &mut Chance) {
    let (wide, pixel) = (canvas.wide(), canvas.pixel());
    let base = stage.horizon + 0.015;
    let gap = chance.within(0.16, 0.26);
    let mut peaks: Vec<(Point, f32)> = Vec::new();
    let mut x = -chance.within(0.0, gap);
    while x < wide + gap {
        let height = tall * chance.within(0.42, 1.0);
        peaks.push(((x, base - height), chance.within(0.85, 1.35)));
        x += gap * chance.within(0.7, 1.4);
    }
    let field = chance.field();
    let crag = |x: f32| layered(field, x * 7.0, 0.5, 4);
    let side = |peak: &(Point, f32), x: f32| peak.0.1 + (x - peak.0.0).abs() / peak.1 * 1.15;
    let nearest = |x: f32| {
        let by_height = |a: &&(Point, f32), b: &&(Point, f32)| side(a, x).total_cmp(&side(b, x));
        peaks.iter().min_by(by_height).copied().unwrap_or(((0.5, 0.3), 0.7))
    };
    let crest = |x: f32| (side(&nearest(x), x) + crag(x) * 0.04).min(base + 0.01);
    let lean = if stage.sun.0 < wide * 0.5 { 1.0 } else { -1.0 };
    let rock = stage.palette.ground(0.58);
    let lit = rock.mix(stage.palette.sky[3], if stage.palette.night { 0.18 } else { 0.34 });
    let dark = rock.mix(stage.palette.ground(1.0), 0.4);
    let white = stage.snow(0.0);
    let blue = white.mix(stage.palette.ground(0.5), 0.5);
    let snowline = chance.within(0.22, 0.5) + if stage.reading.has(Word::Snow) { 0.4 } else { 0.0 };
    let mist = rock.mix(stage.palette.sky[3], 0.55);
    let path = Path::under(crest, (0.0, wide), base, pixel);
    canvas.fill(&path, |x, y| {
        // Each peak stands a little before the next: their border leans instead of falling.
        let peak = nearest(x - (y - crest(x)) * 0.6 * lean);
        let down = y - peak.0.1;
        let jag =
            noise(field, y * 16.0, peak.0.0 * 7.0) * (0.02 + down * 0.2) + noise(field, y * 47.0, x * 6.0) * 0.008;
        let ridge = (x - peak.0.0 - jag - down * 0.12 * lean) * lean;
        let shaded = smooth(-pixel, pixel, ridge);
        let gully = ridged(field, x * 9.0 + ridge * 2.0, y * 3.5, 3);
        let face = lit.mix(dark, shaded).plus((gully - 0.5) * 0.07);
        let teeth = noise(field, x * 26.0, 3.0) * 0.03 + gully * 0.05 - 0.025;
        let snow = smooth(pixel, -pixel, down - tall * snowline + teeth + (x - peak.0.0).abs() * 0.15);
        let cover = face.mix(white.mix(blue, shaded), snow);
        (cover.mix(mist, smooth(base - tall * 0.45, base, y) * 0.85), 1.0)
    });
}

fn volcano(canvas: &mut Canvas<'_>, stage: &Stage<'_>, tall: f32, chance: &mut Chance) {
    let (wide, pixel) = (canvas.wide(), canvas.pixel());
    let base = stage.horizon + 0.015;
    let center = wide * chance.within(0.28, 0.72);
    let field = chance.field();
    let (mouth, spread) = (chance.within(0.03, 0.05), chance.within(0.13, 0.2));
    let crest = |x: f32| {
        let out = ((x - center).abs() - mouth).max(0.0) / spread;
        let rim = noise(field, x * 60.0, 0.5) * 0.006 * exp(-out * 2.0);
        base - tall * (exp(-out) * 1.03 - 0.03) + rim + 0.012 * smooth(0.0, 0.1, mouth - (x - center).abs())
    };
    let lean = if stage.sun.0 < center { 1.0 } else { -1.0 };
    let rock = stage.palette.ground(0.5);
    let (white, top) = (stage.snow(0.0), base - tall);
    let shadow = stage.palette.ground(0.9);
    let mist = rock.mix(stage.palette.sky[3], 0.6);
    let limit = tall * chance.within(0.26, 0.42);
    let path = Path::under(crest, (0.0, wide), base, pixel);
    canvas.fill(&path, |x, y| {
        let along = (x - center) / (0.05 + (y - top) * 1.2);
        let teeth = noise(field, along * 9.0, 0.5) * 0.06 + noise(field, along * 23.0, 2.0) * 0.025;
        let snow = smooth(pixel, -pixel, y - top - limit - teeth);
        let dark = smooth(-0.25, 0.45, along * lean + noise(field, along * 14.0, y * 5.0) * 0.16);
        let face = rock.mix(white, snow).mix(shadow, dark * between(0.42, 0.28, snow));
        (face.mix(mist, smooth(base - tall * 0.5, base, y) * 0.8), 1.0)
    });
}

fn cactus(canvas: &mut Canvas<'_>, foot: Point, tall: f32, tone: Color, chance: &mut Chance) {
    let thick = tall * 0.17;
    let stem = [(foot.0, foot.1), (foot.0, foot.1 - tall)];
    canvas.flat(&Path::stroke(&stem, |_| thick), tone, 1.0);
    for side in [-1.0, 1.0] {
        let low = foot.1 - tall * chance.within(0.3, 0.55);
        let out = foot.0 + side * tall * chance.within(0.2, 0.28);
        let arm = [
            (foot.0, low),
            (out - side * thick * 0.3, low),
            (out, low - thick * 0.5),
            (out, low - tall * chance.within(0.2, 0.4)),
        ];
        canvas.flat(&Path::stroke(&arm, |_| thick * 0.75), tone, 1.0);
    }
    canvas.flat(&Path::ellipse(foot, tall * 0.25, tall * 0.025), tone, 0.5);
}

fn furrows(
    canvas: &mut Canvas<'_>,
    crest: impl Fn(f32) -> f32,
    (base, bottom): (f32, f32),
    tone: Color,
    chance: &mut Chance,
) {
    let wide = canvas.wide();
    let vanish = wide * chance.within(-0.3, 1.3);
    let tint = if chance.happens(0.5) { tone.times(0.86) } else { tone.plus(0.05) };
    let count = chance.count(14, 26);
    for i in 0..count {
        let t = (i as f32 - count as f32 * 0.5) / count as f32 * 7.0;
        let start = vanish + t * 0.16 * wide;
        let points: Vec<Point> = (0..=24)
            .map(|k| k as f32 / 24.0)
            .map(|k| {
                let x = start + t * k * k * wide * 0.55;
                (x, crest(x) + k * k * (bottom - base + 0.1) + 0.002)
            })
            .collect();
        canvas.flat(&Path::stroke(&points, |k| 0.0016 + k * 0.02), tint, 0.5);
    }
}

fn bushes(canvas: &mut Canvas<'_>, stage: &Stage<'_>, crest: impl Fn(f32) -> f32, near: f32, chance: &mut Chance) {
    let tone = stage.palette.ground(0.45 + near * 0.5);
    for _ in 0..chance.count(1, 4) {
        let x = chance.within(0.0, canvas.wide());
        for _ in 0..chance.count(2, 6) {
            let x = x + chance.within(-0.05, 0.05);
            let size = between(0.008, 0.026, near) * chance.within(0.6, 1.2);
            let tall = size * chance.within(0.9, 1.7);
            let crown = Path::ellipse((x, crest(x) - tall * 0.8), size, tall);
            canvas.fill(&crown, |px, _| (tone.plus((x - px) / size * 0.03), 1.0));
        }
    }
}
