//! Progress of work.

use workflow_tests::bench::Bench;
use workflow_tests::trial::End;

#[tokio::test]
async fn progress_is_seen_and_gone_after() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let attempt = bench.attempt().await;
    assert!(ann.now().await.progress().is_none());
    attempt.progress.set(0.5, "halfway");
    let now = ann.until(|now| now.progress().is_some()).await;
    assert_eq!(now.progress().map(|done| (done.fraction(), done.label())), Some((0.5, "halfway")));
    attempt.reply.send(End::Gives("done")).unwrap();
    assert!(ann.until_at("Asking").await.progress().is_none());
}

#[tokio::test]
async fn progress_that_is_told_too_late_is_not_seen() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    let old = bench.attempt().await;
    ann.presses("Another task").await;
    let new = bench.attempt().await;
    old.progress.set(0.9, "late");
    assert!(ann.now().await.progress().is_none());
    new.progress.set(0.1, "new");
    old.progress.set(0.9, "late");
    assert_eq!(ann.now().await.progress().map(|done| done.label()), Some("new"));
}

#[tokio::test]
async fn progress_is_not_lost_by_what_happens_beside_it() {
    let mut bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.says("work hard").await;
    bench.attempt().await.progress.set(0.5, "halfway");
    ann.says("/note").await;
    ann.presses("One more").await;
    assert_eq!(ann.now().await.progress().map(|done| done.label()), Some("halfway"));
}
