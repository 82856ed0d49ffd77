//! The library's own words.

/// All that the library itself says to users: a test reads them off its code.
pub(super) const ALL: &[&str] = &[
];
