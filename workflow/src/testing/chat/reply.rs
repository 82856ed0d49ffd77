//! Replies to what waits for somebody in a role.

use super::super::doing::Doing;
use super::{Chat, words};
use crate::core::media::Media;
use crate::engine::{Sent, Token};

impl Chat {
    /// Writes to the session that waits for this user in a role, and not to their own conversation; where several wait, to
    /// what was shown last.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # use workflow::testing::Chat;
    /// #[workflow]
    /// pub enum Leave {
    ///     /// How many days?
    ///     AskDays,
    ///     /// Your boss is asked.
    ///     Waiting { days: u32 },
    ///     #[step(end)]
    ///     Refused { why: String },
    /// }
    ///
    /// #[workflow]
    /// impl Leave {
    ///     #[command("/leave")]
    ///     fn start() -> AskDays { AskDays }
    ///     fn days(self: AskDays, Text(days): Text<u32>) -> Waiting { Waiting { days } }
    ///     /// Say no, and why
    ///     #[actor("boss")]
    ///     fn refuse(self: Waiting, Text(why): Text) -> Refused { Refused { why } }
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut ann = Chat::new::<Leave>(()).await;
    /// let mut boss = ann.as_actor("boss").await;
    /// ann.say("/leave").await.say("5").await;
    /// boss.reply("Too many.").await;
    /// assert_eq!(ann.step::<Refused>().why, "Too many.");
    /// # });
    /// ```
    ///
    /// # Panics
    /// Awaiting it panics when nothing that waits asks for text or files.
    pub fn reply(&mut self, text: impl Into<String>) -> Doing<'_> {
        self.reply_by(Sent::Text(text.into()))
    }

    /// Sends files to the session that waits for this user in a role, as [`Chat::reply`] does with text.
    ///
    /// # Panics
    /// Awaiting it panics when nothing that waits asks for text or files.
    pub fn reply_with(&mut self, media: impl IntoIterator<Item = Media>) -> Doing<'_> {
        self.reply_by(Sent::Media(media.into_iter().collect(), String::new()))
    }

    fn reply_by(&mut self, sent: Sent) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                let Some((role, token)) = chat.waits_for_reply() else {
                    return Err("nothing that waits for somebody in a role asks for text or files".to_owned());
                };
                chat.world.write(|transcript| transcript.said(&chat.name, &format!("(as {role}) {}", words(&sent))));
                chat.deliver(sent, Some(token)).await
            })
        })
    }

    /// The session that asks this user for text or files in a role: the role, and what is replied to.
    pub(in super::super) fn waits_for_reply(&self) -> Option<(String, Token)> {
        self.screens().iter().find_map(|screen| Some((screen.role()?.to_owned(), screen.reply()?)))
    }
}
