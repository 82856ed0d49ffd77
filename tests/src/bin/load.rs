//! An engine under load, to be killed: `load <database> <outside> <run> <clients> <mode>`.
//!
//! First delivers again what it is given on standard input, then lets the clients chat until it is killed. Says on
//! standard output what it is about to deliver, and what was answered. In the mode `quiet` the clients say nothing new:
//! it waits until all work, timers and effects are done, and ends. In the mode `unsynced` commits are not synced.

use std::error::Error;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use workflow::store::{Store, Which};
use workflow::{Engine, Sqlite};
use workflow_tests::load::client::{Client, Talk};
use workflow_tests::load::{Load, Outside, Sent};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, outside, run, clients, mode] = arguments.as_slice() else {
        return Err("load <database> <outside> <run> <clients> <mode>".into());
    };
    let again: Vec<Sent> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let (run, clients) = (run.parse()?, clients.parse()?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(load(database.into(), outside.into(), run, clients, again, mode))
}

async fn load(
    database: PathBuf,
    outside: PathBuf,
    run: u64,
    clients: usize,
    again: Vec<Sent>,
    mode: &str,
) -> Result<(), Box<dyn Error>> {
    let talk = if mode == "quiet" { Talk::Quiet } else { Talk::Loud };
    let store = match mode {
        "unsynced" => Sqlite::open_unsynced(database).await?,
        _ => Sqlite::open(database).await?,
    };
    let store = Arc::new(store);
    let engine = Engine::builder(Outside::open(outside)?).workflow::<Load>().store(Arc::clone(&store)).build().await?;
    let mut first = vec![Vec::new(); clients];
    for sent in again {
        first[sent.client].push(sent);
    }
    let mut running = tokio::task::JoinSet::new();
    for (number, first) in first.into_iter().enumerate() {
        running.spawn(Client::new(engine.clone(), talk, run, vec![number]).chat(first));
    }
    while let Some(ended) = running.join_next().await {
        ended?.map_err(|error| -> Box<dyn Error> { error })?;
    }
    while talk == Talk::Quiet && !store.pending(Which::Due, 1).await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    engine.close().await;
    Ok(())
}
