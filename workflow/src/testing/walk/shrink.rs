//! From random conversations to the shortest one that fails.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::act::Act;
use super::run::{Failed, Plan, run};
use super::throw::throws;
use super::{SEED, Walk, Walked};
use crate::core::step::Workflow;
use crate::testing::coverage::Coverage;

/// So often a failing conversation is tried with less in it.
const TRIES: usize = 2000;

pub(super) fn walk<W: Workflow>(walk: &Walk<W>) -> Result<Walked, String> {
    let mut seed = [0_u8; 32];
    for (byte, of) in seed.iter_mut().zip(walk.seed.to_le_bytes().into_iter().cycle()) {
        *byte = of;
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = throws(walk.length);
    let mut walked = Walked { coverage: Coverage::of::<W>(), steps: 0 };
    for number in 1..=walk.runs {
        let tree = strategy.new_tree(&mut runner);
        let mut tree = tree.map_err(|reason| format!("there is no walk: {}", reason.message()))?;
        let went = run(walk, &Plan::Thrown(&tree.current()))?;
        walked.steps += went.acts.len();
        walked.coverage = walked.coverage.and(&went.coverage);
        if let Some(failed) = went.failed {
            let first = went.acts.len();
            let shortest = shortest(walk, simplest(walk, &mut tree, (went.acts, failed))?)?;
            return Err(report(walk, number, first, &shortest));
        }
    }
    Ok(walked)
}

type Failing = (Vec<Act>, Failed);

/// As proptest shrinks it: fewer throws, and those that come first.
fn simplest<W: Workflow>(
    walk: &Walk<W>,
    tree: &mut impl ValueTree<Value = Vec<super::throw::Throw>>,
    mut failing: Failing,
) -> Result<Failing, String> {
    let mut tries = 0;
    let mut has_more = tree.simplify();
    while has_more && tries < TRIES {
        tries += 1;
        let went = run(walk, &Plan::Thrown(&tree.current()))?;
        has_more = match went.failed {
            Some(failed) => {
                if went.acts.len() <= failing.0.len() {
                    failing = (went.acts, failed);
                }
                tree.simplify()
            }
            None => tree.complicate(),
        };
    }
    Ok(failing)
}

/// Without each step that it fails without, too: what is left can't be made shorter by leaving something out.
fn shortest<W: Workflow>(walk: &Walk<W>, mut failing: Failing) -> Result<Failing, String> {
    let mut size = failing.0.len().div_ceil(2);
    let mut tries = 0;
    while size > 0 && tries < TRIES {
        let mut at = 0;
        let mut is_shorter = false;
        while at < failing.0.len() && tries < TRIES {
            tries += 1;
            let rest = failing.0.iter().enumerate().filter(|(number, _)| !(at..at + size).contains(number));
            let rest: Vec<Act> = rest.map(|(_, act)| act.clone()).collect();
            let went = run(walk, &Plan::Script(&rest))?;
            match went.failed {
                Some(failed) if went.acts.len() < failing.0.len() => {
                    failing = (went.acts, failed);
                    is_shorter = true;
                }
                _ => at += size,
            }
        }
        if size > 1 {
            size /= 2;
        } else if !is_shorter {
            size = 0;
        }
    }
    Ok(failing)
}

fn report<W: Workflow>(walk: &Walk<W>, number: usize, first: usize, (acts, failed): &Failing) -> String {
    let mut script = vec![format!("let mut chat = Chat::new::<{}>(app).await;", type_name::<W>())];
    let mut roles: Vec<&str> = Vec::new();
    for act in acts {
        if let Some(role) = act.who()
            && !roles.contains(&role)
        {
            roles.push(role);
            script.push(format!("let mut {role} = chat.as_actor({role:?}).await;"));
        }
    }
    script.extend(acts.iter().map(Act::line));
    format!(
        "a walk over `{}` failed: {}\n\n{}\nas a test:\n\n    {}\n\nthis is what is left of {first} steps of \
         conversation {number}; to walk there again: {SEED}={}\n",
        W::NAME,
        failed.why,
        failed.transcript,
        script.join("\n    "),
        walk.seed
    )
}

fn type_name<W>() -> &'static str {
    std::any::type_name::<W>().rsplit("::").next().unwrap_or_default()
}
