//! `i18n`: what the translations lack.

use std::io::Write;

use super::{Program, SubcommandError};
use crate::core::locale::Locale;
use crate::texts::Missing;

/// What `i18n` is asked for.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct I18nArguments {
    /// The languages, as `de`; all when none is named
    languages: Vec<Locale>,
    /// Fails when a text is missing in one of them, or stands there and is not used
    #[arg(long)]
    check: bool,
}

fn is_same(one: &Locale, other: &Locale) -> bool {
    one.as_str().eq_ignore_ascii_case(other.as_str())
}

pub(super) fn run(program: &Program, arguments: &I18nArguments) -> Result<(), SubcommandError> {
    let mut found = program.texts.missing(program.graphs.iter().copied(), program.says.iter().copied());
    let known = found.iter().map(|missing| missing.language.to_string()).collect::<Vec<_>>().join(", ");
    for language in &arguments.languages {
        if !found.iter().any(|missing| is_same(&missing.language, language)) {
            return Err(SubcommandError::UnknownLanguage { language: language.to_string(), known });
        }
    }
    if !arguments.languages.is_empty() {
        found.retain(|missing| arguments.languages.iter().any(|language| is_same(&missing.language, language)));
    }
    let mut out = std::io::stdout().lock();
    for missing in &found {
        write!(out, "{missing}").map_err(SubcommandError::Print)?;
    }
    out.flush().map_err(SubcommandError::Print)?;
    let lacks = |missing: &&Missing| !missing.texts.is_empty() || !missing.unused.is_empty();
    let told = |missing: &Missing| {
        let Missing { language, texts, unused, .. } = missing;
        format!("{language}: {} missing, {} not used", texts.len(), unused.len())
    };
    let told: Vec<String> = found.iter().filter(lacks).map(told).collect();
    if arguments.check && !told.is_empty() {
        return Err(SubcommandError::Untranslated { told: told.join("; ") });
    }
    Ok(())
}
