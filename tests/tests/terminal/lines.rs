//! What a test types, and what it reads of what is shown.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

/// What was written.
#[derive(Clone, Default)]
pub(super) struct Paper(Arc<Mutex<Vec<u8>>>, Arc<Notify>);

impl Paper {
    pub(super) fn read(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Waits until this is shown.
    pub(super) async fn until(&self, text: &str) {
        loop {
            let written = self.1.notified();
            if self.read().contains(text) {
                return;
            }
            written.await;
        }
    }
}

impl Write for Paper {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(part);
        self.1.notify_one();
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What is typed later.
pub(super) struct Keys(std::sync::mpsc::Sender<String>);

pub(super) struct Typed(std::sync::mpsc::Receiver<String>);

impl Keys {
    pub(super) fn new() -> (Self, Typed) {
        let (typed, lines) = std::sync::mpsc::channel();
        (Self(typed), Typed(lines))
    }

    pub(super) fn types(&mut self, lines: &str) {
        self.0.send(lines.to_owned()).unwrap();
    }
}

impl Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let Ok(typed) = self.0.recv() else { return Ok(0) };
        into[..typed.len()].copy_from_slice(typed.as_bytes());
        Ok(typed.len())
    }
}
