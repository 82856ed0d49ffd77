//! What `tests/peers` measures is a program that compiles and stores as its peer does; the measuring is no part of the
//! tests.

#[expect(dead_code, unreachable_pub, reason = "of the benchmark, which has all of it in use")]
#[path = "../peers/compile-time/src/generate/mod.rs"]
pub(crate) mod generate;
#[allow(dead_code, unreachable_pub)]
#[rustfmt::skip]
#[path = "../peers/samples/workflow.rs"]
mod sample;

use serde_json::json;
use workflow::{Choice, Stored, Text, Workflow};

#[test]
fn the_sample_is_what_the_benchmark_generates() {
    assert_eq!(generate::source(generate::Peer::Workflow, 10, 0), include_str!("../peers/samples/workflow.rs"));
}

#[test]
fn the_generated_workflow_walks_from_step_to_step() {
    let step = sample::Flow::start().named_0(Text("a".into())).counted_1(Text(2)).shaped_2(Choice(sample::Shape::Long));
    let stored = Stored::from(&sample::Flow::from(step));
    assert_eq!(serde_json::to_value(&stored.data).unwrap(), json!({"name": "a", "count": 4, "shape": "Long"}));
    assert_eq!((stored.step.as_ref(), sample::Flow::GRAPH.edges().len()), ("Step3", 20));
}
