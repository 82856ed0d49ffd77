//! People whose Telegram speaks another language.

use workflow_telegram_tests::host::Host;

use crate::{buttons, data, ends_with};

#[tokio::test(flavor = "multi_thread")]
async fn each_is_answered_in_the_language_of_their_telegram() {
    let host = Host::start().await;
    let anna = host.api.private(&host.api.user_with("Anna", "de"));
    let bob = host.api.private(&host.api.user_with("Bob", "fr"));
    for (chat, question, menu) in
        [(&anna, "Wie heißt du?", "Wohin, Xi?"), (&bob, "What is your name?", "Where to, Xi?")]
    {
        chat.says("/tour").await;
        chat.sees(ends_with(question)).await;
        chat.says("Xi").await;
        chat.sees(ends_with(menu)).await;
    }
    let messages = anna.sees(ends_with("Wohin, Xi?")).await;
    let shown = messages.last().unwrap();
    let marked: Vec<_> = shown.entities.iter().map(|entity| shown.marked(entity)).collect();
    assert_eq!(marked, ["Xi"], "what is bold in the file is bold");
    let labels = buttons(&messages).concat();
    assert!(labels.contains(&"Bild".to_owned()) && labels.contains(&"Zurück".to_owned()), "{labels:?}");
    anna.presses("Bild").await.unwrap();
    anna.sees(ends_with("Send me a picture.")).await;
    anna.says("no picture").await;
    anna.sees(ends_with("Bitte sende ein Foto.")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_button_is_answered_in_the_language_of_who_presses() {
    let host = Host::start().await;
    let anna = host.api.private(&host.api.user_with("Anna", "de"));
    anna.says("/tour Xi").await;
    let messages = anna.sees(ends_with("Wohin, Xi?")).await;
    let old = data(messages.last().unwrap(), "Bild");
    anna.says("/tour Yu").await;
    anna.sees(ends_with("Wohin, Yu?")).await;
    anna.forges(messages.last().unwrap().id, &old).await;
    host.api
        .sees_calls(|calls| calls.iter().any(|call| call.method == "answercallbackquery" && call.status == 200))
        .await;
    assert_eq!(host.api.answers()[0].text.as_deref(), Some("Das gilt nicht mehr."));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_for_each_language() {
    let host = Host::start().await;
    host.api.sees_calls(|calls| calls.iter().filter(|call| call.method == "setmycommands").count() == 2).await;
    let told: Vec<(String, String)> = host
        .api
        .calls_of("setMyCommands")
        .iter()
        .map(|call| {
            let language = call.parameters["language_code"].as_str().unwrap_or_default().to_owned();
            (language, call.parameters["commands"].to_string())
        })
        .collect();
    assert_eq!((told[0].0.as_str(), told[1].0.as_str()), ("", "de"));
    assert!(told[0].1.contains("Go on a tour.") && told[1].1.contains("Eine Reise machen"), "{told:?}");
}
