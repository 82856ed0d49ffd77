//! Chance that always falls the same way: numbers drawn from a seed.

/// A stream of numbers that depends on its seeds only.
#[derive(Clone, Debug)]
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    /// A stream for `seed` under `subject`, a hash of what is painted.
    pub(super) fn new(subject: u64, seed: u64) -> Self {
        Self { state: stir(subject ^ stir(seed ^ 0x9e37_79b9_7f4a_7c15)) }
    }

    /// A stream of its own for the part of the picture called `part`, so that one part's draws
    /// do not move those of the next.
    pub(super) fn of(&self, part: &str) -> Self {
        Self { state: stir(self.state ^ hash(part)) }
    }

    /// Any 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        stir(self.state)
    }

    /// A number in 0..1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u32 << 24) as f32
    }

    /// A number in `from..to`.
    pub(super) fn within(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.unit()
    }

    /// A whole number in `from..=to`.
    pub(super) fn count(&mut self, from: usize, to: usize) -> usize {
        from + (self.bits() >> 11) as usize % (to.saturating_sub(from) + 1)
    }

    /// Whether something of the given probability (0..=1) happens.
    pub(super) fn happens(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// −1 or 1.
    pub(super) fn side(&mut self) -> f32 {
        if self.happens(0.5) { 1.0 } else { -1.0 }
    }

    /// One of `choices`, which must not be empty.
    #[allow(clippy::indexing_slicing, reason = "the index is taken modulo the length")]
    pub(super) fn pick<T: Copy, const N: usize>(&mut self, choices: &[T; N]) -> T {
        const { assert!(N > 0) };
        choices[(self.bits() >> 11) as usize % N]
    }

    /// A seed for a noise field.
    pub(super) fn field(&mut self) -> u32 {
        (self.bits() >> 32) as u32
    }
}

/// A hash of `text` that is the same on every machine and in every version (FNV-1a, stirred).
pub(super) fn hash(text: &str) -> u64 {
    let fnv = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |state, byte| (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    stir(fnv)
}

fn stir(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
