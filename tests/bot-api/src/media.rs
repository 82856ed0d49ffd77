//! Files that come with a call, checked as Telegram does.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::answer::Refusal;
use crate::files::{Content, Files, Kind, NewFile};
use crate::parameters::{Parameters, Upload};
use crate::room::Medium;

const LARGEST_PHOTO: usize = 10 << 20;
/// Width and height together.
const WIDEST_PHOTO: usize = 10_000;
const STEEPEST_PHOTO: usize = 20;
/// How wide the small size of a photo is at most.
const SMALL: usize = 90;
/// A picture of one pixel: what stands for every small size.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// The file that this parameter or this media names; nothing, where there is none.
pub(crate) fn file(
    files: &mut Files,
    parameters: &Parameters,
    name: &str,
    kind: Kind,
) -> Result<Option<Arc<Content>>, Refusal> {
    match (parameters.file(name), parameters.text(name)) {
        (Some(upload), _) => keep(files, upload, kind).map(Some),
        (None, Some(named)) => named_file(files, parameters, &named, kind),
        (None, None) => Ok(None),
    }
}

/// A file by its id, or by `attach://` and the part it is in.
pub(crate) fn named_file(
    files: &mut Files,
    parameters: &Parameters,
    named: &str,
    kind: Kind,
) -> Result<Option<Arc<Content>>, Refusal> {
    if let Some(part) = named.strip_prefix("attach://") {
        return parameters.file(part).map(|upload| keep(files, upload, kind)).transpose();
    }
    if named.starts_with("http://") || named.starts_with("https://") {
        return Err(Refusal::bad("Failed to get HTTP URL content"));
    }
    let content = files.of(named).ok_or_else(|| Refusal::bad("Wrong file identifier/HTTP URL specified"))?;
    // All but photos are documents to Telegram.
    if (content.kind == Kind::Photo) != (kind == Kind::Photo) {
        let (is, wanted) = (title(content.kind), title(kind));
        return Err(Refusal::bad(format!("Can't use file of type {is} as {wanted}")));
    }
    Ok(Some(content))
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Photo => "Photo",
        Kind::Document => "Document",
        Kind::Audio => "Audio",
        Kind::Video => "Video",
    }
}

fn keep(files: &mut Files, upload: &Upload, kind: Kind) -> Result<Arc<Content>, Refusal> {
    if upload.bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    let size = if kind == Kind::Photo { photo_size(&upload.bytes)? } else { size(&upload.bytes).unwrap_or((0, 0)) };
    let (name, mime) = match kind {
        Kind::Photo => (None, None),
        _ => (Some(upload.name.clone()), upload.mime.clone()),
    };
    Ok(files.keep(NewFile { kind, name, mime, bytes: upload.bytes.clone(), size }))
}

fn photo_size(bytes: &[u8]) -> Result<(usize, usize), Refusal> {
    if bytes.len() > LARGEST_PHOTO {
        let size = bytes.len();
        return Err(Refusal::bad(format!(
            "File of size {size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )));
    }
    let (width, height) = size(bytes).ok_or_else(|| Refusal::bad("IMAGE_PROCESS_FAILED"))?;
    let (small, large) = (width.min(height), width.max(height));
    if small == 0 || width + height > WIDEST_PHOTO || large > small * STEEPEST_PHOTO {
        return Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    Ok((width, height))
}

/// Width and height, if it is a whole picture.
pub(crate) fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let is_whole = match bytes {
        [0x89, b'P', b'N', b'G', ..] => bytes.ends_with(b"IEND\xaeB`\x82"),
        [0xff, 0xd8, ..] => bytes.windows(2).rev().take(1024).any(|end| end == [0xff, 0xd9]),
        _ => true,
    };
    let size = imagesize::blob_size(bytes).ok().filter(|_| is_whole)?;
    Some((size.width, size.height))
}

/// The file as it stands in a new message: with new ids.
pub(crate) fn medium(files: &mut Files, file: Arc<Content>, more: Map<String, Value>) -> Medium {
    let file_id = files.id(&file);
    let small = (file.kind == Kind::Photo && file.width.max(file.height) > SMALL).then(|| {
        let (width, height) = (file.width, file.height);
        let scaled = |side: usize| (side * SMALL / width.max(height)).max(1);
        let size = (scaled(width), scaled(height));
        let small = files.keep(NewFile { kind: Kind::Photo, name: None, mime: None, bytes: PIXEL.to_vec(), size });
        let id = files.id(&small);
        (small, id)
    });
    Medium { file, file_id, small, more: Value::Object(more) }
}

/// What a file of this name is, to a client of Telegram.
pub(crate) fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).as_deref() {
        Some("txt") => "text/plain",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("mp3") => "audio/mpeg",
        Some("mp4") => "video/mp4",
        Some("zip") => "application/zip",
        _ => "application/octet-stream",
    }
}
