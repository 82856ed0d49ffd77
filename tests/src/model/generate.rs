//! Random scripts. Most of what they do makes sense where it is done: otherwise they would not come far.

use super::step::{DROP, Step};
use super::world::Model;
use super::{Op, When, Who};
use crate::dice::Dice;

/// What is said where it may make no sense.
const TEXTS: [&str; 22] = [
    "/claim",
    "/claim tea",
    "/claim  two  words ",
    "/account",
    "/account 7",
    "/drop",
    "/drop now",
    "/back",
    "/back there",
    "/nothing",
    "/",
    "back",
    "Hand it in",
    "drop it",
    "i have none",
    "",
    "7",
    "5000",
    "-1",
    "99999999999",
    " tea ",
    "no such thing",
];
const WHATS: [&str; 3] = ["tea", "coffee for all", "back"];
const SUMS: [&str; 5] = ["42", "1000", "1001", "x", "-3"];
const BANKS: [&str; 3] = ["Barings", "Lehman", "I have none"];
const REASONS: [&str; 5] = ["no", "far too much", "", "Allow it", "/claim bribes"];
/// Five minutes at the least: whatever failed is due again.
const MINUTES: [u32; 9] = [5, 5, 10, 10, 15, 30, 60, 120, 1440];

/// A script of so many things, and what it would come to.
pub(super) fn generate(dice: &mut Dice, length: usize) -> (Vec<Op>, Model) {
    // In some, claims are not handed in for long: there is much to go back to.
    let wanders = dice.throw(3) == 0;
    let mut model = Model::default();
    let mut script = Vec::with_capacity(length);
    while script.len() < length {
        let dies = matches!(script.last(), Some(Op::Dies(..)));
        let op = next(&model, wanders, dies, dice);
        script.push(op);
        apply(&mut model, op);
    }
    (script, model)
}

fn pick<T: Copy>(dice: &mut Dice, of: &[T]) -> T {
    of[dice.throw(of.len() as u64) as usize]
}

fn next(model: &Model, wanders: bool, dies: bool, dice: &mut Dice) -> Op {
    let who = pick(dice, &[Who::Ann, Who::Ann, Who::Ann, Who::Ann, Who::Bob, Who::Boss, Who::OtherBoss]);
    let any = dice.throw(1000) as usize;
    let fails = model.sessions.iter().any(|it| it.is_current && it.top().work.is_some_and(|work| work.tries > 0));
    match dice.throw(100) {
        // Work that is given up is rare otherwise.
        0..40 if fails => Op::Passes(5),
        0..40 if dies => Op::Passes(model.until_due().unwrap_or(5)),
        0..62 => sensible(model, who, wanders, dice),
        62..67 => Op::Says(who, pick(dice, &TEXTS)),
        67..72 => Op::Taps(who, any),
        72 => Op::Forges(who),
        73..75 => Op::RepliesTo(who, any, pick(dice, &REASONS)),
        75..80 => Op::Again(any),
        80 if any < 300 => Op::Cancels(who),
        80..83 => Op::Passes(pick(dice, &MINUTES)),
        83..85 => Op::Passes(model.until_due().unwrap_or(5)),
        85..87 => Op::IsDown(0),
        87..89 => Op::IsDown(pick(dice, &MINUTES)),
        89..91 if !model.is_broken => Op::Breaks,
        89..93 => Op::Mends,
        _ => Op::Dies(pick(dice, &[When::Before, When::After]), pick(dice, &[1, 1, 2, 3])),
    }
}

/// Something that was asked for or offered.
fn sensible(model: &Model, who: Who, wanders: bool, dice: &mut Dice) -> Op {
    if !model.waiting(who).is_empty() && dice.throw(3) > 0 {
        return match dice.throw(4) {
            0 => Op::Replies(who, pick(dice, &REASONS)),
            1 => Op::Presses(who, "Send it back"),
            _ => Op::Presses(who, "Allow it"),
        };
    }
    let under_way = model.current(who).map(|at| &model.sessions[at]).filter(|session| !session.has_ended());
    let Some(session) = under_way else { return Op::Says(who, pick(dice, &["/claim", "/claim tea", "/account"])) };
    let top = session.top();
    if session.levels.len() > 1 && dice.throw(8) == 0 {
        return Op::Says(who, pick(dice, &["/drop", "/back"]));
    }
    let labels: Vec<&'static str> = top.labels();
    if !labels.is_empty() && (dice.throw(4) == 0 || !top.step.takes_text()) {
        // What drops it is pressed seldom.
        let (first, second) = (pick(dice, &labels), pick(dice, &labels));
        return match first {
            DROP => Op::Presses(who, second),
            "Hand it in" if wanders => Op::Presses(who, "Something else"),
            _ => Op::Presses(who, first),
        };
    }
    let texts: &[&'static str] = match top.step {
        Step::AskWhat => &WHATS,
        Step::AskBank { .. } => &BANKS,
        _ => &SUMS,
    };
    Op::Says(who, pick(dice, texts))
}

/// What the script would come to, with what is due in some order.
fn apply(model: &mut Model, op: Op) {
    match op {
        Op::Breaks | Op::Mends => model.is_broken = op == Op::Breaks,
        Op::Passes(minutes) | Op::IsDown(minutes) => model.now += i64::from(60 * model.minutes(minutes)),
        Op::Cancels(who) => model.cancel(who),
        _ => {
            if let Some(delivery) = model.delivery(op) {
                model.deliver(&delivery);
            }
        }
    }
    model.settle(|_, _| 0);
}
