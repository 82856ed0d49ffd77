//! The embedded muse: rules instead of a model.

use image::imageops::FilterType;
use workflow::BoxFuture;
use workflow::prelude::*;

use super::super::artist::Prompt;
use super::super::pictures::Pictures;
use super::{Muse, Next, Talk};

/// A muse that goes by rules: what it asks and adds depends on what the idea does not say yet.
pub struct Rules(Pictures);

/// What an idea may leave open: the question, the words that answer it already, and what is taken when it is skipped.
const OPEN: [(&str, &[&str], &str); 4] = [
    (
        "Where is it?",
        &[
            "in", "on", "at", "by", "near", "under", "over", "inside", "above", "forest", "sea", "city", "space",
            "beach",
        ],
        "",
    ),
    (
        "What time of day is it, and what is the light like?",
        &["night", "dawn", "morning", "noon", "evening", "sunset", "sunrise", "moonlight", "sunny", "dark", "foggy"],
        "soft light",
    ),
    (
        "What mood should it have?",
        &["calm", "happy", "sad", "eerie", "cosy", "lonely", "wild", "dreamy", "dramatic", "peaceful", "mysterious"],
        "",
    ),
    (
        "In which style: a photo, an oil painting, a watercolour …?",
        &["photo", "painting", "watercolour", "watercolor", "ink", "drawing", "sketch", "pastel", "poster", "oil"],
        "detailed",
    ),
];

/// What is added when a prompt is to be something else, and nobody says what.
const TURNS: [&str; 6] =
    ["at night", "in the rain", "seen from far above", "in winter", "as a tiny model", "in the light of dawn"];

impl Rules {
    /// What it asks.
    pub const ASKS: [&str; 4] = {
        let [(place, ..), (light, ..), (mood, ..), (style, ..)] = OPEN;
        [place, light, mood, style]
    };

    /// A muse that looks at these pictures.
    pub fn new(pictures: Pictures) -> Self {
        Self(pictures)
    }
}

impl Muse for Rules {
    fn next<'a>(&'a self, _key: &'a Key, talk: &'a Talk) -> BoxFuture<'a, Result<Next>> {
        Box::pin(async move {
            let said = words(talk);
            let is_open = |(question, answered, _): &&(&str, &[&str], &str)| {
                !talk.answers.iter().any(|(asked, _)| asked == question)
                    && !answered.iter().any(|word| said.iter().any(|said| said == word))
            };
            if let Some((question, ..)) = OPEN.iter().find(is_open) {
                return Ok(Next::Ask((*question).to_owned()));
            }
            let mut prompt = talk.idea.as_str().to_owned();
            for (asked, answer) in &talk.answers {
                let usual = OPEN.iter().find(|(question, ..)| question == asked).map_or("", |(.., usual)| usual);
                let add = answer.as_deref().map_or(usual, str::trim);
                if !add.is_empty() {
                    prompt = format!("{prompt}, {add}");
                }
            }
            Ok(Next::Prompt(cut(&prompt)?))
        })
    }

    fn rewrite<'a>(&'a self, key: &'a Key, prompt: &'a Prompt, wish: Option<&'a str>) -> BoxFuture<'a, Result<Prompt>> {
        Box::pin(async move {
            let wish = match wish {
                Some(wish) => wish.trim().to_owned(),
                None => {
                    let sum: usize = key.as_str().bytes().map(usize::from).sum();
                    let fresh: Vec<&str> = TURNS.into_iter().filter(|turn| !prompt.as_str().contains(turn)).collect();
                    fresh.get(sum % fresh.len().max(1)).copied().unwrap_or("in other colours").to_owned()
                }
            };
            // “Without the dog” and “no dog” take words out; all else is added.
            let without = wish.strip_prefix("without ").or_else(|| wish.strip_prefix("no "));
            let changed = match without {
                Some(gone) => {
                    let gone = gone.trim_start_matches("the ").trim_start_matches("a ");
                    let parts = prompt.as_str().split(", ").filter(|part| !part.contains(gone));
                    let left = parts.collect::<Vec<_>>().join(", ");
                    if left.is_empty() { prompt.as_str().replace(gone, "").trim().to_owned() } else { left }
                }
                None => format!("{prompt}, {wish}"),
            };
            cut(if changed.is_empty() { prompt.as_str() } else { &changed })
        })
    }

    fn describe<'a>(&'a self, _key: &'a Key, image: &'a Media) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            let picture = self.0.read(image).await?;
            crate::computing::computed(move || Ok(described(&picture))).await
        })
    }
}

fn cut(prompt: &str) -> Result<Prompt> {
    let prompt: String = prompt.chars().take(Prompt::MAX).collect();
    prompt.parse().map_err(|error: workflow::Phrase| reject(error))
}

/// What was said so far, word by word.
fn words(talk: &Talk) -> Vec<String> {
    let answers = talk.answers.iter().filter_map(|(_, answer)| answer.as_deref());
    let all = std::iter::once(talk.idea.as_str()).chain(answers).collect::<Vec<_>>().join(" ").to_lowercase();
    all.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Light, colours and shape, which is what can be told without a model.
fn described(picture: &image::DynamicImage) -> String {
    let shape = match picture.width().cmp(&picture.height()) {
        std::cmp::Ordering::Equal => "square",
        std::cmp::Ordering::Greater => "wide",
        std::cmp::Ordering::Less => "tall",
    };
    let small = picture.resize_exact(16, 16, FilterType::Triangle).to_rgb8();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let mut light = 0_u32;
    for pixel in small.pixels() {
        light += pixel.0.iter().map(|part| u32::from(*part)).sum::<u32>();
        let name = colour(pixel.0);
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let light = match light / (3 * 256) {
        0..80 => "dark",
        80..175 => "balanced",
        _ => "bright",
    };
    let colours: Vec<&str> = counts.iter().take(2).map(|(name, _)| *name).collect();
    format!("a {light}, {shape} picture in {}", colours.join(" and "))
}

fn colour([red, green, blue]: [u8; 3]) -> &'static str {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    if most < 50 {
        return "black";
    }
    if most - least < 28 {
        return if most > 205 { "white" } else { "grey" };
    }
    match (most == red, most == green) {
        (true, _) if green > blue.saturating_add(60) && green > red / 2 => "orange and yellow",
        (true, _) if blue > green.saturating_add(40) => "pink",
        (true, _) => "red",
        (_, true) => "green",
        _ if red > green.saturating_add(20) => "violet",
        _ => "blue",
    }
}
