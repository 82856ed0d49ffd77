//! Asks for a picture in the middle of something else.

use workflow::prelude::*;

use crate::ports::artist::Reference;
use crate::ports::pictures::Pictures;

/// Give a picture.
#[workflow]
pub enum Attach {
    /// Please send a picture.
    AskPicture { reference: Reference },
    /// Thank you.
    #[step(end)]
    Attached { reference: Reference, picture: Media },
    /// Then without it.
    #[step(end)]
    LeftOut,
}

#[workflow]
impl Attach {
    /// Ask for the picture of this reference
    pub fn ask(Choice(reference): Choice<Reference>) -> AskPicture {
        AskPicture { reference }
    }

    async fn picture(self: AskPicture, Photo(picture): Photo, State(pictures): State<Pictures>) -> Result<Attached> {
        Ok(Attached { reference: self.reference, picture: pictures.checked(picture).await? })
    }

    /// Back
    fn leave(self: AskPicture) -> LeftOut {
        LeftOut
    }

    #[view]
    fn asked(self: &AskPicture) -> View {
        View::text(match self.reference {
            Reference::Style => "Which picture shall it take its colours from?",
            Reference::Control => "Which picture shall it be composed like?",
            Reference::Pose => "Which picture shows the pose?",
        })
    }
}

impl Attached {
    /// What was attached, and what for.
    pub fn into_parts(self) -> (Reference, Media) {
        (self.reference, self.picture)
    }
}
