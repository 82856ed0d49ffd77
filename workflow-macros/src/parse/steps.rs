//! The enum of steps as the user wrote it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, Parser};
use syn::{Attribute, Fields, FieldsUnnamed, Ident, ItemEnum, LitStr, Meta, Path, Type, Visibility};

use super::options;
use crate::codes::Rule;
use crate::errors::Errors;

/// An enum under `#[workflow]`.
pub(crate) struct Steps {
    pub(crate) options: EnumOptions,
    /// Its doc comments and all other attributes but derives.
    pub(crate) attributes: Vec<Attribute>,
    /// What is derived for each step and the enum, beyond what is always written.
    pub(crate) derives: Vec<Path>,
    pub(crate) visibility: Visibility,
    pub(crate) ident: Ident,
    pub(crate) steps: Vec<Step>,
}

/// The options on the enum.
#[derive(Default)]
pub(crate) struct EnumOptions {
    pub(crate) krate: Option<Path>,
    pub(crate) name: Option<LitStr>,
    pub(crate) version: Option<u32>,
    pub(crate) upgrade: Option<Path>,
}

/// A variant.
pub(crate) struct Step {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
    /// Its data, when it has no names.
    pub(crate) unnamed: Option<FieldsUnnamed>,
    pub(crate) end: bool,
    pub(crate) no_back: bool,
    /// The steps that every path to this one passes.
    pub(crate) after: Vec<Ident>,
    pub(crate) name: Option<LitStr>,
}

/// A field of a variant.
pub(crate) struct Field {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) serde: SerdeOptions,
}

/// What serde's attributes say of a field.
#[derive(Default)]
pub(crate) struct SerdeOptions {
    /// What a missing field is: `Some(None)` for `Default::default`.
    pub(crate) default: Option<Option<Path>>,
    pub(crate) rename: Option<LitStr>,
    pub(crate) with: Option<Path>,
    pub(crate) skip: bool,
}

pub(crate) fn parse(options: TokenStream, item: ItemEnum, errors: &mut Errors) -> Steps {
    let options = enum_options(options, errors);
    if !item.generics.params.is_empty() {
        errors.at(
            Rule::Generic,
            &item.generics,
            format!("a workflow can't be generic: put what varies in the data of the steps of `{}`", item.ident),
        );
    }
    if item.variants.is_empty() {
        errors.at(
            Rule::NoSteps,
            &item.ident,
            format!("workflow `{}` has no steps: write a variant for each", item.ident),
        );
    }
    let (derives, attributes) = derives(item.attrs, errors);
    let steps = item.variants.into_iter().map(|variant| step(variant, errors)).collect();
    Steps { options, attributes, derives, visibility: item.vis, ident: item.ident, steps }
}

fn enum_options(options: TokenStream, errors: &mut Errors) -> EnumOptions {
    let mut found = EnumOptions::default();
    let keys = ["name", "version", "upgrade", "crate"];
    let parser = |input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &keys, |key, span, input, errors| {
            match key {
                "name" => {
                    let name = options::text(input)?;
                    if name.value().is_empty() {
                        errors.at(Rule::Written, &name, "a name has at least one letter");
                    }
                    found.name = Some(name);
                }
                "version" => {
                    let version = options::number(input)?;
                    if version == 0 {
                        errors.span(Rule::Written, span, "versions count from 1");
                    }
                    found.version = Some(version);
                }
                "upgrade" => found.upgrade = Some(options::path(input)?),
                "crate" => found.krate = Some(options::path(input)?),
                _ => return Ok(false),
            }
            Ok(true)
        })
    };
    if let Err(error) = parser.parse2(options) {
        errors.syn(error);
    }
    found
}

/// Takes the derives out of the attributes: without those that are always written.
fn derives(attributes: Vec<Attribute>, errors: &mut Errors) -> (Vec<Path>, Vec<Attribute>) {
    let mut derives = Vec::new();
    let mut others = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            errors.at(
                Rule::StoredForm,
                attribute.path(),
                "serde's attributes stand on fields: how a workflow is stored is always the same",
            );
            continue;
        }
        if !attribute.path().is_ident("derive") {
            others.push(attribute);
            continue;
        }
        let paths = attribute.parse_args_with(syn::punctuated::Punctuated::<Path, syn::Token![,]>::parse_terminated);
        for path in errors.take(paths).into_iter().flatten() {
            let always = path.segments.last().is_some_and(|last| {
                ["Debug", "Clone", "Serialize", "Deserialize"].iter().any(|name| last.ident == name)
            });
            if !always {
                derives.push(path);
            }
        }
    }
    (derives, others)
}

fn step(variant: syn::Variant, errors: &mut Errors) -> Step {
    let mut step = Step {
        attributes: Vec::new(),
        ident: variant.ident,
        fields: Vec::new(),
        unnamed: None,
        end: false,
        no_back: false,
        after: Vec::new(),
        name: None,
    };
    for attribute in variant.attrs {
        if attribute.path().is_ident("step") {
            step_options(&attribute, &mut step, errors);
        } else if attribute.path().is_ident("serde") {
            let message = "serde's attributes stand on fields: a step's stored name is `#[step(name = \"…\")]`";
            errors.at(Rule::StoredForm, attribute.path(), message);
        } else if !options::misspelt(&attribute, &["step"], errors) {
            refuse_cfg(&attribute, errors);
            step.attributes.push(attribute);
        }
    }
    if let Some((_, value)) = variant.discriminant {
        errors.at(Rule::StoredForm, value, format!("step `{}` has no number: steps are stored by name", step.ident));
    }
    match variant.fields {
        Fields::Named(fields) => {
            step.fields = fields.named.into_iter().filter_map(|named| field(named, errors)).collect();
        }
        Fields::Unit => {}
        Fields::Unnamed(fields) => {
            let message = format!(
                "the data of step `{0}` needs names, by which it is stored: write `{0} {{ name: Type }}`",
                step.ident
            );
            errors.at(Rule::Unnamed, &fields, message);
            step.unnamed = Some(fields);
        }
    }
    step
}

fn step_options(attribute: &Attribute, step: &mut Step, errors: &mut Errors) {
    if let Meta::Path(path) = &attribute.meta {
        let message = "what of this step? Write `#[step(end)]`, `#[step(no_back)]`, `#[step(after(Paid))]` or `#[step(name = \"…\")]`";
        errors.at(Rule::Written, path, message);
        return;
    }
    let result = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &["end", "no_back", "after", "name"], |key, span, input, errors| {
            match key {
                "end" => step.end = true,
                "no_back" => step.no_back = true,
                "after" => {
                    if !input.peek(syn::token::Paren) {
                        errors.span(Rule::Written, span, "after which steps? Write it like `after(Paid)`");
                        return Ok(true);
                    }
                    let steps;
                    syn::parenthesized!(steps in input);
                    step.after.extend(steps.parse_terminated(Ident::parse, syn::Token![,])?);
                    if step.after.is_empty() {
                        errors.span(Rule::Written, span, "after which steps? Write it like `after(Paid)`");
                    }
                }
                "name" => step.name = Some(options::text(input)?),
                _ => return Ok(false),
            }
            Ok(true)
        })
    });
    errors.take(result);
}

fn field(field: syn::Field, errors: &mut Errors) -> Option<Field> {
    let ident = field.ident?;
    let mut serde = SerdeOptions::default();
    let mut attributes = Vec::new();
    for attribute in field.attrs {
        if attribute.path().is_ident("serde") {
            serde_options(&attribute, &mut serde, errors);
        } else if !options::misspelt(&attribute, &["serde"], errors) {
            refuse_cfg(&attribute, errors);
            attributes.push(attribute);
        }
    }
    Some(Field { attributes, ident, ty: field.ty, serde })
}

fn serde_options(attribute: &Attribute, found: &mut SerdeOptions, errors: &mut Errors) {
    let keys = ["default", "rename", "with", "skip"];
    let result = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        options::parse(input, errors, &keys, |key, _, input, _| {
            match key {
                "default" if input.peek(syn::Token![=]) => {
                    found.default = Some(Some(options::text(input)?.parse()?));
                }
                "default" => found.default = Some(None),
                "rename" => found.rename = Some(options::text(input)?),
                "with" => found.with = Some(options::text(input)?.parse()?),
                "skip" => found.skip = true,
                _ => return Ok(false),
            }
            Ok(true)
        })
    });
    errors.take(result);
}

/// The macro sees the tokens, not the configuration: the graph would differ from what is compiled.
pub(crate) fn refuse_cfg(attribute: &Attribute, errors: &mut Errors) {
    let path = attribute.path();
    if path.is_ident("cfg") || path.is_ident("cfg_attr") {
        let name = quote!(#path).to_string();
        errors.at(
            Rule::Cfg,
            path,
            format!("`#[{name}]` can't stand inside a workflow: its graph is the same in every build. Put it on the whole workflow"),
        );
    }
}
