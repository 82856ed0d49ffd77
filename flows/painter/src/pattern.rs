//! Pictures without a place that are built from pieces: tiles, circles and plain shapes.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, cos, length, sin, smooth};
use super::noise::{noise, scatter};
use super::palette::swatches;
use super::path::{Path, Point};
use super::reading::Reading;
use std::f32::consts::{FRAC_PI_2, PI, TAU};

/// Paints quarter-circle tiles, turned by chance, whose ends always meet.
pub(super) fn tiles(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("tiles");
    let [ground, deep, calm, bright, loud, last] = swatches(reading, &mut chance);
    let (field, count) = (chance.field(), chance.count(6, 11) as f32);
    let bands = chance.count(1, 3) as f32;
    let style = chance.count(0, 2);
    let size = 1.0 / count;
    let pixel = canvas.pixel() / size;
    let lines = [deep, loud, calm];
    canvas.shade(|x, y, _| {
        let (u, v) = (x / size, y / size);
        let (column, row) = (u.floor() as i32, v.floor() as i32);
        let (mut fu, fv) = (u - u.floor(), v - v.floor());
        let luck = scatter(field, column, row);
        if luck < 0.5 {
            fu = 1.0 - fu;
        }
        if style == 1 {
            // Colored quarters in the manner of printed tiles.
            let pick = |k: i32| scatter(field ^ 77, column * 5 + k, row);
            let tone =
                |n: f32| [deep, calm, bright, loud, last, ground].get((n * 6.0) as usize).copied().unwrap_or(ground);
            let corner = length(fu, fv);
            let back = tone(pick(0));
            let front = tone((pick(0) + 0.17 + pick(1) * 0.66).fract());
            let outer = back.mix(front, smooth(1.0 + pixel, 1.0 - pixel, corner));
            let dot = tone((pick(0) + 0.34 + pick(2) * 0.5).fract());
            return outer.mix(dot, smooth(0.5 + pixel, 0.5 - pixel, corner));
        }
        let far = length(fu, fv);
        let near = far.min(length(1.0 - fu, 1.0 - fv));
        let inside = noise(field, x * 1.4, y * 1.4);
        let back = ground.mix(if style == 0 { bright } else { calm }, smooth(-0.5, 0.6, inside) * 0.35);
        let width = 0.36;
        let off = (near - 0.5) / width + 0.5;
        if !(-0.1..=1.1).contains(&off) {
            return back;
        }
        let stripe = (off * (bands * 2.0 - 1.0)).clamp(0.0, bands * 2.0 - 1.001);
        let edge = smooth(-pixel, pixel, (0.5 - (off - 0.5).abs()) * width);
        let which = (stripe as i32 / 2 + if luck < 0.5 { 0 } else { 1 }) % 3;
        let tone = lines.get(which as usize).copied().unwrap_or(deep);
        let line = if bands < 1.5 { last.mix(deep, smooth(0.0, 0.16, (off - 0.5).abs())) } else { tone };
        let tone = if (stripe as i32) % 2 == 1 { back } else { line };
        back.mix(tone, edge)
    });
}

/// Paints circles of all sizes packed side by side, each decorated in its own way.
pub(super) fn circles(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("circles");
    let set = swatches(reading, &mut chance);
    let [ground, deep, ..] = set;
    let (wide, high) = (canvas.wide(), canvas.high());
    let field = chance.field();
    canvas.shade(|x, y, _| ground.mix(deep, smooth(-0.3, 0.9, noise(field, x * 1.2, y * 1.2)) * 0.22));
    let largest = chance.within(0.13, 0.24);
    let mut placed: Vec<(Point, f32)> = Vec::new();
    for attempt in 0..2600 {
        let limit = largest * between(1.0, 0.05, (attempt as f32 / 1500.0).min(1.0));
        let place = (chance.within(-0.03, wide + 0.03), chance.within(-0.03, high + 0.03));
        let room = placed.iter().map(|(other, radius)| length(place.0 - other.0, place.1 - other.1) - radius - 0.005);
        let room = room.fold(limit, f32::min);
        if room > limit * 0.55 && room > 0.006 {
            placed.push((place, room));
        }
    }
    let shift = (chance.within(-0.01, 0.01), chance.within(0.006, 0.014));
    for &(place, radius) in &placed {
        let lift = 0.4 + radius * 4.0;
        canvas.disc((place.0 + shift.0 * lift, place.1 + shift.1 * lift), radius, deep.times(0.4), 0.22);
    }
    for (index, &(place, radius)) in placed.iter().enumerate() {
        let tone = |n: usize| set.get(1 + n % 5).copied().unwrap_or(deep);
        let (first, second, third) = (chance.count(0, 4), chance.count(1, 4), chance.count(1, 3));
        let (a, b, c) = (tone(first), tone(first + second), tone(first + second + third));
        canvas.disc(place, radius, a, 1.0);
        if radius < 0.018 {
            continue;
        }
        match (index * 7 + first) % 6 {
            0 => {
                for ring in 1..5 {
                    let t = 1.0 - ring as f32 / 5.0;
                    canvas.disc(place, radius * t, if ring % 2 == 1 { b } else { a }, 1.0);
                }
            }
            1 => {
                let turn = chance.within(0.0, TAU);
                let arc = (0..=40).map(|i| turn + i as f32 / 40.0 * PI);
                let half = arc.map(|t| (place.0 + cos(t) * radius, place.1 + sin(t) * radius));
                canvas.flat(&Path::polygon(half.collect()), b, 1.0);
                canvas.disc(place, radius * 0.4, c, 1.0);
            }
            2 => {
                let petals = chance.count(6, 12);
                let petal = Path::ellipse((0.0, -0.55), 0.16, 0.36);
                for i in 0..petals {
                    let turn = i as f32 / petals as f32 * TAU;
                    canvas.flat(&petal.placed(place, (radius, radius), turn), b, 1.0);
                }
                canvas.disc(place, radius * 0.2, c, 1.0);
            }
            3 => {
                let light = (place.0 - radius * 0.35, place.1 - radius * 0.35);
                let ball = Path::ellipse(place, radius, radius);
                canvas.fill(&ball, |x, y| {
                    let far = length(x - light.0, y - light.1) / radius;
                    (b.mix(a, smooth(0.1, 1.3, far)).lit(Color::WHITE, smooth(0.5, 0.0, far) * 0.4), 1.0)
                });
            }
            4 => {
                let ball = Path::ellipse(place, radius * 0.82, radius * 0.82);
                let (turn, pixel) = (chance.within(0.0, PI), canvas.pixel());
                let (s, co, bar) = (sin(turn), cos(turn), radius * 0.26);
                canvas.fill(&ball, |x, y| {
                    let across = ((x - place.0) * co + (y - place.1) * s) / bar;
                    let wave = (across - across.floor() - 0.5).abs() - 0.25;
                    (b.mix(a, (wave * bar / pixel + 0.5).clamp(0.0, 1.0)), 1.0)
                });
            }
            _ => canvas.disc(place, radius * 0.55, b, 1.0),
        }
    }
}

/// Paints a poster of plain shapes on a grid: quarter discs, arches, stripes and dots.
pub(super) fn shapes(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("shapes");
    let set = swatches(reading, &mut chance);
    let tone = |n: usize| set.get(n % 6).copied().unwrap_or(Color::WHITE);
    let (wide, high) = (canvas.wide(), canvas.high());
    let across = chance.count(4, 6);
    let size = wide.min(high) / across as f32;
    canvas.shade(|_, _, _| tone(0));
    let (columns, rows) = ((wide / size).ceil() as usize, (high / size).ceil() as usize);
    let mut taken = vec![false; columns * rows];
    for index in 0..columns * rows {
        let (column, row) = (index % columns, index / columns);
        if taken.get(index).copied().unwrap_or(true) {
            continue;
        }
        // Now and then a piece takes four fields, so that the grid does not look like one.
        let block = [index + 1, index + columns, index + columns + 1];
        let fits = column + 1 < columns && row + 1 < rows;
        let free = fits && block.iter().all(|i| !taken.get(*i).copied().unwrap_or(true));
        let big = free && chance.happens(0.3);
        if big {
            for slot in block.iter().filter_map(|i| (*i < columns * rows).then_some(*i)) {
                if let Some(slot) = taken.get_mut(slot) {
                    *slot = true;
                }
            }
        }
        let side = if big { size * 2.0 } else { size };
        let corner = (column as f32 * size, row as f32 * size);
        let first = chance.count(0, 5);
        let colors = [tone(first), tone(first + chance.count(1, 2)), tone(first + chance.count(3, 5))];
        piece(canvas, corner, side, colors, &mut chance);
    }
}

fn piece(canvas: &mut Canvas<'_>, corner: Point, side: f32, [back, fore, third]: [Color; 3], chance: &mut Chance) {
    let far = (corner.0 + side, corner.1 + side);
    let middle = (corner.0 + side * 0.5, corner.1 + side * 0.5);
    canvas.flat(&Path::rectangle(corner, far), back, 1.0);
    let turn = chance.count(0, 3) as f32 * FRAC_PI_2;
    let put = |path: Path| path.placed(middle, (side, side), turn);
    let fan = |radius: f32| {
        let mut points = vec![(-0.5, -0.5)];
        points.extend(
            (0..=40).map(|i| i as f32 / 40.0 * FRAC_PI_2).map(|a| (cos(a) * radius - 0.5, sin(a) * radius - 0.5)),
        );
        Path::polygon(points)
    };
    let arch = |radius: f32| {
        let mut points = vec![(radius, 0.5), (-radius, 0.5)];
        points.extend((0..=40).map(|i| i as f32 / 40.0 * PI).map(|a| (-cos(a) * radius, -sin(a) * radius)));
        Path::polygon(points)
    };
    match chance.count(0, 7) {
        0 => {
            for (radius, color) in [(1.0, fore), (0.7, third), (0.4, back)] {
                canvas.flat(&put(fan(radius)), color, 1.0);
            }
        }
        1 => {
            for (radius, color) in [(0.5, fore), (0.36, back), (0.22, third)] {
                canvas.flat(&put(arch(radius)), color, 1.0);
            }
        }
        2 => {
            canvas.disc(middle, side * 0.4, fore, 1.0);
            canvas.flat(&put(arch(0.4)).clone(), third, 0.0);
            canvas.disc(middle, side * 0.16, third, 1.0);
        }
        3 => {
            for i in 0..4 {
                let x = -0.5 + i as f32 * 0.25;
                canvas.flat(&put(Path::rectangle((x, -0.5), (x + 0.125, 0.5))), fore, 1.0);
            }
        }
        4 => {
            canvas.flat(&put(Path::polygon(vec![(-0.5, 0.5), (0.5, 0.5), (0.5, -0.5)])), fore, 1.0);
            canvas.flat(&put(Path::ellipse((-0.18, -0.18), 0.16, 0.16)), third, 1.0);
        }
        5 => {
            for i in 0..9 {
                let place =
                    (corner.0 + side * (0.5 + (i % 3) as f32) / 3.0, corner.1 + side * (0.5 + (i / 3) as f32) / 3.0);
                canvas.disc(place, side * 0.09, if i == 4 { third } else { fore }, 1.0);
            }
        }
        6 => {
            let leaf = Path::drawn("M -0.5 0.5 C -0.5 -0.1 -0.1 -0.5 0.5 -0.5 C 0.5 0.1 0.1 0.5 -0.5 0.5 Z");
            canvas.flat(&put(leaf), fore, 1.0);
            canvas.disc(middle, side * 0.14, third, 1.0);
        }
        _ => {
            canvas.flat(&put(fan(1.0)), fore, 1.0);
            canvas.flat(&put(Path::ellipse((0.22, 0.22), 0.15, 0.15)), third, 1.0);
        }
    }
}
