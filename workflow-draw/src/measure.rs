//! How wide a text is, and how it is broken into lines.
//!
//! Nobody knows which font a reader has. The widths are Helvetica's (Adobe's Core 14 AFM files), to which Arial and
//! Liberation Sans are metrically alike, with some room for wider ones.

use crate::phrase::squash;

/// Room for fonts that are wider than Helvetica.
const SLACK: f64 = 1.06;
/// How much wider bold letters are.
const BOLD: f64 = 1.07;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Face {
    /// Height in pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
}

/// The width of `text` in pixels.
pub(crate) fn width(text: &str, face: Face) -> f64 {
    let units: u32 = text.chars().map(advance).sum();
    f64::from(units) / 1000.0 * face.size * SLACK * if face.bold { BOLD } else { 1.0 }
}

/// `text` in at most `lines` lines, none wider than `limit` pixels; what does not fit is cut off with an ellipsis.
pub(crate) fn wrap(text: &str, face: Face, limit: f64, lines: usize) -> Vec<String> {
    let text = squash(text);
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&joined, face) <= limit {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            done.push(std::mem::take(&mut line));
        }
        let mut parts = split(word, face, limit);
        line = parts.pop().unwrap_or_default();
        done.append(&mut parts);
    }
    if !line.is_empty() {
        done.push(line);
    }
    if done.len() > lines {
        done.truncate(lines);
        if let Some(last) = done.last_mut() {
            cut(last, face, limit);
        }
    }
    done
}

/// Ends `line` with an ellipsis, within `limit`.
fn cut(line: &mut String, face: Face, limit: f64) {
    let room = limit - width("…", face);
    while !line.is_empty() && (width(line, face) > room || line.ends_with([' ', ',', '.'])) {
        line.pop();
    }
    line.push('…');
}

/// A word that is too long for a line, in parts that are not; after a sign or before a capital where there is one.
fn split(word: &str, face: Face, limit: f64) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut before = ' ';
    let mut seam = None;
    for c in word.chars() {
        if advance(c) > 0 && !part.is_empty() && width(&part, face) + width(c.encode_utf8(&mut [0; 4]), face) > limit {
            let rest = seam.filter(|&seam| seam > part.len() / 2).map(|seam| part.split_off(seam)).unwrap_or_default();
            parts.push(std::mem::replace(&mut part, rest));
            seam = None;
        }
        if matches!(before, '_' | '-' | ':' | '/' | '.' | ',') || (before.is_lowercase() && c.is_uppercase()) {
            seam = Some(part.len());
        }
        part.push(c);
        before = c;
    }
    parts.push(part);
    parts
}

/// The width of a character in thousandths of the font's height.
fn advance(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' => 222,
        '\'' => 191,
        '|' => 260,
        ' ' | '!' | ',' | '.' | '/' | ':' | ';' | '[' | '\\' | ']' | 'I' | 'f' | 't' => 278,
        '(' | ')' | '-' | '`' | 'r' | '{' | '}' => 334,
        '"' | '*' => 389,
        '^' => 469,
        'J' | 'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 500,
        '+' | '<' | '=' | '>' | '~' => 584,
        'F' | 'T' | 'Z' => 611,
        '&' | 'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 722,
        'G' | 'O' | 'Q' => 778,
        'M' | 'm' => 833,
        '%' => 889,
        'W' => 944,
        '@' => 1015,
        '\u{20}'..='\u{7e}' => 556,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => 0,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => 0,
        '\u{2018}'..='\u{201f}' => 350,
        '\u{2013}' => 556,
        '\u{2014}' | '…' => 1000,
        '\u{a0}'..='\u{24f}' => 611,
        '\u{250}'..='\u{58f}' => 650,
        '\u{590}'..='\u{8ff}' => 620,
        '\u{900}'..='\u{10ff}' => 800,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' => 1000,
        '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' => 1000,
        '\u{2190}'..='\u{2bff}' => 1000,
        '\u{1f000}'..='\u{1faff}' => 1300,
        '\u{20000}'..='\u{3ffff}' => 1000,
        _ => 700,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: Face = Face { size: 10.0, bold: false };

    #[test]
    fn no_line_is_wider_than_its_limit() {
        for text in [
            "a quick brown fox jumps",
            "Pneumonoultramicroscopic",
            "語語語語語語語語語語語語",
            "a-b_c/d:e",
            "🙂🙂🙂🙂🙂🙂🙂",
        ] {
            for line in wrap(text, FACE, 50.0, 3) {
                assert!(width(&line, FACE) <= 50.0, "{line}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_ends_with_an_ellipsis() {
        assert_eq!(wrap("one two three four five six", FACE, 60.0, 2), ["one two", "three four…"]);
        assert_eq!(wrap("one", FACE, 60.0, 2), ["one"]);
        assert!(wrap("", FACE, 60.0, 2).is_empty());
    }

    #[test]
    fn a_long_name_breaks_before_a_capital() {
        assert_eq!(wrap("WaitForTheReviewer", FACE, 66.0, 3), ["WaitForThe", "Reviewer"]);
    }

    #[test]
    fn a_mark_stays_with_its_letter() {
        let lines = wrap("e\u{301}e\u{301}e\u{301}e\u{301}", FACE, 12.0, 9);
        assert_eq!(lines.concat(), "e\u{301}e\u{301}e\u{301}e\u{301}");
        assert!(lines.iter().all(|line| !line.starts_with('\u{301}')), "{lines:?}");
    }
}
