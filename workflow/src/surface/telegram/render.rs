//! What a view looks like at Telegram: texts with entities, keyboards, and both in pages where they are too long.

use frankenstein::types::{InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, MessageEntityType};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::pages;
use crate::core::markup::{Markup, Run, is_web};
use crate::engine::Offer;

/// How long a message may be, and what is written beside a picture, in UTF-16 units.
pub(super) const TEXT: usize = 4096;
pub(super) const CAPTION: usize = 1024;
/// How many rows of buttons are on a page.
const ROWS: usize = 20;
/// How many buttons are in a row.
const IN_ROW: usize = 8;
/// How many buttons are on a page, beside those that turn it: there may be 100 in all.
const BUTTONS: usize = 90;
/// How many bytes of JSON the buttons of a page may have: Telegram does not tell how many it takes, which is about 10,000.
const BYTES: usize = 9_000;
/// What the data of a button that turns the page begins with.
pub(super) const PAGE: &str = "workflow-page:";

/// A text with a keyboard, as it stands in a message.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Menu {
    pub(super) text: String,
    pub(super) entities: Vec<MessageEntity>,
    pub(super) keyboard: Vec<Vec<InlineKeyboardButton>>,
    /// Which of its pages it is.
    pub(super) page: usize,
}

impl Menu {
    /// The page `page` of the text and the buttons; the last one, when there are not so many.
    pub(super) fn new(text: &Markup, offers: &[Vec<Offer>], page: usize, most: usize) -> Self {
        let mut texts = pages::of_text(text, most, utf16);
        // Telegram takes no message of space alone.
        texts.retain(|text| !text.to_plain().trim().is_empty());
        let rows = rows(offers);
        let in_row = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
        let heaviest = rows.iter().map(bytes).max().unwrap_or(1);
        let lists = pages::of_rows(rows.len(), ROWS.min(BUTTONS / in_row).min(BYTES / heaviest));
        let count = texts.len().max(lists.len());
        let page = page.min(count.saturating_sub(1));
        let (text, entities) = texts.get(page.min(texts.len().saturating_sub(1))).map(entities).unwrap_or_default();
        let list = lists.get(page.min(lists.len().saturating_sub(1))).cloned().unwrap_or_default();
        let mut keyboard: Vec<Vec<_>> = rows.get(list).unwrap_or_default().to_vec();
        keyboard.extend((count > 1).then(|| turning(page, count)));
        // Buttons need something to stand below.
        let text = if text.is_empty() && !keyboard.is_empty() && most == TEXT { "·".to_owned() } else { text };
        Self { text, entities, keyboard, page }
    }

    pub(super) fn markup(&self) -> Option<InlineKeyboardMarkup> {
        let keyboard = self.keyboard.clone();
        (!keyboard.is_empty()).then(|| InlineKeyboardMarkup::builder().inline_keyboard(keyboard).build())
    }

    /// What two menus have in common that look alike.
    pub(super) fn face(&self) -> String {
        let shown = serde_json::to_vec(&(&self.text, &self.entities, &self.keyboard)).unwrap_or_default();
        Sha256::digest(shown).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The buttons, no more in a row than Telegram takes.
fn rows(offers: &[Vec<Offer>]) -> Vec<Vec<InlineKeyboardButton>> {
    let rows = offers.iter().map(|row| -> Vec<_> {
        row.iter().map(|offer| button(&offer.label, offer.token.as_str().to_owned())).collect()
    });
    rows.flat_map(|row| {
        let heaviest = row.iter().map(bytes).max().unwrap_or(1);
        row.chunks(IN_ROW.min(BYTES / heaviest).max(1)).map(<[_]>::to_vec).collect::<Vec<_>>()
    })
    .collect()
}

fn bytes(buttons: &(impl Serialize + ?Sized)) -> usize {
    serde_json::to_vec(buttons).map_or(BYTES, |json| json.len())
}

fn button(label: &str, data: String) -> InlineKeyboardButton {
    let label = if label.trim().is_empty() { "·" } else { label };
    InlineKeyboardButton::builder().text(label).callback_data(data).build()
}

/// The buttons that turn the page.
fn turning(page: usize, count: usize) -> Vec<InlineKeyboardButton> {
    let to = |page: usize| format!("{PAGE}{page}");
    let mut row = Vec::new();
    if page > 0 {
        row.push(button("‹", to(page - 1)));
    }
    row.push(button(&format!("{} / {count}", page + 1), to(page)));
    if page + 1 < count {
        row.push(button("›", to(page + 1)));
    }
    row
}

/// The text as Telegram takes it: without space around it, which it would cut off, and its styles beside it.
fn entities(markup: &Markup) -> (String, Vec<MessageEntity>) {
    let (mut text, mut entities) = (String::new(), Vec::new());
    let whole = markup.to_plain();
    let mut left = whole.trim().len();
    for run in markup.runs() {
        let part = if text.is_empty() { run.text().trim_start() } else { run.text() };
        let part = part.get(..left.min(part.len())).unwrap_or(part);
        left -= part.len();
        let (offset, length) = (utf16(&text), utf16(part));
        text.push_str(part);
        let kind = match run {
            Run::Plain(_) => continue,
            Run::Bold { .. } => MessageEntityType::Bold,
            Run::Italic { .. } => MessageEntityType::Italic,
            Run::Code { .. } => MessageEntityType::Code,
            Run::Link { to, .. } if is_web(to) => MessageEntityType::TextLink,
            Run::Link { .. } => continue,
        };
        let (Ok(offset), Ok(length)) = (u16::try_from(offset), u16::try_from(length)) else { continue };
        if length > 0 {
            let entity = MessageEntity::builder().type_field(kind).offset(offset).length(length);
            entities.push(match run {
                Run::Link { to, .. } => entity.url(to).build(),
                _ => entity.build(),
            });
        }
    }
    (text, entities)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Token;

    fn offer(label: &str) -> Offer {
        Offer::new(label, Token::new("t".repeat(43)))
    }

    fn labels(menu: &Menu) -> Vec<Vec<&str>> {
        menu.keyboard.iter().map(|row| row.iter().map(|button| button.text.as_str()).collect()).collect()
    }

    #[test]
    fn styles_are_counted_in_utf16_units_and_space_around_is_left_out() {
        let text = Markup::from("  😀 ").bold("bold").plain(" ").link("here", "https://a.example/").plain(" \n");
        let menu = Menu::new(&text, &[], 0, TEXT);
        assert_eq!(menu.text, "😀 bold here");
        let places: Vec<_> = menu.entities.iter().map(|entity| (entity.offset, entity.length)).collect();
        assert_eq!(places, [(3, 4), (8, 4)]);
        assert_eq!(menu.entities[1].url.as_deref(), Some("https://a.example/"));
    }

    #[test]
    fn an_address_that_would_run_is_no_link() {
        let menu = Menu::new(&Markup::default().link("here", "javascript:alert(1)"), &[], 0, TEXT);
        assert_eq!((menu.text.as_str(), menu.entities.len()), ("here", 0));
    }

    #[test]
    fn a_long_list_is_turned_page_by_page_and_no_button_is_lost() {
        let offers: Vec<Vec<Offer>> = (0..95).map(|number| vec![offer(&number.to_string())]).collect();
        let mut seen = Vec::new();
        for page in 0..5 {
            let menu = Menu::new(&Markup::from("Which?"), &offers, page, TEXT);
            let (turning, list) = menu.keyboard.split_last().unwrap();
            assert!(list.len() <= 20);
            assert_eq!(
                turning.iter().any(|button| button.callback_data.as_deref() == Some("workflow-page:4")),
                page >= 3
            );
            seen.extend(list.iter().map(|row| row[0].text.clone()));
        }
        assert_eq!(seen, (0..95).map(|number| number.to_string()).collect::<Vec<_>>());
        assert_eq!(Menu::new(&Markup::from("Which?"), &offers, 99, TEXT).page, 4);
    }

    #[test]
    fn a_long_text_has_pages_with_all_its_buttons() {
        let menu = Menu::new(&Markup::from("word ".repeat(2000)), &[vec![offer("Go")]], 1, TEXT);
        assert_eq!(labels(&menu), [vec!["Go"], vec!["‹", "2 / 3", "›"]]);
        assert!(utf16(&menu.text) <= TEXT);
    }

    #[test]
    fn a_row_is_no_longer_than_telegram_takes() {
        let row: Vec<Offer> = (0..11).map(|number| offer(&number.to_string())).collect();
        let menu = Menu::new(&Markup::from("Which?"), &[row], 0, TEXT);
        assert_eq!(menu.keyboard.iter().map(Vec::len).collect::<Vec<_>>(), [8, 3]);
    }
}
