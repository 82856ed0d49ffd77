//! What a file that defines a workflow needs: `use workflow::prelude::*;`.

pub use crate::{
    Child, Choice, Choices, Failure, FromContext, FromInput, FromRef, Key, Markup, Media, Now, OrFault, OrReject,
    Progress, Result, Rewind, SessionId, SessionKey, State, Step, Text, To, User, View, With, WithEffects, Workflow,
    goto, reject, workflow,
};
