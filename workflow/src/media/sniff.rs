//! What bytes are, by looking at them: never by what somebody says of them.

use std::io::{BufReader, Read, Seek};

use crate::core::media::{MediaKind, Pixels};

/// What is read to tell a file's type.
pub(super) const HEAD: usize = 8192;

/// No picture that people look at has a longer side.
const LONGEST_SIDE: usize = u16::MAX as usize;

/// What a file is.
pub(super) struct Sniffed {
    pub(super) kind: MediaKind,
    pub(super) content_type: &'static str,
    pub(super) pixels: Option<Pixels>,
    /// How many pixels it says that it has, though they may be too many to be a picture.
    pub(super) area: u64,
}

/// What `file` is, which begins with `head`. What begins as a picture and does not go on as one is a document: its size is
/// read, and nothing of it is decoded.
pub(super) fn sniff(head: &[u8], file: impl Read + Seek) -> Sniffed {
    let content_type = content_type(head);
    let kind = match content_type.split('/').next() {
        Some("image") => MediaKind::Photo,
        Some("video") => MediaKind::Video,
        Some("audio") => MediaKind::Audio,
        _ => MediaKind::Document,
    };
    if kind != MediaKind::Photo {
        return Sniffed { kind, content_type, pixels: None, area: 0 };
    }
    let (width, height) =
        imagesize::reader_size(BufReader::new(file)).map_or((0, 0), |found| (found.width, found.height));
    let area = u64::try_from(width.saturating_mul(height)).unwrap_or(u64::MAX);
    match pixels(width, height) {
        Some(pixels) => Sniffed { kind, content_type, pixels: Some(pixels), area },
        None => Sniffed { kind: MediaKind::Document, content_type: BYTES, pixels: None, area },
    }
}

fn pixels(width: usize, height: usize) -> Option<Pixels> {
    let fits = |side: usize| (1..=LONGEST_SIDE).contains(&side).then(|| u32::try_from(side).ok()).flatten();
    Some(Pixels { width: fits(width)?, height: fits(height)? })
}

/// What is neither shown nor run.
const BYTES: &str = "application/octet-stream";

/// The type by the first bytes. Only types that a browser shows without running them are named; all others are bytes.
pub(super) fn content_type(head: &[u8]) -> &'static str {
    let found = infer::get(head).map_or(BYTES, |kind| kind.mime_type());
    // What a browser knows under another name stands with that.
    const SHOWN: [(&str, &str); 16] = [
        ("image/png", "image/png"),
        ("image/jpeg", "image/jpeg"),
        ("image/webp", "image/webp"),
        ("image/gif", "image/gif"),
        ("video/mp4", "video/mp4"),
        ("video/x-m4v", "video/mp4"),
        ("video/webm", "video/webm"),
        ("video/quicktime", "video/quicktime"),
        ("audio/mpeg", "audio/mpeg"),
        ("audio/ogg", "audio/ogg"),
        ("audio/opus", "audio/ogg"),
        ("audio/x-wav", "audio/x-wav"),
        ("audio/x-flac", "audio/x-flac"),
        ("audio/m4a", "audio/mp4"),
        ("application/pdf", "application/pdf"),
        ("application/zip", "application/zip"),
    ];
    SHOWN.into_iter().find(|(name, _)| *name == found).map_or(BYTES, |(_, shown)| shown)
}
