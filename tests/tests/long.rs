//! A workflow longer than anybody writes.

use std::path::Path;

use workflow_tests::project::Project;

use crate::peers::generate::{Peer, source};

/// The macros allow the lint on the proofs, so that there is no limit to be met at any length; here it may not be allowed.
#[test]
fn five_hundred_steps_are_checked_far_from_the_limits_of_the_compiler() {
    let project = Project::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("long"), &source(Peer::Workflow, 500, 0));
    let mut check = project.command(env!("CARGO"));
    let output = check.arg("check").env("RUSTFLAGS", "--force-warn long_running_const_eval").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(!told.contains("warning:"), "{told}");
}
