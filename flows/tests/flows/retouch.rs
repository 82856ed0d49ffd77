//! What is done with a picture that is there.

use flows::retouch::{AskImage, AskMark, ChooseTaskOf, ChooseTimes, Delivered, NotDone, Retouch, Working};
use workflow::testing::{Chat, Walk};
use workflow::{MediaKind, Pixels, Sent};

use super::world::{World, complete};

/// What was delivered, decoded.
async fn delivered(world: &World, chat: &Chat) -> image::DynamicImage {
    let file = chat.screens()[0].view().media[0].clone();
    assert_eq!(file.kind(), MediaKind::Document);
    world.pictures.read(&file).await.unwrap()
}

#[tokio::test]
async fn a_picture_is_made_four_times_as_large_and_comes_as_a_document() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.send(Sent::Media(vec![world.picture(1).await], "/upscale".into())).await.at::<ChooseTimes>();
    chat.press("Four times").await.at::<Working>().restart().await.work().await.at::<Delivered>();
    let made = delivered(&world, &chat).await;
    assert_eq!((made.width(), made.height()), (192, 128));
    // It is the same picture: what stands in the middle did not move.
    let original = world.pictures.read(&world.picture(1).await).await.unwrap().to_rgb8();
    let near = |one: [u8; 3], other: [u8; 3]| one.iter().zip(other).all(|(one, other)| one.abs_diff(other) < 12);
    assert!(near(made.to_rgb8().get_pixel(98, 66).0, original.get_pixel(24, 16).0));
}

#[tokio::test]
async fn a_watermark_is_written_into_the_lower_right_corner_and_nowhere_else() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/watermark").await.at::<AskImage>().upload([world.picture(1).await]).await.at::<AskMark>();
    chat.say("x".repeat(41)).await.rejected("A watermark has 1 to 40 characters.");
    chat.say("ann").await.work().await.at::<Delivered>();
    let made = delivered(&world, &chat).await.to_rgb8();
    let original = world.pictures.read(&world.picture(1).await).await.unwrap().to_rgb8();
    let changed = |x, y| made.get_pixel(x, y) != original.get_pixel(x, y);
    assert!((24..48).any(|x| (16..32).any(|y| changed(x, y))));
    assert!(!(0..48).any(|x| (0..16).any(|y| changed(x, y))));
}

#[tokio::test]
async fn a_background_is_removed_and_a_picture_described() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    chat.say("/media").await.press("Remove the background").await.upload([world.picture(1).await]).await.work().await;
    assert!(delivered(&world, &chat).await.color().has_alpha());
    chat.say("/media")
        .await
        .upload([world.picture(1).await])
        .await
        .at::<ChooseTaskOf>()
        .press("Describe")
        .await
        .work()
        .await;
    chat.sees("On it: a balanced, wide picture in ");
}

#[tokio::test]
async fn what_is_no_whole_picture_that_stands_still_is_refused_with_the_reason() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let png = world.pictures.bytes(&world.picture(1).await).await.unwrap();
    chat.say("/upscale").await;
    let half = world.file(&png[..png.len() - 20]).await;
    chat.upload([half])
        .await
        .rejected("That picture is broken: its end is missing, or it is not what it says. Please send it again.");
    // The type of a picture is what its bytes say: this one begins as a PNG and goes on otherwise.
    let mut lies = png[..40].to_vec();
    lies.extend([7; 400]);
    let lies = world.file(&lies).await;
    chat.upload([lies]).await.not_moved();
    let mut gif = b"GIF89a".to_vec();
    gif.extend([16, 0, 16, 0, 0, 0, 0, 59]);
    let gif = world.file(&gif).await;
    chat.upload([gif]).await.rejected("That picture moves: please send one that stands still.");
    chat.upload([animated(&world).await]).await.rejected("That picture moves: please send one that stands still.");
    let large = image::DynamicImage::from(image::GrayImage::new(5001, 5000));
    let large = world.pictures.keep(large).await.unwrap();
    chat.upload([large]).await.rejected("That picture has 26 megapixels, and 25 is the most.");
    let heavy = world.picture(1).await;
    let heavy = workflow::Media::new(heavy.id().clone(), MediaKind::Photo, "image/png", 21_000_000);
    chat.upload([heavy]).await.rejected("That picture has 21 MB, and 20 is the most.").at::<AskImage>();
}

/// A PNG with an animation: a chunk `acTL` before its data.
async fn animated(world: &World) -> workflow::Media {
    let png = world.pictures.bytes(&world.picture(1).await).await.unwrap();
    let (head, rest) = png.split_at(33);
    let mut body = b"acTL".to_vec();
    body.extend(2_u32.to_be_bytes());
    body.extend(0_u32.to_be_bytes());
    let mut made = head.to_vec();
    made.extend(8_u32.to_be_bytes());
    made.extend(&body);
    made.extend(crc(&body).to_be_bytes());
    made.extend(rest);
    world.file(&made).await
}

/// The checksum of a PNG chunk (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[tokio::test]
async fn a_picture_that_would_get_too_large_is_refused_before_any_work() {
    let world = World::new().await;
    let mut chat = world.chat().await;
    let pixels = Pixels { width: 4000, height: 4000 };
    let small = world.picture(1).await;
    let claims = workflow::Media::new(small.id().clone(), MediaKind::Photo, "image/png", 100).with_pixels(pixels);
    chat.say("/upscale").await.upload([claims]).await.press("Four times").await.at::<ChooseTimes>();
    chat.rejected("It would have more than 100 megapixels then: please take a smaller one, or twice.");
}

#[tokio::test]
async fn every_way_through_the_retouching_is_walked() {
    let world = World::new().await;
    let photo = world.picture(1).await;
    let of = world.clone();
    let mut walk = Walk::<Retouch>::with(move |store| of.builder(store)).text("AskMark", ["ann"]).real_work();
    for step in ["ChooseTask", "AskImage", "/media", "/upscale", "/background", "/watermark", "/describe"] {
        walk = walk.media(step, [photo.clone()]);
    }
    let mut coverage = walk.run().coverage().clone();
    let mut chat = world.chat().await;
    for command in ["/media", "/upscale", "/background", "/watermark", "/describe"] {
        chat.send(Sent::Media(vec![photo.clone()], command.into())).await.say("/cancel").await;
    }
    chat.send(Sent::Media(vec![photo.clone()], "/media".into())).await.press("Upscale").await.at::<ChooseTimes>();
    chat.say("/background").await.upload([photo]).await.fail("work", "no").await.at::<NotDone>();
    chat.press("Try again").await.work().await.at::<Delivered>();
    coverage = coverage.and(&chat.coverage::<Retouch>());
    complete(&coverage);
}
