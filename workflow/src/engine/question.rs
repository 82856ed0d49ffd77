//! What a user is asked before a command drops work that is under way.

use std::sync::Arc;

use super::Shared;
use super::delivery::To;
use super::route::{Route, begins, command, refuse};
use super::served::Served;
use super::snapshot::Offer;
use super::token::{Mark, Place};
use crate::core::context::User;
use crate::core::graph::Edge;
use crate::core::input::Input;
use crate::core::phrase::Phrase;
use crate::say;
use crate::store::{Asked, Record, Said};
use crate::texts::Words;

/// What a user is asked before what they sent drops work that is under way.
///
/// They may answer it by a button, or by what the button says. It goes by itself when the session moves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// The words.
    pub text: String,
    /// Drops the work, and does what was sent.
    pub leave: Offer,
    /// Goes on, and forgets what was sent.
    pub stay: Offer,
}

/// What a question can be answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    Leave,
    Stay,
}

impl Reply {
    const ALL: [Self; 2] = [Self::Leave, Self::Stay];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Leave => "Leave it",
            Self::Stay => "Stay here",
        }
    }

    /// The one that was typed, in capitals or not.
    pub(super) fn typed(text: &str, words: &Words<'_>) -> Option<Self> {
        let text = text.to_lowercase();
        let says = |label: &str| label.to_lowercase() == text;
        Self::ALL.into_iter().find(|reply| says(reply.label()) || says(&words.word(reply.label())))
    }
}

/// What is asked before a workflow that `command` begins takes the place of this session; none when no work would be lost.
pub(super) fn before(
    shared: &Shared,
    by: &User,
    record: &Record,
    served: &dyn Served,
    command: &str,
) -> Option<Phrase> {
    if served.is_aside() || record.ended {
        return None;
    }
    let depths = (0..=record.below.len()).rev();
    let at_work = depths.clone().find_map(|depth| at_work(shared, by, record, depth));
    let lost = at_work.or_else(|| titled(shared, by, record, gives_up(shared, record)?.depth))?;
    Some(say!("“{lost}” is under way and would be lost. Begin {command} all the same?", lost, command))
}

/// How a session is left that owes something: by the command that gives it up, whose transition has effects, as one that gives
/// points back.
pub(super) struct GivesUp {
    pub(super) depth: usize,
    pub(super) command: &'static str,
}

/// The command that gives up what is under way. No other is taken unasked: one with effects may as well be that which pays.
const CANCEL: &str = "/cancel";

/// How this session is left when another workflow takes its place; none when it owes nothing.
pub(super) fn gives_up(shared: &Shared, record: &Record) -> Option<GivesUp> {
    if record.ended {
        return None;
    }
    (0..=record.below.len()).rev().find_map(|depth| {
        let stored = record.step_at(depth)?;
        let graph = shared.served(&stored.workflow)?.graph();
        let gives_up = |edge: &Edge| {
            let is_owner = edge.actor.is_none() && edge.takes.is_none();
            is_owner && edge.commands.contains(&CANCEL) && !edge.effects.to_vec().is_empty()
        };
        graph.edges_from(&stored.step).any(gives_up).then_some(GivesUp { depth, command: CANCEL })
    })
}

/// The title of the step at this depth.
fn titled(shared: &Shared, by: &User, record: &Record, depth: usize) -> Option<String> {
    let stored = record.step_at(depth)?;
    let graph = shared.served(&stored.workflow)?.graph();
    Some(bare(&shared.words(by.locale()).title(graph, graph.step(&stored.step)?)))
}

/// A title as a part of a sentence.
fn bare(title: &str) -> String {
    title.trim_end_matches(|letter: char| letter.is_whitespace() || ".…:!".contains(letter)).to_owned()
}

/// The title of the step at this depth, if it has work of its own. The end of a workflow inside of it is none.
fn at_work(shared: &Shared, by: &User, record: &Record, depth: usize) -> Option<String> {
    let stored = record.step_at(depth)?;
    let graph = shared.served(&stored.workflow)?.graph();
    let work = graph.work_of(&stored.step).find(|work| work.child.is_none())?;
    Some(bare(&shared.words(by.locale()).title(graph, graph.steps().get(work.step)?)))
}

/// Whether it presses a button of a question.
pub(super) fn is_answered_by(to: &To) -> bool {
    to.shown().is_some_and(|shown| matches!(shown.place, Place::Leave(_) | Place::Stay(_)))
}

/// The answer to what this session is asked. A question that was answered or replaced is not asked any more.
pub(super) fn answered(shared: &Shared, record: &Arc<Record>, mark: Mark, reply: Reply) -> Option<Route> {
    let asked = record.asked.as_ref().filter(|asked| shared.tokens.mark(asked) == mark)?;
    Some(match reply {
        Reply::Leave => leaves(shared, record, asked),
        Reply::Stay => Route::Stay { record: Arc::clone(record) },
    })
}

/// What waited for the answer is done as if it had just been sent.
fn leaves(shared: &Shared, record: &Arc<Record>, asked: &Asked) -> Route {
    let sent = match &asked.said {
        Said::Text(text) => {
            command(text).map(|(command, rest)| (command, (!rest.is_empty()).then(|| Input::text(rest))))
        }
        Said::Media { media, caption } => command(caption).map(|(command, words)| {
            let files = media.clone();
            let input = if words.is_empty() { Input::Media(files) } else { Input::Captioned(words.to_owned(), files) };
            (command, Some(input))
        }),
        Said::Press(_) => None,
    };
    let begun = sent.and_then(|(command, input)| {
        let started = shared.started(&command, &record.owner())?;
        Some(begins(started, input, asked.said.clone()))
    });
    // This program may have other commands than the one that asked.
    begun.unwrap_or_else(|| refuse(Some(Arc::clone(record)), say!("That can't be begun any more.")))
}
