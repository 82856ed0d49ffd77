//! The workflow that the design's page shows, less what needs effects, timers and Rewind.

use workflow::prelude::*;

/// A prompt of 1 to 1,000 characters.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Prompt(pub String);

impl std::str::FromStr for Prompt {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text.chars().count() > 1000 {
            Err("A prompt has up to 1,000 characters.".into())
        } else {
            Ok(Self(text.into()))
        }
    }
}

/// The shape of a picture.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, Choices)]
pub enum Shape {
    /// 1:1
    Square,
    /// 3:2
    Landscape,
}

/// A quoted request.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Request {
    /// The prompt.
    pub prompt: Prompt,
    /// The shape.
    pub shape: Shape,
}

/// Quotes.
#[derive(Clone)]
pub struct Ledger;

impl Ledger {
    /// A quote.
    pub async fn quote(&self, _user: &User, prompt: &Prompt, shape: Shape) -> Result<Option<Request>> {
        Ok(if prompt.0 == "too much" { None } else { Some(Request { prompt: prompt.clone(), shape }) })
    }
}

/// Draws.
#[derive(Clone)]
pub struct Artist;

impl Artist {
    /// A picture.
    pub async fn draw(&self, _key: &Key, request: &Request, progress: Progress) -> Result<String> {
        progress.set(0.5, "drawing");
        Ok(format!("picture of {}", request.prompt.0))
    }
}

/// Make a picture from a prompt.
#[workflow(version = 1)]
pub enum Make {
    /// What should I draw?
    AskPrompt,
    /// Which shape?
    PickShape { prompt: Prompt },
    /// Ready?
    Review { prompt: Prompt, shape: Shape },
    /// Drawing …
    Drawing { request: Request },
    /// Here it is.
    #[step(end)]
    Done { image: String },
    /// Nothing was drawn.
    #[step(end)]
    Cancelled,
}

#[workflow]
impl Make {
    #[command("/create")]
    fn start(prompt: Option<Text<Prompt>>) -> To<(AskPrompt, PickShape)> {
        match prompt {
            Some(Text(prompt)) => goto(PickShape { prompt }),
            None => goto(AskPrompt),
        }
    }

    fn prompt(self: AskPrompt, Text(prompt): Text<Prompt>) -> PickShape {
        PickShape { prompt }
    }

    fn shape(self: PickShape, Choice(shape): Choice<Shape>) -> Review {
        Review { prompt: self.prompt, shape }
    }

    /// Draw it
    #[commit]
    async fn draw(self: Review, user: User, State(ledger): State<Ledger>) -> Result<Drawing> {
        let request = ledger.quote(&user, &self.prompt, self.shape).await?.or_reject("You are out of points.")?;
        Ok(Drawing { request })
    }

    /// Another prompt
    fn reprompt(self: Review) -> AskPrompt {
        AskPrompt
    }

    #[invoke(timeout = "10m", retries = 3)]
    async fn render(self: &Drawing, key: Key, State(artist): State<Artist>, progress: Progress) -> Result<String> {
        artist.draw(&key, &self.request, progress).await
    }

    #[done(render)]
    fn drawn(self: Drawing, image: String) -> Done {
        Done { image }
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, _failure: Failure) -> Review {
        Review { prompt: self.request.prompt, shape: self.request.shape }
    }

    /// Cancel
    #[command("/cancel")]
    fn cancel(self) -> Cancelled {
        Cancelled
    }

    #[view]
    fn review(self: &Review) -> View {
        View::text(format!("“{}”, {}", self.prompt.0, self.shape.label()))
    }
}
