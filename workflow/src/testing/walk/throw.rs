//! What chance says is to be done next, and what that means where the conversation stands.

use std::time::Duration;

use proptest::prelude::Strategy;
use proptest::sample::select;
use serde_json::Value;

use super::act::{Act, Chats};
use super::{Walk, Work};
use crate::core::graph::Trigger;
use crate::core::input::Kind;
use crate::core::step::Workflow;
use crate::engine::Snapshot;
use crate::testing::backstage::What;
use crate::testing::faulty::Fault;

/// A throw of the dice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Throw {
    do_what: Do,
    /// Which of what can be done.
    which: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Do {
    Answer,
    Command,
    Back,
    Again,
    Later,
    Restart,
    Crash,
    Work,
}

/// Each as often as it is written.
const DICE: &[Do] = &[
    Do::Answer,
    Do::Answer,
    Do::Answer,
    Do::Answer,
    Do::Answer,
    Do::Answer,
    Do::Answer,
    Do::Answer,
    Do::Work,
    Do::Work,
    Do::Work,
    Do::Command,
    Do::Command,
    Do::Back,
    Do::Back,
    Do::Again,
    Do::Later,
    Do::Restart,
    Do::Crash,
];

pub(super) fn throws(length: usize) -> impl Strategy<Value = Vec<Throw>> {
    let throw = (select(DICE), proptest::prelude::any::<u16>()).prop_map(|(do_what, which)| Throw { do_what, which });
    proptest::collection::vec(throw, 1..=length.max(1))
}

const WORDS: [&str; 4] = ["a", "7", "hello there", "no"];

impl Throw {
    /// What it means here; none when there is no such thing to do.
    pub(super) fn act<W: Workflow>(self, walk: &Walk<W>, chats: &Chats) -> Option<Act> {
        let screens = chats.ann.screens();
        let main = screens.iter().find(|screen| screen.record().slot.is_main() && screen.role().is_none());
        let main = main.filter(|screen| !screen.ended());
        let mut acts = match self.do_what {
            Do::Answer => self.answers(walk, chats, main),
            Do::Command => commands(walk, chats, main),
            Do::Back => vec![Act::Back],
            Do::Again => vec![Act::Again],
            Do::Later => times::<W>().into_iter().map(Act::Later).collect(),
            Do::Restart => vec![Act::Restart],
            Do::Crash => vec![Act::Crash(Fault::CrashesBefore), Act::Crash(Fault::CrashesAfter)],
            Do::Work => ends(walk, chats),
        };
        if acts.is_empty() {
            return None;
        }
        let at = usize::from(self.which) % acts.len();
        Some(acts.swap_remove(at))
    }

    /// What is offered, or asked for.
    fn answers<W: Workflow>(self, walk: &Walk<W>, chats: &Chats, main: Option<&Snapshot>) -> Vec<Act> {
        let mut acts: Vec<Act> = Vec::new();
        let all =
            std::iter::once((None, &chats.ann)).chain(chats.actors.iter().map(|(role, chat)| (Some(*role), chat)));
        for (who, chat) in all {
            acts.extend(chat.buttons().into_iter().map(|label| Act::Press { who, label }));
        }
        acts.extend(main.into_iter().flat_map(|main| sends(walk, None, main)));
        for (role, chat) in &chats.actors {
            let screens = chat.screens();
            let waiting = screens.iter().find(|screen| screen.role().is_some() && screen.reply().is_some());
            acts.extend(waiting.into_iter().flat_map(|waiting| sends(walk, Some(role), waiting)));
        }
        // Where work is waited for, its end is what comes next, more often than that somebody leaves.
        acts.extend(ends(walk, chats));
        if main.is_none() || acts.is_empty() {
            acts.extend(commands(walk, chats, main));
        }
        acts
    }
}

/// What may be sent where this is shown.
fn sends<W: Workflow>(walk: &Walk<W>, who: Option<&'static str>, screen: &Snapshot) -> Vec<Act> {
    let Some(hint) = &screen.view().hint else { return Vec::new() };
    let mut acts = Vec::new();
    if hint.kinds().any(|kind| kind == Kind::Text) {
        acts.extend(texts(walk, screen.step()).into_iter().map(|text| Act::Say { who, text }));
    }
    if hint.kinds().any(Kind::is_file) {
        let files = walk.uploads.get(screen.step()).into_iter().flatten();
        acts.extend(files.map(|media| Act::Upload { who, media: media.clone() }));
    }
    acts
}

fn texts<W: Workflow>(walk: &Walk<W>, step: &str) -> Vec<String> {
    walk.texts.get(step).cloned().unwrap_or_else(|| WORDS.iter().map(|word| (*word).to_owned()).collect())
}

/// The commands of the step, and those that begin something; with and without what may follow.
fn commands<W: Workflow>(walk: &Walk<W>, chats: &Chats, main: Option<&Snapshot>) -> Vec<Act> {
    let of_step = main.filter(|main| main.workflow() == W::NAME).map(|main| W::GRAPH.edges_from(main.step()));
    let mut commands: Vec<&str> =
        of_step.into_iter().flatten().flat_map(|edge| edge.commands.iter().copied()).collect();
    // As often as those that begin something else, though they be fewer.
    commands = commands.repeat(3);
    commands.extend(chats.ann.commands());
    let mut acts = Vec::new();
    for command in commands {
        acts.push(Act::Say { who: None, text: command.to_owned() });
        let takes_text = W::GRAPH.edges().iter().any(|edge| edge.commands.contains(&command) && edge.takes.is_some());
        if takes_text {
            let with = |text| Act::Say { who: None, text: format!("{command} {text}") };
            acts.extend(texts(walk, command).into_iter().map(with));
        }
    }
    acts
}

/// A minute, a day, and the times of the timers.
fn times<W: Workflow>() -> Vec<Duration> {
    let mut times = vec![Duration::from_secs(60), Duration::from_secs(86_400)];
    for edge in W::GRAPH.edges() {
        if let Trigger::After(time) = edge.trigger {
            times.push(time);
        }
    }
    times.retain(|time| time.as_secs() > 0);
    times
}

/// How the work and effects that wait may end.
fn ends<W: Workflow>(walk: &Walk<W>, chats: &Chats) -> Vec<Act> {
    let mut acts = Vec::new();
    for name in chats.ann.waiting_for(What::Work) {
        let name = name.to_owned();
        match walk.results.get(&name) {
            Some(values) => {
                acts.extend(values.iter().map(|value| Act::Finish { name: name.clone(), value: value.clone() }));
            }
            None if walk.work == Work::Real => acts.push(Act::Work),
            None => {}
        }
        acts.extend([Act::Fail(name.clone()), Act::FailOnce(name)]);
    }
    for name in chats.ann.waiting_for(What::Effect) {
        let name = name.to_owned();
        acts.extend([Act::Finish { name: name.clone(), value: Value::Null }, Act::FailOnce(name)]);
    }
    acts
}
