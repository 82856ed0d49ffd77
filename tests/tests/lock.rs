//! The lock file: what is stored is compared with it, and nothing is ever taken out.

use serde_json::{Value, json};
use workflow::Stored;
use workflow::lock::{Entry, Holds, Lock, Locked, Mismatch, Part, assert_locked, compare, write};
use workflow::prelude::*;

/// Order something.
#[workflow(name = "order", version = 2, upgrade = upgrade)]
enum Order {
    Ask,
    #[step(name = "Count")]
    HowMany {
        item: String,
        #[serde(default)]
        gift: bool,
    },
    Sending {
        item: String,
        count: u32,
    },
    #[step(end)]
    Sent,
}

/// In version 1 the item was called `what`, and `Ask` was `Question`.
fn upgrade(_: u32, mut stored: Stored) -> Result<Stored> {
    if stored.step == "Question" {
        stored.step = "Ask".into();
    }
    if let Some(item) = stored.data.remove("what") {
        stored.data.insert("item".into(), item);
    }
    Ok(stored)
}

#[workflow]
impl Order {
    #[command("/order")]
    fn start() -> Ask {
        Ask
    }

    fn item(self: Ask, Text(item): Text) -> HowMany {
        HowMany { item, gift: false }
    }

    fn count(self: HowMany, Text(count): Text<u32>) -> Sending {
        Sending { item: self.item, count }
    }

    #[invoke(timeout = "1m")]
    async fn send(self: &Sending) -> Result<u64> {
        Ok(1)
    }

    #[done(send)]
    fn sent(self: Sending, number: u64) -> With<Sent, Tell> {
        Sent.with(Tell(vec![number]))
    }

    #[failed(send)]
    fn not_sent(self: Sending, _failure: Failure) -> HowMany {
        HowMany { item: self.item, gift: false }
    }

    #[effect]
    async fn tell(_numbers: Vec<u64>) -> Result<()> {
        Ok(())
    }
}

/// What the program stores now.
const NOW: &str = r#"
{"workflow":"order","version":2,"step":"Ask","shape":{}}
{"workflow":"order","version":2,"step":"Count","shape":{"gift":"bool","item":"String"}}
{"workflow":"order","version":2,"step":"Sending","shape":{"count":"u32","item":"String"}}
{"workflow":"order","version":2,"step":"Sent","shape":{}}
"#;

/// What is told of the lines of `NOW` and these.
fn told(lines: &str) -> Vec<String> {
    let lock = Lock::parse(&format!("{NOW}{lines}")).unwrap();
    compare(&lock, &[Locked::of::<Order>()]).iter().map(Mismatch::to_string).collect()
}

fn told_instead(old: &str, new: &str) -> Vec<String> {
    assert!(NOW.contains(old));
    let lock = Lock::parse(&NOW.replace(old, new)).unwrap();
    compare(&lock, &[Locked::of::<Order>()]).iter().map(Mismatch::to_string).collect()
}

fn sample(part: Part, sample: Value) -> Entry {
    Entry { workflow: "order".into(), version: 2, part, holds: Holds::Sample(sample) }
}

#[test]
fn nothing_is_told_of_what_is_as_it_was() {
    assert_eq!(told(""), [""; 0]);
}

#[test]
fn a_field_of_another_type_needs_a_new_version() {
    let told = told_instead(r#""count":"u32""#, r#""count":"u8""#);
    assert_eq!(
        told,
        [
            "step `Sending` of `order` was stored as { count: u8, item: String } and is now { count: u32, item: String }, \
          both in version 2: put it back, or write `#[workflow(version = 3, upgrade = …)]` on the enum, for the sessions \
          that are stored"
        ]
    );
}

#[test]
fn a_field_of_another_name_needs_a_new_version() {
    assert_eq!(told_instead(r#""gift":"bool","#, "").len(), 1);
}

#[test]
fn a_step_that_is_gone_is_told_with_what_to_do() {
    let told = told(r#"{"workflow":"order","version":2,"step":"Packing","shape":{"item":"String"}}"#);
    assert_eq!(
        told,
        [
            "step `Packing` of `order` version 2 is gone, and sessions may stand there: keep it, give the step that takes its \
          place `#[step(name = \"Packing\")]`, or write `#[workflow(version = 3, upgrade = …)]`"
        ]
    );
}

#[test]
fn a_step_that_is_not_locked_yet_is_told() {
    let told = told_instead(r#"{"workflow":"order","version":2,"step":"Sent","shape":{}}"#, "");
    assert_eq!(told, ["step `Sent` of `order` version 2 is not locked yet: `WORKFLOWS_LOCK=write cargo test` adds it"]);
}

#[test]
fn shapes_of_earlier_versions_bind_nobody_but_their_samples_must_load() {
    let line = r#"{"workflow":"order","version":1,"step":"Question","shape":{"what":"String"}}"#;
    assert_eq!(told(line), [""; 0]);
    assert_eq!(told(r#"{"workflow":"order","version":1,"step":"Question","sample":{}}"#), [""; 0]);
    assert_eq!(told(r#"{"workflow":"order","version":1,"step":"Count","sample":{"what":"tea"}}"#), [""; 0]);
    let lost = told(r#"{"workflow":"order","version":1,"step":"Basket","sample":{"what":"tea"}}"#);
    assert_eq!(
        lost,
        [
            "the step `Basket` of `order` version 1, {\"what\":\"tea\"} does not load any more: `order` has no step `Basket`"
        ]
    );
}

#[test]
fn a_sample_that_does_not_load_is_told_with_the_reason() {
    let told = told(r#"{"workflow":"order","version":2,"step":"Sending","sample":{"item":"tea","count":-1}}"#);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("does not load any more: the data of step `Sending` does not fit: "), "{}", told[0]);
}

#[test]
fn payloads_of_effects_and_results_of_work_are_samples_too() {
    assert_eq!(told(r#"{"workflow":"order","version":1,"effect":"tell","sample":[1,2]}"#), [""; 0]);
    assert_eq!(told(r#"{"workflow":"order","version":2,"result":"send","sample":7}"#), [""; 0]);
    let wrong = told(r#"{"workflow":"order","version":2,"effect":"tell","sample":"hello"}"#);
    assert!(
        wrong[0].starts_with("the payload of effect `tell` of `order` version 2, \"hello\" does not load"),
        "{wrong:?}"
    );
    let wrong = told(r#"{"workflow":"order","version":2,"result":"send","sample":-7}"#);
    assert!(wrong[0].starts_with("the result of work `send` of `order` version 2, -7 does not load"), "{wrong:?}");
    let gone = told(r#"{"workflow":"order","version":2,"result":"pack","sample":7}"#);
    assert!(gone[0].ends_with("there is no work `pack` any more"), "{gone:?}");
    let gone = told(r#"{"workflow":"order","version":2,"effect":"mail","sample":7}"#);
    assert!(gone[0].ends_with("there is no effect `mail` any more"), "{gone:?}");
}

#[test]
fn an_older_program_and_a_workflow_that_is_gone_are_told_once() {
    let newer = r#"{"workflow":"order","version":3,"step":"Ask","shape":{}}
{"workflow":"order","version":3,"step":"Sent","shape":{}}
{"workflow":"wallet","version":1,"step":"Ask","shape":{}}
{"workflow":"wallet","version":1,"step":"Ask","sample":{}}"#;
    assert_eq!(
        told(newer),
        [
            "`order` is at version 2 here, and version 3 is in the lock file",
            "`wallet` is in the lock file and not among the workflows that are checked: its sessions would be stuck",
        ]
    );
}

#[test]
fn writing_adds_what_is_new_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workflows.lock");
    assert_eq!(write(&path, &[Locked::of::<Order>()], []).unwrap(), 4);
    let first = std::fs::read_to_string(&path).unwrap();
    assert!(first.ends_with(NOW.trim_start()), "{first}");
    assert_eq!(write(&path, &[Locked::of::<Order>()], []).unwrap(), 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), first);

    let changed = first.replace(r#""count":"u32""#, r#""count":"u8""#);
    std::fs::write(&path, &changed).unwrap();
    assert_eq!(write(&path, &[Locked::of::<Order>()], []).unwrap(), 0, "a shape that changed is no new one");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), changed);
}

#[test]
fn of_samples_one_of_each_form_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workflows.lock");
    let step = || Part::Step("Count".into());
    let samples = [
        sample(step(), json!({"item": "tea", "gift": false})),
        sample(step(), json!({"item": "coffee", "gift": true})),
        sample(step(), json!({"item": "tea"})),
        sample(Part::Effect("tell".into()), json!([1])),
        sample(Part::Effect("tell".into()), json!([])),
        sample(Part::Effect("tell".into()), json!([2, 3])),
    ];
    assert_eq!(write(&path, &[Locked::of::<Order>()], samples).unwrap(), 4 + 4);
    assert_locked(&path, &[Locked::of::<Order>()]);
    let lock = Lock::read(&path).unwrap();
    let many = (0..100).map(|n| sample(step(), json!({"item": "tea", format!("field{n}"): 1})));
    write(&path, &[Locked::of::<Order>()], many).unwrap();
    assert_eq!(Lock::read(&path).unwrap().entries().len(), lock.entries().len() + 14, "sixteen of one thing");
}

#[test]
#[should_panic(expected = "there is no lock file")]
fn a_missing_file_is_told_with_how_to_write_it() {
    assert_locked(tempfile::tempdir().unwrap().path().join("workflows.lock"), &[Locked::of::<Order>()]);
}

#[test]
#[should_panic(expected = "does not fit the program:\n- step `Sending` of `order` was stored as { count: u8")]
fn the_assertion_tells_all_that_differs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workflows.lock");
    std::fs::write(&path, NOW.replace("u32", "u8")).unwrap();
    assert_locked(&path, &[Locked::of::<Order>()]);
}

#[test]
fn a_line_that_is_none_is_told_by_its_number() {
    let error = Lock::parse("# a comment\n\n{\"workflow\":1}\n").unwrap_err().to_string();
    assert!(error.starts_with("line 3 of the lock file is not one of its lines: "), "{error}");
}

#[test]
fn files_are_written_by_one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("workflows.lock");
    std::thread::scope(|scope| {
        for n in 0..8 {
            let path = &path;
            scope.spawn(move || {
                let data = json!({"item": "tea", format!("of{n}"): n});
                write(path, &[Locked::of::<Order>()], [sample(Part::Step("Count".into()), data)]).unwrap();
            });
        }
    });
    assert_eq!(Lock::read(&path).unwrap().entries().len(), 4 + 8);
}
