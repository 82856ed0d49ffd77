//! The sky: its colors, the sun or the moon, stars, clouds and what falls from them.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::{Color, run};
use super::exact::{between, exp, length, smooth};
use super::noise::{layered, noise};
use super::path::{Path, Point};
use super::reading::{Tint, Word};
use super::scenery::Stage;
use std::f32::consts::{PI, TAU};

/// Paints the sky over the whole canvas, with all that hangs in it.
pub(super) fn paint(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("sky");
    let palette = &stage.palette;
    let gray = stage.overcast();
    let field = chance.field();
    let (sun, wash) = (stage.sun, if gray { 0.05 } else { 0.025 });
    let horizon = stage.horizon.max(0.2);
    let halo = if palette.night { 0.30 } else { 0.42 };
    canvas.shade(|x, y, _| {
        let drift = noise(field, x * 1.3, y * 2.6) * wash;
        let color = run(&palette.sky, (y / horizon + drift).min(1.0));
        let far = length(x - sun.0, (y - sun.1) * 1.15);
        let warm = exp(-far * 3.2) * halo;
        color.lit(palette.light, if gray { warm * 0.5 } else { warm })
    });
    if palette.night {
        stars(canvas, stage.horizon, 1.0, &mut chance);
    }
    if stage.reading.has(Word::Aurora) {
        aurora(canvas, stage, &mut chance);
    }
    luminary(canvas, stage, &mut chance);
    if gray || stage.reading.has(Word::Cloud) {
        overcast(canvas, stage, &mut chance);
    }
    match chance.count(0, 3) {
        0 if !gray => cumulus(canvas, stage, &mut chance),
        1 | 2 => streaks(canvas, stage, &mut chance),
        _ => {}
    }
    if stage.reading.has(Word::Storm) {
        lightning(canvas, stage, &mut chance);
    }
    if !palette.night && !gray && chance.happens(0.5) {
        birds(canvas, stage, &mut chance);
    }
}

/// Scatters stars above `horizon`; `density` 1 is a clear night.
pub(super) fn stars(canvas: &mut Canvas<'_>, horizon: f32, density: f32, chance: &mut Chance) {
    let (wide, field) = (canvas.wide(), chance.field());
    let count = (520.0 * wide * horizon.max(0.2) * density) as usize;
    let smallest = canvas.pixel() * 0.45;
    for _ in 0..count {
        let place = (chance.within(0.0, wide), chance.within(0.0, horizon));
        let size = chance.unit();
        let thick = 0.5 + layered(field, place.0 * 2.0, place.1 * 3.0, 2);
        if chance.unit() > thick {
            continue;
        }
        let fade = smooth(0.0, 0.4, 1.0 - place.1 / horizon.max(0.2)) * 0.8 + 0.2;
        let radius = (0.0005 + size * size * size * size * 0.0018).max(smallest);
        let tone = Color::hex(chance.pick(&[0xff_ffff, 0xfff1d0, 0xd6e4ff]));
        canvas.disc(place, radius, tone, fade * (0.35 + size * 0.65));
        if size > 0.965 {
            canvas.glow(place, radius * 9.0, tone, 0.5 * fade);
            let arm = radius * 6.0;
            for (dx, dy) in [(arm, 0.0), (0.0, arm)] {
                let ends = [(place.0 - dx, place.1 - dy), place, (place.0 + dx, place.1 + dy)];
                let ray = Path::stroke(&ends, |t| (1.0 - (2.0 * t - 1.0).abs()) * radius * 0.9);
                canvas.flat(&ray, tone, 0.8 * fade);
            }
        }
    }
}

/// Lays rain, snow or fog over the finished scenery.
pub(super) fn weather(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &Chance) {
    let mut chance = chance.of("weather");
    let (wide, high) = (canvas.wide(), canvas.high());
    if stage.reading.has(Word::Fog) {
        let (field, pale) = (chance.field(), stage.palette.sky[3]);
        let horizon = stage.horizon;
        canvas.shade(|x, y, under| {
            let bank = layered(field, x * 1.6, y * 6.0, 3) * 0.5 + 0.5;
            let near = exp(-(y - horizon - 0.08).abs() * 5.0);
            under.mix(pale, (bank * near * 0.95).clamp(0.0, 0.85))
        });
    }
    if stage.reading.has(Word::Snow) {
        let smallest = canvas.pixel() * 0.7;
        for _ in 0..(340.0 * wide * high) as usize {
            let place = (chance.within(0.0, wide), chance.within(0.0, high));
            let near = chance.unit();
            let radius = (0.0011 + near * near * near * 0.0058).max(smallest);
            canvas.disc(place, radius, Color::WHITE, between(0.75, 0.5, near));
        }
    }
    if stage.reading.has(Word::Rain) || stage.reading.has(Word::Storm) {
        let lean = chance.within(-0.22, 0.22);
        let tone = stage.palette.sky[3].mix(Color::WHITE, 0.4);
        for _ in 0..(420.0 * wide * high) as usize {
            let (x, y) = (chance.within(-0.2, wide + 0.2), chance.within(-0.1, high));
            let near = chance.unit();
            let long = 0.02 + near * near * 0.09;
            let drop = [(x, y), (x + lean * long, y + long)];
            let thin = (0.0007 + near * 0.0012).max(canvas.pixel() * 0.6);
            canvas.flat(&Path::stroke(&drop, |_| thin), tone, 0.16 + near * 0.3);
        }
    }
}

/// A cloud of round heaps on a flat base, `size` wide.
pub(super) fn heap(canvas: &mut Canvas<'_>, at: Point, size: f32, look: (Color, Color), chance: &mut Chance) {
    let tall = size * chance.within(0.26, 0.4);
    let mut path = Path::default();
    let count = chance.count(5, 8);
    for i in 0..count {
        let t = (i as f32 + 0.5) / count as f32;
        let x = at.0 + (t - 0.5) * size * 0.82;
        let lobe = (t * (1.0 - t) * 4.0).max(0.15);
        let radius = tall * (0.3 + lobe * 0.34) * chance.within(0.75, 1.15);
        let y = at.1 - radius * 0.85 - lobe * tall * 0.34 * chance.unit();
        path.join(Path::ellipse((x, y), radius * 1.12, radius));
        path.join(Path::rectangle((x - radius, y), (x + radius, at.1)));
    }
    path.join(Path::ellipse((at.0, at.1 - tall * 0.12), size * 0.5, tall * 0.13));
    let (top, base) = (at.1 - tall * 1.15, at.1);
    canvas.fill(&path, |_, y| {
        let t = smooth(top, base, y);
        (look.0.mix(look.1, t), between(0.96, 0.35, t * t))
    });
}

fn luminary(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let (sun, radius, light) = (stage.sun, stage.sun_radius, stage.palette.light);
    if stage.overcast() {
        canvas.glow(sun, radius * 5.0, light, 0.5);
        return canvas.disc(sun, radius * 0.8, light, 0.45);
    }
    let neon = stage.reading.tints.contains(&Tint::Neon);
    if stage.palette.night && !neon {
        canvas.glow(sun, radius * 6.0, light, 0.5);
        if chance.happens(0.45) {
            let (turn, thin) = (chance.within(-0.6, 0.6), chance.within(0.3, 0.75) * chance.side());
            let arc = |bulge: f32| {
                (0..=40)
                    .map(move |i| i as f32 / 40.0 * PI)
                    .map(move |a| (super::exact::sin(a) * bulge, -super::exact::cos(a)))
            };
            let mut sickle: Vec<Point> = arc(1.0).collect();
            let mut inner: Vec<Point> = arc(thin.abs()).collect();
            inner.reverse();
            sickle.extend(inner);
            let sickle = Path::polygon(sickle).placed(sun, (radius * thin.signum(), radius), turn);
            return canvas.flat(&sickle, light, 1.0);
        }
        canvas.disc(sun, radius, light, 1.0);
        for _ in 0..7 {
            let (far, turn) = (chance.within(0.0, 0.62), chance.within(0.0, TAU));
            let place =
                (sun.0 + super::exact::cos(turn) * far * radius, sun.1 + super::exact::sin(turn) * far * radius);
            let crater = radius * chance.within(0.08, 0.24);
            canvas.disc(place, crater, stage.palette.sky[2], 0.2);
        }
        return;
    }
    canvas.glow(sun, radius * 7.0, light, 0.6);
    match chance.count(0, 4) {
        0 | 1 => {
            for (ring, strength) in [(2.6, 0.13), (1.95, 0.17), (1.4, 0.24)] {
                canvas.disc(sun, radius * ring, light, strength);
            }
        }
        2 => rays(canvas, sun, light, chance),
        _ => {}
    }
    if neon {
        let path = Path::ellipse(sun, radius * 1.5, radius * 1.5);
        let (hot, pixel) = (stage.palette.accent(0), canvas.pixel());
        return canvas.fill(&path, |_, y| {
            let t = (y - sun.1) / (radius * 1.5);
            let gap = (t * 6.0).fract() * radius * 0.25 - t * radius * 0.16;
            let open = if t > 0.0 { (gap / pixel + 0.5).clamp(0.0, 1.0) } else { 1.0 };
            (light.mix(hot, smooth(-0.9, 0.9, t)), open)
        });
    }
    let (below, disc) = (stage.palette.sky[2], Path::ellipse(sun, radius, radius));
    canvas.fill(&disc, |_, y| (light.mix(below, smooth(-0.2, 1.6, (y - sun.1) / radius) * 0.3), 1.0));
}

fn rays(canvas: &mut Canvas<'_>, sun: Point, light: Color, chance: &mut Chance) {
    let count = chance.count(9, 16);
    let start = chance.within(0.0, TAU);
    for i in 0..count {
        let turn = start + i as f32 / count as f32 * TAU;
        let half = PI / count as f32 * 0.5;
        let end = |a: f32| (sun.0 + super::exact::cos(a) * 2.0, sun.1 + super::exact::sin(a) * 2.0);
        let wedge = Path::polygon(vec![sun, end(turn - half), end(turn + half)]);
        canvas.fill(&wedge, |x, y| {
            let far = length(x - sun.0, y - sun.1);
            (light, 0.2 * exp(-far * 1.6))
        });
    }
}

fn aurora(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let tones = [Color::hex(0x4df2a9), Color::hex(0x45d0e6), Color::hex(0xb06af0)];
    for tone in tones {
        let (field, base) = (chance.field(), stage.horizon * chance.within(0.55, 0.85));
        let tall = chance.within(0.28, 0.5);
        canvas.shade(|x, y, under| {
            let foot = base + noise(field, x * 1.7, 0.3) * 0.14 + noise(field, x * 5.0, 4.0) * 0.03;
            let up = (foot - y) / tall;
            let fold = 0.55 + 0.45 * noise(field, x * 22.0, y * 0.6);
            let shine = smooth(-0.05, 0.06, up) * exp(-up.max(0.0) * 2.6) * fold;
            let patch = smooth(-0.35, 0.4, noise(field, x * 1.1, 9.0));
            under.lit(tone, (shine * patch * 0.85).clamp(0.0, 1.0))
        });
    }
}

fn overcast(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let field = chance.field();
    let (dark, pale) = (stage.palette.sky[0], stage.palette.sky[3]);
    let horizon = stage.horizon.max(0.2);
    canvas.shade(|x, y, under| {
        let depth = 1.2 - (y / horizon).min(1.0);
        let (u, v) = (x * 1.8 / depth.max(0.25), y * 5.0 / depth.max(0.25));
        let n = layered(field, u, v, 4);
        let edge = n - layered(field, u, v - 0.35, 3);
        let body = smooth(-0.1, 0.45, n) * smooth(0.0, 0.3, depth);
        let tone = dark.mix(pale, (0.45 + edge * 0.9).clamp(0.0, 1.0));
        under.mix(tone, body * 0.75)
    });
}

fn cumulus(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let night = stage.palette.night;
    let top = stage.palette.light.mix(stage.palette.sky[2], if night { 0.8 } else { 0.12 });
    let base = stage.palette.sky[2];
    let count = chance.count(3, 6);
    for i in 0..count {
        let near = i as f32 / count as f32;
        let y = stage.horizon * between(0.82, 0.28, near);
        let x = chance.within(-0.05, canvas.wide() + 0.05);
        let size = between(0.14, 0.42, near) * chance.within(0.8, 1.2);
        heap(canvas, (x, y), size, (top, base), chance);
    }
}

fn streaks(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let bright = stage.palette.light.mix(stage.palette.sky[3], 0.4);
    for _ in 0..chance.count(5, 11) {
        let y = stage.horizon * chance.within(0.15, 0.95);
        let (x, half) = (chance.within(0.0, canvas.wide()), chance.within(0.08, 0.32));
        let tone = if chance.happens(0.6) { bright } else { stage.palette.sky[1] };
        let thick = chance.within(0.004, 0.016);
        let mut path = Path::default();
        for _ in 0..3 {
            let (dx, dy) = (chance.within(-0.6, 0.6) * half, chance.within(-1.0, 1.0) * thick);
            let ends = [(x + dx - half, y + dy), (x + dx, y + dy), (x + dx + half, y + dy)];
            let points: Vec<Point> =
                (0..=24).map(|i| between(ends[0].0, ends[2].0, i as f32 / 24.0)).map(|x| (x, y + dy)).collect();
            path.join(Path::stroke(&points, |t| thick * (t * (1.0 - t) * 4.0)));
        }
        canvas.flat(&path, tone, if stage.palette.night { 0.16 } else { 0.4 });
    }
}

fn lightning(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let glare = Color::hex(0xf4f0ff);
    let mut place = (canvas.wide() * chance.within(0.2, 0.8), stage.horizon * 0.12);
    canvas.glow((place.0, stage.horizon * 0.35), 0.5, glare, 0.4);
    let mut bolt = vec![place];
    while place.1 < stage.horizon {
        place.0 += chance.within(-0.05, 0.05);
        place.1 += chance.within(0.02, 0.06);
        bolt.push(place);
        if chance.happens(0.25) {
            let (mut tip, mut twig) = (place, vec![place]);
            for _ in 0..4 {
                tip = (tip.0 + chance.within(-0.045, 0.045), tip.1 + chance.within(0.01, 0.035));
                twig.push(tip);
            }
            canvas.flat(&Path::stroke(&twig, |t| 0.003 * (1.0 - t)), glare, 0.9);
        }
    }
    canvas.flat(&Path::stroke(&bolt, |t| 0.014 * (1.0 - t * 0.6)), glare, 0.25);
    canvas.flat(&Path::stroke(&bolt, |t| 0.006 * (1.0 - t * 0.6)), glare, 1.0);
}

fn birds(canvas: &mut Canvas<'_>, stage: &Stage<'_>, chance: &mut Chance) {
    let tone = stage.palette.ground(0.8);
    let center = (canvas.wide() * chance.within(0.2, 0.8), stage.horizon * chance.within(0.25, 0.6));
    for _ in 0..chance.count(3, 8) {
        let (x, y) = (center.0 + chance.within(-0.14, 0.14), center.1 + chance.within(-0.07, 0.07));
        let (s, lift) = (chance.within(0.008, 0.02), chance.within(0.25, 0.6));
        let wing = |side: f32| {
            let points: Vec<Point> = (0..=8)
                .map(|i| i as f32 / 8.0)
                .map(|t| (x + side * s * t, y - s * lift * super::exact::sin(t * 2.4)))
                .collect();
            Path::stroke(&points, |t| s * 0.16 * (1.0 - t) + 0.0004)
        };
        canvas.flat(&wing(-1.0), tone, 0.9);
        canvas.flat(&wing(1.0), tone, 0.9);
    }
}
