//! What is pending: claimed by one at a time, given back, done.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use workflow::store::{Claimed, Committed, Count, Pending, PendingKind, Postponed, Queue, Store, Wanted, Which};
use workflow::{Revision, SessionKey};

use super::{Hand, ann, asked, bob, moved, names, pending, time};

/// So much is wanted of each of these.
fn wanted(kind: PendingKind, names: &[&'static str], of_each: usize, most: usize) -> Vec<Wanted> {
    let queues = names.iter().map(|name| Queue { workflow: "hand", name, most: of_each }).collect();
    vec![Wanted { kind, most, queues }]
}

/// Claims all that is due then of these names, for 100 milliseconds.
pub(super) async fn claim(store: &dyn Store, kind: PendingKind, names: &[&'static str], now: i64) -> Vec<Pending> {
    let claimed = store.claim(wanted(kind, names, 100, 100), time(now), time(now + 100)).await.unwrap();
    claimed.pending
}

/// The session has asked for this.
async fn asks(hand: &mut Hand, store: &dyn Store, kind: PendingKind, names: &[(&'static str, i64)]) {
    let mut commit = hand.next(&format!("asks {}", hand.revision), 1);
    moved(&mut commit).asks = asked(kind, names);
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
}

fn of(claimed: &[Pending]) -> Vec<&str> {
    claimed.iter().map(|it| it.name.as_str()).collect()
}

/// See the name.
pub async fn work_is_pending_from_the_move_that_asks_to_the_next(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 5, &["toil", "sweat"]).await;
    let mut found = pending(store).await;
    found.sort_by_key(|work| work.id);
    let [toil, sweat] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((toil.id, toil.name.as_str(), toil.workflow.as_str()), (hand.work(0), "toil", "hand"));
    assert_eq!((&toil.key, toil.attempts, toil.due, &toil.reason), (&ann(), 0, Some(time(5)), &None));
    assert_eq!((toil.claim, toil.until), (0, None));
    assert_eq!((sweat.id, sweat.name.as_str()), (hand.work(1), "sweat"));
    hand.works(store, "2", 6, &["rest"]).await;
    let found = pending(store).await;
    assert_eq!(found.iter().map(|work| (work.id, work.name.as_str())).collect::<Vec<_>>(), [(hand.work(0), "rest")]);
    hand.goes(store, "3", 7).await;
    assert_eq!(pending(store).await, []);
}

/// See the name.
pub async fn what_is_due_is_claimed_in_the_order_in_which_it_is_due(store: &dyn Store) {
    let (mut one, mut other) = (Hand::new(ann()), Hand::new(bob()));
    asks(&mut one, store, PendingKind::Timer, &[("late", 30), ("early", 10)]).await;
    asks(&mut other, store, PendingKind::Timer, &[("late", 20), ("early", 99)]).await;
    assert_eq!(names(store, PendingKind::Timer).await, ["early", "late", "late", "early"]);
    let names = ["late", "early"];
    let claimed = store.claim(wanted(PendingKind::Timer, &names, 9, 9), time(9), time(50)).await.unwrap();
    assert_eq!(claimed, Claimed { pending: vec![], next: Some(time(10)) });
    let claimed = store.claim(wanted(PendingKind::Timer, &names, 9, 9), time(25), time(50)).await.unwrap();
    assert_eq!(claimed.next, Some(time(30)));
    let first: Vec<_> = claimed.pending.iter().map(|it| (it.id.visit, it.name.as_str(), it.key.clone())).collect();
    assert_eq!(first, [(one.visit(), "early", ann()), (other.visit(), "late", bob())]);
    assert_eq!((claimed.pending[0].due, claimed.pending[0].until), (Some(time(10)), Some(time(50))));
}

/// See the name.
pub async fn what_is_claimed_is_claimed_by_nobody_else(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    asks(&mut hand, store, PendingKind::Effect, &[("tell", 1)]).await;
    let first = claim(store, PendingKind::Effect, &["tell"], 5).await.remove(0);
    assert_eq!(
        (first.claim, first.payload.clone()),
        (1, asked(PendingKind::Effect, &[("tell", 1)])[0].payload.clone())
    );
    let again = store.claim(wanted(PendingKind::Effect, &["tell"], 9, 9), time(104), time(200)).await.unwrap();
    assert_eq!(again, Claimed { pending: vec![], next: Some(time(105)) }, "it may be that it is to be had then");
    assert_eq!(pending(store).await, [first]);
}

/// See the name.
pub async fn a_queue_gives_no_more_than_is_wanted_of_it(store: &dyn Store) {
    for number in 0..5_i64 {
        let mut hand = Hand::new(SessionKey::new("test", "chat", number.to_string()));
        asks(&mut hand, store, PendingKind::Work, &[("draw", number), ("write", 10 + number)]).await;
    }
    let queue = |name, most| Queue { workflow: "hand", name, most };
    let wanted = Wanted { kind: PendingKind::Work, most: 9, queues: vec![queue("draw", 2), queue("write", 3)] };
    let claimed = store.claim(vec![wanted], time(50), time(99)).await.unwrap();
    assert_eq!(of(&claimed.pending), ["draw", "draw", "write", "write", "write"]);
    assert_eq!(claimed.next, Some(time(2)), "the third drawing is due");
}

/// See the name.
pub async fn a_kind_gives_no_more_than_is_wanted_of_it(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    asks(&mut hand, store, PendingKind::Effect, &[("tell", 3), ("pay", 1), ("tell", 2), ("pay", 4)]).await;
    let wanted = wanted(PendingKind::Effect, &["tell", "pay"], 9, 3);
    let claimed = store.claim(wanted, time(50), time(99)).await.unwrap();
    assert_eq!(of(&claimed.pending), ["pay", "tell", "tell"]);
    assert_eq!(claimed.next, Some(time(4)));
}

/// What a program does not know is left to one that does.
pub async fn only_what_is_wanted_is_claimed(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    asks(&mut hand, store, PendingKind::Effect, &[("tell", 1)]).await;
    let none = Claimed { pending: vec![], next: None };
    assert_eq!(store.claim(wanted(PendingKind::Work, &["tell"], 9, 9), time(5), time(9)).await.unwrap(), none);
    assert_eq!(store.claim(wanted(PendingKind::Effect, &["pay"], 9, 9), time(5), time(9)).await.unwrap(), none);
    let mut other = wanted(PendingKind::Effect, &["tell"], 9, 9);
    other[0].queues[0].workflow = "foot";
    assert_eq!(store.claim(other, time(5), time(9)).await.unwrap(), none);
}

/// See the name.
pub async fn g13_a_claim_that_has_run_out_changes_nothing(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    asks(&mut hand, store, PendingKind::Effect, &[("tell", 1)]).await;
    let old = claim(store, PendingKind::Effect, &["tell"], 5).await.remove(0);
    let new = claim(store, PendingKind::Effect, &["tell"], 105).await.remove(0);
    assert_eq!((old.claim, new.claim), (1, 2), "the number rises");
    assert!(!store.finish(old.claim()).await.unwrap());
    let how = Postponed { attempts: 7, due: None, reason: Some("late".into()), payload: None };
    assert!(!store.postpone(old.claim(), how).await.unwrap());
    assert_eq!(store.renew(vec![old.claim(), new.claim()], time(205)).await.unwrap(), [old.claim()]);
    assert_eq!(pending(store).await, [new]);
}

/// See the name.
pub async fn g13_a_move_by_a_claim_that_is_over_is_not_made(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let old = claim(store, PendingKind::Work, &["toil"], 5).await.remove(0);
    let new = claim(store, PendingKind::Work, &["toil"], 105).await.remove(0);
    let mut late = hand.clone().next("2", 110);
    late.claim = Some(old.claim());
    assert_eq!(store.commit(late).await.unwrap(), Committed::NotHeld);
    assert_eq!(store.current(&ann()).await.unwrap()[0].revision, Revision::new(1));
    assert_eq!(pending(store).await, std::slice::from_ref(&new));
    assert_eq!(store.journal(hand.session).await.unwrap().len(), 1);
    let mut taken = hand.next("2", 111);
    taken.claim = Some(new.claim());
    assert_eq!(store.commit(taken.clone()).await.unwrap(), Committed::Done);
    // What is done is not held any more.
    taken.mark = None;
    assert_eq!(store.commit(taken).await.unwrap(), Committed::NotHeld);
}

/// See the name.
pub async fn a_claim_that_is_renewed_does_not_run_out(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let held = claim(store, PendingKind::Work, &["toil"], 5).await.remove(0);
    assert_eq!(store.renew(vec![held.claim()], time(500)).await.unwrap(), []);
    assert_eq!(claim(store, PendingKind::Work, &["toil"], 499).await, []);
    assert_eq!(claim(store, PendingKind::Work, &["toil"], 500).await.len(), 1);
}

/// See the name.
pub async fn what_is_given_back_is_there_at_once(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let held = claim(store, PendingKind::Work, &["toil"], 5).await.remove(0);
    assert_eq!(store.renew(vec![held.claim()], time(6)).await.unwrap(), []);
    assert_eq!(claim(store, PendingKind::Work, &["toil"], 6).await.len(), 1);
}

/// See the name.
pub async fn what_is_postponed_is_found_so(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let held = claim(store, PendingKind::Work, &["toil"], 5).await.remove(0);
    let payload = Some(serde_json::json!({ "done": [1] }));
    let how = Postponed { attempts: 3, due: Some(time(50)), reason: Some("it broke".to_owned()), payload };
    assert!(store.postpone(held.claim(), how.clone()).await.unwrap());
    let found = pending(store).await.remove(0);
    assert_eq!((found.attempts, found.due, &found.reason), (3, Some(time(50)), &how.reason));
    assert_eq!((&found.payload, found.claim, found.until), (&how.payload, 1, None));
    // What was given back is not held any more.
    assert!(!store.finish(held.claim()).await.unwrap());
    assert_eq!(claim(store, PendingKind::Work, &["toil"], 49).await, []);
    let again = claim(store, PendingKind::Work, &["toil"], 50).await.remove(0);
    assert_eq!((again.claim, again.attempts), (2, 3));
}

/// See the name.
pub async fn what_is_done_is_gone_and_not_brought_back(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    asks(&mut hand, store, PendingKind::Effect, &[("tell", 1), ("pay", 1)]).await;
    let held = claim(store, PendingKind::Effect, &["tell"], 5).await.remove(0);
    assert!(store.finish(held.claim()).await.unwrap());
    assert_eq!(names(store, PendingKind::Effect).await, ["pay"]);
    let how = Postponed { attempts: 1, due: Some(time(9)), reason: None, payload: None };
    store.postpone(held.claim(), how).await.unwrap();
    assert_eq!(store.renew(vec![held.claim()], time(99)).await.unwrap(), [held.claim()]);
    assert!(!store.revive(held.id, time(9)).await.unwrap());
    assert_eq!(names(store, PendingKind::Effect).await, ["pay"]);
    // Nor is what went with its visit.
    let mut other = Hand::new(bob());
    other.works(store, "1", 1, &["toil"]).await;
    let held = claim(store, PendingKind::Work, &["toil"], 5).await.remove(0);
    other.goes(store, "2", 2).await;
    let how = Postponed { attempts: 1, due: Some(time(9)), reason: None, payload: None };
    store.postpone(held.claim(), how).await.unwrap();
    assert!(names(store, PendingKind::Work).await.is_empty());
}

/// See the name.
pub async fn what_was_given_up_is_found_with_its_reason_and_revived(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    asks(&mut hand, store, PendingKind::Effect, &[("tell", 1), ("pay", 1)]).await;
    let held = claim(store, PendingKind::Effect, &["pay"], 5).await.remove(0);
    let how = Postponed {
        attempts: 9,
        due: None,
        reason: Some("the bank is gone".to_owned()),
        payload: held.payload.clone(),
    };
    store.postpone(held.claim(), how).await.unwrap();
    let dead = store.pending(Which::Dead, 10).await.unwrap();
    assert_eq!(of(&dead), ["pay"]);
    assert_eq!((dead[0].attempts, dead[0].reason.as_deref()), (9, Some("the bank is gone")));
    assert_eq!(names(store, PendingKind::Effect).await, ["tell"]);
    assert_eq!(claim(store, PendingKind::Effect, &["pay"], 9999).await, []);
    assert!(store.revive(dead[0].id, time(50)).await.unwrap());
    assert!(!store.revive(dead[0].id, time(60)).await.unwrap(), "it is not given up any more");
    let again = claim(store, PendingKind::Effect, &["pay"], 50).await.remove(0);
    assert_eq!((again.attempts, &again.reason, &again.payload), (0, &None, &dead[0].payload));
}

/// See the name.
pub async fn a_move_ends_what_brought_it_and_nothing_else(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["begin", "watch"]).await;
    let held = claim(store, PendingKind::Work, &["begin"], 5).await.remove(0);
    let mut inside = hand.next("2", 6);
    (moved(&mut inside).leaves, inside.claim) = (None, Some(held.claim()));
    assert_eq!(store.commit(inside).await.unwrap(), Committed::Done);
    assert_eq!(names(store, PendingKind::Work).await, ["watch"]);
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 1, work: 1 });
}

/// See the name.
pub async fn many_rivals_claim_each_once(store: &dyn Store) {
    for number in 0..40_i64 {
        let mut hand = Hand::new(SessionKey::new("test", "chat", number.to_string()));
        hand.works(store, "1", number, &["toil"]).await;
    }
    let mut seen = BTreeSet::new();
    loop {
        let rivals = (0..20).map(|_| store.claim(wanted(PendingKind::Work, &["toil"], 3, 3), time(99), time(199)));
        let claimed: Vec<_> = join_all(rivals).await.into_iter().flat_map(|claimed| claimed.unwrap().pending).collect();
        if claimed.is_empty() {
            break;
        }
        for pending in claimed {
            assert_eq!(pending.claim, 1);
            assert!(seen.insert(pending.id), "{:?} is claimed twice", pending.id);
        }
    }
    assert_eq!(seen.len(), 40);
}
