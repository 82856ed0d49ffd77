//! What a line means that was typed.

use std::path::PathBuf;

/// A line, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Nothing,
    Help,
    Quit,
    /// The next line is read when no work is under way.
    Wait,
    /// Text, whatever it looks like.
    Text(String),
    /// Files, and what is written beside them.
    Files(Vec<PathBuf>, String),
    /// For what is shown under this letter.
    To(String, Box<Line>),
    /// A choice, a turn of the page, a command or text.
    Said(String),
    /// Why it can't be read.
    Wrong(String),
}

/// The commands of the terminal itself, each with what it does.
pub(super) const COMMANDS: [(&str, &str); 6] = [
    (":help", "shows this"),
    (":text", "sends what follows as text, also when it looks like a choice or a command of the terminal: :text 2"),
    (
        FILE,
        "sends files: :file cat.png “a letter.txt”; what stands after -- is written beside them: :file cat.png -- /keep",
    ),
    (":to", "sends text or files to what is shown under a letter: :to a Looks good"),
    (":wait", "waits until no work is under way"),
    (":quit", "ends, as Ctrl-D does; work goes on at the next start"),
];

/// The command that sends files.
pub(super) const FILE: &str = ":file";

impl Line {
    pub(super) fn read(line: &str) -> Self {
        let trimmed = line.trim();
        let Some(name) = trimmed.strip_prefix(':') else {
            return if trimmed.is_empty() { Self::Nothing } else { Self::Said(trimmed.to_owned()) };
        };
        let (name, rest) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
        let rest = rest.trim();
        match name {
            "help" => Self::Help,
            "quit" => Self::Quit,
            "wait" => Self::Wait,
            "text" => Self::Text(rest.to_owned()),
            "file" => files(rest),
            "to" => match rest.split_once(char::is_whitespace) {
                Some((letter, rest)) => match Self::read(rest) {
                    Self::Said(text) => Self::To(letter.to_owned(), Box::new(Self::Text(text))),
                    line @ (Self::Text(_) | Self::Files(..)) => Self::To(letter.to_owned(), Box::new(line)),
                    wrong @ Self::Wrong(_) => wrong,
                    _ => Self::Wrong("Only text and files can be sent like this.".to_owned()),
                },
                None => Self::Wrong("Write a letter and what to send: :to a Looks good".to_owned()),
            },
            // A face is text.
            name if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                Self::Wrong(format!("There is no :{name}. See :help, or send it as it is by :text."))
            }
            _ => Self::Said(trimmed.to_owned()),
        }
    }
}

fn files(rest: &str) -> Line {
    let (paths, caption) = match words(rest) {
        Ok(words) => words,
        Err(wrong) => return Line::Wrong(wrong.to_owned()),
    };
    if paths.is_empty() {
        return Line::Wrong("Write the path of a file: :file cat.png".to_owned());
    }
    Line::Files(paths.into_iter().map(at_home).collect(), caption)
}

/// Whether a backslash takes away the meaning of the next letter: not where it stands in every path.
const ESCAPES: bool = cfg!(not(windows));

/// The words up to `--`, as a shell reads them: with quotes and backslashes. What follows stays as it is.
fn words(text: &str) -> Result<(Vec<String>, String), &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (None | Some('"'), '\\') if ESCAPES => {
                let (_, next) = letters.next().ok_or("There is nothing after the last backslash.")?;
                word.get_or_insert_default().push(next);
            }
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, letter) if letter.is_whitespace() => words.extend(word.take()),
            (None, '-') if word.is_none() => {
                let rest = text.get(at..).unwrap_or_default();
                match rest.strip_prefix("--") {
                    Some(caption) if caption.is_empty() || caption.starts_with(char::is_whitespace) => {
                        return Ok((words, caption.trim().to_owned()));
                    }
                    _ => word = Some(letter.to_string()),
                }
            }
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    if quote.is_some() {
        return Err("A quote is not closed.");
    }
    words.extend(word);
    Ok((words, String::new()))
}

/// `~/` is the user's folder.
fn at_home(path: String) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => path.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_command_of_the_terminal_is_said() {
        for line in ["a cat", "/make a cat", "2", ":)", ":-D", "::"] {
            assert_eq!(Line::read(line), Line::Said(line.to_owned()));
        }
        assert_eq!(Line::read("  \t"), Line::Nothing);
        assert!(matches!(Line::read(":hlep"), Line::Wrong(why) if why.starts_with("There is no :hlep.")));
    }

    #[test]
    fn text_is_text_whatever_it_looks_like() {
        assert_eq!(Line::read(":text 2"), Line::Text("2".to_owned()));
        assert_eq!(Line::read(":text :quit"), Line::Text(":quit".to_owned()));
        assert_eq!(
            Line::read(":to a Looks good"),
            Line::To("a".to_owned(), Box::new(Line::Text("Looks good".to_owned())))
        );
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_read_as_a_shell_reads_them() {
        let files =
            |paths: &[&str], caption: &str| Line::Files(paths.iter().map(PathBuf::from).collect(), caption.to_owned());
        assert_eq!(Line::read(r#":file a\ b.txt "c d" 'e"f' g"#), files(&["a b.txt", "c d", "e\"f", "g"], ""));
        assert_eq!(Line::read(":file -x a-b -- /keep  it"), files(&["-x", "a-b"], "/keep  it"));
        assert!(matches!(Line::read(":file 'open"), Line::Wrong(_)));
        assert!(matches!(Line::read(":file"), Line::Wrong(_)));
    }
}
