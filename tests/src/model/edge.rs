//! What somebody does at a step, and the edge that takes it.

use super::Who;
use super::session::{Deed, Edge, Level, To};
use super::step::{BACK, DROP, Step};

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Does<'a> {
    Writes(&'a str),
    Presses(&'a str),
}

/// The edge by which the owner leaves the innermost step, or what they are told instead.
pub(super) fn of_owner(top: &Level, is_inside: bool, does: Does<'_>) -> Result<Edge, String> {
    let open = |name, to| Ok(Edge { name, to: To::At(to), is_open: true, deeds: Vec::new() });
    match (&top.step, does) {
        (Step::AskWhat, Does::Writes(text)) => open("what", Step::AskSum { what: something(text)? }),
        (Step::AskSum { what }, Does::Writes(text)) => {
            open("sum", Step::Review { what: what.clone(), sum: number(text)? })
        }
        (Step::AskBank { .. }, Does::Writes(text)) => open("bank", Step::AskNumber { bank: something(text)? }),
        (Step::AskNumber { bank }, Does::Writes(text)) => {
            open("number", Step::Known { bank: bank.clone(), number: number(text)? })
        }
        (_, Does::Writes(text)) => {
            let labels = top.labels();
            let meant = labels.into_iter().find(|label| label.to_lowercase() == text.to_lowercase());
            let meant = meant.ok_or("Please press one of the buttons.")?;
            of_owner(top, is_inside, Does::Presses(meant))
        }
        (_, Does::Presses(BACK)) => back(top),
        (_, Does::Presses(DROP)) => Ok(dropped()),
        (Step::Review { .. }, Does::Presses("Something else")) => open("other", Step::AskWhat),
        (Step::Review { .. }, Does::Presses("Another sum")) => Ok(rewind("another", "AskSum")),
        (Step::Review { what, sum }, Does::Presses("Hand it in")) => {
            let tell = Deed::Tell(format!("{sum} for {what}"));
            let alarm = (*sum > 1000).then_some(Deed::Alarm(*sum));
            let to = To::At(Step::Waiting { what: what.clone(), sum: *sum });
            Ok(Edge { name: "hand_in", to, is_open: false, deeds: [tell].into_iter().chain(alarm).collect() })
        }
        (Step::Waiting { sum, .. }, Does::Presses("Pay it unseen")) => open("unseen", Step::Paying { sum: *sum }),
        (Step::AskBank { .. }, Does::Presses("I have none")) if is_inside => {
            Err("Without an account there is no money.".into())
        }
        (Step::AskBank { .. }, Does::Presses("I have none")) => open("none", Step::Unknown),
        (step, Does::Presses(label)) => panic!("{label:?} is not shown at {}", step.name()),
    }
}

/// The edge by which a boss leaves the step, or what they are told instead.
pub(super) fn of_boss(step: &Step, boss: Who, does: Does<'_>) -> Result<Edge, String> {
    let Step::Waiting { sum, .. } = step else { panic!("nothing waits for a boss at {}", step.name()) };
    match does {
        Does::Presses("Allow it") => Ok(closed("allow", Step::Paying { sum: *sum })),
        Does::Presses("Send it back") => Ok(rewind("send_back", "Review")),
        Does::Presses(label) => panic!("{label:?} is not shown to a boss"),
        Does::Writes(why) => {
            let why = something(why)?;
            if why.chars().count() < 5 {
                return Err("That is no reason.".into());
            }
            Ok(closed("refuse", Step::Dropped { why: format!("{why} (test:{} in en)", boss.name()) }))
        }
    }
}

/// The edge that the timer of the step takes.
pub(super) fn of_timer(step: &Step) -> Edge {
    let dropped = |why: &str| Step::Dropped { why: why.into() };
    match step {
        Step::Review { .. } => closed("expire", dropped("too late")),
        Step::Waiting { .. } => closed("nobody_looked", dropped("nobody looked")),
        Step::Paying { .. } => closed("no_account", dropped("no account")),
        Step::AskNumber { .. } => closed("slow", Step::AskBank { sum: 0 }),
        step => panic!("no timer is armed at {}", step.name()),
    }
}

/// The way back.
pub(super) fn back(top: &Level) -> Result<Edge, String> {
    if !top.has_way_back() {
        return Err("There is no way back from here.".into());
    }
    Ok(Edge { name: workflow::BACK, to: To::Back, is_open: false, deeds: Vec::new() })
}

/// The edge that drops a claim.
pub(super) fn dropped() -> Edge {
    let deeds = vec![Deed::Tell("dropped".into())];
    Edge { name: "drop_it", to: To::At(Step::Dropped { why: "dropped".into() }), is_open: true, deeds }
}

fn closed(name: &'static str, to: Step) -> Edge {
    Edge { name, to: To::At(to), is_open: false, deeds: Vec::new() }
}

fn rewind(name: &'static str, step: &'static str) -> Edge {
    Edge { name, to: To::Rewind(step), is_open: true, deeds: Vec::new() }
}

fn something(text: &str) -> Result<String, String> {
    if text.is_empty() { Err("Please write something.".into()) } else { Ok(text.to_owned()) }
}

fn number(text: &str) -> Result<u32, String> {
    something(text)?.parse().map_err(|error: std::num::ParseIntError| error.to_string())
}
