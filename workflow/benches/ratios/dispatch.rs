//! Calling transitions as an engine does, by the position of their edge, and a `match` on state and input by hand.

use std::hint::black_box;

use workflow::{
    Context, Dispatch, Error, Flow, Given, Input, Landing, SessionId, SessionKey, Taken, Turn, User, UserId, Workflow,
};

use crate::calls::{OPERATIONS, compare};
use crate::order::Order;
use crate::{Failure, Length};

/// One turn after the other, round and round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Item,
    Size,
    Resize,
    Amend,
    Send,
}

const ROUND: [Move; 7] = [Move::Item, Move::Size, Move::Resize, Move::Size, Move::Amend, Move::Size, Move::Send];

fn round() -> impl Iterator<Item = Move> {
    ROUND.into_iter().cycle().take(OPERATIONS)
}

const ITEM: &str = " a pot of tea, and two cups ";
const SIZE: &str = "Large";

pub(crate) fn measure(length: Length) -> Result<(), Failure> {
    by_framework::prepare()?;
    let given = || by_framework::prepare().unwrap_or_default();
    let pair = compare(length, (given, by_framework::moves), (by_hand::prepare, by_hand::moves));
    println!("dispatch {pair} (text and buttons, parsed)");
    Ok(())
}

mod by_framework {
    use super::*;

    /// The positions of the edges, and what is given.
    pub(super) fn prepare() -> Result<Vec<(usize, Given)>, Failure> {
        round()
            .map(|next| {
                let (name, given) = match next {
                    Move::Item => ("item", Given::Input(Input::Text(ITEM.into()))),
                    Move::Size => ("size", Given::Input(Input::Choice(SIZE.into()))),
                    Move::Resize => ("resize", Given::Nothing),
                    Move::Amend => ("amend", Given::Input(Input::Text(ITEM.into()))),
                    Move::Send => ("send", Given::Nothing),
                };
                let edge = Order::GRAPH.edges().iter().position(|edge| edge.name == name);
                Ok((edge.ok_or_else(|| format!("there is no edge {name}"))?, given))
            })
            .collect()
    }

    #[inline(never)]
    pub(super) fn moves(turns: Vec<(usize, Given)>) {
        let turn = Turn {
            user: User::new(UserId::new("bench", "ann")),
            now: jiff::Timestamp::UNIX_EPOCH,
            session: SessionId::new(uuid::Uuid::nil()),
            key: SessionKey::new("bench", "chat", "ann"),
        };
        let entered = ready(Order::enter(black_box(0), Context::entry(&(), &turn, None)));
        let mut order = entered.unwrap_or_else(|error| refused(error));
        for (edge, given) in turns {
            let taken = ready(order.take(edge, Context::transition(&(), &turn, given)));
            order = taken.unwrap_or_else(|error| refused(error));
        }
        drop(black_box(order));
    }

    #[inline(always)]
    fn ready(flow: Flow<'_, Result<Taken<Order>, Error>>) -> Result<Order, Error> {
        match flow {
            Flow::Ready(Ok(Taken { to: Landing::At(order), .. })) => Ok(order),
            Flow::Ready(Ok(_)) => Err(Error::from_fault("it goes back")),
            Flow::Ready(Err(error)) => Err(error),
            Flow::Later(_) => Err(Error::from_fault("it is not async")),
        }
    }
}

#[cold]
fn refused(error: impl std::fmt::Display) -> ! {
    eprintln!("a move was refused: {error}");
    std::process::exit(1)
}

mod by_hand {
    use super::*;
    use crate::order::{Item, Size};

    pub(super) enum Event {
        Text(String),
        Choice(String),
        Press(Button),
    }

    #[expect(dead_code, reason = "as in the workflow: nobody presses them here")]
    pub(super) enum Button {
        Resize,
        Send,
        Enough,
        Bye,
    }

    enum State {
        Ask,
        PickSize { item: Item },
        Review { item: Item, size: Size },
        Over,
    }

    pub(super) fn prepare() -> Vec<Event> {
        round()
            .map(|next| match next {
                Move::Item | Move::Amend => Event::Text(ITEM.into()),
                Move::Size => Event::Choice(SIZE.into()),
                Move::Resize => Event::Press(Button::Resize),
                Move::Send => Event::Press(Button::Send),
            })
            .collect()
    }

    #[inline(never)]
    pub(super) fn moves(events: Vec<Event>) {
        let mut state = start(black_box(None)).unwrap_or_else(|text| refused(text));
        for event in events {
            state = next(state, event).unwrap_or_else(|text| refused(text));
        }
        match black_box(state) {
            State::Review { size, .. } => drop(black_box(size)),
            state => drop(state),
        }
    }

    fn start(text: Option<String>) -> Result<State, String> {
        text.map_or(Ok(State::Ask), |text| Ok(State::PickSize { item: item(text)? }))
    }

    #[inline(never)]
    fn next(state: State, event: Event) -> Result<State, String> {
        match (state, event) {
            (State::Ask, Event::Text(text)) => Ok(State::PickSize { item: item(text)? }),
            (State::Ask, Event::Press(Button::Enough)) => Ok(State::Over),
            (State::PickSize { item }, Event::Choice(name)) => {
                let size = match name.as_str() {
                    "Small" => Size::Small,
                    "Medium" => Size::Medium,
                    "Large" => Size::Large,
                    _ => return Err("Please choose one of the buttons.".into()),
                };
                Ok(State::Review { item, size })
            }
            (State::Review { .. }, Event::Press(Button::Send)) => Ok(State::Ask),
            (State::Review { item, .. }, Event::Press(Button::Resize)) => Ok(State::PickSize { item }),
            (State::Review { .. }, Event::Text(text)) => match item(text)? {
                item if item.0 == "nothing" => Ok(State::Ask),
                item => Ok(State::PickSize { item }),
            },
            (State::Ask | State::PickSize { .. } | State::Review { .. }, Event::Press(Button::Bye)) => Ok(State::Over),
            _ => Err("There is nothing to answer right now.".into()),
        }
    }

    fn item(text: String) -> Result<Item, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("Please write something.".into());
        }
        text.parse()
    }
}
