//! What the benchmark generates compiles, and is what is kept under `samples/`.

#[allow(dead_code)]
#[path = "../src/generate/mod.rs"]
mod generate;

#[allow(dead_code)]
#[path = "../../samples/by_hand.rs"]
mod by_hand;
#[allow(dead_code)]
#[path = "../../samples/statum.rs"]
mod statum_bare;
#[allow(dead_code)]
#[path = "../../samples/statum_driven.rs"]
mod statum_driven;
#[allow(dead_code)]
#[path = "../../samples/workflow.rs"]
mod workflow_own;

use generate::{Peer, source};

#[test]
fn the_samples_are_what_is_generated() {
    assert_eq!(source(Peer::Workflow, 10, 0), include_str!("../../samples/workflow.rs"));
    assert_eq!(source(Peer::ByHand, 10, 0), include_str!("../../samples/by_hand.rs"));
    assert_eq!(source(Peer::Statum, 10, 0), include_str!("../../samples/statum.rs"));
    assert_eq!(source(Peer::StatumDriven, 10, 0), include_str!("../../samples/statum_driven.rs"));
}

#[test]
fn the_two_that_are_driven_store_the_same() {
    let step = by_hand::Flow::start().named_0("a".into()).counted_1(2);
    let by_hand = serde_json::to_value(by_hand::Flow::Step2(step)).unwrap();
    let step = workflow_own::Flow::start().named_0(workflow::Text("a".into())).counted_1(workflow::Text(2));
    let own = serde_json::to_value(workflow_own::Flow::from(step)).unwrap();
    assert_eq!(by_hand["step"], own["step"]);
    assert_eq!(by_hand["data"], own["data"]);
}
