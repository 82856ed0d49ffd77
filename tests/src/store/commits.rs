//! Commits: all or nothing, counted once, at the revision that they expect.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::join_all;
use uuid::Uuid;
use workflow::store::{Answer, Answered, Commit, Committed, Count, PendingKind, Slot, Store};
use workflow::{Revision, SessionId, SessionKey};

use super::{Hand, ann, asked, bob, deliveries, id, moved, names, pending, rejected, time};

/// See the name.
pub async fn a_new_store_holds_nothing(store: &dyn Store) {
    assert_eq!(store.current(&ann()).await.unwrap(), []);
    assert_eq!(pending(store).await, []);
    assert_eq!(store.transcript(&ann(), 10).await.unwrap(), []);
    assert_eq!(store.journal(SessionId::new(Uuid::now_v7())).await.unwrap(), []);
    assert_eq!(store.count(None).await.unwrap(), Count::default());
    assert_eq!(store.secret().await.unwrap(), store.secret().await.unwrap());
}

/// See the name.
pub async fn a_record_is_found_as_it_was_committed(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    let mut commit = hand.next("2", 2);
    Arc::make_mut(&mut moved(&mut commit).record).ended = true;
    store.commit(commit.clone()).await.unwrap();
    assert_eq!(store.current(&ann()).await.unwrap(), [(*moved(&mut commit).record).clone()]);
}

/// See the name.
pub async fn a_move_counts_only_at_the_expected_revision(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    let mut slow = hand.clone();
    hand.goes(store, "2", 2).await;
    assert_eq!(store.commit(slow.next("3", 3)).await.unwrap(), Committed::Conflict);
    let mut ahead = hand.clone();
    ahead.revision += 1;
    assert_eq!(store.commit(ahead.next("4", 4)).await.unwrap(), Committed::Conflict);
    assert_eq!(store.current(&ann()).await.unwrap()[0].revision, Revision::new(2));
}

/// See the name.
pub async fn a_conflict_writes_nothing(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    let mut slow = hand.clone();
    hand.works(store, "2", 2, &["toil"]).await;
    let lost = slow.next_with_work("3", 3, &["other", "more"]);
    assert_eq!(store.commit(lost).await.unwrap(), Committed::Conflict);
    assert_eq!(deliveries(&store.journal(hand.session).await.unwrap()), ["1", "2"]);
    assert_eq!(names(store, PendingKind::Work).await, ["toil"]);
    // The delivery's id is still to be had: it was not answered.
    assert_eq!(store.commit(hand.next("3", 4)).await.unwrap(), Committed::Done);
}

/// See the name.
pub async fn a_session_is_new_only_once(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let mut again = hand.clone();
    hand.works(store, "1", 1, &["toil"]).await;
    assert_eq!(store.commit(again.next("2", 2)).await.unwrap(), Committed::Conflict);
    assert_eq!(deliveries(&store.journal(hand.session).await.unwrap()), ["1"]);
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 1, work: 1 });
}

/// See the name.
pub async fn a_repeated_delivery_gets_the_first_answer(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let first = hand.next("1", 1);
    store.commit(first.clone()).await.unwrap();
    let answer = first.mark.clone().unwrap().1;
    assert_eq!(store.commit(first).await.unwrap(), Committed::Repeated(answer.clone()));
    // Whatever it carries now: a move, or another answer.
    assert_eq!(store.commit(hand.next("1", 2)).await.unwrap(), Committed::Repeated(answer.clone()));
    let other = Commit {
        key: ann(),
        mark: Some((id("1"), rejected("No."))),
        claim: None,
        moved: None,
        asking: None,
        at: time(3),
    };
    assert_eq!(store.commit(other).await.unwrap(), Committed::Repeated(answer));
    assert_eq!(store.current(&ann()).await.unwrap()[0].revision, Revision::new(1));
}

/// See the name.
pub async fn a_delivery_is_repeated_for_its_own_key_only(store: &dyn Store) {
    Hand::new(ann()).goes(store, "1", 1).await;
    Hand::new(bob()).goes(store, "1", 1).await;
    assert_eq!(store.count(None).await.unwrap().sessions, 2);
}

/// See the name.
pub async fn an_answer_is_kept_without_a_move(store: &dyn Store) {
    let answers = [
        rejected("No \"way\"."),
        Answer { answered: Answered::Stale, ..rejected("") },
        Answer { answered: Answered::Foreign, session: Some(Hand::new(ann()).session), ..rejected("") },
        Answer { answered: Answered::Unknown, step: Some("Step".into()), revision: Revision::new(7), ..rejected("") },
        Answer { answered: Answered::Asked { question: "Leave “this”?".into() }, ..rejected("") },
        Answer { answered: Answered::Stayed, ..rejected("") },
    ];
    for (number, answer) in answers.into_iter().enumerate() {
        let mark = Some((id(&number.to_string()), answer.clone()));
        let commit = Commit { key: ann(), mark, claim: None, moved: None, asking: None, at: time(1) };
        assert_eq!(store.commit(commit.clone()).await.unwrap(), Committed::Done);
        assert_eq!(store.commit(commit).await.unwrap(), Committed::Repeated(answer));
    }
    assert_eq!(store.current(&ann()).await.unwrap(), []);
}

/// See the name.
pub async fn commits_side_by_side_are_all_kept(store: &dyn Store) {
    let commits = (0..500).map(|number| {
        let mut hand = Hand::new(SessionKey::new("test", "chat", number.to_string()));
        store.commit(hand.next_with_work("1", number, &["toil"]))
    });
    for committed in join_all(commits).await {
        assert_eq!(committed.unwrap(), Committed::Done);
    }
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 500, work: 500 });
    assert_eq!(pending(store).await.len(), 500);
    for number in [0, 250, 499] {
        let key = SessionKey::new("test", "chat", number.to_string());
        assert_eq!(store.current(&key).await.unwrap().len(), 1);
    }
}

/// See the name.
pub async fn one_of_many_rivals_wins(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "first", 1).await;
    let rivals = (0..100).map(|number| store.commit(hand.clone().next(&number.to_string(), 2)));
    let mut results = BTreeMap::new();
    for committed in join_all(rivals).await {
        *results.entry(format!("{:?}", committed.unwrap())).or_insert(0) += 1;
    }
    assert_eq!(results, BTreeMap::from([("Conflict".to_owned(), 99), ("Done".to_owned(), 1)]));
    assert_eq!(store.journal(hand.session).await.unwrap().len(), 2);
}

/// See the name.
pub async fn a_commit_that_can_not_be_written_harms_no_other(store: &dyn Store) {
    // The same work twice is a mistake that no store can take.
    let mut bad = Hand::new(bob());
    let mut poison = bad.next("1", 1);
    let mut asks = asked(PendingKind::Work, &[("toil", 1), ("toil", 1)]);
    asks[1].index = 0;
    moved(&mut poison).asks = asks;
    let good = |number: i64| {
        let mut hand = Hand::new(SessionKey::new("test", "chat", format!("good {number}")));
        store.commit(hand.next("1", number))
    };
    let bad = store.commit(poison);
    let (before, bad, after) = tokio::join!(join_all((0..50).map(good)), bad, join_all((50..100).map(good)));
    assert!(bad.is_err());
    for committed in before.into_iter().chain(after) {
        assert_eq!(committed.expect("a neighbour in the batch is written"), Committed::Done);
    }
    assert_eq!(store.current(&bob()).await.unwrap(), []);
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 100, work: 0 });
}

/// See the name.
pub async fn a_dropped_commit_changes_all_or_nothing(store: &dyn Store) {
    let mut hands: Vec<Hand> =
        (0..50).map(|number| Hand::new(SessionKey::new("test", "chat", number.to_string()))).collect();
    for hand in &mut hands {
        let commit = hand.next_with_work("1", 1, &["toil"]);
        // Polled once, then dropped.
        let _dropped = store.commit(commit).now_or_never();
    }
    // Commits are taken in order: when this one is there, the dropped ones are over.
    Hand::new(ann()).goes(store, "1", 1).await;
    let pending = pending(store).await;
    for hand in hands {
        let records = store.current(&hand.key).await.unwrap().len();
        let journal = store.journal(hand.session).await.unwrap().len();
        let work = pending.iter().filter(|work| work.key == hand.key).count();
        assert!(matches!((records, journal, work), (0, 0, 0) | (1, 1, 1)), "{records} {journal} {work}");
    }
}

/// See the name.
pub async fn a_new_session_takes_the_place_of_the_last(store: &dyn Store) {
    let (mut old, mut new) = (Hand::new(ann()), Hand::new(ann()));
    old.goes(store, "1", 1).await;
    new.goes(store, "2", 2).await;
    let current = store.current(&ann()).await.unwrap();
    assert_eq!(current.iter().map(|record| record.session).collect::<Vec<_>>(), [new.session]);
    assert_eq!(store.count(Some(&ann())).await.unwrap().sessions, 1);
    // The one that was left does not move any more, and its journal stays.
    assert_eq!(store.commit(old.clone().next("3", 3)).await.unwrap(), Committed::Conflict);
    assert_eq!(deliveries(&store.journal(old.session).await.unwrap()), ["1"]);
}

/// See the name.
pub async fn a_slot_has_a_session_of_its_own(store: &dyn Store) {
    let (mut main, mut aside) = (Hand::new(ann()), Hand::beside(ann(), Slot::aside("note")));
    main.works(store, "1", 1, &["toil"]).await;
    aside.goes(store, "2", 2).await;
    main.revision += 0;
    let mut slots: Vec<(Slot, SessionId)> =
        store.current(&ann()).await.unwrap().into_iter().map(|record| (record.slot, record.session)).collect();
    slots.sort();
    assert_eq!(slots, [(Slot::main(), main.session), (Slot::aside("note"), aside.session)]);
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 2, work: 1 });
}

/// See the name.
pub async fn keys_that_look_alike_are_not_mixed_up(store: &dyn Store) {
    let keys = [
        SessionKey::new("a", "b/c", "d"),
        SessionKey::new("a/b", "c", "d"),
        SessionKey::new("a", "b", "d").thread("c"),
        SessionKey::new("a", "b%2Fc", "d"),
        SessionKey::new("a", "b", "c/d"),
        SessionKey::new("", "", ""),
    ];
    for (number, key) in (1_i64..).zip(&keys) {
        Hand::new(key.clone()).works(store, "1", number, &["toil"]).await;
    }
    for key in &keys {
        assert_eq!(store.current(key).await.unwrap().len(), 1, "{key}");
    }
    let found: Vec<SessionKey> = pending(store).await.into_iter().map(|work| work.key).collect();
    assert_eq!(found, keys);
}

/// See the name.
pub async fn a_closed_store_takes_nothing(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    store.close().await;
    assert!(store.commit(hand.clone().next("2", 2)).await.is_err());
    // Twice is as good as once.
    store.close().await;
}
