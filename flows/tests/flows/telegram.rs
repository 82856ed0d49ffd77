//! The program at Telegram, killed while it is at work.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use workflow_bot_api::{BotApi, Message};

/// The program, ended when it is dropped.
struct Program(Child);

impl Program {
    fn start(api: &BotApi, folder: &Path) -> Self {
        let data = folder.join("data");
        let program = Command::new(env!("CARGO_BIN_EXE_flows"))
            .args(["--listen", "127.0.0.1:0", "--pace", "1", "--log", "error", "--telegram-api", &api.url()])
            .arg("--data")
            .arg(data)
            .env("FLOWS_TELEGRAM_TOKEN", api.token())
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn();
        Self(program.unwrap())
    }

    /// Ends it as a loss of power would.
    fn dies(mut self) {
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

fn says(text: &'static str) -> impl Fn(&[Message]) -> bool {
    move |messages| messages.iter().any(|message| message.is_by_bot && message.text.contains(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_drawn_though_the_program_is_killed_again_and_again() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ann = api.private(&api.user("Ann"));
    let program = Program::start(&api, folder.path());
    ann.says("/make").await;
    ann.sees(says("What should I draw?")).await;
    program.dies();
    // With this in hand:
    ann.says("a red fox in the snow").await;
    let program = Program::start(&api, folder.path());
    ann.sees(says("Drawing a red fox in the snow")).await;
    program.dies();
    let program = Program::start(&api, folder.path());
    let messages =
        ann.sees(|messages| messages.iter().any(|message| message.is_by_bot && message.media.is_some())).await;
    let picture = messages.iter().rev().find(|message| message.media.is_some()).unwrap();
    assert!(picture.text.contains("a red fox in the snow"), "{}", ann.transcript());
    program.dies();
    let _program = Program::start(&api, folder.path());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let pictures = ann.messages().iter().filter(|message| message.is_by_bot && message.media.is_some()).count();
    assert!((1..=2).contains(&pictures), "{}", ann.transcript());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_does_not_know_is_told_and_ends_the_program() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_flows"))
        .args(["--listen", "127.0.0.1:0", "--log", "off", "--telegram-token", "1:wrong", "--telegram-api", &api.url()])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(!told.status.success());
    let error = String::from_utf8(told.stderr).unwrap();
    assert_eq!(error, "flows: Telegram does not know this bot: Unauthorized\n");
}

/// However a button is pressed (now, twice, long after, by a forged client), Telegram is answered, so that nothing hangs.
#[tokio::test(flavor = "multi_thread")]
async fn f04_every_press_is_answered() {
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ann = api.private(&api.user("Ann"));
    let _program = Program::start(&api, folder.path());
    ann.says("/create a fox").await;
    let asked = ann.sees(says("Which shape?")).await;
    let asked = asked.iter().rev().find(|message| message.labels().contains(&"1:1")).unwrap();
    let data = asked.keyboard.iter().flatten().find_map(|button| button.data.clone()).unwrap();
    let mut pressed = vec![ann.presses("1:1").await.unwrap()];
    ann.sees(says("Ready to draw?")).await;
    for data in [&*data, &*data, "nothing:that:was:offered"] {
        pressed.push(ann.forges(asked.id, data).await);
    }
    api.sees_calls(|_| pressed.iter().all(|query| api.answers().iter().any(|answered| answered.query == *query))).await;
}
