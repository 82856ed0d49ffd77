//! The language of Graphviz.

use crate::escape::dot;
use crate::phrase;
use crate::picture::{Edge, Origin, Picture};

/// `picture` as a `digraph`.
pub(crate) fn write(picture: &Picture<'_>) -> String {
    let mut out = format!("digraph {} {{\n", quoted([picture.name.as_ref()]));
    out.push_str("    graph [rankdir=TB, nodesep=0.4, ranksep=0.6, fontname=\"Helvetica\"];\n");
    out.push_str("    node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=12];\n");
    out.push_str("    edge [fontname=\"Helvetica\", fontsize=10];\n");
    for (index, step) in picture.steps.iter().enumerate() {
        let mut lines = vec![step.name.to_string()];
        if step.title != step.name {
            lines.push(step.title.to_string());
        }
        lines.extend(step.work.iter().map(phrase::work));
        let style = if step.end { ", peripheries=2" } else { "" };
        out.push_str(&format!("    s{index} [label={}{style}];\n", quoted(lines)));
    }
    for (index, edge, to) in picture.whole_edges() {
        let (from, label) = match edge.from {
            Origin::Step(from) => (format!("s{}", from.0), Some(label(edge))),
            Origin::Entry => {
                out.push_str(&format!("    e{index} [label={}, shape=oval, style=filled];\n", label(edge)));
                (format!("e{index}"), None)
            }
            Origin::Any => {
                out.push_str(&format!("    a{index} [label=\"at any step\", style=dotted];\n"));
                (format!("a{index}"), Some(label(edge)))
            }
        };
        let mut look: Vec<String> = label.map(|label| format!("label={label}")).into_iter().collect();
        look.extend(edge.commit.then(|| "penwidth=3".to_owned()));
        look.extend(edge.rewinds.then(|| "style=dashed".to_owned()));
        let look = if look.is_empty() { String::new() } else { format!(" [{}]", look.join(", ")) };
        for to in to {
            out.push_str(&format!("    {from} -> s{}{look};\n", to.0));
        }
    }
    out.push_str("}\n");
    out
}

fn label(edge: &Edge<'_>) -> String {
    quoted(std::iter::once(phrase::label(edge).to_owned()).chain(phrase::details(edge)))
}

fn quoted<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> String {
    let lines = lines.into_iter().map(|line| dot(&phrase::squash(line.as_ref())).into_owned());
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    format!("\"{}\"", lines.join("\\n"))
}
