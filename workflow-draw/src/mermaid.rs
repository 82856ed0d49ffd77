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
            let space = if label.is_empty() { "" } else { " " };
            out.push_str(&format!(
                "    {from} {arrow}{label}{space}{}s{}\n",
                if space.is_empty() { " " } else { "" },
                to.0
            ));
        }
    }
    out
}

fn label(edge: &Edge<'_>) -> String {
    quoted(std::iter::once(phrase::label(edge).to_owned()).chain(phrase::details(edge)))
}

fn quoted(lines: impl IntoIterator<Item = String>) -> String {
    let lines = lines.into_iter().map(|line| mermaid(&phrase::squash(&line)).into_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    // An empty label would not be a label.
    format!("\"{}\"", if lines.is_empty() { " ".to_owned() } else { lines.join("<br>") })
}
