//! What the chat page shows.
//!
//! Every string is escaped by the templates, except [`Message::html`].

use askama::Template;

/// The whole page: what `GET /` answers, and what a refused form answers a browser that runs no
/// scripts.
#[derive(Debug, Clone, Template)]
#[template(path = "page.html")]
pub(super) struct Page {
    /// The name of the bot, in the header and in the browser's tab.
    pub(super) title: String,
    pub(super) thread: Thread,
    pub(super) composer: Composer,
    /// The menu beside the field.
    pub(super) commands: Vec<Command>,
}

/// The part that is replaced on every update: what a scripted form is answered, and what a
/// `thread` event carries.
#[derive(Debug, Clone, Template)]
#[template(path = "thread.html")]
pub(super) struct Thread {
    /// Grows whenever the conversation changes. An answer and an event can overtake each other on
    /// the way to the browser, which then keeps the younger one.
    pub(super) revision: u64,
    pub(super) messages: Vec<Message>,
    /// Shown while there are no messages.
    pub(super) welcome: Welcome,
    /// Why the last input was refused. Events carry none: the page leaves a notice standing until
    /// the conversation moves on.
    pub(super) notice: Option<String>,
    /// Work is under way.
    pub(super) busy: bool,
    /// The placeholder of the field, or what is said in its place where it is hidden.
    pub(super) hint: String,
}

impl Thread {
    fn shows_progress(&self) -> bool {
        self.messages.iter().any(|message| message.progress.is_some())
    }
}

/// The invitation that a new visitor sees.
#[derive(Debug, Clone)]
pub(super) struct Welcome {
    pub(super) heading: String,
    pub(super) about: String,
    /// Offered as large buttons.
    pub(super) commands: Vec<Command>,
}

#[derive(Debug, Clone)]
pub(super) struct Message {
    /// Unique in the conversation and kept for as long as the message lives, so that an edited
    /// message is changed in place. No spaces.
    pub(super) id: String,
    pub(super) side: Side,
    /// Trusted markup, the one value that is not escaped: text, `b`, `i`, `code`, `a` and `br`.
    /// Empty for a message that has only media.
    pub(super) html: String,
    pub(super) media: Vec<Medium>,
    /// Rows of buttons. Only the newest message has them.
    pub(super) choices: Vec<Vec<Button>>,
    /// At most one message of a conversation has it.
    pub(super) progress: Option<Progress>,
    pub(super) time: Time,
    /// A small remark under the message, such as which button was pressed.
    pub(super) note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    You,
    Bot,
}

#[derive(Debug, Clone)]
pub(super) struct Medium {
    /// On this server: the page's policy loads nothing else.
    pub(super) url: String,
    pub(super) kind: MediumKind,
    /// With both sizes the room is kept free while the picture loads.
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    /// What a picture shows, or the name of a document.
    pub(super) alt: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediumKind {
    Photo,
    Video,
    Audio,
    Document,
}

#[derive(Debug, Clone)]
pub(super) struct Button {
    pub(super) label: String,
    /// Comes back as `press`. The same for as long as the question stands, or every update would
    /// take the focus away. No spaces.
    pub(super) token: String,
}

/// What a `progress` event carries.
#[derive(Debug, Clone, Template)]
#[template(path = "progress.html")]
pub(super) struct Progress {
    /// 0 to 100.
    pub(super) percent: u8,
    pub(super) label: String,
}

#[derive(Debug, Clone)]
pub(super) struct Time {
    /// RFC 3339, with an offset.
    pub(super) iso: String,
    /// Shown where no script puts it into the reader's own zone.
    pub(super) short: String,
}

#[derive(Debug, Clone)]
pub(super) struct Composer {
    /// The delivery id of every form on the page: a fresh random nonce for every rendering.
    pub(super) id: String,
    /// What was sent and refused stays in the field.
    pub(super) kept: String,
}

#[derive(Debug, Clone)]
pub(super) struct Command {
    /// With the slash, as it is sent.
    pub(super) name: String,
    pub(super) about: String,
}
