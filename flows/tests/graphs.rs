//! The graphs of the flows, on the command line and in the repository.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "that is how a test fails")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use flows::bot::program;

#[test]
fn the_pictures_in_the_repository_are_those_of_the_flows() {
    let folder = tempfile::tempdir().unwrap();
    let written = flows(&["graph", "--write", folder.path().to_str().unwrap()]);
    assert!(written.status.success(), "{written:?}");
    let (kept, now) = (files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/graphs")), files(folder.path()));
    let stale: Vec<_> = now.keys().chain(kept.keys()).filter(|name| now.get(*name) != kept.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "{stale:?} in docs/graphs differ from the flows: run `cargo run -p flows -- graph --write docs/graphs`, and remove what no flow has any more"
    );
}

#[test]
fn without_a_format_graphs_are_told_in_tables() {
    let told = out(&flows(&["graph"]));
    for name in names() {
        assert!(told.contains(&format!("## {name}\n")), "{told}");
    }
    assert!(told.contains("| Draw it (`draw`) | `Review` | `Drawing` | button | Back stops here |"), "{told}");
}

#[test]
fn one_workflow_is_told_in_each_format() {
    for (format, begins) in [
        ("svg", "<svg "),
        ("dot", "digraph \"status\" {"),
        ("mermaid", "flowchart "),
        ("md", "| Step |"),
        ("json", "{\n  \"schema\": 1,\n  \"name\": \"status\","),
    ] {
        let told = out(&flows(&["graph", "status", "--format", format]));
        assert!(told.starts_with(begins), "{format}: {told}");
    }
}

#[test]
fn a_format_and_a_folder_give_a_file_for_each_workflow() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("new/folder");
    let written = flows(&["graph", "--format", "dot", "--write", inner.to_str().unwrap()]);
    assert!(written.status.success(), "{written:?}");
    let written: Vec<String> = files(&inner).into_keys().collect();
    let mut expected: Vec<String> = names().iter().map(|name| format!("{name}.dot")).collect();
    expected.sort();
    assert_eq!(written, expected);
}

#[test]
fn settings_of_the_bot_are_not_read_for_a_graph() {
    let told = Command::new(env!("CARGO_BIN_EXE_flows"))
        .args(["graph", "make"])
        .envs([("FLOWS_LISTEN", "nowhere"), ("FLOWS_CONFIG", "missing.toml"), ("FLOWS_LOG", "=")])
        .output()
        .unwrap();
    assert!(out(&told).starts_with("| Step |"));
}

#[test]
fn what_is_not_there_is_told_in_one_line_with_code_2() {
    let known = names().join(", ");
    let refused = flows(&["graph", "mke"]);
    assert_eq!(err(&refused, 2), format!("flows: there is no workflow `mke`: there is {known}\n"));
    let refused = flows(&["graph", "--format", "svg"]);
    let count = names().len();
    let told = format!(
        "flows: svg holds one workflow, and these are {count}: name one of {known}, or a folder with `--write`\n"
    );
    assert_eq!(err(&refused, 2), told);
    let refused = flows(&["graph", "make", "--format", "png"]);
    let first = "unknown format `png`: it is one of svg, dot, mermaid, md, json\n";
    assert!(err(&refused, 2).lines().next().unwrap().ends_with(first.trim()), "{refused:?}");
}

#[test]
fn a_folder_that_cant_be_written_is_told_in_one_line_with_code_1() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().join("graphs");
    let refused = flows(&["graph", "--write", path.to_str().unwrap()]);
    let told = err(&refused, 1);
    assert!(told.starts_with(&format!("flows: can't write {}: ", path.display())), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

fn names() -> Vec<&'static str> {
    program().unwrap().graphs().iter().map(|graph| graph.name()).collect()
}

fn flows(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flows")).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{output:?}");
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(Result::unwrap);
    entries
        .map(|entry| {
            (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap_or_default())
        })
        .collect()
}
