//! Each example as its reader runs it: the program, with what is typed on its standard input.
#![allow(clippy::unwrap_used, clippy::panic, reason = "that is how a test fails")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Runs a program of the examples with these lines, and gives what it has shown.
fn run(program: &str, lines: &str) -> String {
    let mut child = start(program);
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// Asserts that these stand in what was shown, one after the other.
fn sees(shown: &str, wanted: &[&str]) {
    let mut rest = shown;
    for part in wanted {
        let at = rest.find(part).unwrap_or_else(|| panic!("“{part}” is not seen next in:\n{shown}"));
        rest = rest.split_at(at + part.len()).1;
    }
}

/// A program that is typed into while it runs.
struct Typing {
    child: Child,
    typed: ChildStdin,
    reading: BufReader<ChildStdout>,
    shown: String,
}

impl Typing {
    fn into(program: &str) -> Self {
        let mut child = start(program);
        let (typed, reading) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, typed, reading, shown: String::new() }
    }

    fn types(&mut self, lines: &str) {
        self.typed.write_all(lines.as_bytes()).unwrap();
    }

    /// Reads on until it shows this.
    fn until(&mut self, wanted: &str) {
        while !self.shown.contains(wanted) {
            assert!(self.reading.read_line(&mut self.shown).unwrap() > 0, "“{wanted}” has not come:\n{}", self.shown);
        }
    }

    /// Ends the input, and gives all that was shown.
    fn ends(mut self) -> String {
        drop(self.typed);
        self.reading.read_to_string(&mut self.shown).unwrap();
        assert!(self.child.wait().unwrap().success());
        self.shown
    }
}

fn start(program: &str) -> Child {
    let mut command = Command::new(program);
    command.env("USER", "ann").env_remove("LANG").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

macro_rules! example {
    ($name:literal) => {
        env!(concat!("CARGO_BIN_EXE_", $name))
    };
}

#[test]
fn linear_asks_one_after_the_other_and_checks_each_answer() {
    let shown = run(example!("linear"), "/join\nAnn 2\nAnn\nold\n9\n30\n");
    sees(
        &shown,
        &[
            "What is your name?",
            "A name has letters and spaces.",
            "How old are you?",
            "! invalid digit",
            "! Members are 14 at the least: come back in 5 years.",
            "Welcome, Ann!",
        ],
    );
}

#[test]
fn branching_goes_three_ways() {
    sees(
        &run(example!("branching"), "/report\nthe lift\n3\n"),
        &["Which floor are you on?", "Somebody is on the way."],
    );
    sees(&run(example!("branching"), "/report\n2\nyes\n"), &["Can you still work?", "It is on the list."]);
    sees(&run(example!("branching"), "/report\n2\nno\n4\n"), &["Which floor are you on?", "Somebody is on the way."]);
    sees(&run(example!("branching"), "/report\n3\n"), &["It is on the list."]);
}

#[test]
fn rewind_changes_one_answer_and_keeps_those_before_it() {
    let shown = run(
        example!("rewind"),
        "/trip\nRome\nParis\nMonday\nAnother day\nFriday\nAnother destination\nOslo\nSunday\nBook it\n",
    );
    sees(
        &shown,
        &[
            "From Rome to Paris, Monday. All right?",
            "On which day?",
            "From Rome to Paris, Friday.",
            "Where to?",
            "From Rome to Oslo, Sunday.",
            "Have a good trip!",
        ],
    );
}

#[test]
fn progress_is_work_that_is_done_again_after_it_failed_or_is_cancelled() {
    let shown = run(example!("progress"), "/bake\n3\n:wait\n");
    sees(&shown, &["How many loaves?", "Baking …", "(the fire went out)", "3 loaves, with a golden crust."]);
    sees(&run(example!("progress"), "/bake\n3\nTake it out\n"), &["Baking", "No bread today."]);
}

#[test]
fn effects_are_done_once_though_the_answer_was_lost() {
    let mut giving = Typing::into(example!("effects"));
    giving.types("/give\n250\nGive it\n");
    // Tried again by itself: under the same key, so it is charged once.
    giving.until("(the bank: charged 250, 1 time in all)");
    let shown = giving.ends();
    sees(&shown, &["Shall I charge you 250?", "Thank you!"]);
    assert_eq!(shown.matches("(a letter: How generous!)").count(), 1, "{shown}");
    assert_eq!(shown.matches("the bank: charged").count(), 1, "{shown}");
    assert!(!run(example!("effects"), "/give\n5\nGive it\n:wait\n").contains("a letter"));
}

#[test]
fn timers_fire_by_themselves() {
    let mut boiling = Typing::into(example!("timers"));
    boiling.types("/egg\n");
    boiling.until("It is soft now.");
    boiling.types("Take it out\n");
    boiling.until("Enjoy your meal!");
    sees(&boiling.ends(), &["It boils.", "It is soft now.", "Enjoy your meal!"]);
}

#[test]
fn children_come_back_at_one_of_their_ends() {
    let ordering = || {
        let mut ordering = Typing::into(example!("children"));
        ordering.types("/flowers\nroses\n");
        ordering.until("Which street?");
        ordering
    };
    let mut told = ordering();
    told.types("Mill Lane 3\nOslo\n");
    told.until("on their way");
    sees(
        &told.ends(),
        &["Which flowers?", "Which street?", "Which town?", "Your roses are on their way to Mill Lane 3, Oslo."],
    );
    let mut fetched = ordering();
    fetched.types("I'd rather not say\n");
    fetched.until("You can fetch them in the shop.");
    fetched.ends();
    sees(&run(example!("children"), "/address\nMill Lane 3\nOslo\n"), &["Mill Lane 3, Oslo"]);
}

#[test]
fn approval_is_given_by_somebody_else_and_once() {
    let expected = "\
test:ann sees: Your boss is asked. []
test:zoe sees: May they go for 5 days? [\"Let them go\"]
test:ann presses: This is for somebody else.
test:zoe presses: done
test:zoe presses: This is not in use any more.
test:ann sees: You may go. []
";
    assert_eq!(run(example!("approval"), ""), expected.replace("test:", "example:"));
}

#[test]
fn extractor_takes_an_amount_and_a_service() {
    let shown = run(example!("extractor"), "/pay\n12,50\n1 YEN\n10.00 gbp\n");
    sees(&shown, &["How much?", "An amount is a number and a currency", "I know no rate for that.", "Paid: 11.90 EUR"]);
}

#[test]
fn surface_talks_over_lines_of_tcp_with_several_at_once() {
    let mut child = Command::new(example!("surface")).stdout(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut told).unwrap();
    let address = told.trim().strip_prefix("listening on ").unwrap().to_owned();
    let connect = |name: &str| {
        let stream = TcpStream::connect(&address).unwrap();
        let mut writing = stream.try_clone().unwrap();
        writeln!(writing, "{name}").unwrap();
        (writing, BufReader::new(stream))
    };
    let until = |reading: &mut BufReader<TcpStream>, wanted: &str| {
        let mut line = String::new();
        while line.trim() != wanted {
            line.clear();
            assert!(reading.read_line(&mut line).unwrap() > 0, "“{wanted}” has not come");
        }
    };
    let (mut ann, mut shown) = connect("ann");
    writeln!(ann, "/guess").unwrap();
    until(&mut shown, "I think of a number from 1 to 9. Which?");
    until(&mut shown, "#1 Tell me");
    writeln!(ann, "5").unwrap();
    until(&mut shown, "! More.");
    // Somebody else begins anew; ann's other window stands where she is, and sees what she does in the first.
    let (mut bob, mut other) = connect("bob");
    writeln!(bob, "/guess").unwrap();
    until(&mut other, "#1 Tell me");
    let (_again, mut second) = connect("ann");
    until(&mut second, "#1 Tell me");
    writeln!(ann, "#1").unwrap();
    until(&mut shown, "Yes!");
    until(&mut second, "Yes!");
    writeln!(bob, "7").unwrap();
    until(&mut other, "Yes!");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn plain_needs_no_runtime() {
    assert!(!run(example!("plain"), "").is_empty());
}
