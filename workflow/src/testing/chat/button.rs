//! Finding the button that a test means.

use crate::engine::{Offer, Snapshot, Token};

struct Found {
    label: String,
    edge: String,
    choice: Option<String>,
    value: Option<String>,
    token: Token,
}

/// The label and token of the button, by its label, its transition's name or its option's name; or why there is none.
pub(super) fn find(screens: &[Snapshot], wanted: &str) -> Result<(String, Token), String> {
    let all: Vec<Found> = screens.iter().flat_map(of).collect();
    let ways: [fn(&Found, &str) -> bool; 5] = [
        |button, wanted| button.label == wanted,
        |button, wanted| button.edge == wanted && button.choice.is_none() && button.value.is_none(),
        |button, wanted| button.choice.as_deref() == Some(wanted),
        |button, wanted| button.value.as_deref() == Some(wanted),
        |button, wanted| button.label.to_lowercase() == wanted.to_lowercase(),
    ];
    let found = ways.iter().find_map(|is_meant| all.iter().find(|button| is_meant(button, wanted)));
    match found {
        Some(found) => Ok((found.label.clone(), found.token.clone())),
        None => Err(missing(&all, wanted)),
    }
}

/// The labels of the buttons.
pub(super) fn labels(screen: &Snapshot) -> Vec<String> {
    of(screen).into_iter().map(|button| button.label).collect()
}

fn of(screen: &Snapshot) -> Vec<Found> {
    // What is asked stands below the view: it was shown last.
    let buttons = screen.view().choices.iter().flatten();
    let offers = screen.offers().into_iter().flatten();
    let question = screen.question().into_iter().flat_map(|question| [question.leave, question.stay]);
    let asked = question.map(|Offer { label, token, .. }| Found {
        label,
        edge: String::new(),
        choice: None,
        value: None,
        token,
    });
    let shown = buttons.zip(offers).map(|(button, offer)| Found {
        label: offer.label,
        edge: button.edge.to_string(),
        choice: button.choice.as_ref().map(ToString::to_string),
        value: button.value.as_ref().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        token: offer.token,
    });
    asked.chain(shown).collect()
}

fn missing(all: &[Found], wanted: &str) -> String {
    if all.is_empty() {
        return format!("there is no button “{wanted}”: there are no buttons");
    }
    let mut labels: Vec<&str> = all.iter().map(|button| button.label.as_str()).collect();
    let far = |label: &&str| distance(&label.to_lowercase(), &wanted.to_lowercase());
    let nearest = labels.iter().min_by_key(|label| far(label)).copied();
    let near = nearest
        .filter(|label| far(label) <= wanted.chars().count() / 2)
        .map(|label| format!(" Did you mean “{label}”?"));
    labels.dedup();
    let list: Vec<String> = labels.iter().map(|label| format!("[{label}]")).collect();
    format!("there is no button “{wanted}”, but {}.{}", list.join(" "), near.unwrap_or_default())
}

/// How many letters have to be put in, left out or changed (Levenshtein 1966).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut above_left = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (above, b) in row.iter().skip(1).zip(&other) {
            left = (above + 1).min(left + 1).min(above_left + usize::from(a != *b));
            above_left = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
