//! A workflow that shows one of the views, and then says what was pressed.

use std::path::Path;
use std::sync::Arc;

use workflow::media::{Folder, MediaStore};
use workflow::prelude::*;
use workflow::{Builder, Engine, Sqlite};

use super::list::all;
use super::{Asks, Sample};

/// The actions that a row may have, by function name, and what their buttons say.
pub(super) const ACTIONS: [(&str, &str); 9] = [
    ("oak", "Oak"),
    ("elm", "Elm"),
    ("ash", "Ash"),
    ("fir", "Fir"),
    ("yew", "Yew"),
    ("bay", "Bay"),
    ("fig", "Fig"),
    ("gum", "Gum"),
    ("box_tree", "Box"),
];

/// Show a view.
#[workflow]
pub enum Show {
    /// A view of the list.
    Shown { number: usize, files: Vec<Media> },
    /// A view of the list that asks for something.
    Asked { number: usize, files: Vec<Media> },
    /// Something was pressed.
    #[step(end)]
    Pressed { what: String },
}

/// What the workflow takes.
#[derive(Debug, Clone)]
pub struct App {
    media: Arc<Folder>,
}

impl FromRef<App> for Arc<Folder> {
    fn from_ref(app: &App) -> Self {
        Arc::clone(&app.media)
    }
}

#[workflow]
impl Show {
    /// Show a view
    #[command("/show")]
    async fn begin(Text(number): Text<usize>, State(media): State<Arc<Folder>>) -> Result<To<(Shown, Asked)>> {
        let sample = sample(number);
        let mut files = Vec::new();
        for file in &sample.files {
            files.push(media.put(file.bytes.clone()).await?.with_name(&file.name));
        }
        Ok(match sample.asks {
            Asks::Nothing => goto(Shown { number, files }),
            Asks::TextOrPhoto => goto(Asked { number, files }),
        })
    }

    #[from(Shown, Asked)]
    fn picked(self, Pick(number): Pick<u32>) -> Pressed {
        pressed(&format!("option {number}"))
    }

    /// What it is
    fn sent(self: Asked, _: Either<Text, Photo>) -> Pressed {
        pressed("nothing")
    }

    /// Oak
    fn oak(self: Shown) -> Pressed {
        pressed("Oak")
    }

    /// Elm
    fn elm(self: Shown) -> Pressed {
        pressed("Elm")
    }

    /// Ash
    fn ash(self: Shown) -> Pressed {
        pressed("Ash")
    }

    /// Fir
    fn fir(self: Shown) -> Pressed {
        pressed("Fir")
    }

    /// Yew
    fn yew(self: Shown) -> Pressed {
        pressed("Yew")
    }

    /// Bay
    fn bay(self: Shown) -> Pressed {
        pressed("Bay")
    }

    /// Fig
    fn fig(self: Shown) -> Pressed {
        pressed("Fig")
    }

    /// Gum
    fn gum(self: Shown) -> Pressed {
        pressed("Gum")
    }

    /// Box
    fn box_tree(self: Shown) -> Pressed {
        pressed("Box")
    }

    #[view]
    fn shown(self: &Shown) -> View {
        sample(self.number).view(&self.files)
    }

    #[view]
    fn asked(self: &Asked) -> View {
        sample(self.number).view(&self.files)
    }

    #[view]
    fn said(self: &Pressed) -> View {
        View::text(format!("Pressed: {}.", self.what))
    }
}

fn pressed(what: &str) -> Pressed {
    Pressed { what: what.to_owned() }
}

fn sample(number: usize) -> Sample {
    all().swap_remove(number)
}

/// A builder for an engine that shows the views and keeps everything in this folder; and its media.
pub async fn builder(folder: &Path) -> (Builder<App>, Arc<Folder>) {
    let media = Arc::new(Folder::open(folder.join("media")).await.unwrap());
    let store = Sqlite::open_unsynced(folder.join("bot.db")).await.unwrap();
    (Engine::builder(App { media: Arc::clone(&media) }).workflow::<Show>().store(store), media)
}
