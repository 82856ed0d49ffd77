//! The TOML file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::{ConfigError, Https, Place, Secret, ports};

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
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
        toml::from_str(&text)
            .map_err(|error| ConfigError::Wrong { path: path.display().to_string(), source: Box::new(error) })
    }
}
