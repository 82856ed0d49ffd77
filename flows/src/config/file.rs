//! The TOML file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use serde::Deserialize;

use super::{Arguments, ConfigError, Https, Place, Secret, ports};

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
pub(super) struct File {
    pub(super) listen: Option<String>,
    pub(super) data: Option<PathBuf>,
    pub(super) title: Option<String>,
    pub(super) pace: Option<f64>,
    pub(super) https: Option<Https>,
    pub(super) telegram_token: Option<Secret>,
    pub(super) telegram_api: Option<String>,
    pub(super) telegram_webhook: Option<String>,
    pub(super) telegram_listen: Option<String>,
    pub(super) flags: Option<PathBuf>,
    pub(super) terminal: Option<Place>,
    pub(super) training: Option<f64>,
    pub(super) reviewers: Option<Vec<String>>,
    pub(super) operators: Option<Vec<String>>,
    pub(super) welcome: Option<u32>,
    pub(super) rate: Option<u32>,
    /// Hundredths that a user pays less for a training, by user id.
    #[serde(default)]
    pub(super) discounts: BTreeMap<String, u8>,
    pub(super) domain: Option<String>,
    pub(super) upscaler: Option<String>,
    #[serde(flatten)]
    pub(super) servers: ports::Options,
    pub(super) log: Option<String>,
}

const FILE: &str = "flows.toml";

impl File {
    /// The file that was named must be there; the one that was not may be missing.
    pub(super) fn read(named: Option<PathBuf>) -> Result<Self, ConfigError> {
        let path = named.clone().unwrap_or_else(|| FILE.into());
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(ConfigError::Read { path: path.display().to_string(), source }),
        };
        Self::parse(&path, &text)
    }

    /// The settings in the text of a file.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let wrong = |error| ConfigError::Wrong { path: path.display().to_string(), source: Box::new(error) };
        let table = toml::de::DeTable::parse(text).map_err(wrong)?;
        // Looked for by hand: serde can't say where an unknown key is while some of the settings are in a struct of their own.
        if let Some(key) = table.get_ref().keys().find(|key| !is_setting(key.get_ref())) {
            let line = 1 + text[..key.span().start].matches('\n').count();
            let key = key.get_ref().clone().into_owned();
            return Err(ConfigError::Unknown { path: path.display().to_string(), line, key });
        }
        toml::from_str(text).map_err(wrong)
    }
}

/// Whether there is an option of this name, or something that only the file says.
fn is_setting(key: &str) -> bool {
    let long = key.replace('_', "-");
    let command = Arguments::command();
    key == "discounts" || key != "config" && command.get_arguments().any(|option| option.get_long() == Some(&*long))
}
