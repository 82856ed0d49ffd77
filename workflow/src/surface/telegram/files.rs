//! Files: fetched from Telegram into the media store, and sent from there; never whole in memory.

use serde_json::{Value, json};

use super::bot::Bot;
use super::calls::{Room, SentAs, file_id};
use super::refusal::{Refusal, Untold};
use super::state::FILES;
use super::transport::{Call, CallError, Upload};
use super::update::{File, SURFACE};
use crate::core::media::{Media, MediaKind};
use crate::core::phrase::Phrase;
use crate::media::{MediaError, too_many_pixels};
use crate::say;
use crate::store::Note;

/// The largest file that Telegram lets a bot read, and send, and send as a picture.
const READ: u64 = 20 * 1024 * 1024;
const SEND: u64 = 50 * 1024 * 1024;
const PHOTO: u64 = 10 * 1024 * 1024;
/// How large a picture may be in pixels, width and height together, and how many times as long as it is wide.
const SIDES: u64 = 10_000;
const RATIO: u64 = 20;

/// Why a file of a user's is not there.
pub(super) enum Unfetched {
    /// What they are told.
    Told(Phrase),
    /// Telegram or the store does not answer: to be tried again.
    Later,
}

impl Bot {
    /// Fetches a file that somebody sent.
    pub(super) async fn fetch(&self, file: &File) -> Result<Media, Unfetched> {
        let Some(store) = &self.media else { return Err(Unfetched::Told(say!("Files can't be taken here."))) };
        let large = || Unfetched::Told(say!("That file is too large: 20 MB is the most that can be taken here."));
        if file.file_size.is_some_and(|size| size > READ) {
            return Err(large());
        }
        let later = |error: &(dyn std::error::Error + 'static)| {
            tracing::warn!(error, "a file can't be fetched now");
            Unfetched::Later
        };
        let path = match self.ask(Call::new("getFile", json!({ "file_id": file.file_id }))).await {
            Ok(found) => found.get("file_path").and_then(Value::as_str).map(str::to_owned),
            Err(CallError::Refused { description, retry_after: None, .. }) if description.contains("too big") => {
                return Err(large());
            }
            Err(CallError::Refused { description, retry_after: None, .. }) => {
                tracing::warn!(description, "Telegram has no such file");
                None
            }
            Err(error) => return Err(later(&error)),
        };
        let gone = || Unfetched::Told(say!("That file is not there any more. Please send it again."));
        let Some(path) = path else { return Err(gone()) };
        let mut receiving = store.receive_on_trial(READ).await.map_err(|error| later(&error))?;
        match self.transport().download(&path, &mut *receiving).await {
            Ok(()) => {}
            Err(CallError::Media(MediaError::TooLarge { .. })) => return Err(large()),
            Err(CallError::Refused { .. }) => return Err(gone()),
            Err(error) => return Err(later(&error)),
        }
        match receiving.finish().await {
            Ok(media) => Ok(file.file_name.as_ref().map_or(media.clone(), |name| media.with_name(name))),
            Err(MediaError::Empty) => Err(Unfetched::Told(say!("That file is empty."))),
            Err(MediaError::TooManyPixels { most }) => Err(Unfetched::Told(too_many_pixels(most))),
            Err(error) => Err(later(&error)),
        }
    }

    /// Makes the media ready to be named in a call: by the id that Telegram has for one, or as an upload. What can't be sent
    /// is left out.
    pub(super) async fn attach(&self, media: &[(SentAs, Media)]) -> Result<Vec<Attached>, Untold> {
        let mut attached = Vec::new();
        for (position, (kind, medium)) in media.iter().enumerate() {
            let name = note_name(*kind, medium);
            let known = self.engine.notes(SURFACE, &name, None, 1).await?;
            if let Some(id) = known.iter().find(|(other, _)| *other == name).and_then(|(_, id)| id.as_str()) {
                attached.push(Attached { kind: *kind, medium: medium.clone(), file: id.to_owned(), upload: None });
                continue;
            }
            let blob = match &self.media {
                Some(store) => store.open(medium.id()).await,
                None => Ok(None),
            };
            match blob {
                Ok(Some(blob)) => {
                    let field = format!("file{position}");
                    let upload = Some(Upload { field: field.clone(), name: file_name(medium), blob });
                    let file = format!("attach://{field}");
                    attached.push(Attached { kind: *kind, medium: medium.clone(), file, upload });
                }
                Ok(None) => tracing::error!(media = %medium.id(), "what a view shows is not kept"),
                Err(error) => {
                    tracing::error!(media = %medium.id(), %error, "what a view shows can't be read");
                    return Err(Untold::Later(tokio::time::Instant::now() + std::time::Duration::from_secs(5)));
                }
            }
        }
        Ok(attached)
    }

    /// Sends a call with its files, and keeps under which ids Telegram has them then. A file that Telegram has no more is sent
    /// anew the next time.
    pub(super) async fn send(&self, room: Room, mut call: Call, attached: Vec<Attached>) -> Result<Value, Untold> {
        let names: Vec<String> = attached.iter().map(|one| note_name(one.kind, &one.medium)).collect();
        let (uploads, known): (Vec<_>, Vec<_>) =
            attached.into_iter().zip(names).map(|(one, name)| (one.upload, name)).unzip();
        let is_new: Vec<bool> = uploads.iter().map(Option::is_some).collect();
        call.files = uploads.into_iter().flatten().collect();
        if !call.files.is_empty() {
            call.patience = UPLOAD;
        }
        let sent = match self.call(room, call).await {
            Ok(sent) => sent,
            Err(Untold::Refused(Refusal::NoFile)) => {
                let notes = known.into_iter().map(Note::forget).collect();
                self.engine.note(SURFACE, notes).await?;
                return Err(Untold::NoAnswer);
            }
            Err(error) => return Err(error),
        };
        let messages = sent.as_array().map_or(std::slice::from_ref(&sent), Vec::as_slice);
        let files = messages.iter().map(file_id);
        let notes: Vec<Note> = known
            .into_iter()
            .zip(is_new)
            .zip(files)
            .filter_map(|((name, is_new), file)| is_new.then(|| file.map(|(_, id)| Note::keep(name, id.into())))?)
            .collect();
        if !notes.is_empty() {
            self.engine.note(SURFACE, notes).await?;
        }
        Ok(sent)
    }
}

/// How long it may take to send files.
const UPLOAD: std::time::Duration = std::time::Duration::from_mins(5);

/// A medium in a call.
pub(super) struct Attached {
    pub(super) kind: SentAs,
    pub(super) medium: Media,
    /// What stands for it in the parameters.
    pub(super) file: String,
    upload: Option<Upload>,
}

fn note_name(kind: SentAs, medium: &Media) -> String {
    format!("{FILES}{}/{}", medium.id(), kind.name())
}

/// How Telegram takes a medium; `None`, when it is too large for that.
pub(super) fn sent_as(medium: &Media) -> Option<SentAs> {
    if medium.size() > SEND {
        return None;
    }
    let is_picture = matches!(medium.content_type(), "image/jpeg" | "image/png" | "image/webp");
    let fits = medium.pixels().is_some_and(|pixels| {
        let (long, short) = (pixels.width.max(pixels.height), pixels.width.min(pixels.height));
        u64::from(long) + u64::from(short) <= SIDES && u64::from(long) <= u64::from(short) * RATIO
    });
    Some(match medium.kind() {
        MediaKind::Photo if is_picture && fits && medium.size() <= PHOTO => SentAs::Photo,
        MediaKind::Video if medium.content_type() == "video/mp4" => SentAs::Video,
        MediaKind::Audio if matches!(medium.content_type(), "audio/mpeg" | "audio/mp4" | "audio/m4a") => SentAs::Audio,
        _ => SentAs::Document,
    })
}

fn file_name(medium: &Media) -> String {
    if let Some(name) = medium.name() {
        return name.to_owned();
    }
    let kind = medium.content_type().rsplit('/').next().unwrap_or_default();
    let ending = match kind {
        "jpeg" => "jpg",
        "mpeg" => "mp3",
        "octet-stream" | "" => "bin",
        other => other,
    };
    let start: String = medium.id().as_str().chars().take(12).collect();
    format!("{start}.{ending}")
}
