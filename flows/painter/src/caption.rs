//! The caption that says what made the picture.

use super::canvas::Canvas;
use super::color::Color;
use super::path::Path;

/// Writes that the picture was painted from `seed` into the lower right corner, unless the
/// picture is too small to hold it.
pub(super) fn write(canvas: &mut Canvas<'_>, seed: u64, ground: impl Fn(f32, f32) -> Color) {
    let text = format!("painted by flows · seed {seed}");
    let (columns, rows) = canvas.size();
    let letters = text.chars().count();
    let fits = |dot: &usize| {
        let (wide, high) = ((letters * 6 + 5) * dot, 26 * dot);
        wide <= columns && high <= rows
    };
    let largest = (columns.min(rows) / 480).clamp(1, 3);
    let Some(dot) = (1..=largest).rev().find(fits) else {
        return;
    };
    let pixel = canvas.pixel();
    let left = columns - (letters * 6 + 4) * dot;
    let top = rows - 12 * dot;
    let mut ink = Path::default();
    for (place, letter) in text.chars().enumerate() {
        for (row, bits) in glyph(letter).into_iter().enumerate() {
            for column in (0..5).filter(|column| bits >> (4 - column) & 1 == 1) {
                let x = (left + (place * 6 + column) * dot) as f32 * pixel;
                let y = (top + row * dot) as f32 * pixel;
                let side = dot as f32 * pixel;
                ink.join(Path::rectangle((x, y), (x + side, y + side)));
            }
        }
    }
    let under = ground((left + letters * 3 * dot) as f32 * pixel, (top + 4 * dot) as f32 * pixel);
    let bright = under.brightness() > 0.55;
    let (color, shadow) = if bright { (Color::BLACK, Color::WHITE) } else { (Color::WHITE, Color::BLACK) };
    let shift = pixel * dot as f32 * 0.5;
    canvas.flat(&ink.placed((shift, shift), (1.0, 1.0), 0.0), shadow, 0.25);
    canvas.flat(&ink, color, 0.66);
}

/// The seven rows of a letter of the caption, five bits each, the leftmost the highest.
fn glyph(letter: char) -> [u8; 7] {
    match letter {
        'a' => [0, 0, 0b01110, 0b00001, 0b01111, 0b10001, 0b01111],
        'b' => [0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b10001, 0b11110],
        'd' => [0b00001, 0b00001, 0b01111, 0b10001, 0b10001, 0b10001, 0b01111],
        'e' => [0, 0, 0b01110, 0b10001, 0b11111, 0b10000, 0b01110],
        'f' => [0b00110, 0b01001, 0b01000, 0b11100, 0b01000, 0b01000, 0b01000],
        'i' => [0b00100, 0, 0b01100, 0b00100, 0b00100, 0b00100, 0b01110],
        'l' => [0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
        'n' => [0, 0, 0b10110, 0b11001, 0b10001, 0b10001, 0b10001],
        'o' => [0, 0, 0b01110, 0b10001, 0b10001, 0b10001, 0b01110],
        'p' => [0, 0, 0b11110, 0b10001, 0b11110, 0b10000, 0b10000],
        's' => [0, 0, 0b01111, 0b10000, 0b01110, 0b00001, 0b11110],
        't' => [0b01000, 0b01000, 0b11100, 0b01000, 0b01000, 0b01001, 0b00110],
        'w' => [0, 0, 0b10001, 0b10001, 0b10101, 0b10101, 0b01010],
        'y' => [0, 0, 0b10001, 0b10001, 0b01111, 0b00001, 0b01110],
        '·' => [0, 0, 0, 0b00100, 0, 0, 0],
        '0' => [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
        '1' => [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
        '2' => [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
        '3' => [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110],
        '4' => [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
        '5' => [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
        '6' => [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
        '7' => [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
        '8' => [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
        '9' => [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
        _ => [0; 7],
    }
}
