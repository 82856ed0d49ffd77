//! Programs that `./check` installs.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The program that `variable` names, or else the first of `places` (in the folder of tools) that is there. None, loudly, where
/// there is none; with `CI=true`, that fails.
pub(crate) fn program(variable: &str, missing: &str, places: impl Fn(&Path) -> Vec<PathBuf>) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(named.into());
    }
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/tools");
    let found = places(&tools).into_iter().find(|program| program.exists());
    if found.is_none() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "a program is missing: {missing}");
        // Past what the test runner captures: it is to be seen.
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        let _unheard = writeln!(std::io::stderr(), "!!! NOT RUN: {test}: {missing}");
    }
    found
}
