//! Where people meet a workflow: the trait that every surface implements, and the surfaces.

#[cfg(any(feature = "telegram", feature = "terminal"))]
mod pages;
#[cfg(any(feature = "telegram", feature = "terminal"))]
mod said;
#[cfg(feature = "telegram")]
pub mod telegram;
#[cfg(feature = "terminal")]
pub mod terminal;
#[cfg(any(feature = "web", feature = "telegram", feature = "terminal"))]
mod trial;
#[cfg(feature = "web")]
pub mod web;
#[cfg(any(feature = "telegram", feature = "terminal"))]
mod whose;

use crate::core::dispatch::BoxFuture;
use crate::engine::Engine;

/// A place where people meet workflows: it delivers what they send, and shows what came of it.
pub trait Surface: Send + 'static {
    /// Opens what it needs, as a port, so that a mistake in the configuration is told at the start.
    fn open(&mut self) -> BoxFuture<'_, Result<(), SurfaceError>>;

    /// Serves until `stop` is done, and then finishes what it has begun.
    fn serve(self: Box<Self>, engine: Engine, stop: Stop) -> BoxFuture<'static, Result<(), SurfaceError>>;
}

/// Done when a surface should take nothing more.
pub type Stop = BoxFuture<'static, ()>;

/// Why a surface can't be opened or has ended.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct SurfaceError {
    what: String,
    #[source]
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl SurfaceError {
    /// That `what` is so, because of `source`.
    pub fn new(what: impl Into<String>, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { what: what.into(), source: source.into() }
    }
}
