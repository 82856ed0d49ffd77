//! A node of its own for each test: Foundry's anvil, a chain that does what it is told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "that is how a test fails"
)]

use flows_chain::rpc::{BlockNumber, Node};
use flows_chain::{Address, TxHash, Wei};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long a node may take to listen, on a machine that is busy with much else.
const PATIENCE: Duration = Duration::from_secs(120);
/// The chain that anvil says it is, unless told otherwise.
pub(crate) const CHAIN: &str = "31337";

/// The program; None where it is missing and may be.
fn anvil() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("ANVIL") {
        return Some(named.into());
    }
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/node_modules");
    // What npm puts in its folder of programs only starts the one of this platform, and would be one more to end.
    let platforms = std::fs::read_dir(installed.join("@foundry-rs")).into_iter().flatten();
    let programs = platforms.map(|platform| platform.unwrap().path().join("bin/anvil"));
    let found = programs.chain([installed.join(".bin/anvil")]).find(|program| program.exists());
    if found.is_some() {
        return found;
    }
    let missing = "npm install --prefix target/tools @foundry-rs/anvil@1.7.1, or name the program by ANVIL";
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "anvil is missing: {missing}");
    // Not by a macro: what those print is hidden when a test passes.
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    std::io::stderr().write_all(format!("!!! NOT RUN: {test} needs anvil: {missing}\n").as_bytes()).unwrap();
    None
}

/// A node under way, with blocks only when they are asked for. It ends with the test.
pub(crate) struct Anvil {
    program: Child,
    pub(crate) url: String,
    client: reqwest::Client,
}

impl Anvil {
    pub(crate) fn start() -> Option<Self> {
        let mut program = Command::new(anvil()?)
            .args(["--host", "127.0.0.1", "--port", "0", "--no-mining", "--color", "never"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Whatever ANVIL names may start another program, which is to end with it.
            .process_group(0)
            .spawn()
            .expect("anvil starts");
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
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
        // The node's constructor chooses the provider of cryptography, without which no client can be made.
        let _node = Node::new(url.parse().unwrap(), CHAIN.parse().unwrap(), "1".parse().unwrap()).unwrap();
        Some(Self { program, url, client: reqwest::Client::new() })
    }

    /// A client that asks this node and counts transfers with so many confirmations.
    pub(crate) fn node(&self, confirmations: &str) -> Node {
        node(&self.url, confirmations)
    }

    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let answer: Value = self.client.post(&self.url).json(&call).send().await.unwrap().json().await.unwrap();
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Hands a transfer in from the account that has ether. It is in no block before one is mined.
    pub(crate) async fn pay(&self, to: Address, value: &str) -> TxHash {
        let value: Wei = value.parse().unwrap();
        let accounts = self.call("eth_accounts", json!([])).await;
        let transaction = json!({
            "from": accounts[0],
            "to": to,
            "value": format!("{:#x}", value.as_u128()),
            // Without it, anvil tries first and refuses what would fail.
            "gas": "0x186a0",
        });
        self.call("eth_sendTransaction", json!([transaction])).await.as_str().unwrap().parse().unwrap()
    }

    pub(crate) async fn mine(&self, blocks: u64) {
        self.call("anvil_mine", json!([format!("{blocks:#x}")])).await;
    }

    /// Ends the node before its test does.
    pub(crate) fn end(&mut self) {
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
        let _gone = killpg(Pid::from_raw(program.id().try_into().unwrap()), Signal::SIGKILL);
    }
    let _gone = program.wait();
}

pub(crate) fn node(url: &str, confirmations: &str) -> Node {
    Node::new(url.parse().unwrap(), CHAIN.parse().unwrap(), confirmations.parse().unwrap()).unwrap()
}

/// An address that nobody has used.
pub(crate) fn fresh() -> Address {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).unwrap();
    Address::from_bytes(bytes)
}

pub(crate) fn block(number: u64) -> BlockNumber {
    BlockNumber::new(number)
}
