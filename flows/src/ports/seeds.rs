//! Where new seeds come from.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Which of the pictures of a prompt: the same seed gives the same picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(u32);

impl Seed {
    /// The seed of this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Gives a new seed for every picture.
#[derive(Clone)]
pub struct Seeds(Arc<dyn Fn() -> Seed + Send + Sync>);

impl Seeds {
    /// Seeds that nobody can foresee.
    pub fn random() -> Self {
        Self::from_source(|| {
            let mut bytes = [0; 4];
            if let Err(error) = getrandom::fill(&mut bytes) {
                tracing::warn!(%error, "there is no randomness: every picture of a prompt is the same");
            }
            Seed(u32::from_le_bytes(bytes))
        })
    }

    /// Seeds from somewhere else.
    pub fn from_source(source: impl Fn() -> Seed + Send + Sync + 'static) -> Self {
        Self(Arc::new(source))
    }

    /// A new seed.
    pub fn next(&self) -> Seed {
        (self.0)()
    }
}
