#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use super::{Address, AddressError, Challenge, Cluster, Key, ProofError, Signature, SignatureError};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// Secret key, public key, message and signature of tests 1, 2, 3 and SHA(abc) in section 7.1 of RFC 8032.
const RFC_8032: [[&str; 4]; 4] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
    [
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ],
];

fn bytes<const N: usize>(digits: &str) -> [u8; N] {
    hex::decode(digits).unwrap().try_into().unwrap()
}

fn now() -> Timestamp {
    "2026-03-04T05:06:07Z".parse().unwrap()
}

fn key() -> Key {
    RFC_8032[0][0].parse().unwrap()
}

fn challenge() -> Challenge {
    Challenge {
        domain: "example.com".parse().unwrap(),
        uri: "https://example.com/wallet".parse().unwrap(),
        statement: "Connect this wallet to the bot.".parse().unwrap(),
        chain_id: Cluster::Mainnet,
        nonce: "K1bVxT5sQ0aLz8mN".parse().unwrap(),
        issued_at: now() - 1.minute(),
        expires_at: now() + 9.minutes(),
    }
}

#[test]
fn the_signatures_of_rfc_8032_are_made_and_verified() {
    for [secret, public, message, signature] in RFC_8032 {
        let key: Key = secret.parse().unwrap();
        let address = Address::from_bytes(bytes(public)).unwrap();
        assert_eq!(key.address(), address);
        let message = hex::decode(message).unwrap();
        let signature = Signature::from_bytes(bytes(signature)).unwrap();
        assert_eq!(address.has_signed(&message, &signature), Ok(()));
        if let Ok(text) = str::from_utf8(&message) {
            assert_eq!(key.sign(text), signature);
        }
        let longer = [message.as_slice(), b"x"].concat();
        assert!(address.has_signed(&longer, &signature).is_err());
    }
}

#[test]
fn a_challenge_is_written_with_solanas_name_and_chain() {
    assert_eq!(
        challenge().text_for(&key().address()),
        "example.com wants you to sign in with your Solana account:\n\
         FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z\n\
         \n\
         Connect this wallet to the bot.\n\
         \n\
         URI: https://example.com/wallet\n\
         Version: 1\n\
         Chain ID: mainnet\n\
         Nonce: K1bVxT5sQ0aLz8mN\n\
         Issued At: 2026-03-04T05:05:07Z\n\
         Expiration Time: 2026-03-04T05:15:07Z"
    );
}

#[test]
fn a_signed_challenge_proves_the_address() {
    let text = challenge().text_for(&key().address());
    let signature = key().sign(&text).to_string();
    assert_eq!(challenge().verify_for(&key().address(), &signature, now()), Ok(key().address()));
    assert_eq!(challenge().verify_message(&text, &signature, now()), Ok(key().address()));
    let named = text.replace("mainnet", "solana:mainnet");
    assert!(challenge().verify_message(&named, &key().sign(&named).to_string(), now()).is_ok());
}

#[test]
fn another_signer_text_chain_or_time_is_refused() {
    let text = challenge().text_for(&key().address());
    let other: Key = RFC_8032[1][0].parse().unwrap();
    let claimed = key().address().to_string();
    let error = challenge().verify_for(&key().address(), &other.sign(&text).to_string(), now());
    assert_eq!(error, Err(ProofError::WrongAddress { claimed: claimed.clone() }));
    let tampered = text.replace("Connect", "Connected");
    let error = challenge().verify_message(&tampered, &key().sign(&text).to_string(), now());
    assert_eq!(error, Err(ProofError::WrongAddress { claimed }));
    let devnet = text.replace("mainnet", "devnet");
    let error = challenge().verify_message(&devnet, &key().sign(&devnet).to_string(), now());
    assert!(matches!(error, Err(ProofError::WrongChain { .. })));
    let late = now() + 9.minutes();
    let error = challenge().verify_for(&key().address(), &key().sign(&text).to_string(), late);
    assert_eq!(error, Err(ProofError::Expired { at: late }));
    let ethereum = text.replace("Solana", "Ethereum");
    let error = challenge().verify_message(&ethereum, &key().sign(&ethereum).to_string(), now());
    assert!(matches!(error, Err(ProofError::Message(_))));
}

#[test]
fn the_malleable_twin_of_a_signature_is_refused() {
    let mut twin: [u8; 64] = bytes(RFC_8032[0][3]);
    let order: [u8; 32] = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let mut carry = 0;
    for at in 0..32 {
        let sum = u16::from(twin[32 + at]) + u16::from(order[at]) + carry;
        twin[32 + at] = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(Signature::from_bytes(twin), Err(SignatureError::Malleable));
    let text = bs58::encode(twin).into_string();
    assert_eq!(text.parse::<Signature>(), Err(SignatureError::Malleable));
    let mut edge = [0; 64];
    edge[32..].copy_from_slice(&order);
    assert_eq!(Signature::from_bytes(edge), Err(SignatureError::Malleable));
    edge[32] -= 1;
    assert!(Signature::from_bytes(edge).is_ok());
}

#[test]
fn keys_of_small_order_are_refused() {
    // All points of order 1, 2, 4 and 8, as listed by "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko), table 6a.
    for digits in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ] {
        assert_eq!(Address::from_bytes(bytes(digits)), Err(AddressError::Weak), "{digits}");
    }
    // The address of Solana's system program is one of them.
    assert_eq!("11111111111111111111111111111111".parse::<Address>(), Err(AddressError::Weak));
}

#[test]
fn points_that_are_written_in_a_second_way_are_refused() {
    // The y of these is p + 3 and p + 4 and so on, where the curve has a point at all.
    for low in 0xed..=0xff_u8 {
        let mut written = [0xff; 32];
        (written[0], written[31]) = (low, 0x7f);
        assert!(Address::from_bytes(written).is_err(), "{low:x}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    let address = key().address().to_string();
    for text in
        ["", "1", "hello", &address[..42], &format!("1{address}"), &format!("{address}z"), &address.replace('V', "0")]
    {
        assert_eq!(text.parse::<Address>(), Err(AddressError::Malformed), "{text}");
    }
    assert_eq!("z".repeat(100_000).parse::<Address>(), Err(AddressError::Malformed));
    assert_eq!("z".repeat(100_000).parse::<Signature>(), Err(SignatureError::Malformed));
    let keyless =
        (0..=255).map(|first| [first; 32]).filter(|bytes| Address::from_bytes(*bytes) == Err(AddressError::Keyless));
    assert!(keyless.count() > 64, "half of all numbers are no point of the curve");
}

#[test]
fn a_key_is_never_shown() {
    assert_eq!(format!("{:?}", key()), "Key(of FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_key_proves_its_address_and_no_flipped_bit_does(
        seed: [u8; 32], nonce in "[a-zA-Z0-9]{8,40}", bit in 0..512usize, in_text: prop::sample::Index,
    ) {
        let key: Key = hex::encode(seed).parse().unwrap();
        let challenge = Challenge { nonce: nonce.parse().unwrap(), ..challenge() };
        let text = challenge.text_for(&key.address());
        let signature = key.sign(&text);
        prop_assert_eq!(challenge.verify_message(&text, &signature.to_string(), now()), Ok(key.address()));
        prop_assert_eq!(signature.to_string().parse(), Ok(signature));

        let mut flipped = *signature.as_bytes();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let flipped = bs58::encode(flipped).into_string();
        prop_assert!(challenge.verify_message(&text, &flipped, now()).is_err());

        let at = in_text.index(text.len() * 7);
        let mut changed = text.into_bytes();
        changed[at / 7] ^= 1 << (at % 7);
        let changed = String::from_utf8(changed).unwrap();
        prop_assert!(challenge.verify_message(&changed, &signature.to_string(), now()).is_err());
    }
}
