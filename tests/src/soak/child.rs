//! The process under load.

use std::error::Error;
use std::io::BufRead;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use workflow::{Engine, Limits, Retention, Sqlite};

use super::clock::FastClock;
use crate::dice::Dice;
use crate::load::client::{Client, Ends, Talk, say};
use crate::load::trouble::Trouble;
use crate::load::{Line, Load, Outside, Sent};

/// How many chat at once.
pub const CLIENTS: usize = 64;
/// How many conversations there are; each client leads as many as the others.
pub const CHATS: usize = CLIENTS * 32;
/// An hour of the engine's clock is a second.
const TIMES: i32 = 3600;
/// What is over is kept so long: 10 seconds of the soak.
const KEPT: Duration = Duration::from_hours(10);

/// Runs an engine and its clients until it is killed, or, when they are quiet, until nothing is under way. What it is given
/// on standard input is delivered first.
///
/// # Errors
/// When the engine can't be opened, or a delivery fails.
pub fn run(folder: &Path, start: Timestamp, run: u64, talk: Talk) -> Result<(), Box<dyn Error>> {
    let lines = std::io::stdin().lock().lines();
    let again: Vec<Sent> =
        lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect::<Result<_, Box<dyn Error>>>()?;
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.payload().downcast_ref::<String>().is_none_or(|text| text != Trouble::PANIC) {
            usual(panic);
        }
    }));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(soak(folder, start, run, talk, again))
}

async fn soak(folder: &Path, start: Timestamp, run: u64, talk: Talk, again: Vec<Sent>) -> Result<(), Box<dyn Error>> {
    let trouble = match talk {
        Talk::Quiet => Trouble::none(),
        _ => Trouble::now_and_then(Dice::new(run)),
    };
    let engine = Engine::builder(Outside::troubled(trouble.clone()))
        .workflow::<Load>()
        .store(Sqlite::open(database(folder)).await?)
        .clock(FastClock::new(start, TIMES))
        .retention(retention())
        .limits(limits())
        .build()
        .await?;
    let mut first = vec![Vec::new(); CLIENTS];
    for sent in again {
        first[sent.client % CLIENTS].push(sent);
    }
    let mut running = tokio::task::JoinSet::new();
    for (number, first) in first.into_iter().enumerate() {
        let chats = (number..CHATS).step_by(CLIENTS).collect();
        running.spawn(Client::new(engine.clone(), talk, run, chats).chat(first));
    }
    let counting = tokio::spawn(count(engine.clone(), trouble.clone()));
    while let Some(ended) = running.join_next().await {
        ended?.map_err(|error| -> Box<dyn Error> { error })?;
    }
    counting.abort();
    say_counts(&engine, &trouble).await.map_err(|error| -> Box<dyn Error> { error })?;
    engine.close().await;
    Ok(())
}

/// Where the sessions are.
pub fn database(folder: &Path) -> std::path::PathBuf {
    folder.join("bot.db")
}

/// So little that there is often too much to do, and that what is kept in memory is often dropped.
fn limits() -> Limits {
    let mut limits = Limits::default();
    // Leases are renewed by the real clock: one of a minute would run out at once by the quick one.
    limits.lease = Duration::from_secs(90 * 24 * 3600);
    limits.turns = 48;
    limits.turns_of_session = 4;
    limits.turn_time = Duration::from_millis(100);
    limits.work = 16;
    limits.effects = 16;
    limits.cached_sessions = 256;
    limits
}

fn retention() -> Retention {
    let mut retention = Retention::default();
    let kept = Some(KEPT);
    (retention.answers, retention.journal, retention.ended, retention.dead_effects) = (kept, kept, kept, kept);
    retention
}

/// Says now and then how much there is.
async fn count(engine: Engine, trouble: Trouble) {
    let mut often = tokio::time::interval(Duration::from_millis(500));
    // Without anybody who listens, or a store, there is nothing to say.
    while say_counts(&engine, &trouble).await.is_ok() {
        often.tick().await;
    }
}

async fn say_counts(engine: &Engine, trouble: &Trouble) -> Ends {
    let count = engine.count(None).await?;
    say(&Line::Counts { sessions: count.sessions, pending: count.work, trouble: trouble.met() })
}
