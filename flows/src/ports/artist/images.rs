//! An artist at a server with OpenAI's API of images.

use flows_remote::JobKey;
use flows_remote::openai::{Count, Edit, Generation, ImageModel, Images, Size};
use image::{DynamicImage, Rgba, RgbaImage};
use workflow::BoxFuture;
use workflow::prelude::*;

use super::{Artist, Batch, Model, Request, Source, darkroom, refusal};
use crate::ports::pictures::{Pictures, encoded};

/// Draws with one model of OpenAI, or of a server that speaks like it. It knows neither seeds nor steps, and no LoRAs.
pub struct OpenAi {
    server: Images,
    model: Model,
    pictures: Pictures,
}

impl OpenAi {
    /// An artist at this server with this model, who keeps what is drawn in `pictures`.
    pub fn new(server: Images, model: Model, pictures: Pictures) -> Self {
        Self { server, model, pictures }
    }

    /// What the server draws: the sizes, and how many pictures at once.
    fn limits(&self) -> (&'static [Size], u8) {
        const DALL_E_2: [Size; 3] = [Size::of(256, 256), Size::of(512, 512), Size::of(1024, 1024)];
        match self.model.as_str() {
            "dall-e-3" => (&Size::DALL_E_3, 1),
            "dall-e-2" => (&DALL_E_2, 10),
            _ => (&Size::GPT_IMAGE, 10),
        }
    }

    /// The picture that is changed, and the mask if it is changed in a place.
    async fn source(&self, source: &Source) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
        let (image, words) = match source {
            Source::Effect(image) => (image, None),
            Source::Inpaint(image, words) => (image, Some(words.to_string())),
        };
        let picture = self.pictures.read(image).await?;
        let made = move || {
            let size = (picture.width(), picture.height());
            let mask = words.map(|words| encoded(&hole(size, &words))).transpose()?;
            Ok((encoded(&DynamicImage::from(picture.to_rgba8()))?, mask))
        };
        crate::computing::computed(made).await
    }

    async fn draw_once(
        &self,
        key: &JobKey,
        asked: Generation,
        source: Option<&(Vec<u8>, Option<Vec<u8>>)>,
    ) -> Result<Vec<Vec<u8>>> {
        let drawn = match source {
            None => self.server.generate(key, &asked).await,
            Some((image, mask)) => {
                self.server.edit(key, &Edit { generation: asked, image: image.clone(), mask: mask.clone() }).await
            }
        };
        drawn.map_err(refusal::of)
    }
}

/// A mask as these servers want it: transparent where the words point.
fn hole(size: (u32, u32), words: &str) -> DynamicImage {
    let mask = darkroom::mask(size, words);
    let hole = |x, y| Rgba([0, 0, 0, 255 - mask.get_pixel(x, y).0[0]]);
    DynamicImage::from(RgbaImage::from_fn(size.0, size.1, hole))
}

impl Artist for OpenAi {
    fn draw<'a>(&'a self, key: &'a Key, request: &'a Request, _progress: Progress) -> BoxFuture<'a, Result<Batch>> {
        Box::pin(async move {
            let manner = &request.manner;
            let lent = [&manner.style, &manner.control, &manner.pose];
            if manner.lora.is_some() || lent.iter().any(|lent| lent.is_some()) {
                return Err(reject(refusal::TOO_MUCH));
            }
            let size = manner.preferences.shape.pixels();
            let (sizes, most) = self.limits();
            let source = match &manner.source {
                Some(source) => Some(self.source(source).await?),
                None => None,
            };
            let prompt = match manner.preferences.negative.as_str() {
                "" => request.prompt.to_string(),
                negative => format!("{}\n\nNot in the picture: {negative}", request.prompt),
            };
            let wanted = manner.preferences.batch.get();
            let mut kept = Vec::new();
            for part in 0..wanted.div_ceil(most) {
                let count = Count::new(most.min(wanted - part * most)).unwrap_or(Count::ONE);
                let model = ImageModel::new(self.model.as_str());
                let size = Size::of(size.width, size.height).nearest(sizes);
                let asked = Generation { model, prompt: prompt.clone(), size, count };
                let key = JobKey::new(format!("{}/{part}", key.as_str()));
                for bytes in self.draw_once(&key, asked, source.as_ref()).await? {
                    kept.push(self.pictures.put(bytes).await?);
                }
            }
            Ok(Batch(kept))
        })
    }

    fn models(&self) -> BoxFuture<'_, Result<Vec<Model>>> {
        Box::pin(async move { Ok(vec![self.model.clone()]) })
    }
}
