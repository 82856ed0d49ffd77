//! Crates that are written and checked, and what the check costs.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nix::sys::resource::{UsageWho, getrusage};

use crate::generate::{Peer, source};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The folder of the generated crates: a workspace, so that they share their dependencies and these their versions with
/// `tests/peers/Cargo.lock`.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    pub fn new(peers: &Path, crates: &[(Peer, usize)]) -> Result<Self> {
        let peers = peers.canonicalize()?;
        let root = peers.join("target/generated");
        fs::create_dir_all(&root)?;
        let members: Vec<String> = crates.iter().map(|(peer, steps)| format!("{:?}", package(*peer, *steps))).collect();
        fs::write(
            root.join("Cargo.toml"),
            format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")),
        )?;
        fs::copy(peers.join("Cargo.lock"), root.join("Cargo.lock"))?;
        let main = peers.join("../..").canonicalize()?;
        for (peer, steps) in crates {
            let folder = root.join(package(*peer, *steps));
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("src/lib.rs"), source(*peer, *steps, 0))?;
            let serde = "serde = { version = \"1\", features = [\"derive\"] }";
            let dependencies = match peer {
                Peer::Workflow => {
                    format!("{serde}\nworkflow = {{ path = {:?}, default-features = false }}", main.join("workflow"))
                }
                Peer::ByHand => format!("{serde}\nserde_json = \"1\""),
                Peer::Statum | Peer::StatumDriven => format!("{serde}\nserde_json = \"1\"\nstatum = \"=0.9.0\""),
            };
            let manifest = format!(
                "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n",
                package(*peer, *steps)
            );
            fs::write(folder.join("Cargo.toml"), manifest)?;
        }
        Ok(Self { root })
    }

    fn cargo(&self) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", self.root.join("target")).env("CARGO_INCREMENTAL", "1");
        command
    }
}

impl Peer {
    /// As part of a crate's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workflow => "workflow",
            Self::ByHand => "by_hand",
            Self::Statum => "statum",
            Self::StatumDriven => "statum_driven",
        }
    }
}

fn package(peer: Peer, steps: usize) -> String {
    format!("{}-{steps}", peer.name())
}

/// The workflow in one way and one size.
pub struct Crate<'a> {
    workspace: &'a Workspace,
    peer: Peer,
    steps: usize,
}

impl<'a> Crate<'a> {
    pub fn new(workspace: &'a Workspace, peer: Peer, steps: usize) -> Self {
        Self { workspace, peer, steps }
    }

    fn file(&self) -> PathBuf {
        self.workspace.root.join(package(self.peer, self.steps)).join("src/lib.rs")
    }

    /// Writes it with this literal in the body of one function.
    pub fn write(&self, edit: u32) -> Result<()> {
        Ok(fs::write(self.file(), source(self.peer, self.steps, edit))?)
    }

    /// The CPU seconds of a check: user and system, of cargo and of all that it runs.
    pub fn check(&self) -> Result<f64> {
        let before = spent()?;
        let output =
            self.workspace.cargo().args(["check", "--quiet", "-p"]).arg(package(self.peer, self.steps)).output()?;
        let after = spent()?;
        succeeded(&output, self)?;
        Ok(after - before)
    }

    /// Makes the next check begin anew; its dependencies stay.
    pub fn forget(&self) -> Result<()> {
        let output =
            self.workspace.cargo().args(["clean", "--quiet", "-p"]).arg(package(self.peer, self.steps)).output()?;
        succeeded(&output, self)
    }

    /// How many bytes are written by whom uses it.
    pub fn written(&self) -> Result<usize> {
        Ok(usize::try_from(fs::metadata(self.file())?.len())?)
    }

    /// How many bytes the compiler makes of it, printed without the space at the beginning of lines. Needs an option of
    /// nightly compilers: the command line that cargo used is run once more with it.
    pub fn expanded(&self) -> Result<usize> {
        self.forget()?;
        let check = self.workspace.cargo().args(["check", "-v", "-p"]).arg(package(self.peer, self.steps)).output()?;
        succeeded(&check, self)?;
        let told = String::from_utf8(check.stderr)?;
        let name = format!("--crate-name {} ", package(self.peer, self.steps).replace('-', "_"));
        let line = told.lines().find(|line| line.contains(&name)).ok_or("cargo does not tell what it runs")?;
        let line = line.trim().trim_start_matches("Running `").trim_end_matches('`');
        let output = Command::new("sh")
            .args(["-c", &format!("{line} -Zunpretty=expanded")])
            .current_dir(&self.workspace.root)
            .env("RUSTC_BOOTSTRAP", "1")
            .output()?;
        succeeded(&output, self)?;
        Ok(String::from_utf8(output.stdout)?.lines().map(|line| line.trim_start().len() + 1).sum())
    }
}

fn succeeded(output: &Output, of: &Crate<'_>) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(format!("{} does not compile:\n{told}", of.file().display()).into())
}

/// The CPU seconds of all children that have ended.
fn spent() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

/// Of what it was measured with.
pub fn versions() -> String {
    let told = |command: &str| {
        let output = Command::new(command).arg("--version").output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    format!("{}; {}; serde_json 1, statum 0.9.0", told("rustc"), told(env!("CARGO")))
}
