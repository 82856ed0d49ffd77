//! What surfaces keep for themselves in the engine's store.

use jiff::Timestamp;

use super::Engine;
use crate::core::session::SessionKey;
use crate::store::{Note, Notes, StoreError};

impl Engine {
    /// Keeps what a surface notes for itself, as what it has shown where: all of it or nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note(&self, surface: &str, notes: Vec<Note>) -> Result<(), StoreError> {
        self.shared.store.note(surface, notes).await
    }

    /// The first `limit` notes of the surface whose names begin with `prefix` and come after `after`, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn notes(
        &self,
        surface: &str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Notes, StoreError> {
        self.shared.store.notes(surface, prefix, after, limit).await
    }

    /// The first `limit` keys of the surface after `after` whose current sessions have moved at `since` or later: what may
    /// not have been told when a program ended. It looks at all keys of the surface.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn moved_since(
        &self,
        surface: &str,
        since: Timestamp,
        after: Option<&SessionKey>,
        limit: usize,
    ) -> Result<Vec<SessionKey>, StoreError> {
        self.shared.store.moved_since(surface, since, after, limit).await
    }
}
