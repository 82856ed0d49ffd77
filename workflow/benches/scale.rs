//! What does not depend on how much is stored, and what a turn costs without a store.
//!
//! `cargo bench -p workflow --bench scale` prints
//! - `decide`: microseconds to load a stored step, decide, and encode what is to be stored, on one processor;
//! - `stored=… turns/s=… ratio=…`: durable turns a second of 1, 32 and 256 sessions at once, in a
//!   file of so many, to the smallest file. The same thousand are in use in each, spread over the whole file;
//! - `start`: how long an engine takes to open a file of so many sessions, each with an armed timer, and the memory that the
//!   process has then.
//!
//! Options, after `--`: `--quick` for smaller files. They are made in `BENCH_DIR` or under `target`, and need about 1 GB.

#[path = "scale/decide.rs"]
mod decide;
#[path = "ratios/order.rs"]
mod order;
#[path = "scale/stored.rs"]
mod stored;

/// Why a measurement came to nothing.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// That of the bot.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Failure> {
    let options: Vec<String> = std::env::args().skip(1).filter(|option| option != "--bench").collect();
    if let [option, path] = options.as_slice()
        && option == "--start"
    {
        return stored::start(path.as_ref());
    }
    let is_quick = options.iter().any(|option| option == "--quick");
    decide::measure(is_quick)?;
    stored::measure(is_quick)
}
