//! What the painter does with its painting: models, references, effects and what is replaced in a picture.

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};

/// How a painting is finished: the painter's models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Finish {
    /// As it was painted.
    Oil,
    /// In ink: black, white and what is between.
    Ink,
    /// In soft, light colours.
    Pastel,
    /// In strong colours.
    Poster,
}

impl Finish {
    pub(super) const ALL: [(Self, &str); 4] =
        [(Self::Oil, "Oil"), (Self::Ink, "Ink"), (Self::Pastel, "Pastel"), (Self::Poster, "Poster")];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(finish, _)| finish)
    }

    pub(super) fn apply(self, picture: &mut RgbImage) {
        for Rgb(pixel) in picture.pixels_mut() {
            let light = luminance(*pixel);
            *pixel = match self {
                Self::Oil => *pixel,
                Self::Ink => [curve(light); 3],
                Self::Pastel => pixel.map(|part| byte(mix(mix(f32::from(part), light, 0.35), 255.0, 0.35))),
                Self::Poster => pixel.map(|part| {
                    let strong = light + (f32::from(part) - light) * 1.8;
                    byte((strong / 51.0).round() * 51.0)
                }),
            };
        }
    }
}

/// Gives the picture the colours of `of`: mean and spread of each channel, after Reinhard and others, “Color transfer
/// between images” (IEEE Computer Graphics and Applications 21.5, 2001), here in a luminance and two differences.
pub(super) fn colours(picture: &mut RgbImage, of: &DynamicImage, share: f32) {
    let thumb = of.thumbnail(256, 256).to_rgb8();
    let (theirs, ours) = (Spread::of(&thumb), Spread::of(picture));
    for Rgb(pixel) in picture.pixels_mut() {
        let own = opponent(*pixel);
        let mut to = [0.0; 3];
        for (to, (own, (ours, theirs))) in to.iter_mut().zip(own.into_iter().zip(ours.0.into_iter().zip(theirs.0))) {
            let spread = if ours.1 < 1e-3 { 1.0 } else { (theirs.1 / ours.1).clamp(0.2, 3.0) };
            *to = mix(own, (own - ours.0) * spread + theirs.0, share);
        }
        *pixel = rgb(to);
    }
}

/// Lays the light and shade of `of` over the picture: what stands where.
pub(super) fn composition(picture: &mut RgbImage, of: &DynamicImage, share: f32) {
    let plan = fitted(of, picture).to_luma8();
    let plan = image::imageops::blur(&plan, 3.0);
    for (Rgb(pixel), light) in picture.pixels_mut().zip(plan.pixels()) {
        let own = luminance(*pixel);
        let wanted = mix(own, f32::from(light.0[0]), share);
        *pixel = pixel.map(|part| byte(f32::from(part) + wanted - own));
    }
}

/// Draws the outlines of `of` into the picture, as a figure stands.
pub(super) fn outlines(picture: &mut RgbImage, of: &DynamicImage) {
    let plan = image::imageops::blur(&fitted(of, picture).to_luma8(), 2.0);
    let (width, height) = plan.dimensions();
    for (x, y, Rgb(pixel)) in picture.enumerate_pixels_mut() {
        let at = |x: u32, y: u32| light(&plan, x.min(width - 1), y.min(height - 1));
        let across = at(x + 2, y) - at(x.saturating_sub(2), y);
        let down = at(x, y + 2) - at(x, y.saturating_sub(2));
        let edge = ((across.abs() + down.abs() - 24.0) / 60.0).clamp(0.0, 1.0);
        *pixel = pixel.map(|part| byte(mix(f32::from(part), 24.0, edge * 0.85)));
    }
}

/// The picture `of`, drawn over by `picture` as far as `strength` says: its composition stays.
pub(super) fn over(picture: &mut RgbImage, of: &DynamicImage, strength: f32) {
    let base = fitted(of, picture).to_rgb8();
    for (Rgb(pixel), Rgb(base)) in picture.pixels_mut().zip(base.pixels()) {
        for (part, base) in pixel.iter_mut().zip(base) {
            *part = byte(mix(f32::from(*base), f32::from(*part), strength * 0.75));
        }
    }
}

/// The picture `of`, with `picture` where these words point: the sky is above, “left” on the left; the middle, when they
/// name no place. The edge is soft.
pub(super) fn replaced(picture: &mut RgbImage, of: &DynamicImage, what: &str) {
    let base = fitted(of, picture).to_rgb8();
    let mask = mask(picture.dimensions(), what);
    for ((Rgb(pixel), Rgb(base)), Luma([share])) in picture.pixels_mut().zip(base.pixels()).zip(mask.pixels()) {
        let share = f32::from(*share) / 255.0;
        for (part, base) in pixel.iter_mut().zip(base) {
            *part = byte(mix(f32::from(*base), f32::from(*part), share));
        }
    }
}

/// Where these words point, in a picture of this width and height: white is what they mean.
pub(super) fn mask((width, height): (u32, u32), words: &str) -> GrayImage {
    let place = Place::of(words);
    GrayImage::from_fn(width, height, |x, y| Luma([byte(255.0 * place.share(unit(x, width), unit(y, height)))]))
}

/// A rectangle of the unit square, left to right and top to bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    across: (f32, f32),
    down: (f32, f32),
}

impl Place {
    fn of(words: &str) -> Self {
        let words = words.to_lowercase();
        let says = |any: &[&str]| words.split(|letter: char| !letter.is_alphanumeric()).any(|word| any.contains(&word));
        let across = if says(&["left"]) {
            (-1.0, 0.4)
        } else if says(&["right"]) {
            (0.6, 2.0)
        } else {
            (0.25, 0.75)
        };
        let down = if says(&["sky", "clouds", "cloud", "top", "above", "sun", "moon", "stars"]) {
            (-1.0, 0.4)
        } else if says(&["ground", "floor", "grass", "bottom", "below", "sea", "water", "street"]) {
            (0.6, 2.0)
        } else {
            (0.25, 0.75)
        };
        let whole = (-1.0, 2.0);
        if says(&["background", "everything", "all"]) {
            return Self { across: whole, down: whole };
        }
        // A sky goes from the left to the right; a left side from the top to the bottom.
        match (across == (0.25, 0.75), down == (0.25, 0.75)) {
            (true, false) => Self { across: whole, down },
            (false, true) => Self { across, down: whole },
            _ => Self { across, down },
        }
    }

    fn share(self, x: f32, y: f32) -> f32 {
        let inside = |at: f32, (from, to): (f32, f32)| (((at - from).min(to - at) + 0.06) / 0.12).clamp(0.0, 1.0);
        inside(x, self.across) * inside(y, self.down)
    }
}

/// `of` in the size of `picture`: cut to its shape, and scaled.
fn fitted(of: &DynamicImage, picture: &RgbImage) -> DynamicImage {
    of.resize_to_fill(picture.width(), picture.height(), FilterType::Triangle)
}

/// Mean and spread of luminance and two differences of colour.
struct Spread([(f32, f32); 3]);

impl Spread {
    fn of(picture: &RgbImage) -> Self {
        let mut sums = [(0.0_f64, 0.0_f64); 3];
        let mut count = 0.0_f64;
        for Rgb(pixel) in picture.pixels().step_by(7) {
            count += 1.0;
            for (sum, part) in sums.iter_mut().zip(opponent(*pixel)) {
                sum.0 += f64::from(part);
                sum.1 += f64::from(part) * f64::from(part);
            }
        }
        Self(sums.map(|(sum, squares)| {
            let mean = sum / count.max(1.0);
            #[expect(clippy::cast_possible_truncation, reason = "of parts of 0 to 255")]
            let of = (mean as f32, (squares / count.max(1.0) - mean * mean).max(0.0).sqrt() as f32);
            of
        }))
    }
}

fn opponent([red, green, blue]: [u8; 3]) -> [f32; 3] {
    let (red, green, blue) = (f32::from(red), f32::from(green), f32::from(blue));
    [(red + green + blue) / 3.0, red - green, (red + green) / 2.0 - blue]
}

fn rgb([light, warm, yellow]: [f32; 3]) -> [u8; 3] {
    let blue = light - yellow * 2.0 / 3.0;
    let both = light + yellow / 3.0;
    [byte(both + warm / 2.0), byte(both - warm / 2.0), byte(blue)]
}

fn luminance([red, green, blue]: [u8; 3]) -> f32 {
    // Rec. 709.
    0.2126 * f32::from(red) + 0.7152 * f32::from(green) + 0.0722 * f32::from(blue)
}

/// Ink: more contrast than the painting has.
fn curve(light: f32) -> u8 {
    let part = (light / 255.0).clamp(0.0, 1.0);
    byte(255.0 * part * part * (3.0 - 2.0 * part))
}

fn light(plan: &GrayImage, x: u32, y: u32) -> f32 {
    f32::from(plan.get_pixel(x, y).0[0])
}

#[expect(clippy::cast_precision_loss, reason = "pictures are smaller than 2²⁴ pixels across")]
fn unit(at: u32, size: u32) -> f32 {
    (at as f32 + 0.5) / size as f32
}

fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to 0 to 255")]
fn byte(part: f32) -> u8 {
    part.clamp(0.0, 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(picture: &RgbImage) -> [f32; 3] {
        let mut sums = [0.0; 3];
        for Rgb(pixel) in picture.pixels() {
            for (sum, part) in sums.iter_mut().zip(pixel) {
                *sum += f32::from(*part);
            }
        }
        let count = f32::from(u16::try_from(picture.pixels().len()).unwrap());
        sums.map(|sum| sum / count)
    }

    fn plain(colour: [u8; 3]) -> RgbImage {
        RgbImage::from_pixel(64, 64, Rgb(colour))
    }

    #[test]
    fn a_style_gives_its_colours() {
        let mut picture = plain([20, 40, 200]);
        colours(&mut picture, &DynamicImage::from(plain([200, 60, 20])), 1.0);
        let [red, green, blue] = mean(&picture);
        assert!((red - 200.0).abs() < 3.0 && (green - 60.0).abs() < 3.0 && (blue - 20.0).abs() < 3.0);
    }

    #[test]
    fn what_is_replaced_is_where_the_words_point() {
        let mut picture = plain([255, 0, 0]);
        replaced(&mut picture, &DynamicImage::from(plain([0, 0, 255])), "the sky");
        assert_eq!((picture.get_pixel(5, 2).0, picture.get_pixel(60, 60).0), ([255, 0, 0], [0, 0, 255]));
    }

    #[test]
    fn ink_has_no_colours() {
        let mut picture = plain([20, 140, 200]);
        Finish::Ink.apply(&mut picture);
        let [red, green, blue] = picture.get_pixel(3, 3).0;
        assert!(red == green && green == blue);
    }

    #[test]
    fn light_and_shade_of_a_control_are_laid_over_the_picture() {
        let mut picture = plain([120, 120, 120]);
        let control = RgbImage::from_fn(64, 64, |x, _| if x < 32 { Rgb([0; 3]) } else { Rgb([255; 3]) });
        composition(&mut picture, &DynamicImage::from(control), 0.6);
        assert!(picture.get_pixel(4, 30).0[0] + 80 < picture.get_pixel(60, 30).0[0]);
    }
}
