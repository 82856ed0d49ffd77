//! How a user likes their pictures.

use std::fmt;
use std::str::FromStr;

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use workflow::Phrase;
use workflow::prelude::*;

use super::{Data, Owner, json, of_json};
use crate::ports::artist::{Model, Shape};
use crate::ports::seeds::Seed;

/// How a user likes their pictures: what `/make` takes for granted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Which model.
    pub model: Model,
    /// Which shape.
    pub shape: Shape,
    /// How many steps.
    pub steps: Steps,
    /// How closely the prompt is followed.
    pub cfg: Cfg,
    /// How much of a given picture is changed.
    pub strength: Strength,
    /// Which seed.
    pub seed: SeedChoice,
    /// How many pictures at once.
    pub batch: Count,
    /// What is not wanted.
    pub negative: Negative,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            model: Model::default(),
            shape: Shape::default(),
            steps: Steps(20),
            cfg: Cfg(7.0),
            strength: Strength(0.7),
            seed: SeedChoice(None),
            batch: Count::default(),
            negative: Negative::default(),
        }
    }
}

/// A number from `$from` to `$to`, as it is typed.
macro_rules! number {
    ($(#[$docs:meta])* $name:ident($of:ty), $from:literal to $to:literal, $says:literal) => {
        $(#[$docs])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name($of);

        impl $name {
            /// What a user is told whose text is none.
            pub const SAYS: &str = $says;

            /// The number.
            pub const fn get(self) -> $of {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = Phrase;

            fn from_str(text: &str) -> Result<Self, Phrase> {
                let number = text.trim().replace(',', ".").parse::<$of>();
                number.ok().filter(|number| ($from..=$to).contains(number)).map(Self).ok_or(Phrase::new(Self::SAYS))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// How many steps a picture is drawn in: 1 to 48.
    Steps(u8), 1 to 48, "Steps are a whole number from 1 to 48."
}
number! {
    /// How closely the prompt is followed: 0 to 30.
    Cfg(f32), 0.0 to 30.0, "That is a number from 0 to 30, as in 7.5."
}
number! {
    /// How much of a given picture is changed: 0 to 1.
    Strength(f32), 0.0 to 1.0, "The strength is a number from 0 to 1, as in 0.7."
}

/// A seed of the user's own, or −1 for a new one each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeedChoice(Option<Seed>);

impl SeedChoice {
    /// What a user is told whose text is none.
    pub const SAYS: &str = "A seed is a whole number from 0 to 4294967295, or -1 for a new one each time.";

    /// The seed; `None` for a new one.
    pub fn get(self) -> Option<Seed> {
        self.0
    }
}

impl FromStr for SeedChoice {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        match text.trim().replace('−', "-").as_str() {
            "-1" => Ok(Self(None)),
            number => number.parse().map(|seed| Self(Some(Seed::new(seed)))).map_err(|_| Phrase::new(Self::SAYS)),
        }
    }
}

impl fmt::Display for SeedChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(seed) => seed.fmt(f),
            None => f.write_str("-1"),
        }
    }
}

/// How many pictures are drawn at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Choices)]
pub enum Count {
    /// 1
    #[default]
    One,
    /// 2
    Two,
    /// 3
    Three,
    /// 4
    Four,
}

impl Count {
    /// The number.
    pub const fn get(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }
}

/// What is not wanted on a picture: nothing in particular, or up to 1,000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Negative(String);

impl Negative {
    /// The most characters.
    pub const MAX: usize = 1000;
    /// What a user is told whose text is none.
    pub const SAYS: &str = "That is too long: up to 1,000 characters are read.";

    /// The text; empty for nothing in particular.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Negative {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let text = text.trim();
        if text.chars().count() > Self::MAX { Err(Phrase::new(Self::SAYS)) } else { Ok(Self(text.to_owned())) }
    }
}

/// The preferences of all users.
#[derive(Clone)]
pub struct Saved(Data);

impl Saved {
    /// Those in this file.
    pub fn of_file(data: Data) -> Self {
        Self(data)
    }

    /// What the owner likes; the usual, when they never said.
    ///
    /// # Errors
    /// A fault when the file can't be read.
    pub async fn of(&self, owner: &Owner) -> Result<Preferences> {
        let owner = owner.clone();
        self.0
            .read(move |file| {
                let value = "SELECT value FROM preferences WHERE owner = ?";
                let value: Option<String> = file.query_row(value, [owner.as_str()], |row| row.get(0)).optional()?;
                value.map_or_else(|| Ok(Preferences::default()), |value| of_json(&value))
            })
            .await
    }

    /// Keeps what the owner likes since `at`, in milliseconds of Unix time: what is newer is not overwritten.
    ///
    /// # Errors
    /// A fault when the file can't be written.
    pub async fn save(&self, owner: &Owner, preferences: &Preferences, at: i64) -> Result<()> {
        let (owner, value) = (owner.clone(), json(preferences)?);
        self.0
            .write(move |file| {
                let save = "INSERT INTO preferences (owner, value, at) VALUES (?1, ?2, ?3)
                    ON CONFLICT DO UPDATE SET value = ?2, at = ?3 WHERE at <= ?3";
                file.execute(save, params![owner.as_str(), value, at])?;
                Ok(())
            })
            .await
    }
}
