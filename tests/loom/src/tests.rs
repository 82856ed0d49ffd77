use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use loom::cell::UnsafeCell;
use loom::future::block_on;
use loom::thread;

use super::keyed::Keyed;
use super::sync::Arc;
use super::turns::Turns;

/// All orders with at most three switches between threads that nobody waited for: what goes wrong does so with few.
fn explore(check: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(check);
}

/// Something that no two threads may touch at once: loom finds it out if they do.
struct Alone {
    turns: Arc<Turns>,
    count: UnsafeCell<usize>,
}

impl Alone {
    fn new() -> Self {
        Self { turns: Arc::new(Turns::new()), count: UnsafeCell::new(0) }
    }

    fn add(&self) {
        let taking = Turns::take(&self.turns, 10).expect("there is a place");
        let turn = block_on(taking);
        // What loom's cell hands out is a pointer, which may be used as long as the turn is had.
        self.count.with_mut(|count| unsafe { *count += 1 });
        drop(turn);
    }

    fn count(&self) -> usize {
        let turn = block_on(Turns::take(&self.turns, 10).expect("there is a place"));
        let count = self.count.with(|count| unsafe { *count });
        drop(turn);
        count
    }
}

#[test]
fn g03_turns_never_overlap_and_none_is_lost() {
    explore(|| {
        let alone = Arc::new(Alone::new());
        let others = [0, 1].map(|_| {
            let alone = Arc::clone(&alone);
            thread::spawn(move || alone.add())
        });
        alone.add();
        for other in others {
            other.join().unwrap();
        }
        assert_eq!(alone.count(), 3);
    });
}

#[test]
fn one_who_leaves_the_line_keeps_nobody_waiting() {
    explore(|| {
        let alone = Arc::new(Alone::new());
        let leaves = thread::spawn({
            let alone = Arc::clone(&alone);
            move || {
                let mut taking = Turns::take(&alone.turns, 10).expect("there is a place");
                // Looks once, and goes when it is not its turn; also when the turn is given to it just then.
                match pin!(&mut taking).poll(&mut Context::from_waker(Waker::noop())) {
                    Poll::Ready(turn) => drop(turn),
                    Poll::Pending => drop(taking),
                }
            }
        });
        let waits = thread::spawn({
            let alone = Arc::clone(&alone);
            move || alone.add()
        });
        alone.add();
        leaves.join().unwrap();
        waits.join().unwrap();
        assert_eq!(alone.count(), 2);
    });
}

#[test]
fn no_more_wait_than_may() {
    explore(|| {
        let turns = Arc::new(Turns::new());
        let has = block_on(Turns::take(&turns, 0).expect("nobody is before it"));
        let other = thread::spawn({
            let turns = Arc::clone(&turns);
            move || Turns::take(&turns, 1).map(block_on).is_some()
        });
        let third = Turns::take(&turns, 1);
        drop(has);
        // Of two who may wait at one place, one does; or the first was served before the second came.
        let waited = third.map(block_on).is_some();
        assert!(other.join().unwrap() || waited);
    });
}

#[test]
fn g03_a_key_has_one_line_while_others_are_dropped() {
    explore(|| {
        let lanes: Arc<Keyed<u8, Alone>> = Arc::new(Keyed::new(1));
        let get = |lanes: &Keyed<u8, Alone>, key: u8| lanes.get(&key, Alone::new, |_| false);
        let mine = get(&lanes, 1);
        let other = thread::spawn({
            let lanes = Arc::clone(&lanes);
            move || lanes.get(&1, Alone::new, |_| false).add()
        });
        // Lanes of other keys: those that nobody has are dropped for them.
        drop(get(&lanes, 2));
        drop(get(&lanes, 3));
        mine.add();
        other.join().unwrap();
        assert_eq!(mine.count(), 2);
    });
}

#[test]
fn those_who_wait_are_served_in_order() {
    explore(|| {
        let turns = Arc::new(Turns::new());
        let has = block_on(Turns::take(&turns, 9).expect("nobody is before it"));
        let (mut first, mut second) = (Turns::take(&turns, 9).expect("place"), Turns::take(&turns, 9).expect("place"));
        let mut context = Context::from_waker(Waker::noop());
        assert!(pin!(&mut second).poll(&mut context).is_pending());
        let frees = thread::spawn(move || drop(has));
        frees.join().unwrap();
        assert!(pin!(&mut second).poll(&mut context).is_pending(), "the first is before it");
        let Poll::Ready(turn) = pin!(&mut first).poll(&mut context) else { panic!("it is the first's turn") };
        drop(turn);
        assert!(pin!(&mut second).poll(&mut context).is_ready());
    });
}
