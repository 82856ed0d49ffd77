//! `graph`: the workflows as drawings, tables or data.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Program, SubcommandError};
use crate::core::graph::Graph;
use crate::draw::{Format, Names};

/// What to draw, how, and where to.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct GraphArguments {
    /// Names of the workflows; all of them when there are none
    #[arg(value_name = "WORKFLOW")]
    workflows: Vec<String>,
    /// svg, dot (Graphviz), mermaid, md (tables) or json [default: md]
    #[arg(long, short, value_name = "FORMAT")]
    format: Option<Format>,
    /// Folder to write a file for each workflow to, made when it is not there. Without a format: a drawing of each, and a
    /// README.md with all tables
    #[arg(long, short, value_name = "DIR")]
    write: Option<PathBuf>,
}

pub(super) fn run(program: &Program, arguments: &GraphArguments) -> Result<(), SubcommandError> {
    let graphs = named(program, &arguments.workflows)?;
    match (&arguments.write, arguments.format) {
        (None, format) => print(&text(&graphs, format.unwrap_or(Format::Markdown))?),
        (Some(folder), Some(format)) => write_each(folder, &graphs, format),
        (Some(folder), None) => {
            write_each(folder, &graphs, Format::Svg)?;
            write(&folder.join("README.md"), &readme(program, &graphs))
        }
    }
}

/// The workflows of these names, each once, in the order of the program.
fn named(program: &Program, names: &[String]) -> Result<Vec<&'static Graph>, SubcommandError> {
    let all = program.graphs();
    if let Some(name) = names.iter().find(|name| !all.iter().any(|graph| graph.name() == **name)) {
        return Err(SubcommandError::UnknownWorkflow { name: name.clone(), known: names_of(all) });
    }
    let asked = |graph: &&&Graph| names.is_empty() || names.iter().any(|name| name == graph.name());
    Ok(all.iter().filter(asked).copied().collect())
}

fn names_of(graphs: &[&'static Graph]) -> String {
    graphs.iter().map(|graph| graph.name()).collect::<Vec<_>>().join(", ")
}

fn text(graphs: &[&'static Graph], format: Format) -> Result<String, SubcommandError> {
    match (graphs, format) {
        ([one], format) => Ok(one.picture().to_text(format)),
        (several, Format::Markdown) => {
            Ok(several.iter().map(|graph| section(graph, "")).collect::<Vec<_>>().join("\n"))
        }
        // A file of DOT may hold several graphs, and a stream of JSON several values.
        (several, Format::Dot | Format::Json) => {
            Ok(several.iter().map(|graph| graph.picture().to_text(format)).collect())
        }
        (several, _) => {
            Err(SubcommandError::Several { format: format.as_str(), count: several.len(), known: names_of(several) })
        }
    }
}

/// The tables of a workflow below its name and what it is for.
fn section(graph: &Graph, drawing: &str) -> String {
    let picture = graph.picture();
    let what = graph.docs().lines().next().unwrap_or_default();
    let what = if what.is_empty() { String::new() } else { format!("{what}\n\n") };
    format!("## {}\n\n{what}{drawing}{}", graph.name(), picture.to_markdown(Names::Plain))
}

fn readme(program: &Program, graphs: &[&'static Graph]) -> String {
    let mut text = format!(
        "# The workflows of {0}\n\nWritten by `{0} graph --write` from the signatures of the code: change that, and not this file.\n",
        program.name
    );
    for graph in graphs {
        let drawing = format!("![The graph of {0}]({0}.svg)\n\n", graph.name());
        text.push('\n');
        text.push_str(&section(graph, &drawing));
    }
    text
}

fn write_each(folder: &Path, graphs: &[&'static Graph], format: Format) -> Result<(), SubcommandError> {
    fs::create_dir_all(folder).map_err(|source| SubcommandError::Write { path: folder.to_owned(), source })?;
    for graph in graphs {
        let path = folder.join(format!("{}.{format}", graph.name()));
        write(&path, &graph.picture().to_text(format))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), SubcommandError> {
    fs::write(path, text).map_err(|source| SubcommandError::Write { path: path.to_owned(), source })
}

/// Whoever closes the pipe has read enough.
fn print(text: &str) -> Result<(), SubcommandError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(SubcommandError::Print(error)),
        _ => Ok(()),
    }
}
