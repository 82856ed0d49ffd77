//! The conversation as the page shows it: from the journal, with the buttons of what stands now.

use super::Site;
use super::markup;
use super::page::{Button, Files, Medium, MediumKind, Message, Progress, Reply, Side, Thread, Time, Welcome};
use super::visitor::Visitor;
use crate::core::context::User;
use crate::core::input::{Kind, any_of};
use crate::core::media::{Media, MediaKind};
use crate::core::phrase::Phrase;
use crate::core::session::Visit;
use crate::core::view::{Done, View};
use crate::engine::{Offer, Snapshot};
use crate::say;
use crate::store::{DeliveryId, JournalEntry, Record, Said, StoreError};
use crate::texts::Words;

/// How many inputs are shown at the most.
const SHOWN: usize = 60;

/// What a visitor sees.
pub(super) struct Conversation<'w> {
    pub(super) thread: Thread<'w>,
    /// What the thread shows but for progress: when it is the same, only progress has changed.
    pub(super) standing: Vec<Standing>,
}

/// A session, where it stands, and which question it asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    visit: Visit,
    asked: Option<DeliveryId>,
}

/// What all that is shown hangs on.
pub(super) fn standing(sessions: &[Snapshot]) -> Vec<Standing> {
    let asked = |record: &Record| record.asked.as_ref().map(|asked| asked.delivery.clone());
    let standing = |record: &Record| Standing { visit: record.visit(), asked: asked(record) };
    sessions.iter().map(|now| standing(now.record())).collect()
}

/// How far the conversation's work is.
pub(super) async fn progress(site: &Site, visitor: &Visitor, words: Words<'_>) -> Result<Option<Progress>, StoreError> {
    Ok(site.engine.session(&visitor.key()).await?.as_ref().and_then(|now| shown_progress(now, words)))
}

/// The conversation of this visitor, with a notice why the last input was refused.
pub(super) async fn of<'w>(
    site: &Site,
    visitor: &Visitor,
    words: Words<'w>,
    notice: Option<String>,
) -> Result<Conversation<'w>, StoreError> {
    let key = visitor.key();
    let snapshots = site.engine.sessions(&key).await?;
    let entries = site.engine.transcript(&key, SHOWN).await?;
    let revision = entries.iter().map(|entry| entry.at.as_millisecond().unsigned_abs()).max().unwrap_or_default();
    let standing = standing(&snapshots);
    let main = snapshots.iter().find(|now| now.role().is_none() && now.record().slot.is_main());
    let mut messages = Messages { site, visitor, words, snapshots: &snapshots, shown: Vec::new() };
    entries.into_iter().for_each(|entry| messages.add(entry));
    snapshots.iter().for_each(|now| messages.ask(now));
    main.into_iter().for_each(|now| messages.question(now));
    let messages = messages.shown.into_iter().map(|(_, message)| message).collect();
    let kinds: Vec<Kind> = main
        .filter(|now| !now.ended())
        .and_then(|now| now.view().hint.as_ref())
        .map(|hint| hint.kinds().collect())
        .unwrap_or_default();
    let commands = commands(site, visitor, words);
    let (heading, about) = (words.word(&site.title).into_owned(), words.word(&site.about).into_owned());
    let welcome = Welcome { heading, about, commands };
    let busy = main.is_some_and(Snapshot::working);
    let (hint, accept) = (placeholder(&kinds, words), accepted(&kinds));
    let files = kinds.iter().map(|kind| kind.most_files()).max().filter(|most| *most > 0);
    let files = files.unwrap_or(Kind::Album.most_files());
    let id = String::new();
    let thread = Thread { words, revision, id, messages, welcome, notice, busy, hint, accept, files };
    Ok(Conversation { thread, standing })
}

/// What the field says while it is empty.
fn placeholder(kinds: &[Kind], words: Words<'_>) -> String {
    let files: Vec<Kind> = kinds.iter().copied().filter(|kind| kind.is_file()).collect();
    words.say(match (kinds.contains(&Kind::Text), files.as_slice()) {
        (false, []) => say!("Message or /command"),
        (true, []) => say!("Your answer"),
        (false, files) => say!("Attach {what}", what = any_of(files)),
        (true, files) => say!("Your answer, or attach {what}", what = any_of(files)),
    })
}

/// What a browser offers to choose from: only a help, as what is sent is looked at anyway.
fn accepted(kinds: &[Kind]) -> String {
    let types = |kind: &Kind| match kind {
        Kind::Photo => Some("image/png,image/jpeg,image/webp,image/gif"),
        Kind::Audio => Some("audio/*,.mp3,.ogg,.oga,.wav,.flac,.m4a"),
        Kind::Video => Some("video/mp4,video/webm,video/quicktime"),
        _ => None,
    };
    let files = kinds.iter().filter(|kind| kind.is_file());
    files.map(types).collect::<Option<Vec<_>>>().map(|types| types.join(",")).unwrap_or_default()
}

/// The commands of the menu.
pub(super) fn commands(site: &Site, visitor: &Visitor, words: Words<'_>) -> Vec<super::page::Command> {
    let user = User::new(visitor.key().user()).with_locale(words.locale().clone());
    let commands = site.engine.commands_of(&user);
    commands
        .into_iter()
        .map(|command| super::page::Command { name: command.name.to_owned(), about: command.about })
        .collect()
}

struct Messages<'a> {
    site: &'a Site,
    visitor: &'a Visitor,
    words: Words<'a>,
    snapshots: &'a [Snapshot],
    shown: Vec<(Origin, Message)>,
}

/// What a message came from.
struct Origin {
    session: String,
    /// It stays as it is: what comes after stands below it.
    settled: bool,
}

impl Messages<'_> {
    fn add(&mut self, entry: JournalEntry) {
        let session = entry.session.to_string();
        let time = Time { iso: entry.at.to_string(), short: entry.at.strftime("%H:%M").to_string() };
        let aside = !entry.slot.is_main();
        // What somebody else did in a role is seen from what follows.
        let own = entry.by.as_ref() == Some(&self.visitor.key().user());
        if let Some(said) = entry.said.as_ref().filter(|_| own) {
            self.hear(&session, &entry, said, aside, &time);
        }
        let now = self.snapshots.iter().find(|now| now.session() == entry.session && now.revision() == entry.revision);
        let about = entry.view.text.to_plain();
        let message = Message {
            id: format!("{session}-{}", entry.revision),
            side: Side::Bot,
            html: text(&entry.view),
            media: entry.view.media.iter().map(|media| self.medium(media, &about)).collect(),
            choices: now.map(choices).unwrap_or_default(),
            reply: None,
            progress: now.filter(|now| now.record().slot.is_main()).and_then(|now| shown_progress(now, self.words)),
            time: Some(time),
            note: None,
        };
        let origin = Origin { session, settled: !entry.view.media.is_empty() };
        // As long as nothing was said in between, a menu is changed in place.
        let place = if aside {
            self.shown.iter_mut().find(|(other, shown)| other.session == origin.session && shown.side == Side::Bot)
        } else {
            self.shown
                .last_mut()
                .filter(|(other, shown)| other.session == origin.session && shown.side == Side::Bot && !other.settled)
        };
        match place {
            Some(place) => {
                let id = std::mem::take(&mut place.1.id);
                *place = (origin, Message { id, ..message });
            }
            None => self.shown.push((origin, message)),
        }
    }

    /// What waits in somebody else's session for a role that this visitor has.
    fn ask(&mut self, now: &Snapshot) {
        let Some(role) = now.role() else { return };
        let (session, view) = (now.session().to_string(), now.view());
        let about = view.text.to_plain();
        let message = Message {
            id: format!("{session}-{}-{role}", now.revision()),
            side: Side::Bot,
            html: text(view),
            media: view.media.iter().map(|media| self.medium(media, &about)).collect(),
            choices: choices(now),
            reply: self.reply(now),
            progress: None,
            time: None,
            note: Some(self.words.say(say!("For you as {role}", role = Phrase::from(role)))),
        };
        self.shown.push((Origin { session, settled: true }, message));
    }

    /// What the visitor is asked before what they sent drops work; what they sent stands above it.
    fn question(&mut self, now: &Snapshot) {
        let (Some(asked), Some(question)) = (&now.record().asked, now.question()) else { return };
        let session = now.session().to_string();
        // A question that takes the place of another is a message of its own.
        let id = format!("{session}-{}", question.stay.token);
        match &asked.said {
            Said::Text(said) => self.say(format!("{id}-said"), &session, None, said, &[]),
            Said::Media { media, caption } => self.say(format!("{id}-said"), &session, None, caption, media),
            Said::Press(_) => {}
        }
        let message = Message {
            id,
            side: Side::Bot,
            html: markup::plain(&question.text),
            media: Vec::new(),
            choices: vec![vec![button(question.leave), button(question.stay)]],
            reply: None,
            progress: None,
            time: None,
            note: None,
        };
        self.shown.push((Origin { session, settled: true }, message));
    }

    /// Where what it asks for is written or sent.
    fn reply(&self, now: &Snapshot) -> Option<Reply> {
        let (hint, token) = (now.view().hint.as_ref()?, now.reply()?.to_string());
        let kinds: Vec<Kind> = hint.kinds().collect();
        let text = kinds.contains(&Kind::Text).then(String::new);
        let sent: Vec<Kind> = kinds.iter().copied().filter(|kind| kind.is_file()).collect();
        let files = (self.site.takes_files && !sent.is_empty()).then(|| Files {
            label: match text {
                Some(_) => self.words.say(say!("Or send {what}", what = any_of(&sent))),
                None => hint.text.clone(),
            },
            accept: accepted(&kinds),
            most: kinds.iter().map(|kind| kind.most_files()).max().unwrap_or_default(),
        });
        Some(Reply { token, label: hint.text.clone(), text, files })
    }

    /// What the user said, unless it is to be seen from what follows.
    fn hear(&mut self, session: &str, entry: &JournalEntry, said: &Said, aside: bool, time: &Time) {
        let id = || format!("{session}-{}-said", entry.revision);
        match said {
            Said::Text(said) => self.say(id(), session, Some(time.clone()), said, &[]),
            Said::Media { media, caption } => self.say(id(), session, Some(time.clone()), caption, media),
            Said::Press(_) if aside => {}
            Said::Press(label) => {
                if let Some((_, message)) = self.shown.last_mut().filter(|(other, _)| other.session == session) {
                    message.note = Some(self.words.say(say!("You chose “{label}”", label)));
                }
            }
        }
    }

    /// What the user wrote or sent.
    fn say(&mut self, id: String, session: &str, time: Option<Time>, text: &str, media: &[Media]) {
        let message = Message {
            id,
            side: Side::You,
            html: markup::plain(text),
            media: media.iter().map(|media| self.medium(media, &self.words.word("What you sent"))).collect(),
            choices: Vec::new(),
            reply: None,
            progress: None,
            time,
            note: None,
        };
        self.shown.push((Origin { session: session.to_owned(), settled: true }, message));
    }

    /// A medium under its name, if it has one.
    fn medium(&self, media: &Media, about: &str) -> Medium {
        Medium {
            url: self.site.addresses.of(self.visitor, media),
            kind: match media.kind() {
                MediaKind::Photo => MediumKind::Photo,
                MediaKind::Video => MediumKind::Video,
                MediaKind::Audio => MediumKind::Audio,
                MediaKind::Document => MediumKind::Document,
            },
            width: media.pixels().map(|pixels| pixels.width),
            height: media.pixels().map(|pixels| pixels.height),
            alt: media.name().unwrap_or(about).to_owned(),
        }
    }
}

fn text(view: &View) -> String {
    let mut html = markup::html(&view.text);
    if let Some(notice) = &view.notice {
        html.push('\n');
        html.push_str(&markup::html(notice));
    }
    html
}

fn choices(now: &Snapshot) -> Vec<Vec<Button>> {
    now.offers().into_iter().map(|row| row.into_iter().map(button).collect()).collect()
}

fn button(offer: Offer) -> Button {
    Button { label: offer.label, token: offer.token.to_string() }
}

/// Work that has told nothing yet is at its beginning.
fn shown_progress(now: &Snapshot, words: Words<'_>) -> Option<Progress> {
    let begun = Done::new(0.0, words.word("waiting"));
    let done = now.progress().or_else(|| now.working().then_some(&begun))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = (done.fraction() * 100.0) as u8;
    Some(Progress { percent, label: done.label().to_owned() })
}
