//! A stored step that does not load is set aside: the user is told, nothing is touched, nobody else is harmed.

use rusqlite::Connection;
use workflow_tests::bench::Bench;
use workflow_tests::trial::End;

use super::{STUCK, rejected, stands};

/// All rows of the session that was tampered with.
fn row(file: &Connection) -> Vec<rusqlite::types::Value> {
    let sql = "SELECT * FROM session WHERE key = 'test/chat//ann' AND current = 1";
    file.query_row(sql, [], |row| (0..12).map(|column| row.get(column)).collect()).unwrap()
}

async fn does_not_load(tamper: &str) {
    let bench = Bench::new().await;
    for name in ["ann", "bob"] {
        bench.chat(name).says("/trial one").await;
    }
    let token = bench.chat("ann").token("That is all").await;
    let mut before = Vec::new();
    let bench = bench
        .restart_after(|file| {
            assert_eq!(file.execute(&format!("{tamper} WHERE key = 'test/chat//ann'"), []).unwrap(), 1);
            before = row(file);
        })
        .await;
    let (ann, bob) = (bench.chat("ann"), bench.chat("bob"));
    assert_eq!(ann.says("two").await.answered, rejected(STUCK));
    assert_eq!(ann.press(token.clone()).await.answered, rejected(STUCK));
    // Others are not harmed.
    assert!(bob.says("two").await.moved());
    assert_eq!(bob.heard().await, ["one", "two"]);
    // Nothing is touched, and when it is repaired it goes on.
    let bench = bench
        .restart_after(|file| {
            assert_eq!(row(file), before);
            let repair = "UPDATE session SET workflow = 'trial', version = 1, step = 'Asking', data = '{\"heard\":[]}'";
            file.execute(&format!("{repair} WHERE key = 'test/chat//ann'"), []).unwrap();
        })
        .await;
    assert!(bench.chat("ann").says("three").await.moved());
    assert_eq!(bench.chat("ann").stands().await, stands("Asking", 2));
}

#[tokio::test]
async fn g07_a_step_that_is_not_known() {
    does_not_load("UPDATE session SET step = 'Removed'").await;
}

#[tokio::test]
async fn g07_data_of_another_shape() {
    does_not_load("UPDATE session SET data = '{\"heard\":7}'").await;
}

#[tokio::test]
async fn g07_data_that_lacks_a_field() {
    does_not_load("UPDATE session SET data = '{}'").await;
}

#[tokio::test]
async fn g07_a_version_of_the_future() {
    does_not_load("UPDATE session SET version = 9").await;
}

#[tokio::test]
async fn g07_a_version_of_the_past_without_an_upgrade() {
    does_not_load("UPDATE session SET version = 0").await;
}

#[tokio::test]
async fn g07_a_workflow_that_is_not_served() {
    does_not_load("UPDATE session SET workflow = 'gone'").await;
}

#[tokio::test]
async fn g07_data_that_is_no_json() {
    does_not_load("UPDATE session SET data = '{\"heard\":'").await;
}

#[tokio::test]
async fn g07_data_that_is_no_text() {
    does_not_load("UPDATE session SET data = x'ff00'").await;
}

#[tokio::test]
async fn g07_a_view_that_can_not_be_read_does_not_stop_the_session() {
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial one").await;
    let bench = bench
        .restart_after(|file| {
            file.execute("UPDATE journal SET view = 'nonsense'", []).unwrap();
        })
        .await;
    assert!(bench.chat("ann").says("/trial").await.moved() || !bench.chat("ann").says("two").await.moved());
}

#[tokio::test]
async fn g07_a_stuck_conversation_can_be_replaced_and_stays_in_the_store() {
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial one").await;
    let old = bench.chat("ann").now().await.session();
    let bench = bench
        .restart_after(|file| {
            file.execute("UPDATE session SET step = 'Removed'", []).unwrap();
        })
        .await;
    let ann = bench.chat("ann");
    assert!(ann.says("/trial two").await.moved());
    let bench = bench
        .restart_after(|file| {
            let sql = "SELECT step, data FROM session WHERE id = ?1";
            let kept: (String, String) = file
                .query_row(sql, [old.as_uuid().as_bytes().as_slice()], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            assert_eq!(kept, ("Removed".to_owned(), "{\"heard\":[\"one\"]}".to_owned()));
        })
        .await;
    assert_eq!(bench.chat("ann").heard().await, ["two"]);
}

#[tokio::test]
async fn g07_work_of_a_step_that_does_not_load_waits_for_a_program_that_loads_it() {
    let bench = Bench::new().await;
    for name in ["ann", "bob"] {
        bench.chat(name).says("/trial").await;
        bench.chat(name).says("work hard").await;
    }
    let mut bench = bench
        .restart_after(|file| {
            file.execute("UPDATE session SET version = 9 WHERE key = 'test/chat//ann'", []).unwrap();
        })
        .await;
    // The other one's work is taken up; this one's is neither tried nor given up.
    bench.attempt().await.reply.send(End::Gives("bob's")).unwrap();
    bench.chat("bob").until_at("Asking").await;
    let mut bench = bench
        .restart_after(|file| {
            let sql = "SELECT attempts, due IS NOT NULL FROM pending";
            let work: (u32, bool) = file.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            assert_eq!(work, (0, true));
            file.execute("UPDATE session SET version = 1", []).unwrap();
        })
        .await;
    bench.attempt().await.reply.send(End::Gives("ann's")).unwrap();
    bench.chat("ann").until_at("Asking").await;
    assert_eq!(bench.chat("ann").heard().await, ["ann's"]);
}

#[tokio::test]
async fn g07_a_row_that_can_not_be_read_does_not_keep_the_engine_from_starting() {
    let bench = Bench::new().await;
    for name in ["ann", "bob"] {
        bench.chat(name).says("/trial").await;
        bench.chat(name).says("work hard").await;
    }
    let mut bench = bench
        .restart_after(|file| {
            file.execute("UPDATE session SET key = 'nonsense' WHERE key = 'test/chat//ann'", []).unwrap();
        })
        .await;
    bench.attempt().await.reply.send(End::Gives("done")).unwrap();
    bench.chat("bob").until_at("Asking").await;
}

#[tokio::test]
async fn work_of_a_step_that_was_renamed_goes_when_the_step_is_left() {
    let bench = Bench::new().await;
    bench.chat("ann").says("/trial").await;
    bench.chat("ann").says("work hard").await;
    // As after a deploy in which the step has no work any more.
    let bench = bench
        .restart_after(|file| {
            file.execute("UPDATE session SET step = 'Asking', data = '{\"heard\":[]}'", []).unwrap();
        })
        .await;
    assert!(bench.chat("ann").says("one").await.moved());
    assert_eq!(bench.engine.count(None).await.unwrap().work, 0);
}
