//! The program at Telegram's emulator, and somebody who talks to it.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use flows_painter::{Brief, paint};
use workflow_bot_api::{BotApi, Chat, Message};

/// The program, ended when it is dropped.
pub(crate) struct Program(Child);

impl Program {
    pub(crate) fn start(api: &BotApi, folder: &Path) -> Self {
        Self::start_with(api, folder, &[])
    }

    pub(crate) fn start_with(api: &BotApi, folder: &Path, options: &[&str]) -> Self {
        let data = folder.join("data");
        let program = Command::new(env!("CARGO_BIN_EXE_flows"))
            .args(["--listen", "127.0.0.1:0", "--pace", "1", "--log", "error", "--telegram-api", &api.url()])
            .arg("--data")
            .arg(data)
            .args(options)
            .env("FLOWS_TELEGRAM_TOKEN", api.token())
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(std::fs::OpenOptions::new().create(true).append(true).open(folder.join("log")).unwrap())
            .spawn();
        Self(program.unwrap())
    }

    /// Ends it as a loss of power would.
    pub(crate) fn dies(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

pub(crate) fn says(text: &'static str) -> impl Fn(&[Message]) -> bool {
    move |messages| messages.iter().any(|message| message.is_by_bot && message.text.contains(text))
}

/// What somebody does who has never seen the bot; it is killed in the middle of everything.
pub(crate) struct Journey {
    api: BotApi,
    folder: tempfile::TempDir,
    options: Vec<String>,
    program: Option<Program>,
    pub(crate) ann: Chat,
    pub(crate) zoe: Chat,
}

impl Journey {
    pub(crate) async fn new() -> Self {
        Self::with([]).await
    }

    /// Ann's and Zoe's, who reviews, with a bot that has these options.
    pub(crate) async fn with(options: impl IntoIterator<Item = String>) -> Self {
        let api = BotApi::start().await.unwrap();
        let (ann, zoe) = (api.user("Ann"), api.user("Zoe"));
        let reviewers = format!("--reviewers=telegram:{}", zoe.id());
        let own = ["--training=3".to_owned(), "--welcome=2000".to_owned(), reviewers];
        let options = own.into_iter().chain(options).collect();
        let (ann, zoe) = (api.private(&ann), api.private(&zoe));
        let mut journey = Self { api, folder: tempfile::tempdir().unwrap(), options, program: None, ann, zoe };
        journey.interrupted();
        journey
    }

    /// The folder that the bot was started in.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends the bot as a loss of power would.
    pub(crate) fn stopped(&mut self) {
        if let Some(program) = self.program.take() {
            program.dies();
        }
    }

    /// The same, and starts it again.
    pub(crate) fn interrupted(&mut self) {
        self.stopped();
        let options: Vec<&str> = self.options.iter().map(|option| &**option).collect();
        self.program = Some(Program::start_with(&self.api, self.folder.path(), &options));
    }

    pub(crate) async fn says(&self, text: &str, until: &'static str) {
        self.ann.says(text).await;
        self.ann.sees(last(until)).await;
    }

    pub(crate) async fn presses(&self, label: &str, until: &'static str) {
        self.ann.presses(label).await.unwrap_or_else(|error| panic!("{error:?}\n{}", self.ann.transcript()));
        self.ann.sees(last(until)).await;
    }
}

/// One of the last messages of the bot says so: the one that was edited may not be the last.
pub(crate) fn last(text: &'static str) -> impl Fn(&[Message]) -> bool {
    move |messages| {
        messages.iter().rev().filter(|message| message.is_by_bot).take(3).any(|message| message.text.contains(text))
    }
}

pub(crate) fn cat(seed: u64) -> Vec<u8> {
    let brief = Brief { prompt: "a cat in the garden", seed, width: 128, height: 128 };
    paint(&brief, &mut |_| ControlFlow::Continue(())).unwrap()
}
