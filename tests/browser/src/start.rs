//! The bot at the command line: its options, what it says when it can't start, and how it ends.

use std::process::Output;

use crate::bot::{Bot, to_its_end};
use crate::http::Http;

#[tokio::test]
async fn help_lists_every_option_with_its_variable() {
    let output = run(&["--help"]).await;
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    for name in ["listen", "data", "title", "pace", "https", "log", "config"] {
        assert!(text.contains(&format!("--{name}")), "--{name}:\n{text}");
        assert!(text.contains(&format!("FLOWS_{}", name.to_uppercase())), "the variable of --{name}:\n{text}");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    says(&run(&["--listen", &address, "--data", "data"]).await, &[&address, "in use"]);
}

#[tokio::test]
async fn an_address_that_is_none_is_named() {
    says(&run(&["--listen", "nowhere", "--data", "data"]).await, &["can't listen on nowhere"]);
}

#[tokio::test]
async fn a_data_folder_that_can_not_be_made_is_named() {
    says(&run(&["--listen", "127.0.0.1:0", "--data", "/dev/null/x"]).await, &["/dev/null/x", "Not a directory"]);
}

#[tokio::test]
async fn a_file_in_the_place_of_the_data_folder_is_named() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("data"), "").unwrap();
    let output = to_its_end(home.path(), &["--listen", "127.0.0.1:0", "--data", "data"]).await;
    says(&output, &["data", "Not a directory"]);
}

#[tokio::test]
async fn a_data_folder_that_another_bot_uses_is_named() {
    let bot = Bot::start(0.0).await;
    let data = bot.data();
    let output = run(&["--listen", "127.0.0.1:0", "--data", &data.display().to_string()]).await;
    says(&output, &["flows.db", "another process"]);
}

#[tokio::test]
async fn a_database_that_is_none_is_named() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("data")).unwrap();
    std::fs::write(home.path().join("data/flows.db"), "this is no database, but a text of some length".repeat(40))
        .unwrap();
    says(
        &to_its_end(home.path(), &["--listen", "127.0.0.1:0", "--data", "data"]).await,
        &["flows.db", "not a database"],
    );
}

#[tokio::test]
async fn a_mistake_in_the_config_file_is_shown_where_it_is() {
    says(&with_file("listen = ").await, &["flows.toml", "line 1"]);
}

#[tokio::test]
async fn an_unknown_key_in_the_config_file_is_named() {
    says(&with_file("title = \"x\"\nlisten_on = \"127.0.0.1:0\"\n").await, &["flows.toml", "line 2", "listen_on"]);
}

#[tokio::test]
async fn a_value_of_another_type_in_the_config_file_is_shown_where_it_is() {
    says(&with_file("pace = \"slow\"\n").await, &["flows.toml", "line 1", "pace"]);
}

#[tokio::test]
async fn a_config_file_that_is_not_there_is_named() {
    says(&run(&["--config", "nothing.toml"]).await, &["nothing.toml", "No such file"]);
}

#[tokio::test]
async fn an_unknown_option_is_named() {
    let output = run(&["--lisen", "127.0.0.1:0"]).await;
    assert!(!output.status.success());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("--lisen") && text.contains("--listen"), "{text}");
}

#[tokio::test]
async fn a_log_filter_that_is_none_is_named() {
    says(&run(&["--listen", "127.0.0.1:0", "--data", "data", "--log", "loud=yes=no"]).await, &["--log", "loud=yes=no"]);
}

#[tokio::test]
async fn a_pace_out_of_range_is_named() {
    for pace in ["--pace=-1", "--pace=3601", "--pace=NaN", "--pace=inf"] {
        says(&run(&["--listen", "127.0.0.1:0", "--data", "data", pace]).await, &["pace", "0 to 3600"]);
    }
}

#[tokio::test]
async fn a_bot_that_is_told_to_end_does_so_and_goes_on_with_its_work_at_the_next_start() {
    let mut bot = Bot::start(3.0).await;
    let ann = Http::to(&bot).visitor().await;
    ann.say("1", "/make a cat").await;
    // Somebody reads and somebody's picture is under way: neither holds up the end.
    let reading = ann.events(|session| session["view"]["progress"]["fraction"].as_f64() > Some(0.0));
    reading.await;
    let (status, last) = bot.terminate().await;
    assert_eq!(status.code(), Some(0));
    assert_eq!(last.as_deref(), Some("flows has stopped; what was under way goes on at the next start"));
    bot.start_again().await;
    ann.picture().await;
}

#[tokio::test]
async fn a_bot_ends_although_somebody_goes_on_reading_events() {
    let mut bot = Bot::start(0.0).await;
    let ann = Http::to(&bot).visitor().await;
    ann.say("1", "/make").await;
    let events = ann.open("/api/session/events").await;
    let (status, _) = bot.terminate().await;
    assert_eq!(status.code(), Some(0));
    drop(events);
}

async fn run(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    to_its_end(home.path(), arguments).await
}

async fn with_file(text: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("flows.toml"), text).unwrap();
    to_its_end(home.path(), &["--listen", "127.0.0.1:0", "--data", "data"]).await
}

/// It failed, and its message, which starts with its name, says all of this and shows nothing of its insides.
#[track_caller]
fn says(output: &Output, parts: &[&str]) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{text}");
    assert!(output.status.code().is_some(), "{:?}\n{text}", output.status);
    assert!(text.starts_with("flows: "), "{text}");
    for part in parts {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    let words = text.trim_start_matches("flows: ").split_once(": ").map_or("", |(_, words)| words.trim());
    assert!(words.is_empty() || text.matches(words).count() == 1, "said twice:\n{text}");
    for inside in ["panicked", "Os {", "Error {", "Some(", "RUST_BACKTRACE"] {
        assert!(!text.contains(inside), "{inside:?} in\n{text}");
    }
}
