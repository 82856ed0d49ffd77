//! Pictures and files that are sent from the page.

use std::path::PathBuf;

use fantoccini::key::Key;
use serde_json::json;
use workflow_tests::gallery::png;

use crate::chromium::{Page, Scripts, in_browser_at};
use crate::host::Host;
use crate::look::{PHONE, looks_well};

#[tokio::test]
async fn a_picture_is_sent_by_mouse_and_stands_in_the_conversation() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.say("/frame").await;
        page.sees("Send me a picture.").await;
        page.run_until("the placeholder", "return document.getElementById('text').placeholder === 'Attach a photo'")
            .await;
        assert_eq!(page.run("return document.getElementById('file').multiple").await, false);
        page.click("#attach summary").await;
        choose(page, &[host.file("cat.png", &png(1))]).await;
        let preview = "const shown = document.querySelector('#previews img'); \
            return shown?.naturalWidth === 2 && document.getElementById('previews').innerText";
        let preview = page.run_until("a preview", preview).await;
        assert!(preview.as_str().unwrap().starts_with("cat.png ("), "{preview}");
        page.picture_as("upload-preview").await;
        page.click("#attach button").await;
        page.sees("Which frame?").await;
        // Theirs, and the one that the view shows.
        page.pictures(2).await;
        assert_eq!(page.count(".you a.picture img[alt='cat.png']").await, 1);
        page.run_until("the panel closed", "return !document.getElementById('attach').open").await;
        page.picture_as("upload").await;
        page.press("Oak").await;
        page.sees("Keep it?").await;
        page.press("Yes").await;
        page.sees("Kept: 1 frame 1").await;
        page.pictures(3).await;
    })
    .await;
}

#[tokio::test]
async fn several_files_are_sent_at_once_by_keyboard() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.say("/pages").await;
        page.sees("Send the pages.").await;
        page.run_until("several", "return document.getElementById('file').multiple").await;
        page.run("document.querySelector('#attach summary').focus()").await;
        page.keys([Key::Enter.into()]).await;
        choose(page, &[host.file("one.png", &png(1)), host.file("letter.pdf", b"%PDF-1.7 a letter")]).await;
        page.run("document.getElementById('caption').focus()").await;
        page.keys("my pages".chars()).await;
        page.keys([Key::Tab.into(), Key::Enter.into()]).await;
        page.sees("Kept: 2").await;
        page.sees("my pages").await;
        page.sees("letter.pdf").await;
        assert_eq!(page.count(".you a.document").await, 1);
        let focus = "return document.activeElement !== document.body && document.activeElement.isConnected";
        assert_eq!(page.run(focus).await, true, "the focus is lost");
    })
    .await;
}

#[tokio::test]
async fn a_file_of_the_wrong_kind_is_refused_with_the_reason_and_stays_chosen() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.expects("status of 422");
        page.say("/frame").await;
        page.sees("Send me a picture.").await;
        attach(page, &[host.file("cat.png", b"no picture at all")]).await;
        page.sees("“cat.png” is no picture that can be shown").await;
        let note = "return document.getElementById('attach-note').textContent.includes('no picture')";
        page.run_until("the reason beside the file", note).await;
        assert_eq!(page.run("return document.getElementById('file').files.length").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_before_it_is_sent() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.say("/pages").await;
        page.sees("Send the pages.").await;
        attach(page, &[host.file("large.bin", &vec![7; 400_000])]).await;
        let note = "return document.getElementById('attach-note').textContent";
        assert_eq!(page.run_until("the reason", note).await, "That is too large: 292 KB is the most.");
        assert_eq!(page.count(".you").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_way_of_a_large_file_is_shown_and_the_conversation_does_not_wait_for_it() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.say("/pages").await;
        page.sees("Send the pages.").await;
        let slow = json!({"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 60_000});
        page.devtools("Network.enable", json!({})).await;
        page.devtools("Network.emulateNetworkConditions", slow).await;
        let watch = "window.seen = []; const bar = document.getElementById('sending'); \
            new MutationObserver(() => { if (!bar.hidden) seen.push(bar.value) }).observe(bar, {attributes: true})";
        page.run(watch).await;
        attach(page, &[host.file("large.bin", &vec![7; 250_000])]).await;
        page.run_until("a part of it sent", "return seen.some((part) => part > 0 && part < 1)").await;
        page.keys([Key::Escape.into()]).await;
        page.say("hello").await;
        page.sees("Please send photos or files.").await;
        assert!(!page.text().await.contains("Kept: 1"), "the file was there before the text");
        page.sees("Kept: 1").await;
        let seen = page.run("return seen").await;
        let seen: Vec<f64> = serde_json::from_value(seen).unwrap();
        assert!(seen.is_sorted(), "progress goes back: {seen:?}");
        page.expects("status of 422");
    })
    .await;
}

#[tokio::test]
async fn what_is_attached_fits_a_phone() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        PHONE.on(page).await;
        page.open("/").await;
        page.say("/pages").await;
        page.sees("Send the pages.").await;
        page.click("#attach summary").await;
        let long = format!("{}.png", "a very long name ".repeat(8));
        choose(page, &[host.file(&long, &png(1)), host.file("letter.pdf", b"%PDF-1.7 a letter")]).await;
        looks_well(page, "phone-upload-1-chosen").await;
        page.click("#attach button").await;
        page.sees("Kept: 2").await;
        looks_well(page, "phone-upload-2-sent").await;
    })
    .await;
}

#[tokio::test]
async fn a_picture_is_dropped_on_the_page() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Run, async |page| {
        page.say("/letter").await;
        page.sees("A letter, or a few words?").await;
        let drop = "const carried = new DataTransfer(); \
            carried.items.add(new File(['Dear Bob'], 'letter.txt', {type: 'text/plain'})); \
            document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: carried, bubbles: true, cancelable: true}))";
        page.run(drop).await;
        page.run_until("the file", "return document.getElementById('previews').innerText.includes('letter.txt')").await;
        page.click("#attach button").await;
        page.sees("Kept: 1").await;
    })
    .await;
}

#[tokio::test]
async fn without_scripts_a_form_sends_pictures() {
    let host = Host::start().await;
    in_browser_at(host.address, Scripts::Off, async |page| {
        page.expects("status of 413");
        page.expects("status of 422");
        attach(page, &[]).await;
        page.sees("Please choose a file first.").await;
        page.say("/frame").await;
        page.sees("Send me a picture.").await;
        attach(page, &[host.file("large.bin", &vec![7; 400_000])]).await;
        page.sees("That is too large: 292 KB is the most.").await;
        attach(page, &[host.file("cat.png", &png(1))]).await;
        page.sees("Which frame?").await;
        page.press("Oak").await;
        page.press("No").await;
        page.sees("Nothing was kept.").await;
        assert_eq!(page.count(".you a.picture").await, 1);
    })
    .await;
}

/// Chooses these files where files are attached, as a browser's own dialog does.
async fn choose(page: &Page, files: &[PathBuf]) {
    let paths: Vec<_> = files.iter().map(|path| path.display().to_string()).collect();
    page.find("#file").await.send_keys(&paths.join("\n")).await.expect("files can be chosen");
}

pub(crate) async fn attach(page: &Page, files: &[PathBuf]) {
    page.click("#attach summary").await;
    if !files.is_empty() {
        choose(page, files).await;
    }
    page.click("#attach button").await;
}
