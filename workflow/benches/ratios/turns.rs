//! Durable turns of an engine, and the same rows written with nothing around it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use workflow::store::Store as _;
use workflow::{Delivery, Engine, SessionKey, Sqlite};

use crate::calls::{median, quantile};
use crate::order::Order;
use crate::rows::{Row, Table, Told, delivery, key, rows, tables, told};
use crate::{Failure, Length, raw};

/// How many sessions are under way at once, and how many turns each of them takes in a round: so many that its end, where
/// ever fewer have turns left, is a small part of it.
const LOADS: [(usize, usize); 4] = [(1, 400), (32, 400), (256, 200), (1024, 100)];
/// The peer takes so much longer that it takes fewer turns.
const OF_PEER: usize = 4;

pub(crate) fn measure(length: Length, only: Option<usize>) -> Result<(), Failure> {
    let folder = folder()?;
    let (rounds, shorter) = if length == Length::Quick { (3, 4) } else { (9, 1) };
    let peer = std::env::var_os("BENCH_PEER").map(PathBuf::from);
    let mut syncs = Vec::new();
    let mut equal = true;
    let mut sizes = Vec::new();
    for (sessions, turns) in LOADS.into_iter().filter(|(sessions, _)| only.is_none_or(|only| only == *sessions)) {
        let turns = 1 + turns.div_ceil(shorter);
        let mut measured = Vec::with_capacity(rounds);
        let mut by_peer = Vec::new();
        for round in 0..rounds {
            syncs.extend(sync_times(&folder)?);
            let rows = tokio::runtime::Builder::new_current_thread().build()?.block_on(rows(sessions, turns))?;
            // Whoever comes second finds the disk in another mood.
            let (engine, raw) = if round % 2 == 0 {
                let engine = by_engine(&folder, sessions, turns)?;
                (engine, by_loop(&folder, &rows)?)
            } else {
                let raw = by_loop(&folder, &rows)?;
                (by_engine(&folder, sessions, turns)?, raw)
            };
            if let Some(peer) = &peer {
                by_peer.push(by_peer_program(peer, &folder, sessions, turns.div_ceil(OF_PEER))?);
            }
            equal &= check(&engine.tables, &raw.tables);
            sizes.push((engine.tables.clone(), sessions * turns));
            measured.push((engine, raw));
        }
        let timed = (sessions * (turns - 1)) as f64;
        let rate = |took: Duration| timed / took.as_secs_f64();
        let latency = |share| {
            let all = measured.iter().flat_map(|(engine, _)| engine.latencies.iter().map(Duration::as_secs_f64));
            quantile(all, share) * 1e3
        };
        println!(
            "sessions={sessions} turns/s={:.0} raw/s={:.0} ratio={:.2} p50={:.2}ms p99={:.2}ms",
            median(measured.iter().map(|(engine, _)| rate(engine.took))),
            median(measured.iter().map(|(_, raw)| rate(raw.took))),
            median(measured.iter().map(|(engine, raw)| raw.took.as_secs_f64() / engine.took.as_secs_f64())),
            latency(0.5),
            latency(0.99),
        );
        if !by_peer.is_empty() {
            let ours = median(measured.iter().map(|(engine, _)| rate(engine.took)));
            let theirs = median(by_peer);
            println!("sessions={sessions} peer/s={theirs:.0} ratio={:.1}", ours / theirs);
        }
    }
    println!("fsync={:.2}ms p90={:.2}ms", median(syncs.iter().copied()), quantile(syncs, 0.9));
    if let Some((tables, turns)) = sizes.last() {
        let table = |table: &Table| {
            let bytes: i64 = table.bytes.iter().map(|(_, bytes)| bytes).sum();
            format!("{} {:.0}", table.name, bytes as f64 / *turns as f64)
        };
        println!("bytes/turn: {}", tables.iter().map(table).collect::<Vec<_>>().join(", "));
    }
    std::fs::remove_dir_all(&folder)?;
    if equal { Ok(()) } else { Err("the two sides did not write the same".into()) }
}

/// One side's round.
struct Measured {
    took: Duration,
    /// Of each turn, from its delivery to its answer.
    latencies: Vec<Duration>,
    tables: Vec<Table>,
}

fn by_engine(folder: &Path, sessions: usize, turns: usize) -> Result<Measured, Failure> {
    let path = fresh(folder, "engine.db")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (took, latencies) = runtime.block_on(async {
        let engine = Engine::builder(()).workflow::<Order>().store(Sqlite::open(&path).await?).build().await?;
        let chats = |turns: Range<usize>| (0..sessions).map(|session| Chat::new(session, turns.clone())).collect();
        let (begins, goes_on): (Vec<_>, Vec<_>) = (chats(0..1), chats(1..turns));
        all(&engine, begins).await?;
        let start = Instant::now();
        let latencies = all(&engine, goes_on).await?;
        let took = start.elapsed();
        engine.close().await;
        Ok::<_, Failure>((took, latencies))
    })?;
    Ok(Measured { took, latencies, tables: tables(&Connection::open(&path)?)? })
}

/// Takes the turns of all chats, each as soon as the one before it is answered, and tells how long each took.
async fn all(engine: &Engine, chats: Vec<Chat>) -> Result<Vec<Duration>, Failure> {
    let tasks: Vec<_> = chats.into_iter().map(|chat| tokio::spawn(chat.run(engine.clone()))).collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    Ok(latencies)
}

/// What one session is told, and under which ids.
struct Chat {
    key: SessionKey,
    turns: Vec<(String, Told)>,
}

impl Chat {
    fn new(session: usize, turns: Range<usize>) -> Self {
        Self { key: key(session), turns: turns.map(|turn| (delivery(session, turn), told(session, turn))).collect() }
    }

    async fn run(self, engine: Engine) -> Result<Vec<Duration>, Failure> {
        let mut latencies = Vec::with_capacity(self.turns.len());
        for (id, told) in self.turns {
            let delivery = match told {
                Told::Text(text) => Delivery::text(id, text),
                // To press a button, it must have been shown.
                Told::Press(place) => {
                    let snapshot = engine.session(&self.key).await?.ok_or("there is no session")?;
                    let offer = snapshot.offers().into_iter().flatten().nth(place).ok_or("there is no such button")?;
                    Delivery::press(id, offer.token)
                }
            };
            let start = Instant::now();
            let outcome = engine.deliver(self.key.clone(), delivery).await?;
            latencies.push(start.elapsed());
            if !outcome.moved() {
                return Err(format!("{} did not move: {outcome:?}", self.key).into());
            }
        }
        Ok(latencies)
    }
}

fn by_loop(folder: &Path, rows: &[Vec<Row>]) -> Result<Measured, Failure> {
    let path = fresh(folder, "raw.db")?;
    // The store makes its own tables.
    tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
        Sqlite::open(&path).await?.close().await;
        Ok::<_, Failure>(())
    })?;
    let took = raw::write(&path, rows)?;
    Ok(Measured { took, latencies: Vec::new(), tables: tables(&Connection::open(&path)?)? })
}

/// Turns a second of another program, which is given a file, how many sessions, and how many turns of each.
fn by_peer_program(peer: &Path, folder: &Path, sessions: usize, turns: usize) -> Result<f64, Failure> {
    let path = fresh(folder, "peer.db")?;
    let run = Command::new(peer).arg(&path).args([sessions.to_string(), turns.to_string()]).output()?;
    if !run.status.success() {
        return Err(String::from_utf8_lossy(&run.stderr).into());
    }
    Ok(String::from_utf8(run.stdout)?.trim().parse()?)
}

/// Says what differs.
fn check(engine: &[Table], raw: &[Table]) -> bool {
    let mut is_same = engine.len() == raw.len();
    for (engine, raw) in engine.iter().zip(raw).filter(|(engine, raw)| !is_like(engine, raw)) {
        eprintln!("ERROR: {} is not the same:\n  engine {engine:?}\n  raw    {raw:?}", engine.name);
        is_same = false;
    }
    is_same
}

/// Entries are numbered as they are written, one side in another order: a number may have a digit more.
fn is_like(engine: &Table, raw: &Table) -> bool {
    let is_near = |((name, engine), (other, raw)): (&(String, i64), &(String, i64))| {
        let is_number = ["previous", "entry", "kept"].contains(&name.as_str());
        name == other && (engine == raw || is_number && engine.abs_diff(*raw) * 10 <= raw.unsigned_abs())
    };
    (&engine.name, engine.rows) == (&raw.name, raw.rows) && engine.bytes.iter().zip(&raw.bytes).all(is_near)
}

/// Where the files are made: under `target`, as what is in memory has no `fsync`.
fn folder() -> Result<PathBuf, Failure> {
    let folder = std::env::var_os("BENCH_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench-ratios"),
        |folder| PathBuf::from(folder).join("ratios"),
    );
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The path of a file that is not there.
fn fresh(folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    for suffix in ["", "-wal", "-shm", ".lock"] {
        let path = folder.join(format!("{name}{suffix}"));
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    Ok(folder.join(name))
}

/// How many milliseconds an `fsync` of a small append takes, several times.
fn sync_times(folder: &Path) -> Result<Vec<f64>, Failure> {
    use std::io::Write as _;
    let mut file = std::fs::File::create(folder.join("sync"))?;
    (0..20)
        .map(|_| {
            file.write_all(&[0; 4096])?;
            let start = Instant::now();
            file.sync_all()?;
            Ok(start.elapsed().as_secs_f64() * 1e3)
        })
        .collect()
}
