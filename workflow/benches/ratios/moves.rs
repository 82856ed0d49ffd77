//! Calling transitions as methods, and the same written by hand with plain structs and functions.

use std::hint::black_box;

use workflow::prelude::*;

use crate::calls::{OPERATIONS, compare};
use crate::order::{Ask, Item, Order, Review, Size};
use crate::{Failure, Length};

/// Written by hand.
#[expect(dead_code, reason = "as in the workflow: it is there to be carried")]
mod hand {
    use super::{Item, Size};

    pub(super) struct Ask;

    pub(super) struct PickSize {
        pub(super) item: Item,
    }

    pub(super) struct Review {
        pub(super) item: Item,
        pub(super) size: Size,
    }

    pub(super) enum Amended {
        Ask(Ask),
        PickSize(PickSize),
    }

    impl Ask {
        pub(super) fn item(self, item: Item) -> PickSize {
            PickSize { item }
        }
    }

    impl PickSize {
        pub(super) fn size(self, size: Size) -> Review {
            Review { item: self.item, size }
        }
    }

    impl Review {
        pub(super) fn resize(self) -> PickSize {
            PickSize { item: self.item }
        }

        pub(super) fn amend(self, item: Item) -> Amended {
            if item.0 == "nothing" { Amended::Ask(Ask) } else { Amended::PickSize(PickSize { item }) }
        }

        pub(super) fn send(self) -> Ask {
            Ask
        }
    }
}

pub(crate) fn measure(length: Length) -> Result<(), Failure> {
    let items = || (0..OPERATIONS).map(|number| Item(format!("a pot of tea, number {number}"))).collect::<Vec<_>>();
    let moves = compare(length, (items, by_framework::moves), (items, by_hand::moves));
    println!("typed move {moves} (four moves that lead to one step)");
    let two = || (items(), items());
    let branches = compare(length, (two, by_framework::branches), (two, by_hand::branches));
    println!("typed move {branches} (a move that leads to one of two steps, by `To`)");
    Ok(())
}

mod by_framework {
    use super::*;

    #[inline(never)]
    pub(super) fn moves(items: Vec<Item>) {
        for item in items {
            let review: Review = black_box(Ask).item(Text(item)).size(Choice(black_box(Size::Large)));
            let review = black_box(review).resize().size(Choice(black_box(Size::Small)));
            let ask: Ask = black_box(review).send();
            black_box(ask);
        }
    }

    #[inline(never)]
    pub(super) fn branches((items, others): (Vec<Item>, Vec<Item>)) {
        for (item, other) in items.into_iter().zip(others) {
            let review = black_box(Ask.item(Text(item)).size(Choice(Size::Large)));
            match review.amend(Text(black_box(other))).into_workflow() {
                Order::PickSize(pick) => drop(black_box(pick)),
                order => drop(black_box(order)),
            }
        }
    }
}

mod by_hand {
    use super::hand::{Amended, Ask, Review};
    use super::*;

    #[inline(never)]
    pub(super) fn moves(items: Vec<Item>) {
        for item in items {
            let review: Review = black_box(Ask).item(item).size(black_box(Size::Large));
            let review = black_box(review).resize().size(black_box(Size::Small));
            let ask: Ask = black_box(review).send();
            black_box(ask);
        }
    }

    #[inline(never)]
    pub(super) fn branches((items, others): (Vec<Item>, Vec<Item>)) {
        for (item, other) in items.into_iter().zip(others) {
            let review = black_box(Ask.item(item).size(Size::Large));
            match review.amend(black_box(other)) {
                Amended::PickSize(pick) => drop(black_box(pick)),
                amended => drop(black_box(amended)),
            }
        }
    }
}
