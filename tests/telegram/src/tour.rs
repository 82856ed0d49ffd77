//! A workflow with a step for each thing that a chat can show.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;

/// Go on a tour.
#[workflow]
pub enum Tour {
    /// What is your name?
    AskName,
    /// Where to?
    Menu { name: String },
    /// Send me a picture.
    AskPicture { name: String },
    /// Send me an album.
    AskAlbum { name: String },
    /// Which one?
    PickOne { name: String, many: u32 },
    /// Which label?
    PickLabel { name: String },
    /// A picture with much to say.
    Story { name: String, picture: Media },
    /// Read this.
    Reading { name: String, long: String },
    /// Working …
    Working { name: String },
    /// Look at this.
    Picture { name: String, picture: Media },
    /// Look at these.
    Pictures { name: String, pictures: Vec<Media> },
    /// Somebody looks at it.
    Waiting { name: String, what: String },
    /// It breaks.
    Broken { name: String },
    /// Goodbye!
    #[step(end)]
    Over { name: String },
}

/// What is done slowly.
#[derive(Debug, Clone, Default)]
pub struct Slow {
    /// Lets work end.
    pub finish: Arc<Notify>,
    /// How often it has told how far it is.
    pub steps: Arc<AtomicU32>,
}

/// What the tour takes.
#[derive(Clone)]
pub struct App {
    pub media: Arc<Folder>,
    pub slow: Slow,
}

impl FromRef<App> for Arc<Folder> {
    fn from_ref(app: &App) -> Self {
        Arc::clone(&app.media)
    }
}

impl FromRef<App> for Slow {
    fn from_ref(app: &App) -> Self {
        app.slow.clone()
    }
}

/// Labels that are hard to put on a button.
pub fn labels() -> [String; 4] {
    ["x".repeat(200), "👩‍👩‍👧‍👦".repeat(30), "שלום עולם".to_owned(), "a & <b> \"c\" \\ {}".to_owned()]
}

/// A name of some letters.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Name(pub String);

impl std::str::FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        if text.chars().all(char::is_alphabetic) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("“{text}” is no name."))
        }
    }
}

#[workflow]
impl Tour {
    #[command("/tour")]
    fn start(name: Option<Text<Name>>) -> To<(AskName, Menu)> {
        match name {
            Some(Text(Name(name))) => goto(Menu { name }),
            None => goto(AskName),
        }
    }

    fn name(self: AskName, Text(Name(name)): Text<Name>) -> Menu {
        Menu { name }
    }

    /// Picture
    fn picture(self: Menu) -> AskPicture {
        AskPicture { name: self.name }
    }

    fn pictured(self: AskPicture, Photo(picture): Photo) -> Picture {
        Picture { name: self.name, picture }
    }

    /// Album
    fn album(self: Menu) -> AskAlbum {
        AskAlbum { name: self.name }
    }

    fn albumed(self: AskAlbum, Album(pictures): Album) -> Pictures {
        Pictures { name: self.name, pictures }
    }

    /// List
    fn list(self: Menu) -> PickOne {
        PickOne { name: self.name, many: 95 }
    }

    fn picked(self: PickOne, Pick(number): Pick<u32>) -> Over {
        Over { name: format!("{} with {number}", self.name) }
    }

    /// Labels
    fn labels(self: Menu) -> PickLabel {
        PickLabel { name: self.name }
    }

    fn labelled(self: PickLabel, Pick(number): Pick<u32>) -> Over {
        Over { name: format!("{} with {number}", self.name) }
    }

    /// Story
    async fn story(self: Menu, State(media): State<Arc<Folder>>) -> Result<Story> {
        Ok(Story { picture: media.put(crate::host::picture(30, 30, 90)).await?, name: self.name })
    }

    /// Book
    fn book(self: Menu) -> Reading {
        let long = (1..=400).map(|line| format!("Line {line} of the book.\n")).collect();
        Reading { name: self.name, long }
    }

    /// I have read it
    fn read(self: Reading) -> Menu {
        Menu { name: self.name }
    }

    /// Work
    fn work(self: Menu) -> Working {
        Working { name: self.name }
    }

    #[invoke(timeout = "10m", retries = 1)]
    async fn toil(
        self: &Working,
        State(slow): State<Slow>,
        State(media): State<Arc<Folder>>,
        progress: Progress,
    ) -> Result<Media> {
        progress.set(0.3, "digging");
        slow.steps.fetch_add(1, Ordering::SeqCst);
        slow.finish.notified().await;
        Ok(media.put(crate::host::picture(200, 100, 40)).await?)
    }

    #[done(toil)]
    fn toiled(self: Working, picture: Media) -> Picture {
        Picture { name: self.name, picture }
    }

    #[failed(toil)]
    fn not_toiled(self: Working, _failure: Failure) -> Menu {
        Menu { name: self.name }
    }

    /// Stop it
    fn stop(self: Working) -> Menu {
        Menu { name: self.name }
    }

    /// Review
    fn review(self: Menu) -> Waiting {
        Waiting { what: format!("the tour of {}", self.name), name: self.name }
    }

    /// Approve
    #[actor("guide")]
    fn approve(self: Waiting) -> Over {
        Over { name: self.name }
    }

    #[actor("guide")]
    fn reject(self: Waiting, Text(why): Text) -> Menu {
        Menu { name: format!("{} ({why})", self.name) }
    }

    /// Break
    fn breaks(self: Menu) -> Broken {
        Broken { name: self.name }
    }

    /// Panic
    fn panics(self: Broken) -> Menu {
        panic!("the test has {} panic", self.name)
    }

    /// Wait
    fn waits(self: Broken) -> Menu {
        std::thread::sleep(Duration::from_millis(300));
        Menu { name: self.name }
    }

    #[from(Picture, Pictures, Story, Broken)]
    /// Go on
    fn on(self) -> Menu {
        Menu { name: self.name }
    }

    /// Leave
    #[command("/leave")]
    fn leave(self) -> Over {
        Over { name: "you".into() }
    }

    #[view]
    fn menu(self: &Menu) -> View {
        View::text(Markup::from("Where to, ").bold(self.name.as_str()).plain("?"))
            .row(["picture", "album"])
            .row(["list", "book"])
    }

    #[view]
    fn numbers(self: &PickOne) -> View {
        (0..self.many).fold(View::text("Which one?"), |view, number| view.option(number, format!("Number {number}")))
    }

    #[view]
    fn long_labels(self: &PickLabel) -> View {
        (0_u32..).zip(labels()).fold(View::text("Which label?"), |view, (number, label)| view.option(number, label))
    }

    #[view]
    fn told(self: &Story) -> View {
        View::text("word ".repeat(400)).photo(self.picture.clone())
    }

    #[view]
    fn page(self: &Reading) -> View {
        View::text(self.long.as_str())
    }

    #[view]
    fn shown(self: &Picture) -> View {
        View::text(format!("Look, {}.", self.name)).photo(self.picture.clone())
    }

    #[view]
    fn all_shown(self: &Pictures) -> View {
        self.pictures.iter().cloned().fold(View::text("Look at these."), View::photo)
    }

    #[view]
    #[actor("guide")]
    fn looked_at(self: &Waiting) -> View {
        View::text(format!("Please look at {}.", self.what))
    }

    #[view]
    fn over(self: &Over) -> View {
        View::text(format!("Goodbye, {}!", self.name))
    }
}
