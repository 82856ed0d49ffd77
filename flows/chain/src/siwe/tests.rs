#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use super::{Challenge, Expected, Key, Nonce, Part, ProofError, SignIn, Signature, SignatureError, personal, verify};
use crate::Address;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// The key and its signature of "Some data" that stand under `web3.eth.accounts.sign` in the documentation of web3.js.
const KEY: &str = "0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const HASH: &str = "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655";
const SIGNATURE: &str = "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd\
                         6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";
/// The order of secp256k1, from SEC 2.
const ORDER: &str = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

fn now() -> Timestamp {
    "2026-03-04T05:06:07Z".parse().unwrap()
}

fn challenge() -> Challenge {
    Challenge {
        domain: "example.com".parse().unwrap(),
        uri: "https://example.com/wallet".parse().unwrap(),
        statement: "Connect this wallet to the bot.".parse().unwrap(),
        chain_id: "1".parse().unwrap(),
        nonce: "K1bVxT5sQ0aLz8mN".parse().unwrap(),
        issued_at: now() - 1.minute(),
        expires_at: now() + 9.minutes(),
    }
}

fn key() -> Key {
    KEY.parse().unwrap()
}

/// What comes of the key's own signature under a text that was changed before it was signed.
fn verified(text: &str) -> Result<Address, ProofError> {
    challenge().verify_message(text, &key().sign(text).to_string(), now())
}

/// The other signature of the same text that everybody can make: s against the order of the curve, v turned.
fn twin(signature: &str) -> String {
    let mut bytes = hex::decode(&signature[2..]).unwrap();
    let order = hex::decode(ORDER).unwrap();
    let mut borrow = 0;
    for at in (0..32).rev() {
        let rest = i32::from(order[at]) - i32::from(bytes[32 + at]) - borrow;
        borrow = i32::from(rest < 0);
        bytes[32 + at] = rest.rem_euclid(256) as u8;
    }
    bytes[64] = 27 + 28 - bytes[64];
    format!("0x{}", hex::encode(bytes))
}

#[test]
fn the_example_of_web3_js_is_hashed_signed_and_recovered_as_there() {
    assert_eq!(hex::encode(personal("Some data")), HASH);
    assert_eq!(key().sign("Some data").to_string(), SIGNATURE);
    let signature: Signature = SIGNATURE.parse().unwrap();
    let address = signature.address("Some data").unwrap();
    assert_eq!(address.to_string(), "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23");
    assert_eq!(address, key().address());
}

#[test]
fn messages_that_other_wallets_have_signed_are_verified() {
    // All of test/verification_positive.json of spruceid/siwe, by the authors of the EIP: fields and signatures. The
    // texts are put together here. The last one says 1 where the others say 28.
    for (domain, address, statement, uri, nonce, times, signature, now) in [
        (
            "login.xyz",
            "0x9D85ca56217D2bb651b00f15e694EB7E713637D4",
            "Sign-In With Ethereum Example Statement",
            "https://login.xyz",
            "bTyXgcQxn2htgkjJn",
            "Issued At: 2022-01-27T17:09:38.578Z\nExpiration Time: 2100-01-07T14:31:43.952Z",
            "0xdc35c7f8ba2720df052e0092556456127f00f7707eaa8e3bbff7e56774e7f2e05a093cfc9e02964c33d86e8e066e221b7d153d27e5a2e97ccd5ca7d3f2ce06cb1b",
            "2026-03-04T05:06:07Z",
        ),
        (
            "login.xyz",
            "0xE6D3Aa1F561A215E5eb1f02Ba8705385F03fCaFB",
            "Sign-In With Ethereum Example Statement",
            "https://login.xyz",
            "lx2nx4so",
            "Issued At: 2022-01-05T14:27:30.883Z\nNot Before: 2100-01-07T14:31:43.952Z",
            "0xc2539ace78f13c7eb8c0852d38d269a6f97bebd9f7872097d2e3137b541f8bf50176062a46eeea83086bd2721423fb5755a932ff6ccc046ed482d14e4576042f1c",
            "2101-01-07T14:31:43.952Z",
        ),
        (
            "login.xyz",
            "0x2ecA0068307e706741445764A3D6A4402aC2A5a9",
            "Sign-In With Ethereum Example Statement",
            "https://login.xyz",
            "lx2nx4so",
            "Issued At: 2022-01-05T14:27:30.883Z\nExpiration Time: 2021-01-05T00:00:00Z",
            "0x7337bc2826c7678cd6bc84f5b3b236efc969b0451f9feca2328b1d3401b030c113f19bdba359ba3f52762c66e9147311fa95fe598a1a4ec9bb383a7b4e3874241b",
            "2020-01-05T00:00:00Z",
        ),
        (
            "www.tally.xyz",
            "0xc95EB884FE852e241D409234bfC7045CB9E31BD7",
            "Sign in with Ethereum to Tally",
            "https://tally.xyz",
            "15050747",
            "Issued At: 2022-06-30T14:08:51.382Z",
            "0x8c46b6eb8505939892d8e9b075f89f8277321b17b993151f37810cdda38cce6f4a85909d2b53e6a14629c74c0ac38bf4becde78ee5b2529812bf6cceaf7b2a2501",
            "2026-03-04T05:06:07Z",
        ),
    ] {
        let text = format!(
            "{domain} wants you to sign in with your Ethereum account:\n{address}\n\n{statement}\n\n\
             URI: {uri}\nVersion: 1\nChain ID: 1\nNonce: {nonce}\n{times}"
        );
        let expected = Expected {
            domain: &domain.parse().unwrap(),
            nonce: &nonce.parse().unwrap(),
            uri: &uri.parse().unwrap(),
            chain: crate::ChainId::ETHEREUM,
            now: now.parse().unwrap(),
        };
        assert_eq!(verify(&text, signature, &expected).unwrap().to_string(), address);
        assert_eq!(text.parse::<SignIn>().unwrap().to_string(), text);
    }
}

#[test]
fn the_length_of_a_text_counts_its_bytes() {
    let text = "gr\u{fc}n";
    assert_eq!(key().sign(text).address(text), Ok(key().address()));
    assert_eq!(personal(text), crate::hash::keccak(&[b"\x19Ethereum Signed Message:\n5gr\xc3\xbcn"]));
}

#[test]
fn a_challenge_is_written_as_the_eip_says() {
    assert_eq!(
        challenge().text_for(&key().address()),
        "example.com wants you to sign in with your Ethereum account:\n\
         0x2c7536E3605D9C16a7a3D7b1898e529396a65c23\n\
         \n\
         Connect this wallet to the bot.\n\
         \n\
         URI: https://example.com/wallet\n\
         Version: 1\n\
         Chain ID: 1\n\
         Nonce: K1bVxT5sQ0aLz8mN\n\
         Issued At: 2026-03-04T05:05:07Z\n\
         Expiration Time: 2026-03-04T05:15:07Z"
    );
}

#[test]
fn a_signed_challenge_proves_the_address() {
    let text = challenge().text_for(&key().address());
    assert_eq!(verified(&text), Ok(key().address()));
    assert_eq!(challenge().verify_for(&key().address(), &key().sign(&text).to_string(), now()), Ok(key().address()));
}

#[test]
fn a_stored_challenge_verifies_as_before() {
    let stored = serde_json::to_string(&challenge()).unwrap();
    assert_eq!(serde_json::from_str::<Challenge>(&stored).unwrap(), challenge());
    assert!(serde_json::from_str::<Challenge>(&stored.replace("example.com", "exa mple.com")).is_err());
}

#[test]
fn an_answer_in_the_wallets_own_words_counts() {
    let text = challenge().text_for(&key().address());
    for text in [
        text.replace("Connect this wallet to the bot.\n", ""),
        text.replace("Connect this wallet to the bot.", "Another statement."),
        text.replace("\nExpiration Time: 2026-03-04T05:15:07Z", ""),
        format!("https://{text}"),
        format!("{text}\nNot Before: 2026-03-04T05:06:07Z\nRequest ID: 7\nResources:\n- ipfs://abc"),
        text.replace("0x2c7536E3605D9C16a7a3D7b1898e529396a65c23", "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"),
    ] {
        assert_eq!(verified(&text), Ok(key().address()), "{text}");
    }
}

#[test]
fn an_answer_to_something_else_says_what_is_wrong() {
    let text = challenge().text_for(&key().address());
    let wrong = |from, to| verified(&text.replacen(from, to, 1)).unwrap_err();
    assert!(
        matches!(wrong("example.com", "example.org"), ProofError::WrongDomain { found, .. } if found == "example.org")
    );
    assert!(matches!(wrong("example.com", "http://example.com"), ProofError::WrongDomain { .. }));
    assert!(matches!(wrong("example.com", "example.com:80"), ProofError::WrongDomain { .. }));
    assert!(matches!(wrong("com/wallet", "com/other"), ProofError::WrongUri { .. }));
    assert!(matches!(wrong("K1bVxT5sQ0aLz8mN", "K1bVxT5sQ0aLz8mM"), ProofError::WrongNonce { .. }));
    assert!(matches!(wrong("Chain ID: 1", "Chain ID: 5"), ProofError::WrongChain { found, .. } if found == "5"));
    assert_eq!(
        wrong("05:15:07Z", "05:06:07Z"),
        ProofError::Expired { at: now() },
        "a message counts before its expiration time, not at it"
    );
    assert_eq!(
        verified(&format!("{text}\nNot Before: 2026-03-04T05:06:08Z")),
        Err(ProofError::NotYetValid { from: now() + 1.second() })
    );
}

#[test]
fn a_challenge_expires_whatever_the_message_says() {
    let late = now() + 9.minutes();
    let text = challenge().text_for(&key().address()).replace("05:15:07Z", "09:15:07Z");
    let signature = key().sign(&text).to_string();
    assert!(challenge().verify_message(&text, &signature, late - 1.second()).is_ok());
    let error = challenge().verify_message(&text, &signature, late);
    assert_eq!(error, Err(ProofError::Expired { at: late }));
    let error = challenge().verify_for(&key().address(), &signature, late);
    assert_eq!(error, Err(ProofError::Expired { at: late }));
}

#[test]
fn another_address_or_another_text_than_the_signed_one_is_refused() {
    let text = challenge().text_for(&key().address());
    let signature = key().sign(&text).to_string();
    let tampered = text.replace("Connect", "Connected");
    let error = challenge().verify_message(&tampered, &signature, now()).unwrap_err();
    assert_eq!(error, ProofError::WrongAddress { claimed: key().address().to_string() });
    let other = Address::from_bytes([7; 20]);
    let error = challenge().verify_message(&challenge().text_for(&other), &signature, now()).unwrap_err();
    assert_eq!(error, ProofError::WrongAddress { claimed: other.to_string() });
    assert!(challenge().verify_for(&other, &signature, now()).is_err());
}

#[test]
fn the_malleable_twin_of_a_signature_is_refused() {
    let twin = twin(SIGNATURE);
    assert_eq!(twin.parse::<Signature>(), Err(SignatureError::Malleable));
    // The twin is no nonsense: a library that allows it recovers the very same key.
    let bytes = hex::decode(&twin[2..]).unwrap();
    let numbers = k256::ecdsa::Signature::from_slice(&bytes[..64]).unwrap();
    let id = k256::ecdsa::RecoveryId::new(bytes[64] == 28, false);
    let signature =
        Signature { numbers: numbers.normalize_s(), id: k256::ecdsa::RecoveryId::new(!id.is_y_odd(), false) };
    assert_eq!(signature.address("Some data"), Ok(key().address()));
}

#[test]
fn each_of_the_usual_last_bytes_is_accepted_and_no_other() {
    let with = |last: u8| format!("{}{last:02x}", &SIGNATURE[..130]).parse::<Signature>();
    for (last, canonical) in [(0, 27), (1, 28), (27, 27), (28, 28)] {
        assert_eq!(with(last), with(canonical));
    }
    assert_eq!(with(1).unwrap().address("Some data"), Ok(key().address()));
    assert_ne!(with(0).unwrap().address("Some data"), Ok(key().address()));
    for last in (2..27).chain(29..=255) {
        assert_eq!(with(last), Err(SignatureError::RecoveryId(last)));
    }
}

#[test]
fn what_is_no_signature_is_refused() {
    let zeros = "0".repeat(64);
    for text in [
        String::new(),
        "0x".into(),
        "hello".into(),
        SIGNATURE[..130].into(),
        format!("{SIGNATURE}00"),
        format!("0x0x{}", &SIGNATURE[2..]),
        SIGNATURE.replace("1c", "1g"),
        format!("0x{zeros}{}", &SIGNATURE[66..]),
        format!("0x{}{zeros}1c", &SIGNATURE[2..66]),
        format!("0x{ORDER}{}", &SIGNATURE[66..]),
    ] {
        assert_eq!(text.parse::<Signature>(), Err(SignatureError::Malformed), "{text}");
    }
    assert_eq!(SIGNATURE[2..].parse::<Signature>().unwrap().to_string(), SIGNATURE);
    let text = challenge().text_for(&key().address());
    let error = challenge().verify_message(&text, "0x12", now());
    assert_eq!(error, Err(ProofError::Signature(SignatureError::Malformed)));
}

#[test]
fn a_message_that_breaks_the_grammar_says_where() {
    let text = challenge().text_for(&key().address());
    let error = text.replace("Nonce: ", "nonce: ").parse::<SignIn>().unwrap_err();
    assert_eq!((error.line().get(), error.part()), (9, Part::Nonce));
    assert_eq!(error.to_string(), "line 9 of the message is not a nonce");
    assert!(matches!(verified("hello"), Err(ProofError::Message(_))));
}

#[test]
fn nonces_are_long_random_and_different() {
    let nonces: std::collections::HashSet<Nonce> = (0..100).map(|_| Nonce::random().unwrap()).collect();
    assert_eq!(nonces.len(), 100);
    for nonce in nonces {
        assert_eq!(nonce.as_str().len(), 20);
        assert_eq!(nonce.as_str().parse(), Ok(nonce));
    }
}

#[test]
fn a_key_is_never_shown() {
    assert_eq!(format!("{:?}", key()), "Key(of 0x2c7536E3605D9C16a7a3D7b1898e529396a65c23)");
    for text in ["", "0x", ORDER, &"0".repeat(64), &KEY[..60]] {
        assert!(text.parse::<Key>().is_err(), "{text}");
    }
}

fn keys() -> impl Strategy<Value = Key> {
    any::<[u8; 32]>().prop_filter_map("a number below the order", |bytes| hex::encode(bytes).parse().ok())
}

fn challenges() -> impl Strategy<Value = Challenge> {
    let parts = ("[a-z]{1,20}\\.[a-z]{2,8}(:[0-9]{1,5})?", "[a-zA-Z0-9/?.,:;@!$&'()*+=_~ #-]{0,80}", any::<u64>());
    (parts, "[a-zA-Z0-9]{8,40}", 1_i64..10_000_000).prop_map(|((domain, statement, chain), nonce, early)| Challenge {
        uri: format!("https://{domain}/wallet").parse().unwrap(),
        domain: domain.parse().unwrap(),
        statement: statement.parse().unwrap(),
        chain_id: crate::ChainId::new(chain),
        nonce: nonce.parse().unwrap(),
        issued_at: now() - early.milliseconds(),
        expires_at: now() + early.milliseconds(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_key_proves_its_address_by_every_challenge(key in keys(), challenge in challenges()) {
        let text = challenge.text_for(&key.address());
        let signature = key.sign(&text).to_string();
        prop_assert_eq!(challenge.verify_message(&text, &signature, now()), Ok(key.address()));
        prop_assert_eq!(text.parse::<SignIn>().unwrap().to_string(), text);
        prop_assert!(twin(&signature).parse::<Signature>().is_err());
    }

    #[test]
    fn no_flipped_bit_leaves_the_proof_whole(
        key in keys(), challenge in challenges(), in_text: prop::sample::Index, bit in 0..520usize,
    ) {
        let text = challenge.text_for(&key.address());
        let signature = key.sign(&text).to_string();

        let mut flipped = hex::decode(&signature[2..]).unwrap();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let flipped = hex::encode(flipped);
        prop_assert!(challenge.verify_message(&text, &flipped, now()).is_err());
        if let Ok(other) = flipped.parse::<Signature>() {
            prop_assert_ne!(other.address(&text), Ok(key.address()));
        }

        let at = in_text.index(text.len() * 7);
        let mut changed = text.clone().into_bytes();
        changed[at / 7] ^= 1 << (at % 7);
        let changed = String::from_utf8(changed).unwrap();
        prop_assert!(challenge.verify_message(&changed, &signature, now()).is_err());
        prop_assert_ne!(signature.parse::<Signature>().unwrap().address(&changed), Ok(key.address()));
    }
}
