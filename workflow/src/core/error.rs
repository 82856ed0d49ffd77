//! What a transition may answer instead of a step: a rejection or a fault.

use std::fmt;

use super::phrase::Phrase;

/// The result of a transition, a view or a piece of work.
///
/// The second parameter is there so that std's form, `Result<T, E>`, still works where this one is in scope.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a transition did not happen: a [`Rejection`] or a [`Fault`].
///
/// A rejection is made with [`reject`] or [`OrReject::or_reject`]; a fault by `?` on any
/// `std::error::Error` that is `Send`, `Sync` and `'static`, or by [`OrFault::fault`].
///
/// ```
/// use workflow::prelude::*;
///
/// fn age(text: &str) -> Result<u8> {
///     let age: u8 = text.parse().or_reject("An age is a number up to 255.")?;
///     if age < 13 { return Err(reject("This is for people of 13 and more.")) }
///     Ok(age)
/// }
/// assert_eq!(age("x").unwrap_err().rejection().unwrap().as_str(), "An age is a number up to 255.");
/// assert_eq!(age("44").unwrap(), 44);
/// ```
pub struct Error(Kind);

enum Kind {
    Rejection(Rejection),
    Fault(Fault),
}

impl Error {
    /// A fault with this cause.
    pub fn from_fault(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(Kind::Fault(Fault(cause.into())))
    }

    /// The rejection, if it is one.
    pub fn rejection(&self) -> Option<&Rejection> {
        match &self.0 {
            Kind::Rejection(rejection) => Some(rejection),
            Kind::Fault(_) => None,
        }
    }

    /// The rejection or the fault.
    ///
    /// # Errors
    /// The fault, when it is not a rejection.
    pub fn into_rejection(self) -> std::result::Result<Rejection, Fault> {
        match self.0 {
            Kind::Rejection(rejection) => Ok(rejection),
            Kind::Fault(fault) => Err(fault),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Rejection(rejection) => f.debug_tuple("Rejection").field(&rejection.text).finish(),
            Kind::Fault(fault) => f.debug_tuple("Fault").field(&fault.0).finish(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Rejection(rejection) => rejection.fmt(f),
            Kind::Fault(fault) => fault.fmt(f),
        }
    }
}

// `Error` itself is no `std::error::Error`, or this would overlap with `From<T> for T`.
impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(cause: E) -> Self {
        Self::from_fault(cause)
    }
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self(Kind::Rejection(rejection))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self(Kind::Fault(fault))
    }
}

/// What the user is told when their input is not taken; they stay where they are and may try again.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    phrase: Phrase,
    text: String,
}

impl Rejection {
    /// A rejection with the sentence that the user reads.
    pub fn new(text: impl Into<Phrase>) -> Self {
        let phrase = text.into();
        Self { text: phrase.to_string(), phrase }
    }

    /// The sentence that the user reads.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The sentence as it can be said in another language.
    pub fn phrase(&self) -> &Phrase {
        &self.phrase
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Something broke. The cause is logged in full; the user is told only that it did not work.
#[derive(Debug)]
pub struct Fault(Box<dyn std::error::Error + Send + Sync>);

impl Fault {
    /// What broke.
    pub fn cause(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.0
    }
}

impl fmt::Display for Fault {
    /// The cause and what it was caused by, each after a colon.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut next = self.0.source();
        while let Some(cause) = next {
            write!(f, ": {cause}")?;
            next = cause.source();
        }
        Ok(())
    }
}

/// An [`Error`] that tells the user `text` and leaves them where they are.
#[cold]
pub fn reject(text: impl Into<Phrase>) -> Error {
    Rejection::new(text).into()
}

/// Turns what is missing or failed into a rejection.
pub trait OrReject {
    /// What there is when nothing is missing.
    type Value;

    /// The value, or a rejection that tells the user `text`.
    ///
    /// # Errors
    /// The rejection, when there is no value.
    fn or_reject(self, text: impl Into<Phrase>) -> Result<Self::Value>;
}

impl<T> OrReject for Option<T> {
    type Value = T;

    fn or_reject(self, text: impl Into<Phrase>) -> Result<T> {
        self.ok_or_else(|| reject(text))
    }
}

impl<T, E> OrReject for std::result::Result<T, E> {
    type Value = T;

    fn or_reject(self, text: impl Into<Phrase>) -> Result<T> {
        self.map_err(|_| reject(text))
    }
}

/// Turns an error that is no `std::error::Error`, such as a `String`, into a fault.
pub trait OrFault {
    /// What there is when nothing failed.
    type Value;

    /// The value, or a fault with the error as its cause.
    ///
    /// # Errors
    /// The fault, when there is no value.
    fn fault(self) -> Result<Self::Value>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> OrFault for std::result::Result<T, E> {
    type Value = T;

    fn fault(self) -> Result<T> {
        self.map_err(Error::from_fault)
    }
}
