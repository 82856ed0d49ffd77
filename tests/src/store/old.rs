//! What a store forgets when it is told since when things are kept.

use workflow::Revision;
use workflow::store::{Collected, Commit, Committed, KeptSince, Store, Which};

use super::{Hand, ann, bob, deliveries, id, moved, rejected, time};

/// Goes through all that there is, a few rows each time; gives how many were removed.
async fn collect(store: &dyn Store, since: KeptSince) -> usize {
    let mut removed = 0;
    for _ in 0..10_000 {
        let step = store.collect(since, 3).await.unwrap();
        removed += step.removed;
        if step.is_through {
            return removed;
        }
    }
    panic!("the collection has no end");
}

async fn ends(hand: &mut Hand, store: &dyn Store, delivery: &str, at: i64) {
    let mut commit = hand.next(delivery, at);
    std::sync::Arc::make_mut(&mut moved(&mut commit).record).ended = true;
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
}

pub async fn nothing_is_forgotten_unless_it_is_asked_for(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    ends(&mut hand, store, "2", 2).await;
    assert_eq!(collect(store, KeptSince::default()).await, 0);
    assert_eq!(store.journal(hand.session).await.unwrap().len(), 2);
}

pub async fn old_answers_are_forgotten_and_new_ones_are_not(store: &dyn Store) {
    for at in 0..10 {
        let mark = Some((id(&format!("m{at}")), rejected("No.")));
        let commit = Commit { key: ann(), mark, moved: None, at: time(at) };
        assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    }
    let since = KeptSince { answers: Some(time(6)), ..KeptSince::default() };
    assert_eq!(collect(store, since).await, 6);
    assert_eq!(collect(store, since).await, 0);
    let again = |at: i64| {
        let mark = Some((id(&format!("m{at}")), rejected("Now otherwise.")));
        store.commit(Commit { key: ann(), mark, moved: None, at: time(20) })
    };
    assert_eq!(again(5).await.unwrap(), Committed::Done, "a delivery whose answer is gone is a new one");
    assert_eq!(again(6).await.unwrap(), Committed::Repeated(rejected("No.")));
}

pub async fn a_session_keeps_its_last_journal_entry(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    for at in 1..=7 {
        hand.goes(store, &format!("m{at}"), at).await;
    }
    let since = KeptSince { journal: Some(time(5)), ..KeptSince::default() };
    assert_eq!(collect(store, since).await, 4);
    assert_eq!(deliveries(&store.journal(hand.session).await.unwrap()), ["m5", "m6", "m7"]);
    let all = KeptSince { journal: Some(time(100)), ..KeptSince::default() };
    assert_eq!(collect(store, all).await, 2);
    let left = store.journal(hand.session).await.unwrap();
    assert_eq!(deliveries(&left), ["m7"]);
    let record = &store.current(&ann()).await.unwrap()[0];
    assert_eq!((record.revision, &record.view), (Revision::new(7), &left[0].view), "what it shows is still there");
    hand.goes(store, "m8", 8).await;
}

pub async fn sessions_that_are_over_are_forgotten_with_all_they_had(store: &dyn Store) {
    let mut over = Hand::new(ann());
    over.goes(store, "1", 1).await;
    over.works(store, "2", 2, &["draw"]).await;
    let mut under_way = Hand::new(bob());
    under_way.goes(store, "1", 1).await;
    // Another session takes the place of the first.
    let mut next = Hand::new(ann());
    ends(&mut next, store, "3", 9).await;
    let since = KeptSince { ended: Some(time(5)), ..KeptSince::default() };
    assert_eq!(collect(store, since).await, 1);
    assert_eq!(store.owner(over.session).await.unwrap(), None);
    assert_eq!(store.journal(over.session).await.unwrap(), []);
    assert_eq!(deliveries(&store.transcript(&ann(), 10).await.unwrap()), ["3"]);
    assert_eq!(store.owner(under_way.session).await.unwrap(), Some(bob()));
    let all = KeptSince { ended: Some(time(100)), ..KeptSince::default() };
    assert_eq!(collect(store, all).await, 1);
    assert_eq!(store.current(&ann()).await.unwrap(), []);
    assert_eq!(store.current(&bob()).await.unwrap().len(), 1, "one that is under way is never old");
    // The key is free for a new one.
    Hand::new(ann()).goes(store, "4", 10).await;
}

pub async fn effects_keep_their_session_until_they_are_old_themselves(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let mut commit = hand.next("1", 1);
    let asks = |name| workflow::store::Asks { workflow: "hand", name, payload: serde_json::json!(1) };
    moved(&mut commit).effects = vec![asks("done_later"), asks("given_up")];
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    ends(&mut hand, store, "2", 2).await;
    let mut given_up = store.effects(Which::Due).await.unwrap().into_iter().find(|it| it.name == "given_up").unwrap();
    (given_up.due, given_up.reason) = (None, Some("no".into()));
    store.postpone_effect(given_up).await.unwrap();
    let sessions = KeptSince { ended: Some(time(50)), ..KeptSince::default() };
    assert_eq!(collect(store, sessions).await, 0, "an effect needs its session");
    let dead = KeptSince { dead_effects: Some(time(50)), ..KeptSince::default() };
    assert_eq!(collect(store, dead).await, 1);
    assert_eq!(store.effects(Which::Dead).await.unwrap(), []);
    let waits = store.effects(Which::Due).await.unwrap();
    assert_eq!(waits.len(), 1, "what is to be done is never old");
    assert_eq!(collect(store, sessions).await, 0);
    store.finish_effect(waits[0].id).await.unwrap();
    assert_eq!(collect(store, sessions).await, 1);
}

pub async fn a_collection_goes_on_beside_commits(store: &dyn Store) {
    let since = KeptSince {
        answers: Some(time(1000)),
        journal: Some(time(1000)),
        ended: Some(time(1000)),
        ..KeptSince::default()
    };
    let mut hands: Vec<Hand> =
        (0..20).map(|at| Hand::new(workflow::SessionKey::new("test", "chat", format!("u{at}")))).collect();
    for turn in 0..10 {
        for (number, hand) in hands.iter_mut().enumerate() {
            hand.goes(store, &format!("{number}-{turn}"), turn).await;
            let step = store.collect(since, 5).await.unwrap();
            assert!(step.removed <= 5 || step == Collected { is_through: true, ..step }, "{step:?}");
        }
    }
    while !store.collect(since, 5).await.unwrap().is_through {}
    for hand in &hands {
        let record = &store.current(&hand.key).await.unwrap()[0];
        assert_eq!((record.session, record.revision), (hand.session, Revision::new(10)));
        assert!(!record.view.text.to_plain().is_empty());
    }
}
