//! What the chat page shows.
//!
//! Every string is escaped by the templates, except [`Message::html`].

use askama::Template;

use crate::say;
use crate::texts::Words;

/// The whole page: what `GET /` answers, and what a refused form answers a browser that runs no
/// scripts.
#[derive(Debug, Clone, Template)]
#[template(path = "page.html")]
pub(super) struct Page<'w> {
    /// In which language.
    pub(super) words: Words<'w>,
    /// The name of the bot, in the header and in the browser's tab.
    pub(super) title: String,
    /// The conversation so far.
    pub(super) thread: Thread<'w>,
    /// Where the visitor writes.
    pub(super) composer: Composer,
    /// Where files are attached; none where no workflow takes any.
    pub(super) attach: Option<Attach>,
    /// The menu beside the field.
    pub(super) commands: Vec<Command>,
}

/// The part that is replaced on every update: what a scripted form is answered, and what a
/// `thread` event carries.
#[derive(Debug, Clone, Template)]
#[template(path = "thread.html")]
pub(super) struct Thread<'w> {
    /// In which language.
    pub(super) words: Words<'w>,
    /// Grows whenever the conversation changes. An answer and an event can overtake each other on
    /// the way to the browser, which then keeps the younger one.
    pub(super) revision: u64,
    /// The delivery id of the forms in it, for a browser that runs no scripts; empty for one that does, as they make their
    /// own.
    pub(super) id: String,
    /// The oldest first.
    pub(super) messages: Vec<Message>,
    /// Shown while there are no messages.
    pub(super) welcome: Welcome,
    /// Why the last input was refused. Events carry none: the page leaves a notice standing until
    /// the conversation moves on.
    pub(super) notice: Option<String>,
    /// Work is under way.
    pub(super) busy: bool,
    /// The placeholder of the field.
    pub(super) hint: String,
    /// The types of the files that are expected, as for an input's `accept`; empty for any.
    pub(super) accept: String,
    /// How many files may be sent at once.
    pub(super) files: usize,
}

impl Thread<'_> {
    /// What was sent and refused stays in the field of what it was a reply to.
    pub(super) fn keep(&mut self, reply: &str, text: String) {
        let mut replies = self.messages.iter_mut().filter_map(|message| message.reply.as_mut());
        if let Some(field) = replies.find(|other| other.token == reply).and_then(|reply| reply.text.as_mut()) {
            *field = text;
        }
    }

    /// What somebody is told who chose more files than may be sent at once.
    fn too_many(&self) -> String {
        self.words.say(say!("These are too many files: {most} is the most.", most = self.files))
    }

    fn shows_progress(&self) -> bool {
        self.messages.iter().any(|message| message.progress.is_some())
    }
}

/// The invitation that a new visitor sees.
#[derive(Debug, Clone)]
pub(super) struct Welcome {
    /// A few words, as a question or an offer.
    pub(super) heading: String,
    /// What this bot does, in a sentence or two.
    pub(super) about: String,
    /// Offered as large buttons.
    pub(super) commands: Vec<Command>,
}

/// One message of the conversation.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// Unique in the conversation and kept for as long as the message lives, so that an edited
    /// message is changed in place. No spaces.
    pub(super) id: String,
    /// Who wrote it.
    pub(super) side: Side,
    /// Trusted markup, the one value that is not escaped: text, `b`, `i`, `code`, `a` and `br`.
    /// Empty for a message that has only media.
    pub(super) html: String,
    /// Shown under the text.
    pub(super) media: Vec<Medium>,
    /// Rows of buttons. Only the newest message has them.
    pub(super) choices: Vec<Vec<Button>>,
    /// Where a reply to it is written; only under what waits for the visitor in a role.
    pub(super) reply: Option<Reply>,
    /// At most one message of a conversation has it.
    pub(super) progress: Option<Progress>,
    /// When it was written; none of what waits.
    pub(super) time: Option<Time>,
    /// A small remark under the message, such as which button was pressed.
    pub(super) note: Option<String>,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The visitor.
    You,
    /// The bot.
    Bot,
}

/// A picture, a recording or a file.
#[derive(Debug, Clone)]
pub(super) struct Medium {
    /// On this server: the page's policy loads nothing else.
    pub(super) url: String,
    /// How it is shown.
    pub(super) kind: MediumKind,
    /// In pixels. With both sizes the room is kept free while the picture loads.
    pub(super) width: Option<u32>,
    /// In pixels.
    pub(super) height: Option<u32>,
    /// What a picture shows, or the name of a document.
    pub(super) alt: String,
}

impl Medium {
    /// A class, because the policy allows no styles in the markup.
    fn shape(&self) -> &'static str {
        match (self.width, self.height) {
            (Some(width), Some(height)) if width > height => "wide",
            (Some(width), Some(height)) if width < height => "tall",
            _ => "even",
        }
    }
}

/// How a medium is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediumKind {
    /// Large, and in full in a new tab.
    Photo,
    /// With a player.
    Video,
    /// With a player.
    Audio,
    /// As a link.
    Document,
}

/// An answer that is offered.
#[derive(Debug, Clone)]
pub(super) struct Button {
    /// What stands on it.
    pub(super) label: String,
    /// Comes back as `press`. The same for as long as the question stands, or every update would
    /// take the focus away. No spaces.
    pub(super) token: String,
}

/// Where a reply is written or files are sent, each in a form of its own.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// Comes back as `reply`, and is the same for as long as the question stands. No spaces.
    pub(super) token: String,
    /// What it is for.
    pub(super) label: String,
    /// The field, and what stands in it; none where no text is taken.
    pub(super) text: Option<String>,
    /// None where no files are taken.
    pub(super) files: Option<Files>,
}

/// The files that are taken.
#[derive(Debug, Clone)]
pub(super) struct Files {
    /// What they are for.
    pub(super) label: String,
    /// Their types, as for an input's `accept`; empty for any.
    pub(super) accept: String,
    /// How many may be sent at once.
    pub(super) most: usize,
}

/// What a `progress` event carries.
#[derive(Debug, Clone, Template)]
#[template(path = "progress.html")]
pub(super) struct Progress {
    /// 0 to 100.
    pub(super) percent: u8,
    /// What is being done.
    pub(super) label: String,
}

/// When a message was written.
#[derive(Debug, Clone)]
pub(super) struct Time {
    /// RFC 3339, with an offset.
    pub(super) iso: String,
    /// Shown where no script puts it into the reader's own zone.
    pub(super) short: String,
}

/// Where the visitor writes.
#[derive(Debug, Clone)]
pub(super) struct Composer {
    /// The delivery id of every form on the page: a fresh random nonce for every rendering.
    pub(super) id: String,
    /// What was sent and refused stays in the field.
    pub(super) kept: String,
}

/// How large what is attached may be, all of it together.
#[derive(Debug, Clone)]
pub(super) struct Attach {
    /// In bytes, for the script.
    pub(super) bytes: u64,
    /// How large, in words.
    pub(super) limit: String,
    /// What somebody is told who chose more.
    pub(super) too_large: String,
}

/// What a visitor may begin with.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// With the slash, as it is sent.
    pub(super) name: String,
    /// What it does.
    pub(super) about: String,
}
