//! Points are conserved.

use std::collections::HashMap;

use flows::data::{Data, Held, Job, Ledger, Owner, Points};
use proptest::prelude::*;

const OWNERS: [&str; 3] = ["ann", "bob", "cleo"];

fn owner(index: usize) -> Owner {
    Owner::from(&workflow::SessionKey::new("test", OWNERS[index], OWNERS[index]))
}

/// What is done to the ledger; a job has one owner, as its id says.
#[derive(Debug, Clone)]
enum Act {
    Reserve {
        job: usize,
        points: u32,
    },
    Settle {
        job: usize,
    },
    Refund {
        job: usize,
    },
    Give {
        owner: usize,
        key: u8,
        points: u32,
    },
    /// The program ends, and another one opens the file.
    Restart,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..9_usize, 0..120_u32).prop_map(|(job, points)| Act::Reserve { job, points }),
        3 => (0..9_usize).prop_map(|job| Act::Settle { job }),
        3 => (0..9_usize).prop_map(|job| Act::Refund { job }),
        2 => (0..3_usize, 0..4_u8, 0..80_u32).prop_map(|(owner, key, points)| Act::Give { owner, key, points }),
        1 => Just(Act::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Any acts, each done up to three times at once and by two handles, against a model: whatever comes twice counts once.
    #[test]
    fn points_are_conserved_never_negative_and_each_job_ends_once(acts in prop::collection::vec((act(), 1..4_usize), 1..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let open = || Ledger::new(Data::open(&folder.path().join("bot.db")).unwrap(), Points::new(100));
            let mut ledger = open();
            let mut ended: HashMap<usize, Held> = HashMap::new();
            let mut given: HashMap<(usize, u8), u32> = HashMap::new();
            for (act, times) in acts {
                if matches!(act, Act::Restart) {
                    drop(ledger);
                    ledger = open();
                    continue;
                }
                let mut doing = tokio::task::JoinSet::new();
                for _ in 0..times {
                    let (ledger, act) = (ledger.clone(), act.clone());
                    doing.spawn(async move {
                        match act {
                            Act::Reserve { job, points } => ledger.reserve(&id(job), &owner(job % 3), Points::new(points)).await,
                            Act::Settle { job } => ledger.settle(&id(job)).await,
                            Act::Refund { job } => ledger.refund(&id(job), &owner(job % 3)).await,
                            Act::Give { owner: index, key, points } => {
                                ledger.give(&format!("{index}:{key}"), &owner(index), Points::new(points), "gift").await
                            }
                            Act::Restart => Ok(()),
                        }
                        .is_ok()
                    });
                }
                let done = doing.join_all().await;
                prop_assert!(done.iter().all(|ok| *ok == done[0]), "each time the same: {act:?} {done:?}");
                if let Act::Give { owner, key, points } = act {
                    given.entry((owner, key)).or_insert(points);
                }
                if let Act::Settle { job } | Act::Refund { job } = act
                    && let Some(hold) = ledger.hold(&id(job)).await.unwrap()
                    && hold.state != Held::Held
                {
                    prop_assert_eq!(*ended.entry(job).or_insert(hold.state), hold.state, "a job ends once");
                }
                for index in 0..3 {
                    let balance = ledger.balance(&owner(index)).await.unwrap();
                    let mut spent = 0;
                    for job in (0..9).filter(|job| job % 3 == index) {
                        if let Some(hold) = ledger.hold(&id(job)).await.unwrap()
                            && hold.state == Held::Settled
                        {
                            spent += hold.points.get();
                        }
                    }
                    let came: u32 = given.iter().filter(|((owner, _), _)| *owner == index).map(|(_, points)| points).sum();
                    prop_assert_eq!(balance.free.get() + balance.held.get() + spent, 100 + came);
                }
            }
            Ok(())
        })?;
    }
}

fn id(job: usize) -> Job {
    Job::from(format!("job {job}").as_str())
}

#[tokio::test]
async fn a_job_that_was_given_up_before_it_began_takes_no_points() {
    let ledger = Ledger::new(Data::in_memory().unwrap(), Points::new(100));
    ledger.refund(&id(1), &owner(0)).await.unwrap();
    let refused = ledger.reserve(&id(1), &owner(0), Points::new(10)).await.unwrap_err();
    assert_eq!(refused.rejection().unwrap().as_str(), "This was given up already.");
    assert_eq!(ledger.balance(&owner(0)).await.unwrap().free, Points::new(100));
}

#[tokio::test]
async fn what_is_settled_is_not_refunded_and_the_other_way_round() {
    let ledger = Ledger::new(Data::in_memory().unwrap(), Points::new(100));
    ledger.reserve(&id(1), &owner(0), Points::new(10)).await.unwrap();
    ledger.settle(&id(1)).await.unwrap();
    assert!(ledger.refund(&id(1), &owner(0)).await.is_err());
    ledger.reserve(&id(2), &owner(0), Points::new(10)).await.unwrap();
    ledger.refund(&id(2), &owner(0)).await.unwrap();
    assert!(ledger.settle(&id(2)).await.is_err());
    assert_eq!(ledger.balance(&owner(0)).await.unwrap().free, Points::new(90));
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bot.db");
    drop(Data::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let told = Data::open(&path).err().unwrap().to_string();
    assert_eq!(told, "the bot's own file is of version 99, and this program knows up to 1");
}
