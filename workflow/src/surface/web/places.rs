//! How much of something one visitor, or one address, may do at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// So many places for each.
pub(super) struct Places<K: Eq + Hash> {
    taken: Mutex<HashMap<K, usize>>,
    most: usize,
}

/// One of somebody's places, until it is dropped.
pub(super) struct Place<K: Eq + Hash> {
    places: Arc<Places<K>>,
    whose: K,
}

impl<K: Clone + Eq + Hash> Places<K> {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { taken: Mutex::default(), most })
    }

    /// A place, unless all of theirs are taken.
    pub(super) fn take(self: &Arc<Self>, whose: K) -> Option<Place<K>> {
        let mut all = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = all.entry(whose.clone()).or_default();
        if *taken >= self.most {
            return None;
        }
        *taken += 1;
        Some(Place { places: Arc::clone(self), whose })
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut all = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = all.get_mut(&self.whose) {
            *taken -= 1;
            if *taken == 0 {
                all.remove(&self.whose);
            }
        }
    }
}
