//! A node of its own for a test: Foundry's anvil, a chain that does what it is told. No emulator, but the program itself.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::{Value, json};

use crate::installed;

/// How long a node may take to listen, on a machine that is busy with much else.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program; None where it is missing and may be.
fn program() -> Option<PathBuf> {
    let missing = "npm install --prefix target/tools @foundry-rs/anvil@1.7.1, or name the program by ANVIL";
    installed::program("ANVIL", missing, |tools| {
        let modules = tools.join("node_modules");
        // What npm puts in its folder of programs only starts the one of this platform, and would be one more to end.
        let platforms = std::fs::read_dir(modules.join("@foundry-rs")).into_iter().flatten().flatten();
        platforms.map(|platform| platform.path().join("bin/anvil")).chain([modules.join(".bin/anvil")]).collect()
    })
}

/// A node under way, with blocks only when they are asked for. It ends with the test.
#[derive(Debug)]
pub struct Anvil {
    program: Child,
    url: String,
    client: reqwest::Client,
}

impl Anvil {
    /// The number of the chain that it says it is.
    pub const CHAIN: &str = "31337";

    /// A node on a free port; none, loudly, where the program is not installed and need not be.
    ///
    /// # Panics
    /// When it does not listen.
    pub fn start() -> Option<Self> {
        let mut program = Command::new(program()?)
            .args(["--host", "127.0.0.1", "--port", "0", "--no-mining", "--color", "never"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Whatever ANVIL names may start another program, which is to end with it.
            .process_group(0)
            .spawn()
            .expect("anvil starts");
        let lines = BufReader::new(program.stdout.take().expect("its output")).lines();
        let (say, said) = mpsc::channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if let Some(at) = line.strip_prefix("Listening on ") {
                    let _gone = say.send(format!("http://{at}"));
                }
            }
        });
        let Ok(url) = said.recv_timeout(PATIENCE) else {
            end(&mut program);
            panic!("anvil does not listen");
        };
        Some(Self { program, url, client: crate::server::client() })
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it answers to this call.
    ///
    /// # Panics
    /// When it is an error.
    pub async fn call(&self, method: &str, params: Value) -> Value {
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let answer = self.client.post(&self.url).json(&call).send().await.expect("anvil answers");
        let answer: Value = answer.json().await.expect("JSON");
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Hands a transfer of so many wei in, from the account that has ether, and gives its hash. It is in no block before one is
    /// mined.
    pub async fn pay(&self, to: &str, wei: u128) -> String {
        let accounts = self.call("eth_accounts", json!([])).await;
        let transaction = json!({
            "from": accounts[0],
            "to": to,
            "value": format!("{wei:#x}"),
            // Without it, anvil tries first and refuses what would fail.
            "gas": "0x186a0",
        });
        let hash = self.call("eth_sendTransaction", json!([transaction])).await;
        hash.as_str().expect("a hash").to_owned()
    }

    /// Mines so many blocks.
    pub async fn mine(&self, blocks: u64) {
        self.call("anvil_mine", json!([format!("{blocks:#x}")])).await;
    }

    /// Ends the node before its test does.
    pub fn end(&mut self) {
        end(&mut self.program);
    }
}

impl Drop for Anvil {
    fn drop(&mut self) {
        end(&mut self.program);
    }
}

fn end(program: &mut Child) {
    // It is still a child and not waited for, so the number is its own.
    if matches!(program.try_wait(), Ok(None)) {
        let pid = program.id().try_into().expect("a process id");
        let _gone = killpg(Pid::from_raw(pid), Signal::SIGKILL);
    }
    let _gone = program.wait();
}
