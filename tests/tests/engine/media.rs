//! Files that a user sends: what they are is told from their bytes, and they go where they are taken.

use workflow::media::{Folder, MediaError, MediaStore};
use workflow::store::Said;
use workflow::{Delivery, Locale, MediaKind, Pixels};
use workflow_tests::bench::Chat;
use workflow_tests::gallery::{Museum, bombs, png};

use super::{rejected, told};

const PDF: &[u8] = b"%PDF-1.7 a letter";
const MP3: &[u8] = b"ID3\x03\0\0\0\0\0\0 a song";
const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\0\0isommp42 a film";

#[tokio::test]
async fn a_picture_goes_to_the_step_that_asks_for_one() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    ann.says("/frame").await;
    let photo = museum.file("cat.png", &png(1)).await;
    let outcome = ann.delivers(Delivery::media("1", [photo.clone()])).await;
    assert_eq!(outcome.step.as_deref(), Some("PickFrame"));
    let now = ann.now().await;
    assert_eq!(now.record().stored.data["photo"]["name"], "cat.png");
    assert_eq!(now.view().media, [photo]);
}

#[tokio::test]
async fn a_file_that_only_says_it_is_a_picture_is_rejected_and_the_user_is_told_what_is_one() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    ann.says("/frame").await;
    let cut: &[u8] = b"\x89PNG\r\n\x1a\n and no more of it";
    for (id, bytes) in [("1", PDF), ("2", b"just text"), ("3", cut)] {
        let file = museum.file("cat.png", bytes).await;
        assert_eq!((file.kind(), file.pixels()), (MediaKind::Document, None), "{id}");
        let outcome = ann.delivers(Delivery::media(id, [file])).await;
        let why = "“cat.png” is no picture that can be shown: that is PNG, JPEG, WebP or GIF. Please send a photo.";
        assert_eq!(told(&outcome), why);
    }
    assert_eq!(ann.now().await.step(), "AskPhoto");
}

#[tokio::test]
async fn several_files_are_not_taken_where_one_is() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    ann.says("/frame").await;
    let files = [museum.file("1.png", &png(1)).await, museum.file("2.png", &png(2)).await];
    let outcome = ann.delivers(Delivery::media("1", files)).await;
    assert_eq!(told(&outcome), "These are 2 files, and only one is taken. Please send a photo.");
}

#[tokio::test]
async fn text_is_not_taken_where_a_picture_is() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    ann.says("/frame").await;
    assert_eq!(told(&ann.says("a cat").await), "Please send a photo.");
    assert_eq!(told(&ann.says("/frame a cat").await), "Please send a photo.");
}

#[tokio::test]
async fn a_command_beside_a_picture_begins_with_it() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    let photo = museum.file("cat.png", &png(1)).await;
    let outcome = ann.delivers(Delivery::media("1", [photo.clone()]).caption("/frame")).await;
    assert_eq!(outcome.step.as_deref(), Some("PickFrame"));
    let outcome = ann.delivers(Delivery::media("2", [photo.clone()]).caption("/frame a cat")).await;
    assert_eq!(told(&outcome), "Please send either a file or text with /frame, not both.");
    let outcome = ann.delivers(Delivery::media("3", [photo]).caption("/pages")).await;
    assert_eq!(told(&outcome), "/pages stands alone: send it with nothing behind it.");
}

#[tokio::test]
async fn a_file_that_nobody_asked_for_is_refused() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    let photo = museum.file("cat.png", &png(1)).await;
    let outcome = ann.delivers(Delivery::media("1", [photo.clone()])).await;
    assert_eq!(told(&outcome), "Nothing is under way. Try /frame, /pages, /letter or /play.");
    ann.delivers(Delivery::media("2", [photo.clone()]).caption("/frame")).await;
    assert_eq!(told(&ann.delivers(Delivery::media("3", [photo])).await), "Please press one of the buttons.");
    assert_eq!(told(&ann.delivers(Delivery::media("4", [])).await), "There is no file.");
}

#[tokio::test]
async fn one_file_or_several_are_an_album() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    let mut pages = Vec::new();
    for number in 0..11 {
        pages.push(museum.file(&format!("{number}.png"), &png(number)).await);
    }
    pages[1] = museum.file("letter.pdf", PDF).await;
    ann.says("/pages").await;
    let outcome = ann.delivers(Delivery::media("1", pages.clone())).await;
    assert_eq!(told(&outcome), "These are 11 files, and 10 is the most. Please send photos or files.");
    assert!(ann.delivers(Delivery::media("2", pages[..10].to_vec())).await.moved());
    assert_eq!(ann.now().await.view().media, pages[..10]);
    ann.says("/pages").await;
    assert!(ann.delivers(Delivery::media("3", pages[..1].to_vec())).await.moved());
}

#[tokio::test]
async fn a_document_is_a_file_of_any_type_and_either_takes_both_of_its_sides() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    let files = [("letter.pdf", PDF), ("cat.png", &*png(1)), ("song.mp3", MP3)];
    for (name, bytes) in files {
        ann.says("/letter").await;
        let outcome = ann.delivers(Delivery::media(name, [museum.file(name, bytes).await])).await;
        assert_eq!(outcome.step.as_deref(), Some("Kept"), "{name}: {outcome:?}");
    }
    ann.says("/letter").await;
    ann.says("Dear Bob").await;
    assert_eq!(ann.now().await.record().stored.data["note"], "Dear Bob");
    ann.says("/letter").await;
    let several = [museum.file("1.pdf", PDF).await, museum.file("2.pdf", PDF).await];
    let outcome = ann.delivers(Delivery::media("several", several)).await;
    assert_eq!(told(&outcome), "These are 2 files, and only one is taken. Please send a document or text.");
}

#[tokio::test]
async fn a_recording_and_a_video_each_take_their_own_transition() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    for (id, bytes, note) in [("1", MP3, "audio"), ("2", MP4, "video")] {
        ann.says("/play").await;
        ann.delivers(Delivery::media(id, [museum.file("x", bytes).await])).await;
        assert_eq!(ann.now().await.record().stored.data["note"], note);
    }
    ann.says("/play").await;
    let outcome = ann.delivers(Delivery::media("3", [museum.file("cat.mp3", &png(1)).await])).await;
    assert_eq!(
        told(&outcome),
        "“cat.mp3” is no recording that can be played: that is MP3, Ogg, WAV, FLAC or M4A. Please send an audio file or a video."
    );
}

#[tokio::test]
async fn the_same_files_again_get_the_first_answer() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    let photo = museum.file("cat.png", &png(1)).await;
    ann.says("/frame").await;
    let first = ann.delivers(Delivery::media("same", [photo.clone()])).await;
    assert_eq!(ann.delivers(Delivery::media("same", [photo.clone()])).await, first);
    assert_eq!(ann.delivers(Delivery::media("same", [museum.file("b", PDF).await])).await, first);
    let refused = ann.delivers(Delivery::media("refused", [photo.clone()])).await;
    assert_eq!(refused.answered, rejected("Please press one of the buttons."));
    ann.says("/frame").await;
    assert_eq!(ann.delivers(Delivery::media("refused", [photo])).await, refused);
}

#[tokio::test]
async fn the_journal_tells_which_files_were_sent_and_what_was_written_beside_them() {
    let museum = Museum::new().await;
    let engine = museum.engine().await;
    let ann = Chat::new(&engine, "ann");
    let photo = museum.file("cat.png", &png(1)).await;
    ann.says("/pages").await;
    ann.delivers(Delivery::media("1", [photo.clone()]).caption(" my cat ")).await;
    let journal = engine.journal(ann.now().await.session()).await.unwrap();
    assert_eq!(journal[1].said, Some(Said::Media { media: vec![photo], caption: "my cat".into() }));
}

#[tokio::test]
async fn a_user_is_answered_in_their_language_and_in_english_when_none_is_known() {
    let museum = Museum::new().await;
    let ann = Chat::new(&museum.engine().await, "ann");
    ann.says("/letter").await;
    ann.says("x").await;
    assert_eq!(ann.shown().await, "Kept: 0 x");
    let german = Locale::parse("de-AT").unwrap();
    ann.delivers(Delivery::text("1", "/letter").locale(german)).await;
    ann.says("y").await;
    assert_eq!(ann.shown().await, "Behalten: 0 y");
}

/// Bytes, and what is told of them: kind, type, and size in pixels.
type Told<'a> = (&'a [u8], MediaKind, &'a str, Option<(u32, u32)>);

#[tokio::test]
async fn what_a_file_is_is_told_from_its_bytes() {
    let museum = Museum::new().await;
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x11\x08\0\x05\0\x07\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9";
    let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x04\xc0\0\0\0\0\0\0\0\0\0\0\0";
    let webm = [b"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm".as_slice(), &[0; 256]].concat();
    let files: [Told<'_>; 14] = [
        (&png(1), MediaKind::Photo, "image/png", Some((2, 3))),
        (jpeg, MediaKind::Photo, "image/jpeg", Some((7, 5))),
        (b"GIF89a\x04\0\x06\0\x80\0\0", MediaKind::Photo, "image/gif", Some((4, 6))),
        (webp, MediaKind::Photo, "image/webp", Some((5, 4))),
        (MP4, MediaKind::Video, "video/mp4", None),
        (&webm, MediaKind::Video, "video/webm", None),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", MediaKind::Video, "video/quicktime", None),
        (MP3, MediaKind::Audio, "audio/mpeg", None),
        (b"\0\0\0\x14ftypM4A \0\0\0\0", MediaKind::Audio, "audio/mp4", None),
        (b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0", MediaKind::Audio, "audio/ogg", None),
        (b"RIFF\x24\0\0\0WAVEfmt ", MediaKind::Audio, "audio/x-wav", None),
        (b"fLaC\0\0\0\x22", MediaKind::Audio, "audio/x-flac", None),
        (PDF, MediaKind::Document, "application/pdf", None),
        (b"<html><script>alert(1)</script>", MediaKind::Document, "application/octet-stream", None),
    ];
    for (bytes, kind, content_type, pixels) in files {
        let media = museum.media.put(bytes.to_vec()).await.unwrap();
        assert_eq!((media.kind(), media.content_type()), (kind, content_type));
        assert_eq!(media.size(), bytes.len() as u64);
        assert_eq!(media.pixels(), pixels.map(|(width, height)| Pixels { width, height }), "{content_type}");
    }
}

#[tokio::test]
async fn a_file_that_comes_in_parts_is_the_same_as_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let media = Folder::open(folder.path()).await.unwrap();
    let bytes: Vec<u8> = png(1).into_iter().chain((0..100_000_u32).map(|byte| byte as u8)).collect();
    let whole = media.put(bytes.clone()).await.unwrap();
    let mut receiving = media.receive(bytes.len() as u64).await.unwrap();
    for part in bytes.chunks(777) {
        receiving.write(part).await.unwrap();
    }
    assert_eq!(receiving.finish().await.unwrap(), whole);
}

#[tokio::test]
async fn nothing_is_left_of_a_file_that_is_too_large_or_empty_or_does_not_end() {
    let folder = tempfile::tempdir().unwrap();
    let media = Folder::open(folder.path()).await.unwrap();
    let mut large = media.receive(10).await.unwrap();
    large.write(b"0123456789").await.unwrap();
    assert!(matches!(large.write(b"x").await, Err(MediaError::TooLarge { most: 10 })));
    drop(large);
    let empty = media.receive(10).await.unwrap();
    assert!(matches!(empty.finish().await, Err(MediaError::Empty)));
    let mut endless = media.receive(10).await.unwrap();
    endless.write(b"x").await.unwrap();
    drop(endless);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

async fn on_trial(media: &Folder, bytes: &[u8]) -> Result<workflow::Media, MediaError> {
    let mut receiving = media.receive_on_trial(1000).await.unwrap();
    receiving.write(bytes).await.unwrap();
    receiving.finish().await
}

#[tokio::test]
async fn a_picture_that_says_it_has_too_many_pixels_is_refused_and_nothing_of_it_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let media = Folder::open(folder.path()).await.unwrap();
    for (kind, bomb) in bombs() {
        let refused = on_trial(&media, &bomb).await;
        assert!(matches!(refused, Err(MediaError::TooManyPixels { most: 50_000_000 })), "{kind}: {refused:?}");
    }
    // Longer than a picture can be: not measured, it would be a document that a browser still shows as a picture.
    let [(_, mut longer), ..] = bombs();
    longer[16..20].copy_from_slice(&u32::MAX.to_be_bytes());
    longer[20..24].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(matches!(on_trial(&media, &longer).await, Err(MediaError::TooManyPixels { .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn how_many_pixels_are_too_many_can_be_said_and_what_an_application_keeps_is_not_measured() {
    let folder = tempfile::tempdir().unwrap();
    let media = Folder::open(folder.path()).await.unwrap();
    // It is two by three pixels.
    let refused = on_trial(&media.clone().largest_picture(5), &png(1)).await;
    assert!(matches!(refused, Err(MediaError::TooManyPixels { most: 5 })), "{refused:?}");
    assert!(on_trial(&media.clone().largest_picture(6), &png(1)).await.is_ok());
    let [(_, own), ..] = bombs();
    assert_eq!(media.put(own).await.unwrap().pixels(), Some(Pixels { width: 10_000, height: 10_000 }));
}
