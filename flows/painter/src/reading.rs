//! What a prompt asks for, as far as its words are known.

use super::chance::hash;
use super::figure::Figure;
use super::vocabulary::{BLOOMS, SIGNS, TINTS, WORDS};

/// What the known words of a prompt ask for.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    words: Vec<Word>,
    /// Color words, in the order they came, without those that belong to a figure.
    pub(super) tints: Vec<Tint>,
    /// The figures, in the order they came, each with the color named just before it.
    pub(super) figures: Vec<(Figure, Option<Tint>)>,
    /// The flower that is named: how it is built, as `flora::bloom` counts, and its color.
    pub(super) bloom: Option<(usize, u32)>,
    /// A hash of the whole prompt.
    pub(super) subject: u64,
}

impl Reading {
    /// Reads `prompt`.
    pub(super) fn of(prompt: &str) -> Self {
        let lower = prompt.to_lowercase();
        let mut reading = Self {
            words: Vec::new(),
            tints: Vec::new(),
            figures: Vec::new(),
            bloom: None,
            subject: hash(lower.trim()),
        };
        let mut fresh_tint = false;
        for token in lower.split(|c: char| !c.is_alphanumeric()) {
            if let Some(tint) = find(&TINTS, token) {
                reading.tints.push(tint);
                fresh_tint = true;
                continue;
            }
            if let Some(figure) = find(&Figure::WORDS, token) {
                let tint = fresh_tint.then(|| reading.tints.pop()).flatten();
                if reading.figures.len() < 3 {
                    reading.figures.push((figure, tint));
                }
            }
            reading.bloom = reading.bloom.or(find(&BLOOMS, token));
            if let Some(word) = find(&WORDS, token) {
                reading.words.push(word);
            }
            fresh_tint &= token.is_empty();
        }
        // Scripts without blanks between words: look for the signs themselves.
        for (sign, word) in SIGNS {
            if lower.contains(sign) {
                reading.words.push(word);
            }
        }
        for (sign, figure) in Figure::SIGNS {
            if lower.contains(sign) && reading.figures.len() < 3 {
                reading.figures.push((figure, None));
            }
        }
        let both = [Tint::Dark, Tint::Light];
        if both.iter().all(|tint| reading.tints.contains(tint)) {
            reading.tints.retain(|tint| !both.contains(tint));
            reading.tints.push(Tint::Gray);
        }
        reading
    }

    /// Whether the prompt speaks of `word`.
    pub(super) fn has(&self, word: Word) -> bool {
        self.words.contains(&word)
    }

    /// The first word of `choices` the prompt speaks of, in the order of the prompt.
    pub(super) fn first_of(&self, choices: &[Word]) -> Option<Word> {
        self.words.iter().copied().find(|w| choices.contains(w))
    }

    /// Whether the prompt speaks of more than one of `choices`.
    pub(super) fn has_several(&self, choices: &[Word]) -> bool {
        choices.iter().filter(|word| self.has(**word)).count() > 1
    }

    /// Whether no word was known.
    pub(super) fn is_blank(&self) -> bool {
        self.words.is_empty() && self.figures.is_empty()
    }

    /// Adds a word the prompt did not say.
    pub(super) fn suppose(&mut self, word: Word) {
        self.words.push(word);
    }
}

/// Something a picture can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Sea,
    Depths,
    River,
    Lake,
    Mountain,
    Hills,
    Forest,
    City,
    Desert,
    Flower,
    Space,
    Galaxy,
    Snow,
    Rain,
    Storm,
    Fog,
    Cloud,
    Aurora,
    Night,
    Day,
    Dawn,
    Sunset,
    Autumn,
    Spring,
    Fire,
    Glass,
    Tiles,
    Marble,
    Circles,
    Ribbons,
    Shapes,
    Strata,
    Mandala,
    Abstract,
    Dream,
}

/// What a color word does to the palette.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tint {
    /// Toward a hue, in OKLCH degrees.
    Hue(u16),
    Pastel,
    Neon,
    Gray,
    Dark,
    Light,
    Faded,
    Vivid,
}

impl Tint {
    /// The hue in degrees, for a tint that has one.
    pub(super) fn hue(self) -> Option<f32> {
        match self {
            Self::Hue(degrees) => Some(f32::from(degrees)),
            _ => None,
        }
    }
}

fn find<T: Copy>(table: &[(T, &str)], token: &str) -> Option<T> {
    if token.is_empty() {
        return None;
    }
    let plural = ["s", "es"].map(|end| token.strip_suffix(end).filter(|stem| stem.len() > 2));
    let [short, shorter] = plural.map(Option::unwrap_or_default);
    // The word itself first: "mars" is not several of "mar".
    let exact = |word: &str| word == token;
    let loose = |word: &str| {
        let stem = word.strip_suffix('*');
        word == short || word == shorter || stem.is_some_and(|stem| token.starts_with(stem))
    };
    let first = |fits: &dyn Fn(&str) -> bool| {
        let found = table.iter().find(|(_, list)| list.split(' ').any(fits));
        found.map(|(meaning, _)| *meaning)
    };
    first(&exact).or_else(|| first(&loose))
}
