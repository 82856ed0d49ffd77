//! Rows that are behind, that catch up, and that are found again.

use super::super::schema::{self, Synced};
use super::super::sweep::{self, Old, Place};
use super::*;
use crate::store::KeptSince;

/// A file with so many sessions, each of which has begun: its entries and their ids are 1, 2, 3…
fn begun(sessions: u128) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let connection = opened(&folder);
    connection.execute_batch("BEGIN").unwrap();
    for number in 1..=sessions {
        let entry = enter(&connection, id(number), 1, None, "[]");
        connection
            .execute(
                "INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created,
                                      updated, entry)
                 VALUES (?1, ?2, '', 1, 'trial', 1, 'Asking', '{}', 1, 0, 0, 0, ?3)",
                params![bytes(&id(number)), format!("test/{number}"), entry],
            )
            .unwrap();
    }
    connection
        .execute_batch("UPDATE meta SET value = (SELECT max(id) FROM journal) WHERE name = 'caught up'; COMMIT")
        .unwrap();
    (folder, connection)
}

fn opened(folder: &tempfile::TempDir) -> Connection {
    let mut connection = Connection::open(folder.path().join("bot.db")).unwrap();
    schema::prepare(&mut connection, "bot.db", Synced::Always).unwrap();
    connection
}

fn id(number: u128) -> SessionId {
    SessionId::new(uuid::Uuid::from_u128(number))
}

fn enter(connection: &Connection, session: SessionId, revision: i64, previous: Option<i64>, keeps: &str) -> i64 {
    connection
        .execute(
            "INSERT INTO journal (session, revision, previous, at, delivery, edge, workflow, version, to_step, data, view,
                                  keeps)
             VALUES (?1, ?2, ?3, ?2, '', 'say', 'trial', 1, 'Asking', ?4, '{}', ?5)",
            params![bytes(&session), revision, previous, format!("\"at {revision}\""), keeps],
        )
        .unwrap();
    connection.last_insert_rowid()
}

/// Moves the session on, in the journal alone: what it left is kept.
fn moves(behind: &mut Behind<'_>, session: SessionId) {
    let stood = behind.stands(session).cloned().unwrap_or_else(|| {
        let sql = "SELECT revision, entry, locale, ended FROM session WHERE id = ?1";
        let stands = |row: &Row<'_>| {
            Ok(Stands { revision: row.get(0)?, entry: row.get(1)?, locale: row.get(2)?, ended: row.get(3)? })
        };
        behind.connection.query_row(sql, [bytes(&session)], stands).unwrap()
    });
    let revision = stood.revision + 1;
    let keeps = format!("[[{},1]]", stood.revision);
    let entry = enter(behind.connection, session, revision, Some(stood.entry), &keeps);
    behind.entered(entry);
    let stands = Stands { revision, entry, ..stood.clone() };
    behind.moved(session, "test/1", stood, stands, Change::parse(Some(&keeps)).unwrap());
}

/// The revision, entry, data and kept visits of the session's row.
fn row(connection: &Connection, session: SessionId) -> (i64, i64, String, Option<String>) {
    let sql = "SELECT revision, entry, data, kept FROM session WHERE id = ?1";
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    connection.query_row(sql, [bytes(&session)], row).unwrap()
}

#[test]
fn a_row_catches_up_with_all_moves_at_once() {
    let (_folder, connection) = begun(1);
    let keys = Arc::new(Keys::default());
    let mut behind = Behind::prepare(&connection, Arc::clone(&keys)).unwrap();
    (0..3).for_each(|_| moves(&mut behind, id(1)));
    behind.committed();
    assert_eq!(row(&connection, id(1)), (1, 1, "{}".into(), None), "it is written to the journal alone");
    assert!(keys.are_behind(Some("test/1")) && !keys.are_behind(Some("test/2")));
    behind.catch_up(id(1)).unwrap();
    assert!(keys.are_behind(Some("test/1")), "until the transaction is committed, others see the old row");
    behind.committed();
    assert!(!keys.are_behind(None));
    assert_eq!(row(&connection, id(1)), (4, 4, "\"at 4\"".into(), Some("[[1,1,1],[2,2,1],[3,3,1]]".into())));
}

#[test]
fn g01_what_was_behind_is_found_when_the_file_is_opened_again() {
    let (folder, connection) = begun(2);
    let mut behind = Behind::prepare(&connection, Arc::default()).unwrap();
    for session in [1, 2, 1, 1, 2] {
        moves(&mut behind, id(session));
    }
    // One has caught up since, and moves on.
    behind.catch_up(id(2)).unwrap();
    behind.committed();
    moves(&mut behind, id(2));
    drop(behind);
    drop(connection);
    let connection = opened(&folder);
    assert_eq!(row(&connection, id(1)), (4, 6, "\"at 4\"".into(), Some("[[1,1,1],[2,3,1],[3,5,1]]".into())));
    assert_eq!(row(&connection, id(2)), (4, 8, "\"at 4\"".into(), Some("[[1,2,1],[2,4,1],[3,7,1]]".into())));
    let marked: i64 =
        connection.query_row("SELECT value FROM meta WHERE name = 'caught up'", [], |row| row.get(0)).unwrap();
    assert_eq!(marked, 8);
}

#[test]
fn g01_a_transaction_that_fails_leaves_behind_what_was() {
    let (_folder, connection) = begun(2);
    let keys = Arc::new(Keys::default());
    let mut behind = Behind::prepare(&connection, Arc::clone(&keys)).unwrap();
    moves(&mut behind, id(1));
    behind.committed();
    let transaction = connection.unchecked_transaction().unwrap();
    moves(&mut behind, id(1));
    moves(&mut behind, id(2));
    behind.catch_up_of(None).unwrap();
    moves(&mut behind, id(1));
    transaction.rollback().unwrap();
    behind.rolled_back();
    assert!(behind.stands(id(2)).is_none() && behind.sessions.len() == 1 && behind.since.len() == 1);
    assert_eq!(keys.keys().values().sum::<usize>(), 1);
    let stands = behind.stands(id(1)).unwrap();
    assert_eq!((stands.revision, stands.entry), (2, 3));
    moves(&mut behind, id(1));
    behind.catch_up(id(1)).unwrap();
    behind.committed();
    assert_eq!(row(&connection, id(1)), (3, 4, "\"at 3\"".into(), Some("[[1,1,1],[2,3,1]]".into())));
    assert!(keys.keys().is_empty());
}

#[test]
fn no_more_are_behind_and_by_no_more_than_a_start_can_catch_up_with() {
    let (_folder, connection) = begun(MOST.0 as u128 + 100);
    let mut behind = Behind::prepare(&connection, Arc::default()).unwrap();
    let transaction = connection.unchecked_transaction().unwrap();
    (1..=MOST.0 as u128 + 100).for_each(|number| moves(&mut behind, id(number)));
    behind.catch_up_where_due().unwrap();
    assert_eq!((behind.sessions.len(), behind.stands(id(100)), behind.stands(id(101)).is_some()), (MOST.0, None, true));
    // Then one that does not rest.
    (0..MOST.1).for_each(|_| moves(&mut behind, id(101)));
    behind.catch_up_where_due().unwrap();
    assert_eq!(behind.sessions.len(), 0, "all others have been for too long, and so has this one");
    assert!(behind.last - behind.marked < MARK);
    transaction.commit().unwrap();
}

#[test]
fn g01_numbers_of_entries_that_are_given_again_are_found() {
    let (folder, connection) = begun(2);
    let mut behind = Behind::prepare(&connection, Arc::default()).unwrap();
    (0..3).for_each(|_| moves(&mut behind, id(2)));
    behind.catch_up_of(None).unwrap();
    connection.execute("DELETE FROM session WHERE id = ?1", [bytes(&id(2))]).unwrap();
    connection.execute("DELETE FROM journal WHERE session = ?1", [bytes(&id(2))]).unwrap();
    behind.removed().unwrap();
    behind.committed();
    moves(&mut behind, id(1));
    drop(behind);
    drop(connection);
    let connection = opened(&folder);
    assert_eq!(row(&connection, id(1)), (2, 2, "\"at 2\"".into(), Some("[[1,1,1]]".into())));
}

#[test]
fn g01_entries_that_a_row_does_not_know_are_not_forgotten_however_old() {
    let (_folder, connection) = begun(1);
    let mut behind = Behind::prepare(&connection, Arc::default()).unwrap();
    let old = || {
        let since = KeptSince { journal: Some(jiff::Timestamp::now()), ..KeptSince::default() };
        let (old, _) = sweep::find(&connection, &since, Place::Journal(0), 100).unwrap();
        old.into_iter().map(|old| if let Old::Entry(id) = old { id } else { 0 }).collect::<Vec<_>>()
    };
    let stood = Stands { revision: 1, entry: 1, locale: "en".into(), ended: false };
    for (revision, entry) in [(2, 2), (3, 3)] {
        enter(&connection, id(1), revision, Some(entry - 1), "[]");
        behind.moved(id(1), "test/1", stood.clone(), Stands { revision, entry, ..stood.clone() }, Vec::new());
    }
    assert_eq!(old(), [0; 0]);
    behind.catch_up(id(1)).unwrap();
    assert_eq!(old(), [1, 2], "the last is what it shows");
}

#[test]
fn g08_a_row_that_was_tampered_with_keeps_no_other_from_catching_up() {
    let (_folder, connection) = begun(4);
    let mut behind = Behind::prepare(&connection, Arc::default()).unwrap();
    (1..=4).for_each(|number| moves(&mut behind, id(number)));
    connection.execute("UPDATE session SET kept = '[[1,' WHERE id = ?1", [bytes(&id(1))]).unwrap();
    connection.execute("DELETE FROM session WHERE id = ?1", [bytes(&id(2))]).unwrap();
    connection.execute("DELETE FROM journal WHERE session = ?1 AND revision = 2", [bytes(&id(3))]).unwrap();
    behind.catch_up_of(None).unwrap();
    assert!(behind.is_empty());
    assert_eq!(row(&connection, id(1)), (2, 5, "\"at 2\"".into(), Some("[[1,".into())), "it is not made up for");
    assert_eq!(row(&connection, id(3)), (1, 3, "{}".into(), None));
    assert_eq!(row(&connection, id(4)), (2, 8, "\"at 2\"".into(), Some("[[1,4,1]]".into())));
}
