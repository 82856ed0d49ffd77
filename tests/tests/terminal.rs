//! Conversations in a terminal, by the lines that are typed and the lines that are shown.

mod lines;
mod views;

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::sync::{Notify, watch};
use workflow::media::Folder;
use workflow::prelude::*;
use workflow::surface::terminal::Terminal;
use workflow::{Delivery, Engine, FromRef, Limits, SessionKey, Sqlite};
use workflow_tests::gallery::{bombs, png};

use lines::{Keys, Paper};

/// A desk with something of everything.
#[workflow]
enum Desk {
    /// How many pieces?
    Count,
    /// Which word?
    Words,
    /// Send me something.
    Letter,
    /// Working.
    Busy,
    /// It waits for the boss.
    Waiting,
    /// Done.
    #[step(end)]
    Said { text: String, media: Vec<Media> },
}

#[workflow]
impl Desk {
    /// Count pieces
    #[command("/count")]
    fn count() -> Count {
        Count
    }

    /// Pick a word
    #[command("/words")]
    fn words() -> Words {
        Words
    }

    /// Send a letter
    #[command("/letter")]
    fn letter() -> Letter {
        Letter
    }

    /// Work
    #[command("/work")]
    fn work() -> Busy {
        Busy
    }

    /// Ask the boss
    #[command("/ask")]
    fn ask() -> Waiting {
        Waiting
    }

    /// Hold all others up
    #[command("/hold")]
    async fn hold(State(gate): State<Gate>) -> Result<Said> {
        gate.1.notify_one();
        gate.opened().await?;
        Ok(said("held"))
    }

    /// How many
    fn counted(self: Count, Text(number): Text) -> Said {
        said(&format!("{number} pieces"))
    }

    /// None
    fn nothing(self: Count) -> Said {
        said("nothing")
    }

    fn word(self: Words, Pick(word): Pick<u32>) -> Said {
        said(&format!("word {word}"))
    }

    /// A letter
    fn sent(self: Letter, Album(media): Album) -> Said {
        Said { text: "Kept.".into(), media }
    }

    #[invoke(timeout = "10m")]
    async fn toil(self: &Busy, State(gate): State<Gate>, progress: Progress) -> Result<String> {
        progress.set(0.5, "half of it");
        gate.opened().await?;
        Ok("worked".into())
    }

    #[done(toil)]
    fn toiled(self: Busy, text: String) -> Said {
        said(&text)
    }

    #[failed(toil)]
    fn tired(self: Busy, _: Failure) -> Said {
        said("tired")
    }

    /// Open the gate
    fn open(self: Busy, State(gate): State<Gate>) -> Said {
        gate.0.send_replace(true);
        said("left")
    }

    /// Answer
    #[actor("boss")]
    fn answer(self: Waiting, Text(text): Text) -> Said {
        said(&text)
    }

    /// Never mind
    fn forget(self: Waiting) -> Said {
        said("forgotten")
    }

    #[view]
    #[actor("boss")]
    fn for_the_boss(self: &Waiting) -> View {
        View::text("What do you say?")
    }

    #[view]
    fn list(self: &Words) -> View {
        let text: String = (1..=50).map(|number| format!("line {number}\n")).collect();
        (1..=45).fold(View::text(text), |view, number| view.option(number, format!("word {number}")))
    }

    #[view]
    fn told(self: &Said) -> View {
        let text = Markup::default().bold(self.text.as_str()).plain(" See ").link("here", "https://a.example/");
        let view = View::text(text).notice("That was it.");
        self.media.iter().cloned().fold(view, View::photo)
    }
}

fn said(text: &str) -> Said {
    Said { text: text.to_owned(), media: Vec::new() }
}

/// Whether work may end, and what tells that something waits for it.
#[derive(Clone)]
struct Gate(watch::Sender<bool>, Arc<Notify>);

impl Gate {
    async fn opened(&self) -> Result<()> {
        self.0.subscribe().wait_for(|open| *open).await.fault()?;
        Ok(())
    }
}

#[derive(Clone)]
struct App(Gate);

impl FromRef<App> for Gate {
    fn from_ref(app: &App) -> Self {
        app.0.clone()
    }
}

/// Where the conversation is kept.
struct Home {
    folder: TempDir,
    gate: Gate,
}

impl Home {
    fn new() -> Self {
        let gate = Gate(watch::Sender::new(false), Arc::default());
        Self { folder: tempfile::tempdir().unwrap(), gate }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file to be sent.
    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    async fn engine(&self, terminal: Terminal) -> Engine {
        let media = Folder::open(self.path().join("media")).await.unwrap();
        let terminal = terminal.user("bob").largest_upload(1000).media(media, self.path().join("shown"));
        let mut limits = Limits::default();
        limits.turns = 1;
        Engine::builder(App(self.gate.clone()))
            .limits(limits)
            .workflow::<Desk>()
            .actor("boss", |user| user.id().as_str() == "terminal:bob")
            .store(Sqlite::open(self.path().join("desk.db")).await.unwrap())
            .surface(terminal)
            .build()
            .await
            .unwrap()
    }

    /// All that is shown when these lines are typed.
    async fn types(&self, lines: &str) -> String {
        let paper = Paper::default();
        let terminal = Terminal::new().lines(std::io::Cursor::new(lines.to_owned()), paper.clone());
        let left = terminal.left();
        self.engine(terminal).await.run(left).await.unwrap();
        paper.read()
    }
}

/// What was shown after this line was typed, and before the next one.
fn after<'a>(shown: &'a str, line: &str) -> &'a str {
    let (_, after) = shown.split_once(&format!("\n> {line}\n")).unwrap_or_else(|| panic!("no {line:?} in:\n{shown}"));
    after.split("\n> ").next().unwrap().trim()
}

#[tokio::test]
async fn a_choice_is_taken_by_its_number_and_by_its_label() {
    let shown = Home::new().types("/count\n1\n/count\nnone\n").await;
    assert_eq!(after(&shown, "/count"), "How many pieces?\n[1] None\nHow many: send text");
    let said = "nothing See here [https://a.example/]\n\nThat was it.";
    assert_eq!((after(&shown, "1"), after(&shown, "none")), (said, said));
}

#[tokio::test]
async fn a_number_beyond_the_choices_is_text_and_so_is_what_is_said_to_be() {
    let shown = Home::new().types("/count\n2\n/count\n:text 1\n").await;
    assert!(after(&shown, "2").starts_with("2 pieces"), "{shown}");
    assert!(after(&shown, ":text 1").starts_with("1 pieces"), "{shown}");
}

#[tokio::test]
async fn long_texts_and_lists_are_turned_page_by_page_and_nothing_is_lost() {
    let shown = Home::new().types("p\n/words\nn\n>\nn\np\n45\n").await;
    assert_eq!(after(&shown, "p"), "! Nothing is under way. Try /count, /words, /letter, /work, /ask or /hold.");
    let pages = [after(&shown, "/words"), after(&shown, "n"), after(&shown, ">")].map(str::to_owned);
    let lines = |start: &str| -> Vec<String> {
        let all = pages.iter().flat_map(|page| page.lines());
        all.filter(|line| line.starts_with(start)).map(str::to_owned).collect()
    };
    assert_eq!(lines("line"), (1..=50).map(|number| format!("line {number}")).collect::<Vec<_>>());
    assert_eq!(lines("["), (1..=45).map(|number| format!("[{number}] word {number}")).collect::<Vec<_>>());
    assert!(pages[1].ends_with("Page 2 of 3: n for the next one, p for the one before"), "{shown}");
    assert!(after(&shown, "45").starts_with("word 45"), "a choice of another page can be taken: {shown}");
}

#[tokio::test]
async fn a_number_that_no_choice_has_is_refused() {
    let shown = Home::new().types("/words\n46\n").await;
    assert_eq!(after(&shown, "46"), "! There is no [46] here.");
}

#[tokio::test]
async fn files_are_sent_and_shown_as_files_that_can_be_opened() {
    let home = Home::new();
    let (cat, dog) = (home.file("a cat.png", &png(1)), home.file("dog.png", &png(2)));
    let shown = home.types(&format!("/letter\n:file '{cat}' {dog}\n")).await;
    assert_eq!(after(&shown, "/letter"), "Send me something.\nA letter: send up to 10 photos or files (:file PATH …)");
    let pictures: Vec<&str> = shown.lines().filter(|line| line.starts_with("Picture “")).collect();
    let [first, second] = pictures.as_slice() else { panic!("{shown}") };
    assert!(second.starts_with("Picture “dog.png” (2 × 3): "), "{shown}");
    let path = first.strip_prefix("Picture “a cat.png” (2 × 3): ").unwrap();
    assert!(path.starts_with(&home.path().join("shown").display().to_string()) && path.ends_with(".png"), "{path}");
    assert_eq!(std::fs::read(path).unwrap(), png(1));
}

#[tokio::test]
async fn files_that_can_not_be_sent_are_refused_by_name() {
    let home = Home::new();
    let (large, empty) = (home.file("large.txt", &[b'x'; 1001]), home.file("empty.txt", b""));
    let bomb = home.file("bomb.png", &bombs()[0].1);
    let folder = home.path().display();
    let files = format!("/letter\n:file {large}\n:file {empty}\n:file {bomb}\n:file {folder}\n");
    let shown = home.types(&format!("{files}:file {folder}/none.txt\n:file 'x\n")).await;
    let refused: Vec<&str> = shown.lines().filter(|line| line.starts_with("! ")).collect();
    let told = [
        format!("! {large} is too large: 1000 bytes in all is the most."),
        format!("! {empty} is empty."),
        format!("! {bomb}: That picture has too many pixels: 50 megapixels is the most."),
        format!("! {folder} is no file."),
    ];
    assert_eq!(refused[..4], told);
    assert!(refused[4].starts_with(&format!("! {folder}/none.txt can't be read: ")), "{shown}");
    assert_eq!(refused[5], "! A quote is not closed.");
}

#[tokio::test]
async fn the_question_before_work_is_lost_has_two_answers() {
    let shown = Home::new().types("/work\n/count\n3\n/count\nleave it\n").await;
    assert_eq!(after(&shown, "/work"), "Working.\n[1] Open the gate");
    let question = "“Working” is under way and would be lost. Begin /count all the same?\n[2] Leave it   [3] Stay here";
    assert_eq!(after(&shown, "/count"), question);
    assert_eq!(after(&shown, "3"), "Working.\n[1] Open the gate", "it goes on where it was");
    assert!(after(&shown, "leave it").starts_with("How many pieces?"), "{shown}");
}

#[tokio::test]
async fn what_stands_open_is_shown_at_the_next_start_with_its_choices() {
    let home = Home::new();
    let first = home.types("/count\n").await;
    assert!(first.starts_with("\n/count  Count pieces\n"), "{first}");
    let second = home.types("1\n").await;
    assert!(second.starts_with("\nHow many pieces?\n[1] None\n"), "{second}");
    assert!(after(&second, "1").starts_with("nothing"), "{second}");
}

#[tokio::test]
async fn what_comes_by_itself_is_shown_before_the_next_line_when_it_is_waited_for() {
    let home = Home::new();
    home.gate.0.send_replace(true);
    let shown = home.types("/work\n:wait\n/count\n").await;
    let (before, _) = shown.split_once("\n> /count\n").unwrap();
    assert!(before.contains("\nworked See here"), "{shown}");
    assert!(after(&shown, "/count").starts_with("How many pieces?"), "{shown}");
}

#[tokio::test]
async fn the_end_of_the_input_waits_for_work_and_shows_it() {
    let home = Home::new();
    let paper = Paper::default();
    let terminal = Terminal::new().lines(&b"/work\n"[..], paper.clone());
    let left = terminal.left();
    let engine = home.engine(terminal).await;
    let open = async {
        paper.until("[1] Open the gate").await;
        home.gate.0.send_replace(true);
    };
    let (ended, ()) = tokio::join!(engine.run(left), open);
    ended.unwrap();
    assert!(paper.read().contains("\nworked See here"), "{}", paper.read());
}

#[tokio::test]
async fn somebody_in_a_role_is_shown_what_waits_and_answers_by_its_letter() {
    let home = Home::new();
    let paper = Paper::default();
    let (mut keyboard, input) = Keys::new();
    let terminal = Terminal::new().lines(std::io::BufReader::new(input), paper.clone());
    let left = terminal.left();
    let engine = home.engine(terminal).await;
    let ann = SessionKey::new("test", "ann", "ann");
    let asks = async {
        paper.until(":help tells").await;
        engine.deliver(ann.clone(), Delivery::text("1", "/ask")).await.unwrap();
        paper.until("For you as boss (a)\nWhat do you say?\nAnswer: send text (:to a TEXT)\n").await;
        keyboard.types(":to b no\n:to a yes\n:quit\n");
    };
    let (ended, ()) = tokio::join!(engine.run(left), asks);
    ended.unwrap();
    assert_eq!(after(&paper.read(), ":to b no"), "! Nothing can be sent to “b”.");
    let now = home.engine(Terminal::new()).await.session(&ann).await.unwrap().unwrap();
    assert_eq!(now.record().stored.data["text"], "yes");
}

#[tokio::test]
async fn what_an_engine_has_no_room_for_is_tried_again_until_it_is_taken() {
    let home = Home::new();
    let paper = Paper::default();
    let (mut keyboard, input) = Keys::new();
    let terminal = Terminal::new().lines(std::io::BufReader::new(input), paper.clone());
    let left = terminal.left();
    let engine = home.engine(terminal).await;
    let holds = engine.deliver(SessionKey::new("test", "ann", "ann"), Delivery::text("1", "/hold"));
    let types = async {
        home.gate.1.notified().await;
        keyboard.types("/count\n:quit\n");
        paper.until("! There is too much to do").await;
        home.gate.0.send_replace(true);
    };
    let (ended, held, ()) = tokio::join!(engine.run(left), holds, types);
    ended.unwrap();
    assert!(held.unwrap().moved());
    assert!(after(&paper.read(), "/count").contains("How many pieces?"), "{}", paper.read());
}

#[tokio::test]
async fn an_engine_that_stops_ends_the_conversation_though_nothing_is_typed() {
    let home = Home::new();
    let paper = Paper::default();
    let (_keyboard, input) = Keys::new();
    let terminal = Terminal::new().lines(std::io::BufReader::new(input), paper.clone());
    let engine = home.engine(terminal).await;
    engine.run(paper.until(":help tells")).await.unwrap();
}
