//! A step as it is stored: workflow, version, step and data.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::step::Workflow;

/// A step as it is stored.
///
/// ```
/// use workflow::Stored;
///
/// let json = r#"{"workflow":"make","version":1,"step":"PickShape","data":{"prompt":"a cat"}}"#;
/// let stored: Stored = serde_json::from_str(json)?;
/// assert_eq!(stored.step, "PickShape");
/// assert_eq!(serde_json::to_string(&stored)?, json);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    /// The workflow's name.
    pub workflow: Cow<'static, str>,
    /// The version of the workflow that stored it.
    pub version: u32,
    /// The step's stored name.
    pub step: Cow<'static, str>,
    /// The step's data by field; missing or null is the same as none.
    #[serde(default, deserialize_with = "fields_or_null")]
    pub data: Map<String, Value>,
}

impl Stored {
    /// The stored form of where `workflow` stands.
    ///
    /// # Errors
    /// When a field refuses to be serialized.
    pub fn from_workflow<W: Workflow>(workflow: &W) -> Result<Self, serde_json::Error> {
        let step = W::GRAPH.steps().get(workflow.index()).map_or("", |step| step.name);
        Ok(Self { workflow: W::NAME.into(), version: W::VERSION, step: step.into(), data: workflow.pack()? })
    }

    /// The step of `W` that this holds, upgraded one version at a time.
    ///
    /// # Errors
    /// See [`LoadError`].
    pub fn load<W: Workflow>(&self) -> Result<W, LoadError> {
        if self.workflow != W::NAME {
            return Err(LoadError::OtherWorkflow { expected: W::NAME.into(), found: self.workflow.to_string() });
        }
        if self.version > W::VERSION {
            return Err(LoadError::FutureVersion {
                workflow: W::NAME.into(),
                version: self.version,
                known: W::VERSION,
            });
        }
        let mut stored = Cow::Borrowed(self);
        while stored.version < W::VERSION {
            let from = stored.version;
            let mut upgraded = W::upgrade(from, stored.into_owned()).map_err(|error| LoadError::Upgrade {
                workflow: W::NAME.into(),
                from,
                reason: error.to_string(),
            })?;
            upgraded.version = from + 1;
            stored = Cow::Owned(upgraded);
        }
        let Some(index) = W::GRAPH.steps().iter().position(|step| step.name == stored.step) else {
            return Err(LoadError::UnknownStep { workflow: W::NAME.into(), step: stored.step.to_string() });
        };
        W::unpack(index, &stored.data)
    }
}

impl<W: Workflow> From<&W> for Stored {
    /// The stored form of where `workflow` stands.
    ///
    /// # Panics
    /// When a field refuses to be serialized (a map whose keys are no strings, say); [`Stored::from_workflow`] returns
    /// that as an error.
    #[expect(clippy::expect_used, reason = "documented; the runtime uses `from_workflow`")]
    fn from(workflow: &W) -> Self {
        Self::from_workflow(workflow).expect("every field of a step can be serialized")
    }
}

/// Why a stored step does not load. The session is set aside as stuck, never dropped or reset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// It belongs to another workflow.
    #[error("expected a step of `{expected}`, found one of `{found}`")]
    OtherWorkflow {
        /// The workflow that was asked for.
        expected: String,
        /// The workflow that is stored.
        found: String,
    },
    /// A newer program stored it.
    #[error("`{workflow}` is stored in version {version}, this program knows versions up to {known}")]
    FutureVersion {
        /// The workflow.
        workflow: String,
        /// The stored version.
        version: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The workflow has no step of that name.
    #[error("`{workflow}` has no step `{step}`")]
    UnknownStep {
        /// The workflow.
        workflow: String,
        /// The stored step.
        step: String,
    },
    /// The data is not what the step carries.
    #[error("the data of step `{step}` does not fit: {reason}")]
    Shape {
        /// The step.
        step: String,
        /// What does not fit.
        reason: String,
    },
    /// There is no `upgrade` on the workflow.
    #[error("`{workflow}` has no upgrade from version {from}")]
    NoUpgrade {
        /// The workflow.
        workflow: String,
        /// The stored version.
        from: u32,
    },
    /// The upgrade failed.
    #[error("`{workflow}` could not be upgraded from version {from}: {reason}")]
    Upgrade {
        /// The workflow.
        workflow: String,
        /// The version that was to be brought up.
        from: u32,
        /// What the upgrade said.
        reason: String,
    },
}

fn fields_or_null<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
