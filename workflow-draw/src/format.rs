//! The formats by name, and what a picture becomes in each.

use std::fmt;
use std::str::FromStr;

use crate::markdown::Names;
use crate::picture::Picture;
use crate::svg::{Look, Prefix};
use crate::{dot, json, markdown, mermaid, svg};

/// A format that a picture can be written in.
///
/// ```
/// use workflow_draw::{Format, Picture};
///
/// let format: Format = "dot".parse()?;
/// assert!(Picture::default().to_text(format).starts_with("digraph"));
/// assert_eq!("png".parse::<Format>().unwrap_err().to_string(), "unknown format `png`: it is one of svg, dot, mermaid, markdown, json");
/// # Ok::<(), workflow_draw::UnknownFormat>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A drawing.
    Svg,
    /// The language of Graphviz.
    Dot,
    /// A flowchart of Mermaid.
    Mermaid,
    /// Tables.
    Markdown,
    /// Data for programs.
    Json,
}

impl Format {
    /// All formats.
    ///
    /// ```
    /// assert_eq!(workflow_draw::Format::ALL.map(|format| format.as_str()), ["svg", "dot", "mermaid", "markdown", "json"]);
    /// ```
    pub const ALL: [Self; 5] = [Self::Svg, Self::Dot, Self::Mermaid, Self::Markdown, Self::Json];

    /// Its name, as it is parsed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Dot => "dot",
            Self::Mermaid => "mermaid",
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.as_str() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// No [`Format`] has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown format `{}`: it is one of {}", self.0, Format::ALL.map(Format::as_str).join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

impl Picture<'_> {
    /// The picture in `format`, as a file.
    ///
    /// ```
    /// use workflow_draw::{Format, Picture};
    ///
    /// for format in Format::ALL {
    ///     assert!(Picture::default().to_text(format).ends_with('\n'));
    /// }
    /// ```
    pub fn to_text(&self, format: Format) -> String {
        match format {
            Format::Svg => self.to_svg(&Look::File),
            Format::Dot => self.to_dot(),
            Format::Mermaid => self.to_mermaid(),
            Format::Markdown => self.to_markdown(Names::Plain),
            Format::Json => self.to_json(),
        }
    }

    /// A drawing: a file of its own, or one line for a page.
    ///
    /// ```
    /// use workflow_draw::{Look, Picture};
    ///
    /// let svg = Picture { name: "make".into(), ..Picture::default() }.to_svg(&Look::File);
    /// assert!(svg.contains(r#"role="img""#) && svg.contains(">make</title>"));
    /// ```
    pub fn to_svg(&self, look: &Look) -> String {
        svg::draw(self, look)
    }

    /// The drawing as one line of HTML for a page of rustdoc: [`Look::Page`] in a block that can be scrolled.
    ///
    /// Markdown takes a line that begins with `<div` as HTML up to the next empty line, so nothing in it is markup.
    ///
    /// ```
    /// use workflow_draw::{Picture, Prefix};
    ///
    /// let line = Picture::default().to_page(&Prefix::new("make"));
    /// assert!(line.starts_with("<div") && line.ends_with("</div>") && !line.contains('\n'));
    /// ```
    pub fn to_page(&self, prefix: &Prefix) -> String {
        let svg = self.to_svg(&Look::Page(prefix.clone()));
        format!(r#"<div class="workflow-graph" style="overflow-x:auto;margin:1em 0">{svg}</div>"#)
    }

    /// The graph in the language of Graphviz.
    ///
    /// ```
    /// use workflow_draw::Picture;
    ///
    /// assert!(Picture { name: "make".into(), ..Picture::default() }.to_dot().starts_with("digraph \"make\" {\n"));
    /// ```
    pub fn to_dot(&self) -> String {
        dot::write(self)
    }

    /// The graph as a flowchart of Mermaid. Ids are `s0`, `s1`, … for steps, so no name of a step can be a keyword.
    ///
    /// ```
    /// use workflow_draw::{Picture, Step};
    ///
    /// let end = Step { name: "end".into(), end: true, ..Step::default() };
    /// let text = Picture { steps: vec![end], ..Picture::default() }.to_mermaid();
    /// assert_eq!(text, "flowchart TD\n    s0[[\"end\"]]\n");
    /// ```
    pub fn to_mermaid(&self) -> String {
        mermaid::write(self)
    }

    /// Tables of steps, edges and effects.
    ///
    /// ```
    /// use workflow_draw::{Names, Picture, Step};
    ///
    /// let picture = Picture { steps: vec![Step { name: "Ask".into(), ..Step::default() }], ..Picture::default() };
    /// assert!(picture.to_markdown(Names::Plain).contains("| `Ask` |"));
    /// assert!(picture.to_markdown(Names::Linked).contains("| [`Ask`](struct@Ask) |"));
    /// ```
    pub fn to_markdown(&self, names: Names) -> String {
        markdown::write(self, names)
    }

    /// The graph as data. Every key is always there, in this order; what is not given is `null`, `[]`, `false` or `""`:
    ///
    /// ```json
    /// {
    ///   "schema": 1,
    ///   "name": "make",
    ///   "docs": "Make a picture.",
    ///   "steps": [{
    ///     "name": "Drawing", "title": "Drawing …", "end": false, "view": false, "no_back": false, "passes": ["Review"],
    ///     "work": [{ "name": "render", "timeout": "10m", "retries": 3, "child": null }], "hooks": []
    ///   }],
    ///   "edges": [{
    ///     "name": "draw", "label": "Draw it", "from": { "kind": "step", "step": "Review" }, "to": ["Drawing"],
    ///     "trigger": { "kind": "user" }, "takes": null, "commands": [], "guard": null, "actor": null,
    ///     "commit": true, "rewinds": false, "effects": [], "docs": "Draw it"
    ///   }],
    ///   "effects": [{ "name": "refund", "retries": 20, "docs": "" }]
    /// }
    /// ```
    ///
    /// `from` is also `{ "kind": "entry" }` or `{ "kind": "any" }`; `trigger` is also `{ "kind": "done", "work": … }`,
    /// `{ "kind": "failed", "work": … }` or `{ "kind": "after", "time": … }`. Keys may be added under the same
    /// `schema`; none is renamed, removed or given another meaning.
    ///
    /// ```
    /// use workflow_draw::Picture;
    ///
    /// let json = Picture { name: "make".into(), ..Picture::default() }.to_json();
    /// assert!(json.starts_with("{\n  \"schema\": 1,\n  \"name\": \"make\","));
    /// ```
    pub fn to_json(&self) -> String {
        json::write(self)
    }
}
