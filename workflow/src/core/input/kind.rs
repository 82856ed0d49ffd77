//! What an extractor takes, as constant data: kinds of input, and how well an input fits them.

use serde::{Deserialize, Serialize};

use super::super::media::{Media, MediaKind};
use super::{ChoiceOption, Input, confirm};

/// A kind of input that a surface can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A message.
    Text,
    /// One of a closed set, as buttons.
    Choice,
    /// One of the options that the view offers, as buttons.
    Pick,
    /// Yes or no, as buttons.
    Confirm,
    /// A picture.
    Photo,
    /// A file of any type; a picture, recording or video too, where nothing else takes it.
    Document,
    /// A recording.
    Audio,
    /// A video.
    Video,
    /// One file or several at once.
    Album,
}

impl Kind {
    /// Whether the user may send it freely: two edges of a step can't both take it. Buttons know their edge.
    pub const fn is_free(self) -> bool {
        matches!(self, Self::Text) || self.is_file()
    }

    /// Whether it is sent as files.
    pub const fn is_file(self) -> bool {
        self.most_files() > 0
    }

    /// How many files are sent at once at the most.
    pub const fn most_files(self) -> usize {
        match self {
            Self::Text | Self::Choice | Self::Pick | Self::Confirm => 0,
            Self::Photo | Self::Document | Self::Audio | Self::Video => 1,
            Self::Album => 10,
        }
    }

    /// How many characters are sent at the most: as long as a message is on the usual platforms.
    pub const fn most_characters(self) -> usize {
        match self {
            Self::Text => 4096,
            _ => 0,
        }
    }

    /// The kind in a few lower-case words, as in “takes text”.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "a choice",
            Self::Pick => "one of the view's options",
            Self::Confirm => "yes or no",
            Self::Photo => "a photo",
            Self::Document => "a document",
            Self::Audio => "an audio file",
            Self::Video => "a video",
            Self::Album => "photos or files",
        }
    }

    /// What is sent that two edges, one of each kind, would both take: nobody could tell which is meant.
    ///
    /// A photo and a document don't clash: the photo goes to whom takes photos, all else to the other. An album may be of
    /// one file, so it clashes with every kind of file. A view's options don't name their edge.
    pub(crate) const fn clash(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Album, other) | (other, Self::Album) if other.is_file() => Some(other),
            (Self::Text, Self::Text)
            | (Self::Pick, Self::Pick)
            | (Self::Photo, Self::Photo)
            | (Self::Document, Self::Document)
            | (Self::Audio, Self::Audio)
            | (Self::Video, Self::Video) => Some(self),
            _ => None,
        }
    }

    fn fit(self, options: &[ChoiceOption], input: &Input) -> Option<Fit> {
        match (self, input) {
            (Self::Text, Input::Text(_)) | (Self::Pick, Input::Picked(_)) => Some(Fit::Exact),
            (Self::Choice, Input::Choice(name)) => {
                options.iter().any(|option| option.name == name).then_some(Fit::Exact)
            }
            (Self::Choice, Input::Text(text)) => super::labelled(options, text).map(|_| Fit::Loose),
            (Self::Confirm, Input::Choice(name)) => confirm::named(name).map(|_| Fit::Exact),
            (Self::Confirm, Input::Text(text)) => confirm::typed(text).map(|_| Fit::Loose),
            (kind, Input::Media(media)) => kind.fit_media(media),
            _ => None,
        }
    }

    fn fit_media(self, media: &[Media]) -> Option<Fit> {
        match (self, media) {
            (Self::Album, [_]) => Some(Fit::Loose),
            (Self::Album, [_, _, ..]) if media.len() <= self.most_files() => Some(Fit::Exact),
            (kind, [one]) if kind == Self::of(one.kind()) => Some(Fit::Exact),
            (Self::Document, [_]) => Some(Fit::Loose),
            _ => None,
        }
    }

    const fn of(kind: MediaKind) -> Self {
        match kind {
            MediaKind::Photo => Self::Photo,
            MediaKind::Video => Self::Video,
            MediaKind::Audio => Self::Audio,
            MediaKind::Document => Self::Document,
        }
    }
}

/// How well an input fits a kind: what fits exactly comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// It is of the kind.
    Exact,
    /// It may stand for it: a button's label that is typed, a photo for a document, one file for an album.
    Loose,
}

/// What an extractor takes: kinds of input, and whether it may be missing.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Takes {
    /// Whether it may be missing. Only an entry can do without.
    pub optional: bool,
    tree: Tree,
}

#[derive(Debug, Clone, Copy)]
enum Tree {
    One(Kind, &'static [ChoiceOption]),
    Either(&'static Takes, &'static Takes),
}

impl Takes {
    /// Takes a message.
    pub const TEXT: Self = Self::kind(Kind::Text);

    /// Takes an input of this kind; of the options of a [`Kind::Choice`], see [`Takes::one_of`].
    pub const fn kind(kind: Kind) -> Self {
        Self { optional: false, tree: Tree::One(kind, &[]) }
    }

    /// Takes one of these options.
    pub const fn one_of(options: &'static [ChoiceOption]) -> Self {
        Self { optional: false, tree: Tree::One(Kind::Choice, options) }
    }

    /// Takes what one of both takes.
    pub const fn either(one: &'static Self, other: &'static Self) -> Self {
        Self { optional: false, tree: Tree::Either(one, other) }
    }

    /// The same, but it may be missing.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Each kind with its options; only a [`Kind::Choice`] has any.
    pub fn kinds(self) -> impl Iterator<Item = (Kind, &'static [ChoiceOption])> {
        // Allocates nothing for what is no `Either`.
        let (mut next, mut rest) = (Some(self.tree), Vec::new());
        std::iter::from_fn(move || {
            let mut tree = next.take().or_else(|| rest.pop())?;
            loop {
                match tree {
                    Tree::One(kind, options) => return Some((kind, options)),
                    Tree::Either(one, other) => {
                        rest.push(other.tree);
                        tree = one.tree;
                    }
                }
            }
        })
    }

    /// Whether it takes inputs of this kind.
    pub fn has(&self, kind: Kind) -> bool {
        match self.tree {
            Tree::One(own, _) => own == kind,
            Tree::Either(one, other) => one.has(kind) || other.has(kind),
        }
    }

    pub(crate) fn fit(&self, input: &Input) -> Option<Fit> {
        if let Input::Captioned(_, media) = input {
            let files = Input::Media(media.clone());
            return if self.has(Kind::Text) { self.fit(&files) } else { None };
        }
        match self.tree {
            Tree::One(kind, options) => kind.fit(options, input),
            Tree::Either(one, other) => match (one.fit(input), other.fit(input)) {
                (Some(Fit::Exact), _) | (_, Some(Fit::Exact)) => Some(Fit::Exact),
                (one, other) => one.or(other),
            },
        }
    }

    /// The first kind that is sent freely and that an edge of each would both take.
    pub(crate) const fn clash(&self, with: &Self) -> Option<Kind> {
        match (self.tree, with.tree) {
            (Tree::One(kind, _), Tree::One(other, _)) => kind.clash(other),
            (Tree::Either(one, other), _) => match one.clash(with) {
                None => other.clash(with),
                found => found,
            },
            (Tree::One(..), Tree::Either(one, other)) => match self.clash(one) {
                None => self.clash(other),
                found => found,
            },
        }
    }

    /// A kind that stands on both sides of an `Either`.
    pub(crate) const fn twice(&self) -> Option<Kind> {
        let Tree::Either(one, other) = self.tree else { return None };
        match (one.shared(other), one.twice()) {
            (Some(kind), _) | (None, Some(kind)) => Some(kind),
            (None, None) => other.twice(),
        }
    }

    const fn shared(&self, with: &Self) -> Option<Kind> {
        match (self.tree, with.tree) {
            (Tree::One(kind, _), Tree::One(other, _)) if kind as usize == other as usize => Some(kind),
            (Tree::One(..), Tree::One(..)) => None,
            (Tree::Either(one, other), _) => match one.shared(with) {
                None => other.shared(with),
                found => found,
            },
            (Tree::One(..), Tree::Either(one, other)) => match self.shared(one) {
                None => self.shared(other),
                found => found,
            },
        }
    }

    /// Whether it takes one of the options that a view offers.
    pub(crate) const fn picks(&self) -> bool {
        match self.tree {
            Tree::One(kind, _) => matches!(kind, Kind::Pick),
            Tree::Either(one, other) => one.picks() || other.picks(),
        }
    }
}
