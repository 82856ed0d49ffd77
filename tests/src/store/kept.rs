//! What a store keeps of a session beside its step: visits, timers, effects, what is shown to roles.

use std::sync::Arc;

use serde_json::json;
use workflow::store::{
    Arms, Asks, Commit, Committed, EffectId, Frame, Moved, Record, Said, Shows, Store, VisitChange, Which,
};
use workflow::{History, Locale, Media, MediaId, MediaKind, Past, Revision, SessionKey, Stored, View, WayBack};

use super::{Hand, ann, bob, moved, time};

fn stored(step: &str) -> Arc<Stored> {
    let data = json!({ "at": step, "quote": "\"" }).as_object().unwrap().clone();
    Arc::new(Stored { workflow: "hand".into(), version: 3, step: step.to_owned().into(), data })
}

fn past(revision: u64, way_back: WayBack) -> Past {
    Past::new(Revision::new(revision), stored(&format!("Step{revision}")), way_back)
}

/// The move as one to a session that `change` makes of it, coming from `before`.
fn as_session(mut commit: Commit, before: Option<&Record>, change: impl FnOnce(&mut Record)) -> Commit {
    let moved = moved(&mut commit);
    let record = Arc::make_mut(&mut moved.record);
    change(record);
    moved.visits = record.changes_since(before);
    moved.shows = Shows::Anew;
    commit
}

async fn commits(store: &dyn Store, commit: Commit) -> Record {
    let record = (*commit.moved.as_ref().unwrap().record).clone();
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    assert_eq!(store.current(&record.key).await.unwrap(), std::slice::from_ref(&record));
    record
}

fn arms(edge: &'static str, due: i64) -> Arms {
    Arms { edge, due: time(due) }
}

fn asks(name: &'static str) -> Asks {
    Asks { workflow: "hand", name, payload: json!({ "name": name, "list": [1, null, "ü"] }) }
}

/// The next move, changed by `change`.
async fn goes_with(hand: &mut Hand, store: &dyn Store, delivery: &str, change: impl FnOnce(&mut Moved)) {
    let mut commit = hand.next(delivery, 1);
    change(moved(&mut commit));
    assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
}

async fn timers(store: &dyn Store) -> Vec<String> {
    store.timers(100).await.unwrap().into_iter().map(|timer| timer.edge).collect()
}

async fn effects(store: &dyn Store, which: Which) -> Vec<String> {
    store.effects(which).await.unwrap().into_iter().map(|effect| effect.name).collect()
}

/// See the name.
pub async fn visits_are_kept_changed_and_dropped_as_a_commit_says(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    let mut before: Option<Record> = None;
    let histories = [
        vec![],
        vec![past(1, WayBack::Open)],
        vec![past(1, WayBack::Closed), past(2, WayBack::Open)],
        vec![past(1, WayBack::Closed), past(2, WayBack::Open), past(4, WayBack::Open)],
        vec![past(2, WayBack::Closed), past(4, WayBack::Open), past(5, WayBack::Closed)],
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
        stored: stored(&format!("Step{revision}")),
        entered: Revision::new(revision),
        history: History::new(history),
        work: format!("work{revision}"),
    };
    let first = as_session(hand.next("1", 1), None, |_| ());
    let first = commits(store, first).await;
    hand.goes(store, "2", 2).await;
    let inside = as_session(hand.next("3", 3), Some(&first), |record| {
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
        let mut commit = as_session(hand.next("1", 1), None, |record| {
            record.history = History::new(vec![past(1, WayBack::Open)]);
            record.views = vec![("boss".into(), Arc::new(View::text("?")))];
        });
        moved(&mut commit).timers = vec![arms("expire", 5)];
        commits(store, commit).await;
        assert_eq!(store.waiting_for("boss", 10).await.unwrap().len(), 1);
        if how == "abandoned" {
            store.abandon(&hand.key, &hand.slot).await.unwrap();
        } else {
            Hand::new(hand.key.clone()).goes(store, "2", 2).await;
        }
        assert!(timers(store).await.is_empty(), "{how}");
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
    moved.timers = vec![arms("expire", 5)];
    moved.effects = vec![asks("tell")];
    moved.visits.push(VisitChange::Drop(Revision::new(1)));
    assert_eq!(store.commit(lost).await.unwrap(), Committed::Conflict);
    assert_eq!(store.current(&ann()).await.unwrap(), [second]);
    assert!(timers(store).await.is_empty() && effects(store, Which::Due).await.is_empty());
    assert_eq!(store.waiting_for("boss", 10).await.unwrap(), []);
}

/// See the name.
pub async fn timers_come_in_the_order_in_which_they_are_due(store: &dyn Store) {
    let (mut one, mut other) = (Hand::new(ann()), Hand::new(bob()));
    goes_with(&mut one, store, "1", |moved| moved.timers = vec![arms("third", 30), arms("first", 10)]).await;
    goes_with(&mut other, store, "1", |moved| moved.timers = vec![arms("second", 20)]).await;
    assert_eq!(timers(store).await, ["first", "second", "third"]);
    let first = store.timers(2).await.unwrap();
    assert_eq!(first.len(), 2);
    assert_eq!(
        (first[0].visit, &first[0].key, first[0].due, first[0].attempts),
        (one.visit(), &ann(), Some(time(10)), 0)
    );
    assert_eq!((first[1].visit, &first[1].key), (other.visit(), &bob()));
}

/// See the name.
pub async fn a_timer_goes_with_its_visit_and_not_with_a_later_one(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.timers = vec![arms("outer", 1)]).await;
    goes_with(&mut hand, store, "2", |moved| {
        moved.leaves = None;
        moved.timers = vec![arms("inner", 2)];
    })
    .await;
    assert_eq!(timers(store).await, ["outer", "inner"]);
    goes_with(&mut hand, store, "3", |_| ()).await;
    assert_eq!(timers(store).await, ["outer"]);
    goes_with(&mut hand, store, "4", |moved| moved.leaves = Some(Revision::new(1))).await;
    assert!(timers(store).await.is_empty());
}

/// See the name.
pub async fn a_timer_that_is_postponed_is_found_so(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.timers = vec![arms("expire", 1)]).await;
    let mut timer = store.timers(1).await.unwrap().remove(0);
    (timer.attempts, timer.due, timer.reason) = (3, Some(time(99)), Some("it broke".to_owned()));
    store.postpone_timer(timer.clone()).await.unwrap();
    assert_eq!(store.timers(10).await.unwrap(), [timer.clone()]);
    timer.due = None;
    store.postpone_timer(timer.clone()).await.unwrap();
    assert!(timers(store).await.is_empty());
    // One that is gone is not brought back.
    hand.goes(store, "2", 2).await;
    timer.due = Some(time(1));
    store.postpone_timer(timer).await.unwrap();
    assert!(timers(store).await.is_empty());
}

/// See the name.
pub async fn work_that_ends_goes_without_its_visit(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["begin", "watch"]).await;
    let work = hand.work(0);
    goes_with(&mut hand, store, "2", |moved| (moved.leaves, moved.ends) = (None, Some(work))).await;
    let pending: Vec<String> = store.pending_work().await.unwrap().into_iter().map(|work| work.name).collect();
    assert_eq!(pending, ["watch"]);
}

/// See the name.
pub async fn an_effect_is_found_until_it_is_done(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.effects = vec![asks("tell"), asks("pay")]).await;
    let mut found = store.effects(Which::Due).await.unwrap();
    found.sort_by_key(|effect| effect.id.index);
    let [tell, pay] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (tell.id, tell.name.as_str(), tell.workflow.as_str()),
        (EffectId { visit: hand.visit(), index: 0 }, "tell", "hand")
    );
    assert_eq!((&tell.payload, &tell.key, tell.due), (&asks("tell").payload, &ann(), Some(time(1))));
    store.finish_effect(pay.id).await.unwrap();
    assert_eq!(effects(store, Which::Due).await, ["tell"]);
    let mut tell = tell.clone();
    (tell.attempts, tell.due, tell.reason) = (2, Some(time(50)), Some("busy".to_owned()));
    store.postpone_effect(tell.clone()).await.unwrap();
    assert_eq!(store.effects(Which::Due).await.unwrap(), [tell.clone()]);
    store.finish_effect(tell.id).await.unwrap();
    // What is done is not brought back.
    store.postpone_effect(tell).await.unwrap();
    assert!(effects(store, Which::Due).await.is_empty());
}

/// See the name.
pub async fn an_effect_outlives_its_session(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.effects = vec![asks("tell")]).await;
    hand.goes(store, "2", 2).await;
    Hand::new(ann()).goes(store, "3", 3).await;
    store.abandon(&ann(), &hand.slot).await.unwrap();
    assert_eq!(effects(store, Which::Due).await, ["tell"]);
}

/// See the name.
pub async fn an_effect_that_was_given_up_is_found_with_its_reason(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    goes_with(&mut hand, store, "1", |moved| moved.effects = vec![asks("tell"), asks("pay")]).await;
    let mut dead = store.effects(Which::Due).await.unwrap().remove(0);
    (dead.attempts, dead.due, dead.reason) = (9, None, Some("the bank is gone".to_owned()));
    store.postpone_effect(dead.clone()).await.unwrap();
    assert_eq!(store.effects(Which::Dead).await.unwrap(), [dead.clone()]);
    assert_eq!(effects(store, Which::Due).await.len(), 1);
    dead.due = Some(time(1));
    store.postpone_effect(dead).await.unwrap();
    assert_eq!(effects(store, Which::Due).await.len(), 2);
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
    moved(&mut first).effects = vec![asks("tell")];
    commits(store, first).await;
    let spoken_of = async || store.effects(Which::Due).await.unwrap().remove(0).locale;
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
