//! The contract of every store, on each of them, and what is particular to one.

use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::Connection;
use tempfile::TempDir;
use workflow::store::{Answer, Answered, Commit, Committed, DeliveryId, Pending, Store, StoreError, Which};
use workflow::{Revision, SessionKey, Sqlite};
use workflow_tests::claim::Office;

mod sqlite {
    use super::opened;

    workflow_tests::contract!(opened());
}

mod memory {
    workflow_tests::contract!(async { (workflow::Memory::new(), ()) });
}

async fn opened() -> (Sqlite, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (open(folder.path()).await.unwrap(), folder)
}

async fn open(folder: &Path) -> Result<Sqlite, StoreError> {
    Sqlite::open(folder.join("bot.db")).await
}

fn text(error: &StoreError) -> String {
    let source = std::error::Error::source(error).map(|source| format!(": {source}"));
    format!("{error}{}", source.unwrap_or_default())
}

#[tokio::test]
async fn the_secret_is_the_same_after_reopening() {
    let (store, folder) = opened().await;
    let secret = store.secret().await.unwrap();
    store.close().await;
    drop(store);
    assert_eq!(open(folder.path()).await.unwrap().secret().await.unwrap(), secret);
}

#[tokio::test]
async fn two_files_have_two_secrets() {
    let ((one, _kept), (other, _kept_too)) = (opened().await, opened().await);
    let secrets = (one.secret().await.unwrap(), other.secret().await.unwrap());
    assert_ne!(secrets.0, secrets.1);
    assert_ne!(secrets.0, [0; 32]);
}

#[tokio::test]
async fn a_file_is_opened_once_at_a_time() {
    let (_store, folder) = opened().await;
    let error = open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error:?}");
    assert!(text(&error).ends_with("bot.db is in use by another process"), "{}", text(&error));
}

#[tokio::test]
async fn another_process_is_refused() {
    let (_store, folder) = opened().await;
    let load = Command::new(env!("CARGO_BIN_EXE_load"))
        .args([folder.path().join("bot.db"), folder.path().join("outside")])
        .args(["1", "1", "quiet"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&load.stderr).into_owned();
    assert!(!load.status.success());
    assert!(said.contains("InUse"), "{said}");
}

#[tokio::test]
async fn a_dropped_store_can_be_opened_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..20 {
        drop(open(folder.path()).await.unwrap());
    }
}

#[tokio::test]
async fn a_closed_store_can_be_opened_by_another_at_once() {
    let (store, folder) = opened().await;
    store.close().await;
    open(folder.path()).await.unwrap();
}

/// Between its fork and its exec a process holds whatever is open here, locked files too.
#[tokio::test]
async fn a_closed_store_is_free_also_while_processes_are_started() {
    let folder = tempfile::tempdir().unwrap();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let starter = std::thread::spawn(move || {
        while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            Command::new("true").status().unwrap();
        }
    });
    let mut opened = Vec::new();
    for _ in 0..100 {
        let store = open(folder.path()).await;
        opened.push(store.map(drop));
    }
    drop(stop);
    starter.join().unwrap();
    assert_eq!(opened.iter().filter(|opened| opened.is_err()).count(), 0);
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused_and_left_as_it_is() {
    let (store, folder) = opened().await;
    drop(store);
    let file = Connection::open(folder.path().join("bot.db")).unwrap();
    file.pragma_update(None, "user_version", 77).unwrap();
    let error = open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 77, .. }), "{error:?}");
    assert!(text(&error).contains("was made by a newer program: its schema is 77, this program knows"));
    assert_eq!(file.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).unwrap(), 77);
}

#[tokio::test]
async fn g15_a_file_of_the_first_schema_is_brought_up_to_date_with_all_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let file = Connection::open(folder.path().join("bot.db")).unwrap();
    file.execute_batch(include_str!("store/first_schema.sql")).unwrap();
    drop(file);
    let store = open(folder.path()).await.unwrap();
    let ann = SessionKey::new("test", "chat", "ann");
    let [record] = &*store.current(&ann).await.unwrap() else { panic!("one session") };
    assert_eq!((&*record.stored.step, record.revision, record.locale.as_str()), ("Toil", Revision::new(3), "en"));
    assert_eq!((&*record.below[0].stored.step, record.history.visits().len()), ("Draw", 1));
    let journal = store.journal(record.session).await.unwrap();
    assert_eq!(journal.iter().map(|entry| &*entry.to).collect::<Vec<_>>(), ["Draw", "Ask", "Toil"]);
    assert_eq!(store.transcript(&ann, 2).await.unwrap(), journal[1..]);
    let again = store.commit(Commit {
        key: ann,
        mark: Some(mark("3")),
        claim: None,
        moved: None,
        asking: None,
        at: journal[0].at,
    });
    assert!(matches!(again.await.unwrap(), Committed::Repeated(Answer { answered: Answered::Moved, .. })));
    let told = |it: Pending| (it.name, it.workflow, it.attempts, it.payload.map(|it| it.to_string()), it.reason);
    let due: Vec<_> = store.pending(Which::Due, 10).await.unwrap().into_iter().map(told).collect();
    let is = |name: &str, workflow: &str, attempts, payload: Option<&str>, reason: Option<&str>| {
        (name.to_owned(), workflow.to_owned(), attempts, payload.map(str::to_owned), reason.map(str::to_owned))
    };
    let expected = [
        is("tell", "outer", 0, Some("\"done\""), None),
        is("toil", "inner", 2, None, Some("it broke")),
        is("expire", "outer", 0, None, None),
        is("later", "outer", 0, None, None),
    ];
    assert_eq!(due, expected);
    let dead: Vec<_> = store.pending(Which::Dead, 10).await.unwrap().into_iter().map(told).collect();
    assert_eq!(dead, [is("pay", "outer", 9, Some("7"), Some("the bank is gone"))]);
}

/// A file as a kill would leave it, copied while its program runs.
#[tokio::test]
async fn g01_a_session_whose_row_is_behind_stands_where_its_journal_says_after_a_kill() {
    let office = Office::new().await;
    let ann = office.chat("ann");
    ann.says("/claim").await;
    let is_behind = "SELECT EXISTS (SELECT 1 FROM journal j JOIN session s ON s.id = j.session WHERE j.id > s.entry)";
    let mut copies = 0;
    let copy = loop {
        assert!(copies < 500, "no row is ever behind");
        copies += 1;
        for said in ["tea", "/back", "cake"] {
            assert!(ann.says(said).await.moved());
        }
        let copy = tempfile::tempdir().unwrap();
        for name in ["bot.db", "bot.db-wal"] {
            std::fs::copy(office.path().with_file_name(name), copy.path().join(name)).unwrap();
        }
        let file = Connection::open(copy.path().join("bot.db")).unwrap();
        if file.query_row(is_behind, [], |row| row.get(0)).unwrap() {
            break copy;
        }
        assert!(ann.says("/back").await.moved());
    };
    let stands = ann.stands().await;
    let store = open(copy.path()).await.unwrap();
    let [record] = &*store.current(&ann.key).await.unwrap() else { panic!("one session") };
    assert_eq!((record.stored.step.to_string(), record.revision.get()), stands);
}

fn mark(id: &str) -> (DeliveryId, Answer) {
    let answered = Answered::Rejected { rejection: "No.".to_owned() };
    (DeliveryId::parse(id).unwrap(), Answer { answered, session: None, revision: Revision::ZERO, step: None })
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = open(&folder.path().join("missing")).await.unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
    assert!(text(&error).contains("missing/bot.db: No such file or directory"), "{}", text(&error));
}

#[tokio::test]
async fn a_folder_in_which_nothing_can_be_made_is_named() {
    // Not even root may make files here.
    let error = open(Path::new("/proc/self")).await.unwrap_err();
    assert!(matches!(error, StoreError::Open { .. }), "{error:?}");
    assert!(text(&error).starts_with("can't open /proc/self/bot.db: "), "{}", text(&error));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bot.db");
    let letter = "Dear diary, this is no database. ".repeat(100);
    std::fs::write(&path, &letter).unwrap();
    let error = open(folder.path()).await.unwrap_err();
    assert!(text(&error).contains("bot.db: file is not a database"), "{}", text(&error));
    assert_eq!(std::fs::read_to_string(path).unwrap(), letter);
}

#[tokio::test]
async fn the_log_is_written_ahead_and_folded_in_at_the_end() {
    let (store, folder) = opened().await;
    workflow_tests::store::commits_side_by_side_are_all_kept(&store).await;
    let log = folder.path().join("bot.db-wal");
    assert!(log.metadata().unwrap().len() > 0);
    store.close().await;
    assert!(log.metadata().map_or(0, |log| log.len()) == 0);
    let file = Connection::open(folder.path().join("bot.db")).unwrap();
    let mode: String = file.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    assert_eq!(file.query_row("SELECT count(*) FROM session", [], |row| row.get::<_, u32>(0)).unwrap(), 500);
}
