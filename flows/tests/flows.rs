//! The bot's conversations, on a real engine, with an artist who draws when told.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "that is how a test fails")]

#[path = "flows/german.rs"]
mod german;
#[path = "flows/telegram.rs"]
mod telegram;
#[path = "flows/terminal.rs"]
mod terminal;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flows::bot::{Bot, program};
use flows::make::{AskPrompt, Cancelled, Describe, Drawing, Finished, Make, NotDrawn, PickShape, Picture, Review};
use flows::ports::artist::{Artist, Painter, Prompt, Request, Shape};
use flows::ports::seeds::{Seed, Seeds};
use flows::status::{Showing, Status};
use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;
use workflow::store::Store;
use workflow::testing::{Chat, Walk};
use workflow::{BoxFuture, Builder, Graph, MediaId, MediaKind, Pixels};

#[tokio::test]
async fn make_with_a_prompt_draws_at_once() {
    let mut chat = chat().await;
    chat.say("/make a cat").await.at::<Drawing>().work().await.at::<Picture>();
    chat.sees("a cat\n1:1 (1024 × 1024), seed 1");
    assert_eq!(pixels(&chat), Some(Pixels { width: 1024, height: 1024 }));
}

#[tokio::test]
async fn make_without_a_prompt_asks_for_it() {
    let mut chat = chat().await;
    chat.say("/make").await.sees_exactly("What should I draw?");
    chat.say("a cat").await.work().await.at::<Picture>();
}

#[tokio::test]
async fn create_goes_from_prompt_to_shape_to_review_to_the_picture() {
    let mut chat = chat().await;
    chat.say("/create").await.say("a lighthouse").await.at::<PickShape>();
    chat.offers(["1:1", "3:2", "2:3", "16:9", "9:16", "Cancel", "Back"]);
    chat.press("16:9").await.at::<Review>();
    chat.offers(["Draw it", "Another shape", "Another prompt", "Cancel", "Back"]);
    chat.press("Another shape").await.press("9:16").await.press("Draw it").await.at::<Drawing>();
    chat.work().await.at::<Picture>();
    assert_eq!(pixels(&chat), Some(Pixels { width: 768, height: 1344 }));
}

#[tokio::test]
async fn a_prompt_of_more_than_1000_characters_is_refused_and_asked_again() {
    let mut chat = chat().await;
    chat.say("/make").await.say("x".repeat(1001)).await.at::<AskPrompt>().not_moved();
    chat.rejected("A prompt has up to 1,000 characters, this one has 1001.");
}

#[tokio::test]
async fn the_graphs_of_the_command_line_are_those_that_the_engine_runs() {
    let chat = chat().await;
    let run: Vec<_> = chat.engine().graphs().map(Graph::name).collect();
    assert_eq!(run, program().unwrap().graphs().iter().map(|graph| graph.name()).collect::<Vec<_>>());
}

#[tokio::test]
async fn again_draws_the_same_prompt_with_a_new_seed() {
    let mut chat = chat().await;
    chat.say("/make a cat").await.finish("render", Ok(picture(1, Shape::Square))).await.sees("seed 1");
    chat.press("Again, with a new seed").await;
    assert_eq!(chat.data::<Drawing>()["request"]["prompt"], "a cat");
    chat.finish("render", Ok(picture(2, Shape::Square))).await.sees("seed 2");
}

#[tokio::test]
async fn cancel_ends_the_drawing_and_its_picture_comes_nowhere() {
    let mut chat = chat().await;
    chat.say("/make a cat").await.press("Cancel").await.at::<Cancelled>().sees_exactly("Nothing was drawn.");
    assert!(chat.waiting().is_empty());
}

#[tokio::test]
async fn a_request_that_can_not_be_drawn_can_be_tried_again() {
    let mut chat = chat().await;
    chat.say("/make a cat").await.fail("render", "Not this.").await.at::<NotDrawn>();
    chat.sees("a cat was not drawn. The painter could not do it.").press("Try again").await.at::<Drawing>();
    chat.later("1h").await.at::<NotDrawn>().sees("It took too long.");
}

#[tokio::test]
async fn a_picture_that_was_being_drawn_is_drawn_after_a_restart_under_the_same_key() {
    let studio = Arc::new(Studio::default());
    let mut chat = chat_with(&studio).await;
    studio.stumble();
    chat.say("/make a cat").await.work().await.at::<Drawing>();
    chat.restart().await.later("1m").await.work().await.at::<Picture>();
    let keys = studio.keys();
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}

#[tokio::test]
async fn status_stands_beside_the_conversation_and_leaves_it_as_it_is() {
    let mut chat = chat().await;
    chat.say("/make a cat").await.say("/status").await.at::<Drawing>().at::<Showing>();
    chat.sees("Yours: 1 open, 1 in work");
}

#[tokio::test]
async fn a_command_in_the_middle_of_a_drawing_asks_before_the_drawing_is_lost() {
    let mut chat = chat().await;
    chat.say("/make a cat").await.say("/create").await.at::<Drawing>().not_moved();
    chat.sees("“Drawing” is under way and would be lost. Begin /create all the same?");
    chat.press("Stay here").await.at::<Drawing>().not_moved();
    chat.say("/create a dog").await.restart().await.press("Leave it").await.at::<PickShape>();
    assert!(chat.waiting().is_empty());
    // Where nothing is being drawn, nothing would be lost.
    chat.say("/make a cat").await.work().await.at::<Picture>().say("/create").await.at::<Describe>();
}

#[tokio::test]
async fn status_is_refreshed_at_most_once_a_second() {
    let mut chat = chat().await;
    chat.say("/status").await.press("Refresh").await.rejected("That was just now: wait a second.").not_moved();
    chat.later("1s").await.press("Refresh").await.at::<Showing>();
    assert_eq!(chat.screens()[0].revision().get(), 2);
}

#[tokio::test]
async fn every_way_through_make_is_taken() {
    let walk = Walk::<Make>::with(|store| bot(Arc::default(), store))
        .text("AskPrompt", ["a cat", ""])
        .text("Describe", ["a dog"])
        .text("/make", ["a fish"])
        .text("/create", ["a bird"])
        .real_work();
    let walked = walk.run();
    // A way that is seldom walked: nobody is offered to cancel a picture.
    let mut chat = chat().await;
    chat.say("/make a cat").await.work().await.say("/cancel").await.at::<Finished>().ended();
    walked.coverage().clone().and(&chat.coverage::<Make>()).assert_all_edges();
}

#[test]
fn every_way_through_the_status_is_walked() {
    let walk = Walk::<Status>::with(|store| bot(Arc::default(), store)).real_work();
    walk.run().coverage().assert_all_edges();
}

#[tokio::test]
async fn the_painter_paints_the_same_picture_for_the_same_request_and_tells_how_far_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let media: Arc<dyn MediaStore> = Arc::new(Folder::open(folder.path()).await.unwrap());
    let painter = Painter::new(media, Duration::ZERO);
    let told = Arc::new(Mutex::new(Vec::new()));
    let progress = {
        let told = Arc::clone(&told);
        Progress::new(move |fraction, _| told.lock().unwrap().push(fraction))
    };
    let request = Request { prompt: "a cat".parse().unwrap(), shape: Default::default(), seed: Seed::new(7) };
    let key = key();
    let first = painter.draw(&key, &request, progress.clone()).await.unwrap();
    assert_eq!(first, painter.draw(&key, &request, progress.clone()).await.unwrap());
    assert_eq!((first.content_type(), first.pixels()), ("image/png", Some(Pixels { width: 1024, height: 1024 })));
    let other = Request { prompt: "a dog".parse().unwrap(), ..request };
    assert_ne!(first, painter.draw(&key, &other, progress).await.unwrap());
    assert_eq!(told.lock().unwrap().last(), Some(&1.0));
}

#[test]
fn a_prompt_is_trimmed_and_has_at_least_one_character() {
    assert_eq!("  a cat \n".parse::<Prompt>().unwrap().as_str(), "a cat");
    assert!(" \n".parse::<Prompt>().is_err());
}

fn key() -> Key {
    let session = workflow::SessionId::new(Default::default());
    Key::new(workflow::Visit { session, revision: workflow::Revision::new(1) }, 0)
}

async fn chat() -> Chat {
    chat_with(&Arc::default()).await
}

async fn chat_with(studio: &Arc<Studio>) -> Chat {
    let studio = Arc::clone(studio);
    Chat::with(move |store| bot(Arc::clone(&studio), store)).await
}

/// The bot with this artist, and seeds that are counted.
fn bot(studio: Arc<Studio>, store: Arc<dyn Store>) -> Builder<Bot> {
    let next = AtomicU32::new(0);
    let seeds = Seeds::from_source(move || Seed::new(next.fetch_add(1, Ordering::Relaxed) + 1));
    Bot::new(studio, seeds, store).builder()
}

/// The size of the picture that is shown.
fn pixels(chat: &Chat) -> Option<Pixels> {
    chat.screens()[0].view().media[0].pixels()
}

fn picture(seed: u32, shape: Shape) -> Media {
    let id = MediaId::parse(format!("{seed:064x}")).unwrap();
    Media::new(id, MediaKind::Photo, "image/png", 1).with_pixels(shape.pixels())
}

/// An artist who draws nothing but the frame.
#[derive(Default)]
struct Studio {
    keys: Mutex<Vec<String>>,
    stumbles: AtomicU32,
}

impl Studio {
    /// Has the next drawing fail.
    fn stumble(&self) {
        self.stumbles.store(1, Ordering::Relaxed);
    }

    fn keys(&self) -> Vec<String> {
        self.keys.lock().unwrap().clone()
    }
}

impl Artist for Studio {
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Media>> {
        Box::pin(async move {
            self.keys.lock().unwrap().push(key.to_string());
            progress.set(0.5, "painting");
            match self.stumbles.swap(0, Ordering::Relaxed) {
                0 => Ok(picture(request.seed.get(), request.shape)),
                _ => Err("the brush broke").fault(),
            }
        })
    }
}

#[test]
fn what_the_flows_store_is_what_the_lock_file_says() {
    workflow::assert_locked!(Make, Status);
}
