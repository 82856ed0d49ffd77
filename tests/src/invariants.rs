//! What always holds between the tables of a file, whatever workflows it is of and whatever happened to it.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use workflow::Sqlite;
use workflow::store::Store as _;

/// What must never be there, and how it is found.
const NEVER: [(&str, &str); 11] = [
    (
        "a session that is not where its journal is",
        "SELECT hex(s.id) FROM session s LEFT JOIN journal j ON j.id = s.entry
         WHERE j.session IS NOT s.id OR (j.revision, j.workflow, j.version, j.to_step, j.data)
               IS NOT (s.revision, s.workflow, s.version, s.step, s.data)",
    ),
    (
        "a journal with a move that is missing, or there twice",
        "SELECT hex(j.session) || ' ' || j.revision FROM journal j LEFT JOIN journal p ON p.id = j.previous
         WHERE (j.revision = 1) <> (j.previous IS NULL)
         OR (j.revision > 1 AND (p.session, p.revision, p.to_step) IS NOT (j.session, j.revision - 1, j.from_step))",
    ),
    (
        "a move that two others follow",
        "SELECT hex(session) || ' ' || revision FROM journal GROUP BY session, revision HAVING count(*) > 1",
    ),
    (
        "a move of no session",
        "SELECT hex(session) FROM journal WHERE session NOT IN (SELECT id FROM session)",
    ),
    (
        "a visit of a session that is over, or that has not been yet",
        "SELECT hex(s.id) FROM session s, json_each(s.kept) v LEFT JOIN journal j ON j.id = v.value ->> 1
         WHERE s.current = 0 OR s.ended = 1 OR s.revision <= v.value ->> 0
         OR j.session IS NOT s.id OR j.revision IS NOT v.value ->> 0",
    ),
    (
        "work or a timer of a visit that is over",
        "SELECT p.kind || ' ' || p.name || ' of ' || hex(p.session) || ' ' || p.revision
         FROM pending p LEFT JOIN session s ON s.id = p.session
         WHERE p.kind <> 'effect' AND (s.current IS NOT 1 OR s.ended = 1 OR p.revision <> s.revision AND p.revision NOT IN
               (SELECT v.value ->> 0 FROM json_each(s.kept) v WHERE typeof(v.value ->> 2) = 'text'))",
    ),
    (
        "something pending for a move that was not made",
        "SELECT p.kind || ' ' || p.name || ' of ' || hex(p.session) || ' ' || p.revision FROM pending p
         WHERE (p.session, p.revision) NOT IN (SELECT session, revision FROM journal)",
    ),
    (
        "a claim on what was given up, or what is claimed and never was",
        "SELECT p.kind || ' ' || p.name FROM pending p WHERE p.until IS NOT NULL AND (p.due IS NULL OR p.claim = 0)",
    ),
    (
        "something shown to a role by a session that is over",
        "SELECT hex(v.session) FROM shown v LEFT JOIN session s ON s.id = v.session WHERE s.current IS NOT 1",
    ),
    (
        "a move without its answer",
        "SELECT j.delivery FROM journal j WHERE j.delivery NOT LIKE 'work:%' AND j.delivery NOT LIKE 'timer:%'
         AND NOT EXISTS (SELECT 1 FROM inbox i WHERE i.delivery = j.delivery AND i.answer ->> 'answered' = 'moved'
             AND i.answer ->> 'revision' = j.revision AND i.answer ->> 'step' = j.to_step
             AND replace(i.answer ->> 'session', '-', '') = lower(hex(j.session)))",
    ),
    (
        "an answer without its move",
        "SELECT i.delivery FROM inbox i WHERE i.answer ->> 'answered' = 'moved'
         AND (replace(i.answer ->> 'session', '-', ''), i.answer ->> 'revision', i.delivery)
             NOT IN (SELECT lower(hex(session)), revision, delivery FROM journal)",
    ),
];

/// Opens the file and closes it, as a program does that finds nothing to do: the rows of sessions catch up that a kill has
/// left behind their journal.
pub fn caught_up(database: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { Sqlite::open(database).await.unwrap().close().await });
}

/// Waits until all rows of sessions have caught up, as they do when there is nothing else to be written.
pub fn until_caught_up(file: &Connection) {
    let is_behind = "SELECT EXISTS (SELECT 1 FROM journal j JOIN session s ON s.id = j.session WHERE j.id > s.entry)";
    let begun = Instant::now();
    while file.query_row(is_behind, [], |row| row.get(0)).unwrap() {
        assert!(begun.elapsed() < Duration::from_secs(60), "a session stays behind");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What does not hold in the file, in words. Nothing has been forgotten of it yet.
pub fn broken(file: &Connection) -> Vec<String> {
    // It may have been killed while it made the tables.
    let made = "SELECT count(*) FROM pragma_table_info('session') WHERE name = 'kept'";
    if file.query_row(made, [], |row| row.get::<_, u32>(0)).unwrap() == 0 {
        return Vec::new();
    }
    until_caught_up(file);
    let found = |(what, sql): (&str, &str)| {
        let mut statement = file.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|row| format!("{what}: {}", row.unwrap())).collect::<Vec<_>>()
    };
    NEVER.into_iter().flat_map(found).collect()
}
