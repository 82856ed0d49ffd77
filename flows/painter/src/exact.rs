//! Elementary functions built from exactly rounded operations only, so that a picture has the
//! same bytes whatever mathematics library the machine has.

use std::f32::consts::{FRAC_PI_2, LOG2_E, PI, TAU};

/// The sine of `angle` radians, to about five decimal places.
pub(super) fn sin(angle: f32) -> f32 {
    let turns = angle / TAU;
    let mut turns = turns - (turns + 0.5).floor();
    if turns > 0.25 {
        turns = 0.5 - turns;
    } else if turns < -0.25 {
        turns = -0.5 - turns;
    }
    let a = turns * TAU;
    let s = a * a;
    a * (1.0 + s * (-1.0 / 6.0 + s * (1.0 / 120.0 + s * (-1.0 / 5040.0 + s / 362_880.0))))
}

/// The cosine of `angle` radians, to about five decimal places.
pub(super) fn cos(angle: f32) -> f32 {
    sin(angle + FRAC_PI_2)
}

/// The angle of the vector `(x, y)` in radians, −π..=π, to about four decimal places.
pub(super) fn atan2(y: f32, x: f32) -> f32 {
    let (ax, ay) = (x.abs(), y.abs());
    let longer = ax.max(ay);
    if longer == 0.0 {
        return 0.0;
    }
    let t = ax.min(ay) / longer;
    let s = t * t;
    let mut a = t * (0.999_866 + s * (-0.330_299_5 + s * (0.180_141 + s * (-0.085_133 + s * 0.020_835_1))));
    if ay > ax {
        a = FRAC_PI_2 - a;
    }
    if x < 0.0 {
        a = PI - a;
    }
    if y < 0.0 { -a } else { a }
}

/// e to the power `x`; `x` is kept within what an f32 holds.
pub(super) fn exp(x: f32) -> f32 {
    exp2(x * LOG2_E)
}

/// `base` to the power `exponent`; 0 for a base that is not positive.
pub(super) fn pow(base: f32, exponent: f32) -> f32 {
    if base <= 0.0 {
        return 0.0;
    }
    exp2(exponent * log2(base))
}

/// The length of the vector `(x, y)`.
pub(super) fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// `x` eased from 0 at `from` to 1 at `to` (`from` may be the larger).
pub(super) fn smooth(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// The point `t` of the way from `a` to `b`.
pub(super) fn between(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

fn exp2(x: f32) -> f32 {
    let x = x.clamp(-120.0, 120.0);
    let whole = x.floor();
    let f = (x - whole) * std::f32::consts::LN_2;
    let part = 1.0 + f * (1.0 + f * (0.5 + f * (1.0 / 6.0 + f * (1.0 / 24.0 + f * (1.0 / 120.0 + f / 720.0)))));
    f32::from_bits(((whole as i32 + 127) as u32) << 23) * part
}

fn log2(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as i32 - 127;
    let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let q = s * s;
    let ln = 2.0 * s * (1.0 + q * (1.0 / 3.0 + q * (0.2 + q * (1.0 / 7.0 + q / 9.0))));
    exponent as f32 + ln * LOG2_E
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_close_to_the_real_ones() {
        for step in -400..400 {
            let x = step as f32 * 0.037;
            assert!((sin(x) - x.sin()).abs() < 2e-5);
            assert!((cos(x) - x.cos()).abs() < 2e-5);
            assert!((atan2(x, 1.3) - x.atan2(1.3)).abs() < 2e-4);
            let p = x.abs() + 0.01;
            assert!((pow(p, 0.42) - p.powf(0.42)).abs() < 1e-3);
            assert!((exp(-p) - (-p).exp()).abs() < 1e-5);
        }
    }
}
