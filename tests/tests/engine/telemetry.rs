//! What an operator sees: spans and numbers of every turn, attempt and hook, and never what a user said.

use std::cell::RefCell;
use std::io::Write;
use std::sync::Once;

use metrics::{SharedString, Unit};
use metrics_util::CompositeKey;
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use workflow_tests::bench::Bench;
use workflow_tests::claim::Office;

thread_local! {
    /// All that is logged on this thread, where all tasks of a test run; `None` while no test listens.
    static HEARD: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Listens on this thread until it is dropped.
struct Log;

impl Log {
    /// One subscriber for all threads: with one of a thread's own, what others log first would never be heard.
    fn listen() -> Self {
        static SUBSCRIBE: Once = Once::new();
        SUBSCRIBE.call_once(|| {
            let listens = dynamic_filter_fn(|_, _| HEARD.with_borrow(Option::is_some));
            let spans = FmtSpan::NEW | FmtSpan::CLOSE;
            let layer = layer().with_span_events(spans).with_ansi(false).with_writer(|| Ear).with_filter(listens);
            tracing_subscriber::registry().with(layer).init();
        });
        HEARD.set(Some(Vec::new()));
        Self
    }

    fn text(&self) -> String {
        HEARD.with_borrow(|heard| String::from_utf8(heard.clone().unwrap()).unwrap())
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        HEARD.set(None);
    }
}

struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        HEARD.with_borrow_mut(|heard| heard.iter_mut().for_each(|heard| heard.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// How often something was counted with this label, or how many times were taken of it.
fn counted(snapshot: &[Measured], name: &str, label: &str) -> u64 {
    let wanted =
        |key: &metrics::Key| key.name() == name && (label.is_empty() || key.labels().any(|it| it.value() == label));
    let values = snapshot.iter().filter(|(key, ..)| wanted(key.key())).map(|(.., value)| match value {
        DebugValue::Counter(count) => *count,
        DebugValue::Histogram(values) => values.len() as u64,
        DebugValue::Gauge(_) => 0,
    });
    values.sum()
}

type Measured = (CompositeKey, Option<Unit>, Option<SharedString>, DebugValue);

const SECRET: &str = "violet-armadillo";

#[tokio::test]
async fn no_log_and_no_span_holds_what_a_user_said() {
    let log = Log::listen();
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says(&format!("/create {SECRET}")).await;
    ann.presses("1:1").await;
    // Nothing here takes a text.
    ann.says(SECRET).await;
    ann.presses("Draw it").await;
    ann.until_at("Done").await;
    ann.says(&format!("/{SECRET} {SECRET}")).await;
    // Transitions and views that break in every way.
    let bob = bench.chat("bob");
    bob.says(&format!("/trial {SECRET}")).await;
    for what in ["no", "fault", "panic"] {
        bob.says(&format!("{what} {SECRET}")).await;
    }
    bench.engine.close().await;
    let text = log.text();
    assert!(text.contains("turn{"), "{text}");
    let told: Vec<&str> = text.lines().filter(|line| line.contains(SECRET)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[tokio::test]
async fn a_turn_has_a_span_of_session_workflow_edge_and_revision() {
    let log = Log::listen();
    let office = Office::new().await;
    let ann = office.reviewing("ann").await;
    let session = ann.now().await.session();
    let text = log.text();
    let closed = text.lines().filter(|line| line.contains("close")).collect::<Vec<_>>();
    let turn = closed.iter().find(|line| line.contains("edge=\"sum\"")).unwrap_or_else(|| panic!("{closed:#?}"));
    for field in [&format!("session={session}"), "workflow=\"claim\"", "revision=3"] {
        assert!(turn.contains(field), "{turn}");
    }
    // Work has a span of each attempt, an effect too.
    ann.presses("Hand it in").await;
    office.deeds.until("tell", 1).await;
    let text = log.text();
    let effect = text.lines().find(|line| line.contains("effect{")).unwrap_or_else(|| panic!("{text}"));
    for field in [&format!("session={session}"), "workflow=\"claim\"", "name=\"tell\"", "attempt=1"] {
        assert!(effect.contains(field), "{effect}");
    }
}

#[tokio::test]
async fn turns_work_and_effects_are_counted_and_timed() {
    let recorder = DebuggingRecorder::new();
    let numbers = recorder.snapshotter();
    let _records = metrics::set_default_local_recorder(&recorder);
    let bench = Bench::new().await;
    let ann = bench.chat("ann");
    ann.says("/create a cat").await;
    ann.presses("1:1").await;
    ann.says("a text that nothing takes").await;
    ann.presses("Draw it").await;
    ann.until_at("Done").await;
    // What it moved is shown before the turn is over.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    bench.engine.close().await;
    let snapshot = numbers.snapshot().into_vec();
    let count = |name, label| counted(&snapshot, name, label);
    assert_eq!(count("workflow_turns_total", "moved"), 4);
    assert_eq!(count("workflow_turns_total", "rejected"), 1);
    assert_eq!(count("workflow_turn_seconds", ""), 5);
    assert_eq!(count("workflow_commit_seconds", ""), 5);
    for edge in ["start", "shape", "draw", "drawn"] {
        assert_eq!(count("workflow_moves_total", edge), 1, "{edge}");
    }
    assert_eq!(count("workflow_work_attempts_total", "done"), 1);
    assert_eq!(count("workflow_work_seconds", "render"), 1);
}
