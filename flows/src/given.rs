//! What a step takes that is asked for two things at once.

use workflow::prelude::*;
use workflow::{Input, Takes};

use crate::ports::artist::Prompt;

/// A prompt, a picture, or both: a photo with words beside it.
pub enum Given {
    /// Words.
    Prompt(Prompt),
    /// A picture.
    Image(Media),
    /// Both.
    Both(Prompt, Media),
}

impl FromInput for Given {
    const TAKES: Takes = <Either<Text<Prompt>, Photo>>::TAKES;

    fn from_input(input: Input) -> Result<Self> {
        match input {
            Input::Captioned(words, media) => {
                let Text(prompt) = Text::from_input(Input::Text(words))?;
                let Photo(image) = Photo::from_input(Input::Media(media))?;
                Ok(Self::Both(prompt, image))
            }
            input => <Either<Text<Prompt>, Photo>>::from_input(input).map(|given| match given {
                Either::A(Text(prompt)) => Self::Prompt(prompt),
                Either::B(Photo(image)) => Self::Image(image),
            }),
        }
    }
}

/// One of the choices, by button or by its label; any other words are a prompt.
pub enum Said<T> {
    /// One of the choices.
    Choice(T),
    /// Words.
    Prompt(Prompt),
}

impl<T: Choices> FromInput for Said<T> {
    const TAKES: Takes = <Either<Choice<T>, Text<Prompt>>>::TAKES;

    fn from_input(input: Input) -> Result<Self> {
        match Choice::<T>::from_input(input.clone()) {
            Ok(Choice(choice)) => Ok(Self::Choice(choice)),
            Err(_) => Text::from_input(input).map(|Text(prompt)| Self::Prompt(prompt)),
        }
    }
}
