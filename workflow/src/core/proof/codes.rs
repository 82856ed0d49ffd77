//! The codes of what is proved, each the name of a page in `docs/book/src/errors/`. Those that tokens can show are in
//! `workflow-macros/src/codes.rs`, with the list of topics.

pub(super) const NAMES_ALIKE: &str = " [W209]";
pub(super) const LABELS_ALIKE: &str = " [W210]";
pub(super) const TWO_INPUTS: &str = " [W303]";
pub(super) const SAME_INPUT: &str = " [W304]";
pub(super) const BOTH_SIDES: &str = " [W305]";
pub(super) const OPTIONAL: &str = " [W306]";
pub(super) const NO_OPTIONS: &str = " [W307]";
pub(super) const NO_INPUT: &str = " [W311]";
pub(super) const REWIND: &str = " [W406]";
pub(super) const UNREACHABLE: &str = " [W501]";
pub(super) const DEAD_END: &str = " [W502]";
pub(super) const LEFT_END: &str = " [W503]";
pub(super) const NEVER_FINISHES: &str = " [W504]";
pub(super) const SKIPPED: &str = " [W505]";
pub(super) const NO_ENTRY: &str = " [W506]";
pub(super) const NOT_TAKEN: &str = " [W601]";
pub(super) const MAY_NEVER_RETURN: &str = " [W602]";
pub(super) const AT_AN_END: &str = " [W603]";
pub(super) const TWO_CHILDREN: &str = " [W612]";
