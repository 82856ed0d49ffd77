//! The library's own words.

/// All that the library itself says to users. A test reads them off its code, and sees that they are there in every language
/// that it has.
pub(super) const ALL: &[&str] = &[
    "(opens full size in a new tab)",
    "(opens in a new tab)",
    "A file",
    "Attach files",
    "Attach {what}",
    "Back",
    "Bot:",
    "Caption or /command",
    "Choices",
    "Choose what to do, or write a command.",
    "Commands",
    "Connection lost. Trying to reconnect…",
    "Conversation",
    "Document",
    "Files can't be taken here.",
    "For you as {role}",
    "Leave it",
    "Message",
    "Message or /command",
    "New messages",
    "Nothing is under way. {known}",
    "Nothing more has come for too long.",
    "Only one file is taken here.",
    "Or send {what}",
    "Pictures or files",
    "Please answer yes or no.",
    "Please choose a file first.",
    "Please choose one of the buttons.",
    "Please press one of the buttons.",
    "Please send either a file or text with {command}, not both.",
    "Please send that as a message.",
    "Please send {what}.",
    "Please write something.",
    "Refresh to see what is new",
    "Scripts are off.",
    "Send",
    "Send files",
    "Sending",
    "Something is missing here.",
    "Something is missing: send {command} with {what} behind it.",
    "Something is missing: send {command} with {what} beside it.",
    "Stay here",
    "That can't be begun any more.",
    "That can't be used here.",
    "That could not be kept. Please try again in a moment.",
    "That did not work. Nothing was changed; please try again.",
    "That file could not be fetched. Please send it again.",
    "That file is empty.",
    "That file is not there any more. Please send it again.",
    "That file is too large: 20 MB is the most that can be taken here.",
    "That is not possible right now.",
    "That is too large: {most} is the most.",
    "That is too long: {length} characters, and {most} is the most.",
    "That picture has too many pixels: {most} is the most.",
    "That text is too long.",
    "That was a little fast. Please wait a second.",
    "The bot is being restarted. Please try again in a moment.",
    "The file is empty.",
    "There are several “{label}”. Please press the one that you mean.",
    "There is no command {command}. {known}",
    "There is no file.",
    "There is no way back from here.",
    "There is nothing to answer right now.",
    "There is nothing under way.",
    "There is too much to do right now. Please try again in a moment.",
    "These are too many files: {most} is the most.",
    "These are {count} files, and only one is taken.",
    "These are {count} files, and {most} is the most.",
    "This bot takes no files.",
    "This conversation can't go on right now. It is kept as it is until somebody has looked at it.",
    "This could not be sent. Please try again.",
    "This could not be sent. Your text is still here: please try again.",
    "This file",
    "This is for somebody else.",
    "This is not in use any more.",
    "This was never shown.",
    "Try {commands} or {last}.",
    "Try {command}.",
    "What will be sent",
    "What you sent",
    "Working",
    "You are sending too many files at once. Please wait for the others.",
    "You chose “{label}”",
    "You:",
    "Your answer",
    "Your answer, or attach {what}",
    "a choice",
    "a document",
    "a photo",
    "a video",
    "an audio file",
    "one of the view's options",
    "or",
    "photos or files",
    "text",
    "up to {most}",
    "waiting",
    "yes or no",
    "{command} has nothing to do right now. {known}",
    "{command} stands alone: send it with nothing behind it.",
    "{count} megapixels",
    "{count} pixels",
    "{file} is no picture that can be shown: that is PNG, JPEG, WebP or GIF.",
    "{file} is no recording that can be played: that is MP3, Ogg, WAV, FLAC or M4A.",
    "{file} is no video that can be played: that is MP4, WebM or MOV.",
    "{name} is too large to be sent here.",
    "{unfit} {please}",
    "“{lost}” is under way and would be lost. Begin {command} all the same?",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::super::Texts;
    use super::*;
    use crate::core::input::Kind;
    use crate::core::phrase::Phrase;

    /// What stands in the code behind these names is said to users.
    const SAYING: [&str; 5] = ["say!(", "reject(", "or_reject(", "word(", "words.say("];

    fn files(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, into);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
                into.push(path);
            }
        }
    }

    /// The texts that follow one of the names, but for those of docs, tests and the test kit.
    fn said() -> BTreeSet<String> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut paths = Vec::new();
        files(&source, &mut paths);
        let mut said = BTreeSet::new();
        for path in paths.iter().filter(|path| !path.starts_with(source.join("testing"))) {
            let code = std::fs::read_to_string(path).unwrap();
            let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let lines = code.lines().map(str::trim_start).filter(|line| !line.starts_with("//"));
            let code = lines.collect::<Vec<_>>().join("\n");
            for name in SAYING {
                for after in code.split(name).skip(1) {
                    let Some(text) = after.trim_start().strip_prefix('"').and_then(|text| text.split('"').next())
                    else {
                        continue;
                    };
                    said.insert(text.to_owned());
                }
            }
        }
        said
    }

    #[test]
    fn the_list_holds_what_the_code_says() {
        let mut said = said();
        for kind in [
            Kind::Text,
            Kind::Choice,
            Kind::Pick,
            Kind::Confirm,
            Kind::Photo,
            Kind::Document,
            Kind::Audio,
            Kind::Video,
            Kind::Album,
        ] {
            said.insert(kind.word().to_owned());
        }
        said.extend(["Leave it", "Stay here"].map(str::to_owned));
        said.extend(["This is for somebody else.", "This was never shown."].map(str::to_owned));
        said.insert("Choose what to do, or write a command.".to_owned());
        let listed: BTreeSet<String> = ALL.iter().map(|text| (*text).to_owned()).collect();
        let [lacks, stale] = [said.difference(&listed), listed.difference(&said)].map(Iterator::collect::<Vec<_>>);
        assert!(lacks.is_empty() && stale.is_empty(), "not in the list: {lacks:#?}, not in the code: {stale:#?}");
    }

    #[test]
    fn no_two_texts_share_a_key() {
        let keys: BTreeSet<String> = ALL.iter().map(|text| Phrase::key_of(text)).collect();
        assert_eq!(keys.len(), ALL.len());
    }

    #[test]
    fn every_language_of_the_library_has_them_all() {
        for missing in Texts::new().missing([], []) {
            assert!(missing.texts.is_empty() && missing.of > ALL.len(), "{missing}");
        }
    }

    #[test]
    fn the_files_of_the_library_say_nothing_else() {
        for (_, source) in super::super::catalog::OWN {
            let resource = fluent_bundle::FluentResource::try_new(source.to_owned()).unwrap();
            let known: BTreeSet<String> =
                ALL.iter().map(|text| Phrase::key_of(text)).chain(["confirm".into()]).collect();
            let entries = resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                _ => None,
            });
            assert_eq!(entries.collect::<BTreeSet<_>>(), known);
        }
    }
}
