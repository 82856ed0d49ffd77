//! Files that were sent.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// What a file was sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture.
    Photo,
    /// Any file.
    Document,
    /// Music.
    Audio,
    /// A video.
    Video,
}

/// How long a download link is good.
const LINK: Duration = Duration::from_secs(3600);

impl Kind {
    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Photo, Self::Document, Self::Audio, Self::Video].into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Audio => "audio",
            Self::Video => "video",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Photo => "photos",
            Self::Document => "documents",
            Self::Audio => "music",
            Self::Video => "videos",
        }
    }
}

/// A file as Telegram keeps it.
#[derive(Debug, PartialEq)]
pub(crate) struct Content {
    pub(crate) kind: Kind,
    pub(crate) unique: String,
    pub(crate) path: String,
    pub(crate) name: Option<String>,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// What is needed to keep one.
pub(crate) struct NewFile {
    pub(crate) kind: Kind,
    pub(crate) name: Option<String>,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) size: (usize, usize),
}

/// All of them. One file has many ids, and one unique id.
#[derive(Debug, Default)]
pub(crate) struct Files {
    ids: HashMap<String, Arc<Content>>,
    links: HashMap<String, (Arc<Content>, Duration)>,
    made: usize,
}

impl Files {
    pub(crate) fn keep(&mut self, new: NewFile) -> Arc<Content> {
        self.made += 1;
        let number = self.made;
        let ending = match new.kind {
            Kind::Photo => "jpg",
            _ => new.name.as_deref().and_then(|name| name.rsplit_once('.')).map_or("bin", |(_, ending)| ending),
        };
        Arc::new(Content {
            kind: new.kind,
            unique: format!("AQAD{number:08x}"),
            path: format!("{}/file_{number}.{ending}", new.kind.folder()),
            name: new.name,
            mime: new.mime,
            bytes: Arc::new(new.bytes),
            width: new.size.0,
            height: new.size.1,
        })
    }

    /// A new id of this file.
    pub(crate) fn id(&mut self, content: &Arc<Content>) -> String {
        self.made += 1;
        let id = format!("AgACAgIAAxkBAAI{:08x}{}", self.made, content.unique);
        self.ids.insert(id.clone(), content.clone());
        id
    }

    pub(crate) fn of(&self, id: &str) -> Option<Arc<Content>> {
        self.ids.get(id).cloned()
    }

    /// Makes it possible to fetch the file.
    pub(crate) fn link(&mut self, content: &Arc<Content>, now: Duration) {
        self.links.insert(content.path.clone(), (content.clone(), now + LINK));
    }

    pub(crate) fn fetch(&self, path: &str, now: Duration) -> Option<Arc<Vec<u8>>> {
        let (content, until) = self.links.get(path)?;
        (*until > now).then(|| content.bytes.clone())
    }
}
