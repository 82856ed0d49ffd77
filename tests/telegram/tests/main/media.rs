//! Pictures and files, there and back.

use std::time::Duration;

use workflow_bot_api::{Fault, Kind};
use workflow_telegram_tests::host::{Host, picture};

use crate::{at_menu, at_work, ends_with, texts};

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_taken_and_shown() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Picture").await.unwrap();
    ann.sees(ends_with("Send me a picture.")).await;
    let sent = picture(64, 48, 7);
    ann.sends_photo(sent.clone(), "").await;
    let shown = ann.sees(ends_with("Look, Ann.")).await.pop().unwrap();
    let media = shown.media.unwrap();
    assert_eq!((media.kind, &*media.bytes), (Kind::Photo, &sent));
    assert_eq!(shown.keyboard[0][0].label, "Go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_telegram_has_already_is_not_sent_again() {
    let host = Host::start().await;
    let ann = host.api.private(&host.api.user("Ann"));
    for _ in 0..2 {
        ann.says("/tour Ann").await;
        ann.sees(ends_with("Where to, Ann?")).await;
        ann.presses("Picture").await.unwrap();
        ann.sees(ends_with("Send me a picture.")).await;
        ann.sends_photo(picture(64, 48, 7), "").await;
        ann.sees(ends_with("Look, Ann.")).await;
    }
    let photos: Vec<_> =
        host.api.calls_of("sendPhoto").into_iter().map(|call| call.parameters["photo"].clone()).collect();
    assert_eq!(photos.len(), 2);
    assert!(photos[0].as_str().is_none_or(|photo| photo.starts_with("attach://")), "{photos:?}");
    assert!(photos[1].as_str().is_some_and(|photo| !photo.starts_with("attach://")), "{photos:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_one_input_and_shown_as_an_album() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Album").await.unwrap();
    ann.sees(ends_with("Send me an album.")).await;
    let sent: Vec<Vec<u8>> = (1..=10).map(|number| picture(40, 40, number * 20)).collect();
    ann.sends_album(sent.clone(), "").await;
    let messages = ann.sees(ends_with("Look at these.")).await;
    let shown: Vec<_> =
        messages.iter().filter(|message| message.is_by_bot).filter_map(|message| message.media.as_ref()).collect();
    assert_eq!(shown.iter().map(|media| &*media.bytes).collect::<Vec<_>>(), sent.iter().collect::<Vec<_>>());
    assert!(
        messages
            .iter()
            .filter(|message| message.is_by_bot && message.media.is_some())
            .all(|message| message.album.is_some())
    );
    let session = host
        .engine()
        .session(&workflow::SessionKey::new("telegram", ann.id().to_string(), ann.id().to_string()))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(session.step(), "Pictures");
    assert_eq!(host.engine().journal(session.session()).await.unwrap().len(), 3, "ten messages were one move");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_comes_late_or_is_too_large_or_a_picture_of_too_many_pixels_is_told_of() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Picture").await.unwrap();
    ann.sees(ends_with("Send me a picture.")).await;
    ann.sends_document("large.bin", vec![0; 21 * 1024 * 1024]).await;
    ann.sees(ends_with("That file is too large: 20 MB is the most that can be taken here.")).await;
    let bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x27\x10\x08\x02\0\0\0\0\0\0\0";
    ann.sends_document("bomb.png", bomb.to_vec()).await;
    ann.sees(ends_with("That picture has too many pixels: 50 megapixels is the most.")).await;
    host.api.fail(Fault::html(502).method("getFile").times(1));
    ann.sends_photo(picture(64, 48, 7), "").await;
    ann.sees(ends_with("Look, Ann.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_telegram_takes_for_none_is_sent_as_a_file() {
    let host = Host::start().await;
    let ann = at_work(&host).await;
    host.api.fail(Fault::refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS").method("sendPhoto").times(1));
    host.slow.finish.notify_one();
    let messages = ann.sees(ends_with("Look, Ann.")).await;
    assert_eq!(messages.last().unwrap().media.as_ref().unwrap().kind, Kind::Document);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(texts(&ann.from_bot()).iter().filter(|text| **text == "Look, Ann.").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_to_stand_beside_a_picture_stands_below_it() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Story").await.unwrap();
    let messages = ann.sees(|messages| messages.last().is_some_and(|last| last.text.starts_with("word"))).await;
    let [.., picture, story] = messages.as_slice() else { panic!("{}", ann.transcript()) };
    assert!(picture.media.is_some() && picture.text.is_empty());
    assert_eq!(story.text, "word ".repeat(400).trim());
    assert_eq!(story.labels()[0], "Go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_not_kept_any_more_takes_no_words_and_no_buttons_with_it() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Picture").await.unwrap();
    ann.sees(ends_with("Send me a picture.")).await;
    host.api.fail(Fault::html(502).method("sendPhoto").always());
    ann.sends_photo(picture(64, 48, 7), "").await;
    host.api.sees_calls(|calls| calls.iter().any(|call| call.method == "sendphoto")).await;
    std::fs::remove_dir_all(host.folder().join("media")).unwrap();
    host.api.clear_faults();
    let shown = ann.sees(ends_with("Look, Ann.")).await.pop().unwrap();
    assert!(shown.media.is_none());
    assert_eq!(shown.labels()[0], "Go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_were_sent_are_not_sent_again_when_the_rest_has_to_wait() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Album").await.unwrap();
    ann.sees(ends_with("Send me an album.")).await;
    host.api.fail(Fault::too_many(1).method("sendMessage").times(2));
    ann.sends_album((1..=4).map(|number| picture(40, 40, number * 20)).collect(), "").await;
    ann.sees(ends_with("Look at these.")).await;
    assert_eq!(host.api.calls_of("sendMediaGroup").len(), 1);
}
