//! What happens by itself: timers, work and effects. What is due at the same time may happen in any order.

use super::edge;
use super::session::{By, Session, State};
use super::step::Step;

/// So often the work of a claim is tried. Then its failure is brought, which nothing takes, until the step is left.
const TRIES: u32 = 4;
/// After so many failures a timer waits for longer than the shortest time that is let pass.
const MANY: u32 = 9;

/// What happens by itself, at the workflow of this depth.
#[derive(Debug, Clone, Copy)]
enum Event {
    Timer(usize),
    Work(usize),
}

impl Session {
    /// All that may have become of it by `now`, when everything that is due has happened.
    pub(super) fn outcomes(&self, now: i64, is_broken: bool) -> Vec<Self> {
        let due = self.due(now);
        if due.is_empty() {
            return vec![self.clone()];
        }
        let mut outcomes: Vec<Self> = Vec::new();
        for event in due {
            let mut next = self.clone();
            next.happens(event, now, is_broken);
            let new = next.outcomes(now, is_broken);
            outcomes.extend(new.into_iter().filter(|new| !outcomes.contains(new)).collect::<Vec<_>>());
        }
        outcomes
    }

    fn due(&self, now: i64) -> Vec<Event> {
        let levels = self.levels.iter().enumerate().filter(|_| self.is_current);
        let events = levels.flat_map(|(depth, level)| {
            let timer = level.timer.map(|timer| (timer, Event::Timer(depth)));
            let work = level.work.map(|work| (work, Event::Work(depth)));
            timer.into_iter().chain(work)
        });
        events.filter(|(waits, _)| waits.due <= now).map(|(_, event)| event).collect()
    }

    fn happens(&mut self, event: Event, now: i64, is_broken: bool) {
        match event {
            Event::Timer(depth) => {
                let level = &mut self.levels[depth];
                match &mut level.timer {
                    Some(timer) if is_broken && matches!(level.step, Step::Waiting { .. }) => timer.fails(now),
                    _ => {
                        let (taken, by) = (edge::of_timer(&level.step), By::Timer(level.entered));
                        self.takes(now, depth, taken, by);
                    }
                }
            }
            Event::Work(depth) => match &mut self.levels[depth].work {
                Some(work) if is_broken || work.tries >= TRIES => work.fails(now),
                _ => self.asks_for_the_account(now),
            },
        }
    }

    /// Tries what is to be done outside and is due.
    pub(super) fn does(&mut self, now: i64, is_broken: bool) {
        let asked = self.effects.iter_mut().filter(|effect| effect.state == State::Asked);
        for effect in asked.filter(|effect| effect.waits.due <= now) {
            effect.waits.fails(now);
            let (_, retries) = effect.deed.named();
            match () {
                () if !is_broken => effect.state = State::Done,
                () if effect.waits.tries > retries => effect.state = State::GivenUp,
                () => {}
            }
        }
    }

    /// How often the work of this visit has failed, as it is stored: not, when its failure was brought instead.
    pub(super) fn stored_tries(tries: u32) -> u32 {
        tries.min(TRIES - 1)
    }

    /// Whether a timer waits for longer than the shortest time that is let pass.
    pub(super) fn waits_long(&self) -> bool {
        self.levels.iter().filter_map(|level| level.timer).any(|timer| timer.tries > MANY)
    }
}
