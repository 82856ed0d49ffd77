//! Loss of power: what was answered is on the disk, whatever of the rest the disk still had in its memory.
//!
//! An engine is under load while a library between it and the system ([`disk.c`](power/disk.c)) writes down what it does
//! to its files, when it syncs them, and what it answers. Then the power is lost, at many instants of that record: of what
//! was not synced by then, any part may be on the disk, in sectors, in any order.

mod disk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension};
use workflow::store::Answer;
use workflow_tests::dice::{Dice, seed};
use workflow_tests::load::Line;
use workflow_tests::load::client::key;

use crate::crash::check_that_parts_agree;
use disk::{Disk, Note};

const CLIENTS: usize = 32;
/// How often the power is lost in one record.
const LOSSES: usize = 120;
/// How long the engine is under load.
const LOAD: Duration = Duration::from_millis(1500);

#[test]
fn g01_what_was_answered_survives_a_loss_of_power() {
    let record = Record::of("loud");
    let lost = record.lose_power_often();
    assert!(lost.is_empty(), "{} answers are lost, the first of them {:?}", lost.len(), lost.first());
}

/// Or the test above could not fail.
#[test]
fn without_syncs_a_loss_of_power_takes_answers() {
    let record = Record::of("unsynced");
    assert!(!record.lose_power_often().is_empty(), "nothing is lost without syncs");
}

/// What an engine did, until it was killed.
struct Record {
    folder: tempfile::TempDir,
    notes: Vec<Note>,
}

impl Record {
    fn of(mode: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // As it is in `/proc`, without symbolic links.
        let files = folder.path().canonicalize().unwrap().join("bot.db");
        let notes = folder.path().join("notes");
        let mut child = Command::new(env!("CARGO_BIN_EXE_load"))
            .args([files.clone(), folder.path().join("outside")])
            .args(["1".to_owned(), CLIENTS.to_string(), mode.to_owned()])
            .env("LD_PRELOAD", disk_library(folder.path()))
            .env("DISK_FILES", &files)
            .env("DISK_NOTES", &notes)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(LOAD);
        assert_eq!(child.try_wait().unwrap(), None, "it ended before it was killed");
        child.kill().unwrap();
        child.wait().unwrap();
        let notes = disk::read(&std::fs::read(notes).unwrap());
        let synced = notes.iter().filter(|note| matches!(note, Note::SyncEnds { .. })).count();
        let said = notes.iter().filter(|note| matches!(note, Note::Say { .. })).count();
        println!("{mode}: {} notes, {synced} syncs, {said} lines said", notes.len());
        assert!(said > 200, "it was under load");
        Self { folder, notes }
    }

    /// Loses power again and again; gives the answers that were lost.
    fn lose_power_often(&self) -> Vec<String> {
        let mut dice = Dice::new(seed("POWER_SEED"));
        let mut instants: Vec<usize> = (0..LOSSES).map(|_| dice.throw(self.notes.len() as u64) as usize + 1).collect();
        instants.sort_unstable();
        let mut lost = Vec::new();
        let (mut disk, mut answered, mut from) = (Disk::default(), BTreeMap::new(), 0);
        for instant in instants {
            for note in &self.notes[from..instant] {
                if let Note::Say { text } = note {
                    hear(text, &mut answered);
                }
                disk.take(note);
            }
            from = instant;
            let image = disk.after_loss(&mut |sides| dice.throw(sides));
            lost.extend(self.check(instant, &image, &answered));
        }
        lost
    }

    /// What was left opens, agrees with itself, and has all that was answered; gives what it has not.
    fn check(&self, instant: usize, image: &disk::Image, answered: &BTreeMap<(usize, String), Answer>) -> Vec<String> {
        let folder = self.folder.path().join(format!("loss-{instant}"));
        std::fs::create_dir_all(&folder).unwrap();
        for (path, bytes) in image {
            std::fs::write(folder.join(Path::new(path).file_name().unwrap()), bytes).unwrap();
        }
        let database = folder.join("bot.db");
        check_that_parts_agree(&database);
        let file = Connection::open(&database).unwrap();
        let whole: String = file.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok", "after the loss at {instant}");
        let has_tables = file.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).unwrap() > 0;
        let kept = |client: usize, id: &str| -> Option<Answer> {
            let sql = "SELECT answer FROM inbox WHERE key = ?1 AND delivery = ?2";
            let answer: Option<String> = file
                .prepare_cached(sql)
                .unwrap()
                .query_row([&key(client).to_string(), id], |row| row.get(0))
                .optional()
                .unwrap();
            answer.map(|answer| serde_json::from_str(&answer).unwrap())
        };
        let mut lost = Vec::new();
        for ((client, id), answer) in answered {
            match has_tables.then(|| kept(*client, id)).flatten() {
                Some(kept) => assert_eq!(kept, *answer, "the answer to {id} after the loss at {instant}"),
                None => lost.push(format!("{id} at {instant}")),
            }
        }
        drop(file);
        std::fs::remove_dir_all(&folder).unwrap();
        lost
    }
}

/// Keeps what was answered first.
fn hear(text: &[u8], answered: &mut BTreeMap<(usize, String), Answer>) {
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        if let Line::Answered { client, id, answer } = serde_json::from_slice(line).unwrap() {
            answered.entry((client, id)).or_insert(answer);
        }
    }
}

/// Builds the library; the C compiler is there, as SQLite needs it too.
fn disk_library(folder: &Path) -> PathBuf {
    let library = folder.join("disk.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/power/disk.c");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).status().unwrap();
    assert!(built.success());
    library
}
