//! The translations that there are, by language.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fmt, io};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

use super::keys::TextKey;
use super::words::Words;
use crate::core::locale::Locale;

/// The texts of workflows in other languages than that of the code: fluent files, given to an engine by
/// [`Builder::texts`](crate::Builder::texts).
///
/// Each text is found under a name that follows from the code:
///
/// | text | name |
/// | --- | --- |
/// | of the step `AskPrompt` of the workflow `make` | `make-ask-prompt`, with the step's fields as `$prompt`, `$request-seed`, `$images-count` |
/// | that a view for the role `reviewer` shows there | `make-ask-prompt-for-reviewer` |
/// | of the button, hint or command of the function `draw_it` | `make.draw-it`: the attribute `.draw-it` of `make`; at one step alone `make-ask-prompt.draw-it` |
/// | of the option `Square` of the choices `Shape` | `shape.square` |
/// | of the workflow itself, beside commands without docs | `make` |
/// | that code says: a rejection, the label of a progress, a [`say!`](crate::say) | `say-` and its words: [`Phrase::key_of`](crate::Phrase::key_of) |
///
/// What is missing is said as the code says it. In the text of a step, `<b>`, `<i>`, `<code>` and `<a href="https://…">` are
/// markup, as in HTML; what is put in for a `$name` never is. The library's own words come with it in German.
///
/// ```
/// use workflow::{Locale, Texts};
///
/// let texts = Texts::new().add("de", "say-please-write-something = Bitte schreib etwas.\n")?;
/// let words = texts.words(&Locale::parse("de-AT")?);
/// assert_eq!(words.say("Please write something."), "Bitte schreib etwas.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Texts {
    languages: Vec<Language>,
    source: Locale,
    fallback: Option<Locale>,
}

/// The texts in one language.
pub(super) struct Language {
    pub(super) tag: Locale,
    pub(super) bundle: FluentBundle<FluentResource>,
    /// The messages of files that were added, with their attributes: what of them is not used can be told.
    pub(super) added: Vec<TextKey>,
    /// What could not be put together, so that it is logged once.
    told: Mutex<Vec<TextKey>>,
}

/// Why texts can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TextsError {
    /// The language is no tag.
    #[error("`{tag}` is no language: name it by a tag as `de` or `pt-BR`")]
    Language {
        /// What stands for it.
        tag: String,
    },
    /// The text is no fluent file.
    #[error("line {line} of the texts in `{language}` is no fluent: {why}")]
    Syntax {
        /// The language.
        language: Locale,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// A message stands twice.
    #[error("`{message}` stands twice in the texts in `{language}`")]
    Twice {
        /// The language.
        language: Locale,
        /// Its name.
        message: String,
    },
    /// A file can't be read.
    #[error("can't read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The library's own words.
pub(super) const OWN: [(&str, &str); 1] = [("de", include_str!("../../texts/de.ftl"))];

impl Texts {
    /// The library's own words, in the languages that it has: German, beside the English of its code.
    pub fn new() -> Self {
        let mut texts = Self { languages: Vec::new(), source: Locale::default(), fallback: None };
        for (tag, source) in OWN {
            // Tests read these files.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            if let Ok(tag) = Locale::parse(tag) {
                texts.language(tag).bundle.add_resource_overriding(resource);
            }
        }
        texts
    }

    /// Adds the texts of a fluent file in the language `tag`. They replace the library's own, not each other.
    ///
    /// # Errors
    /// When `tag` is no language, `source` is no fluent file, or has a message that was added before.
    pub fn add(mut self, tag: &str, source: impl Into<String>) -> Result<Self, TextsError> {
        let locale = Locale::parse(tag).map_err(|_| TextsError::Language { tag: tag.to_owned() })?;
        let source = source.into();
        let resource = FluentResource::try_new(source.clone()).map_err(|(_, errors)| {
            let first = errors.into_iter().next();
            let at = first.as_ref().map_or(0, |error| error.pos.start);
            let line = source.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
            let why = first.map_or_else(String::new, |error| error.kind.to_string());
            TextsError::Syntax { language: locale.clone(), line, why }
        })?;
        let language = self.language(locale.clone());
        for entry in resource.entries() {
            let Entry::Message(message) = entry else { continue };
            let name = message.id.name;
            if language.added.iter().any(|known| known.message == name) {
                return Err(TextsError::Twice { language: locale, message: name.to_owned() });
            }
            let key = |attribute| TextKey { message: name.to_owned(), attribute };
            let value = message.value.iter().map(|_| key(None));
            let attributes = message.attributes.iter().map(|attribute| key(Some(attribute.id.name.to_owned())));
            let mut keys: Vec<TextKey> = value.chain(attributes).collect();
            language.added.append(&mut keys);
        }
        language.bundle.add_resource_overriding(resource);
        Ok(self)
    }

    /// The texts in a folder: `de.ftl` and all `.ftl` files in `de/` are German.
    ///
    /// # Errors
    /// When the folder or a file can't be read, or as [`Texts::add`].
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<Self, TextsError> {
        let mut texts = Self::new();
        for path in listed(folder.as_ref())? {
            let name = |path: &Path| path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let tag = name(&path);
            let files = if path.is_dir() { listed(&path)? } else { vec![path] };
            for path in files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "ftl")) {
                let source = std::fs::read_to_string(&path).map_err(|source| TextsError::Read { path, source })?;
                texts = texts.add(&tag, source)?;
            }
        }
        Ok(texts)
    }

    /// Says that the code is written in `locale`, not in English.
    #[must_use]
    pub fn source(mut self, locale: Locale) -> Self {
        self.source = locale;
        self
    }

    /// Says everything in `locale` to those whose language there is not, and to those in a role: else they are told it in the
    /// language of the code.
    #[must_use]
    pub fn fallback(mut self, locale: Locale) -> Self {
        self.fallback = Some(locale);
        self
    }

    /// The languages that there are beside that of the code.
    pub fn languages(&self) -> impl Iterator<Item = &Locale> {
        self.languages.iter().map(|language| &language.tag)
    }

    /// What there is to say to those who want to be answered in `locale`. `de-AT` is answered in `de-AT`, and what that lacks in
    /// `de`.
    pub fn words(&self, locale: &Locale) -> Words<'_> {
        let fallback = || self.fallback.as_ref().and_then(|fallback| self.find(fallback));
        let language = match self.find(locale) {
            None if !speaks(&self.source, locale) => fallback(),
            found => found,
        };
        self.speaking(language)
    }

    /// What there is to say to those whose language is not known.
    pub(crate) fn words_of_others(&self) -> Words<'_> {
        self.speaking(self.fallback.as_ref().and_then(|fallback| self.find(fallback)))
    }

    /// The first of `wanted` that there are texts in; the first of all when there are none in any.
    pub fn best(&self, wanted: impl IntoIterator<Item = Locale>) -> Option<Locale> {
        let mut first = None;
        for locale in wanted {
            if self.find(&locale).is_some() || speaks(&self.source, &locale) {
                return Some(locale);
            }
            first.get_or_insert(locale);
        }
        first
    }

    /// What a dialect lacks is said in its language.
    fn speaking<'t>(&'t self, language: Option<&'t Language>) -> Words<'t> {
        let wider = language.and_then(|language| {
            let (wider, _) = language.tag.as_str().rsplit_once('-')?;
            self.find(&Locale::parse(wider).ok()?)
        });
        Words::new(language, wider, &self.source)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Language> {
        self.languages.iter()
    }

    /// RFC 4647, section 3.4: the tag, and as long as there is none of it the tag without its last part.
    fn find(&self, locale: &Locale) -> Option<&Language> {
        let mut tag = locale.as_str();
        loop {
            if let Some(found) = self.languages.iter().find(|known| known.tag.as_str().eq_ignore_ascii_case(tag)) {
                return Some(found);
            }
            tag = tag.rsplit_once('-')?.0;
        }
    }

    fn language(&mut self, tag: Locale) -> &mut Language {
        let is_it = |known: &Language| known.tag.as_str().eq_ignore_ascii_case(tag.as_str());
        let at = self.languages.iter().position(is_it);
        let at = at.unwrap_or_else(|| {
            self.languages.push(Language::new(tag));
            self.languages.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "found or pushed above")]
        &mut self.languages[at]
    }
}

/// Whether who wants `locale` understands `source`.
fn speaks(source: &Locale, locale: &Locale) -> bool {
    source.language().eq_ignore_ascii_case(locale.language())
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, TextsError> {
    let read = |source| TextsError::Read { path: folder.to_owned(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(read)? {
        paths.push(entry.map_err(read)?.path());
    }
    paths.sort();
    Ok(paths)
}

impl Language {
    fn new(tag: Locale) -> Self {
        let identifier: LanguageIdentifier = tag.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        bundle.set_use_isolating(false);
        // `NUMBER`: it can only be there already.
        let _known = bundle.add_builtins();
        Self { tag, bundle, added: Vec::new(), told: Mutex::default() }
    }

    /// The text of this name, with what is put in by `arguments`; none when there is none, or something is missing in it.
    pub(super) fn text<'a>(&self, key: &TextKey, arguments: impl FnOnce(&mut FluentArgs<'a>)) -> Option<String> {
        let mut errors = Vec::new();
        let text = self.put_together(key, arguments, &mut errors)?;
        if errors.is_empty() {
            return Some(text);
        }
        self.tell(key, &errors);
        None
    }

    /// The text of this name, if nothing is put into it.
    pub(super) fn bare(&self, key: &TextKey) -> Option<String> {
        let mut errors = Vec::new();
        let text = self.put_together(key, |_| (), &mut errors)?;
        errors.is_empty().then_some(text)
    }

    fn put_together<'a>(
        &self,
        key: &TextKey,
        arguments: impl FnOnce(&mut FluentArgs<'a>),
        errors: &mut Vec<FluentError>,
    ) -> Option<String> {
        let message = self.bundle.get_message(&key.message)?;
        let pattern = match &key.attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut given = FluentArgs::new();
        arguments(&mut given);
        Some(self.bundle.format_pattern(pattern, Some(&given), errors).into_owned())
    }

    pub(super) fn has(&self, key: &TextKey) -> bool {
        self.bundle.get_message(&key.message).is_some_and(|message| match &key.attribute {
            Some(attribute) => message.get_attribute(attribute).is_some(),
            None => message.value().is_some(),
        })
    }

    fn tell(&self, key: &TextKey, errors: &[FluentError]) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if told.contains(key) {
            return;
        }
        told.push(key.clone());
        let why: Vec<String> = errors.iter().map(ToString::to_string).collect();
        tracing::warn!(language = %self.tag, text = %key, why = why.join(", "), "a text can't be put together: it is said as the code says it");
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("languages", &self.languages().collect::<Vec<_>>()).finish_non_exhaustive()
    }
}
