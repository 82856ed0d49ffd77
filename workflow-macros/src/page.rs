//! What rustdoc shows of a workflow, drawn from what its tokens say: feature `docs`.
//!
//! The enum's tokens tell its steps: a table of them stands in the enum's docs. The impl's tokens tell the edges: the
//! picture stands in the docs of an empty impl, which rustdoc shows on the enum's page, and each step's page says which
//! steps come before and after it. Neither sees the other's tokens, so in the picture the steps have no texts, stand in
//! the order in which the impl names them, and are ends when no function leaves them, which is what the proofs demand.
//!
//! What the picture says is compared with the graph of the types wherever the workflow is compiled with the feature, so
//! a picture that differs, as by an alias of a step's type, is an error and is never shown.

mod read;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;
use syn::ext::IdentExt;
use syn::{ItemImpl, parse_quote};
use workflow_draw::{Names, Origin, Picture, Position, Prefix};

use crate::emit;
use crate::errors::Errors;
use crate::model::{self, Impl, Workflow};
use crate::parse;
use read::Read;

/// The text of the picture and the tables of an impl, as a literal: rustdoc alone asks for it.
pub(crate) fn graph(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let text = syn::parse2::<ItemImpl>(item).map(|item| {
        let parsed = parse::functions::parse(TokenStream::new(), item, &mut errors);
        let read = Read::new(&model::functions(parsed));
        let picture = read.picture();
        let (anchor, drawing) = (anchor(&read.workflow), picture.to_page(&Prefix::new(&read.workflow)));
        format!("<div id=\"{anchor}\"></div>\n\n{drawing}\n\n{}", read.linked(picture.to_markdown(Names::Linked)))
    });
    TokenTree::from(Literal::string(&text.unwrap_or_default())).into()
}

/// The enum with the table of its steps in its docs.
pub(crate) fn with_steps(mut model: Workflow) -> Workflow {
    let name = |step: &model::Step| step.ident.unraw().to_string();
    let picture = Picture {
        steps: model
            .steps
            .iter()
            .map(|step| workflow_draw::Step {
                name: name(step).into(),
                title: step.docs.lines().next().unwrap_or_default().to_owned().into(),
                end: step.end,
                no_back: step.no_back,
                passes: step.after.iter().filter_map(|&at| model.steps.get(at)).map(|step| name(step).into()).collect(),
                ..workflow_draw::Step::default()
            })
            .collect(),
        ..Picture::default()
    };
    let workflow = model.ident.unraw().to_string();
    let text = format!(
        "\n\nThe steps of this workflow; [the picture](#{}) shows the ways between them.\n\n{}",
        anchor(&workflow),
        picture.to_markdown(Names::Linked)
    );
    model.attributes.push(parse_quote!(#[cfg_attr(doc, doc = #text)]));
    model
}

/// Adds the docs of an impl to what is emitted for it, and the check that they are right.
///
/// ```text
/// #[cfg(doc)] #[doc = ::workflow::__private::graph_doc!(…)] impl Make {}
/// #[cfg(doc)] #[doc = "…"] impl AskPrompt {}
/// const _: [(); { complain(drawn(…)); 0 }] = [];
/// ```
pub(crate) fn with_docs(emitted: &TokenStream, model: &Impl, source: &TokenStream, errors: &Errors) -> TokenStream {
    if !errors.is_empty() {
        return emitted.clone();
    }
    let (krate, workflow) = (&model.krate, &model.workflow);
    let read = Read::new(model);
    let picture = read.picture();
    let steps = read.steps.iter().enumerate().map(|(index, step)| {
        let (path, text) = (&step.path, read.linked(around(&read, &picture, Position(index))));
        quote!(#[cfg(doc)] #[doc = #text] impl #path {})
    });
    let check = check(model, &read);
    quote! {
        #[cfg(doc)]
        #[doc = #krate::__private::graph_doc!(#source)]
        impl #workflow {}

        #(#steps)*
        #check
        #emitted
    }
}

/// Whether the picture says what the types say. As the length of an array: rustdoc evaluates it too.
fn check(model: &Impl, read: &Read) -> TokenStream {
    let (krate, workflow, name) = (&model.krate, &model.workflow, &read.workflow);
    let edges = read.edges.iter().map(|edge| {
        let (name, rewinds, to, effects) = (&edge.name, edge.rewinds, &edge.to, &edge.effects);
        let from = match edge.from {
            Origin::Step(Position(at)) => read.steps.get(at).map(|step| &step.name),
            Origin::Entry | Origin::Any => None,
        };
        let from = from.map_or_else(|| quote!(#krate::__private::None), |from| quote!(#krate::__private::Some(#from)));
        let to = to.iter().filter_map(|&Position(at)| read.steps.get(at)).map(|step| &step.name);
        quote! {
            #krate::__private::Drawn { edge: #name, from: #from, to: &[#(#to),*], rewinds: #rewinds, effects: &[#(#effects),*] }
        }
    });
    let drawn = quote! {
        #krate::__private::drawn(
            #krate::__private::Table::<#workflow>::GRAPH,
            #krate::__private::Table::<#workflow>::SOUND,
            #name,
            &[#(#edges),*],
        )
    };
    let complaint = emit::call(krate, workflow, &quote!(complain), drawn);
    quote! {
        #[allow(unused_imports)]
        const _: () = {
            use #krate::__private::NoTable as _;
            const _: [(); {
                #complaint;
                0
            }] = [];
        };
    }
}

/// The steps before and after the one at position `at`, with the functions between.
fn around(read: &Read, picture: &Picture<'_>, at: Position) -> String {
    let link =
        |at: Position| picture.step(at).map(|step| format!("[`{0}`](struct@{0})", step.name)).unwrap_or_default();
    let is_end = picture.step(at).is_some_and(|step| step.end);
    let (mut before, mut after) = (Ways::default(), Ways::default());
    for edge in &picture.edges {
        if edge.to.contains(&at) {
            let from = match edge.from {
                Origin::Entry => "a way in".to_owned(),
                Origin::Step(from) => link(from),
                Origin::Any => "any step".to_owned(),
            };
            before.add(from, &edge.name);
        }
        if edge.from == Origin::Step(at) || (edge.from == Origin::Any && !is_end) {
            let to: Vec<String> = edge.to.iter().copied().map(link).collect();
            after.add(to.join(" or "), &edge.name);
        }
    }
    let after = if is_end { "nothing: this is an end".to_owned() } else { after.in_words() };
    format!(
        "A step of [`{}`](enum@{}#{}).\n\n- Before it: {}\n- After it: {}\n",
        read.workflow,
        read.path,
        anchor(&read.workflow),
        before.in_words(),
        after
    )
}

/// The functions between a step and its neighbours.
#[derive(Default)]
struct Ways<'e>(Vec<(String, Vec<&'e str>)>);

impl<'e> Ways<'e> {
    fn add(&mut self, neighbour: String, function: &'e str) {
        match self.0.iter_mut().find(|(known, _)| *known == neighbour) {
            Some((_, functions)) => functions.push(function),
            None => self.0.push((neighbour, vec![function])),
        }
    }

    /// ``[`Drawing`](struct@Drawing) by `prompt` and `draw` ``, and so on.
    fn in_words(&self) -> String {
        let each = self.0.iter().map(|(neighbour, functions)| {
            let functions: Vec<String> = functions.iter().map(|function| format!("`{function}`")).collect();
            format!("{neighbour} by {}", functions.join(" and "))
        });
        each.collect::<Vec<_>>().join(", ")
    }
}

/// What a link to the picture leads to.
fn anchor(workflow: &str) -> String {
    format!("graph-of-{}", Prefix::new(workflow).as_str())
}
