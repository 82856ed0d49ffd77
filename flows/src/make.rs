//! `/make` and `/create`: a picture from a prompt.

use std::sync::Arc;

use workflow::Phrase;
use workflow::prelude::*;

use crate::ports::artist::{Artist, Prompt, Request, Shape};
use crate::ports::seeds::Seeds;

/// Make a picture from a prompt.
#[workflow]
pub enum Make {
    /// What should I draw?
    AskPrompt,
    /// What should the picture show?
    Describe,
    /// Which shape?
    PickShape { prompt: Prompt },
    /// Ready?
    Review { prompt: Prompt, shape: Shape },
    /// Drawing …
    Drawing { request: Request },
    /// Here it is.
    Picture { request: Request, image: Media },
    /// That did not work.
    NotDrawn { request: Request, reason: String },
    /// Done. Send /make or /create whenever you want another picture.
    #[step(end)]
    Finished,
    /// Nothing was drawn.
    #[step(end)]
    Cancelled,
}

#[workflow]
impl Make {
    /// Draw a picture at once: /make a cat by the sea
    #[command("/make")]
    fn make(prompt: Option<Text<Prompt>>, State(seeds): State<Seeds>) -> To<(AskPrompt, Drawing)> {
        match prompt {
            Some(Text(prompt)) => {
                goto(Drawing { request: Request { prompt, shape: Shape::default(), seed: seeds.next() } })
            }
            None => goto(AskPrompt),
        }
    }

    /// Create a picture step by step: prompt, shape, review
    #[command("/create")]
    fn create(prompt: Option<Text<Prompt>>) -> To<(Describe, PickShape)> {
        match prompt {
            Some(Text(prompt)) => goto(PickShape { prompt }),
            None => goto(Describe),
        }
    }

    fn prompt(self: AskPrompt, Text(prompt): Text<Prompt>, State(seeds): State<Seeds>) -> Drawing {
        Drawing { request: Request { prompt, shape: Shape::default(), seed: seeds.next() } }
    }

    fn describe(self: Describe, Text(prompt): Text<Prompt>) -> PickShape {
        PickShape { prompt }
    }

    fn shape(self: PickShape, Choice(shape): Choice<Shape>) -> Review {
        Review { prompt: self.prompt, shape }
    }

    /// Draw it
    #[commit]
    fn draw(self: Review, State(seeds): State<Seeds>) -> Drawing {
        Drawing { request: Request { prompt: self.prompt, shape: self.shape, seed: seeds.next() } }
    }

    /// Another shape
    fn reshape(self: Review) -> Rewind<PickShape> {
        Rewind::default()
    }

    /// Another prompt
    fn reprompt(self: Review) -> Describe {
        Describe
    }

    #[invoke(timeout = "10m", retries = 3)]
    async fn render(
        self: &Drawing,
        key: Key,
        State(artist): State<Arc<dyn Artist>>,
        progress: Progress,
    ) -> Result<Media> {
        artist.draw(&key, &self.request, progress).await
    }

    #[done(render)]
    fn drawn(self: Drawing, image: Media) -> Picture {
        Picture { request: self.request, image }
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, failure: Failure) -> NotDrawn {
        let [too_long, unable] = SAYS;
        let reason = if failure.is_timeout() { too_long } else { unable };
        NotDrawn { request: self.request, reason: reason.into() }
    }

    /// Again, with a new seed
    fn again(self: Picture, State(seeds): State<Seeds>) -> Drawing {
        Drawing { request: Request { seed: seeds.next(), ..self.request } }
    }

    /// Another shape
    fn other_shape(self: Picture) -> PickShape {
        PickShape { prompt: self.request.prompt }
    }

    /// That's it
    fn finish(self: Picture) -> Finished {
        Finished
    }

    /// Try again
    fn retry(self: NotDrawn) -> Drawing {
        Drawing { request: self.request }
    }

    /// Cancel
    #[command("/cancel")]
    fn cancel(self) -> To<(Cancelled, Finished)> {
        match self {
            Make::Picture(_) => goto(Finished),
            _ => goto(Cancelled),
        }
    }

    #[view]
    fn ready(self: &Review) -> View {
        View::text(Markup::from("Ready to draw?\n\n").bold(self.prompt.to_string()).plain(format!("\n{}", self.shape)))
            .argument("shape", self.shape.option())
            .argument("width", self.shape.pixels().width)
            .argument("height", self.shape.pixels().height)
            .row(["draw"])
            .row(["reshape", "reprompt"])
    }

    #[view]
    fn under_way(self: &Drawing) -> View {
        View::text(Markup::from("Drawing ").bold(self.request.prompt.to_string()).plain(" …"))
    }

    #[view]
    fn picture(self: &Picture) -> View {
        let Request { prompt, shape, seed } = &self.request;
        View::text(Markup::default().bold(prompt.to_string()).plain(format!("\n{shape}, seed {seed}")))
            .photo(self.image.clone())
            .argument("shape", shape.option())
            .argument("width", shape.pixels().width)
            .argument("height", shape.pixels().height)
            .argument("seed", seed.to_string())
            .row(["again", "other_shape"])
            .row(["finish"])
            .hide(["cancel"])
    }

    #[view]
    fn excuse(self: &NotDrawn) -> View {
        View::text(
            Markup::from("I am sorry: ")
                .bold(self.request.prompt.to_string())
                .plain(format!(" was not drawn. {}", self.reason)),
        )
        .argument("reason", Phrase::from(&self.reason))
    }
}

/// Why nothing was drawn.
pub(crate) const SAYS: [&str; 2] = ["It took too long.", "The painter could not do it."];
