//! What a file that defines a workflow needs: `use workflow::prelude::*;`.

pub use crate::{
    Album, Audio, Choice, Choices, Confirm, Document, Either, Failure, FromContext, FromInput, FromRef, Key, Locale,
    Markup, Media, Now, OrFault, OrReject, Photo, Pick, Progress, Result, SessionId, SessionKey, State, Step, Text, To,
    User, Video, View, Workflow, goto, reject, workflow,
};
