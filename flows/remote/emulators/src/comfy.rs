//! ComfyUI: one job at a time, in order, with its websocket.

mod check;
mod nodes;
mod paint;
mod routes;
mod run;
mod world;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use crate::server::Server;
pub(crate) use paint::png;
use world::World;

/// An emulator of ComfyUI.
///
/// It has the checkpoints `sd15.safetensors` and `sdxl.safetensors`, the LoRA `fox.safetensors`, and the nodes
/// and control nets that the client's defaults want. Pictures are PNGs of the size that was asked for, in a colour that
/// follows from the seed.
pub struct ComfyUi {
    server: Server,
    world: Arc<World>,
}

impl ComfyUi {
    /// Starts it.
    pub async fn start() -> Self {
        let world = World::start();
        Self { server: Server::start(routes::routes(world.clone())).await, world }
    }

    /// Every job stops before a node of this class, until [`ComfyUi::release`].
    pub fn hold_at(&self, class: &str) {
        self.world.change(|state| state.hold = Some(class.to_owned()));
    }

    /// Jobs go on.
    pub fn release(&self) {
        self.world.change(|state| state.hold = None);
    }

    /// The next job that gets to a node of this class fails there with this message.
    pub fn fail_at(&self, class: &str, message: &str) {
        self.world.change(|state| state.fail = Some((class.to_owned(), message.to_owned())));
    }

    /// The sampler takes this long for a step.
    pub fn slow(&self, step: Duration) {
        self.world.change(|state| state.step = step);
    }

    /// Closes all websockets, without a word.
    pub fn drop_sockets(&self) {
        self.world.change(|state| state.sockets.clear());
    }

    /// Forgets the queue, the job under way and the history, and closes all connections of websockets; files stay.
    pub fn restart(&self) {
        self.world.restart();
    }

    /// Forgets the files that were drawn.
    pub fn lose_pictures(&self) {
        self.world.change(|state| state.drawn.clear());
    }

    /// A job of somebody else is queued, as by another program.
    pub fn other_job(&self) -> String {
        self.world.other()
    }

    /// The id of the job that runs.
    pub fn running(&self) -> Option<String> {
        self.world.look(|state| state.running.as_ref().map(|job| job.id.clone()))
    }

    /// The ids of the jobs that wait, the next one first.
    pub fn waiting(&self) -> Vec<String> {
        self.world.look(|state| state.pending.iter().map(|job| job.id.clone()).collect())
    }

    /// The ids of the jobs that were begun, in order, across restarts.
    pub fn begun(&self) -> Vec<String> {
        self.world.look(|state| state.begun.clone())
    }

    /// How many websockets are open.
    pub fn sockets(&self) -> usize {
        self.world.look(|state| state.sockets.len())
    }

    /// The names of the pictures that were uploaded, as `folder/name`.
    pub fn uploads(&self) -> Vec<String> {
        self.world.look(|state| state.uploads.keys().cloned().collect())
    }
}

impl Deref for ComfyUi {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

impl Drop for ComfyUi {
    fn drop(&mut self) {
        self.world.end();
    }
}
