//! Files that a visitor sends: kept as they come, never whole in memory.

use std::fmt;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::visitor::Visitor;
use super::{BODY, Site, answer, api};
use crate::core::input::Kind;
use crate::core::media::Media;
use crate::core::phrase::Phrase;
use crate::engine::Delivery;
use crate::media::{MediaError, MediaStore, too_many_pixels};
use crate::say;

/// What a form with files holds.
#[derive(Default)]
pub(super) struct Upload {
    pub(super) id: String,
    /// What was written beside the files.
    pub(super) text: String,
    /// What is replied to.
    pub(super) reply: Option<String>,
    files: Vec<Media>,
}

/// Why files are not taken.
pub(super) enum Refused {
    /// No workflow takes files.
    NoFiles,
    /// It is no form with files, or broken.
    Malformed(String),
    /// There are too many bytes: this is the most.
    TooLarge(u64),
    /// A text is too long.
    TooLong,
    /// There are too many files.
    TooMany,
    /// A picture has too many pixels: this is the most.
    TooManyPixels(u64),
    /// It has stopped to come.
    TooSlow,
    /// A file has no bytes.
    Empty,
    /// There is neither file nor text.
    Nothing,
    /// This visitor sends too much at once.
    TooFast,
    /// Too many send files at once.
    Busy,
    /// They could not be kept.
    Broken,
}

/// How many times the limit is read and thrown away before the connection is cut: a browser shows no answer before it has
/// sent everything.
const PATIENCE: u64 = 4;

impl Upload {
    /// Reads `id`, `text`, `reply` and files of the name `file` from a multipart form, and keeps the files.
    pub(super) async fn receive(site: &Site, visitor: &Visitor, request: Request) -> Result<Self, Refused> {
        let store = site.media.as_deref().filter(|_| site.takes_files).ok_or(Refused::NoFiles)?;
        let _own = site.senders.take(visitor.name().to_owned()).ok_or(Refused::TooFast)?;
        let _place = site.uploads.try_acquire().map_err(|_| Refused::Busy)?;
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|rejection| Refused::Malformed(rejection.body_text()))?;
        let mut upload = Self::default();
        let most = site.largest_upload;
        let mut budget = Budget { most, left: most, patience: most.saturating_mul(PATIENCE) };
        let mut refused = None;
        let mut fields = 0;
        while let Some(mut field) = form.next_field().await? {
            fields += 1;
            if fields > FIELDS {
                return Err(Refused::TooMany);
            }
            let taken = match &refused {
                None => upload.take(store, &mut field, &mut budget).await,
                Some(_) => Ok(()),
            };
            if let Err(hopeless @ (Refused::Malformed(_) | Refused::TooSlow)) = taken {
                return Err(hopeless);
            }
            refused = refused.or(taken.err());
            if refused.is_some() {
                budget.drain(&mut field).await?;
            }
        }
        refused.map_or(Ok(upload), Err)
    }

    /// What it delivers: files, or without any the text alone.
    pub(super) fn into_delivery(self) -> Result<Delivery, Refused> {
        let Self { id, text, reply, files } = self;
        let delivery = match (files.is_empty(), text.trim().is_empty()) {
            (false, _) => Delivery::media(id, files).caption(text),
            (true, false) => Delivery::text(id, text),
            (true, true) => return Err(Refused::Nothing),
        };
        Ok(api::replying(delivery, reply))
    }

    async fn take(
        &mut self,
        store: &dyn MediaStore,
        field: &mut Field<'_>,
        budget: &mut Budget,
    ) -> Result<(), Refused> {
        match field.name() {
            Some("id") => self.id = text(field).await?,
            Some("text") => self.text = text(field).await?.replace("\r\n", "\n"),
            Some("reply") => self.reply = Some(text(field).await?),
            Some("file") => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let mut receiving = store.receive_on_trial(budget.left).await?;
                let mut size = 0;
                while let Some(part) = field.chunk().await? {
                    let count = u64::try_from(part.len()).unwrap_or(u64::MAX);
                    size += count;
                    if size > budget.left {
                        return Err(Refused::TooLarge(budget.most));
                    }
                    receiving.write(&part).await?;
                }
                budget.left -= size;
                // A browser sends this when nothing was chosen.
                if name.is_empty() && size == 0 {
                    return Ok(());
                }
                if self.files.len() >= Kind::Album.most_files() {
                    return Err(Refused::TooMany);
                }
                self.files.push(receiving.finish().await?.with_name(&name));
            }
            name => {
                let name: String = name.unwrap_or_default().chars().take(40).collect();
                return Err(Refused::Malformed(format!("Send `id`, `file`, `text` and `reply`, not `{name}`.")));
            }
        }
        Ok(())
    }
}

/// How many fields are read of one form.
const FIELDS: usize = 32;

/// How many bytes may still come.
struct Budget {
    most: u64,
    left: u64,
    /// How many are still read though they are refused.
    patience: u64,
}

impl Budget {
    /// Reads what is left of the field and forgets it, within reason.
    async fn drain(&mut self, field: &mut Field<'_>) -> Result<(), Refused> {
        while let Some(part) = field.chunk().await? {
            let count = u64::try_from(part.len()).unwrap_or(u64::MAX);
            self.patience = self.patience.checked_sub(count).ok_or(Refused::TooLarge(self.most))?;
        }
        Ok(())
    }
}

async fn text(field: &mut Field<'_>) -> Result<String, Refused> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await? {
        if bytes.len() + part.len() > BODY {
            return Err(Refused::TooLong);
        }
        bytes.extend_from_slice(&part);
    }
    String::from_utf8(bytes).map_err(|_| Refused::Malformed("This is no text.".into()))
}

impl From<MultipartError> for Refused {
    fn from(error: MultipartError) -> Self {
        if answer::is_too_slow(&error) {
            return Self::TooSlow;
        }
        Self::Malformed(format!("The form is broken: {}.", error.body_text()))
    }
}

impl From<MediaError> for Refused {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Empty => Self::Empty,
            MediaError::TooLarge { most } => Self::TooLarge(most),
            MediaError::TooManyPixels { most } => Self::TooManyPixels(most),
            error => {
                tracing::error!(error = %answer::chain(&error), "a file could not be kept");
                Self::Broken
            }
        }
    }
}

impl Refused {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NoFiles => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge(_) | Self::TooLong | Self::TooMany | Self::TooManyPixels(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Empty | Self::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooFast => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Broken => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    pub(super) fn retry_after(&self) -> Option<HeaderValue> {
        matches!(self, Self::TooFast | Self::Busy | Self::Broken).then(|| HeaderValue::from_static("5"))
    }
}

impl Refused {
    /// What the visitor is told.
    pub(super) fn phrase(&self) -> Phrase {
        match self {
            Self::NoFiles => say!("This bot takes no files."),
            Self::Malformed(why) => Phrase::from(why),
            Self::TooLarge(most) => say!("That is too large: {most} is the most.", most = Size(*most).to_string()),
            Self::TooLong => say!("That text is too long."),
            Self::TooMany => say!("These are too many files: {most} is the most.", most = Kind::Album.most_files()),
            Self::TooManyPixels(most) => too_many_pixels(*most),
            Self::TooSlow => say!("Nothing more has come for too long."),
            Self::Empty => say!("The file is empty."),
            Self::Nothing => say!("Please choose a file first."),
            Self::TooFast => say!("You are sending too many files at once. Please wait for the others."),
            Self::Busy => say!("There is too much to do right now. Please try again in a moment."),
            Self::Broken => say!("That could not be kept. Please try again in a moment."),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.status(), format!("{self}\n")).into_response();
        if let Some(later) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, later);
        }
        response
    }
}

/// A number of bytes, as people say it.
pub(super) struct Size(pub(super) u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes @ 0..1024 => write!(f, "{bytes} bytes"),
            bytes @ 1024..1_048_576 => write!(f, "{} KB", bytes / 1024),
            bytes => write!(f, "{} MB", bytes / 1_048_576),
        }
    }
}
