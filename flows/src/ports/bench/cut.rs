//! A picture without its background: what is like its border and reached from there.

use std::collections::VecDeque;

use image::{DynamicImage, Rgba, RgbaImage};

/// The picture with its background transparent: from the border inwards, as far as the colour changes little from pixel to
/// pixel and stays near to that of the border.
pub(super) fn out(picture: &DynamicImage) -> DynamicImage {
    let mut cut = picture.to_rgba8();
    let (width, height) = cut.dimensions();
    let mut seen = vec![false; width as usize * height as usize];
    let mut queue = VecDeque::new();
    let mut add = |queue: &mut VecDeque<_>, x: u32, y: u32, from: [u8; 3]| {
        let at = y as usize * width as usize + x as usize;
        if let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) {
            *seen = true;
            queue.push_back((x, y, from));
        }
    };
    for x in 0..width {
        for y in [0, height - 1] {
            let colour = rgb(&cut, x, y);
            add(&mut queue, x, y, colour);
        }
    }
    for y in 0..height {
        for x in [0, width - 1] {
            let colour = rgb(&cut, x, y);
            add(&mut queue, x, y, colour);
        }
    }
    while let Some((x, y, border)) = queue.pop_front() {
        let here = rgb(&cut, x, y);
        for (x, y) in [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)] {
            if x < width && y < height {
                let there = rgb(&cut, x, y);
                if distance(here, there) < STEP && distance(border, there) < RANGE {
                    add(&mut queue, x, y, border);
                }
            }
        }
        let Rgba([.., alpha]) = cut.get_pixel_mut(x, y);
        *alpha = 0;
    }
    DynamicImage::from(cut)
}

/// How much neighbours of one background differ at the most.
const STEP: u32 = 24;
/// How much it differs from the border where it began.
const RANGE: u32 = 110;

fn rgb(picture: &RgbaImage, x: u32, y: u32) -> [u8; 3] {
    let Rgba([red, green, blue, _]) = *picture.get_pixel(x, y);
    [red, green, blue]
}

fn distance(one: [u8; 3], other: [u8; 3]) -> u32 {
    one.into_iter().zip(other).map(|(one, other)| u32::from(one.abs_diff(other))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_stays_and_its_ground_goes() {
        let picture = RgbaImage::from_fn(40, 40, |x, y| {
            if (10..30).contains(&x) && (10..30).contains(&y) {
                Rgba([200, 20, 20, 255])
            } else {
                Rgba([240, 240, 240, 255])
            }
        });
        let cut = out(&DynamicImage::from(picture)).to_rgba8();
        assert_eq!((cut.get_pixel(2, 2).0[3], cut.get_pixel(20, 20).0[3], cut.get_pixel(39, 20).0[3]), (0, 255, 0));
    }
}
