//! What must hold after each step of a walk.

use crate::core::step::Workflow;
use crate::core::stored::Stored;
use crate::core::view::BACK;
use crate::engine::Snapshot;
use crate::store::{JournalEntry, Record, Store};
use crate::testing::chat::Chat;

/// Where the sessions stood before the step.
#[derive(Default)]
pub(super) struct Model {
    before: Vec<Record>,
}

impl Model {
    /// Checks what must hold whatever the workflow is.
    pub(super) async fn check<W: Workflow>(&mut self, chat: &Chat) -> Result<(), String> {
        if let Some(fault) = chat.faults().first() {
            return Err(fault.clone());
        }
        let stored = chat.store().current(chat.key()).await.map_err(|error| format!("what is stored: {error}"))?;
        let shown = chat.screens();
        for record in &stored {
            let of_session = |screen: &&Snapshot| screen.session() == record.session && screen.role().is_none();
            let Some(screen) = shown.iter().find(of_session) else {
                return Err(format!("`{}` is stored, and not shown", record.stored.step));
            };
            same(screen.record(), record)?;
            loads::<W>(record)?;
            let journal = chat.store().journal(record.session).await;
            let journal = journal.map_err(|error| format!("the journal: {error}"))?;
            let revisions: Vec<u64> = journal.iter().map(|entry| entry.revision.get()).collect();
            if revisions != Vec::from_iter(1..=record.revision.get()) {
                return Err(format!("revision {} has the journal {revisions:?}", record.revision));
            }
            if let Some(before) = self.before.iter().find(|before| before.session == record.session)
                && let Some(last) = journal.last().filter(|last| last.revision == before.revision.next())
            {
                goes_back::<W>(before, record, last)?;
            }
        }
        self.before = stored;
        Ok(())
    }

    /// Checks that all is the same after a restart.
    pub(super) fn same_as_before(&self, chat: &Chat) -> Result<(), String> {
        let shown = chat.screens();
        for before in &self.before {
            let Some(screen) = shown.iter().find(|screen| screen.session() == before.session) else {
                return Err(format!("`{}` is gone after a restart", before.stored.step));
            };
            same(screen.record(), before).map_err(|why| format!("after a restart {why}"))?;
        }
        Ok(())
    }
}

fn same(runs: &Record, stored: &Record) -> Result<(), String> {
    if (runs.revision, &runs.stored, runs.ended) != (stored.revision, &stored.stored, stored.ended) {
        let shown = |record: &Record| format!("`{}` {:?}", record.stored.step, record.stored.data);
        return Err(format!("the session stands at {}, but {} is stored", shown(runs), shown(stored)));
    }
    if runs.asked != stored.asked {
        return Err(format!("at `{}` another question is stored than is asked", runs.stored.step));
    }
    if (&runs.history, &runs.below) != (&stored.history, &stored.below) {
        return Err(format!("at `{}` another way back is stored than there is", runs.stored.step));
    }
    Ok(())
}

/// The step, and all that can be gone back to, load to what was stored.
fn loads<W: Workflow>(record: &Record) -> Result<(), String> {
    let past = record.history.visits().iter().map(|past| &past.stored);
    for stored in past.chain([&record.stored]).filter(|stored| stored.workflow == W::NAME) {
        let loaded = W::load(stored);
        let loaded = loaded.map_err(|error| format!("`{}` does not load: {error}", stored.step))?;
        let again = Stored::from_workflow(&loaded);
        let again = again.map_err(|error| format!("`{}` can't be stored: {error}", stored.step))?;
        if again != **stored {
            let (was, is) = (&stored.data, &again.data);
            return Err(format!("`{}` is stored as {was:?}, and loads as {is:?}", stored.step));
        }
    }
    Ok(())
}

/// Back and Rewind bring back the visit that there was.
fn goes_back<W: Workflow>(before: &Record, now: &Record, last: &JournalEntry) -> Result<(), String> {
    let rewinds = |from: &str| W::GRAPH.edges_from(from).any(|edge| edge.name == last.edge && edge.rewinds);
    let visits = before.history.visits();
    let wanted = if last.edge == BACK {
        visits.last()
    } else if last.from.as_deref().is_some_and(rewinds) && before.stored.workflow == W::NAME {
        let is_there = visits.iter().rposition(|past| past.stored.step == now.stored.step);
        is_there.and_then(|at| visits.get(at))
    } else {
        return Ok(());
    };
    // What it might have been if a transition with several targets went on instead.
    let Some(wanted) = wanted else { return Ok(()) };
    if wanted.stored != now.stored {
        let (was, is) = (&wanted.stored.data, &now.stored.data);
        return Err(format!("back at `{}` there is {is:?}, but there was {was:?}", now.stored.step));
    }
    Ok(())
}
