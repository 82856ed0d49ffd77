//! Pictures in the terminal itself, where it can show them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How the terminal shows pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pictures {
    /// Not at all.
    None,
    /// By the [graphics protocol of kitty](https://sw.kovidgoyal.net/kitty/graphics-protocol/).
    Kitty,
    /// By the [inline images of iTerm2](https://iterm2.com/documentation-images.html).
    Iterm,
}

/// How wide a picture is shown, in columns; its height follows.
const COLUMNS: u32 = 40;
/// How much of base64 kitty takes in one sequence, in bytes.
const CHUNK: usize = 4096;
/// How large a picture may be that is shown, in bytes.
pub(super) const LARGEST: u64 = 8 * 1024 * 1024;

impl Pictures {
    /// What the environment says of the terminal. One inside of another does not pass pictures on.
    pub(super) fn of_environment() -> Self {
        Self::of(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_inside = ["TMUX", "STY"].into_iter().any(|name| variable(name).is_some());
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        match program.as_str() {
            _ if is_inside => Self::None,
            "iTerm.app" | "WezTerm" => Self::Iterm,
            "kitty" | "ghostty" => Self::Kitty,
            _ if variable("KITTY_WINDOW_ID").is_some() => Self::Kitty,
            _ => Self::None,
        }
    }

    /// Whether pictures of this type are shown.
    pub(super) fn takes(self, content_type: &str) -> bool {
        match self {
            Self::None => false,
            Self::Kitty => content_type == "image/png",
            Self::Iterm => matches!(content_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp"),
        }
    }

    /// What shows a picture at the cursor; nothing where none is shown.
    pub(super) fn sequence(self, bytes: &[u8]) -> String {
        match self {
            Self::None => String::new(),
            Self::Kitty => kitty(&STANDARD.encode(bytes)),
            Self::Iterm => {
                let (size, data) = (bytes.len(), STANDARD.encode(bytes));
                format!("\x1b]1337;File=size={size};inline=1;width={COLUMNS};preserveAspectRatio=1:{data}\x07")
            }
        }
    }
}

/// Transmitted and shown (`a=T`) as a PNG (`f=100`), so many columns wide (`c`), without an answer that the next line would
/// be read with (`q=2`), in chunks of which each but the last says that more follows (`m=1`).
fn kitty(data: &str) -> String {
    let mut sequence = String::with_capacity(data.len() + data.len() / CHUNK * 16 + 64);
    let (mut rest, mut keys) = (data, format!("a=T,f=100,c={COLUMNS},q=2,"));
    loop {
        let (chunk, after) = rest.split_at_checked(CHUNK).unwrap_or((rest, ""));
        let more = u8::from(!after.is_empty());
        sequence.push_str(&format!("\x1b_G{keys}m={more};{chunk}\x1b\\"));
        if after.is_empty() {
            return sequence;
        }
        (rest, keys) = (after, "q=2,".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Pictures {
        Pictures::of(|name| variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_environment_says_what_the_terminal_can_do() {
        assert_eq!(of(&[]), Pictures::None);
        assert_eq!(of(&[("KITTY_WINDOW_ID", "1")]), Pictures::Kitty);
        assert_eq!(of(&[("TERM_PROGRAM", "iTerm.app")]), Pictures::Iterm);
        assert_eq!(of(&[("TERM_PROGRAM", "Apple_Terminal")]), Pictures::None);
        assert_eq!(of(&[("KITTY_WINDOW_ID", "1"), ("TMUX", "/tmp/tmux")]), Pictures::None);
    }

    #[test]
    fn kitty_is_given_a_small_picture_in_one_sequence() {
        assert_eq!(Pictures::Kitty.sequence(b"png"), "\x1b_Ga=T,f=100,c=40,q=2,m=0;cG5n\x1b\\");
    }

    #[test]
    fn kitty_is_given_a_large_picture_in_chunks_that_are_the_whole_together() {
        let bytes: Vec<u8> = (0..10_000_u32).map(|number| (number % 251) as u8).collect();
        let sequence = Pictures::Kitty.sequence(&bytes);
        let chunks: Vec<(&str, &str)> = sequence
            .split_terminator("\x1b\\")
            .map(|part| part.strip_prefix("\x1b_G").unwrap().split_once(';').unwrap())
            .collect();
        let keys: Vec<&str> = chunks.iter().map(|(keys, _)| *keys).collect();
        assert_eq!(keys, ["a=T,f=100,c=40,q=2,m=1", "q=2,m=1", "q=2,m=1", "q=2,m=0"]);
        assert!(chunks.iter().all(|(_, data)| data.len() <= CHUNK));
        let data: String = chunks.iter().map(|(_, data)| *data).collect();
        assert_eq!(STANDARD.decode(data).unwrap(), bytes);
    }

    #[test]
    fn iterm_is_given_the_size_and_the_bytes() {
        let sequence = Pictures::Iterm.sequence(b"png");
        assert_eq!(sequence, "\x1b]1337;File=size=3;inline=1;width=40;preserveAspectRatio=1:cG5n\x07");
    }
}
