//! What somebody else than the owner sees and takes.

use workflow::Cause;

use super::{Order, Talk, by_boss, labels, press, refusal};

#[test]
fn the_owner_does_not_see_or_take_what_another_role_does() {
    let mut talk = Talk::reviewing("3");
    let waiting = talk.press("order");
    assert_eq!(labels(&waiting), ["Drop it"]);
    assert_eq!(waiting.view.text.to_plain(), "Somebody looks at it.");
    assert_eq!(refusal(talk.try_take(press("allow"))), "That is not possible right now.");
    let [(role, seen)] = waiting.views.as_slice() else { panic!("{:?}", waiting.views) };
    assert_eq!((*role, seen.text.to_plain().as_str()), ("boss", "3 of tea?"));
    let buttons: Vec<_> = seen.choices.iter().flatten().map(|button| button.label.as_ref()).collect();
    assert_eq!(buttons, ["Let it be ordered", "Send it back"]);
}

#[test]
fn another_role_takes_only_its_own_transitions() {
    let mut talk = Talk::reviewing("3");
    talk.press("order");
    assert_eq!(refusal(talk.try_take(by_boss(press("drop_it")))), "That is not possible right now.");
    let nobody = Cause::By { actor: "cook".into(), cause: Box::new(press("allow")) };
    assert_eq!(refusal(talk.try_take(nobody)), "That is not possible right now.");
    assert!(matches!(talk.take(by_boss(press("allow"))).workflow, Order::Paying(_)));
}
