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
/// How many sessions take turns at once, and how many turns each of them takes in a round.
const SESSIONS: usize = 256;
const TURNS: usize = 12;

pub(crate) fn measure(is_quick: bool) -> Result<(), Failure> {
    let sizes: &[usize] = if is_quick { &QUICK } else { &SIZES };
    let rounds = if is_quick { 1 } else { 3 };
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
        for round in 0..rounds {
            for (size, engine, rates) in &mut engines {
                rates.push(turns(engine, *size, round).await?);
            }
        }
        let mut measured = Vec::new();
        for (size, engine, mut rates) in engines {
            engine.close().await;
            rates.sort_by(f64::total_cmp);
            measured.push((size, rates.get(rates.len() / 2).copied().unwrap_or_default()));
        }
        Ok::<_, Failure>(measured)
    })?;
    let smallest = rates.first().map_or(1.0, |(_, rate)| *rate);
    for (size, rate) in rates {
        println!("stored={size} turns/s={rate:.0} ratio={:.2}", rate / smallest);
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

/// Turns a second of sessions that are spread over the whole file, others in each round.
async fn turns(engine: &Engine, size: usize, round: usize) -> Result<f64, Failure> {
    let start = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for session in 0..SESSIONS {
        let key = key((session * (size / SESSIONS) + round) % size);
        running.spawn(chat(engine.clone(), key, round));
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok((SESSIONS * TURNS) as f64 / start.elapsed().as_secs_f64())
}

async fn chat(engine: Engine, key: SessionKey, round: usize) -> Result<(), Failure> {
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
         INSERT INTO session SELECT c.id, c.key, s.slot, s.current, s.workflow, s.version, s.step, s.data, s.revision,
                s.ended, s.created, s.updated FROM copy c, session s WHERE s.key = 'bench/chat-0//user-0';
         INSERT INTO journal SELECT c.id, j.revision, j.at, j.delivery, j.edge, j.from_step, j.to_step, c.by, j.said, j.view
                FROM copy c, (SELECT * FROM journal) j;
         INSERT INTO inbox SELECT c.key, i.delivery, i.at, i.answer FROM copy c, (SELECT * FROM inbox) i;
         INSERT INTO timer SELECT id, revision, 'far', 0, 9000000000000 + abs(random() % 1000000), NULL FROM session;
         COMMIT;
         DROP TABLE copy;
         PRAGMA wal_checkpoint(TRUNCATE);"
    ))?;
    drop(file);
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
