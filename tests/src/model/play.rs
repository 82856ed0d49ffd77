//! Plays a script on an engine and in the model, and compares them after each thing that happens.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;
use workflow::store::{Pending, Store, StoreError, Which};
use workflow::{Clock, Engine, ManualClock, Memory, Outcome, Retention, SessionId, SessionKey, Sqlite, Token};

use super::compare::{self, same};
use super::mortal::Mortal;
use super::session::{Deed, Session, State};
use super::world::{Button, Delivery, Model, Sent};
use super::{Op, When, Who};
use crate::bench::patiently;
use crate::claim::{Deeds, builder};
use crate::invariants;

/// What sessions are kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    Memory,
    Sqlite,
}

/// Plays the script.
///
/// # Errors
/// Where the engine first differs from the model.
pub async fn play(disk: Disk, script: &[Op]) -> Result<(), String> {
    let mut play = Play::new(disk).await;
    for (number, op) in script.iter().enumerate() {
        let (before, played) = (play.model.now, play.op(*op).await);
        played.map_err(|why| format!("on {disk:?}, after {before} s, number {number}, {op:?}: {why}"))?;
    }
    play.compares_all_journals().await.map_err(|why| format!("on {disk:?}, at the end: {why}"))?;
    play.engine.close().await;
    Ok(())
}

/// What stays when a program ends.
enum Kept {
    Memory(Memory),
    Sqlite { folder: TempDir, beside: Option<Connection> },
}

struct Play {
    kept: Kept,
    store: Mortal,
    engine: Engine,
    deeds: Deeds,
    clock: ManualClock,
    model: Model,
    /// The engine's names of the model's sessions.
    ids: Vec<SessionId>,
    tokens: HashMap<Button, Token>,
    /// How the program will die.
    end: Option<(When, u32)>,
    /// Whether it has died: what is done outside may then have been done more than once.
    has_died: bool,
}

impl Kept {
    /// Opens it for one more program.
    async fn open(&mut self) -> Arc<dyn Store> {
        match self {
            Self::Memory(memory) => {
                *memory = memory.reopen();
                Arc::new(memory.reopen())
            }
            Self::Sqlite { folder, beside } => {
                let path = folder.path().join("bot.db");
                let store = Sqlite::open_unsynced(&path).await.unwrap();
                beside.get_or_insert_with(|| Connection::open(path).unwrap());
                Arc::new(store)
            }
        }
    }
}

impl Play {
    async fn new(disk: Disk) -> Self {
        let mut kept = match disk {
            Disk::Memory => Kept::Memory(Memory::new()),
            Disk::Sqlite => Kept::Sqlite { folder: tempfile::tempdir().unwrap(), beside: None },
        };
        let (deeds, clock) = (Deeds::default(), ManualClock::new(compare::start()));
        let store = Mortal::new(kept.open().await, None);
        let engine = built(&deeds, &clock, &store).await;
        let (model, ids, tokens) = (Model::default(), Vec::new(), HashMap::new());
        Self { kept, store, engine, deeds, clock, model, ids, tokens, end: None, has_died: false }
    }

    async fn op(&mut self, op: Op) -> Result<(), String> {
        match op {
            Op::Dies(when, commit) => {
                self.end = Some((when, commit));
                return Ok(());
            }
            Op::Breaks | Op::Mends => {
                self.model.is_broken = op == Op::Breaks;
                self.deeds.break_down(self.model.is_broken);
                return Ok(());
            }
            Op::Passes(minutes) => {
                let end = self.end_of_what_is_due();
                self.store.ends(end);
                self.passes(minutes);
            }
            Op::IsDown(minutes) => {
                self.engine.close().await;
                self.passes(minutes);
                let end = self.end_of_what_is_due();
                self.opens(end).await;
                self.settles().await?;
                return self.compares_all_journals().await;
            }
            Op::Cancels(who) => {
                self.engine.cancel(key(who)).await.map_err(|error| error.to_string())?;
                self.model.cancel(who);
            }
            _ => {
                let end = self.end.take();
                self.store.ends(end);
                if let Some(delivery) = self.model.delivery(op) {
                    self.delivers(&delivery, end).await?;
                }
            }
        }
        self.settles().await
    }

    /// How the program dies while it does what is due. When that fails, it would not be known how often it was tried.
    fn end_of_what_is_due(&mut self) -> Option<(When, u32)> {
        self.end.take().filter(|_| !self.model.is_broken)
    }

    fn passes(&mut self, minutes: u32) {
        let seconds = 60 * self.model.minutes(minutes);
        self.clock.advance(Duration::from_secs(seconds.into()));
        self.model.now += i64::from(seconds);
    }

    /// Starts the next program.
    async fn opens(&mut self, end: Option<(When, u32)>) {
        self.store = Mortal::new(self.kept.open().await, end);
        self.engine = built(&self.deeds, &self.clock, &self.store).await;
    }

    /// Delivers, and once more if the program died meanwhile, as a surface does.
    async fn delivers(&mut self, delivery: &Delivery, end: Option<(When, u32)>) -> Result<(), String> {
        let outcome = match self.delivered(delivery).await {
            Ok(outcome) => outcome,
            Err(_) if self.store.is_over() => {
                if end.is_some_and(|(when, _)| when == When::After) {
                    self.model.deliver(delivery);
                }
                self.settles().await?;
                self.delivered(delivery).await?
            }
            Err(error) => return Err(error),
        };
        let answer = self.model.deliver(delivery);
        self.learns(outcome.session)?;
        same("the answer", &compare::outcome(&outcome), &compare::answer(&answer, &self.ids))
    }

    async fn delivered(&self, delivery: &Delivery) -> Result<Outcome, String> {
        let token = |button: &Button| self.tokens.get(button).cloned().ok_or("a button that was not found");
        let id = compare::number_of(delivery.number);
        let sent = match &delivery.sent {
            Sent::Text(text) => workflow::Delivery::text(id, *text),
            Sent::Reply(to, text) => workflow::Delivery::text(id, *text).reply_to(token(to)?),
            Sent::Press(button) => workflow::Delivery::press(id, token(button)?),
            Sent::Forged => workflow::Delivery::press(id, Token::new("A".repeat(43))),
        };
        patiently(self.engine.deliver(key(delivery.from), sent)).await.map_err(|error| error.to_string())
    }

    /// Learns the name of the newest session.
    fn learns(&mut self, session: Option<SessionId>) -> Result<(), String> {
        if self.model.sessions.len() > self.ids.len() {
            self.ids.push(session.filter(|id| !self.ids.contains(id)).ok_or("there is no new session")?);
        }
        Ok(())
    }

    /// Waits until all that is due has happened, in the next program when this one dies, and compares all.
    async fn settles(&mut self) -> Result<(), String> {
        while !patiently(self.rests()).await? {
            self.has_died = true;
            self.store.buried().await;
            self.opens(None).await;
        }
        self.store.ends(None);
        if let Some(newest) = self.model.sessions.last().map(|session| session.owner) {
            let session = self.engine.session(&key(newest)).await.map_err(failed)?;
            self.learns(session.map(|session| session.session()))?;
        }
        let mut journals = HashMap::new();
        for (at, _) in self.model.sessions.iter().enumerate().filter(|(_, session)| session.is_current) {
            journals.insert(at, self.journal(at).await?);
        }
        let ids = &self.ids;
        self.model.settle(|at, outcomes| {
            let is_it = |session: &Session| journals.get(&at) == Some(&compare::journal(session, ids[at]));
            outcomes.iter().position(is_it).unwrap_or_default()
        });
        for (at, journal) in journals {
            self.compares_journal(at, journal)?;
        }
        for who in Who::ALL {
            self.compares(who).await.map_err(|why| format!("{who:?}: {why}"))?;
        }
        self.compares_the_rest().await
    }

    async fn journal(&self, at: usize) -> Result<Vec<Value>, String> {
        let journal = self.engine.journal(self.ids[at]).await.map_err(failed)?;
        Ok(journal.iter().map(compare::entry).collect())
    }

    fn compares_journal(&self, at: usize, engine: Vec<Value>) -> Result<(), String> {
        let session = &self.model.sessions[at];
        let model = compare::journal(session, self.ids[at]);
        let what = format!("the journal of session {at}, {:?}'s", session.owner);
        // One by one, as what follows from a difference differs too.
        for (engine, model) in engine.iter().zip(&model) {
            same(&what, engine, model)?;
        }
        same(&what, &engine.into(), &model.into())
    }

    /// The journals of all sessions, and what of them is shown.
    async fn compares_all_journals(&self) -> Result<(), String> {
        for at in 0..self.ids.len() {
            self.compares_journal(at, self.journal(at).await?)?;
        }
        for who in Who::ALL {
            let has_place = self.model.current(who).is_some();
            let theirs = self.model.sessions.iter().zip(&self.ids).filter(|(it, _)| it.owner == who && has_place);
            let moves: Vec<Value> = theirs.flat_map(|(session, id)| compare::journal(session, *id)).collect();
            let last = moves.len().saturating_sub(LINES);
            let transcript = self.engine.transcript(&key(who), LINES).await.map_err(failed)?;
            let transcript: Vec<Value> = transcript.iter().map(compare::entry).collect();
            same(format!("the transcript of {who:?}"), &transcript.into(), &moves[last..].into())?;
        }
        Ok(())
    }

    /// Waits until nothing is due and the engine knows of all that is stored. Gives whether the program lived to see it.
    async fn rests(&self) -> Result<bool, String> {
        loop {
            match self.is_at_rest().await {
                _ if self.store.is_over() => return Ok(false),
                Ok(true) => return Ok(true),
                Ok(false) => tokio::task::yield_now().await,
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    async fn is_at_rest(&self) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let is_under_way = |it: &Pending| it.until.is_some() || it.due.is_some_and(|due| due <= now);
        if self.store.pending(Which::Due, 1000).await?.iter().any(is_under_way) {
            return Ok(false);
        }
        for who in Who::ALL {
            let known = self.engine.session(&key(who)).await?.map(|known| (known.session(), known.revision()));
            let stored = self.store.current(&key(who)).await?;
            if known != stored.first().map(|stored| (stored.session, stored.revision)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What there is of one user.
    async fn compares(&mut self, who: Who) -> Result<(), String> {
        let model = &self.model;
        let current = model.current(who).map(|at| (at, &model.sessions[at]));
        let stored = self.store.current(&key(who)).await.map_err(failed)?;
        let records: Vec<Value> =
            stored.iter().map(|stored| json!([stored.session, compare::record(stored)])).collect();
        let sessions: Vec<Value> =
            current.iter().map(|(at, it)| json!([self.ids[*at], compare::session(it)])).collect();
        same("what is stored", &records.into(), &sessions.into())?;

        let shown = self.engine.sessions(&key(who)).await.map_err(failed)?;
        if shown.first().filter(|first| first.role().is_none()).map(|first| first.record()) != stored.first() {
            return Err("what the engine knows is not what is stored".into());
        }
        let waiting = model.waiting(who).into_iter();
        let should = current.map(|(at, it)| (at, compare::own(it))).into_iter();
        let should = should.chain(waiting.map(|at| (at, compare::waiting(&model.sessions[at]))));
        let should: Vec<Value> = should.map(|(at, shown)| json!([self.ids[at], shown])).collect();
        let is: Vec<Value> = shown.iter().map(|it| json!([it.session(), compare::snapshot(it)])).collect();
        same("what is shown", &is.into(), &should.into())?;

        for it in shown {
            let session = self.ids.iter().position(|id| *id == it.session()).expect("it is known");
            let (revision, for_bosses) = (it.revision().get(), it.role().is_some());
            let offers = it.offers().into_iter().flatten().map(|offer| (Some(offer.label), offer.token));
            for (label, token) in offers.chain(it.reply().map(|token| (None, token))) {
                let is_it = |button: &Button| {
                    (button.session, button.revision, button.for_bosses) == (session, revision, for_bosses)
                        && button.label.map(str::to_owned) == label
                };
                let button = self.model.buttons().into_iter().find(is_it).expect("it is shown in the model too");
                self.tokens.insert(button, token);
            }
        }
        Ok(())
    }

    /// What is pending, was given up, was done outside and is counted.
    async fn compares_the_rest(&self) -> Result<(), String> {
        let sessions = || self.model.sessions.iter().zip(self.ids.iter().copied());
        for (which, state) in [(Which::Due, State::Asked), (Which::Dead, State::GivenUp)] {
            let pending = self.store.pending(which, 1000).await.map_err(failed)?;
            let model = compare::asked(sessions(), state);
            same(format!("what is pending ({which:?})"), &compare::pending(&pending), &model)?;
        }
        let mut done = self.deeds.done();
        done.retain(|line| line.starts_with("tell ") || line.starts_with("alarm "));
        let mut should = Vec::new();
        for (session, id) in sessions() {
            for effect in &session.effects {
                let line = match &effect.deed {
                    Deed::Tell(text) => format!("tell {id}:{}:e{} {text}", effect.revision, effect.place),
                    Deed::Alarm(sum) => format!("alarm {sum}"),
                };
                should.extend(std::iter::repeat_n(line, effect.waits.tries as usize));
            }
        }
        done.sort();
        should.sort();
        if self.has_died {
            // Each at least once: nothing was left out, and there is nothing else.
            done.dedup();
            should.dedup();
        }
        same("what was done outside", &done.into(), &should.into())?;

        let under_way = sessions().filter(|(it, _)| it.is_current && !it.has_ended());
        let work = under_way.clone().flat_map(|(it, _)| &it.levels).filter(|level| level.work.is_some()).count();
        let count = self.engine.count(None).await.map_err(failed)?;
        same("the count", &json!([count.sessions, count.work]), &json!([under_way.count(), work]))?;
        match &self.kept {
            Kept::Sqlite { beside: Some(beside), .. } => match invariants::broken(beside) {
                broken if broken.is_empty() => Ok(()),
                broken => Err(format!("between the tables: {broken:?}")),
            },
            _ => Ok(()),
        }
    }
}

/// So much of a transcript is asked for.
const LINES: usize = 12;

async fn built(deeds: &Deeds, clock: &ManualClock, store: &Mortal) -> Engine {
    builder(deeds, clock).retention(Retention::FOREVER).store(store.clone()).build().await.unwrap()
}

fn failed(error: StoreError) -> String {
    error.to_string()
}

fn key(who: Who) -> SessionKey {
    SessionKey::new("test", "chat", who.name())
}
