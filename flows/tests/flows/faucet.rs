//! Coins to try out wallets with.

use flows::faucet::{Faucet, Purse};
use workflow::testing::Walk;

use super::world::World;

#[tokio::test]
async fn coins_come_from_the_faucet_and_go_to_the_bot() {
    let mut chat = World::new().await.chat().await;
    chat.say("/faucet")
        .await
        .sees("Your purse has 0.000000 ETH")
        .press("Pay the bot")
        .await
        .say("0.000042")
        .await
        .work()
        .await;
    chat.sees("There is not so much in your purse.").press("Give me some").await.work().await.sees("0.010000 ETH");
    chat.press("Pay the bot").await.say("many").await.rejected("That is no amount of ETH, as in 0.000042.");
    chat.say("0.000042 ETH").await.work().await.at::<Purse>().sees("It is on its way.").sees("0.009958 ETH");
}

#[tokio::test]
async fn every_way_through_the_faucet_is_walked() {
    let world = World::new().await;
    let of = world.clone();
    let walk = Walk::<Faucet>::with(move |store| of.builder(store)).text("AskAmount", ["0.001", "0"]).real_work();
    let mut coverage = walk.run().coverage().clone();
    let mut chat = world.chat().await;
    chat.say("/faucet").await.press("Give me some").await.fail("drip", "no").await.press("Pay the bot").await;
    chat.say("0.001").await.fail("send", "no").await.press("Shut it").await.ended();
    coverage = coverage.and(&chat.coverage::<Faucet>());
    coverage.assert_all_edges();
}
