//! From what a user sent to the workflow, session and cause that it concerns.

mod command;

use std::sync::Arc;

use super::Shared;
use super::delivery::{DeliverError, Delivery, Sent, To};
use super::lanes::Records;
use super::question::{self, Reply};
use super::served::Served;
use super::token::{Mark, Place, Shown};
use crate::core::context::User;
use crate::core::decide::{Cause, entry_named};
use crate::core::graph::Edge;
use crate::core::input::{Input, Kind, Takes};
use crate::core::media::Media;
use crate::core::phrase::Phrase;
use crate::core::session::SessionKey;
use crate::core::view::{BACK, Button, View};
use crate::say;
use crate::store::{Answered, Record, Said, Slot, StoreError};
#[cfg(feature = "telegram")]
pub(super) use command::takes_files;
pub(super) use command::{begins, command};
use command::{begins_with, known_commands, of_command};

/// What a delivery is about.
pub(super) enum Route {
    /// A workflow begins.
    Enter {
        /// Its position among the served ones.
        served: usize,
        cause: Cause,
        said: Option<Said>,
    },
    /// A session goes on, at the step of this depth.
    Step { record: Arc<Record>, depth: usize, cause: Cause, said: Option<Said> },
    /// What was said waits until the user has answered whether work may be lost.
    Ask { record: Arc<Record>, question: Phrase, said: Said },
    /// The user is asked no more, and what was said is forgotten.
    Stay { record: Arc<Record> },
    /// It is answered without any user code.
    Refuse { record: Option<Arc<Record>>, answered: Answered },
    /// The user is told why not.
    Reject { record: Option<Arc<Record>>, why: Phrase },
}

pub(super) async fn route(
    shared: &Shared,
    key: &SessionKey,
    by: &User,
    records: &Records,
    delivery: &Delivery,
    to: &To,
) -> Result<Route, DeliverError> {
    let (at, place) = match to {
        To::Own => (under_way(records).map(At::of_owner), Place::Reply),
        To::Unknown => return Ok(answer(last(records), Answered::Unknown)),
        To::Shown(it) => match shown(shared, key, by, records, it).await? {
            Ok((at, place)) => (Some(at), place),
            Err(refused) => return Ok(refused),
        },
    };
    Ok(match (&delivery.sent, place) {
        (Sent::Text(text), Place::Reply) => of_text(shared, by, records, at, text),
        (Sent::Media(media, caption), Place::Reply) => of_media(shared, by, records, at, media, caption),
        (Sent::Press(_), Place::Button(place)) => of_press(records, at, place),
        (Sent::Press(_), Place::Leave(mark)) => of_reply(shared, at, mark, Reply::Leave),
        (Sent::Press(_), Place::Stay(mark)) => of_reply(shared, at, mark, Reply::Stay),
        (Sent::Press(_) | Sent::Text(_) | Sent::Media(..), _) => answer(last(records), Answered::Unknown),
        (Sent::Start { workflow, entry, input }, _) => {
            let served = shared.by_name.get(workflow).copied();
            let has_entry = |served: &usize| {
                shared.served.get(*served).is_some_and(|served| entry_named(served.graph(), entry).is_some())
            };
            match served.filter(has_entry) {
                Some(served) => {
                    let cause = Cause::Enter { entry: entry.clone(), input: input.clone() };
                    Route::Enter { served, cause, said: None }
                }
                None => return Err(DeliverError::NoEntry { workflow, entry: entry.clone() }),
            }
        }
    })
}

/// Where something is sent to: a session as it is shown to somebody.
pub(super) struct At {
    record: Arc<Record>,
    /// The role that it is shown to; none for the owner.
    actor: Option<String>,
    view: Arc<View>,
}

impl At {
    pub(super) fn of_owner(record: &Arc<Record>) -> Self {
        Self { record: Arc::clone(record), actor: None, view: Arc::clone(&record.view) }
    }

    /// The innermost step takes it.
    fn takes(self, cause: Cause, said: Said) -> Route {
        let cause = match self.actor {
            Some(actor) => Cause::By { actor, cause: Box::new(cause) },
            None => cause,
        };
        innermost(&self.record, cause, said)
    }

    fn refuses(self, why: Phrase) -> Route {
        refuse(Some(self.record), why)
    }
}

pub(super) fn of_text(shared: &Shared, by: &User, records: &Records, at: Option<At>, text: &str) -> Route {
    // What is kept and shown is what is meant: not the space around it.
    let text = text.trim().to_owned();
    let length = text.chars().count();
    let most = Kind::Text.most_characters();
    if length > most {
        return refuse(concerned(at, records), too_long(length, most));
    }
    let Some((command, rest)) = command(&text) else {
        return match at {
            Some(at) => match typed(shared, &at, &text) {
                Ok(Cause::Send(_) | Cause::Press { .. }) if let Some(reply) = typed_reply(shared, &at, &text) => reply,
                Ok(cause) => at.takes(cause, Said::Text(text)),
                Err(rejection) => at.refuses(rejection),
            },
            None if text.is_empty() => refuse(None, say!("Please write something.")),
            None => refuse(last(records), say!("Nothing is under way. {known}", known = known_commands(shared, by))),
        };
    };
    let input = (!rest.is_empty()).then(|| Input::text(rest));
    of_command(shared, by, records, command, input, Said::Text(text))
}

/// A text that is no command. The options of a `Pick` are in the view that was shown.
fn typed(shared: &Shared, at: &At, text: &str) -> Result<Cause, Phrase> {
    let takes = takes(shared, at);
    if is_back_label(at, &takes, text) {
        return Ok(Cause::Back);
    }
    let picked = at.view.typed(&takes, text)?;
    Ok(match picked {
        Some(button) => pressed(button),
        None => match hidden(shared, at, &takes, text) {
            Some(edge) => Cause::Press { edge: edge.to_owned(), choice: None },
            None => Cause::Send(Input::text(text)),
        },
    })
}

/// The action whose label was typed, in the language of the session, though the view does not show it.
fn hidden(shared: &Shared, at: &At, takes: &[Takes], text: &str) -> Option<&'static str> {
    let input = Input::text(text);
    if takes.iter().any(|takes| takes.fit(&input).is_some()) {
        return None;
    }
    let graph = shared.served(&at.record.stored.workflow)?.graph();
    let step = graph.step(&at.record.stored.step)?;
    let words = shared.words(&at.record.locale);
    let label = text.to_lowercase();
    let mut actions = graph.edges_from(step.name).filter(|edge| edge.is_action() && edge.actor == at.actor.as_deref());
    let is_meant = |edge: &&Edge| words.edge(graph, step, edge.name).is_some_and(|said| said.to_lowercase() == label);
    actions.find(is_meant).map(|edge| edge.name)
}

/// What the step takes of whom it is shown to.
fn takes(shared: &Shared, at: &At) -> Vec<Takes> {
    let graph = shared.served(&at.record.stored.workflow).map(Served::graph);
    let leaving = graph.into_iter().flat_map(|graph| graph.edges_from(&at.record.stored.step));
    leaving.filter(|edge| edge.actor == at.actor.as_deref()).filter_map(|edge| edge.takes).collect()
}

/// The answer to what is asked, by what its button says, where the step does not take the text itself.
fn typed_reply(shared: &Shared, at: &At, text: &str) -> Option<Route> {
    let asked = at.record.asked.as_ref().filter(|_| at.actor.is_none())?;
    let reply = Reply::typed(text, &shared.words(&at.record.locale))?;
    let input = Input::text(text);
    let is_taken = takes(shared, at).iter().any(|takes| takes.fit(&input).is_some());
    if is_taken { None } else { question::answered(shared, &at.record, shared.tokens.mark(asked), reply) }
}

/// What a button stands for.
fn pressed(button: &Button) -> Cause {
    let edge = button.edge.to_string();
    match &button.value {
        _ if button.edge == BACK => Cause::Back,
        Some(value) => Cause::Pick { edge, value: value.clone() },
        None => Cause::Press { edge, choice: button.choice.as_ref().map(ToString::to_string) },
    }
}

/// Files go where a text would: to the step, or with a command beside them to where it leads.
fn of_media(shared: &Shared, by: &User, records: &Records, at: Option<At>, media: &[Media], caption: &str) -> Route {
    let caption = caption.trim().to_owned();
    let (length, most) = (caption.chars().count(), Kind::Text.most_characters());
    if length > most {
        return refuse(concerned(at, records), too_long(length, most));
    }
    if media.is_empty() {
        return refuse(concerned(at, records), say!("There is no file."));
    }
    let media = media.to_vec();
    let said = Said::Media { media: media.clone(), caption: caption.clone() };
    match (command(&caption), at) {
        (Some((command, "")), _) => of_command(shared, by, records, command, Some(Input::Media(media)), said),
        (Some((command, words)), at) => {
            let both = Input::Captioned(words.to_owned(), media);
            if begins_with(shared, by, &command, &both) {
                return of_command(shared, by, records, command, Some(both), said);
            }
            refuse(concerned(at, records), say!("Please send either a file or text with {command}, not both.", command))
        }
        (None, Some(at)) => {
            let both = Input::Captioned(caption, media.clone());
            let is_taken = takes(shared, &at).iter().any(|takes| takes.fit(&both).is_some());
            let is_silent = matches!(&both, Input::Captioned(words, _) if words.is_empty());
            at.takes(Cause::Send(if is_taken && !is_silent { both } else { Input::Media(media) }), said)
        }
        (None, None) => {
            refuse(last(records), say!("Nothing is under way. {known}", known = known_commands(shared, by)))
        }
    }
}

/// Whether the text is the label of the button that goes back, where no text is asked for.
fn is_back_label(at: &At, takes: &[Takes], text: &str) -> bool {
    let text = text.to_lowercase();
    let labelled = |button: &&Button| button.label.to_lowercase() == text;
    let mut shown = at.view.choices.iter().flatten();
    let is_back = match shown.clone().find(labelled) {
        Some(button) => button.edge == BACK,
        // In the language of the code it is understood too.
        None => text == "back" && shown.any(|button| button.edge == BACK),
    };
    is_back && !takes.iter().any(|takes| takes.has(Kind::Text))
}

fn innermost(record: &Arc<Record>, cause: Cause, said: Said) -> Route {
    Route::Step { record: Arc::clone(record), depth: record.below.len(), cause, said: Some(said) }
}

/// What a token stands for: it acts only for whom it was made, and at the session and revision that were shown with it.
async fn shown(
    shared: &Shared,
    key: &SessionKey,
    by: &User,
    records: &Records,
    &Shown { visit, place, role }: &Shown,
) -> Result<Result<(At, Place), Route>, StoreError> {
    let Some(record) = records.iter().find(|record| record.session == visit.session) else {
        return Ok(Err(match shared.store.owner(visit.session).await? {
            Some(owner) if owner == *key => answer(last(records), Answered::Stale),
            // Of a session that was left; or of what is shown to the owner.
            Some(_) if role.is_some() => answer(None, Answered::Stale),
            Some(_) => answer(last(records), Answered::Foreign),
            None => answer(last(records), Answered::Unknown),
        }));
    };
    let refused = |answered| Ok(Err(answer(Some(Arc::clone(record)), answered)));
    let owner = record.key.user();
    if role.is_some() && (owner == key.user() || owner == *by.id()) {
        return refused(Answered::Foreign);
    }
    if record.revision != visit.revision {
        return refused(Answered::Stale);
    }
    let at = match role.map(|role| record.views.get(role)) {
        None => At::of_owner(record),
        Some(Some((actor, view))) if shared.roles.holds(by, actor) => {
            At { record: Arc::clone(record), actor: Some(actor.to_string()), view: Arc::clone(view) }
        }
        Some(Some(_)) => return refused(Answered::Foreign),
        Some(None) => return refused(Answered::Unknown),
    };
    Ok(Ok((at, place)))
}

/// The button at this place, counted through all rows.
fn of_press(records: &Records, at: Option<At>, place: usize) -> Route {
    let button = at.as_ref().and_then(|at| at.view.choices.iter().flatten().nth(place)).cloned();
    match (at, button) {
        (Some(at), Some(button)) => at.takes(pressed(&button), Said::Press(button.label.to_string())),
        (at, _) => answer(concerned(at, records), Answered::Unknown),
    }
}

/// The answer to a question that was shown here.
fn of_reply(shared: &Shared, at: Option<At>, mark: Mark, reply: Reply) -> Route {
    let record = at.map(|at| at.record);
    let answered = record.as_ref().and_then(|record| question::answered(shared, record, mark, reply));
    answered.unwrap_or_else(|| answer(record, Answered::Stale))
}

/// The session that something was sent to, or else the conversation.
fn concerned(at: Option<At>, records: &Records) -> Option<Arc<Record>> {
    at.map(|at| at.record).or_else(|| last(records))
}

/// The conversation that has not ended.
pub(super) fn under_way(records: &Records) -> Option<&Arc<Record>> {
    records.iter().find(|record| record.slot == Slot::main() && !record.ended)
}

/// The conversation, ended or not.
fn last(records: &Records) -> Option<Arc<Record>> {
    records.iter().find(|record| record.slot == Slot::main()).cloned()
}

pub(super) fn refuse(record: Option<Arc<Record>>, why: Phrase) -> Route {
    Route::Reject { record, why }
}

fn too_long(length: usize, most: usize) -> Phrase {
    say!("That is too long: {length} characters, and {most} is the most.", length, most)
}

fn answer(record: Option<Arc<Record>>, answered: Answered) -> Route {
    Route::Refuse { record, answered }
}
