//! rust-analyzer over its language server protocol.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use workflow_tests::project::Project;

/// It builds the macros first.
const PATIENCE: Duration = Duration::from_mins(5);

/// A running server; it ends with this.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    folder: PathBuf,
    asked: u64,
}

impl Server {
    /// Starts it in a project.
    pub(crate) fn start(project: &Project) -> Self {
        let process = project
            .command("rust-analyzer")
            .env("RA_LOG", "error")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut process = process.expect("rust-analyzer runs: `rustup component add rust-analyzer rust-src`");
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut server = Self { process, input, messages, folder: project.folder().to_owned(), asked: 0 };
        let begin = json!({
            "processId": std::process::id(),
            "rootUri": server.uri(""),
            "capabilities": { "experimental": { "serverStatusNotification": true } },
            "initializationOptions": { "checkOnSave": false, "cachePriming": { "enable": false } },
        });
        server.ask("initialize", &begin);
        server.tell("initialized", &json!({}));
        server
    }

    /// Opens a file, and waits until the server has loaded the project with its macros.
    pub(crate) fn open(&mut self, file: &str, text: &str) {
        let document = json!({ "uri": self.uri(file), "languageId": "rust", "version": 1, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": document }));
        loop {
            let message = self.next();
            if message["method"] == "experimental/serverStatus" && message["params"]["quiescent"] == true {
                // It wants to fetch what the standard library is built with, but can do without.
                println!("{}", message["params"]);
                return;
            }
        }
    }

    /// The names of what is offered behind `before`, where the file goes on.
    pub(crate) fn completions(&mut self, file: &str, before: &str) -> BTreeSet<String> {
        let (line, column) = (before.matches('\n').count(), before.len() - before.rfind('\n').map_or(0, |at| at + 1));
        let at =
            json!({ "textDocument": { "uri": self.uri(file) }, "position": { "line": line, "character": column } });
        let answer = self.ask("textDocument/completion", &at);
        let items = answer["items"].as_array().unwrap_or_else(|| panic!("no items: {answer}"));
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}", self.folder.join(file).display())
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": params }));
        loop {
            let mut message = self.next();
            if message["id"] == self.asked && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// The next message; what the server asks for is answered with nothing.
    fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("rust-analyzer goes on");
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null }));
        }
        message
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A message with its header; none at the end of the output.
fn read(output: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
