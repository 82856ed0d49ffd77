//! Steps and workflows as traits, and what a step's data must be able to do.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::error::Result;
use super::graph::Graph;
use super::stored::{LoadError, Stored};

/// A conversation of several steps. Implemented by `#[workflow]` on an enum.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a workflow [W007]",
    label = "not a workflow",
    note = "put `#[workflow]` on the enum of its steps"
)]
pub trait Workflow: Sized + Clone + fmt::Debug + Send + Sync + 'static {
    /// The name under which sessions are stored.
    const NAME: &'static str;
    /// The version of the stored form of its steps.
    const VERSION: u32;
    /// Steps and edges, as the compiler read them from the signatures.
    const GRAPH: &'static Graph;

    /// The position of the step in [`Graph::steps`].
    fn index(&self) -> usize;

    /// The step's data, by field.
    ///
    /// # Errors
    /// When a field refuses to be serialized.
    fn pack(&self) -> Result<Map<String, Value>, serde_json::Error>;

    /// The step at position `index` of [`Graph::steps`], with this data.
    ///
    /// # Errors
    /// When the data has not the shape of that step.
    fn unpack(index: usize, data: &Map<String, Value>) -> Result<Self, LoadError>;

    /// Brings a stored step from version `from` to `from + 1`.
    ///
    /// # Errors
    /// When there is no such upgrade.
    fn upgrade(from: u32, stored: Stored) -> Result<Stored> {
        let _ = stored;
        Err(LoadError::NoUpgrade { workflow: Self::NAME.into(), from }.into())
    }

    /// The step that `stored` holds, upgraded one version at a time.
    ///
    /// # Errors
    /// When it is another workflow's, of a later version, of a step that is not there, or of another shape.
    fn load(stored: &Stored) -> Result<Self, LoadError> {
        stored.load()
    }
}

/// One step of a workflow, as a type of its own. Implemented by `#[workflow]` on the enum.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a step of a workflow [W401]",
    label = "not a step",
    note = "the steps of a workflow are the variants of the enum under `#[workflow]`"
)]
pub trait Step: Sized + Clone + fmt::Debug + Send + Sync + 'static {
    /// The workflow that it is a step of.
    type Workflow: Workflow + From<Self>;
    /// The name under which it is stored.
    const NAME: &'static str;
    /// Its position in [`Graph::steps`].
    const INDEX: usize;

    /// The step, if this is where the workflow stands.
    ///
    /// # Errors
    /// The workflow itself, when it stands at another step.
    fn of(workflow: Self::Workflow) -> Result<Self, Self::Workflow>;

    /// The step by reference, if this is where the workflow stands.
    fn peek(workflow: &Self::Workflow) -> Option<&Self>;
}

/// Data that a step can carry: it is cloned, printed and stored as JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be stored in a step [W106]",
    label = "can't be stored",
    note = "what a step carries must be `Clone`, `Debug`, `Send`, `Sync`, `Serialize` and `Deserialize`: derive what is missing, or store an id and fetch the rest when it is needed"
)]
pub trait Storable: Clone + fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static> Storable for T {}
