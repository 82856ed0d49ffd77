//! A process under load that was started here.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::{Line, Sent};

/// A process under load that was started here. It ends with this.
#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: Receiver<Line>,
}

impl Process {
    /// Starts it, and gives it this to deliver at first.
    pub fn start(command: &mut Command, first: &[Sent]) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for sent in first {
            writeln!(input, "{}", serde_json::to_string(sent).unwrap()).unwrap();
        }
        drop(input);
        let output = BufReader::new(child.stdout.take().unwrap());
        let (heard, lines) = mpsc::channel();
        std::thread::spawn(move || hear(output, &heard));
        Self { child, lines }
    }

    /// The number that the system knows it by.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it says. Ends with the process.
    pub fn lines(&self) -> &Receiver<Line> {
        &self.lines
    }

    /// Kills it without a word.
    pub fn kill(&mut self) -> ExitStatus {
        self.child.kill().unwrap();
        self.child.wait().unwrap()
    }

    /// How it ended, if it did so within this time.
    pub fn ended_within(&mut self, patience: Duration) -> Option<ExitStatus> {
        const EVERY: Duration = Duration::from_millis(10);
        for _ in 0..patience.div_duration_f64(EVERY) as u64 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Some(status);
            }
            std::thread::sleep(EVERY);
        }
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended long ago.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Passes on what it says, up to the line that a kill has cut off.
fn hear(mut output: BufReader<ChildStdout>, heard: &Sender<Line>) {
    loop {
        let mut line = Vec::new();
        output.read_until(b'\n', &mut line).unwrap();
        if !line.ends_with(b"\n") || heard.send(serde_json::from_slice(&line).unwrap()).is_err() {
            return;
        }
    }
}
