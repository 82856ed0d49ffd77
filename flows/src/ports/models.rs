//! The models that an artist has, as buttons.

use std::sync::Arc;

use workflow::prelude::*;

use super::artist::{Artist, Model};

/// Offers the models of an artist.
#[derive(Clone)]
pub struct Models(Arc<dyn Artist>);

impl Models {
    /// The models of this artist.
    pub fn new(artist: Arc<dyn Artist>) -> Self {
        Self(artist)
    }

    /// The view with a button for each model.
    ///
    /// # Errors
    /// None: when the artist does not say what there is, the usual model is offered.
    pub async fn offer(&self, view: View) -> Result<View> {
        let models = match self.0.models().await {
            Ok(models) => models,
            Err(error) => {
                tracing::warn!(%error, "the artist does not say which models there are");
                Vec::new()
            }
        };
        let usual = view.option(Model::default(), say!("The usual one"));
        Ok(models.into_iter().take(50).fold(usual, |view, model| {
            let label = model.to_string();
            view.option(model, label)
        }))
    }
}
