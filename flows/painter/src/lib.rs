//! A painter that needs no model: it composes a picture from the words of a prompt.

mod canvas;
mod caption;
mod chance;
mod city;
mod color;
mod current;
mod exact;
mod figure;
mod flora;
mod forest;
mod glass;
mod land;
mod noise;
mod palette;
mod path;
mod pattern;
mod reading;
mod scenery;
mod sea;
mod sky;
mod space;
mod vocabulary;

use canvas::Canvas;
use chance::Chance;
use color::Color;
use exact::{length, smooth};
use noise::{noise, scatter};
use reading::{Reading, Word};
use std::ops::ControlFlow;

/// What to paint.
#[derive(Clone, Copy, Debug)]
pub struct Brief<'a> {
    /// What the picture shows, in the words of the one who asks; may be empty.
    pub prompt: &'a str,
    /// Which of the pictures of this prompt.
    pub seed: u64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Paints `brief` as an RGB PNG of exactly width × height pixels (at least one each), always the
/// same for the same brief.
///
/// `on_progress` is called with the finished part, 0.0..=1.0, and may stop the painting; None if
/// it did.
pub fn paint(brief: &Brief<'_>, on_progress: &mut dyn FnMut(f32) -> ControlFlow<()>) -> Option<Vec<u8>> {
    let mut reading = Reading::of(brief.prompt);
    let chance = Chance::new(reading.subject, brief.seed);
    let mut canvas = Canvas::new(brief.width, brief.height, on_progress);
    let family = Family::choose(&mut reading, &chance);
    canvas.toward(0.8);
    family.paint(&mut canvas, &reading, &chance);
    if canvas.stopped() {
        return None;
    }
    canvas.toward(0.95);
    finish(&mut canvas, &reading, brief.seed, &chance);
    canvas.png()
}

/// The ways to build a picture up.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Family {
    Scenery,
    GlassScenery,
    Space,
    Bloom,
    Glass,
    Tiles,
    Circles,
    Shapes,
    Ribbons,
    Marble,
    Strata,
    Mandala,
}

impl Family {
    fn choose(reading: &mut Reading, chance: &Chance) -> Self {
        // The prompt alone decides what kind of picture it is; the seed, which of a few.
        let mut kind = Chance::new(reading.subject, 0).of("family");
        let mut turn = chance.of("family");
        let place = reading.first_of(&scenery::PLACES);
        let named = reading.first_of(&[
            Word::Glass,
            Word::Tiles,
            Word::Marble,
            Word::Circles,
            Word::Ribbons,
            Word::Shapes,
            Word::Strata,
            Word::Mandala,
            Word::Abstract,
            Word::Dream,
        ]);
        let strict = reading.has(Word::Abstract);
        if (reading.has(Word::Space) || reading.has(Word::Galaxy)) && place.is_none() {
            return Self::Space;
        }
        if named.is_none() && reading.figures.iter().any(|(figure, _)| *figure == figure::Figure::Fish) {
            reading.suppose(Word::Depths);
            return Self::Scenery;
        }
        match named {
            Some(Word::Glass) if place.is_some() => return Self::GlassScenery,
            Some(word) if place.is_none() || strict => {
                return Self::named(word).unwrap_or_else(|| {
                    turn.pick(&[Self::Ribbons, Self::Marble, Self::Strata, Self::Shapes, Self::Circles])
                });
            }
            _ => {}
        }
        if place == Some(Word::Flower) {
            let fits = reading.bloom.is_none_or(|(kind, _)| kind == 0);
            let alone = fits && reading.figures.is_empty() && !reading.has_several(&scenery::PLACES);
            if alone && turn.happens(0.45) {
                return Self::Bloom;
            }
        }
        if place.is_some() || reading.has(Word::Depths) {
            return Self::Scenery;
        }
        if reading.is_blank() && kind.happens(0.65) {
            let all = [
                Self::Glass,
                Self::Tiles,
                Self::Circles,
                Self::Shapes,
                Self::Ribbons,
                Self::Marble,
                Self::Strata,
                Self::Mandala,
                Self::Space,
            ];
            let pair = [kind.pick(&all), kind.pick(&all)];
            return turn.pick(&pair);
        }
        let wet = reading.figures.iter().any(|(figure, _)| figure.home() == figure::Home::Water);
        let words = if wet {
            [Word::Sea; 6]
        } else {
            [Word::Hills, Word::Mountain, Word::Sea, Word::Forest, Word::Hills, Word::Flower]
        };
        reading.suppose(if reading.figures.is_empty() { kind.pick(&words) } else { turn.pick(&words) });
        Self::Scenery
    }

    fn named(word: Word) -> Option<Self> {
        Some(match word {
            Word::Glass => Self::Glass,
            Word::Tiles => Self::Tiles,
            Word::Marble => Self::Marble,
            Word::Circles => Self::Circles,
            Word::Ribbons => Self::Ribbons,
            Word::Shapes => Self::Shapes,
            Word::Strata => Self::Strata,
            Word::Mandala => Self::Mandala,
            _ => return None,
        })
    }

    fn paint(self, canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
        match self {
            Self::Scenery => return scenery::paint(canvas, reading, chance),
            Self::GlassScenery => {
                scenery::paint(canvas, reading, chance);
                return glass::lead(canvas, false, chance);
            }
            Self::Space => {
                space::paint(canvas, reading, chance);
                if !reading.figures.is_empty() {
                    scenery::adrift(canvas, reading, chance);
                }
                return;
            }
            Self::Bloom => return flora::close(canvas, reading, chance),
            Self::Glass => {
                glass::window(canvas, reading, chance);
                glass::lead(canvas, true, chance);
            }
            Self::Tiles => pattern::tiles(canvas, reading, chance),
            Self::Circles => pattern::circles(canvas, reading, chance),
            Self::Shapes => pattern::shapes(canvas, reading, chance),
            Self::Ribbons => current::ribbons(canvas, reading, chance),
            Self::Marble => current::marble(canvas, reading, chance),
            Self::Strata => current::strata(canvas, reading, chance),
            Self::Mandala => flora::mandala(canvas, reading, chance),
        }
        if !reading.figures.is_empty() {
            scenery::medallion(canvas, reading, chance);
        }
    }
}

/// Lays the frame, the grain of the paper and the caption over the picture.
fn finish(canvas: &mut Canvas<'_>, reading: &Reading, seed: u64, chance: &Chance) {
    let mut chance = chance.of("finish");
    let (wide, high) = (canvas.wide(), canvas.high());
    let paper = palette::steer(reading, Color::hex(0xf6_efe0));
    let field = chance.field();
    let pixel = canvas.pixel();
    let (columns, rows) = canvas.size();
    let roomy = columns.min(rows) >= 240;
    let frame = if roomy { chance.count(0, 15) } else { 15 };
    let border = chance.within(0.045, 0.06);
    // How far a place lies outside the picture proper, in units; negative inside.
    let outside = move |x: f32, y: f32| -> f32 {
        let box_x = (border - x).max(x - wide + border);
        let flat = box_x.max((border - y).max(y - high + border));
        match frame {
            0 | 1 => flat,
            2 => {
                let radius = wide * 0.5 - border;
                let spring = border + radius;
                let arch = length(x - wide * 0.5, y - spring) - radius;
                if y < spring && radius < high * 0.6 { arch } else { flat }
            }
            _ => -1.0,
        }
    };
    let print = canvas.print();
    canvas.shade(|x, y, under| {
        let far = length((x / wide - 0.5) * 1.2, (y / high - 0.5) * 1.2);
        let dim = 1.0 - 0.16 * smooth(0.42, 0.95, far);
        let out = smooth(-pixel, pixel, outside(x, y));
        let color = under.times(dim).mix(paper, out);
        let fiber = noise(field, x * 190.0, y * 55.0) * 0.007;
        let dot = scatter(field, (x / pixel) as i32, (y / pixel) as i32) - 0.5;
        color.plus(fiber + dot * 0.014)
    });
    caption::write(canvas, seed, |x, y| if outside(x, y) > 0.0 { paper } else { print.at((x, y)) });
}

#[cfg(test)]
mod tests;
