//! One visitor with several tabs, and several visitors.

use http::StatusCode;
use serde_json::json;

use crate::bot::Bot;
use crate::chromium::{Scripts, in_browser};
use crate::http::Http;
use crate::scriptless::between;

#[tokio::test]
async fn two_tabs_of_a_visitor_show_the_same() {
    let mut bot = Bot::start(1.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        let first = page.client().window().await.unwrap();
        page.say("/create a cat").await;
        page.offers("1:1").await;
        let second = page.client().new_window(true).await.unwrap().handle;
        page.client().switch_to_window(second.clone()).await.unwrap();
        page.open("/").await;
        page.press("2:3").await;
        page.offers("Draw it").await;
        page.client().switch_to_window(first).await.unwrap();
        page.press("Draw it").await;
        let here = page.pictures(1).await;
        page.client().switch_to_window(second).await.unwrap();
        assert_eq!(page.pictures(1).await, here);
        page.offers("Again, with a new seed").await;
    })
    .await;
}

#[tokio::test]
async fn a_button_that_another_tab_has_left_behind_is_not_in_use_any_more() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Off, async |page, _| {
        page.expects("status of 409");
        let first = page.client().window().await.unwrap();
        page.say("/create a cat").await;
        page.offers("1:1").await;
        let second = page.client().new_window(true).await.unwrap().handle;
        page.client().switch_to_window(second).await.unwrap();
        page.open("/").await;
        page.press("2:3").await;
        page.offers("Draw it").await;
        page.client().switch_to_window(first).await.unwrap();
        page.press("3:2").await;
        page.sees("not in use any more").await;
        page.sees("2:3 (832 × 1216)").await;
        page.offers("Draw it").await;
    })
    .await;
}

#[tokio::test]
async fn a_button_of_a_page_is_answered_with_conflict_once_it_was_used() {
    let bot = Bot::start(0.0).await;
    let http = Http::to(&bot);
    let page = http.get("/", &[]).await;
    let cookie = page.header("set-cookie").split(';').next().unwrap();
    let headers = [("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")];
    http.post("/say", &headers, "id=1&text=%2Fcreate+a+boat").await;
    let token = between(&http.get("/", &headers).await.text(), "name=\"press\" value=\"", "\"");
    let used = http.post("/press", &headers, format!("id=2&press={token}")).await;
    assert_eq!(used.status, StatusCode::SEE_OTHER);
    let again = http.post("/press", &headers, format!("id=3&press={token}")).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("not in use any more"), "{}", again.text());
}

#[tokio::test]
async fn a_visitor_never_sees_the_conversation_or_the_picture_of_another_one() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        page.expects("status of 404");
        page.say("/make a secret garden").await;
        let picture = page.pictures(1).await.remove(0);
        page.client().delete_all_cookies().await.unwrap();
        page.open("/").await;
        page.sees("Tell me what to draw").await;
        assert!(!page.text().await.contains("secret"));
        page.devtools("Network.clearBrowserCache", json!({})).await;
        page.client().goto(&picture).await.unwrap();
        let is_refused = async || {
            let source = page.client().source().await?;
            Ok(source.contains("There is nothing here.").then_some(()))
        };
        page.until("the answer that there is nothing", is_refused).await;
    })
    .await;
}

#[tokio::test]
async fn html_in_a_prompt_is_shown_as_text_and_nothing_of_it_runs() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        let prompt =
            "<img src=x onerror=\"document.title='run'\"> <script>document.title='run'</script> </div>&lt;b&gt;";
        page.say(&format!("/create {prompt}")).await;
        page.press("1:1").await;
        page.sees(prompt).await;
        page.press("Draw it").await;
        page.pictures(1).await;
        page.sees(prompt).await;
        // What the server rendered as a whole page, too.
        page.reload().await;
        page.pictures(1).await;
        page.sees(prompt).await;
        assert_eq!(page.client().title().await.unwrap(), "flows");
        assert_eq!(page.count("#thread script, #thread img[src=x]").await, 0);
        let alt = page.find(".picture img").await.attr("alt").await.unwrap().unwrap();
        assert!(alt.contains(prompt), "{alt}");
    })
    .await;
}
