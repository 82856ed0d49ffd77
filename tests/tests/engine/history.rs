//! Back and Rewind: the data of exactly that visit, never over a commit, also after a restart.

use serde_json::{Value, json};
use workflow::store::Answered;
use workflow::{BACK, Snapshot};
use workflow_tests::bench::Chat;
use workflow_tests::claim::Office;

use super::{FAILED, rejected, stands, told};

const NO_WAY: &str = "There is no way back from here.";

fn data(now: &Snapshot) -> (String, Value) {
    (now.step().to_owned(), Value::Object(now.record().stored.data.clone()))
}

#[tokio::test]
async fn g10_back_restores_exactly_the_data_of_the_visit() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Something else").await;
    assert!(ann.says("/back").await.moved());
    assert_eq!(data(&ann.now().await), ("Review".into(), json!({ "what": "tea", "sum": 42 })));
    assert!(ann.presses("Back").await.moved());
    assert_eq!(data(&ann.now().await), ("AskSum".into(), json!({ "what": "tea" })));
    assert_eq!(ann.shown().await, "How much was it?");
    assert!(ann.presses("Back").await.moved());
    assert_eq!(ann.stands().await, stands("AskWhat", 7));
    assert_eq!(told(&ann.says("/back").await), NO_WAY);
}

#[tokio::test]
async fn the_button_that_goes_back_is_shown_where_there_is_a_way_back() {
    let office = Office::new().await;
    let ann = office.chat("ann");
    ann.says("/claim").await;
    let labels = async || {
        let offers = ann.now().await.offers();
        offers.into_iter().flatten().map(|offer| offer.label).collect::<Vec<_>>()
    };
    assert!(!labels().await.contains(&"Back".into()));
    ann.says("tea").await;
    assert!(labels().await.contains(&"Back".into()));
}

#[tokio::test]
async fn the_label_goes_back_where_no_text_is_asked_for() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    assert!(ann.says("back").await.moved());
    assert_eq!(ann.stands().await.0, "AskSum");
    // Here a text is asked for, and this is one.
    assert!(!ann.says("back").await.moved());
    assert_eq!(ann.stands().await.0, "AskSum");
}

#[tokio::test]
async fn the_journal_says_that_somebody_went_back() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Back").await;
    let last = office.engine.journal(ann.now().await.session()).await.unwrap().pop().unwrap();
    assert_eq!((&*last.edge, last.from.as_deref(), &*last.to), (BACK, Some("Review"), "AskSum"));
    assert!(last.by.is_some());
}

#[tokio::test]
async fn g04_a_back_button_of_an_earlier_visit_is_stale() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    let back = ann.token("Back").await;
    assert!(ann.press(back.clone()).await.moved());
    assert_eq!(ann.press(back).await.answered, Answered::Stale);
    assert_eq!(ann.stands().await, stands("AskSum", 4));
}

#[tokio::test]
async fn g10_back_never_crosses_a_commit() {
    let mut office = Office::new().await;
    office.reviewing("ann").await.presses("Hand it in").await;
    for _ in 0..2 {
        let ann = office.chat("ann");
        assert_eq!(told(&ann.says("/back").await), NO_WAY);
        assert_eq!(ann.stands().await, stands("Waiting", 4));
        office = office.restart().await;
    }
}

#[tokio::test]
async fn g10_a_rewind_restores_the_last_visit_of_its_step() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    ann.presses("Something else").await;
    ann.says("coffee").await;
    ann.says("7").await;
    let office = office.restart().await;
    let ann = office.chat("ann");
    ann.presses("Another sum").await;
    assert_eq!(data(&ann.now().await), ("AskSum".into(), json!({ "what": "coffee" })));
    // What came after that visit is gone, what was before is not.
    ann.presses("Back").await;
    ann.says("/back").await;
    assert_eq!(data(&ann.now().await), ("Review".into(), json!({ "what": "tea", "sum": 42 })));
}

#[tokio::test]
async fn g10_a_rewind_may_pass_a_commit() {
    let office = Office::new().await;
    office.reviewing("ann").await.presses("Hand it in").await;
    let office = office.restart().await;
    office.chat("boss").presses("Send it back").await;
    let ann = office.chat("ann");
    assert_eq!(data(&ann.now().await), ("Review".into(), json!({ "what": "tea", "sum": 42 })));
    ann.presses("Back").await;
    assert_eq!(ann.stands().await.0, "AskSum");
}

#[tokio::test]
async fn g10_a_visit_that_does_not_load_any_more_is_not_gone_back_to_and_harms_nothing() {
    let office = Office::new().await;
    office.reviewing("ann").await;
    let office = office
        .restart_after(|office| {
            office.change("UPDATE journal SET data = '{}' WHERE to_step = 'AskSum'");
        })
        .await;
    let ann = office.chat("ann");
    assert_eq!(ann.says("/back").await.answered, rejected(FAILED));
    assert_eq!(ann.stands().await, stands("Review", 3));
    assert!(ann.presses("Something else").await.moved());
}

#[tokio::test]
async fn what_can_be_gone_back_to_goes_with_the_session() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    assert_eq!(office.kept(), 2);
    ann.says("/drop").await;
    assert_eq!(office.kept(), 0);
    office.reviewing("ann").await;
    assert_eq!(office.kept(), 2);
    ann.says("/claim").await;
    assert_eq!(office.kept(), 0);
    let bob = office.reviewing("bob").await;
    office.engine.cancel(bob.key.clone()).await.unwrap();
    assert_eq!(office.kept(), 0);
}

#[tokio::test]
async fn g10_a_long_way_back_is_cut_off_where_it_is_bounded() {
    let mut office = Office::new().await;
    let ann = office.reviewing("ann").await;
    for number in 0..40 {
        assert!(ann.presses("Something else").await.moved());
        ann.says(&format!("thing {number}")).await;
        ann.says("1").await;
    }
    let kept = office.kept();
    assert!(kept <= 35, "{kept} visits are kept");
    for round in 0..2 {
        let ann = office.chat("ann");
        let mut steps = 0;
        while round == 1 && ann.says("/back").await.moved() {
            steps += 1;
        }
        assert!(round == 0 || steps >= 31, "only {steps} steps back");
        office = office.restart().await;
    }
}

/// What the session should stand at, and what it should have to go back to: the plainest there is.
#[derive(Default)]
struct Model {
    at: (String, Value),
    past: Vec<(String, Value)>,
}

impl Model {
    fn goes(&mut self, step: &str, data: Value) {
        let before = std::mem::replace(&mut self.at, (step.to_owned(), data));
        self.past.push(before);
    }
}

#[tokio::test]
async fn g10_random_walks_go_as_the_model_does_also_over_restarts() {
    for seed in 1..=8_u64 {
        let mut office = Office::new().await;
        office.chat("ann").says("/claim").await;
        let mut model = Model { at: ("AskWhat".into(), json!({})), past: Vec::new() };
        let mut dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for turn in 0..60 {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            if dice >> 20 & 15 == 0 {
                office = office.restart().await;
            }
            let ann = office.chat("ann");
            one_move(&ann, &mut model, dice, turn).await;
            assert_eq!(data(&ann.now().await), model.at, "seed {seed}, turn {turn}");
        }
    }
}

async fn one_move(ann: &Chat, model: &mut Model, dice: u64, turn: u32) {
    // Not so far that the bound is reached.
    if dice.is_multiple_of(3) || model.past.len() > 20 {
        let moved = ann.says("/back").await.moved();
        let past = model.past.pop();
        assert_eq!(moved, past.is_some());
        model.at = past.unwrap_or_else(|| model.at.clone());
        return;
    }
    let (step, data) = model.at.clone();
    match (step.as_str(), dice >> 8 & 1) {
        ("AskWhat", _) => {
            ann.says(&format!("thing {turn}")).await;
            model.goes("AskSum", json!({ "what": format!("thing {turn}") }));
        }
        ("AskSum", _) => {
            ann.says(&turn.to_string()).await;
            model.goes("Review", json!({ "what": data["what"], "sum": turn }));
        }
        ("Review", 0) => {
            ann.presses("Something else").await;
            model.goes("AskWhat", json!({}));
        }
        _ => {
            ann.presses("Another sum").await;
            let to = model.past.iter().rposition(|(step, _)| step == "AskSum").unwrap();
            model.at = model.past[to].clone();
            model.past.truncate(to);
        }
    }
}
