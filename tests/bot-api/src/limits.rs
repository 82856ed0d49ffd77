//! How fast the bot may write, where a test says so.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// Limits of writing: messages and edits count, an album as many as it has. `None` is no limit.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// In each chat.
    pub chat: Option<Rate>,
    /// In each group within a minute.
    pub group_minute: Option<u32>,
    /// In all chats together within a second.
    pub second: Option<u32>,
}

/// So many a second, after a burst.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// How many a second in the long run.
    pub per_second: f64,
    /// How many at once.
    pub burst: u32,
}

#[derive(Debug, Default)]
pub(crate) struct Meter {
    limits: Limits,
    buckets: HashMap<i64, (f64, Duration)>,
    groups: HashMap<i64, VecDeque<Duration>>,
    all: VecDeque<Duration>,
    until: HashMap<i64, Duration>,
    all_until: Duration,
}

impl Meter {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Counts so many messages, or says how many seconds to wait.
    pub(crate) fn spend(&mut self, now: Duration, chat: i64, messages: usize) -> Result<(), u64> {
        let until = self.until.get(&chat).copied().unwrap_or_default().max(self.all_until);
        if until > now {
            return Err(seconds(until - now));
        }
        let messages = u32::try_from(messages).unwrap_or(u32::MAX);
        if let Some(wait) = self.chat_wait(now, chat, messages) {
            self.until.insert(chat, now + Duration::from_secs(wait));
            return Err(wait);
        }
        if let Some(wait) = wait(&mut self.all, self.limits.second, now, Duration::from_secs(1), messages) {
            self.all_until = now + Duration::from_secs(wait);
            return Err(wait);
        }
        let most = self.limits.group_minute.filter(|_| chat < 0);
        let group = self.groups.entry(chat).or_default();
        if let Some(wait) = wait(group, most, now, Duration::from_secs(60), messages) {
            self.until.insert(chat, now + Duration::from_secs(wait));
            return Err(wait);
        }
        if let Some((left, _)) = self.buckets.get_mut(&chat) {
            *left -= f64::from(messages);
        }
        for _ in 0..messages {
            group.push_back(now);
            self.all.push_back(now);
        }
        Ok(())
    }

    fn chat_wait(&mut self, now: Duration, chat: i64, messages: u32) -> Option<u64> {
        let rate = self.limits.chat?;
        let full = f64::from(rate.burst.max(1));
        let (left, at) = self.buckets.entry(chat).or_insert((full, now));
        *left = (*left + (now - *at).as_secs_f64() * rate.per_second).min(full);
        *at = now;
        // An album larger than the burst passes when nothing was sent for long enough.
        let wanted = f64::from(messages).min(full);
        let missing = wanted - *left;
        (missing > 1e-9).then(|| seconds(Duration::from_secs_f64(missing / rate.per_second.max(1e-6))))
    }
}

fn wait(
    past: &mut VecDeque<Duration>,
    most: Option<u32>,
    now: Duration,
    window: Duration,
    messages: u32,
) -> Option<u64> {
    while past.front().is_some_and(|at| *at + window <= now) {
        past.pop_front();
    }
    let most = most? as usize;
    let over = (past.len() + messages as usize).checked_sub(most).filter(|over| *over > 0)?;
    let freed = past.get(over - 1).or(past.back())?;
    Some(seconds(*freed + window - now))
}

/// Whole seconds, at least one.
fn seconds(time: Duration) -> u64 {
    (time.as_secs_f64().ceil() as u64).max(1)
}
