//! For whom workflows are there: rolled out to a part of the users, to some by name, or switched off while it runs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::Shared;
use super::served::Started;
use crate::core::context::User;

/// Says for whom a workflow is there. It is asked at every command: what it says may change while the program runs.
pub trait Flags: Send + Sync + 'static {
    /// Whether this user may begin it.
    fn is_on(&self, flag: &Flag<'_>, user: &User) -> bool;
}

/// What may be switched on and off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Flag<'a> {
    /// The workflow's name.
    pub workflow: &'a str,
    /// The entry's function name.
    pub entry: &'a str,
}

/// For whom something is there.
///
/// As text it is `on`, `off`, or a share as `25%`, and after it the ids of users for whom it is there in any case:
/// `"off telegram:12345"`. The share is always of the same users: it is theirs by their id and the flag's name, and a larger
/// share has all users of a smaller one.
///
/// ```
/// use workflow::Rollout;
///
/// let rollout: Rollout = "25% telegram:12345".parse()?;
/// assert_eq!(rollout.to_string(), "25% telegram:12345");
/// assert!("125%".parse::<Rollout>().is_err());
/// # Ok::<(), workflow::InvalidRollout>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    percent: u8,
    users: BTreeSet<String>,
}

impl Rollout {
    fn is_on(&self, name: &str, user: &User) -> bool {
        let id = user.id().as_str();
        self.users.contains(id) || share(name, id) < u64::from(self.percent)
    }
}

/// 0 to 99, the same for ever.
fn share(name: &str, user: &str) -> u64 {
    let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(user).finalize();
    digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte)) % 100
}

impl FromStr for Rollout {
    type Err = InvalidRollout;

    fn from_str(text: &str) -> Result<Self, InvalidRollout> {
        let invalid = || InvalidRollout { text: text.to_owned() };
        let mut words = text.split_whitespace();
        let percent = match words.next().ok_or_else(invalid)? {
            "on" => 100,
            "off" => 0,
            share => share.strip_suffix('%').and_then(|share| share.parse().ok()).ok_or_else(invalid)?,
        };
        if percent > 100 {
            return Err(invalid());
        }
        Ok(Self { percent, users: words.map(str::to_owned).collect() })
    }
}

impl std::fmt::Display for Rollout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.percent {
            0 => f.write_str("off")?,
            100 => f.write_str("on")?,
            percent => write!(f, "{percent}%")?,
        }
        self.users.iter().try_for_each(|user| write!(f, " {user}"))
    }
}

/// A text is no [`Rollout`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a rollout is `on`, `off` or a share as `25%`, and then ids of users, not {text:?}")]
pub struct InvalidRollout {
    text: String,
}

/// Why a file of rollouts can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the file of flags {path} can't be used")]
pub struct FlagFileError {
    path: String,
    #[source]
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Rollouts by name, which can be set while the program runs: `"make"` for a workflow, `"make.start"` for one of its entries,
/// which is there when both are. What has none is there for all. Clones are one.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("flags.json");
/// use workflow::{Flags, Rollouts};
///
/// std::fs::write(&path, r#"{ "train": "10% telegram:12345", "make.effect": "off" }"#)?;
/// let flags = Rollouts::from_file(path).await?;
/// # let _flags: &dyn Flags = &flags;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rollouts(Arc<RwLock<BTreeMap<String, Rollout>>>);

/// How often it is looked whether a file has changed.
const LOOK: Duration = Duration::from_secs(2);

impl Rollouts {
    /// Everything is there for all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Those of a JSON file, an object of texts: read again when it changes, within some seconds. A file that can't be read
    /// any more changes nothing, and is complained of.
    ///
    /// # Errors
    /// When it can't be read now.
    pub async fn from_file(path: impl Into<PathBuf>) -> Result<Self, FlagFileError> {
        let path = path.into();
        let failed = |source| FlagFileError { path: path.display().to_string(), source };
        let (read, at) = read_aside(path.clone()).await.map_err(failed)?;
        let rollouts = Self::default();
        rollouts.replace(read);
        tokio::spawn(follow(Arc::downgrade(&rollouts.0), path, at));
        Ok(rollouts)
    }

    /// Has this be there for them and nobody else.
    pub fn set(&self, name: impl Into<String>, rollout: Rollout) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(name.into(), rollout);
    }

    /// Has this be there for all.
    pub fn clear(&self, name: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    fn replace(&self, rollouts: BTreeMap<String, Rollout>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = rollouts;
    }
}

impl Flags for Rollouts {
    fn is_on(&self, flag: &Flag<'_>, user: &User) -> bool {
        let rollouts = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let is_on = |name: &str| rollouts.get(name).is_none_or(|rollout| rollout.is_on(name, user));
        rollouts.is_empty() || is_on(flag.workflow) && is_on(&format!("{}.{}", flag.workflow, flag.entry))
    }
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The rollouts of a file, and what it holds.
type Read = (BTreeMap<String, Rollout>, Vec<u8>);

fn read(path: &Path) -> Result<Read, Failure> {
    let bytes = std::fs::read(path)?;
    let texts: BTreeMap<String, String> = serde_json::from_slice(&bytes)?;
    let rollouts: Result<_, InvalidRollout> = texts.into_iter().map(|(name, text)| Ok((name, text.parse()?))).collect();
    Ok((rollouts?, bytes))
}

async fn read_aside(path: PathBuf) -> Result<Read, Failure> {
    tokio::task::spawn_blocking(move || read(&path)).await?
}

/// Reads the file again and again, as long as anybody asks for what it says.
async fn follow(rollouts: Weak<RwLock<BTreeMap<String, Rollout>>>, path: PathBuf, mut last: Vec<u8>) {
    let mut is_broken = false;
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(rollouts) = rollouts.upgrade().map(Rollouts) else { return };
        match read_aside(path.clone()).await {
            Ok((read, bytes)) => {
                is_broken = false;
                if bytes != last {
                    tracing::info!(path = %path.display(), "flags have changed");
                    rollouts.replace(read);
                    last = bytes;
                }
            }
            // Said once.
            Err(error) if !is_broken => {
                is_broken = true;
                tracing::error!(path = %path.display(), error = &*error, "flags stay as they were");
            }
            Err(_) => {}
        }
    }
}

impl Shared {
    /// What the command begins for this user.
    pub(super) fn started(&self, command: &str, by: &User) -> Option<&Started> {
        let started = self.commands.get(command)?;
        let served = self.served.get(started.served)?;
        let flag = Flag { workflow: served.graph().name(), entry: started.entry };
        self.flags.is_on(&flag, by).then_some(started)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::session::UserId;

    fn user(number: usize) -> User {
        User::new(UserId::new("telegram", &number.to_string()))
    }

    fn share_of(rollout: &str) -> usize {
        let rollout: Rollout = rollout.parse().unwrap();
        (0..10_000).filter(|number| rollout.is_on("make", &user(*number))).count()
    }

    #[test]
    fn a_share_is_of_about_so_many_and_a_larger_one_has_all_of_a_smaller_one() {
        assert_eq!((share_of("off"), share_of("on")), (0, 10_000));
        assert!((2_300..2_700).contains(&share_of("25%")), "{}", share_of("25%"));
        let (small, large): (Rollout, Rollout) = ("10%".parse().unwrap(), "30%".parse().unwrap());
        assert!((0..10_000).map(user).all(|user| !small.is_on("make", &user) || large.is_on("make", &user)));
    }

    #[test]
    fn shares_of_two_flags_are_of_different_users() {
        let half: Rollout = "50%".parse().unwrap();
        let both = (0..10_000).map(user).filter(|user| half.is_on("make", user) && half.is_on("train", user)).count();
        assert!((2_300..2_700).contains(&both), "{both}");
    }

    #[test]
    fn whoever_is_named_has_it_in_any_case() {
        let rollout: Rollout = "off telegram:5".parse().unwrap();
        assert!(rollout.is_on("make", &user(5)) && !rollout.is_on("make", &user(6)));
    }

    #[test]
    fn an_entry_is_there_when_it_and_its_workflow_are() {
        let rollouts = Rollouts::new();
        let is_on = || rollouts.is_on(&Flag { workflow: "make", entry: "start" }, &user(1));
        assert!(is_on());
        rollouts.set("make.start", "off".parse().unwrap());
        assert!(!is_on());
        rollouts.set("make", "on".parse().unwrap());
        assert!(!is_on());
        rollouts.clear("make.start");
        assert!(is_on());
        rollouts.set("make", "off".parse().unwrap());
        assert!(!is_on());
    }

    #[tokio::test]
    async fn a_file_is_read_again_when_it_changes_and_a_broken_one_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("flags.json");
        assert!(Rollouts::from_file(&path).await.is_err(), "it is not there");
        std::fs::write(&path, r#"{ "make": "maybe" }"#).unwrap();
        assert!(Rollouts::from_file(&path).await.is_err(), "it is broken");
        std::fs::write(&path, r#"{ "make": "off" }"#).unwrap();
        let rollouts = Rollouts::from_file(&path).await.unwrap();
        let is_on = || rollouts.is_on(&Flag { workflow: "make", entry: "start" }, &user(1));
        assert!(!is_on());
        std::fs::write(&path, "{").unwrap();
        tokio::time::sleep(LOOK * 2).await;
        assert!(!is_on());
        std::fs::write(&path, r#"{ "make": "off telegram:1" }"#).unwrap();
        while !is_on() {
            tokio::time::sleep(LOOK / 10).await;
        }
    }

    #[test]
    fn what_is_no_rollout_is_said() {
        for text in ["", "maybe", "101%", "-1%", "%"] {
            assert!(text.parse::<Rollout>().is_err(), "{text}");
        }
        let error = "maybe".parse::<Rollout>().unwrap_err().to_string();
        assert_eq!(error, "a rollout is `on`, `off` or a share as `25%`, and then ids of users, not \"maybe\"");
    }
}
