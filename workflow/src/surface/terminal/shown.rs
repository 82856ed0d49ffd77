//! What is shown of each session, and what can be typed for it.

use super::card::{Card, Choice};
use crate::core::session::{SessionId, Visit};
use crate::engine::{Snapshot, Token};

/// All that is shown.
#[derive(Default)]
pub(super) struct Board {
    shown: Vec<Shown>,
    /// Whose pages are turned: what was shown last that has some.
    turns: Option<Of>,
}

/// What is shown of one session.
pub(super) struct Shown {
    pub(super) of: Of,
    pub(super) at: Visit,
    /// What it is called by; none for the conversation.
    pub(super) letter: Option<String>,
    pub(super) card: Card,
    pub(super) page: usize,
    pub(super) question: Option<Asked>,
    /// What text and files for it name.
    pub(super) reply: Option<Token>,
    pub(super) text: Takes,
}

/// A question before work is lost.
pub(super) struct Asked {
    /// Which one it is.
    pub(super) stay: Token,
    pub(super) card: Card,
}

/// Whether text may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    No,
    Text,
}

/// Whose view it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    /// The owner's, of the session that has this place.
    Slot(String),
    /// A role's, of this session.
    Role(String, SessionId),
}

/// What a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chosen {
    /// A choice.
    One(Token),
    /// Several choices that say the same.
    Several,
    /// A number that no choice has.
    NoSuch,
    /// No choice.
    None,
}

/// Which page is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Next,
    Before,
}

impl Of {
    pub(super) fn session(session: &Snapshot) -> Self {
        match session.role() {
            Some(role) => Self::Role(role.to_owned(), session.session()),
            None => Self::Slot(session.record().slot.as_str().to_owned()),
        }
    }

    pub(super) fn is_main(&self) -> bool {
        matches!(self, Self::Slot(slot) if slot.is_empty())
    }
}

impl Way {
    pub(super) fn typed(text: &str) -> Option<Self> {
        match text {
            "n" | ">" => Some(Self::Next),
            "p" | "<" => Some(Self::Before),
            _ => None,
        }
    }
}

impl Shown {
    fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.card.choices().chain(self.question.iter().flat_map(|asked| asked.card.choices()))
    }
}

impl Board {
    pub(super) fn get(&self, of: &Of) -> Option<&Shown> {
        self.shown.iter().find(|shown| shown.of == *of)
    }

    pub(super) fn get_mut(&mut self, of: &Of) -> Option<&mut Shown> {
        self.shown.iter_mut().find(|shown| shown.of == *of)
    }

    pub(super) fn set(&mut self, shown: Shown) {
        if shown.card.pages() > 1 {
            self.turns = Some(shown.of.clone());
        }
        self.forget(&shown.of);
        self.shown.push(shown);
    }

    /// Has it shown again.
    pub(super) fn forget(&mut self, of: &Of) {
        self.shown.retain(|shown| shown.of != *of);
    }

    /// Keeps what is of one of these.
    pub(super) fn keep(&mut self, those: &[Of]) {
        self.shown.retain(|shown| those.contains(&shown.of));
    }

    /// What a session is called by that stands beside the conversation: as long as it stands there.
    pub(super) fn letter(&self, of: &Of) -> Option<String> {
        if of.is_main() {
            return None;
        }
        let own = self.get(of).and_then(|shown| shown.letter.clone());
        let is_free = |letter: &String| !self.shown.iter().any(|shown| shown.letter.as_ref() == Some(letter));
        own.or_else(|| letters().find(is_free))
    }

    pub(super) fn labels(&self) -> Vec<String> {
        self.shown.iter().flat_map(Shown::choices).map(|choice| choice.offer.label.clone()).collect()
    }

    /// The choice of this name or label. Labels of what stands beside the conversation count where no text is taken.
    pub(super) fn choose(&self, typed: &str) -> Chosen {
        let all = || self.shown.iter().flat_map(Shown::choices);
        if let Some(choice) = all().find(|choice| choice.name.eq_ignore_ascii_case(typed)) {
            return Chosen::One(choice.offer.token.clone());
        }
        let (main, beside): (Vec<&Shown>, Vec<&Shown>) = self.shown.iter().partition(|shown| shown.of.is_main());
        let takes_text = main.iter().any(|shown| shown.text == Takes::Text);
        for shown in [Some(main), Some(beside).filter(|_| !takes_text)].into_iter().flatten() {
            match labelled(&shown, typed) {
                Chosen::None => {}
                found => return found,
            }
        }
        let is_number = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && !takes_text && all().next().is_some() { Chosen::NoSuch } else { Chosen::None }
    }

    /// What text and files name that are for what is called by this letter.
    pub(super) fn reply(&self, letter: &str) -> Option<Token> {
        let called = |shown: &&Shown| shown.letter.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(letter));
        self.shown.iter().find(called)?.reply.clone()
    }

    /// Turns the page, and gives what it is of; none where there are no pages. It stays at the first and the last one.
    pub(super) fn turn(&mut self, way: Way) -> Option<&Shown> {
        let of = self.turns.clone()?;
        let shown = self.get_mut(&of).filter(|shown| shown.card.pages() > 1)?;
        shown.page = match way {
            Way::Next => (shown.page + 1).min(shown.card.pages() - 1),
            Way::Before => shown.page.saturating_sub(1),
        };
        Some(shown)
    }
}

/// The choice that says this, in capitals or not.
fn labelled(shown: &[&Shown], typed: &str) -> Chosen {
    let typed = typed.to_lowercase();
    let says = |choice: &&Choice| choice.offer.label.trim().to_lowercase() == typed;
    let mut meant = shown.iter().flat_map(|shown| shown.choices()).filter(says);
    match (meant.next(), meant.next()) {
        (Some(choice), None) => Chosen::One(choice.offer.token.clone()),
        (Some(_), Some(_)) => Chosen::Several,
        (None, _) => Chosen::None,
    }
}

/// `a`, `b` … `z`, `aa`, `ab` …
fn letters() -> impl Iterator<Item = String> {
    let alphabet = || ('a'..='z').map(String::from);
    let pairs = alphabet().flat_map(move |first| alphabet().map(move |second| format!("{first}{second}")));
    alphabet().chain(pairs)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::core::markup::Markup;
    use crate::core::session::Revision;
    use crate::engine::Offer;

    fn token(name: &str) -> Token {
        Token::new(name.to_owned())
    }

    fn shown(of: Of, letter: Option<&str>, text: Takes, labels: &[&str]) -> Shown {
        let choice = |(at, label): (usize, &&str)| {
            let name = format!("{}{}", letter.unwrap_or_default(), at + 1);
            Choice { offer: Offer::new(label, token(&name)), name }
        };
        let rows = labels.iter().enumerate().map(|label| vec![choice(label)]).collect();
        let at = Visit { session: SessionId::new(Uuid::nil()), revision: Revision::ZERO };
        let card = Card::new(&Markup::from("?"), rows);
        Shown { of, at, letter: letter.map(str::to_owned), card, page: 0, question: None, reply: None, text }
    }

    fn board(text: Takes, labels: &[&str]) -> Board {
        let mut board = Board::default();
        board.set(shown(Of::Slot("status".to_owned()), Some("a"), Takes::No, &["Refresh", "Close"]));
        board.set(shown(Of::Slot(String::new()), None, text, labels));
        board
    }

    #[test]
    fn a_choice_is_taken_by_number_and_by_label() {
        let board = board(Takes::No, &["Draw it", "Cancel"]);
        for (typed, name) in [("1", "1"), ("draw IT", "1"), ("2", "2"), ("a2", "a2"), ("A2", "a2"), ("close", "a2")] {
            assert_eq!(board.choose(typed), Chosen::One(token(name)), "{typed}");
        }
        assert_eq!(board.choose("3"), Chosen::NoSuch);
        assert_eq!(board.choose("draw"), Chosen::None);
    }

    #[test]
    fn where_text_is_taken_a_number_beyond_the_choices_is_text() {
        let board = board(Takes::Text, &["Cancel"]);
        assert_eq!(board.choose("1"), Chosen::One(token("1")));
        assert_eq!(board.choose("2"), Chosen::None);
        assert_eq!(board.choose("close"), Chosen::None);
    }

    #[test]
    fn of_two_choices_that_say_the_same_none_is_taken_by_its_label() {
        assert_eq!(board(Takes::No, &["Ann", "ann"]).choose("Ann"), Chosen::Several);
    }

    #[test]
    fn a_letter_stays_as_long_as_its_session_and_is_free_then() {
        let mut board = board(Takes::No, &[]);
        let (status, other) = (Of::Slot("status".to_owned()), Of::Slot("other".to_owned()));
        assert_eq!((board.letter(&status).as_deref(), board.letter(&other).as_deref()), (Some("a"), Some("b")));
        board.keep(&[]);
        assert_eq!(board.letter(&other).as_deref(), Some("a"));
    }
}
