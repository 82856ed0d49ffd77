//! One attempt of a drawing, from the queue to the pictures.

use std::time::Instant;

use serde_json::{Map, Value};
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use super::api::{Ending, File, Found};
use super::drawing::{Done, Drawing, Picture};
use super::graph::{Uploaded, graph};
use super::guard::Guard;
use super::progress::{Progress, WAITING};
use super::socket::{Event, Socket};
use super::{Comfy, Pace};
use crate::error::RemoteError;

/// How often a job is queued again that the server has forgotten: one that it dies of must not go on for ever.
const AGAIN: u32 = 3;

pub(super) async fn run(
    comfy: &Comfy,
    id: Uuid,
    drawing: &Drawing,
    mut on_progress: impl FnMut(Done<'_>) + Send,
) -> Result<Vec<Picture>, RemoteError> {
    let mut guard = comfy.jobs.begin(&comfy.api, id).await;
    let drawn = Attempt { comfy, id, drawing }.go(&mut guard, &mut on_progress).await;
    guard.disarm();
    drawn
}

struct Attempt<'a> {
    comfy: &'a Comfy,
    id: Uuid,
    drawing: &'a Drawing,
}

/// What became of a job that was waited for.
enum Followed {
    Over(Ending),
    /// The server was restarted and has forgotten it.
    Forgotten,
    /// Somebody took it out of the queue.
    Removed,
}

impl Attempt<'_> {
    async fn go(
        &self,
        guard: &mut Guard,
        on_progress: &mut (impl FnMut(Done<'_>) + Send),
    ) -> Result<Vec<Picture>, RemoteError> {
        let api = &self.comfy.api;
        let server = api.server.name;
        // From an earlier attempt the job may be there already.
        guard.arm();
        let mut times = 0;
        loop {
            // Before it is queued, so that nothing is missed. Without a socket the queue is looked at instead.
            let socket = Socket::open(api, self.id).await.ok();
            let is_there = match api.find(self.id).await? {
                Found::Waiting | Found::Running => true,
                Found::Absent => false,
                Found::Over(Ending::Failed(message)) => return Err(RemoteError::Failed { server, message }),
                Found::Over(Ending::Drawn(files)) => match self.fetch(&files).await? {
                    Some(pictures) => return Ok(pictures),
                    None => self.forget().await?,
                },
                // It was taken back by an earlier attempt, and now it is wanted.
                Found::Over(Ending::Interrupted) => self.forget().await?,
            };
            let nodes = if is_there { self.graph(&Uploaded::default()) } else { self.queue_up(guard).await? };
            if guard.is_cancelled() {
                api.take_back(self.id).await?;
                return Err(RemoteError::Cancelled { server });
            }
            match self.follow(socket, &nodes, on_progress).await? {
                Followed::Over(Ending::Drawn(files)) => match self.fetch(&files).await? {
                    Some(pictures) => return Ok(pictures),
                    None => return Err(api.server.garbled("the pictures are gone")),
                },
                Followed::Over(Ending::Failed(message)) => return Err(RemoteError::Failed { server, message }),
                Followed::Over(Ending::Interrupted) | Followed::Removed => {
                    return Err(RemoteError::Cancelled { server });
                }
                Followed::Forgotten if guard.is_cancelled() => return Err(RemoteError::Cancelled { server }),
                Followed::Forgotten if times == AGAIN => return Err(RemoteError::Lost { server, times: times + 1 }),
                Followed::Forgotten => {
                    times += 1;
                    tracing::info!(id = %self.id, times, "the server has forgotten a job, it is queued again");
                }
            }
        }
    }

    fn graph(&self, files: &Uploaded) -> Map<String, Value> {
        graph(self.drawing, &self.comfy.nodes, files)
    }

    async fn forget(&self) -> Result<bool, RemoteError> {
        self.comfy.api.forget(self.id).await?;
        Ok(false)
    }

    async fn queue_up(&self, guard: &mut Guard) -> Result<Map<String, Value>, RemoteError> {
        let given = &self.drawing.references;
        let files = Uploaded {
            source: self.upload(given.source.as_deref()).await?,
            mask: self.upload(given.mask.as_deref()).await?,
            style: self.upload(given.style.as_deref()).await?,
            control: self.upload(given.control.as_deref()).await?,
            pose: self.upload(given.pose.as_deref()).await?,
        };
        let nodes = self.graph(&files);
        guard.queue_up(nodes.clone()).await?;
        Ok(nodes)
    }

    async fn upload(&self, picture: Option<&[u8]>) -> Result<Option<String>, RemoteError> {
        match picture {
            Some(bytes) => self.comfy.api.upload(bytes).await.map(Some),
            None => Ok(None),
        }
    }

    /// The pictures in these files; None if one is gone, or there never were any.
    async fn fetch(&self, files: &[File]) -> Result<Option<Vec<Picture>>, RemoteError> {
        if files.is_empty() {
            return Ok(None);
        }
        let mut pictures = Vec::new();
        for file in files {
            match self.comfy.api.view(file).await? {
                Some(bytes) if bytes.starts_with(b"\x89PNG") => pictures.push(Picture(bytes)),
                Some(_) => return Err(self.comfy.api.server.garbled("a picture that is no PNG")),
                None => return Ok(None),
            }
        }
        Ok(Some(pictures))
    }

    /// Waits for a job that is in the queue.
    async fn follow(
        &self,
        mut socket: Option<Socket>,
        nodes: &Map<String, Value>,
        on_progress: &mut (impl FnMut(Done<'_>) + Send),
    ) -> Result<Followed, RemoteError> {
        let Comfy { api, pace: Pace { look, absence, .. }, .. } = self.comfy;
        let mut progress = Progress::new(nodes);
        let mut ticks = interval(*look);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // While the socket stays, the server has stayed too, and nothing is forgotten.
        let mut was_away = socket.is_none();
        let mut away_since: Option<Instant> = None;
        let mut is_waiting = true;
        loop {
            let event = tokio::select! {
                event = next(&mut socket) => Some(event),
                _ = ticks.tick() => None,
            };
            match event {
                Some(Some(event)) => {
                    is_waiting &= event == Event::Queue;
                    if let Some(done) = progress.after(&event) {
                        on_progress(done);
                    }
                    // What comes before the end is news, but no reason to ask. After the end it is the change of the queue
                    // that says that the history is written.
                    if !matches!(event, Event::Ended | Event::Queue) {
                        continue;
                    }
                }
                Some(None) => {
                    (socket, was_away) = (None, true);
                    continue;
                }
                None if socket.is_none() => socket = Socket::open(api, self.id).await.ok(),
                None => {}
            }
            let is_open = socket.is_some();
            match api.find(self.id).await {
                Ok(Found::Over(ending)) => return Ok(Followed::Over(ending)),
                Ok(Found::Absent) => {
                    let is_alive = match &mut socket {
                        Some(socket) => socket.is_alive().await,
                        None => false,
                    };
                    return Ok(if was_away || !is_alive { Followed::Forgotten } else { Followed::Removed });
                }
                Ok(found) => {
                    if is_waiting && matches!(found, Found::Waiting) {
                        on_progress(WAITING);
                    }
                    (was_away, away_since) = (was_away && !is_open, None);
                }
                Err(error) if error.is_transient() => {
                    was_away = true;
                    if away_since.get_or_insert_with(Instant::now).elapsed() > *absence {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// The next event; for ever silent without a socket.
async fn next(socket: &mut Option<Socket>) -> Option<Event> {
    match socket {
        Some(socket) => socket.next().await,
        None => std::future::pending().await,
    }
}
