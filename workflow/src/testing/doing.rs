//! Something that a test has done in a chat.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::chat::Chat;
use crate::core::dispatch::BoxFuture;

/// Something that is done in a chat when it is awaited; it gives the chat again, so that what comes next can be written
/// behind it.
///
/// When it can't be done (there is no such button, no such work), awaiting it panics at the line of the `.await`, with the
/// conversation so far.
#[must_use = "nothing is done before it is awaited"]
pub struct Doing<'a> {
    running: BoxFuture<'a, (&'a mut Chat, Result<(), String>)>,
}

impl<'a> Doing<'a> {
    pub(super) fn new(
        chat: &'a mut Chat,
        doing: impl for<'b> FnOnce(&'b mut Chat) -> BoxFuture<'b, Result<(), String>> + Send + 'a,
    ) -> Self {
        let running = async move {
            let done = doing(chat).await;
            (chat, done)
        };
        Self { running: Box::pin(running) }
    }
}

impl Doing<'_> {
    /// Does it, and tells why it can't be done instead of panicking.
    pub(super) async fn tried(self) -> Result<(), String> {
        self.running.await.1
    }
}

impl<'a> Future for Doing<'a> {
    type Output = &'a mut Chat;

    // Called by the `.await`, which is so what a panic points at.
    #[track_caller]
    #[expect(clippy::panic, reason = "that is how a test fails")]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<&'a mut Chat> {
        match self.running.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready((chat, Ok(()))) => Poll::Ready(chat),
            Poll::Ready((chat, Err(why))) => panic!("{}", chat.failure(&why)),
        }
    }
}

impl std::fmt::Debug for Doing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Doing")
    }
}
