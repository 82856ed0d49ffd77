//! Work and effects: held until the test says how they end.

use serde::Serialize;
use serde_json::Value;

use super::super::backstage::{Order, What};
use super::super::doing::Doing;
use super::Chat;
use crate::core::error::{Error, Result, reject};
use crate::store::{Pending, PendingKind};

/// An effect that was asked for and is not done.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AskedEffect {
    /// Its function's name.
    pub name: String,
    /// What it is done with.
    pub payload: Value,
    /// How often it has failed.
    pub attempts: u32,
}

impl Chat {
    /// Ends the attempt at this work or effect that waits, as its function would by returning `result`: what it gives is
    /// taken, a fault is tried again when its time has come (see [`Chat::later`]), a rejection is final.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// use workflow::testing::Chat;
    ///
    /// #[workflow]
    /// pub enum Draw {
    ///     /// Drawing …
    ///     Drawing,
    ///     #[step(end)]
    ///     Done { picture: String },
    ///     #[step(end)]
    ///     NotDrawn { why: String },
    /// }
    ///
    /// #[workflow]
    /// impl Draw {
    ///     #[command("/draw")]
    ///     fn start() -> Drawing { Drawing }
    ///
    ///     #[invoke(timeout = "10m", retries = 3)]
    ///     async fn render(self: &Drawing) -> Result<String> { Ok("a real picture".into()) }
    ///     #[done(render)]
    ///     fn drawn(self: Drawing, picture: String) -> Done { Done { picture } }
    ///     #[failed(render)]
    ///     fn not_drawn(self: Drawing, failure: Failure) -> NotDrawn { NotDrawn { why: failure.reason().into() } }
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Draw>(()).await;
    /// chat.say("/draw").await.at::<Drawing>();
    /// chat.finish("render", Ok("a cat")).await;
    /// assert_eq!(chat.step::<Done>().picture, "a cat");
    ///
    /// chat.say("/draw").await.fail("render", "out of ink").await;
    /// assert_eq!(chat.step::<NotDrawn>().why, "out of ink");
    ///
    /// chat.say("/draw").await.fail_once("render", "a hiccup").await.later("1m").await.work().await;
    /// assert_eq!(chat.step::<Done>().picture, "a real picture");
    ///
    /// // Four attempts of ten minutes, and the waits between them.
    /// chat.say("/draw").await.later("1h").await.at::<NotDrawn>();
    /// # });
    /// ```
    ///
    /// # Panics
    /// Awaiting it panics when no such work or effect waits.
    pub fn finish<T: Serialize>(&mut self, name: &str, result: Result<T>) -> Doing<'_> {
        let result = result.map(serde_json::to_value);
        let (order, event) = match result {
            Ok(Ok(value)) => {
                let event = format!("{name} gives {}", brief(&value));
                (Ok(Order::Gives(value)), event)
            }
            Ok(Err(error)) => (Err(format!("the result of `{name}` can't be stored: {error}")), String::new()),
            Err(error) => {
                let event = format!("{name} fails: {error}");
                (Ok(Order::Fails(error)), event)
            }
        };
        self.tell(name, order, event)
    }

    /// Gives this work or effect up, for this reason, as its last attempt would.
    ///
    /// # Panics
    /// Awaiting it panics when no such work or effect waits.
    pub fn fail(&mut self, name: &str, reason: &str) -> Doing<'_> {
        self.tell(name, Ok(Order::Fails(reject(reason))), format!("{name} is given up: {reason}"))
    }

    /// Fails the attempt at this work or effect that waits; it is tried again when its time has come.
    ///
    /// # Panics
    /// Awaiting it panics when no such work or effect waits.
    pub fn fail_once(&mut self, name: &str, reason: &str) -> Doing<'_> {
        self.tell(name, Ok(Order::Fails(Error::from_fault(reason))), format!("{name} fails: {reason}"))
    }

    /// Tells that this work is done by so much (0 to 1), and what is going on, as its `Progress` would.
    ///
    /// # Panics
    /// Awaiting it panics when no such work waits.
    pub fn progress(&mut self, name: &str, fraction: f32, label: &str) -> Doing<'_> {
        let (name, label) = (name.to_owned(), label.to_owned());
        Doing::new(self, move |chat| {
            Box::pin(async move {
                chat.begin();
                let progress = chat.world.backstage.progress(&chat.key, &name);
                progress.ok_or_else(|| chat.no_such(&name))?.set(fraction, &label);
                chat.world.come_to_rest().await
            })
        })
    }

    /// Runs the user's own functions for all work of this user that waits, and waits for their end.
    ///
    /// # Panics
    /// Awaiting it panics when no work waits, or when it takes more than 10 seconds.
    pub fn work(&mut self) -> Doing<'_> {
        self.real(What::Work)
    }

    /// Runs the user's own functions for all effects of this user that wait, and waits for their end.
    ///
    /// # Panics
    /// Awaiting it panics when no effect waits, or when it takes more than 10 seconds.
    pub fn perform(&mut self) -> Doing<'_> {
        self.real(What::Effect)
    }

    /// The effects that this user's sessions have asked for and that are not done, in the order in which they are due.
    ///
    /// As work does, effects wait until they are told: [`Chat::perform`] does them for real, [`Chat::finish`] and
    /// [`Chat::fail`] say how one ends.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// use workflow::testing::Chat;
    ///
    /// #[workflow]
    /// pub enum Order {
    ///     /// Shall it be sent?
    ///     Ready { parcel: u32 },
    ///     #[step(end)]
    ///     Sent,
    /// }
    ///
    /// #[workflow]
    /// impl Order {
    ///     #[command("/order")]
    ///     fn start() -> Ready { Ready { parcel: 7 } }
    ///     fn send(self: Ready) -> With<Sent, Ship> { Sent.with(Ship(self.parcel)) }
    ///     #[effect]
    ///     async fn ship(parcel: u32) -> Result<()> { Ok(()) }
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Order>(()).await;
    /// chat.say("/order").await.press("Send").await.at::<Sent>();
    /// assert_eq!(chat.effects()[0].name, "ship");
    /// assert_eq!(chat.effects()[0].payload, 7);
    /// chat.perform().await;
    /// assert!(chat.effects().is_empty());
    /// # });
    /// ```
    pub fn effects(&self) -> Vec<AskedEffect> {
        let is_asked = |it: &Pending| it.id.kind == PendingKind::Effect && it.key == self.key;
        let asked = self.world.pending().into_iter().filter(is_asked);
        asked
            .map(|asked| AskedEffect {
                name: asked.name,
                payload: asked.payload.unwrap_or_default(),
                attempts: asked.attempts,
            })
            .collect()
    }

    /// The names of the work and effects of this user that wait to be told how they end.
    pub fn waiting(&self) -> Vec<&'static str> {
        self.world.backstage.waiting(&self.key, None)
    }

    pub(in super::super) fn waiting_for(&self, what: What) -> Vec<&'static str> {
        self.world.backstage.waiting(&self.key, Some(what))
    }

    /// Whether work waits to be done.
    pub(in super::super) fn has_work(&self) -> bool {
        !self.waiting_for(What::Work).is_empty()
    }

    fn tell(&mut self, name: &str, order: Result<Order, String>, event: String) -> Doing<'_> {
        let name = name.to_owned();
        Doing::new(self, move |chat| {
            Box::pin(async move {
                let order = order?;
                chat.begin();
                if !chat.world.backstage.waiting(&chat.key, None).contains(&name.as_str()) {
                    return Err(chat.no_such(&name));
                }
                chat.world.write(|transcript| transcript.event(event));
                if chat.world.backstage.tell(&chat.key, &name, order) {
                    chat.world.come_to_rest().await
                } else {
                    Err(format!("`{name}` does not wait any more"))
                }
            })
        })
    }

    fn real(&mut self, what: What) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                chat.begin();
                let waiting = chat.world.backstage.waiting(&chat.key, Some(what));
                if waiting.is_empty() {
                    let what = if what == What::Work { "work" } else { "effect" };
                    return Err(format!("no {what} waits to be done"));
                }
                for name in waiting {
                    chat.world.write(|transcript| transcript.event(format!("{name} is done for real")));
                    chat.world.backstage.tell(&chat.key, name, Order::Real);
                }
                chat.world.come_to_rest().await
            })
        })
    }

    fn no_such(&self, name: &str) -> String {
        let waiting: Vec<String> = self.waiting().iter().map(|name| format!("`{name}`")).collect();
        let waiting = if waiting.is_empty() { "nothing does".to_owned() } else { waiting.join(", ") };
        format!("neither work nor an effect `{name}` waits to be told how it ends: {waiting}")
    }
}

/// A value, short enough for a line.
fn brief(value: &Value) -> String {
    let text = match value {
        // A medium: its hash says nothing to people.
        Value::Object(fields) if fields.contains_key("id") && fields.contains_key("type") => {
            fields.get("type").map(ToString::to_string).unwrap_or_default()
        }
        value => value.to_string(),
    };
    if text.chars().count() > 60 { text.chars().take(59).chain(['…']).collect() } else { text }
}
