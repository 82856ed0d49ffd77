//! Entities and parse modes.

use serde_json::{Value, json};

use crate::raw::Raw;

async fn sent(text: &str, mode: &str) -> (String, Vec<Value>) {
    let (raw, _, chat) = Raw::with_ann().await;
    let sent = raw.call("sendMessage", json!({"chat_id": chat.id().0, "text": text, "parse_mode": mode})).await;
    let entities = sent["entities"].as_array().cloned().unwrap_or_default();
    (sent["text"].as_str().unwrap().to_owned(), entities)
}

/// Each text is refused in this mode with its reason.
async fn refused(mode: &str, cases: &[(&str, &str)]) {
    let (raw, _, chat) = Raw::with_ann().await;
    for (text, why) in cases {
        let parameters = json!({"chat_id": chat.id().0, "text": text, "parse_mode": mode});
        let why = format!("Bad Request: can't parse entities: {why}");
        raw.refuses("sendMessage", parameters, 400, &why).await;
    }
    assert!(chat.messages().is_empty());
}

#[tokio::test]
async fn html_is_parsed() {
    let (text, entities) = sent(
        "<b>🦀 <i>in</i></b> &lt;&amp;&#33;&nbsp; <a href=\"https://example.com/?a=1&amp;b\">x</a> \
         <pre><code class=\"language-rust\">fn</code></pre> <tg-spoiler>s</tg-spoiler>",
        "HTML",
    )
    .await;
    assert_eq!(text, "🦀 in <&!&nbsp; x fn s");
    assert_eq!(
        entities,
        [
            json!({"type": "bold", "offset": 0, "length": 5}),
            json!({"type": "italic", "offset": 3, "length": 2}),
            json!({"type": "text_link", "offset": 16, "length": 1, "url": "https://example.com/?a=1&b"}),
            json!({"type": "pre", "offset": 18, "length": 2, "language": "rust"}),
            json!({"type": "spoiler", "offset": 21, "length": 1}),
        ]
    );
}

#[tokio::test]
async fn wrong_html_is_refused() {
    refused(
        "HTML",
        &[
            ("a <b>b", "Can't find end tag corresponding to start tag \"b\""),
            ("é </b>", "Unexpected end tag at byte offset 3"),
            ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("<p>x</p>", "Unsupported start tag \"p\" at byte offset 0"),
            ("1 < 2 > 3", "Unsupported start tag \"\" at byte offset 2"),
            ("1 <2", "Unclosed start tag at byte offset 2"),
            ("<b>x</b", "Unclosed end tag at byte offset 4"),
            ("<a href>x</a>", "Expected equal sign in declaration of an attribute of the tag \"a\" at byte offset 0"),
            ("<a =b>x</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
            ("<a href=x:y>x</a>", "Unexpected end of name token at byte offset 8"),
            ("<a href=\"x>x</a>", "Unclosed start tag at byte offset 0"),
            ("<span class=\"b\">x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ],
    )
    .await;
}

#[tokio::test]
async fn markdown_v2_is_parsed() {
    let text = "*b _i_* __u__ ~s~ ||p|| `c_` [x](https://example.com/) \\. \n>q\nend";
    let (text, entities) = sent(text, "MarkdownV2").await;
    assert_eq!(text, "b i u s p c_ x . \nq\nend");
    let kinds: Vec<_> = entities.iter().map(|entity| entity["type"].as_str().unwrap()).collect();
    let wanted = ["bold", "italic", "underline", "strikethrough", "spoiler", "code", "text_link", "blockquote"];
    assert_eq!(kinds, wanted);
    let (text, entities) = sent("```rust\nfn a()\n```", "MarkdownV2").await;
    assert_eq!(text, "fn a()");
    assert_eq!(entities, [json!({"type": "pre", "offset": 0, "length": 6, "language": "rust"})]);
}

#[tokio::test]
async fn wrong_markdown_v2_is_refused() {
    refused(
        "MarkdownV2",
        &[
            ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
            ("a - b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
            ("a | b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
            ("é *b", "Can't find end of Bold entity at byte offset 3"),
            ("_a", "Can't find end of Italic entity at byte offset 0"),
            ("`a", "Can't find end of Code entity at byte offset 0"),
            ("[a](b", "Can't find end of a URL at byte offset 4"),
        ],
    )
    .await;
}

#[tokio::test]
async fn the_old_markdown_is_parsed_and_refused() {
    let (text, entities) = sent("*b* _i_ `c` [x](https://example.com/) \\*", "Markdown").await;
    assert_eq!(text, "b i c x *");
    assert_eq!(entities.len(), 4);
    refused("Markdown", &[("a *b", "Can't find end of the entity starting at byte offset 2")]).await;
}

#[tokio::test]
async fn an_unknown_parse_mode_is_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    let wrong = json!({"chat_id": chat.id().0, "text": "a", "parse_mode": "rtf"});
    raw.refuses("sendMessage", wrong, 400, "Bad Request: unsupported parse_mode").await;
}

#[tokio::test]
async fn entities_with_wrong_places_are_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    for (text, offset, length, why) in [
        ("abc", 3, 1, "entity begins after the end of the text at UTF-16 offset 3"),
        ("abc", 1, 3, "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4"),
        ("🦀", 1, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        ("🦀", 0, 1, "entity ends in a middle of a UTF-16 symbol at byte offset 4"),
        ("abc", -1, 1, "receive an entity with incorrect offset -1"),
        ("abc", 0, -1, "receive an entity with incorrect length -1"),
    ] {
        let entities = json!([{"type": "bold", "offset": offset, "length": length}]);
        let parameters = json!({"chat_id": chat.id().0, "text": text, "entities": entities});
        raw.refuses("sendMessage", parameters, 400, &format!("Bad Request: {why}")).await;
    }
}

#[tokio::test]
async fn entities_that_are_not_whole_are_refused() {
    let (raw, _, chat) = Raw::with_ann().await;
    for (entity, why) in [
        (json!({"type": "bold", "offset": 0}), "Can't find field \"length\""),
        (json!({"type": "bold", "offset": "x", "length": 1}), "Field \"offset\" must be of type Number"),
        (json!({"offset": 0, "length": 1}), "Can't find field \"type\""),
        (json!({"type": "loud", "offset": 0, "length": 1}), "Unsupported type specified"),
        (json!({"type": "text_link", "offset": 0, "length": 1}), "Can't find field \"url\""),
        (json!("bold"), "expected an Object"),
    ] {
        let parameters = json!({"chat_id": chat.id().0, "text": "abc", "entities": [entity]});
        let why = format!("Bad Request: can't parse MessageEntity: {why}");
        raw.refuses("sendMessage", parameters, 400, &why).await;
    }
}

#[tokio::test]
async fn with_a_parse_mode_the_entities_are_not_looked_at() {
    let (raw, _, chat) = Raw::with_ann().await;
    let entities = json!([{"type": "bold", "offset": 7, "length": 1}]);
    let both = json!({"chat_id": chat.id().0, "text": "<i>a</i>", "parse_mode": "HTML", "entities": entities});
    let sent = raw.call("sendMessage", both).await;
    assert_eq!(sent["entities"], json!([{"type": "italic", "offset": 0, "length": 1}]));
}

#[tokio::test]
async fn every_text_is_taken_or_refused_in_every_mode() {
    const PIECES: [&str; 28] = [
        "<b>",
        "</b>",
        "<a href=\"https://example.com\">",
        "<a href=",
        "</",
        "<",
        ">",
        "&lt",
        "&#x1F980;",
        "&",
        "é",
        "🦀",
        "*",
        "_",
        "__",
        "`",
        "```",
        "~",
        "||",
        "|",
        "[",
        "](",
        ")",
        "\\",
        "\n>",
        "!",
        "<pre><code class='",
        " ",
    ];
    let (raw, _, chat) = Raw::with_ann().await;
    // A plain generator: the same texts every time.
    let mut state = 1_u64;
    for round in 0..1500 {
        let mut text = "a".to_owned();
        for _ in 0..round % 9 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text += PIECES[(state >> 33) as usize % PIECES.len()];
        }
        for mode in ["HTML", "MarkdownV2", "Markdown"] {
            let parameters = json!({"chat_id": chat.id().0, "text": text, "parse_mode": mode});
            let answer = raw.answer(raw.request("sendMessage", &parameters)).await;
            let why = answer["description"].as_str().unwrap_or("Bad Request: can't parse entities: ");
            assert!(why.starts_with("Bad Request: can't parse entities: "), "{mode} {text:?}: {answer}");
        }
    }
}
