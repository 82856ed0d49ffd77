//! Many people at once.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use workflow_bot_api::{Limits, Rate};
use workflow_telegram_tests::host::Host;

use crate::texts;

/// So many messages a second the emulator takes in all: ten times as many as Telegram, as nobody wants to wait for long.
const SECOND: u32 = 300;

#[tokio::test(flavor = "multi_thread")]
async fn g11_a_thousand_chats_at_once_keep_the_rates_and_lose_nothing() {
    let mut host = Host::asleep().await;
    let limits = Limits {
        chat: Some(Rate { per_second: 1.0, burst: 3 }),
        group_minute: Some(20),
        // Telegram counts the second otherwise than we do: it may be a little more.
        second: Some(SECOND * 11 / 10),
    };
    host.api.limit(limits);
    host.wakes_with(|telegram| telegram.overall(NonZeroU32::new(SECOND).unwrap())).await;
    let chats: Vec<_> = (0..1000).map(|_| host.api.private(&host.api.user("Ann"))).collect();
    let start = Instant::now();
    for chat in &chats {
        chat.says("/tour").await;
        chat.says("Ann").await;
    }
    loop {
        let done = chats.iter().filter(|chat| texts(&chat.messages()).last() == Some(&"Where to, Ann?")).count();
        if done == chats.len() {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{done} of {} are through", chats.len());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let took = start.elapsed();
    let refused = host.api.calls().iter().filter(|call| call.status == 429).count();
    let sent = host.api.calls().iter().filter(|call| call.method == "sendmessage" && call.status == 200).count();
    println!("{sent} messages to {} chats in {took:.1?}; {refused} calls refused", chats.len());
    for chat in &chats {
        let said = texts(&chat.from_bot()).into_iter().filter(|text| *text == "Where to, Ann?").count();
        assert_eq!(said, 1, "{}", chat.transcript());
        let asked = texts(&chat.from_bot()).into_iter().filter(|text| *text == "What is your name?").count();
        assert_eq!(asked, 1, "{}", chat.transcript());
    }
    assert!(refused * 4 <= sent, "{refused} of {sent} calls were refused");
}
