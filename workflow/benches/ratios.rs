//! What the framework costs, as ratios to the same work written by hand, each pair measured in one run in turns.
//!
//! `cargo bench -p workflow --bench ratios` prints, lower being better for the first two and higher for the last:
//! - `typed move ratio`: calling transitions as methods, to structs and functions written by hand;
//! - `dispatch ratio`: calling transitions by the position of their edge, to a `match` on state and input;
//! - `sessions=… ratio`: durable turns a second of an engine, to a loop that writes the same rows with nothing around it.
//!
//! Options, after `--`: `--quick` for a short run; `moves`, `dispatch` or `turns` for one part; a number of sessions. The files are made in
//! `BENCH_DIR`, which must be on a disk for the numbers to mean anything, or else under `target`.
//!
//! With `BENCH_PEER`, the path of a program as `tests/peers/dialogues`, its turns a second are measured in the same rounds:
//! see `tests/peers/durable`.
//!
//! Counts of instructions, which do not vary from run to run, by side and function:
//! `valgrind --tool=callgrind --toggle-collect='*::by_framework' <the bench's program> --bench --quick dispatch`,
//! and the same with `*::by_hand`.

#[path = "ratios/calls.rs"]
mod calls;
#[path = "ratios/dispatch.rs"]
mod dispatch;
#[path = "ratios/moves.rs"]
mod moves;
#[path = "ratios/order.rs"]
mod order;
#[path = "ratios/raw.rs"]
mod raw;
#[path = "ratios/rows.rs"]
mod rows;
#[path = "ratios/turns.rs"]
mod turns;

/// Why a measurement came to nothing.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// That of the bot.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Quick,
    Full,
}

fn main() -> Result<(), Failure> {
    let options: Vec<String> = std::env::args().skip(1).filter(|option| option != "--bench").collect();
    let length = if options.iter().any(|option| option == "--quick") { Length::Quick } else { Length::Full };
    let sessions: Option<usize> = options.iter().find_map(|option| option.parse().ok());
    let known = ["moves", "dispatch", "turns"];
    let parts: Vec<&str> = options.iter().map(String::as_str).filter(|option| known.contains(option)).collect();
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    if wanted("moves") {
        moves::measure(length)?;
    }
    if wanted("dispatch") {
        dispatch::measure(length)?;
    }
    if wanted("turns") {
        turns::measure(length, sessions)?;
    }
    Ok(())
}
