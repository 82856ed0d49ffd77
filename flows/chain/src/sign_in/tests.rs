#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use super::{Domain, Part, Uri};
use crate::siwe::SignIn;
use proptest::prelude::*;

/// The first example of EIP-4361; its others change the first line only.
const EXAMPLE: &str = "example.com wants you to sign in with your Ethereum account:
0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

I accept the ExampleOrg Terms of Service: https://example.com/tos

URI: https://example.com/login
Version: 1
Chain ID: 1
Nonce: 32891756
Issued At: 2021-09-30T16:25:24Z
Resources:
- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
- https://example.com/my-web2-claim.json";

/// Where the example breaks the grammar when this is put in the place of that.
fn broken(from: &str, to: &str) -> (usize, Part) {
    assert!(EXAMPLE.contains(from), "{from}");
    let error = EXAMPLE.replacen(from, to, 1).parse::<SignIn>().expect_err(to);
    (error.line().get(), error.part())
}

#[test]
fn the_examples_of_the_eip_are_read_and_written_to_the_letter() {
    let message: SignIn = EXAMPLE.parse().unwrap();
    assert_eq!(message.to_string(), EXAMPLE);
    assert_eq!(message.domain.as_str(), "example.com");
    assert_eq!(message.scheme, None);
    assert_eq!(message.nonce.as_str(), "32891756");
    assert_eq!(message.issued_at, "2021-09-30T16:25:24Z".parse().unwrap());
    assert_eq!(message.resources.as_ref().unwrap().len(), 2);

    let with_port: SignIn = EXAMPLE.replacen("example.com", "example.com:3388", 1).parse().unwrap();
    assert_eq!(with_port.domain.as_str(), "example.com:3388");
    let with_scheme: SignIn = format!("https://{EXAMPLE}").parse().unwrap();
    assert_eq!(with_scheme.scheme.as_ref().unwrap().as_str(), "https");
    assert_eq!(with_scheme.domain, message.domain);
    assert_eq!(with_scheme.to_string(), format!("https://{EXAMPLE}"));
}

#[test]
fn each_line_that_breaks_the_grammar_is_named() {
    for (from, to, line, part) in [
        ("example.com wants", "exa mple.com wants", 1, Part::Heading),
        ("example.com wants", " wants", 1, Part::Heading),
        ("example.com wants", ":80 wants", 1, Part::Heading),
        ("example.com wants", "1https://example.com wants", 1, Part::Heading),
        ("example.com wants", "example.com/path wants", 1, Part::Heading),
        ("Ethereum", "Solana", 1, Part::Heading),
        ("Ethereum", "ethereum", 1, Part::Heading),
        ("0xC02aaA", "0xc02aaA", 2, Part::Address),
        ("Cc2\n", "Cc2\n\n", 5, Part::Uri),
        ("Cc2\n\n", "Cc2\n", 3, Part::EmptyLine),
        ("I accept", "I \"accept\"", 4, Part::Statement),
        ("I accept", "Ich akzeptiere f\u{fc}r", 4, Part::Statement),
        ("I accept", "I\raccept", 4, Part::Statement),
        ("tos\n\n", "tos\nmore\n\n", 5, Part::EmptyLine),
        ("tos\n\n", "tos\n", 5, Part::EmptyLine),
        ("tos\n\n", "tos\n\n\n", 6, Part::Uri),
        ("URI: https://example.com/login", "URI: /login", 6, Part::Uri),
        ("URI: https", "URI:  https", 6, Part::Uri),
        ("URI: https", "uri: https", 6, Part::Uri),
        ("login", "log in", 6, Part::Uri),
        ("login", "log%zzin", 6, Part::Uri),
        ("Version: 1", "Version: 2", 7, Part::Version),
        ("Version: 1\n", "", 7, Part::Version),
        ("Chain ID: 1", "Chain ID: ", 8, Part::ChainId),
        ("Chain ID: 1", "Chain ID: +1", 8, Part::ChainId),
        ("Chain ID: 1", "Chain ID: 18446744073709551616", 8, Part::ChainId),
        ("32891756", "3289175", 9, Part::Nonce),
        ("32891756", "3289175-", 9, Part::Nonce),
        ("Nonce: 32891756\n", "", 9, Part::Nonce),
        ("2021-09-30T", "2021-09-30 ", 10, Part::IssuedAt),
        ("2021-09-30T", "2021-09-31T", 10, Part::IssuedAt),
        ("2021-09-30T", "20210930T", 10, Part::IssuedAt),
        ("16:25:24Z", "16:25Z", 10, Part::IssuedAt),
        ("16:25:24Z", "16:25:24", 10, Part::IssuedAt),
        ("16:25:24Z", "16:25:24.Z", 10, Part::IssuedAt),
        ("16:25:24Z", "24:25:24Z", 10, Part::IssuedAt),
        ("16:25:24Z", "16:25:24+0100", 10, Part::IssuedAt),
        ("16:25:24Z", "16:25:24+01:00[Europe/Berlin]", 10, Part::IssuedAt),
        ("Resources:", "Expiration Time: never\nResources:", 11, Part::ExpirationTime),
        ("Resources:", "Not Before: now\nResources:", 11, Part::NotBefore),
        ("Resources:", "Request ID: a/b\nResources:", 11, Part::RequestId),
        ("Resources:", "Not Before: 2021-09-30T16:25:24Z\nExpiration Time: 2021-09-30T16:25:24Z", 12, Part::End),
        ("Resources:", "Resources: ", 11, Part::End),
        ("Resources:\n", "", 11, Part::End),
        ("- ipfs:", "-ipfs:", 12, Part::Resource),
        ("claim.json", "claim.json\n", 14, Part::Resource),
        ("claim.json", "claim.json\nRequest ID: 1", 14, Part::Resource),
        ("claim.json", "claim.json\r", 13, Part::Resource),
    ] {
        assert_eq!(broken(from, to), (line, part), "{from:?} -> {to:?}");
    }
    for (text, line) in [("", 1), ("\n", 1), (&EXAMPLE[..60], 2), (&EXAMPLE[..103], 3)] {
        assert_eq!(text.parse::<SignIn>().expect_err(text).line().get(), line, "{text:?}");
    }
}

#[test]
fn what_the_grammar_leaves_out_may_be_missing_and_comes_back_as_it_was() {
    let begin =
        "example.com wants you to sign in with your Ethereum account:\n0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n";
    let end = "URI: a:\nVersion: 1\nChain ID: 1\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z";
    for (between, has_statement) in [("\n\n", false), ("\n\n\n", true), ("\nURI: yes\n\n", true)] {
        let text = format!("{begin}{between}{end}");
        let message: SignIn = text.parse().unwrap();
        assert_eq!((message.statement.is_some(), message.to_string()), (has_statement, text));
    }
    for more in [
        "\nExpiration Time: 2021-09-30T16:25:24Z",
        "\nNot Before: 2021-09-30T16:25:24Z",
        "\nRequest ID: ",
        "\nRequest ID: a%20b:@",
        "\nResources:",
        "\nExpiration Time: 2021-09-30T16:25:24Z\nNot Before: 2021-09-30T16:25:24Z\nRequest ID: 1\nResources:\n- a:b",
    ] {
        let text = format!("{begin}\n\n{end}{more}");
        assert_eq!(text.parse::<SignIn>().unwrap().to_string(), text);
    }
}

#[test]
fn times_are_read_as_rfc_3339_writes_them() {
    // The first three are examples of section 5.8 of the RFC.
    for (written, same) in [
        ("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.52Z"),
        ("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"),
        ("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z"),
        ("1985-04-12t23:20:50z", "1985-04-12T23:20:50Z"),
    ] {
        let message: SignIn = EXAMPLE.replace("2021-09-30T16:25:24Z", written).parse().unwrap();
        assert_eq!(message.issued_at, same.parse().unwrap(), "{written}");
    }
}

#[test]
fn domains_and_uris_are_those_of_rfc_3986() {
    for text in
        ["example.com", "localhost:3000", "127.0.0.1", "[::1]:8080", "xn--bcher-kva.example", "user@example.com"]
    {
        assert_eq!(text.parse::<Domain>().unwrap().to_string(), text);
    }
    for text in ["", ":80", "user@", "user@:80", "a b", "a/b", "b\u{fc}cher.example", "a\n", "[::1", "a:b"] {
        assert!(text.parse::<Domain>().is_err(), "{text}");
    }
    let uri: Uri = "https://example.com/a?b=c#d".parse().unwrap();
    assert_eq!(uri.scheme(), "https");
    for text in ["", "/a", "//example.com", "https://a b", "https://\u{fc}", "1a:b", "https://a\n"] {
        assert!(text.parse::<Uri>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_with_a_line(text in "(?s).{0,300}") {
        prop_assert!(text.parse::<SignIn>().is_err());
    }

    #[test]
    fn a_changed_example_is_refused_or_read_as_something_else(at: prop::sample::Index, to: char) {
        let mut signs: Vec<char> = EXAMPLE.chars().collect();
        let at = at.index(signs.len());
        let was = std::mem::replace(&mut signs[at], to);
        let changed: String = signs.into_iter().collect();
        match changed.parse::<SignIn>() {
            Ok(message) => prop_assert!(was == to || message != EXAMPLE.parse().unwrap()
                || changed.eq_ignore_ascii_case(EXAMPLE)),
            Err(error) => prop_assert!(error.line().get() <= EXAMPLE.lines().count() + 1),
        }
    }
}
