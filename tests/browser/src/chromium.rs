//! A Chromium without a window, and what a person does and sees in it.

use std::cell::RefCell;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use url::{ParseError, Url};

use crate::bot::{Bot, PATIENCE};

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    Run,
    Off,
}

/// One browser with one bot open in it.
pub(crate) struct Page {
    client: Client,
    origin: String,
    /// What the console may say, because the test makes it happen.
    expected: RefCell<Vec<String>>,
}

/// Opens the bot in a browser of its own, lets `test` use it, and then looks at what the browser has to complain of:
/// nothing in its console but what the test expects, and no request to another host.
pub(crate) async fn in_browser(bot: &mut Bot, scripts: Scripts, test: impl AsyncFnOnce(&Page, &mut Bot)) {
    in_browser_at(bot.address(), scripts, async |page| test(page, bot).await).await;
}

/// The same with whatever listens there.
pub(crate) async fn in_browser_at(address: SocketAddr, scripts: Scripts, test: impl AsyncFnOnce(&Page)) {
    in_browser_of(address, scripts, "en", test).await;
}

/// The same in the browser of somebody who speaks `language`.
pub(crate) async fn in_browser_of(
    address: SocketAddr,
    scripts: Scripts,
    language: &str,
    test: impl AsyncFnOnce(&Page),
) {
    let Some(driver) = Driver::start().await else { return };
    let client = driver.browser(scripts, language).await;
    let page = Page { client, origin: format!("http://{address}"), expected: RefCell::default() };
    page.open("/").await;
    // A person looks at the page, not at the line for addresses, where some versions begin.
    page.devtools("Page.bringToFront", json!({})).await;
    test(&page).await;
    assert_eq!(page.complaints().await, Vec::<String>::new(), "the browser complains");
    page.client.close().await.expect("the browser can be closed");
}

impl Page {
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Goes to this path of the bot.
    pub(crate) async fn open(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.origin)).await.expect("the page can be opened");
    }

    pub(crate) async fn reload(&self) {
        self.client.refresh().await.expect("the page can be loaded again");
    }

    /// Clicks into the field, writes the text and clicks on Send.
    pub(crate) async fn say(&self, text: &str) {
        self.write(text).await;
        self.click(".send").await;
    }

    /// Clicks into the field and writes the text in place of what is there.
    pub(crate) async fn write(&self, text: &str) {
        let field = self.find("#text").await;
        field.click().await.expect("the field can be clicked");
        field.clear().await.expect("the field can be emptied");
        field.send_keys(text).await.expect("the field takes text");
    }

    /// Puts the text into the field at once, as from a clipboard.
    pub(crate) async fn paste(&self, text: &str) {
        self.write("").await;
        let script = "document.querySelector('#text').value = arguments[0]";
        self.client.execute(script, vec![json!(text)]).await.expect("the field takes text");
    }

    pub(crate) async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap_or_else(|error| panic!("{css} can't be clicked: {error}"));
    }

    /// Clicks on the choice of this label, once it is there.
    pub(crate) async fn press(&self, label: &str) {
        // An update may replace the button between being found and being clicked.
        self.until(&format!("the button {label:?}"), async || {
            match self.client.find(Locator::XPath(&choice(label))).await?.click().await {
                Ok(()) => Ok(Some(())),
                Err(error) if error.is_stale_element_reference() => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await;
    }

    /// The element, once it is there.
    pub(crate) async fn find(&self, css: &str) -> Element {
        self.until(css, async || self.client.find(Locator::Css(css)).await.map(Some)).await
    }

    /// How many elements there are now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("elements can be counted").len()
    }

    /// Waits until the conversation shows this text.
    pub(crate) async fn sees(&self, text: &str) {
        self.until(&format!("the text {text:?}"), async || Ok(self.shown().await?.contains(text).then_some(()))).await;
    }

    /// Waits until the conversation shows this button.
    pub(crate) async fn offers(&self, label: &str) {
        self.until(&format!("the button {label:?}"), async || {
            self.client.find(Locator::XPath(&choice(label))).await.map(Some)
        })
        .await;
    }

    /// Waits until there are that many pictures, all of them loaded, and gives their addresses.
    pub(crate) async fn pictures(&self, count: usize) -> Vec<String> {
        let script = "return [...document.querySelectorAll('a.picture img')].filter((img) => img.naturalWidth).map((img) => img.src)";
        self.until(&format!("{count} pictures"), async || {
            let addresses: Vec<String> = serde_json::from_value(self.client.execute(script, Vec::new()).await?)?;
            Ok((addresses.len() == count).then_some(addresses))
        })
        .await
    }

    /// What the page says now.
    pub(crate) async fn text(&self) -> String {
        self.shown().await.expect("the page has text")
    }

    async fn shown(&self) -> Result<String, CmdError> {
        let text = self.client.execute("return document.querySelector('main')?.innerText", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Presses these keys, one after the other, wherever the focus is.
    pub(crate) async fn keys(&self, keys: impl IntoIterator<Item = char>) {
        let strokes = keys.into_iter().fold(KeyActions::new("keyboard".into()), |strokes, value| {
            strokes.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(strokes).await.expect("keys can be pressed");
    }

    /// Runs a function body in the page.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until the function body gives something that is neither null, false, zero nor empty.
    pub(crate) async fn run_until(&self, what: &str, script: &str) -> Value {
        self.until(what, async || {
            let value = self.client.execute(script, Vec::new()).await?;
            let nothing = [json!(null), json!(false), json!(0), json!("")].contains(&value);
            Ok((!nothing).then_some(value))
        })
        .await
    }

    /// Asks again and again until there is an answer. What is not there yet, or has just been replaced, is no error.
    pub(crate) async fn until<T>(&self, what: &str, ask: impl AsyncFn() -> Result<Option<T>, CmdError>) -> T {
        let begun = Instant::now();
        let mut again = tokio::time::interval(Duration::from_millis(50));
        while begun.elapsed() < PATIENCE {
            again.tick().await;
            match ask().await {
                Ok(Some(answer)) => return answer,
                Ok(None) => {}
                Err(error) if error.is_no_such_element() || error.is_stale_element_reference() => {}
                Err(error) => panic!("waiting for {what}: {error}"),
            }
        }
        let shown = self.client.source().await.unwrap_or_else(|error| error.to_string());
        let console = self.log("browser").await;
        panic!("{what} has not come\n--- the page\n{shown}\n--- its console\n{console:#?}")
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({"cmd": command, "params": parameters});
        self.client.issue_cmd(Own { path: "goog/cdp/execute", body }).await.expect("the browser takes the command")
    }

    /// Saves what is to be seen, for people to look at.
    pub(crate) async fn picture_as(&self, name: &str) {
        let png = self.client.screenshot().await.expect("a screenshot");
        let folder = screenshots();
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("a screenshot can be kept");
    }

    /// The console may say this from now on, as often as it likes: the test makes it happen.
    pub(crate) fn expects(&self, message: &str) {
        self.expected.borrow_mut().push(message.to_owned());
    }

    /// What the browser has to complain of since it was asked last.
    async fn complaints(&self) -> Vec<String> {
        let said = self.log("browser").await;
        let said = said.iter().filter(|entry| self.complains(entry)).map(|entry| format!("the console: {entry}"));
        let requests: Vec<String> = self.log("performance").await.iter().filter_map(requested).collect();
        // The browser's own first page and its pages of errors are built in.
        let near = [
            &*format!("{}/", self.origin),
            &*format!("blob:{}/", self.origin),
            "chrome://",
            "chrome-untrusted://",
            "data:",
        ];
        let far = requests.iter().filter(|url| !near.iter().any(|start| url.starts_with(start)));
        said.chain(far.map(|url| format!("a request to another host: {url}"))).collect()
    }

    fn complains(&self, entry: &Value) -> bool {
        let level = entry["level"].as_str().unwrap_or_default();
        let message = entry["message"].as_str().unwrap_or_default();
        matches!(level, "SEVERE" | "WARNING")
            && !self.expected.borrow().iter().any(|expected| message.contains(expected))
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.client.issue_cmd(Own { path: "se/log", body: json!({"type": kind}) }).await.expect("a log");
        log.as_array().cloned().unwrap_or_default()
    }
}

/// The address of the request that this entry of the performance log tells of, if it does.
fn requested(entry: &Value) -> Option<String> {
    let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
    let message = &message["message"];
    let sent = message["method"] == "Network.requestWillBeSent" || message["method"] == "Network.webSocketCreated";
    let url = message["params"]["request"]["url"].as_str().or_else(|| message["params"]["url"].as_str())?;
    sent.then(|| url.to_owned())
}

fn choice(label: &str) -> String {
    format!("//button[contains(@class, 'choice')][normalize-space() = {label:?}]")
}

fn screenshots() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let target = test.ancestors().nth(3).expect("the folder of all builds");
    target.join("browser")
}

/// A command that only ChromeDriver has.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// A ChromeDriver and, in its process group, its browser: all of it is killed when this is dropped.
struct Driver {
    child: Child,
    address: String,
    chromium: PathBuf,
    folder: TempDir,
}

impl Driver {
    /// `None`, loudly, where there is no browser.
    async fn start() -> Option<Self> {
        let (Some(chromium), Some(chromedriver)) = (program("chromium"), program("chromedriver")) else {
            let text = "install chromium and chromium-driver: one of them is not there";
            assert!(std::env::var("CI").as_deref() != Ok("true"), "{text}");
            // Not by `eprintln!`: the test harness keeps that of tests that pass to itself.
            let _unheard = writeln!(std::io::stderr(), "\n!!! SKIPPED, not tested in a browser: {text}");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut child = Command::new(chromedriver)
            .arg("--port=0")
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .expect("ChromeDriver can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let port = async {
            while let Some(line) = lines.next_line().await.expect("text") {
                if let Some(port) = line.split("successfully on port ").nth(1) {
                    return port.trim_end_matches('.').to_owned();
                }
            }
            panic!("ChromeDriver has not said its port")
        };
        let port = timeout(PATIENCE, port).await.expect("ChromeDriver says its port");
        Some(Self { child, address: format!("http://127.0.0.1:{port}"), chromium, folder })
    }

    async fn browser(&self, scripts: Scripts, language: &str) -> Client {
        let profile = self.folder.path().join("profile");
        let mut options = json!({
            "binary": self.chromium,
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1280,900", format!("--accept-lang={language}"), format!("--user-data-dir={}", profile.display()),
            ],
        });
        if scripts == Scripts::Off {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
        let capabilities = json!({
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        });
        let capabilities: Capabilities = serde_json::from_value(capabilities).expect("capabilities");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(capabilities).connect(&self.address);
        timeout(PATIENCE, connecting).await.expect("Chromium starts").expect("Chromium can be started")
    }
}

/// Where the program of this name is.
fn program(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

impl Drop for Driver {
    fn drop(&mut self) {
        let group = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        // It has ended by itself: nothing is left to kill.
        let _gone = group.map(|group| kill_process_group(group, Signal::KILL));
    }
}

#[tokio::test]
async fn a_page_that_breaks_its_policy_or_an_error_in_its_scripts_is_noticed() {
    let mut bot = Bot::start(0.0).await;
    in_browser(&mut bot, Scripts::Run, async |page, _| {
        let script = "const far = new Image(); far.src = 'http://elsewhere.example/x.png'; \
            const inline = document.createElement('script'); inline.textContent = 'window.ran = 1'; \
            document.body.append(far, inline); setTimeout(() => { window.late = true; throw new Error('broken') })";
        page.run(script).await;
        page.run_until("the script", "return window.late").await;
        let complaints = page.complaints().await;
        for part in ["elsewhere.example", "script-src", "broken"] {
            assert!(complaints.iter().any(|one| one.contains(part)), "no {part} in {complaints:#?}");
        }
        assert!(page.run("return window.ran").await.is_null());
    })
    .await;
}
