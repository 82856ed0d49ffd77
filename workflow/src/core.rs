//! The pure part: steps, graph, proofs, decisions, stored form and views. No async runtime, clock, IO or randomness.

pub(crate) mod child;
pub(crate) mod context;
pub(crate) mod decide;
pub(crate) mod dispatch;
pub(crate) mod effect;
pub(crate) mod error;
pub mod graph;
pub(crate) mod history;
pub(crate) mod input;
pub(crate) mod locale;
pub(crate) mod markup;
pub(crate) mod media;
pub(crate) mod moves;
pub(crate) mod phrase;
pub(crate) mod proof;
pub(crate) mod session;
pub(crate) mod step;
pub(crate) mod stored;
pub(crate) mod view;
pub(crate) mod work;
