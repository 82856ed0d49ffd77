//! One value a key, for as long as somebody has it, and some of those that nobody has.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::PoisonError;

use super::sync::{Arc, Mutex};

/// The values by their keys.
pub(super) struct Keyed<K, V>(Mutex<Bounded<K, V>>);

struct Bounded<K, V> {
    values: HashMap<K, Arc<V>>,
    /// How many that nobody has are kept.
    keep: usize,
    /// How many there may be before those that nobody has are dropped.
    sweep_at: usize,
}

impl<K: Hash + Eq + Clone, V> Keyed<K, V> {
    pub(super) fn new(keep: usize) -> Self {
        Self(Mutex::new(Bounded { values: HashMap::new(), keep, sweep_at: keep.max(1) }))
    }

    /// The key's value, made by `new` when there is none. What is in use is not dropped, even if nobody has it.
    pub(super) fn get(&self, key: &K, new: impl FnOnce() -> V, is_in_use: impl Fn(&V) -> bool) -> Arc<V> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = all.values.get(key) {
            return Arc::clone(value);
        }
        if all.values.len() >= all.sweep_at {
            // Nobody comes to have one meanwhile: it is got from here.
            all.values.retain(|_, value| Arc::strong_count(value) > 1 || is_in_use(value));
            all.sweep_at = all.keep.max(all.values.len() * 2);
        }
        let value = Arc::new(new());
        all.values.insert(key.clone(), Arc::clone(&value));
        value
    }
}
