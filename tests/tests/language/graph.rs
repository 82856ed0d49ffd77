//! The graph is read from the signatures.

use std::time::Duration;

use super::Make;
use workflow::graph::{From, Trigger};
use workflow::prelude::*;
use workflow::{Kind, graph::Edge};

fn edge(name: &str) -> &'static Edge {
    Make::GRAPH.edge(name).unwrap()
}

fn targets(name: &str) -> Vec<&'static str> {
    Make::GRAPH.targets(edge(name)).map(|step| step.name).collect()
}

#[test]
fn the_name_of_a_workflow_is_that_of_its_enum() {
    assert_eq!((Make::NAME, Make::VERSION), ("make", 1));
}

#[test]
fn doc_comments_are_the_texts_of_workflow_and_steps() {
    assert_eq!(Make::GRAPH.docs(), "Make a picture from a prompt.\n\nIt costs a point.");
    assert_eq!(Make::GRAPH.step("Review").unwrap().docs, "Ready?");
}

#[test]
fn a_step_without_a_doc_comment_is_titled_by_its_name() {
    assert_eq!(Make::GRAPH.step("Gone").unwrap().title(), "Cancelled");
}

#[test]
fn steps_stand_in_the_order_of_the_enum() {
    let steps: Vec<_> = Make::GRAPH.steps().iter().map(|step| (step.name, step.end)).collect();
    let expected = [
        ("AskPrompt", false),
        ("PickShape", false),
        ("Review", false),
        ("Drawing", false),
        ("Done", true),
        ("Gone", true),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn edges_stand_in_the_order_of_the_impl() {
    let edges: Vec<_> = Make::GRAPH.edges().iter().map(|edge| edge.name).collect();
    let expected = ["start", "repeat", "prompt", "shape", "draw", "reprompt", "sign", "drawn", "not_drawn", "cancel"];
    assert_eq!(edges, expected);
}

#[test]
fn a_function_without_a_receiver_is_an_entry() {
    assert_eq!(edge("start").from, From::Entry);
}

#[test]
fn a_receiver_of_a_step_is_where_the_edge_begins() {
    assert_eq!(edge("shape").from, From::Step(1));
}

#[test]
fn a_plain_receiver_begins_at_every_step() {
    assert_eq!(edge("cancel").from, From::Any);
}

#[test]
fn what_is_returned_is_where_the_edge_ends() {
    assert_eq!(targets("start"), ["AskPrompt", "PickShape"]);
    assert_eq!(targets("draw"), ["Drawing"]);
    assert_eq!(targets("not_drawn"), ["Review"]);
}

#[test]
fn an_input_is_what_the_edge_takes() {
    let text = edge("start").takes.unwrap();
    assert_eq!((text.kinds().map(|(kind, _)| kind).collect::<Vec<_>>(), text.optional), (vec![Kind::Text], true));
    let (kind, options) = edge("shape").takes.unwrap().kinds().next().unwrap();
    assert_eq!(kind, Kind::Choice);
    assert_eq!(options.iter().map(|option| option.label).collect::<Vec<_>>(), ["1:1", "3:2"]);
}

#[test]
fn a_transition_that_takes_only_the_context_is_an_action() {
    assert!(edge("sign").is_action());
    assert!(!edge("prompt").is_action());
}

#[test]
fn the_first_parameter_of_done_and_failed_is_no_input() {
    assert_eq!(edge("drawn").trigger, Trigger::Done("render"));
    assert_eq!(edge("not_drawn").trigger, Trigger::Failed("render"));
    assert!(edge("drawn").takes.is_none());
}

#[test]
fn a_label_is_the_doc_comment_or_the_action_or_the_name_in_words() {
    assert_eq!(edge("draw").label, "Draw it");
    assert_eq!(edge("sign").label, "Sign it");
    assert_eq!(edge("not_drawn").label, "Not drawn");
}

#[test]
fn commands_and_commits_are_marked() {
    assert_eq!(edge("start").commands, ["/create", "/make"]);
    assert!(edge("draw").commit);
    assert!(!edge("sign").commit);
}

#[test]
fn work_keeps_its_timeout_retries_and_backoff() {
    let [render] = Make::GRAPH.work() else { panic!("one piece of work") };
    assert_eq!((render.name, render.step, render.retries), ("render", 3, 3));
    assert_eq!(render.timeout, Some(Duration::from_secs(600)));
    assert_eq!(render.backoff, Duration::from_secs(2));
}

#[test]
fn edges_from_a_step_are_its_own_and_those_of_every_step() {
    let edges: Vec<_> = Make::GRAPH.edges_from("PickShape").map(|edge| edge.name).collect();
    assert_eq!(edges, ["shape", "cancel"]);
}

#[test]
fn no_edge_leaves_an_end() {
    assert_eq!(Make::GRAPH.edges_from("Done").count(), 0);
}

mod docs {
    use workflow::prelude::*;

    #[workflow]
    pub(super) enum Make {
        /// A text of
        /// two lines.
        ///
        /// - one
        /// - two
        ///
        /// ```text
        /// as   it
        ///   stands
        /// ```
        #[step(end)]
        Done,
        #[doc = "By an attribute."]
        #[step(end)]
        Other,
    }

    #[workflow]
    impl Make {
        fn start() -> To<(Done, Other)> {
            goto(Done)
        }
    }
}

#[test]
fn the_lines_of_a_paragraph_are_joined_and_those_of_a_list_or_of_code_are_not() {
    let [done, other] = docs::Make::GRAPH.steps() else { panic!("two steps") };
    let expected = "A text of two lines.\n\n- one\n- two\n\n```text\nas   it\n  stands\n```";
    assert_eq!(done.docs, expected);
    assert_eq!(other.docs, "By an attribute.");
}
