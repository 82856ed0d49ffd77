//! `say!`: a text with what is put into it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Lit, LitStr, Path, Token};

use crate::codes::Rule;
use crate::errors::Errors;
use crate::parse::options::nearest;

/// `$crate, "All {slots} slots are taken.", slots = 20`
struct Said {
    krate: Path,
    text: Expr,
    arguments: Vec<Argument>,
}

/// `slots`, or `slots = 20`.
struct Argument {
    name: Ident,
    value: Option<Expr>,
}

impl Parse for Said {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let krate = input.parse()?;
        input.parse::<Token![,]>()?;
        let text = input.parse()?;
        let mut arguments = Vec::new();
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            arguments.push(input.parse()?);
        }
        Ok(Self { krate, text, arguments })
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let value = if input.parse::<Option<Token![=]>>()?.is_some() { Some(input.parse()?) } else { None };
        Ok(Self { name, value })
    }
}

/// ```text
/// Phrase::new("All {slots} slots are taken.").with("slots", 20)
/// ```
pub(crate) fn say(tokens: TokenStream) -> TokenStream {
    let Said { krate, text, arguments } = match syn::parse2(tokens) {
        Ok(said) => said,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let literal = match &text {
        Expr::Lit(literal) => {
            if let Lit::Str(literal) = &literal.lit {
                Some(literal)
            } else {
                None
            }
        }
        _ => None,
    };
    match literal {
        Some(literal) => check(literal, &arguments, &mut errors),
        None => errors.at(
            Rule::Phrase,
            &text,
            "a phrase is found by its text: write the text out here, with `{name}` for what is put into it",
        ),
    }
    let sound = errors.is_empty();
    let errors = errors.into_tokens();
    if !sound {
        // What is given is used all the same, and the value is a phrase: one mistake is one error.
        let values = arguments.iter().filter_map(|argument| argument.value.as_ref());
        return quote!({ #errors #(let _ = &#values;)* #krate::Phrase::new("") });
    }
    let withs = arguments.iter().map(|Argument { name, value }| {
        let text = name.unraw().to_string();
        let value = value.as_ref().map_or_else(|| name.to_token_stream(), ToTokens::to_token_stream);
        quote!(.with(#text, #value))
    });
    quote!(#krate::Phrase::new(#text)#(#withs)*)
}

fn check(text: &LitStr, arguments: &[Argument], errors: &mut Errors) {
    let wanted = names(&text.value());
    let given: Vec<String> = arguments.iter().map(|argument| argument.name.unraw().to_string()).collect();
    for (index, (argument, name)) in arguments.iter().zip(&given).enumerate() {
        if given.iter().take(index).any(|before| before == name) {
            errors.at(Rule::Phrase, &argument.name, format!("`{name}` is given twice"));
        } else if !name.starts_with(|first: char| first.is_ascii_alphabetic())
            || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        {
            let message = format!(
                "a translation can't name `{name}`: begin with a letter from a to z, and go on with these, digits and `_`"
            );
            errors.at(Rule::Phrase, &argument.name, message);
        } else if !wanted.contains(name) {
            let open: Vec<&str> = wanted.iter().filter(|name| !given.contains(name)).map(String::as_str).collect();
            let help = match nearest(name, &open) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write `{{{name}}}` where it belongs"),
            };
            errors.at(Rule::Phrase, &argument.name, format!("`{name}` stands nowhere in the text: {help}"));
        }
    }
    let is_misspelt = |name: &String| {
        let lost = given.iter().filter(|given| !wanted.contains(given));
        lost.into_iter().any(|lost| nearest(lost, &[name]).is_some())
    };
    for name in wanted.iter().filter(|name| !given.contains(name) && !is_misspelt(name)) {
        let message = format!("nothing is given for `{{{name}}}`: write `{name}` or `{name} = …` behind the text");
        errors.at(Rule::Phrase, text, message);
    }
}

/// The names between braces, each once.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for after in text.split('{').skip(1) {
        let name = after.split('}').next().unwrap_or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
