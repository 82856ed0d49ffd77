//! The directions and sizes that ARCHITECTURE.md promises, read from the code.

use std::path::{Path, PathBuf};

#[test]
fn the_core_names_no_engine_store_surface_or_async_runtime() {
    refuse(
        "workflow/src/core",
        &[
            "crate::engine",
            "crate::store",
            "crate::surface",
            "crate::media",
            "tokio::",
            "std::fs",
            "SystemTime",
            "Timestamp::now",
        ],
    );
}

#[test]
fn stores_and_surfaces_never_see_each_others_insides() {
    refuse("workflow/src/store", &["crate::surface", "crate::engine"]);
    refuse("workflow/src/surface", &["store::sqlite", "Sqlite"]);
    refuse("workflow/src/engine", &["crate::surface::web", "store::sqlite", "rusqlite", "axum"]);
}

#[test]
fn the_subcommands_name_no_engine_store_or_surface() {
    refuse("workflow/src/cli", &["crate::engine", "crate::store", "crate::surface"]);
}

#[test]
fn the_macros_depend_on_nothing_of_ours_but_drawing_for_docs_and_keep_nothing_between_calls() {
    let manifest = std::fs::read_to_string(root().join("workflow-macros/Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("[dev-dependencies]").next().unwrap();
    let ours: Vec<_> = dependencies.lines().filter(|line| line.starts_with("workflow")).collect();
    assert_eq!(ours, ["workflow-draw = { workspace = true, optional = true }"]);
    assert!(manifest.contains("docs = [\"dep:workflow-draw\"]\n"), "{manifest}");
    refuse("workflow-macros/src", &["static ", "thread_local!", "std::fs", "std::env", "SystemTime"]);
}

#[test]
fn drawing_depends_on_nothing_of_ours_and_keeps_nothing_between_calls() {
    let manifest = std::fs::read_to_string(root().join("workflow-draw/Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("[lints]").next().unwrap();
    assert!(!dependencies.lines().any(|line| line.starts_with("workflow")), "{dependencies}");
    refuse("workflow-draw/src", &["thread_local!", "std::fs", "std::env", "SystemTime"]);
}

#[test]
fn a_file_has_at_most_400_lines_and_no_name_that_says_nothing() {
    let folders = [
        "workflow/src",
        "workflow-macros/src",
        "workflow-draw/src",
        "flows/src",
        "flows/painter/src",
        "flows/chain/src",
        "flows/remote/src",
        "flows/remote/emulators/src",
        "tests/src",
        "tests/browser/src",
        "tests/bot-api/src",
        "tests/telegram/src",
        "examples/src",
    ];
    for file in folders.iter().flat_map(|folder| sources(&root().join(folder))) {
        let code = std::fs::read_to_string(&file).unwrap();
        // The transitions of a workflow are one impl, which is read from top to bottom.
        let most = if code.contains("\n#[workflow]\nimpl ") { 650 } else { 400 };
        let lines = code.lines().count();
        assert!(lines <= most, "{} has {lines} lines: split it by noun", file.display());
        let name = file.file_stem().unwrap().to_str().unwrap();
        assert!(!["utils", "util", "helpers", "common", "misc"].contains(&name), "{}", file.display());
    }
}

/// Fails when code (comments and tests aside) in `folder` has one of `words`.
fn refuse(folder: &str, words: &[&str]) {
    let files = sources(&root().join(folder));
    assert!(!files.is_empty(), "{folder} has no sources");
    for file in files.into_iter().filter(|file| !file.ends_with("tests.rs")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for word in words {
                let found = line.match_indices(word).any(|(at, _)| !line[..at].ends_with('\''));
                assert!(!found, "{}:{}: `{word}` in: {}", file.display(), number + 1, line.trim());
            }
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
