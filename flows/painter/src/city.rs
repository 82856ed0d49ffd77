//! A city: rows of buildings with windows, and the street in front.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, smooth};
use super::noise::scatter;
use super::path::Path;
use super::scenery::Stage;

/// Paints a skyline that stands on `base`: three rows, the nearest last.
pub(super) fn skyline(canvas: &mut Canvas<'_>, stage: &Stage<'_>, base: f32, chance: &Chance) {
    let mut chance = chance.of("skyline");
    let wide = canvas.wide();
    let tall = base * chance.within(0.55, 0.8);
    let center = wide * chance.within(0.3, 0.7);
    for (row, fog) in [0.55, 0.35, 0.0].into_iter().enumerate() {
        let near = row as f32 / 2.0;
        let mut x = -chance.within(0.0, 0.06);
        while x < wide {
            let width = between(0.045, 0.095, near) * chance.within(0.6, 1.5);
            let middle = 1.0 - ((x - center).abs() / wide).min(0.8);
            let height = tall * between(0.95, 0.55, near) * (0.25 + 0.75 * middle * chance.within(0.35, 1.1));
            let block = Block { left: x, width, base, height, near };
            building(canvas, stage, &block, &mut chance);
            x += width * chance.within(0.85, 1.12);
        }
        let pale = stage.palette.sky[3];
        let strength = fog * if stage.palette.night { 0.45 } else { 1.0 };
        let top = base - tall * 0.5;
        canvas.shade_within(((0.0, top.max(0.0)), (wide, base)), |_, y, under| {
            under.mix(pale, strength * smooth(top, base, y))
        });
    }
}

/// Paints a street from `top` to the bottom that runs to a point on the horizon.
pub(super) fn street(canvas: &mut Canvas<'_>, stage: &Stage<'_>, top: f32, chance: &Chance) {
    let mut chance = chance.of("street");
    let (wide, high) = (canvas.wide(), canvas.high());
    let (near, glow) = (stage.palette.ground(1.0), stage.palette.sky[3]);
    let above = canvas.print();
    let wet = stage.overcast() || stage.palette.night;
    canvas.shade_within(((0.0, top), (wide, high)), |x, y, _| {
        let t = (y - top) / (high - top);
        let road = near.mix(glow, 0.2 * (1.0 - t));
        let seen = above.at((x, (top - (y - top) * 1.3).max(0.0)));
        road.mix(seen, if wet { 0.4 * (1.0 - t) } else { 0.1 })
    });
    let vanish = (wide * chance.within(0.35, 0.65), top);
    for edge in [-0.55, 0.55] {
        let end = |off: f32| (vanish.0 + (edge + off) * wide, high);
        let curb = Path::polygon(vec![vanish, end(-0.012), end(0.012)]);
        canvas.flat(&curb, glow, 0.35);
    }
    for i in 0..9 {
        let at = |k: f32| (k / 9.0) * (k / 9.0);
        let (a, b) = (at(i as f32 + 0.35), at(i as f32 + 0.8));
        let half = |t: f32| 0.012 * t + 0.0008;
        let y = |t: f32| between(top, high, t);
        let dash = Path::polygon(vec![
            (vanish.0 - half(a), y(a)),
            (vanish.0 + half(a), y(a)),
            (vanish.0 + half(b), y(b)),
            (vanish.0 - half(b), y(b)),
        ]);
        canvas.flat(&dash, stage.palette.light, 0.75);
    }
    let post = stage.palette.ground(0.95).times(0.8);
    for i in 0..4 {
        let t = (i as f32 + 1.0) / 4.0;
        let t = t * t;
        for side in [-1.0, 1.0] {
            let (x, foot) = (vanish.0 + side * 0.5 * wide * t, between(top, high, t));
            let (tall, thick) = (0.06 + 0.34 * t, 0.0015 + 0.007 * t);
            canvas.flat(&Path::rectangle((x - thick, foot - tall), (x + thick, foot)), post, 1.0);
            let arm = (x - side * tall * 0.2, foot - tall);
            canvas.flat(&Path::rectangle((x + side * thick, arm.1 - thick), (arm.0, arm.1 + thick)), post, 1.0);
            canvas.disc((arm.0, arm.1 + thick * 1.6), thick * 1.8, stage.palette.light, 1.0);
            if wet {
                canvas.glow((arm.0, arm.1 + thick), 0.008 + 0.15 * t, stage.palette.light, 0.5);
            }
        }
    }
}

struct Block {
    left: f32,
    width: f32,
    base: f32,
    height: f32,
    /// 0 far away to 1 nearest.
    near: f32,
}

fn building(canvas: &mut Canvas<'_>, stage: &Stage<'_>, block: &Block, chance: &mut Chance) {
    let palette = &stage.palette;
    let mut tone = palette.ground(0.12 + block.near * 0.8).plus(chance.within(-0.025, 0.025));
    if !palette.night && chance.happens(0.4) {
        tone = tone.mix(palette.accent(chance.count(0, 4)), 0.25);
    }
    let (left, right) = (block.left, block.left + block.width);
    let (top, base) = (block.base - block.height, block.base);
    let middle = (left + right) * 0.5;
    let mut shape = Path::rectangle((left, top), (right, base));
    let w = block.width;
    match chance.count(0, 6) {
        0 => shape.join(Path::polygon(vec![(left, top), (middle, top - w * 0.9), (right, top)])),
        1 => {
            let thin = w * 0.035;
            shape.join(Path::rectangle((left + w * 0.2, top - w * 0.4), (right - w * 0.2, top)));
            shape.join(Path::rectangle((middle - thin, top - w * 1.4), (middle + thin, top)));
        }
        2 => shape.join(Path::ellipse((middle, top), w * 0.42, w * 0.45)),
        3 => shape.join(Path::polygon(vec![(left, top), (left, top - w * 0.55), (right, top)])),
        4 => {
            for step in 1..4 {
                let inset = w * 0.13 * step as f32;
                let rise = w * 0.35 * step as f32;
                shape.join(Path::rectangle((left + inset, top - rise), (right - inset, top)));
            }
        }
        5 => {
            let x = left + w * chance.within(0.2, 0.6);
            shape.join(Path::rectangle((x, top - w * 0.25), (x + w * 0.22, top)));
        }
        _ => {}
    }
    let side = if stage.sun.0 < middle { 1.0 } else { -1.0 };
    let bright = tone.mix(palette.sky[3], 0.16);
    let pixel = canvas.pixel();
    let split = middle + side * w * chance.within(0.05, 0.3);
    let shade = tone.times(0.86);
    canvas.fill(&shape, |x, _| (bright.mix(shade, smooth(-pixel, pixel, (x - split) * side)), 1.0));
    if block.near > 0.2 || palette.night {
        windows(canvas, stage, block, tone, chance);
    }
}

fn windows(canvas: &mut Canvas<'_>, stage: &Stage<'_>, block: &Block, wall: Color, chance: &mut Chance) {
    let cell = between(0.010, 0.019, block.near) * chance.within(0.85, 1.2);
    let columns = (block.width / cell) as i32 - 1;
    let rows = (block.height / (cell * 1.3)) as i32 - 1;
    if columns < 1 || rows < 1 || cell < canvas.pixel() * 2.5 {
        return;
    }
    let field = chance.field();
    let dusk = stage.palette.sky[0].brightness() < 0.45;
    let share = if stage.palette.night {
        chance.within(0.3, 0.65)
    } else if dusk {
        0.3
    } else {
        0.06
    };
    let margin = (block.width - columns as f32 * cell) * 0.5;
    let warm = [Color::hex(0xffd98a), Color::hex(0xffb757), Color::hex(0xfff0c8), Color::hex(0x9fe0ff)];
    let neon = stage.reading.tints.contains(&super::reading::Tint::Neon);
    let strip = chance.happens(0.3);
    for row in 0..rows {
        for column in 0..columns {
            let luck = scatter(field, column, row);
            let x = block.left + margin + column as f32 * cell;
            let y = block.base - block.height + cell * (0.8 + row as f32 * 1.3);
            let pane = Path::rectangle(
                (x + cell * if strip { 0.06 } else { 0.22 }, y),
                (x + cell * if strip { 0.94 } else { 0.78 }, y + cell * 0.72),
            );
            if luck < share {
                let which = (luck / share * 7.0) as usize;
                let tone = warm.get(which / 2).copied().unwrap_or(warm[0]);
                let tone = if neon { stage.palette.accent(which) } else { tone };
                canvas.flat(&pane, tone, between(0.55, 0.95, block.near));
            } else {
                let glass = wall.mix(stage.palette.sky[1], 0.3).times(if stage.palette.night { 0.7 } else { 0.92 });
                canvas.flat(&pane, glass, 0.75 * between(0.4, 1.0, block.near));
            }
        }
    }
}
