//! Leaded glass.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, length, smooth};
use super::noise::{noise, scatter};
use super::palette::swatches;
use super::path::Point;
use super::reading::Reading;
use std::f32::consts::TAU;

/// Turns what is on the canvas into leaded glass: every piece takes the color
/// it covers; `broad` pieces hide what was there, small ones keep it.
pub(super) fn lead(canvas: &mut Canvas<'_>, broad: bool, chance: &Chance) {
    let mut chance = chance.of("glass");
    let (field, fine) = (chance.field(), if broad { chance.within(7.0, 11.0) } else { chance.within(20.0, 26.0) });
    let below = canvas.print();
    let lead = Color::hex(0x17161c);
    let (ripple, bevel) = (chance.field(), 0.09);
    canvas.shade(|x, y, _| {
        let (u, v) = (x * fine, y * fine);
        let (first, second, seed) = cell(field, u, v);
        let gap = second - first;
        let tone = scatter(field ^ 0x51, seed.0, seed.1);
        let spot = (center(field, seed).0 / fine, center(field, seed).1 / fine);
        let base = below.at((spot.0.max(0.0), spot.1.max(0.0))).plus((tone - 0.5) * 0.13);
        let wave = noise(ripple, x * 30.0, y * 30.0) * 0.035 + noise(ripple, x * 7.0, y * 9.0) * 0.05;
        let shine = smooth(0.75, 0.0, first) * 0.16;
        let pane = base.plus(wave).lit(Color::WHITE, shine).times(between(0.72, 1.0, smooth(0.0, bevel * 3.0, gap)));
        pane.mix(lead, smooth(bevel, bevel * 0.55, gap))
    });
}

/// Paints broad fields of color to be cut into glass: rays and rings around one point.
pub(super) fn window(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let mut chance = chance.of("window");
    let set = swatches(reading, &mut chance);
    let center = (canvas.wide() * chance.within(0.2, 0.8), canvas.high() * chance.within(0.15, 0.8));
    let (fold, ring) = (chance.count(5, 11) as f32, chance.within(3.0, 6.0));
    let (field, twist) = (chance.field(), chance.within(-3.0, 3.0));
    canvas.shade(|x, y, _| {
        let (dx, dy) = (x - center.0, y - center.1);
        let far = length(dx, dy);
        let turn = super::exact::atan2(dy, dx) / TAU * fold + far * twist + noise(field, x * 2.0, y * 2.0) * 0.5;
        let index = scatter(field, turn.floor() as i32, (far * ring).floor() as i32);
        let tone = set.get(1 + (index * 5.0) as usize).copied().unwrap_or(Color::WHITE);
        tone.lit(Color::WHITE, smooth(0.5, 0.0, far) * 0.35)
    });
}

/// The distances from `(u, v)` to the nearest and the second nearest seed, and the field of the
/// nearest one.
fn cell(field: u32, u: f32, v: f32) -> (f32, f32, (i32, i32)) {
    let (column, row) = (u.floor() as i32, v.floor() as i32);
    let (mut first, mut second, mut seed) = (f32::MAX, f32::MAX, (column, row));
    for j in -1..=1 {
        for i in -1..=1 {
            let at = (column + i, row + j);
            let (x, y) = center(field, at);
            let far = length(x - u, y - v);
            if far < first {
                (second, first, seed) = (first, far, at);
            } else if far < second {
                second = far;
            }
        }
    }
    (first, second, seed)
}

fn center(field: u32, (column, row): (i32, i32)) -> Point {
    let x = column as f32 + 0.12 + 0.76 * scatter(field, column, row);
    let y = row as f32 + 0.12 + 0.76 * scatter(field ^ 0x9e37, column, row);
    (x, y)
}
