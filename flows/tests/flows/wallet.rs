//! Wallets that are proved, and points for what comes from them.

use flows::data::{Coins, Points, Wallets};
use flows::wallet::{AskAddress, ChooseProof, Connecting, Listed, SendAmount, Sign, TopUp, Wallet};
use flows_chain::{Wei, siwe, solana};
use workflow::testing::{Chat, Walk};

use super::world::{World, ann, complete};

fn ethereum(last: char) -> siwe::Key {
    format!("{}{last}", "1".repeat(63)).parse().unwrap()
}

/// Connects a wallet at Ethereum by a signature.
async fn connect(chat: &mut Chat, key: &siwe::Key) {
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await.at::<ChooseProof>();
    chat.press("Sign a message").await.at::<AskAddress>().say(key.address().to_string()).await.at::<Sign>();
    let text = asked(chat);
    chat.say(key.sign(&text).to_string()).await;
}

/// The message that is to be signed.
fn asked(chat: &Chat) -> String {
    let shown = chat.screens()[0].view().text.to_plain();
    shown.split_once("send me the signature:\n\n").unwrap().1.to_owned()
}

fn wallets(world: &World) -> Wallets {
    Wallets::new(world.data.clone(), world.ledger(), Points::new(1_000_000))
}

#[tokio::test]
async fn a_wallet_at_ethereum_is_connected_by_a_signature() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    connect(&mut chat, &ethereum('1')).await;
    chat.at::<Connecting>().restart().await.work().await.at::<Listed>().sees("The wallet is connected.");
    let own = wallets(&world).of(&ann()).await.unwrap();
    assert_eq!((own.len(), own[0].active), (1, true));
    assert_eq!(own[0].account.to_string(), ethereum('1').address().to_string());
}

#[tokio::test]
async fn the_message_says_who_asks_and_for_how_long() {
    let mut chat = World::new().await.chat().await;
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await.press("Sign a message").await;
    chat.say("0x52908400098527886E0F7030069857D2E4169EEf")
        .await
        .rejected("That is no address of Ethereum: it begins with 0x and has 40 digits after it.");
    chat.say(ethereum('1').address().to_string()).await;
    let text = asked(&chat);
    assert!(text.starts_with("bot.example wants you to sign in with your Ethereum account:\n0x"), "{text}");
    for line in
        ["\nURI: https://bot.example/\n", "\nChain ID: 1337\n", "\nNonce: ", "\nExpiration Time: 2026-01-01T00:10:00Z"]
    {
        assert!(text.contains(line), "{text}");
    }
}

#[tokio::test]
async fn a_signature_of_somebody_else_or_of_another_text_is_refused() {
    let mut chat = World::new().await.chat().await;
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await.press("Sign a message").await;
    chat.say(ethereum('1').address().to_string()).await;
    let text = asked(&chat);
    chat.say("hello").await.rejected("That is no signature. Please send it as your wallet shows it.");
    chat.say(ethereum('2').sign(&text).to_string()).await;
    chat.rejected("That was signed by another account, or it is another message.");
    let elsewhere = text.replace("bot.example", "evil.example");
    chat.say(ethereum('1').sign(&elsewhere).to_string()).await;
    chat.rejected("That was signed by another account, or it is another message.").at::<Sign>();
}

#[tokio::test]
async fn the_malleable_twin_of_a_signature_is_refused() {
    let mut chat = World::new().await.chat().await;
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await.press("Sign a message").await;
    chat.say(ethereum('1').address().to_string()).await;
    let signature = ethereum('1').sign(&asked(&chat)).to_string();
    chat.say(twin(&signature)).await;
    chat.rejected("That signature is not in its only valid form. Please sign with another wallet.");
}

/// The signature with n − s for s, and the other v: anybody can make it (SEC 1, and why EIP-2 refuses it).
fn twin(signature: &str) -> String {
    const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    let digits = signature.trim_start_matches("0x");
    let (r, rest) = digits.split_at(64);
    let (s, v) = rest.split_at(64);
    let bytes = |hex: &str| -> Vec<i32> {
        hex.as_bytes()
            .chunks(2)
            .map(|pair| i32::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    };
    let (order, s) = (bytes(ORDER), bytes(s));
    let (mut other, mut borrow) = (String::new(), 0);
    for (order, s) in order.iter().zip(&s).rev() {
        let mut digit = order - s - borrow;
        borrow = i32::from(digit < 0);
        digit += borrow * 256;
        other.insert_str(0, &format!("{digit:02x}"));
    }
    let v = if v == "1b" { "1c" } else { "1b" };
    format!("0x{r}{other}{v}")
}

#[tokio::test]
async fn a_signature_counts_for_ten_minutes_and_once() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await.press("Sign a message").await;
    chat.say(ethereum('1').address().to_string()).await.later("10m").await.at::<Listed>().sees("That took too long.");
    connect(&mut chat, &ethereum('1')).await;
    let nonce = chat.data::<Connecting>()["nonce"].as_str().unwrap().to_owned();
    chat.work().await;
    let own = wallets(&world).of(&ann()).await.unwrap();
    let replayed = wallets(&world).connect(&super::train::key(9), &ann(), &own[0].account, &nonce).await.unwrap();
    assert_eq!(replayed, flows::data::Credit::Replayed);
}

#[tokio::test]
async fn a_wallet_at_solana_is_connected_by_a_signature() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let key: solana::Key = "2".repeat(64).parse().unwrap();
    chat.say("/wallet").await.press("Connect a wallet").await.press("Solana").await.at::<AskAddress>();
    chat.say("11111111111111111111111111111111").await.rejected("That is no address of Solana that can sign.");
    chat.say(key.address().to_string()).await.at::<Sign>();
    let text = asked(&chat);
    assert!(text.contains("your Solana account"), "{text}");
    chat.say(key.sign(&text).to_string()).await.work().await.at::<Listed>().sees("The wallet is connected.");
    chat.press("Top up").await.rejected("Please connect a wallet at Ethereum first: what it sends is credited to you.");
}

#[tokio::test]
async fn a_wallet_is_connected_once_and_belongs_to_one_user() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    for _ in 0..2 {
        connect(&mut chat, &ethereum('1')).await;
        chat.work().await.at::<Listed>();
    }
    assert_eq!(wallets(&world).of(&ann()).await.unwrap().len(), 1);
    let mut bob = chat.another("bob").await;
    connect(&mut bob, &ethereum('1')).await;
    bob.work().await.sees("This wallet is connected by somebody else.");
}

#[tokio::test]
async fn exactly_one_wallet_is_used_and_any_can_be_removed() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    for last in ['1', '2', '3'] {
        connect(&mut chat, &ethereum(last)).await;
        chat.work().await;
    }
    let label = |last: char, active: bool| {
        let address = ethereum(last).address().to_string();
        format!("{}{}…{}", if active { "✓ " } else { "" }, &address[..8], &address[36..])
    };
    chat.press(label('3', false)).await.sees_exactly(&ethereum('3').address().to_string());
    chat.press("Use this one").await.work().await.press(label('1', false)).await.press("To the wallets").await;
    let active = |own: Vec<flows::data::Wallet>| own.iter().map(|wallet| wallet.active).collect::<Vec<_>>();
    assert_eq!(active(wallets(&world).of(&ann()).await.unwrap()), [false, false, true]);
    chat.press(label('3', true)).await.press("Remove it").await.work().await;
    assert_eq!(active(wallets(&world).of(&ann()).await.unwrap()), [true, false]);
}

/// Sends coins of ann's purse to the bot.
async fn send(world: &World, number: usize, wei: Wei) {
    let coins = Coins::of_file(world.data.clone());
    coins.faucet(&super::train::key(100 + number), Coins::of(&ann())).await.unwrap();
    coins.send(&super::train::key(number), Coins::of(&ann()), Coins::deposit(), wei).await.unwrap();
}

fn amount(chat: &Chat) -> Wei {
    serde_json::from_value(chat.data::<SendAmount>()["amount"].clone()).unwrap()
}

#[tokio::test]
async fn a_small_amount_proves_who_sends_it_and_is_credited_once_for_ever() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/wallet")
        .await
        .press("Connect a wallet")
        .await
        .press("Ethereum")
        .await
        .press("Send a small amount")
        .await;
    chat.work().await.at::<SendAmount>().sees("Please send exactly 0.000010 ETH to 0x");
    chat.later("30m").await.press("I have sent it").await.work().await.at::<SendAmount>().sees("Nothing has come yet.");
    chat.press("I have sent it").await.rejected("I looked just now: please wait 10 seconds.");
    send(&world, 1, amount(&chat)).await;
    chat.restart().await.later("10s").await.press("I have sent it").await.work().await.at::<Listed>();
    chat.sees("The wallet is connected, and 10 points are yours.").sees("You have 2010 points");
    // Looked at again and again, also from where all is read anew: it counts once.
    chat.press("Top up").await.press("I have sent something").await.work().await.sees("Nothing has come yet.");
    assert_eq!(world.points().await, 2010);
    send(&world, 2, Wei::new(1_500_000_000_000_000)).await;
    chat.later("10s")
        .await
        .press("I have sent something")
        .await
        .work()
        .await
        .at::<TopUp>()
        .sees("1500 points are yours.");
    assert_eq!(world.points().await, 3510);
}

#[tokio::test]
async fn an_amount_is_nobody_elses_while_it_is_open_and_for_an_hour_after() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let mut bob = chat.another("bob").await;
    for chat in [&mut chat, &mut bob] {
        chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await;
        chat.press("Send a small amount").await.work().await;
    }
    assert_ne!(amount(&chat), amount(&bob));
    // What ann sends is not bob's, and proves nothing when it is not the amount.
    send(&world, 1, Wei::new(amount(&chat).as_u128() + 1)).await;
    chat.press("I have sent it").await.work().await.at::<SendAmount>();
    send(&world, 2, amount(&chat)).await;
    bob.press("I have sent it").await.work().await.at::<SendAmount>();
    chat.later("10s").await.press("I have sent it").await.work().await.at::<Listed>();
    bob.press("Give it up").await.at::<Listed>().perform().await;
}

#[tokio::test]
async fn an_amount_that_is_not_sent_within_an_hour_is_given_up() {
    let mut chat = World::new().await.chat().await;
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await;
    chat.press("Send a small amount").await.work().await.later("59m").await.restart().await.at::<SendAmount>();
    chat.later("1m").await.at::<Listed>().sees("That took too long.");
}

#[tokio::test]
async fn another_command_asks_before_an_open_amount_is_given_up() {
    let mut chat = World::new().await.chat().await;
    chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await;
    chat.press("Send a small amount").await.work().await.say("/make a cat").await.at::<SendAmount>().not_moved();
    chat.sees("would be lost").press("Stay here").await.at::<SendAmount>();
}

#[tokio::test]
async fn every_way_through_the_wallet_is_taken() {
    let world = World::new().await;
    let of = world.clone();
    let walk = Walk::<Wallet>::with(move |store| of.builder(store))
        .text("AskAddress", [ethereum('4').address().to_string(), "nonsense".into()])
        .real_work();
    let mut coverage = walk.run().coverage().clone();
    let mut chat = world.chat().await;
    let key = ethereum('1');
    connect(&mut chat, &key).await;
    chat.fail("add", "no").await.sees("could not be kept");
    connect(&mut chat, &ethereum('1')).await;
    chat.work().await;
    let address = ethereum('1').address().to_string();
    let label = format!("✓ {}…{}", &address[..8], &address[36..]);
    chat.press(label.as_str()).await.press("Use this one").await.work().await.press(label.as_str()).await;
    chat.press("Remove it").await.fail("change", "no").await.press(label.as_str()).await.press("To the wallets").await;
    chat.press("Top up").await.press("I have sent something").await.fail("credit", "no").await.sees("can't be reached");
    chat.later("10s").await.press("I have sent something").await.work().await.press("To the wallets").await;
    let open = async |chat: &mut Chat| {
        chat.press("Connect a wallet").await.press("Ethereum").await.press("Send a small amount").await;
    };
    open(&mut chat).await;
    chat.fail("open", "no").await.sees("can't be reached");
    open(&mut chat).await;
    chat.finish("open", workflow::Result::Ok(None::<()>)).await.sees("Too many are connecting");
    open(&mut chat).await;
    chat.work().await.press("I have sent it").await.fail("find", "no").await.at::<SendAmount>();
    chat.later("10s").await.press("I have sent it").await.work().await.press("Give it up").await.perform().await;
    open(&mut chat).await;
    chat.work().await.later("1h").await.at::<Listed>();
    open(&mut chat).await;
    chat.work().await;
    send(&world, 5, amount(&chat)).await;
    chat.press("I have sent it").await.work().await.at::<Listed>();
    chat.press("Connect a wallet").await.press("Ethereum").await.press("Sign a message").await.say(address).await;
    chat.later("10m").await.at::<Listed>().press("Close").await.ended();
    // From each step, /cancel; what was signed, looked for or changed is not waited for.
    let ethereum = ["Connect a wallet", "Ethereum"];
    let ways: [&[&str]; 10] = [
        &[],
        &["Connect a wallet"],
        &ethereum,
        &[ethereum[0], ethereum[1], "Sign a message"],
        &[ethereum[0], ethereum[1], "Send a small amount"],
        &[ethereum[0], ethereum[1], "Send a small amount", "(work)", "I have sent it"],
        &[&label],
        &[&label, "Use this one"],
        &["Top up"],
        &["Top up", "I have sent something"],
    ];
    for way in ways {
        chat.say("/wallet").await;
        for &label in way {
            if label == "(work)" {
                chat.work().await
            } else {
                chat.press(label).await
            };
        }
        chat.say("/cancel").await.ended();
    }
    for is_signed in [false, true] {
        chat.say("/wallet").await.press("Connect a wallet").await.press("Ethereum").await.press("Sign a message").await;
        chat.say(key.address().to_string()).await;
        if is_signed {
            let text = asked(&chat);
            chat.say(key.sign(&text).to_string()).await;
        }
        chat.say("/cancel").await.ended();
    }
    chat.say("/wallet").await.press("Connect a wallet").await.press("Solana").await.say("/cancel").await.ended();
    coverage = coverage.and(&chat.coverage::<Wallet>());
    complete(&coverage);
}
