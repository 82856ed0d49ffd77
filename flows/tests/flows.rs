//! The bot's conversations, on a real engine, with an artist who draws when told.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "that is how a test fails")]

#[path = "flows/adapters.rs"]
mod adapters;
#[path = "flows/faucet.rs"]
mod faucet;
#[path = "flows/faults.rs"]
mod faults;
#[path = "flows/german.rs"]
mod german;
#[path = "flows/journey.rs"]
mod journey;
#[path = "flows/ledger.rs"]
mod ledger;
#[path = "flows/make.rs"]
mod make;
#[path = "flows/retouch.rs"]
mod retouch;
#[path = "flows/riff.rs"]
mod riff;
#[path = "flows/settings.rs"]
mod settings;
#[path = "flows/status.rs"]
mod status;
#[path = "flows/strolls.rs"]
mod strolls;
#[path = "flows/telegram.rs"]
mod telegram;
#[path = "flows/terminal.rs"]
mod terminal;
#[path = "flows/train.rs"]
mod train;
#[path = "flows/wallet.rs"]
mod wallet;
#[path = "flows/world.rs"]
mod world;

use flows::attach::Attach;
use flows::bot::program;
use flows::faucet::Faucet;
use flows::make::Make;
use flows::retouch::Retouch;
use flows::riff::Riff;
use flows::settings::Settings;
use flows::status::Status;
use flows::train::Train;
use flows::wallet::Wallet;
use workflow::Graph;
use world::World;

#[tokio::test]
async fn the_graphs_of_the_command_line_are_those_that_the_engine_runs() {
    let chat = World::new().await.chat().await;
    let run: Vec<_> = chat.engine().graphs().map(Graph::name).collect();
    assert_eq!(run, program().unwrap().graphs().iter().map(|graph| graph.name()).collect::<Vec<_>>());
}

#[test]
fn what_the_flows_store_is_what_the_lock_file_says() {
    workflow::assert_locked!(Make, Attach, Riff, Train, Wallet, Retouch, Settings, Status, Faucet);
}
