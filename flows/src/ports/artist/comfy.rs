//! An artist at a server of ComfyUI.

use flows_remote::JobKey;
use flows_remote::comfy::{self, Checkpoint, Drawing, LoraName, References};
use image::DynamicImage;
use workflow::prelude::*;
use workflow::{BoxFuture, Pixels};

use super::{Artist, Batch, Model, Request, Source, darkroom, refusal};
use crate::ports::pictures::{Pictures, encoded};

/// Draws with ComfyUI: its checkpoints are the models.
pub struct Comfy {
    server: comfy::Comfy,
    pictures: Pictures,
}

impl Comfy {
    /// An artist at this server who keeps what is drawn in `pictures`.
    pub fn new(server: comfy::Comfy, pictures: Pictures) -> Self {
        Self { server, pictures }
    }

    async fn checkpoint(&self, chosen: &Model) -> Result<Checkpoint> {
        if !chosen.is_usual() {
            return Ok(Checkpoint(chosen.as_str().to_owned()));
        }
        let first = self.server.models().await.map_err(refusal::of)?.into_iter().next();
        first.ok_or("ComfyUI has no checkpoints").fault()
    }

    async fn references(&self, request: &Request, size: Pixels) -> Result<References> {
        let manner = &request.manner;
        let (source, mask) = match &manner.source {
            None => (None, None),
            Some(Source::Effect(image)) => (Some(image), None),
            Some(Source::Inpaint(image, words)) => (Some(image), Some(mask(size, words.to_string()).await?)),
        };
        Ok(References {
            source: self.lent(source).await?,
            mask,
            style: self.lent(manner.style.as_ref()).await?,
            control: self.lent(manner.control.as_ref()).await?,
            pose: self.lent(manner.pose.as_ref()).await?,
        })
    }

    /// The picture as PNG, upright, whatever it was sent as.
    async fn lent(&self, image: Option<&Media>) -> Result<Option<Vec<u8>>> {
        let Some(image) = image else { return Ok(None) };
        let picture = self.pictures.read(image).await?;
        crate::computing::computed(move || encoded(&picture)).await.map(Some)
    }
}

async fn mask(size: Pixels, words: String) -> Result<Vec<u8>> {
    let mask = move || encoded(&DynamicImage::from(darkroom::mask((size.width, size.height), &words)));
    crate::computing::computed(mask).await
}

impl Artist for Comfy {
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, progress: Progress) -> BoxFuture<'a, Result<Batch>> {
        Box::pin(async move {
            let preferences = &request.manner.preferences;
            let size = preferences.shape.pixels();
            let lora = request.manner.lora.as_ref();
            let drawing = Drawing {
                prompt: request.prompt.to_string(),
                negative: preferences.negative.as_str().to_owned(),
                width: size.width,
                height: size.height,
                seed: request.seed.get().into(),
                steps: preferences.steps.get().into(),
                cfg: preferences.cfg.get(),
                batch: preferences.batch.get().into(),
                model: self.checkpoint(&preferences.model).await?,
                lora: lora.map(|lora| comfy::Lora { name: LoraName(lora.file.clone()), strength: 1.0 }),
                strength: preferences.strength.get(),
                references: self.references(request, size).await?,
            };
            let tell = move |done: comfy::Done<'_>| progress.set(done.part, done.doing);
            let drawn = self.server.draw(&JobKey::new(key.as_str()), &drawing, tell).await.map_err(refusal::of)?;
            let mut kept = Vec::new();
            for comfy::Picture(bytes) in drawn {
                kept.push(self.pictures.put(bytes).await?);
            }
            Ok(Batch(kept))
        })
    }

    fn models(&self) -> BoxFuture<'_, Result<Vec<Model>>> {
        Box::pin(async move {
            let models = self.server.models().await?;
            Ok(models.into_iter().map(|Checkpoint(name)| Model::new(name)).collect())
        })
    }
}
