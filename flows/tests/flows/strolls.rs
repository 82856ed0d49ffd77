//! Somebody who does anything at any time, through all flows: at Telegram and in a terminal. Over the API of the page, the
//! same is in `tests/browser`. `STROLL_SEED` repeats one.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use workflow_bot_api::BotApi;
use workflow_tests::dice::{Dice, seed};

use super::journey::{Program, cat, says};
use super::terminal;

const COMMANDS: [&str; 19] = [
    "/make",
    "/create",
    "/effect",
    "/inpaint",
    "/regen",
    "/again",
    "/riff",
    "/train",
    "/wallet",
    "/media",
    "/upscale",
    "/background",
    "/watermark",
    "/describe",
    "/settings",
    "/status",
    "/faucet",
    "/pay 0.001",
    "/cancel",
];
const WORDS: [&str; 8] =
    ["a cat by the sea", "7", "0.5", "-1", "Our cat", "x", "the sky", "0x52908400098527886E0F7030069857D2E4169EEf"];

fn one<'a>(dice: &mut Dice, of: &[&'a str]) -> &'a str {
    of[usize::try_from(dice.throw(of.len() as u64)).unwrap()]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_press_and_word_at_telegram_is_answered_and_nothing_breaks() {
    let mut dice = Dice::new(seed("STROLL_SEED"));
    let api = BotApi::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let ann = api.private(&api.user("Ann"));
    let options = ["--training=1", "--welcome=5000"];
    let mut program = Program::start_with(&api, folder.path(), &options);
    let mut pressed = Vec::new();
    for step in 0..160 {
        let messages = ann.from_bot();
        let buttons: Vec<_> =
            messages.iter().flat_map(|message| message.labels().into_iter().map(|label| (message.id, label))).collect();
        match dice.throw(10) {
            0..=5 if !buttons.is_empty() => {
                let (message, label) = buttons[usize::try_from(dice.throw(buttons.len() as u64)).unwrap()];
                pressed.extend(ann.presses_on(message, label).await.ok());
            }
            6 => _ = ann.sends_photo(cat(dice.throw(9)), one(&mut dice, &["", "", "/effect in oil", "/upscale"])).await,
            7 => _ = ann.sends_album((0..10).map(cat).collect(), "").await,
            8 => _ = ann.says(one(&mut dice, &WORDS)).await,
            _ => _ = ann.says(one(&mut dice, &COMMANDS)).await,
        }
        // As fast as a person who is in a hurry; and now and then, the program is gone.
        tokio::time::sleep(Duration::from_millis(30)).await;
        if step % 50 == 49 {
            program.dies();
            program = Program::start_with(&api, folder.path(), &options);
        }
    }
    api.sees_calls(|_| pressed.iter().all(|query| api.answers().iter().any(|answered| answered.query == *query))).await;
    ann.says("/status").await;
    ann.sees(|messages| messages.last().is_some_and(|last| says("Up for")(std::slice::from_ref(last)))).await;
    let log = std::fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(!log.contains("ERROR"), "{log}");
}

#[test]
fn every_line_in_a_terminal_is_answered_and_nothing_breaks() {
    let mut dice = Dice::new(seed("STROLL_SEED"));
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        let mut lines = String::new();
        for _ in 0..60 {
            let line = match dice.throw(10) {
                0..=5 => (1 + dice.throw(9)).to_string(),
                6 => format!("a{}", 1 + dice.throw(3)),
                7 => ":wait".to_owned(),
                8 => one(&mut dice, &WORDS).to_owned(),
                _ => one(&mut dice, &COMMANDS).to_owned(),
            };
            lines += &format!("{line}\n");
        }
        let program = terminal::flows(folder.path())
            .args(["--training", "1", "--welcome", "5000"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut program = program.unwrap();
        program.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let ended = program.wait_with_output().unwrap();
        let (shown, log) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
        assert!(ended.status.success() && !log.contains("ERROR"), "{lines}\n---\n{shown}\n---\n{log}");
        assert_eq!(shown.matches("\n> ").count(), 60, "each line is answered:\n{shown}");
    }
}
