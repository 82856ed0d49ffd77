//! The process that survives: it starts the one under load, listens to it, kills it and checks what it left.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tempfile::TempDir;

use super::child::database;
use super::kept::Kept;
use super::sample::{HEADS, Row, Sample, mega};
use super::verdict::{Tally, thirds, verdict};
use crate::dice::Dice;
use crate::load::client::LATELY;
use crate::load::log::{Heard, Log, Name};
use crate::load::process::Process;
use crate::load::{Line, Sent};

/// How often sizes are measured.
const SAMPLE: Duration = Duration::from_millis(500);
/// What was answered so long ago is not looked for any more: it is kept for longer than that, also when this machine stalls.
const LOOKED_FOR: Duration = LATELY.saturating_mul(2);
/// What was answered so long ago is delivered by nobody any more.
const KNOWN: Duration = LATELY.saturating_mul(15);
/// How long a process lives at the most that is killed soon after its start.
const SHORT: Duration = Duration::from_millis(400);
/// How long what is under way may take at the end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Soaks an engine for so long, `program` being what runs [`child::run`](super::child::run) by the arguments `child
/// <folder> <start> <run> <loud or quiet>`. Prints how it goes; gives what is wrong.
pub fn watch(program: PathBuf, time: Duration, dice: Dice) -> Vec<String> {
    let watch = Watch {
        program,
        folder: tempfile::tempdir().unwrap(),
        time,
        begun: Instant::now(),
        start: Timestamp::now(),
        dice,
        log: Log::default(),
        lately: VecDeque::new(),
        tally: Tally::default(),
        trouble: 0,
        now: Sample::default(),
        printed: Sample::default(),
        samples: Vec::new(),
    };
    watch.run()
}

struct Watch {
    program: PathBuf,
    folder: TempDir,
    time: Duration,
    begun: Instant,
    start: Timestamp,
    dice: Dice,
    log: Log,
    /// What was answered lately, in order. All else that was answered is not in the log any more.
    lately: VecDeque<(Instant, Name)>,
    tally: Tally,
    /// Trouble of the process that runs.
    trouble: u64,
    now: Sample,
    printed: Sample,
    samples: Vec<Sample>,
}

impl Watch {
    fn run(mut self) -> Vec<String> {
        println!("{HEADS}");
        while self.begun.elapsed() < self.time / 2 {
            // Often before it has taken up all that was under way; often after it has forgotten what is old.
            let longest = if self.dice.throw(3) == 0 { SHORT } else { (self.time / 15).max(SHORT * 20) };
            let run = Duration::from_millis(self.dice.throw(longest.as_millis() as u64));
            self.loud_run((self.begun.elapsed() + run).min(self.time / 2));
        }
        self.loud_run(self.time);
        self.quiet_run();
        self.check_the_end();
        self.print_the_end();
        verdict(&self.samples, &self.tally)
    }

    /// Has it under load until then, and kills it.
    fn loud_run(&mut self, until: Duration) {
        let mut process = self.start("loud");
        let mut sample_at = self.begun.elapsed() + SAMPLE;
        loop {
            let now = self.begun.elapsed();
            if now >= until {
                break;
            }
            if now >= sample_at {
                sample_at += SAMPLE;
                self.sample(&process);
                continue;
            }
            match process.lines().recv_timeout(sample_at.min(until) - now) {
                Ok(line) => self.hear(line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.tally.broken.push("the process has ended by itself".into());
                    break;
                }
            }
        }
        process.kill();
        self.tally.kills += 1;
        self.hear_the_rest(&process);
        self.check();
    }

    /// Delivers what was not answered, and waits until nothing is under way.
    fn quiet_run(&mut self) {
        let mut process = self.start("quiet");
        match process.ended_within(PATIENCE) {
            Some(status) if status.success() => {}
            Some(status) => self.tally.broken.push(format!("the last run ended with {status}")),
            None => {
                self.tally.broken.push("work is forgotten: a session waits for ever".into());
                process.kill();
            }
        }
        self.hear_the_rest(&process);
        if self.now.pending > 0 {
            self.tally
                .broken
                .push(format!("{} pieces of work are pending, and nothing is under way", self.now.pending));
        }
        self.check();
    }

    fn start(&mut self, mode: &str) -> Process {
        self.forget();
        self.now.run += 1;
        self.trouble = 0;
        let Self { dice, log, lately, .. } = self;
        let unanswered = log.sent().filter(|(_, _, answer)| answer.is_none()).map(|(_, sent, _)| sent);
        let answered = lately.iter().rev().take_while(|(at, _)| at.elapsed() < LATELY).filter(|_| dice.throw(20) == 0);
        let answered = answered.filter_map(|(_, name)| log.delivery(name));
        let again: Vec<Sent> = unanswered.chain(answered).cloned().collect();
        let mut command = Command::new(&self.program);
        command.arg("child").arg(self.folder.path()).args([self.start.to_string(), self.now.run.to_string()]).arg(mode);
        Process::start(&mut command, &again)
    }

    fn hear(&mut self, line: Line) {
        match &line {
            Line::Busy { .. } => self.tally.busy += 1,
            Line::Counts { sessions, pending, trouble } => {
                (self.now.sessions, self.now.pending) = (*sessions, *pending);
                self.tally.trouble += trouble - self.trouble;
                self.trouble = *trouble;
            }
            Line::Sends(_) | Line::Answered { .. } => {}
        }
        match self.log.note(line) {
            Ok(Heard::First(name)) => {
                self.tally.answered += 1;
                self.lately.push_back((Instant::now(), name));
                self.forget();
            }
            Ok(Heard::Again) => self.tally.again += 1,
            Ok(Heard::Else) => {}
            Err(error) => self.tally.broken.push(error),
        }
    }

    fn hear_the_rest(&mut self, process: &Process) {
        for line in process.lines() {
            self.hear(line);
        }
    }

    /// Forgets what was answered long ago, before the engine does.
    fn forget(&mut self) {
        while let Some((_, name)) = self.lately.pop_front_if(|(at, _)| at.elapsed() > KNOWN) {
            self.log.forget(&name);
        }
    }

    /// All that was answered lately is kept.
    fn check(&mut self) {
        let answers = self.lately.iter().filter(|(at, _)| at.elapsed() < LOOKED_FOR);
        let answers = answers.filter_map(|(_, name)| Some((name, self.log.answer(name)?)));
        let wrong = Kept::open(&database(self.folder.path())).and_then(|kept| kept.check(answers));
        self.tally.broken.extend(wrong.unwrap_or_else(|error| vec![error.to_string()]));
    }

    fn check_the_end(&mut self) {
        let unanswered = self.log.sent().filter(|(_, _, answer)| answer.is_none());
        self.tally.broken.extend(unanswered.map(|(name, ..)| format!("{name:?} was never answered")));
        let checked = Kept::open(&database(self.folder.path())).and_then(|kept| {
            self.tally.broken.extend(kept.moved_twice()?);
            self.tally.broken.extend(kept.damage()?);
            self.tally.forgotten = self.tally.answered.saturating_sub(kept.answers()?);
            Ok(())
        });
        self.tally.broken.extend(checked.err().map(|error| error.to_string()));
    }

    fn sample(&mut self, process: &Process) {
        self.now.at = self.begun.elapsed();
        self.now.turns = self.tally.answered + self.tally.again;
        self.now.measure(process.id(), self.folder.path());
        self.samples.push(self.now);
        if self.now.at >= self.printed.at + (self.time / 40).max(Duration::from_secs(2)) {
            println!("{}", Row { now: &self.now, before: &self.printed });
            self.printed = self.now;
        }
    }

    fn print_the_end(&self) {
        let Tally { kills, answered, again, busy, trouble, forgotten, .. } = &self.tally;
        println!("{kills} kills; {answered} deliveries answered, {again} of them again; {busy} times too much to do;");
        println!("{trouble} failures, panics and hangs; {forgotten} old answers forgotten");
        let of_last = self.samples.iter().filter(|sample| Some(sample.run) == self.samples.last().map(|last| last.run));
        let of_last: Vec<u64> = of_last.map(|sample| sample.memory).collect();
        let files: Vec<u64> = self.samples.iter().map(|sample| sample.file).collect();
        for (what, sizes) in [("memory of the last process", of_last), ("the file", files)] {
            if let Some((middle, end)) = thirds(&sizes) {
                let (middle, end) = (mega(middle as u64), mega(end as u64));
                println!("{what}: {middle:.1} MB in the middle third, {end:.1} MB in the last ({:.2} x)", end / middle);
            }
        }
        let longest = self.samples.iter().map(|sample| sample.log).max().unwrap_or(0);
        println!("the write-ahead log: {:.1} MB at the most", mega(longest));
    }
}
