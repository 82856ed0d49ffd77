//! Colors and how they mix.

use super::exact::{atan2, cos, length, pow, sin};
use std::f32::consts::TAU;

/// A color in sRGB; each part is 0..=1 when shown, and may be outside on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Color {
    red: f32,
    green: f32,
    blue: f32,
}

impl Color {
    /// Black.
    pub(super) const BLACK: Self = Self::hex(0);
    /// White.
    pub(super) const WHITE: Self = Self::hex(0xff_ffff);

    /// The color written `0xRRGGBB`.
    pub(super) const fn hex(code: u32) -> Self {
        Self {
            red: ((code >> 16) & 255) as f32 / 255.0,
            green: ((code >> 8) & 255) as f32 / 255.0,
            blue: (code & 255) as f32 / 255.0,
        }
    }

    /// This color with the part `t` (0..=1) replaced by `other`.
    pub(super) fn mix(self, other: Self, t: f32) -> Self {
        self.each(other, |a, b| a + (b - a) * t)
    }

    /// This color with light of `color` at `strength` (0..=1) falling on it.
    pub(super) fn lit(self, color: Self, strength: f32) -> Self {
        self.each(color, |a, b| a + b * strength * (1.0 - a).max(0.0))
    }

    /// This color as brighter (`factor` above 1) or darker (below 1).
    pub(super) fn times(self, factor: f32) -> Self {
        self.each(self, |a, _| a * factor)
    }

    /// This color moved by `amount` on each part.
    pub(super) fn plus(self, amount: f32) -> Self {
        self.each(self, |a, _| a + amount)
    }

    /// How bright it looks, 0..=1.
    pub(super) fn brightness(self) -> f32 {
        0.3 * self.red + 0.59 * self.green + 0.11 * self.blue
    }

    /// The three bytes shown.
    pub(super) fn bytes(self) -> [u8; 3] {
        [self.red, self.green, self.blue].map(|part| (part.clamp(0.0, 1.0) * 255.0 + 0.5) as u8)
    }

    /// Perceived lightness 0..=1, chroma 0..≈0.35 and hue in degrees (OKLCH).
    pub(super) fn lch(self) -> (f32, f32, f32) {
        let [r, g, b] = [self.red, self.green, self.blue].map(linear);
        let l = root(0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_99 * b);
        let m = root(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b);
        let s = root(0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b);
        let lightness = 0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s;
        let a = 1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s;
        let b = 0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s;
        let hue = atan2(b, a) / TAU * 360.0;
        (lightness, length(a, b), hue)
    }

    /// The color of a lightness, chroma and hue as `lch` gives them; what the screen cannot
    /// show loses chroma until it can.
    pub(super) fn of_lch((lightness, chroma, hue): (f32, f32, f32)) -> Self {
        let lightness = lightness.clamp(0.0, 1.0);
        let mut chroma = chroma.max(0.0);
        for _ in 0..12 {
            let color = Self::unclipped(lightness, chroma, hue);
            let fits = |part: f32| (-0.002..=1.002).contains(&part);
            if fits(color.red) && fits(color.green) && fits(color.blue) {
                return color;
            }
            chroma *= 0.88;
        }
        Self::unclipped(lightness, 0.0, hue)
    }

    fn unclipped(lightness: f32, chroma: f32, hue: f32) -> Self {
        let angle = hue / 360.0 * TAU;
        let (a, b) = (cos(angle) * chroma, sin(angle) * chroma);
        let cube = |x: f32| x * x * x;
        let l = cube(lightness + 0.396_337_78 * a + 0.215_803_76 * b);
        let m = cube(lightness - 0.105_561_346 * a - 0.063_854_17 * b);
        let s = cube(lightness - 0.089_484_18 * a - 1.291_485_5 * b);
        Self {
            red: encoded(4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s),
            green: encoded(-1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s),
            blue: encoded(-0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s),
        }
    }

    fn each(self, other: Self, join: impl Fn(f32, f32) -> f32) -> Self {
        Self { red: join(self.red, other.red), green: join(self.green, other.green), blue: join(self.blue, other.blue) }
    }
}

/// The color at `t` (0..=1) of an even run through `stops`, from the first to the last.
pub(super) fn run<const N: usize>(stops: &[Color; N], t: f32) -> Color {
    let place = t.clamp(0.0, 1.0) * (N - 1) as f32;
    let index = (place as usize).min(N.saturating_sub(2));
    let low = stops.get(index).copied().unwrap_or(Color::BLACK);
    let high = stops.get(index + 1).copied().unwrap_or(low);
    low.mix(high, place - index as f32)
}

fn root(x: f32) -> f32 {
    pow(x, 1.0 / 3.0)
}

fn linear(part: f32) -> f32 {
    if part <= 0.040_45 { part / 12.92 } else { pow((part + 0.055) / 1.055, 2.4) }
}

fn encoded(part: f32) -> f32 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * pow(part, 1.0 / 2.4) - 0.055 }
}
