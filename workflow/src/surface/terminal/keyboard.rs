//! What is typed, line by line, on a thread that may wait for it.

use std::io::{BufRead, Read};
use std::sync::mpsc as threads;

use tokio::sync::mpsc;

/// What came from the keyboard.
#[derive(Debug)]
pub(super) enum Typed {
    Line(String),
    /// A line that is longer than [`LONGEST`].
    TooLong,
    /// Nothing more comes: of an input that has ended.
    End,
    /// The user leaves: by Ctrl-C, or Ctrl-D at an empty line.
    Leave,
    /// It can't be read from.
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

/// Whether lines are shown again, as nobody has seen them being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    No,
    Yes,
}

/// Lines, each of which is read when it is asked for.
pub(super) struct Keyboard {
    asks: threads::SyncSender<()>,
    lines: mpsc::Receiver<Typed>,
    is_asked: bool,
    pub(super) echo: Echo,
}

/// Reads the next line, and waits for it.
pub(super) type Reads = Box<dyn FnMut() -> Typed + Send>;

/// The longest line in bytes: no message is as long.
const LONGEST: u64 = 64 * 1024;

impl Keyboard {
    pub(super) fn open(echo: Echo, mut read: Reads) -> std::io::Result<Self> {
        let (asks, asked) = threads::sync_channel(1);
        let (typed, lines) = mpsc::channel(1);
        // It is not waited for: what it reads may never come.
        std::thread::Builder::new()
            .name("keyboard".to_owned())
            .spawn(move || while asked.recv().is_ok() && typed.blocking_send(read()).is_ok() {})?;
        Ok(Self { asks, lines, is_asked: false, echo })
    }

    /// Whether a line is being read.
    pub(super) fn is_asked(&self) -> bool {
        self.is_asked
    }

    /// The next line. It is not lost when this is dropped before.
    pub(super) async fn next(&mut self) -> Typed {
        if !self.is_asked {
            // When the thread is gone, so is its end of the lines.
            self.is_asked = self.asks.try_send(()).is_ok();
        }
        let typed = self.lines.recv().await.unwrap_or(Typed::End);
        self.is_asked = false;
        typed
    }
}

/// Lines as they are.
pub(super) fn lines(mut input: Box<dyn BufRead + Send>) -> Reads {
    Box::new(move || {
        let mut line = Vec::new();
        match input.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
            Err(error) => Typed::Broken(error.into()),
            Ok(0) => Typed::End,
            Ok(_) if line.ends_with(b"\n") => whole(&line),
            Ok(_) => match skip(&mut *input) {
                Err(error) => Typed::Broken(error.into()),
                Ok(0) if u64::try_from(line.len()).is_ok_and(|length| length < LONGEST) => whole(&line),
                Ok(_) => Typed::TooLong,
            },
        }
    })
}

fn whole(line: &[u8]) -> Typed {
    let line = String::from_utf8_lossy(line);
    Typed::Line(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// Reads what is left of a line and forgets it. Gives how much it was.
fn skip(input: &mut dyn BufRead) -> std::io::Result<usize> {
    let mut skipped = 0;
    loop {
        let part = input.fill_buf()?;
        let end = part.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(part.len(), |at| at + 1);
        if used == 0 {
            return Ok(skipped);
        }
        input.consume(used);
        skipped += used;
        if end.is_some() {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &str) -> Vec<String> {
        let mut read = lines(Box::new(std::io::Cursor::new(input.to_owned())));
        let mut found = Vec::new();
        loop {
            match read() {
                Typed::Line(line) => found.push(line),
                Typed::TooLong => found.push("(too long)".to_owned()),
                Typed::End => return found,
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn the_last_line_needs_no_line_feed() {
        assert_eq!(read("one\r\n\ntwo"), ["one", "", "two"]);
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_the_next_one_is_whole() {
        let long = "x".repeat(200_000);
        assert_eq!(read(&format!("{long}\nnext\n{long}")), ["(too long)", "next", "(too long)"]);
    }
}
