//! The views: texts and lists of all lengths, and all that can stand beside them.

use workflow::{Markup, View};

use super::{Asks, File, Sample};
use crate::gallery::png;

/// All views.
pub fn all() -> Vec<Sample> {
    let mut all = texts();
    all.extend(styles());
    all.extend(lists());
    all.extend(media());
    all
}

fn says(name: &'static str, text: impl Into<Markup>) -> Sample {
    Sample { name, text: text.into(), ..Sample::default() }
}

fn texts() -> Vec<Sample> {
    let lines =
        |many: usize, line: &str, end: &str| -> String { (1..=many).map(|at| format!("{line} {at}{end}")).collect() };
    let asks = Sample { asks: Asks::TextOrPhoto, ..says("a long text that asks for something", words("ask", 9000)) };
    let told = Sample {
        notice: Some(
            Markup::from("Mind this: ").bold("it is late").plain(", see ").link("why", "https://a.example/why"),
        ),
        progress: Some((0.3, "digging for something that is so deep down that it takes many words")),
        ..says("a note and progress below a long text", words("told", 9000))
    };
    let note = Sample {
        notice: Some(Markup::from(words("note", 6000))),
        ..says("a long note below a short text", "See below.")
    };
    vec![
        Sample { row: 2, ..says("no text, but buttons", "") },
        says("one word", "Word"),
        says("as much as a message of Telegram has room for", words("w", 4096)),
        says("one more than that", words("w", 4097)),
        says("as much in UTF-16 units", format!("{}😀", words("w", 4094))),
        says("one unit more than that", format!("{}😀", words("w", 4095))),
        says("20,000 characters of words", words("w", 20_000)),
        says("20,000 characters in one word", word(20_000)),
        says("many short lines", lines(500, "Line", "\n")),
        says("many paragraphs", lines(60, &words("p", 300), "\n\n")),
        says("emoji that are made of several", letters(600, &["👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣"])),
        says("marks on letters", letters(1500, &["e\u{301}\u{323}", "क्षि", "각", "ก็"])),
        says("words from right to left", letters(900, &["שָׁלוֹם עוֹלָם ", "مَرْحَبًا بِكُمْ "])),
        asks,
        told,
        note,
    ]
}

fn styles() -> Vec<Sample> {
    let runs = Markup::from(words("plain", 1500))
        .plain(" ")
        .bold(words("bold", 5000))
        .plain(" and ")
        .italic(words("italic", 5000))
        .plain("\n")
        .code(words("code", 5000))
        .plain(" ")
        .link(words("link", 5000), "https://a.example/long?a=1&b=2#c")
        .plain(" end");
    let marks = r#"<b>bold</b> *star* _under_ __two__ `code` ```block``` [x](y) &amp; &lt; &#39; \ \\ \* ~s~ ||spoiler|| "q" 'q' {} # > "#;
    let markup: String = (1..=60).map(|line| format!("{line}: {marks}\n")).collect();
    let links = Markup::from("Not of the web: ")
        .link("run", "javascript:alert(1)")
        .plain(" ")
        .link("mail", "mailto:ann@a.example")
        .plain(" ")
        .link("nothing", "")
        .plain(", and of the web: ")
        .link("page", "https://a.example/a%20b?c=%3Cd%3E&e=%27f%27");
    vec![
        says("styles over the end of a page", runs),
        says("one word of two styles over the end of a page", Markup::default().bold(word(4000)).italic(word(4000))),
        says("letters that mean something in formats", markup.clone()),
        says("the same as code", Markup::default().code(markup)),
        says("links that lead nowhere", links),
    ]
}

fn lists() -> Vec<Sample> {
    let list = |name, options: Vec<String>| Sample { options, ..says(name, "Which one?") };
    let numbered = |many: usize| -> Vec<String> { (1..=many).map(|number| format!("Number {number}")).collect() };
    let long = |letter: &str| -> Vec<String> { (1..=30).map(|at| format!("{at}{}", letter.repeat(298))).collect() };
    let hard = [".", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "שלום", "a & <b> \"c\" \\ {}", "[1] one", "1", "n", "/show 1", "two  spaces"];
    vec![
        Sample { row: 1, ..says("one button", "Press it.") },
        Sample { row: 8, ..says("eight buttons in a row", "Press one.") },
        Sample { row: 9, ..says("nine buttons in a row", "Press one.") },
        Sample { row: 9, ..list("a list above a row", numbered(30)) },
        list("a hundred rows", numbered(100)),
        list("as many options as there can be", numbered(View::MOST_OPTIONS)),
        list("labels that are hard to show", hard.map(str::to_owned).to_vec()),
        list("labels of 300 letters", long("x")),
        list("labels of 300 emoji", long("😀")),
        list("labels that say the same", vec!["Same".to_owned(); 50]),
        Sample { options: numbered(100), ..says("a long text above a long list", words("w", 9000)) },
        Sample { options: numbered(100), ..says("a very long text above a list", words("w", 20_000)) },
    ]
}

fn media() -> Vec<Sample> {
    let photo = |number: u8| File { name: format!("picture {number}.png"), bytes: png(number), is_photo: true };
    let pdf = || File { name: "Ann’s letter.pdf".into(), bytes: b"%PDF-1.7\n%a letter".to_vec(), is_photo: false };
    let one = |name, text: String| Sample { files: vec![photo(1)], row: 1, ..says(name, text) };
    vec![
        one("a photo", String::new()),
        one("a photo with a few words", "Look.".to_owned()),
        one("a photo with as much as a caption has room for", words("w", 1024)),
        one("a photo with one more than that", words("w", 1025)),
        one("a photo with a long text", words("w", 9000)),
        Sample {
            options: (1..=30).map(|at| format!("Frame {at}")).collect(),
            ..one("a photo with a list", "Frame?".into())
        },
        Sample { files: (1..=10).map(photo).collect(), ..one("ten photos", words("w", 300)) },
        Sample { files: (1..=11).map(photo).collect(), ..one("eleven photos with a long text", words("w", 9000)) },
        Sample { files: vec![pdf()], ..one("a document", "Read it.".to_owned()) },
        Sample { files: vec![photo(1), pdf(), photo(2)], ..one("a document between photos", words("w", 5000)) },
    ]
}

/// Words of that many characters in all, each but the last another one.
fn words(word: &str, length: usize) -> String {
    let all: String =
        (1..=length).flat_map(|at| format!("{word}{at} ").chars().collect::<Vec<_>>()).take(length).collect();
    // A space at the end would not be seen.
    all.strip_suffix(' ').map(|all| format!("{all}.")).unwrap_or(all)
}

/// One word of that many characters, of which no part comes again.
fn word(length: usize) -> String {
    (1..=length).flat_map(|at| format!("w{at}").chars().collect::<Vec<_>>()).take(length).collect()
}

/// These letters again and again, with numbers between them.
fn letters(times: usize, letters: &[&str]) -> String {
    (0..times).map(|at| format!("{at}{}", letters[at % letters.len()])).collect()
}
