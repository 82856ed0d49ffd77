//! What is shown, on a thread that may wait for the terminal.

use std::io::Write;
use std::time::Duration;

use rustyline::ExternalPrinter;
use tokio::sync::{mpsc, oneshot};

use super::ink::Ink;

/// Where texts are shown, in the order in which they are given.
pub(super) struct Screen {
    prints: mpsc::Sender<Print>,
    pub(super) ink: Ink,
    pub(super) pace: Pace,
}

/// What it is shown by.
pub(super) enum Out {
    /// Line after line, as in a file.
    Lines(Box<dyn Write + Send>),
    /// In a terminal where lines are not edited.
    Terminal(Box<dyn Write + Send>),
    /// In a terminal, above the line that is edited.
    Above(Box<dyn ExternalPrinter + Send>),
}

/// How often progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Its line is drawn anew each time.
    Redrawn,
    /// Each is a line of its own.
    Lines,
}

enum Print {
    Text(String),
    Progress(String),
    /// The user has typed a line: what was shown before is not the last line any more.
    Typed,
    Settled(oneshot::Sender<()>),
}

/// Nobody sees what is shown any more.
#[derive(Debug)]
pub(super) struct Unseen;

/// How many texts may wait for the terminal.
const WAITING: usize = 16;
/// Goes to the line above and empties it.
const ERASE: &str = "\x1b[1A\r\x1b[2K";

impl Pace {
    pub(super) fn every(self) -> Duration {
        match self {
            Self::Redrawn => Duration::from_millis(150),
            Self::Lines => Duration::from_secs(3),
        }
    }
}

impl Screen {
    pub(super) fn open(out: Out, ink: Ink) -> std::io::Result<Self> {
        let (prints, mut waiting) = mpsc::channel(WAITING);
        let pace = match out {
            Out::Lines(_) => Pace::Lines,
            Out::Terminal(_) | Out::Above(_) => Pace::Redrawn,
        };
        let mut writer = Writer { out, pace, is_progress_last: false };
        // It is not waited for: a terminal may be stopped for ever.
        std::thread::Builder::new().name("screen".to_owned()).spawn(move || {
            while let Some(print) = waiting.blocking_recv() {
                if let Err(error) = writer.print(print) {
                    tracing::debug!(error = &*error, "nothing can be shown any more");
                    return;
                }
            }
        })?;
        Ok(Self { prints, ink, pace })
    }

    /// Shows a text, on lines of its own.
    pub(super) async fn show(&self, text: String) -> Result<(), Unseen> {
        self.print(Print::Text(text)).await
    }

    /// Shows how far work is, on one line.
    pub(super) async fn progress(&self, line: String) -> Result<(), Unseen> {
        self.print(Print::Progress(line)).await
    }

    pub(super) async fn typed(&self) -> Result<(), Unseen> {
        self.print(Print::Typed).await
    }

    /// Waits until everything is shown, or `patience` is over: the terminal may have been stopped, by Ctrl-S.
    pub(super) async fn settle(&self, patience: Duration) -> Result<(), Unseen> {
        let (settled, is_settled) = oneshot::channel();
        self.print(Print::Settled(settled)).await?;
        match tokio::time::timeout(patience, is_settled).await {
            Ok(Err(_)) => Err(Unseen),
            Ok(Ok(())) | Err(_) => Ok(()),
        }
    }

    async fn print(&self, print: Print) -> Result<(), Unseen> {
        self.prints.send(print).await.map_err(|_| Unseen)
    }
}

struct Writer {
    out: Out,
    pace: Pace,
    is_progress_last: bool,
}

impl Writer {
    fn print(&mut self, print: Print) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let (text, is_progress) = match print {
            Print::Text(text) => (text, false),
            Print::Progress(line) => (line, true),
            Print::Typed => {
                self.is_progress_last = false;
                return Ok(());
            }
            Print::Settled(settled) => {
                // Whoever waited may have gone.
                let _gone = settled.send(());
                return Ok(());
            }
        };
        let erase = if self.is_progress_last && self.pace == Pace::Redrawn { ERASE } else { "" };
        let text = format!("{erase}{text}\n");
        match &mut self.out {
            Out::Lines(out) | Out::Terminal(out) => out.write_all(text.as_bytes()).and_then(|()| out.flush())?,
            Out::Above(printer) => printer.print(text)?,
        }
        self.is_progress_last = is_progress;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(part);
            Ok(part.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    async fn shown(out: impl Fn(Paper) -> Out) -> String {
        let paper = Paper::default();
        let screen = Screen::open(out(paper.clone()), Ink::Plain).unwrap();
        screen.progress("10 %".to_owned()).await.unwrap();
        screen.progress("20 %".to_owned()).await.unwrap();
        screen.show("Done.".to_owned()).await.unwrap();
        screen.settle(Duration::from_secs(5)).await.unwrap();
        let written = paper.0.lock().unwrap().clone();
        String::from_utf8(written).unwrap()
    }

    #[tokio::test]
    async fn progress_is_drawn_on_one_line_of_a_terminal() {
        let shown = shown(|paper| Out::Terminal(Box::new(paper))).await;
        assert_eq!(shown, format!("10 %\n{ERASE}20 %\n{ERASE}Done.\n"));
    }

    #[tokio::test]
    async fn progress_is_line_after_line_in_a_file() {
        assert_eq!(shown(|paper| Out::Lines(Box::new(paper))).await, "10 %\n20 %\nDone.\n");
    }
}
