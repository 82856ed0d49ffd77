//! Whether what somebody is about to send is for a workflow: for programs that do other things beside.

use super::lanes::Records;
#[cfg(feature = "telegram")]
use super::route::takes_files;
use super::route::{At, Route, of_text, under_way};
use super::token::Token;
use super::{Engine, Shared};
use crate::core::context::User;
use crate::core::decide::Cause;
use crate::core::input::Kind;
use crate::core::session::SessionKey;
use crate::store::StoreError;

impl Engine {
    /// Whether something of this kind is for a workflow, sent by the user of this key with this text, or beside it: a command
    /// of one, or what the step of a conversation under way may be sent. What is for none may be left to others; delivered, it
    /// would be answered all the same.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn takes(&self, key: &SessionKey, kind: Kind, text: &str) -> Result<bool, StoreError> {
        let lane = self.shared.lanes.lane(key);
        let records = self.shared.standing(&lane, key).await?;
        Ok(is_for(&self.shared, &User::new(key.user()), &records, kind, text))
    }

    /// Whether this text is a command that takes files beside it, as they are in the message that it replies to.
    ///
    /// # Errors
    /// When the store fails.
    #[cfg(feature = "telegram")]
    pub(crate) async fn takes_beside(&self, key: &SessionKey, text: &str) -> Result<bool, StoreError> {
        let lane = self.shared.lanes.lane(key);
        let records = self.shared.standing(&lane, key).await?;
        Ok(takes_files(&self.shared, &User::new(key.user()), &records, text))
    }

    /// Whether this is a token of a button or view that was shown once, by this store's engines.
    pub fn knows(&self, token: &Token) -> bool {
        self.shared.tokens.read(token).is_some()
    }
}

fn is_for(shared: &Shared, by: &User, records: &Records, kind: Kind, text: &str) -> bool {
    let here = under_way(records);
    let hint = here.and_then(|record| record.view.hint.as_ref());
    let may_be_sent = |kind: Kind| {
        let fits = |wanted: Kind| if kind.is_file() { wanted.is_file() } else { wanted == kind };
        hint.is_some_and(|hint| hint.kinds().any(fits))
    };
    if text.trim().is_empty() {
        return may_be_sent(kind);
    }
    match of_text(shared, by, records, here.map(At::of_owner), text) {
        Route::Step { cause: Cause::Send(_), .. } => may_be_sent(kind),
        Route::Refuse { .. } | Route::Reject { .. } => false,
        Route::Enter { .. } | Route::Step { .. } | Route::Ask { .. } | Route::Stay { .. } => true,
    }
}
