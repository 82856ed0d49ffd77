//! What a file that defines a workflow needs: `use workflow::prelude::*;`.

pub use crate::{
    Album, Audio, Child, Choice, Choices, Confirm, Document, Either, Failure, FromContext, FromInput, FromRef, Key,
    Locale, Markup, Media, Now, OrFault, OrReject, Photo, Pick, Progress, Result, Rewind, SessionId, SessionKey, State,
    Step, Text, To, User, Video, View, With, WithEffects, Workflow, goto, reject, say, workflow,
};
