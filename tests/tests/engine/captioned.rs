//! Files with words beside them, where both are taken.

use workflow::prelude::*;
use workflow::testing::Chat;
use workflow::{Input, Media, MediaId, MediaKind, Sent, Takes};

/// A picture, words, or both at once.
struct Given {
    picture: Option<Media>,
    words: Option<String>,
}

impl FromInput for Given {
    const TAKES: Takes = <Either<Text, Photo>>::TAKES;

    fn from_input(input: Input) -> Result<Self> {
        if let Input::Captioned(words, files) = input {
            let Photo(picture) = Photo::from_input(Input::Media(files))?;
            return Ok(Self { picture: Some(picture), words: Some(words) });
        }
        Ok(match <Either<Text, Photo>>::from_input(input)? {
            Either::A(Text(words)) => Self { picture: None, words: Some(words) },
            Either::B(Photo(picture)) => Self { picture: Some(picture), words: None },
        })
    }
}

/// What is sent.
#[workflow]
enum Post {
    /// What do you send?
    Asking,
    /// A picture, please.
    AskingPicture,
    /// Words, or a picture.
    AskingEither,
    /// It came.
    #[step(end)]
    Came { picture: bool, words: Option<String> },
}

#[workflow]
impl Post {
    #[command("/post")]
    fn post(given: Option<Given>) -> To<(Asking, Came)> {
        match given {
            Some(given) => goto(Came { picture: given.picture.is_some(), words: given.words }),
            None => goto(Asking),
        }
    }

    #[command("/frame")]
    fn frame() -> AskingPicture {
        AskingPicture
    }

    #[command("/either")]
    fn either() -> AskingEither {
        AskingEither
    }

    fn given(self: Asking, given: Given) -> Came {
        Came { picture: given.picture.is_some(), words: given.words }
    }

    fn pictured(self: AskingPicture, Photo(_picture): Photo) -> Came {
        Came { picture: true, words: None }
    }

    fn one(self: AskingEither, given: Either<Text, Photo>) -> Came {
        match given {
            Either::A(Text(words)) => Came { picture: false, words: Some(words) },
            Either::B(_) => Came { picture: true, words: None },
        }
    }
}

fn photo(caption: &str) -> Sent {
    let id = MediaId::parse(format!("{:064x}", 7)).unwrap();
    Sent::Media(vec![Media::new(id, MediaKind::Photo, "image/png", 1)], caption.into())
}

/// Where this leads, after these commands.
async fn came(command: &str, sent: Sent) -> (Option<bool>, Option<String>) {
    let mut chat = Chat::new::<Post>(()).await;
    if !command.is_empty() {
        chat.say(command).await;
    }
    chat.send(sent).await.at::<Came>();
    let came = chat.data::<Came>();
    (came["picture"].as_bool(), came["words"].as_str().map(ToOwned::to_owned))
}

#[tokio::test]
async fn a_step_that_takes_both_is_given_both() {
    assert_eq!(came("/post", photo("at night")).await, (Some(true), Some("at night".into())));
    assert_eq!(came("/post", photo("  ")).await, (Some(true), None));
    assert_eq!(came("/post", Sent::Text("at night".into())).await, (Some(false), Some("at night".into())));
}

#[tokio::test]
async fn a_command_beside_a_file_takes_the_words_after_it_too() {
    assert_eq!(came("", photo("/post at night")).await, (Some(true), Some("at night".into())));
    assert_eq!(came("", photo("/POST@a_bot")).await, (Some(true), None));
}

#[tokio::test]
async fn a_step_that_takes_files_alone_leaves_the_words_aside() {
    assert_eq!(came("/frame", photo("at night")).await, (Some(true), None));
    // One of two is the file: no extractor need know of words beside it.
    assert_eq!(came("/either", photo("at night")).await, (Some(true), None));
}

#[tokio::test]
async fn a_command_that_takes_no_words_beside_a_file_says_so() {
    let mut chat = Chat::new::<Post>(()).await;
    chat.send(photo("/frame at night")).await.not_moved();
    chat.rejected("Please send either a file or text with /frame, not both.");
}
