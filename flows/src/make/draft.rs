//! A picture before it is drawn.

use serde::{Deserialize, Serialize};
use workflow::prelude::*;

use crate::attach::Attached;
use crate::data::{Lora, Owner, Past, Saved};
use crate::ports::artist::{Batch, Manner, Model, Prompt, Reference, Request, Shape, Source};
use crate::ports::seeds::{Seed, Seeds};

/// A picture before it is drawn: what it shows and how. It gets its seed when it is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    prompt: Prompt,
    manner: Manner,
}

impl Draft {
    pub(super) fn new(prompt: Prompt, manner: Manner) -> Self {
        Self { prompt, manner }
    }

    /// What was drawn, to be drawn otherwise.
    pub(super) fn of(request: Request) -> Self {
        Self { prompt: request.prompt, manner: request.manner }
    }

    /// The request for it, with the user's seed or a new one.
    pub(super) fn request(self, seeds: &Seeds) -> Request {
        let seed = self.manner.preferences.seed.get().unwrap_or_else(|| seeds.next());
        Request { prompt: self.prompt, seed, manner: self.manner }
    }

    pub(super) fn with_prompt(self, prompt: Prompt) -> Self {
        Self { prompt, ..self }
    }

    pub(super) fn with_shape(mut self, shape: Shape) -> Self {
        self.manner.preferences.shape = shape;
        self
    }

    pub(super) fn with_model(mut self, model: Model) -> Self {
        self.manner.preferences.model = model;
        self
    }

    pub(super) fn with_lora(mut self, lora: Option<Lora>) -> Self {
        self.manner.lora = lora;
        self
    }

    pub(super) fn with_style(mut self, image: Media) -> Self {
        self.manner.style = Some(image);
        self
    }

    pub(super) fn with_source(mut self, source: Source) -> Self {
        self.manner.source = Some(source);
        self
    }

    pub(super) fn with_reference(mut self, attached: Attached) -> Self {
        let (reference, picture) = attached.into_parts();
        *self.place(reference) = Some(picture);
        self
    }

    pub(super) fn without(mut self, reference: Reference) -> Self {
        *self.place(reference) = None;
        self
    }

    pub(super) fn has(&self, reference: Reference) -> bool {
        let Manner { style, control, pose, .. } = &self.manner;
        match reference {
            Reference::Style => style.is_some(),
            Reference::Control => control.is_some(),
            Reference::Pose => pose.is_some(),
        }
    }

    fn place(&mut self, reference: Reference) -> &mut Option<Media> {
        match reference {
            Reference::Style => &mut self.manner.style,
            Reference::Control => &mut self.manner.control,
            Reference::Pose => &mut self.manner.pose,
        }
    }

    /// What is about to be drawn.
    pub(super) fn view(&self) -> View {
        let shape = self.manner.preferences.shape;
        let model = &self.manner.preferences.model;
        let mut lines = format!("\n{shape}");
        if !model.is_usual() {
            lines.push_str(&format!("\nModel: {model}"));
        }
        if let Some(lora) = &self.manner.lora {
            lines.push_str(&format!("\nYour own: {}", lora.name));
        }
        let on: Vec<&str> = Reference::OPTIONS
            .iter()
            .filter(|option| Reference::from_name(option.name).is_some_and(|reference| self.has(reference)))
            .map(|option| option.label)
            .collect();
        if !on.is_empty() {
            lines.push_str(&format!("\nOn: {}", on.join(", ")));
        }
        View::text(Markup::from("Ready to draw?\n\n").bold(self.prompt.to_string()).plain(lines))
            .argument("prompt", self.prompt.to_string())
            .argument("shape", shape.option())
            .argument("width", shape.pixels().width)
            .argument("height", shape.pixels().height)
            .argument("model", model.to_string())
            .argument("lora", self.manner.lora.as_ref().map_or_else(String::new, |lora| lora.name.to_string()))
            .argument("style", self.count(Reference::Style))
            .argument("control", self.count(Reference::Control))
            .argument("pose", self.count(Reference::Pose))
    }

    fn count(&self, reference: Reference) -> usize {
        usize::from(self.has(reference))
    }
}

impl Request {
    /// The same with another seed.
    pub(super) fn with_seed(self, seed: Seed) -> Self {
        Self { seed, ..self }
    }
}

impl Batch {
    /// The picture, where there is only one.
    pub(super) fn only(&self) -> Option<&Media> {
        match self.0.as_slice() {
            [image] => Some(image),
            _ => None,
        }
    }
}

/// How the owner of this session likes their pictures.
pub(super) async fn manner(saved: &Saved, key: &SessionKey) -> Result<Manner> {
    Ok(Manner { preferences: saved.of(&Owner::from(key)).await?, ..Manner::default() })
}

/// The option of a picture of before, with its age.
pub(super) fn option(view: View, past: Past, now: jiff::Timestamp) -> View {
    let prompt: String = past.request.prompt.as_str().chars().take(40).collect();
    let minutes = (now.as_second() - past.at).max(0) / 60;
    let label = match minutes {
        0 => say!("{prompt} (just now)", prompt),
        1..60 => say!("{prompt} ({minutes} min ago)", prompt, minutes),
        60..1440 => say!("{prompt} ({hours} h ago)", prompt, hours = minutes / 60),
        _ => say!("{prompt} ({days} d ago)", prompt, days = minutes / 1440),
    };
    view.option(past.id, label)
}
