//! A conversation with one person in a terminal.

mod card;
mod editor;
mod gallery;
mod ink;
mod keyboard;
mod line;
mod mode;
mod outbox;
mod picture;
mod screen;
mod shown;
mod talk;

use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::sync::watch;

use super::{Stop, Surface, SurfaceError, trial};
use crate::core::dispatch::BoxFuture;
use crate::core::session::SessionKey;
use crate::engine::Engine;
use crate::media::MediaStore;
use editor::{Editor, Words};
use gallery::Gallery;
use ink::Ink;
use keyboard::{Echo, Keyboard};
use outbox::Outbox;
use picture::Pictures;
use screen::{Out, Screen};
use talk::Talk;

/// A conversation with one person in a terminal: what a view says with its styles, its buttons as numbered choices, its
/// pictures where the terminal can show them.
///
/// Each choice has a number, `[1]`; it is taken by the number or by its label. `:help` tells of all else that can be typed.
/// When standard input is no terminal, lines are read as they are, so that a conversation can be scripted: `:wait` waits for
/// work there, and so does the end of the input. The session belongs to the user, and stands where it was at the next start.
///
/// A surface that ends does not end the engine, so [`Terminal::left`] tells when the user has left.
///
/// ```no_run
/// # use workflow::{Builder, media::Folder, surface::terminal::Terminal};
/// # async fn run(builder: Builder<()>) -> Result<(), Box<dyn std::error::Error>> {
/// let media = Folder::open("media").await?;
/// let terminal = Terminal::new().media(media, "shown");
/// let left = terminal.left();
/// let engine = builder.surface(terminal).build().await?;
/// engine.run(left).await?;
/// # Ok(()) }
/// ```
pub struct Terminal {
    user: String,
    media: Option<(Arc<dyn MediaStore>, PathBuf)>,
    largest_upload: u64,
    history: Option<PathBuf>,
    ends: Ends,
    leaving: watch::Sender<Leaving>,
}

/// Where lines come from, and where what is shown goes.
enum Ends {
    /// Standard input and output.
    Standard,
    /// What was given instead.
    Given(Box<dyn BufRead + Send>, Box<dyn Write + Send>),
}

/// Whether the user has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaving {
    No,
    Yes,
}

/// The surface's name.
const SURFACE: &str = "terminal";
/// The most bytes of files that are sent at once, unless told.
const LARGEST_UPLOAD: u64 = 20 * 1024 * 1024;

impl Terminal {
    /// Talks by standard input and output, with the user of the environment: `USER` or `USERNAME`, or else `local`.
    pub fn new() -> Self {
        Self {
            user: user(),
            media: None,
            largest_upload: LARGEST_UPLOAD,
            history: None,
            ends: Ends::Standard,
            leaving: watch::Sender::new(Leaving::No),
        }
    }

    /// Talks with the user of this name. The sessions of another name are others.
    #[must_use]
    pub fn user(mut self, name: impl Into<String>) -> Self {
        self.user = name.into();
        self
    }

    /// Shows the media of views from `store` as copies in `folder`, which is made when it is not there, and keeps in `store`
    /// what the user sends. The copies stay where they are; what was sent and no session took is removed from `store` after a day: so two engines with stores of their
    /// own must not keep media in one place.
    #[must_use]
    pub fn media(mut self, store: impl MediaStore, folder: impl Into<PathBuf>) -> Self {
        self.media = Some((Arc::new(store), folder.into()));
        self
    }

    /// Takes files of up to this many bytes, all that are sent at once together; 20 MiB unless told.
    #[must_use]
    pub fn largest_upload(mut self, bytes: u64) -> Self {
        self.largest_upload = bytes;
        self
    }

    /// Keeps the lines that were typed in this file, to be found again at the next start. Of a script nothing is kept.
    #[must_use]
    pub fn history(mut self, file: impl Into<PathBuf>) -> Self {
        self.history = Some(file.into());
        self
    }

    /// Reads lines of `input` and writes to `output`, without styles and without editing.
    ///
    /// ```
    /// # use workflow::surface::terminal::Terminal;
    /// let terminal = Terminal::new().lines(&b"/order\nMargherita\n:wait\n"[..], std::io::sink());
    /// # let _ = terminal;
    /// ```
    #[must_use]
    pub fn lines(mut self, input: impl BufRead + Send + 'static, output: impl Write + Send + 'static) -> Self {
        self.ends = Ends::Given(Box::new(input), Box::new(output));
        self
    }

    /// Done when the user has left, or the input has ended.
    pub fn left(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut leaving = self.leaving.subscribe();
        async move {
            // An error means that the surface is gone.
            let _gone = leaving.wait_for(|leaving| *leaving == Leaving::Yes).await;
        }
    }
}

impl Default for Terminal {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Terminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Surface for Terminal {
    fn open(&mut self) -> BoxFuture<'_, Result<(), SurfaceError>> {
        Box::pin(async move {
            let Some((_, folder)) = &mut self.media else { return Ok(()) };
            let failed = |error| SurfaceError::new(format!("can't use the folder {}", folder.display()), error);
            let path = std::path::absolute(&*folder).map_err(failed)?;
            tokio::fs::create_dir_all(&path).await.map_err(failed)?;
            *folder = path;
            Ok(())
        })
    }

    fn serve(self: Box<Self>, engine: Engine, stop: Stop) -> BoxFuture<'static, Result<(), SurfaceError>> {
        Box::pin(async move {
            let Self { user, media, largest_upload, history, ends, leaving } = *self;
            // Told however this ends.
            let _leaves = Leaves(leaving);
            let words = Words::default();
            let (keyboard, screen, pictures) = match ends {
                Ends::Given(input, output) => {
                    let screen = Screen::open(Out::Lines(output), Ink::Plain).map_err(no_thread)?;
                    let keyboard = Keyboard::open(Echo::Yes, keyboard::lines(input)).map_err(no_thread)?;
                    (keyboard, screen, Pictures::None)
                }
                Ends::Standard => standard(&words, history)?,
            };
            let _mode = mode::Kept::now();
            let key = SessionKey::new(SURFACE, user.clone(), user);
            let store = media.as_ref().map(|(store, _)| Arc::clone(store));
            let media = media.map(|(store, folder)| {
                (Gallery::new(Arc::clone(&store), folder, pictures), Outbox::new(store, largest_upload))
            });
            let collect = async {
                match &store {
                    Some(store) => trial::collect(&engine, &**store).await,
                    None => std::future::pending().await,
                }
            };
            let talk = Talk::new(engine.clone(), key, (keyboard, screen), media, words, stop.shared());
            tokio::select! {
                ended = talk.run() => ended,
                () = collect => Ok(()),
            }
        })
    }
}

/// Standard input and output: with an editor of lines where both are a terminal.
fn standard(words: &Words, history: Option<PathBuf>) -> Result<(Keyboard, Screen, Pictures), SurfaceError> {
    let is_terminal = std::io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    let is_colored = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty());
    let ink = if is_colored { Ink::Styled } else { Ink::Plain };
    let pictures = if is_terminal { Pictures::of_environment() } else { Pictures::None };
    if is_terminal && std::io::stdin().is_terminal() {
        match Editor::open(words.clone(), history) {
            Ok((editor, printer)) => {
                let keyboard = Keyboard::open(Echo::No, editor.reads()).map_err(no_thread)?;
                return Ok((keyboard, Screen::open(Out::Above(printer), ink).map_err(no_thread)?, pictures));
            }
            Err(error) => tracing::info!(%error, "lines can't be edited in this terminal"),
        }
    }
    let out = Box::new(std::io::stdout());
    let out = if is_terminal { Out::Terminal(out) } else { Out::Lines(out) };
    let echo = if std::io::stdin().is_terminal() { Echo::No } else { Echo::Yes };
    let input = std::io::BufReader::new(std::io::stdin());
    let keyboard = Keyboard::open(echo, keyboard::lines(Box::new(input))).map_err(no_thread)?;
    Ok((keyboard, Screen::open(out, ink).map_err(no_thread)?, pictures))
}

fn no_thread(error: std::io::Error) -> SurfaceError {
    SurfaceError::new("the terminal has no thread", error)
}

/// Tells that the user has left when it is dropped.
struct Leaves(watch::Sender<Leaving>);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.send_replace(Leaving::Yes);
    }
}

fn user() -> String {
    let named = ["USER", "USERNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    named.map(|name| name.trim().to_owned()).find(|name| !name.is_empty()).unwrap_or_else(|| "local".to_owned())
}
