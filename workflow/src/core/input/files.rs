//! Pictures and files that the user sends.

use super::super::error::Result;
use super::super::media::Media;
use super::super::phrase::{Argument, Phrase};
use super::{FromInput, Input, Kind, Takes, nothing_fits};
use crate::say;

/// A picture: PNG, JPEG, WebP or GIF, whatever its name says. Its size in pixels is known.
///
/// ```
/// use workflow::prelude::*;
/// use workflow::{Input, MediaId, MediaKind};
///
/// let id = MediaId::parse("0".repeat(64)).unwrap();
/// let picture = Media::new(id.clone(), MediaKind::Photo, "image/png", 70);
/// assert_eq!(Photo::from_input(Input::Media(vec![picture.clone()])).unwrap(), Photo(picture));
///
/// let letter = Media::new(id, MediaKind::Document, "application/pdf", 900).with_name("letter.png");
/// let error = Photo::from_input(Input::Media(vec![letter])).unwrap_err();
/// let told = "“letter.png” is no picture that can be shown: that is PNG, JPEG, WebP or GIF. Please send a photo.";
/// assert_eq!(error.rejection().unwrap().as_str(), told);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo(pub Media);

/// A file of any type. A picture, a recording or a video is one too, where the step has no transition of its own for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document(pub Media);

/// A recording: MP3, Ogg, WAV, FLAC or M4A.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audio(pub Media);

/// A video: MP4, WebM or MOV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video(pub Media);

/// Files that were sent at once: 1 to 10, of any type, in the order in which they were sent.
///
/// One file alone is an album too. So no other transition of the step may take files: nobody could tell which is meant.
///
/// ```
/// use workflow::prelude::*;
/// use workflow::{Input, MediaId, MediaKind};
///
/// let page = |digit: &str| {
///     Media::new(MediaId::parse(digit.repeat(64)).unwrap(), MediaKind::Photo, "image/png", 70)
/// };
/// let Album(pages) = Album::from_input(Input::Media(vec![page("1"), page("2")])).unwrap();
/// assert_eq!(pages, [page("1"), page("2")]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Album(pub Vec<Media>);

macro_rules! one_file {
    ($($name:ident)+) => {
        $(
            impl FromInput for $name {
                const TAKES: Takes = Takes::kind(Kind::$name);

                fn from_input(input: Input) -> Result<Self> {
                    one(Self::TAKES, input).map(Self)
                }
            }
        )+
    };
}

one_file!(Photo Document Audio Video);

impl FromInput for Album {
    const TAKES: Takes = Takes::kind(Kind::Album);

    fn from_input(input: Input) -> Result<Self> {
        fitting(Self::TAKES, input).map(Self)
    }
}

fn one(takes: Takes, input: Input) -> Result<Media> {
    fitting(takes, input)?.pop().ok_or_else(|| nothing_fits(takes, None))
}

fn fitting(takes: Takes, input: Input) -> Result<Vec<Media>> {
    match input {
        Input::Media(media) if takes.fit(&Input::Media(media.clone())).is_some() => Ok(media),
        input => Err(nothing_fits(takes, Some(&input))),
    }
}

/// Why these files are not taken where one of `kinds` is.
pub(super) fn unfit(kinds: &[Kind], media: &[Media]) -> Option<Phrase> {
    let most = kinds.iter().map(|kind| kind.most_files()).max().unwrap_or_default();
    match media {
        _ if most == 0 => None,
        [one] => {
            let file = one.name().map_or_else(|| Argument::from(say!("This file")), |name| format!("“{name}”").into());
            let kind = kinds.iter().find(|kind| kind.is_file())?;
            match kind {
                Kind::Photo => {
                    Some(say!("{file} is no picture that can be shown: that is PNG, JPEG, WebP or GIF.", file))
                }
                Kind::Audio => {
                    Some(say!("{file} is no recording that can be played: that is MP3, Ogg, WAV, FLAC or M4A.", file))
                }
                Kind::Video => Some(say!("{file} is no video that can be played: that is MP4, WebM or MOV.", file)),
                _ => None,
            }
        }
        [] => Some(say!("There is no file.")),
        several if most == 1 => Some(say!("These are {count} files, and only one is taken.", count = several.len())),
        several => Some(say!("These are {count} files, and {most} is the most.", count = several.len(), most)),
    }
}
