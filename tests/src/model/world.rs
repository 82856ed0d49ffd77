//! The model: what there is after each thing that happens in a script.

use std::collections::BTreeMap;

use workflow::store::Answered;

use super::edge::{self, Does};
use super::session::{By, Edge, Said, Session};
use super::step::Step;
use super::{Op, Who};

/// All that there is.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// In seconds since the script began.
    pub(super) now: i64,
    pub(super) is_broken: bool,
    /// All sessions there ever were, oldest first.
    pub(super) sessions: Vec<Session>,
    /// All that was delivered, by number.
    pub(super) deliveries: Vec<Delivery>,
    answers: BTreeMap<u32, Answer>,
    /// All buttons that were ever shown, oldest first; and where texts could be sent.
    shown: Vec<Button>,
}

/// What somebody sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Delivery {
    pub(super) number: u32,
    pub(super) from: Who,
    pub(super) sent: Sent,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sent {
    Text(&'static str),
    Reply(Button, &'static str),
    Press(Button),
    Forged,
}

/// A button as it was shown; or where a text could be sent, without a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Button {
    pub(super) session: usize,
    pub(super) revision: u64,
    /// Whether it was shown to the bosses.
    pub(super) for_bosses: bool,
    pub(super) label: Option<&'static str>,
}

/// What a delivery is answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) answered: Answered,
    pub(super) session: Option<usize>,
    pub(super) revision: u64,
    pub(super) step: Option<&'static str>,
}

const KNOWN: &str = "Try /claim or /account.";

impl Model {
    /// The conversation of this user, under way or over.
    pub(super) fn current(&self, who: Who) -> Option<usize> {
        self.sessions.iter().rposition(|session| session.owner == who && session.is_current)
    }

    /// What is waiting for this user in their role, newest first.
    pub(super) fn waiting(&self, who: Who) -> Vec<usize> {
        let waits = |at: &usize| {
            let session = &self.sessions[*at];
            session.is_current && session.owner != who && session.top().step.for_the_boss().is_some()
        };
        (0..self.sessions.len()).rev().filter(|_| who.is_boss()).filter(waits).collect()
    }

    /// What comes to the engine by this; none when nothing does.
    pub(super) fn delivery(&self, op: Op) -> Option<Delivery> {
        let number = self.deliveries.len() as u32;
        let new = |from, sent| Some(Delivery { number, from, sent });
        let around = |buttons: Vec<Button>, number: usize| buttons.get(number % buttons.len().max(1)).copied();
        match op {
            Op::Says(who, text) => new(who, Sent::Text(text)),
            Op::Presses(who, label) => {
                let mut theirs = self.shown.iter().rev().filter(|button| self.is_for(button, who));
                new(who, Sent::Press(*theirs.find(|button| button.label == Some(label))?))
            }
            Op::Taps(who, number) => {
                let buttons = self.shown.iter().filter(|button| button.label.is_some());
                new(who, Sent::Press(around(buttons.copied().collect(), number)?))
            }
            Op::Forges(who) => new(who, Sent::Forged),
            Op::Replies(who, text) => {
                let mut theirs = self.shown.iter().rev().filter(|button| self.is_for(button, who));
                new(who, Sent::Reply(*theirs.find(|it| it.for_bosses && it.label.is_none())?, text))
            }
            Op::RepliesTo(who, number, text) => {
                let places = self.shown.iter().filter(|button| button.label.is_none());
                new(who, Sent::Reply(around(places.copied().collect(), number)?, text))
            }
            Op::Again(number) => self.deliveries.get(number % self.deliveries.len().max(1)).cloned(),
            _ => None,
        }
    }

    fn is_for(&self, button: &Button, who: Who) -> bool {
        let is_own = self.sessions[button.session].owner == who;
        if button.for_bosses { who.is_boss() && !is_own } else { is_own }
    }

    /// Takes a delivery and gives what is answered; what was delivered before gets the first answer.
    pub(super) fn deliver(&mut self, delivery: &Delivery) -> Answer {
        if let Some(first) = self.answers.get(&delivery.number) {
            return first.clone();
        }
        let answer = self.take(delivery);
        self.deliveries.push(delivery.clone());
        self.answers.insert(delivery.number, answer.clone());
        answer
    }

    fn take(&mut self, delivery: &Delivery) -> Answer {
        let from = delivery.from;
        match &delivery.sent {
            Sent::Forged => self.answers(Answered::Unknown, self.current(from)),
            Sent::Press(button) => match self.shown_by(*button, from) {
                Ok(at) => {
                    let label = button.label.expect("it is pressed");
                    self.does(at, button.for_bosses, delivery.number, from, Does::Presses(label), Said::Press(label))
                }
                Err(refused) => refused,
            },
            Sent::Reply(place, text) if !text.trim().starts_with('/') => match self.shown_by(*place, from) {
                Ok(at) => self.writes(at, place.for_bosses, delivery.number, from, text.trim()),
                Err(refused) => refused,
            },
            Sent::Text(text) | Sent::Reply(_, text) => self.text(from, delivery.number, text.trim()),
        }
    }

    /// The session at which the button acts, if it does.
    fn shown_by(&self, button: Button, from: Who) -> Result<usize, Answer> {
        let at = button.session;
        let session = &self.sessions[at];
        let is_own = session.owner == from;
        if !session.is_current {
            return Err(match (is_own, button.for_bosses) {
                (true, _) => self.answers(Answered::Stale, self.current(from)),
                (false, true) => self.answers(Answered::Stale, None),
                (false, false) => self.answers(Answered::Foreign, self.current(from)),
            });
        }
        match (is_own, button.for_bosses) {
            (false, false) => Err(self.answers(Answered::Foreign, self.current(from))),
            (true, true) => Err(self.answers(Answered::Foreign, Some(at))),
            _ if session.revision != button.revision => Err(self.answers(Answered::Stale, Some(at))),
            (false, true) if !from.is_boss() => Err(self.answers(Answered::Foreign, Some(at))),
            _ => Ok(at),
        }
    }

    fn text(&mut self, from: Who, number: u32, text: &str) -> Answer {
        let main = self.current(from);
        let under_way = main.filter(|at| !self.sessions[*at].has_ended());
        let by = || By::User(from, number, Said::Text(text.to_owned()));
        let Some(rest) = text.strip_prefix('/').filter(|rest| !rest.is_empty()) else {
            return match under_way {
                Some(at) => self.writes(at, false, number, from, text),
                None if text.is_empty() => self.refuses("Please write something.", None),
                None => self.refuses(format!("Nothing is under way. {KNOWN}"), main),
            };
        };
        let (command, rest) = rest.split_once(' ').map_or((rest, ""), |(command, rest)| (command, rest.trim()));
        let in_claim = under_way.filter(|at| self.sessions[*at].levels[0].step.is_of_claim());
        match (command, rest, under_way, in_claim) {
            ("drop", "", _, Some(at)) => {
                self.sessions[at].takes(self.now, 0, edge::dropped(), by());
                self.answers(Answered::Moved, Some(at))
            }
            ("drop", _, _, Some(at)) => self.refuses("/drop stands alone: send it with nothing behind it.", Some(at)),
            ("drop", ..) => self.refuses(format!("/drop has nothing to do right now. {KNOWN}"), main),
            ("back", "", Some(at), _) => {
                let edge = edge::back(self.sessions[at].top());
                self.takes(at, edge, by())
            }
            ("claim", "", ..) => self.enters(from, Step::AskWhat, by()),
            ("claim", what, ..) => self.enters(from, Step::AskSum { what: what.to_owned() }, by()),
            ("account", "", ..) => self.enters(from, Step::AskBank { sum: 0 }, by()),
            ("account", ..) => self.refuses("/account stands alone: send it with nothing behind it.", main),
            (other, ..) => self.refuses(format!("There is no command /{other}. {KNOWN}"), main),
        }
    }

    fn writes(&mut self, at: usize, for_bosses: bool, number: u32, from: Who, text: &str) -> Answer {
        let top = self.sessions[at].top();
        let does = match text.to_lowercase().as_str() {
            "back" if !for_bosses && !top.step.takes_text() && top.has_way_back() => Does::Presses(super::step::BACK),
            _ => Does::Writes(text),
        };
        self.does(at, for_bosses, number, from, does, Said::Text(text.to_owned()))
    }

    fn does(&mut self, at: usize, for_bosses: bool, number: u32, from: Who, does: Does<'_>, said: Said) -> Answer {
        let session = &self.sessions[at];
        let edge = if for_bosses {
            edge::of_boss(&session.top().step, from, does)
        } else {
            edge::of_owner(session.top(), session.levels.len() > 1, does)
        };
        self.takes(at, edge, By::User(from, number, said))
    }

    fn takes(&mut self, at: usize, edge: Result<Edge, String>, by: By) -> Answer {
        match edge {
            Ok(edge) => {
                let session = &mut self.sessions[at];
                session.takes(self.now, session.levels.len() - 1, edge, by);
                self.answers(Answered::Moved, Some(at))
            }
            Err(rejection) => self.refuses(rejection, Some(at)),
        }
    }

    fn enters(&mut self, from: Who, step: Step, by: By) -> Answer {
        self.cancel(from);
        self.sessions.push(Session::begins(from, self.now, step, by));
        self.answers(Answered::Moved, self.current(from))
    }

    /// The conversation of this user leaves its place.
    pub(super) fn cancel(&mut self, who: Who) {
        if let Some(at) = self.current(who) {
            self.sessions[at].is_current = false;
        }
    }

    fn refuses(&self, rejection: impl Into<String>, at: Option<usize>) -> Answer {
        self.answers(Answered::Rejected { rejection: rejection.into() }, at)
    }

    fn answers(&self, answered: Answered, at: Option<usize>) -> Answer {
        let session = at.map(|at| &self.sessions[at]);
        let step = session.map(|session| session.top().step.name());
        Answer { answered, session: at, revision: session.map_or(0, |session| session.revision), step }
    }

    /// How many minutes pass when so many are asked for: enough for whatever failed to be due again.
    pub(super) fn minutes(&self, asked: u32) -> u32 {
        if self.sessions.iter().any(Session::waits_long) { asked.max(60) } else { asked }
    }

    /// In how many minutes the next timer fires.
    pub(super) fn until_due(&self) -> Option<u32> {
        let levels = self.sessions.iter().filter(|session| session.is_current).flat_map(|session| &session.levels);
        let first = levels.filter_map(|level| level.timer).map(|timer| timer.due - self.now).min()?;
        Some((first / 60).max(5) as u32)
    }

    /// All that is due happens. Of several orders in which it may, `choose` says which it was.
    pub(super) fn settle(&mut self, mut choose: impl FnMut(usize, &[Session]) -> usize) {
        let (now, is_broken) = (self.now, self.is_broken);
        for at in 0..self.sessions.len() {
            let mut outcomes = self.sessions[at].outcomes(now, is_broken);
            let chosen = if outcomes.len() > 1 { choose(at, &outcomes) } else { 0 };
            self.sessions[at] = outcomes.swap_remove(chosen);
            self.sessions[at].does(now, is_broken);
        }
        for button in self.buttons() {
            if !self.shown.contains(&button) {
                self.shown.push(button);
            }
        }
    }

    /// All buttons that are shown, and where a text can be sent.
    pub(super) fn buttons(&self) -> Vec<Button> {
        let mut buttons = Vec::new();
        for (session, it) in self.sessions.iter().enumerate().filter(|(_, it)| it.is_current) {
            let (step, revision) = (&it.top().step, it.revision);
            let button = |for_bosses, label| Button { session, revision, for_bosses, label };
            buttons.extend(step.takes_text().then(|| button(false, None)));
            buttons.extend(it.top().labels().into_iter().map(|label| button(false, Some(label))));
            if let Some((_, labels)) = step.for_the_boss() {
                buttons.push(button(true, None));
                buttons.extend(labels.iter().map(|label| button(true, Some(*label))));
            }
        }
        buttons
    }
}
