//! Buttons that are pressed: each press is answered.

use super::calls;
use super::chat::{Chat, Ends, delivery_id};
use super::render::PAGE;
use super::update::Callback;
use crate::core::phrase::Phrase;
use crate::engine::{Delivery, Token};
use crate::say;
use crate::store::Answered;

impl Chat {
    pub(super) async fn press(&mut self, id: u64, callback: &Callback) -> Result<(), Ends> {
        // Whoever presses is there.
        self.state.gone = None;
        let message = callback.message.as_ref().and_then(|message| i32::try_from(message.message_id).ok());
        let data = callback.data.as_deref().unwrap_or_default();
        let said = match data.strip_prefix(PAGE) {
            Some(page) => self.turn(message, page).map(|why| self.words_for(Some(&callback.from)).say(why)),
            None => {
                let delivery = Delivery::press(delivery_id(id), Token::new(data));
                let outcome = self.deliver(delivery, Some(&callback.from)).await?;
                let is_foreign = outcome.as_ref().is_some_and(|outcome| outcome.answered == Answered::Foreign);
                if let Some(message) = message.filter(|_| !is_foreign) {
                    self.state.saw(message);
                    self.strip_old(message);
                }
                outcome.and_then(|outcome| outcome.told(&self.words_for(Some(&callback.from))))
            }
        };
        if let Some(room) = self.room() {
            // One that is too old can't be answered, and nobody waits for it any more.
            if let Err(error) = self.bot.call_now(room, calls::answer(&callback.id, said.as_deref())).await {
                tracing::debug!(?error, "a press is not answered");
            }
        }
        Ok(())
    }

    /// Turns the page of what this message shows.
    fn turn(&mut self, message: Option<i32>, page: &str) -> Option<Phrase> {
        let menus = self.state.shown.iter_mut().filter_map(|shown| shown.menu.as_mut());
        let menu = menus.into_iter().find(|menu| Some(menu.message) == message);
        match (menu, page.parse()) {
            (Some(menu), Ok(page)) => {
                menu.page = page;
                self.edited = None;
                None
            }
            _ => Some(say!("This is not in use any more.")),
        }
    }

    /// A keyboard that is still there, and is that of nothing that is shown.
    fn strip_old(&mut self, message: i32) {
        let posted = self.state.shown.iter().flat_map(|shown| [&shown.menu, &shown.question]);
        let is_shown = posted.flatten().any(|posted| posted.message == message);
        if !is_shown && !self.state.strip.contains(&message) {
            self.state.strip.push(message);
        }
    }
}
