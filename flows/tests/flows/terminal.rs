//! The bot in a terminal: the program itself, with lines from a pipe, and once in a real terminal.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// All that the program shows in this folder when these lines are typed.
fn types(folder: &Path, lines: &str) -> String {
    let mut program = flows(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    program.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let ended = program.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", ended.status);
    String::from_utf8(ended.stdout).unwrap()
}

pub(super) fn flows(folder: &Path) -> Command {
    let mut flows = Command::new(env!("CARGO_BIN_EXE_flows"));
    flows.args(["run", "--terminal", "--pace", "0"]).current_dir(folder).env("USER", "ann").env("TERM", "xterm");
    for name in ["NO_COLOR", "TERM_PROGRAM", "KITTY_WINDOW_ID", "FLOWS_TERMINAL", "FLOWS_DATA"] {
        flows.env_remove(name);
    }
    flows
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// What was shown after this line was typed, and before the next one.
fn after<'a>(shown: &'a str, line: &str) -> &'a str {
    let (_, after) = shown.split_once(&format!("\n> {line}\n")).unwrap_or_else(|| panic!("no {line:?} in:\n{shown}"));
    after.split("\n> ").next().unwrap().trim()
}

#[test]
fn a_picture_is_made_in_a_terminal_and_can_be_opened() {
    let folder = folder();
    let shown = types(folder.path(), "/make\na cat\n:wait\n6\n");
    assert!(shown.starts_with("\n/make  Draw a picture at once"), "{shown}");
    assert_eq!(after(&shown, "/make"), "What should I draw?\n[1] Cancel\nPrompt: send text");
    assert!(after(&shown, "a cat").starts_with("Drawing a cat …"), "{shown}");
    assert!(!shown.contains('\x1b'), "a pipe is given no styles");
    let path = shown.lines().find_map(|line| line.strip_prefix("Picture (1024 × 1024): ")).unwrap();
    assert!(path.ends_with(".png"), "{path}");
    assert!(std::fs::read(path).unwrap().starts_with(b"\x89PNG"));
    assert!(after(&shown, "6").starts_with("Done. Send /make or /create"), "{shown}");
}

#[test]
fn a_conversation_goes_on_after_a_restart() {
    let folder = folder();
    types(folder.path(), "/create a lighthouse\n");
    let shown = types(folder.path(), "16:9\n/status\na1\n1\n");
    assert!(shown.starts_with("\nWhich shape?\n[1] 1:1   [2] 3:2"), "{shown}");
    assert!(
        after(&shown, "16:9").starts_with("Ready to draw?\n\na lighthouse\n16:9 (1344 × 768)\n[1] Draw it"),
        "{shown}"
    );
    assert!(after(&shown, "/status").contains("\n[a1] Refresh   [a2] Close"), "{shown}");
    assert_eq!(after(&shown, "a1"), "! That was just now: wait a second.");
    assert!(shown.contains("\nPicture (1344 × 768): "), "the end of the input waits for the picture: {shown}");
    let next = types(folder.path(), "");
    assert!(next.contains("\na lighthouse\n16:9 (1344 × 768), seed "), "{next}");
    assert!(next.contains("[1] Again, with a new seed   [2] Another shape"), "{next}");
}

#[test]
fn a_prompt_may_be_a_number_and_one_that_is_too_long_is_refused() {
    let long = "x".repeat(1001);
    let shown = types(folder().path(), &format!("/create\n{long}\n7\n6\n/create\n:text 1\n"));
    assert_eq!(after(&shown, &long), "! A prompt has up to 1,000 characters, this one has 1001.");
    assert!(after(&shown, "7").starts_with("Which shape?"), "{shown}");
    assert_eq!(after(&shown, "6"), "Nothing was drawn.");
    assert!(after(&shown, ":text 1").starts_with("Which shape?"), "{shown}");
}

/// In a terminal of its own, by the `script` of util-linux.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_given_styles_and_a_line_that_can_be_edited() {
    if Command::new("script").arg("--version").output().is_err() {
        eprintln!("not run: there is no `script` here");
        return;
    }
    let (folder, program) = (folder(), env!("CARGO_BIN_EXE_flows"));
    let mut script = Command::new("script");
    script.args(["-qec", &format!("'{program}' --terminal --pace 0"), "/dev/null"]).current_dir(folder.path());
    script.env("USER", "ann").env("TERM", "xterm-256color").stdin(Stdio::piped()).stdout(Stdio::piped());
    for name in ["NO_COLOR", "TERM_PROGRAM", "KITTY_WINDOW_ID"] {
        script.env_remove(name);
    }
    let mut program = script.spawn().unwrap();
    let mut keys = program.stdin.take().unwrap();
    // A tab completes the command. All of it comes at once, as what is pasted, and nothing of it is lost.
    keys.write_all(b"/crea\t a boat\r4\r:quit\r").unwrap();
    drop(keys);
    let shown = program.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&shown.stdout).replace('\r', "");
    assert!(shown.status.success(), "{text}");
    assert!(text.contains("\x1b[1m[4]\x1b[22m 16:9"), "{text}");
    assert!(text.contains("Ready to draw?\n\n\x1b[1ma boat\x1b[22m\n16:9 (1344 × 768)\n"), "{text}");
}
