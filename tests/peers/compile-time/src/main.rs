//! Measures what it costs the compiler to check the same workflow written in several ways.
//!
//! ```text
//! cargo run --release -p compile-time [-- [--sizes 10,100] [--peers workflow,by_hand] [--repeats 5] [--samples]]
//! ```

mod generate;
mod measure;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generate::{Peer, source};
use measure::{Crate, Workspace};

const ALL: [Peer; 4] = [Peer::Workflow, Peer::ByHand, Peer::Statum, Peer::StatumDriven];

/// The samples under `samples/` have so many steps.
const SAMPLE: usize = 10;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let (mut sizes, mut repeats, mut peers) = (vec![10, 100, 400, 500], 5, ALL.to_vec());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.next()) {
            ("--sizes", Some(list)) => sizes = list.split(',').map(str::parse).collect::<Result<_, _>>()?,
            ("--repeats", Some(count)) => repeats = count.parse()?,
            ("--peers", Some(list)) => {
                peers = ALL.into_iter().filter(|peer| list.split(',').any(|name| name == peer.name())).collect();
            }
            ("--samples", None) => return write_samples(),
            _ => {
                return Err(
                    "usage: compile-time [--sizes 10,100] [--peers workflow,by_hand] [--repeats 5] [--samples]".into(),
                );
            }
        }
    }
    let crates: Vec<_> = sizes.iter().flat_map(|&size| peers.iter().map(move |&peer| (peer, size))).collect();
    let workspace = Workspace::new(&folder(), &crates)?;
    let mut rows = Vec::new();
    for &steps in &sizes {
        eprintln!("measuring {steps} steps");
        rows.push(measured(&workspace, &peers, steps, repeats)?);
    }
    println!("{}", measure::versions());
    for (&steps, row) in sizes.iter().zip(&rows) {
        table(&peers, steps, row);
    }
    growth(&peers, &sizes, &rows);
    Ok(())
}

/// What is known of a way of writing it in one size. Times are CPU seconds, least and median.
struct Cost {
    cold: Vec<f64>,
    edited: Vec<f64>,
    written: usize,
    expanded: usize,
}

fn measured(workspace: &Workspace, peers: &[Peer], steps: usize, repeats: usize) -> Result<Vec<Cost>, Box<dyn Error>> {
    let crates: Vec<Crate> = peers.iter().map(|&peer| Crate::new(workspace, peer, steps)).collect();
    let mut costs: Vec<Cost> =
        peers.iter().map(|_| Cost { cold: vec![], edited: vec![], written: 0, expanded: 0 }).collect();
    // Its dependencies, which are not what is measured.
    for each in &crates {
        each.write(0)?;
        each.check()?;
    }
    // In turn, so that what else the machine does falls on all alike.
    for edit in 1..=u32::try_from(repeats)? {
        for (each, cost) in crates.iter().zip(&mut costs) {
            each.write(edit)?;
            cost.edited.push(each.check()?);
        }
    }
    for _ in 0..repeats.div_ceil(2) {
        for (each, cost) in crates.iter().zip(&mut costs) {
            each.forget()?;
            cost.cold.push(each.check()?);
        }
    }
    for (each, cost) in crates.iter().zip(&mut costs) {
        cost.written = each.written()?;
        cost.expanded = each.expanded()?;
    }
    Ok(costs)
}

fn table(peers: &[Peer], steps: usize, costs: &[Cost]) {
    let Some(hand) = peers.iter().zip(costs).find(|(peer, _)| **peer == Peer::ByHand).map(|(_, cost)| cost) else {
        return;
    };
    println!("\n{steps} steps: CPU seconds of `cargo check`, median (least); × of the medians by hand\n");
    println!("| | after an edit | × | cold | × | source bytes | expanded bytes | × |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (peer, cost) in peers.iter().zip(costs) {
        let (edited, cold) = (median(&cost.edited), median(&cost.cold));
        println!(
            "| {} | {edited:.2} ({:.2}) | {:.2} | {cold:.2} ({:.2}) | {:.2} | {} | {} | {:.2} |",
            title(*peer),
            least(&cost.edited),
            edited / median(&hand.edited),
            least(&cost.cold),
            cold / median(&hand.cold),
            cost.written,
            cost.expanded,
            cost.expanded as f64 / hand.expanded as f64,
        );
    }
}

fn growth(peers: &[Peer], sizes: &[usize], rows: &[Vec<Cost>]) {
    let of = |steps| sizes.iter().position(|&size| size == steps).and_then(|place| rows.get(place));
    let (Some(ten), Some(hundred)) = (of(10), of(100)) else { return };
    println!("\nExpanded code of 100 steps against 10:");
    for (peer, (ten, hundred)) in peers.iter().zip(ten.iter().zip(hundred)) {
        println!("- {}: × {:.2}", title(*peer), hundred.expanded as f64 / ten.expanded as f64);
    }
}

fn title(peer: Peer) -> &'static str {
    match peer {
        Peer::Workflow => "workflow",
        Peer::ByHand => "by hand",
        Peer::Statum => "statum 0.9",
        Peer::StatumDriven => "statum 0.9, stored and driven",
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

fn median(values: &[f64]) -> f64 {
    let values = sorted(values);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn least(values: &[f64]) -> f64 {
    sorted(values).first().copied().unwrap_or(f64::NAN)
}

/// The folder `tests/peers`.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn write_samples() -> Result<(), Box<dyn Error>> {
    for peer in ALL {
        std::fs::write(folder().join(format!("samples/{}.rs", peer.name())), source(peer, SAMPLE, 0))?;
    }
    Ok(())
}
