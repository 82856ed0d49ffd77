//! All views that a surface has to show, page by page, in a terminal: nothing of them is lost, and every choice can be typed.

use std::io::Cursor;

use tempfile::TempDir;
use workflow::surface::terminal::Terminal;
use workflow_tests::views::{Asks, Sample, all, builder, cuts, once};

use super::lines::Paper;

/// What is shown after each of these lines, that are typed one after the other.
async fn types(lines: &[String]) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let (builder, media) = builder(folder.path()).await;
    let paper = Paper::default();
    let typed = Cursor::new(lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    let terminal = Terminal::new().media(media, folder.path().join("shown")).lines(typed, paper.clone());
    let left = terminal.left();
    builder.surface(terminal).build().await.unwrap().run(left).await.unwrap();
    let shown = paper.read();
    let mut rest = &*shown;
    let mut after = Vec::new();
    for line in lines {
        let echo = format!("\n> {line}\n");
        let (before, next) = rest.split_once(&echo).unwrap_or_else(|| panic!("no {line:?} in:\n{rest}"));
        after.push(before);
        rest = next;
    }
    after.push(rest);
    // What stood there before the first line is an answer to nothing. Files are gone with the folder: they are read now.
    after.into_iter().skip(1).map(|page| with_files(page.trim())).collect()
}

/// What a page says of a file, with what is in it.
fn with_files(page: &str) -> String {
    let line = |line: &str| match line.rsplit_once(": ").filter(|(_, path)| path.starts_with('/')) {
        Some((what, path)) => format!("{what}: {:?}", std::fs::read(path).unwrap()),
        None => line.to_owned(),
    };
    page.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A page, taken apart.
#[derive(Debug, Clone)]
struct Page {
    text: String,
    files: Vec<String>,
    rows: Vec<String>,
    hint: Option<String>,
    count: usize,
}

/// How choices are written: with their numbers.
fn rows(sample: &Sample) -> Vec<String> {
    let mut number = 0;
    let mut choice = |label: &String| {
        number += 1;
        format!("[{number}] {label}")
    };
    sample.rows().iter().map(|row| row.iter().map(&mut choice).collect::<Vec<_>>().join("   ")).collect()
}

/// How the files are told of.
fn files(sample: &Sample) -> Vec<String> {
    let told = sample.files.iter().map(|file| match file.is_photo {
        true => format!("Picture “{}” (2 × 3): {:?}", file.name, file.bytes),
        false => format!("File “{}”: {:?}", file.name, file.bytes),
    });
    told.collect()
}

impl Page {
    fn read(sample: &Sample, shown: &str, number: usize) -> Self {
        let mut lines: Vec<&str> = shown.lines().collect();
        let count = lines.last().and_then(|last| last.strip_prefix(&format!("Page {number} of "))?.split(':').next());
        let count = count.map_or(1, |count| count.parse().unwrap());
        if count > 1 {
            lines.pop();
        }
        let hint = lines.pop_if(|last| last.starts_with("What it is: send ")).map(|hint| hint.to_owned());
        let mut take = |wanted: Vec<String>| {
            let mut taken: Vec<String> = Vec::new();
            while let Some(line) = lines.pop_if(|line| wanted.iter().any(|wanted| wanted == line)) {
                taken.insert(0, line.to_owned());
            }
            taken
        };
        let (rows, files) = (take(rows(sample)), take(files(sample)));
        Self { text: lines.join("\n"), files, rows, hint, count }
    }
}

/// The text as it stands in the terminal, where links have their addresses beside them: on each page on which there is some of
/// them. Gives the text without these.
fn without_addresses(sample: &Sample, pages: Vec<String>) -> Vec<String> {
    let without = |page: String, address: &String| {
        assert!(!page.contains("]["));
        page.replace(&format!(" [{address}]"), "")
    };
    let addresses = sample.addresses();
    for address in &addresses {
        let is_told = |page: &String| page.contains(&format!(" [{address}]"));
        assert!(pages.iter().any(is_told), "{}: {address} is not told", sample.name);
    }
    pages.into_iter().map(|page| addresses.iter().fold(page, without)).collect()
}

fn is_all_of(sample: &Sample, pages: &[Page]) {
    let name = sample.name;
    assert_eq!(pages[0].count, pages.len(), "{name}");
    let texts = once(pages.iter().map(|page| page.text.clone()).collect());
    cuts(name, &without_addresses(sample, texts), &sample.words());
    let lists = once(pages.iter().map(|page| page.rows.clone()).collect::<Vec<_>>());
    assert_eq!(lists.concat(), rows(sample), "{name}");
    assert!(lists.iter().all(|list| list.len() <= 20), "{name}: a list that fills more than a screen");
    let shown: Vec<String> = pages.iter().flat_map(|page| page.files.clone()).collect();
    assert_eq!(shown, files(sample), "{name}");
    let hint = (sample.asks == Asks::TextOrPhoto).then(|| "What it is: send text or a photo (:file PATH)".to_owned());
    assert!(pages.iter().all(|page| page.hint == hint), "{name}: {:?}", pages[0].hint);
}

#[tokio::test]
async fn nothing_of_any_view_is_lost_and_every_choice_can_be_typed() {
    let samples = all();
    let first = types(&(0..samples.len()).map(|number| format!("/show {number}")).collect::<Vec<_>>()).await;
    let counts = samples.iter().zip(&first).map(|(sample, shown)| Page::read(sample, shown, 1).count);
    let mut lines: Vec<String> = Vec::new();
    let mut wanted: Vec<(usize, Typed)> = Vec::new();
    for (number, count) in counts.enumerate() {
        // What is pressed last is pressed from the last page.
        lines.push(format!("/show {number}"));
        lines.extend(vec!["n".to_owned(); count - 1]);
        wanted.extend((1..=count).map(|page| (number, Typed::Page(page))));
        for button in samples[number].some_buttons() {
            lines.extend([(button + 1).to_string(), format!("/show {number}")]);
            wanted.extend([(number, Typed::Button(button)), (number, Typed::Page(1))]);
        }
    }
    let mut pages: Vec<Page> = Vec::new();
    for ((number, typed), shown) in wanted.into_iter().zip(types(&lines).await) {
        let sample = &samples[number];
        match typed {
            Typed::Button(button) => assert_eq!(shown, sample.pressed(button), "{}", sample.name),
            Typed::Page(page) => pages.push(Page::read(sample, &shown, page)),
        }
    }
    let mut pages = pages.into_iter().peekable();
    for sample in &samples {
        let count = pages.peek().unwrap().count;
        let whole: Vec<Page> = pages.by_ref().take(count).collect();
        is_all_of(sample, &whole);
        // Seen again after each button, at its beginning.
        for again in pages.by_ref().take(sample.some_buttons().len()) {
            assert_eq!(again.text, whole[0].text, "{}", sample.name);
        }
    }
    assert_eq!(pages.count(), 0);
}

/// What a line stands for.
enum Typed {
    Page(usize),
    Button(usize),
}
