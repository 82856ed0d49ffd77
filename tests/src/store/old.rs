//! What a store forgets when it is told since when things are kept.

use workflow::Revision;
use workflow::store::{Collected, Commit, Committed, KeptSince, PendingKind, Postponed, Store, Which};

use super::pending::claim;
use super::{Hand, ann, asked, bob, deliveries, id, moved, pending, rejected, time};

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
        let commit = Commit { key: ann(), mark, claim: None, moved: None, asking: None, at: time(at) };
        assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    }
    let since = KeptSince { answers: Some(time(6)), ..KeptSince::default() };
    assert_eq!(collect(store, since).await, 6);
    assert_eq!(collect(store, since).await, 0);
    let again = |at: i64| {
        let mark = Some((id(&format!("m{at}")), rejected("Now otherwise.")));
        store.commit(Commit { key: ann(), mark, claim: None, moved: None, asking: None, at: time(20) })
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
    moved(&mut commit).asks = asked(PendingKind::Effect, &[("done_later", 1), ("given_up", 1)]);
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    ends(&mut hand, store, "2", 2).await;
    let given_up = claim(store, PendingKind::Effect, &["given_up"], 5).await.remove(0);
    let how = Postponed { attempts: 1, due: None, reason: Some("no".into()), payload: None };
    store.postpone(given_up.claim(), how).await.unwrap();
    let sessions = KeptSince { ended: Some(time(50)), ..KeptSince::default() };
    assert_eq!(collect(store, sessions).await, 0, "an effect needs its session");
    let dead = KeptSince { dead_effects: Some(time(50)), ..KeptSince::default() };
    assert_eq!(collect(store, dead).await, 1);
    assert_eq!(store.pending(Which::Dead, 10).await.unwrap(), []);
    assert_eq!(pending(store).await.len(), 1, "what is to be done is never old");
    assert_eq!(collect(store, sessions).await, 0);
    let done = claim(store, PendingKind::Effect, &["done_later"], 5).await.remove(0);
    store.finish(done.claim()).await.unwrap();
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
