//! How large things are.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use super::child::database;

/// How large things are at one time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample {
    /// Since the start.
    pub at: Duration,
    /// Which process it is, by the number of its run.
    pub run: u64,
    /// Deliveries that were answered so far.
    pub turns: u64,
    /// Bytes that the process has in memory.
    pub memory: u64,
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of its write-ahead log.
    pub log: u64,
    /// Sessions that have not ended.
    pub sessions: u64,
    /// Pieces of work that are not done.
    pub pending: u64,
}

impl Sample {
    /// Measures the process and its files. Nothing is measured of a process that has ended.
    pub fn measure(&mut self, process: u32, folder: &Path) {
        let database = database(folder);
        let mut log = database.clone().into_os_string();
        log.push("-wal");
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        (self.memory, self.file, self.log) = (resident(process), length(&database), length(Path::new(&log)));
    }
}

/// The heads of the columns.
pub(super) const HEADS: &str = " seconds      turns  turns/s  RSS MB  file MB  WAL MB  sessions  pending";

/// A line of the table.
pub(super) struct Row<'a> {
    /// Now.
    pub(super) now: &'a Sample,
    /// At the line before.
    pub(super) before: &'a Sample,
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { now, before } = self;
        let passed = (now.at - before.at).as_secs_f64().max(0.001);
        let rate = (now.turns - before.turns) as f64 / passed;
        write!(
            f,
            "{:8.0} {:10} {rate:8.0} {:7.1} {:8.1} {:7.1} {:9} {:8}",
            now.at.as_secs_f64(),
            now.turns,
            mega(now.memory),
            mega(now.file),
            mega(now.log),
            now.sessions,
            now.pending,
        )
    }
}

/// Bytes as megabytes.
pub(super) fn mega(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// How many bytes the process has in memory.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
