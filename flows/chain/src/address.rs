//! Addresses of Ethereum, with the checksum of [EIP-55](https://eips.ethereum.org/EIPS/eip-55).

use crate::hash::keccak;
use crate::written::{debugged_as_text, written_as_text};
use std::fmt;
use std::str::FromStr;

/// An address of an account of Ethereum.
///
/// It is shown with the checksum of EIP-55 in its capitals. It is parsed from all small letters, all capitals or the
/// right checksum; two addresses are equal when their bytes are.
///
/// ```
/// use flows_chain::Address;
/// let address: Address = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed".parse().unwrap();
/// assert_eq!(address.to_string(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address([u8; 20]);

impl Address {
    /// The address of these bytes.
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The bytes of the address.
    pub const fn as_bytes(&self) -> &[u8; 20] {
        &self.0
    }
}

/// Why a text is no address of Ethereum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It does not begin with `0x`.
    #[error("an address of Ethereum begins with 0x")]
    Prefix,
    /// It has more or fewer digits than 40, or a letter that is no hexadecimal digit.
    #[error("an address of Ethereum has 40 hexadecimal digits after 0x")]
    Digits,
    /// Its capitals do not fit its digits, so that a digit is probably wrong.
    #[error("the capitals of the address do not fit its digits: one of them is mistyped")]
    Checksum,
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let digits = text.strip_prefix("0x").ok_or(AddressError::Prefix)?;
        let mut bytes = [0; 20];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| AddressError::Digits)?;
        let address = Self(bytes);
        let has_small = digits.bytes().any(|digit| digit.is_ascii_lowercase());
        let has_capital = digits.bytes().any(|digit| digit.is_ascii_uppercase());
        if has_small && has_capital && address.to_string() != text {
            return Err(AddressError::Checksum);
        }
        Ok(address)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = hex::encode(self.0);
        let checks = hex::encode(keccak(&[digits.as_bytes()]));
        let shown = digits.chars().zip(checks.chars()).map(|(digit, check)| match check {
            '8'..='9' | 'a'..='f' => digit.to_ascii_uppercase(),
            _ => digit,
        });
        f.pad(&"0x".chars().chain(shown).collect::<String>())
    }
}

debugged_as_text!(Address);
written_as_text!(Address);

#[cfg(test)]
mod tests;
