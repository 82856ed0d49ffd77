//! The question before work is lost.

use workflow_telegram_tests::host::Host;

use crate::{at_work, buttons, ends_with, texts};

async fn asked(host: &Host) -> workflow_bot_api::Chat {
    let ann = at_work(host).await;
    ann.says("/tour Bob").await;
    let messages = ann.sees(ends_with("“Working” is under way and would be lost. Begin /tour all the same?")).await;
    assert_eq!(buttons(&messages), [["Leave it"], ["Stay here"]]);
    ann
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_left_when_it_is_said_so() {
    let host = Host::start().await;
    let ann = asked(&host).await;
    ann.presses("Leave it").await.unwrap();
    let messages = ann.sees(ends_with("Where to, Bob?")).await;
    let last = messages.len() - 1;
    ann.sees(|messages| messages[..last].iter().all(|message| message.keyboard.is_empty())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stays_goes_on_where_they_were() {
    let host = Host::start().await;
    let ann = asked(&host).await;
    ann.presses("Stay here").await.unwrap();
    ann.sees(|messages| messages.last().is_some_and(|last| last.keyboard.is_empty())).await;
    host.slow.finish.notify_one();
    let messages = ann.sees(ends_with("Look, Ann.")).await;
    assert_eq!(texts(&messages).iter().filter(|text| text.starts_with("Look")).count(), 1);
}
