//! From tokens to what the user wrote, one type a thing. Nothing is compared with anything else here.

pub(crate) mod docs;
pub(crate) mod functions;
pub(crate) mod marks;
pub(crate) mod options;
pub(crate) mod says;
pub(crate) mod steps;
pub(crate) mod time;
pub(crate) mod types;
