//! Numbers that look random.

use std::time::{SystemTime, UNIX_EPOCH};

/// Numbers that look random and come again with the seed.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way for the same seed. Of `0` nothing but zeros would come: it stands for `1`.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// A number below `sides`, which is not zero.
    pub fn throw(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) % sides
    }
}

/// The seed that this variable of the environment gives, or one from the clock. Says which, so that a run can be repeated.
pub fn seed(variable: &str) -> u64 {
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
    let seed = std::env::var(variable).map_or_else(|_| clock(), |seed| seed.parse().unwrap());
    println!("{variable}={seed}");
    seed
}
