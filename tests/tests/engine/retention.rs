//! What is over is forgotten after its time, and the keys that had it go on.

use std::time::Duration;

use workflow::store::{Answered, KeptSince};
use workflow_tests::claim::Office;

/// The pause between two looks at what a collection has done.
const LOOK: Duration = Duration::from_millis(10);
const QUARTER_DAY: u64 = 6 * 60;
const YEAR: u64 = 366 * 24 * 60;

async fn until_rows(office: &Office, table: &str, wanted: u32) {
    for _ in 0..2000 {
        if office.rows(table) == wanted {
            return;
        }
        // A collection that was under way when the time passed had looked at some of it before.
        office.passes(QUARTER_DAY);
        tokio::time::sleep(LOOK).await;
    }
    panic!("there are {} rows in {table}, and not {wanted}", office.rows(table));
}

#[tokio::test]
async fn what_is_over_is_forgotten_after_its_time() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    office.passes(15);
    let over = ann.until_at("Dropped").await;
    assert_eq!(office.rows("session"), 1);
    office.passes(YEAR);
    until_rows(&office, "session", 0).await;
    until_rows(&office, "inbox", 0).await;
    assert_eq!((office.rows("journal"), office.kept()), (0, 0));
    assert_eq!(office.engine.owner(over.session()).await.unwrap(), None);
    // The engine had it in memory: its key goes on all the same.
    let ann = office.reviewing("ann").await;
    assert_ne!(ann.until_at("Review").await.session(), over.session());
}

#[tokio::test]
async fn what_is_under_way_is_never_forgotten() {
    let office = Office::new().await;
    let ann = office.chat("ann");
    ann.says("/claim").await;
    let before = ann.stands().await;
    office.passes(2 * YEAR);
    until_rows(&office, "inbox", 0).await;
    assert_eq!(office.rows("journal"), 1, "the last entry, with what is shown");
    assert_eq!(ann.stands().await, before);
}

#[tokio::test]
async fn an_old_button_of_a_session_that_is_forgotten_is_refused() {
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    let old = ann.token("Back").await;
    office.passes(15);
    ann.until_at("Dropped").await;
    office.passes(YEAR);
    until_rows(&office, "session", 0).await;
    let outcome = ann.press(old).await;
    assert!(matches!(outcome.answered, Answered::Stale | Answered::Unknown), "{outcome:?}");
}

#[test]
fn by_default_nothing_is_forgotten_before_a_month() {
    let kept = workflow::Retention::default();
    let month = Duration::from_secs(30 * 24 * 3600);
    for kept in [kept.answers, kept.journal, kept.ended, kept.dead_effects] {
        assert!(kept.unwrap() >= month);
    }
    assert_eq!(KeptSince::default().answers, None);
}
