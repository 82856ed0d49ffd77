//! Control characters go, the text is trimmed, and the entities move along.

use super::{Entity, Formatted};

/// The text as Telegram keeps it, or what is wrong with its entities.
pub(crate) fn clean(given: &Formatted) -> Result<Formatted, String> {
    let places = places(&given.text, &given.entities)?;
    let kept: String = places.kept.iter().collect();
    let from = kept.len() - kept.trim_start_matches([' ', '\n']).len();
    let text = kept.trim_matches([' ', '\n']).to_owned();
    let end = super::utf16(&text);
    let mut entities = Vec::new();
    for entity in &given.entities {
        let begin = places.new[entity.offset].saturating_sub(from).min(end);
        let until = places.new[entity.end()].saturating_sub(from).min(end);
        if until > begin && !is_blank(&text, begin, until) {
            entities.push(Entity { offset: begin, length: until - begin, ..entity.clone() });
        }
    }
    sort(&mut entities);
    Ok(Formatted { text, entities })
}

/// By place, the longer one first.
pub(crate) fn sort(entities: &mut [Entity]) {
    entities.sort_by(|one, other| one.offset.cmp(&other.offset).then(other.length.cmp(&one.length)));
}

struct Places {
    kept: Vec<char>,
    /// Where every place of the old text stands in the new one, in UTF-16 code units.
    new: Vec<usize>,
}

fn places(text: &str, entities: &[Entity]) -> Result<Places, String> {
    let (mut kept, mut new, mut old, mut at) = (Vec::new(), Vec::new(), 0, 0);
    for (byte, letter) in text.char_indices() {
        let units = letter.len_utf16();
        if units == 2 {
            middle(entities, old + 1, byte + letter.len_utf8())?;
        }
        new.extend(std::iter::repeat_n(at, units));
        old += units;
        match letter {
            '\r' | '\u{2028}'..='\u{202e}' | '\u{333}' | '\u{33f}' | '\u{30a}' => {}
            '\n' => {
                kept.push('\n');
                at += 1;
            }
            '\0'..=' ' => {
                kept.push(' ');
                at += 1;
            }
            _ => {
                kept.push(letter);
                at += units;
            }
        }
    }
    new.push(at);
    for entity in entities {
        if entity.offset >= old {
            return Err(format!("Entity begins after the end of the text at UTF-16 offset {}", entity.offset));
        }
        if entity.end() > old {
            return Err(format!(
                "Entity beginning at UTF-16 offset {} ends after the end of the text at UTF-16 offset {}",
                entity.offset,
                entity.end()
            ));
        }
    }
    Ok(Places { kept, new })
}

fn middle(entities: &[Entity], place: usize, byte: usize) -> Result<(), String> {
    for entity in entities {
        if entity.offset == place {
            return Err(format!("Entity begins in a middle of a UTF-16 symbol at byte offset {byte}"));
        }
        if entity.end() == place {
            return Err(format!("Entity ends in a middle of a UTF-16 symbol at byte offset {byte}"));
        }
    }
    Ok(())
}

fn is_blank(text: &str, begin: usize, until: usize) -> bool {
    let units = text.encode_utf16().skip(begin).take(until - begin);
    units.into_iter().all(|unit| unit == u16::from(b' ') || unit == u16::from(b'\n'))
}
