//! Questions: kept with the session as long as it stays where it is.

use std::sync::Arc;

use workflow::store::{Answer, Answered, Asked, Asking, Commit, Committed, Said, Slot, Store};
use workflow::{Media, MediaId, MediaKind, Revision};

use super::{Hand, ann, id, rejected, time};

impl Hand {
    /// Asks before `said` is done, where the session stands.
    fn asks(&self, delivery: &str, said: Said) -> Commit {
        let question = format!("Is “{delivery}” sure?");
        let answered = Answered::Asked { question: question.clone() };
        let revision = Revision::new(self.revision);
        let answer = Answer { answered, session: Some(self.session), revision, step: None };
        let asked = Some(Arc::new(Asked { question, said, delivery: id(delivery) }));
        Commit {
            key: self.key.clone(),
            mark: Some((id(delivery), answer)),
            claim: None,
            moved: None,
            asking: Some(Asking { visit: self.visit(), asked }),
            at: time(9),
        }
    }

    /// Asks no more.
    fn stays(&self, delivery: &str) -> Commit {
        let answer = Answer { answered: Answered::Stayed, ..rejected("") };
        let asking = Some(Asking { visit: self.visit(), asked: None });
        Commit { asking, mark: Some((id(delivery), answer)), ..self.asks(delivery, command()) }
    }
}

fn command() -> Said {
    Said::Text("/create a \"cat\"".into())
}

/// What is asked, of the session of this slot.
async fn asked(store: &dyn Store, slot: &Slot) -> Option<Asked> {
    let current = store.current(&ann()).await.unwrap();
    let record = current.into_iter().find(|record| record.slot == *slot).unwrap();
    record.asked.map(|asked| (*asked).clone())
}

fn of(commit: &Commit) -> Option<Asked> {
    commit.asking.as_ref().and_then(|asking| asking.asked.as_deref().cloned())
}

/// See the name.
pub async fn a_question_is_found_as_it_was_committed(store: &dyn Store) {
    let (mut hand, mut aside) = (Hand::new(ann()), Hand::beside(ann(), Slot::aside("note")));
    hand.goes(store, "1", 1).await;
    aside.goes(store, "2", 2).await;
    assert_eq!(asked(store, &Slot::main()).await, None);
    let before = store.current(&ann()).await.unwrap();
    for commit in [hand.asks("3", command()), hand.asks("4", Said::Text("/other".into()))] {
        assert_eq!(store.commit(commit.clone()).await.unwrap(), Committed::Done);
        assert_eq!(asked(store, &Slot::main()).await, of(&commit));
        assert_eq!(asked(store, &Slot::aside("note")).await, None);
    }
    assert_eq!(store.commit(hand.stays("5")).await.unwrap(), Committed::Done);
    assert_eq!(store.current(&ann()).await.unwrap(), before);
}

/// See the name.
pub async fn a_question_goes_with_the_next_move(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    store.commit(hand.asks("2", command())).await.unwrap();
    hand.goes(store, "3", 3).await;
    assert_eq!(asked(store, &Slot::main()).await, None);
    store.commit(hand.asks("4", command())).await.unwrap();
    // It is not looked at beside a move.
    let asking = hand.asks("5", command()).asking;
    assert_eq!(store.commit(Commit { asking, ..hand.next("5", 5) }).await.unwrap(), Committed::Done);
    assert_eq!(asked(store, &Slot::main()).await, None);
}

/// See the name.
pub async fn a_question_counts_only_where_the_session_stands(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    assert_eq!(store.commit(hand.asks("0", command())).await.unwrap(), Committed::Conflict);
    hand.goes(store, "1", 1).await;
    let slow = hand.clone();
    hand.goes(store, "2", 2).await;
    let kept = hand.asks("3", command());
    store.commit(kept.clone()).await.unwrap();
    for late in [slow.asks("4", Said::Text("/other".into())), slow.stays("5")] {
        assert_eq!(store.commit(late).await.unwrap(), Committed::Conflict);
    }
    assert_eq!(asked(store, &Slot::main()).await, of(&kept));
    // Nothing of a conflict is written: the delivery is not answered.
    assert_eq!(store.commit(hand.stays("4")).await.unwrap(), Committed::Done);
    let mut new = Hand::new(ann());
    new.goes(store, "6", 6).await;
    assert_eq!(store.commit(hand.asks("7", command())).await.unwrap(), Committed::Conflict);
    assert_eq!(asked(store, &Slot::main()).await, None);
}

/// See the name.
pub async fn a_delivery_that_asked_does_not_ask_again(store: &dyn Store) {
    let mut hand = Hand::new(ann());
    hand.goes(store, "1", 1).await;
    let first = hand.asks("2", command());
    store.commit(first.clone()).await.unwrap();
    store.commit(hand.stays("3")).await.unwrap();
    let answer = first.mark.clone().unwrap().1;
    assert_eq!(store.commit(first).await.unwrap(), Committed::Repeated(answer));
    assert_eq!(asked(store, &Slot::main()).await, None);
}

/// See the name.
pub async fn files_that_wait_for_an_answer_are_known(store: &dyn Store) {
    let media = |number: u8| {
        let id = MediaId::parse(format!("{number:064x}")).unwrap();
        Media::new(id, MediaKind::Document, "application/pdf", 1)
    };
    let (mut hand, ids) = (Hand::new(ann()), [media(1).id().clone(), media(2).id().clone()]);
    hand.goes(store, "1", 1).await;
    let said = |number| Said::Media { media: vec![media(number)], caption: "/keep".into() };
    store.commit(hand.asks("2", said(1))).await.unwrap();
    let mut late = hand.asks("3", said(2));
    late.asking.as_mut().unwrap().visit.revision = Revision::new(7);
    assert_eq!(store.commit(late).await.unwrap(), Committed::Conflict);
    assert_eq!(store.brought(ids.to_vec()).await.unwrap(), ids[..1]);
}
