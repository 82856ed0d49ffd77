//! What an editor offers in a workflow that does not compile, asked of rust-analyzer.

mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use server::Server;
use workflow_tests::project::Project;

/// Each kind of mistake at once: an unknown option on a step, an unknown attribute and a function that returns nothing (told
/// by the attribute), a target that is not there, and a body that is not written to its end. Where the user asks is marked.
const BROKEN: &str = r#"use workflow::prelude::*;

/// Make a picture.
#[workflow]
pub enum Make {
    /// What should I draw?
    #[step(no_bak)]
    AskPrompt,
    /// Ready?
    Review { prompt: String, size: u32 },
    /// Here it is.
    #[step(end)]
    Done { prompt: String },
}

#[workflow]
impl Make {
    #[comand("/make")]
    fn start() -> AskPrompt {
        AskPrompt
    }

    fn prompt(self: AskPrompt, Text(prompt): Text) -> Review {
        Review { prompt, size: 1 }
    }

    fn draw(self: Review) -> Dnoe {
        self.<broken>
    }

    fn larger(self: Review) -> Review {
        Review { size: self.<healthy>size + 1, prompt: self.prompt }
    }

    fn reprompt(self: Review) {
    }
}

pub fn outside(step: Review) {
    step.<outside>
}
"#;

/// What is offered at each mark.
static OFFERED: LazyLock<BTreeMap<&str, BTreeSet<String>>> = LazyLock::new(|| {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for part in BROKEN.split_inclusive('>') {
        match part.strip_suffix('>').and_then(|part| part.rsplit_once('<')) {
            Some((before, mark)) => {
                text += before;
                marks.push((mark, text.len()));
            }
            None => text += part,
        }
    }
    let project = Project::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor"), &text);
    let mut server = Server::start(&project);
    server.open("src/lib.rs", &text);
    marks.into_iter().map(|(mark, at)| (mark, server.completions("src/lib.rs", &text[..at]))).collect()
});

#[test]
fn in_a_broken_transition_the_fields_of_its_step_are_offered() {
    offers("broken", &["prompt", "size"]);
}

#[test]
fn in_a_broken_transition_the_functions_of_its_step_are_offered() {
    offers("broken", &["draw", "larger", "reprompt"]);
}

#[test]
fn in_the_transition_beside_a_broken_one_the_same_is_offered() {
    offers("healthy", &["prompt", "size", "draw", "larger", "reprompt"]);
}

#[test]
fn beside_a_broken_workflow_the_fields_and_functions_of_its_steps_are_offered() {
    offers("outside", &["prompt", "size", "draw", "larger", "reprompt"]);
}

fn offers(mark: &str, expected: &[&str]) {
    let offered = &OFFERED[mark];
    for name in expected {
        assert!(offered.contains(*name), "at `{mark}`, `{name}` is not among {offered:?}");
    }
}
