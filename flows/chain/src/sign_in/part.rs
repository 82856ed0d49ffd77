//! The parts of a message, each of which proves its own grammar.

use crate::written::{debugged_as_text, written_as_text};
use iri_string::spec::UriSpec;
use iri_string::validate;
use std::fmt;
use std::str::FromStr;

/// Who asks for a signature: an authority of RFC 3986 that names a host, as `example.com` or `example.com:8443`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Domain(String);

/// A URI of RFC 3986, with its scheme.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Uri(String);

/// The scheme of a URI, as `https`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Scheme(String);

/// What is told to the one who signs: one line of the characters that RFC 3986 has for URIs, and spaces.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Statement(String);

/// What a system calls a request: characters of a segment of a URI's path.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RequestId(String);

/// A word that is asked to be signed once: at least 8 letters and digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

/// What a text would have to be, and is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartError {
    /// No authority with a host.
    #[error("a domain is a host, with a port if need be")]
    Domain,
    /// No URI with a scheme.
    #[error("a URI has a scheme and the characters of RFC 3986")]
    Uri,
    /// No scheme.
    #[error("a scheme is letters, as https")]
    Scheme,
    /// A line break, or a character that a statement must not have.
    #[error("a statement is one line of letters, digits, spaces and -._~:/?#[]@!$&'()*+,;=")]
    Statement,
    /// A character that stands in no path.
    #[error("the id of a request has the characters of a URI's path")]
    RequestId,
    /// Too short, or with something else than letters and digits.
    #[error("a nonce is at least 8 letters and digits")]
    Nonce,
}

/// No randomness was to be had from the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random bytes: {0}")]
pub struct NonceError(getrandom::Error);

impl Nonce {
    /// A new nonce of 20 random letters and digits: 119 bits of chance.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn random() -> Result<Self, NonceError> {
        const SIGNS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        const LENGTH: usize = 20;
        let mut nonce = String::with_capacity(LENGTH);
        while nonce.len() < LENGTH {
            let mut bytes = [0; 2 * LENGTH];
            getrandom::fill(&mut bytes).map_err(NonceError)?;
            // The bytes from 248 on would make the first signs likelier than the others.
            let fair = bytes.iter().filter(|byte| **byte < 248);
            let signs = fair.filter_map(|byte| SIGNS.get(usize::from(byte % 62)));
            nonce.extend(signs.take(LENGTH - nonce.len()).map(|sign| char::from(*sign)));
        }
        Ok(Self(nonce))
    }
}

impl Uri {
    /// The scheme that it begins with.
    pub fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }
}

fn is_domain(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    validate::authority::<UriSpec>(text).is_ok() && !host.is_empty() && !host.starts_with(':')
}

fn is_uri(text: &str) -> bool {
    validate::iri::<UriSpec>(text).is_ok()
}

fn is_scheme(text: &str) -> bool {
    validate::scheme(text).is_ok()
}

fn is_statement(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -._~:/?#[]@!$&'()*+,;=".contains(&byte))
}

fn is_request_id(text: &str) -> bool {
    validate::path_segment::<UriSpec>(text).is_ok()
}

fn is_nonce(text: &str) -> bool {
    text.len() >= 8 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

macro_rules! part {
    ($($type:ident if $is:ident),+ $(,)?) => {$(
        impl $type {
            /// Its text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = PartError;

            fn from_str(text: &str) -> Result<Self, PartError> {
                if $is(text) { Ok(Self(text.to_owned())) } else { Err(PartError::$type) }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        debugged_as_text!($type);
        written_as_text!($type);
    )+};
}

part!(
    Domain if is_domain,
    Uri if is_uri,
    Scheme if is_scheme,
    Statement if is_statement,
    RequestId if is_request_id,
    Nonce if is_nonce,
);
