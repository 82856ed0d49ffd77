//! Random scripts, played on an engine and in a model of it that was written by hand: they must agree.

use workflow::BACK;
use workflow_tests::model::{Disk, edges_of_random_scripts, random_scripts};

#[tokio::test]
async fn g02_g05_g06_g10_g14_random_scripts_in_memory_go_as_the_model_says() {
    random_scripts(Disk::Memory, 30, 60).await;
}

#[tokio::test]
async fn g02_g05_g06_g10_g14_random_scripts_in_a_file_go_as_the_model_says() {
    random_scripts(Disk::Sqlite, 8, 60).await;
}

#[test]
fn random_scripts_take_every_edge() {
    let taken = edges_of_random_scripts(200, 60);
    for (from, edge) in EDGES {
        assert!(taken.contains(&(from, edge)), "no script takes {edge} from {from:?}");
    }
}

/// All that can be taken, behind the step that it leaves.
const EDGES: [(&str, &str); 32] = [
    ("", "start"),
    ("AskWhat", "what"),
    ("AskWhat", "drop_it"),
    ("AskWhat", BACK),
    ("AskSum", "sum"),
    ("AskSum", "drop_it"),
    ("AskSum", BACK),
    ("Review", "other"),
    ("Review", "another"),
    ("Review", "hand_in"),
    ("Review", "expire"),
    ("Review", "drop_it"),
    ("Review", BACK),
    ("Waiting", "allow"),
    ("Waiting", "send_back"),
    ("Waiting", "refuse"),
    ("Waiting", "unseen"),
    ("Waiting", "nobody_looked"),
    ("Waiting", "drop_it"),
    ("Paying", "account"),
    ("Paying", "no_account"),
    ("Paying", "drop_it"),
    ("Paying", BACK),
    ("AskBank", "bank"),
    ("AskBank", "none"),
    ("AskBank", "no_account"),
    ("AskBank", "drop_it"),
    ("AskNumber", "number"),
    ("AskNumber", "slow"),
    ("AskNumber", "no_account"),
    ("AskNumber", "drop_it"),
    ("AskNumber", BACK),
];
