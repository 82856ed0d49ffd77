//! Kill -9 at random instants under load: what was answered stays, nothing is done twice, no work,
//! timer or effect is forgotten, and what can be gone back to is what the journal says.

mod journal;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;

use rusqlite::Connection;
use workflow::store::{Answer, Answered};
use workflow_tests::dice::{Dice, seed};
use workflow_tests::load::client::key;
use workflow_tests::load::log::Log;
use workflow_tests::load::process::Process;
use workflow_tests::load::{Line, Note, Sent};

use journal::{Entry, Journal, Model, Stay, journal};

/// How often a process is killed on one file, at the least: more often where it comes to less before it dies.
const KILLS: usize = 150;
/// How much is to be delivered until then.
const DELIVERIES: usize = 4 * KILLS;
const CLIENTS: usize = 64;
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn g01_g02_g05_g06_g10_nothing_answered_is_lost_and_nothing_is_done_twice_by_kill_9() {
    let seed = seed("CRASH_SEED");
    // Two files side by side, as there is much waiting.
    let chains = [1, 2].map(|chain| std::thread::spawn(move || Watch::new(seed, chain).run()));
    for chain in chains {
        chain.join().unwrap();
    }
}

/// The process that survives.
struct Watch {
    folder: tempfile::TempDir,
    dice: Dice,
    run: u64,
    log: Log,
}

impl Watch {
    fn new(seed: u64, chain: u64) -> Self {
        let dice = Dice::new(seed.wrapping_mul(chain.wrapping_mul(2) + 1));
        Self { folder: tempfile::tempdir().unwrap(), dice, run: 0, log: Log::default() }
    }

    fn run(mut self) {
        let mut kills = 0;
        while kills < KILLS || (self.log.sent().len() <= DELIVERIES && kills < 4 * KILLS) {
            kills += 1;
            let wait = Duration::from_micros(self.dice.throw(220_000));
            let status = self.one_run("loud", Some(wait));
            assert_eq!(status.code(), None, "it ended before it was killed: {status}");
            check_that_parts_agree(&self.database());
        }
        for _ in 0..2 {
            let status = self.one_run("quiet", None);
            assert!(status.success(), "the last run ended with {status}");
        }
        self.check_all();
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("bot.db")
    }

    fn outside(&self) -> PathBuf {
        self.folder.path().join("outside")
    }

    fn one_run(&mut self, mode: &str, kill_after: Option<Duration>) -> ExitStatus {
        self.run += 1;
        let mut load = Command::new(env!("CARGO_BIN_EXE_load"));
        load.args([self.database(), self.outside()]);
        load.args([self.run.to_string(), CLIENTS.to_string(), mode.to_owned()]);
        let mut process = Process::start(&mut load, &self.sent_again(mode));
        let status = match kill_after {
            Some(wait) => {
                std::thread::sleep(wait);
                process.kill()
            }
            // Long enough for all work to be tried again; forgotten work would never be done.
            None => process.ended_within(PATIENCE).expect("no work is forgotten: no session waits for ever"),
        };
        for line in process.lines() {
            assert!(!matches!(line, Line::Busy { .. }), "{line:?}");
            self.log.note(line).unwrap();
        }
        status
    }

    /// What was not answered, and some of what was. Some of it only at the very last: as long as nobody delivers it again,
    /// the session goes on without it.
    fn sent_again(&mut self, mode: &str) -> Vec<Sent> {
        let Self { log, dice, .. } = self;
        let one_in = (log.sent().len() as u64 / 20).max(1);
        let again = log.sent().filter(|(_, _, answer)| match answer {
            None => mode == "quiet" || dice.throw(3) > 0,
            Some(_) => dice.throw(one_in) == 0,
        });
        again.map(|(_, sent, _)| sent.clone()).collect()
    }

    fn check_all(self) {
        let file = Connection::open(self.database()).unwrap();
        let answers: BTreeMap<(usize, String), Answer> = self
            .log
            .sent()
            .map(|(name, _, answer)| (name.clone(), answer.expect("all was answered at last").clone()))
            .collect();
        assert!(answers.len() > DELIVERIES, "only {} deliveries", answers.len());
        check_inbox(&file, &answers);
        let journal = journal(&file);
        check_answers(&journal, &answers);
        for edge in ["sent", "not_sent", "awake", "(back)", "stop"] {
            assert!(journal.values().flatten().any(|entry| entry.edge == edge), "{edge} was never taken");
        }
        check_sessions(&file, &journal);
        let attempts =
            check_work(&file, &journal, &std::fs::read_to_string(self.folder.path().join("outside")).unwrap());
        let moves: usize = journal.values().map(Vec::len).sum();
        println!(
            "{} runs: {} deliveries, {moves} moves of {} sessions, {attempts} attempts at work",
            self.run,
            answers.len(),
            journal.len(),
        );
    }
}

/// What is written in one transaction is there together, also right after a kill.
pub(crate) fn check_that_parts_agree(database: &Path) {
    if !database.exists() {
        return;
    }
    workflow_tests::invariants::caught_up(database);
    let file = Connection::open(database).unwrap();
    file.busy_timeout(Duration::from_secs(10)).unwrap();
    let broken = workflow_tests::invariants::broken(&file);
    assert!(broken.is_empty(), "{broken:#?}");
    // It may have been killed before it had made the tables.
    let made = "SELECT count(*) FROM sqlite_schema WHERE name = 'pending'";
    if file.query_row(made, [], |row| row.get::<_, u32>(0)).unwrap() == 0 {
        return;
    }
    let none = |what: &str, sql: &str| {
        let found: Vec<String> = file
            .prepare(sql)
            .unwrap()
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(found.is_empty(), "{what}: {found:?}");
    };
    none(
        "a work step without its work",
        "SELECT hex(id) FROM session WHERE step = 'Sending' AND current = 1
         AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.session = id AND p.revision = session.revision AND p.kind = 'work')",
    );
    none(
        "work without its step",
        "SELECT hex(session) FROM pending p WHERE kind = 'work' AND NOT EXISTS (SELECT 1 FROM session
         WHERE id = p.session AND session.revision = p.revision AND step = 'Sending' AND current = 1)",
    );
    none(
        "a step with a timer without its timer",
        "SELECT hex(id) FROM session WHERE step = 'Resting' AND current = 1
         AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.session = id AND p.revision = session.revision AND p.kind = 'timer')",
    );
    none(
        "a timer without its step",
        "SELECT hex(session) FROM pending p WHERE kind = 'timer' AND NOT EXISTS (SELECT 1 FROM session
         WHERE id = p.session AND session.revision = p.revision AND step = 'Resting' AND current = 1)",
    );
    none(
        "an effect without its move",
        "SELECT hex(session) FROM pending WHERE kind = 'effect'
         AND (session, revision) NOT IN (SELECT session, revision FROM journal WHERE edge = 'stop')",
    );
}

/// The answer that is kept is the one that was given first.
fn check_inbox(file: &Connection, answers: &BTreeMap<(usize, String), Answer>) {
    let mut inbox = HashMap::new();
    let mut statement = file.prepare("SELECT key, delivery, answer FROM inbox").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let [key, delivery, answer]: [String; 3] = [0, 1, 2].map(|column| row.get(column).unwrap());
        inbox.insert((key, delivery), serde_json::from_str::<Answer>(&answer).unwrap());
    }
    assert_eq!(inbox.len(), answers.len(), "as many answers are kept as were given");
    for ((client, id), answer) in answers {
        assert_eq!(inbox.get(&(key(*client).to_string(), id.clone())), Some(answer), "the answer to {id}");
    }
}

/// Every move that was answered is in the journal where the answer says; no delivery moved twice, and none that was
/// answered otherwise moved at all.
fn check_answers(journal: &Journal, answers: &BTreeMap<(usize, String), Answer>) {
    let mut moved: BTreeMap<(String, &str), (&str, &Entry)> = BTreeMap::new();
    for (session, entries) in journal {
        for entry in entries {
            let twice = moved.insert((entry.key.clone(), &entry.delivery), (session, entry));
            assert!(twice.is_none(), "{} moved twice", entry.delivery);
        }
    }
    for ((client, id), answer) in answers {
        let entry = moved.remove(&(key(*client).to_string(), id.as_str()));
        match (&answer.answered, entry) {
            (Answered::Moved, Some((session, entry))) => {
                assert_eq!(answer.session.unwrap().as_uuid().simple().to_string(), *session);
                assert_eq!((answer.revision.get() as i64, answer.step.as_deref()), (entry.revision, Some(&*entry.to)));
            }
            (Answered::Moved, None) => panic!("{id} was answered with a move that is lost: {answer:?}"),
            (_, Some(_)) => panic!("{id} moved, but was answered otherwise: {answer:?}"),
            (_, None) => {}
        }
    }
    let strange: Vec<&str> =
        moved.keys().map(|(_, id)| *id).filter(|id| !id.starts_with("work:") && !id.starts_with("timer:")).collect();
    assert!(strange.is_empty(), "moves that nobody asked for: {strange:?}");
}

/// The data of every session, and what it can go back to, is what comes of its journal.
fn check_sessions(file: &Connection, journal: &Journal) {
    let mut statement =
        file.prepare("SELECT lower(hex(id)), revision, step, data, current, ended FROM session").unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut sessions = 0;
    while let Some(row) = rows.next().unwrap() {
        sessions += 1;
        let id: String = row.get(0).unwrap();
        let (step, current, ended): (String, bool, bool) =
            (row.get(2).unwrap(), row.get(4).unwrap(), row.get(5).unwrap());
        let entries = &journal[&id];
        let mut model = Model::default();
        let mut last: Option<&Entry> = None;
        for (number, entry) in (1..).zip(entries) {
            assert_eq!(entry.revision, number, "revisions of {id}");
            assert_eq!(entry.from.as_deref(), last.map(|last| &*last.to), "{id} is led on from where it stood");
            if entry.edge == "awake" {
                assert!(entry.at >= last.unwrap().at + 1000, "{id} awoke too early at {number}");
            }
            model.take(&id, entry);
            last = Some(entry);
        }
        let at = model.at.unwrap();
        assert_eq!((at.revision, &at.step), (row.get(1).unwrap(), &step));
        let data: serde_json::Value = serde_json::from_str(&row.get::<_, String>(3).unwrap()).unwrap();
        assert_eq!(data, at.data, "the data of {id}");
        assert!(!current || (step != "Sending" && step != "Resting"), "{id} still waits");
        assert!(current || ended);
        let past = if ended { Vec::new() } else { model.past };
        assert_eq!(kept_visits(file, &id), past, "what {id} can go back to");
    }
    assert_eq!(sessions, journal.len());
}

fn kept_visits(file: &Connection, session: &str) -> Vec<Stay> {
    let sql = "SELECT v.value ->> 0, j.to_step, j.data, v.value ->> 2 FROM session s, json_each(s.kept) v
               JOIN journal j ON j.id = v.value ->> 1 WHERE s.id = ?1 ORDER BY v.key";
    let mut statement = file.prepare_cached(sql).unwrap();
    let id = uuid::Uuid::parse_str(session).unwrap();
    let rows = statement.query_map([id.as_bytes().as_slice()], |row| {
        let data = serde_json::from_str(&row.get::<_, String>(2)?).unwrap();
        Ok(Stay { revision: row.get(0)?, step: row.get(1)?, data, open: row.get(3)? })
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// The key of the work of the visit at this revision.
fn work_key(session: &str, revision: i64) -> String {
    let id = uuid::Uuid::parse_str(session).unwrap();
    format!("{id}:{revision}:0")
}

/// Work and effects were only ever started for a move that was committed, with its data, under its key; every effect was
/// tried, and what work gave was taken once. Gives the number of attempts.
fn check_work(file: &Connection, journal: &Journal, notes: &str) -> usize {
    // An effect that was given up stays; all else is done.
    let sql = "SELECT count(*) FROM pending WHERE due IS NOT NULL OR kind <> 'effect'";
    assert_eq!(file.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 0, "what is still to be done");
    let mut attempts: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    let mut count = 0;
    // The last line of a killed process may be cut off.
    for note in notes.lines().filter_map(|line| serde_json::from_str::<Note>(line).ok()) {
        attempts.entry(note.key).or_default().insert(note.sum);
        count += 1;
    }
    let mut asked = BTreeSet::new();
    for (session, entries) in journal {
        for (number, entry) in entries.iter().enumerate() {
            if entry.to == "Sending" {
                asked.insert(work_key(session, entry.revision));
            }
            if entry.edge == "stop" {
                let id = uuid::Uuid::parse_str(session).unwrap();
                let key = format!("{id}:{}:e0", entry.revision);
                assert!(attempts.contains_key(&key), "the effect {key} was never tried");
                asked.insert(key);
            }
            if matches!(entry.edge.as_str(), "sent" | "not_sent") {
                let key = work_key(session, entries[number - 1].revision);
                assert_eq!(entry.delivery, format!("work:{key}"));
                assert_eq!(entry.said, None);
                assert!(attempts.contains_key(&key), "{key} has a result but was never tried");
            }
        }
    }
    for (key, sums) in attempts {
        assert!(asked.contains(&key), "{key} was tried but never asked for by a committed move");
        assert_eq!(sums.len(), 1, "{key} was tried with different data: {sums:?}");
    }
    count
}
