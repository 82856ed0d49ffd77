//! Long lists and long texts.

use workflow_telegram_tests::host::Host;

use crate::{at_menu, buttons, ends_with};

#[tokio::test(flavor = "multi_thread")]
async fn every_option_of_a_long_list_can_be_come_to_and_pressed() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("List").await.unwrap();
    let mut seen = Vec::new();
    for page in 1..=5 {
        let here = format!("{page} / 5");
        let messages = ann.sees(|messages| buttons(messages).iter().flatten().any(|label| *label == here)).await;
        let rows = buttons(&messages);
        seen.extend(rows.iter().flatten().filter(|label| label.starts_with("Number")).cloned());
        if page < 5 {
            ann.presses("›").await.unwrap();
        }
    }
    assert_eq!(seen, (0..95).map(|number| format!("Number {number}")).collect::<Vec<_>>());
    ann.presses("Number 94").await.unwrap();
    ann.sees(ends_with("Goodbye, Ann with 94!")).await;
    assert_eq!(ann.from_bot().len(), 1, "all of it was one message");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_a_long_text_can_be_read() {
    let host = Host::start().await;
    let ann = at_menu(&host).await;
    ann.presses("Book").await.unwrap();
    let mut read = String::new();
    for page in 1..=3 {
        let here = format!("{page} / 3");
        let messages = ann.sees(|messages| buttons(messages).iter().flatten().any(|label| *label == here)).await;
        read.push_str(&messages.last().unwrap().text);
        read.push('\n');
        if page < 3 {
            ann.presses("›").await.unwrap();
        }
    }
    let lines: Vec<String> = (1..=400).map(|line| format!("Line {line} of the book.")).collect();
    assert_eq!(read.lines().collect::<Vec<_>>(), lines);
    ann.presses("I have read it").await.unwrap();
    ann.sees(ends_with("Where to, Ann?")).await;
}
