//! What every store must do, whatever it is made of: `contract!` makes a test of each function here.

mod asked;
mod commits;
mod kept;
mod noted;
mod old;
mod pending;
mod told;

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;
use workflow::store::{
    Answer, Answered, Asks, Commit, Committed, DeliveryId, JournalEntry, Moved, Pending, PendingId, PendingKind,
    Record, Said, Shows, Slot, Store, Which,
};
use workflow::{History, Locale, Markup, Revision, SessionId, SessionKey, Stored, UserId, View, Visit};

pub use asked::*;
pub use commits::*;
pub use kept::*;
pub use noted::*;
pub use old::*;
pub use pending::*;
pub use told::*;

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
            an_owner_is_known_when_the_session_is_over
            work_is_pending_from_the_move_that_asks_to_the_next
            work_goes_with_the_session_whose_place_is_taken
            visits_are_kept_changed_and_dropped_as_a_commit_says
            a_stack_of_workflows_is_found_as_it_was_committed
            visits_timers_and_what_is_shown_go_with_the_session
            a_conflict_keeps_nothing
            what_is_due_is_claimed_in_the_order_in_which_it_is_due
            what_is_claimed_is_claimed_by_nobody_else
            a_queue_gives_no_more_than_is_wanted_of_it
            a_kind_gives_no_more_than_is_wanted_of_it
            only_what_is_wanted_is_claimed
            g13_a_claim_that_has_run_out_changes_nothing
            g13_a_move_by_a_claim_that_is_over_is_not_made
            a_claim_that_is_renewed_does_not_run_out
            what_is_given_back_is_there_at_once
            what_is_postponed_is_found_so
            what_is_done_is_gone_and_not_brought_back
            what_was_given_up_is_found_with_its_reason_and_revived
            a_move_ends_what_brought_it_and_nothing_else
            many_rivals_claim_each_once
            a_timer_goes_with_its_visit_and_not_with_a_later_one
            an_effect_outlives_its_session
            the_owners_language_is_that_of_the_last_move
            what_is_shown_to_a_role_is_found_newest_first
            the_media_of_inputs_that_were_taken_are_known
            the_journal_is_in_order_and_complete
            the_transcript_is_the_newest_of_all_sessions
            the_transcript_is_not_crowded_out_by_one_session
            a_question_is_found_as_it_was_committed
            a_question_goes_with_the_next_move
            a_question_counts_only_where_the_session_stands
            a_delivery_that_asked_does_not_ask_again
            files_that_wait_for_an_answer_are_known
            sessions_and_work_are_counted
            nothing_is_forgotten_unless_it_is_asked_for
            old_answers_are_forgotten_and_new_ones_are_not
            a_session_keeps_its_last_journal_entry
            sessions_that_are_over_are_forgotten_with_all_they_had
            effects_keep_their_session_until_they_are_old_themselves
            a_collection_goes_on_beside_commits
            notes_are_kept_by_name_and_forgotten
            notes_are_listed_by_prefix_and_page
            notes_of_one_surface_are_not_anothers
            sessions_that_moved_since_are_found_by_surface
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

    fn work(&self, index: u16) -> PendingId {
        PendingId { visit: self.visit(), kind: PendingKind::Work, index }
    }

    /// The next move, under the delivery id `delivery`, so many milliseconds after the beginning.
    fn next(&mut self, delivery: &str, at: i64) -> Commit {
        let expected = Revision::new(self.revision);
        self.revision += 1;
        let revision = Revision::new(self.revision);
        let step = format!("Step{}", self.revision);
        let view = Arc::new(View::text(Markup::from("at ").bold(step.clone())));
        let entry = JournalEntry {
            session: self.session,
            revision,
            at: time(at),
            delivery: id(delivery),
            edge: "next".into(),
            from: (self.revision > 1).then(|| format!("Step{}", self.revision - 1).into()),
            to: step.clone().into(),
            by: Some(UserId::new("test", "ann")),
            said: Some(Said::Text(format!("“{delivery}” / 100 %"))),
            view: Arc::clone(&view),
            slot: self.slot.clone(),
        };
        let record = Record {
            session: self.session,
            key: self.key.clone(),
            locale: Locale::default(),
            slot: self.slot.clone(),
            stored: stored(self.revision),
            revision,
            history: History::default(),
            below: Vec::new(),
            view,
            views: Vec::new(),
            asked: None,
            ended: false,
        };
        let answer =
            Answer { answered: Answered::Moved, session: Some(self.session), revision, step: Some(step.into()) };
        Commit {
            key: self.key.clone(),
            mark: Some((id(delivery), answer)),
            claim: None,
            asking: None,
            moved: Some(Arc::new(Moved {
                record: Arc::new(record),
                expected,
                entry,
                asks: Vec::new(),
                leaves: (self.revision > 1).then_some(expected),
                visits: Vec::new(),
                shows: Shows::Nothing,
            })),
            at: time(at),
        }
    }

    /// The next move, which asks for work.
    fn next_with_work(&mut self, delivery: &str, at: i64, names: &[&'static str]) -> Commit {
        let mut commit = self.next(delivery, at);
        moved(&mut commit).asks = asked(PendingKind::Work, &names.iter().map(|name| (*name, at)).collect::<Vec<_>>());
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

/// The step to which the move of this revision leads.
fn stored(revision: u64) -> Arc<Stored> {
    let data = serde_json::json!({ "number": revision, "text": "a \"quoted\" \u{0} text" });
    let data = data.as_object().unwrap().clone();
    Arc::new(Stored { workflow: "hand".into(), version: 3, step: format!("Step{revision}").into(), data })
}

/// What is asked for of this kind: the names, and so many milliseconds after the beginning.
fn asked(kind: PendingKind, names: &[(&'static str, i64)]) -> Vec<Asks> {
    let is_effect = kind == PendingKind::Effect;
    let asks = |(index, (name, due)): (u16, &(&'static str, i64))| {
        let payload = is_effect.then(|| serde_json::json!({ "name": name, "list": [1, null, "ü"] }));
        Asks { kind, index, workflow: "hand", name, payload, due: time(*due) }
    };
    (0..).zip(names).map(asks).collect()
}

/// All that is pending.
async fn pending(store: &dyn Store) -> Vec<Pending> {
    store.pending(Which::Due, 1000).await.unwrap()
}

/// The names of what is pending of this kind, in the order in which it is due.
async fn names(store: &dyn Store, kind: PendingKind) -> Vec<String> {
    pending(store).await.into_iter().filter(|it| it.id.kind == kind).map(|it| it.name).collect()
}

fn moved(commit: &mut Commit) -> &mut Moved {
    Arc::make_mut(commit.moved.as_mut().unwrap())
}

fn deliveries(entries: &[JournalEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.delivery.as_str()).collect()
}
