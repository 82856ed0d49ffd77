//! A client of ComfyUI's HTTP and websocket API.
//!
//! A job goes under an id that follows from its [`JobKey`]. Another attempt of the same key, after a lost connection or a
//! restart of this program, finds it in the server's queue or history and goes on with it. What the server has
//! forgotten, because it was restarted itself, is queued again. Somebody else's hand is told from a restart by the websocket:
//! a job that goes while the socket stays was removed, and is [cancelled](crate::RemoteError::Cancelled); where there is no
//! socket, as behind a proxy that knows none, it is queued again.
//!
//! ```no_run
//! use flows_remote::JobKey;
//! use flows_remote::comfy::{Checkpoint, Comfy, Drawing, References};
//!
//! # async fn draw() -> Result<(), flows_remote::RemoteError> {
//! let comfy = Comfy::new("http://127.0.0.1:8188")?;
//! let drawing = Drawing {
//!     prompt: "a lighthouse at dusk".into(),
//!     negative: String::new(),
//!     width: 1024,
//!     height: 1024,
//!     seed: 7,
//!     steps: 20,
//!     cfg: 7.0,
//!     batch: 1,
//!     model: Checkpoint("sd_xl_base_1.0.safetensors".into()),
//!     lora: None,
//!     strength: 1.0,
//!     references: References::default(),
//! };
//! let key = JobKey::new("session-12/3");
//! let pictures = comfy.draw(&key, &drawing, |done| println!("{}: {:.0} %", done.doing, done.part * 100.0)).await?;
//! # Ok(()) }
//! ```
//!
//! The protocol is that of ComfyUI's `server.py` and `execution.py`, since `POST /prompt` takes a `prompt_id`; a server that is
//! older is told by its first answer, and refused.

mod api;
mod drawing;
mod graph;
mod guard;
mod progress;
mod run;
mod socket;

use std::time::Duration;

pub use drawing::{Checkpoint, ControlAs, Done, Drawing, Lora, LoraName, Nodes, Picture, References};

use crate::error::RemoteError;
use crate::http::Server;
use crate::key::JobKey;
use api::Api;
use guard::Jobs;

/// A server of ComfyUI.
#[derive(Debug, Clone)]
pub struct Comfy {
    api: Api,
    nodes: Nodes,
    pace: Pace,
    jobs: Jobs,
}

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long one answer may take.
    pub answer: Duration,
    /// How often the queue is looked at while the socket is silent or lost.
    pub look: Duration,
    /// How long the server may be out of reach before the attempt ends.
    pub absence: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { answer: Duration::from_secs(30), look: Duration::from_secs(2), absence: Duration::from_secs(60) }
    }
}

impl Comfy {
    /// The server at this address, as `http://127.0.0.1:8188`.
    ///
    /// # Errors
    /// When the address is none, or the system has no certificates to trust.
    pub fn new(url: &str) -> Result<Self, RemoteError> {
        let pace = Pace::default();
        let api = Api { server: Server::new("ComfyUI", url)?, timeout: pace.answer };
        Ok(Self { api, nodes: Nodes::default(), pace, jobs: Jobs::default() })
    }

    /// The same server, with these files and settings.
    #[must_use]
    pub fn with_nodes(mut self, nodes: Nodes) -> Self {
        self.nodes = nodes;
        self
    }

    /// The same server, with this patience.
    #[must_use]
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self.api.timeout = pace.answer;
        self
    }

    /// The checkpoints that the server has.
    ///
    /// # Errors
    /// When the server can't be asked.
    pub async fn models(&self) -> Result<Vec<Checkpoint>, RemoteError> {
        Ok(self.api.choices("CheckpointLoaderSimple", "ckpt_name").await?.into_iter().map(Checkpoint).collect())
    }

    /// The LoRAs that the server has.
    ///
    /// # Errors
    /// When the server can't be asked.
    pub async fn loras(&self) -> Result<Vec<LoraName>, RemoteError> {
        Ok(self.api.choices("LoraLoader", "lora_name").await?.into_iter().map(LoraName).collect())
    }

    /// Draws, tells how far it is, and gives the pictures.
    ///
    /// Dropping the future takes the job back on the server, as [`Comfy::cancel`] does. An error that
    /// [is transient](RemoteError::is_transient) leaves it there, for the next attempt of the key to find.
    ///
    /// # Errors
    /// When the server refuses the drawing, fails at it, or is out of reach for longer than [`Pace::absence`].
    pub async fn draw(
        &self,
        key: &JobKey,
        drawing: &Drawing,
        on_progress: impl FnMut(Done<'_>) + Send,
    ) -> Result<Vec<Picture>, RemoteError> {
        if drawing.references.mask.is_some() && drawing.references.source.is_none() {
            let message = "a mask without a source".to_owned();
            return Err(RemoteError::Invalid { server: self.api.server.name, message });
        }
        run::run(self, key.to_uuid(), drawing, on_progress).await
    }

    /// Takes the job of this key back: out of the queue, or stopped if it is the one that runs.
    ///
    /// A [`Comfy::draw`] that waits for it ends with [`RemoteError::Cancelled`]. A key that the server doesn't know is fine.
    ///
    /// # Errors
    /// When the server can't be asked.
    pub async fn cancel(&self, key: &JobKey) -> Result<(), RemoteError> {
        let job = key.to_uuid();
        self.jobs.mark_cancelled(job);
        self.api.take_back(job).await
    }
}
