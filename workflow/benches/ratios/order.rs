//! The workflow that is measured: a small one that goes round and round, by text and by buttons.

use workflow::prelude::*;

/// What is ordered, in up to 100 characters.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Item(pub(crate) String);

impl std::str::FromStr for Item {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.chars().count() > 100 { Err("Up to 100 characters.".into()) } else { Ok(Self(text.into())) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize, Choices)]
pub(crate) enum Size {
    Small,
    Medium,
    Large,
}

/// Order one thing after the other.
#[workflow]
pub(crate) enum Order {
    /// What would you like?
    Ask,
    /// Which size?
    PickSize { item: Item },
    /// Shall I send it?
    Review { item: Item, size: Size },
    /// Good-bye.
    #[step(end)]
    Over,
}

#[workflow]
impl Order {
    #[command("/order")]
    fn start(item: Option<Text<Item>>) -> To<(Ask, PickSize)> {
        match item {
            Some(Text(item)) => goto(PickSize { item }),
            None => goto(Ask),
        }
    }

    pub(crate) fn item(self: Ask, Text(item): Text<Item>) -> PickSize {
        PickSize { item }
    }

    /// That is all
    pub(crate) fn enough(self: Ask) -> Over {
        Over
    }

    pub(crate) fn size(self: PickSize, Choice(size): Choice<Size>) -> Review {
        Review { item: self.item, size }
    }

    /// Send it
    pub(crate) fn send(self: Review) -> Ask {
        Ask
    }

    /// Another size
    pub(crate) fn resize(self: Review) -> PickSize {
        PickSize { item: self.item }
    }

    /// Or say what else you would like
    pub(crate) fn amend(self: Review, Text(item): Text<Item>) -> To<(Ask, PickSize)> {
        if item.0 == "nothing" { goto(Ask) } else { goto(PickSize { item }) }
    }

    /// Leave
    #[command("/bye")]
    pub(crate) fn bye(self) -> Over {
        Over
    }

    #[view]
    fn review(self: &Review) -> View {
        View::text(format!("{}, {}: shall I send it?", self.item.0, self.size.label()))
    }
}
