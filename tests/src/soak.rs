//! An engine on a real file, under more load than it takes, for a long time: killed and started again, with functions that
//! fail, panic and hang, and a clock so fast that what is old is forgotten all the time.
//!
//! [`watch`] starts the engine as a process of its own ([`child`]), kills it now and then, samples its memory and its files,
//! and checks all that it answered. In the first half of the time there are kills; in the second half one process goes on,
//! so that its memory can be seen to stay. [`verdict`] says what is wrong.

pub mod child;
pub mod clock;
mod kept;
mod sample;
pub mod verdict;
pub mod watch;
