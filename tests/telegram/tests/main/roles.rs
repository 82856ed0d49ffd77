//! Somebody else who takes a part.

use workflow_telegram_tests::host::Host;

use crate::{buttons, ends_with};

#[tokio::test(flavor = "multi_thread")]
async fn a_guide_approves_from_their_own_chat_once() {
    let mut host = Host::asleep().await;
    let guide = host.api.user("Gus");
    host.has_guide(&guide);
    host.wakes().await;
    let (ann, gus) = (host.api.private(&host.api.user("Ann")), host.api.private(&guide));
    gus.says("/leave").await;
    ann.says("/tour Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.presses("Review").await.unwrap();
    let messages = gus.sees(ends_with("Please look at the tour of Ann.")).await;
    assert_eq!(buttons(&messages), [["Approve"]]);
    gus.presses("Approve").await.unwrap();
    ann.sees(ends_with("Goodbye, Ann!")).await;
    gus.sees(|messages| messages.iter().all(|message| message.keyboard.is_empty())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guide_rejects_with_a_reply() {
    let mut host = Host::asleep().await;
    let guide = host.api.user("Gus");
    host.has_guide(&guide);
    host.wakes().await;
    let (ann, gus) = (host.api.private(&host.api.user("Ann")), host.api.private(&guide));
    gus.says("/leave").await;
    ann.says("/tour Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.presses("Review").await.unwrap();
    let shown = gus.sees(ends_with("Please look at the tour of Ann.")).await.pop().unwrap();
    gus.replies(shown.id, "too early").await;
    ann.sees(ends_with("Where to, Ann (too early)?")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_guide_is_told_in_their_own_chat_and_in_no_group() {
    let mut host = Host::asleep().await;
    let (guide, bob) = (host.api.user("Gus"), host.api.user("Bob"));
    host.has_guide(&guide);
    host.wakes().await;
    let group = host.api.group(&[&guide, &bob]);
    group.says_as(&guide, "/tour Gus").await;
    group.sees(ends_with("Where to, Gus?")).await;
    let (ann, gus) = (host.api.private(&host.api.user("Ann")), host.api.private(&guide));
    gus.says("/leave").await;
    ann.says("/tour Ann").await;
    ann.sees(ends_with("Where to, Ann?")).await;
    ann.presses("Review").await.unwrap();
    gus.sees(ends_with("Please look at the tour of Ann.")).await;
    let menu = group.messages().pop().unwrap();
    group.presses_as(&guide, menu.id, "Break").await.unwrap();
    group.sees(ends_with("It breaks.")).await;
    assert_eq!(group.from_bot().len(), 1, "{}", group.transcript());
}
