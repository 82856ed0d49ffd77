//! All views that a surface has to show, page by page, at Telegram: nothing of them is lost, and every button can be pressed.

use std::collections::HashSet;
use std::sync::Arc;

use tempfile::TempDir;
use workflow::surface::telegram::Telegram;
use workflow_bot_api::{BotApi, Button, Call, Chat, Kind, Message, MessageId};
use workflow_tests::views::{Sample, Styled, all, builder, cuts, merged, once};

/// A bot that shows the views.
struct Stage {
    api: BotApi,
    chat: Chat,
    _folder: TempDir,
}

impl Stage {
    async fn open() -> Self {
        let api = BotApi::start().await.unwrap();
        let folder = TempDir::new().unwrap();
        let (builder, media) = builder(folder.path()).await;
        let telegram = Telegram::long_polling(api.token()).api(api.url()).media(Arc::clone(&media));
        let engine = builder.surface(telegram).build().await.unwrap();
        tokio::spawn(async move { engine.run(std::future::pending()).await });
        let chat = api.private(&api.user("Ann"));
        Self { api, chat, _folder: folder }
    }

    /// What the bot has posted since the view was asked for, when all of it is there.
    async fn shows(&self, number: usize, sample: &Sample) -> Vec<Message> {
        let asked = self.chat.says(&format!("/show {number}")).await;
        self.whole(asked, sample).await
    }

    /// What the bot has posted since then. Files come one after the other, and then the text; buttons stand below one of them.
    async fn whole(&self, asked: MessageId, sample: &Sample) -> Vec<Message> {
        let since = |messages: &[Message]| -> Vec<Message> {
            let posts = messages.iter().filter(|message| message.id > asked && message.is_by_bot);
            posts.cloned().collect()
        };
        let is_whole = |posts: &[Message]| {
            let files = posts.iter().filter(|post| post.media.is_some()).count();
            let is_written = sample.words().is_empty() || posts.iter().any(|post| !post.text.is_empty());
            let has_buttons = sample.rows().is_empty() || posts.iter().any(|post| !post.keyboard.is_empty());
            files >= sample.files.len() && is_written && has_buttons && !posts.is_empty()
        };
        since(&self.chat.sees(|messages| is_whole(&since(messages))).await)
    }

    /// Turns to the next page of this message; none when it is the last one.
    async fn turns(&self, message: &Message) -> Option<Message> {
        message.keyboard.last().filter(|row| row.iter().any(|button| button.label == "›"))?;
        let here = self.chat.messages().into_iter().find(|other| other.id == message.id)?;
        self.chat.presses_on(message.id, "›").await.unwrap();
        let is_next = |other: &Message| other.id == message.id && other.keyboard.last() != here.keyboard.last();
        let messages = self.chat.sees(|messages| messages.iter().any(is_next)).await;
        messages.into_iter().find(|other| other.id == message.id)
    }
}

/// The rows of the view on this page.
fn list(message: &Message) -> Vec<Vec<Button>> {
    let is_turning = |row: &&Vec<Button>| row.iter().any(turns);
    message.keyboard.iter().filter(|row| !is_turning(row)).cloned().collect()
}

fn turns(button: &Button) -> bool {
    button.data.as_deref().is_some_and(|data| data.starts_with("workflow-page:"))
}

/// The styles that the bot has given the text.
fn styles(message: &Message) -> Vec<Styled> {
    let styled = message.entities.iter().filter_map(|entity| {
        let to = entity.more.get("url").and_then(|url| url.as_str()).unwrap_or_default();
        let style = ["bold", "italic", "code"].into_iter().find(|style| entity.kind == *style);
        let style = style.or((entity.kind == "text_link").then_some("link"))?;
        Some(Styled::new(style, &message.marked(entity), to))
    });
    styled.collect()
}

/// All files come, each once, under their names; a photo has none at Telegram.
fn files(sample: &Sample, posts: &[Message]) {
    let wanted: Vec<_> = sample
        .files
        .iter()
        .map(|file| match file.is_photo {
            true => (Kind::Photo, None, &*file.bytes),
            false => (Kind::Document, Some(&*file.name), &*file.bytes),
        })
        .collect();
    let seen = posts.iter().filter_map(|post| post.media.as_ref());
    let seen: Vec<_> = seen.map(|media| (media.kind, media.name.as_deref(), &**media.bytes)).collect();
    assert_eq!(seen, wanted, "{}", sample.name);
}

/// The pages say all of it, in its styles.
fn texts(sample: &Sample, pages: &[Message]) {
    let said = once(pages.iter().map(|page| (page.text.clone(), styles(page))).collect());
    let (texts, styles): (Vec<String>, Vec<Vec<Styled>>) = said.into_iter().unzip();
    let stands_below_nothing = sample.words().is_empty() && sample.files.is_empty();
    let whole = if stands_below_nothing { "·".to_owned() } else { sample.words() };
    cuts(sample.name, &texts, &whole);
    assert_eq!(merged(styles.concat()), sample.styles_with_notice(), "{}", sample.name);
}

/// Every button is on one of the pages, in order, with data of its own. Gives on which.
fn buttons(sample: &Sample, pages: &[Message]) -> Vec<usize> {
    let mut lists: Vec<(usize, Vec<Vec<Button>>)> = pages.iter().map(list).enumerate().collect();
    lists.dedup_by(|after, before| after.1 == before.1);
    let rows: Vec<Vec<&str>> =
        lists.iter().flat_map(|(_, rows)| rows).map(|row| row.iter().map(|button| &*button.label).collect()).collect();
    let wanted = sample.rows();
    let wanted: Vec<Vec<&str>> =
        wanted.iter().flat_map(|row| row.chunks(8)).map(|row| row.iter().map(|label| &**label).collect()).collect();
    assert_eq!(rows, wanted, "{}", sample.name);
    let all = lists.iter().flat_map(|(page, rows)| rows.iter().flatten().map(|button| (*page, button.data.clone())));
    let (places, data): (Vec<usize>, HashSet<Option<String>>) = all.unzip();
    assert_eq!(data.len(), places.len(), "{}: two buttons send the same", sample.name);
    places
}

/// Whether the call was done, or waits for its answer.
fn is_taken(call: &Call) -> bool {
    matches!(call.status, 0 | 200)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_any_view_is_lost_and_every_button_can_be_pressed() {
    let stage = Stage::open().await;
    for (number, sample) in all().iter().enumerate() {
        let posts = stage.shows(number, sample).await;
        files(sample, &posts);
        let mut pages = vec![posts.last().unwrap().clone()];
        while let Some(next) = stage.turns(pages.last().unwrap()).await {
            pages.push(next);
        }
        texts(sample, &pages);
        let buttons = buttons(sample, &pages);
        for button in sample.some_buttons() {
            let posts = stage.shows(number, sample).await;
            let mut page = posts.last().unwrap().clone();
            // Its token is another one now: it is known by its place.
            for _ in 0..buttons[button] {
                page = stage.turns(&page).await.unwrap();
            }
            let before = buttons.iter().filter(|other| **other < buttons[button]).count();
            let data = list(&page).concat().swap_remove(button - before).data.unwrap();
            stage.chat.presses_on(page.id, &data).await.unwrap();
            let said = sample.pressed(button);
            stage.chat.sees(|messages| messages.last().is_some_and(|last| last.text == said)).await;
        }
    }
    let refused: Vec<_> = stage.api.calls().into_iter().filter(|call| !is_taken(call)).collect();
    assert!(refused.is_empty(), "Telegram refuses {refused:#?}");
}
