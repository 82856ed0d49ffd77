//! Turns among many stored sessions, and the start with them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use rusqlite::Connection;
use workflow::store::Store as _;
use workflow::{Delivery, Engine, SessionKey, Sqlite};

use crate::Failure;
use crate::order::Order;

/// How many sessions a file holds.
const SIZES: [usize; 3] = [1_000, 100_000, 1_000_000];
const QUICK: [usize; 2] = [1_000, 20_000];
/// How many sessions take turns at once, and how many one after the other in each place of a round.
const AT_ONCE: [(usize, usize); 3] = [(1, 25), (32, 10), (256, 3)];
/// How many turns each of them takes.
const TURNS: usize = 12;
/// How many sessions are in use, whatever is stored beside them: spread over the whole file.
const IN_USE: usize = 1_000;

pub(crate) fn measure(is_quick: bool) -> Result<(), Failure> {
    let sizes: &[usize] = if is_quick { &QUICK } else { &SIZES };
    let rounds = if is_quick { 1 } else { 9 };
    let folder = folder()?;
    let files = sizes.iter().map(|size| Ok((*size, fill(&folder, *size)?))).collect::<Result<Vec<_>, Failure>>()?;
    for (_, path) in &files {
        let run = Command::new(std::env::current_exe()?).arg("--start").arg(path).status()?;
        if !run.success() {
            return Err("the start failed".into());
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let rates = runtime.block_on(async {
        let mut engines = Vec::new();
        for (size, path) in &files {
            engines.push((*size, open(path).await?, Vec::new()));
        }
        for (kind, at_once) in AT_ONCE.into_iter().enumerate() {
            for round in 0..rounds {
                // Whoever comes second finds the disk in another mood.
                engines.rotate_left(1);
                for (size, engine, rates) in &mut engines {
                    rates.push((at_once.0, turns(engine, *size, at_once, kind * rounds + round).await?));
                }
            }
        }
        engines.sort_by_key(|(size, ..)| *size);
        let mut measured = Vec::new();
        for (size, engine, rates) in engines {
            engine.close().await;
            measured.push((size, rates));
        }
        Ok::<_, Failure>(measured)
    })?;
    for (sessions, _) in AT_ONCE {
        let mut smallest = None;
        for (size, rates) in &rates {
            let rates = rates.iter().filter(|(at_once, _)| *at_once == sessions);
            let mut rates: Vec<f64> = rates.map(|(_, rate)| *rate).collect();
            rates.sort_by(f64::total_cmp);
            let rate = rates.get(rates.len() / 2).copied().unwrap_or_default();
            let ratio = rate / *smallest.get_or_insert(rate);
            println!("stored={size} sessions={sessions} turns/s={rate:.0} ratio={ratio:.2}");
        }
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Opens the file in a process that does nothing else, and tells what it took.
pub(crate) fn start(path: &Path) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let begun = Instant::now();
        let engine = open(path).await?;
        let took = begun.elapsed().as_secs_f64();
        // Whatever it begins to read at the start is in memory then.
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let status = std::fs::read_to_string("/proc/self/status")?;
        let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        let megabytes = kilobytes.and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1024.0;
        let sessions = engine.count(None).await?.sessions;
        println!("start sessions={sessions} timers={sessions}: {took:.3} s, rss={megabytes:.0} MB");
        engine.close().await;
        Ok(())
    })
}

async fn open(path: &Path) -> Result<Engine, Failure> {
    Ok(Engine::builder(()).workflow::<Order>().store(Sqlite::open(path).await?).build().await?)
}

fn key(session: usize) -> SessionKey {
    SessionKey::new("bench", format!("chat-{session}"), format!("user-{session}"))
}

/// Turns a second of the sessions in use, with others in each round: they come to the first ones again when all have had one.
async fn turns(engine: &Engine, size: usize, (at_once, waves): (usize, usize), round: usize) -> Result<f64, Failure> {
    let start = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for place in 0..at_once {
        let engine = engine.clone();
        running.spawn(async move {
            for wave in 0..waves {
                let session = (round * at_once * waves + place * waves + wave) % IN_USE;
                chat(&engine, key(session * (size / IN_USE)), round).await?;
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok((at_once * waves * TURNS) as f64 / start.elapsed().as_secs_f64())
}

async fn chat(engine: &Engine, key: SessionKey, round: usize) -> Result<(), Failure> {
    for turn in 0..TURNS {
        let told = if turn % 2 == 0 { "a pot of green tea" } else { "Small" };
        let outcome = engine.deliver(key.clone(), Delivery::text(format!("{round}-{turn}"), told)).await?;
        if !outcome.moved() {
            return Err(format!("{key} did not move: {outcome:?}").into());
        }
    }
    Ok(())
}

/// A file of so many sessions that are under way, each with a timer that is armed: copies of one that an engine made.
fn fill(folder: &Path, size: usize) -> Result<PathBuf, Failure> {
    let path = folder.join(format!("stored-{size}.db"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let store = std::sync::Arc::new(Sqlite::open(&path).await?);
        let engine = Engine::builder(()).workflow::<Order>().store(std::sync::Arc::clone(&store)).build().await?;
        engine.deliver(key(0), Delivery::text("begins", "/order")).await?;
        engine.close().await;
        store.close().await;
        Ok::<_, Failure>(())
    })?;
    let file = Connection::open(&path)?;
    file.execute_batch(&format!(
        "PRAGMA synchronous = OFF;
         BEGIN;
         CREATE TEMP TABLE copy AS
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {size} - 1)
             SELECT unhex(printf('019000000000700080%014x', i)) AS id,
                    'bench/chat-' || i || '//user-' || i AS key, 'bench:user-' || i AS by FROM n;
         INSERT INTO journal SELECT NULL, c.id, j.revision, j.previous, j.at, j.delivery, j.edge, j.from_step, j.workflow,
                j.version, j.to_step, j.data, c.by, j.said, j.view, j.keeps FROM copy c, (SELECT * FROM journal) j;
         INSERT INTO session (id, key, slot, current, workflow, version, step, data, revision, ended, created, updated, locale,
                entry) SELECT c.id, c.key, s.slot, s.current, s.workflow, s.version, s.step, s.data, s.revision, s.ended,
                s.created, s.updated, s.locale, j.id FROM copy c JOIN journal j ON j.session = c.id,
                (SELECT * FROM session) s;
         INSERT INTO inbox SELECT i.delivery, c.key, i.at, i.answer FROM copy c, (SELECT * FROM inbox) i;
         INSERT INTO pending (session, revision, kind, position, workflow, name, attempts, asked, due)
                SELECT id, revision, 'timer', 0, workflow, 'far', 0, 0, 9000000000000 + abs(random() % 1000000) FROM session;
         UPDATE meta SET value = (SELECT max(id) FROM journal) WHERE name = 'caught up';
         COMMIT;
         DROP TABLE copy;
         PRAGMA wal_checkpoint(TRUNCATE);"
    ))?;
    drop(file);
    // What is not on the disk yet would be written in the middle of the measurement.
    std::fs::File::open(&path)?.sync_all()?;
    Ok(path)
}

/// Where the files are made, empty.
fn folder() -> Result<PathBuf, Failure> {
    let folder = std::env::var_os("BENCH_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench-scale"),
        |folder| PathBuf::from(folder).join("scale"),
    );
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}
