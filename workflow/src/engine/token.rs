//! What a button is pressed by, and what a reply names: short, bound to session, revision and place, and not to be forged.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::core::session::{Revision, SessionId, Visit};
use crate::store::Asked;

/// What a button is pressed by, or a reply names: 43 letters, digits, `-` and `_`, so that it fits in Telegram's 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

impl Token {
    /// A token as it came from outside; whether it was ever made is found out when it is used.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a set of secret bytes is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Telling buttons that were shown from forged ones.
    Buttons,
    /// Telling visitors apart.
    Visitors,
    /// Addresses of media.
    Media,
    /// Telling who brings updates.
    Webhook,
}

/// Makes and reads tokens.
#[derive(Clone)]
pub(super) struct Tokens {
    secret: [u8; 32],
    buttons: Hmac<Sha256>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

/// What a token stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) visit: Visit,
    pub(super) place: Place,
    /// For whom it was shown: the position of the role among those that the session was shown to; none for the owner.
    pub(super) role: Option<usize>,
}

/// A place of a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One of the buttons, counted through all rows.
    Button(usize),
    /// Where a text or files go.
    Reply,
    /// The button that leaves, of the question with this mark.
    Leave(Mark),
    /// The button that stays, of the question with this mark.
    Stay(Mark),
}

/// What tells a question from others that are asked at the same revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark(usize);

/// The form of what follows, and for whom it is: this for the owner, one more for the first role, and so on. Another form
/// would begin elsewhere.
const FORM: u8 = 1;
const SESSION: usize = 16;
const REVISION: usize = 5;
const PLACE: usize = 2;
/// The place where replies go: more than there are buttons.
const REPLY: usize = 0xFFFF;
/// Where the places of the buttons of questions begin, which their marks are counted from: more than a view has.
const LEAVE: usize = 0x8000;
const STAY: usize = 0xC000;
/// Marks are less than this: the last place that stays is before the one of replies.
const MARKS: usize = 0x3FFF;
const BODY: usize = 1 + SESSION + REVISION + PLACE;
const SEAL: usize = 8;

impl Tokens {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        let buttons = keyed(&derive(&secret, Purpose::Buttons));
        Self { secret, buttons }
    }

    pub(super) fn derive(&self, purpose: Purpose) -> [u8; 32] {
        derive(&self.secret, purpose)
    }

    pub(super) fn make(&self, visit: Visit, place: Place, role: Option<usize>) -> Token {
        let mut bytes = Vec::with_capacity(BODY + SEAL);
        let whom = role.and_then(|role| u8::try_from(role).ok()?.checked_add(FORM + 1));
        bytes.push(whom.unwrap_or(FORM));
        bytes.extend_from_slice(visit.session.as_uuid().as_bytes());
        bytes.extend(visit.revision.get().to_be_bytes().into_iter().skip(8 - REVISION));
        let place = match place {
            Place::Button(place) => place,
            Place::Reply => REPLY,
            Place::Leave(Mark(mark)) => LEAVE + mark,
            Place::Stay(Mark(mark)) => STAY + mark,
        };
        bytes.extend(place.to_be_bytes().into_iter().skip(size_of::<usize>() - PLACE));
        let seal = self.buttons.clone().chain_update(&bytes).finalize().into_bytes();
        bytes.extend(seal.into_iter().take(SEAL));
        Token(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The mark of a question, by the delivery that brought it. No token begins with a 0, so this seals none.
    pub(super) fn mark(&self, asked: &Asked) -> Mark {
        let seal = self.buttons.clone().chain_update([0]).chain_update(asked.delivery.as_str()).finalize().into_bytes();
        Mark(seal.iter().take(PLACE).fold(0, |mark, byte| mark << 8 | usize::from(*byte)) % MARKS)
    }

    /// What the token stands for; `None` when it was not made here.
    pub(super) fn read(&self, token: &Token) -> Option<Shown> {
        let bytes = URL_SAFE_NO_PAD.decode(token.as_str()).ok()?;
        let (body, seal) = bytes.split_at_checked(BODY)?;
        let whom = body.first()?.checked_sub(FORM)?;
        if seal.len() != SEAL {
            return None;
        }
        self.buttons.clone().chain_update(body).verify_truncated_left(seal).ok()?;
        let (session, rest) = body.get(1..)?.split_at_checked(SESSION)?;
        let (revision, place) = rest.split_at_checked(REVISION)?;
        let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let session = SessionId::new(Uuid::from_bytes(session.try_into().ok()?));
        let visit = Visit { session, revision: Revision::new(number(revision)) };
        let role = whom.checked_sub(1).map(usize::from);
        let place = match usize::try_from(number(place)).ok()? {
            REPLY => Place::Reply,
            place @ STAY.. => Place::Stay(Mark(place - STAY)),
            place @ LEAVE.. => Place::Leave(Mark(place - LEAVE)),
            place => Place::Button(place),
        };
        Some(Shown { visit, place, role })
    }
}

fn derive(secret: &[u8; 32], purpose: Purpose) -> [u8; 32] {
    let name: &[u8] = match purpose {
        Purpose::Buttons => b"buttons",
        Purpose::Visitors => b"visitors",
        Purpose::Media => b"media",
        Purpose::Webhook => b"webhook",
    };
    keyed(secret).chain_update(name).finalize().into_bytes().into()
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of every length")
}
