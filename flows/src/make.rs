//! `/make`, `/create`, `/effect`, `/inpaint`, `/regen` and `/again`: a picture from a prompt.

mod draft;
mod upgrade;

use std::sync::Arc;

use workflow::Phrase;
use workflow::prelude::*;

use crate::attach::Attach;
use crate::data::{LoraId, Loras, Owner, PastId, Requests, Saved};
use crate::given::{Given, Said};
use crate::ports::artist::{Artist, Batch, Model, Prompt, Reference, Request, Shape, Source};
use crate::ports::models::Models;
use crate::ports::muse::Muse;
use crate::ports::pictures::Pictures;
use crate::ports::seeds::Seeds;
use crate::retouch::{self, Retouch};
pub use draft::Draft;
use draft::manner;

/// Make a picture from a prompt.
#[workflow(version = 2, upgrade = upgrade::upgrade)]
pub enum Make {
    /// What should I draw?
    AskPrompt,
    /// What should the picture show?
    Describe,
    /// Which shape?
    PickShape { draft: Draft },
    /// Which model?
    PickModel { draft: Draft },
    /// Which of your own?
    PickLora { draft: Draft },
    /// A picture to go by.
    Lending { draft: Draft, reference: Reference },
    /// Ready?
    Review { draft: Draft },
    /// What should I make of which picture? Send a picture, a prompt, or both at once.
    AskEffect,
    /// And of which picture?
    AskEffectImage { prompt: Prompt },
    /// And what should I make of it?
    AskEffectPrompt { image: Media },
    /// In which picture shall something be replaced?
    AskInpaintImage,
    /// What shall be replaced? “The sky”, “the left side” …
    AskInpaintWhat { image: Media },
    /// And what shall be there instead?
    AskInpaintWith { image: Media, what: Prompt },
    /// Which one, with a new seed?
    PickPast,
    /// Drawing …
    Drawing { request: Request },
    /// Here it is.
    Picture { request: Request, images: Batch, larger: Option<Media> },
    /// Which of them?
    PickOne { request: Request, images: Batch, purpose: Purpose },
    /// A larger one.
    Upscaling { request: Request, images: Batch, image: Media },
    /// Thinking of something else …
    Rewriting { request: Request },
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
    async fn make(
        prompt: Option<Text<Prompt>>,
        key: SessionKey,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<To<(AskPrompt, Drawing)>> {
        Ok(match prompt {
            Some(Text(prompt)) => goto(drawing(prompt, &saved, &key, &seeds).await?),
            None => goto(AskPrompt),
        })
    }

    /// Create a picture step by step: prompt, shape, review
    #[command("/create")]
    async fn create(
        prompt: Option<Text<Prompt>>,
        key: SessionKey,
        State(saved): State<Saved>,
    ) -> Result<To<(Describe, PickShape)>> {
        Ok(match prompt {
            Some(Text(prompt)) => goto(PickShape { draft: Draft::new(prompt, manner(&saved, &key).await?) }),
            None => goto(Describe),
        })
    }

    /// Make something else of a picture: a photo with /effect as an oil painting
    #[command("/effect")]
    async fn effect(
        given: Option<Given>,
        key: SessionKey,
        State(pictures): State<Pictures>,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<To<(AskEffect, AskEffectImage, AskEffectPrompt, Drawing)>> {
        Ok(match given {
            None => goto(AskEffect),
            Some(Given::Prompt(prompt)) => goto(AskEffectImage { prompt }),
            Some(Given::Image(image)) => goto(AskEffectPrompt { image: pictures.checked(image).await? }),
            Some(Given::Both(prompt, image)) => {
                let source = Source::Effect(pictures.checked(image).await?);
                goto(drawing_of(prompt, source, &saved, &key, &seeds).await?)
            }
        })
    }

    /// Replace something in a picture
    #[command("/inpaint")]
    async fn inpaint(
        image: Option<Photo>,
        State(pictures): State<Pictures>,
    ) -> Result<To<(AskInpaintImage, AskInpaintWhat)>> {
        Ok(match image {
            Some(Photo(image)) => goto(AskInpaintWhat { image: pictures.checked(image).await? }),
            None => goto(AskInpaintImage),
        })
    }

    /// One of your last pictures, with a new seed
    #[command("/regen")]
    async fn regen(key: SessionKey, State(requests): State<Requests>) -> Result<PickPast> {
        if requests.last(&Owner::from(&key)).await?.is_empty() {
            return Err(reject("Nothing was drawn for you yet: send /make and what you would like to see."));
        }
        Ok(PickPast)
    }

    /// The last picture once more, with a new seed
    #[command("/again")]
    async fn once_more(
        key: SessionKey,
        State(requests): State<Requests>,
        State(seeds): State<Seeds>,
    ) -> Result<Drawing> {
        let last = requests.last(&Owner::from(&key)).await?.into_iter().next();
        let last = last.or_reject("Nothing was drawn for you yet: send /make and what you would like to see.")?;
        Ok(Drawing { request: last.request.with_seed(seeds.next()) })
    }

    async fn prompt(
        self: AskPrompt,
        Text(prompt): Text<Prompt>,
        key: SessionKey,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<Drawing> {
        drawing(prompt, &saved, &key, &seeds).await
    }

    async fn describe(
        self: Describe,
        Text(prompt): Text<Prompt>,
        key: SessionKey,
        State(saved): State<Saved>,
    ) -> Result<PickShape> {
        Ok(PickShape { draft: Draft::new(prompt, manner(&saved, &key).await?) })
    }

    fn shape(self: PickShape, said: Said<Shape>) -> To<(Review, PickShape)> {
        match said {
            Said::Choice(shape) => goto(Review { draft: self.draft.with_shape(shape) }),
            Said::Prompt(prompt) => goto(PickShape { draft: self.draft.with_prompt(prompt) }),
        }
    }

    /// Draw it
    #[commit]
    fn draw(self: Review, State(seeds): State<Seeds>) -> Drawing {
        Drawing { request: self.draft.request(&seeds) }
    }

    fn rephrase(self: Review, Text(prompt): Text<Prompt>) -> Review {
        Review { draft: self.draft.with_prompt(prompt) }
    }

    /// Another shape
    fn reshape(self: Review) -> PickShape {
        PickShape { draft: self.draft }
    }

    /// Another prompt
    fn reprompt(self: Review) -> Describe {
        Describe
    }

    /// Another model
    fn remodel(self: Review) -> PickModel {
        PickModel { draft: self.draft }
    }

    fn model(self: PickModel, Pick(model): Pick<Model>) -> Review {
        Review { draft: self.draft.with_model(model) }
    }

    /// One of your own
    fn own(self: Review) -> PickLora {
        PickLora { draft: self.draft }
    }

    async fn lora(
        self: PickLora,
        Pick(id): Pick<Option<LoraId>>,
        key: SessionKey,
        State(loras): State<Loras>,
    ) -> Result<Review> {
        let lora = match id {
            Some(id) => loras.get(&Owner::from(&key), &id).await?,
            None => None,
        };
        Ok(Review { draft: self.draft.with_lora(lora) })
    }

    /// Style: on or off
    fn style(self: Review) -> To<(Review, Lending)> {
        lend(self.draft, Reference::Style)
    }

    /// Control: on or off
    fn control(self: Review) -> To<(Review, Lending)> {
        lend(self.draft, Reference::Control)
    }

    /// Pose: on or off
    fn pose(self: Review) -> To<(Review, Lending)> {
        lend(self.draft, Reference::Pose)
    }

    #[invoke]
    async fn attach(self: &Lending) -> Child<Attach> {
        Child::of(Attach::ask(Choice(self.reference)))
    }

    #[done(attach)]
    fn attached(self: Lending, attach: Attach) -> Review {
        match attach {
            Attach::Attached(attached) => Review { draft: self.draft.with_reference(attached) },
            Attach::LeftOut(_) | Attach::AskPicture(_) => Review { draft: self.draft },
        }
    }

    async fn effect_given(
        self: AskEffect,
        given: Given,
        key: SessionKey,
        State(pictures): State<Pictures>,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<To<(AskEffectImage, AskEffectPrompt, Drawing)>> {
        Ok(match given {
            Given::Prompt(prompt) => goto(AskEffectImage { prompt }),
            Given::Image(image) => goto(AskEffectPrompt { image: pictures.checked(image).await? }),
            Given::Both(prompt, image) => {
                let source = Source::Effect(pictures.checked(image).await?);
                goto(drawing_of(prompt, source, &saved, &key, &seeds).await?)
            }
        })
    }

    async fn effect_image(
        self: AskEffectImage,
        Photo(image): Photo,
        key: SessionKey,
        State(pictures): State<Pictures>,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<Drawing> {
        let source = Source::Effect(pictures.checked(image).await?);
        drawing_of(self.prompt, source, &saved, &key, &seeds).await
    }

    async fn effect_prompt(
        self: AskEffectPrompt,
        Text(prompt): Text<Prompt>,
        key: SessionKey,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<Drawing> {
        drawing_of(prompt, Source::Effect(self.image), &saved, &key, &seeds).await
    }

    async fn inpaint_image(
        self: AskInpaintImage,
        Photo(image): Photo,
        State(pictures): State<Pictures>,
    ) -> Result<AskInpaintWhat> {
        Ok(AskInpaintWhat { image: pictures.checked(image).await? })
    }

    fn inpaint_what(self: AskInpaintWhat, Text(what): Text<Prompt>) -> AskInpaintWith {
        AskInpaintWith { image: self.image, what }
    }

    async fn inpaint_with(
        self: AskInpaintWith,
        Text(prompt): Text<Prompt>,
        key: SessionKey,
        State(saved): State<Saved>,
        State(seeds): State<Seeds>,
    ) -> Result<Drawing> {
        drawing_of(prompt, Source::Inpaint(self.image, self.what), &saved, &key, &seeds).await
    }

    async fn past(
        self: PickPast,
        Pick(id): Pick<PastId>,
        key: SessionKey,
        State(requests): State<Requests>,
        State(seeds): State<Seeds>,
    ) -> Result<Drawing> {
        let request = requests.of(&Owner::from(&key), id).await?;
        let request = request.or_reject("That is too long ago: please choose one of the others.")?;
        Ok(Drawing { request: request.with_seed(seeds.next()) })
    }

    #[invoke(timeout = "10m", retries = 3)]
    async fn render(
        self: &Drawing,
        key: Key,
        session: SessionKey,
        State(artist): State<Arc<dyn Artist>>,
        State(requests): State<Requests>,
        progress: Progress,
    ) -> Result<Batch> {
        requests.keep(&key, &Owner::from(&session), &self.request).await?;
        artist.draw(&key, &self.request, progress).await
    }

    #[done(render)]
    fn drawn(self: Drawing, images: Batch) -> Picture {
        Picture { request: self.request, images, larger: None }
    }

    #[failed(render)]
    fn not_drawn(self: Drawing, failure: Failure) -> NotDrawn {
        let [too_long, unable] = SAYS;
        let told = crate::ports::artist::REFUSALS.into_iter().find(|told| *told == failure.reason());
        let reason = if failure.is_timeout() { too_long } else { told.unwrap_or(unable) };
        NotDrawn { request: self.request, reason: reason.into() }
    }

    /// Again, with a new seed
    fn again(self: Picture, State(seeds): State<Seeds>) -> Drawing {
        Drawing { request: self.request.with_seed(seeds.next()) }
    }

    /// Another shape
    fn other_shape(self: Picture) -> PickShape {
        PickShape { draft: Draft::of(self.request) }
    }

    /// Riff on it
    fn riff(self: Picture) -> Rewriting {
        Rewriting { request: self.request }
    }

    #[invoke(timeout = "2m", retries = 2)]
    async fn rewrite(self: &Rewriting, key: Key, State(muse): State<Arc<dyn Muse>>) -> Result<Prompt> {
        muse.rewrite(&key, &self.request.prompt, None).await
    }

    #[done(rewrite)]
    fn rewritten(self: Rewriting, prompt: Prompt) -> Review {
        Review { draft: Draft::of(self.request).with_prompt(prompt) }
    }

    // A muse that fails is no reason to lose the prompt.
    #[failed(rewrite)]
    fn not_rewritten(self: Rewriting, _failure: Failure) -> Review {
        Review { draft: Draft::of(self.request) }
    }

    /// Upscale
    fn upscale(self: Picture) -> Result<To<(Upscaling, PickOne)>> {
        Ok(match self.images.only() {
            Some(image) => goto(Upscaling { request: self.request, image: image.clone(), images: self.images }),
            None => goto(PickOne { request: self.request, images: self.images, purpose: Purpose::Upscale }),
        })
    }

    /// Use as style
    fn as_style(self: Picture) -> To<(Review, PickOne)> {
        match self.images.only() {
            Some(image) => goto(Review { draft: Draft::of(self.request).with_style(image.clone()) }),
            None => goto(PickOne { request: self.request, images: self.images, purpose: Purpose::Style }),
        }
    }

    fn picked(self: PickOne, Pick(image): Pick<Media>) -> To<(Upscaling, Review)> {
        match self.purpose {
            Purpose::Upscale => goto(Upscaling { request: self.request, images: self.images, image }),
            Purpose::Style => goto(Review { draft: Draft::of(self.request).with_style(image) }),
        }
    }

    #[invoke]
    async fn enlarge(self: &Upscaling) -> Child<Retouch> {
        Child::of(retouch::upscaling(self.image.clone()))
    }

    #[done(enlarge)]
    fn enlarged(self: Upscaling, retouch: Retouch) -> Picture {
        let larger = match retouch {
            Retouch::Delivered(delivered) => delivered.into_file(),
            _ => None,
        };
        Picture { request: self.request, images: self.images, larger }
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
        self.draft
            .view()
            .row(["draw"])
            .row(["reshape", "reprompt", "remodel"])
            .row(["style", "control", "pose"])
            .row(["own"])
    }

    #[view]
    async fn models(self: &PickModel, State(models): State<Models>) -> Result<View> {
        models.offer(View::text("Which model?")).await
    }

    #[view]
    async fn own_ones(self: &PickLora, key: SessionKey, State(loras): State<Loras>) -> Result<View> {
        let loras = loras.of(&Owner::from(&key)).await?;
        let view =
            View::text(if loras.is_empty() { "You have none yet: /train makes one." } else { "Which of your own?" });
        let view = view.argument("count", loras.len()).option(None::<LoraId>, say!("None of them"));
        Ok(loras
            .into_iter()
            .fold(view, |view, (id, lora)| view.option(Some(id), format!("{} ({})", lora.name, lora.trigger))))
    }

    #[view]
    async fn pasts(self: &PickPast, key: SessionKey, Now(now): Now, State(requests): State<Requests>) -> Result<View> {
        let last = requests.last(&Owner::from(&key)).await?;
        Ok(last
            .into_iter()
            .fold(View::text("Which one, with a new seed?"), |view, past| draft::option(view, past, now)))
    }

    #[view]
    fn which(self: &PickOne) -> View {
        let view = self.images.0.iter().fold(View::text("Which of them?"), |view, image| view.photo(image.clone()));
        self.images.0.iter().zip(1..).fold(view, |view, (image, at)| view.option(image, at.to_string()))
    }

    #[view]
    fn under_way(self: &Drawing) -> View {
        View::text(Markup::from("Drawing ").bold(self.request.prompt.to_string()).plain(" …"))
    }

    #[view]
    fn picture(self: &Picture) -> View {
        let shape = self.request.manner.preferences.shape;
        let text = Markup::default().bold(self.request.prompt.to_string());
        let view = View::text(text.plain(format!("\n{shape}, seed {}", self.request.seed)));
        let shown = self.images.0.iter().chain(&self.larger);
        shown
            .fold(view, |view, image| view.photo(image.clone()))
            .argument("shape", shape.option())
            .argument("width", shape.pixels().width)
            .argument("height", shape.pixels().height)
            .argument("seed", self.request.seed.to_string())
            .row(["again", "other_shape"])
            .row(["riff", "upscale", "as_style"])
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

/// What one of several pictures is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Purpose {
    /// To be made larger.
    Upscale,
    /// To lend its colours.
    Style,
}

/// The step at which this is drawn: to be begun by another workflow.
pub(crate) fn draws(request: Request) -> Drawing {
    Drawing { request }
}

async fn drawing(prompt: Prompt, saved: &Saved, key: &SessionKey, seeds: &Seeds) -> Result<Drawing> {
    Ok(Drawing { request: Draft::new(prompt, manner(saved, key).await?).request(seeds) })
}

async fn drawing_of(prompt: Prompt, source: Source, saved: &Saved, key: &SessionKey, seeds: &Seeds) -> Result<Drawing> {
    let draft = Draft::new(prompt, manner(saved, key).await?).with_source(source);
    Ok(Drawing { request: draft.request(seeds) })
}

/// Takes a reference away, or asks for one.
fn lend(draft: Draft, reference: Reference) -> To<(Review, Lending)> {
    if draft.has(reference) {
        goto(Review { draft: draft.without(reference) })
    } else {
        goto(Lending { draft, reference })
    }
}

/// Why nothing was drawn.
pub(crate) const SAYS: [&str; 2] = ["It took too long.", "The painter could not do it."];
