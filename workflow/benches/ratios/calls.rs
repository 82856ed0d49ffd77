//! Two ways of doing the same, timed in many short rounds in turns.

use std::time::{Duration, Instant};

use crate::Length;

/// What was measured of a pair.
pub(crate) struct Pair {
    /// The median of the rounds' ratios, framework to hand.
    pub(crate) ratio: f64,
    /// Nanoseconds of one operation.
    pub(crate) framework: f64,
    /// Nanoseconds of one operation.
    pub(crate) hand: f64,
}

/// How many operations a round has: few enough that what is prepared for them is freed in no time.
pub(crate) const OPERATIONS: usize = 500;

/// Times two ways, each a function that does [`OPERATIONS`] operations and the one that makes what it takes, untimed.
pub(crate) fn compare<F, H>(
    length: Length,
    (prepare_framework, mut framework): (impl Fn() -> F, impl FnMut(F)),
    (prepare_hand, mut hand): (impl Fn() -> H, impl FnMut(H)),
) -> Pair {
    let rounds = if length == Length::Quick { 4_000 } else { 20_000 };
    let mut times = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let (for_framework, for_hand) = (prepare_framework(), prepare_hand());
        // Whoever comes second finds the allocator and the caches warmer.
        let (by_framework, by_hand) = if round % 2 == 0 {
            let by_framework = time(|| framework(for_framework));
            (by_framework, time(|| hand(for_hand)))
        } else {
            let by_hand = time(|| hand(for_hand));
            (time(|| framework(for_framework)), by_hand)
        };
        times.push((by_framework, by_hand));
    }
    let each = |time: Duration| time.as_secs_f64() * 1e9 / OPERATIONS as f64;
    Pair {
        ratio: median(times.iter().map(|(framework, hand)| framework.as_secs_f64() / hand.as_secs_f64())),
        framework: median(times.iter().map(|(framework, _)| each(*framework))),
        hand: median(times.iter().map(|(_, hand)| each(*hand))),
    }
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// The one in the middle; zero of none.
pub(crate) fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    quantile(numbers, 0.5)
}

/// The number below which `share` of the numbers lie; zero of none.
pub(crate) fn quantile(numbers: impl IntoIterator<Item = f64>, share: f64) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    let place = (numbers.len().saturating_sub(1)) as f64 * share;
    numbers.get(place.round() as usize).copied().unwrap_or_default()
}

impl std::fmt::Display for Pair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ratio={:.3} framework={:.1}ns hand={:.1}ns", self.ratio, self.framework, self.hand)
    }
}
