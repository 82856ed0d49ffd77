//! A button acts only where it was shown, for whom it was shown, and once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use workflow::store::Answered;
use workflow::{Purpose, Token};
use workflow_tests::bench::Bench;

use super::stands;

#[tokio::test]
async fn a_button_takes_its_transition() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/create a cat").await;
    assert_eq!(ann.presses("3:2").await.step.as_deref(), Some("Review"));
    assert_eq!(ann.now().await.record().stored.data["shape"], "Landscape");
    assert_eq!(ann.presses("Another prompt").await.step.as_deref(), Some("AskPrompt"));
}

#[tokio::test]
async fn a_token_fits_where_the_smallest_surface_puts_it() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/create a cat").await;
    let token = ann.token("1:1").await;
    assert_eq!(token.as_str().len(), 43);
    assert!(token.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'));
}

#[tokio::test]
async fn g04_a_stale_button_does_nothing() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let old = ann.token("That is all").await;
    ann.says("one").await;
    let outcome = ann.press(old).await;
    assert_eq!(outcome.answered, Answered::Stale);
    assert_eq!(outcome.rejection(), Some("This is not in use any more."));
    assert_eq!((outcome.step.as_deref(), outcome.revision.get()), (Some("Asking"), 2));
    assert_eq!(ann.stands().await, stands("Asking", 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn g04_a_double_tap_counts_once() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let token = ann.token("Once more").await;
    let taps = futures_util::future::join_all((0..20).map(|_| ann.press(token.clone()))).await;
    assert_eq!(taps.iter().filter(|outcome| outcome.moved()).count(), 1);
    assert_eq!(taps.iter().filter(|outcome| outcome.answered == Answered::Stale).count(), 19);
    assert_eq!(ann.stands().await, stands("Asking", 2));
}

#[tokio::test]
async fn g04_a_button_of_a_session_that_was_replaced_is_stale() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let old = ann.token("That is all").await;
    ann.says("/trial").await;
    assert_eq!(ann.press(old).await.answered, Answered::Stale);
    assert_eq!(ann.stands().await, stands("Asking", 1));
}

#[tokio::test]
async fn g04_forged_tokens_are_unknown() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    let real = ann.token("That is all").await;
    for at in 0..real.as_str().len() {
        let mut forged: Vec<char> = real.as_str().chars().collect();
        forged[at] = if forged[at] == 'A' { 'B' } else { 'A' };
        let forged = Token::new(forged.into_iter().collect::<String>());
        assert_eq!(ann.press(forged).await.answered, Answered::Unknown, "changed at {at}");
    }
    let (longer, shorter) = (format!("{real}A"), real.as_str()[1..].to_owned());
    for nonsense in ["", "x", "💥", "====", &longer, &shorter, &"A".repeat(43), &"A".repeat(100_000)] {
        assert_eq!(ann.press(Token::new(nonsense)).await.answered, Answered::Unknown);
    }
    assert_eq!(ann.stands().await, stands("Asking", 1));
}

#[tokio::test]
async fn g04_a_token_of_another_store_is_unknown() {
    let (bench, other) = (Bench::new().await, Bench::new().await);
    for bench in [&bench, &other] {
        bench.chat("ann").says("/trial").await;
    }
    let foreign = other.chat("ann").token("That is all").await;
    assert_eq!(bench.chat("ann").press(foreign).await.answered, Answered::Unknown);
}

#[tokio::test]
async fn g04_somebody_else_s_button_is_foreign() {
    let bench = Bench::new().await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    ann.says("/trial").await;
    bob.says("/trial").await;
    let token = ann.token("That is all").await;
    let outcome = bob.press(token.clone()).await;
    assert_eq!(outcome.answered, Answered::Foreign);
    assert_eq!((ann.stands().await, bob.stands().await), (stands("Asking", 1), stands("Asking", 1)));
    assert!(ann.press(token).await.moved());
}

#[tokio::test]
async fn g04_a_place_that_was_not_offered_is_unknown() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    // Three buttons are offered; these are sealed as the engine would seal a fourth and a far one.
    let first = ann.token("Once more").await;
    assert_eq!(ann.press(sealed(&bench, &first, 3)).await.answered, Answered::Unknown);
    assert_eq!(ann.press(sealed(&bench, &first, u16::MAX)).await.answered, Answered::Unknown);
    assert_eq!(ann.stands().await, stands("Asking", 1));
    assert!(ann.press(sealed(&bench, &first, 0)).await.moved());
}

/// The token for another place of the same visit.
fn sealed(bench: &Bench, token: &Token, place: u16) -> Token {
    let mut bytes = URL_SAFE_NO_PAD.decode(token.as_str()).unwrap();
    bytes[22..24].copy_from_slice(&place.to_be_bytes());
    bytes.truncate(24);
    let secret = bench.engine.secret(Purpose::Buttons);
    let seal = Hmac::<Sha256>::new_from_slice(&secret).unwrap().chain_update(&bytes).finalize().into_bytes();
    bytes.extend_from_slice(&seal[..8]);
    Token::new(URL_SAFE_NO_PAD.encode(bytes))
}

#[tokio::test]
async fn g04_a_button_still_works_after_a_restart() {
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial").await;
    let token = bench.chat("ann").token("That is all").await;
    let bench = bench.restart().await;
    assert_eq!(bench.chat("ann").press(token).await.step.as_deref(), Some("Over"));
}

#[tokio::test]
async fn an_end_offers_nothing() {
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/trial").await;
    ann.presses("That is all").await;
    assert_eq!(ann.now().await.offers().len(), 0);
}
