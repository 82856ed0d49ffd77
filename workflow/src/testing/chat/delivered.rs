//! What a user sent, and what came of it.

use super::super::doing::Doing;
use super::Chat;
use crate::engine::{DeliverError, Delivery, Outcome, Sent, Token};

/// The last delivery, and what came of it.
#[derive(Clone)]
pub(super) struct Delivered {
    delivery: Delivery,
    pub(super) came: Option<Outcome>,
    /// What the user was told last.
    pub(super) told: Option<String>,
}

impl Chat {
    /// Whether anything was sent yet.
    pub(in super::super) fn has_sent(&self) -> bool {
        self.last.is_some()
    }

    /// Whether this user is shown a button of this label.
    pub(in super::super) fn has_button(&self, label: &str) -> bool {
        self.buttons().iter().any(|shown| shown == label)
    }

    /// Delivers the last message or press once more, under the same id, as a platform does that heard no answer.
    ///
    /// # Panics
    /// Awaiting it panics when it is answered otherwise than the first time.
    pub fn again(&mut self) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                let last = chat.last.clone().ok_or("nothing was sent yet that could be delivered again")?;
                chat.world.write(|transcript| transcript.event("delivered again"));
                chat.redeliver(last.delivery).await?;
                let came = chat.last.as_ref().and_then(|last| last.came.as_ref());
                match (&last.came, came) {
                    (Some(first), Some(second)) if first != second => {
                        Err(format!("the same delivery was answered first {first:?} and then {second:?}"))
                    }
                    _ => Ok(()),
                }
            })
        })
    }

    /// Something begins.
    pub(super) fn begin(&mut self) {
        self.before = self.world.stands(&self.key);
        if let Some(last) = &mut self.last {
            last.told = None;
        }
    }

    pub(super) async fn deliver(&mut self, sent: Sent, reply_to: Option<Token>) -> Result<(), String> {
        let mut delivery = Delivery::new(self.world.next_id(), sent);
        (delivery.reply, delivery.locale) = (reply_to, self.locale.clone());
        self.redeliver(delivery).await
    }

    async fn redeliver(&mut self, delivery: Delivery) -> Result<(), String> {
        self.begin();
        let engine = self.world.engine().ok_or("no engine is running")?;
        let was_faulty = self.world.store().is_faulty();
        let came = engine.deliver(self.key.clone(), delivery.clone()).await;
        let mut last = Delivered { delivery, came: None, told: None };
        match came {
            Ok(outcome) => {
                last.told = outcome.rejection().map(str::to_owned);
                last.came = Some(outcome);
            }
            Err(DeliverError::Store(error)) if was_faulty => {
                self.world.write(|transcript| transcript.event(format!("no answer: {error}")));
            }
            Err(error) => {
                self.last = Some(last);
                return Err(format!("it could not be delivered: {error}"));
            }
        }
        let told = last.told.clone();
        self.last = Some(last);
        if let Some(told) = told {
            self.world.write(|transcript| transcript.told(&self.name, &told));
        }
        self.world.come_to_rest().await
    }
}
