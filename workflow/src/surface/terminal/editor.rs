//! Lines that are edited where they are typed, with history and completion.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, ExternalPrinter, Helper};

use super::keyboard::{Reads, Typed};
use super::line::{COMMANDS, FILE};

/// An editor of lines.
pub(super) struct Editor {
    editor: rustyline::Editor<Words, DefaultHistory>,
    history: Option<PathBuf>,
}

/// What a line may be: commands and labels. Shared with whoever knows them.
#[derive(Clone, Default)]
pub(super) struct Words(Arc<Mutex<Vec<String>>>);

const PROMPT: &str = "> ";

impl Editor {
    /// An editor, and what writes above the line that is edited.
    pub(super) fn open(
        words: Words,
        history: Option<PathBuf>,
    ) -> Result<(Self, Box<dyn ExternalPrinter + Send>), ReadlineError> {
        let config = Config::builder().completion_type(CompletionType::List).max_history_size(HISTORY)?.build();
        let mut editor = rustyline::Editor::with_config(config)?;
        editor.set_helper(Some(words));
        if let Some(file) = &history {
            match editor.load_history(file) {
                Err(ReadlineError::Io(error)) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => tracing::warn!(%error, file = %file.display(), "earlier lines are not known"),
                Ok(()) => {}
            }
        }
        let printer = Box::new(editor.create_external_printer()?);
        Ok((Self { editor, history }, printer))
    }

    pub(super) fn reads(mut self) -> Reads {
        Box::new(move || match self.editor.readline(PROMPT) {
            Ok(line) => {
                self.keep(&line);
                Typed::Line(line)
            }
            Err(ReadlineError::Eof | ReadlineError::Interrupted) => Typed::Leave,
            Err(error) => Typed::Broken(error.into()),
        })
    }

    fn keep(&mut self, line: &str) {
        let kept = self.editor.add_history_entry(line).and_then(|is_new| match &self.history {
            Some(file) if is_new => self.editor.append_history(file),
            _ => Ok(()),
        });
        if let Err(error) = kept {
            tracing::warn!(%error, "a line is not kept");
        }
    }
}

/// How many lines are kept.
const HISTORY: usize = 1000;

impl Words {
    pub(super) fn set(&self, words: Vec<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    /// The words that begin like this, in capitals or not.
    fn beginning(&self, with: &str) -> Vec<String> {
        let with = with.to_lowercase();
        let words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = words.iter().map(String::as_str).chain(COMMANDS.iter().map(|(name, _)| *name));
        all.filter(|word| word.to_lowercase().starts_with(&with)).map(str::to_owned).collect()
    }
}

impl Completer for Words {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..at).unwrap_or(line);
        if before.split_whitespace().any(|word| word == FILE) && before.contains(' ') {
            return FilenameCompleter::new().complete_path(line, at);
        }
        let pair = |word: String| Pair { display: word.clone(), replacement: word };
        Ok((0, self.beginning(before).into_iter().map(pair).collect()))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {}
impl Validator for Words {}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(line: &str) -> Vec<String> {
        let words = Words::default();
        words.set(["/make", "/status", "Another shape", "Cancel"].map(str::to_owned).to_vec());
        let history = DefaultHistory::new();
        let (_, pairs) = words.complete(line, line.len(), &Context::new(&history)).unwrap();
        pairs.into_iter().map(|pair| pair.replacement).collect()
    }

    #[test]
    fn commands_and_labels_are_completed_in_capitals_or_not() {
        assert_eq!(completed("/ma"), ["/make"]);
        assert_eq!(completed("ano"), ["Another shape"]);
        assert_eq!(completed(":he"), [":help"]);
    }

    #[test]
    fn paths_are_completed_after_the_command_that_sends_files() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a letter.txt"), "Dear Bob").unwrap();
        let found = completed(&format!(":file {}/a", folder.path().display()));
        assert_eq!(found, [format!("{}/a\\ letter.txt", folder.path().display())]);
    }
}
