//! A session of the model: a stack of workflows, each at a step with what can be gone back to, and all that came of it.

use super::Who;
use super::step::{BACK, Step};

/// One run of a workflow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Session {
    pub(super) owner: Who,
    pub(super) revision: u64,
    /// The workflows that run inside of each other, outermost first.
    pub(super) levels: Vec<Level>,
    /// Whether it has its place still: it goes when the owner begins another.
    pub(super) is_current: bool,
    pub(super) journal: Vec<Entry>,
    pub(super) effects: Vec<Effect>,
}

/// Where one workflow stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    pub(super) step: Step,
    /// The revision at which the step was entered.
    pub(super) entered: u64,
    /// What can be gone back to, oldest first.
    pub(super) past: Vec<Past>,
    pub(super) timer: Option<Waits>,
    /// That the work of the step is not done.
    pub(super) work: Option<Waits>,
}

/// A visit that is over.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Past {
    pub(super) step: Step,
    pub(super) entered: u64,
    /// Whether the user may go back to it. Otherwise only a `Rewind` does.
    pub(super) is_open: bool,
}

/// Something that is done when it is due, in seconds since the script began.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Waits {
    pub(super) due: i64,
    /// How often it has failed.
    pub(super) tries: u32,
}

impl Waits {
    fn until(due: i64) -> Self {
        Self { due, tries: 0 }
    }

    /// It failed: it is tried again before the shortest time that is let pass is over.
    pub(super) fn fails(&mut self, now: i64) {
        (self.tries, self.due) = (self.tries + 1, now + 1);
    }
}

/// A move.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) at: i64,
    pub(super) edge: &'static str,
    pub(super) from: Option<&'static str>,
    pub(super) to: &'static str,
    pub(super) by: By,
    /// What was shown to the owner then.
    pub(super) text: &'static str,
    pub(super) labels: Vec<&'static str>,
}

/// Who moved it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum By {
    /// Somebody, by this delivery and what was said in it.
    User(Who, u32, Said),
    /// The timer of the visit that began at this revision.
    Timer(u64),
    /// The work of the visit that began at this revision.
    Work(u64),
}

/// What somebody said, as it is shown back to them.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Text(String),
    Press(&'static str),
}

/// Something that is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Effect {
    /// The revision of the move that asked for it, and the place among what it asked for.
    pub(super) revision: u64,
    pub(super) place: usize,
    pub(super) deed: Deed,
    pub(super) waits: Waits,
    pub(super) state: State,
}

/// What an effect does.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    Tell(String),
    Alarm(u32),
}

impl Deed {
    /// The function, and how often it is tried again.
    pub(super) fn named(&self) -> (&'static str, u32) {
        match self {
            Self::Tell(_) => ("tell", 2),
            Self::Alarm(_) => ("alarm", 5),
        }
    }
}

/// How an effect stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum State {
    Asked,
    Done,
    GivenUp,
}

/// Where an edge leads.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum To {
    At(Step),
    /// To the last visit of the step of this name.
    Rewind(&'static str),
    Back,
}

/// An edge that is taken.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edge {
    pub(super) name: &'static str,
    pub(super) to: To,
    /// Whether the user may come back over it.
    pub(super) is_open: bool,
    pub(super) deeds: Vec<Deed>,
}

/// So far can be gone back. Of what is further back only the last visit of each step is kept.
const BOUND: usize = 32;

impl Session {
    /// A session of `owner` that begins at `step`.
    pub(super) fn begins(owner: Who, now: i64, step: Step, by: By) -> Self {
        let mut session =
            Self { owner, revision: 0, levels: Vec::new(), is_current: true, journal: Vec::new(), effects: Vec::new() };
        session.revision = 1;
        session.levels.push(Level::at(step, 1, Vec::new(), now));
        session.notes(now, "start", None, by);
        session
    }

    /// The innermost workflow.
    pub(super) fn top(&self) -> &Level {
        self.levels.last().expect("a session stands somewhere")
    }

    /// Whether it is over.
    pub(super) fn has_ended(&self) -> bool {
        self.top().step.is_end()
    }

    /// The workflow at this depth takes the edge; what runs inside of it ends.
    pub(super) fn takes(&mut self, now: i64, depth: usize, edge: Edge, by: By) {
        let from = self.top().step.name();
        self.revision += 1;
        self.levels.truncate(depth + 1);
        let Level { step, entered, mut past, .. } = self.levels.pop().expect("a workflow of this depth");
        let step = match edge.to {
            To::At(to) if to.is_end() => {
                past.clear();
                to
            }
            To::At(to) => {
                keep(&mut past, Past { step, entered, is_open: edge.is_open });
                to
            }
            To::Rewind(name) => {
                let at = past.iter().rposition(|past| past.step.name() == name).expect("a visit to go back to");
                past.drain(at..).next().expect("that visit").step
            }
            To::Back => past.pop().expect("a visit to go back to").step,
        };
        self.levels.push(Level::at(step, self.revision, past, now));
        let mut deeds = edge.deeds;
        deeds.extend(self.pays(now));
        for (place, deed) in deeds.into_iter().enumerate() {
            let waits = Waits::until(now);
            self.effects.push(Effect { revision: self.revision, place, deed, waits, state: State::Asked });
        }
        self.notes(now, edge.name, Some(from), by);
    }

    /// An account that is known is where the claim around it is paid to, in the same move.
    fn pays(&mut self, now: i64) -> Option<Deed> {
        let [.., Level { step: Step::Paying { sum }, .. }, Level { step: Step::Known { bank, number }, .. }] =
            &self.levels[..]
        else {
            return None;
        };
        let (sum, account) = (*sum, format!("{number} at {bank}"));
        self.levels.truncate(self.levels.len() - 2);
        let paid = Step::Paid { account: account.clone() };
        self.levels.push(Level::at(paid, self.revision, Vec::new(), now));
        Some(Deed::Tell(format!("{sum} to {account}")))
    }

    /// The account is asked for, inside of the claim.
    pub(super) fn asks_for_the_account(&mut self, now: i64) {
        let Level { step: Step::Paying { sum }, entered, .. } = *self.top() else { panic!("nothing is paid here") };
        self.revision += 1;
        self.levels.last_mut().expect("the claim").work = None;
        self.levels.push(Level::at(Step::AskBank { sum }, self.revision, Vec::new(), now));
        self.notes(now, "account", Some("Paying"), By::Work(entered));
    }

    fn notes(&mut self, at: i64, edge: &'static str, from: Option<&'static str>, by: By) {
        let top = self.top();
        let (to, text, labels) = (top.step.name(), top.step.text(), top.labels());
        self.journal.push(Entry { at, edge, from, to, by, text, labels });
    }
}

impl Level {
    fn at(step: Step, entered: u64, past: Vec<Past>, now: i64) -> Self {
        let timer = step.timer().map(|(_, wait)| Waits::until(now + wait));
        let work = matches!(step, Step::Paying { .. }).then(|| Waits::until(now));
        Self { step, entered, past, timer, work }
    }

    /// Whether the user may go back from here.
    pub(super) fn has_way_back(&self) -> bool {
        !self.step.is_end() && self.past.last().is_some_and(|past| past.is_open)
    }

    /// The owner's buttons.
    pub(super) fn labels(&self) -> Vec<&'static str> {
        let back = self.has_way_back().then_some(BACK);
        self.step.buttons().iter().copied().chain(back).collect()
    }
}

/// Adds a visit, and forgets what is too far back.
fn keep(past: &mut Vec<Past>, visit: Past) {
    past.push(visit);
    let far = past.len().saturating_sub(BOUND);
    let comes_again = |at: &usize| past[at + 1..].iter().any(|later| later.step.name() == past[*at].step.name());
    if let Some(at) = (0..far).find(comes_again) {
        past.remove(at);
        // Nobody goes back over what is forgotten.
        if at > 0 {
            past[at - 1].is_open = false;
        }
    }
}
