//! All views that a surface has to show, on the page as it comes over HTTP and in the API: nothing of them is lost, and every
//! button can be pressed.

use std::net::SocketAddr;
use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use workflow::surface::web::Web;
use workflow_tests::views::{Asks, Sample, Styled, all, builder, cuts, merged};

use crate::chromium::{Scripts, in_browser_at};
use crate::http::{Http, Visitor};
use crate::scriptless::between;

/// A bot that shows the views, in this process.
struct Stage {
    address: SocketAddr,
    _folder: TempDir,
}

impl Stage {
    async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let (builder, media) = builder(folder.path()).await;
        let web = Web::bind("127.0.0.1:0").title("views").media(Arc::clone(&media));
        let address = web.address();
        let engine = builder.surface(web).build().await.unwrap();
        let address = address.borrow().unwrap();
        tokio::spawn(async move { engine.run(std::future::pending()).await });
        Self { address, _folder: folder }
    }
}

/// Somebody whose browser runs no scripts: forms, and the page as it comes.
struct Reader {
    http: Http,
    cookie: String,
}

impl Reader {
    async fn new(stage: &Stage) -> Self {
        let http = Http::at(stage.address);
        let cookie = http.get("/", &[]).await.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { http, cookie }
    }

    async fn get(&self, path: &str) -> Vec<u8> {
        let answer = self.http.get(path, &[("cookie", &*self.cookie)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        answer.body
    }

    /// Sends one field of the page, and gives the last message of the page that comes then.
    async fn sends(&self, path: &str, field: &str) -> String {
        let page = String::from_utf8(self.get("/").await).unwrap();
        let id = between(&page, "name=\"id\" value=\"", "\"");
        let headers = [("cookie", &*self.cookie), ("content-type", "application/x-www-form-urlencoded")];
        let sent = self.http.post(path, &headers, format!("id={id}&{field}")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path} {field}: {}", sent.text());
        let page = String::from_utf8(self.get("/").await).unwrap();
        let (_, last) = page.rsplit_once("<li id=\"m-").unwrap();
        // What is said in a message has no tags of its own.
        last.split_once("</li>").unwrap().0.to_owned()
    }
}

/// What stands between each two of these.
fn parts<'a>(html: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    html.split(before).skip(1).map(|rest| rest.split_once(after).unwrap().0).collect()
}

/// The letters that are meant.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut meant = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap();
        meant.push(match name {
            "lt" | "#60" => '<',
            "gt" | "#62" => '>',
            "amp" | "#38" => '&',
            "quot" | "#34" => '"',
            "#39" => '\'',
            "nbsp" => ' ',
            other => panic!("what is &{other};?"),
        });
        meant.push_str(rest);
    }
    meant
}

/// The text of this HTML, and what has a style in it. No element is within another one.
fn read(html: &str) -> (String, Vec<Styled>) {
    let (mut text, mut styles) = (String::new(), Vec::new());
    for (number, part) in html.split('<').enumerate() {
        let (tag, said) = if number == 0 { ("", part) } else { part.split_once('>').unwrap() };
        let said = unescaped(said);
        match tag {
            "b" => styles.push(Styled::new("bold", &said, "")),
            "i" => styles.push(Styled::new("italic", &said, "")),
            "code" => styles.push(Styled::new("code", &said, "")),
            tag if tag.starts_with("a ") => {
                styles.push(Styled::new("link", &said, &unescaped(&between(tag, "href=\"", "\""))));
            }
            end => assert!(end.is_empty() || end.starts_with('/'), "what is <{end}>?"),
        }
        text.push_str(&said);
    }
    (text, merged(styles))
}

/// All that is said: the text and its note, each with its styles.
fn said(sample: &Sample) -> (String, Vec<Styled>) {
    let notice = sample.notice.as_ref();
    let text = [Some(sample.text.to_plain()), notice.map(|notice| notice.to_plain())];
    let mut styles = sample.styles();
    styles.extend(notice.iter().flat_map(|notice| notice.runs()).filter_map(Styled::of));
    (text.into_iter().flatten().collect::<Vec<_>>().join("\n"), merged(styles))
}

#[tokio::test]
async fn on_the_page_nothing_of_any_view_is_lost_and_every_button_can_be_pressed() {
    let stage = Stage::open().await;
    for (number, sample) in all().iter().enumerate() {
        let (name, reader) = (sample.name, Reader::new(&stage).await);
        let shown = reader.sends("/say", &format!("text=%2Fshow+{number}")).await;
        let (whole, styles) = said(sample);
        let html = parts(&shown, "dir=\"auto\">", "</div>");
        let (text, seen): (String, Vec<Styled>) = html.first().map(|html| read(html)).unwrap_or_default();
        cuts(name, &[text], &whole);
        assert_eq!(seen, styles, "{name}");
        let rows: Vec<Vec<String>> = parts(&shown, "<div class=\"row\">", "</div>")
            .into_iter()
            .map(|row| parts(row, "class=\"choice\">", "</button>").into_iter().map(unescaped).collect())
            .collect();
        assert_eq!(rows, sample.rows(), "{name}");
        let (photos, documents): (Vec<_>, Vec<_>) = sample.files.iter().partition(|file| file.is_photo);
        let pictures = parts(&shown, "<img src=\"", "\"");
        assert_eq!(
            (pictures.len(), parts(&shown, "<a class=\"document\"", ">").len()),
            (photos.len(), documents.len()),
            "{name}"
        );
        let links = shown.split("<a class=\"").skip(1).map(|link| between(link, "href=\"", "\""));
        for (file, link) in sample.files.iter().zip(links.collect::<Vec<_>>()) {
            assert_eq!(reader.get(&link).await, file.bytes, "{name}");
            assert!(unescaped(&shown).contains(&file.name), "{name}: {} has lost its name", file.name);
        }
        if let Some((fraction, label)) = sample.progress {
            let told = between(&shown, "<div id=\"progress\"", "</div>");
            let percent = format!("{}", (fraction * 100.0).round());
            assert!(unescaped(&told).contains(label) && told.contains(&percent), "{name}: {told}");
        }
        for button in sample.some_buttons() {
            let shown = reader.sends("/say", &format!("text=%2Fshow+{number}")).await;
            let token = parts(&shown, "name=\"press\" value=\"", "\"")[button].to_owned();
            let pressed = reader.sends("/press", &format!("press={token}")).await;
            assert!(pressed.contains(&sample.pressed(button)), "{name}: {pressed}");
        }
    }
}

#[tokio::test]
async fn in_the_api_nothing_of_any_view_is_lost_and_every_button_can_be_pressed() {
    let stage = Stage::open().await;
    let http = Http::at(stage.address);
    for (number, sample) in all().iter().enumerate() {
        let (name, ann) = (sample.name, http.visitor().await);
        let show = format!("/show {number}");
        let view = ann.say("show", &show).await["view"].take();
        assert_eq!(view["text"], sample.text.to_plain(), "{name}");
        assert_eq!(read(view["html"].as_str().unwrap()), (sample.text.to_plain(), sample.styles()), "{name}");
        let notice = sample.notice.as_ref().map(|notice| notice.to_plain());
        assert_eq!(view["notice"]["text"].as_str(), notice.as_deref(), "{name}");
        let html = view["notice"]["html"].as_str().map(read).unwrap_or_default();
        let styles = sample.notice.iter().flat_map(|notice| notice.runs()).filter_map(Styled::of).collect();
        assert_eq!(html, (notice.unwrap_or_default(), merged(styles)), "{name}");
        let labels: Vec<&str> =
            view["choices"].as_array().unwrap().iter().map(|choice| choice["label"].as_str().unwrap()).collect();
        assert_eq!(labels, sample.labels(), "{name}");
        media(sample, &ann, &view).await;
        let asks = (sample.asks == Asks::TextOrPhoto).then(|| json!(["text", "photo"]));
        assert_eq!(view["input"]["kinds"], asks.unwrap_or_default(), "{name}");
        let label = sample.progress.map(|(_, label)| label);
        assert_eq!(view["progress"]["label"].as_str(), label, "{name}");
        for button in sample.some_buttons() {
            let shown = ann.say(&format!("again {button}"), &show).await;
            let token = shown["view"]["choices"][button]["token"].as_str().unwrap().to_owned();
            let pressed = ann.press(&format!("press {button}"), &token).await;
            assert_eq!(pressed["view"]["text"], sample.pressed(button), "{name}");
        }
    }
}

/// All files are there under their names.
async fn media(sample: &Sample, visitor: &Visitor, view: &Value) {
    let media = view["media"].as_array().unwrap();
    assert_eq!(media.len(), sample.files.len(), "{}", sample.name);
    for (file, medium) in sample.files.iter().zip(media) {
        let kind = if file.is_photo { "photo" } else { "document" };
        assert_eq!((&medium["name"], &medium["kind"]), (&json!(file.name), &json!(kind)), "{}", sample.name);
        let read = visitor.get(medium["url"].as_str().unwrap()).await;
        assert_eq!((read.status, read.body), (StatusCode::OK, file.bytes.clone()), "{}", sample.name);
    }
}

#[tokio::test]
async fn in_a_browser_the_longest_list_and_text_are_shown_whole() {
    let stage = Stage::open().await;
    let samples = all();
    let number = |name: &str| samples.iter().position(|sample| sample.name == name).unwrap();
    let (list, text) = (number("as many options as there can be"), number("20,000 characters of words"));
    in_browser_at(stage.address, Scripts::Run, async |page| {
        page.say(&format!("/show {text}")).await;
        let words = samples[text].words();
        let (_, last) = words.rsplit_once(' ').unwrap();
        page.sees(last).await;
        assert!(page.text().await.contains(&words));
        page.say(&format!("/show {list}")).await;
        page.offers("Number 1000").await;
        assert_eq!(page.count(".choices button.choice").await, samples[list].options.len());
        page.press("Number 1000").await;
        page.sees(&samples[list].pressed(999)).await;
    })
    .await;
}
