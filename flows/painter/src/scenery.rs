//! Pictures of a place: sky, land or water, what stands there, and the weather.

use super::canvas::Canvas;
use super::chance::Chance;
use super::color::Color;
use super::exact::{between, smooth};
use super::figure::{Home, Setting};
use super::palette::Palette;
use super::path::Point;
use super::reading::{Reading, Tint, Word};
use super::{city, flora, forest, land, sea, sky};

/// The words that name a place.
pub(super) const PLACES: [Word; 9] = [
    Word::Sea,
    Word::River,
    Word::Lake,
    Word::Mountain,
    Word::Hills,
    Word::Forest,
    Word::City,
    Word::Desert,
    Word::Flower,
];

/// What all layers of one picture of a place share.
pub(super) struct Stage<'r> {
    /// The prompt.
    pub(super) reading: &'r Reading,
    /// The colors.
    pub(super) palette: Palette,
    /// Where the sky ends, in units from the top.
    pub(super) horizon: f32,
    /// The middle of the sun or the moon.
    pub(super) sun: Point,
    /// Its radius.
    pub(super) sun_radius: f32,
}

impl Stage<'_> {
    /// Whether clouds hide the sky.
    pub(super) fn overcast(&self) -> bool {
        let gray = [Word::Rain, Word::Storm, Word::Fog];
        gray.iter().any(|&word| self.reading.has(word)) && !self.palette.night
    }

    /// Snow at `nearness` 0 (far) to 1 (nearest) in the light of the picture.
    pub(super) fn snow(&self, nearness: f32) -> Color {
        let white = Color::hex(0xfa_f8f6).mix(self.palette.sky[3], 0.28);
        let dim = if self.palette.night { 0.5 } else { 0.1 };
        white.mix(self.palette.ground(0.5), dim + nearness * 0.1)
    }
}

/// Paints the place of `reading` with its figures.
pub(super) fn paint(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let stage = set(canvas, reading, chance);
    if reading.has(Word::Depths) {
        sea::depths(canvas, &stage, chance);
        let foot = canvas.high() * 0.88;
        return figures(canvas, reading, &stage, foot, chance);
    }
    let has = |word| reading.has(word);
    let high = canvas.high();
    let mut draws = chance.of("scenery");
    canvas.toward(0.35);
    sky::paint(canvas, &stage, chance);
    canvas.toward(0.55);
    if has(Word::Mountain) {
        land::mountains(canvas, &stage, chance);
    }
    let watery = has(Word::Sea) || has(Word::River) || has(Word::Lake);
    if has(Word::City) {
        city::skyline(canvas, &stage, stage.horizon, chance);
    }
    canvas.toward(0.75);
    if has(Word::Desert) {
        land::dunes(canvas, &stage, chance);
    } else if has(Word::Sea) {
        let calm = has(Word::City) || reading.figures.iter().any(|f| f.0.home() == Home::Water);
        if !calm && (has(Word::Storm) || draws.happens(0.45)) {
            sea::waves(canvas, &stage, chance);
        } else {
            sea::open(canvas, &stage, chance);
            if has(Word::City) {
                sea::mirror(canvas, &stage, stage.horizon, chance);
            }
        }
    } else if has(Word::River) || has(Word::Lake) {
        let lake = has(Word::Lake) || has(Word::City) || (has(Word::Mountain) && draws.happens(0.5));
        if lake {
            if !has(Word::City) {
                land::shore(canvas, &stage, chance);
            }
            sea::mirror(canvas, &stage, stage.horizon, chance);
        } else {
            land::hills(canvas, &stage, high * 0.98, chance);
            sea::river(canvas, &stage, stage.horizon + 0.03, chance);
        }
    } else if has(Word::City) {
        match draws.count(0, 2) {
            0 => sea::mirror(canvas, &stage, stage.horizon, chance),
            _ => city::street(canvas, &stage, stage.horizon, chance),
        }
    } else if has(Word::Mountain) && !has(Word::Forest) && draws.happens(0.45) {
        land::shore(canvas, &stage, chance);
        sea::mirror(canvas, &stage, stage.horizon, chance);
    } else if !has(Word::Forest) || has(Word::Mountain) {
        land::hills(canvas, &stage, high, chance);
    }
    let (foot, filled) = (high * draws.within(0.83, 0.9), watery || has(Word::City) || has(Word::Desert));
    if has(Word::Forest) {
        if filled {
            land::foreground(canvas, &stage, foot, chance);
            edge(canvas, &stage, foot, chance);
        } else if has(Word::Mountain) {
            edge(canvas, &stage, foot + 0.03, chance);
        } else {
            forest::paint(canvas, &stage, chance);
        }
    } else if !filled && (has(Word::Snow) || (has(Word::Mountain) && draws.happens(0.6))) {
        edge(canvas, &stage, foot + 0.05, chance);
    }
    if has(Word::Flower) {
        let top = if filled || has(Word::Mountain) { foot - 0.08 } else { stage.horizon + 0.1 };
        if top > stage.horizon + 0.1 {
            land::foreground(canvas, &stage, top - 0.015, chance);
        }
        flora::meadow(canvas, &stage, top, chance);
    }
    if has(Word::Spring) && !has(Word::Forest) {
        let side = if draws.happens(0.5) { 0.12 } else { 0.88 };
        let leaf = forest::leaf(&stage, &mut draws);
        let bark = stage.palette.ground(0.95);
        forest::tree(canvas, (canvas.wide() * side, high * 1.0), 0.95, (bark, leaf), &mut draws);
    }
    let bare = has(Word::Hills) && !has(Word::Flower) && !has(Word::Forest) && !has(Word::Snow);
    if bare && reading.figures.is_empty() && draws.happens(0.7) {
        land::foreground(canvas, &stage, foot + 0.05, chance);
        let side = if draws.happens(0.5) { draws.within(0.1, 0.28) } else { draws.within(0.72, 0.9) };
        let leaf = forest::leaf(&stage, &mut draws);
        let bark = stage.palette.ground(0.95);
        let tall = draws.within(0.42, 0.66);
        forest::tree(canvas, (canvas.wide() * side, foot + 0.06), tall, (bark, leaf), &mut draws);
    }
    if reading.figures.iter().any(|f| f.0.home() == Home::Ground) && !has(Word::Flower) && !has(Word::Forest) {
        land::foreground(canvas, &stage, foot, chance);
    }
    figures(canvas, reading, &stage, foot, chance);
    canvas.toward(0.9);
    sky::weather(canvas, &stage, chance);
}

/// Paints the figures of `reading` over whatever is on the canvas, before a pale disc.
pub(super) fn medallion(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let stage = set(canvas, reading, chance);
    let (wide, high) = (canvas.wide(), canvas.high());
    let center = (wide * 0.5, high * 0.52);
    let (paper, rim) = (stage.palette.paper, stage.palette.ground(1.0));
    canvas.glow(center, 0.6, paper, 0.5);
    canvas.disc((center.0, center.1 + 0.008), 0.372, rim, 0.35);
    canvas.disc(center, 0.365, rim, 1.0);
    let (top, low) = (stage.palette.sky[1], stage.palette.sky[3]);
    let disc = super::path::Path::ellipse(center, 0.352, 0.352);
    canvas.fill(&disc, |_, y| (top.mix(low, smooth(-0.34, 0.3, y - center.1)), 1.0));
    // Light from straight above stands the figure in the middle.
    let stage = Stage { sun: (wide * 0.5, 0.0), ..stage };
    figures(canvas, reading, &stage, center.1 + 0.24, chance);
}

/// Paints the figures of `reading` adrift over whatever is on the canvas.
pub(super) fn adrift(canvas: &mut Canvas<'_>, reading: &Reading, chance: &Chance) {
    let stage = set(canvas, reading, chance);
    let foot = canvas.high() * chance.of("adrift").within(0.84, 0.93);
    if reading.figures.iter().any(|f| f.0.home() == Home::Ground) {
        land::foreground(canvas, &stage, foot, chance);
    }
    figures(canvas, reading, &stage, foot, chance);
}

fn set<'r>(canvas: &Canvas<'_>, reading: &'r Reading, chance: &Chance) -> Stage<'r> {
    let mut chance = chance.of("stage");
    let palette = Palette::choose(reading, &mut chance);
    let (wide, high) = (canvas.wide(), canvas.high());
    let (low, deep) = match reading.first_of(&PLACES) {
        Some(Word::Sea) => (0.4, 0.62),
        Some(Word::City) => (0.68, 0.82),
        Some(Word::Forest) => (0.5, 0.66),
        Some(Word::Flower) => (0.34, 0.52),
        Some(Word::Desert) => (0.45, 0.6),
        _ => (0.52, 0.68),
    };
    let horizon = high * chance.within(low, deep);
    let sinking = reading.has(Word::Sunset) || reading.has(Word::Dawn);
    let up = if palette.night {
        chance.within(0.55, 0.84)
    } else if sinking || chance.happens(0.4) {
        chance.within(0.06, 0.36)
    } else {
        chance.within(0.3, 0.75)
    };
    let neon = reading.tints.contains(&Tint::Neon);
    let radius = if palette.night { chance.within(0.035, 0.075) } else { chance.within(0.045, 0.11) };
    let across = if chance.happens(0.5) { chance.within(0.14, 0.38) } else { chance.within(0.6, 0.86) };
    Stage {
        reading,
        sun: (wide * if neon { 0.5 } else { across }, horizon * (1.0 - if neon { 0.3 } else { up })),
        sun_radius: if neon { radius.max(0.09) * 1.3 } else { radius },
        horizon,
        palette,
    }
}

fn edge(canvas: &mut Canvas<'_>, stage: &Stage<'_>, foot: f32, chance: &Chance) {
    let mut chance = chance.of("edge");
    let wide = canvas.wide();
    let (heavy, tone) = (chance.side(), stage.palette.ground(0.95));
    let count = (16.0 * wide) as usize;
    for i in 0..count {
        let t = i as f32 / count as f32;
        let x = wide * (t + chance.within(-0.02, 0.02));
        let outer = if heavy > 0.0 { 1.0 - t } else { t };
        let tall = 0.06 + 0.34 * smooth(0.35, 1.0, outer) + 0.14 * smooth(0.25, 0.0, outer);
        let size = tall * chance.within(0.55, 1.1);
        let y = foot + chance.within(0.0, 0.05) + 0.03 * (1.0 - outer);
        forest::fir(
            canvas,
            stage,
            (x, y),
            size,
            tone.mix(stage.palette.ground(0.6), chance.unit() * 0.35),
            &mut chance,
        );
    }
    land::foreground(canvas, stage, foot + 0.02, &chance);
}

fn figures(canvas: &mut Canvas<'_>, reading: &Reading, stage: &Stage<'_>, foot: f32, chance: &Chance) {
    let mut chance = chance.of("figures");
    let setting = Setting { reading, palette: &stage.palette, sun: stage.sun };
    let wide = canvas.wide();
    let count = reading.figures.len();
    let whole = [0.46, 0.38, 0.3].get(count.saturating_sub(1)).unwrap_or(&0.3) * chance.within(0.85, 1.1);
    let away = 0.5 + 0.14 * (wide * 0.5 - stage.sun.0).clamp(-0.01, 0.01) * 100.0;
    let stray = if away == 0.5 { 0.0 } else { 0.06 };
    for (index, &(figure, tint)) in reading.figures.iter().enumerate() {
        let spread = if count > 1 { between(0.26, 0.74, index as f32 / (count - 1) as f32) } else { away };
        let x = wide * (spread + chance.within(-1.0, 1.0) * stray);
        let tall = (whole * figure.scale()).min(foot * 0.92).min(wide * 0.46 / (figure.reach() * count as f32));
        let margin = (figure.reach() * tall + 0.08).min(wide * 0.5);
        let x = x.clamp(margin, wide - margin);
        let place = match figure.home() {
            Home::Ground => (x, foot + 0.035),
            Home::Water => (x, between(stage.horizon, foot, chance.within(0.45, 0.75)).max(stage.horizon + 0.05)),
            Home::Air => (x, (foot * chance.within(0.45, 0.66)).max(tall)),
        };
        if figure.home() == Home::Ground {
            let shadow = super::path::Path::ellipse((place.0, place.1 - 0.004), tall * 0.36, tall * 0.035);
            canvas.flat(&shadow, stage.palette.ground(1.0).times(0.5), 0.4);
        }
        figure.paint(canvas, &setting, place, tall, tint, &mut chance);
    }
}
