//! What every store must do, whatever it is made of: [`contract`] makes a test of each function here.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use workflow::store::{
    Answer, Answered, Commit, Committed, Count, DeliveryId, JournalEntry, Moved, PendingWork, Record, Said, Slot,
    Store, WorkId,
};
use workflow::{Markup, Revision, SessionId, SessionKey, Stored, UserId, View, Visit};

/// Makes a test of each part of the contract; `$open` gives the store and what must outlive it.
#[macro_export]
macro_rules! contract {
    ($open:expr) => {
        $crate::contract!(@each $open;
            a_new_store_holds_nothing
            a_record_is_found_as_it_was_committed
            a_move_counts_only_at_the_expected_revision
            a_conflict_writes_nothing
            a_session_is_new_only_once
            a_repeated_delivery_gets_the_first_answer
            a_delivery_is_repeated_for_its_own_key_only
            an_answer_is_kept_without_a_move
            commits_side_by_side_are_all_kept
            one_of_many_rivals_wins
            a_commit_that_can_not_be_written_harms_no_other
            a_dropped_commit_changes_all_or_nothing
            a_new_session_takes_the_place_of_the_last
            a_slot_has_a_session_of_its_own
            an_owner_is_known_for_ever
            work_is_pending_from_the_move_that_asks_to_the_next
            work_goes_with_the_session_whose_place_is_taken
            work_that_is_postponed_is_found_so
            work_that_is_set_aside_is_not_pending
            postponing_work_that_is_gone_does_not_bring_it_back
            the_journal_is_in_order_and_complete
            the_transcript_is_the_newest_of_all_sessions
            the_transcript_is_not_crowded_out_by_one_session
            sessions_and_work_are_counted
            keys_that_look_alike_are_not_mixed_up
            a_closed_store_takes_nothing
        );
    };
    (@each $open:expr; $($name:ident)+) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let (store, _kept) = $open.await;
                $crate::store::$name(&store).await;
            }
        )+
    };
}

/// One session whose moves are made by hand.
#[derive(Debug, Clone)]
struct Hand {
    session: SessionId,
    key: SessionKey,
    slot: Slot,
    revision: u64,
}

fn ann() -> SessionKey {
    SessionKey::new("test", "chat", "ann")
}

fn bob() -> SessionKey {
    SessionKey::new("test", "chat", "bob")
}

/// So many milliseconds after the beginning.
fn time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_767_225_600_000 + milliseconds).unwrap()
}

fn id(id: &str) -> DeliveryId {
    DeliveryId::parse(id).unwrap()
}

fn rejected(text: &str) -> Answer {
    let answered = Answered::Rejected { rejection: text.to_owned() };
    Answer { answered, session: None, revision: Revision::ZERO, step: None }
}

impl Hand {
    fn new(key: SessionKey) -> Self {
        Self::beside(key, Slot::main())
    }

    fn beside(key: SessionKey, slot: Slot) -> Self {
        Self { session: SessionId::new(Uuid::now_v7()), key, slot, revision: 0 }
    }

    fn visit(&self) -> Visit {
        Visit { session: self.session, revision: Revision::new(self.revision) }
    }

    fn work(&self, index: u16) -> WorkId {
        WorkId { visit: self.visit(), index }
    }

    /// The next move, under the delivery id `delivery`, so many milliseconds after the beginning.
    fn next(&mut self, delivery: &str, at: i64) -> Commit {
        let expected = Revision::new(self.revision);
        self.revision += 1;
        let revision = Revision::new(self.revision);
        let step = format!("Step{}", self.revision);
        let view = View::text(Markup::from("at ").bold(step.clone()));
        let entry = JournalEntry {
            session: self.session,
            revision,
            at: time(at),
            delivery: id(delivery),
            edge: "next".to_owned(),
            from: (self.revision > 1).then(|| format!("Step{}", self.revision - 1)),
            to: step.clone(),
            by: Some(UserId::new("test", "ann")),
            said: Some(Said::Text(format!("“{delivery}” / 100 %"))),
            view: view.clone(),
            slot: self.slot.clone(),
        };
        let data = serde_json::json!({ "number": self.revision, "text": "a \"quoted\" \u{0} text" });
        let record = Record {
            session: self.session,
            key: self.key.clone(),
            slot: self.slot.clone(),
            stored: Stored {
                workflow: "hand".into(),
                version: 3,
                step: step.clone().into(),
                data: data.as_object().unwrap().clone(),
            },
            revision,
            view,
            ended: false,
        };
        let answer = Answer { answered: Answered::Moved, session: Some(self.session), revision, step: Some(step) };
        Commit {
            key: self.key.clone(),
            mark: Some((id(delivery), answer)),
            moved: Some(Moved { record, expected, entry, starts: Vec::new(), cancels: self.revision > 1 }),
            at: time(at),
        }
    }

    /// The next move, which asks for work.
    fn next_with_work(&mut self, delivery: &str, at: i64, names: &[&'static str]) -> Commit {
        let mut commit = self.next(delivery, at);
        moved(&mut commit).starts = (0..).zip(names.iter().copied()).collect();
        commit
    }

    async fn goes(&mut self, store: &dyn Store, delivery: &str, at: i64) {
        let commit = self.next(delivery, at);
        assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    }

    async fn works(&mut self, store: &dyn Store, delivery: &str, at: i64, names: &[&'static str]) {
        let commit = self.next_with_work(delivery, at, names);
        assert_eq!(store.commit(commit).await.unwrap(), Committed::Done);
    }
}

fn moved(commit: &mut Commit) -> &mut Moved {
    commit.moved.as_mut().unwrap()
}

fn deliveries(entries: &[JournalEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.delivery.as_str()).collect()
}

/// See the name.
pub async fn a_new_store_holds_nothing(store: &dyn Store) {
    assert_eq!(store.current(&ann()).await.unwrap(), []);
    assert_eq!(store.pending_work().await.unwrap(), []);
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
    moved(&mut commit).record.ended = true;
    store.commit(commit.clone()).await.unwrap();
    assert_eq!(store.current(&ann()).await.unwrap(), [moved(&mut commit).record.clone()]);
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
    let pending = store.pending_work().await.unwrap();
    assert_eq!(pending.iter().map(|work| work.name.as_str()).collect::<Vec<_>>(), ["toil"]);
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
    let other = Commit { key: ann(), mark: Some((id("1"), rejected("No."))), moved: None, at: time(3) };
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
    ];
    for (number, answer) in answers.into_iter().enumerate() {
        let mark = Some((id(&number.to_string()), answer.clone()));
        let commit = Commit { key: ann(), mark, moved: None, at: time(1) };
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
    assert_eq!(store.pending_work().await.unwrap().len(), 500);
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
    moved(&mut poison).starts = vec![(0, "toil"), (0, "toil")];
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
        let _dropped = futures_util::FutureExt::now_or_never(store.commit(commit));
    }
    // Commits are taken in order: when this one is there, the dropped ones are over.
    Hand::new(ann()).goes(store, "1", 1).await;
    let pending = store.pending_work().await.unwrap();
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
pub async fn an_owner_is_known_for_ever(store: &dyn Store) {
    let (mut old, mut new) = (Hand::new(ann()), Hand::new(ann()));
    old.goes(store, "1", 1).await;
    new.goes(store, "2", 2).await;
    assert_eq!(store.owner(old.session).await.unwrap(), Some(ann()));
    assert_eq!(store.owner(new.session).await.unwrap(), Some(ann()));
    assert_eq!(store.owner(Hand::new(ann()).session).await.unwrap(), None);
}

/// See the name.
pub async fn work_is_pending_from_the_move_that_asks_to_the_next(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 5, &["toil", "sweat"]).await;
    let pending = |name: &str, index| PendingWork {
        id: hand.work(index),
        name: name.to_owned(),
        key: ann(),
        attempts: 0,
        due: Some(time(5)),
        reason: None,
    };
    let mut found = store.pending_work().await.unwrap();
    found.sort_by_key(|work| work.id.index);
    assert_eq!(found, [pending("toil", 0), pending("sweat", 1)]);
    hand.works(store, "2", 6, &["rest"]).await;
    let found = store.pending_work().await.unwrap();
    assert_eq!(found.iter().map(|work| (work.id, work.name.as_str())).collect::<Vec<_>>(), [(hand.work(0), "rest")]);
    hand.goes(store, "3", 7).await;
    assert_eq!(store.pending_work().await.unwrap(), []);
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
    let mut names: Vec<String> = store.pending_work().await.unwrap().into_iter().map(|work| work.name).collect();
    names.sort();
    assert_eq!(names, ["note", "other"]);
}

/// See the name.
pub async fn work_that_is_postponed_is_found_so(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let mut work = store.pending_work().await.unwrap().remove(0);
    work.attempts = 3;
    work.due = Some(time(0).checked_add(SignedDuration::from_hours(1)).unwrap());
    work.reason = Some("it broke".to_owned());
    store.postpone(work.clone()).await.unwrap();
    assert_eq!(store.pending_work().await.unwrap(), [work]);
}

/// See the name.
pub async fn work_that_is_set_aside_is_not_pending(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let work = store.pending_work().await.unwrap().remove(0);
    store.postpone(PendingWork { due: None, ..work }).await.unwrap();
    assert_eq!(store.pending_work().await.unwrap(), []);
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 1, work: 0 });
}

/// See the name.
pub async fn postponing_work_that_is_gone_does_not_bring_it_back(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.works(store, "1", 1, &["toil"]).await;
    let work = store.pending_work().await.unwrap().remove(0);
    hand.goes(store, "2", 2).await;
    store.postpone(work).await.unwrap();
    assert_eq!(store.pending_work().await.unwrap(), []);
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
    moved(&mut commit).record.ended = true;
    store.commit(commit).await.unwrap();
    assert_eq!(store.count(None).await.unwrap(), Count { sessions: 1, work: 2 });
    assert_eq!(store.count(Some(&ann())).await.unwrap(), Count { sessions: 1, work: 2 });
    assert_eq!(store.count(Some(&bob())).await.unwrap(), Count::default());
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
    let found: Vec<SessionKey> = store.pending_work().await.unwrap().into_iter().map(|work| work.key).collect();
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
