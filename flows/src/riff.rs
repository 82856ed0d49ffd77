//! `/riff`: from an idea to a prompt, by talking.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use crate::data::{Owner, Preferences, Saved};
use crate::make::{self, Make};
use crate::ports::artist::{Manner, Prompt, Request};
use crate::ports::muse::{Muse, Next, Talk};
use crate::ports::seeds::Seeds;

/// Find a prompt for an idea.
#[workflow]
pub enum Riff {
    /// What is your idea?
    AskIdea,
    /// Thinking …
    Thinking { talk: Talk },
    /// A question.
    Asked { talk: Talk, question: String },
    /// I am sorry: I have no idea right now. Shall I try again?
    Silent { talk: Talk },
    /// Your prompt.
    Shown { talk: Talk, prompts: Prompts },
    /// What shall be different?
    AskTweak { talk: Talk, prompts: Prompts },
    /// Thinking it over …
    Tweaking { talk: Talk, prompts: Prompts, wish: Prompt },
    /// I am sorry: I have no idea right now. Your prompt is as it was.
    NotTweaked { talk: Talk, prompts: Prompts, wish: Prompt },
    /// Making it.
    Creating { talk: Talk, prompts: Prompts, request: Request },
    /// Until next time.
    #[step(end)]
    Left,
}

#[workflow]
impl Riff {
    /// Find a prompt for an idea: /riff a lighthouse
    #[command("/riff")]
    fn riff(idea: Option<Text<Prompt>>) -> To<(AskIdea, Thinking)> {
        match idea {
            Some(Text(idea)) => goto(Thinking { talk: Talk { idea, answers: Vec::new() } }),
            None => goto(AskIdea),
        }
    }

    fn idea(self: AskIdea, Text(idea): Text<Prompt>) -> Thinking {
        Thinking { talk: Talk { idea, answers: Vec::new() } }
    }

    #[invoke(timeout = "2m", retries = 2)]
    async fn think(self: &Thinking, key: Key, State(muse): State<Arc<dyn Muse>>) -> Result<Next> {
        muse.next(&key, &self.talk).await
    }

    #[done(think)]
    fn thought(self: Thinking, next: Next) -> To<(Asked, Shown)> {
        match next {
            Next::Ask(question) => goto(Asked { talk: self.talk, question }),
            Next::Prompt(prompt) => goto(Shown { talk: self.talk, prompts: Prompts::of(prompt) }),
        }
    }

    #[failed(think)]
    fn silent(self: Thinking, _failure: Failure) -> Silent {
        Silent { talk: self.talk }
    }

    /// Try again
    fn ask_again(self: Silent) -> Thinking {
        Thinking { talk: self.talk }
    }

    fn answer(self: Asked, Text(answer): Text<Prompt>) -> Thinking {
        Thinking { talk: self.talk.with(self.question, Some(answer.into())) }
    }

    /// Skip
    fn skip(self: Asked) -> Thinking {
        Thinking { talk: self.talk.with(self.question, None) }
    }

    /// Create
    async fn create(
        self: Shown,
        key: SessionKey,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<Creating> {
        let preferences: Preferences = saved.of(&Owner::from(&key)).await?;
        let seed = preferences.seed.get().unwrap_or_else(|| seeds.next());
        let manner = Manner { preferences, ..Manner::default() };
        let request = Request { prompt: self.prompts.last.clone(), seed, manner };
        Ok(Creating { talk: self.talk, prompts: self.prompts, request })
    }

    #[invoke]
    async fn make(self: &Creating) -> Child<Make> {
        Child::of(make::draws(self.request.clone()))
    }

    #[done(make)]
    fn made(self: Creating, _made: Make) -> Shown {
        Shown { talk: self.talk, prompts: self.prompts }
    }

    /// Tweak
    fn tweak(self: Shown) -> AskTweak {
        AskTweak { talk: self.talk, prompts: self.prompts }
    }

    fn wish(self: AskTweak, Text(wish): Text<Prompt>) -> Tweaking {
        Tweaking { talk: self.talk, prompts: self.prompts, wish }
    }

    #[invoke(timeout = "2m", retries = 2)]
    async fn rewrite(self: &Tweaking, key: Key, State(muse): State<Arc<dyn Muse>>) -> Result<Prompt> {
        muse.rewrite(&key, &self.prompts.last, Some(self.wish.as_str())).await
    }

    #[done(rewrite)]
    fn rewritten(self: Tweaking, prompt: Prompt) -> Shown {
        Shown { talk: self.talk, prompts: self.prompts.with(prompt) }
    }

    #[failed(rewrite)]
    fn not_rewritten(self: Tweaking, _failure: Failure) -> NotTweaked {
        NotTweaked { talk: self.talk, prompts: self.prompts, wish: self.wish }
    }

    /// Try again
    fn wish_again(self: NotTweaked) -> Tweaking {
        Tweaking { talk: self.talk, prompts: self.prompts, wish: self.wish }
    }

    /// Leave it
    fn keep(self: NotTweaked) -> Shown {
        Shown { talk: self.talk, prompts: self.prompts }
    }

    /// Undo
    #[when(Shown::has_before)]
    fn undo(self: Shown) -> Shown {
        Shown { talk: self.talk, prompts: self.prompts.undone() }
    }

    /// Start over
    fn start_over(self: Shown) -> AskIdea {
        AskIdea
    }

    /// That's it
    fn finish(self: Shown) -> Left {
        Left
    }

    /// Cancel
    #[command("/cancel")]
    fn cancel(self) -> Left {
        Left
    }

    #[view]
    fn asked(self: &Asked) -> View {
        View::text(self.question.as_str()).argument("question", workflow::Phrase::from(&self.question))
    }

    #[view]
    fn shown(self: &Shown) -> View {
        View::text(Markup::from("Your prompt:\n\n").bold(self.prompts.last.to_string()))
            .argument("prompt", self.prompts.last.to_string())
            .row(["create", "tweak"])
            .row(["undo", "start_over", "finish"])
            .hide(["cancel"])
    }

    #[view]
    fn tweak_asked(self: &AskTweak) -> View {
        View::text(Markup::default().bold(self.prompts.last.to_string()).plain("\n\nWhat shall be different?"))
            .argument("prompt", self.prompts.last.to_string())
    }
}

impl Shown {
    /// Whether there is a prompt of before.
    fn has_before(&self) -> bool {
        !self.prompts.before.is_empty()
    }
}

/// A prompt, and those that it was before: the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompts {
    last: Prompt,
    before: Vec<Prompt>,
}

/// How many are kept to go back to.
const UNDO: usize = 20;

impl Prompts {
    fn of(prompt: Prompt) -> Self {
        Self { last: prompt, before: Vec::new() }
    }

    fn with(mut self, prompt: Prompt) -> Self {
        if self.before.len() >= UNDO {
            self.before.remove(0);
        }
        self.before.push(std::mem::replace(&mut self.last, prompt));
        self
    }

    fn undone(mut self) -> Self {
        if let Some(last) = self.before.pop() {
            self.last = last;
        }
        self
    }
}

impl Talk {
    fn with(mut self, question: String, answer: Option<String>) -> Self {
        self.answers.push((question, answer));
        self
    }
}
