//! What a test expects, and how it fails.

use super::super::transcript;
use super::{Chat, button};
use crate::core::step::{Step, Workflow};
use crate::engine::Snapshot;

impl Chat {
    /// Expects that this user sees `text`: as a part of what is shown to them (text, notice, progress, question), or of what they
    /// were just told.
    ///
    /// # Panics
    /// When they don't.
    #[track_caller]
    pub fn sees(&mut self, text: &str) -> &mut Self {
        if !self.visible().iter().any(|shown| shown.contains(text)) {
            self.fails(&format!("expected to see “{text}”\nbut there is {}", self.described()));
        }
        self
    }

    /// Expects that what was shown last says exactly `text`.
    ///
    /// # Panics
    /// When it doesn't.
    #[track_caller]
    pub fn sees_exactly(&mut self, text: &str) -> &mut Self {
        let shown = self.front().map(|front| front.view().text.to_plain());
        if shown.as_deref() != Some(text) {
            let shown = shown.map_or("nothing is shown".to_owned(), |shown| format!("there is exactly “{shown}”"));
            self.fails(&format!("expected to see exactly “{text}”\nbut {shown}"));
        }
        self
    }

    /// Expects that what was shown last offers these buttons, in this order, and no others; those of a question come first.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say("Ann").await.sees("Is it").sees_exactly("Is it right?").offers(["Yes", "Back"]);
    /// # });
    /// ```
    ///
    /// # Panics
    /// When it doesn't.
    #[track_caller]
    pub fn offers<L: AsRef<str>>(&mut self, labels: impl IntoIterator<Item = L>) -> &mut Self {
        let wanted: Vec<String> = labels.into_iter().map(|label| label.as_ref().to_owned()).collect();
        let there = self.front().map(|front| button::labels(&front)).unwrap_or_default();
        if wanted != there {
            self.fails(&format!("expected the buttons {}\nbut there are {}", row(&wanted), row(&there)));
        }
        self
    }

    /// Expects that this user is at step `S`.
    ///
    /// # Panics
    /// When they aren't.
    #[track_caller]
    pub fn at<S: Step>(&mut self) -> &mut Self {
        if let Err(why) = self.find::<S>() {
            self.fails(&why);
        }
        self
    }

    /// The step `S`, with its data. Its fields can be read in the module of the workflow; elsewhere see [`Chat::data`].
    ///
    /// # Panics
    /// When this user is not there.
    #[track_caller]
    pub fn step<S: Step>(&self) -> S {
        match self.find() {
            Ok(step) => step,
            Err(why) => self.fails(&why),
        }
    }

    /// The data of step `S` as it is stored, by field: for tests that stand outside the module of the workflow, where a
    /// step's fields are private.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say("Ann").await;
    /// assert_eq!(chat.data::<Check>()["name"], "Ann");
    /// # });
    /// ```
    ///
    /// # Panics
    /// When this user is not there.
    #[track_caller]
    pub fn data<S: Step>(&self) -> serde_json::Value {
        let packed = self.find::<S>().map(|step| <S::Workflow as From<S>>::from(step).pack());
        match packed {
            Ok(Ok(data)) => data.into(),
            Ok(Err(error)) => self.fails(&format!("`{}` can't be stored: {error}", S::NAME)),
            Err(why) => self.fails(&why),
        }
    }

    /// Expects that what was just sent was not taken, and that the user was told so with these words in it.
    ///
    /// ```
    /// # use workflow::prelude::*;
    /// # #[workflow]
    /// # pub enum Greet {
    /// #     /// What is your name?
    /// #     Ask,
    /// #     /// Is it right?
    /// #     Check { name: String },
    /// #     /// Hello!
    /// #     #[step(end)]
    /// #     Hello { name: String },
    /// # }
    /// # #[workflow]
    /// # impl Greet {
    /// #     #[command("/greet")]
    /// #     fn start() -> Ask { Ask }
    /// #     fn name(self: Ask, Text(name): Text) -> Check { Check { name } }
    /// #     fn yes(self: Check) -> Hello { Hello { name: self.name } }
    /// #     #[after("1h")]
    /// #     fn never_mind(self: Check) -> Hello { Hello { name: self.name } }
    /// # }
    /// # use workflow::testing::Chat;
    /// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
    /// let mut chat = Chat::new::<Greet>(()).await;
    /// chat.say("/greet").await.say(" ").await.rejected("write something").not_moved();
    /// # });
    /// ```
    ///
    /// # Panics
    /// When it was taken, or they were told otherwise.
    #[track_caller]
    pub fn rejected(&mut self, text: &str) -> &mut Self {
        match self.told() {
            Some(told) if told.contains(text) => self,
            Some(told) => self.fails(&format!("expected a rejection with “{text}”\nbut it says “{told}”")),
            None => self.fails(&format!("expected a rejection with “{text}”\nbut nothing was rejected")),
        }
    }

    /// Expects that what was shown last is over.
    ///
    /// # Panics
    /// When it goes on, or there is nothing.
    #[track_caller]
    pub fn ended(&mut self) -> &mut Self {
        match self.front() {
            Some(front) if front.ended() => self,
            Some(front) => self.fails(&format!("expected the end\nbut `{}` goes on", front.step())),
            None => self.fails("expected the end\nbut nothing was begun"),
        }
    }

    /// Expects that the last action moved none of this user's sessions.
    ///
    /// # Panics
    /// When it moved one.
    #[track_caller]
    pub fn not_moved(&mut self) -> &mut Self {
        if self.world.stands(&self.key) != self.before {
            self.fails("expected that nothing moves\nbut it did");
        }
        self
    }

    /// Expects that user code has not failed or panicked so far: see [`Chat::faults`].
    ///
    /// # Panics
    /// When it has.
    #[track_caller]
    pub fn no_faults(&mut self) -> &mut Self {
        if !self.faults().is_empty() {
            self.fails("expected no fault");
        }
        self
    }

    /// What was shown last.
    fn front(&self) -> Option<Snapshot> {
        self.screens().into_iter().next()
    }

    fn told(&self) -> Option<&str> {
        self.last.as_ref()?.told.as_deref()
    }

    fn visible(&self) -> Vec<String> {
        let told = self.told().map(str::to_owned);
        let screens = self.screens();
        let shown = screens.iter().flat_map(|screen| {
            let view = screen.view();
            let notice = view.notice.as_ref().map(|notice| notice.to_plain());
            let question = screen.question().map(|question| question.text);
            [question, Some(view.text.to_plain()), notice, transcript::progress(screen)]
        });
        told.into_iter().chain(shown.flatten()).collect()
    }

    fn described(&self) -> String {
        let visible = self.visible();
        if visible.is_empty() { "nothing".to_owned() } else { format!("“{}”", visible.join("”, “")) }
    }

    fn find<S: Step>(&self) -> Result<S, String> {
        let name = <S::Workflow as Workflow>::NAME;
        let wanted = format!("expected to be at `{}`\nbut ", S::NAME);
        let screens = self.screens();
        let Some(screen) = screens.iter().find(|screen| screen.workflow() == name) else {
            let there = screens.first().map(|screen| format!("this is `{}` of `{}`", screen.step(), screen.workflow()));
            return Err(wanted + &there.unwrap_or_else(|| "nothing was begun".to_owned()));
        };
        let workflow = <S::Workflow as Workflow>::load(&screen.record().stored);
        let workflow = workflow.map_err(|error| format!("{wanted}the stored step does not load: {error}"))?;
        S::of(workflow).map_err(|_| format!("{wanted}this is `{}`", screen.step()))
    }

    /// What a test that fails says: the conversation, and what is wrong.
    pub(in super::super) fn failure(&self, why: &str) -> String {
        let faults = self.faults();
        let faults = if faults.is_empty() {
            String::new()
        } else {
            format!("\nwhat went wrong in the code: {}", faults.join("; "))
        };
        format!("\n\n{}\n{why}{faults}\n", self.transcript())
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "that is how a test fails")]
    fn fails(&self, why: &str) -> ! {
        panic!("{}", self.failure(why))
    }
}

fn row(labels: &[String]) -> String {
    if labels.is_empty() {
        return "none".to_owned();
    }
    let labels: Vec<String> = labels.iter().map(|label| format!("[{label}]")).collect();
    labels.join(" ")
}
