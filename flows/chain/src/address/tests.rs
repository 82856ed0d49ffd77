#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use super::{Address, AddressError};

/// The test cases that EIP-55 lists.
const LISTED: [&str; 8] = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
];

#[test]
fn the_addresses_of_eip_55_are_shown_as_it_lists_them() {
    for listed in LISTED {
        assert_eq!(listed.parse::<Address>().unwrap().to_string(), listed);
        assert_eq!(listed.to_lowercase().parse::<Address>().unwrap().to_string(), listed);
    }
}

#[test]
fn small_letters_capitals_and_the_checksum_are_the_same_address() {
    for listed in LISTED {
        let address: Address = listed.parse().unwrap();
        assert_eq!(listed.to_lowercase().parse(), Ok(address));
        assert_eq!(format!("0x{}", listed[2..].to_uppercase()).parse(), Ok(address));
    }
}

#[test]
fn an_address_with_a_wrong_checksum_is_refused() {
    for listed in &LISTED[4..] {
        for at in 2..listed.len() {
            let digit = listed.as_bytes()[at] as char;
            let other =
                if digit.is_ascii_lowercase() { digit.to_ascii_uppercase() } else { digit.to_ascii_lowercase() };
            if digit.is_ascii_digit() {
                continue;
            }
            let text = format!("{}{other}{}", &listed[..at], &listed[at + 1..]);
            assert_eq!(text.parse::<Address>(), Err(AddressError::Checksum), "{text}");
        }
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for (text, error) in [
        ("", AddressError::Prefix),
        ("0x", AddressError::Digits),
        ("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", AddressError::Prefix),
        ("0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", AddressError::Prefix),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae", AddressError::Digits),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0", AddressError::Digits),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg", AddressError::Digits),
        (" 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", AddressError::Prefix),
        ("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae\u{e9}", AddressError::Digits),
    ] {
        assert_eq!(text.parse::<Address>(), Err(error), "{text}");
    }
}

#[test]
fn an_address_is_stored_as_its_text() {
    let address: Address = LISTED[4].parse().unwrap();
    let stored = serde_json::to_string(&address).unwrap();
    assert_eq!(stored, format!("\"{}\"", LISTED[4]));
    assert_eq!(serde_json::from_str::<Address>(&stored).unwrap(), address);
    assert!(serde_json::from_str::<Address>("\"0x12\"").is_err());
}
