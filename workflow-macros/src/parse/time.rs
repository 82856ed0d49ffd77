//! Times as in `"1h 30m"`.

use std::time::Duration;

use syn::LitStr;

use crate::codes::Rule;

/// The time of a literal like `"15m"` or `"1h 30m"`.
pub(crate) fn parse(text: &LitStr) -> syn::Result<Duration> {
    let value = text.value();
    let mut seconds: Option<u64> = Some(0);
    let mut parts = 0;
    for part in value.split_whitespace() {
        let (digits, unit) = part.split_at(part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len()));
        let factor = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(wrong(text)),
        };
        let count: u64 = digits.parse().map_err(|_| wrong(text))?;
        seconds = seconds.zip(count.checked_mul(factor)).and_then(|(sum, part)| sum.checked_add(part));
        parts += 1;
    }
    match seconds {
        Some(0) if parts > 0 => Err(error(text, "a time is longer than nothing, as in \"15m\"")),
        Some(seconds) if parts > 0 => Ok(Duration::from_secs(seconds)),
        _ => Err(wrong(text)),
    }
}

fn wrong(text: &LitStr) -> syn::Error {
    error(text, "a time is a number and `s`, `m`, `h` or `d`, as in \"15m\" or \"1h 30m\"")
}

fn error(text: &LitStr, message: &str) -> syn::Error {
    syn::Error::new(text.span(), Rule::Time.says(message))
}
