//! How much of something one visitor may do at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::visitor::Visitor;

/// Places for so many of each visitor.
pub(super) struct Places {
    taken: Mutex<HashMap<String, usize>>,
    most: usize,
}

/// One of a visitor's places, until it is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    visitor: String,
}

impl Places {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { taken: Mutex::default(), most })
    }

    /// A place of the visitor, unless all are taken.
    pub(super) fn take(self: &Arc<Self>, visitor: &Visitor) -> Option<Place> {
        let mut all = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = all.entry(visitor.name().to_owned()).or_default();
        if *taken >= self.most {
            return None;
        }
        *taken += 1;
        Some(Place { places: Arc::clone(self), visitor: visitor.name().to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = all.get_mut(&self.visitor) {
            *taken -= 1;
            if *taken == 0 {
                all.remove(&self.visitor);
            }
        }
    }
}
