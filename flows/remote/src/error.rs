use std::time::Duration;

/// Why a server did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// No connection, or it broke before the whole answer was there.
    #[error("{server} can't be reached")]
    Unreachable {
        /// Whose address it is.
        server: &'static str,
        /// What went wrong, without the address.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No whole answer in the time that is given to one.
    #[error("{server} has not answered in time")]
    TimedOut {
        /// Who was asked.
        server: &'static str,
    },
    /// Too much is asked of the server.
    #[error("{server} is asked too much")]
    Busy {
        /// Who was asked.
        server: &'static str,
        /// When to try again, if the server says so.
        retry_after: Option<Duration>,
    },
    /// The server says that the fault is its own.
    #[error("{server} is broken: status {status}")]
    Broken {
        /// Who was asked.
        server: &'static str,
        /// The status of the answer, 500 and above.
        status: u16,
    },
    /// The answer is not one.
    #[error("{server} answered what can't be read: {why}")]
    Garbled {
        /// Who was asked.
        server: &'static str,
        /// What is wrong with the answer.
        why: String,
    },
    /// The server restarted again and again while it was at the job.
    #[error("{server} has lost the job {times} times")]
    Lost {
        /// Who was asked.
        server: &'static str,
        /// How often.
        times: u32,
    },
    /// The key is wrong, or may not do this.
    #[error("{server} does not take the key: {message}")]
    Unauthorized {
        /// Who was asked.
        server: &'static str,
        /// What the server says.
        message: String,
    },
    /// The request is against the rules that the server has for contents.
    #[error("{server} refuses: {message}")]
    Refused {
        /// Who was asked.
        server: &'static str,
        /// What the server says.
        message: String,
    },
    /// The request makes no sense to the server.
    #[error("{server} does not take the request: {message}")]
    Invalid {
        /// Who was asked.
        server: &'static str,
        /// What the server says.
        message: String,
    },
    /// The server tried, and it can't be done.
    #[error("{server} failed: {message}")]
    Failed {
        /// Who was asked.
        server: &'static str,
        /// What the server says.
        message: String,
    },
    /// Somebody has taken the job back.
    #[error("the job at {server} was cancelled")]
    Cancelled {
        /// Who was asked.
        server: &'static str,
    },
    /// It is not there.
    #[error("{server} does not have it")]
    NotFound {
        /// Who was asked.
        server: &'static str,
    },
    /// An address that is none, or no certificates to trust: the set-up is wrong.
    #[error("wrong settings: {message}")]
    Settings {
        /// What is wrong.
        message: String,
    },
}

impl RemoteError {
    /// Whether the same request may work another time.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Busy { .. }
            | Self::Broken { .. }
            | Self::Garbled { .. }
            | Self::Lost { .. } => true,
            Self::Unauthorized { .. }
            | Self::Refused { .. }
            | Self::Invalid { .. }
            | Self::Failed { .. }
            | Self::Cancelled { .. }
            | Self::NotFound { .. }
            | Self::Settings { .. } => false,
        }
    }

    /// When to try again, where the server says so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Busy { retry_after, .. } => *retry_after,
            _ => None,
        }
    }
}
