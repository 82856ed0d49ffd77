//! What a store keeps of a session beside its step: visits, timers, effects, what is shown to roles.

use std::sync::Arc;

use workflow::store::{Commit, Committed, Frame, Moved, PendingKind, Record, Said, Shows, Store, VisitChange};
use workflow::{History, Locale, Media, MediaId, MediaKind, Past, Revision, SessionKey, View, WayBack};

use super::{Hand, ann, asked, moved, names, pending, stored};

fn past(revision: u64, way_back: WayBack) -> Past {
    Past::new(Revision::new(revision), stored(revision), way_back)
}

/// The move as one to a session that `change` makes of it, coming from `before`.
fn as_session(mut commit: Commit, before: Option<&Record>, change: impl FnOnce(&mut Record)) -> Commit {
    let moved = moved(&mut commit);
    let record = Arc::make_mut(&mut moved.record);
    change(record);
    moved.visits = record.changes_since(before);
    let had_views = before.is_some_and(|before| !before.views.is_empty());
    moved.shows = if had_views || !record.views.is_empty() { Shows::Anew } else { Shows::Nothing };
    commit
}

async fn commits(store: &dyn Store, commit: Commit) -> Record {
    let record = (*commit.moved.as_ref().unwrap().record).clone();
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    assert_eq!(store.current(&record.key).await.unwrap(), std::slice::from_ref(&record));
    record
}

/// The next move, changed by `change`.
async fn goes_with(hand: &mut Hand, store: &dyn Store, delivery: &str, change: impl FnOnce(&mut Moved)) {
    let mut commit = hand.next(delivery, 1);
    change(moved(&mut commit));
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
}

/// See the name.
pub async fn visits_are_kept_changed_and_dropped_as_a_commit_says(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let mut before: Option<Record> = None;
    let histories = [
        vec![],
        vec![past(1, WayBack::Open)],
        vec![past(1, WayBack::Closed), past(2, WayBack::Open)],
        vec![past(1, WayBack::Closed), past(2, WayBack::Open), past(3, WayBack::Open)],
        vec![past(2, WayBack::Closed), past(3, WayBack::Open), past(4, WayBack::Closed)],
        vec![],
    ];
    for (number, history) in histories.into_iter().enumerate() {
        let commit = hand.next(&number.to_string(), 1);
        let commit = as_session(commit, before.as_ref(), |record| record.history = History::new(history));
        before = Some(commits(store, commit).await);
    }
}

/// See the name.
pub async fn a_stack_of_workflows_is_found_as_it_was_committed(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let frame = |revision: u64, history| Frame {
        stored: stored(revision),
        entered: Revision::new(revision),
        history: History::new(history),
        work: format!("work{revision}"),
    };
    let first = as_session(hand.next("1", 1), None, |_| ());
    let first = commits(store, first).await;
    let around = as_session(hand.next("2", 2), Some(&first), |record| record.below = vec![frame(1, vec![])]);
    let around = commits(store, around).await;
    let inside = as_session(hand.next("3", 3), Some(&around), |record| {
        record.below = vec![frame(1, vec![]), frame(2, vec![])];
    });
    let inside = commits(store, inside).await;
    let deeper = as_session(hand.next("4", 4), Some(&inside), |record| {
        record.below = vec![frame(1, vec![]), frame(2, vec![])];
        record.history = History::new(vec![past(3, WayBack::Open)]);
    });
    let deeper = commits(store, deeper).await;
    // Both end: the step that they ran inside of can be gone back to now.
    let out = as_session(hand.next("5", 5), Some(&deeper), |record| {
        record.history = History::new(vec![past(1, WayBack::Closed)]);
    });
    commits(store, out).await;
}

/// See the name.
pub async fn visits_timers_and_what_is_shown_go_with_the_session(store: &dyn Store) {
    for how in ["abandoned", "replaced"] {
        let mut hand = Hand::new(SessionKey::new("test", "chat", how));
        let first = commits(store, as_session(hand.next("1", 1), None, |_| ())).await;
        let mut commit = as_session(hand.next("2", 1), Some(&first), |record| {
            record.history = History::new(vec![past(1, WayBack::Open)]);
            record.views = vec![("boss".into(), Arc::new(View::text("?")))];
        });
        moved(&mut commit).asks = asked(PendingKind::Timer, &[("expire", 5)]);
        commits(store, commit).await;
        assert_eq!(store.waiting_for("boss", 10).await.unwrap().len(), 1);
        if how == "abandoned" {
            store.abandon(&hand.key, &hand.slot).await.unwrap();
        } else {
            Hand::new(hand.key.clone()).goes(store, "3", 2).await;
        }
        assert_eq!(pending(store).await, [], "{how}");
        assert_eq!(store.waiting_for("boss", 10).await.unwrap(), [], "{how}");
    }
}

/// See the name.
pub async fn a_conflict_keeps_nothing(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let first = commits(store, as_session(hand.next("1", 1), None, |_| ())).await;
    let mut slow = hand.clone();
    let second = as_session(hand.next("2", 2), Some(&first), |_| ());
    let second = commits(store, second).await;
    let mut lost = as_session(slow.next("3", 3), Some(&first), |record| {
        record.history = History::new(vec![past(1, WayBack::Open)]);
        record.views = vec![("boss".into(), Arc::default())];
    });
    let moved = moved(&mut lost);
    moved.asks = asked(PendingKind::Timer, &[("expire", 5)]);
    moved.asks.extend(asked(PendingKind::Effect, &[("tell", 2)]));
    moved.visits.push(VisitChange::Drop(Revision::new(1)));
    assert_eq!(store.commit(lost).await.unwrap(), Committed::Conflict);
    assert_eq!(store.current(&ann()).await.unwrap(), [second]);
    assert_eq!(pending(store).await, []);
    assert_eq!(store.waiting_for("boss", 10).await.unwrap(), []);
}

/// See the name.
pub async fn a_timer_goes_with_its_visit_and_not_with_a_later_one(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.asks = asked(PendingKind::Timer, &[("outer", 1)])).await;
    goes_with(&mut hand, store, "2", |moved| {
        moved.leaves = None;
        moved.asks = asked(PendingKind::Timer, &[("inner", 2)]);
    })
    .await;
    assert_eq!(names(store, PendingKind::Timer).await, ["outer", "inner"]);
    goes_with(&mut hand, store, "3", |_| ()).await;
    assert_eq!(names(store, PendingKind::Timer).await, ["outer"]);
    goes_with(&mut hand, store, "4", |moved| moved.leaves = Some(Revision::new(1))).await;
    assert_eq!(pending(store).await, []);
}

/// See the name.
pub async fn an_effect_outlives_its_session(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.asks = asked(PendingKind::Effect, &[("tell", 1)])).await;
    hand.goes(store, "2", 2).await;
    Hand::new(ann()).goes(store, "3", 3).await;
    store.abandon(&ann(), &hand.slot).await.unwrap();
    assert_eq!(names(store, PendingKind::Effect).await, ["tell"]);
}

/// See the name.
pub async fn what_is_shown_to_a_role_is_found_newest_first(store: &dyn Store) {
    let mut records = Vec::new();
    for user in ["1", "2", "3"] {
        let mut hand = Hand::new(SessionKey::new("test", "chat", user));
        let shown = as_session(hand.next("1", 1), None, |record| {
            let view = |text: &str| Arc::new(View::text(format!("{text} {user}")));
            record.views = vec![("clerk".into(), view("clerk")), ("boss".into(), view("boss"))];
        });
        let record = commits(store, shown).await;
        records.push((hand, record));
    }
    let found = async |role| {
        let found = store.waiting_for(role, 2).await.unwrap();
        found.into_iter().map(|record| record.session).collect::<Vec<_>>()
    };
    assert_eq!(found("boss").await, [records[2].1.session, records[1].1.session]);
    assert_eq!(store.waiting_for("clerk", 3).await.unwrap()[2], records[0].1);
    assert!(found("nobody").await.is_empty());
    let (hand, record) = &mut records[2];
    let next =
        as_session(hand.next("2", 2), Some(record), |record| record.views = vec![("clerk".into(), Arc::default())]);
    commits(store, next).await;
    assert_eq!(found("boss").await, [records[1].1.session, records[0].1.session]);
}

/// The owner's language is kept with the session, and what is still done for it is done in that.
pub async fn the_owners_language_is_that_of_the_last_move(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let spoken = |mut commit: Commit, tag: &str| {
        Arc::make_mut(&mut moved(&mut commit).record).locale = Locale::parse(tag).unwrap();
        commit
    };
    let mut first = spoken(hand.next("1", 1), "pt-BR");
    moved(&mut first).asks = asked(PendingKind::Effect, &[("tell", 1)]);
    commits(store, first).await;
    let spoken_of = async || pending(store).await.remove(0).locale;
    assert_eq!(spoken_of().await.as_str(), "pt-BR");
    commits(store, spoken(hand.next("2", 2), "de")).await;
    assert_eq!(spoken_of().await.as_str(), "de");
    // Also when the session has left its place.
    commits(store, Hand::new(ann()).next("3", 3)).await;
    assert_eq!(spoken_of().await.as_str(), "de");
}

/// Those of an input that was refused, or whose commit did not count, are not.
pub async fn the_media_of_inputs_that_were_taken_are_known(store: &dyn Store) {
    let file = |number: u8| Media::new(MediaId::of_digest([number; 32]), MediaKind::Photo, "image/png", 900);
    let sends = |mut commit: Commit, media: Vec<Media>| {
        moved(&mut commit).entry.said = Some(Said::Media { media, caption: String::new() });
        commit
    };
    let mut hand = Hand::new(ann());
    let mut late = hand.clone();
    commits(store, sends(hand.next("1", 1), vec![file(1), file(2), file(1)])).await;
    commits(store, sends(hand.next("2", 2), vec![file(2)])).await;
    let mut conflict = sends(late.next("3", 3), vec![file(3)]);
    moved(&mut conflict).expected = Revision::new(1);
    assert_eq!(store.commit(conflict).await.unwrap(), Committed::Conflict);
    let asked: Vec<MediaId> = [2, 3, 1].map(|number| file(number).id().clone()).into();
    assert_eq!(store.brought(asked.clone()).await.unwrap(), [asked[0].clone(), asked[2].clone()]);
    // Also when the session has left its place: its journal stays.
    commits(store, Hand::new(ann()).next("4", 4)).await;
    assert_eq!(store.brought(asked).await.unwrap().len(), 2);
}
