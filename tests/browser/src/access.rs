//! What a screen reader is told of the page: roles and names, as Chromium gives them to it.

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::chromium::{Page, Scripts, in_browser};

/// The roles and names of all that is told, in order.
async fn told(page: &Page) -> Vec<(String, String)> {
    page.devtools("Accessibility.enable", json!({})).await;
    let tree = page.devtools("Accessibility.getFullAXTree", json!({})).await;
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == json!(false));
    nodes.map(|node| (text(&node["role"]), text(&node["name"]))).collect()
}

fn has(told: &[(String, String)], role: &str, name: &str) -> bool {
    told.iter().any(|(is, named)| is == role && named == name)
}

#[tokio::test]
async fn everything_to_be_used_has_a_role_and_a_name() {
    let mut bot = Bot::start(1.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        let start = told(page).await;
        for (role, name) in
            [("main", ""), ("heading", "flows"), ("log", "Conversation"), ("textbox", "Message"), ("button", "Send")]
        {
            assert!(has(&start, role, name), "{role} “{name}” in {start:#?}");
        }
        page.say("/create a boat").await;
        page.offers("16:9").await;
        let asked = told(page).await;
        assert!(has(&asked, "group", "Choices") && has(&asked, "button", "16:9"), "{asked:#?}");
        page.press("16:9").await;
        page.press("Draw it").await;
        page.sees("Drawing a boat").await;
        page.pictures(1).await;
        let shown = told(page).await;
        let pictures: Vec<_> = shown.iter().filter(|(role, _)| role == "image").collect();
        assert!(pictures.iter().any(|(_, name)| name.contains("a boat")), "the picture has no name: {shown:#?}");
        let named = ["button", "textbox", "link", "image", "progressbar", "log", "DisclosureTriangle"];
        let nameless: Vec<_> =
            shown.iter().filter(|(role, name)| named.contains(&role.as_str()) && name.is_empty()).collect();
        assert!(nameless.is_empty(), "without a name: {nameless:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_new_and_how_far_work_is_is_said_without_being_looked_for() {
    let mut bot = Bot::start(3.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        page.say("/make a boat").await;
        let bar = "return document.querySelector('progress')?.getAttribute('aria-labelledby')";
        assert_eq!(page.run_until("a bar", bar).await, json!("progress-label"));
        // Of the live regions, the log is polite, and the bar itself is silent: a percent at a time would never end.
        assert_eq!(
            page.run("return document.querySelector('#progress').getAttribute('aria-live')").await,
            json!("off")
        );
        let said = "return /\\d+ %/.test(document.querySelector('#announce').textContent)";
        page.run_until("how far it is, said", said).await;
        page.pictures(1).await;
        page.expects("status of 422");
        page.say("nothing that fits").await;
        let notice = "const notice = document.querySelector('#notice'); \
            return notice.getAttribute('role') === 'status' && notice.textContent.trim()";
        assert!(page.run_until("why not", notice).await.as_str().is_some_and(|why| why.contains("Please")));
    })
    .await;
}
