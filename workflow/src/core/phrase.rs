//! Words that code says to a user, in a form that can be said in another language.

use std::borrow::Cow;
use std::fmt;

use super::input::ChoiceOption;

/// A sentence or a few words that code says to a user, with what is put into them: `{name}` stands for the argument `name`.
///
/// It is written in the language of the code; a translation is found by its [key](Phrase::key), which is made of its words.
/// The macro [`say!`](crate::say) makes one and checks that text and arguments fit; a plain text becomes one without
/// arguments.
///
/// ```
/// use workflow::prelude::*;
///
/// let most = 50;
/// let phrase = say!("A name has up to {most} letters, {name} is too long.", most, name = "Ann");
/// assert_eq!(phrase.to_string(), "A name has up to 50 letters, Ann is too long.");
/// assert_eq!(phrase.key(), "say-a-name-has-up-to-most-letters-name-is-too-long");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    text: Cow<'static, str>,
    arguments: Vec<(Cow<'static, str>, Argument)>,
}

/// What is put into a [`Phrase`] or into the translation of a view.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Argument {
    /// A text, as it is.
    Text(String),
    /// A number: a translation may go by whether it is one or many.
    Number(f64),
    /// Words that are said in the user's language too.
    Phrase(Box<Phrase>),
    /// One of a closed set, by its label.
    Choice(&'static ChoiceOption),
    /// Alternatives, as in “text or a photo”.
    AnyOf(Vec<Phrase>),
    /// Several phrases, each on a line of its own.
    Lines(Vec<Phrase>),
}

impl Phrase {
    /// A phrase of this text.
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self { text: text.into(), arguments: Vec::new() }
    }

    /// With `value` where `{name}` stands in the text.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Argument>) -> Self {
        self.arguments.push((name.into(), value.into()));
        self
    }

    /// The text as it was written, with `{name}` for its arguments.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is put into it, by name.
    pub fn arguments(&self) -> &[(Cow<'static, str>, Argument)] {
        &self.arguments
    }

    /// The key under which a translation is found: see [`Phrase::key_of`].
    pub fn key(&self) -> String {
        Self::key_of(&self.text)
    }

    /// The key of the phrase of this text: `say` and its words in lower case with `-` between, 64 bytes at the most. What is
    /// longer, or has other letters than those from a to z, also has a number that tells it from others.
    ///
    /// ```
    /// # use workflow::Phrase;
    /// assert_eq!(Phrase::key_of("There is no way back from here."), "say-there-is-no-way-back-from-here");
    /// ```
    pub fn key_of(text: &str) -> String {
        let mut key = String::from("say");
        let (mut is_cut, mut is_lossy) = (false, false);
        for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
            is_lossy |= !word.is_ascii();
            let word: String = word.chars().filter(char::is_ascii).map(|letter| letter.to_ascii_lowercase()).collect();
            if word.is_empty() || is_cut {
                continue;
            }
            is_cut = key.len() + 1 + word.len() > 64;
            if !is_cut {
                key.push('-');
                key.push_str(&word);
            }
        }
        // FNV-1a: the key is written into files, so it must be the same for ever.
        if is_lossy || is_cut || key.len() == 3 {
            let hash =
                text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
            key.push_str(&format!("-{hash:08x}"));
        }
        key
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = &*self.text;
        while let Some(at) = rest.find('{') {
            let (before, inside) = rest.split_at(at);
            f.write_str(before)?;
            let named = inside.strip_prefix('{').and_then(|inside| inside.split_once('}'));
            let found = named.and_then(|(name, after)| {
                let (_, value) = self.arguments.iter().find(|(known, _)| known == name)?;
                Some((value, after))
            });
            match found {
                Some((value, after)) => {
                    value.fmt(f)?;
                    rest = after;
                }
                None => {
                    f.write_str("{")?;
                    rest = inside.strip_prefix('{').unwrap_or_default();
                }
            }
        }
        f.write_str(rest)
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = |phrases: &[Phrase], between: &str| {
            for (index, phrase) in phrases.iter().enumerate() {
                if index > 0 {
                    f.write_str(between)?;
                }
                phrase.fmt(f)?;
            }
            Ok(())
        };
        match self {
            Self::AnyOf(phrases) => list(phrases, " or "),
            Self::Lines(phrases) => list(phrases, "\n"),
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Phrase(phrase) => phrase.fmt(f),
            Self::Choice(option) => f.write_str(option.label),
        }
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Phrase {
    fn from(text: &String) -> Self {
        Self::new(text.clone())
    }
}

impl From<Cow<'static, str>> for Phrase {
    fn from(text: Cow<'static, str>) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Phrase> for Argument {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(Box::new(phrase))
    }
}

impl From<&'static ChoiceOption> for Argument {
    fn from(option: &'static ChoiceOption) -> Self {
        Self::Choice(option)
    }
}

impl From<Option<&'static ChoiceOption>> for Argument {
    fn from(option: Option<&'static ChoiceOption>) -> Self {
        option.map_or_else(|| Self::Text(String::new()), Self::Choice)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Number(number.into())
            }
        })*
    };
}
numbers!(u8, u16, u32, i8, i16, i32, f64);

impl From<f32> for Argument {
    fn from(number: f32) -> Self {
        // As it is written: not the number of twice the bits that is nearest.
        Self::Number(number.to_string().parse().unwrap_or_else(|_| number.into()))
    }
}

macro_rules! large_numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Argument {
            // One that a translation can't count with is said as it is.
            #[expect(clippy::cast_precision_loss, reason = "looked at")]
            fn from(number: $number) -> Self {
                let near = number as f64;
                if near.to_string() == number.to_string() { Self::Number(near) } else { Self::Text(number.to_string()) }
            }
        })*
    };
}
large_numbers!(u64, i64, usize, isize);

/// A [`Phrase`]: a text with `{name}` for each argument that follows, as `name` or `name = value`. A name that is missing on
/// either side does not compile.
///
/// ```
/// use workflow::prelude::*;
///
/// fn slots(free: usize) -> Result<()> {
///     if free == 0 { return Err(reject(say!("All {slots} slots are taken.", slots = 20))) }
///     Ok(())
/// }
/// assert_eq!(slots(0).unwrap_err().rejection().unwrap().as_str(), "All 20 slots are taken.");
/// ```
///
/// ```compile_fail
/// # use workflow::prelude::*;
/// let phrase = say!("All {slots} slots are taken.", slot = 20);
/// ```
#[macro_export]
macro_rules! say {
    ($($said:tt)*) => { $crate::__private::say!($crate, $($said)*) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_where_they_are_named() {
        let phrase = Phrase::new("{a} and {b}, {a}").with("a", 1).with("b", "two");
        assert_eq!(phrase.to_string(), "1 and two, 1");
    }

    #[test]
    fn what_is_put_in_is_no_text_of_its_own() {
        let phrase = Phrase::new("{a} {b}").with("a", "{b}").with("b", "x");
        assert_eq!(phrase.to_string(), "{b} x");
        assert_eq!(Phrase::from("a { b } {c").to_string(), "a { b } {c");
    }

    #[test]
    fn a_list_is_joined() {
        let any = Argument::AnyOf(vec!["text".into(), "a photo".into()]);
        assert_eq!(Phrase::new("Send {it}.").with("it", any).to_string(), "Send text or a photo.");
        let lines = Argument::Lines(vec!["one".into(), "two".into()]);
        assert_eq!(Phrase::new("{it}").with("it", lines).to_string(), "one\ntwo");
    }

    #[test]
    fn keys_are_short_and_tell_texts_apart() {
        assert_eq!(Phrase::key_of("Please send {what}."), "say-please-send-what");
        let long = Phrase::key_of(&"word ".repeat(40));
        assert!(long.len() <= 73 && long.contains("-word-word"), "{long}");
        assert_ne!(long, Phrase::key_of(&("word ".repeat(40) + "end")));
        assert!(Phrase::key_of("Über uns").starts_with("say-ber-uns-"));
        assert_ne!(Phrase::key_of("你好"), Phrase::key_of("再见"));
        assert_ne!(Phrase::key_of("…"), Phrase::key_of("?"));
    }
}
