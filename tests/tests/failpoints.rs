//! Each statement that writes fails, before and after it did, in each way in which SQLite can fail: a turn is written whole
//! or not at all, and is made when it is delivered again.
//!
//! The fail-points are triggers that another connection puts into the file: nothing in the store knows of them.

use std::collections::BTreeMap;
use std::time::Duration;

use rusqlite::Connection;
use workflow::{DeliverError, Delivery, Media, MediaId, MediaKind, SessionKey};
use workflow_tests::bench::{Chat, patiently};
use workflow_tests::claim::Office;
use workflow_tests::dice::{Dice, seed};
use workflow_tests::invariants::{broken, until_caught_up};

/// Every statement by which a turn writes, as a table and what is done to it.
const WRITES: [(&str, &str); 9] = [
    ("session", "INSERT"),
    ("session", "UPDATE"),
    ("journal", "INSERT"),
    ("inbox", "INSERT"),
    ("pending", "INSERT"),
    ("pending", "DELETE"),
    ("shown", "INSERT"),
    ("shown", "DELETE"),
    ("brought", "INSERT"),
];
/// How a statement fails: undone by itself, with what it did left, or with the whole transaction undone.
const HOW: [(&str, &str); 3] = [("BEFORE", "ABORT"), ("AFTER", "FAIL"), ("AFTER", "ROLLBACK")];

/// Has the statement fail whenever `odds` is true, until it is cleared.
fn fail(file: &Connection, (table, write): (&str, &str), when: &str, how: &str, odds: &str) {
    let sql = format!(
        "CREATE TRIGGER fails_{table}_{write}_{when} {when} {write} ON {table} WHEN {odds}
         BEGIN SELECT RAISE({how}, 'the statement fails'); END"
    );
    file.execute_batch(&sql).unwrap();
}

fn clear(file: &Connection) {
    let mut names = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in names {
        file.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
}

/// All rows of what only turns write, when sessions have caught up with their journal.
fn rows(file: &Connection) -> Vec<String> {
    until_caught_up(file);
    let mut rows = Vec::new();
    for table in ["session", "journal", "inbox", "shown", "brought"] {
        let mut statement = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let read = |row: &rusqlite::Row<'_>| {
            Ok((0..columns).map(|at| format!("{:?} ", row.get_ref(at).unwrap())).collect::<String>())
        };
        rows.extend(statement.query_map([], read).unwrap().map(|row| format!("{table} {}", row.unwrap())));
    }
    rows
}

/// What somebody does next.
enum Act {
    Says(&'static str),
    Presses(&'static str),
    /// Sends a file as an answer to what is shown.
    Sends,
    /// Nothing, until the conversation stands here.
    WaitsFor(&'static str),
}

/// A conversation in which every statement is used: a user, and what they do.
const SCRIPT: [(&str, Act); 20] = [
    ("ann", Act::Says("/claim")),
    ("ann", Act::Says("tea")),
    ("ann", Act::Says("42")),
    ("ann", Act::Says("/back")),
    ("ann", Act::Says("43")),
    ("ann", Act::Presses("Hand it in")),
    ("boss", Act::Presses("Send it back")),
    ("ann", Act::Presses("Hand it in")),
    ("ann", Act::Presses("Pay it unseen")),
    ("ann", Act::WaitsFor("AskBank")),
    ("ann", Act::Says("GLS")),
    ("ann", Act::Says("1762")),
    ("ann", Act::WaitsFor("Paid")),
    ("ann", Act::Says("/claim")),
    ("ann", Act::Says("a car")),
    ("ann", Act::Says("/claim")),
    ("bob", Act::Says("/claim")),
    ("bob", Act::Says("a bus")),
    ("bob", Act::Says("30000")),
    ("bob", Act::Presses("Hand it in")),
];

async fn delivery(chat: &Chat, id: String, act: &Act) -> Delivery {
    match act {
        Act::Says(text) => Delivery::text(id, *text),
        Act::Presses(label) => Delivery::press(id, chat.token(label).await),
        Act::Sends => {
            let bill = Media::new(MediaId::of_digest([7; 32]), MediaKind::Photo, "image/png", 900);
            let shown = chat.engine.sessions(&chat.key).await.unwrap();
            let view = shown.iter().find_map(|shown| shown.role().and(shown.reply())).expect("a file is asked for");
            Delivery::media(id, [bill]).reply_to(view)
        }
        Act::WaitsFor(step) => panic!("nothing is sent until {step}"),
    }
}

#[tokio::test(start_paused = true)]
async fn g01_a_turn_of_which_a_statement_fails_is_not_made_and_is_made_when_it_is_delivered_again() {
    let mut hits: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (when, how) in HOW {
        for write in WRITES {
            let office = Office::unsynced().await;
            let file = office.file();
            let script = SCRIPT.iter().chain([&("boss", Act::Sends)]);
            for (number, (user, act)) in script.enumerate() {
                let chat = office.chat(user);
                if let Act::WaitsFor(step) = act {
                    chat.until_at(step).await;
                    continue;
                }
                let delivery = delivery(&chat, number.to_string(), act).await;
                let before = rows(&file);
                fail(&file, write, when, how, "1");
                let first = patiently(office.engine.deliver(chat.key.clone(), delivery.clone())).await;
                if let Err(error) = &first {
                    assert!(matches!(error, DeliverError::Store(_)), "{error:?}");
                    *hits.entry(write).or_default() += 1;
                    assert_eq!(rows(&file), before, "{when} {write:?}, {how}: number {number} left something");
                }
                clear(&file);
                assert_eq!(broken(&file), [""; 0]);
                let again = patiently(office.engine.deliver(chat.key.clone(), delivery)).await.unwrap();
                assert!(again.moved(), "{when} {write:?}, {how}: number {number} {again:?}");
                assert!(first.is_err() || first.unwrap() == again);
            }
            office.engine.close().await;
            assert_eq!(broken(&file), [""; 0]);
        }
    }
    let missed: Vec<_> = WRITES.iter().filter(|write| hits.get(*write).is_none_or(|hits| *hits < HOW.len())).collect();
    assert!(missed.is_empty(), "no turn used {missed:?}");
}

#[tokio::test(start_paused = true)]
async fn g05_what_is_pending_is_done_when_the_statements_of_claims_fail_at_first() {
    for (write, when, how) in [("UPDATE", "BEFORE", "ABORT"), ("UPDATE", "AFTER", "FAIL"), ("DELETE", "AFTER", "ABORT")]
    {
        let office = Office::unsynced().await;
        let file = office.file();
        let ann = office.reviewing("ann").await;
        fail(&file, ("pending", write), when, how, "OLD.kind = 'work' OR OLD.name = 'tell'");
        ann.presses("Hand it in").await;
        if write == "UPDATE" {
            ann.presses("Pay it unseen").await;
        }
        // Several times over, it is tried in vain.
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(office.pending("effect") + office.pending("work") > 0, "{when} {write} does not fail");
        clear(&file);
        if write == "UPDATE" {
            ann.until_at("AskBank").await;
        }
        patiently(async {
            while office.pending("effect") + office.pending("work") > 0 {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        })
        .await;
        assert_eq!(broken(&file), [""; 0]);
    }
}

/// Many people at once, with every statement failing now and then.
#[tokio::test(start_paused = true)]
async fn g01_statements_that_fail_at_random_lose_nothing_and_do_nothing_twice() {
    let office = Office::unsynced().await;
    let file = office.file();
    let seed = seed("FAILPOINTS_SEED");
    let mut dice = Dice::new(seed);
    let writes = WRITES.into_iter().chain([("pending", "UPDATE")]);
    for (write, when) in writes.flat_map(|write| ["BEFORE", "AFTER"].map(|when| (write, when))) {
        let (_, how) = HOW[dice.throw(3) as usize];
        fail(&file, write, when, how, "abs(random()) % 100 = 0");
    }
    let people = (0..16).map(|number| {
        let name = if number < 2 { format!("boss {number}") } else { format!("user {number}") };
        let (chat, dice) = (office.chat(&name), Dice::new(seed ^ (number + 1)));
        tokio::spawn(lives(chat, dice))
    });
    let people: Vec<_> = people.collect();
    for _ in 0..40 {
        office.passes(7);
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    for person in people {
        patiently(person).await.unwrap();
    }
    clear(&file);
    patiently(async {
        while office.rows("pending WHERE kind = 'effect' AND due IS NOT NULL") > 0 {
            office.passes(1);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
    .await;
    office.engine.close().await;
    assert_eq!(broken(&file), [""; 0], "FAILPOINTS_SEED={seed}");
    assert!(office.rows("journal") > 100, "hardly anything happened");
}

/// Says this and that, and presses what is offered; what fails is delivered again until it is answered.
async fn lives(chat: Chat, mut dice: Dice) {
    for number in 0..60 {
        let shown = chat.engine.sessions(&chat.key).await.unwrap();
        let offers: Vec<_> = shown.iter().flat_map(|shown| shown.offers()).flatten().collect();
        let id = number.to_string();
        let delivery = match offers.get(dice.throw(offers.len() as u64 + 3) as usize) {
            Some(offer) => Delivery::press(id, offer.token.clone()),
            None => Delivery::text(id, ["/claim", "tea", "42", "/back", "/drop"][dice.throw(5) as usize]),
        };
        let answer = answered(&chat, &chat.key, &delivery).await;
        assert_eq!(answered(&chat, &chat.key, &delivery).await, answer);
    }
}

async fn answered(chat: &Chat, key: &SessionKey, delivery: &Delivery) -> workflow::Outcome {
    loop {
        match chat.engine.deliver(key.clone(), delivery.clone()).await {
            Ok(outcome) => return outcome,
            Err(DeliverError::Store(_) | DeliverError::Busy { .. }) => {
                tokio::time::sleep(Duration::from_millis(9)).await
            }
            Err(error) => panic!("{error}"),
        }
    }
}
