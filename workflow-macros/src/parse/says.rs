//! What functions say to users where the text is written out: translations of it can be asked for.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

/// The texts in `reject("…")`, `.or_reject("…")`, `say!("…")`, `.notice("…")`, `.link("…", …)`, `.progress(…, "…")` and
/// `.set(…, "…")`, each once, in order.
pub(crate) fn says(body: TokenStream, said: &mut Vec<String>) {
    let mut name = None;
    let mut is_macro = false;
    for token in body {
        match token {
            TokenTree::Ident(ident) => {
                (name, is_macro) = (Some(ident.to_string()), false);
                continue;
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' && name.is_some() => {
                is_macro = true;
                continue;
            }
            TokenTree::Group(group) => {
                let tells = match name.as_deref() {
                    Some("reject" | "or_reject") => !is_macro && group.delimiter() == Delimiter::Parenthesis,
                    Some("say") => is_macro,
                    _ => false,
                };
                let is_call = !is_macro && group.delimiter() == Delimiter::Parenthesis;
                let text = match name.as_deref() {
                    _ if tells => first_text(group.stream()),
                    Some("notice" | "link") if is_call => first_text(group.stream()),
                    Some("progress" | "set") if is_call => first_text(after_comma(group.stream())),
                    _ => None,
                };
                if let Some(text) = text
                    && !said.contains(&text)
                {
                    said.push(text);
                }
                says(group.stream(), said);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
        (name, is_macro) = (None, false);
    }
}

/// What stands behind the first comma.
fn after_comma(tokens: TokenStream) -> TokenStream {
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    tokens.into_iter().skip_while(|token| !is_comma(token)).skip(1).collect()
}

fn first_text(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    let first = tokens.next()?;
    let is_whole = tokens.next().is_none_or(|next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == ','));
    if !is_whole {
        return None;
    }
    syn::parse2::<LitStr>(first.into()).ok().map(|text| text.value())
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn texts_are_found_wherever_they_stand() {
        let body = quote!({
            if full {
                return Err(reject("There is no room."));
            }
            let name = find(&name).await?.or_reject("Nobody is called so.")?;
            view.notice("It rains.").link("Prices", "https://a.example").progress(0.5, "digging");
            progress.set(left / 2.0, "rowing");
            Err(workflow::reject(say!("Up to {most}.", most))).map_err(|_| reject("There is no room."))
        });
        let mut said = Vec::new();
        says(body, &mut said);
        assert_eq!(
            said,
            ["There is no room.", "Nobody is called so.", "It rains.", "Prices", "digging", "rowing", "Up to {most}."]
        );
    }

    #[test]
    fn what_is_put_together_is_none() {
        let body = quote!({
            reject(format!("{a}"));
            reject("a".to_owned());
            reject;
            say("x");
            println!("y");
            let reject = "z";
        });
        let mut said = Vec::new();
        says(body, &mut said);
        assert!(said.is_empty(), "{said:?}");
    }
}
