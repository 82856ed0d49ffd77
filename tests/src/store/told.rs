//! What a store tells of what was committed: work, journal, transcript, counts.

use std::sync::Arc;

use workflow::store::{Count, PendingKind, Said, Slot, Store};

use super::{Hand, ann, bob, deliveries, moved, names};

/// See the name.
pub async fn an_owner_is_known_when_the_session_is_over(store: &dyn Store) {
    let (mut old, mut new) = (Hand::new(ann()), Hand::new(ann()));
    old.goes(store, "1", 1).await;
    new.goes(store, "2", 2).await;
    assert_eq!(store.owner(old.session).await.unwrap(), Some(ann()));
    assert_eq!(store.owner(new.session).await.unwrap(), Some(ann()));
    assert_eq!(store.owner(Hand::new(ann()).session).await.unwrap(), None);
}

/// See the name.
pub async fn work_goes_with_the_session_whose_place_is_taken(store: &dyn Store) {
    let mut old = Hand::new(ann());
    let mut beside = Hand::beside(ann(), Slot::aside("note"));
    let mut other = Hand::new(bob());
    old.works(store, "1", 1, &["toil"]).await;
    beside.works(store, "2", 2, &["note"]).await;
    other.works(store, "1", 1, &["other"]).await;
    Hand::new(ann()).goes(store, "3", 3).await;
    let mut left = names(store, PendingKind::Work).await;
    left.sort();
    assert_eq!(left, ["note", "other"]);
}

/// See the name.
pub async fn the_journal_is_in_order_and_complete(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let mut entries = Vec::new();
    for number in 0..12 {
        let mut commit = hand.next(&number.to_string(), 100 - number);
        if number == 5 {
            let entry = &mut moved(&mut commit).entry;
            (entry.by, entry.said) = (None, Some(Said::Press("A button".to_owned())));
        }
        entries.push(moved(&mut commit).entry.clone());
        store.commit(commit).await.unwrap();
    }
    assert_eq!(store.journal(hand.session).await.unwrap(), entries);
}

/// See the name.
pub async fn the_transcript_is_the_newest_of_all_sessions(store: &dyn Store) {
    let (mut old, mut new) = (Hand::new(ann()), Hand::new(ann()));
    for (delivery, at) in [("1", 1), ("2", 2), ("3", 3)] {
        old.goes(store, delivery, at).await;
    }
    for (delivery, at) in [("4", 4), ("5", 5)] {
        new.goes(store, delivery, at).await;
    }
    Hand::new(bob()).goes(store, "6", 6).await;
    let transcript = async |limit| {
        let entries = store.transcript(&ann(), limit).await.unwrap();
        entries.iter().map(|entry| entry.delivery.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(transcript(10).await, ["1", "2", "3", "4", "5"]);
    assert_eq!(transcript(5).await, ["1", "2", "3", "4", "5"]);
    assert_eq!(transcript(3).await, ["3", "4", "5"]);
    assert_eq!(transcript(1).await, ["5"]);
    assert_eq!(transcript(0).await, Vec::<String>::new());
}

/// See the name.
pub async fn the_transcript_is_not_crowded_out_by_one_session(store: &dyn Store) {
    let (mut main, mut aside) = (Hand::new(ann()), Hand::beside(ann(), Slot::aside("note")));
    main.goes(store, "main 1", 1).await;
    for number in 0..10 {
        aside.goes(store, &format!("aside {number}"), 10 + number).await;
    }
    main.goes(store, "main 2", 100).await;
    let entries = store.transcript(&ann(), 3).await.unwrap();
    assert_eq!(deliveries(&entries), ["aside 8", "aside 9", "main 2"]);
}

/// See the name.
pub async fn sessions_and_work_are_counted(store: &dyn Store) {
    Hand::new(ann()).works(store, "1", 1, &["toil", "sweat"]).await;
    let mut over = Hand::new(bob());
    let mut commit = over.next("1", 1);
    Arc::make_mut(&mut moved(&mut commit).record).ended = true;
    store.commit(commit).await.unwrap();
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 1, work: 2 });
    assert_eq!(store.count(Some(&ann())).await.unwrap(), Count { sessions: 1, work: 2 });
    assert_eq!(store.count(Some(&bob())).await.unwrap(), Count::default());
}
