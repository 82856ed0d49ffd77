//! What is compared after each thing that happens: the same values, from the engine's side and from the model's.

use jiff::Timestamp;
use serde_json::{Value, json};
use workflow::store::{JournalEntry, Pending, PendingKind, Record, Said as Spoken};
use workflow::{Outcome, Past as Visited, SessionId, Snapshot, View, WayBack};

use super::Who;
use super::session::{By, Deed, Effect, Entry, Level, Said, Session, State};
use super::world::Answer;

/// When every script begins.
pub(super) fn start() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

/// Seconds since the script began.
pub(super) fn seconds(at: Timestamp) -> i64 {
    at.as_second() - start().as_second()
}

/// What is wrong, when the engine's side is not as the model's.
pub(super) fn same(what: impl std::fmt::Display, engine: &Value, model: &Value) -> Result<(), String> {
    if engine == model { Ok(()) } else { Err(format!("{what}\n  engine: {engine}\n  model:  {model}")) }
}

/// An answer of the engine.
pub(super) fn outcome(outcome: &Outcome) -> Value {
    json!([format!("{:?}", outcome.answered), outcome.session, outcome.revision.get(), outcome.step])
}

/// An answer of the model.
pub(super) fn answer(answer: &Answer, ids: &[SessionId]) -> Value {
    let session = answer.session.map(|at| ids[at]);
    json!([format!("{:?}", answer.answered), session, answer.revision, answer.step])
}

/// A session of the engine as it stands.
pub(super) fn record(record: &Record) -> Value {
    let visits = |visits: &[Visited]| -> Vec<Value> {
        let visit = |past: &Visited| {
            let is_open = past.way_back == WayBack::Open;
            json!([past.revision.get(), past.stored.step, past.stored.data, is_open])
        };
        visits.iter().map(visit).collect()
    };
    let below = record.below.iter().map(|frame| {
        let history = visits(frame.history.visits());
        json!([frame.entered.get(), frame.stored.step, frame.stored.data, history, frame.work])
    });
    json!({
        "below": below.collect::<Vec<_>>(),
        "at": [record.revision.get(), record.stored.step, record.stored.data, visits(record.history.visits())],
        "ended": record.ended,
        "shown": view(&record.view),
        "to others": record.views.iter().map(|(role, shown)| json!([role, view(shown)])).collect::<Vec<_>>(),
    })
}

/// A session of the model as it stands.
pub(super) fn session(session: &Session) -> Value {
    let level = |level: &Level| {
        let past =
            level.past.iter().map(|past| json!([past.entered, past.step.name(), past.step.data(), past.is_open]));
        json!([level.entered, level.step.name(), level.step.data(), past.collect::<Vec<_>>()])
    };
    let (top, below) = session.levels.split_last().expect("a session stands somewhere");
    let below = below.iter().map(|below| {
        let mut below = level(below);
        below.as_array_mut().unwrap().push("account".into());
        below
    });
    let boss = top.step.for_the_boss().map(|(text, labels)| json!(["boss", [text, labels]]));
    json!({
        "below": below.collect::<Vec<_>>(),
        "at": level(top),
        "ended": session.has_ended(),
        "shown": [top.step.text(), top.labels()],
        "to others": boss.into_iter().collect::<Vec<_>>(),
    })
}

/// What is shown.
fn view(view: &View) -> Value {
    let labels: Vec<&str> = view.choices.iter().flatten().map(|button| &*button.label).collect();
    json!([view.text.to_plain(), labels])
}

/// What a surface shows of a session.
pub(super) fn snapshot(snapshot: &Snapshot) -> Value {
    let labels: Vec<String> = snapshot.offers().into_iter().flatten().map(|offer| offer.label).collect();
    json!([snapshot.role(), snapshot.view().text.to_plain(), labels, snapshot.reply().is_some()])
}

/// What a surface should show of it to its owner.
pub(super) fn own(session: &Session) -> Value {
    let top = session.top();
    json!([null, top.step.text(), top.labels(), top.step.takes_text()])
}

/// What a surface should show of it to a boss.
pub(super) fn waiting(session: &Session) -> Value {
    let (text, labels) = session.top().step.for_the_boss().expect("it waits for a boss");
    json!(["boss", text, labels, true])
}

/// A move in the engine's journal.
pub(super) fn entry(entry: &JournalEntry) -> Value {
    let said = entry.said.as_ref().map(|said| match said {
        Spoken::Text(text) => json!(["text", text]),
        Spoken::Press(label) => json!(["press", label]),
        other => json!(format!("{other:?}")),
    });
    json!({
        "session": entry.session,
        "revision": entry.revision.get(),
        "at": seconds(entry.at),
        "edge": entry.edge,
        "from": entry.from,
        "to": entry.to,
        "delivery": entry.delivery.as_str(),
        "by": entry.by.as_ref().map(|by| by.as_str()),
        "said": said,
        "shown": view(&entry.view),
    })
}

/// A session's moves in the model.
pub(super) fn journal(session: &Session, id: SessionId) -> Vec<Value> {
    let moves = session.journal.iter().enumerate();
    moves.map(|(place, entry)| moved(entry, id, place + 1)).collect()
}

fn moved(entry: &Entry, session: SessionId, revision: usize) -> Value {
    let (delivery, by, said) = match &entry.by {
        By::User(who, number, said) => {
            let said = match said {
                Said::Text(text) => json!(["text", text]),
                Said::Press(label) => json!(["press", label]),
            };
            (number_of(*number), Some(user(*who)), Some(said))
        }
        // Of each visit there is one timer, and one edge that it takes.
        By::Timer(visit) => (format!("timer:{session}:{visit}:{}", entry.edge), None, None),
        By::Work(visit) => (format!("work:{session}:{visit}:0"), None, None),
    };
    json!({
        "session": session,
        "revision": revision,
        "at": entry.at,
        "edge": entry.edge,
        "from": entry.from,
        "to": entry.to,
        "delivery": delivery,
        "by": by,
        "said": said,
        "shown": [entry.text, entry.labels],
    })
}

/// The id of the delivery of this number.
pub(super) fn number_of(number: u32) -> String {
    format!("delivery {number}")
}

fn user(who: Who) -> String {
    format!("test:{}", who.name())
}

/// What is pending in a store; when it is due, of what has not failed.
pub(super) fn pending(pending: &[Pending]) -> Value {
    let lines = pending.iter().map(|it| {
        let (visit, due) = (it.id.visit, it.due.filter(|_| it.attempts == 0).map(seconds));
        let payload = it.payload.as_ref().filter(|_| it.id.kind == PendingKind::Effect);
        json!([visit.session, visit.revision.get(), it.name, it.attempts, due, payload])
    });
    sorted(lines)
}

/// What should be pending of these sessions, or should have been given up.
pub(super) fn asked<'a>(sessions: impl Iterator<Item = (&'a Session, SessionId)>, state: State) -> Value {
    let lines = sessions.flat_map(|(session, id)| {
        let levels = session.levels.iter().filter(|_| session.is_current && state == State::Asked);
        let levels = levels.flat_map(move |level| {
            let timer = level.timer.map(|it| (level.step.timer().expect("it is armed").0, it, it.tries));
            let work = level.work.map(|it| ("account", it, Session::stored_tries(it.tries)));
            let line = move |(name, it, tries): (&'static str, super::session::Waits, u32)| {
                json!([id, level.entered, name, tries, (tries == 0).then_some(it.due), null])
            };
            timer.into_iter().chain(work).map(line)
        });
        let effects = session.effects.iter().filter(move |effect| effect.state == state).map(move |effect| {
            let (due, tries) = (effect.waits.due, effect.waits.tries);
            json!([id, effect.revision, effect.deed.named().0, tries, (tries == 0).then_some(due), payload(effect)])
        });
        levels.chain(effects).collect::<Vec<_>>()
    });
    sorted(lines)
}

fn payload(effect: &Effect) -> Value {
    match &effect.deed {
        Deed::Tell(text) => json!(text),
        Deed::Alarm(sum) => json!(sum),
    }
}

fn sorted(lines: impl Iterator<Item = Value>) -> Value {
    let mut lines: Vec<Value> = lines.collect();
    lines.sort_by_key(Value::to_string);
    lines.into()
}
