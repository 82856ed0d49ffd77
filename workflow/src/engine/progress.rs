//! How far work is, told no more often than somebody can look: work may say so as often as it likes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Shared;
use super::lanes::Lane;
use crate::core::context::Progress;
use crate::core::session::Visit;
use crate::core::view::Done;

/// What is told next is told so long after.
const EVERY: Duration = Duration::from_millis(100);

/// When it was told last, and whether it is about to be.
#[derive(Debug, Clone, Copy)]
struct Told {
    last: Option<Instant>,
    is_about_to: bool,
}

/// What the work of this visit tells its progress by.
pub(super) fn of(shared: &Arc<Shared>, lane: &Arc<Lane>, visit: Visit) -> Progress {
    let told = Arc::new(Mutex::new(Told { last: None, is_about_to: false }));
    let (shared, lane) = (Arc::downgrade(shared), Arc::clone(lane));
    let runtime = tokio::runtime::Handle::current();
    Progress::new(move |fraction, label| {
        // It may be told from any thread.
        let _runtime = runtime.enter();
        lane.set_progress(visit, Some(Done::new(fraction, label)));
        let next = {
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            if told.is_about_to {
                return;
            }
            let now = Instant::now();
            let next = told.last.map(|last| last + EVERY).filter(|next| *next > now);
            *told = Told { last: Some(next.unwrap_or(now)), is_about_to: next.is_some() };
            next
        };
        match (next, shared.upgrade()) {
            (Some(next), Some(shared)) => {
                let (lane, told) = (Arc::clone(&lane), Arc::clone(&told));
                shared.jobs.spawn(async move {
                    tokio::time::sleep_until(next).await;
                    told.lock().unwrap_or_else(PoisonError::into_inner).is_about_to = false;
                    lane.tell();
                });
            }
            _ => lane.tell(),
        }
    })
}
