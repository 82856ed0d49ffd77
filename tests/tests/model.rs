//! Random scripts, played on an engine and in a model of it that was written by hand: they must agree.

use workflow_tests::model::{Disk, edges_of_random_scripts, random_scripts};

#[tokio::test]
async fn g02_g05_g06_g10_g14_random_scripts_in_memory_go_as_the_model_says() {
    random_scripts(Disk::Memory, 40, 60).await;
}

#[tokio::test]
async fn g02_g05_g06_g10_g14_random_scripts_in_a_file_go_as_the_model_says() {
    random_scripts(Disk::Sqlite, 10, 60).await;
}

#[test]
fn random_scripts_take_every_edge() {
    let taken = edges_of_random_scripts(40, 60);
    println!("{taken:?}");
}
