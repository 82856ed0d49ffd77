//! Smooth randomness over the plane.

/// Gradient noise at `(x, y)`, about −1..=1, with features of size 1.
pub(super) fn noise(field: u32, x: f32, y: f32) -> f32 {
    let (fx, fy) = (x.floor(), y.floor());
    let (ix, iy) = (fx as i32, fy as i32);
    let (dx, dy) = (x - fx, y - fy);
    let (ux, uy) = (fade(dx), fade(dy));
    let a = slope(field, ix, iy, dx, dy);
    let b = slope(field, ix.wrapping_add(1), iy, dx - 1.0, dy);
    let c = slope(field, ix, iy.wrapping_add(1), dx, dy - 1.0);
    let d = slope(field, ix.wrapping_add(1), iy.wrapping_add(1), dx - 1.0, dy - 1.0);
    let top = a + (b - a) * ux;
    let bottom = c + (d - c) * ux;
    (top + (bottom - top) * uy) * 1.4
}

/// Noise of `octaves` sizes, each half the one before, about −1..=1.
pub(super) fn layered(field: u32, x: f32, y: f32, octaves: u32) -> f32 {
    let (mut sum, mut size, mut weight) = (0.0, 1.0, 0.5);
    for octave in 0..octaves {
        sum += noise(field.wrapping_add(octave * 101), x * size, y * size) * weight;
        size *= 2.03;
        weight *= 0.5;
    }
    sum
}

/// Noise with sharp crests, 0..=1, as a mountain range has them.
pub(super) fn ridged(field: u32, x: f32, y: f32, octaves: u32) -> f32 {
    let (mut sum, mut size, mut weight) = (0.0, 1.0, 0.5);
    for octave in 0..octaves {
        let n = 1.0 - noise(field.wrapping_add(octave * 77), x * size, y * size).abs();
        sum += n * n * weight;
        size *= 2.1;
        weight *= 0.5;
    }
    sum
}

/// An even number in 0..1 for the whole coordinates `(x, y)`.
pub(super) fn scatter(field: u32, x: i32, y: i32) -> f32 {
    (mix(field, x, y) >> 8) as f32 / (1u32 << 24) as f32
}

fn mix(field: u32, x: i32, y: i32) -> u32 {
    let mut h = field ^ (x as u32).wrapping_mul(0x85eb_ca6b) ^ (y as u32).wrapping_mul(0xc2b2_ae35).rotate_left(13);
    h = (h ^ (h >> 16)).wrapping_mul(0x7feb_352d);
    h = (h ^ (h >> 15)).wrapping_mul(0x846c_a68b);
    h ^ (h >> 16)
}

fn slope(field: u32, ix: i32, iy: i32, dx: f32, dy: f32) -> f32 {
    match mix(field, ix, iy) >> 29 {
        0 => dx,
        1 => -dx,
        2 => dy,
        3 => -dy,
        4 => (dx + dy) * 0.707,
        5 => (dx - dy) * 0.707,
        6 => (dy - dx) * 0.707,
        _ => (dx + dy) * -0.707,
    }
}

fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}
