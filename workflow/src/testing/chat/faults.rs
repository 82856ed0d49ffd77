//! Faults on demand: restarts, crashes, commits that fail.

use super::super::doing::Doing;
use super::super::faulty::Fault;
use super::Chat;

impl Chat {
    /// Closes the engine and opens another one on what was stored.
    pub fn restart(&mut self) -> Doing<'_> {
        Doing::new(self, move |chat| {
            Box::pin(async move {
                chat.begin();
                chat.world.write(|transcript| transcript.event("restarted"));
                chat.world.restart().await
            })
        })
    }

    /// Has the next commit fail with nothing written. Whoever sent what it was for hears no answer, and can send it
    /// [again](Self::again).
    pub fn fail_next_commit(&mut self) -> &mut Self {
        self.fault(Fault::Fails)
    }

    /// Has the next commit be written and its answer lost, as when a connection breaks.
    pub fn lose_next_answer(&mut self) -> &mut Self {
        self.fault(Fault::Loses)
    }

    /// Has the program end just before the next commit is written; another one is started.
    pub fn crash_before_commit(&mut self) -> &mut Self {
        self.fault(Fault::CrashesBefore)
    }

    /// Has the program end just after the next commit was written, before anybody hears of it; another one is started.
    pub fn crash_after_commit(&mut self) -> &mut Self {
        self.fault(Fault::CrashesAfter)
    }

    fn fault(&mut self, fault: Fault) -> &mut Self {
        self.world.store().set(fault);
        self
    }
}
