//! A model of the workflows [`Claim`](crate::claim::Claim) and [`Account`](crate::claim::Account), written by hand: what
//! there is after each thing that happens. Random scripts are played on it and on an engine, which must agree: on what is
//! stored, answered, shown, pending and done. A script that fails is made as small as it can be.
//!
//! The model knows nothing of the engine. It is made of `step`, `edge`, `session`, `time` and `world`; `play` holds the engine
//! against it, through `compare`.

mod compare;
mod edge;
mod generate;
mod mortal;
mod play;
mod script;
mod session;
mod shrink;
mod step;
mod time;
mod world;

use std::collections::BTreeSet;
use std::fmt::Write as _;

pub use play::{Disk, play};
pub use script::{Op, When, Who};

use crate::dice::{Dice, seed};

/// Plays random scripts of `length` on this disk: `runs` of them, or as many as `MODEL_RUNS` says, from the seed `MODEL_SEED`.
///
/// # Panics
/// When one of them fails: with the smallest script that does.
pub async fn random_scripts(disk: Disk, runs: u64, length: usize) {
    let first = seed("MODEL_SEED");
    let runs = std::env::var("MODEL_RUNS").map_or(runs, |runs| runs.parse().unwrap());
    for run in 0..runs {
        // The first script of a seed is the one that a seed is named for.
        let seed = first.wrapping_add(run.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (script, _) = generate::generate(&mut Dice::new(seed), length);
        if let Err(why) = shrink::tried(disk, &script).await {
            let (script, why) = shrink::shrink(disk, script, why).await;
            panic!("MODEL_SEED={seed} MODEL_RUNS=1, run {run}: {why}\n{}", pasted(&script));
        }
    }
}

/// The edges that so many scripts of `length` take, each behind the step that it leaves.
pub fn edges_of_random_scripts(scripts: u64, length: usize) -> BTreeSet<(&'static str, &'static str)> {
    let models = (1..=scripts).map(|seed| generate::generate(&mut Dice::new(seed << 20), length).1);
    let journals = models.flat_map(|model| model.sessions).flat_map(|session| session.journal);
    journals.map(|entry| (entry.from.unwrap_or_default(), entry.edge)).collect()
}

/// The script as a test of its own.
fn pasted(script: &[Op]) -> String {
    let mut text =
        "use workflow_tests::model::Op::*;\nuse workflow_tests::model::{Disk, When::*, Who::*, play};\n".to_owned();
    text.push_str("let script = [\n");
    for op in script {
        let _infallible = writeln!(text, "    {op:?},");
    }
    text.push_str("];\nplay(Disk::Memory, &script).await.unwrap();\nplay(Disk::Sqlite, &script).await.unwrap();");
    text
}
