//! The tables, and how a file gets them.

use std::time::Duration;

use rusqlite::Connection;

use super::super::StoreError;
use super::behind;

/// How long a connection waits for another one's lock.
pub(super) const BUSY: Duration = Duration::from_secs(10);

/// Each brings the schema up by one: the first makes version 1.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

    -- One run of a workflow. What was shown is in the journal, at its revision.
    CREATE TABLE session (
        id BLOB PRIMARY KEY,
        key TEXT NOT NULL,
        slot TEXT NOT NULL,
        current INTEGER NOT NULL,
        workflow TEXT NOT NULL,
        version INTEGER NOT NULL,
        step TEXT NOT NULL,
        data TEXT NOT NULL,
        revision INTEGER NOT NULL,
        ended INTEGER NOT NULL,
        created INTEGER NOT NULL,
        updated INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX session_current ON session (key, slot) WHERE current = 1;
    CREATE INDEX session_of_key ON session (key, slot, id);

    -- Every accepted input, with what was shown after it.
    CREATE TABLE journal (
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        at INTEGER NOT NULL,
        delivery TEXT NOT NULL,
        edge TEXT NOT NULL,
        from_step TEXT,
        to_step TEXT NOT NULL,
        by TEXT,
        said TEXT,
        view TEXT NOT NULL,
        PRIMARY KEY (session, revision)
    ) WITHOUT ROWID;

    -- What each delivery was answered.
    CREATE TABLE inbox (
        key TEXT NOT NULL,
        delivery TEXT NOT NULL,
        at INTEGER NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (key, delivery)
    ) WITHOUT ROWID;

    -- Work that has been asked for and is not done.
    CREATE TABLE work (
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        due INTEGER,
        reason TEXT,
        PRIMARY KEY (session, revision, position)
    ) WITHOUT ROWID;

    -- The visits that a session keeps beside the one where it stands, by the revision at which they began: those that can
    -- be gone back to (by the user, way_back = 1, or not), and the steps that another workflow runs inside of.
    CREATE TABLE history (
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        workflow TEXT NOT NULL,
        version INTEGER NOT NULL,
        step TEXT NOT NULL,
        data TEXT NOT NULL,
        way_back INTEGER NOT NULL,
        around TEXT,
        PRIMARY KEY (session, revision)
    ) WITHOUT ROWID;

    -- The #[after] transitions of the steps where sessions stand.
    CREATE TABLE timer (
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        edge TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        due INTEGER,
        reason TEXT,
        PRIMARY KEY (session, revision, edge)
    ) WITHOUT ROWID;
    CREATE INDEX timer_due ON timer (due) WHERE due IS NOT NULL;

    -- Effects that are not done; without a due time, those that were given up.
    CREATE TABLE effect (
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        position INTEGER NOT NULL,
        workflow TEXT NOT NULL,
        name TEXT NOT NULL,
        payload TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        due INTEGER,
        reason TEXT,
        PRIMARY KEY (session, revision, position)
    ) WITHOUT ROWID;

    -- What sessions show to others than their owner, by role.
    CREATE TABLE shown (
        session BLOB NOT NULL,
        position INTEGER NOT NULL,
        role TEXT NOT NULL,
        view TEXT NOT NULL,
        PRIMARY KEY (session, position)
    ) WITHOUT ROWID;
    CREATE INDEX shown_to ON shown (role, session);
", "
    -- The language that the owner was answered in last.
    ALTER TABLE session ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
", "
    -- The media that came with the inputs of the journal.
    CREATE TABLE brought (
        media TEXT NOT NULL,
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        PRIMARY KEY (media, session, revision)
    ) WITHOUT ROWID;
", "
    -- What was asked for and is not done: of kind work, timer or effect. Without a due time, it was given up; with an until,
    -- it is claimed, by the claim of this number.
    CREATE TABLE pending (
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        kind TEXT NOT NULL,
        position INTEGER NOT NULL,
        workflow TEXT NOT NULL,
        name TEXT NOT NULL,
        payload TEXT,
        attempts INTEGER NOT NULL,
        asked INTEGER NOT NULL,
        due INTEGER,
        reason TEXT,
        claim INTEGER NOT NULL DEFAULT 0,
        until INTEGER,
        PRIMARY KEY (session, revision, kind, position)
    ) WITHOUT ROWID;
    CREATE INDEX pending_due ON pending (kind, workflow, name, coalesce(until, due)) WHERE due IS NOT NULL;
    CREATE INDEX pending_claimed ON pending (until) WHERE until IS NOT NULL;

    INSERT INTO pending (session, revision, kind, position, workflow, name, attempts, asked, due, reason)
        SELECT w.session, w.revision, 'work', w.position, coalesce(h.workflow, s.workflow), w.name, w.attempts, s.updated, w.due, w.reason
        FROM work w JOIN session s ON s.id = w.session
        LEFT JOIN history h ON h.session = w.session AND h.revision = w.revision;
    INSERT INTO pending (session, revision, kind, position, workflow, name, attempts, asked, due, reason)
        SELECT t.session, t.revision, 'timer',
               row_number() OVER (PARTITION BY t.session, t.revision ORDER BY t.edge) - 1,
               coalesce(h.workflow, s.workflow), t.edge, t.attempts, s.updated, t.due, t.reason
        FROM timer t JOIN session s ON s.id = t.session
        LEFT JOIN history h ON h.session = t.session AND h.revision = t.revision;
    INSERT INTO pending (session, revision, kind, position, workflow, name, payload, attempts, asked, due, reason)
        SELECT e.session, e.revision, 'effect', e.position, e.workflow, e.name, e.payload, e.attempts, s.updated, e.due, e.reason
        FROM effect e JOIN session s ON s.id = e.session;
    DROP TABLE work;
    DROP TABLE timer;
    DROP TABLE effect;
", "
    -- Every move, in the order in which they were written: so that a turn writes to the end and nowhere else. What is kept
    -- of a session in its row points here: its last entry, and those of the visits that it keeps, as
    -- [[revision, entry, 1 (the user can go back to it), 0 or the work that another workflow runs inside of it for]].
    ALTER TABLE journal RENAME TO journal_before;
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        session BLOB NOT NULL,
        revision INTEGER NOT NULL,
        previous INTEGER,
        at INTEGER NOT NULL,
        delivery TEXT NOT NULL,
        edge TEXT NOT NULL,
        from_step TEXT,
        workflow TEXT NOT NULL,
        version INTEGER NOT NULL,
        to_step TEXT NOT NULL,
        data TEXT NOT NULL,
        by TEXT,
        said TEXT,
        view TEXT NOT NULL
    );
    INSERT INTO journal (session, revision, at, delivery, edge, from_step, workflow, version, to_step, data, by, said, view)
        SELECT j.session, j.revision, j.at, j.delivery, j.edge, j.from_step, coalesce(h.workflow, s.workflow),
               coalesce(h.version, s.version), j.to_step, coalesce(h.data, s.data), j.by, j.said, j.view
        FROM journal_before j JOIN session s ON s.id = j.session
        LEFT JOIN history h ON h.session = j.session AND h.revision = j.revision
        ORDER BY j.at, j.session, j.revision;
    CREATE INDEX journal_by_session ON journal (session, revision);
    UPDATE journal SET previous = (SELECT p.id FROM journal p
        WHERE p.session = journal.session AND p.revision < journal.revision ORDER BY p.revision DESC LIMIT 1);
    ALTER TABLE session ADD COLUMN entry INTEGER;
    ALTER TABLE session ADD COLUMN kept TEXT;
    UPDATE session SET
        entry = (SELECT j.id FROM journal j WHERE j.session = session.id ORDER BY j.revision DESC LIMIT 1),
        kept = (SELECT json_group_array(json_array(h.revision, j.id, coalesce(h.around, h.way_back)) ORDER BY h.revision)
                FROM history h JOIN journal j ON j.session = h.session AND j.revision = h.revision
                WHERE h.session = session.id HAVING count(*) > 0);
    DROP INDEX journal_by_session;
    DROP TABLE journal_before;
    DROP TABLE history;

    -- What each delivery was answered. By its name first: names that rise with time are written to the end.
    ALTER TABLE inbox RENAME TO inbox_before;
    CREATE TABLE inbox (
        delivery TEXT NOT NULL,
        key TEXT NOT NULL,
        at INTEGER NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (delivery, key)
    ) WITHOUT ROWID;
    INSERT INTO inbox (delivery, key, at, answer) SELECT delivery, key, at, answer FROM inbox_before ORDER BY delivery, key;
    DROP TABLE inbox_before;
", "
    -- What the owner is asked before work is dropped; none when nothing is.
    ALTER TABLE session ADD COLUMN question TEXT;
", "
    -- What surfaces keep for themselves, as what they have shown where.
    CREATE TABLE note (
        surface TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (surface, name)
    ) WITHOUT ROWID;
", "
    -- Rows of sessions may be behind: entries of the journal after the one that is named here may not be in them yet. What a
    -- move changes in the visits that are kept is with its entry: a revision that is kept no more, [revision, what for] for
    -- one that is kept for it now.
    ALTER TABLE journal ADD COLUMN keeps TEXT;
    INSERT INTO meta (name, value) SELECT 'caught up', coalesce(max(id), 0) FROM journal;
"];

/// What is synced to the disk before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Synced {
    /// Every commit.
    Always,
    /// Nothing: the log only before it is folded into the file.
    #[cfg(feature = "testing")]
    Checkpoints,
}

/// Sets the connection up for writing and brings the schema up to date.
pub(super) fn prepare(connection: &mut Connection, path: &str, synced: Synced) -> Result<(), StoreError> {
    let open_error = |error: rusqlite::Error| StoreError::Open { path: path.to_owned(), source: error.into() };
    connection.busy_timeout(BUSY).map_err(open_error)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(open_error)?;
    let synchronous = match synced {
        Synced::Always => "FULL",
        #[cfg(feature = "testing")]
        Synced::Checkpoints => "NORMAL",
    };
    connection.pragma_update(None, "synchronous", synchronous).map_err(open_error)?;
    connection.pragma_update(None, "cache_size", -32 * 1024).map_err(open_error)?;
    connection.pragma_update(None, "wal_autocheckpoint", 8192).map_err(open_error)?;
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(open_error)?;
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    for (version, migration) in (1_u32..).zip(MIGRATIONS).skip_while(|(version, _)| *version <= found) {
        let transaction = connection.transaction().map_err(open_error)?;
        transaction.execute_batch(migration).map_err(open_error)?;
        transaction.pragma_update(None, "user_version", version).map_err(open_error)?;
        transaction.commit().map_err(open_error)?;
    }
    // Whoever had claims had the file open, and has it no more.
    connection.execute("UPDATE pending SET until = NULL WHERE until IS NOT NULL", []).map_err(open_error)?;
    behind::catch_up(connection).map_err(open_error)?;
    // Also when there was nothing to do: with the log's first commit SQLite syncs the folder in which the log is new.
    connection.pragma_update(None, "user_version", known).map_err(open_error)?;
    Ok(())
}

/// The store's 32 random bytes: made once.
pub(super) fn secret(connection: &Connection) -> Result<[u8; 32], rusqlite::Error> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    connection.execute("INSERT OR IGNORE INTO meta (name, value) VALUES ('secret', ?1)", [secret])?;
    connection.query_row("SELECT value FROM meta WHERE name = 'secret'", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g01_the_log_is_written_ahead_and_synced_by_sqlite_until_it_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = Connection::open(folder.path().join("bot.db")).unwrap();
        prepare(&mut connection, "bot.db", Synced::Always).unwrap();
        let text: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let full: u32 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!((text.as_str(), full), ("wal", 2));
    }
}
