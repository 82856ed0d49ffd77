//! The book and the code say the same: codes and their pages, programs and what the compiler says of them, links.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const SOURCE: &str = "../docs/book/src";

/// Messages of the compiler itself that begin like ours.
const RUST: [&str; 5] = [
    "future cannot be sent",
    "the trait bound ",
    "`Cache` doesn't implement `Debug`",
    "mismatched types",
    "conflicting implementations",
];

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let mut used: BTreeSet<String> = read("../workflow-macros/src/codes.rs")
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = "))
        .map(|(_, number)| format!("W{:03}", number.parse::<u16>().unwrap()))
        .collect();
    for file in files("../workflow/src/core") {
        used.extend(codes(&read(&file)));
    }
    assert_eq!(used, pages());
}

#[test]
fn no_code_of_the_proofs_has_two_names() {
    let mut named = BTreeMap::new();
    for line in read("../workflow/src/core/proof/codes.rs").lines().filter(|line| line.contains("const ")) {
        let code = codes(line).pop().unwrap();
        assert_eq!(named.insert(code, line.to_owned()), None, "{line}");
    }
}

#[test]
fn each_error_of_ours_carries_a_code_and_no_other_does() {
    for file in files("ui/fail").into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "stderr")) {
        for line in read(&file).lines() {
            let Some((kind, message)) = line.split_once(": ").filter(|(kind, _)| kind.starts_with("error")) else {
                continue;
            };
            let told = RUST.iter().any(|rust| message.starts_with(rust));
            let ours = matches!(kind, "error" | "error[E0080]" | "error[E0277]") && !told;
            assert_eq!(!codes(message).is_empty(), ours, "{}: {message}", file.display());
        }
    }
}

#[test]
fn a_page_shows_its_own_message_and_a_program_that_follows_it() {
    for code in pages() {
        let page = Path::new(SOURCE).join(format!("errors/{code}.md"));
        let included = included(&page);
        let [wrong, told, right] = included.as_slice() else { panic!("{code} includes {included:?}") };
        assert!(wrong.with_extension("stderr") == *told && right.to_string_lossy().contains("ui/pass/"), "{code}");
        assert!(codes(&read(told)).contains(&code), "{code} does not show its own message");
        assert!(read(&page).starts_with(&format!("# {code}: ")), "{code} has another title");
    }
}

#[test]
fn what_a_page_includes_is_there() {
    for page in chapters() {
        for file in included(&page) {
            assert!(file.is_file(), "{} includes {}", page.display(), file.display());
        }
    }
}

#[test]
fn the_summary_lists_every_page_once() {
    let summary = Path::new(SOURCE).join("SUMMARY.md");
    let mut listed: Vec<PathBuf> = links(&summary);
    listed.sort();
    let mut all: Vec<PathBuf> = chapters().into_iter().filter(|page| *page != summary).collect();
    all.sort();
    assert_eq!(listed, all);
}

#[test]
fn no_link_is_dead() {
    for page in chapters() {
        for file in links(&page) {
            assert!(file.is_file(), "{} links to {}", page.display(), file.display());
        }
    }
}

/// The codes of the pages.
fn pages() -> BTreeSet<String> {
    let names = chapters().into_iter().filter_map(|page| Some(page.file_stem()?.to_string_lossy().into_owned()));
    names.filter(|name| codes(&format!("[{name}]")) == [name.as_str()]).collect()
}

/// Each `[W123]` in a text.
fn codes(text: &str) -> Vec<String> {
    let is_code = |code: &&str| {
        code.len() == 4 && code.starts_with('W') && code.bytes().skip(1).all(|byte| byte.is_ascii_digit())
    };
    let ends = text.split('[').skip(1).filter_map(|rest| rest.split_once(']'));
    ends.map(|(code, _)| code).filter(is_code).map(str::to_owned).collect()
}

fn chapters() -> Vec<PathBuf> {
    files(SOURCE).into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "md")).collect()
}

/// What stands in a page's `{{#include …}}`.
fn included(page: &Path) -> Vec<PathBuf> {
    let text = read(page);
    let found = text.split("{{#include ").skip(1).filter_map(|rest| rest.split_once("}}"));
    found.map(|(path, _)| plain(&page.with_file_name(path.trim()))).collect()
}

/// Where a page's links lead, but for those to other sites and to places in a page.
fn links(page: &Path) -> Vec<PathBuf> {
    let text = read(page);
    let (mut found, mut code) = (Vec::new(), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        for (target, _) in targets.filter(|_| !code) {
            let file = target.split('#').next().unwrap();
            if !file.is_empty() && !target.contains("://") {
                found.push(plain(&page.with_file_name(file)));
            }
        }
    }
    found
}

/// Without `..` where a folder goes before it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let up = part.as_os_str() == "..";
        if !(up && plain.file_name().is_some() && plain.pop()) {
            plain.push(part);
        }
    }
    plain
}

fn files(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(path)) } else { found.push(path) }
    }
    found
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
