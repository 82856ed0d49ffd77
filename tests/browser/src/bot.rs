//! The bot as a process of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Output, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

/// A bot that runs. It is killed when it is dropped.
pub(crate) struct Bot {
    /// Emptied when a bot that was left behind starts again.
    home: TempDir,
    address: SocketAddr,
    options: Vec<String>,
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
}

/// Longer than anything takes; what has not happened by then never will.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

impl Bot {
    /// Starts a bot on a free port with an empty data folder, whose pictures take `pace` seconds.
    pub(crate) async fn start(pace: f32) -> Self {
        Self::start_with(vec![format!("--pace={pace}")]).await
    }

    /// Starts a bot on a free port with an empty data folder and these options.
    pub(crate) async fn start_with(options: Vec<String>) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let (child, out, address) = run(home.path(), "127.0.0.1:0", &options).await;
        Self { home, address, options, child, out }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("log")).unwrap_or_default()
    }

    /// Ends it at once, as a power cut would.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.expect("the bot can be killed");
    }

    /// Starts it again where it was.
    pub(crate) async fn start_again(&mut self) {
        (self.child, self.out, self.address) = run(self.home.path(), &self.address.to_string(), &self.options).await;
    }

    /// Asks it to end, and gives how it did and the last line that it said.
    pub(crate) async fn terminate(&mut self) -> (ExitStatus, Option<String>) {
        let pid = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)).expect("the bot runs");
        kill_process(pid, Signal::TERM).expect("the bot can be told to end");
        let ended = timeout(PATIENCE, self.child.wait()).await.expect("the bot ends when it is told to");
        let mut last = None;
        while let Ok(Some(line)) = self.out.next_line().await {
            last = Some(line);
        }
        (ended.expect("the bot can be waited for"), last)
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- what the bot logged\n{}---", self.log());
        }
    }
}

async fn run(home: &Path, listen: &str, options: &[String]) -> (Child, Lines<BufReader<ChildStdout>>, SocketAddr) {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(home.join("log")).expect("a log");
    let mut child = command(home)
        .args(["--listen", listen, "--data", "data", "--log", "info"])
        .args(options)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the bot can be started");
    let mut out = BufReader::new(child.stdout.take().expect("its output")).lines();
    let line = timeout(PATIENCE, out.next_line()).await.expect("the bot says where it is").expect("text");
    let address =
        line.as_deref().and_then(|line| line.strip_prefix("flows is at http://")?.split(' ').next()?.parse().ok());
    let Some(address) = address else {
        let log = std::fs::read_to_string(home.join("log")).unwrap_or_default();
        panic!("the bot has not said where it is, but {line:?}\n{log}")
    };
    (child, out, address)
}

/// Runs the bot to its end with these arguments, in an empty folder or in `home`.
pub(crate) async fn to_its_end(home: &Path, arguments: &[&str]) -> Output {
    let output = command(home).args(arguments).output();
    timeout(PATIENCE, output).await.expect("the bot ends by itself").expect("the bot can be started")
}

/// The bot with no settings but its defaults.
pub(crate) fn command(home: &Path) -> Command {
    let mut command = Command::new(program());
    command.current_dir(home).stdin(Stdio::null()).kill_on_drop(true);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("FLOWS_")) {
        command.env_remove(name);
    }
    command
}

/// Cargo puts the programs of a build beside the folder of its tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let folder = test.parent().and_then(Path::parent).expect("the folder of the build");
    let program = folder.join(format!("flows{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not there: run `cargo build -p flows` first, or `./check`", program.display());
    program
}
