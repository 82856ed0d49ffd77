//! Ways back.

use workflow::prelude::*;
use workflow::{BACK, Cause, Decision, Revision, Standing, decide};

use super::super::{ready, turn};
use super::{AskCount, AskItem, Order, Review, Talk, by_boss, labels, press, refusal};

#[test]
fn a_rewind_goes_back_to_the_last_visit_with_the_data_it_had() {
    let mut talk = Talk::reviewing("3");
    let back = talk.press("other");
    assert_eq!(back.workflow, Order::from(AskCount { item: "tea".into() }));
    assert_eq!(back.history.visits().len(), 1);
    assert!(Order::GRAPH.edge("other").unwrap().rewinds);
}

#[test]
fn a_rewind_may_pass_a_commit_and_back_may_not() {
    let mut talk = Talk::reviewing("3");
    talk.press("order");
    assert_eq!(refusal(talk.try_take(Cause::Back)), "There is no way back from here.");
    let back = talk.take(by_boss(press("refuse")));
    assert_eq!(back.workflow, Order::from(Review { item: "tea".into(), count: 3 }));
    assert_eq!(back.effects.len(), 1);
}

#[test]
fn back_restores_one_visit_after_the_other() {
    let mut talk = Talk::reviewing("3");
    let first = talk.take(Cause::Back);
    assert_eq!(first.edge_name(), BACK);
    assert!(first.edge.is_none() && first.effects.is_empty());
    assert_eq!(first.workflow, Order::from(AskCount { item: "tea".into() }));
    let second = talk.take(Cause::Back);
    assert_eq!(second.workflow, Order::from(AskItem));
    assert!(!labels(&second).contains(&"Back".into()));
    assert_eq!(refusal(talk.try_take(Cause::Back)), "There is no way back from here.");
}

/// A vow, which may need the word of somebody else.
#[workflow]
enum Vow {
    Think,
    Allowed,
    #[step(no_back)]
    Vowed,
    #[step(end)]
    Kept,
}

#[workflow]
impl Vow {
    fn think() -> Think {
        Think
    }

    #[actor("boss")]
    fn allow(self: Think) -> Allowed {
        Allowed
    }

    #[from(Think, Allowed)]
    fn vow(self) -> Vowed {
        Vowed
    }

    fn keep(self: Vowed) -> Kept {
        Kept
    }
}

/// What is shown after `cause` at the first step, and what comes of going back then.
fn back_after(cause: Cause) -> (Vec<String>, Result<Decision<Vow>>) {
    let thinking = Standing::from(Vow::from(Think));
    let shown = ready(decide(&(), &turn(), Some(thinking), cause)).unwrap();
    let labels = labels(&shown);
    let standing = shown.into_standing(Revision::new(1));
    (labels, ready(decide(&(), &turn(), Some(standing), Cause::Back)))
}

#[test]
fn there_is_no_way_back_from_a_step_that_says_so() {
    let (labels, back) = back_after(press("vow"));
    assert_eq!(labels, ["Keep"]);
    assert_eq!(refusal(back), "There is no way back from here.");
}

#[test]
fn there_is_no_way_back_over_what_another_role_did() {
    let (labels, back) = back_after(by_boss(press("allow")));
    assert_eq!(labels, ["Vow"]);
    assert_eq!(refusal(back), "There is no way back from here.");
}

#[test]
fn what_was_rewound_over_is_forgotten() {
    let mut talk = Talk::begun();
    talk.say("tea");
    talk.say("3");
    talk.press("other");
    talk.say("4");
    let visits = talk.standing.as_ref().unwrap().history.visits();
    let steps: Vec<_> = visits.iter().map(|past| past.stored.step.as_ref()).collect();
    assert_eq!(steps, ["AskItem", "AskCount"]);
}

/// Round and round, never ending by itself.
#[workflow]
enum Rounds {
    Lobby,
    Round {
        number: u32,
    },
    #[step(end)]
    Over,
}

#[workflow]
impl Rounds {
    fn enter() -> Lobby {
        Lobby
    }

    fn begin(self: Lobby) -> Round {
        Round { number: 1 }
    }

    fn next(self: Round) -> Round {
        Round { number: self.number + 1 }
    }

    fn to_lobby(self: Round) -> Rewind<Lobby> {
        Rewind::default()
    }

    fn leave(self: Lobby) -> Over {
        Over
    }
}

#[test]
fn back_goes_so_far_and_no_further_and_a_rewind_still_finds_a_visit_before_that() {
    let mut standing = Standing::from(Rounds::from(Lobby));
    let mut take = |cause: Cause| -> Result<(Rounds, usize)> {
        let revision = standing.entered.next();
        let taken = ready(decide(&(), &turn(), Some(standing.clone()), cause))?;
        standing = taken.into_standing(revision);
        Ok((standing.workflow.clone(), standing.history.visits().len()))
    };
    take(press("begin")).unwrap();
    for _ in 0..100 {
        take(press("next")).unwrap();
    }
    let (at, kept) = take(press("next")).unwrap();
    assert!(matches!(at, Rounds::Round(Round { number: 102 })));
    assert!(kept <= workflow::History::BOUND + 1, "{kept} visits are kept");
    let mut gone_back = 0;
    while take(Cause::Back).is_ok() {
        gone_back += 1;
    }
    assert_eq!(gone_back, workflow::History::BOUND, "and not over what was forgotten");
    let (at, kept) = take(press("to_lobby")).unwrap();
    assert!(matches!(at, Rounds::Lobby(_)));
    assert_eq!(kept, 0);
}
