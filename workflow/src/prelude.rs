//! What a file that defines a workflow needs: `use workflow::prelude::*;`.

pub use crate::{
    Choice, Choices, Failure, FromContext, FromInput, FromRef, Key, Markup, Media, Now, OrFault, OrReject, Progress,
    Result, SessionId, SessionKey, State, Step, Text, To, User, View, Workflow, goto, reject, workflow,
};
