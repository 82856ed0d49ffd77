//! The strict reader of messages.

use super::error::{MessageError, Part};
use super::{Network, SignIn, Uri, heading};
use jiff::Timestamp;
use std::iter::Peekable;
use std::num::NonZeroUsize;
use std::str::{FromStr, Split};

impl<N: Network> FromStr for SignIn<N> {
    type Err = MessageError;

    fn from_str(text: &str) -> Result<Self, MessageError> {
        let mut lines = Lines { rest: text.split('\n').peekable(), line: NonZeroUsize::MIN };
        let (scheme, domain) = lines.take(Part::Heading, |line| {
            let origin = line.strip_suffix(&heading::<N>())?;
            Some(match origin.split_once("://") {
                Some((scheme, domain)) => (Some(scheme.parse().ok()?), domain.parse().ok()?),
                None => (None, origin.parse().ok()?),
            })
        })?;
        let address = lines.take(Part::Address, |line| line.parse().ok())?;
        lines.empty()?;
        // An empty line means no statement, unless another one follows: then the statement itself is empty.
        let statement = match lines.take(Part::Statement, |line| line.parse().ok())? {
            statement if statement_is_absent(&statement, &mut lines) => None,
            statement => {
                lines.empty()?;
                Some(statement)
            }
        };
        let uri = lines.labelled(Part::Uri, "URI: ")?;
        lines.take(Part::Version, |line| (line == "Version: 1").then_some(()))?;
        let chain_id = lines.labelled(Part::ChainId, "Chain ID: ")?;
        let nonce = lines.labelled(Part::Nonce, "Nonce: ")?;
        let issued_at = lines.labelled(Part::IssuedAt, "Issued At: ").map(|DateTime(time)| time)?;
        let expires_at = lines.optional(Part::ExpirationTime, "Expiration Time: ")?.map(|DateTime(time)| time);
        let not_before = lines.optional(Part::NotBefore, "Not Before: ")?.map(|DateTime(time)| time);
        let request_id = lines.optional(Part::RequestId, "Request ID: ")?;
        let resources = match lines.rest.next_if_eq(&"Resources:") {
            Some(_) => {
                lines.line = lines.line.saturating_add(1);
                Some(lines.resources()?)
            }
            None => None,
        };
        if lines.rest.peek().is_some() {
            return Err(lines.error(Part::End));
        }
        Ok(Self {
            scheme,
            domain,
            address,
            statement,
            uri,
            chain_id,
            nonce,
            issued_at,
            expires_at,
            not_before,
            request_id,
            resources,
        })
    }
}

fn statement_is_absent(statement: &super::Statement, lines: &mut Lines<'_>) -> bool {
    statement.as_str().is_empty() && lines.rest.peek().is_none_or(|line| !line.is_empty())
}

/// What is still to be read.
struct Lines<'a> {
    rest: Peekable<Split<'a, char>>,
    /// The number of the next line.
    line: NonZeroUsize,
}

impl Lines<'_> {
    fn error(&self, part: Part) -> MessageError {
        MessageError { line: self.line, part }
    }

    /// Takes the next line as what `read` makes of it.
    fn take<T>(&mut self, part: Part, read: impl FnOnce(&str) -> Option<T>) -> Result<T, MessageError> {
        let error = self.error(part);
        let read = self.rest.next().and_then(read).ok_or(error)?;
        self.line = self.line.saturating_add(1);
        Ok(read)
    }

    fn empty(&mut self) -> Result<(), MessageError> {
        self.take(Part::EmptyLine, |line| line.is_empty().then_some(()))
    }

    fn labelled<T: FromStr>(&mut self, part: Part, label: &str) -> Result<T, MessageError> {
        self.take(part, |line| line.strip_prefix(label)?.parse().ok())
    }

    fn optional<T: FromStr>(&mut self, part: Part, label: &str) -> Result<Option<T>, MessageError> {
        match self.rest.peek().is_some_and(|line| line.starts_with(label)) {
            true => self.labelled(part, label).map(Some),
            false => Ok(None),
        }
    }

    fn resources(&mut self) -> Result<Vec<Uri>, MessageError> {
        let mut resources = Vec::new();
        while self.rest.peek().is_some() {
            resources.push(self.labelled(Part::Resource, "- ")?);
        }
        Ok(resources)
    }
}

/// A `date-time` of RFC 3339, which is less than what the library for times takes.
struct DateTime(Timestamp);

impl FromStr for DateTime {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (moment, rest) = text.split_at_checked(19).ok_or(())?;
        let zone = match rest.strip_prefix('.') {
            Some(fraction) => {
                let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
                if zone.len() == fraction.len() {
                    return Err(());
                }
                zone
            }
            None => rest,
        };
        let has_zone = zone.eq_ignore_ascii_case("Z") || has_shape(zone, "+00:00") || has_shape(zone, "-00:00");
        if !has_shape(moment, "0000-00-00T00:00:00") || !has_zone {
            return Err(());
        }
        text.to_ascii_uppercase().parse().map(Self).map_err(|_| ())
    }
}

/// Whether the text has digits where the shape has zeros, and else the same signs.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(sign, place)| match place {
            b'0' => sign.is_ascii_digit(),
            place => sign.eq_ignore_ascii_case(&place),
        })
}
