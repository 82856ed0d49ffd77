//! Roles: who else than its owner may do something in a session, and what they are shown of it.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::watch;

use super::delivery::{DeliverError, To};
use super::{Shared, Snapshot};
use crate::core::context::User;
use crate::core::session::SessionKey;
use crate::store::StoreError;

/// Who has which role.
pub(super) struct Roles {
    held: HashMap<String, Holds>,
    changes: watch::Sender<()>,
}

pub(super) type Holds = Box<dyn Fn(&User) -> bool + Send + Sync>;

/// So many sessions are shown to somebody in one role.
const LONGEST: usize = 50;

impl Roles {
    pub(super) fn new(held: HashMap<String, Holds>) -> Self {
        Self { held, changes: watch::Sender::new(()) }
    }

    pub(super) fn is_known(&self, role: &str) -> bool {
        self.held.contains_key(role)
    }

    /// Whether this user has the role.
    pub(super) fn holds(&self, user: &User, role: &str) -> bool {
        self.held.get(role).is_some_and(|holds| holds(user))
    }

    /// Whether this user has some role.
    pub(super) fn is_held_by(&self, user: &User) -> bool {
        self.held.values().any(|holds| holds(user))
    }

    /// Tells all who have a role that what is shown to one of them is different.
    pub(super) fn changed(&self) {
        if self.changes.receiver_count() > 0 {
            self.changes.send_replace(());
        }
    }

    /// Tells of changes of what is shown to this user in some role; none when they have no role.
    pub(super) fn changes(&self, user: &User) -> Option<watch::Receiver<()>> {
        self.is_held_by(user).then(|| self.changes.subscribe())
    }
}

/// The sessions of others that this key's user is shown, for they have a role there.
pub(super) async fn shown_to(shared: &Shared, key: &SessionKey) -> Result<Vec<Snapshot>, StoreError> {
    let user = User::new(key.user());
    let mut roles: Vec<&String> = shared.roles.held.keys().filter(|role| shared.roles.holds(&user, role)).collect();
    roles.sort();
    let mut shown = Vec::new();
    for role in roles {
        for record in shared.store.waiting_for(role, LONGEST).await? {
            let position = record.views.iter().position(|(other, _)| other == role);
            if let Some(position) = position.filter(|_| record.key.user() != key.user()) {
                shown.push(Snapshot::shown_to(position, Arc::new(record), shared.showing()));
            }
        }
    }
    Ok(shown)
}

/// The owner of the session in which somebody does something, by what was shown to them in a role.
pub(super) async fn owner_of(shared: &Shared, key: &SessionKey, to: &To) -> Result<Option<SessionKey>, DeliverError> {
    let Some(shown) = to.shown().filter(|shown| shown.role.is_some()) else { return Ok(None) };
    Ok(shared.store.owner(shown.visit.session).await?.filter(|owner| owner != key))
}
