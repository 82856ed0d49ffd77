//! What compiles, what does not, and what the compiler says then.

pub mod hygiene;

#[path = "../ui/pass/mod.rs"]
#[allow(dead_code, unreachable_pub, clippy::type_complexity, reason = "they show one thing each, and nobody uses them")]
mod pass;

use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn each_mistake_is_told_once_at_its_token_with_what_to_do() {
    trybuild::TestCases::new().compile_fail("ui/fail/*/*.rs");
}

#[test]
fn every_program_that_follows_a_help_belongs_to_a_wrong_one() {
    let (wrong, right) = (programs("ui/fail"), programs("ui/pass"));
    let strays: Vec<_> = right.difference(&wrong).collect();
    assert!(strays.is_empty(), "no wrong program for {strays:?}");
}

#[test]
fn no_error_shows_a_path_of_the_machine_or_of_the_standard_library() {
    for program in programs("ui/fail") {
        let told = std::fs::read_to_string(Path::new("ui/fail").join(format!("{program}.stderr"))).unwrap();
        for path in ["/rustc/", "$RUST", "$CARGO", "/home", "/root", "/tmp"] {
            assert!(!told.contains(path), "{program} shows `{path}`");
        }
    }
}

/// The programs in the folders of a folder, as `topic/rule`.
fn programs(folder: &str) -> BTreeSet<String> {
    let mut programs = BTreeSet::new();
    for topic in std::fs::read_dir(folder).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
        for program in std::fs::read_dir(topic.path()).unwrap() {
            let path = program.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") && path.file_name().unwrap() != "mod.rs" {
                let rule = path.file_stem().unwrap().to_string_lossy().into_owned();
                programs.insert(format!("{}/{rule}", topic.file_name().to_string_lossy()));
            }
        }
    }
    programs
}
