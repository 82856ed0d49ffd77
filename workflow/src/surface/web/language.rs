//! The language that a browser asks for.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;

use crate::core::locale::Locale;
use crate::engine::{Delivery, Engine};

/// The delivery in the language that the browser asks for, if it does.
pub(super) fn spoken(engine: &Engine, delivery: Delivery, headers: &HeaderMap) -> Delivery {
    match wanted(engine, headers) {
        Some(locale) => delivery.locale(locale),
        None => delivery,
    }
}

/// The language that the browser asks for: of those that it likes, the one that it likes best of what there are texts in.
pub(super) fn wanted(engine: &Engine, headers: &HeaderMap) -> Option<Locale> {
    engine.texts().best(liked(headers))
}

/// The languages that are liked, as `Accept-Language` says (RFC 9110, section 12.5.4), the one that is liked best first.
fn liked(headers: &HeaderMap) -> Vec<Locale> {
    let listed = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut liked: Vec<(u16, Locale)> = Vec::new();
    for item in listed.split(',').take(MOST) {
        let mut parts = item.split(';').map(str::trim);
        let Some(Ok(locale)) = parts.next().map(Locale::parse) else { continue };
        let much = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1000), thousandths).unwrap_or_default();
        if much > 0 {
            liked.push((much, locale));
        }
    }
    // The sort is stable: of those that are liked alike, the first comes first.
    liked.sort_by_key(|(much, _)| std::cmp::Reverse(*much));
    liked.into_iter().map(|(_, locale)| locale).collect()
}

/// How many languages are looked at.
const MOST: usize = 32;

/// `0.8` is 800.
fn thousandths(weight: &str) -> Option<u16> {
    let weight: f32 = weight.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let thousandths = (weight.clamp(0.0, 1.0) * 1000.0) as u16;
    Some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(header: &'static str) -> Option<String> {
        let headers = [(ACCEPT_LANGUAGE, axum::http::HeaderValue::from_static(header))];
        liked(&headers.into_iter().collect()).first().map(ToString::to_string)
    }

    #[test]
    fn the_language_that_is_liked_best_is_taken() {
        assert_eq!(asked("de"), Some("de".to_owned()));
        assert_eq!(asked("fr;q=0.7, pt-BR, en;q=0.9"), Some("pt-BR".to_owned()));
        assert_eq!(asked("*, de;q=0.5, fr;q=0.5"), Some("de".to_owned()));
    }

    #[test]
    fn what_is_no_language_or_is_refused_is_not_taken() {
        assert_eq!(asked("*"), None);
        assert_eq!(asked(""), None);
        assert_eq!(asked("de;q=0, ../../etc, x"), None);
    }
}
