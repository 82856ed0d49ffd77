//! The bot's conversations, on a real store, with an artist who draws when told.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "that is how a test fails")]

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flows::bot::{Bot, program};
use flows::ports::artist::{Artist, Painter, Prompt, Request};
use flows::ports::seeds::{Seed, Seeds};
use flows::status::Status;
use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;
use workflow::{
    BoxFuture, Cause, Delivery, Engine, Graph, Outcome, Pixels, SessionId, SessionKey, Snapshot, Sqlite, Token, Turn,
    UserId, decide,
};

#[tokio::test]
async fn make_with_a_prompt_draws_at_once() {
    let chat = Chat::new(Studio::quick()).await;
    assert_eq!(chat.say("/make a cat").await.step.as_deref(), Some("Drawing"));
    let picture = chat.until("Picture").await;
    assert_eq!(picture.view().media[0].pixels(), Some(Pixels { width: 1024, height: 1024 }));
    assert!(picture.view().text.to_plain().starts_with("a cat\n1:1 (1024 × 1024), seed "));
}

#[tokio::test]
async fn make_without_a_prompt_asks_for_it() {
    let chat = Chat::new(Studio::quick()).await;
    chat.say("/make").await;
    assert_eq!(chat.now().await.view().text.to_plain(), "What should I draw?");
    chat.say("a cat").await;
    chat.until("Picture").await;
}

#[tokio::test]
async fn create_goes_from_prompt_to_shape_to_review_to_the_picture() {
    let chat = Chat::new(Studio::quick()).await;
    chat.say("/create").await;
    assert_eq!(chat.say("a lighthouse").await.step.as_deref(), Some("PickShape"));
    assert_eq!(chat.labels().await, ["1:1", "3:2", "2:3", "16:9", "9:16", "Cancel", "Back"]);
    chat.press("16:9").await;
    assert_eq!(chat.labels().await, ["Draw it", "Another shape", "Another prompt", "Cancel", "Back"]);
    chat.press("Another shape").await;
    chat.press("9:16").await;
    assert_eq!(chat.press("Draw it").await.step.as_deref(), Some("Drawing"));
    let picture = chat.until("Picture").await;
    assert_eq!(picture.view().media[0].pixels(), Some(Pixels { width: 768, height: 1344 }));
}

#[tokio::test]
async fn a_prompt_of_more_than_1000_characters_is_refused_and_asked_again() {
    let chat = Chat::new(Studio::quick()).await;
    chat.say("/make").await;
    let refused = chat.say(&"x".repeat(1001)).await;
    assert_eq!(refused.rejection(), Some("A prompt has up to 1,000 characters, this one has 1001."));
    assert_eq!(chat.now().await.step(), "AskPrompt");
}

#[tokio::test]
async fn the_graphs_of_the_command_line_are_those_that_the_engine_runs() {
    let chat = Chat::new(Studio::quick()).await;
    let run: Vec<_> = chat.engine.graphs().map(Graph::name).collect();
    assert_eq!(run, program().graphs().iter().map(|graph| graph.name()).collect::<Vec<_>>());
}

#[tokio::test]
async fn again_draws_the_same_prompt_with_a_new_seed() {
    let chat = Chat::new(Studio::quick()).await;
    chat.say("/make a cat").await;
    let first = chat.until("Picture").await;
    chat.press("Again, with a new seed").await;
    let second = chat.until("Picture").await;
    assert_ne!(first.view().media, second.view().media);
    let seeds: Vec<u32> = chat.studio.drawn().iter().map(|request| request.seed.get()).collect();
    assert_eq!(seeds, [1, 2]);
}

#[tokio::test]
async fn cancel_ends_the_drawing_and_its_picture_comes_nowhere() {
    let chat = Chat::new(Studio::stuck()).await;
    chat.say("/make a cat").await;
    chat.studio.begun().await;
    assert_eq!(chat.press("Cancel").await.step.as_deref(), Some("Cancelled"));
    chat.studio.put_down().await;
    assert_eq!(chat.now().await.view().text.to_plain(), "Nothing was drawn.");
}

#[tokio::test]
async fn a_request_that_can_not_be_drawn_can_be_tried_again() {
    let chat = Chat::new(Studio::refusing()).await;
    chat.say("/make a cat").await;
    let excuse = chat.until("NotDrawn").await;
    assert!(excuse.view().text.to_plain().contains("a cat was not drawn"), "{:?}", excuse.view().text);
    assert_eq!(chat.press("Try again").await.step.as_deref(), Some("Drawing"));
}

#[tokio::test]
async fn a_picture_that_was_being_drawn_is_drawn_after_a_restart_under_the_same_key() {
    let chat = Chat::new(Studio::stuck()).await;
    chat.say("/make a cat").await;
    chat.studio.begun().await;
    let chat = chat.restart(Studio::quick()).await;
    chat.until("Picture").await;
    let keys = (chat.before.as_ref().unwrap().keys(), chat.studio.keys());
    assert_eq!(keys.0, keys.1);
}

#[tokio::test]
async fn status_stands_beside_the_conversation_and_leaves_it_as_it_is() {
    let chat = Chat::new(Studio::stuck()).await;
    chat.say("/make a cat").await;
    chat.studio.begun().await;
    chat.say("/status").await;
    assert_eq!(chat.now().await.step(), "Drawing");
    let beside = chat.engine.sessions(&chat.key).await.unwrap();
    let status = beside.iter().find(|session| session.workflow() == "status").unwrap();
    assert!(status.view().text.to_plain().contains("Yours: 1 open, 1 in work"), "{:?}", status.view().text);
}

#[tokio::test]
async fn status_is_refreshed_at_most_once_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(Sqlite::open(folder.path().join("flows.db")).await.unwrap());
    let bot = Bot::new(Arc::new(Studio::quick()), Seeds::random(), store);
    let turn = |now: &str| Turn {
        user: User::new(UserId::new("test", "ann")),
        now: now.parse().unwrap(),
        session: SessionId::new(Default::default()),
        key: SessionKey::new("test", "chat", "ann"),
    };
    let show = Cause::Enter { entry: "show".into(), input: None };
    let refresh = || Cause::Press { edge: "refresh".into(), choice: None };
    let first = turn("2026-01-01T00:00:00.1Z");
    let shown = decide::<Status, Bot>(&bot, &first, None, show).await.unwrap().workflow;
    let refused = decide(&bot, &first, Some(shown.clone().into()), refresh()).await.unwrap_err();
    assert_eq!(refused.rejection().unwrap().as_str(), "That was just now: wait a second.");
    let soon = decide(&bot, &turn("2026-01-01T00:00:01.099Z"), Some(shown.clone().into()), refresh()).await;
    assert!(soon.is_err());
    assert!(decide(&bot, &turn("2026-01-01T00:00:01.1Z"), Some(shown.into()), refresh()).await.is_ok());
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

/// A user who writes and presses.
struct Chat {
    engine: Engine,
    key: SessionKey,
    folder: tempfile::TempDir,
    studio: Arc<Studio>,
    /// The artist before the restart.
    before: Option<Arc<Studio>>,
    sent: AtomicU32,
}

impl Chat {
    async fn new(studio: Studio) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let studio = Arc::new(studio);
        let engine = open(folder.path(), &studio).await;
        let key = SessionKey::new("test", "chat", "ann");
        Self { engine, key, folder, studio, before: None, sent: AtomicU32::new(0) }
    }

    async fn restart(self, studio: Studio) -> Self {
        let Self { engine, key, folder, studio: before, sent, .. } = self;
        engine.close().await;
        drop(engine);
        let studio = Arc::new(studio);
        let engine = open(folder.path(), &studio).await;
        Self { engine, key, folder, studio, before: Some(before), sent }
    }

    fn id(&self) -> String {
        self.sent.fetch_add(1, Ordering::Relaxed).to_string()
    }

    async fn say(&self, text: &str) -> Outcome {
        self.engine.deliver(self.key.clone(), Delivery::text(self.id(), text)).await.unwrap()
    }

    /// Presses the button of this label, of whichever session shows it.
    async fn press(&self, label: &str) -> Outcome {
        let token = self.button(label).await;
        self.engine.deliver(self.key.clone(), Delivery::press(self.id(), token)).await.unwrap()
    }

    async fn button(&self, label: &str) -> Token {
        let sessions = self.engine.sessions(&self.key).await.unwrap();
        let offers = sessions.iter().flat_map(Snapshot::offers).flatten().collect::<Vec<_>>();
        let found = offers.iter().find(|offer| offer.label == label);
        found.unwrap_or_else(|| panic!("no button “{label}” among {offers:?}")).token.clone()
    }

    async fn labels(&self) -> Vec<String> {
        self.now().await.offers().into_iter().flatten().map(|offer| offer.label).collect()
    }

    async fn now(&self) -> Snapshot {
        self.engine.session(&self.key).await.unwrap().unwrap()
    }

    /// Waits until the conversation stands at `step`.
    async fn until(&self, step: &str) -> Snapshot {
        let mut changes = self.engine.changes(&self.key);
        loop {
            let now = self.now().await;
            if now.step() == step {
                return now;
            }
            changes.changed().await;
        }
    }
}

async fn open(folder: &Path, studio: &Arc<Studio>) -> Engine {
    let store = Arc::new(Sqlite::open(folder.join("flows.db")).await.unwrap());
    let next = AtomicU32::new(0);
    let seeds = Seeds::from_source(move || Seed::new(next.fetch_add(1, Ordering::Relaxed) + 1));
    let artist: Arc<dyn Artist> = Arc::<Studio>::clone(studio);
    Bot::new(artist, seeds, Arc::<Sqlite>::clone(&store)).builder().store(store).build().await.unwrap()
}

/// An artist who does what the test wants.
struct Studio {
    habit: Habit,
    drawn: Mutex<Vec<(String, Request)>>,
    begun: tokio::sync::watch::Sender<u32>,
    put_down: tokio::sync::watch::Sender<u32>,
}

enum Habit {
    Quick,
    /// Begins and never finishes.
    Stuck,
    Refusing,
}

impl Studio {
    fn new(habit: Habit) -> Self {
        let begun = tokio::sync::watch::Sender::new(0);
        Self { habit, drawn: Mutex::default(), begun, put_down: tokio::sync::watch::Sender::new(0) }
    }

    fn quick() -> Self {
        Self::new(Habit::Quick)
    }

    fn stuck() -> Self {
        Self::new(Habit::Stuck)
    }

    fn refusing() -> Self {
        Self::new(Habit::Refusing)
    }

    /// Waits until a drawing has begun.
    async fn begun(&self) {
        self.begun.subscribe().wait_for(|count| *count > 0).await.unwrap();
    }

    /// Waits until a drawing was stopped.
    async fn put_down(&self) {
        self.put_down.subscribe().wait_for(|count| *count > 0).await.unwrap();
    }

    fn drawn(&self) -> Vec<Request> {
        self.drawn.lock().unwrap().iter().map(|(_, request)| request.clone()).collect()
    }

    fn keys(&self) -> Vec<String> {
        self.drawn.lock().unwrap().iter().map(|(key, _)| key.clone()).collect()
    }
}

impl Artist for Studio {
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Media>> {
        struct Stopped<'a>(&'a Studio);
        impl Drop for Stopped<'_> {
            fn drop(&mut self) {
                self.0.put_down.send_modify(|count| *count += 1);
            }
        }
        Box::pin(async move {
            self.drawn.lock().unwrap().push((key.to_string(), request.clone()));
            self.begun.send_modify(|count| *count += 1);
            progress.set(0.5, "painting");
            let _stopped = Stopped(self);
            match self.habit {
                Habit::Stuck => std::future::pending().await,
                Habit::Refusing => Err(reject("Not this.")),
                Habit::Quick => {
                    let id = format!("{:064x}", request.seed.get());
                    let media = Media::new(workflow::MediaId::parse(id)?, workflow::MediaKind::Photo, "image/png", 1);
                    Ok(media.with_pixels(request.shape.pixels()))
                }
            }
        })
    }
}
