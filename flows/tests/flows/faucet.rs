//! Coins to try out wallets with.

use flows::faucet::{Faucet, Purse};
use flows::make::PickShape;
use workflow::testing::Walk;

use super::world::{World, complete};

#[tokio::test]
async fn coins_come_from_the_faucet_and_go_to_the_bot_beside_the_conversation() {
    let mut chat = World::new().await.chat().await;
    chat.say("/create a cat").await.say("/faucet").await.sees("Your purse has 0.000000 ETH");
    chat.say("/pay 0.000042").await.work().await.sees("There is not so much in your purse.");
    chat.press("Give me some").await.work().await.sees("0.010000 ETH");
    chat.say("/pay many").await.rejected("That is no amount of ETH, as in 0.000042.");
    chat.say("/pay 0.000042 ETH").await.work().await.at::<Purse>().sees("It is on its way.").sees("0.009958 ETH");
    chat.at::<PickShape>();
}

#[tokio::test]
async fn every_way_through_the_faucet_is_walked() {
    let world = World::new().await;
    let of = world.clone();
    let walk = Walk::<Faucet>::with(move |store| of.builder(store)).text("/pay", ["0.001", "0"]).real_work();
    let mut coverage = walk.run().coverage().clone();
    let mut chat = world.chat().await;
    chat.say("/faucet").await.press("Give me some").await.fail("drip", "no").await.say("/pay 0.001").await;
    chat.fail("send", "no").await.press("Shut it").await.ended();
    coverage = coverage.and(&chat.coverage::<Faucet>());
    complete(&coverage);
}
