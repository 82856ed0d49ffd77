//! Who holds a role: reviewers, operators.

use std::collections::BTreeSet;
use std::sync::Arc;

use workflow::prelude::*;

/// Who holds a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holders {
    /// Whoever is there: for a bot that one tries out.
    Everybody,
    /// These users, by their ids, as in `telegram:12345`.
    These(Arc<BTreeSet<String>>),
}

impl Holders {
    /// These users.
    pub fn these(ids: impl IntoIterator<Item = String>) -> Self {
        Self::These(Arc::new(ids.into_iter().collect()))
    }

    /// Whether this user is one of them.
    pub fn holds(&self, user: &User) -> bool {
        match self {
            Self::Everybody => true,
            Self::These(ids) => ids.contains(user.id().as_str()),
        }
    }
}
