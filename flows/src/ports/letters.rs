//! Words on pictures, in the letters of old screens.

use font8x8::{BASIC_FONTS, GREEK_FONTS, LATIN_FONTS, UnicodeFonts};
use image::{Rgb, RgbImage};

/// How wide and high a letter is, in its own dots.
pub const SIDE: u32 = 8;

/// Writes `words` from the upper left corner on, each dot `dot` pixels large: white with a dark shadow, over what is there
/// as far as `share` says. A letter that is not known is a box.
pub fn write(picture: &mut RgbImage, words: &str, (left, top): (u32, u32), dot: u32, share: f32) {
    for (shift, ink) in [(dot.div_ceil(2), 0), (0, 255)] {
        for (letter, place) in words.chars().zip(0..) {
            for (row, bits) in (0..).zip(glyph(letter)) {
                for column in (0..SIDE).filter(|column| bits >> column & 1 == 1) {
                    let (x, y) = (left + (place * SIDE + column) * dot + shift, top + row * dot + shift);
                    square(picture, (x, y), dot, ink, share);
                }
            }
        }
    }
}

fn square(picture: &mut RgbImage, (left, top): (u32, u32), side: u32, ink: u8, share: f32) {
    for y in top..top + side {
        for x in left..left + side {
            if let Some(Rgb(pixel)) = picture.get_pixel_mut_checked(x, y) {
                *pixel = pixel.map(|part| {
                    let mixed = f32::from(part) + (f32::from(ink) - f32::from(part)) * share;
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
                    let mixed = mixed as u8;
                    mixed
                });
            }
        }
    }
}

fn glyph(letter: char) -> [u8; 8] {
    let known = BASIC_FONTS.get(letter).or_else(|| LATIN_FONTS.get(letter)).or_else(|| GREEK_FONTS.get(letter));
    known.unwrap_or([0, 0x7e, 0x42, 0x42, 0x42, 0x42, 0x7e, 0])
}
