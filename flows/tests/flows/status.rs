//! How things stand.

use flows::make::Drawing;
use flows::status::{Showing, Status};
use workflow::testing::Walk;

use super::world::{World, complete};

#[tokio::test]
async fn status_stands_beside_the_conversation_and_leaves_it_as_it_is() {
    let mut chat = World::new().await.chat().await;
    chat.say("/make a cat").await.say("/status").await.at::<Drawing>().at::<Showing>();
    chat.sees("Yours: 1 open, 1 in work");
}

#[tokio::test]
async fn status_is_refreshed_at_most_once_a_second() {
    let mut chat = World::new().await.chat().await;
    chat.say("/status").await.press("Refresh").await.rejected("That was just now: wait a second.").not_moved();
    chat.later("1s").await.press("Refresh").await.at::<Showing>();
    assert_eq!(chat.screens()[0].revision().get(), 2);
}

#[tokio::test]
async fn every_way_through_the_status_is_walked() {
    let world = World::new().await;
    let walk = Walk::<Status>::with(move |store| world.builder(store)).real_work();
    complete(walk.run().coverage());
}
