//! The terminal's mode, which an editor of lines changes while it reads one.

#[cfg(unix)]
use std::io::Write;

#[cfg(unix)]
use nix::sys::termios::{SetArg, Termios, tcgetattr, tcsetattr};

/// The mode as it was, which comes back when this is dropped: the program may end in the middle of a line.
pub(super) struct Kept {
    #[cfg(unix)]
    mode: Option<Termios>,
}

impl Kept {
    pub(super) fn now() -> Self {
        Self {
            // What is no terminal has none.
            #[cfg(unix)]
            mode: tcgetattr(std::io::stdin()).ok(),
        }
    }
}

#[cfg(unix)]
impl Drop for Kept {
    fn drop(&mut self) {
        let Some(mode) = &self.mode else { return };
        let is_changed = tcgetattr(std::io::stdin()).is_ok_and(|now| now.local_flags != mode.local_flags);
        if !is_changed {
            return;
        }
        if let Err(error) = tcsetattr(std::io::stdin(), SetArg::TCSANOW, mode) {
            tracing::debug!(%error, "the terminal stays as it is");
        }
        // The editor's bracketed paste ends too, and the shell begins on a line of its own. Nobody is left to be told of an
        // error.
        let _gone = std::io::stdout().write_all(b"\x1b[?2004l\r\n").and_then(|()| std::io::stdout().flush());
    }
}
