//! What a file keeps of what was answered, read while nobody has it open.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Result};
use workflow::store::{Answer, Answered};

use crate::load::client::key;
use crate::load::log::Name;

/// A file, only to be read: what recovers it after a kill is the engine.
pub(super) struct Kept(Connection);

impl Kept {
    pub(super) fn open(database: &Path) -> Result<Self> {
        let file = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        // The journal has no index by session: what is looked for would be looked for in all of it.
        file.execute_batch(
            "CREATE TEMP TABLE move AS SELECT session, revision, delivery, to_step FROM journal;
             CREATE INDEX temp.move_of ON move (session, revision);",
        )?;
        Ok(Self(file))
    }

    /// What is wrong with what is kept of these answers.
    pub(super) fn check<'a>(&self, answers: impl Iterator<Item = (&'a Name, &'a Answer)>) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for (name @ (client, id), answer) in answers {
            let kept = self.answer(*client, id)?;
            if kept.as_ref() != Some(answer) {
                wrong.push(format!("{name:?} was answered with {answer:?}, and kept is {kept:?}"));
            }
            if answer.answered == Answered::Moved && !self.moved(id, answer)? {
                wrong.push(format!("{name:?} was answered with {answer:?}, and there is no such move"));
            }
        }
        Ok(wrong)
    }

    fn answer(&self, client: usize, id: &str) -> Result<Option<Answer>> {
        let mut kept = self.0.prepare_cached("SELECT answer FROM inbox WHERE key = ?1 AND delivery = ?2")?;
        let kept: Option<String> = kept.query_row([&*key(client).to_string(), id], |row| row.get(0)).optional()?;
        Ok(kept.map(|answer| serde_json::from_str(&answer).unwrap()))
    }

    /// Whether the move that was answered is in the journal.
    fn moved(&self, id: &str, answer: &Answer) -> Result<bool> {
        let Some(session) = answer.session else { return Ok(false) };
        let sql = "SELECT delivery, to_step FROM move WHERE session = ?1 AND revision = ?2";
        let place = (session.as_uuid().as_bytes().as_slice(), answer.revision.get() as i64);
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let entry = self.0.prepare_cached(sql)?.query_row(place, row).optional()?;
        Ok(entry.is_some_and(|(delivery, step)| delivery == id && answer.step.as_deref() == Some(&*step)))
    }

    /// Deliveries that moved more than once. An id of a delivery names its conversation.
    pub(super) fn moved_twice(&self) -> Result<Vec<String>> {
        let sql = "SELECT delivery FROM journal GROUP BY delivery HAVING count(*) > 1";
        let mut statement = self.0.prepare(sql)?;
        let twice = statement.query_map([], |row| Ok(format!("{} moved twice", row.get::<_, String>(0)?)))?;
        twice.collect()
    }

    /// How many answers are kept.
    pub(super) fn answers(&self) -> Result<u64> {
        let count = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        Ok(self.0.query_row("SELECT count(*) FROM inbox", [], count)?.unsigned_abs())
    }

    /// What SQLite finds wrong with the file.
    pub(super) fn damage(&self) -> Result<Option<String>> {
        let found: String = self.0.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        Ok((found != "ok").then_some(found))
    }
}

#[cfg(test)]
mod tests {
    use workflow::{Delivery, Engine, Outcome, Sqlite};

    use super::*;
    use crate::load::trouble::Trouble;
    use crate::load::{Load, Outside};

    #[tokio::test]
    async fn an_answer_that_is_not_kept_is_found_and_so_is_a_move() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("bot.db");
        let store = Sqlite::open(&database).await.unwrap();
        let outside = Outside::troubled(Trouble::none());
        let engine = Engine::builder(outside).workflow::<Load>().store(store).build().await.unwrap();
        let Outcome { answered, session, revision, step, .. } =
            engine.deliver(key(1), Delivery::text("1-1-1", "/load")).await.unwrap();
        engine.close().await;
        let (name, answer) = ((1, "1-1-1".to_owned()), Answer { answered, session, revision, step });
        let wrong = || Kept::open(&database).unwrap().check([(&name, &answer)].into_iter()).unwrap().len();
        assert_eq!(wrong(), 0);
        let file = Connection::open(&database).unwrap();
        file.execute("DELETE FROM inbox", []).unwrap();
        assert_eq!(wrong(), 1);
        file.execute("DELETE FROM journal", []).unwrap();
        assert_eq!(wrong(), 2);
    }
}
