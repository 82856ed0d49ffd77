//! A flowchart of Mermaid.

use crate::escape::mermaid;
use crate::phrase;
use crate::picture::{Edge, Origin, Picture};

/// `picture` as a `flowchart`.
pub(crate) fn write(picture: &Picture<'_>) -> String {
    let mut out = String::from("flowchart TD\n");
    for (index, step) in picture.steps.iter().enumerate() {
        let mut lines = vec![step.name.to_string()];
        if step.title != step.name {
            lines.push(step.title.to_string());
        }
        lines.extend(step.work.iter().map(phrase::work));
        let (open, close) = if step.end { ("[[", "]]") } else { ("[", "]") };
        out.push_str(&format!("    s{index}{open}{}{close}\n", quoted(lines)));
    }
    for (index, edge, to) in picture.whole_edges() {
        let (from, label) = match edge.from {
            Origin::Step(from) => (format!("s{}", from.0), format!("|{}|", label(edge))),
            Origin::Entry => {
                out.push_str(&format!("    e{index}([{}])\n", label(edge)));
                (format!("e{index}"), String::new())
            }
            Origin::Any => {
                out.push_str(&format!("    a{index}{{{{\"at any step\"}}}}\n"));
                (format!("a{index}"), format!("|{}|", label(edge)))
            }
        };
        let arrow = match (edge.commit, edge.rewinds) {
            (true, _) => "==>",
            (false, true) => "-.->",
            (false, false) => "-->",
        };
        for to in to {
            out.push_str(&format!("    {from} {arrow}{label} s{}\n", to.0));
        }
    }
    out
}

fn label(edge: &Edge<'_>) -> String {
    quoted(std::iter::once(phrase::label(edge).to_owned()).chain(phrase::details(edge)))
}

fn quoted(lines: impl IntoIterator<Item = String>) -> String {
    let lines = lines.into_iter().map(|line| unlisted(&mermaid(&phrase::squash(&line))));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    // An empty label would not be a label.
    format!("\"{}\"", if lines.is_empty() { " ".to_owned() } else { lines.join("<br>") })
}

/// `line` without the start of a Markdown list, which Mermaid shows as an error: a space of no width follows the mark.
fn unlisted(line: &str) -> String {
    match line.split_once(' ') {
        Some((mark, rest)) if matches!(mark, "-" | "+" | "*") || number(mark) => format!("{mark}\u{200b} {rest}"),
        _ => line.to_owned(),
    }
}

fn number(mark: &str) -> bool {
    let digits = mark.strip_suffix(['.', ')']).unwrap_or_default();
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}
