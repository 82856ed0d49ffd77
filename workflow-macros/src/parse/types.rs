//! Types as they are written.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, Type};

/// The type without the parentheses, and the invisible groups of a `macro_rules!`, around it.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Paren(paren) => bare(&paren.elem),
        Type::Group(group) => bare(&group.elem),
        ty => ty,
    }
}

/// The last name of a path and its type arguments: `Text` and `Prompt` in `workflow::Text<Prompt>`.
pub(crate) fn arguments(ty: &Type) -> Option<(&Ident, Vec<&Type>)> {
    let Type::Path(path) = bare(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let types = arguments.args.iter().map(|argument| match argument {
        GenericArgument::Type(ty) => Some(bare(ty)),
        _ => None,
    });
    Some((&last.ident, types.collect::<Option<_>>()?))
}

/// How many steps a `To` may have.
pub(crate) const MAX_TARGETS: usize = 8;

/// What stands in the `To<…>` of a transition's return type.
pub(crate) fn to(output: &Type) -> Option<&Type> {
    let (name, arguments) = arguments(output)?;
    match arguments.as_slice() {
        [inner] if name == "Result" => to(inner),
        [inner] if name == "To" => Some(inner),
        _ => None,
    }
}

/// The tokens as one writes them, `To<(A, B)>`, `Option<String>`, `step.ready()`: the same in every version of the compiler.
pub(crate) fn text(tokens: impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.into_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    const WIDE: [&str; 9] = ["=", "+", "==", "!=", ">=", "<=", "&&", "||", "->"];
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"');
    let mut operator = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                operator.push(punct.as_char());
                if punct.spacing() == Spacing::Alone {
                    match operator.as_str() {
                        "," => text.push_str(", "),
                        wide if WIDE.contains(&wide) => {
                            text.push(' ');
                            text.push_str(wide);
                            text.push(' ');
                        }
                        tight => text.push_str(tight),
                    }
                    operator.clear();
                }
            }
            TokenTree::Group(group) => {
                text.push_str(&std::mem::take(&mut operator));
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            token => {
                text.push_str(&std::mem::take(&mut operator));
                let word = token.to_string();
                if text.ends_with(is_word) && word.starts_with(is_word) {
                    text.push(' ');
                }
                text.push_str(&word);
            }
        }
    }
    text.push_str(&operator);
}
