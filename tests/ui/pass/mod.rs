//! The wrong programs of `ui/fail`, after their help was followed. Each compiles, which is all that is tested.

mod choices;
mod functions;
mod graph;
mod inputs;
mod moves;
mod parameters;
mod phrases;
mod steps;
mod views;
mod work;
mod workflow;
