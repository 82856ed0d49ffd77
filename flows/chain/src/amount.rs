//! Amounts of ether, exact to the last wei.

use crate::written::written_as_text;
use std::fmt;
use std::str::FromStr;

/// How many decimals an ether has.
const DECIMALS: usize = 18;
/// How many wei an ether is.
const ETHER: u128 = 10u128.pow(18);

/// An amount of ether, in wei: 10¹⁸ of them are one.
///
/// Its text is in ether: shown without needless zeros, or with at least as many decimals as the precision says, and
/// never rounded.
///
/// ```
/// use flows_chain::Wei;
/// let amount: Wei = "0.000010".parse().unwrap();
/// assert_eq!(amount, Wei::new(10_000_000_000_000));
/// assert_eq!(amount.to_string(), "0.00001");
/// assert_eq!(format!("{amount:.6}"), "0.000010");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wei(u128);

impl Wei {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many wei.
    pub const fn new(wei: u128) -> Self {
        Self(wei)
    }

    /// How many wei.
    pub const fn as_u128(self) -> u128 {
        self.0
    }

    /// Both together; None when no amount can hold it.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// What is left without the other one; None when that is more.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// Why a text is no amount of ether.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeiError {
    /// It is something else than digits with at most one point between them.
    #[error("an amount is digits, with a point between them if need be, as 0.25")]
    Digits,
    /// It has more decimals than an ether can be divided by.
    #[error("an ether has no more than {DECIMALS} decimals")]
    Decimals,
    /// It is more than there can be.
    #[error("the amount is too large")]
    Large,
}

impl FromStr for Wei {
    type Err = WeiError;

    fn from_str(text: &str) -> Result<Self, WeiError> {
        let (whole, decimals) = match text.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let whole = digits(whole)?;
        let part = match decimals {
            Some(decimals) if decimals.len() > DECIMALS && digits(decimals) != Err(WeiError::Digits) => {
                return Err(WeiError::Decimals);
            }
            Some(decimals) => digits(decimals)? * 10u128.pow((DECIMALS - decimals.len()) as u32),
            None => 0,
        };
        let wei = whole.checked_mul(ETHER).and_then(|wei| wei.checked_add(part));
        wei.map(Self).ok_or(WeiError::Large)
    }
}

/// The number that these digits are; there must be one at least, and nothing else.
fn digits(text: &str) -> Result<u128, WeiError> {
    if text.is_empty() || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(WeiError::Digits);
    }
    text.parse().map_err(|_| WeiError::Large)
}

impl fmt::Display for Wei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = format!("{:0DECIMALS$}", self.0 % ETHER);
        let mut decimals = decimals.trim_end_matches('0').to_owned();
        while decimals.len() < f.precision().unwrap_or(0).min(DECIMALS) {
            decimals.push('0');
        }
        let whole = self.0 / ETHER;
        if decimals.is_empty() { write!(f, "{whole}") } else { write!(f, "{whole}.{decimals}") }
    }
}

written_as_text!(Wei);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how a test fails")]

    use super::{Wei, WeiError};
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_exactly() {
        for (text, wei) in [
            ("0", 0),
            ("0.000010", 10_000_000_000_000),
            ("0.000099", 99_000_000_000_000),
            ("1", 1_000_000_000_000_000_000),
            ("01.50", 1_500_000_000_000_000_000),
            ("0.000000000000000001", 1),
            ("340282366920938463463.374607431768211455", u128::MAX),
        ] {
            assert_eq!(text.parse(), Ok(Wei::new(wei)), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1_000", "1,5", "1.2.3", " 1", "1 ", "0x1", "0.+1", "١"] {
            assert_eq!(text.parse::<Wei>(), Err(WeiError::Digits), "{text}");
        }
        assert_eq!("0.0000000000000000001".parse::<Wei>(), Err(WeiError::Decimals));
        assert_eq!(format!("0.{}", "0".repeat(60)).parse::<Wei>(), Err(WeiError::Decimals));
        assert_eq!(format!("0.{}", "9".repeat(60)).parse::<Wei>(), Err(WeiError::Decimals));
        assert_eq!("340282366920938463463.374607431768211456".parse::<Wei>(), Err(WeiError::Large));
        assert_eq!("9".repeat(60).parse::<Wei>(), Err(WeiError::Large));
    }

    #[test]
    fn the_precision_adds_zeros_and_never_rounds() {
        let amount: Wei = "0.0000123".parse().unwrap();
        assert_eq!(format!("{amount:.6}"), "0.0000123");
        assert_eq!(format!("{amount:.9}"), "0.000012300");
        assert_eq!(format!("{:.2}", Wei::ZERO), "0.00");
        assert_eq!(format!("{amount:.40}"), "0.000012300000000000");
    }

    proptest! {
        #[test]
        fn every_amount_is_read_as_it_was_shown(wei: u128, precision in 0usize..25) {
            prop_assert_eq!(Wei::new(wei).to_string().parse(), Ok(Wei::new(wei)));
            prop_assert_eq!(format!("{:.precision$}", Wei::new(wei)).parse(), Ok(Wei::new(wei)));
            prop_assert_eq!(
                serde_json::from_str::<Wei>(&serde_json::to_string(&Wei::new(wei)).unwrap()).unwrap(),
                Wei::new(wei)
            );
        }
    }
}
