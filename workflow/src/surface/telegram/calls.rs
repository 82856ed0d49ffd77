//! The calls that show something: what each method takes, with Telegram's own types.

use frankenstein::input_file::FileUpload;
use frankenstein::input_media::{
    InputMedia, InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo, MediaGroupInputMedia,
};
use frankenstein::methods::{
    AnswerCallbackQueryParams, EditMessageCaptionParams, EditMessageMediaParams, EditMessageReplyMarkupParams,
    EditMessageTextParams, SendAudioParams, SendDocumentParams, SendMediaGroupParams, SendMessageParams,
    SendPhotoParams, SendVideoParams,
};
use frankenstein::types::{LinkPreviewOptions, MessageEntity, ReplyMarkup, ReplyParameters};
use serde::Serialize;
use serde_json::Value;

use super::render::Menu;
use super::transport::Call;

/// Where something is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) chat: i64,
    pub(super) thread: Option<i32>,
}

/// How a medium is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SentAs {
    Photo,
    Video,
    Audio,
    Document,
}

impl SentAs {
    pub(super) const ALL: [Self; 4] = [Self::Photo, Self::Video, Self::Audio, Self::Document];

    /// What it is called in calls and answers.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Document => "document",
        }
    }

    /// Whether both may be in one album.
    pub(super) fn goes_with(self, other: Self) -> bool {
        let is_seen = |kind| matches!(kind, Self::Photo | Self::Video);
        self == other || is_seen(self) && is_seen(other)
    }
}

fn call(method: &'static str, parameters: impl Serialize) -> Call {
    // Telegram's types are structs of texts and numbers.
    Call::new(method, serde_json::to_value(parameters).unwrap_or_default())
}

fn some(entities: &[MessageEntity]) -> Option<Vec<MessageEntity>> {
    (!entities.is_empty()).then(|| entities.to_vec())
}

pub(super) fn send_text(room: Room, menu: &Menu, reply_to: Option<i32>) -> Call {
    let reply = |message| ReplyParameters::builder().message_id(message).allow_sending_without_reply(true).build();
    let message = SendMessageParams::builder()
        .chat_id(room.chat)
        .maybe_message_thread_id(room.thread)
        .text(&menu.text)
        .maybe_entities(some(&menu.entities))
        .link_preview_options(LinkPreviewOptions::DISABLED)
        .maybe_reply_parameters(reply_to.map(reply))
        .maybe_reply_markup(menu.markup().map(ReplyMarkup::InlineKeyboardMarkup));
    call("sendMessage", message.build())
}

pub(super) fn edit_text(room: Room, message: i32, menu: &Menu) -> Call {
    let edit = EditMessageTextParams::builder()
        .chat_id(room.chat)
        .message_id(message)
        .text(&menu.text)
        .maybe_entities(some(&menu.entities))
        .link_preview_options(LinkPreviewOptions::DISABLED)
        .maybe_reply_markup(menu.markup());
    call("editMessageText", edit.build())
}

pub(super) fn edit_caption(room: Room, message: i32, menu: &Menu) -> Call {
    let edit = EditMessageCaptionParams::builder()
        .chat_id(room.chat)
        .message_id(message)
        .caption(&menu.text)
        .maybe_caption_entities(some(&menu.entities))
        .maybe_reply_markup(menu.markup());
    call("editMessageCaption", edit.build())
}

/// Another medium in the same message, with what is written beside it.
pub(super) fn edit_media(room: Room, message: i32, kind: SentAs, file: &str, menu: &Menu) -> Call {
    let file = FileUpload::String(file.to_owned());
    let (caption, entities) = (Some(menu.text.clone()).filter(|text| !text.is_empty()), some(&menu.entities));
    let media: InputMedia = match kind {
        SentAs::Photo => InputMediaPhoto::builder()
            .media(file)
            .maybe_caption(caption)
            .maybe_caption_entities(entities)
            .build()
            .into(),
        SentAs::Video => InputMediaVideo::builder()
            .media(file)
            .maybe_caption(caption)
            .maybe_caption_entities(entities)
            .build()
            .into(),
        SentAs::Audio => InputMediaAudio::builder()
            .media(file)
            .maybe_caption(caption)
            .maybe_caption_entities(entities)
            .build()
            .into(),
        SentAs::Document => InputMediaDocument::builder()
            .media(file)
            .maybe_caption(caption)
            .maybe_caption_entities(entities)
            .build()
            .into(),
    };
    let edit = EditMessageMediaParams::builder()
        .chat_id(room.chat)
        .message_id(message)
        .media(media)
        .maybe_reply_markup(menu.markup());
    call("editMessageMedia", edit.build())
}

/// Removes the keyboard.
pub(super) fn strip(room: Room, message: i32) -> Call {
    call(
        "editMessageReplyMarkup",
        EditMessageReplyMarkupParams::builder().chat_id(room.chat).message_id(message).build(),
    )
}

/// One medium, with a text and a keyboard beside it. `file` is an id of Telegram's, or names an upload.
pub(super) fn send_medium(room: Room, kind: SentAs, file: &str, menu: Option<&Menu>) -> Call {
    let file = FileUpload::String(file.to_owned());
    let caption = menu.map(|menu| menu.text.clone()).filter(|text| !text.is_empty());
    let entities = menu.and_then(|menu| some(&menu.entities));
    let markup = menu.and_then(Menu::markup).map(ReplyMarkup::InlineKeyboardMarkup);
    macro_rules! sends {
        ($method:literal, $parameters:ident, $file:ident) => {
            call(
                $method,
                $parameters::builder()
                    .chat_id(room.chat)
                    .maybe_message_thread_id(room.thread)
                    .$file(file)
                    .maybe_caption(caption)
                    .maybe_caption_entities(entities)
                    .maybe_reply_markup(markup)
                    .build(),
            )
        };
    }
    match kind {
        SentAs::Photo => sends!("sendPhoto", SendPhotoParams, photo),
        SentAs::Video => sends!("sendVideo", SendVideoParams, video),
        SentAs::Audio => sends!("sendAudio", SendAudioParams, audio),
        SentAs::Document => sends!("sendDocument", SendDocumentParams, document),
    }
}

/// 2 to 10 media as one album.
pub(super) fn send_album(room: Room, media: &[(SentAs, String)]) -> Call {
    let item = |(kind, file): &(SentAs, String)| -> MediaGroupInputMedia {
        let file = FileUpload::String(file.clone());
        match kind {
            SentAs::Photo => InputMediaPhoto::builder().media(file).build().into(),
            SentAs::Video => InputMediaVideo::builder().media(file).build().into(),
            SentAs::Audio => InputMediaAudio::builder().media(file).build().into(),
            SentAs::Document => InputMediaDocument::builder().media(file).build().into(),
        }
    };
    let album = SendMediaGroupParams::builder()
        .chat_id(room.chat)
        .maybe_message_thread_id(room.thread)
        .media(media.iter().map(item).collect());
    call("sendMediaGroup", album.build())
}

/// Answers a press; with a text, it is shown as an alert.
pub(super) fn answer(query: &str, text: Option<&str>) -> Call {
    let text = text.map(cut);
    let alert = text.is_some();
    let answer = AnswerCallbackQueryParams::builder().callback_query_id(query).maybe_text(text).show_alert(alert);
    call("answerCallbackQuery", answer.build())
}

/// How long the answer to a press may be.
const ANSWER: usize = 200;

fn cut(text: &str) -> String {
    if text.chars().count() <= ANSWER {
        return text.to_owned();
    }
    text.chars().take(ANSWER - 1).chain(['…']).collect()
}

/// The ids of the messages that an answer tells of: one, or those of an album.
pub(super) fn messages(answer: &Value) -> Vec<i32> {
    let id = |message: &Value| i32::try_from(message.get("message_id")?.as_i64()?).ok();
    match answer {
        Value::Array(all) => all.iter().filter_map(id).collect(),
        one => id(one).into_iter().collect(),
    }
}

/// Under which id Telegram keeps the medium of a message.
pub(super) fn file_id(message: &Value) -> Option<(SentAs, String)> {
    SentAs::ALL.into_iter().find_map(|kind| {
        let file = message.get(kind.name())?;
        // Of a picture, the last form is the largest.
        let file = file.as_array().map_or(Some(file), |forms| forms.last())?;
        Some((kind, file.get("file_id")?.as_str()?.to_owned()))
    })
}
