//! What holds for every format, and one picture in all of them, to be read.

use proptest::prelude::*;

use crate::samples::{self, anything};
use crate::{Edge, Format, Names, Origin, Picture, Position, Prefix, Step};

#[test]
fn make_in_dot() {
    insta::assert_snapshot!(samples::make().to_dot());
}

#[test]
fn make_in_mermaid() {
    insta::assert_snapshot!(samples::make().to_mermaid());
}

#[test]
fn make_in_markdown() {
    insta::assert_snapshot!(samples::make().to_markdown(Names::Plain));
}

#[test]
fn make_in_json() {
    insta::assert_snapshot!(samples::make().to_json());
}

#[test]
fn make_in_svg() {
    insta::assert_snapshot!(samples::make().to_svg(&crate::Look::File));
}

/// `UPDATE_DOCS=1 cargo test -p workflow-draw` writes the page anew.
#[test]
fn the_drawing_in_the_docs_is_what_is_drawn() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/make.page.html");
    let page = samples::make().to_page(&Prefix::new("make")) + "\n";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == page, "docs/make.page.html is older than the drawing");
}

#[test]
fn signs_in_texts_stay_texts() {
    let texts = samples::texts();
    insta::assert_snapshot!("texts_in_dot", texts.to_dot());
    insta::assert_snapshot!("texts_in_mermaid", texts.to_mermaid());
    insta::assert_snapshot!("texts_in_markdown", texts.to_markdown(Names::Linked));
}

#[test]
fn words_of_a_format_can_be_names() {
    for name in ["end", "subgraph", "graph", "node", "1. list", "- list", "%%{init}%%", "r#type"] {
        let step = Step { name: name.into(), ..Step::default() };
        let edges = vec![samples::edge("end", "end", Origin::Entry, &[0])];
        let picture = Picture { name: name.into(), steps: vec![step], edges, ..Picture::default() };
        let mermaid = picture.to_mermaid();
        assert!(
            mermaid.lines().skip(1).all(|line| line.starts_with("    s0") || line.starts_with("    e0")),
            "{mermaid}"
        );
        assert!(!mermaid.contains("\"1. ") && !mermaid.contains("\"- ") && !mermaid.contains("%%"), "{mermaid}");
        assert!(picture.to_dot().contains("    e0 -> s0;\n"));
    }
}

#[test]
fn json_is_read_back_as_what_was_written() {
    let json: serde_json::Value = serde_json::from_str(&samples::texts().to_json()).unwrap();
    assert_eq!(json["name"], "texts <&>");
    assert_eq!(json["docs"], "First \"line\" & more\nsecond");
    assert_eq!(json["edges"][5]["label"], "line\nbreak\u{7}");
    assert_eq!(json["edges"][5]["from"]["step"], "سؤال");
    let json: serde_json::Value = serde_json::from_str(&samples::make().to_json()).unwrap();
    assert_eq!(json["edges"][0]["to"], serde_json::json!(["AskPrompt", "PickShape"]));
    assert_eq!(json["edges"][9]["trigger"], serde_json::json!({ "kind": "after", "time": "15m" }));
    assert_eq!(json["steps"][3]["work"][0]["retries"], 3);
}

/// The edges of `picture` that have both ends, as pairs of what an arrow connects.
fn arrows(picture: &Picture<'_>) -> usize {
    let known = |at: &Position| at.0 < picture.steps.len();
    let whole = |edge: &&Edge<'_>| !matches!(edge.from, Origin::Step(from) if !known(&from));
    let targets = |edge: &Edge<'_>| {
        let mut to: Vec<Position> = edge.to.iter().copied().filter(known).collect();
        to.sort();
        to.dedup();
        to.len()
    };
    picture.edges.iter().filter(whole).map(targets).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_edge_is_in_every_format(picture in anything()) {
        let arrows = arrows(&picture);
        let dot = picture.to_dot();
        prop_assert_eq!(dot.lines().filter(|line| line.contains(" -> s")).count(), arrows);

        let mermaid = picture.to_mermaid();
        let is_arrow = |line: &&str| ["-->", "==>", "-.->"].into_iter().any(|arrow| {
            line.split_whitespace().nth(1).is_some_and(|word| word.starts_with(arrow))
        });
        prop_assert_eq!(mermaid.lines().filter(is_arrow).count(), arrows);

        let json: serde_json::Value = serde_json::from_str(&picture.to_json()).unwrap();
        let targets = json["edges"].as_array().unwrap().iter().map(|edge| edge["to"].as_array().unwrap().len());
        prop_assert_eq!(targets.sum::<usize>(), arrows);

        let rows = json["edges"].as_array().unwrap().len();
        let markdown = picture.to_markdown(Names::Linked);
        let table = markdown.split("| Edge |").nth(1).unwrap_or("\n\n").split("\n\n").next().unwrap();
        prop_assert_eq!(table.trim_end().lines().count().saturating_sub(2), rows);
    }

    #[test]
    fn the_same_picture_is_always_the_same_text(picture in anything()) {
        for format in Format::ALL {
            prop_assert_eq!(picture.to_text(format), picture.clone().to_text(format));
        }
    }

    #[test]
    fn a_table_has_as_many_cells_in_each_row(picture in anything()) {
        let markdown = picture.to_markdown(Names::Plain);
        for table in markdown.split("\n\n") {
            let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            let head = table.lines().next().map(cells);
            prop_assert!(table.lines().all(|line| Some(cells(line)) == head), "{}", table);
        }
    }
}
